"""The exact distribution of a rank sum when answers are tied."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

from casestudy.survey.rank_counts import mid_ranks

Floats = npt.NDArray[np.float64]


def rank_sum_p(counts: npt.NDArray[np.int64]) -> float:
    """Two-sided chance of a rank sum as far from its mean, given how many gave each answer.

    Parameters
    ----------
    counts : array of int, shape (n_levels, 2)
        Answers of two groups, levels in their order.

    Notes
    -----
    Level by level, in how many ways some of those who gave an answer can belong to the first
    group. Twice the ranks are whole numbers, so the sums are counted, not rounded.
    """
    totals = counts.sum(axis=1)
    doubled = np.round(2 * mid_ranks(totals.astype(float))).astype(np.int64)
    n_first = int(counts[:, 0].sum())
    observed = int(doubled @ counts[:, 0])
    chances = _chances(totals, doubled, n_first)
    sums = np.arange(len(chances))
    centre = n_first * (totals.sum() + 1)  # twice the mean of the rank sum
    far = np.abs(sums - centre) >= abs(observed - centre)
    return float(min(chances[far].sum(), 1.0))


def _chances(totals: npt.NDArray[np.int64], doubled: npt.NDArray[np.int64], n: int) -> Floats:
    """Chance of each doubled rank sum of n respondents drawn from all."""
    greatest = int((doubled * totals).sum())
    ways = np.zeros((n + 1, greatest + 1))
    ways[0, 0] = 1.0
    for total, rank in zip(totals.tolist(), doubled.tolist(), strict=True):
        new = np.zeros_like(ways)
        for taken in range(min(total, n) + 1):
            shift = taken * rank
            part = ways[: n + 1 - taken, : greatest + 1 - shift]
            new[taken:, shift:] += special.comb(total, taken) * part
        ways = new
    return np.asarray(ways[n] / special.comb(int(totals.sum()), n))
