"""The groups of units that together cost least, no unit in two of them.

There may be a hundred thousand candidate groups, of which some hundreds are chosen. The linear
program is solved over all of them, and mostly its best solution takes each group wholly or not at
all. Where it halves some, its prices tell which few candidates a best packing can hold, and the
integer program is solved over those. Both are solved by HiGHS through SciPy, and exactly.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
WHOLE = 1e-7
"""A share nearer than this to 0 or 1 is whole."""
CLOSE = 1e-6
"""A price nearer than this to 0 may be 0."""


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
    prices = gains - holds.T @ solved.ineqlin.marginals
    return _whole_packing(holds, gains, prices, bound=float(solved.fun))


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


def _whole_packing(holds: Any, gains: Floats, prices: Floats, *, bound: float) -> Integers:
    """The best packing of whole groups.

    A packing of the groups with price 0 is an upper limit of the cost, the linear program's value
    a lower one: a group whose price is greater than the difference is in no better packing.
    """
    near = np.flatnonzero(prices <= CLOSE)
    taken = near[_in_whole(holds[:, near], gains[near])]
    candidates = np.flatnonzero(prices <= gains[taken].sum() - bound + CLOSE)
    if len(candidates) > len(near):
        taken = candidates[_in_whole(holds[:, candidates], gains[candidates])]
    return taken.astype(np.int64)


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
