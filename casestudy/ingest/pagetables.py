"""Where the cells of a page's tables lie in its text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

TableRow = tuple[int, list[tuple[int, int]]]
"""A row of a table: number of the table, and where each cell starts and ends in the text."""


class PageTables:
    """The rows of all tables of a page, gathered while it is walked over.

    Attributes
    ----------
    rows : list
        Each row that has cells, once it is over: those of a table inside a cell come first.
    """

    def __init__(self) -> None:
        self.rows: list[TableRow] = []
        self._open_rows: list[TableRow] = []
        self._open_cells: list[int] = []

    def enter_row(self, table: int) -> None:
        """A row of a table begins."""
        self._open_rows.append((table, []))

    def enter_cell(self, n_blocks: int) -> None:
        """A cell begins, behind so many blocks."""
        self._open_cells.append(n_blocks)

    def leave_row(self) -> None:
        """The open row is over."""
        row = self._open_rows.pop()
        if row[1]:
            self.rows.append(row)

    def leave_cell(self, blocks: Sequence[tuple[Any, ...]], length: int) -> None:
        """The open cell is over: it lies where its blocks do, or at the end of the text."""
        own = blocks[self._open_cells.pop() :]
        if self._open_rows:
            self._open_rows[-1][1].append((own[0][0], own[-1][1]) if own else (length, length))
