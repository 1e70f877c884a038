"""The best alignment of the units of several coders: which unit of one is which of the others.

Gamma rests on it. It is found exactly: for two coders as assignments within small islands of units
that can reach one another, for more as a packing of groups, solved as a linear program and, where
that leaves halves, as an integer program (HiGHS, through SciPy).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from casestudy.agreement.nearness import NOBODY, Dissimilarity, Units, groups, near_pairs
from casestudy.agreement.packing import best_packing

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Alignment:
    """Which units belong together.

    Parameters
    ----------
    groups : array of int, shape (n_groups, n_coders)
        Positions of units; -1 for a coder with none. Each unit is in exactly one group.
    disorders : array of float, shape (n_groups,)
        Disorder of each group: the mean over all pairs of coders.
    disorder : float
        Disorders of all groups over the mean number of units of a coder; NaN without units.
    """

    groups: Integers
    disorders: Floats
    disorder: float


def best_alignment(units: Units, unlike: Dissimilarity) -> Alignment:
    """The alignment of least disorder.

    Parameters
    ----------
    units : Units
        Of two coders or more.
    unlike : Dissimilarity
        How unlike two units are; leaving a unit alone costs 1.

    Examples
    --------
    >>> units = Units(coder=np.array([0, 0, 0, 1, 1, 1]), starts=np.array([1, 6, 11, 2, 7, 12]),
    ...               ends=np.array([5, 10, 15, 6, 11, 16]), category=np.array([0, 1, 0] * 2),
    ...               n_coders=2)
    >>> found = best_alignment(units, Dissimilarity(alpha=1.0, beta=1.0, categories=1 - np.eye(2)))
    >>> found.disorder, found.groups.tolist()
    (0.0625, [[0, 3], [1, 4], [2, 5]])
    """
    if units.n_coders == 2:
        chosen, gains = _assigned(units, unlike)
    else:
        rows, gains = groups(units, unlike)
        taken = best_packing(rows, gains)
        chosen, gains = rows[taken], gains[taken]
    alone = np.setdiff1d(np.arange(len(units)), chosen[chosen != NOBODY])
    single = np.full((len(alone), units.n_coders), NOBODY, dtype=np.int64)
    single[np.arange(len(alone)), units.coder[alone]] = alone
    sizes = (chosen != NOBODY).sum(axis=1)
    disorders = np.concatenate([gains + sizes, np.ones(len(alone))])
    mean_units = len(units) / units.n_coders
    return Alignment(
        groups=np.concatenate([chosen, single]),
        disorders=disorders,
        disorder=float(disorders.sum() / mean_units) if len(units) else float("nan"),
    )


def _assigned(units: Units, unlike: Dissimilarity) -> tuple[Integers, Floats]:
    """Two coders: the pairs of the cheapest assignment."""
    # a pair that costs 2 or more costs no less than its units alone
    one, other = near_pairs(units, units.of(0), units.of(1), reach=float(np.sqrt(2 / unlike.alpha)))
    gains = unlike.of(units, one, other) - 2.0
    worth = gains < 0
    one, other, gains = one[worth], other[worth], gains[worth]
    chosen = _matched(one, other, gains, len(units))
    return np.column_stack([one[chosen], other[chosen]]), gains[chosen]


def _matched(one: Integers, other: Integers, gains: Floats, n_units: int) -> Integers:
    """Positions of the pairs that together gain most, no unit in two of them.

    Units that can reach one another, directly or through others, are an island; what is chosen on
    one has no effect on another.
    """
    if not len(one):
        return np.empty(0, dtype=np.int64)
    island = _islands(one, other, n_units)
    row, n_rows = _numbers(one, island)
    column, n_columns = _numbers(other, island)
    is_star = (n_rows[island[one]] == 1) | (n_columns[island[one]] == 1)
    stars, others = np.flatnonzero(is_star), np.flatnonzero(~is_star)
    # around a single unit the best pair is taken and the others stay alone
    order = stars[np.lexsort((gains[stars], island[one[stars]]))]
    first = np.diff(island[one[order]], prepend=-1) != 0
    chosen = [order[first]]
    others = others[np.argsort(island[one[others]], kind="stable")]
    borders = np.flatnonzero(np.diff(island[one[others]])) + 1
    chosen += [
        _cheapest(row[one[pairs]], column[other[pairs]], gains[pairs], pairs)
        for pairs in np.split(others, borders)
        if len(pairs)
    ]
    return np.concatenate(chosen)


def _cheapest(row: Integers, column: Integers, gains: Floats, pairs: Integers) -> Integers:
    """The pairs of one island; no pair gains 0, so that a cell of 0 is a unit left alone."""
    from scipy.optimize import linear_sum_assignment

    cost = np.zeros((int(row.max()) + 1, int(column.max()) + 1))
    number = np.full(cost.shape, NOBODY, dtype=np.int64)
    cost[row, column], number[row, column] = gains, pairs
    taken = number[linear_sum_assignment(cost)]
    return np.asarray(taken[taken != NOBODY])


def _islands(one: Integers, other: Integers, n_units: int) -> Integers:
    """For each unit the number of its island."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(one)), (one, other)), shape=(n_units, n_units))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _numbers(units: Integers, island: Integers) -> tuple[Integers, Integers]:
    """For each unit of one coder its number on its island, and for each island how many it has."""
    own = np.unique(units)
    own = own[np.argsort(island[own], kind="stable")]
    counts = np.bincount(island[own], minlength=int(island.max()) + 1)
    before = np.cumsum(counts) - counts
    number = np.zeros(len(island), dtype=np.int64)
    number[own] = np.arange(len(own)) - before[island[own]]
    return number, counts.astype(np.int64)
