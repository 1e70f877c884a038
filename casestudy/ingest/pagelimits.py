"""Pages made to stop a program: refused before they are parsed, which no one can interrupt."""

from __future__ import annotations

import re

from casestudy.ingest.original import Original
from casestudy.ingest.wordlists import BLOCKS, TIGHT, words

MAX_OPEN = 3_000
"""Elements left open at once. Real pages nest under a hundred deep; the parser slows with the
square of the depth, so a made-up file could stop it for hours."""
MAX_TAGS = 1_000_000
"""Tags of one page. The longest real pages have some ten thousand."""

CLOSED_BY_OTHERS = words(
    "body caption dd dt hr html li optgroup option p rp rt tbody td tfoot th thead tr wbr"
)
"""Elements that need no closing tag."""
OPENED = re.compile(
    rf"<(/?)(?:{'|'.join(sorted((BLOCKS | TIGHT) - CLOSED_BY_OTHERS))})\b".encode(),
    re.IGNORECASE,
)


def refuse_excess(original: Original, page: bytes) -> None:
    """Refuse a page of elements opened and never closed, or of nothing but elements."""
    n_tags = page.count(b"<")
    if n_tags > MAX_TAGS:
        raise original.bad(
            f"has more than {MAX_TAGS:,} tags, as no real page does; "
            "save the page again from a browser"
        )
    if n_tags <= MAX_OPEN:
        return
    depth = 0
    for tag in OPENED.finditer(page):
        depth = max(0, depth - 1) if tag.group(1) else depth + 1
        if depth > MAX_OPEN:
            raise original.bad(
                f"leaves more than {MAX_OPEN:,} elements open, as no real page does; "
                "save the page again from a browser",
                line=page.count(b"\n", 0, tag.start()) + 1,
            )
