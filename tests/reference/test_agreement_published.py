"""Worked examples of the literature: data, value, page, to the digits that were printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from casestudy import agreement
from casestudy.agreement import Agreement, ReliabilityData, from_array
from tests.reference.agreement_data import data_of

HALF_OF_EIGHT_DIGITS = 6e-9
HERE = Path(__file__).parent
LEVELS = ("nominal", "ordinal", "interval", "ratio")

# Printed in the works named; where a work prints fewer digits, the tolerance is half of the last.
PRINTED = [
    ("A", "nominal", 0.095, "Krippendorff 2011, example A"),
    ("A'", "nominal", 0.095, "Krippendorff 2004, p. 224"),
    ('A"', "nominal", 0.734, "Krippendorff 2004, p. 227"),
    ("B", "nominal", 0.692, "Krippendorff 2011, example B"),
    ("C", "nominal", 0.743, "Krippendorff 2011, example C"),
    ("C", "ordinal", 0.815, "Krippendorff 2011, example D"),
    ("C", "interval", 0.849, "Krippendorff 2011, example D"),
    ("C", "ratio", 0.797, "Krippendorff 2011, example D"),
    ("D", "nominal", 0.691, "Wikipedia"),
    ("D", "interval", 0.811, "Wikipedia"),
    ("E", "nominal", 0.234, "Krippendorff 2018, p. 306"),
    ("F", "nominal", 0.759, "Krippendorff 2018, p. 310"),
    ("G", "nominal", 0.642, "Krippendorff 1980, p. 139"),
    ("G", "interval", 0.547, "Krippendorff 1980, p. 139"),
    ("G", "ratio", 0.483, "Krippendorff 1980, p. 139"),
    ("H", "ordinal", 0.7598, "Hayes & Krippendorff 2007"),
]


@pytest.mark.parametrize(("name", "level", "printed", "source"), PRINTED)
def test_alpha_as_printed(name: str, level: str, printed: float, source: str) -> None:
    found = agreement.krippendorff_alpha(data_of(name), level=level).value
    digits = len(str(printed).split(".")[1])
    assert abs(found - printed) <= 0.5 * 10**-digits + 1e-12, source


def test_kappas_as_printed() -> None:
    fleiss = agreement.fleiss_kappa(data_of("I"))  # Fleiss 1971, pp. 380-381
    assert fleiss.value == pytest.approx(0.430, abs=5e-4)
    assert fleiss.observed == pytest.approx(0.5556, abs=5e-5)
    assert fleiss.expected == pytest.approx(0.2201, abs=2e-4)  # he squares rounded shares
    assert agreement.cohen_kappa(data_of("T2")).value == pytest.approx(0.492, abs=5e-4)
    bad = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]  # Cohen 1968
    weighted = agreement.weighted_kappa(data_of("T2"), disagreement=bad)
    assert weighted.value == pytest.approx(0.348, abs=5e-4)
    three = data_of("T3")  # Artstein & Poesio 2008, example 1
    assert agreement.scott_pi(three).value == pytest.approx(0.341, abs=5e-4)
    assert agreement.cohen_kappa(three).value == pytest.approx(0.348, abs=5e-4)
    assert agreement.brennan_prediger(three).value == pytest.approx(0.4, abs=1e-12)
    four = data_of("T4")  # Artstein & Poesio 2008, example 2
    assert agreement.scott_pi(four).value == pytest.approx(0.7995, abs=5e-5)
    assert agreement.cohen_kappa(four).value == pytest.approx(0.8013, abs=5e-5)
    assert agreement.krippendorff_alpha(four).value == pytest.approx(0.800, abs=6e-4)  # cut off


def test_kappa_rewards_coders_who_differ_and_pi_does_not() -> None:
    even, uneven = data_of("T7a"), data_of("T7b")  # Krippendorff 2004, p. 246
    assert agreement.scott_pi(even).value == pytest.approx(0.186, abs=5e-4)
    assert agreement.scott_pi(uneven).value == pytest.approx(0.186, abs=5e-4)
    assert agreement.cohen_kappa(even).value == pytest.approx(0.186, abs=5e-4)
    assert agreement.cohen_kappa(uneven).value == pytest.approx(0.258, abs=5e-4)


def test_fleiss_by_category() -> None:
    """Fleiss 1971, p. 381, prints 0.248 0.248 0.517 0.470 0.565, from rounded shares.

    The exact values are those of irr::kappam.fleiss(detail = TRUE), R irr 0.84.1.
    """
    found = [row.value for row in agreement.fleiss_kappa_by_category(data_of("I"))]
    exact = [0.24475524, 0.24475524, 0.52000000, 0.47112727, 0.56611781]
    assert found == pytest.approx(exact, abs=HALF_OF_EIGHT_DIGITS)
    assert found == pytest.approx([0.248, 0.248, 0.517, 0.470, 0.565], abs=4e-3)


# Eight digits, each the same from several independent programs: alpha from krippendorff 0.9.0,
# nltk 3.10.4, simpledorff 0.0.2 and R icr 0.6.6; AC1, Fleiss, Conger, S and their errors from
# irrCAC 0.4.4 (Python) and 1.0 (R); Cohen from scikit-learn, statsmodels and nltk; the jackknife by
# leaving out one unit at a time with krippendorff.
VALUES = pd.read_csv(HERE / "agreement_values.csv", sep=" ", index_col="example")


@pytest.mark.parametrize("name", VALUES.index)
def test_eight_digits(name: str) -> None:
    data = data_of(name)
    alphas = [agreement.krippendorff_alpha(data, level=level) for level in LEVELS]
    ac1, fleiss = agreement.gwet_ac1(data), agreement.fleiss_kappa(data)
    s = agreement.brennan_prediger(data)
    left_out = agreement.krippendorff_alpha(data, inference=agreement.jackknife())
    found = [
        *(alpha.value for alpha in alphas), ac1.value, ac1.standard_error, fleiss.value,
        fleiss.standard_error, agreement.conger_kappa(_named(data)).value, s.value,
        s.standard_error, alphas[0].standard_error, left_out.standard_error,
        agreement.percent_agreement(data).value,
    ]  # fmt: skip
    assert found == pytest.approx(VALUES.loc[name].tolist(), abs=HALF_OF_EIGHT_DIGITS)


# Data C with weights: irrCAC 0.4.4 (Python) and 1.0 (R), which agree.
WEIGHTED = pd.read_csv(HERE / "agreement_weights.csv", sep=" ", index_col="weights")


@pytest.mark.parametrize("weights", WEIGHTED.index)
def test_weights(weights: str) -> None:
    data = data_of("C")
    found = [
        agreement.gwet_ac2(data, weights=weights),
        agreement.fleiss_kappa(data, weights=weights),
        agreement.chance_corrected(data, weights=weights).rows[-1],
        agreement.conger_kappa(data, weights=weights),
        agreement.brennan_prediger(data, weights=weights),
    ]
    numbers = [x for one in found for x in (one.value, one.standard_error)]
    assert numbers == pytest.approx(WEIGHTED.loc[weights].tolist(), abs=HALF_OF_EIGHT_DIGITS)


def test_circular_and_bipolar_alpha() -> None:
    """irrCAC 0.4.4 and, for bipolar, R icr 0.6.6."""
    data = data_of("C")
    circular = agreement.krippendorff_alpha(data, level="circular").value
    bipolar = agreement.krippendorff_alpha(data, level="bipolar").value
    assert (circular, bipolar) == pytest.approx((0.7899802679, 0.8349905200), abs=6e-11)


@pytest.mark.parametrize(
    ("coefficient", "value", "error", "low", "n", "p"),
    [  # irrCAC 0.4.4; p is two-sided, of t = value / error; irrCAC's for S is one-sided
        (agreement.gwet_ac1, 0.77544407, 0.14294995, 0.46081, 12, 0.00020872),
        (agreement.fleiss_kappa, 0.76116928, 0.15301920, 0.42438, 12, 0.00041917),
        (agreement.conger_kappa, 0.76206689, 0.15010880, 0.43168, 12, 0.00035678),
        (agreement.brennan_prediger, 0.77272727, 0.14471662, 0.45421, 12, 0.00023756),
        (agreement.krippendorff_alpha, 0.74342105, 0.14557389, 0.41906, 11, 0.00045943),
    ],
)
def test_t_intervals(
    coefficient: Callable[..., Agreement], value: float, error: float, low: float, n: int, p: float
) -> None:
    found = coefficient(data_of("C"))
    assert found.value == pytest.approx(value, abs=HALF_OF_EIGHT_DIGITS)
    assert found.standard_error == pytest.approx(error, abs=HALF_OF_EIGHT_DIGITS)
    assert (found.interval.low, found.interval.high) == pytest.approx((low, 1.0), abs=6e-6)
    assert found.interval.method == f"t({n - 1}), linearised, units sampled"
    two_sided = 2 * stats.t.sf(found.value / found.standard_error, n - 1)
    assert two_sided == pytest.approx(p, abs=6e-9)


def test_errors_of_cohen() -> None:
    """statsmodels 0.15.0; R irrCAC 1.0 prints 0.045969182 for the same table."""
    found = agreement.cohen_kappa(data_of("T5"))
    assert found.standard_error == pytest.approx(0.0459691816, abs=6e-11)
    null = found.details["standard error if kappa were 0"]
    assert null == pytest.approx(0.0397613370, abs=6e-11)
    bad = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]
    weighted = agreement.weighted_kappa(data_of("T2"), disagreement=bad)
    assert weighted.value == pytest.approx(0.3478260870, abs=6e-11)
    assert weighted.standard_error == pytest.approx(0.0755040153, abs=6e-11)


def test_error_of_fleiss_if_there_were_no_agreement() -> None:
    """R irr 0.84.1, kappam.fleiss on Fleiss 1971: z = 17.65 (Fleiss, Nee and Landis 1979)."""
    found = agreement.fleiss_kappa(data_of("I"))
    null = found.details["standard error if kappa were 0"]
    assert null == pytest.approx(0.02437393, abs=HALF_OF_EIGHT_DIGITS)
    assert found.value / null == pytest.approx(17.65, abs=5e-3)
    assert found.standard_error == pytest.approx(0.05419894, abs=HALF_OF_EIGHT_DIGITS)
    assert agreement.fleiss_kappa(data_of("C")).details == {}  # unequal numbers of judgements


def test_errors_of_tables_divide_by_n() -> None:
    """R irrCAC 1.0 for tables of two coders; it divides by n where we divide by n - 1."""
    data = data_of("T5")
    of_table = np.sqrt(222 / 223)
    found = [
        agreement.scott_pi(data).standard_error * of_table,
        agreement.gwet_ac1(data).standard_error * of_table,
        agreement.brennan_prediger(data).standard_error * of_table,
    ]
    assert found == pytest.approx([0.046231544, 0.043449874, 0.043955275], abs=6e-10)


@pytest.mark.parametrize(
    ("name", "weights", "value"),
    [  # scikit-learn 1.9.1
        ("T5", "linear", 0.4068108740),
        ("T5", "quadratic", 0.3831859441),
        ("T4", "linear", 0.8355263158),
        ("T4", "quadratic", 0.8776508972),
    ],
)
def test_weighted_kappa(name: str, weights: str, value: float) -> None:
    found = agreement.weighted_kappa(data_of(name), weights=weights)
    assert found.value == pytest.approx(value, abs=6e-11)


def test_own_distances() -> None:
    """nltk 3.10.4 and DKPro Agreement 2.3.1 on Artstein and Poesio's second table."""
    apart = [[0, 1, 0.5], [1, 0, 0.5], [0.5, 0.5, 0]]
    data = data_of("T4")
    alpha = agreement.krippendorff_alpha(data, distance=apart)
    kappa = agreement.weighted_kappa(data, disagreement=apart)
    assert alpha.value == pytest.approx(0.8155509784, abs=6e-11)
    assert kappa.value == pytest.approx(0.8163265306, abs=6e-11)
    by_function = agreement.krippendorff_alpha(data, distance=lambda a, b: apart[a - 1][b - 1])
    assert by_function.value == alpha.value


def test_light_and_one_code_against_the_rest() -> None:
    """R irr 0.84.1 for Light's kappa; krippendorff 0.9.0 for the codes, on Fleiss 1971."""
    data = data_of("I")
    assert agreement.light_kappa(_named(data)).value == pytest.approx(0.45941214, abs=6e-9)
    found = [row.value for row in agreement.per_code_alpha(data)]
    exact = [0.24895105, 0.24895105, 0.52266667, 0.47406545, 0.56852826]
    assert found == pytest.approx(exact, abs=HALF_OF_EIGHT_DIGITS)


@pytest.mark.parametrize(
    ("table", "ac1", "ac2"),
    [  # R irrCAC 1.4, fixtures of DKPro
        (
            [[20, 5, 1, 0], [4, 15, 6, 1], [0, 5, 18, 4], [0, 1, 3, 12]],
            0.58046,
            0.84028,
        ),
        (
            [
                [15, 4, 1, 0, 0],
                [3, 12, 4, 1, 0],
                [1, 3, 14, 3, 1],
                [0, 1, 3, 10, 2],
                [0, 0, 1, 2, 8],
            ],
            0.57997,
            0.87005,
        ),
    ],
)
def test_ratings_on_a_scale(table: list[list[int]], ac1: float, ac2: float) -> None:
    data = agreement.from_table(table, level="ordinal")
    assert agreement.gwet_ac1(data).value == pytest.approx(ac1, abs=6e-6)
    assert agreement.gwet_ac2(data, weights="quadratic").value == pytest.approx(ac2, abs=6e-6)


def test_nearly_all_yes() -> None:
    """DKPro Agreement 2.3.1, Gwet fixture: eight times yes, once no, once both."""
    data = agreement.from_table([[8, 1], [0, 1]], level="nominal", categories=("y", "n"))
    found = agreement.gwet_ac1(data)
    assert found.value == pytest.approx(0.8658, abs=5e-5)
    assert found.expected == pytest.approx(0.255, abs=5e-4)
    assert agreement.scott_pi(data).value == pytest.approx(0.6078, abs=5e-5)


def test_intraclass_correlations() -> None:
    """Shrout and Fleiss 1979, tables 2 to 4; more digits and intervals from R psych."""
    judges = [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]]
    found = agreement.intraclass_correlations(judges).to_frame().set_index("coefficient")
    exact = [0.16574177, 0.28976378, 0.71484071, 0.44279713, 0.62005055, 0.90931554]
    assert found["value"].tolist() == pytest.approx(exact, abs=HALF_OF_EIGHT_DIGITS)
    low = [-0.132932, 0.018787, 0.342465, -0.884442, 0.071137, 0.675675]
    high = [0.722560, 0.761084, 0.945858, 0.912415, 0.927232, 0.985892]
    assert found["low"].tolist() == pytest.approx(low, abs=6e-7)
    assert found["high"].tolist() == pytest.approx(high, abs=6e-7)


def test_sets_of_codes() -> None:
    """Nine pairs of sets; nltk 3.10.4 with its distances guarded for two empty sets."""
    pairs = ["/", "A/", "A/A", "A/B", "AB/A", "AB/AC", "ABC/ABC", "C/AC", "C/AC"]
    rows = [[set(pair.split("/")[coder]) for pair in pairs] for coder in (0, 1)]
    jaccard = agreement.set_alpha(rows, distance="jaccard").value
    masi = agreement.set_alpha(rows, distance="masi").value
    assert jaccard == pytest.approx(0.3156199678, abs=6e-11)
    assert masi == pytest.approx(0.2730806608, abs=6e-11)
    words = [["".join(sorted(one)) for one in row] for row in rows]
    exact = agreement.krippendorff_alpha(words, level="nominal").value
    assert exact == pytest.approx(0.2388059701, abs=6e-11)


def test_units_needed() -> None:
    """Bloch and Kraemer's formula as ATLAS.ti's manual tabulates it for Krippendorff (2019)."""
    assert agreement.units_for_alpha(least=0.8, rarest=0.25) == 139
    assert agreement.units_for_alpha(least=0.667, rarest=0.25) == 81


def _named(data: ReliabilityData) -> ReliabilityData:
    """The same judgements as if their order named the coders."""
    values = np.where(data.values >= 0, data.values + 1.0, np.nan)
    if data.level != "nominal" or data.categories[0] != 1:
        return data
    return from_array(values, level="nominal", categories=data.categories)
