"""Saved web pages and fragments: all text in blocks; or an interview, if people speak in it.

Each block keeps the XPath of its element in an HTML5 tree, the one browsers build, the headings
above it, and the part of the page that it stands in. What the page says beside its text (labels,
descriptions of pictures, structured data) follows below the text. A page whose paragraphs carry
recurring labels is a transcript that was saved as HTML.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import replace
from typing import NamedTuple

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from casestudy.errors import Loss, LossReport
from casestudy.ingest.encoding import MAX_TEXT_BYTES, Decoded, decoded
from casestudy.ingest.original import Original
from casestudy.ingest.pagechannels import Sayings, with_sayings
from casestudy.ingest.pagelimits import refuse_excess, refuse_open
from casestudy.ingest.pagespeech import spoken_reading
from casestudy.ingest.pagesteps import path_of
from casestudy.ingest.pagewalk import PageWalk
from casestudy.ingest.reading import Reading
from casestudy.sources import parts_of_columns

READER = "webpage 2"

CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I
)
OLD_LATIN = ("ascii", "iso8859-1")
"""What pages declare when they mean Windows-1252; browsers read it so, by the HTML standard."""
MIRROR = b"<selectedcontent"
"""An element that shows a copy of the option chosen, made by an event of the tree."""
MAX_MIRRORED = 5_000
"""Options of a page up to which events are on: their cost grows with the square of the options."""
NO_EVENTS = LexborDocumentOptions.WO_EVENTS
CONTROLS = bytes((*range(9), *range(14, 21), *range(22, 32), 127))
MAX_CONTROL_SHARE = 0.01
"""Share of control characters above which bytes are a program or a picture, not writing."""
LOOKED_AT = 100_000
"""Bytes of which that share is taken."""
LONGEST_ADDRESS = 90
"""Characters of an address that a sentence tells."""


class PageBytes(NamedTuple):
    """A page in UTF-8, the encoding it came in, and a warning if that was a guess."""

    data: bytes
    encoding: str
    warning: str = ""


SILENT = (
    "shows no words itself: only what it says beside its text was read; scripts may fill it, so "
    "capture it with a browser"
)


def read(original: Original) -> Reading:
    """Read a page."""
    found = page_bytes(original)
    refuse_excess(original, found.data)
    page = tree(found.data)
    walk = PageWalk().walk(page)
    if walk.is_deep:
        refuse_open(original, found.data)
    title = page.css_first("head title")
    root = page.root
    told = {
        "reader": READER,
        "title": title.text() if title is not None else "",
        "encoding": found.encoding,
        "language": (root.attributes.get("lang") or "") if root is not None else "",
    }
    warnings = [found.warning] if found.warning else []
    if original.kind != "website":
        spoken = spoken_reading(walk, warnings, told)
        if spoken is not None:
            return spoken
    return page_reading(walk, Sayings(walk), warnings, told)


def tree(page: bytes) -> LexborHTMLParser:
    """The tree of a page. Events of the tree are off unless they matter: they cost time."""
    mirrors = MIRROR in page and page.count(b"<option") < MAX_MIRRORED
    return LexborHTMLParser(page, options=0 if mirrors else NO_EVENTS)


def page_reading(
    walk: PageWalk, sayings: Sayings, warnings: list[str], told: dict[str, str]
) -> Reading:
    """A page as blocks, with everything beside its text below."""
    blocks = [block for block in walk.blocks if block[0] < block[1]]
    said = sayings.said
    if not blocks and all(one[0] == "meta" for one in said):
        return Reading(text="", parts=(), kind="website", reader=told["reader"])
    if not blocks:
        warnings = [*warnings, SILENT]
    text, starts, ends = with_sayings(walk.text, said)
    default = "" if walk.has_main else "main"
    n_blocks = len(blocks)
    parts = parts_of_columns(
        kind=["block"] * n_blocks + ["channel"] * len(said),
        start=[block[0] for block in blocks] + starts,
        end=[block[1] for block in blocks] + ends,
        locator=[block[2][3] or path_of(block[2]) for block in blocks] + [one[3] for one in said],
        heading=[block[4] for block in blocks] + [one[4] for one in said],
        hidden=[block[3].hidden for block in blocks] + [one[5] for one in said],
        view=[block[3].view or default for block in blocks] + [""] * len(said),
        channel=[""] * n_blocks + [one[0] for one in said],
    )
    return Reading(
        text=text,
        parts=parts,
        kind="website",
        reader=told["reader"],
        title=" ".join(told["title"].split()),
        encoding=told["encoding"],
        language=told["language"].strip(),
        warnings=(*warnings, *sayings.warnings),
        losses=frame_losses(walk.frames),
    )


def frame_losses(frames: list[str]) -> LossReport:
    """Pages set in from elsewhere, whose words are not in this file."""
    shown = [
        f"{url[: LONGEST_ADDRESS - 1]}…" if len(url) > LONGEST_ADDRESS else url for url in frames
    ]
    return LossReport(
        tuple(
            Loss(what=f"page set in from {url}", count=count)
            for url, count in Counter(shown).items()
        )
    )


def page_bytes(original: Original) -> PageBytes:
    """A page in UTF-8, as the parser wants it: by mark, by what the page declares, by detection."""
    data = original.data
    declared = CHARSET.search(data[:4096])
    name = declared.group(1).lower() if declared else b"utf-8"
    is_plain = not original.encoding and name in (b"utf-8", b"utf8") and b"\x00" not in data
    if is_plain and len(data) <= MAX_TEXT_BYTES and is_utf8(data):
        return PageBytes(data.removeprefix(codecs.BOM_UTF8), "utf-8")
    result = characters(original, declared)
    return PageBytes(result.text.encode("utf-8", "replace"), result.encoding, result.warning)


def is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8 and hold writing, not a program or a picture."""
    head = data[:LOOKED_AT]
    if len(head) - len(head.translate(None, CONTROLS)) > MAX_CONTROL_SHARE * len(head):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def characters(original: Original, declared: re.Match[bytes] | None) -> Decoded:
    """The characters of a page that is not plainly UTF-8."""
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
