"""The answers to one item out of an export, as the columns that a study keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from casestudy.importing.survey_cells import (
    BLANK,
    Blank,
    Cells,
    Meaning,
    Missing,
    Words,
    choice_names,
)
from casestudy.importing.survey_columns import Bound, plain
from casestudy.importing.survey_read import Read
from casestudy.questions import Choice, Item


def read_item(cells: Cells, item: Item, bound: Bound) -> Read:
    """The answers to one item from the columns that it is bound to."""
    return _FORMS[bound.form](cells, item, bound)


def _cell(cells: Cells, item: Item, bound: Bound) -> Read:
    column = cells.export.columns[bound.columns[0]]
    if item.kind == "text":
        found: list[Meaning] = _texts(cells, item, bound)
    elif item.kind == "numeric":
        found = cells.read(item, column, cells.number(item))
    else:
        found = cells.read(item, column, cells.choices(item, column))
    return Read(item, {item.id: found}, {})


def _texts(cells: Cells, item: Item, bound: Bound) -> list[Meaning]:
    """Texts as they are; only the layout's own marks mean that there is none."""
    marks: dict[str, Missing] = dict.fromkeys(cells.layout.not_asked, Missing("not_asked"))
    marks |= dict.fromkeys(cells.layout.left_blank, Missing("left_blank"))
    column = cells.export.columns[bound.columns[0]]
    return [marks.get(c.strip(), c if c.strip() else BLANK) for c in column.cells]


def _columns(cells: Cells, item: Item, bound: Bound) -> Read:
    choices = {choice.value: choice for choice in item.choices}
    columns: dict[str, list[Meaning]] = {}
    words: dict[str, list[str]] = {}
    reasons: list[tuple[Choice, list[Meaning]]] = []
    unticked = False
    for value, place in zip(bound.choices, bound.columns, strict=True):
        choice, column = choices[value], cells.export.columns[place]
        found = cells.read(item, column, cells.ticks(choice, column))
        unticked |= "0" in found
        if choice.words:
            own = [m.text if isinstance(m, Words) else "" for m in found]
            if any(own):
                words[choice.words] = own
            found = ["1" if isinstance(m, Words) else m for m in found]
        if choice.missing:
            reasons.append((choice, found))
        else:
            columns[item.columns[value]] = found
    read = Read(item, columns, words, unticked)
    for choice, found in reasons:
        _say_why(cells, read, choice, [m == "1" for m in found])
    return read


def _say_why(cells: Cells, read: Read, choice: Choice, ticked: Sequence[bool]) -> None:
    """Take a ticked "don't know" as the reason why nothing else is; beside answers it is told."""
    rows = list(zip(*read.columns.values(), strict=True))
    beside = [n for n, tick in enumerate(ticked) if tick and "1" in rows[n]]
    if beside:
        cells.warnings.append(
            f"item {read.item.id!r}, {cells.rows(beside)}: {choice.label!r} was ticked beside "
            "answers; the answers were kept"
        )
    alone = np.array([tick and "1" not in row for tick, row in zip(ticked, rows, strict=True)])
    read.settle(alone, choice.missing)


def _joined(cells: Cells, item: Item, bound: Bound) -> Read:
    column = cells.export.columns[bound.columns[0]]
    _warn_of_separators(cells, item)
    lists = cells.read(item, column, _listing(cells, item))
    columns: dict[str, list[Meaning]] = {name: [] for name in item.columns.values()}
    words: dict[str, list[str]] = {c.words: [] for c in item.choices if c.words}
    opened = next((choice for choice in item.choices if choice.words), None)
    reasons = {choice.value: choice.missing for choice in item.choices if choice.missing}
    for meaning in lists:
        named = meaning.split(_MARK) if isinstance(meaning, str) else []
        own = next((one[1:] for one in named if one.startswith(_OWN)), "")
        ticked = {opened.value if one.startswith(_OWN) and opened else one for one in named}
        why = next((kind for value, kind in reasons.items() if ticked == {value}), "")
        for value, name in item.columns.items():
            cell: Meaning = "1" if value in ticked else "0"
            columns[name].append(Missing(why) if why else cell if named else meaning)
        for texts in words.values():
            texts.append(own)
    return Read(item, columns, {name: own for name, own in words.items() if any(own)})


_MARK, _OWN = "\x00", "\x01"
"""Between the choices of one cell once they are told apart; before words of one's own."""


def _listing(cells: Cells, item: Item):  # type: ignore[no-untyped-def]
    names, separator = choice_names(item), cells.layout.separator or ";"
    has_words = any(choice.words for choice in item.choices)

    def meaning(cell: str) -> Meaning | None:
        found: list[str] = []
        own: list[str] = []
        for piece in pieces(cell, separator, names):
            choice = names.get(plain(piece))
            if choice is not None:
                found.append(choice.value)
            elif has_words:
                own.append(piece)
            else:
                return None
        if own:
            found.append(_OWN + f"{separator} ".join(own))
        return _MARK.join(found)

    return meaning


def pieces(cell: str, separator: str, names: object) -> Iterator[str]:
    """The answers in one cell, of which some may hold the separator themselves: longest first.

    Examples
    --------
    >>> list(pieces("Planning, Reporting, dashboards", ",", {"reporting, dashboards": 1}))
    ['Planning', 'Reporting, dashboards']
    """
    parts = cell.split(separator)
    while parts:
        size = len(parts)
        while size > 1 and plain(separator.join(parts[:size])) not in names:  # type: ignore[operator]
            size -= 1
        piece = separator.join(parts[:size]).strip()
        parts = parts[size:]
        if piece:
            yield piece


def _warn_of_separators(cells: Cells, item: Item) -> None:
    """Say where a label that holds the separator could also be several labels."""
    names, separator = choice_names(item), cells.layout.separator or ";"
    for choice in item.choices:
        parts = choice.label.split(separator)
        if len(parts) > 1 and all(plain(part) in names for part in parts):
            cells.warnings.append(
                f"item {item.id!r}: {choice.label!r} may also be the answers "
                f"{' and '.join(repr(part.strip()) for part in parts)}; it was read as one"
            )


def _ranks(cells: Cells, item: Item, bound: Bound) -> Read:
    allowed = {str(rank) for rank in range(1, len(item.offered) + 1)}
    columns: dict[str, list[Meaning]] = {}
    for value, place in zip(bound.choices, bound.columns, strict=True):
        column = cells.export.columns[place]

        def rank(cell: str) -> Meaning | None:
            whole = cell.split(".", maxsplit=1)[0] if cell.endswith(".0") else cell
            return whole if whole in allowed else None

        columns[item.columns[value]] = cells.read(item, column, rank)
    _tell_ranks(cells, item, columns)
    return Read(item, columns, {})


def _positions(cells: Cells, item: Item, bound: Bound) -> Read:
    columns: dict[str, list[Meaning]] = {
        name: [BLANK] * len(cells.export.rows) for name in item.columns.values()
    }
    twice: list[int] = []
    for rank, place in enumerate(bound.columns, 1):
        column = cells.export.columns[place]
        for row, value in enumerate(cells.read(item, column, cells.choices(item, column))):
            if not isinstance(value, str):
                if isinstance(value, Missing):
                    for other in columns.values():
                        other[row] = value if isinstance(other[row], Blank) else other[row]
                continue
            if isinstance(columns[item.columns[value]][row], str):
                twice.append(row)
            columns[item.columns[value]][row] = str(rank)
    if twice:
        cells.problems.append(_ranked_twice(cells, item, twice))
    _tell_ranks(cells, item, columns)
    return Read(item, columns, {})


def _ordered(cells: Cells, item: Item, bound: Bound) -> Read:
    column = cells.export.columns[bound.columns[0]]
    lists = cells.read(item, column, _listing(cells, item))
    columns: dict[str, list[Meaning]] = {name: [] for name in item.columns.values()}
    twice: list[int] = []
    for row, meaning in enumerate(lists):
        named = meaning.split(_MARK) if isinstance(meaning, str) else []
        if len(set(named)) < len(named):
            twice.append(row)
        for value, name in item.columns.items():
            rank: Meaning = str(named.index(value) + 1) if value in named else BLANK
            columns[name].append(rank if named else meaning)
    if twice:
        cells.problems.append(_ranked_twice(cells, item, twice))
    return Read(item, columns, {})


def _ranked_twice(cells: Cells, item: Item, rows: Sequence[int]) -> str:
    return (
        f"item {item.id!r}, {cells.rows(dict.fromkeys(rows))}: one choice stands on two ranks; "
        "each is ranked once: correct the rows"
    )


def _tell_ranks(cells: Cells, item: Item, columns: dict[str, list[Meaning]]) -> None:
    """Say which rankings have ties or gaps; they are kept as they are."""
    ties, gaps = [], []
    for row, given in enumerate(zip(*columns.values(), strict=True)):
        ranks = sorted(int(rank) for rank in given if isinstance(rank, str))
        if ranks == list(range(1, len(ranks) + 1)):
            continue
        if len(set(ranks)) < len(ranks):
            ties.append(row)
        if any(rank > 1 + sum(other < rank for other in ranks) for rank in ranks):
            gaps.append(row)
    for rows, what in ((ties, "equal ranks"), (gaps, "a rank left out")):
        if rows:
            cells.warnings.append(
                f"item {item.id!r}, {cells.rows(rows)}: {what}; kept as given, a full ranking has "
                f"each rank from 1 to {len(item.offered)} once"
            )


_FORMS = {
    "cell": _cell,
    "columns": _columns,
    "joined": _joined,
    "ranks": _ranks,
    "positions": _positions,
    "ordered": _ordered,
}
