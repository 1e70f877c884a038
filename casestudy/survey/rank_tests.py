"""Whether groups differ in ordered answers or numbers, by ranks, and how much."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

from casestudy.intervals import Interval
from casestudy.survey.cross_tables import CrossTable
from casestudy.survey.exact import ExactP, exact_p, without_empty
from casestudy.survey.rank_counts import (
    cliff_delta,
    cliff_limits,
    kruskal_h,
    mid_ranks,
    rank_sums,
)
from casestudy.survey.rank_result import FoundRanks, RankTest, made, ordered_counts
from casestudy.survey.rank_sum_exact import rank_sum_p

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

MOST_FOR_TWO, MOST_FOR_SEVERAL = 100, 30
"""Respondents up to which the exact p-value is taken by itself, of two groups and of several."""

STEPS_FOR_SEVERAL = 2_000_000
"""Steps of the exact test of several groups beyond which tables are drawn."""

RESAMPLES = 1_000
"""Resamples behind the interval of epsilon squared."""

FIRST_TWO = np.array([[0, 1]])


def mann_whitney(table: CrossTable, *, p_value: str = "by_size", level: float = 0.95) -> RankTest:
    """Whether one of two groups gives higher answers than the other, by ranks.

    Parameters
    ----------
    table : CrossTable
        Rows are ordered answers or numbers, columns two groups of different people; from
        `cross_table` or `grouped_table`. With a design the test is Lumley and Scott's.
    p_value : {"by_size", "approximate", "exact"}
        How the p-value is found: by default exactly up to 100 respondents, then from the normal
        distribution with corrections for ties and whole numbers.
    level : float
        Confidence level of the interval, between 0 and 1.

    Returns
    -------
    RankTest
        `statistic` is U of the first group, half of equal pairs counted. `effect` is Cliff's
        delta: the chance that one of the first group is above one of the second, less the chance
        that it is below. Registered in the ledger that is open, if any.

    Raises
    ------
    ValueError
        If there are not two groups, the rows have no order, or a setting is not known.

    Notes
    -----
    The exact p-value counts, level by level, in how many ways the tied answers can fall on the two
    groups, so ties are no approximation. It is two-sided: rank sums as far from their mean.

    References
    ----------
    Lehmann, E. L. (1975). Nonparametrics. Holden-Day, 18-23.

    Examples
    --------
    >>> from casestudy.survey import grouped_table
    >>> found = mann_whitney(grouped_table({"x": [1, 2, 2, 3, 3, 4], "y": [2, 3, 4, 4, 5, 5, 5]}))
    >>> found.statistic, round(found.p, 7), round(found.effect, 3)
    (7.0, 0.0536131, -0.667)
    """
    counts = ordered_counts(table, p_value, level)
    if counts.shape[1] != 2:
        raise ValueError(
            f"there are {counts.shape[1]} groups and this compares two; use kruskal_wallis"
        )
    stack = counts[np.newaxis].astype(float)
    low, high = cliff_limits(stack, FIRST_TWO, level)
    interval = Interval(
        low=float(low[0, 0]), high=float(high[0, 0]), level=level, method="Cliff's, Student t"
    )
    u, approximate = _normal(counts)
    wants = p_value == "exact" or (p_value == "by_size" and counts.sum() <= MOST_FOR_TWO)
    exact = None
    if wants and table.estimate is None and (counts.sum(axis=0) > 0).all():
        exact = ExactP(p=rank_sum_p(counts), method="enumeration")
    found = FoundRanks(
        name="Mann-Whitney U", statistic=u, df=(), approximate=approximate, exact=exact,
        effect_name="Cliff's delta", effect=float(cliff_delta(stack, FIRST_TWO)[0, 0]),
        interval=interval,
    )  # fmt: skip
    return made(table, counts, found)


def kruskal_wallis(
    table: CrossTable,
    *,
    p_value: str = "by_size",
    level: float = 0.95,
    rng: int | np.random.Generator = 0,
) -> RankTest:
    """Whether some of several groups give higher answers than others, by ranks.

    Parameters
    ----------
    table : CrossTable
        Rows are ordered answers or numbers, columns groups of different people. With a design the
        test is Lumley and Scott's.
    p_value : {"by_size", "approximate", "exact"}
        How the p-value is found: by default exactly up to 30 respondents, then from the
        chi-squared distribution. Where there are too many rearrangements to walk through, 9,999
        are drawn.
    level : float
        Confidence level of the interval, between 0 and 1.
    rng : int or Generator
        Seed or generator for the resamples behind the interval, and for drawn rearrangements.

    Returns
    -------
    RankTest
        `statistic` is H, corrected for ties. `effect` is epsilon squared with a percentile
        interval from 1,000 resamples within groups. Registered in the ledger that is open.

    Raises
    ------
    ValueError
        If there are fewer than two groups, the rows have no order, or a setting is not known.

    Notes
    -----
    ε² = H/(n - 1), from 0 to 1. It is never below 0, so its interval leans upwards where the groups
    hardly differ. A difference says that some group is higher, not which: see `pairwise_ranks`.

    References
    ----------
    Kruskal, W. H., & Wallis, W. A. (1952). Use of ranks in one-criterion variance analysis.
    Journal of the American Statistical Association 47, 583-621. doi:10.1080/01621459.1952.10483441

    Examples
    --------
    >>> from casestudy.survey import grouped_table
    >>> found = kruskal_wallis(grouped_table({"x": [1, 2, 2, 3, 3, 4], "y": [2, 3, 4, 4, 5, 5, 5],
    ...                                       "z": [1, 1, 2, 5]}), p_value="approximate")
    >>> round(found.statistic, 5), round(found.p, 5)
    (4.87998, 0.08716)
    """
    counts = ordered_counts(table, p_value, level)
    if (counts.sum(axis=0) > 0).sum() < 2:
        raise ValueError("fewer than two groups have anybody in them; there is nothing to compare")
    h, df, p = (float(one[0]) for one in kruskal_h(rank_sums(counts[np.newaxis].astype(float))))
    wants = p_value == "exact" or (p_value == "by_size" and counts.sum() <= MOST_FOR_SEVERAL)
    generator = np.random.default_rng(rng)
    is_open = table.estimate is None and not np.isnan(h)
    exact = _exact(counts, generator) if wants and is_open else None
    low, high = _epsilon_limits(counts, level, generator)
    interval = Interval(
        low=low, high=high, level=level, method=f"percentile of {RESAMPLES} resamples"
    )
    found = FoundRanks(
        name="Kruskal-Wallis H", statistic=h, df=(df,), approximate=p, exact=exact,
        effect_name="epsilon squared", effect=h / (counts.sum() - 1), interval=interval,
    )  # fmt: skip
    return made(table, counts, found)


def _normal(counts: Counts) -> tuple[float, float]:
    """U of the first group, and its two-sided normal p-value, ties and continuity corrected."""
    ranks = rank_sums(counts[np.newaxis].astype(float))
    m, n = ranks.sizes[0]
    u = float(ranks.rank_sums[0, 0] - m * (m + 1) / 2)
    total = m + n
    if not m or not n or ranks.ties[0] == total**3 - total:
        return u, float("nan")
    variance = m * n / 12 * (total + 1 - ranks.ties[0] / (total * (total - 1)))
    z = max(abs(u - m * n / 2) - 0.5, 0) / np.sqrt(variance)
    return u, float(2 * special.ndtr(-z))


def _exact(counts: Counts, rng: np.random.Generator) -> ExactP:
    """H is great where Σ R²/n is, which is a sum over the groups."""
    kept = without_empty(counts)
    ranks, sizes = mid_ranks(kept.sum(axis=1).astype(float)), kept.sum(axis=0)

    def part(columns: Counts, place: int) -> Floats:
        return np.asarray((columns @ ranks) ** 2 / sizes[place])

    return exact_p(kept, part, rng=rng, most_steps=STEPS_FOR_SEVERAL)


def _epsilon_limits(counts: Counts, level: float, rng: np.random.Generator) -> tuple[float, float]:
    """Percentiles of epsilon squared over resamples within the groups."""
    sizes = counts.sum(axis=0)
    stack = np.zeros((RESAMPLES, *counts.shape))
    for group in np.flatnonzero(sizes):
        shares = counts[:, group] / sizes[group]
        stack[:, :, group] = rng.multinomial(sizes[group], shares, size=RESAMPLES)
    h, _, _ = kruskal_h(rank_sums(stack))
    values = h[np.isfinite(h)] / (sizes.sum() - 1)
    if not len(values):
        return float("nan"), float("nan")
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
