"""What the cells of an export mean: an answer, one of the kinds of missing, a blank, or nothing.

Each distinct cell of a column is looked at once. A blank stays open until it is known whether the
question was asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from casestudy.errors import did_you_mean
from casestudy.importing.survey_columns import plain
from casestudy.ingest import ExportColumn, Layout, SurveyExport
from casestudy.questionnaire import Questionnaire
from casestudy.questions import Choice, Item

STORED = {"left_blank": "", "not_asked": "-77", "dont_know": "-88", "refused": "-99"}
"""How a kind of missing is stored where the questionnaire does not say."""
TICKED = ("1", "y", "yes", "true", "x", "selected", "checked", "quoted")
UNTICKED = ("0", "n", "no", "false", "not selected", "unchecked", "not quoted")
MOST_PLACES = 3
"""Rows named in a sentence; more are counted."""

_POINT_ZERO = re.compile(r"-?\d+\.0+")
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")


@dataclass(frozen=True, slots=True)
class Blank:
    """A cell with nothing in it, of which it is not known yet what it means."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is no answer."""

    kind: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one's own where a choice was expected."""

    text: str


BLANK = Blank()
Meaning = str | Blank | Missing | Words
"""A value of a choice, "1" or "0" for ticked or not, a number, a text; or one of the others."""


@dataclass(slots=True)
class Cells:
    """The reading of an export's cells, and what was found wrong on the way."""

    form: Questionnaire
    export: SurveyExport
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    explicit: set[str] = field(default_factory=set)
    """Items in whose columns "left blank" has a mark of its own."""

    @property
    def layout(self) -> Layout:
        """The layout of the export."""
        return self.export.layout

    def missing_in(self, item: Item, column: ExportColumn) -> dict[str, Missing]:
        """What stands for a kind of missing in one column."""
        known = {entry.value: Missing(entry.kind) for entry in self.form.missing if entry.value}
        marks = {mark: Missing("not_asked") for mark in self.layout.not_asked}
        marks |= {mark: Missing("left_blank") for mark in self.layout.left_blank}
        marks |= {c.value: Missing(c.missing) for c in item.choices if c.missing}
        found = marks | {v: m for v, m in known.items() if m.kind != "not_ticked"}
        declared = [found[value].kind for value in column.missing if value in found]
        seen = set(column.cells)
        if "left_blank" in declared or any(
            value in seen for value, why in found.items() if why.kind == "left_blank"
        ):
            self.explicit.add(item.id)
        return found

    def read(
        self, item: Item, column: ExportColumn, meaning: Callable[[str], Meaning | None]
    ) -> list[Meaning]:
        """The meaning of each cell of a column; what has none is a problem."""
        missing = self.missing_in(item, column)
        known: dict[str, Meaning | None] = {}
        for cell in dict.fromkeys(column.cells):
            text = cell.strip()
            if not text:
                known[cell] = BLANK
            elif text in missing:
                known[cell] = missing[text]
            else:
                known[cell] = meaning(text)
        lost = [cell for cell, found in known.items() if found is None]
        for cell in lost:
            self.strange(item, column, cell)
            known[cell] = BLANK
        return [known[cell] or BLANK for cell in column.cells]

    def choices(self, item: Item, column: ExportColumn) -> Callable[[str], Meaning | None]:
        """How a cell names a choice: by its label in the file, or by one of its names."""
        names = choice_names(item)

        def meaning(cell: str) -> Meaning | None:
            for text in (column.labels.get(cell, ""), cell, without_point(cell)):
                choice = names.get(plain(text)) if text else None
                if choice is not None:
                    return Missing(choice.missing) if choice.missing else choice.value
            return None

        return meaning

    def ticks(self, choice: Choice, column: ExportColumn) -> Callable[[str], Meaning | None]:
        """How a cell of a choice's own column says that it was ticked."""
        own = {plain(name) for name in choice.names}

        def meaning(cell: str) -> Meaning | None:
            for text in (column.labels.get(cell, ""), cell, without_point(cell)):
                if plain(text) in own or plain(text) in TICKED:
                    return "1"
                if plain(text) in UNTICKED:
                    return "0"
            return Words(cell) if choice.words else None

        return meaning

    def number(self, item: Item) -> Callable[[str], Meaning | None]:
        """How a cell names a number within the item's limits."""

        def meaning(cell: str) -> Meaning | None:
            if not _NUMBER.fullmatch(cell):
                return None
            value = float(cell)
            too_low = item.low is not None and value < item.low
            too_high = item.high is not None and value > item.high
            return None if too_low or too_high else without_point(cell)

        return meaning

    def strange(self, item: Item, column: ExportColumn, cell: str) -> None:
        """Note a cell that means nothing."""
        places = [n for n, other in enumerate(column.cells) if other == cell]
        label = column.labels.get(cell.strip(), "")
        told = f"{cell.strip()!r} ({label})" if label else repr(cell.strip())
        self.problems.append(
            f"item {item.id!r}, {self.rows(places)}: the answer {told} in the column "
            f"{column.name!r} is not known{self._hint(item, cell)}; {allowed(item)}"
        )

    def rows(self, places: Iterable[int]) -> str:
        """Rows of the file in words."""
        numbers = [self.export.rows[place] for place in places]
        told = ", ".join(map(str, numbers[:MOST_PLACES]))
        more = f" and {len(numbers) - MOST_PLACES} more" if len(numbers) > MOST_PLACES else ""
        return f"row {told}" if len(numbers) == 1 else f"rows {told}{more}"

    def _hint(self, item: Item, cell: str) -> str:
        names = [name for choice in item.choices for name in choice.names]
        return did_you_mean(cell.strip(), names)


def choice_names(item: Item) -> Mapping[str, Choice]:
    """The choices of an item by all their names, as they are compared."""
    return {plain(name): choice for choice in reversed(item.choices) for name in choice.names}


def without_point(cell: str) -> str:
    """A whole number without the point and zeros that some programs write.

    Examples
    --------
    >>> without_point("5.0"), without_point("2.5"), without_point("none")
    ('5', '2.5', 'none')
    """
    return cell.split(".", maxsplit=1)[0] if _POINT_ZERO.fullmatch(cell) else cell


def allowed(item: Item) -> str:
    """What an item's cells may hold, and what to do about another."""
    if item.kind == "numeric":
        limits = [
            f"from {item.low:g}" if item.low is not None else "",
            f"to {item.high:g}" if item.high is not None else "",
        ]
        within = " ".join(limit for limit in limits if limit)
        return (
            f"allowed are numbers {within}".rstrip()
            + ", written with a decimal point: correct it, or list it as a kind of missing"
        )
    labels = ", ".join(repr(choice.label) for choice in item.choices)
    ranks = f"ranks from 1 to {len(item.offered)} of " if item.kind == "ranking" else ""
    return (
        f"allowed are {ranks}{labels}: correct it, add it to a choice's aliases, or list it as a "
        "kind of missing"
    )
