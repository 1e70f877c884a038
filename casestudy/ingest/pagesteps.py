"""What each element of a page does to the text around it, and the way down to it."""

from __future__ import annotations

from functools import cache
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from casestudy.ingest.pagemarks import LANDMARKS
from casestudy.ingest.wordlists import BLOCKS, DROPPED, NEVER_SHOWN, TIGHT
from casestudy.pages.element_paths import FOREIGN, ROOT_PATH, step_below

Step = list[Any]
"""An element: the step above it, its node, its number, and its path once somebody asked for it."""
ROOT: Step = [None, None, 1, ROOT_PATH]

DROP, BLOCK, CLOSE, OTHER, CELL, ROW, DATA, SKIP, HOLD = 1, 2, 4, 8, 16, 32, 64, 128, 256
"""An element's words are dropped; it is a block; its edges are no gaps; it is looked at by itself;
it is a cell, or a row, of a table; it may hold data; it is no element; it names the place of its
words though they may run on with those around it."""
PASSED, PLACING = DROP | SKIP, BLOCK | HOLD
"""Elements that are passed over; elements that name the place of their words."""
TEXT_ID = 2
NOT_ELEMENTS = range(6)
"""Numbers that the parser gives to texts, comments and the document."""


@cache
def kinds() -> dict[int, int]:
    """What each known element does, by the parser's number; any other is an inline box."""
    found = dict.fromkeys(BLOCKS | {"head"}, BLOCK)
    found.update(dict.fromkeys(TIGHT, CLOSE))
    found.update(dict.fromkeys(DROPPED - {"head"}, DROP))
    looked_at = "table pre textarea template h1 h2 h3 h4 h5 h6 frame input foreignObject"
    for tag in (*NEVER_SHOWN, *LANDMARKS, *FOREIGN, *looked_at.split()):
        found[tag] = found.get(tag, 0) | OTHER
    found.update(dict.fromkeys(("td", "th"), BLOCK | CELL))
    found.update(dict.fromkeys(("script", "meta", "title", "link"), DROP | OTHER | DATA))
    found.update({"tr": BLOCK | CELL | ROW, "br": OTHER | DROP})
    for tag in ("template", "iframe"):
        found[tag] |= HOLD
    page = LexborHTMLParser("")
    numbers = {page.create_node(tag).tag_id: does for tag, does in found.items()}
    return {**dict.fromkeys(NOT_ELEMENTS, SKIP), **numbers}


def path_of(step: Step) -> str:
    """The XPath of an element; each is put together once, from that of the element above."""
    path: str | None = step[3]
    if path is None:
        above, node, number, _ = step
        path, tag = above[3] or path_of(above), node.tag
        if tag in FOREIGN or "*" in path:
            path = step_below(path, tag, number)
        else:
            path = f"{path}/{tag}[{number}]"
        step[3] = path
    return path
