"""Blocks of a captured page and the picture of it: which words lie beneath a rectangle.

A browser says for each element where it lies on the picture and whether it is shown. Blocks are
joined with that by their XPath, so that a region that was coded on the picture leads to words, and
coded words to a place on the picture.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from casestudy.regions import Region
from casestudy.sources import Box, Part, Source

FOREIGN = re.compile(r"\*\[local-name\(\)='([^']+)'\]")
"""How the path of a block names an element of a drawing; boxes name it plainly."""
LEAST_COVERED = 0.5
"""Share of a block's box that a region must cover for the block to lie beneath it. Half, so that
each block lies beneath at most one of two regions that do not overlap."""


def with_boxes(parts: Iterable[Part], elements: Iterable[Mapping[str, Any]]) -> tuple[Part, ...]:
    """Parts with the place of each block on the picture; what was not shown there is hidden.

    Parameters
    ----------
    parts : iterable of Part
        Of a page.
    elements : iterable of mapping
        `xpath`, `x`, `y`, `width`, `height` in pixels of the picture, and `visible`, of each
        element.

    Notes
    -----
    A block that its own marks hide stays hidden, whatever its element looks like: a hidden stretch
    can stand inside a shown element.
    """
    found = {str(one["xpath"]): one for one in elements}
    if not found:
        return tuple(parts)
    return tuple(
        _boxed(part, found.get(FOREIGN.sub(r"\1", part.locator))) if part.kind == "block" else part
        for part in parts
    )


def _boxed(part: Part, one: Mapping[str, Any] | None) -> Part:
    if one is None:
        return part
    return replace(part, box=box_of(one), hidden=part.hidden or not one["visible"])


def box_of(element: Mapping[str, Any]) -> Box | None:
    """Where an element lies on the picture; None if it has no extent there."""
    x, y, width, height = (float(element[name]) for name in ("x", "y", "width", "height"))
    return (x, y, width, height) if width > 0 and height > 0 else None


def blocks_beneath(
    source: Source, region: Region, *, least_covered: float = LEAST_COVERED
) -> tuple[Part, ...]:
    r"""The blocks of a captured page that lie beneath a region of its picture, in their order.

    Parameters
    ----------
    source : Source
        A page whose blocks know their boxes.
    region : Region
        A rectangle on the picture that the boxes belong to.
    least_covered : float
        Share of a block's box, above 0 and up to 1, that the region must cover.

    Returns
    -------
    tuple of Part
        Blocks that are shown. If the region covers none far enough, the smallest block around the
        middle of the region; empty if there is none, or the page was not captured.

    Examples
    --------
    >>> parts = (Part(kind="block", start=0, end=4, box=(0, 0, 100, 20)),
    ...          Part(kind="block", start=5, end=9, box=(0, 20, 100, 20)))
    >>> page = Source(id="p", kind="website", text="Shop\nHelp", parts=parts)
    >>> [part.start for part in blocks_beneath(page, Region(picture="screenshot.png", x=0, y=18,
    ...                                                     width=100, height=30))]
    [5]
    """
    if not 0 < least_covered <= 1:
        raise ValueError(f"least_covered is {least_covered}; it is a share above 0 and up to 1")
    shown = [(part, part.box) for part in source.parts if part.box is not None and not part.hidden]
    covered = [part for part, box in shown if covered_share(box, region) >= least_covered]
    if covered:
        return tuple(covered)
    x, y = region.x + region.width / 2, region.y + region.height / 2
    around = [(box[2] * box[3], part.start, part) for part, box in shown if _holds(box, x, y)]
    return (min(around, key=lambda one: one[:2])[2],) if around else ()


def covered_share(box: Box, region: Region) -> float:
    """Share of a box that a region covers, 0 to 1.

    Examples
    --------
    >>> covered_share((0, 0, 10, 10), Region(picture="a.png", x=5, y=0, width=10, height=10))
    0.5
    """
    x, y, width, height = box
    across = min(x + width, region.x + region.width) - max(x, region.x)
    down = min(y + height, region.y + region.height) - max(y, region.y)
    if across <= 0 or down <= 0 or width <= 0 or height <= 0:
        return 0.0
    return across * down / (width * height)


def region_around(boxes: Iterable[Box], *, picture: str) -> Region | None:
    """The smallest rectangle of whole pixels around some boxes; None if there are none.

    Examples
    --------
    >>> str(region_around([(1.5, 2, 3, 4), (0, 5, 2, 2.2)], picture="a.png"))
    'a.png#xywh=0,2,5,6'
    """
    edges = [(x, y, x + width, y + height) for x, y, width, height in boxes]
    if not edges:
        return None
    left, top = (max(0, math.floor(min(edge[n] for edge in edges))) for n in (0, 1))
    right, bottom = (math.ceil(max(edge[n] for edge in edges)) for n in (2, 3))
    if right <= left or bottom <= top:
        return None
    return Region(picture=picture, x=left, y=top, width=right - left, height=bottom - top)


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[0] + box[2] and box[1] <= y <= box[1] + box[3]
