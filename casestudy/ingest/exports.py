"""Answers of a survey as a program exported them: columns with the words above them.

Each program writes its table in a layout of its own. Which one it is shows in the heads of the
columns; then every column gets the wordings that stand above it, and the layout says what its
blanks and marks can mean. Which column belongs to which question is not decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from casestudy.errors import did_you_mean
from casestudy.ingest.csvtable import delimiter_of, rows_of
from casestudy.ingest.draft import Draft
from casestudy.ingest.encoding import decoded
from casestudy.ingest.export_heads import HEADS, Head, layout_of
from casestudy.ingest.export_sav import sav_export
from casestudy.ingest.export_table import LAYOUTS, ExportColumn, Layout, SurveyExport
from casestudy.ingest.original import Original, open_original
from casestudy.ingest.sniffing import is_workbook

SAV = (b"$FL2", b"$FL3")
"""First bytes of an SPSS file, plain and compressed."""


def read_export(path: Path, *, layout: str = "", encoding: str | None = None) -> SurveyExport:
    r"""The table of answers that a survey program exported.

    Parameters
    ----------
    path : path
        A CSV file, an Excel workbook or an SPSS file (`.sav`, with the extra `survey`).
    layout : str
        One of `LAYOUTS`; found out from the heads of the columns if empty.
    encoding : str, optional
        Encoding of a CSV file; found out if left out.

    Raises
    ------
    BadFile
        If it cannot be read, or a row is longer than the heads.
    ValueError
        If the layout is not known.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "answers.csv"
    ...     _ = file.write_text("Timestamp,Agree? [Fast],Agree? [Cheap]\n2026,Yes,No\n")
    ...     export = read_export(file)
    >>> export.layout.title, export.columns[2].wordings[0], export.columns[2].cells
    ('Google Forms', ('Agree?', 'Cheap'), ('No',))
    """
    if layout and layout not in LAYOUTS:
        raise ValueError(
            f"layout {layout!r} is not known{did_you_mean(layout, LAYOUTS)}; "
            f"allowed are {', '.join(LAYOUTS)}"
        )
    original = open_original(Path(path), encoding=encoding, tracked_changes="accepted")
    if original.data.startswith(SAV):
        return sav_export(original)
    draft = Draft()
    with original.within_limits():
        rows = sheet_rows(original, draft) if is_workbook(original) else text_rows(original, draft)
    found = layout or layout_of([cells for _, cells in rows[: max(HEADS.values())]])
    export = exported(original, rows, LAYOUTS[found])
    reading = draft.reading([], reader="exports 1")
    return replace(export, losses=reading.losses, warnings=tuple(reading.warnings))


def exported(original: Original, rows: list[tuple[int, list[str]]], layout: Layout) -> SurveyExport:
    """The columns of a table in a layout that is known."""
    n_heads = HEADS[layout.name]
    if len(rows) <= n_heads:
        raise original.bad(f"has no row of answers below its {n_heads} heads; check the export")
    heads, below = rows[:n_heads], rows[n_heads:]
    width = max(len(cells) for _, cells in heads)
    for number, cells in below:
        if any(cell.strip() for cell in cells[width:]):
            raise original.bad(
                f"row {number} has {len(cells)} cells, and the heads name {width} columns; "
                "put a text that holds the separator in quotation marks, or export again"
            )
    full = [[*cells[:width], *[""] * (width - len(cells))] for _, cells in below]
    named = Head(layout.name, [cells for _, cells in heads], width).columns()
    by_column = list(zip(*full, strict=True))
    columns = tuple(
        ExportColumn(name=name, wordings=wordings, cells=unescaped(layout, cells))
        for (name, wordings), cells in zip(named, by_column, strict=True)
        if name.strip() or any(map(str.strip, cells))
    )
    rows_of_file = tuple(number for number, _ in below)
    return SurveyExport(path=original.path, layout=layout, columns=columns, rows=rows_of_file)


def text_rows(original: Original, draft: Draft) -> list[tuple[int, list[str]]]:
    """The rows of a CSV file that hold anything, with their numbers from 1."""
    result = decoded(original)
    if result.warning:
        draft.warn(result.warning)
    lines = result.text.split("\n", 2)
    delimiter = delimiter_of(lines[0])
    if delimiter == "\t" and '"' not in lines[0]:  # LimeSurvey's VV quotes nothing
        cells = [line.split("\t") for line in result.text.split("\n")]
    else:
        cells = rows_of(original, result.text, delimiter)
    return [(n, row) for n, row in enumerate(cells, 1) if any(map(str.strip, row))]


def sheet_rows(original: Original, draft: Draft) -> list[tuple[int, list[str]]]:
    """The rows of the sheet of a workbook that has the most."""
    from casestudy.ingest import xlsx

    sheets = [sheet for sheet in xlsx.sheets_of(original, draft) if sheet.rows]
    if not sheets:
        raise original.bad("is a workbook without a filled cell; check the export")
    largest = max(sheets, key=lambda sheet: len(sheet.rows))
    for sheet in sheets:
        if sheet is not largest:
            draft.lose(f"sheet {sheet.name!r} with {len(sheet.rows)} rows")
    return [(row[0], largest.named(place)) for place, row in enumerate(largest.rows)]


def unescaped(layout: Layout, cells: Sequence[str]) -> tuple[str, ...]:
    """Cells as they were typed: without the marks that a program puts in."""
    if layout.name == "limesurvey_vv":
        return tuple(_vv(cell) if "{" in cell else cell for cell in cells)
    if layout.name == "limesurvey":
        return tuple(cell[1:] if cell.startswith("'=") else cell for cell in cells)
    return tuple(cells)


def _vv(cell: str) -> str:
    for mark, sign in (("{newline}", "\n"), ("{cr}", "\n"), ("{tab}", "\t"), ("{lbrace}", "{")):
        cell = cell.replace(mark, sign)
    return cell
