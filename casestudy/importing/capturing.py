"""Bringing pages of the web into a study: captured by `capture`, read by `ingest`, kept by `store`.

A page that is captured again is a new capture of the same source: its text is edited, each coding
on it gets a receipt, and the earlier capture stays beside it with its date. A failed page never
stops the others, and a run that was interrupted is taken up where it stopped.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from casestudy.capture import (
    PageCapture,
    PageFailure,
    SiteAddresses,
    captured,
    site_addresses,
)
from casestudy.errors import BadFile
from casestudy.importing.page_sources import KnownPages, Page, keep_page, known_pages
from casestudy.ingest import read_file
from casestudy.interruptions import uninterrupted
from casestudy.pages.addresses import checked_address, comparison_key
from casestudy.pages.capture_reports import (
    CapturedSource,
    CaptureInterrupted,
    CaptureReport,
    FailedCapture,
)
from casestudy.pages.capture_settings import CaptureSettings
from casestudy.progress import progress
from casestudy.provenance import Provenance
from casestudy.store import CaptureJournal
from casestudy.store.layout import DERIVED

Progress = Callable[[str], None]


def capture_pages(
    study: Path,
    addresses: Sequence[str],
    *,
    case: str = "",
    id: str = "",
    settings: CaptureSettings | None = None,
    provenance: Provenance | None = None,
    on_progress: Progress | None = None,
) -> CaptureReport:
    """Capture pages as sources of a study.

    Parameters
    ----------
    study : path
        The study folder.
    addresses : sequence of str
        Of pages, each with `http://` or `https://`.
    case : str
        The case that owns the pages; a new one is added to study.toml.
    id : str
        Id of the source, for a single page; empty to make it from the address.
    settings : CaptureSettings, optional
        Window, manners and limits.
    provenance : Provenance, optional
        If not given, "collected" now, or "synthetic" where the page says so itself.
    on_progress : function of str, optional
        Called with each address when it is done. Left out, a bar is shown.

    Returns
    -------
    CaptureReport
        One outcome a page.

    Raises
    ------
    ValueError
        If an address is none, or an id is given for several pages.
    NoBrowser
        If there is no browser, or nothing to drive it with.
    CaptureInterrupted
        If a person interrupts. It has the report; every page in it is kept.
    """
    settings = settings or CaptureSettings()
    wanted, notes = _wanted(addresses)
    if id and len(wanted) != 1:
        raise ValueError(f"id {id!r} can name one source, but {len(wanted)} pages are given")
    run = _Run(known=known_pages(study, case, id, provenance), notes=notes, settings=settings)
    with CaptureJournal(study, wanted, case=case, afresh=settings.afresh) as journal:
        if on_progress is not None:
            return _captured_all(run, wanted, journal, on_progress)
        n_left = min(len(wanted) - len(journal.done), settings.max_pages)
        with progress("Capturing", n_left) as shown:
            return _captured_all(run, wanted, journal, shown)


@dataclass(slots=True, kw_only=True)
class _Run:
    """A run under way."""

    known: KnownPages
    notes: list[str]
    settings: CaptureSettings
    outcomes: list[CapturedSource | FailedCapture] = field(default_factory=list)
    brought: dict[str, str] = field(default_factory=dict)

    def report(self) -> CaptureReport:
        return CaptureReport(outcomes=tuple(self.outcomes), notes=tuple(self.notes))

    def take(self, outcome: PageCapture | PageFailure, journal: CaptureJournal) -> None:
        """Keep what came of one page; its folder is given back whatever happens."""
        if isinstance(outcome, PageFailure):
            self.outcomes.append(FailedCapture(address=outcome.address, reason=outcome.reason))
            return
        page = Page(address=outcome.address, capture=outcome.capture, folder=outcome.folder)
        try:
            kept = self._kept(page)
            journal.note(kept.address, kept.source.id)
            self.outcomes.append(kept)
        except BadFile as fault:
            reason = fault.reason
            if "holds no words" in reason:
                reason = "shows no words, also after its scripts have run; open it in a browser"
            self.outcomes.append(FailedCapture(address=page.address, reason=reason))
        except (ValueError, OSError) as error:
            self.outcomes.append(FailedCapture(address=page.address, reason=str(error)))
        finally:
            shutil.rmtree(page.folder, ignore_errors=True)

    def _kept(self, page: Page) -> CapturedSource:
        url, final = page.capture.url, comparison_key(page.capture.url)
        if final in self.brought:
            raise ValueError(
                f"leads to {url}, which was captured already as {self.brought[final]!r}"
            )
        reading = read_file(page.folder / page.capture.page, kind="website")
        kept = keep_page(self.known, page, reading)
        self.brought[final] = kept.source.id
        return kept


def _captured_all(
    run: _Run, wanted: Sequence[str], journal: CaptureJournal, on_progress: Progress
) -> CaptureReport:
    """Capture page after page; each is kept whole before an interruption takes effect."""
    waiting = [address for address in wanted if address not in journal.done]
    run.notes += _taken_up(journal.done, len(waiting))
    asked = waiting[: run.settings.max_pages]
    try:
        with _scratch(run.known.study) as room:
            for outcome in captured(asked, settings=run.settings, scratch=room):
                with uninterrupted():
                    run.take(outcome, journal)
                on_progress(outcome.address)
    except KeyboardInterrupt:
        n_left = len(waiting) - len(run.outcomes)
        raise CaptureInterrupted(run.report(), n_left=n_left) from None
    if len(waiting) > len(asked):
        run.notes.append(
            f"{len(waiting) - len(asked)} pages are left: at most {run.settings.max_pages} are "
            "captured in one run; the same command goes on with them"
        )
    else:
        journal.finish()
    return run.report()


def pages_of_site(address: str, *, settings: CaptureSettings | None = None) -> SiteAddresses:
    """The pages that a sitemap lists, and what was left out of it.

    Raises
    ------
    ValueError
        If the sitemap cannot be had or is none.
    """
    return site_addresses(checked_address(address), settings=settings or CaptureSettings())


def _wanted(addresses: Sequence[str]) -> tuple[list[str], list[str]]:
    """Each page once, and a note on those that were named twice."""
    by_key: dict[str, str] = {}
    notes = []
    for text in addresses:
        address = checked_address(text)
        first = by_key.setdefault(comparison_key(address), address)
        if first != address:
            notes.append(f"{address} is the same page as {first}; it is captured once")
    if not by_key:
        raise ValueError("no address is given; give those of pages, a list or a sitemap")
    return list(by_key.values()), notes


def _taken_up(done: Mapping[str, str], n_left: int) -> list[str]:
    if not done:
        return []
    return [
        f"an interrupted run is taken up: {len(done)} pages were captured by it and are not asked "
        f"for again, {n_left} are left"
    ]


@contextmanager
def _scratch(study: Path) -> Iterator[Path]:
    """A folder on the disk of the study, for files that are on their way into it."""
    above = study / DERIVED / "captures"
    above.mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(prefix="run.", dir=above))
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)
