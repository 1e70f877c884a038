"""Rank statistics from counts, for a whole stack of tables of ordered answers by groups at once.

A stack has the shape (n_tables, n_levels, n_groups), the levels in their order. Equal answers share
the mean of their ranks. Levels and groups of nobody do no harm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RankSums:
    """Ranks of a stack of tables.

    Parameters
    ----------
    n : array of float, shape (n_tables,)
    sizes, rank_sums : array of float, shape (n_tables, n_groups)
        Respondents of each group and the sum of their ranks among all.
    ties : array of float, shape (n_tables,)
        Sum of t³ - t over the levels, t being how many gave that answer.
    """

    n: Floats
    sizes: Floats
    rank_sums: Floats
    ties: Floats

    @property
    def mean_ranks(self) -> Floats:
        """Shape (n_tables, n_groups); NaN for a group of nobody."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.rank_sums / self.sizes

    @property
    def n_groups(self) -> npt.NDArray[np.int64]:
        """Groups with anybody in them."""
        return np.asarray((self.sizes > 0).sum(axis=1), dtype=np.int64)


def mid_ranks(totals: Floats) -> Floats:
    """The rank that all who gave an answer share, levels along the last axis."""
    return np.asarray(np.cumsum(totals, axis=-1) - (totals - 1) / 2)


def rank_sums(stack: Floats) -> RankSums:
    """Rank sums of a stack of tables."""
    totals = stack.sum(axis=2)
    return RankSums(
        n=totals.sum(axis=1),
        sizes=stack.sum(axis=1),
        rank_sums=np.einsum("tl,tlg->tg", mid_ranks(totals), stack),
        ties=(totals**3 - totals).sum(axis=1),
    )


def kruskal_h(ranks: RankSums) -> tuple[Floats, Floats, Floats]:
    """H corrected for ties, its degrees of freedom and chi-squared p-value, shape (n_tables,) each.

    Notes
    -----
    H = (12/(N(N + 1)) Σ R²/n - 3(N + 1))/(1 - Σ(t³ - t)/(N³ - N)); NaN where all gave one answer or
    fewer than two groups have anybody.
    """
    n, df = ranks.n, (ranks.n_groups - 1).astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(ranks.sizes > 0, ranks.rank_sums**2 / ranks.sizes, 0.0).sum(axis=1)
        h = 12 / (n * (n + 1)) * parts - 3 * (n + 1)
        h = np.maximum(h, 0) / (1 - ranks.ties / (n**3 - n))
    known = (df > 0) & (ranks.ties < n**3 - n)
    p = special.chdtrc(np.maximum(df, 1), np.where(known, h, 0))
    return np.where(known, h, np.nan), df, np.where(known, p, np.nan)


def dunn_z(ranks: RankSums, pairs: Places) -> Floats:
    """Dunn's z of pairs of groups, shape (n_tables, n_pairs): first less second, ties corrected.

    Notes
    -----
    z = (R̄₁ - R̄₂)/√((N(N + 1)/12 - Σ(t³ - t)/(12(N - 1)))(1/n₁ + 1/n₂)).
    """
    n = ranks.n
    a, b = pairs[:, 0], pairs[:, 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = n * (n + 1) / 12 - ranks.ties / (12 * (n - 1))
        inverse = 1 / ranks.sizes[:, a] + 1 / ranks.sizes[:, b]
        z = (ranks.mean_ranks[:, a] - ranks.mean_ranks[:, b]) / np.sqrt(spread[:, None] * inverse)
    return np.where(np.isfinite(z), z, np.nan)


def conover_t(ranks: RankSums, pairs: Places) -> tuple[Floats, Floats]:
    """Conover and Iman's t of pairs of groups, and its degrees of freedom, shape (n_tables,).

    Notes
    -----
    As Dunn's, with the variance of the ranks S² times (N - 1 - H)/(N - k), which is what is left
    of it within the groups.
    """
    n, k = ranks.n, ranks.n_groups
    h, _, _ = kruskal_h(ranks)
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.sqrt((n - 1 - h) / (n - k))
        return dunn_z(ranks, pairs) / left[:, None], n - k


def cliff_delta(stack: Floats, pairs: Places) -> Floats:
    """Chance that one of the first group is above one of the second, less that it is below.

    Returns
    -------
    array of float, shape (n_tables, n_pairs)
        From -1 to 1; NaN for a group of nobody.
    """
    below = np.cumsum(stack, axis=1) - stack
    lead = 2 * below + stack - stack.sum(axis=1, keepdims=True)  # those below less those above
    first, sizes = stack[:, :, pairs[:, 0]], stack.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        won = (first * lead[:, :, pairs[:, 1]]).sum(axis=1)
        return np.asarray(won / (sizes[:, pairs[:, 0]] * sizes[:, pairs[:, 1]]))


def cliff_variance(stack: Floats, pairs: Places) -> Floats:
    """Variance of Cliff's delta, without bias, shape (n_tables, n_pairs).

    Notes
    -----
    (n² Σ(dᵢ. - d)² + m² Σ(d.ⱼ - d)² - ΣΣ(dᵢⱼ - d)²)/(mn(m - 1)(n - 1)), at least
    (1 - d²)/(mn - 1).

    References
    ----------
    Cliff, N. (1993). Dominance statistics: ordinal analyses to answer ordinal questions.
    Psychological Bulletin 114, 494-509. doi:10.1037/0033-2909.114.3.494
    """
    first, second = stack[:, :, pairs[:, 0]], stack[:, :, pairs[:, 1]]
    m, n = first.sum(axis=1), second.sum(axis=1)
    d = cliff_delta(stack, pairs)
    rows, columns = _dominance(stack, pairs)
    with np.errstate(divide="ignore", invalid="ignore"):
        by_row = (first * (rows - d[:, None]) ** 2).sum(axis=1)
        by_column = (second * (columns - d[:, None]) ** 2).sum(axis=1)
        cells = m * n * (1 - (first * second).sum(axis=1) / (m * n) - d**2)
        found = (n**2 * by_row + m**2 * by_column - cells) / (m * n * (m - 1) * (n - 1))
        return np.asarray(np.maximum(found, (1 - d**2) / (m * n - 1)))


def cliff_limits(stack: Floats, pairs: Places, level: float) -> tuple[Floats, Floats]:
    """Asymmetric limits of Cliff's delta, which stay within -1 and 1; shape (n_tables, n_pairs).

    Notes
    -----
    Student's t with m + n - 2 degrees of freedom. Where all of one group are above all of the other
    the inner limit is (k - t²)/(k + t²), k being the smaller group.

    References
    ----------
    Feng, D., & Cliff, N. (2004). Monte Carlo evaluation of ordinal d with improved confidence
    interval. Journal of Modern Applied Statistical Methods 3, 322-332.
    """
    m, n = (stack.sum(axis=1)[:, pairs[:, side]] for side in (0, 1))
    d, variance = cliff_delta(stack, pairs), cliff_variance(stack, pairs)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = special.stdtrit(np.where(m + n > 2, m + n - 2, np.nan), (1 + level) / 2)
        half = t * np.sqrt(variance) * np.sqrt((1 - d**2) ** 2 + t**2 * variance)
        size = 1 - d**2 + t**2 * variance
        low, high = (d - d**3 - half) / size, (d - d**3 + half) / size
        smaller = np.minimum(m, n)
        inner = (smaller - t**2) / (smaller + t**2)
    is_whole = np.abs(d) == 1
    low = np.where(is_whole, np.where(d > 0, inner, -1.0), low)
    return low, np.where(is_whole, np.where(d > 0, 1.0, -inner), high)


def _shares(stack: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(stack / stack.sum(axis=1, keepdims=True))


def _dominance(stack: Floats, pairs: Places) -> tuple[Floats, Floats]:
    """For each level: share of the second group below it less above it; of the first above, below.

    The mean of the first over the first group, or of the second over the second, is Cliff's delta.
    """
    shares = _shares(stack)
    below = np.cumsum(shares, axis=1) - shares
    above = 1 - below - shares
    first, second = pairs[:, 0], pairs[:, 1]
    return (below - above)[:, :, second], (above - below)[:, :, first]
