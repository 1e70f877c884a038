"""Standard errors under a design: textbook formulas, and what must not change."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.sampling import sample_design
from casestudy.survey.linearised import (
    degrees_of_freedom,
    design_means,
    design_totals,
    plain_design,
    total_covariance,
)
from casestudy.survey.proportions import (
    design_share_intervals,
    share_difference,
    share_intervals,
)

floats = st.lists(st.floats(-50, 50), min_size=3, max_size=25)


@settings(deadline=None, max_examples=30)
@given(floats)
def test_without_a_design_it_is_the_standard_error_of_the_mean(values):
    y = np.array(values)
    found = design_means(y, design=plain_design(len(y)))
    assert found.values[0] == pytest.approx(y.mean(), abs=1e-9)
    assert found.standard_errors[0] == pytest.approx(y.std(ddof=1) / len(y) ** 0.5, abs=1e-9)
    assert found.df == len(y) - 1
    if y.std() > 1e-6:
        assert found.design_effects[0] == pytest.approx(1)


@settings(deadline=None, max_examples=30)
@given(floats, st.integers(0, 99))
def test_order_scale_of_weights_and_units_do_not_matter(values, seed):
    y, rng = np.array(values), np.random.default_rng(seed)
    w, clusters = rng.random(len(y)) + 0.1, rng.integers(0, 4, len(y))
    one = design_means(y, design=sample_design(len(y), weights=w, clusters=clusters.tolist()))
    order = rng.permutation(len(y))
    other = design_means(
        3 * y[order] + 1,
        design=sample_design(len(y), weights=7 * w[order], clusters=clusters[order].tolist()),
    )
    assert other.values[0] == pytest.approx(3 * one.values[0] + 1, abs=1e-8)
    assert other.standard_errors[0] == pytest.approx(3 * one.standard_errors[0], abs=1e-8)


def test_strata_by_hand():
    """Cochran (1977), chapter 5: the variance of a stratified mean is Σ W²(1 - f)s²/n."""
    y = np.array([1.0, 3, 5, 10, 14])
    strata, population = [0, 0, 0, 1, 1], np.array([30.0, 30, 30, 10, 10])
    weights = np.array([10.0, 10, 10, 5, 5])
    design = sample_design(5, weights=weights, strata=strata, population=population)
    found = design_means(y, design=design)
    mean = 0.75 * 3 + 0.25 * 12
    variance = 0.75**2 * (1 - 0.1) * 4 / 3 + 0.25**2 * (1 - 0.2) * 8 / 2
    assert found.values[0] == pytest.approx(mean)
    assert found.covariance[0, 0] == pytest.approx(variance)
    assert found.df == 3


def test_clusters_by_hand():
    """Equal clusters: the standard error of the mean of the cluster means."""
    y = np.array([1.0, 2, 3, 6, 8, 10])
    design = sample_design(6, clusters=["a", "a", "b", "b", "c", "c"])
    means = np.array([1.5, 4.5, 9.0])
    found = design_means(y, design=design)
    assert found.standard_errors[0] == pytest.approx(means.std(ddof=1) / 3**0.5)
    assert degrees_of_freedom(design) == 2


def test_a_domain_keeps_the_clusters_without_members():
    y = np.array([1.0, 2, 3, 6, 8, 10])
    design = sample_design(6, clusters=["a", "a", "b", "b", "c", "c"])
    inside = np.array([True, True, False, False, True, True])
    found = design_means(y, design=design, inside=inside)
    sums = np.array([1 + 2 - 2 * 5.25, 0, 18 - 2 * 5.25]) / 4
    variance = 3 / 2 * ((sums - sums.mean()) ** 2).sum()
    assert (found.n, found.values[0]) == (4, 5.25)
    assert found.covariance[0, 0] == pytest.approx(variance)


def test_a_total_and_its_standard_error():
    y = np.array([2.0, 4, 6])
    found = design_totals(y, design=sample_design(3, weights=[10.0] * 3, population=[30.0] * 3))
    assert found.values[0] == 120
    assert found.standard_errors[0] == pytest.approx((3 * 0.9 * 100 * 4) ** 0.5)


def test_a_lonely_unit_overstates_and_says_so():
    design = sample_design(4, strata=[0, 0, 0, 1])
    covariance, notes = total_covariance(np.array([[1.0], [2.0], [3.0], [4.0]]), design=design)
    assert covariance[0, 0] == pytest.approx(3 / 2 * 2 + 1.5**2)
    assert notes[0].startswith("1 strata have one unit drawn")


def test_nobody_has_no_mean():
    found = design_means(np.ones(3), design=plain_design(3), inside=np.zeros(3, dtype=bool))
    assert np.isnan(found.values[0])
    assert found.n == 0
    assert found.notes == ("Nobody answered: no mean is known.",)
    assert np.isnan(design_share_intervals(found, level=0.95)[0].low)


def test_raking_takes_out_what_the_margins_explain():
    """A value that is the margin itself is known after raking, so its mean has no error."""
    from dataclasses import replace

    rng = np.random.default_rng(1)
    margin, weights = rng.integers(0, 2, 50), rng.random(50) + 0.5
    design = sample_design(50, weights=weights)
    raked = replace(design, margins=(margin,))
    y = margin.astype(float)
    assert design_means(y, design=raked).standard_errors[0] == pytest.approx(0, abs=1e-12)
    assert design_means(y, design=design).standard_errors[0] > 0.01


# --- intervals of shares -------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["korn_graubard", "wilson", "logit", "arcsine"])
def test_intervals_under_a_plain_design_are_near_the_plain_ones(method):
    y = (np.arange(200) < 60).astype(float)
    [found] = design_share_intervals(
        design_means(y, design=plain_design(200)), level=0.95, method=method
    )
    [plain] = share_intervals([60], 200)
    assert found.low == pytest.approx(plain.low, abs=0.01)
    assert found.high == pytest.approx(plain.high, abs=0.01)
    for edge, share in ((np.zeros(200), 0.0), (np.ones(200), 1.0)):
        [found] = design_share_intervals(
            design_means(edge, design=plain_design(200)), level=0.95, method=method
        )
        assert found.low <= share <= found.high
        assert found.high - found.low < 0.04


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.integers(0, 30), min_size=2, max_size=6).filter(sum), st.sampled_from([0.8, 0.95])
)
def test_intervals_hold_the_share_and_grow_with_the_level(counts, level):
    n = sum(counts)
    for method in ("wilson", "wilson_continuity", "clopper_pearson", "goodman"):
        for count, narrow, wide in zip(
            counts,
            share_intervals(counts, n, level=level, method=method),
            share_intervals(counts, n, level=0.99, method=method),
            strict=True,
        ):
            assert 0 <= wide.low <= narrow.low <= count / n + 1e-12
            assert count / n - 1e-12 <= narrow.high <= wide.high <= 1
    single = share_intervals(counts, n)
    for one, together in zip(single, share_intervals(counts, n, method="goodman"), strict=True):
        assert together.low <= one.low
        assert one.high <= together.high


def test_what_is_no_share_is_refused():
    with pytest.raises(ValueError, match="5 of 4 is not a share"):
        share_intervals([1, 5], 4)
    with pytest.raises(ValueError, match="interval 'wald' is not known; allowed are wilson"):
        share_intervals([1], 4, method="wald")
    with pytest.raises(ValueError, match="interval 'goodman' is not known under a design"):
        design_share_intervals(
            design_means(np.ones(3), design=plain_design(3)), level=0.9, method="goodman"
        )
    with pytest.raises(ValueError, match="a group of nobody has no share"):
        share_difference((0, 1), (0, 3))
    assert np.isnan(share_intervals([0], 0)[0].low)
