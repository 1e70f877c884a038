"""Web archives (.warc, .warc.gz, .wacz): which of their records are pages, and what each one says.

An archive holds everything that a crawler fetched: pages, their pictures and scripts, frames with
advertisements, redirects, error pages. A page is what a person would have gone to: HTML with the
status 200 that no other page sets in, as far as the archive tells. What is left aside is counted.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from casestudy.errors import BadFile, Loss, LossReport
from casestudy.ingest import webpage
from casestudy.ingest.archive_index import Index, index_of, response_of
from casestudy.ingest.archive_records import is_wacz, records_of
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading
from casestudy.pages.addresses import comparison_key
from casestudy.pages.captures import Hop
from casestudy.pages.http_messages import HttpResponse, decoded_body, header
from casestudy.pages.warc import WarcRecord, packed

MAX_PAGES = 10_000
"""Pages of one archive; a study of so many is better made from a part of it."""
MOST_HOPS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedPage:
    """One page of an archive.

    Parameters
    ----------
    url, date : str
        Its address and the time of capture as the archive states them.
    status : int
        HTTP status.
    hops : tuple of Hop
        Redirects that led to it in the archive.
    html : bytes
        The page, encodings of its transport taken off.
    records : bytes
        Its own records byte for byte, each packed by itself.
    reading : Reading
        Its text.
    """

    url: str
    date: str
    status: int
    hops: tuple[Hop, ...]
    html: bytes
    records: bytes
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadPage:
    """A page of an archive that could not be read, and why."""

    url: str
    reason: str


@dataclass(slots=True)
class _Gathered:
    """The records of a page that have been met so far."""

    n_wanted: int
    records: list[WarcRecord] = field(default_factory=list)


class WebArchive:
    """An archive, looked through once; its pages are then read one after the other.

    Parameters
    ----------
    path : path
        The archive.

    Raises
    ------
    BadFile
        If it is damaged before its first record, or holds too many pages.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.kind = "wacz" if is_wacz(path) else "warc"
        self._index: Index = index_of(path)
        if len(self) > MAX_PAGES:
            raise BadFile(
                path, f"holds {len(self):,} pages and at most {MAX_PAGES:,} are read; give a part"
            )

    def __len__(self) -> int:
        return len(self._index.pages)

    @property
    def left_aside(self) -> LossReport:
        """What the archive holds and no page is made of."""
        found = [Loss(what=what, count=n) for what, n in self._index.left.most_common()]
        if self._index.damage:
            found.append(Loss(what=f"everything behind a damage: it {self._index.damage}"))
        return LossReport(tuple(found))

    def pages(self) -> Iterator[ArchivedPage | UnreadPage]:
        """The pages in their order; captures of the same address by time, at the end."""
        times = Counter(comparison_key(url) for url in self._index.pages.values())
        again: list[list[WarcRecord]] = []
        for number, records in self._gathered():
            if times[comparison_key(self._index.pages[number])] > 1:
                again.append(records)
            else:
                yield self._page(number, records)
        for records in sorted(again, key=lambda records: max(one.date for one in records)):
            number = next(one.number for one in records if one.number in self._index.pages)
            yield self._page(number, records)

    def _gathered(self) -> Iterator[tuple[int, list[WarcRecord]]]:
        """Each page with all its records, as soon as the last of them has been met."""
        page_of = {n: page for page, mine in self._index.records.items() for n in mine}
        open_pages = {page: _Gathered(len(mine)) for page, mine in self._index.records.items()}
        try:
            for record in records_of(self.path):
                page = page_of.get(record.number)
                if page is None:
                    continue
                found = open_pages[page]
                found.records.append(record)
                if len(found.records) == found.n_wanted:
                    yield page, open_pages.pop(page).records
        except BadFile:
            return  # the damage was met at the first look, and is told with what is left aside

    def _page(self, number: int, records: list[WarcRecord]) -> ArchivedPage | UnreadPage:
        page = next(record for record in records if record.number == number)
        try:
            response = response_of(page)
            html = decoded_body(response)
            reading = _reading(self.path, html, response)
        except BadFile as fault:
            return UnreadPage(url=page.url, reason=fault.reason)
        except ValueError as error:
            return UnreadPage(url=page.url, reason=str(error))
        return ArchivedPage(
            url=page.url,
            date=page.date,
            status=response.status,
            hops=self._hops(page.url),
            html=html,
            records=b"".join(packed(record.raw) for record in records),
            reading=reading,
        )

    def _hops(self, url: str) -> tuple[Hop, ...]:
        """The redirects of the archive that led to an address, the first one first."""
        before = MappingProxyType({comparison_key(hop.to): hop for hop in self._index.redirects})
        hops: list[Hop] = []
        key = comparison_key(url)
        while key in before and len(hops) < MOST_HOPS:
            hops.insert(0, before[key])
            key = comparison_key(before[key].url)
        return tuple(hops)


def _reading(path: Path, html: bytes, response: HttpResponse) -> Reading:
    """The text of a page, in the encoding that its server stated if it is one."""
    original = Original(path=path, data=html, encoding=_charset(response, html), kind="website")
    if not html.strip():
        raise original.bad("is an empty page")
    with original.within_limits():
        reading = webpage.read(original)
    if not reading.text.strip():
        raise original.bad("shows no words: it may be a page that only scripts fill")
    return reading


def _charset(response: HttpResponse, html: bytes) -> str | None:
    stated = header(response.headers, "content-type").lower().partition("charset=")[2]
    name = stated.partition(";")[0].strip(" \"'")
    try:
        html.decode(codecs.lookup(name).name)
    except (LookupError, UnicodeError, ValueError):
        return None
    return name
