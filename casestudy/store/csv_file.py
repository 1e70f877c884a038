"""CSV files read as what they say: all cells text, a row of the wrong length an error."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from casestudy.errors import BadFile


def read_text_csv(path: Path) -> pd.DataFrame:
    """Header and rows as text; an empty cell is the empty text, never a hole.

    Raises
    ------
    BadFile
        If the file is missing, not UTF-8, empty, has two columns of one name, or a row whose
        number of cells differs from the header's; with the line.
    """
    rows = _rows(path)
    if not rows:
        raise BadFile(path, "the file is empty; its first line names the columns", line=1)
    header = rows[0][1]
    for name in header:
        if header.count(name) > 1:
            raise BadFile(path, f"two columns are called {name!r}; rename one", line=1)
    for line, cells in rows[1:]:
        if len(cells) != len(header):
            raise BadFile(
                path,
                f"{len(cells)} cells, but the header names {len(header)} columns; "
                "put a text that holds a comma in quotation marks",
                line=line,
            )
    return pd.DataFrame([cells for _, cells in rows[1:]], columns=header, dtype="str")


def line_of_row(path: Path, row: int) -> int:
    """The line that a row of the frame (from 0) ends on: blank lines and line breaks count."""
    return _rows(path)[row + 1][0]


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """Each row that is not blank, with the line it ends on."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise BadFile(path, "the file does not exist") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadFile(path, "not UTF-8; save the file as CSV UTF-8", line=line) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return [(reader.line_num, cells) for cells in reader if cells]
    except csv.Error as error:
        raise BadFile(path, f"not valid CSV: {error}", line=reader.line_num) from None
