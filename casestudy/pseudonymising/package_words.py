"""What lies in archives, in office files, which are archives too, and in messages with parts."""

from __future__ import annotations

import bz2
import email
import email.policy
import gzip
import html
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from casestudy.errors import BadFile
from casestudy.ingest.archive import Archive
from casestudy.ingest.original import Original
from casestudy.pseudonymising.pieces import Blob, Closed, Piece, Words

LARGEST = 500 * 2**20
"""Bytes that all parts of one archive may grow to."""
OFFICE_ENDINGS = (".xml", ".rels", ".xhtml")
_PARAGRAPH_END = re.compile(
    r"</(?:w:p|a:p|text:p|text:h|si|row|c|p|h\d|li|td|th|div)>|<(?:w|a):br\b[^>]*>|<br\b[^>]*>"
)
_TAB = re.compile(r"<w:tab\b[^>]*/>|<text:tab\b[^>]*/>|<text:s\b[^>]*/>")
_TAG = re.compile(r"<[^>]*>")
_UNPACKERS: dict[bytes, Callable[[BytesIO], Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ": lzma.open,
}


def in_archive(path: Path, data: bytes) -> Iterator[Piece]:
    """The members of a zip archive: the words of office files, and files for everything else."""
    try:
        archive = Archive(Original(path=path, data=data))
    except BadFile as fault:
        yield Closed("", fault.reason)
        return
    with zipfile.ZipFile(BytesIO(data)) as opened:
        yield Words("comment of the archive", opened.comment.decode("utf-8", "replace"))
    grown = 0
    for name in archive.names:
        if name.endswith("/"):
            continue
        try:
            content = archive.read(name)
        except BadFile as fault:
            yield Closed(name, fault.reason)
            continue
        grown += len(content)
        if grown > LARGEST:
            yield Closed(name, f"the archive holds more than {LARGEST:,} bytes; unpack it")
            return
        yield Blob(name, content, is_named=True)


def in_office_xml(text: str) -> Iterator[Piece]:
    """The paragraphs of a part of an office file, however its letters are parted by tags."""
    lines = _PARAGRAPH_END.sub("\n", _TAB.sub("\t", text))
    yield Words("", html.unescape(_TAG.sub("", lines)))
    yield Words("attributes", html.unescape("\n".join(_TAG.findall(text))), near=False)


def in_compressed(path: Path, data: bytes) -> Iterator[Piece]:
    """The one file in a compressed one."""
    unpack = next(way for mark, way in _UNPACKERS.items() if data.startswith(mark))
    try:
        with unpack(BytesIO(data)) as file:
            content = file.read(LARGEST + 1)
    except (OSError, EOFError, lzma.LZMAError, zlib.error):
        yield Closed("", "it is compressed and damaged, so it was not looked at")
        return
    if len(content) > LARGEST:
        yield Closed("", f"it grows to more than {LARGEST:,} bytes; unpack it")
        return
    yield Blob(path.stem, content)


def is_compressed(data: bytes) -> bool:
    """Whether bytes are those of a gzip, bzip2 or xz file."""
    return data.startswith(tuple(_UNPACKERS))


def in_message(data: bytes) -> Iterator[Piece]:
    """The heads and parts of a message or a saved page (MHTML)."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for number, part in enumerate(message.walk(), start=1):
        heads = "\n".join(f"{name}: {value}" for name, value in part.items())
        yield Words(f"head of part {number}", heads)
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield Blob(f"part {number}", content)
