"""The recorder: each response is held until its bytes are on record, then handed to the page.

It sits below the whole browser, so that frames and workers are seen as well. What is too large or
never ends is stopped here, with a sentence; the rest of the page goes on.
"""

from __future__ import annotations

import asyncio
import base64
import time
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from casestudy.capture.exchanges import ENCODED, REDIRECTS, Exchange, PageLog
from casestudy.capture.gate import Gate
from casestudy.pages.addresses import plain_host
from casestudy.pages.capture_settings import CaptureSettings
from casestudy.pages.http_messages import header

PIECE = 1024 * 1024
PAGES = ("text/html", "application/xhtml+xml", "")
"""Media types of what a browser shows as a page; if none is said it looks for itself."""
BODILESS = (204, 205, 304)
GIVEN_UP = "given up by the page"

Event = dict[str, Any]


class Recorder:
    """Listens to one browser, for one page at a time.

    Parameters
    ----------
    session : CDP session of the browser
        As Playwright hands it out.
    gate : Gate
        Is told which hosts the page asks for.
    settings : CaptureSettings
        The limits.
    """

    def __init__(self, session: Any, gate: Gate, settings: CaptureSettings) -> None:
        self._session = session
        self._gate = gate
        self._settings = settings
        self._log: PageLog | None = None
        self._open: dict[str, Exchange] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._main = ""
        self.documents: list[Exchange] = []
        self.last_event = 0.0
        self.refusal = ""

    async def listen(self) -> None:
        """Begin to hold every request and every response of the browser."""
        self._session.on("Fetch.requestPaused", self._paused)
        stages = [{"urlPattern": "*", "requestStage": stage} for stage in ("Request", "Response")]
        await self._session.send("Fetch.enable", {"patterns": stages})

    def begin(self, log: PageLog, frame: str) -> None:
        """Record for a page from now on; `frame` is the id of its main frame."""
        self._log, self._main, self.refusal = log, frame, ""
        self._open.clear()
        self.documents = []
        self.last_event = time.monotonic()

    async def end(self) -> None:
        """Stop recording; what is still on its way is given up."""
        self._log = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def n_waiting(self) -> int:
        """Requests that have no whole answer yet."""
        return len(self._open)

    def is_quiet(self, seconds: float) -> bool:
        """Whether nothing was asked or answered for some time, and nothing is on its way."""
        return not self._open and time.monotonic() - self.last_event > seconds

    def want(self, url: str) -> None:
        """Let the page through to the host of an address."""
        self._gate.passage.wanted.add(plain_host(urlsplit(url).hostname or ""))

    def _paused(self, event: Event) -> None:
        task = asyncio.ensure_future(self._step(event))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _step(self, event: Event) -> None:
        self.last_event = time.monotonic()
        try:
            if self._log is None:
                await self._fail(event)
            elif "responseStatusCode" in event or "responseErrorReason" in event:
                await self._answered(event, self._log)
            else:
                await self._asked(event, self._log)
        except Exception:
            # the page gave the request up, or went on, while it was held: nobody waits for it
            exchange = self._open.pop(event["requestId"], None)
            if exchange is not None and not exchange.has_body:
                exchange.failed = exchange.failed or GIVEN_UP
        finally:
            self.last_event = time.monotonic()

    def forget(self, network: str) -> None:
        """Wait no longer for a request that the page gave up."""
        for id, exchange in list(self._open.items()):
            if exchange.network == network and not exchange.status:
                exchange.failed = exchange.failed or GIVEN_UP
                del self._open[id]

    async def _asked(self, event: Event, log: PageLog) -> None:
        exchange = log.asked(event["request"], event["resourceType"], event.get("networkId", ""))
        self._open[event["requestId"]] = exchange
        if self._is_main(event):
            self.documents.append(exchange)
        if len(self.documents) > self._settings.max_redirects + 1:
            self.refusal = (
                f"was sent on more than {self._settings.max_redirects} times; "
                "the site goes round in circles"
            )
            await self._give_up(event, exchange, "one redirect too many")
            return
        self.want(exchange.url)
        await self._session.send("Fetch.continueRequest", {"requestId": event["requestId"]})

    async def _answered(self, event: Event, log: PageLog) -> None:
        exchange = self._exchange(event, log)
        exchange.status = event.get("responseStatusCode", 0)
        if not exchange.status:
            exchange.failed = self.why(exchange) or event["responseErrorReason"]
            self._open.pop(event["requestId"], None)
            await self._session.send("Fetch.continueRequest", {"requestId": event["requestId"]})
            return
        exchange.reason = event.get("responseStatusText", "") or phrase(exchange.status)
        exchange.headers = [(h["name"], h["value"]) for h in event.get("responseHeaders", [])]
        reason = self._refused(event, exchange)
        if reason:
            await self._give_up(event, exchange, reason)
        elif exchange.redirect_to or exchange.status in BODILESS or self._is_endless(exchange):
            self._open.pop(event["requestId"], None)
            await self._session.send("Fetch.continueRequest", {"requestId": event["requestId"]})
        else:
            await self._recorded(event, exchange, log)

    def _exchange(self, event: Event, log: PageLog) -> Exchange:
        """The exchange that an answer belongs to; one that was not seen when it was asked, new."""
        found = self._open.get(event["requestId"])
        if found is None:
            request, type, network = event["request"], event["resourceType"], event.get("networkId")
            found = self._open[event["requestId"]] = log.asked(request, type, network or "")
        return found

    def _is_main(self, event: Event) -> bool:
        return bool(event["resourceType"] == "Document" and event.get("frameId") == self._main)

    @staticmethod
    def _is_endless(exchange: Exchange) -> bool:
        """Whether an answer goes on as long as the page is open."""
        return exchange.type == "eventsource" or exchange.mime == "text/event-stream"

    def _refused(self, event: Event, exchange: Exchange) -> str:
        """Why an answer is not let through, judged by its headers; empty if it is."""
        is_main = self._is_main(event) and exchange.status not in REDIRECTS
        if is_main and exchange.status < 400:
            is_file = header(exchange.headers, "content-disposition").lower().startswith("attach")
            if is_file or exchange.mime not in PAGES:
                self._is_a_file(exchange)
                return "a file, not a page"
        length = header(exchange.headers, "content-length")
        most = self._settings.max_response_bytes
        if length.isdigit() and int(length) > most:
            what = f"has {int(length):,} bytes, and at most {most:,} of one response are taken"
            return self._too_large(is_main, exchange, what)
        return ""

    def _is_a_file(self, exchange: Exchange) -> None:
        """The browser was sent to a file; a page that is there already may do so and stays."""
        if not any(one.has_body for one in self.documents):
            self.refusal = (
                f"is no page but a file to be kept ({exchange.mime or 'of no stated kind'}); "
                "save it and bring it in with `casestudy import`"
            )

    def _too_large(self, is_main: bool, exchange: Exchange, sentence: str) -> str:
        if is_main:
            self.refusal = sentence
        elif self._log is not None:
            self._log.hit(f"{exchange.url[:200]} {sentence}")
        return sentence

    async def _recorded(self, event: Event, exchange: Exchange, log: PageLog) -> None:
        request = {"requestId": event["requestId"]}
        left = max(0, self._settings.max_page_bytes - log.n_bytes)
        most = min(self._settings.max_response_bytes, left)
        try:
            async with asyncio.timeout(self._settings.max_seconds / 2):
                body = await self._body(request, most)
        except TimeoutError:
            if self._is_main(event):
                self.refusal = "did not end: the server sends it more slowly than the limit allows"
            log.hit(
                f"{exchange.url[:200]} did not end in {self._settings.max_seconds / 2:g} seconds"
            )
            await self._give_up(event, exchange, "did not end in time")
            return
        if body is None:
            what = f"has more than {most:,} bytes, and at most {most:,} of one response are taken"
            if most == left:
                what = f"is more than the {self._settings.max_page_bytes:,} bytes of one page"
            await self._give_up(
                event, exchange, self._too_large(self._is_main(event), exchange, what)
            )
            return
        log.keep_body(exchange, body)
        self._check_length(exchange, len(body), log)
        self._open.pop(event["requestId"], None)
        await self._session.send(
            "Fetch.fulfillRequest",
            {
                **request,
                "responseCode": exchange.status,
                "responsePhrase": exchange.reason,
                "responseHeaders": event.get("responseHeaders", []),
                "body": base64.b64encode(body).decode("ascii"),
            },
        )

    async def _body(self, request: dict[str, str], most: int) -> bytes | None:
        """The bytes of an answer; None if they are more than allowed."""
        taken = await self._session.send("Fetch.takeResponseBodyAsStream", request)
        handle, pieces, size = taken["stream"], [], 0
        try:
            while True:
                got = await self._session.send("IO.read", {"handle": handle, "size": PIECE})
                data = got["data"]
                piece = base64.b64decode(data) if got.get("base64Encoded") else data.encode()
                pieces.append(piece)
                size += len(piece)
                if size > most:
                    return None
                if got["eof"]:
                    return b"".join(pieces)
        finally:
            await self._session.send("IO.close", {"handle": handle})

    def _check_length(self, exchange: Exchange, size: int, log: PageLog) -> None:
        """Say so if fewer bytes came than were promised, be it the server's or our doing."""
        stated = header(exchange.headers, "content-length")
        is_packed = any(header(exchange.headers, name) for name in ENCODED)
        if stated.isdigit() and not is_packed and int(stated) > size:
            exchange.failed = f"broke off after {size:,} of {int(stated):,} bytes"
            if not self.why(exchange):
                log.hit(f"{exchange.url[:200]} {exchange.failed}")

    async def _give_up(self, event: Event, exchange: Exchange, reason: str) -> None:
        exchange.failed = reason
        self._open.pop(event["requestId"], None)
        await self._fail(event)

    async def _fail(self, event: Event) -> None:
        await self._session.send(
            "Fetch.failRequest",
            {"requestId": event["requestId"], "errorReason": "BlockedByClient"},
        )

    def why(self, exchange: Exchange) -> str:
        """Why nothing answered, as the gate knows it; empty if it had no part in it."""
        passage = self._gate.passage
        if passage.is_spent:
            told = f"the page loads more than {passage.max_bytes:,} bytes"
            if self._log is not None:
                self._log.hit(f"{told}; what came later is missing")
            return told
        parts = urlsplit(exchange.url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        name = f"{plain_host(parts.hostname or '')}:{port}"
        return passage.refused.get(name) or passage.failed.get(name) or ""


def phrase(status: int) -> str:
    """The usual words for a status, which newer protocols no longer send."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
