"""What stands in the tables of disagreement."""

from __future__ import annotations

import math

from casestudy import agreement, tables
from casestudy.tables import Table
from tests.agreement.made_codings import SOURCES
from tests.figures import made_agreement as results


def heads(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def test_passages_are_quoted_where_the_texts_are_given() -> None:
    table = tables.disagreements(results.passages(), sources=SOURCES)
    assert heads(table) == ["Source", "Characters", "Passage", "anna", "ben", "Pairs that differ"]
    row = table.rows[0]
    assert row[2] == "Fast enough. The price is fair, and they keep promises."
    assert row[3:] == ("price", "speed", "100%")
    assert table.notes[0] == "Coders differ on 1 of 8 passages that two of them judged."
    assert heads(tables.disagreements(results.passages()))[2] == "anna"
    assert table.provenance[0].is_synthetic


def test_a_long_passage_is_shortened_in_its_middle() -> None:
    from casestudy.tables.disagreement import _quoted

    quoted = _quoted("one two three " * 40, 0, 500)
    assert len(quoted) < 130
    assert " … " in quoted


def test_confused_codes_are_in_order_of_amount() -> None:
    table = tables.confused_codes(results.confusion())
    amounts = [float(row[2].replace(",", "")) for row in table.rows]
    assert amounts == sorted(amounts, reverse=True)
    assert heads(table)[2] == "Words"
    assert round(sum(float(row[3].rstrip("%")) for row in table.rows)) in (99, 100, 101)


def test_without_each_coder() -> None:
    table = tables.left_out(results.without_coders())
    assert [row[0] for row in table.rows] == ["nobody", "anna", "ben", "odd"]
    assert table.rows[3][1] == "1.000"
    assert table.rows[3][2].startswith("+")
    assert "without each coder" in table.title


def test_before_and_after() -> None:
    rows = agreement.per_code_alpha(results.bridged())
    table = tables.before_and_after(agreement.before_and_after(rows, rows))
    assert heads(table) == ["Code", "Coefficient", "Before", "After", "Change"]
    assert {row[4] for row in table.rows} <= {"+0.000", ""}
    assert "no measure of reliability" in table.notes[0]


def test_drift() -> None:
    table = tables.agreement_over_time(results.drift())
    assert table.rows[0][:2] == ("2026-01-06", "2026-01-06")
    undefined = tables.agreement_over_time(results.drift(n_parts=8))
    assert any(row[2] == "undefined" for row in undefined.rows)
    assert any(math.isnan(value) for value in undefined.data["value"])


def test_decisions() -> None:
    table = tables.adjudication(results.questions())
    assert table.notes[0] == "4 questions: 3 open, 1 adopted, 0 rejected."
    assert table.rows[0][3:5] == ("anna, ben", "")
    assert table.rows[0][-2:] == ("adopted", "talked")
    assert "question" not in table.data.columns
