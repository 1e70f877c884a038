"""Caveats that travel with the numbers about an item."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from casestudy.item_answers import ItemAnswers

Mask = npt.NDArray[np.bool_]

EQUAL_STEPS = "The mean of a rating takes its steps as equal."
"""What is said of every mean of a rating."""


def notes_on(found: ItemAnswers, inside: Mask) -> tuple[str, ...]:
    """What has to be said of any number about the item, the base being those inside."""
    notes = [f"Asked only if: {found.asked_if}."] if found.asked_if else []
    if not inside.any():
        notes.append("Nobody answered: there is no base, and no share or mean is known.")
    if found.codes.ndim == 2:
        n_partly = int(((found.codes < 0).any(axis=1) & inside).sum())
        if n_partly:
            notes.append(
                "Counted in the base of each choice, though they have no answer to some: "
                f"{n_partly} respondents."
            )
    return tuple(notes)


def nobody(names: Sequence[str]) -> list[str]:
    """Which items or features nobody answered."""
    return [f"Nobody answered: {', '.join(names)}."] if names else []


def untested(p: npt.ArrayLike, what: str) -> list[str]:
    """How many of some tests there are none of, because there is nothing to compare."""
    n_none = int(np.isnan(np.atleast_1d(np.asarray(p, dtype=float))).sum())
    if not n_none:
        return []
    return [f"Not tested, because there is nobody or all answers are alike: {n_none} {what}."]


def tie_notes(choices: tuple[str, ...], counts: npt.NDArray[np.int64]) -> list[str]:
    """Answers that were chosen equally often, the most frequent first."""
    notes = []
    for count in sorted({int(count) for count in counts if count > 0}, reverse=True):
        tied = [repr(c) for c, n in zip(choices, counts, strict=True) if n == count]
        if len(tied) > 1:
            notes.append(f"Chosen equally often ({count} times each): {', '.join(tied)}.")
    return notes
