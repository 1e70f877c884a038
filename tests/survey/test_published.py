"""Values that were printed, or that another program computed, each with its source and tolerance.

`docs/survey.md` lists the same sources.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from casestudy.item_answers import ChosenAnswers
from casestudy.survey import (
    association,
    column_letters,
    correspondence_analysis,
    counted_table,
    goodness_of_fit,
    grouped_table,
    kruskal_wallis,
    logistic_regression,
    mann_whitney,
    mcnemar,
    net_promoter_score,
    share_difference,
    share_intervals,
    signed_ranks,
)

from . import made

DOCS = Path(__file__).parents[2] / "docs" / "survey.md"

HAIR = np.array([[68, 20, 15, 5], [119, 84, 54, 29], [26, 17, 14, 14], [7, 94, 10, 16]])
"""Hair (black, brown, red, blond) by eyes (brown, blue, hazel, green): Snee (1974)."""
SMOKERS = np.array([[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]])
"""Staff by smoking: Greenacre (1984)."""
TWO = {"x": [1, 2, 2, 3, 3, 4], "y": [2, 3, 4, 4, 5, 5, 5]}


def ends(intervals) -> list[float]:
    return [end for one in intervals for end in (one.low, one.high)]


def hair() -> list[float]:
    found = association(HAIR)
    return [found.chi_squared, found.table_df, found.v, found.g]


def hair_shares() -> list[float]:
    """Each hair colour's share among two eye colours, Bonferroni over the six pairs."""
    return list(column_letters(HAIR[[0, 3, 1, 2]][:, [1, 0, 3, 2]]).p_adjusted.ravel())


def fisher() -> list[float]:
    found = association(counted_table([[3, 9], [10, 2]]), test="exact")
    interval = found.odds_ratio_interval
    return [found.p, found.odds_ratio, interval.low, interval.high]


def small_samples() -> list[float]:
    three = grouped_table(TWO | {"z": [1, 1, 2, 5]})
    plain = kruskal_wallis(three, p_value="approximate")
    pre, post = [3, 4, 2, 5, 4, 4, 3, 5, 4, 2], [4, 4, 4, 5, 5, 3, 4, 5, 5, 4]
    pairs = made.answers(made.numbers("pre", pre), made.numbers("post", post))
    ticks = made.answers(made.ticked("m", [[1, 0]] * 3 + [[0, 1]] * 12))
    return [
        mann_whitney(grouped_table(TWO)).p, plain.statistic, plain.p,
        *(float(signed_ranks(pairs, ["pre", "post"], zeros=z).p[0]) for z in ("wilcoxon", "pratt")),
        float(mcnemar(ticks, "m").p[0]), goodness_of_fit([1, 4, 7, 3]).p,
    ]  # fmt: skip


def promoters() -> list[float]:
    codes = np.repeat([10, 9, 8, 7, 6, 3, 0], [30, 22, 25, 15, 10, 12, 6])
    scale = tuple(map(str, range(11)))
    told = ChosenAnswers(
        item="n", codes=codes, choices=scale, labels=scale, scores=tuple(range(11))
    )
    found = net_promoter_score(made.answers(told), "n")
    [interval] = found.intervals
    return [100 * one for one in (found.score[0], found.standard_errors[0], *ends([interval]))]


def students() -> list[float]:
    from statsmodels.datasets import spector

    frame = spector.load_pandas().data
    told = made.answers(
        *(made.numbers(name, frame[name]) for name in ("GPA", "TUCE", "PSI")),
        made.chosen("GRADE", frame["GRADE"].astype(int)),
    )
    found = logistic_regression(told, "GRADE", ["GPA", "TUCE", "PSI"])
    return [
        *found.thresholds, *found.estimates, *found.threshold_errors, *found.standard_errors,
        found.fit["log_likelihood"],
    ]  # fmt: skip


def staff() -> list[float]:
    found = correspondence_analysis(SMOKERS, n_axes=3)
    return [*found.inertias, *np.abs(found.coordinates[found.is_row, 0])]


def agresti() -> list[float]:
    found = association([[762, 327, 468], [484, 239, 477]])
    return [found.chi_squared, *found.residuals[0]]


Case = tuple[str, Callable[[], Any], list[float], dict[str, float]]
CASES: list[Case] = [
    ("Agresti (2002), table 3.11", agresti, [30.1, 4.50, 0.70, -5.32], {"abs": 0.05}),
    ("Newcombe (1998)", lambda: ends(
        share_difference(counts, bases) for counts, bases in
        (((56, 48), (70, 80)), ((9, 3), (10, 10)), ((5, 0), (56, 29)))
    ), [0.0524, 0.3339, 0.1705, 0.8090, -0.0381, 0.1926], {"abs": 5e-5}),
    ("Hmisc 4.8.0, binconf", lambda: ends(share_intervals([14], 40)),
     [0.221345288731763, 0.504941191627423], {"rel": 1e-7}),
    ("R 4.2.2, binom.test", lambda: ends(
        share_intervals([14], 40, method="clopper_pearson")
        + share_intervals([0], 12, method="clopper_pearson")
    ), [0.206282490870767, 0.516844453648991, 0, 0.264648469397051], {"rel": 1e-7}),
    ("R 4.2.2, prop.test", lambda: ends(
        share_intervals([14], 40, method="wilson_continuity") + share_intervals([0], 12)
    ), [0.211046017270216, 0.517355385892148, 0, 0.242494006655241], {"rel": 1e-7, "abs": 1e-12}),
    ("R 4.2.2, chisq.test; vcd 1.4.11, assocstats", hair,
     [138.289841626008, 9, 0.279044623342658, 146.443578464516], {"rel": 1e-7}),
    ("R 4.2.2, prop.test of each two columns, Bonferroni", hair_shares,
     [1.22341614597833e-07, 1, 0.498431903155961, 0.00118875340752168, 0.0407289669972623,
      0.747453745477312, 8.10979479913052e-23, 0.0428340093151373, 1.1661858245317e-07,
      1.0742504870488e-07, 0.0414975212501691, 0.109681910306725, 0.0101477625028238, 1,
      0.0125224425259796, 1, 1, 0.694431105202136, 1, 0.0108021976063548, 0.333774260378305,
      0.250732642755319, 1, 1], {"rel": 1e-6}),
    ("scipy 1.17.1, odds_ratio", fisher,
     [0.0122781377997423, 0.07736871705690884, 0.005236124013202838, 0.6473454658420746],
     {"rel": 1e-6}),
    ("coin 1.4.2; exactRankTests 0.8.35; R 4.2.2", small_samples,
     [0.0536130536130536, 4.87998056365403, 0.0871616985103291, 0.09375, 0.09375, 0.03515625,
      0.191064648330212], {"rel": 1e-7}),
    ("R 4.2.2, the net promoter score written out", promoters,
     [20, 7.22649446289293, 5.83633111825173, 34.1636688817483], {"rel": 1e-7}),
    ("Greene, Econometric analysis", lambda: students()[:4], [-13.0214, 2.8261, 0.0952, 2.3787],
     {"abs": 1e-4}),
    ("R 4.2.2, glm", students,
     [-13.0213468581157, 2.82611259488932, 0.0951576613179093, 2.37868765509335, 4.93132421298961,
      1.26294107552788, 0.141554205665441, 1.06456425440957, -12.8896342221314], {"rel": 1e-6}),
    ("ca 0.71.1", staff,
     [0.0747591058857557, 0.0100171805122288, 0.000413574079856225, 0.0657683838802591,
      0.258958421430402, 0.380594887050213, 0.232951908222718, 0.201089121884109], {"rel": 1e-7}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_the_value_is_that_of_the_source(case: Case) -> None:
    _, computed, values, tolerance = case
    assert list(computed()) == pytest.approx(values, **tolerance)


def test_there_are_more_than_forty_and_the_page_names_them() -> None:
    assert sum(len(values) for _, _, values, _ in CASES) >= 40
    page = " ".join(DOCS.read_text("utf-8").split())
    for source, _, values, _ in CASES:
        assert f"| {source} | {len(values)} |" in page
