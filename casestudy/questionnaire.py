"""A survey's questions as data: items, the scales they form, and the kinds of missing answers.

Four states that one blank would blur are kept apart: not asked, asked and left blank, don't know
or refused, and (for multiple choice) not ticked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from casestudy.errors import did_you_mean
from casestudy.provenance import Provenance

ITEM_KINDS = ("single", "multiple", "rating", "ranking", "best_worst", "numeric", "text")
MISSING_KINDS = ("not_asked", "left_blank", "dont_know", "not_ticked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer that may be chosen: the stored value and its label."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingKind:
    """How one kind of missing answer is stored; an empty value is a blank cell."""

    kind: str
    value: str
    meaning: str = ""

    def __post_init__(self) -> None:
        if self.kind not in MISSING_KINDS:
            raise ValueError(
                f"missing kind {self.kind!r} is not known; allowed are {', '.join(MISSING_KINDS)}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question.

    Parameters
    ----------
    id, text : str
        Its name and its wording.
    kind : str
        One of `ITEM_KINDS`.
    choices : tuple of Choice
        Answers that may be chosen; empty for numbers and text.
    columns : mapping of str to str
        For multiple choice: the column of the responses that holds each choice.
    theme : str
        Code id that the item speaks to; empty if none.
    asked_if : str
        Who was asked, in words; empty if everybody was.
    """

    id: str
    kind: str
    text: str
    choices: tuple[Choice, ...] = ()
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    theme: str = ""
    asked_if: str = ""

    def __post_init__(self) -> None:
        if self.kind not in ITEM_KINDS:
            raise ValueError(
                f"item {self.id!r}: kind {self.kind!r} is not known; "
                f"allowed are {', '.join(ITEM_KINDS)}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Items that are scored together, some of them reversed."""

    id: str
    name: str
    items: tuple[str, ...]
    low: float
    high: float
    reversed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """The items of one survey, with its scales and its kinds of missing answers."""

    id: str
    title: str
    items: tuple[Item, ...]
    scales: tuple[Scale, ...] = ()
    missing: tuple[MissingKind, ...] = ()
    provenance: Provenance = Provenance(kind="collected")

    def __post_init__(self) -> None:
        known = [item.id for item in self.items]
        twice = {name for name in known if known.count(name) > 1}
        if twice:
            raise ValueError(f"questionnaire {self.id!r}: item id {min(twice)!r} is used twice")
        for scale in self.scales:
            for name in scale.items + scale.reversed:
                if name not in known:
                    raise ValueError(
                        f"questionnaire {self.id!r}: scale {scale.id!r} names the item {name!r}, "
                        f"which does not exist{did_you_mean(name, known)}"
                    )

    def __getitem__(self, item: str) -> Item:
        for found in self.items:
            if found.id == item:
                return found
        hint = did_you_mean(item, [found.id for found in self.items])
        raise LookupError(f"item {item!r} is not in the questionnaire {self.id!r}{hint}")

    def to_frame(self) -> pd.DataFrame:
        """One row an item."""
        rows = [
            {"item": item.id, "kind": item.kind, "text": item.text, "theme": item.theme}
            for item in self.items
        ]
        return pd.DataFrame(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A questionnaire and what was answered, as text just as the file has it.

    Parameters
    ----------
    responses : DataFrame
        Respondents × columns, all text; first column `respondent`. No cell is guessed to be
        missing: the questionnaire's kinds of missing say which are.
    """

    questionnaire: Questionnaire
    responses: pd.DataFrame

    @property
    def provenance(self) -> tuple[Provenance, ...]:
        """Where the answers came from."""
        return (self.questionnaire.provenance,)
