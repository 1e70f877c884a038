"""What one cell of a workbook shows: shared strings, numbers, clocks and days.

Formulas are never calculated: what the program saved beside a formula is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from lxml import etree

from casestudy.ingest.xmltree import attribute, child, local

MAX_COLUMNS = 16_384
"""Columns of a sheet, by the standard; a cell that claims to stand further right is left out."""

BUILT_IN = {
    **dict.fromkeys(range(14, 18), "yyyy-mm-dd"),
    **dict.fromkeys((18, 20), "h:mm"),
    **dict.fromkeys((19, 21, 46), "h:mm:ss"),
    22: "yyyy-mm-dd h:mm",
    **dict.fromkeys((45, 47), "mm:ss"),
}
"""Formats of days and clocks that a workbook names by number alone."""

LITERAL = re.compile(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|_.|\*.', re.IGNORECASE)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
DAY_ZERO = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
"""The day that number 0 stands for, in workbooks of either system."""

MOST_DAYS = 2_958_465
"""The last day a workbook knows, the end of the year 9999."""


def column_of(reference: str) -> int | None:
    """Index of the column in a reference such as ``B2``, or None.

    Examples
    --------
    >>> column_of("A1"), column_of("AB12"), column_of("ZZZZ1")
    (0, 27, None)
    """
    letters = re.match(r"[A-Z]{1,3}(?=\d)", reference)
    if letters is None:
        return None
    number = 0
    for letter in letters.group():
        number = number * 26 + ord(letter) - 64
    return number - 1 if number <= MAX_COLUMNS else None


def shared_strings(root: etree._Element) -> list[str]:
    """The strings that cells refer to by number."""
    return [rich_text(each) for each in root if local(each) == "si"]


def rich_text(element: etree._Element) -> str:
    """The words of a string in several styles; reading aids above them are left out."""
    pieces = []
    for each in element:
        if local(each) == "t":
            pieces.append(each.text or "")
        elif local(each) == "r":
            pieces += [t.text or "" for t in each if local(t) == "t"]
    return ESCAPED.sub(lambda code: chr(int(code[1], 16)), "".join(pieces))


def formats(root: etree._Element) -> list[str]:
    """For each style of cells the pattern in which numbers are shown."""
    own = {
        attribute(each, "numFmtId"): attribute(each, "formatCode")
        for each in root.iterdescendants()
        if local(each) == "numFmt"
    }
    styles = child(root, "cellXfs")
    numbers = [attribute(each, "numFmtId") for each in styles] if styles is not None else []
    known = {str(number): pattern for number, pattern in BUILT_IN.items()}
    return [own.get(number) or known.get(number, "") for number in numbers]


def value_of(
    cell: etree._Element, strings: Sequence[str], patterns: Sequence[str], *, from_1904: bool
) -> str:
    """What a cell shows, as far as it can be known without calculating."""
    kind = attribute(cell, "t")
    if kind == "inlineStr":
        inside = child(cell, "is")
        return rich_text(inside) if inside is not None else ""
    element = child(cell, "v")
    value = (element.text or "") if element is not None else ""
    if kind == "s":
        number = int(value) if re.fullmatch(r"[0-9]{1,9}", value) else len(strings)
        return strings[number] if number < len(strings) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(value, value)
    if kind in ("str", "e", "d"):
        return ESCAPED.sub(lambda code: chr(int(code[1], 16)), value)
    style = attribute(cell, "s")
    number = int(style) if re.fullmatch(r"[0-9]{1,6}", style) else len(patterns)
    return shown(value, patterns[number] if number < len(patterns) else "", from_1904=from_1904)


def shown(value: str, pattern: str, *, from_1904: bool) -> str:
    """A number as its pattern shows it, if the pattern is that of a day or a clock.

    Examples
    --------
    >>> shown("0.043055555", "h:mm", from_1904=False), shown("7", "0.00", from_1904=False)
    ('1:02', '7')
    >>> shown("46349.5", "yyyy-mm-dd h:mm", from_1904=False)
    '2026-11-23 12:00'
    """
    plain = LITERAL.sub("", pattern.split(";", maxsplit=1)[0]).lower()
    if plain in ("", "general") or not re.search("[ydhs]", plain):
        return value
    try:
        days = float(value)
    except ValueError:
        return value
    if not 0 <= days <= MOST_DAYS:
        return value
    if re.search("[yd]", plain):
        moment = DAY_ZERO[from_1904] + timedelta(seconds=round(days * 86400))
        return moment.strftime("%Y-%m-%d %H:%M" if "h" in plain else "%Y-%m-%d")
    return clock(round(days * 86400), plain)


def clock(seconds: int, pattern: str) -> str:
    """Seconds as the pattern of a clock shows them.

    Examples
    --------
    >>> clock(3723, "h:mm:ss"), clock(3723, "h:mm"), clock(62, "mm:ss")
    ('1:02:03', '1:02', '01:02')
    """
    minutes, rest = divmod(seconds, 60)
    if "h" not in pattern:
        return f"{minutes:02}:{rest:02}"
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}" + (f":{rest:02}" if "s" in pattern else "")
