"""A real browser for captures: found on this machine, started bare, behind the gate.

It is a Chromium without the person's profile: no history, no extensions, no cookies, nobody logged
in. Service workers, pop-up windows and downloads are off; sound is mute.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from casestudy.capture.gate import Gate
from casestudy.capture.recorder import Recorder
from casestudy.capture.versions import our_name, tools
from casestudy.pages.capture_settings import CaptureSettings

VARIABLE = "CASESTUDY_BROWSER"
"""Environment variable that names the browser's program."""

NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "msedge", "microsoft-edge", "microsoft-edge-stable",
)  # fmt: skip
PLACES = {
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "win32": (
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
        r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
    ),
}

SWITCHES = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-domain-reliability",
    "--dns-prefetch-disable", "--no-pings", "--mute-audio", "--hide-scrollbars",
    "--disable-lcd-text", "--font-render-hinting=none",
    # no connection past the gate, not even for calls and video
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)  # fmt: skip
UNWANTED = ["--disable-popup-blocking"]
"""What Playwright would switch on: pages may not open windows here."""

START_SECONDS = 30.0
CLOSE_SECONDS = 10.0


class NoBrowser(RuntimeError):
    """There is no browser, or nothing to drive it with."""


@dataclass(slots=True)
class OpenBrowser:
    """A browser that runs, with its gate and recorder."""

    browser: Any
    gate: Gate
    recorder: Recorder
    settings: CaptureSettings
    tools: Mapping[str, str]
    user_agent: str
    is_well: bool = True

    async def new_context(self) -> Any:
        """A visitor who was never there before."""
        width, height = self.settings.viewport
        return await self.browser.new_context(
            viewport={"width": width, "height": height},
            user_agent=self.user_agent,
            locale=self.settings.language,
            timezone_id="UTC",
            accept_downloads=False,
            service_workers="block",
            reduced_motion="reduce",
        )


def find_browser() -> Path:
    """The program of a Chromium, Chrome or Edge on this machine.

    Raises
    ------
    NoBrowser
        If there is none, or `CASESTUDY_BROWSER` names none.
    """
    named = os.environ.get(VARIABLE, "")
    if named:
        found = shutil.which(named)
        if not found:
            raise NoBrowser(f"{VARIABLE} is {named!r}, which is no program; correct or unset it")
        return Path(found)
    candidates = [shutil.which(name) for name in NAMES]
    candidates += [place for place in PLACES.get(sys.platform, ()) if Path(place).exists()]
    for candidate in candidates:
        if candidate:
            return Path(candidate)
    raise NoBrowser(
        "no browser was found to capture pages with; install Chromium or Google Chrome "
        "(on Debian: apt install chromium), "
        f"or name its program in the environment variable {VARIABLE}"
    )


def playwright_library() -> Any:
    """The library that drives the browser.

    Raises
    ------
    NoBrowser
        If it is not installed, with what to install.
    """
    try:
        return import_module("playwright.async_api")
    except ImportError as error:
        raise NoBrowser(
            "capturing pages needs an extra library; install it with "
            "pip install 'casestudy[capture]'"
        ) from error


@asynccontextmanager
async def opened_browser(settings: CaptureSettings) -> AsyncIterator[OpenBrowser]:
    """A browser that runs as long as the block lasts."""
    program = find_browser()
    library = playwright_library()
    gate = Gate(settings.resolve)
    address = await gate.open()
    try:
        async with library.async_playwright() as playwright:
            browser = await _launched(playwright, program, address)
            try:
                yield await _ready(browser, gate, settings)
            finally:
                with suppress(Exception):
                    await browser.close()
    finally:
        await gate.close()


async def _launched(playwright: Any, program: Path, gate: str) -> Any:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    try:
        return await playwright.chromium.launch(
            executable_path=str(program),
            headless=True,
            chromium_sandbox=not is_root,  # Chromium cannot sandbox for root
            args=list(SWITCHES),
            ignore_default_args=UNWANTED,
            proxy={"server": gate, "bypass": "<-loopback>"},  # nothing goes past the gate
            timeout=START_SECONDS * 1000,
        )
    except Exception as error:
        reason = str(error).strip().splitlines()[0]
        raise NoBrowser(
            f"{program} does not start ({reason}); start it by hand, "
            f"or name another browser in {VARIABLE}"
        ) from error


async def _ready(browser: Any, gate: Gate, settings: CaptureSettings) -> OpenBrowser:
    session = await browser.new_browser_cdp_session()
    version = await session.send("Browser.getVersion")
    recorder = Recorder(session, gate, settings)
    await recorder.listen()
    own = version["userAgent"].replace("HeadlessChrome", "Chrome")
    return OpenBrowser(
        browser=browser,
        gate=gate,
        recorder=recorder,
        settings=settings,
        tools=tools(version["product"]),
        user_agent=settings.user_agent or f"{own} {our_name()}",
    )
