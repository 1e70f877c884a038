"""Saved web pages and fragments: all text in blocks; or an interview, if people speak in it.

Each block keeps the XPath of its element in an HTML5 tree, the one browsers build, and the headings
above it. A page whose paragraphs carry recurring labels is a transcript that was saved as HTML.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from casestudy.ingest.draft import Draft
from casestudy.ingest.encoding import Decoded, decoded
from casestudy.ingest.original import Original
from casestudy.ingest.pagewalk import PageWalk
from casestudy.ingest.reading import Reading
from casestudy.ingest.turns import parts_of
from casestudy.ingest.wordlists import BLOCKS, TIGHT, words
from casestudy.sources import Part

READER = "webpage 1"

CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I
)
OLD_LATIN = ("ascii", "iso8859-1")
"""What pages declare when they mean Windows-1252; browsers read it so, by the HTML standard."""

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
    rf"<(/?)(?:{'|'.join(sorted((BLOCKS | TIGHT) - CLOSED_BY_OTHERS))})\b",
    re.IGNORECASE,
)


def read(original: Original) -> Reading:
    """Read a page."""
    result = characters(original)
    refuse_depth(original, result.text)
    page = LexborHTMLParser(result.text)
    walk = PageWalk()
    if result.warning:
        walk.draft.warn(result.warning)
    draft = walk.walk(page.root) if page.root is not None else walk.draft
    title = page.css_first("head title")
    root = page.css_first("html")
    language = root.attributes.get("lang") if root is not None else ""
    spoken = () if original.kind == "website" else parts_of(draft, strict=True)
    interview = any(part.kind == "turn" for part in spoken)
    return draft.reading(
        spoken if interview else blocks(draft),
        kind="interview" if interview else "website",
        reader=READER,
        title=title.text() if title is not None else "",
        encoding=result.encoding,
        language=language or "",
    )


def characters(original: Original) -> Decoded:
    """The characters of a page: by mark, by what the page declares, by detection."""
    declared = CHARSET.search(original.data[:4096])
    marked = original.data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if original.encoding or marked or not declared or b"\x00" in original.data[:4096]:
        return decoded(original)
    name = declared.group(1).decode("ascii", "replace")
    try:
        known = codecs.lookup(name).name
        name = "cp1252" if known in OLD_LATIN else known
        original.data.decode(name)
    except (LookupError, UnicodeError, ValueError):
        result = decoded(original)
        note = f"the page says it is written in {name!r} but it is not; read as {result.encoding}"
        return replace(result, warning=result.warning or note)
    return decoded(replace(original, encoding=name))


def refuse_depth(original: Original, text: str) -> None:
    """Refuse a file of elements opened and never closed, or of nothing but elements."""
    if text.count("<") > MAX_TAGS:
        raise original.bad(
            f"has more than {MAX_TAGS:,} tags, as no real page does; "
            "save the page again from a browser"
        )
    depth = 0
    for tag in OPENED.finditer(text):
        depth = max(0, depth - 1) if tag.group(1) else depth + 1
        if depth > MAX_OPEN:
            raise original.bad(
                f"leaves more than {MAX_OPEN:,} elements open, as no real page does; "
                "save the page again from a browser",
                line=text.count("\n", 0, tag.start()) + 1,
            )


def blocks(draft: Draft) -> list[Part]:
    """The blocks of a page."""
    return [
        Part(
            kind="block",
            start=line.start,
            end=line.end,
            locator=line.locator,
            heading=line.heading,
            hidden=line.hidden,
        )
        for line in draft.lines
        if line.end > line.start
    ]
