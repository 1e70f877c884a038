"""The traps of `docs/agreement.md`, each with its numbers."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from casestudy import agreement
from casestudy.agreement import from_array, from_table
from tests.reference.agreement_data import TABLES, data_of

PAGE = (Path(__file__).parents[2] / "docs" / "agreement.md").read_text("utf-8")


def said(trap: str) -> str:
    """What the page says of a trap."""
    return next(line for line in PAGE.splitlines() if line.startswith(f"| {trap}"))


def test_kappa_rewards_bias() -> None:
    even, uneven = data_of("T7a"), data_of("T7b")
    found = [
        agreement.cohen_kappa(even).value, agreement.cohen_kappa(uneven).value,
        agreement.scott_pi(uneven).value, agreement.krippendorff_alpha(uneven).value,
    ]  # fmt: skip
    assert [f"{x:.3f}" for x in found] == ["0.186", "0.258", "0.186", "0.190"]
    line = said("kappa rewards bias")
    assert all(f"{x:.3f}" in line for x in found)


def test_one_rare_code() -> None:
    rows = agreement.chance_corrected(data_of("T8"))
    numbers = {row.coefficient: f"{row.value:.2f}" for row in rows}
    line = said("one rare code")
    assert f"agreement {numbers['percent agreement']}" in line
    ac1 = numbers["Gwet's AC1"]
    assert f"AC1 {ac1}" in line
    assert f"S {numbers['Brennan-Prediger S']}" in line
    alpha = numbers["Krippendorff's alpha (nominal)"]
    assert f"alpha {alpha}" in line


def test_a_category_that_nobody_used() -> None:
    without = data_of("T3")
    table = np.pad(np.array(TABLES["T3"]), (0, 1))
    more = from_table(table, level="nominal")
    line = said("a category that nobody used")
    for coefficient in (agreement.brennan_prediger, agreement.gwet_ac1):
        assert f"{coefficient(without).value:.2f} to {coefficient(more).value:.2f}" in line
    for coefficient in (agreement.cohen_kappa, agreement.scott_pi, agreement.krippendorff_alpha):
        assert coefficient(more).value == pytest.approx(coefficient(without).value)


def test_ordinal_in_two_meanings() -> None:
    data = data_of("C")
    his = agreement.krippendorff_alpha(data, level="ordinal").value
    gwets = agreement.chance_corrected(data, weights="ordinal").rows[-1].value
    line = said('"ordinal" in two meanings')
    assert f"{his:.3f}" in line
    assert f"{gwets:.3f}" in line


def test_masi_in_two_meanings() -> None:
    """DKPro Agreement 2.3.1, run there, multiplies distances, and no code lies within any code."""
    pairs = ["/", "A/", "A/A", "A/B", "AB/A", "AB/AC", "ABC/ABC", "C/AC", "C/AC"]
    rows = [[frozenset(pair.split("/")[coder]) for pair in pairs] for coder in (0, 1)]
    data = from_array(rows, level="set")

    def apart(a: frozenset[str], b: frozenset[str]) -> float:
        if a == b:
            return 0.0
        return 1 / 3 if a <= b or b <= a else 2 / 3 if a & b else 1.0

    def of_dkpro(a: frozenset[str], b: frozenset[str]) -> float:
        return (1.0 - len(a & b) / len(a | b)) * apart(a, b) if a | b else 0.0

    sets = agreement.krippendorff_alpha(data, distance=apart).value
    theirs = agreement.krippendorff_alpha(data, distance=of_dkpro).value
    ours = agreement.set_alpha(rows, distance="masi").value
    assert (sets, theirs) == pytest.approx((0.1861702128, 0.2529474812), abs=6e-11)
    line = said("MASI in two meanings")
    assert f"{ours:.3f}" in line
    assert f"{theirs:.3f}" in line


def test_plain_agreement_by_chance() -> None:
    coins = from_table([[81, 9], [9, 1]], level="nominal")
    found = agreement.percent_agreement(coins).value
    assert f"{found:.0%}".replace("%", " %") in said("plain agreement")
    assert agreement.krippendorff_alpha(coins).value == pytest.approx(0.0, abs=0.01)


def test_the_page_tells_the_errors_of_two_bootstraps() -> None:
    rng = np.random.default_rng(1)
    data = data_of("H")
    pairs = agreement.krippendorff_alpha(
        data, level="ordinal", inference=agreement.krippendorff_bootstrap(rng)
    )
    units = agreement.krippendorff_alpha(
        data, level="ordinal", inference=agreement.bootstrap(rng, n_resamples=20_000)
    )
    assert pairs.standard_error == pytest.approx(0.025, abs=0.001)
    assert units.standard_error == pytest.approx(0.056, abs=0.002)
    assert "its standard error is 0.025; drawing units gives 0.056" in PAGE


def test_every_function_of_the_page_exists() -> None:
    names = set(re.findall(r"`(\w+)[`(]", PAGE))
    functions = {name for name in names if hasattr(agreement, name)}
    missing = {
        "krippendorff_alpha", "set_alpha", "per_code_alpha", "cohen_kappa", "weighted_kappa",
        "fleiss_kappa", "conger_kappa", "light_kappa", "gwet_ac1", "brennan_prediger",
        "intraclass_correlations", "percent_agreement", "holsti", "chance_corrected", "prevalence",
        "bootstrap", "jackknife", "linearised", "krippendorff_bootstrap", "verdict",
        "units_for_width", "units_for_alpha",
    } - functions  # fmt: skip
    assert missing == set()
