"""Small files fetched without the browser: robots.txt and sitemaps, through the same gate."""

from __future__ import annotations

import asyncio
import http.client
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import urlsplit

from casestudy.capture.failures import PageFailed
from casestudy.capture.gate import Gate, Passage
from casestudy.pages.addresses import checked_address, plain_host

PIECE = 64 * 1024
REDIRECTS = range(300, 400)
SLACK = 1024 * 1024
"""Bytes over the limit that may pass the gate: heads and what is in its buffers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A file that a server sent; `is_cut` if there was more of it than wanted."""

    url: str
    status: int
    body: bytes
    is_cut: bool = False


class _Hops(urllib.request.HTTPRedirectHandler):
    """Follows redirects, telling the gate where they lead."""

    max_redirections = 5

    def __init__(self, passage: Passage) -> None:
        self._passage = passage

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        host = urlsplit(checked_address(newurl)).hostname or ""
        self._passage.wanted.add(plain_host(host))
        return super().redirect_request(req, fp, code, msg, headers, newurl)


async def fetch(
    gate: Gate, address: str, *, user_agent: str, limit: int, seconds: float
) -> Fetched:
    """The file at an address, or the beginning of it.

    Parameters
    ----------
    gate : Gate
        An open gate.
    address : str
        Where the file is.
    user_agent : str
        What to say of ourselves.
    limit : int
        Bytes to read at most.
    seconds : float
        Time for all of it.

    Raises
    ------
    PageFailed
        If nobody answers, or not in time.
    """
    host = urlsplit(address).hostname or ""
    try:
        private = await gate.is_private(host)
    except OSError:
        raise PageFailed(
            f"the host {host!r} is not known; check the spelling and the connection"
        ) from None
    passage = Passage(max_bytes=limit + SLACK, private=private, wanted={plain_host(host)})
    gate.begin(passage)
    request = urllib.request.Request(  # noqa: S310 (the scheme was checked)
        checked_address(address), headers={"User-Agent": user_agent, "Accept": "*/*"}
    )
    try:
        async with asyncio.timeout(seconds):
            return await asyncio.to_thread(_read, request, gate.address, passage, limit, seconds)
    except TimeoutError:
        raise PageFailed(
            f"{address} did not come in {seconds:g} seconds; try again later"
        ) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        refused = "; ".join(passage.refused.values())
        raise PageFailed(
            f"{address} cannot be had ({refused or error}); check the address or try again later"
        ) from error
    finally:
        gate.cut()


def _read(
    request: urllib.request.Request, gate: str, passage: Passage, limit: int, seconds: float
) -> Fetched:
    end = time.monotonic() + seconds
    through = urllib.request.ProxyHandler({"http": gate, "https": gate})
    opener = urllib.request.build_opener(through, _Hops(passage))
    answer: Any
    try:
        answer = opener.open(request, timeout=seconds)
    except urllib.error.HTTPError as error:
        if error.code in REDIRECTS:  # one too many, or to where no redirect may lead
            error.close()
            raise
        answer = error
    with answer:
        pieces, size = [], 0
        while size <= limit and time.monotonic() < end:
            piece = answer.read1(PIECE)
            if not piece:
                break
            pieces.append(piece)
            size += len(piece)
        else:
            if size <= limit:
                raise TimeoutError
        body = b"".join(pieces)
        return Fetched(
            url=answer.geturl(), status=answer.status, body=body[:limit], is_cut=size > limit
        )
