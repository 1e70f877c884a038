"""Associations: independent programs, hand counts, and what must not change."""

from __future__ import annotations

import itertools
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportions_ztest

from casestudy.sampling import sample_design
from casestudy.survey import (
    association,
    column_letters,
    counted_table,
    cross_table,
    crosstab_battery,
    multiple_response_test,
    numeric_summary,
    single_response,
)
from casestudy.survey.exact import exact_p, fisher_statistic
from casestudy.survey.table_statistics import table_statistics, v_limits

from .made import answers, chosen, numbers, ticked

tables = st.tuples(st.integers(2, 4), st.integers(2, 4)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 9), min_size=size[1], max_size=size[1]),
        min_size=size[0],
        max_size=size[0],
    )
)


def is_full(table) -> bool:
    counts = np.array(table)
    return bool((counts.sum(axis=0) > 0).all() and (counts.sum(axis=1) > 0).all())


@settings(deadline=None, max_examples=30)
@given(tables.filter(is_full))
def test_statistics_are_scipys(table):
    counts = np.array(table)
    found = association(counts, test="chi_squared")
    chi_squared, p, df, expected = stats.chi2_contingency(counts, correction=False)
    g = stats.chi2_contingency(counts, correction=False, lambda_="log-likelihood")
    assert (found.chi_squared, found.p, found.table_df) == pytest.approx((chi_squared, p, df))
    assert (found.g, found.p_g) == pytest.approx((g.statistic, g.pvalue), abs=1e-9)
    assert found.expected == pytest.approx(expected)
    assert found.v == pytest.approx(stats.contingency.association(counts, method="cramer"))


@settings(deadline=None, max_examples=25)
@given(tables.filter(is_full), st.integers(0, 99))
def test_order_does_not_matter(table, seed):
    counts = np.array(table)
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(len(counts)), rng.permutation(len(counts[0]))
    one = association(counts, test="chi_squared")
    for other, mixed in (
        (
            association(counts[rows][:, columns], test="chi_squared"),
            one.residuals[rows][:, columns],
        ),
        (association(counts.T, test="chi_squared"), one.residuals.T),
    ):
        assert (other.chi_squared, other.v_corrected) == pytest.approx(
            (one.chi_squared, one.v_corrected), nan_ok=True
        )
        assert other.residuals == pytest.approx(mixed, nan_ok=True)


def test_an_empty_row_adds_no_degree_of_freedom():
    with_empty = association([[5, 7], [0, 0], [9, 3]])
    without = association([[5, 7], [9, 3]])
    assert (with_empty.table_df, with_empty.chi_squared) == (1, without.chi_squared)
    assert np.isnan(with_empty.residuals[1]).all()


def test_nothing_to_compare_is_no_test():
    found = association([[5, 7]])
    assert np.isnan(found.p)
    assert np.isnan(found.v)
    assert found.notes == (
        "A single row or column is left: there is nothing to compare, and no test.",
    )


def fisher_by_hand(table):
    """All tables with the margins, each with its chance."""
    counts = np.array(table)
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    cells = [range(min(r, c) + 1) for r in rows for c in columns]

    def chance(x):
        top = np.prod([float(factorial(k)) for k in (*rows, *columns)])
        return top / (
            factorial(int(rows.sum())) * np.prod([float(factorial(k)) for k in x.ravel()])
        )

    observed = chance(counts)
    total = 0.0
    for filled in itertools.product(*cells):
        x = np.array(filled).reshape(counts.shape)
        if (x.sum(axis=1) == rows).all() and (x.sum(axis=0) == columns).all():
            total += chance(x) * (chance(x) <= observed * (1 + 1e-7))
    return total


@pytest.mark.parametrize(
    "table", [[[1, 0, 2], [0, 3, 1]], [[2, 1], [0, 3], [1, 1]], [[2, 0], [0, 2]]]
)
def test_exact_p_over_all_tables_by_hand(table):
    found = association(table, test="exact")
    assert found.exact.method == "enumeration"
    assert found.p == pytest.approx(fisher_by_hand(table))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 12), min_size=4, max_size=4))
def test_exact_p_of_two_by_two_is_scipys(cells):
    counts = np.array(cells).reshape(2, 2)
    if not is_full(counts):
        return
    assert association(counts, test="exact").p == pytest.approx(stats.fisher_exact(counts).pvalue)


def test_drawn_tables_agree_with_all_tables_and_with_their_seed():
    table = np.array([[3, 1, 0], [0, 4, 2], [1, 1, 5]])
    whole = exact_p(table, fisher_statistic, rng=0)
    drawn = exact_p(table, fisher_statistic, rng=5, most_steps=0)
    assert (whole.method, drawn.method, drawn.n_tables) == ("enumeration", "Monte Carlo", 9999)
    assert abs(drawn.p - whole.p) < 4 * drawn.standard_error
    assert exact_p(table, fisher_statistic, rng=5, most_steps=0) == drawn
    assert exact_p(table, fisher_statistic, rng=6, most_steps=0) != drawn


def test_the_test_follows_the_expected_counts_and_says_so():
    rough = association([[3, 1, 0], [0, 4, 2], [1, 1, 5]])
    assert rough.test == "Fisher-Freeman-Halton exact (enumeration)"
    assert rough.df == ()
    assert rough.notes[0].startswith("Expected counts below 5 in 9 of 9 cells, the least ")
    fine = association([[30, 10], [20, 40]])
    assert (fine.test, fine.df, fine.notes) == ("Pearson chi-squared", (1.0,), ())
    forced = association([[3, 1], [1, 4]], test="chi_squared")
    assert forced.notes[0].endswith("chi-squared is rough; the exact test says more.")
    assert association([[30, 10], [20, 40]], test="exact").notes[0] == "Exact test, as asked for."


def test_odds_ratio_by_hand():
    found = association([[30, 10], [20, 40]])
    assert found.odds_ratio == pytest.approx(6.0)
    half = 1.959963985 * np.sqrt(1 / 30 + 1 / 10 + 1 / 20 + 1 / 40)
    assert found.odds_ratio_interval.low == pytest.approx(6 / np.exp(half))
    assert found.odds_ratio_interval.high == pytest.approx(6 * np.exp(half))
    zero = association([[0, 10], [20, 40]], test="chi_squared")
    assert zero.odds_ratio == pytest.approx(0.5 * 40.5 / (10.5 * 20.5))
    assert "1/2 added" in zero.odds_ratio_interval.method
    assert np.isnan(association([[3, 1, 0], [0, 4, 2]]).odds_ratio)


def test_limits_of_v_turn_the_noncentral_distribution_round():
    statistics = table_statistics(
        np.array([[[30.0, 10, 5], [20, 40, 9]], [[10, 10, 9], [9, 10, 10]]])
    )
    low, high = v_limits(statistics, 0.9)
    x, df = statistics.chi_squared, statistics.df
    assert stats.ncx2.cdf(x[0], df[0], statistics.n[0] * low[0] ** 2) == pytest.approx(0.95)
    assert stats.ncx2.cdf(x, df, statistics.n * high**2) == pytest.approx([0.05, 0.05])
    assert low[1] == 0.0


def test_settings_that_are_not_known_are_refused():
    with pytest.raises(ValueError, match="test 'fisher' is not known; allowed are by_expected"):
        association([[1, 2], [3, 4]], test="fisher")
    with pytest.raises(ValueError, match="level 2 is not allowed"):
        association([[1, 2], [3, 4]], level=2)
    with pytest.raises(ValueError, match="whole numbers that are not negative"):
        association([[1, -2], [3, 4]])
    with pytest.raises(ValueError, match="1 labels for 2 columns"):
        counted_table([[1, 2]], columns=["x"])


# --- from answers --------------------------------------------------------------------------------

Q = [0, 0, 1, 1, 2, -3, 0, -1]
G = [0, 1, 0, 1, 1, 0, -2, 0]


def test_a_cross_table_has_the_base_of_both():
    table = cross_table(answers(chosen("q", Q), chosen("g", G)), rows="q", columns="g")
    assert table.counts.tolist() == [[1, 1], [1, 1], [0, 1]]
    assert (table.n, table.n_respondents) == (5, 8)
    assert dict(table.missing_rows)["dont_know"] == 1
    assert dict(table.missing_columns)["left_blank"] == 1
    assert table.notes == ("In no cell, because they lack one of the two answers: 3 of 8.",)
    assert table.to_frame()["provenance"].unique().tolist() == ["synthetic"]


def test_several_answers_need_their_own_test():
    made = answers(ticked("m", [[1, 0], [1, 1], [0, 1]]), chosen("g", [0, 1, 1]))
    table = cross_table(made, rows="m", columns="g")
    assert table.counts.tolist() == [[1, 1], [0, 2]]
    assert table.bases.tolist() == [1, 2]
    with pytest.raises(
        ValueError, match=r"item 'm' lets a respondent .* use multiple_response_test"
    ):
        association(table)


def test_numbers_make_rows():
    made = answers(numbers("x", [2.5, 1, 2.5, np.nan]), chosen("g", [0, 1, 1, 0]))
    table = cross_table(made, rows="x", columns="g")
    assert table.row_labels == ("1", "2.5")
    assert table.row_scores == (1.0, 2.5)
    assert table.counts.tolist() == [[0, 1], [1, 1]]


def test_equal_weights_change_shares_and_v_by_nothing():
    rng = np.random.default_rng(2)
    plain = answers(chosen("q", rng.integers(0, 3, 300)), chosen("g", rng.integers(0, 3, 300)))
    weighted = plain.with_design(sample_design(300, weights=np.full(300, 2.5)))
    one = association(cross_table(plain, rows="q", columns="g"))
    other = association(cross_table(weighted, rows="q", columns="g"))
    assert other.test == "Rao-Scott F, design-based"
    assert other.v == pytest.approx(one.v)
    assert other.p == pytest.approx(one.p, abs=0.02)
    assert other.residuals == pytest.approx(one.residuals, rel=0.1, abs=0.1)


def test_clusters_of_twins_halve_what_is_known():
    rng = np.random.default_rng(4)
    q, g = rng.integers(0, 2, 200), rng.integers(0, 2, 200)
    twice = answers(chosen("q", np.repeat(q, 2)), chosen("g", np.repeat(g, 2)))
    clusters = sample_design(400, clusters=np.repeat(np.arange(200), 2).tolist())
    single = answers(chosen("q", q), chosen("g", g)).with_design(sample_design(200))
    found = association(cross_table(twice.with_design(clusters), rows="q", columns="g"))
    once = association(cross_table(single, rows="q", columns="g"))
    assert found.statistic == pytest.approx(once.statistic)
    assert found.p == pytest.approx(once.p)


# --- letters -------------------------------------------------------------------------------------


def test_letters_are_z_tests_of_two_shares():
    counts = np.array([[40, 20, 22, 0], [60, 80, 78, 90]])
    found = column_letters(counts, adjustment="none")
    for place, (a, b) in enumerate(found.pairs):
        z, p = proportions_ztest(counts[0, [a, b]], counts.sum(axis=0)[[a, b]])
        if 3 in (a, b):
            assert np.isnan(found.z[0, place])
        else:
            assert (found.z[0, place], found.p[0, place]) == pytest.approx((z, p))
    assert found.letters[0] == ("B C", "", "", "")
    assert found.notes[0] == "Not compared, because the share is 0 or 1: 2 cells."


def test_letters_after_bonferroni_count_only_the_pairs_compared():
    found = column_letters([[40, 20, 22, 0], [60, 80, 78, 90]])
    assert found.p_adjusted[0, 0] == pytest.approx(min(1, 3 * found.p[0, 0]))
    with pytest.raises(ValueError, match="adjustment 'tukey' is not known"):
        column_letters([[1, 2], [3, 4]], adjustment="tukey")
    with pytest.raises(ValueError, match="alpha 5 is not allowed"):
        column_letters([[1, 2], [3, 4]], alpha=5)


# --- several answers by segment ------------------------------------------------------------------


def test_one_choice_alone_is_pearsons_test():
    rng = np.random.default_rng(5)
    ticks, groups = rng.integers(0, 2, (120, 1)), rng.integers(0, 3, 120)
    made = answers(ticked("m", ticks), chosen("g", groups))
    found = multiple_response_test(made, "m", by="g")
    table = np.array(
        [[np.sum((ticks[:, 0] == t) & (groups == g)) for g in range(3)] for t in (0, 1)]
    )
    chi_squared, p, _, _ = stats.chi2_contingency(table, correction=False)
    assert found.choice_chi_squared[0] == found.chi_squared_sum == pytest.approx(chi_squared)
    assert found.choice_p[0] == pytest.approx(p)
    assert found.p == pytest.approx(p, rel=0.1)


def test_a_choice_ticked_twice_is_one_choice():
    """A copy of a choice doubles the sum, and the correction takes it back."""
    rng = np.random.default_rng(6)
    ticks, groups = rng.integers(0, 2, (400, 1)), rng.integers(0, 2, 400)
    once = multiple_response_test(answers(ticked("m", ticks), chosen("g", groups)), "m", by="g")
    both = answers(ticked("m", np.hstack([ticks, ticks])), chosen("g", groups))
    twice = multiple_response_test(both, "m", by="g")
    assert twice.chi_squared_sum == pytest.approx(2 * once.chi_squared_sum)
    assert (twice.statistic, twice.df) == pytest.approx((once.statistic, once.df))


def test_choices_of_nobody_or_everybody_are_told():
    made = answers(
        ticked("m", [[1, 0, 1], [1, 0, 0], [1, 0, 1], [1, 0, 0]]), chosen("g", [0, 0, 1, 1])
    )
    found = multiple_response_test(made, "m", by="g")
    assert np.isnan(found.choice_p).tolist() == [True, True, False]
    assert found.notes[0] == "Not tested, because nobody or everybody ticked them: 2 choices."
    alone = answers(ticked("m", [[1, 0], [0, 1]]), chosen("g", [0, 0], n=2))
    nothing = multiple_response_test(alone, "m", by="g")
    assert np.isnan(nothing.p)
    assert nothing.notes[0].startswith("Fewer than two groups have answers")


def test_weights_enter_the_test_of_several_answers():
    rng = np.random.default_rng(7)
    ticks, groups = rng.integers(0, 2, (300, 4)), rng.integers(0, 2, 300)
    plain = answers(ticked("m", ticks), chosen("g", groups))
    equal = plain.with_design(sample_design(300, weights=np.full(300, 3.0)))
    one = multiple_response_test(plain, "m", by="g")
    same = multiple_response_test(equal, "m", by="g")
    assert same.chi_squared_sum == pytest.approx(one.chi_squared_sum)
    assert same.p == pytest.approx(one.p, abs=0.02)
    clustered = plain.with_design(sample_design(300, clusters=(np.arange(300) // 2).tolist()))
    assert multiple_response_test(clustered, "m", by="g").df != same.df


# --- the battery ---------------------------------------------------------------------------------


def test_the_battery_is_each_association():
    rng = np.random.default_rng(8)
    items = [chosen(f"q{i}", rng.integers(-1, n, 150), n=n) for i, n in enumerate((2, 3, 5, 4))]
    made = answers(*items)
    found = crosstab_battery(made)
    assert len(found.p) == 6
    for place, (a, b) in enumerate(found.pairs):
        one = association(cross_table(made, rows=f"q{a}", columns=f"q{b}"), test="chi_squared")
        r, c = one.residuals.shape
        assert found.p[place] == pytest.approx(one.p)
        assert found.statistics.v_corrected[place] == pytest.approx(one.v_corrected)
        assert found.statistics.residuals[place, :r, :c] == pytest.approx(one.residuals)
        low, high = (limits[place] for limits in found.v_intervals())
        assert (low, high) == pytest.approx((one.v_interval.low, one.v_interval.high))
    segments = crosstab_battery(made, items=["q0", "q1"], by=["q3"])
    assert [(segments.items[a], segments.items[b]) for a, b in segments.pairs] == [
        ("q0", "q3"), ("q1", "q3"),
    ]  # fmt: skip
    assert len(found.to_frame()) == 6


def test_weights_in_the_battery_are_rao_and_scotts_first_order():
    rng = np.random.default_rng(9)
    made = answers(chosen("q", rng.integers(0, 3, 2000)), chosen("g", rng.integers(0, 3, 2000)))
    equal = crosstab_battery(made.with_design(sample_design(2000, weights=np.full(2000, 4.0))))
    plain = crosstab_battery(made)
    assert equal.design_effects == pytest.approx([1.0], abs=0.02)
    assert equal.statistics.v == pytest.approx(plain.statistics.v)
    weights = rng.gamma(2, 1, 2000)
    weighted = made.with_design(sample_design(2000, weights=weights))
    found = crosstab_battery(weighted)
    kish = 2000 * (weights**2).sum() / weights.sum() ** 2
    assert found.design_effects[0] == pytest.approx(kish, rel=0.1)
    full = association(cross_table(weighted, rows="q", columns="g"))
    assert found.p[0] == pytest.approx(full.p, abs=0.03)
    with pytest.raises(ValueError, match="takes weights, not strata or clusters"):
        crosstab_battery(made.with_design(sample_design(2000, clusters=list(range(2000)))))


def test_a_battery_of_one_item_is_refused():
    with pytest.raises(ValueError, match="at least two items"):
        crosstab_battery(answers(chosen("q", [0, 1])))


# --- shares under a design -----------------------------------------------------------------------


def test_equal_weights_give_the_plain_shares_and_means():
    made = answers(chosen("q", [0, 0, 1, -1, 2]), numbers("x", [1, 2, 4, 9, np.nan]))
    weighted = made.with_design(sample_design(5, weights=[2.0] * 5))
    assert single_response(weighted, "q").shares == pytest.approx(single_response(made, "q").shares)
    one, other = (numeric_summary(some, "x", by=None) for some in (made, weighted))
    for name in ("mean", "sd", "median"):
        assert getattr(other, name) == pytest.approx(getattr(one, name))
    assert other.intervals[0].low == pytest.approx(one.intervals[0].low)


def test_weights_by_hand():
    made = answers(chosen("q", [0, 1, 1]), numbers("x", [1, 2, 10]))
    weighted = made.with_design(sample_design(3, weights=[2, 1, 1]))
    found = single_response(weighted, "q")
    assert found.counts.tolist() == [1, 2]
    assert found.shares.tolist() == [0.5, 0.5]
    assert found.effective_base == pytest.approx(16 / 6)
    assert found.intervals[0].method == "Korn-Graubard, design-based"
    columns = found.to_frame().columns.tolist()
    assert columns[8:11] == ["standard_error", "design_effect", "effective_base"]
    summary = numeric_summary(weighted, "x", by=None)
    assert (summary.mean[0], summary.median[0], summary.mode[0]) == (3.5, 1.5, 1.0)
