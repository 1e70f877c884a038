"""Which columns of an export hold the answers to which item of a questionnaire.

An item is known by its id and its aliases, which are compared with the names of columns, and by its
wording, which is compared with what stands above them. Names come before wordings. A column that
two items claim, and an item that two columns claim, are problems: nothing is chosen silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from casestudy.errors import did_you_mean
from casestudy.ingest import SurveyExport
from casestudy.questionnaire import Questionnaire
from casestudy.questions import SPLIT_KINDS, Choice, Item

JOINTS = ("__", "_", "___", ".", "/", "-", " ", "")
"""What stands between the name of a question and that of a choice, beside square brackets."""

_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """Where the answers to one item stand.

    Parameters
    ----------
    item : str
        Id of the item.
    form : {"cell", "joined", "ordered", "columns", "ranks", "positions"}
        One answer in one cell; several in one cell, ticked or ranked; a column for each choice,
        ticked or with its rank; a column for each rank.
    columns : tuple of int
        Positions among the columns of the export.
    choices : tuple of str
        For columns and ranks: the value of the choice that each column is about.
    """

    item: str
    form: str
    columns: tuple[int, ...]
    choices: tuple[str, ...] = ()


@dataclass(slots=True)
class Binding:
    """What each item is bound to, which columns nothing reads, and what is wrong."""

    bound: dict[str, Bound] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def plain(text: str) -> str:
    """A wording as it is compared: without regard to capitals, blanks and a closing colon.

    Examples
    --------
    >>> plain("How  OFTEN do you come? *")
    'how often do you come?'
    """
    return " ".join(text.split()).casefold().rstrip(" :*")


def spellings(text: str) -> list[str]:
    """A wording, and the same without an aside in brackets at its end.

    Examples
    --------
    >>> spellings("What do you use? (Select all that apply.)")
    ['what do you use? (select all that apply.)', 'what do you use?']
    """
    return list(dict.fromkeys([plain(text), plain(_ASIDE.sub("", text))]))


def binding(form: Questionnaire, export: SurveyExport) -> Binding:
    """Bind every item of a questionnaire to the columns of an export."""
    made, index = Binding(), Index(export)
    for item in form.items:
        if item.kind == "best_worst":
            made.warnings.append(
                f"item {item.id!r} is of the kind best_worst, which is not read from tables: "
                "give its answers as arrays"
            )
            continue
        found = Finder(form, item, export, index, made.problems).bound()
        if found is not None:
            made.bound[item.id] = found
    made.problems.extend(_claimed_twice(made.bound.values(), export))
    read = {place for found in made.bound.values() for place in found.columns}
    made.unread.extend(
        column.name for place, column in enumerate(export.columns) if place not in read
    )
    return made


def _claimed_twice(bound: Iterable[Bound], export: SurveyExport) -> Iterator[str]:
    """Columns that two items, or two choices of one, are bound to."""
    owners: dict[int, str] = {}
    for found in bound:
        for number, place in enumerate(found.columns):
            who = f"item {found.item!r}"
            if found.choices:
                who += f", choice {found.choices[number]!r}"
            if place in owners:
                yield (
                    f"column {export.columns[place].name!r} is bound twice: to {owners[place]} and "
                    f"to {who}; give each its own column by its aliases"
                )
            owners[place] = who


class Index:
    """The columns of an export by name and by wording."""

    def __init__(self, export: SurveyExport) -> None:
        self.names: dict[str, list[int]] = {}
        self.wordings: dict[tuple[str, str], list[int]] = {}
        for place, column in enumerate(export.columns):
            for name in _paths(column.name):
                _add(self.names, plain(name), place)
            for question, part in column.wordings:
                for one in spellings(question):
                    for other in spellings(part):
                        _add(self.wordings, (one, other), place)

    def named(self, names: Iterable[str]) -> list[int]:
        """Columns that bear one of the names."""
        return sorted({place for name in names for place in self.names.get(plain(name), ())})

    def worded(self, questions: Iterable[str], parts: Iterable[str]) -> list[int]:
        """Columns above which one of the questions stands, with one of the parts."""
        parts = list(parts)
        pairs = [
            (one, other)
            for question in questions
            for one in spellings(question)
            for part in parts
            for other in spellings(part)
        ]
        return sorted({place for pair in pairs for place in self.wordings.get(pair, ())})


def _add(where: dict[Any, list[int]], key: str | tuple[str, str], place: int) -> None:
    places = where.setdefault(key, [])
    if place not in places:
        places.append(place)


def _paths(name: str) -> Iterator[str]:
    """A name, and without the groups that stand before it: a/b/c, b/c, c."""
    while name:
        yield name
        _, _, name = name.partition("/")


@dataclass(slots=True)
class Finder:
    """The search for the columns of one item."""

    form: Questionnaire
    item: Item
    export: SurveyExport
    index: Index
    problems: list[str]

    def bound(self) -> Bound | None:
        """Where the answers stand; None if nowhere, or if it cannot be told."""
        if self.item.kind in SPLIT_KINDS:
            found = self.split()
            if found is not None:
                return found
        places = self.whole()
        if len(places) > 1:
            names = ", ".join(repr(self.export.columns[place].name) for place in places)
            self.problems.append(
                f"item {self.item.id!r} could stand in {len(places)} columns: {names}; "
                "name one of them in its aliases"
            )
            return None
        if not places:
            if not self.is_words():
                self.problems.append(self.nowhere())
            return None
        form = {"multiple": "joined", "ranking": "ordered"}.get(self.item.kind, "cell")
        return Bound(item=self.item.id, form=form, columns=tuple(places))

    def whole(self) -> list[int]:
        """Columns that hold the item as a whole, by name or else by wording."""
        item = self.item
        own = [item.id, *item.aliases]
        group = self.group_names()
        return (
            self.index.named(own)
            or self.index.named(joined(group, item.aliases))
            or self.index.worded([item.text, *item.aliases], [""])
            or self.index.worded(group, [item.text, *item.aliases])
        )

    def group_names(self) -> list[str]:
        """What the group of the item is called."""
        return [
            name
            for group in self.form.groups
            if group.id == self.item.group
            for name in group.names
        ]

    def split(self) -> Bound | None:
        """A column for each choice, or for each rank; None if there is no such column."""
        item = self.item
        if item.kind == "ranking" and self.export.layout.positions:
            return self.by_rank()
        found = {choice.value: self.of_choice(choice) for choice in item.choices}
        if not any(found.values()):
            return self.by_rank() if item.kind == "ranking" else None
        for choice in item.offered:
            if not found[choice.value]:
                self.problems.append(
                    f"item {item.id!r}: choice {choice.value!r} has no column, though others have; "
                    f"add the name of its column, or the part of it behind {item.id!r}, to the "
                    "choice's aliases"
                )
        for value, places in found.items():
            if len(places) > 1:
                names = ", ".join(repr(self.export.columns[place].name) for place in places)
                self.problems.append(
                    f"item {item.id!r}, choice {value!r} could stand in {len(places)} columns: "
                    f"{names}; name one of them in the item's columns"
                )
        pairs = [(value, places[0]) for value, places in found.items() if places]
        return Bound(
            item=item.id,
            form="ranks" if item.kind == "ranking" else "columns",
            columns=tuple(place for _, place in pairs),
            choices=tuple(value for value, _ in pairs),
        )

    def of_choice(self, choice: Choice) -> list[int]:
        """Columns that are about one choice of the item."""
        item = self.item
        own = [item.columns[choice.value]] if choice.value in item.columns else []
        for name in (choice.value, *choice.aliases, choice.label, *choice.labels.values()):
            found = self.index.named(own) or self.index.named(
                joined([item.id, *item.aliases], [name])
            )
            if found:
                return found
        return self.index.worded([item.text, *item.aliases], choice.names)

    def by_rank(self) -> Bound | None:
        """A column for each rank, of which the first must be there."""
        item, places = self.item, list[int]()
        for rank in range(1, len(item.offered) + 1):
            parts = [str(rank), f"Rank {rank}"]
            found = self.index.named(joined([item.id, *item.aliases], parts))
            found = found or self.index.worded([item.text, *item.aliases], parts)
            if not found:
                break
            places.append(found[0])
        return Bound(item=item.id, form="positions", columns=tuple(places)) if places else None

    def is_words(self) -> bool:
        """Whether the item takes the words of some choice, which may stand in the choice's cell."""
        return any(
            choice.words == self.item.id for other in self.form.items for choice in other.choices
        )

    def nowhere(self) -> str:
        """What to say of an item that no column holds."""
        wordings = [column.wordings[0][0] for column in self.export.columns]
        names = [*(column.name for column in self.export.columns), *wordings]
        hint = did_you_mean(self.item.text, names) or did_you_mean(self.item.id, names)
        return (
            f"item {self.item.id!r} has no column in {self.export.path.name}{hint}; "
            "add what the export calls it to its aliases"
        )


def joined(names: Iterable[str], parts: Iterable[str]) -> list[str]:
    """Names of columns that a question and a part of it may have together.

    Examples
    --------
    >>> "Q3[SQ001]" in joined(["Q3"], ["SQ001"])
    True
    """
    parts = list(parts)
    return [
        made
        for name in names
        for part in parts
        for made in (f"{name}[{part}]", *(f"{name}{joint}{part}" for joint in JOINTS))
    ]
