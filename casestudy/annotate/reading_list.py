"""Places to read one after the other: what a query found, wherever it is in the study."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import regex  # type: ignore[import-untyped]

from casestudy.qualitative.places import surroundings
from casestudy.sources import Segment, Source

CONTEXT = 60
MOST_FOUND = 2000
"""Places a search stops at: nobody reads more one by one."""
_END_COLUMNS = ("keyword", "quote", "quotation")
"""Columns whose words say how long a place is, where a frame has no column `end`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingList:
    """Places in an order, under a title."""

    title: str
    places: tuple[Segment, ...]


def reading_list(found: Any, *, title: str) -> ReadingList:
    """What a query found as places to read.

    Parameters
    ----------
    found : object
        A result with `to_frame()` or a frame, with columns `source`, `start` and `end` (or the
        words in `keyword` or `quote`); or an iterable of things with these attributes, such as
        `Segment` or `Coding`. Rows without a place in the words (`start` is -1) are left out.
    title : str
        What the list is called.

    Raises
    ------
    ValueError
        If there are no such columns.

    Examples
    --------
    >>> places = reading_list([Segment(source="talk", start=0, end=4)], title="Names").places
    >>> places[0].end
    4
    """
    frame = found.to_frame() if hasattr(found, "to_frame") else found
    rows = _rows_of_frame(frame) if isinstance(frame, pd.DataFrame) else _rows_of(frame)
    places = dict.fromkeys(
        Segment(source=source, start=start, end=end) for source, start, end in rows if start >= 0
    )
    return ReadingList(title=title, places=tuple(places))


def found_everywhere(sources: Iterable[Source], words: str) -> Iterator[Segment]:
    """Each place of some letters in the sources, large or small, any blanks for a blank."""
    parts = words.split()
    if not parts:
        return
    pattern = regex.compile(r"\s+".join(map(regex.escape, parts)), regex.IGNORECASE)
    for source in sources:
        for match in pattern.finditer(source.text):
            yield Segment(source=source.id, start=match.start(), end=match.end())


def plain_places(
    places: Iterable[Segment], sources: Mapping[str, Source]
) -> Iterator[dict[str, Any]]:
    """Places with the words there and around them, as a browser lists them.

    A place that its source does not have is listed without words.
    """
    for place in places:
        source = sources[place.source]
        inside = place.end <= len(source.text)
        before, after = ("", "")
        if inside:
            before, after = surroundings(source.text, place.start, place.end, context=CONTEXT)
        yield {
            "source": place.source,
            "title": source.title or source.id,
            "start": place.start,
            "end": place.end,
            "before": before,
            "quote": source.text[place.start : place.end] if inside else "",
            "after": after,
        }


def _rows_of_frame(frame: pd.DataFrame) -> Iterator[tuple[str, int, int]]:
    words = next((name for name in _END_COLUMNS if name in frame), "")
    if not {"source", "start"} <= set(frame) or not ("end" in frame or words):
        raise ValueError(
            "a reading list needs the columns source, start and end (or keyword or quote); "
            f"this frame has {', '.join(map(str, frame.columns))}"
        )
    ends = frame["end"] if "end" in frame else frame["start"] + frame[words].str.len()
    for source, start, end in zip(frame["source"], frame["start"], ends, strict=True):
        yield str(source), int(start), int(end)


def _rows_of(found: Iterable[Any]) -> Iterator[tuple[str, int, int]]:
    for one in found:
        try:
            yield str(one.source), int(one.start), int(one.end)
        except AttributeError:
            raise ValueError(
                f"{one!r} is no place; a reading list needs source, start and end, as a Segment or "
                "a Coding has them"
            ) from None
