"""Comments in the margin: beside the text, on the words they are about, and never twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy.ingest import Comment, Reading

from .made import docx, odt, p, read, run, table

START, END = '<w:commentRangeStart w:id="{0}"/>', '<w:commentRangeEnd w:id="{0}"/>'
REFERENCE = '<w:r><w:commentReference w:id="{0}"/></w:r>'


def said(name: int, words: str, author: str = "Ann") -> str:
    """One entry of Word's list of comments."""
    date = "2026-11-23T10:05:00Z"
    return f'<w:comment w:id="{name}" w:author="{author}" w:date="{date}">{p(words)}</w:comment>'


def on(name: int, words: str) -> str:
    """Words with a comment on them."""
    return START.format(name) + run(words) + END.format(name) + REFERENCE.format(name)


def about(reading: Reading) -> list[tuple[str, str]]:
    """What each comment says, and the words it is about."""
    return [(each.text, reading.text[each.start : each.end]) for each in reading.comments]


def test_word_comment_on_words(tmp_path: Path) -> None:
    body = p("I: Why?") + p("B: I ", on(4, "trust the shop"), " now.") + p("I: Ah.") + p("B: So.")
    reading = read(tmp_path, docx(body, comments=said(4, "Really?")))
    assert reading.comments == (
        Comment(
            author="Ann",
            date="2026-11-23T10:05:00Z",
            text="Really?",
            start=13,
            end=27,
            locator="comment 4",
        ),
    )
    assert about(reading) == [("Really?", "trust the shop")]
    assert "Really?" not in reading.text
    assert len(reading.parts) == 4
    assert reading.warnings == ("1 comment in the margin: kept beside the text",)


def test_word_comments_over_paragraphs_tables_and_each_other(tmp_path: Path) -> None:
    body = (
        START.format(1)
        + p("one ", START.format(2), "two")
        + p("three", END.format(2), " four")
        + END.format(1)
        + table(["a", "b"])
        + f"<w:tbl><w:tr><w:tc>{START.format(3)}{p('cell')}{END.format(3)}</w:tc>"
        + f"<w:tc>{p(on(5, 'next'))}</w:tc></w:tr></w:tbl>"
    )
    comments = said(1, "A") + said(2, "B", "Bo") + said(3, "C") + said(5, "D") + said(9, "nowhere")
    reading = read(tmp_path, docx(body, comments=comments))
    assert reading.text == "one two\nthree four\na\tb\ncell\tnext"
    assert about(reading) == [
        *(("nowhere", ""), ("A", "one two\nthree four"), ("B", "two\nthree")),
        *(("C", "cell"), ("D", "next")),
    ]
    assert reading.comments[2].author == "Bo"


def test_word_comment_at_a_place_and_on_deleted_words(tmp_path: Path) -> None:
    gone = f'<w:del w:id="8" w:author="a">{on(2, "gone")}</w:del>'
    body = p("one", REFERENCE.format(1), " two ", gone, "three")
    content = docx(body, comments=said(1, "here") + said(2, "there"))
    reading = read(tmp_path, content)
    assert [(each.text, each.start, each.end) for each in reading.comments] == [
        ("here", 3, 3),
        ("there", 8, 8),
    ]
    assert about(read(tmp_path, content, tracked_changes="original"))[1] == ("there", "gone")


def test_comment_in_a_note_and_in_a_text_box(tmp_path: Path) -> None:
    box = f"<w:r><w:pict><w:txbxContent>{p(on(2, 'box'))}</w:txbxContent></w:pict></w:r>"
    note = f'<w:footnote w:id="7">{p("see ", on(3, "note"))}</w:footnote>'
    reading = read(
        tmp_path, docx(p("text", box), footnotes=note, comments=said(2, "B") + said(3, "C"))
    )
    assert about(reading) == [("B", "box"), ("C", "note")]


def test_comment_of_several_paragraphs_and_one_without_words(tmp_path: Path) -> None:
    long = f'<w:comment w:id="1">{p("one")}{p("two")}</w:comment>'
    empty = f'<w:comment w:id="2">{p("<w:r><w:drawing/></w:r>")}</w:comment>'
    reading = read(tmp_path, docx(p(on(1, "text"), on(2, " more")), comments=long + empty))
    assert about(reading) == [("one\ntwo", "text")]
    assert str(reading.losses) == "comment 2: picture or object"


NOTE = (
    "<office:annotation{}><dc:creator>Bo Lee</dc:creator><dc:date>2026-11-23T10:05:00</dc:date>"
    "<text:p>{}</text:p></office:annotation>"
)


def test_opendocument_comments(tmp_path: Path) -> None:
    named = NOTE.format(' office:name="n1"', "Really?")
    end = '<office:annotation-end office:name="n1"/>'
    body = (
        f"<text:p>  I {named}trust <text:span>the</text:span> shop{end}.</text:p>"
        f"<text:p>Well{NOTE.format('', 'Here')} then<text:list><text:list-item>"
        f"</text:list-item></text:list></text:p>"
    )
    reading = read(tmp_path, odt(body))
    assert reading.text == "I trust the shop.\nWell then"
    assert about(reading) == [("Really?", "trust the shop"), ("Here", "")]
    first, second = reading.comments
    assert (first.author, first.date) == ("Bo Lee", "2026-11-23T10:05:00")
    assert (second.start, second.locator) == (22, "comment 2 at paragraph 2")


DATE = 126 << 20 | 11 << 16 | 23 << 11 | 10 << 6 | 5
RTF_NOTE = (
    r"{\*\atnid AL}{\*\atnauthor Ann Lee}\chatn "
    r"{\*\annotation{\*\atnref %s}{\*\atndate %d}%s}"
)


@pytest.mark.parametrize("emoji", ["", r"\u-10179?\u-8704? "])
def test_rtf_annotations(tmp_path: Path, emoji: str) -> None:
    text = (
        rf"{{\rtf1 First\par {emoji}I {{\*\atrfstart 1}}trust {{\b the}} shop{{\*\atrfend 1}}"
        + RTF_NOTE % (1, DATE, r"\pard Really?\par ")
        + r" now.\par \trowd\intbl a\cell {\*\atrfstart 2}b{\*\atrfend 2}"
        + r"{\*\atnid BO}{\*\annotation{\*\atnref 2}\pard\plain Cell}"
        + r"\cell\row\pard end{\*\annotation Place}\par}"
    )
    reading = read(tmp_path, text)
    smile = "\U0001f600 " if emoji else ""
    assert reading.text == f"First\n{smile}I trust the shop now.\na\tb\nend"
    assert about(reading) == [("Really?", "trust the shop"), ("Cell", "b"), ("Place", "")]
    first, second, third = reading.comments
    assert (first.author, first.date) == ("Ann Lee", "2026-11-23T10:05:00")
    assert (second.author, third.author, third.end) == ("BO", "", len(reading.text))
