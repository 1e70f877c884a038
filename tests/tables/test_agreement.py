"""Reliability tables, benchmarks, and the sentence for a paper."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from casestudy import agreement, tables
from casestudy.agreement import Agreements, from_array, from_table
from casestudy.intervals import Interval
from tests.figures.test_agreement import METHOD, row, themes

from . import made


def test_reliability_as_papers_print_it() -> None:
    table = tables.reliability(themes(), scale="krippendorff")
    heads = [column.name for column in table.columns]
    assert heads == [
        "Theme", "Value", "95% interval", "Agreement", "Units", "Sources", "Coders", "Verdict",
        "Sure of",
    ]  # fmt: skip
    assert table.title == "Krippendorff's alpha (nominal) by theme"
    assert table.rows[0][:3] == ("trust", "0.81", "0.71 to 0.89")
    assert table.rows[0][4:8] == ("120", "12", "2", "reliable")
    assert table.rows[1][1:3] == ("−0.05", "−0.21 to 0.13")
    assert table.rows[3] == ("never coded", "–", "–", "?", "120", "12", "2", "not defined", "–")
    notes = " ".join(table.notes)
    assert f"Interval: {METHOD}." in notes
    assert "Unit: turn." in notes
    assert "Coders: anna, ben." in notes
    assert "Verdict by Krippendorff (2019): not reliable; tentative" in notes
    assert "never coded: not defined, nobody judged any unit" in notes
    assert len(table.data) == 4
    assert table.data["value"][0] == 0.8123


def test_how_probable_it_is_that_alpha_is_too_small() -> None:
    drawn = replace(row("trust", 0.8123, 0.71, 0.89), below={0.667: 0.002, 0.8: 0.41})
    both = Agreements(rows=(drawn, row("price", 0.5)))
    table = tables.reliability(both, scale="krippendorff")
    assert [column.name for column in table.columns][3:5] == ["P < 0.667", "P < 0.8"]
    assert [cells[3:5] for cells in table.rows] == [("<1%", "41%"), ("–", "–")]
    assert "P: share of the replicates that lie below." in table.notes
    assert table.data["below_0.8"][0] == 0.41


def test_coefficients_of_one_theme() -> None:
    data = from_table([[80, 7], [8, 5]], level="nominal")
    shown = tables.reliability(agreement.chance_corrected(data), scale="landis_koch")
    assert shown.columns[0].name == "Coefficient"
    words = {cells[0]: cells[-2:] for cells in shown.rows}
    assert words["Fleiss' kappa"] == ("fair", "slight")
    assert words["Gwet's AC1"] == ("almost perfect", "substantial")
    assert any("88% of the judgements are '1'" in note for note in shown.notes)
    alone = tables.reliability(agreement.gwet_ac1(data), scale="altman")
    assert (alone.columns[0].name, len(alone.rows)) == ("Coefficient", 1)
    with pytest.raises(ValueError, match="scale 'gut' is not known"):
        tables.reliability(themes(), scale="gut")


def test_gwets_cumulative_membership() -> None:
    """irrCAC 0.4.4, Benchmark(coefficient 0.775, se 0.143): see `test_verdicts`."""
    found = agreement.verdict(
        replace(row("trust", 0.775), standard_error=0.143), scale="landis_koch"
    )
    shown = tables.benchmark(found)
    assert shown.title == "trust by Landis & Koch (1977)"
    assert shown.rows[0][0] == "almost perfect"
    assert shown.rows[-1][3] == "100.0%"


def test_prevalence() -> None:
    found = agreement.prevalence(from_table([[80, 7], [8, 5]], level="nominal"))
    shown = tables.prevalence(found)
    assert shown.rows == (("1", "87.5%", "0.91"), ("2", "12.5%", "0.40"))
    assert "PABAK 0.70; prevalence index 0.75; bias index 0.01; greatest kappa" in shown.notes[0]
    three = agreement.prevalence([[1, 2, 3], [1, 2, 2], [1, 1, 3]])
    assert "bias index" not in tables.prevalence(three).notes[0]


def test_methods_sentence() -> None:
    single = tables.methods_sentence(row("", 0.8123, 0.71, 0.89))
    assert single.startswith(
        "2 coders judged 120 turns in 12 sources independently of one another. Agreement was "
        f"Krippendorff's alpha (nominal) = .81, 95% CI [.71, .89] ({METHOD}). Computed with "
        "casestudy "
    )
    several = tables.methods_sentence(
        Agreements(rows=(row("trust", 0.8123, 0.71, 0.89), row("price", -0.0512, -0.21, 0.13)))
    )
    assert (
        "measured by Krippendorff's alpha (nominal) with 95% confidence intervals "
        f"({METHOD}): .81 [.71, .89] for trust; −.05 [−.21, .13] for price."
    ) in several
    assert several.count(METHOD) == 1
    assert "It is not defined for never coded." in tables.methods_sentence(themes())
    nothing = tables.methods_sentence(row("", float("nan")))
    assert "Agreement is not defined." in nothing
    one = replace(
        row("", 1.0, 0.999, 1.0), interval=Interval(low=1.0, high=1.0, level=0.9, method="x")
    )
    assert "= 1.00, 90% CI [1.00, 1.00] (x)" in tables.methods_sentence(one)
    with pytest.raises(ValueError, match="no coefficient to write about"):
        tables.methods_sentence(Agreements(rows=()))


def test_made_up_data_is_marked() -> None:
    data = replace(
        from_array(np.eye(2, 6), level="nominal"), provenance=(made.SYNTHETIC,), about="trust"
    )
    shown = tables.reliability(agreement.krippendorff_alpha(data), scale="altman")
    assert shown.is_synthetic
    assert shown.title == "Krippendorff's alpha (nominal): trust"
