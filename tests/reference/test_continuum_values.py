"""Values on the continuum: worked examples in print, and of independent programs.

Each case names where its value is from. Data are (coder, value, start, end), end excluded.
"""

from __future__ import annotations

import numpy as np
import pytest

from casestudy import agreement
from casestudy.agreement import Continuum, Dissimilarity, typed_continuum
from casestudy.agreement.alignment import Alignment, best_alignment
from casestudy.agreement.nearness import NOBODY, Units, positional

Rows = list[tuple[object, object, int, int]]


def line(rows: Rows, length: int) -> Continuum:
    """Rows as a continuum of one source."""
    named = [(str(coder), "s", str(value), start, end) for coder, value, start, end in rows]
    return typed_continuum(named, lengths={"s": length}, atom="character")


def values(rows: Rows, length: int) -> dict[str, float]:
    """The unitizing family by name, (k)u with the code behind it."""
    found = agreement.unitizing_alpha(line(rows, length))
    return {f"{row.coefficient} {row.about}".strip(): row.value for row in found}


def coverages(rows: Rows, length: int) -> dict[str, float]:
    found = agreement.unitizing_alpha(line(rows, length))
    return {f"{row.coefficient} {row.about}".strip(): row.details["coverage"] for row in found}


# --- the unitizing family of 2016 ----------------------------------------------------------------
# computed by github.com/lindanna/unitized_alpha (commit 11637e7), which numbers the equations of
# Krippendorff, Mathet, Bouvry and Widlöcher (2016); u of U1 and U2 also by the package
# krippendorff-unitized-alpha 0.1.0

U1: Rows = [(1, 1, 2, 5), (1, 1, 9, 11), (1, 2, 12, 20), (2, 1, 2, 5), (2, 2, 7, 15),
            (3, 1, 2, 5), (3, 2, 10, 15)]  # fmt: skip
U2: Rows = [(1, 1, 2, 5), (2, 1, 2, 5), (2, 2, 10, 20), (3, 2, 2, 5), (3, 2, 15, 20)]
U3: Rows = [(1, 1, 10, 30), (1, 2, 40, 60), (1, 1, 70, 80), (2, 1, 12, 30), (2, 2, 45, 65),
            (2, 2, 70, 78)]  # fmt: skip

FAMILY = [
    (U1, 20, {"u-alpha": 0.4739130435, "|u-alpha": 0.4328125, "cu-alpha": 0.7788819876,
              "(k)u-alpha 1": 0.7692517007, "(k)u-alpha 2": 0.7869714286}),
    (U2, 60, {"u-alpha": 0.3982981424, "|u-alpha": 0.5238010446, "cu-alpha": 0.3571428571,
              "(k)u-alpha 1": 0.3125, "(k)u-alpha 2": 0.390625}),
    (U3, 100, {"u-alpha": 0.6579687500, "|u-alpha": 0.7321153846, "cu-alpha": 0.6791924379,
               "(k)u-alpha 1": 0.6850804698, "(k)u-alpha 2": 0.6723747167}),
]  # fmt: skip
COVERAGE = [
    (U1, 20, {"cu-alpha": 0.383333, "(k)u-alpha 1": 0.954545, "(k)u-alpha 2": 0.595238}),
    (U2, 60, {"cu-alpha": 0.077778, "(k)u-alpha 1": 1.0, "(k)u-alpha 2": 0.444444}),
    (U3, 100, {"cu-alpha": 0.41, "(k)u-alpha 1": 0.916667, "(k)u-alpha 2": 0.791667}),
]


@pytest.mark.parametrize(("rows", "length", "expected"), FAMILY, ids=["U1", "U2", "U3"])
def test_the_unitizing_family(rows: Rows, length: int, expected: dict[str, float]) -> None:
    assert values(rows, length) == pytest.approx(expected, abs=5e-11)


@pytest.mark.parametrize(("rows", "length", "expected"), COVERAGE, ids=["U1", "U2", "U3"])
def test_the_coverage_of_the_family(rows: Rows, length: int, expected: dict[str, float]) -> None:
    found = coverages(rows, length)
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=5e-7)


# Krippendorff (1995), p. 57, continua A to C as digitised there, L = 24; values of the family by
# the program above
K1995: dict[str, Rows] = {
    "A": [("Bertha", 1, 2, 10), ("Bertha", 1, 14, 20), ("Bill", 1, 4, 8), ("Bill", 1, 15, 17)],
    "B": [("John", 1, 0, 18), ("Jill", 1, 0, 2), ("Jill", 1, 2, 3), ("Jill", 1, 3, 4),
          ("Jill", 1, 4, 5), ("Jill", 1, 5, 6), ("Jill", 1, 6, 9), ("Jill", 1, 9, 10)],
    "C": [("Gerret", 1, 2, 8), ("Gerret", 1, 10, 12), ("Gerret", 1, 14, 18), ("Gerret", 1, 20, 22),
          ("Gill", 1, 0, 2), ("Gill", 1, 4, 8), ("Gill", 1, 10, 14), ("Gill", 1, 16, 18),
          ("Gill", 1, 20, 22)],
    "D": [("Heather", 1, 0, 2), ("Heather", 1, 2, 10), ("Heather", 1, 10, 14),
          ("Heather", 1, 14, 20), ("Heather", 1, 20, 24), ("Hill", 1, 0, 4), ("Hill", 1, 4, 8),
          ("Hill", 1, 8, 15), ("Hill", 1, 15, 17), ("Hill", 1, 17, 24)],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"), [("A", 0.3583333333), ("B", 0.4220238095), ("C", 0.3511904762)]
)
def test_one_code_alone_has_u_and_relevance_alike(name: str, expected: float) -> None:
    found = values(K1995[name], 24)
    assert found["u-alpha"] == pytest.approx(expected, abs=5e-11)
    assert found["|u-alpha"] == pytest.approx(expected, abs=5e-11)
    assert np.isnan(found["cu-alpha"])


@pytest.mark.parametrize(
    ("scale", "expected"), [(1, 0.358333), (10, 0.350833), (100, 0.350083), (1000, 0.350008)]
)
def test_the_atom_is_part_of_the_definition(scale: int, expected: float) -> None:
    rows = [(who, code, scale * start, scale * end) for who, code, start, end in K1995["A"]]
    assert values(rows, 24 * scale)["u-alpha"] == pytest.approx(expected, abs=5e-7)


def test_pooled_over_one_code_is_the_code() -> None:
    rows = [("a", "x", 100, 250), ("b", "x", 200, 300)]
    found = agreement.pooled_unitizing_alpha(line(rows, 1000))
    assert [row.value for row in found] == pytest.approx([0.3201571429] * 2, abs=5e-11)


# --- alpha-U of 1995 and 2004 --------------------------------------------------------------------


def test_the_older_alpha_of_the_book_of_2004() -> None:
    """Krippendorff (2004), p. 254: 0.8591 for both codes; the digits are DKPro 2.3.1's."""
    spans = [("i", "c", 225, 70), ("i", "c", 370, 30), ("j", "c", 220, 80), ("j", "c", 355, 20),
             ("j", "c", 400, 20), ("i", "k", 180, 60), ("i", "k", 300, 50), ("j", "k", 180, 60),
             ("j", "k", 300, 50)]  # fmt: skip
    rows: Rows = [(who, code, at - 150, at - 150 + size) for who, code, at, size in spans]
    found = agreement.unitizing_alpha_1995(line(rows, 300))
    assert found.rows[0].value == pytest.approx(0.8586654052, abs=5e-11)
    assert found["c"].value == pytest.approx(0.7285989968, abs=5e-11)
    assert found["k"].value == 1.0
    assert found["c"].details["observed_disagreement"] == pytest.approx(0.0144, abs=5e-5)
    assert found["c"].details["expected_disagreement"] == pytest.approx(0.0532, abs=5e-5)


@pytest.mark.parametrize(
    ("name", "observed", "value"),
    [("A", 0.03125, 0.553), ("B", 2.26736, -0.926), ("C", 0.02777, 0.679), ("D", 0.38715, 0.066)],
)
def test_the_older_alpha_of_the_paper_of_1995(name: str, observed: float, value: float) -> None:
    """Krippendorff (1995), p. 57, fine resolution; C and B were rounded on the way in the paper."""
    scale = 10_000
    rows = [(who, code, scale * start, scale * end) for who, code, start, end in K1995[name]]
    found = agreement.unitizing_alpha_1995(line(rows, 24 * scale)).rows[0]
    assert found.details["observed_disagreement"] == pytest.approx(observed, abs=1e-5)
    assert found.value == pytest.approx(value, abs=0.015)


# --- gamma: disorders of best alignments, by pygamma-agreement 0.5.9 -----------------------------
# Continuum.compute_gamma(CombinedCategoricalDissimilarity(alpha, beta, delta_empty=1))

ALEX: Rows = [("Alex", 1, 2, 9), ("Alex", 2, 11, 17), ("Alex", 5, 24, 30), ("Alex", 6, 32, 36),
              ("Alex", 6, 36, 44), ("Alex", 7, 44, 60), ("Paul", 1, 2, 9), ("Paul", 3, 11, 17),
              ("Paul", 5, 19, 25), ("Paul", 6, 32, 44), ("Suzan", 1, 2, 9), ("Suzan", 4, 11, 17),
              ("Suzan", 5, 21, 27), ("Suzan", 6, 32, 36), ("Suzan", 6, 36, 40),
              ("Suzan", 6, 40, 44)]  # fmt: skip
DISORDERS = [
    ([("1", "a", 1, 5), ("1", "b", 6, 10), ("1", "a", 11, 15), ("2", "a", 2, 6), ("2", "b", 7, 11),
      ("2", "a", 12, 16)], 1, 1, 0.0625),
    ([("1", "a", 1, 5), ("1", "b", 6, 10), ("1", "a", 20, 24), ("1", "b", 30, 34),
      ("2", "a", 2, 6), ("2", "b", 31, 35)], 1, 1, 0.7083333333),
    ([("1", "a", 1, 5), ("1", "b", 6, 10), ("1", "c", 11, 15), ("2", "a", 2, 7), ("2", "b", 8, 12),
      ("2", "a", 11, 15)], 3, 2, 1.0277777778),
    ([("1", "a", 1, 5), ("1", "b", 10, 14), ("2", "a", 2, 6), ("2", "b", 11, 15),
      ("3", "a", 1, 4), ("3", "c", 9, 14)], 1, 1, 0.40875643),
    # Mathet, Widlöcher and Métivier (2015), figures 19 and 10, as in the tests of pygamma
    ([("1", "A", 0, 20), ("2", "A", 0, 5), ("2", "A", 5, 10), ("2", "A", 10, 15),
      ("2", "A", 15, 20)], 3, 1, 1.632),
    ([("1", "A", 4, 14), ("1", "B", 20, 30), ("2", "A", 4, 14), ("2", "B", 20, 25),
      ("3", "A", 14, 24), ("3", "B", 40, 44)], 3, 1, 1.51111114),
    (ALEX, 3, 1, 0.96062493),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "alpha", "beta", "expected"), DISORDERS)
def test_the_disorder_of_the_best_alignment(
    rows: Rows, alpha: float, beta: float, expected: float
) -> None:
    """Pygamma computes in single precision."""
    found = agreement.gamma_agreement(
        line(rows, 100), rng=np.random.default_rng(1),
        unlike=Dissimilarity(alpha=alpha, beta=beta), n_continua=2,
    )  # fmt: skip
    assert found["gamma"].details["observed_disorder"] == pytest.approx(expected, abs=5e-7)


def test_gamma_lies_where_the_peer_puts_it() -> None:
    """Pygamma's tests bound gamma by 0.44 and 0.47; codes of aligned units are perfect for 1, 5."""
    found = agreement.gamma_agreement(line(ALEX, 60), rng=np.random.default_rng(1), n_continua=400)
    assert 0.44 < found["gamma"].value < 0.47
    assert found["1"].value == found["5"].value == 1.0


def test_gamma_cat_differs_from_the_peer_by_the_units_left_alone() -> None:
    """pygamma 0.5.9 adds a disagreement of weight 1 for each pair of a unit with nobody.

    In its alignment there are four; with them its observed disorder of 0.5878162
    (Alignment.gamma_k_disorder) comes out. The definition of 2017 leaves them out.
    """
    data = line(ALEX, 60)
    order = np.lexsort((data.starts, data.coder))
    units = Units(coder=data.coder[order], starts=data.starts[order], ends=data.ends[order],
                  category=data.value[order], n_coders=3)  # fmt: skip
    apart, weight = _codes_apart(best_alignment(units, Dissimilarity()), units)
    assert (apart + 4) / (weight + 4) == pytest.approx(0.5878162, abs=1e-6)
    found = agreement.gamma_agreement(data, rng=np.random.default_rng(1), n_continua=2)
    assert found["gamma-cat"].details["observed_disorder"] == pytest.approx(apart / weight)


def _codes_apart(best: Alignment, units: Units) -> tuple[float, float]:
    """Weighted distance of the codes of aligned units, and the weights."""
    apart = weight = 0.0
    for group in best.groups:
        there = [int(unit) for unit in group if unit != NOBODY]
        for i, one in enumerate(there):
            for other in there[i + 1 :]:
                pair = np.array([one]), np.array([other])
                sure = max(0.0, 1 - 3 * float(positional(units, *pair)[0])) / (len(there) - 1)
                weight += sure
                apart += sure * float(units.category[one] != units.category[other])
    return apart, weight


# --- boundaries, by segeval 2.0.11 ---------------------------------------------------------------
# data of Hearst (1997), the article "Stargazers look for life", as shipped with segeval

STARGAZER = {
    "1": (2, 3, 3, 1, 3, 6, 3), "2": (2, 8, 2, 4, 2, 3), "3": (2, 1, 2, 3, 1, 3, 1, 3, 2, 2, 1),
    "4": (2, 1, 4, 1, 1, 3, 1, 4, 3, 1), "5": (3, 2, 4, 3, 5, 4), "6": (2, 3, 4, 2, 2, 5, 3),
    "7": (2, 3, 2, 2, 3, 1, 3, 2, 3),
}  # fmt: skip


def test_boundaries_of_two_coders() -> None:
    two = agreement.segmentations({name: STARGAZER[name] for name in "12"})
    edges = agreement.boundary_agreement(two, near=2)
    windows = agreement.window_agreement(two)
    assert edges["boundary similarity"].value == pytest.approx(0.5, abs=1e-12)
    assert edges["segmentation similarity"].value == pytest.approx(0.825, abs=1e-12)
    assert [row.value for row in windows] == pytest.approx([0.3684210526] * 2, abs=5e-11)


def test_boundaries_of_seven_coders() -> None:
    found = agreement.boundary_agreement(agreement.segmentations(STARGAZER), near=2)
    assert found["boundary similarity"].value == pytest.approx(0.5300546448, abs=5e-11)
    assert found["boundary-based pi"].value == pytest.approx(0.4644497377, abs=5e-11)
    assert found["boundary-based kappa"].value == pytest.approx(0.4653201973, abs=5e-11)
    assert found["boundary-based pi"].details["bias"] == pytest.approx(0.0014285714, abs=5e-11)


# boundary_similarity(a, b, n_t=near), segmentation_similarity(a, b, n_t=near),
# window_diff(b, a, window_size=4), pk(b, a, window_size=4)
MADE_UP = [
    ((2, 3, 1, 6, 4, 4, 2, 1, 1, 1, 4, 1), (3, 1, 2, 5, 5, 3, 3, 2, 1, 3, 2), 2,
     0.6818181818, 0.8793103448, 0.4230769231, 0.0769230769),
    ((1, 6, 3, 3, 2, 2, 3, 3, 6, 1), (3, 1, 5, 3, 6, 4, 5, 2, 1), 3,
     0.3636363636, 0.7586206897, 0.6538461538, 0.3076923077),
    ((2, 4, 3, 1, 5, 3, 1, 3, 5, 3), (3, 5, 2, 4, 4, 5, 3, 4), 5,
     0.6666666667, 0.8965517241, 0.3846153846, 0.1538461538),
    ((4, 2, 2, 3, 3, 1, 1, 1, 4, 6, 3), (5, 5, 6, 4, 6, 3, 1), 4,
     0.3636363636, 0.7586206897, 0.5769230769, 0.2307692308),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "near", "same", "whole", "diff", "pk"), MADE_UP)
def test_boundaries_with_nearer_and_farther_misses(
    a: tuple[int, ...], b: tuple[int, ...], near: int, same: float, whole: float, diff: float,
    pk: float,
) -> None:  # fmt: skip
    data = agreement.segmentations({"a": a, "b": b})
    edges = agreement.boundary_agreement(data, near=near)
    assert edges["boundary similarity"].value == pytest.approx(same, abs=5e-11)
    assert edges["segmentation similarity"].value == pytest.approx(whole, abs=5e-11)
    windows = agreement.window_agreement(data, window=4)
    assert [row.value for row in windows] == pytest.approx([diff, pk], abs=5e-11)


# --- five programs on one fixture ----------------------------------------------------------------


def test_what_other_programs_print_of_the_same_codings() -> None:
    """1,000 characters, one code on [100, 250) and [200, 300).

    Kappa also by statsmodels 0.15.0 (cohens_kappa), alpha by nltk 3.10.4 (AnnotationTask.alpha);
    QualCoder's by the formula of its source, the others by hand.
    """
    rows = [("a", "s", "x", 100, 250), ("b", "s", "x", 200, 300)]
    data = typed_continuum(rows, lengths={"s": 1000}, atom="character")
    found = {row.coefficient: row.value for row in agreement.atom_agreement(data, "x")}
    expected = {
        "percent agreement": 0.85,
        "Cohen's kappa": 0.3181818,
        "QualCoder's coefficient (not Cohen's kappa)": 0.2131148,
        "Jaccard (marked by both, of marked by either)": 0.25,
        "Krippendorff's alpha (nominal)": 0.3146286,
        "Gwet's AC1": 0.808,
        "Brennan-Prediger S": 0.7,
    }
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=5e-8)
