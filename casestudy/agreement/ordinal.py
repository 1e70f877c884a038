"""Krippendorff's ordinal distance: how many judgements lie between two ranks.

It is the interval distance of mid-ranks, and mid-ranks depend on the data. On a resample they are
therefore found anew, which needs how often each pair of values met.
"""

from __future__ import annotations

import numpy as np

from casestudy.agreement.patterns import Floats, Integers, Patterns
from casestudy.agreement.resampling import Estimate

MOST_RANKED = 64
"""Up to so many values, ranks are found anew on each resample."""
_MOST_CELLS = 2e7


def mid_ranks(totals: Floats) -> Floats:
    """Rank of each category: judgements below it and half of its own, shape (…, n_categories).

    Examples
    --------
    >>> mid_ranks(np.array([2.0, 4.0, 1.0])).tolist()
    [1.0, 4.0, 6.5]
    """
    return np.asarray(np.cumsum(totals, axis=-1) - totals / 2.0)


def can_rank_anew(patterns: Patterns, used: Integers) -> bool:
    """Whether there are few enough values and patterns to find ranks on each resample."""
    n = len(used)
    return n <= MOST_RANKED and n * (n + 1) / 2 * len(patterns) <= _MOST_CELLS


def ordinal_columns(patterns: Patterns, used: Integers) -> Floats:
    """For each pattern its pairs of different values, by 1 / (judgements - 1), and its counts.

    Parameters
    ----------
    patterns : Patterns
        What was judged.
    used : array of int
        Categories that occur, in order.
    """
    n = patterns.n_judged.astype(np.float64)
    counts = np.column_stack([(patterns.codes == value).sum(axis=0) for value in used])
    first, second = np.triu_indices(len(used), 1)
    weight = np.where(n >= 2, 1.0 / np.maximum(n - 1.0, 1.0), 0.0)
    pairs = counts[:, first] * counts[:, second] * weight[:, None]
    return np.hstack([pairs, counts * (n >= 2)[:, None]])


def ordinal_estimate(n_categories: int) -> Estimate:
    """Ordinal alpha as a function of the sums of these columns.

    Parameters
    ----------
    n_categories : int
        How many values there are.
    """
    first, second = np.triu_indices(n_categories, 1)

    def estimate(sums: Floats) -> Floats:
        met, totals = sums[:, : len(first)], sums[:, len(first) :]
        rank = mid_ranks(totals)
        apart = (rank[:, first] - rank[:, second]) ** 2
        n = totals.sum(axis=1)
        expected = np.einsum("bp,bp,bp->b", totals[:, first], totals[:, second], apart)
        observed = np.einsum("bp,bp->b", met, apart)
        is_defined = expected > 0
        ratio = observed * (n - 1.0) / np.where(is_defined, expected, 1.0)
        return np.where(is_defined, 1.0 - ratio, np.nan)

    return estimate
