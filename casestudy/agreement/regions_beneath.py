"""Regions of a screenshot read as the blocks of the page beneath them.

Two coders draw two rectangles around one paragraph. Which block it is can be told from where blocks
were drawn, and then regions and words are compared on the same units.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from casestudy.agreement.bridge import check_choice
from casestudy.codings import Codings
from casestudy.regions import Region, intersection_area

TOUCHING = ("any", "majority", "whole")


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockBox:
    """Where a block of a page was drawn on a picture of it.

    Parameters
    ----------
    region : Region
        The rectangle.
    start, end : int
        The block in the text of the source.
    """

    region: Region
    start: int
    end: int


def codings_on_blocks(
    codings: Codings, *, boxes: Mapping[str, Sequence[BlockBox]], touching: str
) -> Codings:
    """Codings of regions as codings of the blocks beneath; codings of words as they are.

    Parameters
    ----------
    codings : Codings
        Of words and regions.
    boxes : mapping of str to sequence of BlockBox
        Where the blocks of each source were drawn.
    touching : {"any", "majority", "whole"}
        A region codes a block if it covers any pixel of its box, more than half, or all of it.

    Returns
    -------
    Codings
        One row a region and block; the id of the coding stays, so that rows of one region share it.
        A region over no block, or in a source without boxes, stays a region.

    Examples
    --------
    >>> from casestudy.codebook import Code, Codebook
    >>> from casestudy.codings import Coding, codings_frame
    >>> book = Codebook(id="demo", codes=(Code(id="price", name="price"),))
    >>> drawn = Region(picture="a.png", x=0, y=0, width=90, height=30)
    >>> made = codings_frame([Coding(id="c1", source="page", code="price", coder="anna",
    ...                              region=drawn)])
    >>> at = Region(picture="a.png", x=5, y=5, width=80, height=20)
    >>> box = BlockBox(region=at, start=3, end=40)
    >>> found = codings_on_blocks(Codings(frame=made, codebook=book), boxes={"page": [box]},
    ...                           touching="majority")
    >>> found.frame[["start", "end", "region"]].values.tolist()
    [[3, 40, '']]
    """
    check_choice(touching, TOUCHING, "touching")
    rows = [
        part
        for row in codings.frame.to_dict("records")
        for part in _on_blocks(row, boxes.get(row["source"], ()), touching)
    ]
    frame = pd.DataFrame(rows, columns=codings.frame.columns).astype(codings.frame.dtypes.to_dict())
    return replace(codings, frame=frame)


def _on_blocks(
    row: dict[Hashable, Any], boxes: Sequence[BlockBox], touching: str
) -> list[dict[Hashable, Any]]:
    """A row for each block beneath a region; the row itself where there is none."""
    if not row["region"]:
        return [row]
    drawn = Region.parsed(str(row["region"]))
    beneath = [box for box in boxes if _counts(drawn, box.region, touching)]
    return [{**row, "start": b.start, "end": b.end, "region": ""} for b in beneath] or [row]


def _counts(drawn: Region, box: Region, touching: str) -> bool:
    shared = intersection_area(drawn, box)
    if touching == "any":
        return shared > 0
    return 2 * shared > box.area if touching == "majority" else shared == box.area
