"""Labels in the cells of a CSV file: ids stay ids, and a table without a name stays as it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection

from casestudy.pseudonyms import Relabelling

IDS = frozenset({"id", "work", "case", "theme", "code", "scheme", "coder", "respondent", "source"})
"""Columns whose cells name something else."""

RULES = frozenset({"status", "provenance", "kind", "page"})
"""Columns whose cells the program gives a meaning to."""


def labelled_csv(text: str, labels: Relabelling, *, only: Collection[str] | None = None) -> str:
    """A CSV file with labels in its cells.

    Parameters
    ----------
    text : str
        The file.
    labels : Relabelling
        What becomes of words and ids.
    only : collection of str, optional
        The columns to look at; all, and their names too, if not given.
    """
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    if not rows:
        return text
    header = [name.removeprefix("\ufeff") for name in rows[0]]
    new = [[labels.id(name) for name in rows[0]] if only is None else rows[0]]
    for row in rows[1:]:
        names = [*header, *[""] * (len(row) - len(header))]
        new.append(
            [_cell(cell, name, labels, only) for cell, name in zip(row, names, strict=False)]
        )
    return text if new == rows else _written(new, text)


def _cell(cell: str, column: str, labels: Relabelling, only: Collection[str] | None) -> str:
    if (only is not None and column not in only) or column in RULES:
        return cell
    return labels.id(cell) if column in IDS else labels.words(cell)


def _written(rows: list[list[str]], old: str) -> str:
    out = io.StringIO(newline="")
    ends = "\r\n" if "\r\n" in old else "\n"
    csv.writer(out, lineterminator=ends).writerows(rows)
    return out.getvalue()
