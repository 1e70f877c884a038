"""What must not change a coefficient, and what must."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy import agreement
from casestudy.agreement import Agreement
from tests.agreement.made import judged, small_data

Coefficient = Callable[[npt.NDArray[np.float64]], Agreement]


def alpha(level: str) -> Coefficient:
    return lambda data: agreement.krippendorff_alpha(data, level=level)


COEFFICIENTS: dict[str, Coefficient] = {
    "alpha nominal": alpha("nominal"),
    "alpha ordinal": alpha("ordinal"),
    "alpha interval": alpha("interval"),
    "alpha ratio": alpha("ratio"),
    "alpha circular": alpha("circular"),
    "alpha bipolar": alpha("bipolar"),
    "percent": agreement.percent_agreement,
    "Holsti": agreement.holsti,
    "S": agreement.brennan_prediger,
    "Fleiss": agreement.fleiss_kappa,
    "Conger": agreement.conger_kappa,
    "Light": agreement.light_kappa,
    "AC1": agreement.gwet_ac1,
    "AC2": lambda data: agreement.gwet_ac2(data, weights="linear"),
    "Fleiss quadratic": lambda data: agreement.fleiss_kappa(data, weights="quadratic"),
    "ICC(2,1)": lambda data: agreement.intraclass_correlations(data)["ICC(2,1)"],
}
NOMINAL = ("alpha nominal", "percent", "Holsti", "S", "Fleiss", "Conger", "Light", "AC1")


def same(a: Agreement, b: Agreement) -> None:
    assert (a.value, a.standard_error) == pytest.approx(
        (b.value, b.standard_error), abs=1e-10, nan_ok=True
    )


@pytest.mark.parametrize("name", COEFFICIENTS)
@settings(max_examples=8)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_units_and_coders_does_not_matter(name: str, seed: int) -> None:
    data, rng = judged(seed), np.random.default_rng(seed)
    moved = data[rng.permutation(len(data))][:, rng.permutation(data.shape[1])]
    same(COEFFICIENTS[name](data), COEFFICIENTS[name](moved))


@pytest.mark.parametrize("name", NOMINAL)
@settings(max_examples=8)
@given(seed=st.integers(0, 10_000))
def test_renaming_codes_does_not_matter(name: str, seed: int) -> None:
    data, rng = judged(seed), np.random.default_rng(seed)
    names = np.append(rng.permutation(["price", "trust", "delivery", "ä"]), "missing")
    places = np.where(np.isnan(data), 4, data).astype(int)
    renamed = names[places].astype(object)
    renamed[np.isnan(data)] = None
    same(COEFFICIENTS[name](data), COEFFICIENTS[name](renamed))


@pytest.mark.parametrize(
    ("level", "a", "b"), [("interval", -2.5, 7.0), ("ratio", 3.0, 0.0), ("ordinal", 10.0, -1.0)]
)
@settings(max_examples=8)
@given(seed=st.integers(0, 10_000))
def test_a_change_of_scale_that_the_level_allows(level: str, a: float, b: float, seed: int) -> None:
    data = judged(seed)
    same(COEFFICIENTS[f"alpha {level}"](data), COEFFICIENTS[f"alpha {level}"](a * data + b))


@settings(max_examples=8)
@given(seed=st.integers(0, 10_000))
def test_ordinal_alpha_knows_only_the_order(seed: int) -> None:
    data = judged(seed)
    same(COEFFICIENTS["alpha ordinal"](data), COEFFICIENTS["alpha ordinal"](np.exp(data)))


@settings(max_examples=8)
@given(seed=st.integers(0, 10_000))
def test_a_circle_can_be_turned(seed: int) -> None:
    data = judged(seed, values=6)
    data[:, :6] = np.arange(6)  # all values occur, so the circle stays as long
    turned = (data + 2) % 6
    same(COEFFICIENTS["alpha circular"](data), COEFFICIENTS["alpha circular"](turned))


@pytest.mark.parametrize("name", COEFFICIENTS)
def test_perfect_agreement_is_one(name: str) -> None:
    data = np.tile(np.array([1.0, 2, 3, 1, 4, 2, 2]), (3, 1))
    found = COEFFICIENTS[name](data)
    assert found.value == pytest.approx(1.0)
    assert found.undefined == ""
    assert not found.standard_error > 1e-9


@pytest.mark.parametrize("name", COEFFICIENTS)
@settings(max_examples=20)
@given(data=small_data())
def test_any_data_give_a_number_or_a_reason(name: str, data: npt.NDArray[np.float64]) -> None:
    found = COEFFICIENTS[name](data)
    assert math.isnan(found.value) == bool(found.undefined)
    assert not found.value > 1.0 + 1e-9
    assert not found.interval.high > 1.0 + 1e-9
    if len(np.unique(data[~np.isnan(data)])) == 1 and name not in ("percent", "Holsti"):
        assert found.undefined != "", "one value only is never agreement of 1"


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000))
def test_two_coders_make_the_coefficients_meet(seed: int) -> None:
    data = judged(seed, coders=2, missing=0.0)
    pi = agreement.scott_pi(data).value
    assert agreement.fleiss_kappa(data).value == pytest.approx(pi)
    kappa = agreement.cohen_kappa(data).value
    assert agreement.conger_kappa(data).value == pytest.approx(kappa)
    assert agreement.light_kappa(data).value == pytest.approx(kappa)
    n = data.size
    nominal = agreement.krippendorff_alpha(data, level="nominal").value
    assert 1 - nominal == pytest.approx((1 - pi) * (n - 1) / n)  # alpha is pi, unbiased


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000))
def test_units_with_one_judgement_change_no_alpha(seed: int) -> None:
    data = judged(seed)
    lone = np.full((3, 5), np.nan)
    lone[0] = [0, 1, 2, 3, 3]
    longer = np.hstack([data, lone, np.full((3, 2), np.nan)])
    for level in ("nominal", "ordinal", "interval"):
        same(COEFFICIENTS[f"alpha {level}"](data), COEFFICIENTS[f"alpha {level}"](longer))


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000))
def test_weights_of_identity_are_no_weights(seed: int) -> None:
    data = judged(seed)
    eye = np.eye(4)
    for coefficient in (
        agreement.fleiss_kappa, agreement.conger_kappa, agreement.brennan_prediger,
        agreement.light_kappa, agreement.percent_agreement,
    ):  # fmt: skip
        same(coefficient(data), coefficient(data, weights=eye))
    same(agreement.gwet_ac1(data), agreement.gwet_ac2(data, weights=eye))


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000))
def test_kappa_from_prevalence_and_bias(seed: int) -> None:
    """Byrt, Bishop and Carlin (1993), equation 6."""
    data = judged(seed, coders=2, values=2, missing=0.0)
    found = agreement.prevalence(data)
    pi2, bi2 = found.prevalence_index**2, found.bias_index**2
    expected = (found.pabak - pi2 + bi2) / (1 - pi2 + bi2)
    assert agreement.cohen_kappa(data).value == pytest.approx(expected)
    assert found.greatest_kappa >= agreement.cohen_kappa(data).value - 1e-12


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000))
def test_squared_differences_are_quadratic_weights(seed: int) -> None:
    data = judged(seed)
    matrix = np.subtract.outer(np.arange(4.0), np.arange(4.0)) ** 2
    same(
        COEFFICIENTS["alpha interval"](data),
        agreement.krippendorff_alpha(data, distance=matrix),
    )


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000))
def test_many_categories_are_counted_as_few_are(seed: int) -> None:
    """Above 64 categories judgements are looked up one by one; the numbers are the same."""
    data = judged(seed, values=4)
    wide = agreement.from_array(data, level="interval", categories=tuple(range(80)))
    narrow = agreement.from_array(data, level="interval", categories=tuple(range(4)))
    for level in ("nominal", "ordinal", "interval"):
        for how in (None, agreement.jackknife()):
            same(
                agreement.krippendorff_alpha(wide, level=level, inference=how),
                agreement.krippendorff_alpha(narrow, level=level, inference=how),
            )
    same(agreement.fleiss_kappa(wide), agreement.fleiss_kappa(narrow))
    same(agreement.conger_kappa(wide), agreement.conger_kappa(narrow))


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000))
def test_numbers_that_are_not_whole(seed: int) -> None:
    data = judged(seed)
    for level in ("nominal", "ordinal", "interval", "ratio"):
        same(COEFFICIENTS[f"alpha {level}"](data), COEFFICIENTS[f"alpha {level}"](data / 8))
