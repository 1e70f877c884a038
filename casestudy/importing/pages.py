"""Pages that come as files: what is known of their capture, and archives that hold many of them.

A saved page that says from which address it comes is the same page as one captured from there. A
web archive gives a source for each of its pages; several captures of an address become one source
with its history.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from casestudy.errors import BadFile, Loss, LossReport
from casestudy.importing.choices import ImportSettings
from casestudy.importing.page_sources import KnownPages, Page, keep_page, known_pages
from casestudy.importing.reports import (
    ImportedSource,
    KnownFile,
    Outcome,
    Refusal,
    SourceSummary,
    UpdatedSource,
)
from casestudy.ingest import ArchivedPage, Reading, UnreadPage, WebArchive, saved_page
from casestudy.pages.capture_folder import RESPONSES, read_capture, stored_file
from casestudy.pages.capture_reports import CapturedSource
from casestudy.pages.captures import CANNOT_HOLD, Capture, Container
from casestudy.store import EditHistory, SourceShelf

PAGE = "original.html"


def capture_of_file(path: Path, original: bytes, reading: Reading) -> Capture | None:
    """What is known of how a page was saved; None for a file that no page is saved as.

    The file itself is the source's original, whose hash the source's record has.
    """
    saved = saved_page(original, reading.reader)
    if saved is None:
        return None
    name = f"original{path.suffix.lower()}"
    digest = hashlib.sha256(original).hexdigest()
    return Capture(
        method=saved.method,
        requested=saved.url,
        url=saved.url,
        page=name,
        started=saved.date,
        finished=saved.date,
        consent="not known",
        container=Container(name=path.name, sha256=digest, size=len(original)),
    )


def with_losses(reading: Reading, capture: Capture) -> Reading:
    """A reading of a saved page, with what such a file cannot hold."""
    lost = tuple(Loss(what=what) for what in CANNOT_HOLD[capture.method])
    return replace(reading, losses=reading.losses + LossReport(lost))


def saved_again(
    known: KnownPages, path: Path, original: bytes, reading: Reading, capture: Capture
) -> UpdatedSource | None:
    """A saved page whose address the study knows: its new state; None if it is a new page."""
    if not capture.url or not known.source_of(capture):
        return None
    with tempfile.TemporaryDirectory() as room:
        page = Page(address=capture.url, capture=capture, folder=Path(room))
        (page.folder / capture.page).write_bytes(original)
        kept = keep_page(known, page, reading)
    return updated(SourceShelf(known.study), kept, path, reading.losses)


def archive_outcomes(study: Path, path: Path, settings: ImportSettings) -> Iterator[Outcome]:
    """Import the pages of an archive, one source an address."""
    try:
        archive = WebArchive(path)
    except BadFile as fault:
        yield Refusal(file=path, reason=fault.reason)
        return
    left = archive.left_aside
    if not len(archive):
        yield Refusal(file=path, reason=f"holds no page that can be read; it holds {left}")
        return
    if settings.id and len(archive) > 1:
        yield Refusal(file=path, reason=f"id {settings.id!r} can name one page; it has several")
        return
    known = known_pages(study, settings.case, settings.id, settings.provenance)
    stored = stored_file(path)
    container = Container(name=path.name, sha256=stored.sha256, size=stored.size)
    for page in archive.pages():
        yield _outcome(known, path, page, container, archive.kind, left)
        left = LossReport()  # told once, with the first page


def _outcome(
    known: KnownPages,
    path: Path,
    page: ArchivedPage | UnreadPage,
    container: Container,
    method: str,
    left: LossReport,
) -> Outcome:
    """What came of one page of an archive; a bad one does not stop the others."""
    if isinstance(page, UnreadPage):
        return Refusal(file=path, reason=f"{page.url}: {page.reason}")
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room)
        (folder / PAGE).write_bytes(page.html)
        (folder / RESPONSES).write_bytes(page.records)
        capture = _capture(page, folder, container, method)
        taken = Page(address=capture.requested, capture=capture, folder=folder)
        same = _same(known, taken)
        if same:
            return KnownFile(file=path, id=same)
        reading = with_losses(page.reading, capture)
        try:
            kept = keep_page(known, taken, reading)
        except (ValueError, OSError) as error:
            return Refusal(file=path, reason=f"{page.url}: {error}")
    shelf = SourceShelf(known.study)
    losses = reading.losses + left
    if kept.report is not None:
        return updated(shelf, kept, path, losses)
    return ImportedSource(summary=SourceSummary.of(kept.source, path, losses), shelf=shelf)


def _capture(page: ArchivedPage, folder: Path, container: Container, method: str) -> Capture:
    files = {one.name: stored_file(one) for one in sorted(folder.iterdir())}
    return Capture(
        method=method,
        requested=page.hops[0].url if page.hops else page.url,
        url=page.url,
        page=PAGE,
        hops=page.hops,
        status=page.status,
        started=page.date,
        finished=page.date,
        consent="not known",
        files=MappingProxyType(files),
        container=container,
    )


def _same(known: KnownPages, page: Page) -> str:
    """Id of the source that holds this very capture already; empty if none does."""
    id = known.source_of(page.capture)
    before = read_capture(SourceShelf(known.study).folder(id)) if id else None
    if before is None or before.started != page.capture.started or not before.has(PAGE):
        return ""
    return id if before.files[PAGE] == page.capture.files[PAGE] else ""


def updated(
    shelf: SourceShelf, kept: CapturedSource, path: Path, losses: LossReport
) -> UpdatedSource:
    """A page that was in the study and came again, as an import tells of it."""
    report = kept.report
    if report is None:
        raise ValueError(f"{kept.source.id!r} is a new source; nothing was updated")
    return UpdatedSource(
        summary=SourceSummary.of(kept.source, path, losses),
        edit=report.edit,
        counts=report.counts,
        memo_counts=report.memo_counts,
        notes=report.notes,
        shelf=shelf,
        reports=EditHistory(shelf.folder(kept.source.id)),
    )
