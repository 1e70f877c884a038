"""A real desk in a real browser, without Jupyter: what the page sends goes straight to Python."""

from __future__ import annotations

import base64
import gc
import json
import os
import shutil
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from casestudy.annotate.assets import browser_module
from casestudy.annotate.bench import Bench
from casestudy.annotate.desk import Desk

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage",
)  # fmt: skip
PATIENCE = 30
"""Seconds; a busy machine is slow."""
ORIGIN = "http://desk.test/"
HTML = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Desk</title><style>
body { margin: 0; padding: 12px; background: white; } body.dark { background: #111; }
</style></head><body><main id="main"></main></body></html>"""
BRIDGE = (Path(__file__).parent / "bridge.js").read_text("utf-8")


def browser_path() -> str:
    """The system's browser; without one the tests are skipped, but never where CI counts on it."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if found := shutil.which(name):
            return found
    if os.environ.get("CI"):
        pytest.fail("no Chromium is installed: apt-get install chromium")
    pytest.skip("no Chromium is installed, so the desk cannot be tried in a browser")


@contextmanager
def running_browser() -> Iterator[Browser]:
    path = browser_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()
    # The driver ends when its input closes. On a busy machine Playwright does not always wait for
    # that, and Python would tell some later test of it.
    del playwright, browser
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


class DeskPage:
    """A page with one or more desks on it.

    Parameters
    ----------
    browser : Browser
        A running one.
    width, height : int
        Of the window.
    """

    def __init__(self, browser: Browser, *, width: int = 1180, height: int = 800) -> None:
        self.page: Page = browser.new_page(viewport={"width": width, "height": height})
        self.page.set_default_timeout(1000 * PATIENCE)
        self.errors: list[str] = []
        self.desks: dict[str, Desk] = {}
        self.received: list[dict[str, Any]] = []
        self.is_deaf = False
        self._outbox: dict[str, list[dict[str, Any]]] = {}
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.expose_function("toPython", self._receive)
        self.page.route("**/*", lambda route: route.fulfill(body=HTML, content_type="text/html"))
        self.load()

    def renew(self) -> None:
        """As a page that was just opened: nothing on it, nothing remembered, nothing emulated."""
        self.desks.clear()
        self._outbox.clear()
        self.page.evaluate("sessionStorage.clear()")
        self.page.emulate_media(reduced_motion="no-preference", forced_colors="none")
        self.page.goto("about:blank")
        self.load()
        self.received.clear()
        self.errors.clear()
        self.is_deaf = False

    def load(self) -> None:
        """Load the page, or load it anew."""
        self.page.goto(ORIGIN)
        self.page.add_script_tag(content=browser_module() + BRIDGE, type="module")
        try:
            self.page.wait_for_function("typeof mount === 'function'")
        except PlaywrightTimeout:
            pytest.fail(f"the desk's module does not load: {self.errors}")

    def mount(
        self, bench: Bench, *, name: str = "desk", source: str = "", height: int = 640
    ) -> Desk:
        """Put a desk on the page and wait until it is drawn."""
        self.put(bench, name=name, source=source, height=height)
        self.drawn(name)
        return self.desks[name]

    def put(self, bench: Bench, *, name: str = "desk", source: str = "", height: int = 640) -> None:
        """Put a desk on the page, which has yet to hear from Python."""
        self._outbox[name] = []
        self.desks[name] = Desk(bench, post=lambda m, b: self._post(name, m, b), source=source)
        self._outbox[name].clear()
        self.page.evaluate("([name, height]) => mount(name, height)", [name, height])

    def show(self, name: str = "desk", *, height: int = 640) -> None:
        """Show a desk that Python already has, as after a reload of the page."""
        self.page.evaluate("([name, height]) => mount(name, height)", [name, height])
        self.drawn(name)

    def drawn(self, name: str = "desk", times: int = 1) -> None:
        """Wait until a source is drawn."""
        self.page.wait_for_function(
            "([name, n]) => Number(desks[name].el.dataset.drawn || 0) >= n", arg=[name, times]
        )

    def flush(self, name: str = "desk") -> None:
        """Bring to the page what Python sent of its own accord."""
        sent, self._outbox[name] = self._outbox[name], []
        self.page.evaluate("([name, sent]) => desks[name].deliver(sent)", [name, json.dumps(sent)])

    def settled(self, name: str = "desk") -> None:
        """Wait until nothing waits to be saved."""
        self.page.wait_for_function(
            "(name) => (desks[name].el.dataset.waiting || '0') === '0'", arg=name
        )

    def calm(self, name: str = "desk") -> None:
        """Wait until nothing waits to be saved, every question is answered, and all is drawn."""
        self.page.wait_for_function(
            """(name) => {
                const { el } = desks[name];
                return (el.dataset.waiting || '0') === '0' && el.codingDesk.asked.size === 0;
            }""",
            arg=name,
        )
        self.page.evaluate("new Promise((go) => requestAnimationFrame(() => setTimeout(go)))")

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds in Python."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, "it did not come to hold"
            self.page.wait_for_timeout(10)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def text(self, selector: str) -> str:
        return self.page.locator(selector).first.inner_text()

    def close(self) -> None:
        self.page.close()

    def _receive(self, name: str, message: str) -> str:
        content = json.loads(message)
        self.received.append(content)
        if self.is_deaf or name not in self.desks:
            return "[]"
        self.desks[name].receive(content)
        sent, self._outbox[name] = self._outbox[name], []
        return json.dumps(sent)

    def _post(self, name: str, message: dict[str, Any], buffers: Sequence[bytes]) -> None:
        packed = [base64.b64encode(one).decode() for one in buffers]
        self._outbox[name].append({"message": message, "buffers": packed})
