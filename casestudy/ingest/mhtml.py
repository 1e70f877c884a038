"""Pages saved by a browser as one file (.mht, .mhtml): the page itself, without its pictures.

Browsers leave out scripts when they save this way, and with them structured data. It is a copy of
what was shown, not of what the server sent.
"""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from email.message import Message

from casestudy.ingest import webpage
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading

READER = "mhtml 1"


def read(original: Original) -> Reading:
    """Read the first page in a MIME file."""
    page = page_in(email.message_from_bytes(original.data, policy=email.policy.compat32))
    if page is None:
        raise original.bad("holds no page; save the page again as 'complete' or as one HTML file")
    reading = webpage.read(inner(original, page))
    warning = "saved as MHTML, which leaves out scripts and their structured data"
    return replace(reading, reader=READER, warnings=(*reading.warnings, warning))


def page_in(message: Message) -> Message | None:
    """The first page in a MIME file."""
    return next((part for part in message.walk() if part.get_content_type() == "text/html"), None)


def inner(original: Original, page: Message) -> Original:
    """The page as a file of its own, in the encoding its part names."""
    data = page.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        raise original.bad("holds an empty page; save the page again from a browser")
    return replace(original, data=data, encoding=original.encoding or charset(page, data))


def charset(page: Message, data: bytes) -> str | None:
    """The encoding a part names, or None if it is not one that its bytes are in."""
    name = str(page.get_content_charset() or "")
    try:
        data.decode(name)
    except (LookupError, UnicodeError, ValueError):
        return None
    return name
