"""A table as a workbook (`.xlsx`): as it is read on one sheet, the unrounded numbers on another.

Text is stored as text, whatever it begins with: no cell is a formula or a link. Written twice, a
workbook is the same to the byte.
"""

from __future__ import annotations

import io
import math
import numbers
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from casestudy.tables.word import clean

LONGEST = 32_767
"""Letters that a cell can hold."""
WIDEST = 60
"""Letters that a column is wide at most; longer texts are broken."""
CUT = " […]"
"""Stands where a text is longer than a cell can hold."""
MARK = "SYNTHETIC DATA: made up, no evidence"
_WHEN = datetime(1980, 1, 1)
_SETTINGS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook(
    title: str,
    *,
    heads: Sequence[str],
    aligns: Sequence[str],
    rows: Sequence[Sequence[str]],
    below: Sequence[str],
    data: pd.DataFrame,
    is_synthetic: bool,
) -> bytes:
    """A workbook with the sheets `Table` and `Numbers`.

    Parameters
    ----------
    title : str
        Stands above the table.
    heads, aligns : sequence of str
        Head of each column; "left", "right" or "centre".
    rows : sequence of sequence of str
        Cells as they are read.
    below : sequence of str
        Notes and provenance.
    data : DataFrame
        The unrounded values: numbers stay numbers, missing ones are empty cells, infinite ones the
        sign ∞.
    is_synthetic : bool
        Whether both sheets bear the mark of made-up data.

    Returns
    -------
    bytes
        An `.xlsx` file.
    """
    from xlsxwriter import Workbook

    file = io.BytesIO()
    with Workbook(file, _SETTINGS) as book:
        book.set_properties({"title": _text(" ".join(title.split()))[:255], "created": _WHEN})
        looks = _looks(book)
        sheet = book.add_worksheet("Table")
        top = _title(sheet, title, looks, is_synthetic=is_synthetic)
        _grid(sheet, top, heads, rows, [looks[align] for align in aligns], looks)
        for number, text in enumerate(below, start=top + len(rows) + 2):
            sheet.write_string(number, 0, _text(text), looks["note"])
        sheet = book.add_worksheet("Numbers")
        top = _title(sheet, title, looks, is_synthetic=is_synthetic)
        cells = [[_value(cell) for cell in row] for row in data.itertuples(index=False)]
        _grid(sheet, top, list(map(str, data.columns)), cells, None, looks)
    return file.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    looks = {
        "title": {"bold": True, "font_size": 12},
        "mark": {"bold": True, "font_color": "#B00020"},
        "head": {"bold": True, "bottom": 1, "top": 2, "text_wrap": True, "valign": "top"},
        "note": {"font_size": 9},
    }
    for align, name in (("left", "left"), ("right", "right"), ("centre", "center")):
        looks[align] = {"align": name, "valign": "top", "text_wrap": True}
    return {name: book.add_format(look) for name, look in looks.items()}


def _title(sheet: Any, title: str, looks: dict[str, Any], *, is_synthetic: bool) -> int:
    """Title and mark; the number of the row below them."""
    sheet.write_string(0, 0, _text(" ".join(title.split())), looks["title"])
    if is_synthetic:
        sheet.write_string(1, 0, MARK, looks["mark"])
    return 3 if is_synthetic else 2


def _grid(
    sheet: Any, top: int, heads: Sequence[str], rows: Sequence[Sequence[Any]],
    columns: list[Any] | None, looks: dict[str, Any],
) -> None:  # fmt: skip
    """Heads, which are repeated on each page and stay in sight, and cells."""
    for place, head in enumerate(heads):
        sheet.write_string(top, place, _text(head), looks["head"])
        letters = max(len(head) // 2, *(len(str(row[place])) for row in rows), 6)
        sheet.set_column(place, place, min(letters + 2, WIDEST))
    for number, row in enumerate(rows, start=top + 1):
        for place, cell in enumerate(row):
            look = columns[place] if columns else None
            if isinstance(cell, str):
                sheet.write_string(number, place, _text(cell), look)
            elif cell is not None:
                sheet.write(number, place, cell, look)
    sheet.freeze_panes(top + 1, 1)
    sheet.repeat_rows(top)


def _value(cell: object) -> str | float | bool | None:
    """A number, a truth value or a text; nothing where a value is missing."""
    if isinstance(cell, bool | np.bool_):
        return bool(cell)
    if isinstance(cell, numbers.Real):
        number = float(cell)
        if math.isnan(number):
            return None
        return number if math.isfinite(number) else ("∞" if number > 0 else "−∞")
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return None
    return str(cell)


def _text(text: str) -> str:
    """Text that a cell can hold."""
    kept = clean(text)
    return kept if len(kept) <= LONGEST else kept[: LONGEST - len(CUT)] + CUT
