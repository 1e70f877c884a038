"""A first look through a web archive: which records are pages, and what the others are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from casestudy.errors import BadFile
from casestudy.ingest.archive_records import listed_pages, records_of
from casestudy.pages.addresses import comparison_key
from casestudy.pages.captures import Hop
from casestudy.pages.http_messages import HttpResponse, decoded_body, http_response
from casestudy.pages.warc import WarcRecord

HTML = ("text/html", "application/xhtml+xml")
FRAMED = ("iframe", "frame", "embed", "object", "fencedframe")
"""What browsers say of a request for a page inside a page (Sec-Fetch-Dest)."""
LEAST_WORDS = 5
"""Words below which HTML without a title is a counter or an advertisement and no page."""
MOST_FRAMES = 100
TECHNICAL = ("warcinfo", "request", "metadata", "conversion")
"""Kinds of record that tell of others; nothing is lost with them."""
REDIRECTS = range(300, 400)
SHOWN_BYTES = 4 * 1024 * 1024
"""Bytes of a page in which frames are looked for."""


@dataclass(slots=True)
class Index:
    """What a first look finds.

    Parameters
    ----------
    pages : dict of int to str
        Number of the record and address of each page.
    records : dict of int to set of int
        For each page the numbers of all its records: the answer, its request, its metadata.
    redirects : list of Hop
        All redirects.
    left : Counter of str
        What no page is made of, by kind.
    damage : str
        What is wrong with the file; the records before it are good.
    """

    pages: dict[int, str] = field(default_factory=dict)
    records: dict[int, set[int]] = field(default_factory=dict)
    redirects: list[Hop] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    damage: str = ""


@dataclass(slots=True)
class _Looked:
    """What is known when all records have been met, before pages are told from frames."""

    candidates: dict[int, WarcRecord] = field(default_factory=dict)
    thin: set[int] = field(default_factory=set)
    framed: set[str] = field(default_factory=set)
    framed_ids: set[str] = field(default_factory=set)
    beside: dict[str, set[int]] = field(default_factory=dict)


def index_of(path: Path) -> Index:
    """Look through an archive.

    Raises
    ------
    BadFile
        If it is damaged before its first record.
    """
    index, looked = Index(), _Looked()
    try:
        for record in records_of(path):
            _look(record, index, looked)
    except BadFile as fault:
        if not (looked.candidates or index.left):
            raise
        index.damage = fault.reason
    listed = {comparison_key(url) for url in listed_pages(path)}
    for number, record in looked.candidates.items():
        reason = _why_not(record, looked, listed)
        if reason:
            index.left[reason] += 1
        else:
            index.pages[number] = record.url
            index.records[number] = {number, *looked.beside.get(record.id, ())}
    return index


def response_of(record: WarcRecord) -> HttpResponse:
    """The answer that a record holds; a resource counts as an answer without a status.

    Raises
    ------
    ValueError
        If it holds none.
    """
    if record.kind == "resource":
        headers = (("Content-Type", record.header("content-type")),)
        return HttpResponse(status=0, reason="", headers=headers, body=record.block)
    response = http_response(record.block)
    if response is None:
        raise ValueError("the record holds no answer of a server")
    return response


def _look(record: WarcRecord, index: Index, looked: _Looked) -> None:
    about = record.header("warc-concurrent-to")
    if record.kind in TECHNICAL:
        if about:
            looked.beside.setdefault(about, set()).add(record.number)
            if _is_for_a_frame(record):
                looked.framed_ids.add(about)
        return
    if record.kind not in ("response", "resource"):
        index.left["copy of an earlier answer" if record.kind == "revisit" else record.kind] += 1
        return
    what = _what_it_is(record, index)
    if what:
        index.left[what] += 1
        return
    # the block is not kept: an archive may hold more pages than the memory
    looked.candidates[record.number] = _without_block(record)
    _look_inside(record, looked)


def _what_it_is(record: WarcRecord, index: Index) -> str:
    """What an answer is if it is no page; empty if it may be one."""
    if record.length and not record.block:
        return "answer too long to be read"
    try:
        response = response_of(record)
    except ValueError:
        return "record without an answer of a server"
    if response.status in REDIRECTS and response.header("location"):
        to = urljoin(record.url, response.header("location"))
        index.redirects.append(Hop(url=record.url, status=response.status, to=to))
        return "redirect"
    if response.media_type not in HTML:
        return kind_of(response.media_type)
    if response.status not in (0, 200):
        return f"page with the status {response.status}"
    return ""


def _look_inside(record: WarcRecord, looked: _Looked) -> None:
    """Frames of a page, and whether it says anything."""
    try:
        html = decoded_body(response_of(record))[:SHOWN_BYTES]
    except ValueError:
        return
    tree = LexborHTMLParser(html)
    for frame in tree.css("iframe[src], frame[src]")[:MOST_FRAMES]:
        src = (frame.attributes.get("src") or "").strip()
        try:
            looked.framed.add(comparison_key(urljoin(record.url, src)))
        except ValueError:
            continue
    title = tree.css_first("title")
    words = tree.body.text(separator=" ").split() if tree.body is not None else []
    is_set_in = tree.css_first("frameset") is not None
    if len(words) < LEAST_WORDS and not is_set_in and not (title and title.text().strip()):
        looked.thin.add(record.number)


def _why_not(record: WarcRecord, looked: _Looked, listed: set[str]) -> str:
    """Why HTML is no page; empty if it is one."""
    key = comparison_key(record.url)
    if listed:
        return "" if key in listed else "page that the archive's own list of pages does not name"
    if record.id in looked.framed_ids or key in looked.framed:
        return "page set into another page"
    return "page of next to no words" if record.number in looked.thin else ""


def _is_for_a_frame(record: WarcRecord) -> bool:
    """Whether a request or its metadata says that the answer was wanted inside a page."""
    told = record.block[:8192].decode("utf-8", "replace").lower().splitlines()
    for line in told:
        name, _, value = line.partition(":")
        if name.strip() == "sec-fetch-dest":
            return value.strip() in FRAMED
        if name.strip() == "hopsfromseed":
            return value.strip().endswith(("e", "x"))
    return False


def _without_block(record: WarcRecord) -> WarcRecord:
    return replace(record, block=b"")


def kind_of(media_type: str) -> str:
    """What a media type is called by people.

    Examples
    --------
    >>> kind_of("image/png"), kind_of("application/javascript"), kind_of("")
    ('picture', 'script', 'answer of no stated kind')
    """
    if not media_type:
        return "answer of no stated kind"
    for part, name in (
        ("image/", "picture"), ("javascript", "script"), ("ecmascript", "script"),
        ("text/css", "style sheet"), ("font", "font"), ("video/", "film"), ("audio/", "sound"),
        ("json", "data (JSON)"), ("application/pdf", "PDF file"), ("xml", "XML"),
        ("text/plain", "plain text"),
    ):  # fmt: skip
        if part in media_type:
            return name
    return media_type
