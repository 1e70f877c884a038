"""What stands in the tables of the room."""

from __future__ import annotations

from casestudy.pseudonyms import leaks, name_candidates
from casestudy.tables import pseudonyms as tables

from .made import key, source


def test_name_candidates() -> None:
    text = "We met Bo Lund. I asked Lund at bo@firm.example."
    table = tables.name_candidates(name_candidates([source(text)]))
    assert [column.name for column in table.columns] == [
        "Candidate", "Kind", "Times", "Sources", "Example", "Why",
    ]  # fmt: skip
    assert [row[:4] for row in table.rows] == [
        ("Bo Lund", "name", "1", "1"),
        ("– Lund", "name", "1", "1"),
        ("bo@firm.example", "e-mail", "1", "1"),
    ]
    assert "keep it apart" in table.notes[0]
    assert table.notes[1] == "Words read: 9, in sources: 1."
    assert table.is_synthetic
    assert "SYNTHETIC" in table.as_html()
    assert table.as_csv().startswith("candidate,kind,n,n_sources,example,reason,variant_of,")


def test_leaks() -> None:
    table = tables.leaks(leaks({"lakso.txt": "x\nLasko"}, key()))
    assert [row[:6] for row in table.rows] == [
        ("lakso.txt", "name", "lakso", "[P1]", "person", "exact"),
        ("lakso.txt", "2", "Lasko", "[P1]", "person", "near-miss"),
    ]
    assert table.notes[1] == "Texts looked at: 1. Exact places: 1; near misses: 1."
    assert tables.leaks(leaks({}, key())).rows == ()
