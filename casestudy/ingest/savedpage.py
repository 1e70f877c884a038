"""What a page that a browser saved says of itself: from which address, when, by which program."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

HEAD = 64 * 1024
"""Bytes at the beginning of a file in which its origin is looked for."""

SINGLEFILE = re.compile(
    rb"<!--\s*Page saved with SingleFile\s*url:\s*(\S+)\s*saved date:\s*([^\r\n]{1,80})",
    re.IGNORECASE,
)
SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", re.IGNORECASE)
BROWSER_DATE = re.compile(r"(\w{3} \w{3} \d{2} \d{4} \d{2}:\d{2}:\d{2}) GMT([+-]\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """How a page was saved, and where it says it comes from.

    Parameters
    ----------
    method : {"html", "singlefile", "mhtml", "pdf"}
        The kind of file.
    url : str
        The address of the page; empty if the file does not say.
    date : str
        When it was saved, in UTC; empty if the file does not say.
    """

    method: str
    url: str = ""
    date: str = ""


def saved_page(data: bytes, reader: str) -> SavedPage | None:
    """What a saved page says of itself; None for files of other kinds.

    Parameters
    ----------
    data : bytes
        The file.
    reader : str
        The reader of its text, as a `Reading` names it.

    Examples
    --------
    >>> page = saved_page(b"<!-- saved from url=(0021)https://shop.example/ --><html>", "webpage 1")
    >>> page.method, page.url
    ('html', 'https://shop.example/')
    """
    name = reader.partition(" ")[0]
    if name == "mhtml":
        return _mhtml(data)
    if name == "pdf":
        return SavedPage(method="pdf")
    if name != "webpage":
        return None
    single = SINGLEFILE.search(data[:HEAD])
    if single:
        date = _browser_date(single.group(2).decode("utf-8", "replace"))
        return SavedPage(method="singlefile", url=_address(single.group(1)), date=date)
    origin = SAVED_FROM.search(data[:HEAD])
    return SavedPage(method="html", url=_address(origin.group(1)) if origin else "")


def _mhtml(data: bytes) -> SavedPage:
    head = email.message_from_bytes(data[:HEAD], policy=email.policy.compat32)
    url = str(head.get("Snapshot-Content-Location") or "")
    try:
        date = _utc(parsedate_to_datetime(str(head.get("Date") or "")))
    except (ValueError, TypeError, IndexError):
        date = ""
    return SavedPage(method="mhtml", url=_address(url.strip().encode()), date=date)


def _address(written: bytes) -> str:
    """An address of the web; that of a file on somebody's disk is no address."""
    text = written.decode("utf-8", "replace")
    return text if text.lower().startswith(("http://", "https://")) else ""


def _browser_date(text: str) -> str:
    """A date as JavaScript writes it.

    Examples
    --------
    >>> _browser_date("Wed Nov 23 2022 11:22:33 GMT+0100 (Central European Standard Time)")
    '2022-11-23T10:22:33Z'
    """
    found = BROWSER_DATE.search(text)
    if not found:
        return ""
    try:
        return _utc(datetime.strptime(" ".join(found.groups()), "%a %b %d %Y %H:%M:%S %z"))
    except ValueError:
        return ""


def _utc(date: datetime) -> str:
    aware = date if date.tzinfo else date.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
