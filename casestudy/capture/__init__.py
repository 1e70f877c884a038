"""Pages of the web, captured with all that makes them evidence; nothing is fetched unless asked.

`captured` goes to addresses one after the other, with a real browser and with manners, and hands
out each page with its record. What of it is kept, and where, is decided by the one who takes it.
"""

from casestudy.capture.browser import NoBrowser, find_browser
from casestudy.capture.run import PageCapture, PageFailure, captured, site_addresses
from casestudy.capture.sitemaps import SiteAddresses

__all__ = [
    "NoBrowser",
    "PageCapture",
    "PageFailure",
    "SiteAddresses",
    "captured",
    "find_browser",
    "site_addresses",
]
