"""How pages are to be captured: the window, the manners, and the limits that hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType

MEGABYTE = 1024 * 1024

AGENT = "casestudy"
"""The name under which servers know us and robots.txt may speak to us."""

HIGHEST_PICTURE = 16_384
"""Pixels; browsers draw nothing, or the same piece again, below this line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureSettings:
    """How pages are to be captured.

    Parameters
    ----------
    viewport : tuple of int
        Width and height of the window in CSS pixels.
    language : str
        The language asked for, such as "en" or "fi-FI".
    user_agent : str
        What the browser says of itself; empty for its own words with `casestudy` added.
    consent : str
        CSS selector of what to click in a consent banner; empty to leave banners unanswered.
    permission : str
        Who allowed what robots.txt refuses; it is written into the record. Empty: it is obeyed.
    afresh : bool
        Whether to begin anew where the same run was interrupted before.
    resolve : mapping of str to str
        For hosts that stand on another server than their name says, such as a local copy of a
        site: ``{"shop.example": "127.0.0.1:8000"}``.
    delay : float
        Seconds between two pages of a host; the site's own wish counts where it is longer.
    max_pages : int
        Pages of one run.
    max_seconds : float
        Seconds for loading one page, and as much again for reading and drawing it.
    max_page_bytes, max_response_bytes : int
        Bytes of all that one page loads, and of one response.
    max_redirects, max_scrolls : int
        Redirects of a page; screens that are scrolled down so that what loads late is loaded.
    settle : float
        Seconds at most to wait for quiet after a page has loaded.

    Raises
    ------
    ValueError
        If a number lies outside what makes sense.
    """

    viewport: tuple[int, int] = (1366, 900)
    language: str = "en"
    user_agent: str = ""
    consent: str = ""
    permission: str = ""
    afresh: bool = False
    resolve: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    delay: float = 2.0
    max_pages: int = 200
    max_seconds: float = 60.0
    max_page_bytes: int = 100 * MEGABYTE
    max_response_bytes: int = 32 * MEGABYTE
    max_redirects: int = 20
    max_scrolls: int = 20
    settle: float = 5.0

    def __post_init__(self) -> None:
        width, height = self.viewport
        if not (200 <= width <= 8_000 and 200 <= height <= HIGHEST_PICTURE):
            raise ValueError(
                f"viewport {width}x{height} is not allowed: 200 to 8,000 pixels wide, "
                f"200 to {HIGHEST_PICTURE:,} high"
            )
        for one in fields(self):
            value = getattr(self, one.name)
            least = 0 if one.name in ("delay", "settle", "max_redirects", "max_scrolls") else 1
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            if is_number and not least <= value < float("inf"):
                raise ValueError(f"{one.name} is {value}; allowed is {least} and more")

    @property
    def limits(self) -> dict[str, float]:
        """The limits by name, as the record of a capture keeps them."""
        names = [one.name for one in fields(self) if one.name.startswith("max_")]
        return {name: float(getattr(self, name)) for name in names}
