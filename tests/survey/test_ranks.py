"""Rank tests: independent programs, all rearrangements by hand, and what must not change."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import cochrans_q
from statsmodels.stats.contingency_tables import mcnemar as their_mcnemar
from statsmodels.stats.nonparametric import jonckheere_terpstra

from casestudy.sampling import sample_design
from casestudy.survey import (
    TestLedger,
    cochran_q,
    counted_table,
    cross_table,
    friedman,
    grouped_table,
    holm,
    jonckheere,
    kruskal_wallis,
    mann_whitney,
    mcnemar,
    pairwise_ranks,
    rank_battery,
    signed_ranks,
)

from .made import answers, chosen, numbers, rating, ticked

some = st.lists(st.integers(1, 5), min_size=2, max_size=12)


def spread(*groups) -> bool:
    return len(set(itertools.chain(*groups))) > 1


# --- two groups ----------------------------------------------------------------------------------


@settings(deadline=None, max_examples=40)
@given(some, some)
def test_u_and_its_normal_p_are_scipys(x, y):
    if not spread(x, y):
        return
    found = mann_whitney(grouped_table({"x": x, "y": y}), p_value="approximate")
    theirs = stats.mannwhitneyu(x, y, method="asymptotic")
    assert (found.statistic, found.p) == pytest.approx((theirs.statistic, theirs.pvalue))
    assert found.test == "Mann-Whitney U (approximate)"


@settings(deadline=None, max_examples=20)
@given(
    st.lists(st.integers(1, 4), min_size=2, max_size=5),
    st.lists(st.integers(1, 4), min_size=2, max_size=5),
)
def test_exact_p_over_all_splits(x, y):
    ranks = stats.rankdata([*x, *y])
    sums = [sum(some) for some in itertools.combinations(ranks, len(x))]
    centre = len(x) * (len(ranks) + 1) / 2
    far = [abs(s - centre) >= abs(ranks[: len(x)].sum() - centre) - 1e-9 for s in sums]
    found = mann_whitney(grouped_table({"x": x, "y": y}))
    assert found.p == pytest.approx(np.mean(far))
    assert found.exact.method == "enumeration"


@settings(deadline=None, max_examples=30)
@given(some, some)
def test_delta_is_the_mean_sign_and_turns_with_the_groups(x, y):
    found = mann_whitney(grouped_table({"x": x, "y": y}))
    other = mann_whitney(grouped_table({"y": y, "x": x}))
    signs = np.sign(np.subtract.outer(x, y))
    assert found.effect == pytest.approx(signs.mean())
    assert (other.effect, other.p) == pytest.approx((-found.effect, found.p))
    assert found.interval.low == pytest.approx(-other.interval.high, nan_ok=True)
    assert -1 - 1e-12 <= found.interval.low <= found.effect + 1e-12
    assert found.statistic == pytest.approx((found.effect + 1) / 2 * len(x) * len(y))


def test_groups_that_do_not_overlap_have_a_limit_all_the_same():
    found = mann_whitney(grouped_table({"x": [4, 5, 5, 6, 7, 8], "y": [1, 2, 2, 3, 3, 3]}))
    assert found.effect == 1
    assert found.interval.high == 1
    assert -1 < found.interval.low < 1


def test_medians_and_mean_ranks():
    found = mann_whitney(grouped_table({"x": [1, 2, 3, 4], "y": [2, 9, 9]}))
    assert found.medians.tolist() == [2.5, 9.0]
    assert found.mean_ranks == pytest.approx([(1 + 2.5 + 4 + 5) / 4, (2.5 + 6.5 + 6.5) / 3])
    assert found.to_frame()["n"].tolist() == [4, 3]


def test_one_answer_by_all_is_no_difference():
    found = mann_whitney(grouped_table({"x": [3, 3], "y": [3, 3, 3]}))
    assert (found.p, found.effect) == (1.0, 0.0)
    assert np.isnan(kruskal_wallis(grouped_table({"x": [3, 3], "y": [3]})).p)


# --- several groups ------------------------------------------------------------------------------


@settings(deadline=None, max_examples=30)
@given(some, some, some)
def test_h_is_scipys(x, y, z):
    if not spread(x, y, z):
        return
    found = kruskal_wallis(grouped_table({"x": x, "y": y, "z": z}), p_value="approximate")
    theirs = stats.kruskal(x, y, z)
    assert (found.statistic, found.p) == pytest.approx((theirs.statistic, theirs.pvalue))
    assert found.effect == pytest.approx(found.statistic / (len(x) + len(y) + len(z) - 1))
    assert 0 <= found.interval.low <= found.interval.high <= 1 + 1e-12


@pytest.mark.parametrize("groups", [([1, 2, 2], [3, 3], [1, 4]), ([1, 1, 3], [2, 2], [3, 3])])
def test_exact_h_over_all_splits(groups):
    pooled = np.concatenate(groups)
    sizes = [len(group) for group in groups]
    observed = stats.kruskal(*groups).statistic
    n_far = n_all = 0
    for first in itertools.combinations(range(len(pooled)), sizes[0]):
        rest = [place for place in range(len(pooled)) if place not in first]
        for second in itertools.combinations(rest, sizes[1]):
            third = [place for place in rest if place not in second]
            h = stats.kruskal(*(pooled[list(places)] for places in (first, second, third)))
            n_far += h.statistic >= observed - 1e-9
            n_all += 1
    found = kruskal_wallis(grouped_table(dict(zip("xyz", groups, strict=True))))
    assert found.exact.method == "enumeration"
    assert found.p == pytest.approx(n_far / n_all)


def test_two_groups_by_either_test():
    table = grouped_table({"x": [1, 2, 2, 3, 3, 4], "y": [2, 3, 4, 4, 5, 5, 5]})
    assert kruskal_wallis(table).p == pytest.approx(mann_whitney(table).p)


def test_drawn_tables_follow_the_seed(monkeypatch):
    monkeypatch.setattr("casestudy.survey.rank_tests.STEPS_FOR_SEVERAL", 0)
    table = grouped_table({"x": [1, 2, 2, 4], "y": [3, 3, 5], "z": [1, 4, 5, 5]})
    found = kruskal_wallis(table, rng=3)
    assert found.exact.method == "Monte Carlo"
    assert found.p == kruskal_wallis(table, rng=3).p
    monkeypatch.undo()
    assert abs(kruskal_wallis(table).p - found.p) < 4 * found.exact.standard_error
    assert "tables drawn; standard error of p" in found.notes[0]


def test_dunn_and_conover_are_scikit_posthocs():
    """scikit-posthocs 0.17.1, posthoc_dunn and posthoc_conover without adjustment, these data."""
    table = grouped_table(
        {"a": [1, 2, 3, 5, 1], "b": [12, 31, 54, 12, 9], "c": [10, 12, 6, 74, 11]}
    )
    dunn = pairwise_ranks(table, adjustment="none")
    assert dunn.p == pytest.approx(DUNN, rel=1e-9)
    assert pairwise_ranks(table).p_adjusted == pytest.approx(holm(DUNN))
    conover = pairwise_ranks(table, method="conover", adjustment="none")
    assert conover.p == pytest.approx(CONOVER, rel=1e-9)
    assert conover.df == (12.0,)
    assert pairwise_ranks(table).deltas.tolist() == [-1.0, -1.0, 0.28]


DUNN = [0.0035892987519257533, 0.015736577568136782, 0.6190484701477101]
CONOVER = [0.000385850376425382, 0.0016470796808078596, 0.42207286615257666]


@settings(deadline=None, max_examples=20)
@given(some, some, some)
def test_trend_is_statsmodels(x, y, z):
    if not spread(x, y, z):
        return
    found = jonckheere(grouped_table({"x": x, "y": y, "z": z}))
    theirs = jonckheere_terpstra([x, y, z], alternative="two-sided")
    assert found.statistic == pytest.approx(theirs.statistic)
    assert found.p == pytest.approx(theirs.pvalue)


def test_trend_by_rearrangement():
    table = grouped_table({"x": [1, 2, 2, 3], "y": [2, 3, 3, 4], "z": [3, 4, 5, 5]})
    drawn = jonckheere(table, p_value="permutation", rng=1)
    assert drawn.p == pytest.approx(drawn.p_approximate, abs=0.01)
    assert drawn.interval.low < drawn.effect < drawn.interval.high
    falling = jonckheere(grouped_table({"z": [3, 4, 5, 5], "y": [2, 3, 3, 4], "x": [1, 2, 2, 3]}))
    assert falling.effect == pytest.approx(-drawn.effect)


def test_what_cannot_be_ranked_is_refused():
    with pytest.raises(ValueError, match="the answers to 'q' have no order"):
        mann_whitney(
            cross_table(answers(chosen("q", [0, 1]), chosen("g", [0, 1])), rows="q", columns="g")
        )
    three = counted_table([[1, 2, 3], [3, 2, 1]], row_scores=[1, 2])
    with pytest.raises(ValueError, match="there are 3 groups and this compares two"):
        mann_whitney(three)
    with pytest.raises(ValueError, match="p_value 'quick' is not known"):
        kruskal_wallis(three, p_value="quick")
    with pytest.raises(ValueError, match="method 'nemenyi' is not known"):
        pairwise_ranks(three, method="nemenyi")
    with pytest.raises(ValueError, match="fewer than two groups have anybody"):
        kruskal_wallis(counted_table([[1, 0], [3, 0]], row_scores=[1, 2]))
    with pytest.raises(ValueError, match="fewer than two groups have anybody"):
        jonckheere(counted_table([[1, 0], [3, 0]], row_scores=[1, 2]))


def test_a_group_of_one_is_told():
    found = mann_whitney(grouped_table({"x": [3], "y": [1, 2, 2]}))
    assert found.notes == ("Groups of one respondent: x.",)


# --- many items ----------------------------------------------------------------------------------


def test_the_rank_battery_is_each_test():
    rng = np.random.default_rng(1)
    made = answers(
        rating("q0", rng.integers(-1, 5, 90)), rating("q1", rng.integers(-1, 3, 90), n=3),
        chosen("g", rng.integers(-1, 3, 90)),
    )  # fmt: skip
    with TestLedger("t") as ledger:
        found = rank_battery(made, by="g")
    assert len(ledger) == 2 + 6
    for row, item in enumerate(found.items):
        table = cross_table(made, rows=item, columns="g")
        one, pairs = kruskal_wallis(table, p_value="approximate"), pairwise_ranks(table)
        assert (found.h[row], found.p[row]) == pytest.approx((one.statistic, one.p))
        assert found.epsilon_squared[row] == pytest.approx(one.effect)
        assert found.z[row] == pytest.approx(pairs.statistics)
        assert found.pair_holm[row] == pytest.approx(pairs.p_adjusted)
        assert found.deltas[row] == pytest.approx(pairs.deltas)
        assert found.low[row] == pytest.approx(pairs.low)
    assert len(found.to_frame()) == 6
    with pytest.raises(ValueError, match="item 'g' has no scores"):
        rank_battery(made, items=["g"], by="q0")
    with pytest.raises(ValueError, match="takes no design"):
        rank_battery(made.with_design(sample_design(90)), by="g")


def test_weights_in_a_rank_test():
    rng = np.random.default_rng(2)
    made = answers(rating("q", rng.integers(0, 5, 400)), chosen("g", rng.integers(0, 2, 400)))
    plain = mann_whitney(cross_table(made, rows="q", columns="g"))
    designed = made.with_design(sample_design(400))
    found = mann_whitney(cross_table(designed, rows="q", columns="g"))
    assert found.test == "Mann-Whitney U, design-based (Lumley-Scott)"
    assert found.p == pytest.approx(plain.p, abs=0.02)
    several = kruskal_wallis(cross_table(designed, rows="q", columns="g"))
    assert several.p == pytest.approx(found.p)
    pairs = pairwise_ranks(cross_table(designed, rows="q", columns="g"))
    assert pairs.p[0] == pytest.approx(found.p)
    twins = answers(*(type(one)(**{
        **{name: getattr(one, name) for name in one.__slots__}, "codes": np.repeat(one.codes, 2)
    }) for one in made))  # fmt: skip
    clustered = twins.with_design(sample_design(800, clusters=np.repeat(range(400), 2).tolist()))
    assert mann_whitney(cross_table(clustered, rows="q", columns="g")).p == pytest.approx(found.p)


# --- the same people -----------------------------------------------------------------------------

blocks = st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=3, max_size=12)


@settings(deadline=None, max_examples=25)
@given(blocks)
def test_friedman_is_scipys(rows):
    values = np.array(rows, dtype=float)
    if not any(len(set(row)) > 1 for row in rows):
        return
    made = answers(*(numbers(name, values[:, place]) for place, name in enumerate("abc")))
    found = friedman(made, ["a", "b", "c"])
    theirs = stats.friedmanchisquare(*values.T)
    assert (found.statistic, found.p) == pytest.approx((theirs.statistic, theirs.pvalue))
    assert 0 <= found.effect <= 1 + 1e-12


@settings(deadline=None, max_examples=25)
@given(st.lists(st.lists(st.integers(0, 1), min_size=3, max_size=3), min_size=3, max_size=15))
def test_cochran_and_mcnemar_are_statsmodels(rows):
    ticks = np.array(rows)
    if not any(0 < sum(row) < 3 for row in rows):
        return
    made = answers(ticked("m", rows))
    theirs = cochrans_q(ticks)
    found = cochran_q(made, "m")
    assert (found.statistic, found.p) == pytest.approx((theirs.statistic, theirs.pvalue))
    pairs = mcnemar(made, "m", adjustment="none")
    for place, (a, b) in enumerate(itertools.combinations(range(3), 2)):
        table = [[((ticks[:, a] == i) & (ticks[:, b] == j)).sum() for j in (1, 0)] for i in (1, 0)]
        if table[0][1] + table[1][0]:
            assert pairs.p[place] == pytest.approx(their_mcnemar(table, exact=True).pvalue)
        else:
            assert np.isnan(pairs.p[place])


@pytest.mark.parametrize("zeros", ["wilcoxon", "pratt"])
def test_signed_ranks_over_all_signs(zeros):
    rng = np.random.default_rng(3)
    for _ in range(5):
        d = rng.integers(-3, 4, 9).astype(float)
        found = signed_ranks(answers(numbers("a", d), numbers("b", 0 * d)), ["a", "b"], zeros=zeros)
        kept = d if zeros == "pratt" else d[d != 0]
        ranks = np.where(kept != 0, stats.rankdata(np.abs(kept)), 0)
        observed = ranks[kept > 0].sum()
        sums = [ranks @ signs for signs in itertools.product((0, 1), repeat=len(ranks))]
        far = [abs(s - ranks.sum() / 2) >= abs(observed - ranks.sum() / 2) - 1e-9 for s in sums]
        assert found.statistics[0] == observed
        assert found.p[0] == pytest.approx(np.mean(far))
        assert found.effects[0] == pytest.approx((2 * observed - ranks.sum()) / ranks.sum())


def test_signed_ranks_of_many_are_normal():
    rng = np.random.default_rng(4)
    d = rng.integers(-4, 6, 300).astype(float)
    found = signed_ranks(
        answers(numbers("a", d), numbers("b", 0 * d)), ["a", "b"], zeros="wilcoxon"
    )
    theirs = stats.wilcoxon(d, method="asymptotic", correction=False)
    assert found.p[0] == pytest.approx(theirs.pvalue)
    assert found.intervals[0].low < found.effects[0] < found.intervals[0].high


def test_those_who_lack_an_answer_are_left_out_and_counted():
    made = answers(
        numbers("a", [1, 2, np.nan, 4]), numbers("b", [2, 3, 3, 5]), numbers("c", [3, 4, 4, np.nan])
    )
    found = friedman(made, ["a", "b", "c"])
    assert found.n == 2
    assert found.notes == ("Left out, because they lack one of the answers: 2 of 4.",)
    pairs = signed_ranks(made, ["a", "b", "c"], zeros="wilcoxon")
    assert pairs.n.tolist() == [3, 2, 3]
    assert pairs.is_post_hoc
    with pytest.raises(ValueError, match="would not heed the weights"):
        friedman(made.with_design(sample_design(4, weights=[1, 2, 1, 1])), ["a", "b"])
    with pytest.raises(ValueError, match="name at least two"):
        friedman(made, ["a"])
    with pytest.raises(ValueError, match="item 'a' is named twice"):
        friedman(made, ["a", "a"])
    with pytest.raises(ValueError, match="zeros 'split' is not known"):
        signed_ranks(made, ["a", "b"], zeros="split")


def test_friedman_by_rearrangement():
    values = np.array([[1, 2, 2], [1, 3, 2], [2, 1, 4], [1, 3, 4]])
    made = answers(*(numbers(name, values[:, place]) for place, name in enumerate("abc")))
    found = friedman(made, ["a", "b", "c"], p_value="permutation", rng=2)
    orders = [[list(order) for order in itertools.permutations(row)] for row in values]
    every = [
        stats.friedmanchisquare(*np.array(rows).T).statistic for rows in itertools.product(*orders)
    ]
    p = np.mean(np.array(every) >= found.statistic - 1e-9)
    assert abs(found.p - p) < 4 * found.exact.standard_error
    assert found.exact.n_tables == 9999
