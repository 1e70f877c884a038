"""One comparison of a whole text with its edited version.

A thousand quotations share one edit, so the edit is worked out once, for the whole text, and each
quotation is carried over by it. A quotation that is searched for by itself can land on other
people's words; one that is carried over by the edit cannot.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from casestudy.anchors.alignment import equal_blocks, gaps, joined
from casestudy.anchors.borders import on_borders, without_islands
from casestudy.anchors.offsets import (
    DELETED,
    EQUAL,
    INSERTED,
    KINDS,
    REPLACED,
    SOLID,
    Move,
    OffsetMap,
)
from casestudy.anchors.shingles import Blocks, shared_runs, shingles
from casestudy.anchors.text_units import Positions, codepoints

__all__ = ["KINDS", "OffsetMap", "offset_map"]

MOVED_MARGIN = 64
"""Characters by which a moved block may shift inside itself or be edited at its ends: two
contexts."""


def offset_map(old: str, new: str) -> OffsetMap:
    """The edit that turned one text into another.

    Notes
    -----
    The order of passages decides what stayed; of two passages that changed places the longer one
    stayed and the shorter one moved. Cost follows the length of the texts (`alignment`).

    Examples
    --------
    >>> edit = offset_map("We trust them.", "We trust him.")
    >>> [KINDS[kind] for kind in edit.kind]
    ['equal', 'replaced', 'equal']
    """
    blocks = _tidy(old, new, equal_blocks(old, new))
    return _stretches(blocks, len(old), len(new), moves=_moves(old, new, blocks))


def _tidy(old: str, new: str, blocks: Blocks) -> Blocks:
    return on_borders(old, new, without_islands(old, new, blocks))


def _stretches(
    blocks: Blocks, old_length: int, new_length: int, *, moves: tuple[Move, ...] = ()
) -> OffsetMap:
    """Blocks and what lies between them, in order, without the empty ones."""
    between = gaps(blocks, old_length, new_length)
    old_size, new_size = between[:, 1] - between[:, 0], between[:, 3] - between[:, 2]
    kind = np.full(len(between), REPLACED, dtype=np.int8)
    kind[old_size == 0] = INSERTED
    kind[new_size == 0] = DELETED
    rows = np.empty((2 * len(blocks) + 1, 4), dtype=np.int64)
    kinds = np.full(len(rows), EQUAL, dtype=np.int8)
    rows[0::2], kinds[0::2] = between, kind
    rows[1::2, 0::2] = blocks[:, :2]
    rows[1::2, 1::2] = blocks[:, :2] + blocks[:, 2:]
    full = (rows[:, 0] < rows[:, 1]) | (rows[:, 2] < rows[:, 3])
    old_start, old_end, new_start, new_end = rows[full].T.copy()
    return OffsetMap(kinds[full], old_start, old_end, new_start, new_end, moves)


def _moves(old: str, new: str, blocks: Blocks) -> tuple[Move, ...]:
    """Blocks that were deleted in one place and inserted, perhaps edited, in another."""
    between = gaps(blocks[blocks[:, 2] >= SOLID], len(old), len(new))
    cut = between[between[:, 1] - between[:, 0] >= SOLID][:, :2]
    put = between[between[:, 3] - between[:, 2] >= SOLID][:, 2:]
    if not len(cut) or not len(put):
        return ()
    runs = shared_runs(*_shingles_in(old, cut), *_shingles_in(new, put), SOLID)
    found: list[Move] = []
    for group in _groups(runs, put):
        old_end = found[-1].old_end if found else 0
        rectangle = _widened(group, cut, put, old_end)
        if rectangle[0] < rectangle[1]:
            found.append(_move(old, new, *rectangle))
    return tuple(found)


def _shingles_in(text: str, stretches: Positions) -> tuple[NDArray[np.uint64], Positions]:
    """The shingles that lie wholly in one of some stretches of a text, and where they begin."""
    counts = stretches[:, 1] - stretches[:, 0] - SOLID + 1
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    at = np.repeat(stretches[:, 0], counts) + within
    return shingles(codepoints(text), SOLID)[at], at


def _groups(runs: Blocks, put: Positions) -> list[Blocks]:
    """Runs that follow one another in both texts, within one insertion, with little between."""
    ends = runs[:, :2] + runs[:, 2:]
    steps = runs[1:, :2] - ends[:-1]
    apart = (steps < -SOLID).any(axis=1) | (steps > 2 * MOVED_MARGIN).any(axis=1)
    apart |= np.abs(steps[:, 0] - steps[:, 1]) > MOVED_MARGIN
    apart |= np.diff(np.searchsorted(put[:, 0], runs[:, 1], "right")) != 0
    return [group for group in np.split(runs, np.flatnonzero(apart) + 1) if len(group)]


def _widened(group: Blocks, cut: Positions, put: Positions, old_from: int) -> list[int]:
    """The old and new extent of a moved block, widened into the stretches it lies in."""
    rectangle = []
    for side, stretches in enumerate((cut, put)):
        first, last = group[0, side], group[-1, side] + group[-1, 2]
        low = stretches[np.searchsorted(stretches[:, 0], first, "right") - 1, 0]
        high = stretches[np.searchsorted(stretches[:, 1], last, "left"), 1]
        rectangle += [max(low, first - MOVED_MARGIN), min(high, last + MOVED_MARGIN)]
    rectangle[0] = max(rectangle[0], old_from)
    return [int(edge) for edge in rectangle]


def _move(old: str, new: str, old_start: int, old_end: int, new_start: int, new_end: int) -> Move:
    before, after = old[old_start:old_end], new[new_start:new_end]
    blocks = joined(_tidy(before, after, equal_blocks(before, after)))
    inside = _stretches(blocks, len(before), len(after))
    return Move(old_start, old_end, new_start, new_end, inside)
