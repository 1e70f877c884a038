"""An edit as stretches that stayed, were replaced, inserted or deleted, and what it did to spans.

Everything is kept in arrays, so that a thousand spans cost about as much as one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casestudy.anchors.text_units import Positions

KINDS = ("equal", "replaced", "inserted", "deleted")
EQUAL, REPLACED, INSERTED, DELETED = range(4)

REPLACED_AT_EDGE = 32
"""Longest replaced stretch that belongs to a span which begins or ends in it: a name, a number, a
sign of punctuation. A longer one is another sentence, and the span is cut back to what is left of
its own words. 32 is also the length of an anchor's context."""
SOLID = 16
"""Characters that must agree without a gap to show where words come from; two unrelated sentences
share single letters and words in the same order. As long as the shortest shingle of the alignment.
Words that agree alone in all that was deleted and in all that was inserted were moved."""


@dataclass(frozen=True, slots=True, eq=False)
class Mapped:
    """Where spans of the old text lie in the new one; one entry a span.

    Parameters
    ----------
    start, end : array of int
        Code points into the new text; equal where nothing is left of the span.
    survived : array of float
        Share of the span's characters, 0 to 1, that stand in the new place unchanged.
    moved : array of bool
        Whether the span was cut and pasted elsewhere.
    """

    start: Positions
    end: Positions
    survived: NDArray[np.float64]
    moved: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """A block that was cut from one place and pasted, perhaps edited, at another."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    inside: OffsetMap


@dataclass(frozen=True, slots=True, eq=False)
class OffsetMap:
    """The edit between two texts as stretches that follow one another in both of them.

    Parameters
    ----------
    kind : array of int
        Index into `KINDS`, one entry a stretch.
    old_start, old_end, new_start, new_end : array of int
        Code points; an inserted stretch is empty in the old text, a deleted one in the new.
    moves : tuple of Move
        Deleted blocks that stand elsewhere in the new text, in the order of the old one.
    """

    kind: NDArray[np.int8]
    old_start: Positions
    old_end: Positions
    new_start: Positions
    new_end: Positions
    moves: tuple[Move, ...] = ()

    def spans(self, starts: ArrayLike, ends: ArrayLike) -> Mapped:
        """Where spans of the old text lie in the new one, and how much of each is left.

        Parameters
        ----------
        starts, ends : array of int
            Code points into the old text, end excluded, one entry a span.

        Raises
        ------
        ValueError
            If a span is empty or reaches beyond the old text.

        Examples
        --------
        >>> from casestudy.anchors.diffing import offset_map
        >>> edit = offset_map("We trust them all.", "Do we trust all?")
        >>> kept = edit.spans([3, 9], [8, 13])
        >>> kept.start.tolist(), kept.end.tolist(), kept.survived.tolist()
        ([6, 12], [11, 12], [1.0, 0.0])
        """
        start = np.asarray(starts, dtype=np.int64)
        end = np.asarray(ends, dtype=np.int64)
        self._check(start, end)
        if not len(self.kind):
            return Mapped(start, end, np.zeros(len(start)), np.zeros(len(start), dtype=bool))
        kept = self._covered(self.old_start, self.old_end, end)
        kept -= self._covered(self.old_start, self.old_end, start)
        to_start, to_end = self._new_starts(start), self._new_ends(end)
        lost = (kept == 0) | (to_end <= to_start)
        to_end = np.where(lost, to_start, to_end)
        survived = np.where(lost, 0.0, kept / (end - start))
        mapped = Mapped(to_start, to_end, survived, np.zeros(len(start), dtype=bool))
        self._follow_moves(start, end, mapped)
        return mapped

    def traced(self, starts: ArrayLike, ends: ArrayLike) -> NDArray[np.float64]:
        """Share of each span of the new text, 0 to 1, that the old text had in the same order.

        Only agreements of at least 16 characters count; shorter ones may be chance.

        Examples
        --------
        >>> from casestudy.anchors.diffing import offset_map
        >>> edit = offset_map("We trust most of them.", "We do trust most of them.")
        >>> edit.traced([3, 6], [6, 12]).tolist()
        [0.0, 1.0]
        """
        start = np.asarray(starts, dtype=np.int64)
        end = np.asarray(ends, dtype=np.int64)
        kept = self._covered(self.new_start, self.new_end, end, at_least=SOLID)
        kept -= self._covered(self.new_start, self.new_end, start, at_least=SOLID)
        return np.asarray(kept / (end - start), dtype=np.float64)

    def pasted(self, start: int, end: int) -> float:
        """Share of a span of the new text, 0 to 1, that was cut from elsewhere in the old one."""
        shares = [0.0]
        for move in self.moves:
            first, last = max(start, move.new_start), min(end, move.new_end)
            if first < last:
                within = move.inside.traced([first - move.new_start], [last - move.new_start])
                shares.append(float(within[0]) * (last - first) / (end - start))
        return min(sum(shares), 1.0)

    def longest_left(self, start: int, end: int) -> tuple[int, int]:
        """Start and end, in the new text, of the longest unchanged piece of an old span."""
        equal = self.kind == EQUAL
        first = np.maximum(self.old_start[equal], start)
        sizes = np.minimum(self.old_end[equal], end) - first
        if not sizes.size or sizes.max() <= 0:
            return 0, 0
        best = int(sizes.argmax())
        at = int(self.new_start[equal][best] + first[best] - self.old_start[equal][best])
        return at, at + int(sizes[best])

    def _check(self, start: Positions, end: Positions) -> None:
        length = int(self.old_end[-1]) if len(self.old_end) else 0
        wrong = np.flatnonzero((start < 0) | (end <= start) | (end > length))
        if wrong.size:
            raise ValueError(
                f"span {start[wrong[0]]} to {end[wrong[0]]} does not lie in the old text: "
                f"0 <= start < end <= {length} is allowed; was it made for another text?"
            )

    def _covered(
        self, starts: Positions, ends: Positions, at: Positions, *, at_least: int = 1
    ) -> Positions:
        """How many characters before each position lie in equal stretches of some length."""
        equal = (self.kind == EQUAL) & (ends - starts >= at_least)
        first, last = starts[equal], ends[equal]
        total = np.concatenate([[0], np.cumsum(last - first)])
        number = np.searchsorted(first, at, "right")
        beyond = np.where(number > 0, last[number - 1] - at if len(last) else 0, 0)
        return np.asarray(total[number] - np.maximum(beyond, 0), dtype=np.int64)

    def _new_starts(self, at: Positions) -> Positions:
        """The new places of the first characters of spans; a lost one gives way to the next."""
        row, old_size, new_size = self._stretches_of(at)
        ahead = at - self.old_start[row]
        inside = np.where(old_size == new_size, ahead, ahead * new_size // old_size)
        return self.new_start[row] + np.where(self._is_large(row), new_size, inside)

    def _new_ends(self, at: Positions) -> Positions:
        """The new places of the ends of spans; a lost last character gives way to the one before.

        Counted from the end of the stretch, so that a span which ends with it takes all of it.
        """
        row, old_size, new_size = self._stretches_of(at - 1)
        behind = self.old_end[row] - at
        inside = np.where(old_size == new_size, behind, behind * new_size // old_size)
        return self.new_end[row] - np.where(self._is_large(row), new_size, inside)

    def _stretches_of(self, at: Positions) -> tuple[Positions, Positions, Positions]:
        """Rows of the stretches that hold old characters, with their old and new sizes."""
        row = np.searchsorted(self.old_end, at, "right")
        return row, (self.old_end - self.old_start)[row], (self.new_end - self.new_start)[row]

    def _is_large(self, row: Positions) -> NDArray[np.bool_]:
        old_size = (self.old_end - self.old_start)[row]
        new_size = (self.new_end - self.new_start)[row]
        changed = self.kind[row] != EQUAL
        large: NDArray[np.bool_] = changed & (np.maximum(old_size, new_size) > REPLACED_AT_EDGE)
        return large

    def _follow_moves(self, start: Positions, end: Positions, mapped: Mapped) -> None:
        """Write the places of spans of which more was moved than stayed into `mapped`."""
        for move in self.moves:
            first, last = np.maximum(start, move.old_start), np.minimum(end, move.old_end)
            rows = np.flatnonzero((first < last) & (mapped.survived < 1.0))
            if not rows.size:
                continue
            inside = move.inside.spans(first[rows] - move.old_start, last[rows] - move.old_start)
            share = inside.survived * (last - first)[rows] / (end - start)[rows]
            better = share > mapped.survived[rows]
            rows = rows[better]
            mapped.start[rows] = inside.start[better] + move.new_start
            mapped.end[rows] = inside.end[better] + move.new_start
            mapped.survived[rows] = share[better]
            mapped.moved[rows] = True
