"""A visit to one page: it is loaded, left to settle, scrolled through, and read from outside.

Whatever the page does, each step has an end. What the page is asked, it is asked from a world of
its own, which the page's scripts cannot reach and bend.
"""

from __future__ import annotations

import asyncio
import base64
import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from casestudy.capture.browser import OpenBrowser
from casestudy.capture.exchanges import Exchange, PageLog
from casestudy.capture.failures import PageFailed, sentence_of, sentence_of_status
from casestudy.capture.happenings import Happenings
from casestudy.pages.capture_settings import HIGHEST_PICTURE
from casestudy.pages.captures import Hop
from casestudy.pages.http_messages import header

SNAPSHOT = (Path(__file__).parent / "page.js").read_text("utf-8")
SCROLL = """async ([y, wait]) => {
  scrollTo(0, y);
  await new Promise((done) => setTimeout(done, wait));
  return document.documentElement.scrollHeight;
}"""
WORDS_OF = "(selector) => { const e = document.querySelector(selector); return e && e.innerText; }"

MAX_ELEMENTS = 100_000
WIDEST_PICTURE = 8_000
STEP_SECONDS = 20.0
"""Seconds for one question to the page: its tree, its picture."""
QUIET_SECONDS = 0.4
SCROLL_MILLISECONDS = 60
TRIES = 3
"""Times that a question is put again where the page went on to another address meanwhile."""


class Visit:
    """One page while it is open.

    Parameters
    ----------
    opened : OpenBrowser
        The browser.
    page, session : Playwright page and its CDP session
        A new one, empty.
    log : PageLog
        Where requests are noted.
    """

    def __init__(self, opened: OpenBrowser, page: Any, session: Any, log: PageLog) -> None:
        self.page, self.session, self.log = page, session, log
        self.settings = opened.settings
        self.recorder = opened.recorder
        self.gate = opened.gate
        self.happenings = Happenings(page, session, log, opened.recorder)
        self.consent = "not answered"
        self._frame = ""
        self._world = 0
        self._patience = min(STEP_SECONDS, self.settings.max_seconds)

    async def begin(self) -> None:
        """Learn which frame is the page's own, and let the recorder listen."""
        tree = await self.session.send("Page.getFrameTree")
        self._frame = tree["frameTree"]["frame"]["id"]
        await self.session.send("Network.enable")
        self.recorder.begin(self.log, self._frame)

    async def load(self, address: str) -> None:
        """Go to the address.

        Raises
        ------
        PageFailed
            If no page comes, or one that says it is an error.
        """
        try:
            async with asyncio.timeout(self.settings.max_seconds):
                await self.page.goto(address, wait_until="load", timeout=0)
        except TimeoutError:
            self._late()
        except Exception as error:
            raise PageFailed(self.recorder.refusal or self._reason(str(error))) from error
        if self.recorder.refusal:
            raise PageFailed(self.recorder.refusal)
        document = self.documents[-1]
        if document.status >= 400:
            wish = seconds_of(header(document.headers, "retry-after"))
            sentence = sentence_of_status(document.status, document.reason, retry_after=wish)
            raise PageFailed(sentence, retry_after=wish)

    def _late(self) -> None:
        """The time for loading is over: the page is taken as it stands, if there is one."""
        seconds = f"{self.settings.max_seconds:g} seconds"
        if self.recorder.refusal:
            raise PageFailed(self.recorder.refusal)
        if not any(document.has_body for document in self.recorder.documents):
            raise PageFailed(f"the server had not sent the page after {seconds}; try again later")
        self.log.hit(f"the page had not finished loading after {seconds}; it is as it stood then")

    def _reason(self, message: str) -> str:
        """Why the page did not load; the gate knows better than the browser."""
        if self.happenings.crashed.is_set():
            return "the page made the browser crash"
        gate = self.recorder.why(self.recorder.documents[-1]) if self.recorder.documents else ""
        return gate if gate and "net::" not in gate else sentence_of(gate or message)

    @property
    def documents(self) -> list[Exchange]:
        """The answers on the way to the page; the last of them became the page.

        Raises
        ------
        PageFailed
            If nothing answered.
        """
        found = self.recorder.documents
        became = [number for number, one in enumerate(found) if one.has_body]
        if not found:
            raise PageFailed("the browser asked nobody for this page")
        return found[: became[-1] + 1] if became else found

    @property
    def hops(self) -> tuple[Hop, ...]:
        """Each redirect on the way to the page."""
        documents = self.documents
        return tuple(
            Hop(url=one.url, status=one.status if one.redirect_to else 0, to=after.url)
            for one, after in pairwise(documents)
        )

    async def settle(self) -> None:
        """Wait until nothing is asked or answered any more, or long enough."""
        loop = asyncio.get_running_loop()
        end = loop.time() + self.settings.settle
        while loop.time() < end and not self.recorder.is_quiet(QUIET_SECONDS):
            if self.happenings.crashed.is_set():
                raise PageFailed("the page made the browser crash")
            await asyncio.sleep(0.05)

    async def scroll(self) -> None:
        """Scroll down screen by screen, so that what loads late is loaded, and back to the top."""
        height = self.settings.viewport[1]
        first = end = float(await self.ask(SCROLL, [0, 0]))
        y, n_screens = height, 1
        while y < end and n_screens <= self.settings.max_scrolls:
            end = float(await self.ask(SCROLL, [y, SCROLL_MILLISECONDS]))
            y, n_screens = y + height, n_screens + 1
        if y < end:
            what = "grows as one scrolls" if end > first + height else "is longer than that"
            self.log.hit(
                f"{self.settings.max_scrolls} screens were scrolled through; the page {what}"
            )
        await self.ask(SCROLL, [0, 0])

    async def answer_consent(self) -> None:
        """Click what the settings say in a consent banner, and note what it was."""
        selector = self.settings.consent
        if not selector:
            return
        try:
            words = " ".join(str(await self.ask(WORDS_OF, selector) or "").split())
            self.log.consent = "after"
            await self.page.click(selector, timeout=5_000)
        except Exception:
            self.log.consent = "before"
            self.consent = f"not answered: nothing to click at {selector!r}"
            self.log.hit(f"consent was not answered: nothing to click at {selector!r}")
            return
        self.consent = f"clicked {words[:80]!r} ({selector})"
        await self.settle()

    async def ask(self, function: str, value: object) -> Any:
        """What a function of JavaScript says of the page.

        Raises
        ------
        PageFailed
            If the page does not answer.
        """
        told = ""
        for _ in range(TRIES):
            try:
                found = await self._asked(function, value)
            except LookupError as error:  # the page went on to another address meanwhile
                told = str(error)
                self._world = 0
                await self.settle()
                continue
            if "exceptionDetails" not in found:
                return found["result"].get("value")
            details = found["exceptionDetails"]
            told = details.get("exception", {}).get("description", details.get("text", ""))
            await self.settle()
        raise PageFailed(
            f"the page could not be read: {told.splitlines()[0][:200] if told else ''}"
        )

    async def _asked(self, function: str, value: object) -> Any:
        if not self._world:
            made = await self._within(
                "Page.createIsolatedWorld", {"frameId": self._frame, "worldName": "beside"}
            )
            self._world = made["executionContextId"]
        question = {
            "expression": f"({function})({json.dumps(value)})",
            "contextId": self._world,
            "returnByValue": True,
            "awaitPromise": True,
            "timeout": self._patience * 1000,
        }
        return await self._within("Runtime.evaluate", question)

    async def _within(self, method: str, parameters: dict[str, Any]) -> Any:
        try:
            async with asyncio.timeout(self._patience):
                return await self.session.send(method, parameters)
        except TimeoutError:
            raise PageFailed(
                "the page does not answer: its scripts keep it busy without end"
            ) from None
        except Exception as error:
            if self.happenings.crashed.is_set():
                raise PageFailed("the page made the browser crash") from error
            raise LookupError(str(error)) from error

    async def picture(self) -> bytes:
        """The whole page as PNG, empty if it cannot be drawn in time."""
        try:
            async with asyncio.timeout(self._patience):
                sizes = await self.session.send("Page.getLayoutMetrics")
                size = sizes["cssContentSize"]
                if size["height"] > HIGHEST_PICTURE:
                    self.log.hit(
                        f"the page is {size['height']:,.0f} pixels high; the picture shows the "
                        f"first {HIGHEST_PICTURE:,}"
                    )
                clip = {
                    "x": 0, "y": 0, "scale": 1,
                    "width": min(max(size["width"], 1), WIDEST_PICTURE),
                    "height": min(max(size["height"], 1), HIGHEST_PICTURE),
                }  # fmt: skip
                # asked without Playwright, which waits for fonts that may never come
                drawn = await self.session.send(
                    "Page.captureScreenshot",
                    {"format": "png", "captureBeyondViewport": True, "clip": clip},
                )
                return base64.b64decode(drawn["data"])
        except Exception as error:
            why = "in time" if isinstance(error, TimeoutError) else f"({sentence_of(str(error))})"
            self.log.hit(f"the page could not be drawn {why}; there is no picture of it")
            return b""

    async def snapshot(self) -> dict[str, Any]:
        """The page's tree as text, the boxes of its elements, and where its frames are."""
        found = await self.ask(SNAPSHOT, MAX_ELEMENTS)
        if found["isCut"]:
            self.log.hit(f"the page has more than {MAX_ELEMENTS:,} elements; the rest has no boxes")
        return dict(found)


def seconds_of(wish: str) -> float:
    """The seconds that a Retry-After header asks for, given as seconds or as a date.

    Examples
    --------
    >>> seconds_of("120"), seconds_of(""), seconds_of("soon")
    (120.0, 0.0, 0.0)
    """
    if wish.strip().isdigit():
        return float(wish)
    try:
        date = parsedate_to_datetime(wish)
    except (ValueError, TypeError, IndexError):
        return 0.0
    aware = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())
