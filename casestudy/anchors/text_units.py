"""Bridges between the ways programs count text, and the borders a reader sees.

A position of this package counts Unicode code points. Browsers and NVivo count UTF-16 units,
Taguette counts UTF-8 bytes, and a reader counts graphemes: an emoji family is one sign to the eye,
seven code points here, eleven UTF-16 units, twenty-five bytes. This module is the only place that
knows the other counts. The bridges are exact both ways for any text, lone surrogates included.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import regex  # type: ignore[import-untyped]
from numpy.typing import ArrayLike, NDArray

Positions = NDArray[np.int64]
"""Positions in a text, as integers."""

GRAPHEME = regex.compile(r"\X")
LARGEST_TWO_BYTE = 0xFFFF
"""Code points above it need a pair of UTF-16 units."""


def codepoints(text: str) -> NDArray[np.uint32]:
    """The code points of a text as numbers, lone surrogates included.

    Examples
    --------
    >>> codepoints("é🙂").tolist()
    [233, 128578]
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def utf16_positions(text: str, positions: ArrayLike) -> Positions:
    """Where code-point positions lie when UTF-16 units are counted, as browsers do.

    Parameters
    ----------
    text : str
        The text the positions point into.
    positions : array of int, any shape
        Code points from 0 to the length of the text.

    Raises
    ------
    ValueError
        If a position is no whole number or lies outside the text.

    Examples
    --------
    >>> utf16_positions("a🙂b", [0, 1, 2, 3]).tolist()
    [0, 1, 3, 4]
    """
    return _counted(_utf16_table(text), _whole(positions), len(text))


def positions_from_utf16(text: str, positions: ArrayLike) -> Positions:
    """The code-point positions of positions that count UTF-16 units.

    Raises
    ------
    ValueError
        If a position lies outside the text or between the two units of one code point.

    Examples
    --------
    >>> positions_from_utf16("a🙂b", [0, 1, 3, 4]).tolist()
    [0, 1, 2, 3]
    >>> positions_from_utf16("a🙂b", [2])
    Traceback (most recent call last):
    ValueError: UTF-16 position 2 lies inside the character at code point 1 ('🙂'), which takes the
    units 1 to 3; allowed are its two ends; give one of them
    """
    return _from(text, _utf16_table(text), _whole(positions), "UTF-16", "units")


def utf8_positions(text: str, positions: ArrayLike) -> Positions:
    """Where code-point positions lie when the bytes of UTF-8 are counted, as Taguette does.

    A lone surrogate counts three bytes, as Python's `surrogatepass` writes it.

    Raises
    ------
    ValueError
        If a position is no whole number or lies outside the text.

    Examples
    --------
    >>> utf8_positions("aé🙂b", [0, 1, 2, 3, 4]).tolist()
    [0, 1, 3, 7, 8]
    """
    return _counted(_utf8_table(text), _whole(positions), len(text))


def positions_from_utf8(text: str, positions: ArrayLike) -> Positions:
    """The code-point positions of positions that count UTF-8 bytes.

    Raises
    ------
    ValueError
        If a position lies outside the text or inside the bytes of one code point.

    Examples
    --------
    >>> positions_from_utf8("aé🙂b", [0, 1, 3, 7, 8]).tolist()
    [0, 1, 2, 3, 4]
    """
    return _from(text, _utf8_table(text), _whole(positions), "UTF-8", "bytes")


def grapheme_borders(text: str) -> Positions:
    r"""Where one grapheme ends and the next begins, the two ends of the text included.

    A grapheme is what a reader takes for one sign: a letter with its accents, an emoji family
    (extended grapheme clusters of Unicode's annex 29).

    Examples
    --------
    >>> grapheme_borders("ae\u0301🇫🇮").tolist()
    [0, 1, 3, 5]
    """
    if text.isascii() and "\r" not in text:
        return np.arange(len(text) + 1, dtype=np.int64)
    ends = (found.end() for found in GRAPHEME.finditer(text))
    return np.fromiter((0, *ends), dtype=np.int64)


def snapped(text: str, start: int, end: int) -> tuple[int, int]:
    """A selection widened to whole graphemes and trimmed of blanks at its ends.

    Parameters
    ----------
    text : str
        The text that was selected in.
    start, end : int
        Code points, end excluded.

    Raises
    ------
    ValueError
        If the selection is empty, lies outside the text, or holds only blanks.

    Examples
    --------
    >>> snapped("We trust them.", 2, 9)
    (3, 8)
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(
            f"selection {start} to {end} is empty or lies outside the text: "
            f"0 <= start < end <= {len(text)} is allowed; select at least one character"
        )
    first, last = _sure_border(text, start, -1), _sure_border(text, end, 1)
    borders = grapheme_borders(text[first:last]) + first
    left = int(np.searchsorted(borders, start, "right")) - 1
    right = int(np.searchsorted(borders, end, "left"))
    while left < right and text[borders[left] : borders[left + 1]].isspace():
        left += 1
    while left < right and text[borders[right - 1] : borders[right]].isspace():
        right -= 1
    if left == right:
        raise ValueError(
            f"selection {start} to {end} holds only blanks; "
            "a selection with at least one visible character is allowed; select some words"
        )
    return int(borders[left]), int(borders[right])


def _sure_border(text: str, at: int, step: int) -> int:
    """The nearest place, in one direction, that surely is a border: between two ASCII characters.

    Nothing of ASCII joins its neighbour but a line feed a carriage return before it, so the few
    characters up to there are enough to look at.
    """
    while 0 < at < len(text):
        before, after = text[at - 1], text[at]
        if before < "\x80" and after < "\x80" and before != "\r":
            break
        at += step
    return at


def _utf16_table(text: str) -> Positions | None:
    """Where each code point begins in UTF-16, or None where every one takes a single unit."""
    if text.isascii():
        return None
    points = codepoints(text)
    wide = points > LARGEST_TWO_BYTE
    return _table(1 + wide.astype(np.int64)) if wide.any() else None


def _utf8_table(text: str) -> Positions | None:
    """Where each code point begins in UTF-8, or None where every one takes a single byte."""
    if text.isascii():
        return None
    points = codepoints(text)
    widths = np.ones(len(points), dtype=np.int64)
    for first_wider in (0x80, 0x800, LARGEST_TWO_BYTE + 1):
        widths += points >= first_wider
    return _table(widths)


def _table(widths: Positions) -> Positions:
    table = np.zeros(len(widths) + 1, dtype=np.int64)
    np.cumsum(widths, out=table[1:])
    return table


def _whole(positions: ArrayLike) -> Positions:
    """Positions as integers, or a refusal of anything that is none."""
    given: NDArray[Any] = np.asarray(positions)
    if given.size and given.dtype.kind not in "iu":
        raise ValueError(
            f"positions of type {given.dtype} are not allowed: "
            "give whole numbers, counted from 0 at the start of the text"
        )
    return given.astype(np.int64)


def _counted(table: Positions | None, positions: Positions, length: int) -> Positions:
    _check_inside(positions, length, "code-point", "code points")
    return positions if table is None else np.asarray(table[positions])


def _from(
    text: str, table: Positions | None, positions: Positions, count: str, unit: str
) -> Positions:
    _check_inside(positions, len(text) if table is None else int(table[-1]), count, unit)
    if table is None:
        return positions
    found = np.searchsorted(table, positions, "left")
    torn = positions[table[found] != positions]
    if torn.size:
        inside = int(np.searchsorted(table, torn.flat[0], "right")) - 1
        raise ValueError(
            f"{count} position {torn.flat[0]} lies inside the character at code point {inside} "
            f"({text[inside]!r}), which takes the {unit} {table[inside]} to {table[inside + 1]}; "
            "allowed are its two ends; give one of them"
        )
    return np.asarray(found, dtype=np.int64)


def _check_inside(positions: Positions, length: int, count: str, unit: str) -> None:
    outside = positions[(positions < 0) | (positions > length)]
    if outside.size:
        raise ValueError(
            f"{count} position {outside.flat[0]} lies outside the text of {length} {unit}: "
            f"0 to {length} is allowed; was it counted in another text or in other units?"
        )
