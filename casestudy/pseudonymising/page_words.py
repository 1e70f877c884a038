"""Words of a PDF: its pages, its properties, its bookmarks, and what looks like writing in it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from casestudy.errors import BadFile
from casestudy.ingest.original import Original
from casestudy.ingest.pdf import page_texts
from casestudy.pseudonymising.picture_words import runs
from casestudy.pseudonymising.pieces import Closed, Piece, Words

LARGEST_STREAM = 20 * 2**20
"""Bytes that a compressed part of a PDF may grow to."""
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)


def in_pdf(path: Path, data: bytes) -> Iterator[Piece]:
    """The words of a PDF. Without pypdfium2 its pages stay closed."""
    yield from runs(_STREAM.sub(b"", data))
    for found in _STREAM.finditer(data):
        try:
            inflated = zlib.decompressobj().decompress(found[1], LARGEST_STREAM)
        except zlib.error:
            continue
        yield from runs(inflated, "inside")
    try:
        for number, page in enumerate(page_texts(Original(path=path, data=data)), start=1):
            yield Words(f"page {number}", page.replace("\r\n", "\n"))
        yield Words("properties", "\n".join(_properties(data)))
    except BadFile as fault:
        yield Closed("pages", f"its pages were not read: it {fault.reason}")


def _properties(data: bytes) -> Iterator[str]:
    """Title, author and the like, and the bookmarks."""
    document: Any = import_module("pypdfium2").PdfDocument(data)
    try:
        yield from document.get_metadata_dict().values()
        for mark in document.get_toc():
            yield str(mark.get_title() if hasattr(mark, "get_title") else mark.title)
    finally:
        document.close()
