"""Which units a coding counts for, where it does not begin and end with them.

Everything is done with sorted borders: a coding finds the units it touches by two binary searches,
and no array has a row a character.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from casestudy.agreement.comparable import running_most
from casestudy.agreement.nearness import expanded
from casestudy.errors import did_you_mean

Integers = npt.NDArray[np.int64]

TOUCHING: Mapping[str, str] = MappingProxyType(
    {
        "any": "a coding counts for every unit that it touches",
        "majority": "a code counts for a unit if a coder put it on more than half of its text",
        "whole": "a code counts for a unit if a coder put it on all of its text",
        "inside": "a coding counts for the unit that it lies inside; one across units for none",
        "most": "a coding counts for the one unit that holds most of it",
    }
)
"""Ways in which a coding that touches a unit partly counts."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Marks:
    """That a coder put a code on a unit, each once, in the order of coder, unit and code.

    Parameters
    ----------
    coder, unit, code : array of int, shape (n_marks,)
        Positions.
    covered : array of int, shape (n_marks,)
        Characters of the unit that the coder put the code on.
    n_nowhere : int
        Codings that count for no unit.
    """

    coder: Integers
    unit: Integers
    code: Integers
    covered: Integers
    n_nowhere: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stretch:
    """Coded stretches of text on the line of all sources, end to end."""

    coder: Integers
    code: Integers
    starts: Integers
    ends: Integers


def marks(coded: Stretch, unit_starts: Integers, unit_ends: Integers, *, touching: str) -> Marks:
    """Which code each coder put on which unit.

    Parameters
    ----------
    coded : Stretch
        What was coded.
    unit_starts, unit_ends : array of int, shape (n_units,)
        On the same line, in order and without overlap.
    touching : str
        One of `TOUCHING`.
    """
    check_touching(touching)
    low = np.searchsorted(unit_ends, coded.starts, side="right")
    high = np.searchsorted(unit_starts, coded.ends, side="left")
    row, unit = expanded(low, high)
    starts = np.maximum(coded.starts[row], unit_starts[unit])
    ends = np.minimum(coded.ends[row], unit_ends[unit])
    keep = _considered(row, ends - starts, coded.ends - coded.starts, touching)
    row, unit, starts, ends = row[keep], unit[keep], starts[keep], ends[keep]
    triples, group = np.unique(
        np.column_stack([coded.coder[row], unit, coded.code[row]]), axis=0, return_inverse=True
    )
    covered = _covered(group, starts, ends, len(triples))
    counts = _counts(covered, (unit_ends - unit_starts)[triples[:, 1]], touching)
    used = np.zeros(len(coded.starts), dtype=bool)
    used[row[counts[group]]] = True
    coder, unit, code = triples[counts].T
    return Marks(
        coder=coder, unit=unit, code=code, covered=covered[counts], n_nowhere=int((~used).sum())
    )


def check_touching(touching: str) -> None:
    """Refuse a way of counting that is not known."""
    if touching not in TOUCHING:
        raise ValueError(
            f"touching {touching!r} is not known{did_you_mean(touching, TOUCHING)}; allowed are "
            + "; ".join(f"{name!r} ({what})" for name, what in TOUCHING.items())
        )


def _considered(
    row: Integers, shared: Integers, lengths: Integers, touching: str
) -> npt.NDArray[np.bool_]:
    """Which pairs of coding and unit are looked at."""
    if touching == "inside":
        return np.asarray(shared == lengths[row])
    if touching != "most":
        return np.ones(len(row), dtype=bool)
    order = np.lexsort((-shared, row))  # stable: of equal shares the first unit wins
    first = np.concatenate([[True], np.diff(row[order]) > 0])[: len(row)]
    keep = np.zeros(len(row), dtype=bool)
    keep[order[first]] = True
    return keep


def _covered(
    group: npt.NDArray[np.intp], starts: Integers, ends: Integers, n_groups: int
) -> Integers:
    """Characters that the pieces of each group cover, those covered twice once."""
    order = np.lexsort((starts, group))
    lane, left, right = group[order].astype(np.int64), starts[order], ends[order]
    reach = running_most(right, lane)
    before = np.concatenate([[0], reach[:-1]])[: len(lane)]
    again = np.concatenate([[False], lane[1:] == lane[:-1]])[: len(lane)]
    new = np.maximum(right - np.where(again, np.maximum(left, before), left), 0)
    return np.bincount(lane, weights=new, minlength=n_groups).astype(np.int64)


def _counts(covered: Integers, lengths: Integers, touching: str) -> npt.NDArray[np.bool_]:
    """Whether a code counts for a unit by how much of it is covered."""
    if touching == "majority":
        return np.asarray(2 * covered > lengths)
    if touching == "whole":
        return np.asarray(covered == lengths)
    return np.ones(len(covered), dtype=bool)
