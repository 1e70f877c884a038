"""Rankings as choices: the best of all, the best of the rest, and so on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from casestudy.item_answers import RankedAnswers

Codes = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

UNRANKED = ("last", "not_compared")
"""What becomes of objects that a respondent did not rank: they stand below all that were ranked, or
nothing is known of them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stages:
    """Choices of one or several (tied) objects from the objects that were left.

    Parameters
    ----------
    respondents : array of int, shape (n_stages,)
    left, chosen : array of int, shape (n_stages,)
        Sets of objects, as bits.
    n_objects : int
    """

    respondents: Codes
    left: Codes
    chosen: Codes
    n_objects: int

    def of(self, wanted: Mask) -> Stages:
        """The stages of some respondents."""
        kept = wanted[self.respondents]
        return Stages(
            respondents=self.respondents[kept], left=self.left[kept], chosen=self.chosen[kept],
            n_objects=self.n_objects,
        )  # fmt: skip

    @property
    def most_tied(self) -> int:
        """How many objects were tied at most."""
        return max((int(one).bit_count() for one in np.unique(self.chosen)), default=1)


def ranking_stages(ranks: Codes, *, unranked: str) -> Stages:
    """The choices that rankings are made of.

    Parameters
    ----------
    ranks : array of int, shape (n_respondents, n_objects)
        From 1; 0 or less where not ranked. Only their order counts.
    unranked : {"last", "not_compared"}
    """
    checked_unranked(unranked)
    n_objects = ranks.shape[1]
    bits = np.left_shift(1, np.arange(n_objects))
    is_ranked = ranks > 0
    everything = np.where(is_ranked.any(axis=1), bits.sum(), 0)
    left: Codes = everything if unranked == "last" else is_ranked.astype(np.int64) @ bits
    rows: list[tuple[Codes, Codes, Codes]] = []
    # in 64 bits: in fewer, what stands below all ranks would turn round and stand above them
    current = np.where(is_ranked, ranks.astype(np.int64), np.iinfo(np.int64).max)
    for _ in range(n_objects):
        best = current.min(axis=1)
        is_best = (current == best[:, np.newaxis]) & (best < np.iinfo(np.int64).max)[:, np.newaxis]
        chosen: Codes = is_best.astype(np.int64) @ bits
        # who has one object left, or has ranked all there is to rank, chooses nothing more
        is_open = np.flatnonzero((chosen > 0) & (left & (left - 1) > 0))
        rows.append((is_open, left[is_open], chosen[is_open]))
        left = left & ~chosen
        current = np.where(is_best, np.iinfo(np.int64).max, current)
    respondents, sets, choices = (np.concatenate(column) for column in zip(*rows, strict=True))
    return Stages(respondents=respondents, left=sets, chosen=choices, n_objects=n_objects)


def checked_unranked(unranked: str) -> None:
    """Refuse a rule for unranked objects that is not known."""
    if unranked not in UNRANKED:
        raise ValueError(
            f"unranked {unranked!r} is not known; allowed are last (they stand below all that were "
            "ranked) and not_compared (nothing is known of them)"
        )


def ranking_notes(found: RankedAnswers, answered: Mask) -> list[str]:
    """How many rankings are partial, have ties or gaps, or rank a single object."""
    ranks = found.codes[answered]
    is_ranked = ranks > 0
    n_ranked = is_ranked.sum(axis=1)
    ordered = np.sort(np.where(is_ranked, ranks, len(found.choices) + 1), axis=1)
    steps = np.diff(ordered, axis=1, prepend=0)
    inside = np.arange(ordered.shape[1]) < n_ranked[:, np.newaxis]
    tied = ((steps == 0) & inside).any(axis=1)
    # after a tie of two both 1, 1, 2 and 1, 1, 3 are in use, so only other steps are gaps
    gaps = ((steps > 1) & inside).any(axis=1) & ~tied
    n = len(ranks)
    if not n:
        return [f"Nobody ranked anything: {found.item}."]
    told = [
        ("rank only some of the objects", (n_ranked < len(found.choices)).sum()),
        ("rank a single object, which compares it with nothing unless the others stand last",
         (n_ranked == 1).sum()),
        ("have ties", tied.sum()),
        ("have gaps in their ranks; only the order counts", gaps.sum()),
    ]  # fmt: skip
    return [f"Rankings that {what}: {int(count)} of {n}." for what, count in told if count]


def subsets(left: int, most: int) -> list[int]:
    """All sets of one to `most` of the objects that are left, as bits."""
    objects = [1 << place for place in range(left.bit_length()) if left >> place & 1]
    found = [0]
    for one in objects:
        found += [some | one for some in found if some.bit_count() < most]
    return [some for some in found if some]


def members(sets: Sequence[int], n_objects: int) -> npt.NDArray[np.float64]:
    """For each set and object 1/size of the set where the object is in it, else 0."""
    table = np.array(
        [[some >> place & 1 for place in range(n_objects)] for some in sets], dtype=float
    )
    return np.asarray(table / table.sum(axis=1, keepdims=True))
