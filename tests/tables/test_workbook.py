"""Tables as workbooks: text stays text, numbers stay numbers, the same bytes twice."""

from __future__ import annotations

import io
import math
import zipfile

import pandas as pd
import pytest

from casestudy.tables import Column, Table
from casestudy.tables.workbook import CUT, LONGEST, MARK

from . import made

NASTY = '=1+1 <f> & "q" \x00\ud800 ä 🙂'
KEPT = '=1+1 <f> & "q"  ä 🙂'


def table(**changes: object) -> Table:
    settings: dict[str, object] = {
        "title": "=Title",
        "columns": (Column(name="@head"), Column(name="n", align="right")),
        "rows": ((NASTY, "−1"), ("http://example.org", "0.5")),
        "notes": ("+note",),
        "provenance": (made.PUBLISHED,),
        "data": pd.DataFrame({"-key": ["=2+2", None], "value": [1 / 3, math.nan],
                              "high": [math.inf, -math.inf], "is_clear": [True, False]}),
        **changes,
    }  # fmt: skip
    return Table(**settings)  # type: ignore[arg-type]


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_no_text_is_a_formula_or_a_link() -> None:
    found = parts(table().as_workbook())
    sheets = [text for name, text in found.items() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 2
    for sheet in sheets:
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet
    assert not [name for name in found if "rels" in name and "worksheets" in name]
    strings = found["xl/sharedStrings.xml"]
    assert strings.count("=1+1 &lt;f&gt; &amp;") == 1
    assert "\x00" not in strings
    assert "<dc:creator></dc:creator>" in found["docProps/core.xml"]  # no name of a person


def test_numbers_are_not_rounded_and_what_is_missing_is_empty() -> None:
    numbers = parts(table().as_workbook())["xl/worksheets/sheet2.xml"]
    assert "<v>0.3333333333333333</v>" in numbers
    assert numbers.count('t="b"') == 2
    for cell in ('r="A5"', 'r="B5"'):  # the missing text and the missing number
        assert cell not in numbers
    assert "∞" in parts(table().as_workbook())["xl/sharedStrings.xml"]


def test_made_up_data_is_marked_on_both_sheets() -> None:
    marked = parts(table(provenance=(made.SYNTHETIC,)).as_workbook())
    assert MARK in marked["xl/sharedStrings.xml"]
    for number in (1, 2):
        assert 'r="A2"' in marked[f"xl/worksheets/sheet{number}.xml"]
    assert MARK not in parts(table().as_workbook())["xl/sharedStrings.xml"]


def test_a_text_that_no_cell_can_hold_is_cut_and_says_so() -> None:
    long = parts(table(rows=(("x" * (LONGEST + 9), "1"),)).as_workbook())["xl/sharedStrings.xml"]
    assert "x" * 1000 + CUT in long
    assert "x" * (LONGEST + 1) not in long


@pytest.mark.parametrize("data", [pd.DataFrame(), pd.DataFrame({"n": []})])
def test_a_table_without_rows_is_a_workbook(data: pd.DataFrame) -> None:
    assert table(rows=(), data=data).as_workbook()[:2] == b"PK"


def test_written_twice_it_is_the_same() -> None:
    assert table().as_workbook() == table().as_workbook()
