"""WARC, the container of the web archives: what servers sent, byte for byte, each with its date.

Written are WARC 1.1 records, each a gzip member of its own, as ISO 28500 and all replay programs
want them. Read are 1.0 and 1.1, packed or not, one record after the other, so that an archive
larger than the memory can be looked through. Nothing in an archive is trusted: not its lengths, not
its packing.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import uuid
import zlib
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from casestudy.errors import BadFile
from casestudy.pages.http_messages import (
    MAX_HEAD,
    Headers,
    decoded_body,
    header,
    http_response,
    split_headers,
)

MAX_BLOCK = 64 * 1024 * 1024
"""Bytes of one record that are held in memory; of a longer one only the head is read."""
MAX_RATIO = 250
"""Times an archive may grow when unpacked; pages grow five to thirty times, bombs a thousand."""
SMALL = 64 * 1024 * 1024
"""Bytes up to which growth does not matter."""
CHUNK = 1024 * 1024
GZIP = b"\x1f\x8b"
NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
"""The namespace of addresses (RFC 4122); ids of records are made from their content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcRecord:
    """One record of an archive.

    Parameters
    ----------
    kind : str
        "response", "request", "metadata", "revisit", "warcinfo", "resource" …
    url, date, id : str
        Address, time and identity of the record; empty where it has none.
    headers : sequence of (str, str)
        All WARC headers, in order.
    head : bytes
        The record's own headers as they stand in the file, with the empty line after them.
    block : bytes
        Its content; empty if it is longer than `MAX_BLOCK`.
    length : int
        The length of the content that the record states.
    number : int
        Place in the archive, from 1.
    """

    kind: str
    url: str
    date: str
    id: str
    headers: tuple[tuple[str, str], ...]
    head: bytes
    block: bytes
    length: int
    number: int

    @property
    def raw(self) -> bytes:
        """The record byte for byte."""
        return self.head + self.block + b"\r\n\r\n"

    def header(self, name: str) -> str:
        """Value of a WARC header, empty if the record lacks it."""
        return header(self.headers, name)


def digest(content: bytes) -> str:
    """The hash of some content as archives write it: SHA-1 in base 32, to find copies by."""
    found = hashlib.sha1(content, usedforsecurity=False).digest()
    return f"sha1:{base64.b32encode(found).decode('ascii')}"


def warc_record(
    kind: str,
    *,
    url: str = "",
    date: str,
    block: bytes,
    media_type: str,
    headers: Headers = (),
) -> tuple[str, bytes]:
    """Id and bytes of a new record.

    Parameters
    ----------
    kind : str
        WARC-Type.
    url : str
        WARC-Target-URI; empty for `warcinfo`.
    date : str
        Time in UTC, as ``2026-11-23T10:05:00Z``, with fractions if known.
    block : bytes
        The content: for HTTP the status line, headers, empty line and body.
    media_type : str
        Content-Type of the block.
    headers : sequence of (str, str)
        Further WARC headers.

    Returns
    -------
    tuple of str and bytes
        The record's id, to be named by others, and the record, not packed.
    """
    told = "\0".join([kind, url, date, digest(block), *(f"{k}:{v}" for k, v in headers)])
    id = f"<urn:uuid:{uuid.uuid5(NAMESPACE, told)}>"
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: {id}",
        f"WARC-Date: {date}",
        *([f"WARC-Target-URI: {one_line(url)}"] if url else []),
        *(f"{name}: {one_line(value)}" for name, value in headers),
        f"WARC-Block-Digest: {digest(block)}",
        f"Content-Type: {media_type}",
        f"Content-Length: {len(block)}",
    ]
    return id, "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def packed(record: bytes) -> bytes:
    """A record as a gzip member of its own, with no time in it."""
    return gzip.compress(record, mtime=0)


def one_line(value: str) -> str:
    """A header's value without line breaks, which would start a header of their own."""
    return " ".join(value.split()) if any(sign in value for sign in "\r\n\0") else value


def read_records(path: Path) -> Generator[WarcRecord, None, None]:
    """The records of an archive, one after the other.

    Parameters
    ----------
    path : path
        A `.warc` or `.warc.gz` file.

    Yields
    ------
    WarcRecord
        In the order of the file.

    Raises
    ------
    BadFile
        If the file is no WARC, is cut short or damaged, or unpacks beyond all measure. The
        records before the fault have been handed out by then.
    """
    with path.open("rb") as file:
        yield from records_in(file, path, size=path.stat().st_size)


def records_in(file: IO[bytes], path: Path, *, size: int) -> Iterator[WarcRecord]:
    """The records of an archive that is open and can be peeked into.

    `path` and `size` (bytes) are those of the file.

    Raises
    ------
    BadFile
        As for `read_records`.
    """
    stream: Any = file
    if stream.peek(len(GZIP))[: len(GZIP)] == GZIP:
        stream = gzip.GzipFile(fileobj=file)
    try:
        yield from _records(stream, path, max(SMALL, size * MAX_RATIO))
    except (EOFError, OSError, zlib.error) as error:
        raise BadFile(path, f"is cut short or damaged: {error}; copy it again") from None


def page_payload(path: Path, url: str) -> bytes | None:
    """The decoded body of the first response for an address; None if there is none."""
    with closing(read_records(path)) as records:
        for record in records:
            if record.kind == "response" and record.url == url:
                response = http_response(record.block)
                if response is not None and response.status not in range(300, 400):
                    return decoded_body(response)
    return None


def _records(stream: IO[bytes], path: Path, limit: int) -> Iterator[WarcRecord]:
    number, used = 0, 0
    while True:
        first = stream.readline(MAX_HEAD)
        while first in (b"\r\n", b"\n"):
            first = stream.readline(MAX_HEAD)
        if not first:
            return
        number += 1
        if not first.startswith(b"WARC/"):
            what = "is no WARC file" if number == 1 else f"breaks off before record {number}"
            raise BadFile(path, f"{what}: there stands {first[:24]!r}; copy or export it again")
        record = _record(stream, first, path, number)
        used += len(record.head) + record.length
        if used > limit:
            raise BadFile(
                path,
                f"unpacks to more than {limit:,} bytes; such files are made to crash programs; "
                "export the pages that you need",
            )
        yield record


def _record(stream: IO[bytes], first: bytes, path: Path, number: int) -> WarcRecord:
    lines = [first]
    size = len(first)
    while lines[-1] not in (b"\r\n", b"\n"):
        lines.append(stream.readline(MAX_HEAD))
        size += len(lines[-1])
        if not lines[-1] or size > MAX_HEAD:
            raise BadFile(path, f"record {number} has no end to its headers; copy the file again")
    headers = tuple(split_headers(b"".join(lines[1:-1]).decode("utf-8", "replace").splitlines()))
    stated = header(headers, "content-length")
    if not stated.isdigit() or len(stated) > 15:
        raise BadFile(path, f"record {number} states no length; export the archive again")
    length = int(stated)
    block = _block(stream, length, path, number)
    return WarcRecord(
        kind=header(headers, "warc-type").lower(),
        url=header(headers, "warc-target-uri").strip("<>"),
        date=header(headers, "warc-date"),
        id=header(headers, "warc-record-id"),
        headers=headers,
        head=b"".join(lines),
        block=block,
        length=length,
        number=number,
    )


def _block(stream: IO[bytes], length: int, path: Path, number: int) -> bytes:
    """The content of a record; of one that is too long nothing is kept."""
    pieces, left = [], length
    while left:
        piece = stream.read(min(left, CHUNK))
        if not piece:
            raise BadFile(path, f"is cut short in record {number}; copy it again")
        left -= len(piece)
        if length <= MAX_BLOCK:
            pieces.append(piece)
    return b"".join(pieces)
