"""A run over many pages: one after the other, each with its outcome, until all are done.

The browser lives in a thread of its own, so that a run works in a notebook too, whose own loop is
busy. Whoever takes the outcomes may stop at any time; what was handed out is complete.
"""

from __future__ import annotations

import asyncio
import queue
import shutil
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casestudy.capture.browser import OpenBrowser, opened_browser
from casestudy.capture.failures import PageFailed
from casestudy.capture.gate import Gate
from casestudy.capture.manners import LONGEST_WAIT, Manners
from casestudy.capture.pages import capture_page
from casestudy.capture.sitemaps import SiteAddresses, read_sitemap
from casestudy.pages.capture_settings import AGENT, CaptureSettings
from casestudy.pages.captures import Capture

TRIES = 3
"""Times that a page is asked for where the server wants to be asked again later."""
PAGES_A_BROWSER = 100
"""Pages after which the browser is started anew, so that its memory stays small."""
TICK = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCapture:
    """A captured page: its record, and the folder that holds its files until they are stored."""

    address: str
    capture: Capture
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFailure:
    """A page that was not captured, and why."""

    address: str
    reason: str


Outcome = PageCapture | PageFailure
Put = Callable[[Any], None]


def captured(
    addresses: Sequence[str], *, settings: CaptureSettings, scratch: Path
) -> Iterator[Outcome]:
    """Capture pages, one after the other.

    Parameters
    ----------
    addresses : sequence of str
        Where to go, in this order.
    settings : CaptureSettings
        How.
    scratch : path
        A folder in which each page gets a folder of its own; whoever takes a page moves its
        files away.

    Yields
    ------
    PageCapture or PageFailure
        For each address.

    Raises
    ------
    NoBrowser
        If there is no browser, or nothing to drive it with.
    """
    yield from _in_thread(lambda put: _run(addresses, settings, scratch, put))


def site_addresses(address: str, *, settings: CaptureSettings) -> SiteAddresses:
    """The pages that a sitemap lists.

    Raises
    ------
    ValueError
        If it cannot be had or is none.
    """

    async def read(put: Put) -> None:
        gate = Gate(settings.resolve)
        await gate.open()
        try:
            put(await read_sitemap(gate, address, user_agent=settings.user_agent or AGENT))
        except PageFailed as failure:
            raise ValueError(f"{address}: {failure.reason}") from None
        finally:
            await gate.close()

    return next(_in_thread(read))  # type: ignore[no-any-return]


async def _run(
    addresses: Sequence[str], settings: CaptureSettings, scratch: Path, put: Put
) -> None:
    waiting = deque(addresses)
    manners = Manners(settings)
    while waiting:
        async with opened_browser(settings) as opened:
            for _ in range(min(len(waiting), PAGES_A_BROWSER)):
                put(await _outcome(opened, manners, waiting.popleft(), scratch))
                if not opened.is_well:
                    break


async def _outcome(opened: OpenBrowser, manners: Manners, address: str, scratch: Path) -> Outcome:
    for left in reversed(range(TRIES)):
        try:
            return await _captured(opened, manners, address, scratch)
        except PageFailed as failure:
            manners.hold(address, failure.retry_after)
            if not (left and 0 < failure.retry_after <= LONGEST_WAIT):
                return PageFailure(address=address, reason=failure.reason)
    raise AssertionError("a page was tried without an outcome")


async def _captured(
    opened: OpenBrowser, manners: Manners, address: str, scratch: Path
) -> PageCapture:
    robots = await manners.robots(address, opened.gate, user_agent=opened.user_agent)
    await manners.wait(address, robots)
    folder = Path(tempfile.mkdtemp(prefix="page.", dir=scratch))
    try:
        capture = await capture_page(opened, address, folder=folder, robots=robots)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return PageCapture(address=address, capture=capture, folder=folder)


def _in_thread(work: Callable[[Put], Coroutine[Any, Any, None]]) -> Iterator[Any]:
    """What a coroutine hands out, while it runs in a thread with a loop of its own."""
    results: queue.Queue[tuple[str, Any]] = queue.Queue()
    loop = asyncio.new_event_loop()
    task = loop.create_task(work(lambda value: results.put(("value", value))))

    def run() -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(task)
            results.put(("end", None))
        except asyncio.CancelledError:
            results.put(("end", None))
        except BaseException as error:
            results.put(("error", error))
        finally:
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.run_until_complete(loop.shutdown_default_executor())
            loop.close()

    thread = threading.Thread(target=run, name="casestudy-capture", daemon=True)
    thread.start()
    try:
        yield from _taken(results)
    finally:
        if thread.is_alive() and not loop.is_closed():
            loop.call_soon_threadsafe(task.cancel)
        thread.join(timeout=30)


def _taken(results: queue.Queue[tuple[str, Any]]) -> Iterator[Any]:
    while True:
        try:
            kind, value = results.get(timeout=TICK)  # in ticks, so that Ctrl-C is heard
        except queue.Empty:
            continue
        if kind == "error":
            raise value
        if kind == "end":
            return
        yield value
