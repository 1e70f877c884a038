"""Rows of a source: every word is in exactly one of them, labels of speakers are in none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from casestudy.annotate.rows import (
    ASIDE,
    HEADING,
    LONGEST_ROW,
    UNSHOWN,
    WORDS,
    heading_level,
    rows_of,
)
from casestudy.sources import Part, Source


def source(text: str, *parts: Part) -> Source:
    return Source(id="s", kind="interview", text=text, parts=parts)


def seen(made: Source) -> list[str]:
    return [made.text[row.start : row.end] for row in rows_of(made).rows]


def test_labels_and_times_of_turns_are_no_rows() -> None:
    text = "Anna: [00:00:10] Why?\n\nBEN, 12.5 - Because.\nSo."
    made = source(
        text,
        Part(kind="turn", start=17, end=21, speaker="Anna"),
        Part(kind="turn", start=35, end=47, speaker="Ben"),
    )
    assert seen(made) == ["Why?", "Because.", "So."]
    assert [row.part for row in rows_of(made).rows] == [0, 1, 1]


def test_words_between_parts_are_shown_for_what_they_are() -> None:
    text = "Recorded in May\nAnna: Yes.\n(a dog barks)\nAnna: No.\nThe end"
    made = source(
        text,
        Part(kind="turn", start=22, end=26, speaker="Anna"),
        Part(kind="turn", start=47, end=50, speaker="Anna"),
    )
    assert seen(made) == ["Recorded in May", "Yes.", "(a dog barks)", "No.", "The end"]
    assert [row.kind for row in rows_of(made).rows] == [ASIDE, WORDS, ASIDE, WORDS, ASIDE]


def test_a_source_without_parts_is_its_lines() -> None:
    made = source("one\n\n  \ntwo\n")
    assert seen(made) == ["one", "two"]
    assert {(row.kind, row.part) for row in rows_of(made).rows} == {(WORDS, -1)}
    assert rows_of(source("")).rows == ()
    assert rows_of(source(" \n\t\n")).rows == ()


def test_headings_and_hidden_blocks_of_a_page() -> None:
    text = "Motor\nGeared.\nMenu"
    made = source(
        text,
        Part(kind="block", start=0, end=5, locator="/html[1]/body[1]/h2[1]"),
        Part(kind="block", start=6, end=13, locator="/html[1]/body[1]/p[1]"),
        Part(kind="block", start=14, end=18, locator="/html[1]/body[1]/ul[1]", hidden=True),
    )
    found = rows_of(made)
    assert [row.kind for row in found.rows] == [HEADING, WORDS, UNSHOWN]
    assert [heading_level(part) for part in found.parts] == [2, 0, 0]
    inside = Part(kind="block", start=0, end=5, locator="/html[1]/body[1]/h3[2]/span[1]")
    assert heading_level(inside) == 3


def test_cues_and_overlapping_parts_make_no_row_twice() -> None:
    text = "one two three"
    made = source(
        text,
        Part(kind="turn", start=0, end=7),
        Part(kind="cue", start=0, end=3),
        Part(kind="paragraph", start=4, end=13),
    )
    assert seen(made) == ["one two", " three"]


def test_a_long_line_goes_on_in_further_rows_between_words() -> None:
    words = "word " * 3000
    made = source(words)
    rows = seen(made)
    assert "".join(rows) == words
    assert max(map(len, rows)) <= LONGEST_ROW
    assert all(row.endswith(" ") for row in rows)


def test_a_line_without_blanks_is_not_cut_inside_a_sign() -> None:
    family = "👩‍👩‍👧‍👦"
    rows = seen(source(family * 900))
    assert "".join(rows) == family * 900
    assert all(row.startswith(family) and row.endswith(family) for row in rows)


@given(st.text(alphabet=st.sampled_from("ab \n\t🙂\u0301\ud800\0"), max_size=200), st.data())
def test_every_word_is_in_exactly_one_row(text: str, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    parts = [
        Part(kind="turn", start=start, end=end, speaker=data.draw(st.sampled_from(["", "a"])))
        for start, end in zip(edges[::2], edges[1::2], strict=False)
    ]
    rows = rows_of(source(text, *parts)).rows
    assert [(row.start, row.end) for row in rows] == sorted((row.start, row.end) for row in rows)
    covered = [at for row in rows for at in range(row.start, row.end)]
    assert len(covered) == len(set(covered))
    inside = {at for part in parts for at in range(part.start, part.end)}
    left = {at for at in inside if not text[at].isspace()} - set(covered)
    assert left == set()
    assert all("\n" not in text[row.start : row.end] for row in rows)
