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
"""A price nearer than this to another may be equal to it."""
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
    prices = gains - holds.T @ solved.ineqlin.marginals
    return _whole_packing(holds, gains, share, prices)


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


def _whole_packing(holds: Any, gains: Floats, share: Floats, prices: Floats) -> Integers:
    """The best packing of whole groups.

    Any packing is an upper limit of the cost, the linear program's value a lower one: a group whose
    price is greater than the difference is in no better packing. So a packing of the groups up to
    some price is the best of all if it lies no further from the lower limit than that price.
    """
    bound, limit = float(gains @ share), FIRST_LIMIT
    while True:
        candidates = np.flatnonzero(prices <= limit + CLOSE)
        taken = candidates[_best_among(holds[:, candidates], gains[candidates], share[candidates])]
        room = float(gains[taken].sum()) - bound
        if room <= limit + CLOSE:
            return taken.astype(np.int64)
        limit = room


def _best_among(holds: Any, gains: Floats, share: Floats) -> Integers:
    """The best packing of some groups that hold the linear program's solution.

    Groups that share no unit, not even through others, do not affect one another: where the linear
    program's solution is whole, it is the best there.
    """
    from scipy.sparse.csgraph import connected_components

    island = connected_components(holds.T @ holds, directed=False)[1]
    halved = np.unique(island[np.minimum(share, 1 - share) > WHOLE])
    open_groups = np.flatnonzero(np.isin(island, halved))
    settled = np.flatnonzero((share > 0.5) & ~np.isin(island, halved))
    found = open_groups[_in_whole(holds[:, open_groups], gains[open_groups])]
    return np.concatenate([settled, found]).astype(np.int64)


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
