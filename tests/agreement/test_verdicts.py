"""Words for coefficients: where intervals begin, and with what certainty a word is reached."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from casestudy import agreement
from casestudy.agreement import SCALES, Agreement, verdict
from tests.reference.agreement_data import data_of


def measured(value: float, error: float = math.nan) -> Agreement:
    one = agreement.gwet_ac1(data_of("C"))
    reason = "made up" if math.isnan(value) else ""
    return replace(one, value=value, standard_error=error, undefined=reason)


@pytest.mark.parametrize(
    ("value", "error", "scale", "at_least", "sure"),
    [  # irrCAC 0.4.4: Benchmark(coeff=value, se=error).landis_koch() and so on, "CumProb"
        (0.77544407, 0.14294995, "landis_koch",
         [0.39675, 0.88337, 0.99542, 0.99997, 1.0, 1.0], "moderate"),
        (0.77544407, 0.14294995, "altman",
         [0.39675, 0.88337, 0.99542, 0.99997, 1.0], "moderate"),
        (0.77544407, 0.14294995, "fleiss", [0.54415, 0.99542, 1.0], "intermediate to good"),
        (0.43, 0.054, "landis_koch", [0.0, 0.00082, 0.71074, 0.99999, 1.0, 1.0], "fair"),
        (0.43, 0.054, "fleiss", [0.0, 0.71074, 1.0], "poor"),
        (0.31428571, 0.13615927, "altman", [0.00018, 0.01794, 0.26451, 0.79936, 1.0], "poor"),
        (0.31428571, 0.13615927, "landis_koch",
         [0.00018, 0.01794, 0.26451, 0.79936, 0.98951, 1.0], "slight"),
    ],
)  # fmt: skip
def test_cumulative_membership(
    value: float, error: float, scale: str, at_least: list[float], sure: str
) -> None:
    found = verdict(measured(value, error), scale=scale)
    assert found.to_frame()["at_least"].tolist() == pytest.approx(at_least, abs=6e-6)
    assert found.sure_word == sure
    assert found.probability == pytest.approx(at_least[_place(scale, sure)], abs=6e-6)
    assert sum(found.membership) == pytest.approx(1.0)


def _place(scale: str, word: str) -> int:
    return SCALES[scale].words[::-1].index(word)


@pytest.mark.parametrize(
    ("scale", "value", "word"),
    [
        ("landis_koch", -0.1, "poor"),
        ("landis_koch", 0.2, "slight"),  # 0.00 to 0.20
        ("landis_koch", 0.8, "substantial"),  # 0.61 to 0.80
        ("landis_koch", 0.81, "almost perfect"),
        ("altman", 0.6, "moderate"),
        ("fleiss", 0.75, "intermediate to good"),
        ("cicchetti", 0.75, "excellent"),  # 0.75 to 1.00
        ("krippendorff", 0.667, "tentative conclusions only"),
        ("krippendorff", 0.8, "reliable"),  # 0.800 and above
        ("krippendorff", 0.66, "not reliable"),
        ("krippendorff", math.nan, "not defined"),
    ],
)
def test_where_intervals_begin(scale: str, value: float, word: str) -> None:
    assert verdict(measured(value), scale=scale).word == word


def test_without_an_error_nothing_is_sure() -> None:
    found = verdict(measured(0.7), scale="altman")
    assert (found.sure_word, found.membership) == ("", ())
    assert found.to_frame()["probability"].isna().all()


def test_that_nobody_disagreed_is_no_certainty() -> None:
    found = verdict(measured(1.0, 0.0), scale="altman")
    assert (found.word, found.sure_word) == ("very good", "")
    same = agreement.from_table([[4, 0], [0, 3]], level="nominal")
    ways = (agreement.linearised(), agreement.jackknife())
    for value in (agreement.krippendorff_alpha(same, inference=way) for way in ways):
        assert (value.value, value.standard_error) == (1.0, 0.0)
        assert any("no certainty" in note for note in value.notes)
        assert verdict(value, scale="krippendorff").sure_word == ""


def test_units_for_a_width() -> None:
    pilot = measured(0.7, 0.1)  # 12 units, 11 of which count
    n = agreement.units_for_width(pilot, half_width=0.05)
    assert n == math.ceil(pilot.n_units * (1.959963984540054 * 0.1 / 0.05) ** 2)
    sources = replace(pilot, n_sources=8, standard_error_method="linearised, sources sampled")
    assert agreement.units_for_width(sources, half_width=0.05) == math.ceil(
        8 * (1.959963984540054 * 0.1 / 0.05) ** 2
    )
    with pytest.raises(ValueError, match="no standard error to plan by"):
        agreement.units_for_width(measured(0.7), half_width=0.1)


def test_more_coders_and_rarer_codes_need_more() -> None:
    two = agreement.units_for_alpha(least=0.667, rarest=0.5)
    assert agreement.units_for_alpha(least=0.667, rarest=0.5, n_coders=4) == pytest.approx(
        2 * two, abs=2
    )
    assert agreement.units_for_alpha(least=0.667, rarest=0.05) > 4 * two
