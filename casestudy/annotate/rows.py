"""A source as the rows that a reader sees: turns, paragraphs and page blocks, line by line.

A row is a stretch of the text without its line break. Between the parts of a source lie labels and
times ("Anna: [00:12]"); they are shown by the head of the turn that follows. Any other words
between parts get rows of their own, so that no word is kept from the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casestudy.anchors import grapheme_borders
from casestudy.sources import OUTER_PARTS, Part, Source

WORDS, ASIDE, HEADING, UNSHOWN = range(4)
"""What a row is: words of a part, words outside of any, a heading, words that the page hides."""

LONGEST_ROW = 2000
"""Characters; a longer line goes on in the next row, so that no browser has to lay it out whole."""
AROUND_CUT = 32
"""Characters looked at on either side of a cut, more than any one sign takes."""
NO_PART = -1

_HEADING = re.compile(r"/h([1-6])\[\d+\](?:/[^/]*)*$")
_TIME = re.compile(r"\d+(?:[:.,]\d+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: code points from `start` to `end`, its kind, and the number of its part or -1."""

    start: int
    end: int
    kind: int
    part: int


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of a source, and the parts they belong to."""

    rows: tuple[Row, ...]
    parts: tuple[Part, ...]


def rows_of(source: Source) -> Rows:
    r"""The rows of a source in the order of its text.

    Parameters
    ----------
    source : Source
        One without turns, paragraphs or blocks is cut into its lines.

    Examples
    --------
    >>> talk = Source(id="t", kind="interview", text="Anna: Yes.\nWhy?",
    ...               parts=(Part(kind="turn", start=6, end=15, speaker="Anna"),))
    >>> [(row.start, row.end) for row in rows_of(talk).rows]
    [(6, 10), (11, 15)]
    """
    parts = _in_order(source.parts)
    return Rows(tuple(_rows(source.text, parts)), parts)


def heading_level(part: Part) -> int:
    """1 to 6 for a block that is a heading of its page, else 0."""
    found = _HEADING.search(part.locator)
    return int(found[1]) if found and part.kind == "block" else 0


def _in_order(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The outer parts by their start, cut so that none overlaps the one before it."""
    outer = sorted((part for part in parts if part.kind in OUTER_PARTS), key=lambda p: p.start)
    kept: list[Part] = []
    for part in outer:
        if not kept or part.start >= kept[-1].end:
            kept.append(part)
    return tuple(kept)


def _rows(text: str, parts: Sequence[Part]) -> Iterator[Row]:
    position = 0
    for number, part in enumerate(parts):
        label = _label_start(text, position, part)
        yield from _lines(text, position, label, ASIDE, NO_PART)
        yield from _lines(text, part.start, part.end, _kind(part), number)
        position = part.end
    yield from _lines(text, position, len(text), ASIDE if parts else WORDS, NO_PART)


def _kind(part: Part) -> int:
    if part.hidden:
        return UNSHOWN
    return HEADING if heading_level(part) else WORDS


def _label_start(text: str, start: int, part: Part) -> int:
    """Where the lines before a part begin that only say who speaks and when."""
    label = part.start
    while label > start:
        line = max(text.rfind("\n", start, label - 1) + 1, start)
        if not _is_label(text[line:label], part):
            break
        label = line
    return label


def _is_label(gap: str, part: Part) -> bool:
    left = gap.casefold().replace(part.speaker.casefold(), " ", 1) if part.speaker else gap
    return not any(sign.isalnum() for sign in _TIME.sub(" ", left))


def _lines(text: str, start: int, end: int, kind: int, part: int) -> Iterator[Row]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        for first, last in _pieces(text, start, stop):
            if not text[first:last].isspace():
                yield Row(start=first, end=last, kind=kind, part=part)
        start = stop + 1


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A line in pieces that a browser can lay out, cut between words if it has any."""
    while end - start > LONGEST_ROW:
        cut = _cut(text, start + LONGEST_ROW // 2, start + LONGEST_ROW)
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def _cut(text: str, first: int, last: int) -> int:
    blank = max(text.rfind(" ", first, last), text.rfind("\t", first, last))
    if blank > 0:
        return blank + 1
    around = max(last - AROUND_CUT, first)
    borders = grapheme_borders(text[around : last + AROUND_CUT]) + around
    inside = borders[(borders > around) & (borders <= last)]
    return int(inside[-1]) if len(inside) else last
