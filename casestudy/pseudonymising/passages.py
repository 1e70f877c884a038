"""The words that a file of any kind gives away: text, markup, archives, pictures' notes, PDF.

A reader sees more than the bytes say at first: letters written as escapes, words with tags between
their letters, pages in an archive, a name in a picture's properties. Each is laid open here. What
cannot be laid open is told.
"""

from __future__ import annotations

import binascii
import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

from casestudy.errors import BadFile
from casestudy.ingest.encoding import decoded, is_binary
from casestudy.ingest.original import Original
from casestudy.pseudonymising.package_words import (
    OFFICE_ENDINGS,
    in_archive,
    in_compressed,
    in_message,
    in_office_xml,
    is_compressed,
)
from casestudy.pseudonymising.page_words import in_pdf
from casestudy.pseudonymising.picture_words import in_jpeg, in_other_picture, in_png, runs
from casestudy.pseudonymising.pieces import Blob, Closed, Piece, Words

DEEPEST = 4
"""Files within files that are opened: a picture in a document in an archive, and one more."""

UNKNOWN = "no text, and of a kind that is not known here: only what looks like writing was read"
SOUND = "a recording: only what looks like writing was read; listen to it"

_PNG, _JPEG, _PDF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF"
_PICTURES = (b"GIF8", b"II*\0", b"MM\0*", b"BM", b"RIFF")
_SOUND_ENDINGS = (
    ".mp3", ".m4a", ".mp4", ".wav", ".ogg", ".flac", ".webm", ".mov", ".avi", ".aac", ".opus",
)  # fmt: skip
_MESSAGE_ENDINGS = frozenset({".mhtml", ".mht", ".eml"})
_EMBEDDED = re.compile(r"(?:[A-Za-z0-9+/]{40,}(?:\\n|\s)*)+[A-Za-z0-9+/]*={0,2}")
_OPENED = (_PNG, _JPEG, _PDF, b"PK\x03\x04", *_PICTURES)
"""What an embedded file must begin with to be one: other long words are no files."""

_BEGINNINGS = tuple(
    binascii.b2a_base64(opened)[: len(opened) * 8 // 6].decode() for opened in _OPENED
)
"""What the same read as base64: a text without any of them has no file in it."""

_TAG = re.compile(r"<[/!?a-zA-Z][^>]*>")
_JSON_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")


def pieces_of(path: Path, data: bytes, *, depth: int = 0) -> Iterator[Piece]:
    """The words in a file, and those in the files inside it; what stays closed is told.

    Parameters
    ----------
    path : path
        What the file is called; its ending is only a hint.
    data : bytes
        What it holds.
    """
    for piece in _opened(path, data):
        if not isinstance(piece, Blob):
            yield piece
            continue
        if piece.is_named:
            yield Words(f"{piece.inner} (name)", piece.inner)
        if depth == DEEPEST:
            yield Closed(piece.inner, "files within files are opened four times; unpack it")
            continue
        for below in pieces_of(Path(piece.inner), piece.data, depth=depth + 1):
            yield _inside(piece.inner, below)


def _inside(outer: str, piece: Piece) -> Piece:
    inner = f"{outer} > {piece.inner}" if piece.inner else outer
    if isinstance(piece, Words):
        return Words(inner, piece.text, near=piece.near)
    return Closed(inner, piece.why) if isinstance(piece, Closed) else piece


def _opened(path: Path, data: bytes) -> Iterator[Piece]:
    """What lies in a file, one storey down."""
    if data.startswith(_PNG):
        yield from in_png(data)
    elif data.startswith(_JPEG):
        yield from in_jpeg(data)
    elif data.startswith(_PDF):
        yield from in_pdf(path, data)
    elif data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        yield from in_archive(path, data)
    elif is_compressed(data):
        yield from in_compressed(path, data)
    elif (text := _text(path, data)) is not None:
        yield from _in_text(path, text, data)
    elif data.startswith(_PICTURES):
        yield from in_other_picture(data)
    else:
        yield from runs(data)
        yield Closed("", SOUND if path.suffix.lower() in _SOUND_ENDINGS else UNKNOWN)


def _text(path: Path, data: bytes) -> str | None:
    """The characters of a file; nothing if it is no text."""
    try:
        text = data.decode("utf-8-sig")
        return None if is_binary(text) else text
    except UnicodeDecodeError:
        pass
    try:
        return decoded(Original(path=path, data=data)).text
    except BadFile:
        return None


def _in_text(path: Path, text: str, data: bytes) -> Iterator[Piece]:
    """A text as it stands, and as it reads where letters are written otherwise."""
    if path.suffix.lower() in OFFICE_ENDINGS and _TAG.search(text):
        yield from in_office_xml(text)
    else:
        yield Words("", text)
        for reading in dict.fromkeys(way(text) for way in _READINGS):
            if reading != text:
                yield Words("", reading, near=False)
    if path.suffix.lower() in _MESSAGE_ENDINGS:
        yield from in_message(data)
    has_files = any(beginning in text for beginning in _BEGINNINGS)
    for number, found in enumerate(_EMBEDDED.finditer(text) if has_files else (), start=1):
        if (inside := _embedded(found[0])).startswith(_OPENED):
            yield Blob(f"embedded file {number}", inside)


def _without_tags(text: str) -> str:
    """What a browser shows: letters that tags part stand together, lines stay lines."""
    if not _TAG.search(text):
        return html.unescape(text) if "&" in text else text
    return html.unescape(_TAG.sub(lambda tag: "\n" * tag[0].count("\n"), text))


def _without_escapes(text: str) -> str:
    """What JSON and Python mean by their escapes."""
    if "\\" not in text:
        return text
    plain = _JSON_ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), text)
    return re.sub(r"\\[nrtbf]", "  ", plain)


def _without_percents(text: str) -> str:
    """What a web address means by its percent signs."""
    return unquote(text, errors="replace") if "%" in text else text


_READINGS: tuple[Callable[[str], str], ...] = (
    _without_tags, _without_escapes, _without_percents,
)  # fmt: skip


def _embedded(text: str) -> bytes:
    """The bytes that a long run of base64 stands for; nothing if it is none."""
    try:
        return binascii.a2b_base64(re.sub(r"\\n|\s", "", text))
    except binascii.Error:
        return b""
