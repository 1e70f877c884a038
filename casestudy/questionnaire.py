"""A survey's questions as data: items, the scales they form, and the kinds of missing answers.

States that one blank would blur are kept apart: not asked, asked and left blank, don't know,
refused, and (for multiple choice) not ticked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from casestudy.errors import did_you_mean
from casestudy.provenance import Provenance
from casestudy.questions import ITEM_KINDS, Choice, Condition, Group, Item

__all__ = [
    "ITEM_KINDS",
    "MISSING_KINDS",
    "Choice",
    "Condition",
    "Group",
    "Item",
    "MissingKind",
    "Questionnaire",
    "Scale",
    "Survey",
]

MISSING_KINDS = ("not_asked", "left_blank", "dont_know", "refused", "not_ticked")


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
    """The items of one survey, with its groups, its scales and its kinds of missing answers.

    Parameters
    ----------
    weights, strata, clusters : str
        Columns of the responses that hold them; empty if there are none.
    language : str
        Language of the labels.
    """

    id: str
    title: str
    items: tuple[Item, ...]
    scales: tuple[Scale, ...] = ()
    missing: tuple[MissingKind, ...] = ()
    groups: tuple[Group, ...] = ()
    weights: str = ""
    strata: str = ""
    clusters: str = ""
    language: str = ""
    provenance: Provenance = Provenance(kind="collected")

    def __post_init__(self) -> None:
        for place, sentence in faults(self):
            raise ValueError(f"questionnaire {self.id!r}: {place} {sentence}")

    @property
    def design_columns(self) -> tuple[str, ...]:
        """Columns of weights, strata and clusters, as far as there are any."""
        return tuple(name for name in (self.weights, self.strata, self.clusters) if name)

    def missing_value(self, kind: str) -> str | None:
        """How a kind of missing is stored; None if the questionnaire does not say."""
        return next((entry.value for entry in self.missing if entry.kind == kind), None)

    def __getitem__(self, item: str) -> Item:
        for found in self.items:
            if found.id == item:
                return found
        hint = did_you_mean(item, [found.id for found in self.items])
        raise LookupError(f"item {item!r} is not in the questionnaire {self.id!r}{hint}")

    def to_frame(self) -> pd.DataFrame:
        """One row an item."""
        rows = [
            {
                "item": item.id,
                "kind": item.kind,
                "text": item.text,
                "theme": item.theme,
                "group": item.group,
                "stage": item.stage,
                "n_choices": len(item.offered),
                "asked_if": item.asked_if,
            }
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


def faults(form: Questionnaire) -> Iterator[tuple[str, str]]:
    """What names something that is not there, or is named twice: the place, and a sentence."""
    known = [item.id for item in form.items]
    for kind, ids in (("item", known), ("group", [group.id for group in form.groups])):
        for name in {name for name in ids if ids.count(name) > 1}:
            yield f"{kind} id {name!r}", "is used twice"
    for scale in form.scales:
        for name in scale.items + scale.reversed:
            if name not in known:
                hint = did_you_mean(name, known)
                yield f"scale {scale.id!r}", f"names the item {name!r}, which does not exist{hint}"
    for item in form.items:
        for sentence in _faults_of(form, item):
            yield f"item {item.id!r}", sentence


def _faults_of(form: Questionnaire, item: Item) -> Iterator[str]:
    """What one item names that is not there."""
    groups = [group.id for group in form.groups]
    if item.group and item.group not in groups:
        yield f"names the group {item.group!r}, which does not exist" + did_you_mean(
            item.group, groups
        )
    texts = [other.id for other in form.items if other.kind == "text"]
    for choice in item.choices:
        if choice.words and choice.words not in texts:
            yield (
                f"choice {choice.value!r}: its words go to {choice.words!r}, which is no item of "
                f"the kind text{did_you_mean(choice.words, texts)}"
            )
    if item.asked_when is not None:
        yield from _routing_faults(form, item, item.asked_when)


def _routing_faults(form: Questionnaire, item: Item, condition: Condition) -> Iterator[str]:
    """What is wrong with who is asked an item."""
    before = {other.id: other for other in form.items}
    if condition.item not in before or condition.item == item.id:
        hint = did_you_mean(condition.item, before)
        yield f"asked_when names the item {condition.item!r}, which is no other item{hint}"
        return
    values = [choice.value for choice in before[condition.item].choices]
    for value in condition.values:
        if value not in values:
            yield (
                f"asked_when names the choice {value!r}, which {condition.item!r} does not have"
                + (did_you_mean(value, values) + f"; allowed are {', '.join(map(repr, values))}")
            )
