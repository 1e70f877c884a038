"""What was read of one item: a meaning for each respondent and stored column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from casestudy.importing.survey_cells import BLANK, STORED, Meaning, Missing
from casestudy.questions import Item

Mask = npt.NDArray[np.bool_]


@dataclass(slots=True)
class Read:
    """What was read of one item: meanings by column, and words of respondents' own.

    Parameters
    ----------
    columns : dict of str to list of Meaning
        Each stored column, one meaning a respondent.
    words : dict of str to list of str
        For text items that take the words of a choice.
    unticked : bool
        Whether "not ticked" has a mark of its own.
    """

    item: Item
    columns: dict[str, list[Meaning]]
    words: dict[str, list[str]]
    unticked: bool = False

    @property
    def open(self) -> Mask:
        """Respondents of whom all cells are blank."""
        blank = [np.array([m is BLANK for m in cells]) for cells in self.columns.values()]
        return np.asarray(np.logical_and.reduce(blank), dtype=bool)

    def settle(self, rows: Mask, kind: str) -> None:
        """Say what the blanks of some respondents mean."""
        why = Missing(kind)
        for cells in self.columns.values():
            for place in np.flatnonzero(rows):
                cells[place] = why

    def close(self) -> None:
        """What is blank beside an answer: not ticked, not ranked."""
        if self.item.kind == "multiple":
            for cells in self.columns.values():
                cells[:] = ["0" if m is BLANK else m for m in cells]

    @property
    def own_kinds(self) -> dict[str, str]:
        """Kinds of missing that are choices of the item, by what is stored."""
        if self.item.kind == "multiple":
            return {}
        return {choice.missing: choice.value for choice in self.item.choices if choice.missing}

    @property
    def kinds(self) -> list[str]:
        """For each respondent "answered", or the kind of missing."""
        rows = zip(*self.columns.values(), strict=True)
        known: dict[tuple[Meaning, ...], str] = {}
        if self.item.kind == "text":  # no two alike, and nothing to remember
            return [_kind(row) for row in rows]
        return [known.get(row) or known.setdefault(row, _kind(row)) for row in rows]

    def stored(self, values: dict[str, str]) -> dict[str, list[str]]:
        """The columns as they are kept, each kind of missing as the questionnaire stores it."""
        values = values | self.own_kinds
        return {name: [_stored(m, values) for m in cells] for name, cells in self.columns.items()}


def _kind(row: Sequence[Meaning]) -> str:
    missing = next((m.kind for m in row if isinstance(m, Missing)), "")
    answered = any(isinstance(m, str) for m in row)
    return "answered" if answered or not missing else missing


def _stored(meaning: Meaning, values: dict[str, str]) -> str:
    if isinstance(meaning, Missing):
        return values.get(meaning.kind, STORED[meaning.kind])
    return meaning if isinstance(meaning, str) else ""
