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
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from casestudy.addresses import checked_address, comparison_key, name_of_address
from casestudy.capture import PageCapture, captured, site_addresses
from casestudy.capture_folder import RECORD, read_capture
from casestudy.capture_reports import CapturedSource, CaptureReport, FailedCapture
from casestudy.capture_settings import CaptureSettings
from casestudy.captures import Capture
from casestudy.errors import BadFile
from casestudy.importing import is_new_case
from casestudy.imports import LONGEST_ID
from casestudy.ingest import Reading, read_file
from casestudy.new_source import says_synthetic
from casestudy.provenance import Provenance
from casestudy.sources import Source
from casestudy.store import (
    CaptureJournal,
    EditWords,
    SourceShelf,
    add_case,
    edit_source,
    write_source,
)
from casestudy.store.layout import DERIVED

Progress = Callable[[str], None]


@dataclass(slots=True, kw_only=True)
class _Known:
    """What the study has: ids of sources by the keys of their pages, and what this run brought."""

    study: Path
    case: str
    provenance: Provenance | None
    shelf: SourceShelf
    id: str = ""
    by_key: dict[str, str] = field(default_factory=dict)
    brought: dict[str, str] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)


def capture_pages(
    study: Path,
    addresses: Sequence[str],
    *,
    case: str = "",
    id: str = "",
    settings: CaptureSettings | None = None,
    provenance: Provenance | None = None,
    on_progress: Progress = lambda _: None,
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
    on_progress : function of str
        Called with each address when it is done.

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
    """
    settings = settings or CaptureSettings()
    wanted, notes = _wanted(addresses)
    if id and len(wanted) != 1:
        raise ValueError(f"id {id!r} can name one source, but {len(wanted)} pages are given")
    brings_case = is_new_case(study, case)
    known = _known(study, case, id, provenance)
    outcomes: list[CapturedSource | FailedCapture] = []
    with (
        CaptureJournal(study, wanted, case=case, afresh=settings.afresh) as journal,
        _scratch(study) as room,
    ):
        waiting = [address for address in wanted if address not in journal.done]
        notes += _taken_up(journal.done, len(waiting))
        asked = waiting[: settings.max_pages]
        for outcome in captured(asked, settings=settings, scratch=room):
            stored = (
                _stored(known, outcome)
                if isinstance(outcome, PageCapture)
                else FailedCapture(address=outcome.address, reason=outcome.reason)
            )
            if isinstance(stored, CapturedSource):
                journal.note(stored.address, stored.source.id)
                if brings_case:
                    add_case(study, case)
                    brings_case = False
            outcomes.append(stored)
            on_progress(outcome.address)
        if len(waiting) > len(asked):
            notes.append(
                f"{len(waiting) - len(asked)} pages are left: at most {settings.max_pages} are "
                "captured in one run; the same command goes on with them"
            )
        else:
            journal.finish()
    return CaptureReport(outcomes=tuple(outcomes), notes=tuple(notes))


def pages_of_site(address: str, *, settings: CaptureSettings | None = None) -> Any:
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


def _known(study: Path, case: str, id: str, provenance: Provenance | None) -> _Known:
    shelf = SourceShelf(study)
    known = _Known(study=study, case=case, id=id, provenance=provenance, shelf=shelf)
    for source in shelf:
        known.ids.add(source.casefold())
        capture = read_capture(shelf.folder(source))
        for key in capture.keys if capture else ():
            known.by_key.setdefault(key, source)
    return known


def _stored(known: _Known, page: PageCapture) -> CapturedSource | FailedCapture:
    """A captured page, kept in the study; its folder is given back whatever happens."""
    capture = page.capture
    final = comparison_key(capture.url)
    try:
        if final in known.brought:
            reason = (
                f"leads to {capture.url}, which was captured already as {known.brought[final]!r}"
            )
            return FailedCapture(address=page.address, reason=reason)
        (page.folder / RECORD).write_bytes(capture.to_json())
        reading = read_file(page.folder / capture.page, kind="website")
        id = known.by_key.get(final) or known.by_key.get(comparison_key(page.address)) or ""
        kept = _again(known, page, reading, id) if id else _new(known, page, reading)
    except BadFile as fault:
        what = fault.reason
        if "holds no words" in what:
            what = "shows no words, also after its scripts have run; look at it in a browser"
        return FailedCapture(address=page.address, reason=what)
    except (ValueError, OSError) as error:
        return FailedCapture(address=page.address, reason=str(error))
    finally:
        shutil.rmtree(page.folder, ignore_errors=True)
    known.brought[final] = kept.source.id
    for key in capture.keys:
        known.by_key[key] = kept.source.id
    return kept


def _new(known: _Known, page: PageCapture, reading: Reading) -> CapturedSource:
    id = known.id or page_id(page.capture.url, known.ids)
    files = {path.name: path for path in sorted(page.folder.iterdir())}
    original = files.pop(page.capture.page).read_bytes()
    source = Source(
        id=id,
        kind="website",
        case=known.case,
        language=reading.language,
        provenance=_provenance(known, page.capture, reading, original),
        **_fields(page.capture, reading),
    )
    write_source(known.study, source, original, files=files)
    known.ids.add(id.casefold())
    return CapturedSource(address=page.address, source=source, capture=page.capture)


def _again(known: _Known, page: PageCapture, reading: Reading, id: str) -> CapturedSource:
    """A page that the study has: its new state, with a receipt for each coding on the old one."""
    old = SourceShelf(known.study)[id]
    if known.case and old.case and known.case != old.case:
        raise ValueError(
            f"the page is in the study as {id!r} of the case {old.case!r}, not {known.case!r}; "
            "leave --case out to capture it again"
        )
    new = replace(old, **_fields(page.capture, reading))
    report = edit_source(
        known.study,
        new,
        files={path.name: path for path in sorted(page.folder.iterdir())},
        words=EditWords(kind="capture", why=f"captured again at {page.capture.started}"),
    )
    return CapturedSource(address=page.address, source=new, capture=page.capture, report=report)


def _fields(capture: Capture, reading: Reading) -> dict[str, Any]:
    """The fields of a source that its capture decides, be it the first one or a later one."""
    return {
        "text": reading.text,
        "parts": reading.parts,
        "title": reading.title,
        "file": capture.url,
        "original": capture.page,
        "original_sha256": capture.files[capture.page].sha256,
        "reader": reading.reader,
        "encoding": reading.encoding,
        "warnings": (*reading.warnings, *capture.limits_hit),
    }


def _provenance(known: _Known, capture: Capture, reading: Reading, original: bytes) -> Provenance:
    if known.provenance is not None:
        return known.provenance
    if says_synthetic(reading.text, original):
        return Provenance(kind="synthetic", generator=capture.url)
    method = f"captured from {capture.url}"
    return Provenance(kind="collected", date=capture.started[:10], method=method)


def page_id(address: str, taken: set[str]) -> str:
    """An id for the source of a page, made of its address.

    Examples
    --------
    >>> page_id("https://shop.example/motors/nm-40.html", set())
    'shop.example_motors_nm-40'
    >>> page_id("https://shop.example/", {"shop.example"})
    'shop.example_2'
    """
    name = name_of_address(address).encode()[:LONGEST_ID].decode(errors="ignore").strip("_.-")
    id, number = name or "page", 2
    while id.casefold() in taken:
        id, number = f"{name}_{number}", number + 1
    return id
