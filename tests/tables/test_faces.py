"""What stands in the table of each result."""

from __future__ import annotations

import pytest

from casestudy import tables
from casestudy.tables import Table
from tests.figures import made as results

from . import made


def heads(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def test_theme_matrix() -> None:
    table = tables.theme_matrix(results.matrix())
    assert heads(table) == ["Theme", *results.CASES[:3]]
    assert table.rows == (
        ("trust", "12", "?", "?"),
        ("price", "?", "3 (2)", "?"),
        ("product recommendations", "?", "?", "(5)"),
        ("ease of use and effortless service", "?", "?", "?"),
    )
    assert "? means unknown, not: no." in table.notes[0]
    assert "suggests" in table.notes[0]
    assert table.notes[1] == "An empty cell is unknown, never a no."
    assert list(table.data["n_observed"])[:2] == [12, 0]


def test_theme_matrix_without_machines_does_not_speak_of_them() -> None:
    result = results.matrix()
    result.suggested[:] = 0
    assert "machine" not in tables.theme_matrix(result).notes[0]


def test_code_frequencies() -> None:
    table = tables.code_frequencies(results.frequencies())
    assert heads(table) == ["Code", "Anna", "Ben", "no speaker known"]
    assert table.rows == (("trust", "4", "0", "1"), ("price", "2", "3", "0"))
    assert [column.align for column in table.columns] == ["left", "right", "right", "right"]
    assert table.notes[0] == "Codings by speaker, 10 in all."


def test_quotations() -> None:
    table = tables.quotations(results.quotation_list())
    assert [row[0] for row in table.rows] == ["trust (weight 0, for)", "price", "price"]
    assert table.rows[0][1] == "We “<b>trust</b> & 100% of_it” them."
    assert table.rows[0][2:] == ("talk", "Anna", "turn 1", "ann", "=SUM(1)")
    assert table.rows[1][1] == "the whole source"
    assert table.rows[2][1] == "region screenshot.png#xywh=1,2,3,4"


def test_crosswalk_matrix() -> None:
    table = tables.crosswalk_matrix(results.crosswalk())
    assert heads(table) == ["Scheme", "trust", "price", "no theme"]
    assert table.rows == (("Scheme A", "2", "0", "1"), ("Scheme B", "0", "4", "0"))


def test_scheme_overview() -> None:
    table = tables.scheme_overview(results.overview(3))
    assert table.rows[0] == ("Scheme number 0", "w0", "2010", "27", "4", "3", "1")
    assert table.rows[2][2] == "?"


def test_channels_by_stage() -> None:
    table = tables.channels_by_stage(results.channels())
    assert heads(table) == ["Stage", "Page", "online search", "punchout", "email"]
    assert table.rows == (("searching", "65-69", "1", "2", "?"), ("buying", "65-69", "?", "1", "?"))
    assert "not a rank" in table.notes[0]
    assert "unknown, not: no" in table.notes[0]


def test_response_shares() -> None:
    table = tables.response_shares(results.shares())
    assert table.title == results.shares().text
    assert table.rows[0][:3] == ("online search", "30", "75.0")
    low, high = table.rows[0][3].split(" to ")
    assert float(low) < 75 < float(high)
    assert heads(table)[3] == f"95% interval ({results.shares().intervals[0].method})"
    assert table.notes[0] == (
        "Base: 40 who answered, of 47 respondents (not asked: 5, left blank: 2)."
    )


def test_numeric_summary() -> None:
    table = tables.numeric_summary(results.numbers())
    assert table.rows[0][:3] == ("OEM", "10", "2.35")
    assert table.rows[1][3] == "?"
    assert table.rows[1][-1] == "?"
    assert 2.345678 in list(table.data["mean"])


def test_codebook() -> None:
    table = tables.codebook(made.codebook())
    assert table.title == "Demo scheme"
    assert table.rows[0] == ("trust", "Relying on them. (our words)", "", "", str(made.CITED))
    assert table.rows[1] == (
        "– fair price", "As printed.", "Use it.", "Not for cheap.", "lakso2021, p. 40 (inference)",
    )  # fmt: skip
    assert table.rows[2][1] == ""
    assert table.notes == ("Definitions are ours.",)


def test_codebook_levels() -> None:
    book = made.codebook()
    assert [row[0] for row in tables.codebook(book, level="theme").rows] == ["trust", "price"]
    below = tables.codebook(book, level="code")
    assert [row[0] for row in below.rows] == ["– fair price"]
    assert list(below.data["code"]) == ["trust.price"]
    with pytest.raises(ValueError, match="level 'sub' is not known; allowed are all, theme, code"):
        tables.codebook(book, level="sub")  # type: ignore[arg-type]


def test_evidence() -> None:
    table = tables.evidence(made.evidence())
    assert heads(table) == ["id", "statement", "work", "page", "status", "note"]
    assert table.title == "site rows"
    assert "never a “no”" in table.notes[0]
    chosen = tables.evidence(made.evidence(), columns=["id", "topic_name"], title="Topics")
    assert heads(chosen) == ["id", "topic name"]
    assert chosen.rows == (("E1", "selling"), ("E2", "buying"))
    with pytest.raises(ValueError, match="evidence 'site_rows' has no column 'topic'; allowed"):
        tables.evidence(made.evidence(), columns=["topic"])


def test_ledger() -> None:
    table = tables.ledger(made.claims())
    verdicts = [row[-1] for row in table.rows]
    assert verdicts == [
        "holds", "differs", "not computed", "holds",
        "not recoverable: The page could not be read.",
    ]  # fmt: skip
    assert table.rows[1][4:6] == ("a; b", "b; a")
    assert table.rows[2][4:6] == ("0.81", "–")
    assert table.rows[3][3:6] == ("synthetic stand-in", "yes", "yes")
    assert table.notes[0] == (
        "Verdicts: holds: 2; differs: 1; not computed: 1; not recoverable: 1."
    )
    assert "stranger" in table.notes[1]


def test_sources() -> None:
    table = tables.sources(made.sources())
    assert heads(table) == ["Source", "Kind", "Case", "Title", "Words", "Turns", "Origin"]
    assert table.rows[0][:6] == ("talk", "interview", "shop", "A talk", "3", "2")
    assert table.rows[1][4:6] == ("2", "0")
    assert table.notes == ("talk: one label was guessed",)
    assert table.is_synthetic
    assert tables.sources([]).rows == ()


def test_cases() -> None:
    table = tables.cases(made.cases())
    assert heads(table) == ["Case", "Line of business", "Url", "Source"]
    assert table.rows == (
        ("Shop A", "retail", "", str(made.CITED)),
        ("b", "", "b.example", ""),
    )
    assert list(table.data["id"]) == ["a", "b"]


@pytest.mark.parametrize("is_synthetic", [True, False])
def test_synthetic_is_marked_exactly_when_due(is_synthetic: bool) -> None:
    origin = results.SYNTHETIC if is_synthetic else results.PUBLISHED
    table = tables.theme_matrix(results.matrix(origin))
    assert ('<strong class="badge">SYNTHETIC</strong>' in table.as_html()) is is_synthetic
    assert (r"(SYNTHETIC DATA)}" in table.as_latex()) is is_synthetic
    assert str(origin) in table.as_html()
