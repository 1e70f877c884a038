"""What passed between the browser and the servers while one page was loaded."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, Any
from urllib.parse import urlsplit

from casestudy.pages.addresses import host_of, is_third_party
from casestudy.pages.http_messages import Headers, header

ENCODED = ("content-encoding", "transfer-encoding")
"""Headers about how a body was packed on its way. The browser unpacks it, so they are kept under
another name, as other crawlers do: a reader of the archive would unpack the body once more."""


@dataclass(slots=True, kw_only=True)
class Exchange:
    """One request and its answer; the body lies in the log's own file."""

    url: str
    method: str
    type: str
    network: str
    sent: Headers
    posted: bytes
    at: float
    date: str
    consent: str
    status: int = 0
    reason: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    start: int = 0
    size: int = 0
    has_body: bool = False
    failed: str = ""

    @property
    def mime(self) -> str:
        """Media type of the answer."""
        return header(self.headers, "content-type").partition(";")[0].strip().lower()

    @property
    def redirect_to(self) -> str:
        """Where the answer sends the browser; empty if it does not."""
        return header(self.headers, "location") if self.status in REDIRECTS else ""

    def response_block(self, body: bytes) -> bytes:
        """The answer as an archive keeps it: status line, headers, body."""
        lines = [f"HTTP/1.1 {self.status} {self.reason}".rstrip()]
        is_packed = any(header(self.headers, name) for name in ENCODED)
        for name, value in self.headers:
            low = name.lower()
            renamed = low in ENCODED or (
                low == "content-length" and (is_packed or not self.has_body)
            )
            lines.append(f"{'X-Orig-' if renamed else ''}{name}: {value}")
        if is_packed or not self.has_body:
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n\r\n" + body

    def request_block(self) -> bytes:
        """The request as an archive keeps it, without cookies."""
        parts = urlsplit(self.url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        lines = [f"{self.method} {path} HTTP/1.1", f"Host: {parts.netloc}"]
        lines += [f"{name}: {value}" for name, value in self.sent if name.lower() != "cookie"]
        return "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n\r\n" + self.posted


REDIRECTS = (301, 302, 303, 307, 308)


class PageLog:
    """Everything that one page asked for, in the order of asking.

    Bodies are written to a file that vanishes with the log, so that a page of any size needs
    little memory.
    """

    def __init__(self, page_url: str) -> None:
        self.page_url = page_url
        self.exchanges: list[Exchange] = []
        self.initiators: dict[str, tuple[str, str]] = {}
        self.cookies: dict[str, list[str]] = {}
        self.consent = "before"
        self.limits_hit: list[str] = []
        self.n_bytes = 0
        self._began = time.monotonic()
        self._bodies: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed by close)

    def close(self) -> None:
        """Give the bodies' file back."""
        self._bodies.close()

    def __enter__(self) -> PageLog:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def asked(self, request: dict[str, Any], type: str, network: str) -> Exchange:
        """A request that is being sent."""
        exchange = Exchange(
            url=request["url"] + request.get("urlFragment", ""),
            method=request["method"],
            type=type.lower(),
            network=network,
            sent=list(request.get("headers", {}).items()),
            posted=request.get("postData", "").encode(),
            at=round(time.monotonic() - self._began, 3),
            date=now(),
            consent=self.consent,
        )
        self.exchanges.append(exchange)
        return exchange

    def keep_body(self, exchange: Exchange, body: bytes) -> None:
        """The body of an answer, put aside."""
        exchange.start = self._bodies.seek(0, 2)
        exchange.size = self._bodies.write(body)
        exchange.has_body = True
        self.n_bytes += exchange.size

    def body(self, exchange: Exchange) -> bytes:
        """The body of an answer."""
        self._bodies.seek(exchange.start)
        return self._bodies.read(exchange.size)

    def hit(self, sentence: str) -> None:
        """A limit that cut something off, said once."""
        if sentence not in self.limits_hit:
            self.limits_hit.append(sentence)

    def settle_headers(self) -> None:
        """Put the cookies that servers set, which the browser hands out apart, into the headers."""
        for exchange in self.exchanges:
            waiting = self.cookies.get(exchange.network, [])
            if exchange.status and waiting:
                lines = [line for line in waiting.pop(0).split("\n") if line]
                if not header(exchange.headers, "set-cookie"):
                    exchange.headers += [("Set-Cookie", line) for line in lines]

    def rows(self) -> Iterator[dict[str, Any]]:
        """The log as `requests.jsonl` keeps it."""
        for one in self.exchanges:
            kind, initiator = self.initiators.get(one.network, ("", ""))
            yield {
                "url": one.url,
                "host": host_of(one.url),
                "method": one.method,
                "type": kind or one.type,
                "status": one.status,
                "third_party": is_third_party(one.url, self.page_url),
                "bytes": one.size,
                "mime": one.mime,
                "initiator": initiator or header(one.sent, "referer"),
                "consent": one.consent,
                "redirect_to": one.redirect_to,
                "failed": one.failed,
                "at": one.at,
            }


def now() -> str:
    """The time in UTC to the millisecond, as archives write it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
