"""Words beside the pixels of a picture: notes, properties, comments. Pixels are not read."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from casestudy.pseudonymising.pieces import Closed, Piece, Words

PIXELS = "a picture: its notes and properties were looked at, its pixels were not; look at it"
LONGEST_NOTE = 10 * 2**20
"""Bytes that a compressed note may grow to."""
SHORTEST_RUN = 6
"""Characters in a row that look like writing: in random bytes there are many shorter ones."""

_RUN_8 = re.compile(rb"(?:[\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){6,}")
_RUN_16 = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00|[\x00-\x7f][\x01-\x04]){6,}")
_JPEG_SKIPPED = frozenset({0xD8, 0xD9, 0x01, *range(0xD0, 0xD8)})
"""Markers without a length."""


def runs(data: bytes, inner: str = "") -> Iterator[Piece]:
    r"""Stretches of bytes that look like writing, in UTF-8 and in UTF-16.

    Examples
    --------
    >>> [piece.text for piece in runs(b"\x00\x01Lakso here\x00\xff")]
    ['Lakso here']
    """
    for pattern, encoding in ((_RUN_8, "utf-8"), (_RUN_16, "utf-16-le")):
        found = [run[0].decode(encoding, "replace") for run in pattern.finditer(data)]
        if found:
            yield Words(inner, "\n".join(found), near=False)


def in_png(data: bytes) -> Iterator[Piece]:
    """Notes (tEXt, zTXt, iTXt) and properties of a PNG picture."""
    at = 8
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        if len(body) < size:
            break
        if kind in (b"tEXt", b"zTXt", b"iTXt"):
            yield Words(kind.decode(), _png_note(kind, body))
        elif kind not in (b"IDAT", b"IHDR", b"PLTE", b"fdAT"):
            yield from runs(body, kind.decode("latin-1"))
        at += 12 + size
        if kind == b"IEND":
            break
    yield from runs(data[at:], "after the picture")
    yield Closed("", PIXELS)


def in_jpeg(data: bytes) -> Iterator[Piece]:
    """Comments and properties of a JPEG picture: all segments before its pixels."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _JPEG_SKIPPED:
            at += 2
            continue
        size = int.from_bytes(data[at + 2 : at + 4])
        if 0xE0 <= marker <= 0xEF or marker == 0xFE:
            yield from runs(data[at + 4 : at + 2 + size], "properties")
        if marker == 0xDA:
            break
        at += 2 + max(size, 2)
    yield Closed("", PIXELS)


def in_other_picture(data: bytes) -> Iterator[Piece]:
    """What looks like writing in a picture of another kind."""
    yield from runs(data)
    yield Closed("", PIXELS)


def _png_note(kind: bytes, body: bytes) -> str:
    keyword, _, rest = body.partition(b"\0")
    if kind == b"zTXt":
        rest = _inflated(rest[1:])
    elif kind == b"iTXt":
        flags, rest = rest[:2], rest[2:]
        rest = rest.split(b"\0", 2)[-1]
        rest = _inflated(rest) if flags[:1] == b"\x01" else rest
    text = rest.decode("utf-8" if kind == b"iTXt" else "latin-1", "replace")
    return f"{keyword.decode('latin-1')}: {text}"


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, LONGEST_NOTE)
    except zlib.error:
        return data
