"""The groups that an item makes among the respondents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from casestudy.answers import Answers
from casestudy.item_answers import OUTSIDE

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Groups:
    """Groups of respondents.

    Parameters
    ----------
    by : str
        Item that makes them; empty for one group of all.
    values, labels : tuple of str
    masks : tuple of arrays of bool, each of shape (n_respondents,)
        Who is in each.
    """

    by: str
    values: tuple[str, ...]
    labels: tuple[str, ...]
    masks: tuple[Mask, ...]

    def notes(self, given: Mask) -> tuple[str, ...]:
        """How many of those given are in no group."""
        n_lost = int((given & ~np.any(self.masks, axis=0)).sum())
        if not n_lost:
            return ()
        n = int(given.sum())
        return (f"In no group, because they have no answer to {self.by!r}: {n_lost} of {n}.",)


def groups_of(coded: Answers, by: str | None) -> Groups:
    """The groups that the choices of an item make; one group of all for None."""
    if by is None:
        everybody = coded.items[0].kinds != OUTSIDE
        return Groups(by="", values=("all",), labels=("all",), masks=(everybody,))
    found = coded.chosen(by)
    masks = tuple(found.codes == place for place in range(len(found.choices)))
    return Groups(by=by, values=found.choices, labels=found.labels, masks=masks)
