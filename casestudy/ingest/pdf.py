"""PDF files, the worst container a transcript can come in: lines of a page, not paragraphs.

Lines that repeat at the top or foot of most pages are set apart, so that page numbers do not end up
in somebody's mouth. Words cut at a line end stay cut. Needs pypdfium2, an optional extra.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from casestudy.ingest.draft import Draft, one_newline
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading
from casestudy.ingest.turns import parts_of

READER = "pdf 1"

MAX_PAGES = 5_000
"""Pages at most; an interview has some dozens."""

EDGE = 2
"""Lines at the top and at the foot of a page among which repeated ones are looked for."""

REPEATED_SHARE = 0.5
"""Share of pages on which a line must stand to be a header or footer."""


def read(original: Original) -> Reading:
    """Read a PDF file that holds characters; a scan holds none."""
    pages = [one_newline(page).split("\n") for page in page_texts(original)]
    if not any(line.strip() for page in pages for line in page):
        raise original.bad(
            "holds pictures of pages and no characters; run a text recogniser, "
            "correct its text and read that"
        )
    draft = Draft()
    repeated = repeated_lines(pages)
    beside: list[tuple[str, str]] = []
    for number, page in enumerate(pages, 1):
        edges = {*range(EDGE), *range(len(page) - EDGE, len(page))}
        for count, line in enumerate(page):
            if count in edges and pattern(line) in repeated:
                beside.append((line, f"page {number}"))
            else:
                draft.write(line, locator=f"page {number} line {count + 1}")
    for line, place in beside:
        draft.write(line, locator=place, region="headers and footers")
    draft.warn("PDF keeps lines, not paragraphs, and cuts words: ask for the .docx or text instead")
    return draft.reading(parts_of(draft, wrapped=True), reader=READER)


def page_texts(original: Original) -> list[str]:
    """The characters of each page."""
    library = pdf_library(original)
    try:
        document = library.PdfDocument(original.data)
    except library.PdfiumError as error:
        reason = "is protected by a password; save a copy without it"
        if "password" not in str(error).lower():
            reason = "cannot be opened as PDF: it is damaged or cut short; copy it again"
        raise original.bad(reason) from error
    try:
        if len(document) > MAX_PAGES:
            raise original.bad(f"has more than {MAX_PAGES:,} pages; split it")
        return [page_text(document, number) for number in range(len(document))]
    except library.PdfiumError as error:
        raise original.bad("has a page that cannot be read; save it again as PDF") from error
    finally:
        document.close()


def page_text(document: Any, number: int) -> str:
    """The characters of one page; a cut word keeps its hyphen."""
    text: str = document[number].get_textpage().get_text_bounded()
    return re.sub("[\ufffe\x02]", "-", text)


def pdf_library(original: Original) -> Any:
    """The optional PDF library.

    Raises
    ------
    BadFile
        If it is not installed, with what to install.
    """
    try:
        return import_module("pypdfium2")
    except ImportError as error:
        raise original.bad(
            "is a PDF file, which needs an extra library; install it with "
            "pip install 'casestudy[ingest]', or save the transcript as .docx or text"
        ) from error


def repeated_lines(pages: Sequence[Sequence[str]]) -> set[str]:
    """Lines at the edges of pages that stand on most of them, page numbers left out.

    Examples
    --------
    >>> pages = [["Case 3", f"I: {w}?", f"B: {w}.", f"page {n}"] for n, w in enumerate("abcd")]
    >>> sorted(repeated_lines(pages))
    ['Case #', 'page #']
    """
    counts = Counter(
        key for page in pages for key in {pattern(line) for line in [*page[:EDGE], *page[-EDGE:]]}
    )
    least = max(3, REPEATED_SHARE * len(pages))
    return {key for key, count in counts.items() if count >= least and key.strip(" #")}


def pattern(line: str) -> str:
    """A line with every number replaced by one sign."""
    return re.sub(r"\d+", "#", " ".join(line.split()))
