"""Sitemaps: the pages that a site itself lists, read from XML or plain text, packed or not.

A sitemap comes from a stranger: no entities, no network, limits on depth, number and size.
"""

from __future__ import annotations

import gzip
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from casestudy.capture.failures import PageFailed
from casestudy.capture.fetching import fetch
from casestudy.capture.gate import Gate
from casestudy.pages.addresses import checked_address, comparison_key, host_of

MAX_BYTES = 50 * 1024 * 1024
"""Bytes of one sitemap once unpacked, as sitemaps.org has it."""
MAX_PACKED = 16 * 1024 * 1024
MAX_DEPTH = 3
"""Lists of lists of lists; sitemaps.org knows one list of lists."""
MAX_SITEMAPS = 100
MAX_ADDRESSES = 50_000
SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteAddresses:
    """The pages that a sitemap lists, and what was left out of it."""

    addresses: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    pages: dict[str, str]
    notes: list[str]

    def note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)


async def read_sitemap(gate: Gate, address: str, *, user_agent: str) -> SiteAddresses:
    """The pages that a sitemap, or a list of sitemaps, lists for its own host.

    Parameters
    ----------
    gate : Gate
        An open gate.
    address : str
        Of the sitemap.
    user_agent : str
        What to say of ourselves.

    Raises
    ------
    PageFailed
        If the sitemap cannot be had or is none. Of a list, those that can be had are read.
    """
    found = _Found({}, [])
    waiting = deque([(checked_address(address), 0)])
    known = {comparison_key(address)}
    n_read = 0
    while waiting:
        url, depth = waiting.popleft()
        n_read += 1
        if n_read > MAX_SITEMAPS:
            found.note(f"more than {MAX_SITEMAPS} sitemaps; the others were not read")
            break
        try:
            lists, pages = parsed(await _content(gate, url, user_agent))
        except PageFailed as failure:
            if url == address:
                raise
            found.note(f"{url}: {failure.reason}")
            continue
        for inner in lists:
            if depth + 1 >= MAX_DEPTH:
                found.note(f"lists more than {MAX_DEPTH} deep were not read: {inner}")
            elif comparison_key(inner) not in known:
                known.add(comparison_key(inner))
                waiting.append((inner, depth + 1))
        _take(found, pages, host_of(address))
    return SiteAddresses(addresses=tuple(found.pages.values()), notes=tuple(found.notes))


def _take(found: _Found, pages: list[str], host: str) -> None:
    """Pages of the sitemap's own host; it may not speak for others."""
    n_foreign = 0
    for page in pages:
        try:
            address = checked_address(page)
        except ValueError as error:
            found.note(str(error))
            continue
        if host_of(address) != host:
            n_foreign += 1
        elif len(found.pages) < MAX_ADDRESSES:
            found.pages.setdefault(comparison_key(address), address)
        else:
            found.note(f"more than {MAX_ADDRESSES:,} pages; the others were left out")
    if n_foreign:
        found.note(f"{n_foreign} pages of other hosts, for which a sitemap cannot speak")


async def _content(gate: Gate, url: str, user_agent: str) -> bytes:
    fetched = await fetch(gate, url, user_agent=user_agent, limit=MAX_BYTES, seconds=SECONDS)
    if fetched.status >= 400:
        raise PageFailed(f"the sitemap answers {fetched.status}; check its address")
    if fetched.is_cut:
        raise PageFailed(f"the sitemap has more than {MAX_BYTES:,} bytes; give a part of it")
    return fetched.body


def parsed(content: bytes) -> tuple[list[str], list[str]]:
    r"""The sitemaps and the pages that one sitemap lists.

    Raises
    ------
    PageFailed
        If it is no sitemap.

    Examples
    --------
    >>> parsed(b"<urlset><url><loc> https://shop.example/a </loc></url></urlset>")
    ([], ['https://shop.example/a'])
    >>> parsed(b"https://shop.example/a\nhttps://shop.example/b\n")[1]
    ['https://shop.example/a', 'https://shop.example/b']
    """
    content = _unpacked(content)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"<":
        lines = [line.strip() for line in content.decode("utf-8-sig", "replace").splitlines()]
        pages = [line for line in lines if line.startswith(("http://", "https://"))]
        if not pages:
            raise PageFailed("the file is no sitemap: neither XML nor a list of addresses")
        return [], pages
    lists: list[str] = []
    pages = []
    try:
        for parent, address in _locations(content):
            (lists if parent == "sitemap" else pages).append(address)
    except etree.XMLSyntaxError as error:
        if not lists and not pages:
            raise PageFailed(f"the sitemap is no XML: {error.msg}") from None
    if not lists and not pages:
        raise PageFailed("the file is no sitemap: it lists no page")
    return lists, pages


def _locations(content: bytes) -> Iterator[tuple[str, str]]:
    events = etree.iterparse(
        BytesIO(content), events=("end",), resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False,
    )  # fmt: skip
    for _, element in events:
        name = etree.QName(element).localname
        above = element.getparent()
        if name == "loc" and element.text and above is not None:
            parent = etree.QName(above).localname
            if parent in ("url", "sitemap"):
                yield parent, element.text.strip()
        elif name in ("url", "sitemap"):
            element.clear()


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        with gzip.open(BytesIO(content)) as file:
            plain = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise PageFailed("the sitemap is packed, and the packing is damaged") from None
    if len(plain) > MAX_BYTES:
        raise PageFailed(f"the sitemap unpacks to more than {MAX_BYTES:,} bytes")
    return plain
