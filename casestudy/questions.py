"""The questions of a survey: what is asked, what may be answered, and what exports call it.

A program that exports answers has names of its own for questions and choices. They are written
down as `aliases`, so that one questionnaire reads the exports of several programs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

ITEM_KINDS = ("single", "multiple", "rating", "ranking", "best_worst", "numeric", "text")
MISSING_CHOICES = ("dont_know", "refused")
"""Kinds of missing that can be ticked: "I don't know", "I'd rather not say"."""
SPLIT_KINDS = ("multiple", "ranking")
"""Kinds of items whose answers take a column for each choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer that may be chosen: the stored value and its label.

    Parameters
    ----------
    value, label : str
        What is stored, and what was read by those who answered.
    labels : mapping of str to str
        The label in other languages, by language.
    aliases : tuple of str
        What exports write for it beside value and labels, such as ``A1``.
    missing : {"", "dont_know", "refused"}
        Which kind of missing it is to choose this; empty for an answer.
    words : str
        Id of the text item that takes the words of "Other: …"; empty if there are none.
    """

    value: str
    label: str
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    aliases: tuple[str, ...] = ()
    missing: str = ""
    words: str = ""

    def __post_init__(self) -> None:
        if self.missing and self.missing not in MISSING_CHOICES:
            raise ValueError(
                f"choice {self.value!r}: missing {self.missing!r} is not known; "
                f"allowed are {', '.join(MISSING_CHOICES)}"
            )

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called: value, label, labels, aliases."""
        return (self.value, self.label, *self.labels.values(), *self.aliases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Who was asked: those who chose one of some values of another item."""

    item: str
    values: tuple[str, ...]


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
        For multiple choice and rankings: the column of the responses that holds each choice; if
        left out, ``item__choice``.
    theme : str
        Code id that the item speaks to; empty if none.
    asked_if : str
        Who was asked, in words; empty if everybody was.
    asked_when : Condition, optional
        The same as data: tells who was not asked where an export does not.
    aliases : tuple of str
        What exports call it beside its id and wording.
    group, stage : str
        Id of the group that it is asked in; the stage of a process that it is about.
    low, high : float, optional
        Least and greatest answer allowed, for numbers.
    unit : str
        What a number counts.
    """

    id: str
    kind: str
    text: str
    choices: tuple[Choice, ...] = ()
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    theme: str = ""
    asked_if: str = ""
    asked_when: Condition | None = None
    aliases: tuple[str, ...] = ()
    group: str = ""
    stage: str = ""
    low: float | None = None
    high: float | None = None
    unit: str = ""

    def __post_init__(self) -> None:
        if self.kind not in ITEM_KINDS:
            raise ValueError(
                f"item {self.id!r}: kind {self.kind!r} is not known; "
                f"allowed are {', '.join(ITEM_KINDS)}"
            )
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError(f"item {self.id!r}: min {self.low:g} is not below max {self.high:g}")
        self._check_choices()
        if self.kind in SPLIT_KINDS and not self.columns:
            columns = {one.value: f"{self.id}__{one.value}" for one in self.offered}
            object.__setattr__(self, "columns", MappingProxyType(columns))

    def _check_choices(self) -> None:
        """Refuse a value or a name that two choices bear."""
        bearer: dict[str, Choice] = {}
        for choice in self.choices:
            for name in choice.names:
                other = bearer.setdefault(name, choice)
                if other is not choice:
                    raise ValueError(
                        f"item {self.id!r}: choices {other.value!r} and {choice.value!r} are both "
                        f"called {name!r}; give each its own value, label and aliases"
                    )

    @property
    def offered(self) -> tuple[Choice, ...]:
        """The choices that are answers: all but don't know and refused."""
        return tuple(choice for choice in self.choices if not choice.missing)

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called: id, wording, aliases."""
        return (self.id, self.text, *self.aliases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Items under one heading, such as the rows of a grid under their common question."""

    id: str
    text: str
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called."""
        return (self.id, self.text, *self.aliases)
