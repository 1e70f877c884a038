"""The groups of units that together cost least, no unit in two of them.

There may be a hundred thousand candidate groups, of which some hundreds are chosen. The linear
program is solved over all of them, and mostly its best solution takes each group wholly or not at
all. Where it halves some, its prices tell which few candidates a best packing can hold, and the
integer program is solved over those. Both are solved by HiGHS through SciPy, and exactly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
WHOLE = 1e-7
"""A share nearer than this to 0 or 1 is whole."""
CLOSE = 1e-6
"""A price nearer than this to another may be equal to it."""
SURELY = 1e-9
"""A packing that is better by less than this is not better."""
MOST_TRIED = 5000
"""Steps of the search in a small island, before the integer program takes over."""
FIRST_LIMIT = 0.05
"""Price up to which groups are looked at first: the best packing mostly costs no more than this
above the linear program."""


def best_packing(groups: Integers, gains: Floats) -> Integers:
    """Positions of the groups with the least sum of gains that share no unit.

    Parameters
    ----------
    groups : array of int, shape (n_groups, n_coders)
        Units of each group, -1 for none.
    gains : array of float, shape (n_groups,)
        What taking a group adds to the cost; below 0.

    Examples
    --------
    >>> groups = np.array([[0, 2], [0, 3], [1, 2]])
    >>> best_packing(groups, np.array([-1.0, -0.7, -0.7])).tolist()
    [1, 2]
    """
    if not len(groups):
        return np.empty(0, dtype=np.int64)
    holds = _incidence(groups)
    solved = _shares(holds, gains)
    share = np.asarray(solved.x)
    if (np.minimum(share, 1 - share) <= WHOLE).all():
        return np.flatnonzero(share > 0.5).astype(np.int64)
    values = -np.asarray(solved.ineqlin.marginals)
    alone = np.zeros(int(groups.max()) + 1)
    alone[np.unique(groups[groups >= 0])] = np.maximum(values, 0.0)
    prices = Prices(groups=np.maximum(gains + holds.T @ values, 0.0), units=alone)
    return _whole_packing(groups, share, prices)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prices:
    """What departs from the linear program's solution: prices of groups, and of units left alone.

    Parameters
    ----------
    groups : array of float, shape (n_groups,)
        By their positions.
    units : array of float, shape (n_units,)
        By their numbers.

    Notes
    -----
    The cost of a packing is the linear program's value, plus the prices of the groups taken, plus
    those of the units that none of them holds. None is below 0.
    """

    groups: Floats
    units: Floats

    def of(self, rows: Integers) -> Prices:
        """The prices of some groups, and of all units."""
        return Prices(groups=self.groups[rows], units=self.units)


def _incidence(groups: Integers) -> Any:
    """Which unit is in which group, a row a unit."""
    from scipy.sparse import csc_array

    group, column = np.nonzero(groups >= 0)
    units, row = np.unique(groups[group, column], return_inverse=True)
    return csc_array((np.ones(len(group)), (row, group)), shape=(len(units), len(groups)))


def _shares(holds: Any, gains: Floats) -> Any:
    """The linear program: which share of each group to take."""
    from scipy.optimize import linprog

    limits = np.ones(holds.shape[0])
    return linprog(gains, A_ub=holds, b_ub=limits, bounds=(0, None), method="highs-ds")


def _whole_packing(groups: Integers, share: Floats, prices: Prices) -> Integers:
    """The best packing of whole groups, part by part.

    Groups that share no unit, not even through others, do not affect one another: where the linear
    program's solution is whole, it is the best there.
    """
    settled, parts = _halved_parts(groups, share)
    found = [rows[_best_of_part(groups[rows], share[rows], prices.of(rows))] for rows in parts]
    return np.concatenate([settled, *found])


def _best_of_part(groups: Integers, share: Floats, prices: Prices) -> Integers:
    """The best packing of one part.

    Any packing is an upper limit of what departs from the linear program's value. So a packing of
    the groups up to some price is the best of all if it departs by no more than that price.
    """
    limit = FIRST_LIMIT
    while True:
        near = np.flatnonzero(prices.groups <= limit + CLOSE)
        taken, excess = _best_among(groups[near], share[near], prices.of(near))
        if excess <= limit + CLOSE:
            return near[taken].astype(np.int64)
        limit = excess


def _best_among(groups: Integers, share: Floats, prices: Prices) -> tuple[Integers, float]:
    """The best packing of some groups that hold the linear program's solution, and its excess."""
    settled, islands = _halved_parts(groups, share)
    taken, excess = [settled], 0.0
    for rows in islands:
        own, costs = groups[rows], prices.groups[rows]
        units = np.unique(own[own >= 0])
        found = _searched(own, costs, units, prices.units[units])
        if found is None:
            held = _incidence(own)
            found = _in_whole(held, costs - held.T @ prices.units[units])
        left = np.setdiff1d(units, own[found])
        excess += float(costs[found].sum() + prices.units[left].sum())
        taken.append(rows[found])
    return np.concatenate(taken), excess


def _halved_parts(groups: Integers, share: Floats) -> tuple[Integers, list[Integers]]:
    """Groups that the linear program takes where it is whole, and the parts where it is not."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    group, column = np.nonzero(groups >= 0)
    n = len(groups)
    size = n + int(groups.max()) + 1
    links = coo_array(
        (np.ones(len(group), dtype=np.int8), (group, n + groups[group, column])), shape=(size, size)
    )
    part = connected_components(links, directed=False)[1][:n]
    is_halved = np.isin(part, part[np.minimum(share, 1 - share) > WHOLE])
    rows = np.flatnonzero(is_halved)
    rows = rows[np.argsort(part[rows], kind="stable")]
    parts = np.split(rows, np.flatnonzero(np.diff(part[rows])) + 1) if len(rows) else []
    return np.flatnonzero((share > 0.5) & ~is_halved), parts


def _searched(groups: Integers, prices: Floats, units: Integers, alone: Floats) -> Integers | None:
    """The best packing of a small island, by trying what can still be better; None if too many.

    The units are decided on one after the other: each is left alone, or goes with a group.
    """
    place = {unit: number for number, unit in enumerate(units.tolist())}
    held = [frozenset(place[unit] for unit in row if unit >= 0) for row in groups.tolist()]
    of_unit: list[list[int]] = [[] for _ in place]
    for group, members in enumerate(held):
        of_unit[min(members)].append(group)
    costs, leave = prices.tolist(), alone.tolist()
    best: tuple[float, tuple[int, ...]] = (math.inf, ())
    waiting: list[tuple[float, int, frozenset[int], tuple[int, ...]]] = [(0.0, 0, frozenset(), ())]
    for _ in range(MOST_TRIED):
        if not waiting:
            return np.array(best[1], dtype=np.int64)
        excess, unit, used, chosen = waiting.pop()
        while unit in used:
            unit += 1
        if excess >= best[0] - SURELY:
            continue
        if unit == len(place):
            best = (excess, chosen)
            continue
        steps = [(excess + leave[unit], unit + 1, used, chosen)]
        steps += [
            (excess + costs[group], unit + 1, used | held[group], (*chosen, group))
            for group in of_unit[unit]
            if used.isdisjoint(held[group])
        ]
        # the cheapest is tried first
        waiting += sorted(steps, key=lambda step: -step[0])
    return None


def _in_whole(holds: Any, gains: Floats) -> Integers:
    from scipy.optimize import Bounds, LinearConstraint, milp

    found = milp(
        gains,
        constraints=LinearConstraint(holds, ub=1.0),
        integrality=np.ones(len(gains)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise RuntimeError(f"the best alignment could not be found: {found.message}")
    return np.flatnonzero(found.x > 0.5).astype(np.int64)
