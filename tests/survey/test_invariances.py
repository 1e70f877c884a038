"""What must not change a number: the order of people, the size of weights, people written twice."""

from __future__ import annotations

import numpy as np
import pytest

from casestudy import survey
from casestudy.answers import Answers
from casestudy.sampling import sample_design

from .made import answers, chosen, numbers, ranked, rating, ticked

N = 80


def drawn(
    order: np.ndarray, *, weights: np.ndarray | None, clusters: np.ndarray | None, bits: int = 64
) -> Answers:
    """One made-up survey, its people in some order."""
    rng = np.random.default_rng(3)
    group = rng.integers(0, 3, N)
    q = np.clip(rng.integers(0, 4, N) + (group == 1), 0, 4)
    q[:5] = -2
    other = np.clip(q + rng.integers(-1, 2, N), 0, 4)
    x = rng.normal(size=N) + 0.3 * group
    ticks = (rng.random((N, 3)) < [0.6, 0.4, 0.3]).astype(int)
    ranks = rng.permuted(np.tile([1, 2, 3, 4], (N, 1)), axis=1)
    ranks[:20] = np.where(ranks[:20] > 2, 0, ranks[:20])  # some rank two of the four only
    q, other, group, ticks, ranks = (
        one.astype(f"int{bits}") for one in (q, other, group, ticks, ranks)
    )
    told = answers(
        rating("q", q[order]), rating("other", other[order]), chosen("g", group[order], n=3),
        ticked("t", ticks[order]), ranked("r", ranks[order]), numbers("x", x[order]),
    )  # fmt: skip
    if weights is None:
        return told
    named = None if clusters is None else clusters.tolist()
    return told.with_design(sample_design(len(order), weights=weights, clusters=named))


def ends(*intervals):
    return [end for one in intervals for end in (one.low, one.high)]


def table(told: Answers):
    return survey.cross_table(told, rows="q", columns="g")


def association(told):
    found = survey.association(table(told), test="chi_squared")
    return [found.statistic, found.p, found.v, *ends(found.v_interval), *found.residuals.flat]


def single(told):
    found = survey.single_response(told, "q")
    return [*found.shares, *ends(*found.intervals)]


def multiple(told):
    found = survey.multiple_response_test(told, "t", by="g")
    return [found.statistic, found.df, found.p, *found.choice_p]


def kruskal(told):
    found = survey.kruskal_wallis(table(told), p_value="approximate")
    return [found.statistic, found.p, *found.mean_ranks]


def likert(told):
    found = survey.likert_summary(told, ["q", "other"], by="g")
    return [*found.shares.flat, *found.mean, *found.median, *ends(*found.high_intervals)]


def ordinal(told):
    found = survey.ordinal_regression(told, "q", ["g", "x"])
    return [*found.estimates, *found.standard_errors, *found.low, *found.high, *found.p]


def linear(told):
    found = survey.linear_regression(told, "x", ["g", "other"], as_numbers=["other"])
    return [*found.estimates, *found.standard_errors, *found.p]


def worths(told):
    found = survey.plackett_luce(told, "r", unranked="last")
    return [*found.log_worths, *found.standard_errors[1:], *found.quasi_errors]


def ranking(told):
    found = survey.ranking_summary(told, "r", unranked="last", by="g")
    return [*found.mean_ranks.flat, *found.first_shares.flat, *found.sds.flat]


def numeric(told):
    found = survey.numeric_summary(told, "x", by="g")
    return [*found.mean, *ends(*found.intervals)]


METHODS = [
    association, single, multiple, kruskal, likert, ordinal, linear, worths, ranking, numeric,
]  # fmt: skip
SAME = np.arange(N)
WEIGHTS = np.linspace(0.4, 1.8, N)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("is_weighted", [False, True])
def test_the_order_of_people_does_not_matter(method, is_weighted):
    order = np.random.default_rng(1).permutation(N)
    weights = WEIGHTS if is_weighted else None
    moved = WEIGHTS[order] if is_weighted else None
    one, other = (
        method(drawn(SAME, weights=weights, clusters=None)),
        method(drawn(order, weights=moved, clusters=None)),
    )
    assert other == pytest.approx(one, rel=1e-6, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("method", METHODS)
def test_only_the_proportions_of_weights_matter(method):
    one, other = (
        method(drawn(SAME, weights=WEIGHTS * size, clusters=None)) for size in (1.0, 730.0)
    )
    assert other == pytest.approx(one, rel=1e-6, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize(
    ("method", "first"),
    [(single, 5), (likert, 30), (ordinal, 3), (linear, 3), (worths, 4), (numeric, 3)],
)
def test_weights_of_one_give_the_plain_estimates(method, first):
    plain = method(drawn(SAME, weights=None, clusters=None))
    weighted = method(drawn(SAME, weights=np.ones(N), clusters=None))
    assert weighted[:first] == pytest.approx(plain[:first], rel=1e-6, nan_ok=True)


@pytest.mark.parametrize("method", [association, multiple, kruskal, ordinal, linear, worths])
def test_a_person_cut_in_two_halves_is_one_person(method):
    twice = np.repeat(SAME, 2)
    whole = drawn(SAME, weights=WEIGHTS, clusters=SAME)
    halves = drawn(twice, weights=WEIGHTS[twice] / 2, clusters=twice)
    one, other = method(whole), method(halves)
    if method is association:  # the limits of V go by the count of respondents
        one, other = [one[1], one[2], *one[5:]], [other[1], other[2], *other[5:]]
    assert other == pytest.approx(one, rel=1e-5, abs=1e-8, nan_ok=True)


def test_the_test_of_each_choice_heeds_the_design():
    """With one choice the overall test and that choice's own are the same."""
    told = drawn(np.repeat(SAME, 2), weights=np.repeat(WEIGHTS, 2), clusters=np.repeat(SAME, 2))
    ticks = told.ticked("t").codes[:, :1]
    found = survey.multiple_response_test(
        told.with_items(ticked("one", ticks.tolist())), "one", by="g"
    )
    assert found.choice_p[0] == pytest.approx(found.p)
    assert found.choice_chi_squared[0] == pytest.approx(found.statistic)
    assert found.choice_chi_squared[0] < 0.7 * found.chi_squared_sum


def battery(told):
    found = survey.crosstab_battery(told, items=["q", "other", "g"])
    return [*found.p, *found.statistics.v]


def rank_battery(told):
    found = survey.rank_battery(told, items=["q", "other"], by="g")
    return [*found.p, *found.pair_p.flat, *found.deltas.flat]


def within(told):
    found = survey.friedman(told, ["q", "other"])
    pairs = survey.signed_ranks(told, ["q", "other"], zeros="pratt")
    ticks = survey.cochran_q(told, "t")
    return [found.statistic, found.p, *pairs.p, ticks.statistic, *survey.mcnemar(told, "t").p]


def scale(told):
    found = survey.scale_reliability(told, ["q", "other"], missing="listwise", n_resamples=50)
    return [found.alpha, *ends(found.alpha_bootstrap), *found.item_rest]


@pytest.mark.parametrize("bits", [8, 16, 32])
@pytest.mark.parametrize("method", [*METHODS, battery, rank_battery, within, scale])
def test_how_many_bits_a_code_has_does_not_matter(method, bits):
    one, other = (
        method(drawn(SAME, weights=None, clusters=None, bits=some)) for some in (64, bits)
    )
    assert other == pytest.approx(one, rel=1e-9, abs=1e-12, nan_ok=True)


def test_what_was_not_ranked_stands_last_in_few_bits():
    told = answers(ranked("r", np.array([[1, 2, 0, 0], [2, 1, 0, 0], [1, 2, 3, 4]], dtype=np.int8)))
    found = survey.ranking_summary(told, "r", unranked="last")
    assert found.mean_ranks[0].tolist() == pytest.approx([4 / 3, 5 / 3, 10 / 3, 11 / 3])
    assert found.first_shares[0].tolist() == pytest.approx([2 / 3, 1 / 3, 0, 0])
