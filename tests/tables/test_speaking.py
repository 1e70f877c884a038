"""What stands in the table of who speaks."""

from __future__ import annotations

from casestudy import tables
from casestudy.qualitative import speaking_shares
from casestudy.sources import Part, Source

from . import made

TEXT = "I: Why so? X: Because <b>we</b> like it. I see"


def source() -> Source:
    """An interviewer, a respondent with times, and a turn of nobody."""
    turns = (
        Part(kind="turn", start=3, end=10, speaker="I", start_time=0.0, end_time=90.0),
        Part(kind="turn", start=14, end=40, speaker="X"),
        Part(kind="turn", start=41, end=46),
    )
    return Source(
        id="talk", kind="interview", text=TEXT, parts=turns, roles={"I": "interviewer"},
        provenance=made.SYNTHETIC,
    )  # fmt: skip


def test_speaking_shares() -> None:
    table = tables.speaking_shares(speaking_shares(source()))
    assert [column.name for column in table.columns] == [
        "Speaker", "Role", "Turns", "Words", "% of words", "Longest turn (words)", "Minutes",
    ]  # fmt: skip
    assert table.rows == (
        ("I", "interviewer", "1", "2", "25.0", "2", "1.5"),
        ("X", "?", "1", "4", "50.0", "4", "?"),
        ("nobody named", "?", "1", "2", "25.0", "2", "?"),
    )
    assert [column.align for column in table.columns] == ["left"] * 2 + ["right"] * 5
    assert table.title == "Who speaks how much in talk"
    assert table.notes[0] == "Turns: 3; words in turns: 8."
    assert "Turns of nobody named: 1 of 3." in table.notes
    assert table.is_synthetic
    assert list(table.data["share_words"]) == [0.25, 0.5, 0.25]


def test_every_form_can_be_written() -> None:
    table = tables.speaking_shares(speaking_shares(source()), title="A <title>")
    assert "A &lt;title&gt;" in table.as_html()
    assert "SYNTHETIC" in table.as_latex()
    assert table.as_csv().startswith("source,speaker,role,n_turns,n_words,share_words")


def test_no_words_have_no_share() -> None:
    turns = (Part(kind="turn", start=0, end=1, speaker="A"),)
    still = Source(id="still", kind="interview", text=" ", parts=turns)
    assert tables.speaking_shares(speaking_shares(still)).rows == (
        ("A", "?", "1", "0", "?", "0", "?"),
    )
