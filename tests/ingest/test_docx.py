"""Word documents: all kinds of text, tracked changes, transcripts as tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy.errors import BadFile

from .made import docx, p, packed, pieces, read, run, table, times, turns

INS = '<w:ins w:id="1" w:author="a">{}</w:ins>'
DELETED = '<w:del w:id="2" w:author="a"><w:r><w:delText>{}</w:delText></w:r></w:del>'
BOX = (
    "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent>"
    "</v:textbox></v:shape></w:pict></w:r>"
)
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    "<w:r><w:instrText>PAGE \\* MERGEFORMAT</w:instrText></w:r>"
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>kField</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)

EVERYTHING = docx(
    p("kBody")
    + "<w:tbl><w:tr><w:tc>"
    + p("kCell")
    + "</w:tc><w:tc>"
    + table(["kNested"])
    + "<w:p/></w:tc></w:tr></w:tbl>"
    + p(
        "x ",
        INS.format(run("kInserted")),
        DELETED.format("kDeleted"),
        f'<w:hyperlink w:anchor="z">{run("kLink")}</w:hyperlink>',
        f'<w:smartTag w:uri="u" w:element="e">{run("kSmart")}</w:smartTag>',
        f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{run('kInline')}</w:sdtContent></w:sdt>",
        FIELD,
        f'<w:fldSimple w:instr="DATE">{run("kSimple")}</w:fldSimple>',
        run("kHidden", "<w:vanish/>"),
        '<w:commentRangeStart w:id="4"/>',
        "kAbout this",
        '<w:commentRangeEnd w:id="4"/><w:r><w:commentReference w:id="4"/></w:r>',
        BOX.format(p("kBox")),
    )
    + f"<w:sdt><w:sdtContent>{p('kBlock')}</w:sdtContent></w:sdt>",
    header1=p("kHeader"),
    footer1=p("kFooter"),
    footnotes=(
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="2">{p("kFootnote")}</w:footnote>'
    ),
    endnotes=f'<w:endnote w:id="3">{p("kEndnote")}</w:endnote>',
    comments=(
        '<w:comment w:id="4" w:author="Ann" w:date="2026-11-23T10:05:00Z">'
        f"{p('kComment')}</w:comment>"
    ),
)
KINDS = (
    *("kBody", "kCell", "kNested", "kInserted", "kLink", "kSmart", "kInline", "kField", "kSimple"),
    *("kHidden", "kBlock", "kBox", "kFootnote", "kEndnote", "kHeader", "kFooter"),
)
"""Kinds of words of the text, each with a marker; a comment stands beside the text."""


def test_every_kind_of_text_is_kept(tmp_path: Path) -> None:
    reading = read(tmp_path, EVERYTHING)
    assert [reading.text.count(kind) for kind in KINDS] == [1] * len(KINDS)
    assert reading.text.split("\n") == [
        "kBody",
        "kCell\tkNested",
        "",
        "x kInsertedkLinkkSmartkInlinekFieldkSimplekHiddenkAbout this",
        "kBlock",
        *("kBox", "kFootnote", "kEndnote", "kHeader", "kFooter"),
    ]
    assert str(reading.losses) == "paragraph 2: deleted by a tracked change: 'kDeleted'"
    assert "kHidden" in reading.warnings[0]
    assert "2 tracked changes were read as accepted" in reading.warnings[1]
    assert "MERGEFORMAT" not in reading.text


def test_places_are_named(tmp_path: Path) -> None:
    reading = read(tmp_path, EVERYTHING)
    places = {reading.text[part.start : part.end]: part.locator for part in reading.parts}
    assert places["kCell"] == "table 1 row 1 cell 1"
    assert places["kNested"] == "table 2 row 1 cell 1"
    assert places["kBlock"] == "paragraph 3"
    assert places["kBox"] == "text box 1 at paragraph 2"
    assert places["kFootnote"] == "footnote 2"


def test_original_side_of_tracked_changes(tmp_path: Path) -> None:
    reading = read(tmp_path, EVERYTHING, tracked_changes="original")
    assert "kDeleted" in reading.text
    assert "kInserted" not in reading.text
    assert str(reading.losses) == "paragraph 2: inserted by a tracked change: 'kInserted'"


def test_moves_rows_and_paragraph_ends_are_tracked_too(tmp_path: Path) -> None:
    body = (
        p("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>", "one ")
        + p("two", '<w:moveFrom w:id="1"><w:r><w:t>gone</w:t></w:r></w:moveFrom>')
        + f"<w:tbl><w:tr>{'<w:trPr><w:ins/></w:trPr>'}<w:tc>{p('new row')}</w:tc></w:tr></w:tbl>"
    )
    assert read(tmp_path, docx(body)).text == "one two\nnew row"
    assert read(tmp_path, docx(body), tracked_changes="original").text == "one \ntwogone"


def test_unknown_side_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="allowed are accepted and original"):
        read(tmp_path, EVERYTHING, tracked_changes="both")


def test_signs_that_stand_for_characters(tmp_path: Path) -> None:
    inside = "<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:softHyphen/>"
    assert read(tmp_path, docx(p(f"<w:r>{inside}</w:r>"))).text == "a\tb\nc\u2011\u00ad"


def test_alternative_content_is_read_once(tmp_path: Path) -> None:
    box = f"<wps:txbx><w:txbxContent>{p('once')}</w:txbxContent></wps:txbx>"
    old = f"<w:pict><v:textbox><w:txbxContent>{p('once')}</w:txbxContent></v:textbox></w:pict>"
    both = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing>"
        f"{box}</w:drawing></mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert read(tmp_path, docx(p("text", both))).text == "text\nonce"


def test_pictures_and_numbers_are_counted_as_losses(tmp_path: Path) -> None:
    picture = '<w:r><w:drawing><wp:inline><wp:docPr descr="A map"/></wp:inline></w:drawing></w:r>'
    body = p("<w:pPr><w:numPr/></w:pPr>", "first", picture, "<w:r><w:drawing/></w:r>")
    assert str(read(tmp_path, docx(body)).losses).split("\n") == [
        "number or bullet that Word sets by itself",
        "paragraph 1: picture described as 'A map'",
        "paragraph 1: picture or object",
    ]


def test_hidden_paragraph_is_a_hidden_part(tmp_path: Path) -> None:
    reading = read(tmp_path, docx(p("shown") + p(run("veiled", "<w:vanish/>"))))
    assert [part.hidden for part in reading.parts] == [False, True]


def test_turns_over_paragraphs_and_notes_beside_them(tmp_path: Path) -> None:
    body = p("A talk") + p("I: Why?") + p("B: Because.") + p() + p("And so.") + p("I: Yes.")
    reading = read(tmp_path, docx(body + p("B: No."), footnotes=p("I: a note")))
    assert turns(reading) == [
        ("I", "Why?"),
        ("B", "Because.\n\nAnd so."),
        ("I", "Yes."),
        ("B", "No."),
    ]
    assert pieces(reading, "paragraph") == ["A talk", "I: a note"]
    assert [part.locator for part in reading.parts][:3] == [
        "paragraph 1",
        "paragraph 2",
        "paragraph 3",
    ]


def test_layout_of_teams(tmp_path: Path) -> None:
    said = [
        ("Ann", "0:03", "Hello."),
        ("Bo", "0:05", "Hi."),
        ("Ann", "1:07", "So?"),
        ("Bo", "1:09", "No."),
    ]
    body = "".join(
        p(run(name, "<w:b/>"), f"   {clock}", "<w:r><w:br/></w:r>", words)
        for name, clock, words in said
    )
    reading = read(tmp_path, docx(body))
    assert turns(reading) == [(name, words) for name, _, words in said]
    assert times(reading) == [(3.0, None), (5.0, None), (67.0, None), (69.0, None)]


def test_transcript_as_a_table(tmp_path: Path) -> None:
    rows = [
        ["Time", "Speaker", "Text"],
        ["00:00:01", "Ann", "How did it start?"],
        ["00:00:04", "Bo", "With a letter from home."],
        ["", "", "It came on a Monday."],
        ["00:00:09", "Ann", "And then what happened?"],
        ["00:00:12", "Bo", "We left for good."],
    ]
    reading = read(tmp_path, docx(p("Intro") + table(*rows) + p("Outro")))
    assert turns(reading) == [
        ("Ann", "How did it start?"),
        ("Bo", "With a letter from home.\n\t\tIt came on a Monday."),
        ("Ann", "And then what happened?"),
        ("Bo", "We left for good."),
    ]
    assert times(reading)[0] == (1.0, None)
    assert next(p.locator for p in reading.parts if p.kind == "turn") == "table 1 row 2"
    assert pieces(reading, "paragraph") == ["Intro", "Time", "Speaker", "Text", "Outro"]


def test_table_that_is_no_transcript(tmp_path: Path) -> None:
    rows = [["Trust", f"a longer remark number {n} on the matter"] for n in range(3)]
    rows += [["Price", f"a longer remark number {n} on the matter"] for n in range(3)]
    reading = read(tmp_path, docx(table(*rows)))
    assert reading.kind == "document"
    assert not turns(reading)


def test_title_and_language(tmp_path: Path) -> None:
    members = {
        "word/document.xml": (
            '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main">'
            "<w:body><w:p><w:r><w:t>Strict</w:t></w:r></w:p></w:body></w:document>"
        ),
        "docProps/core.xml": "<c><title>A  talk</title><language>fi</language></c>",
    }
    reading = read(tmp_path, packed(members))
    assert (reading.text, reading.title, reading.language) == ("Strict", "A talk", "fi")
    assert reading.reader == "docx 2"


@pytest.mark.parametrize(
    ("main", "sentence"),
    [
        ("<w:document", "is not well-formed XML"),
        ('<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>', "declares a document type"),
        ('<!DOCTYPE d SYSTEM "file:///etc/hostname"><d/>', "has no document body"),
        ('<!DOCTYPE d SYSTEM "a" [<!ENTITY a SYSTEM "b">]><d/>', "declares a document type"),
        ("<d/>", "has no document body"),
    ],
)
def test_bad_xml_inside(tmp_path: Path, main: str, sentence: str) -> None:
    with pytest.raises(BadFile, match=sentence):
        read(tmp_path, packed({"word/document.xml": main}))


def test_timespan_table_of_nvivo(tmp_path: Path) -> None:
    rows = [["Timespan", "Content", "Speaker"]]
    for n, (who, what) in enumerate(
        [("Ann", "How did it all start?"), ("Bo", "With a letter.")] * 2
    ):
        rows.append([f"0:0{n},0 - 0:0{n + 1},5", what, who])
    reading = read(tmp_path, docx(table(*rows)))
    assert [speaker for speaker, _ in turns(reading)] == ["Ann", "Bo", "Ann", "Bo"]
    assert times(reading)[1] == (1.0, 2.5)
