"""Where in a source a code is put: words, a rectangle on a picture, or the whole source."""

from __future__ import annotations

from typing import Any

from casestudy.anchors import Anchor, anchor, find_quote
from casestudy.regions import Region

Place = Anchor | Region | None
"""None is the whole source."""


def place_in(
    text: str,
    *,
    quote: str = "",
    start: int | None = None,
    end: int | None = None,
    region: Region | None = None,
) -> Place:
    """The place that a coder names by words, by positions or by a region.

    Raises
    ------
    ValueError
        If it is named in two ways, by half a span, or the text does not have it.
    """
    has_span = start is not None or end is not None
    if region is not None:
        if quote or has_span:
            raise ValueError("give either words or a region, not both")
        return region
    if quote and has_span:
        raise ValueError("give either the quotation or start and end, not both")
    if quote:
        return anchor(text, *find_quote(text, quote))
    if not has_span:
        return None
    if start is None or end is None:
        raise ValueError("give both start and end, or neither to code the whole source")
    return anchor(text, start, end)


def place_fields(place: Place) -> dict[str, Any]:
    """The fields of an event that say where a coding stands."""
    if isinstance(place, Anchor):
        return {
            "start": place.start,
            "end": place.end,
            "quote": place.quote,
            "prefix": place.prefix,
            "suffix": place.suffix,
        }
    fields = {"start": None, "end": None, "quote": ""}
    return fields if place is None else {**fields, "region": str(place)}
