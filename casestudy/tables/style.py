"""A table is a value: title, columns, rows as they are read, notes, provenance, unrounded data.

It can be shown on a page, set in a paper and computed with. Each form names where the data came
from, and made-up data is marked in its title.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import fill, shorten

import pandas as pd

from casestudy.aligning import aligned
from casestudy.provenance import Provenance, provenance_line
from casestudy.spreadsheets import formula_safe_csv
from casestudy.tables.latex import latex_table
from casestudy.tables.markup import html_escaped

SHORT_CELL = 12
"""Cells with up to so many letters stay on one line of a page."""
CELL, LINE = 60, 100
"""Letters of a cell, and of a line of notes, on a terminal."""
ALIGNMENTS = ("left", "right", "centre")
CSS = """\
.casestudy-table { overflow-x: auto; margin: 1em 0; }
.casestudy-table table { border-collapse: collapse; border-top: 2px solid; border-bottom: 2px solid;
  font-variant-numeric: tabular-nums; line-height: 1.35; }
.casestudy-table caption { text-align: left; font-weight: 600; padding: 0.3em 0; }
.casestudy-table thead th { border-bottom: 1px solid; vertical-align: bottom; }
.casestudy-table th, .casestudy-table td { padding: 0.25em 0.8em 0.25em 0; vertical-align: top; }
.casestudy-table tbody th { font-weight: inherit; }
.casestudy-table .left { text-align: left; }
.casestudy-table .right { text-align: right; }
.casestudy-table .centre { text-align: center; }
.casestudy-table .whole { white-space: nowrap; }
.casestudy-table p { font-size: 0.85em; margin: 0.35em 0 0; max-width: 46em; }
.casestudy-table .badge { border: 2px solid #b00020; color: #b00020; background: #fff;
  border-radius: 3px; padding: 0 0.4em; margin-left: 0.6em; font-size: 0.8em;
  letter-spacing: 0.06em; }
"""
"""Looks of a table on a page; nothing outside the table is touched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The head of a column and how its cells are aligned."""

    name: str
    align: str = "left"

    def __post_init__(self) -> None:
        if self.align not in ALIGNMENTS:
            raise ValueError(
                f"column {self.name!r}: align {self.align!r} is not known; "
                f"allowed are {', '.join(ALIGNMENTS)}"
            )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    r"""A table as it is read, and the numbers behind it.

    Parameters
    ----------
    title : str
        What the table shows.
    columns : tuple of Column
        Heads; the first column names the rows.
    rows : tuple of tuple of str
        Cells as they are read, rounded; each row has one for each column.
    notes : tuple of str
        Caveats, printed below.
    provenance : tuple of Provenance
        Where the data came from.
    data : DataFrame
        The values behind the cells, not rounded.

    Examples
    --------
    >>> table = Table(title="Cases", columns=(Column(name="Case"), Column(name="n", align="right")),
    ...               rows=(("abb", "2"),))
    >>> print(table.as_latex().splitlines()[0])
    \begin{table}[htbp]
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    data: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"table {self.title!r}, row {number}: {len(row)} cells do not fit "
                    f"{len(self.columns)} columns; give each column one cell"
                )

    @property
    def is_synthetic(self) -> bool:
        """Whether any of the data was made up."""
        return any(p.is_synthetic for p in self.provenance)

    def as_html(self) -> str:
        """The table for a page, without looks of its own (see `CSS`); all text is escaped."""
        title = html_escaped(" ".join(self.title.split()))
        badge = ' <strong class="badge">SYNTHETIC</strong>' if self.is_synthetic else ""
        heads = "".join(
            f'<th scope="col" class="{column.align}">{html_escaped(column.name)}</th>'
            for column in self.columns
        )
        body = "\n".join(f"<tr>{self._html_cells(row)}</tr>" for row in self.rows)
        notes = "".join(f'<p class="note">{html_escaped(note)}</p>\n' for note in self.notes)
        line = html_escaped(provenance_line(self.provenance))
        return (
            f'<div class="casestudy-table" role="group" aria-label="{title}" tabindex="0">\n'
            f"<table>\n<caption>{title}{badge}</caption>\n<thead><tr>{heads}</tr></thead>\n"
            f"<tbody>\n{body}\n</tbody>\n</table>\n{notes}"
            f'<p class="provenance">{line}</p>\n</div>\n'
        )

    def as_latex(self) -> str:
        """The table for a paper that loads `booktabs`; a long one comes in several parts."""
        return latex_table(
            self._marked_title,
            heads=self._heads,
            aligns=[column.align for column in self.columns],
            rows=self.rows,
            below=self._below,
        )

    def as_word(self) -> bytes:
        """The table as a Word document (`.docx`), to be copied into a paper."""
        from casestudy.tables.word import word_document

        return word_document(
            self.title,
            heads=self._heads,
            aligns=[column.align for column in self.columns],
            rows=self.rows,
            below=self._below,
            is_synthetic=self.is_synthetic,
        )

    def as_text(self) -> str:
        """The table for a terminal: aligned columns, long cells shortened."""
        rows = (self._heads, *self.rows)
        cells = [[shorten(cell, CELL, placeholder=" …") for cell in row] for row in rows]
        lines = aligned(cells, right=[column.align == "right" for column in self.columns])
        return "\n".join([self._marked_title, *lines, *(fill(note, LINE) for note in self._below)])

    __repr__ = as_text

    def as_workbook(self) -> bytes:
        """The table as a workbook (`.xlsx`), with a sheet of the unrounded numbers."""
        from casestudy.tables.workbook import workbook

        return workbook(
            self.title,
            heads=self._heads,
            aligns=[column.align for column in self.columns],
            rows=self.rows,
            below=self._below,
            data=self.data,
            is_synthetic=self.is_synthetic,
        )

    def as_csv(self) -> str:
        """The unrounded values, provenance last; no text can act as a formula."""
        return formula_safe_csv(self.data, provenance=self.provenance)

    def _repr_html_(self) -> str:
        return f"<style>\n{CSS}</style>\n{self.as_html()}"

    @property
    def _heads(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def _below(self) -> list[str]:
        """What stands below the rows: caveats, and where the data came from."""
        return [*self.notes, provenance_line(self.provenance)]

    @property
    def _marked_title(self) -> str:
        return f"{self.title} (SYNTHETIC DATA)" if self.is_synthetic else self.title

    def _html_cells(self, row: Sequence[str]) -> str:
        pairs = zip(self.columns, row, strict=True)
        shown = [(_look(column, cell), html_escaped(cell)) for column, cell in pairs]
        cells = [f'<td class="{look}">{cell}</td>' for look, cell in shown]
        if shown:
            cells[0] = f'<th scope="row" class="{shown[0][0]}">{shown[0][1]}</th>'
        return "".join(cells)


def _look(column: Column, cell: str) -> str:
    """The classes of a cell; a short word or number is never broken."""
    return f"{column.align} whole" if len(cell) <= SHORT_CELL else column.align
