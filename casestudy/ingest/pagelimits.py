"""Pages made to stop a program: refused before they are parsed, which nobody can interrupt.

What the parser (lexbor 2) does with a page grows with the page, but for four things: depth,
attributes of one element, options of one list (unless its events are off), and formatting marks
left open, which it opens anew in every paragraph. Each has its bound here.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import numpy.typing as npt

from casestudy.ingest.original import Original
from casestudy.ingest.wordlists import BLOCKS, TIGHT, words

MAX_OPEN = 3_000
"""Elements left open at once. Real pages nest under a hundred deep."""
MAX_TAGS = 1_000_000
"""Tags of one page. The longest real pages have some ten thousand."""
TAGS_AT_EASE = 20_000
"""Tags that may all lie in one another without the parser taking longer than a second."""
BYTES_AT_EASE = 1_000_000
"""Bytes that may all be attributes of one element, each written so that this is not seen at once,
without the parser taking longer than a minute."""
MAX_ATTRIBUTES = 5_000
"""Attributes of one element. Real ones have some fifty."""
MAX_MADE = 4_000_000
"""Elements that marks left open may lead to; they take some 1.5 GB."""

CLOSED_BY_OTHERS = words(
    "body caption dd dt hr html li optgroup option p rp rt tbody td tfoot th thead tr wbr"
)
"""Elements that need no closing tag."""
OPENED = re.compile(
    rf"<(/?)(?:{'|'.join(sorted((BLOCKS | TIGHT) - CLOSED_BY_OTHERS))})\b".encode(),
    re.IGNORECASE,
)
FORMATTING = frozenset(
    name.encode() for name in words("b big code em font i s small strike strong tt u")
)
"""Marks that are opened anew; those without attributes at most three times each."""
KEEPING = frozenset(
    name.encode()
    for name in words(
        "annotation-xml applet caption desc foreignobject marquee mi mn mo ms mtext object select "
        "table td template th title"
    )
)
"""Elements inside which a closing tag does not reach marks that were opened outside."""
UNREAD = re.compile(
    rb"<!--.*?(?:-->|\Z)|<(script|style|textarea|title|xmp|iframe|noembed|noframes)\b.*?</\1",
    re.IGNORECASE | re.DOTALL,
)
"""Where tags are only characters."""
TAG = re.compile(
    rb"<(/?)([a-zA-Z][^\s/>]*)((?:[^>\"']|\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z))*+)(?:>|\Z)"
)
LONG_TAG = 50_000
"""Bytes of a tag from which a page is looked at closely."""
BEGINNING = re.compile(rb"<[a-zA-Z]")
QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
ROOTS = re.compile(rb"<(?:body|html)\b", re.IGNORECASE)
MAX_ROOTS = 1_000
"""Tags `html` and `body` of one page; each further one adds its attributes to the first."""


def refuse_excess(original: Original, page: bytes) -> None:
    """Refuse a page that the parser would take hours or all of the memory for."""
    letters = np.frombuffer(page, np.uint8)
    n_tags = int(np.count_nonzero(letters == ord("<")))
    if n_tags > MAX_TAGS:
        raise original.bad(
            f"has more than {MAX_TAGS:,} tags, as no real page does; "
            "save the page again from a browser"
        )
    if n_tags > TAGS_AT_EASE:
        refuse_open(original, page)
        if len(ROOTS.findall(page)) > MAX_ROOTS:
            raise original.bad(
                f"begins more than {MAX_ROOTS:,} times; save each page into a file of its own"
            )
    if n_tags**2 > 4 * MAX_MADE and n_maybe_formatting(letters) * n_tags > MAX_MADE:
        refuse_formatting(original, page, n_tags)
    if len(page) > BYTES_AT_EASE or has_long_tag(letters, page):
        refuse_attributes(original, page)


def has_long_tag(letters: npt.NDArray[np.uint8], page: bytes) -> bool:
    """Whether what begins like a tag goes on without a ">": faster than to look closely."""
    half = LONG_TAG // 2  # whatever is longer than the whole holds one such stretch
    if all(page.find(b">", at, at + half) >= 0 for at in range(0, len(page) - half, half)):
        return False
    closing = np.flatnonzero(letters == ord(">"))
    starts, ends = np.append(-1, closing) + 1, np.append(closing, len(letters))
    is_long = ends - starts > LONG_TAG
    gaps = zip(starts[is_long].tolist(), ends[is_long].tolist(), strict=True)
    return any(BEGINNING.search(page, start, end - LONG_TAG) for start, end in gaps)


def n_maybe_formatting(letters: npt.NDArray[np.uint8]) -> int:
    """How many tags begin like marks such as bold: faster than to look closely."""
    opening = np.flatnonzero(letters == ord("<"))
    first = opening[opening < len(letters) - 2] + 1
    pairs = (letters[first].astype(np.intp) << 8) | letters[first + 1]
    return int(np.count_nonzero(formatting_pairs()[pairs]))


@cache
def formatting_pairs() -> npt.NDArray[np.bool_]:
    """For each pair of letters whether a mark may begin with it, and have attributes."""
    found = np.zeros(1 << 16, dtype=np.bool_)
    for name in FORMATTING:
        seconds = bytes(name[1:2].lower() + name[1:2].upper()) or b" \t\n\r\f/"
        for first in name[:1].lower() + name[:1].upper():
            for second in seconds:
                found[first << 8 | second] = True
    return found


def refuse_open(original: Original, page: bytes) -> None:
    """Refuse a page of elements opened and never closed."""
    depth = 0
    for tag in OPENED.finditer(page):
        depth = max(0, depth - 1) if tag.group(1) else depth + 1
        if depth > MAX_OPEN:
            raise original.bad(
                f"leaves more than {MAX_OPEN:,} elements open, as no real page does; "
                "save the page again from a browser",
                line=page.count(b"\n", 0, tag.start()) + 1,
            )


def refuse_formatting(original: Original, page: bytes, n_tags: int) -> None:
    """Refuse a page whose bold and coloured stretches are opened and never closed."""
    levels, most = [(b"", 0)], 0
    for tag in TAG.finditer(UNREAD.sub(b"", page)):
        name, (level, n_open) = tag.group(2).lower(), levels[-1]
        if name in KEEPING and not tag.group(1):
            levels.append((name, 0))
        elif name in KEEPING and name == level:
            levels[-2:] = [(levels[-2][0], levels[-2][1] + n_open)]
        elif name in FORMATTING and tag.group(1):
            levels[-1] = (level, max(0, n_open - 1))
        elif name in FORMATTING and tag.group(3).strip():
            levels[-1] = (level, n_open + 1)
            most = max(most, n_open + 1)
    most = max(most, sum(n for _, n in levels))
    if most * n_tags > MAX_MADE:
        raise original.bad(
            f"leaves {most:,} marks such as bold or colour open, which would be repeated in every "
            "paragraph; save the page again from a browser"
        )


def refuse_attributes(original: Original, page: bytes) -> None:
    """Refuse a page with an element of thousands of attributes."""
    for tag in TAG.finditer(page):
        if tag.end() - tag.start() > MAX_ATTRIBUTES:
            n_attributes = len(QUOTED.sub(b" ", tag.group(3)).split())
            if n_attributes > MAX_ATTRIBUTES:
                raise original.bad(
                    f"has an element with {n_attributes:,} attributes, as no real page does; "
                    "save the page again from a browser",
                    line=page.count(b"\n", 0, tag.start()) + 1,
                )
