"""What stands in the tables and sentences of a survey."""

from __future__ import annotations

import importlib.util
import math
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from casestudy import survey, tables
from casestudy.sampling import sample_design
from casestudy.tables import Table
from casestudy.tables.numbers import bare, decimal, limits, p_value


def _loaded(name: str) -> ModuleType:
    """A file of made-up results that the tests of figures use, too."""
    path = Path(__file__).parents[1] / "figures" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"{name}_for_tables", path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


results = _loaded("surveyed").results

FACES = {
    "likert": tables.likert_summary, "likert_by": tables.likert_summary,
    "table": tables.cross_table, "letters": tables.cross_table, "association": tables.association,
    "multiple": tables.multiple_response_table, "multiple_test": tables.multiple_response_test,
    "nps": tables.box_scores, "top": tables.box_scores, "rank_test": tables.rank_test,
    "pairs": tables.pairwise_ranks, "friedman": tables.paired_test,
    "signed": tables.paired_comparisons, "mcnemar": tables.paired_comparisons,
    "ledger": tables.all_tests, "reliability": tables.scale_reliability,
    "factors": tables.factor_analysis, "ordinal": tables.regression, "linear": tables.regression,
    "brant": tables.brant_test, "predicted": tables.predicted_shares, "map": tables.correspondence,
    "many": tables.correspondence, "ranking": tables.ranking_summary, "worths": tables.worths,
    "segmented": tables.worths, "best_worst": tables.best_worst, "kano": tables.kano_table,
    "ipa": tables.importance_performance, "raked": tables.raked_weights,
    "weighted": tables.response_shares, "asked": tables.response_shares,
}  # fmt: skip


def heads(table: Table) -> list[str]:
    return [column.name for column in table.columns]


@pytest.mark.parametrize("name", FACES)
def test_every_table_is_marked_told_and_exported(name: str) -> None:
    result = results()[name]
    table = FACES[name](result)
    assert table.is_synthetic
    assert len(table.rows) >= 1
    assert set(result.notes) <= set(table.notes)
    assert "SYNTHETIC" in table.as_html()
    assert table.as_latex().startswith(r"\begin{table}")
    assert table.as_csv().count("\n") == len(table.data) + 1
    assert "nan" not in " ".join(cell for row in table.rows for cell in row)


@pytest.mark.parametrize("name", results())
def test_every_result_is_a_table(name: str) -> None:
    result = results()[name]
    table = tables.result_rows(result, title=name)
    assert len(table.rows) == len(result.to_frame())
    assert set(result.notes) <= set(table.notes)
    assert table.is_synthetic
    cells = [cell for row in table.rows for cell in row]
    assert "nan" not in cells
    assert "SYNTHETIC" in table.as_html()


def test_a_long_result_is_cut_and_says_so() -> None:
    found = results()["association"]
    table = tables.result_rows(found, title="Cells", most=4)
    assert len(table.rows) == 4
    assert table.notes[0] == "11 more rows are in the data of this table."
    assert len(table.data) == 15
    assert heads(table)[-1] == "residual p"


def test_numbers_as_they_are_written() -> None:
    assert [p_value(p) for p in (0.04999, 0.0004, 1.0, math.nan)] == [
        ".050",
        "< .001",
        "1.000",
        "?",
    ]
    assert [bare(x) for x in (0.999, 0.994, -0.004, 1.2)] == ["1.00", ".99", ".00", "1.20"]
    assert decimal(-0.001) == "0.00"
    assert limits(-1, 0.5) == "−1.00 to 0.50"
    assert limits(math.nan, 1) == "?"


def test_a_cross_table_has_bases_and_letters() -> None:
    found = results()["letters"]
    table = tables.cross_table(found)
    labels, bases = found.table.column_labels, found.table.bases
    assert heads(table)[1:] == [
        f"{label} ({name}), n = {n}" for label, name, n in zip(labels, "ABC", bases, strict=True)
    ]
    share, count = found.table.column_shares[4, 1], found.table.counts[4, 1]
    letters = found.letters[4][1]
    assert table.rows[4][2] == f"{100 * share:.0f} ({count})" + (f" {letters}" if letters else "")
    assert "p < 0.05 after bonferroni" in table.notes[0]
    assert heads(tables.cross_table(found.table))[1] == f"{labels[0]}, n = {bases[0]}"


def test_multiple_answers_have_three_bases() -> None:
    found = results()["multiple"]
    table = tables.multiple_response_table(found)
    assert heads(table) == ["Answer", "n", "% of who answered", "% of who were asked",
                            "% of who ticked any", "% of ticks"]  # fmt: skip
    assert table.rows[0][1] == str(found.counts[0])
    assert table.notes[0].endswith(f"{found.n_responses} ticks.")
    assert "of who answered: 160" in table.notes[0]


def test_an_ordinal_regression_reads_like_a_paper() -> None:
    found = results()["ordinal"]
    table = tables.regression(found)
    assert heads(table) == ["Term", "Log odds ratio", "SE", "Odds ratio",
                            "95% interval of the odds ratio", "z", "p"]  # fmt: skip
    assert table.rows[0][0] == "segment: End user (not OEM)"
    assert table.rows[0][3] == decimal(float(found.odds_ratios[0]))
    assert table.rows[len(found.terms)][0] == found.threshold_names[0]
    assert table.rows[-1][3:] == ("–", "–", "–", "–")
    assert "Nagelkerke" in table.notes[0]
    assert table.notes[1] == "Limits: profile likelihood."
    linear = tables.regression(results()["linear"])
    assert heads(linear)[1] == "Difference"
    assert heads(linear)[-2].startswith("t(")


def test_the_ledger_shows_every_test() -> None:
    found = results()["ledger"]
    table = tables.all_tests(found)
    assert [row[0] for row in table.rows] == ["trust", "trust", "q2"]
    assert table.rows[0][7] == str(found.records[0].n)
    assert table.rows[0][9] == p_value(found.holm[0])
    assert table.title == "All tests: questionnaire"


def test_a_feature_that_is_not_clear_has_a_question_mark() -> None:
    found = results()["kano"]
    shown = [row[-3] for row in tables.kano_table(found).rows]
    assert [cell.endswith("(?)") for cell in shown] == [not clear for clear in found.is_clear]
    quadrants = [row[-1] for row in tables.importance_performance(results()["ipa"]).rows]
    assert [cell.endswith("(?)") for cell in quadrants] == [
        not clear for clear in results()["ipa"].is_clear
    ]


def test_the_base_of_shares_is_named() -> None:
    assert (
        tables.response_shares(results()["asked"])
        .notes[0]
        .startswith("Base: 160 who were asked, of 160 respondents.")
    )


STARTS = {
    "association": ("χ²(", "Fisher-"), "rank_test": "H(2, N = ", "friedman": "χ²(2, N =",
    "trend": "J = ", "multiple_test": "Bilder-Loughin", "reliability": "Cronbach's α = .",
    "factors": "χ²(5, N = 160)", "ordinal": "χ²(3, N = ", "linear": "F(2, ",
    "brant": "Brant test, χ²(", "nps": "net promoter score: OEM",
}  # fmt: skip


@pytest.mark.parametrize("name", STARTS)
def test_each_result_has_its_clause(name: str) -> None:
    text = tables.apa(results()[name])
    assert text.startswith(STARTS[name])
    assert "nan" not in text
    assert not text.endswith(".")


def test_clauses_by_hand() -> None:
    two = survey.grouped_table({"x": [1, 2, 2, 3, 3, 4], "y": [2, 3, 4, 4, 5, 5, 5]})
    found = survey.mann_whitney(two)
    interval = f"[{bare(found.interval.low)}, {bare(found.interval.high)}]"
    assert tables.apa(found) == f"U = 7.00, N = 13, p = .054 (exact), δ = −.67, 95% CI {interval}"
    assert tables.apa(survey.association([[3, 1], [1, 4]])).startswith(
        "Fisher-Freeman-Halton exact test, N = 9, p = .206, V = .55, 95% CI ["
    )
    with pytest.raises(TypeError, match="there is no clause for a KanoTable"):
        tables.apa(results()["kano"])
    design = sample_design(160, weights=np.linspace(0.5, 1.5, 160))
    told = _loaded("surveyed").answers().with_design(design)
    table = survey.cross_table(told, rows="q1", columns="segment")
    assert tables.apa(survey.association(table)).startswith("F(")
    assert tables.apa(survey.kruskal_wallis(table)).startswith("F(2, 157) = ")
