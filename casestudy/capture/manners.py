"""Manners: robots.txt is asked first and obeyed, and nobody is asked faster than is polite.

What robots.txt says is read as RFC 9309 wants it: no such file means that everything is allowed; a
server that is at fault means that nothing is.
"""

from __future__ import annotations

import asyncio
import time
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from casestudy.capture.browser import NoBrowser
from casestudy.capture.failures import PageFailed
from casestudy.capture.fetching import fetch
from casestudy.capture.gate import Gate
from casestudy.pages.addresses import host_of
from casestudy.pages.capture_settings import AGENT, CaptureSettings
from casestudy.pages.captures import Robots

MOST_BYTES = 500 * 1024
"""Bytes of robots.txt that are read, the least that RFC 9309 asks for."""
SECONDS = 30.0
LONGEST_WAIT = 120.0
"""Seconds that a run waits for a server that wants to be asked again later."""


class Manners:
    """What each site wants, and when each may be asked again.

    Parameters
    ----------
    settings : CaptureSettings
        Delay and permission.
    """

    def __init__(self, settings: CaptureSettings) -> None:
        self._settings = settings
        self._rules: dict[str, tuple[Robots, Any]] = {}
        self._free: dict[str, float] = {}
        self._silent: dict[str, str] = {}

    async def robots(self, address: str, gate: Gate, *, user_agent: str) -> Robots:
        """What robots.txt says of a page; it is fetched through the gate, once a run.

        Raises
        ------
        PageFailed
            If it refuses the page and nobody gave permission.
        """
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = await self._read(f"{origin}/robots.txt", gate, user_agent)
        found, rules = self._rules[origin]
        if found.decision == "allowed" and not rules.can_fetch(address, AGENT):
            found = Robots(
                decision="refused", url=found.url, status=found.status,
                crawl_delay=found.crawl_delay,
            )  # fmt: skip
        if found.decision != "refused":
            return found
        if self._settings.permission:
            return Robots(
                decision=f"refused; permission: {self._settings.permission}",
                url=found.url, status=found.status, crawl_delay=found.crawl_delay,
            )  # fmt: skip
        raise PageFailed(_refusal(found, self._silent.get(found.url, "")))

    async def _read(self, address: str, gate: Gate, agent: str) -> tuple[Robots, Any]:
        protego = robots_library()
        try:
            fetched = await fetch(
                gate, address, user_agent=agent, limit=MOST_BYTES, seconds=SECONDS
            )
        except PageFailed as failure:
            self._silent[address] = failure.reason
            return Robots(decision="refused", url=address, status=0), None
        if fetched.status >= 500:
            return Robots(decision="refused", url=address, status=fetched.status), None
        if fetched.status >= 400:
            return Robots(decision="no robots.txt", url=address, status=fetched.status), None
        rules = protego.Protego.parse(fetched.body.decode("utf-8", "replace"))
        delay = float(rules.crawl_delay(AGENT) or 0)
        rate = rules.request_rate(AGENT)
        if rate and rate.requests:
            delay = max(delay, rate.seconds / rate.requests)
        return (
            Robots(decision="allowed", url=address, status=fetched.status, crawl_delay=delay),
            rules,
        )

    async def wait(self, address: str, robots: Robots) -> None:
        """Wait until the site may be asked again.

        Raises
        ------
        PageFailed
            If it does not want to be asked for long.
        """
        host = host_of(address)
        left = self._free.get(host, 0.0) - time.monotonic()
        if left > max(LONGEST_WAIT, robots.crawl_delay, self._settings.delay):
            raise PageFailed(f"{host} wants to be left alone for {left:.0f} seconds; ask it later")
        await asyncio.sleep(max(0.0, left))
        delay = max(self._settings.delay, robots.crawl_delay)
        self._free[host] = time.monotonic() + delay

    def hold(self, address: str, seconds: float) -> None:
        """Ask a site no more for some time, because it said so."""
        host = host_of(address)
        self._free[host] = max(self._free.get(host, 0.0), time.monotonic() + seconds)


def robots_library() -> Any:
    """The library that reads robots.txt.

    Raises
    ------
    NoBrowser
        If it is not installed, with what to install.
    """
    try:
        return import_module("protego")
    except ImportError as error:
        raise NoBrowser(
            "capturing pages needs an extra library; install it with "
            "pip install 'casestudy[capture]'"
        ) from error


def _refusal(robots: Robots, silence: str) -> str:
    if silence:
        return f"robots.txt cannot be had, and nobody knows what the site allows: {silence}"
    if robots.status >= 500:
        return (
            f"robots.txt answers {robots.status}, so that nobody knows what the site allows; try "
            "again later, or, with the owner's permission, say whose with --permission"
        )
    return (
        f"is refused to programs by {robots.url}; leave it out, or, with the owner's permission, "
        "say whose with --permission"
    )
