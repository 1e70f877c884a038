"""A real browser where there is one; on a build machine its absence is a failure, not a skip."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from casestudy.capture import NoBrowser, find_browser
from casestudy.capture.browser import playwright_library
from casestudy.pages.capture_settings import CaptureSettings

from .served import Server, served
from .traps import HOSTS, PAGES


@pytest.fixture(scope="session")
def browser() -> Path:
    """The program of the browser."""
    try:
        playwright_library()
        return find_browser()
    except NoBrowser as error:
        if os.environ.get("CI"):
            pytest.fail(f"the tests of captures need a browser: {error}")
        pytest.skip(str(error))


@pytest.fixture(scope="package")
def site() -> Iterator[Server]:
    """The site of traps, under several hosts."""
    with served(PAGES) as server:
        yield server


def quick(site: Server, **more: object) -> CaptureSettings:
    """Settings for a test: little patience, and the site's hosts on this machine."""
    settings: dict[str, object] = {
        "resolve": dict.fromkeys(HOSTS, site.place),
        "delay": 0.0,
        "settle": 0.3,
        "max_seconds": 60.0,
        "max_redirects": 5,
        "max_response_bytes": 4_000_000,
        "max_page_bytes": 12_000_000,
        "max_scrolls": 5,
    }
    return CaptureSettings(**(settings | more))  # type: ignore[arg-type]
