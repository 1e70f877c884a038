"""What a capture was made with: programs and their versions."""

from __future__ import annotations

import sys
from importlib import metadata

from casestudy.pages.capture_settings import AGENT


def our_name() -> str:
    """What we say of ourselves, such as ``casestudy/0.1.0``."""
    return f"{AGENT}/{version(AGENT)}"


def tools(browser: str) -> dict[str, str]:
    """Programs and versions, for the record of a capture.

    Parameters
    ----------
    browser : str
        What the browser calls itself, such as ``HeadlessChrome/156.0.8078.79``.
    """
    return {
        "casestudy": version(AGENT),
        "browser": browser.replace("HeadlessChrome", "Chromium").replace("/", " "),
        "playwright": version("playwright"),
        "system": sys.platform,
    }


def version(package: str) -> str:
    """Version of an installed package; "unknown" if it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "unknown"
