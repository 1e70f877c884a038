"""What a server sends: a status, headers, and a body that may be packed in several ways.

A body from a stranger is unpacked only up to a limit, since a small one may hold a large disk.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module

Headers = Sequence[tuple[str, str]]

MAX_HEAD = 256 * 1024
"""Bytes of the headers of a record or of a response."""
MAX_BODY = 64 * 1024 * 1024
"""Bytes of a body once it is unpacked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpResponse:
    """What a response record holds: status, headers, body as the server sent it."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Value of a header, empty if the response lacks it."""
        return header(self.headers, name)

    @property
    def media_type(self) -> str:
        """Its media type in lower case, such as ``text/html``; empty if not said."""
        return self.header("content-type").partition(";")[0].strip().lower()


def header(headers: Headers, name: str) -> str:
    """Value of the first header of a name, whatever its capitals; empty if there is none."""
    wanted = name.lower()
    return next((value for key, value in headers if key.lower() == wanted), "")


def http_response(block: bytes) -> HttpResponse | None:
    """What a response record holds; None if it is no HTTP."""
    head, split, body = block.partition(b"\r\n\r\n")
    if not split:
        head, split, body = block.partition(b"\n\n")
    if not head.startswith(b"HTTP/"):
        return None
    first, *lines = head[:MAX_HEAD].decode("utf-8", "replace").splitlines()
    _, _, rest = first.partition(" ")
    status, _, reason = rest.partition(" ")
    return HttpResponse(
        status=int(status) if status.isdigit() else 0,
        reason=reason,
        headers=tuple(split_headers(lines)),
        body=body,
    )


def decoded_body(response: HttpResponse, *, limit: int = MAX_BODY) -> bytes:
    """The body of a response without transfer and content encodings.

    Raises
    ------
    ValueError
        If an encoding is not known, the body is damaged, or it unpacks beyond the limit.
    """
    body = response.body
    if "chunked" in response.header("transfer-encoding").lower():
        body = _without_chunks(body)
    codings = response.header("content-encoding").lower().replace(",", " ").split()
    for coding in reversed(codings):
        body = _unpacked(body, coding, limit)
    return body


def split_headers(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Names and values of header lines; one that begins with a blank continues the one above."""
    found: list[list[str]] = []
    for line in lines:
        if line[:1] in (" ", "\t") and found:
            found[-1][1] += f" {line.strip()}"
        elif ":" in line:
            name, _, value = line.partition(":")
            found.append([name.strip(), value.strip()])
    return ((name, value) for name, value in found)


def _without_chunks(body: bytes) -> bytes:
    """A chunked body as one; as it is if it is not chunked, since some archives say so wrongly."""
    pieces: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\r\n", at)
        try:
            size = int(body[at:end].partition(b";")[0], 16)
        except ValueError:  # cut short, or not chunked at all
            return b"".join(pieces) or body
        if size == 0 or end < 0:
            return b"".join(pieces)
        pieces.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2


def _unpacked(body: bytes, coding: str, limit: int) -> bytes:
    if coding in ("", "identity"):
        return body
    if coding in ("gzip", "x-gzip", "deflate"):
        return _inflated(body, limit)
    if coding == "br":
        return _brotli(body, limit)
    raise ValueError(f"is packed with {coding!r}, which is not read; save the page from a browser")


def _inflated(body: bytes, limit: int) -> bytes:
    """Unpack gzip and deflate, with a zlib head or without, as servers do."""
    for window in (47, -15):
        unpacker = zlib.decompressobj(window)
        try:
            content = unpacker.decompress(body, limit + 1)
        except zlib.error:
            continue
        if window < 0 and not unpacker.eof and len(content) <= limit:
            continue  # almost any bytes begin like this packing, which has no head
        if len(content) > limit:
            raise ValueError(f"unpacks to more than {limit:,} bytes")
        return content
    raise ValueError("is packed, and the packing is damaged")


def _brotli(body: bytes, limit: int) -> bytes:
    try:
        library = import_module("brotli")
    except ImportError:
        raise ValueError(
            "is packed with Brotli, which needs an extra library; pip install brotli"
        ) from None
    try:
        content: bytes = library.Decompressor().process(body, output_buffer_limit=limit + 1)
    except library.error as error:
        raise ValueError("is packed, and the packing is damaged") from error
    if len(content) > limit:
        raise ValueError(f"unpacks to more than {limit:,} bytes")
    return content
