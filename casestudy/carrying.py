"""Where things of a text are after stretches of it were replaced, when the stretches are known.

Nothing is compared and nothing is guessed here: each position is shifted by what was replaced
before it. What lay on a replaced stretch lies on what replaced it, so a coding on a name is then a
coding on the name's label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from casestudy.anchors import Anchor, anchor
from casestudy.anchors.likeness import similarity
from casestudy.anchors.reanchoring import Outcome, Receipt
from casestudy.edits import Replacement
from casestudy.sources import Part

Positions = NDArray[np.int64]


def carried_parts(parts: Sequence[Part], replacements: Sequence[Replacement]) -> tuple[Part, ...]:
    """The parts of a source after replacements: their edges move with the text.

    An edge inside a replaced stretch goes to the edge of what replaced it.

    Examples
    --------
    >>> turn = Part(kind="turn", start=3, end=14)
    >>> carried_parts([turn], [Replacement(start=0, end=2, new="They")])[0].start
    5
    """
    starts = [part.start for part in parts]
    ends = [part.end for part in parts]
    new_starts, new_ends = carried_spans(starts, ends, replacements)
    return tuple(
        replace(part, start=start, end=end)
        for part, start, end in zip(parts, new_starts.tolist(), new_ends.tolist(), strict=True)
    )


def carried_spans(
    starts: Sequence[int], ends: Sequence[int], replacements: Sequence[Replacement]
) -> tuple[Positions, Positions]:
    """Where spans of a text begin and end after replacements, counted in the new text.

    What is inserted at the edge of a span lies inside it afterwards.

    Parameters
    ----------
    starts, ends : sequence of int
        Code points into the old text.
    replacements : sequence of Replacement
        In any order, without overlap.
    """
    edit = _Edit(replacements)
    new_starts = edit.carried(np.array(starts, dtype=np.int64), is_start=True)
    new_ends = edit.carried(np.array(ends, dtype=np.int64), is_start=False)
    return new_starts, np.maximum(new_ends, new_starts)


def carried_receipts(
    anchors: Sequence[Anchor], replacements: Sequence[Replacement], *, new: str
) -> list[Receipt]:
    """What became of anchors that hold in a text when stretches of it were replaced.

    Parameters
    ----------
    anchors : sequence of Anchor
        Each holds in the old text.
    replacements : sequence of Replacement
        What was replaced, counted in the old text.
    new : str
        The text after all of them.

    Returns
    -------
    list of Receipt
        In the order of the anchors. One is orphaned only if all its characters were deleted.

    Examples
    --------
    >>> from casestudy.anchors import anchor
    >>> coded = [anchor("Ask Lakso now.", 4, 9), anchor("Ask Lakso now.", 0, 3)]
    >>> changed = [Replacement(start=4, end=9, new="[P1]")]
    >>> [one.after.quote for one in carried_receipts(coded, changed, new="Ask [P1] now.")]
    ['[P1]', 'Ask']
    """
    starts, ends = carried_spans(
        [each.start for each in anchors], [each.end for each in anchors], replacements
    )
    return [
        _receipt(each, new, start, end)
        for each, start, end in zip(anchors, starts.tolist(), ends.tolist(), strict=True)
    ]


def taking_back(old: str, replacements: Sequence[Replacement]) -> list[Replacement]:
    """The replacements that undo others, counted in the text that those made.

    Examples
    --------
    >>> [back] = taking_back("Ask Lakso now.", [Replacement(start=4, end=9, new="[P1]")])
    >>> back.start, back.end, back.new
    (4, 8, 'Lakso')
    """
    back, grown = [], 0
    for one in sorted(replacements, key=lambda one: (one.start, one.end)):
        start = one.start + grown
        back.append(
            Replacement(start=start, end=start + len(one.new), new=old[one.start : one.end])
        )
        grown += len(one.new) - (one.end - one.start)
    return back


def _receipt(each: Anchor, new: str, start: int, end: int) -> Receipt:
    if start == end:
        why = "all its characters were deleted"
        return Receipt(
            outcome="orphaned", before=each, after=None, similarity=0.0, how="diff", note=why
        )
    after = anchor(new, start, end)
    outcome: Outcome = "adjusted"
    if after.quote == each.quote:
        outcome = "unchanged" if start == each.start else "moved"
    likeness = 1.0 if outcome != "adjusted" else similarity(each.quote, after.quote)
    return Receipt(outcome=outcome, before=each, after=after, similarity=likeness, how="diff")


class _Edit:
    """Replacements as arrays: insertions apart from those that take characters away."""

    def __init__(self, replacements: Sequence[Replacement]) -> None:
        ordered = sorted(replacements, key=lambda one: (one.start, one.end))
        starts = np.array([one.start for one in ordered], dtype=np.int64)
        ends = np.array([one.end for one in ordered], dtype=np.int64)
        lengths = np.array([len(one.new) for one in ordered], dtype=np.int64)
        takes = ends > starts
        self._starts, self._ends, self._lengths = starts[takes], ends[takes], lengths[takes]
        self._grown = _sums(self._lengths - (self._ends - self._starts))
        self._inserted_at, self._inserted = starts[~takes], _sums(lengths[~takes])

    def carried(self, positions: Positions, *, is_start: bool) -> Positions:
        """Where positions go: shifted by all that was replaced before them."""
        before = np.searchsorted(self._ends, positions, side="right")
        side = "left" if is_start else "right"
        inserted = np.searchsorted(self._inserted_at, positions, side=side)  # type: ignore[call-overload]
        carried: Positions = positions.copy()
        if len(self._starts):
            around = np.minimum(before, len(self._starts) - 1)
            edge = self._starts[around] + (0 if is_start else self._lengths[around])
            within = (self._starts[around] < positions) & (positions < self._ends[around])
            carried[within] = edge[within]
        shifted: Positions = carried + self._grown[before] + self._inserted[inserted]
        return shifted


def _sums(values: Positions) -> Positions:
    """What the first 0, 1, 2 … values add up to."""
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(values, dtype=np.int64)])
