"""Which units of coders lie near enough to be one: pairs, and groups of one unit a coder.

A group that costs no less than its two halves apart is never needed. What is left is few, and the
best alignment is found among it exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
NOBODY = -1
"""Stands in a group for a coder with no unit."""
DOUBLINGS = 3
"""Units are of like length if the longest is up to two to this power times the shortest."""
GROUPS_AT_ONCE = 400_000
"""Groups that are held in memory before the next coder is added."""
HALVES_OF_AT_MOST = 6
"""Coders up to which every way of cutting a group in two is tried."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Units:
    """Units of several coders on one line.

    Parameters
    ----------
    coder, starts, ends, category : array of int, shape (n_units,)
        Ordered by coder.
    n_coders : int
        Coders, those without a unit counted.
    """

    coder: Integers
    starts: Integers
    ends: Integers
    category: Integers
    n_coders: int

    def __len__(self) -> int:
        return len(self.starts)

    def of(self, coder: int) -> Integers:
        """Positions of one coder's units."""
        return np.flatnonzero(self.coder == coder).astype(np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dissimilarity:
    """How unlike two units are (Mathet 2015); leaving a unit alone costs 1.

    Parameters
    ----------
    alpha, beta : float
        Weights of position and category. 3 and 1 are those of the authors' software.
    categories : array, shape (n_values, n_values), optional
        How far two categories are apart, 0 to 1; if not given, 1 for any two.
    """

    alpha: float = 3.0
    beta: float = 1.0
    categories: Floats | None = None

    def __post_init__(self) -> None:
        if not self.alpha > 0 or not self.beta >= 0:
            raise ValueError(
                f"alpha {self.alpha} and beta {self.beta} are not allowed: alpha is greater than "
                "0, because units are aligned by their position, and beta at least 0"
            )

    def of(self, units: Units, one: Integers, other: Integers) -> Floats:
        """The dissimilarity of pairs of units."""
        return self.alpha * positional(units, one, other) + self.beta * self.categorical(
            units, one, other
        )

    def categorical(self, units: Units, one: Integers, other: Integers) -> Floats:
        """How far the categories of pairs of units are apart."""
        a, b = units.category[one], units.category[other]
        return np.asarray(a != b, dtype=float) if self.categories is None else self.categories[a, b]


def positional(units: Units, one: Integers, other: Integers) -> Floats:
    """Squared share of their lengths by which the ends of pairs of units differ."""
    apart = np.abs(units.starts[one] - units.starts[other])
    apart = apart + np.abs(units.ends[one] - units.ends[other])
    lengths = (units.ends - units.starts)[one] + (units.ends - units.starts)[other]
    return np.asarray((apart / lengths) ** 2)


def near_pairs(
    units: Units, one: Integers, other: Integers, *, reach: float
) -> tuple[Integers, Integers]:
    """Pairs of units whose ends differ by less than `reach` times their lengths together.

    Sorted by the first unit. Units of like length are searched together, so that one long unit
    does not make every other its neighbour.
    """
    lengths, sums = units.ends - units.starts, units.starts + units.ends
    classes = np.frexp(lengths[other].astype(float))[1] // DOUBLINGS
    left: list[Integers] = []
    right: list[Integers] = []
    for size in np.unique(classes):
        own = other[classes == size]
        own = own[np.argsort(sums[own], kind="stable")]
        window = reach * (lengths[one] + lengths[own].max())
        low = np.searchsorted(sums[own], sums[one] - window, side="left")
        high = np.searchsorted(sums[own], sums[one] + window, side="right")
        row, column = expanded(low, high)
        left.append(one[row])
        right.append(own[column])
    a = np.concatenate([*left, np.empty(0, dtype=np.int64)])
    b = np.concatenate([*right, np.empty(0, dtype=np.int64)])
    near = positional(units, a, b) < reach**2
    order = np.argsort(a[near], kind="stable")
    return a[near][order], b[near][order]


def expanded(low: npt.NDArray[np.intp], high: npt.NDArray[np.intp]) -> tuple[Integers, Integers]:
    """Row numbers and the whole numbers from `low` to `high` of each row, laid end to end.

    Examples
    --------
    >>> rows, numbers = expanded(np.array([0, 5]), np.array([2, 6]))
    >>> rows.tolist(), numbers.tolist()
    ([0, 0, 1], [0, 1, 5])
    """
    counts = np.maximum(high - low, 0)
    rows = np.repeat(np.arange(len(low), dtype=np.int64), counts)
    before = np.cumsum(counts) - counts
    numbers = np.arange(len(rows), dtype=np.int64) - before[rows] + low[rows]
    return rows, numbers


def groups(units: Units, unlike: Dissimilarity) -> tuple[Integers, Floats]:
    """Groups of two or more units, one a coder, that may be part of the best alignment.

    Returns
    -------
    groups : array of int, shape (n_groups, n_coders)
        Positions of units, `NOBODY` for a coder with none.
    gains : array of float, shape (n_groups,)
        What the group costs, less what its units cost alone; all below 0.

    Notes
    -----
    With n coders a group of k units costs the mean of n(n-1)/2 pairs, those without a unit costing
    1. Cut into parts of a and b units it costs no more if the units of one part are, in all,
    n(n-1)/2 + ab or more from those of the other: such a group is left out.
    """
    found = [_worthwhile(rows, units, unlike) for rows in _grown(units, unlike)]
    if not found:
        return np.empty((0, units.n_coders), dtype=np.int64), np.empty(0)
    return np.concatenate([rows for rows, _ in found]), np.concatenate([gain for _, gain in found])


def _grown(units: Units, unlike: Dissimilarity) -> Iterator[Integers]:
    """Candidate groups in portions: a unit of one coder, joined by units of the coders after."""
    n = units.n_coders
    reach = float(np.sqrt((_pairs(n) + n - 1) / unlike.alpha))
    for first in range(n - 1):
        own = units.of(first)
        near = {
            coder: near_pairs(units, own, units.of(coder), reach=reach)
            for coder in range(first + 1, n)
        }
        start = np.full((len(own), n), NOBODY, dtype=np.int64)
        start[:, first] = own
        waiting = [(first + 1, start, np.zeros(start.shape))]
        while waiting:
            coder, rows, sums = waiting.pop()
            if coder == n:
                yield rows
                continue
            rows, sums = _joined(rows, sums, coder, near[coder], units, unlike)
            parts = max(1, -(-len(rows) // GROUPS_AT_ONCE))
            pieces = np.array_split(np.arange(len(rows)), parts)
            waiting.extend((coder + 1, rows[part], sums[part]) for part in pieces)


def _joined(
    rows: Integers,
    sums: Floats,
    coder: int,
    near: tuple[Integers, Integers],
    units: Units,
    unlike: Dissimilarity,
) -> tuple[Integers, Floats]:
    """Groups as they are, and with each unit of a coder that lies near enough to all members.

    `sums` holds for each member how far it is from all others.
    """
    first = rows[np.arange(len(rows)), np.argmax(rows != NOBODY, axis=1)]
    row, at = expanded(np.searchsorted(near[0], first), np.searchsorted(near[0], first, "right"))
    more, distances = rows[row], sums[row]
    more[:, coder] = near[1][at]
    for other in range(coder):
        there = np.flatnonzero(more[:, other] != NOBODY)
        apart = unlike.of(units, more[there, other], more[there, coder])
        distances[there, other] += apart
        distances[there, coder] += apart
    n = units.n_coders
    largest = (more != NOBODY).sum(axis=1) + n - 1 - coder
    keep = (distances < (_pairs(n) + largest - 1)[:, None]).all(axis=1)
    return np.concatenate([rows, more[keep]]), np.concatenate([sums, distances[keep]])


def _worthwhile(rows: Integers, units: Units, unlike: Dissimilarity) -> tuple[Integers, Floats]:
    """The groups that cost less than any two parts of them, with their gain."""
    n = units.n_coders
    rows = rows[(rows != NOBODY).sum(axis=1) >= 2]
    apart = {
        (i, j): _apart(rows[:, i], rows[:, j], units, unlike) for i, j in combinations(range(n), 2)
    }
    filled = rows != NOBODY
    size = filled.sum(axis=1)
    total = sum(apart.values(), np.zeros(len(rows)))
    gain = (total + _pairs(n) - size * (size - 1) / 2) / _pairs(n) - size
    keep = gain < 0
    for part in _halves(n):
        rest = [coder for coder in range(n) if coder not in part]
        between = sum(
            (apart[min(i, j), max(i, j)] for i in part for j in rest), np.zeros(len(rows))
        )
        product = filled[:, part].sum(axis=1) * filled[:, rest].sum(axis=1)
        keep &= (product == 0) | (between < _pairs(n) + product)
    return rows[keep], gain[keep]


def _halves(n_coders: int) -> Iterator[list[int]]:
    """Ways of taking some coders away from the others; single ones only where there are many."""
    largest = n_coders // 2 if n_coders <= HALVES_OF_AT_MOST else 1
    for size in range(1, largest + 1):
        yield from (list(part) for part in combinations(range(n_coders), size))


def _apart(one: Integers, other: Integers, units: Units, unlike: Dissimilarity) -> Floats:
    """How far two members of each group are apart; 0 where one is missing."""
    found = np.zeros(len(one))
    there = np.flatnonzero((one != NOBODY) & (other != NOBODY))
    found[there] = unlike.of(units, one[there], other[there])
    return found


def _pairs(n_coders: int) -> float:
    """Pairs of coders."""
    return n_coders * (n_coders - 1) / 2
