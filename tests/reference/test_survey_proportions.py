"""Intervals of shares against printed values and independent programs.

Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions:
comparison of eleven methods. Statistics in Medicine 17, 873-890, table II, method 10; four
decimals. R 4.2.2: `binom.test(14, 40)`, `prop.test(14, 40)` with and without correction,
`binom.test(0, 12)`. statsmodels: `multinomial_proportions_confint(method="goodman")`.
"""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.proportion import multinomial_proportions_confint, proportion_confint

from casestudy.survey import share_difference, share_intervals

NEWCOMBE = [
    ((56, 48), (70, 80), 0.0524, 0.3339),
    ((9, 3), (10, 10), 0.1705, 0.8090),
    ((5, 0), (56, 29), -0.0381, 0.1926),
]


@pytest.mark.parametrize(("counts", "bases", "low", "high"), NEWCOMBE)
def test_newcombes_differences(counts, bases, low, high):
    found = share_difference(counts, bases)
    assert found.low == pytest.approx(low, abs=0.00005)
    assert found.high == pytest.approx(high, abs=0.00005)


@pytest.mark.parametrize(
    ("method", "count", "n", "low", "high"),
    [
        ("wilson", 14, 40, 0.221345288731763, 0.504941191627423),
        ("wilson_continuity", 14, 40, 0.211046017270216, 0.517355385892148),
        ("clopper_pearson", 14, 40, 0.206282490870767, 0.516844453648991),
        ("wilson", 0, 12, 0.0, 0.242494006655241),
        ("clopper_pearson", 0, 12, 0.0, 0.264648469397051),
    ],
)
def test_rs_limits(method, count, n, low, high):
    [found] = share_intervals([count], n, method=method)
    assert found.low == pytest.approx(low, rel=1e-7, abs=1e-12)
    assert found.high == pytest.approx(high, rel=1e-7)


@pytest.mark.parametrize("counts", [[56, 72, 73, 59, 62, 87, 58], [3, 0, 12, 1]])
@pytest.mark.parametrize("method", ["goodman", "sison_glaz"])
def test_simultaneous_limits_are_statsmodels(counts, method):
    theirs = multinomial_proportions_confint(counts, method=method.replace("_", "-"))
    ours = share_intervals(counts, sum(counts), method=method)
    shown = np.array([[one.low, one.high] for one in ours])
    assert shown == pytest.approx(theirs, abs=1e-6)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_single_limits_are_statsmodels(level):
    counts, n = np.arange(0, 31), 30
    for method, name in (("wilson", "wilson"), ("clopper_pearson", "beta")):
        low, high = proportion_confint(counts, n, alpha=1 - level, method=name)
        ours = share_intervals(counts, n, level=level, method=method)
        assert [one.low for one in ours] == pytest.approx(np.nan_to_num(low), abs=1e-9)
        assert [one.high for one in ours] == pytest.approx(np.nan_to_num(high, nan=1), abs=1e-9)
