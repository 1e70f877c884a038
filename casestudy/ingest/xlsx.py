"""Excel workbooks (.xlsx) with a row a turn: own walk over the parts of the archive.

The first filled row of a sheet names the columns. Nothing is calculated: of a formula the value is
read that the program saved with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from casestudy.ingest.archive import Archive
from casestudy.ingest.draft import Draft, counted
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading
from casestudy.ingest.turntable import Header, SheetRow, header_of, listed, turns_of
from casestudy.ingest.xlsx_cells import column_of, formats, shared_strings, value_of
from casestudy.ingest.xmltree import attribute, child, descendants, local, tree

READER = "xlsx 1"

HEAD_ROWS = 10
"""Filled rows among which the names of the columns are looked for; titles may stand above them."""

MAX_CELLS = 5_000_000
"""Cells of a workbook at most: ten thousand people answering five hundred questions."""


@dataclass(slots=True)
class Sheet:
    """One sheet: its name and its filled rows, each a number and cells by column."""

    name: str
    rows: list[tuple[int, dict[int, str]]] = field(default_factory=list)

    def named(self, position: int) -> list[str]:
        """The cells of a row from the first column on."""
        _, cells = self.rows[position]
        return [cells.get(column, "") for column in range(max(cells, default=-1) + 1)]

    def below(self, position: int, width: int) -> list[SheetRow]:
        """The rows below the names of the columns, none wider than they are but by one cell."""
        return [
            SheetRow(f"sheet {self.name!r} row {number}", row_of(cells, width))
            for number, cells in self.rows[position + 1 :]
        ]


def row_of(cells: dict[int, str], width: int) -> list[str]:
    """Cells below named columns, and one more that holds what stands right of them."""
    beyond = "".join(text for column, text in cells.items() if column >= width)
    return [*(cells.get(column, "") for column in range(width)), beyond]


def read(original: Original) -> Reading:
    """Read the first sheet of turns in a workbook."""
    draft = Draft()
    sheets = sheets_of(original, draft)
    found = [(sheet, *head) for sheet in sheets if (head := head_of(sheet)) is not None]
    if not found:
        names = next((sheet.named(0) for sheet in sheets if sheet.rows), [])
        raise original.bad(
            "is an Excel workbook without a sheet that has a column of speakers and one of words; "
            f"it has the columns {listed(names)}; name the columns of a transcript 'speaker' and "
            "'text'; read open answers with read_answers(path, column=…)"
        )
    sheet, position, header = found[0]
    parts = turns_of(draft, header, sheet.below(position, len(header.names)))
    if not parts:
        raise original.bad("has no row with words below its column names; check the workbook")
    for other in sheets:
        if other is not sheet and other.rows:
            draft.lose(f"sheet {other.name!r} with {counted(len(other.rows), 'row')}")
    if len(found) > 1:
        draft.warn(
            f"only the sheet {sheet.name!r} was read; {counted(len(found) - 1, 'other sheet')} "
            "with turns must be saved as files of their own"
        )
    return draft.reading(parts, reader=READER, title=sheet.name)


def head_of(sheet: Sheet) -> tuple[int, Header] | None:
    """Position and meaning of the row that names the columns of a transcript, or None."""
    for position in range(min(HEAD_ROWS, len(sheet.rows))):
        header = header_of(sheet.named(position))
        if header is not None:
            return position, header
    return None


def sheets_of(original: Original, draft: Draft) -> list[Sheet]:
    """All sheets of a workbook in their order; what is not read goes to the losses."""
    archive = Archive(original)
    book = tree(original, archive.read("xl/workbook.xml"), "xl/workbook.xml")
    strings, patterns = list[str](), list[str]()
    if "xl/sharedStrings.xml" in archive.names:
        strings = shared_strings(part(original, archive, "xl/sharedStrings.xml"))
    if "xl/styles.xml" in archive.names:
        patterns = formats(part(original, archive, "xl/styles.xml"))
    settings = child(book, "workbookPr")
    from_1904 = settings is not None and attribute(settings, "date1904") in ("1", "true")
    walk = Walk(original, draft, strings, patterns, from_1904)
    sheets = [
        walk.sheet(name, part(original, archive, member))
        for name, member in members(original, archive, book)
    ]
    for name in archive.names:
        if re.fullmatch(r"xl/(?:threadedC|c)omments/?[^/]*\.xml", name):
            count = sum(local(e) == "comment" for e in part(original, archive, name).iter())
            if count:
                draft.lose("comment on a cell", count=count)
    if walk.n_formulas:
        draft.warn(
            f"{counted(walk.n_formulas, 'cell')} with a formula: the value saved beside it was "
            "read, nothing was calculated"
        )
    return sheets


def part(original: Original, archive: Archive, name: str) -> etree._Element:
    """The root of one member."""
    return tree(original, archive.read(name), name)


def members(
    original: Original, archive: Archive, book: etree._Element
) -> Iterator[tuple[str, str]]:
    """Name and member of each sheet, in the order of the workbook."""
    targets: dict[str, str] = {}
    if "xl/_rels/workbook.xml.rels" in archive.names:
        for each in part(original, archive, "xl/_rels/workbook.xml.rels"):
            targets[attribute(each, "Id")] = attribute(each, "Target")
    for number, each in enumerate(descendants(book, "sheet"), 1):
        identity = next((v for k, v in each.attrib.items() if str(k).endswith("}id")), "")
        target = targets.get(str(identity), f"worksheets/sheet{number}.xml")
        name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if name in archive.names and "chartsheets" not in name:
            yield attribute(each, "name") or f"sheet {number}", name


@dataclass(slots=True)
class Walk:
    """The walk over the sheets of one workbook."""

    original: Original
    draft: Draft
    strings: Sequence[str]
    patterns: Sequence[str]
    from_1904: bool
    n_cells: int = 0
    n_formulas: int = 0

    def sheet(self, name: str, root: etree._Element) -> Sheet:
        """The filled rows of one sheet."""
        sheet = Sheet(name)
        data = child(root, "sheetData")
        number = 0
        for row in data if data is not None else ():
            stated = attribute(row, "r")
            number = int(stated) if re.fullmatch(r"[0-9]{1,7}", stated) else number + 1
            cells = self.row(row, f"sheet {name!r} row {number}")
            if cells:
                sheet.rows.append((number, cells))
        return sheet

    def row(self, row: etree._Element, place: str) -> dict[int, str]:
        """The filled cells of one row by column."""
        cells: dict[int, str] = {}
        last = -1
        for cell in row:
            if local(cell) != "c":
                continue
            stated = attribute(cell, "r")
            column = column_of(stated) if stated else last + 1
            if column is None:
                continue
            last = column
            text = value_of(cell, self.strings, self.patterns, from_1904=self.from_1904)
            self._count(cell, text, place)
            if text.strip():
                cells[column] = text
        return cells

    def _count(self, cell: etree._Element, text: str, place: str) -> None:
        """Count cells and formulas, and refuse a workbook that is none."""
        self.n_cells += 1
        if self.n_cells > MAX_CELLS:
            raise self.original.bad(
                f"has more than {MAX_CELLS:,} cells; save the sheet of the transcript by itself"
            )
        if child(cell, "f") is not None:
            self.n_formulas += 1
            if not text:
                self.draft.lose("formula without a saved value", place)
