"""A captured page becomes a source: a new one, or a new state of the one that it was before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from casestudy.importing.cases import is_new_case
from casestudy.importing.choices import LONGEST_ID
from casestudy.importing.new_source import says_synthetic
from casestudy.ingest import Reading
from casestudy.pages.addresses import comparison_key, name_of_address
from casestudy.pages.blocks import with_boxes
from casestudy.pages.capture_folder import RECORD, SCREENSHOT, read_boxes, read_capture, stored_file
from casestudy.pages.capture_reports import CapturedSource
from casestudy.pages.captures import Capture
from casestudy.provenance import Provenance
from casestudy.sources import Source
from casestudy.store import EditWords, SourceShelf, add_case, check_new, edit_source, write_source


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page with its record and a folder of its files, not yet in a study."""

    address: str
    capture: Capture
    folder: Path


@dataclass(slots=True, kw_only=True)
class KnownPages:
    """What a study has: ids of sources by the keys of their pages.

    Parameters
    ----------
    study : path
        The study folder.
    case, id : str
        The case that owns new pages, and the id for a single one.
    provenance : Provenance, optional
        Of new pages; found out if not given.
    new_case : str
        The case, if the study does not have it yet; it is added with the first page.
    """

    study: Path
    case: str
    provenance: Provenance | None
    id: str = ""
    new_case: str = ""
    by_key: dict[str, str] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)

    def source_of(self, capture: Capture) -> str:
        """Id of the source that a page is in the study already; empty if it is new."""
        final, asked = comparison_key(capture.url), comparison_key(capture.requested)
        return self.by_key.get(final) or self.by_key.get(asked) or ""


def known_pages(study: Path, case: str, id: str, provenance: Provenance | None) -> KnownPages:
    """The pages of a study, looked up once for a run.

    Raises
    ------
    LookupError
        If the case is unknown and looks like a misspelling of a known one.
    """
    shelf = SourceShelf(study)
    new_case = case if is_new_case(study, case) else ""
    known = KnownPages(study=study, case=case, id=id, provenance=provenance, new_case=new_case)
    for source in shelf:
        known.ids.add(source.casefold())
        capture = read_capture(shelf.folder(source))
        for key in capture.keys if capture else ():
            known.by_key.setdefault(key, source)
    return known


def keep_page(known: KnownPages, page: Page, reading: Reading) -> CapturedSource:
    """Keep a page in the study: as a new source, or as the new state of one that was there.

    Raises
    ------
    ValueError
        If the page is another case's, or the study has a later capture of it.
    """
    id = known.source_of(page.capture)
    kept = _again(known, page, reading, id) if id else _new(known, page, reading)
    for key in page.capture.keys:
        known.by_key[key] = kept.source.id
    return kept


def _new(known: KnownPages, page: Page, reading: Reading) -> CapturedSource:
    id = known.id or page_id(page.capture.url, known.ids)
    (page.folder / RECORD).write_bytes(page.capture.to_json())
    files = {path.name: path for path in sorted(page.folder.iterdir())}
    original = files.pop(page.capture.page).read_bytes()
    source = Source(
        id=id,
        kind="website",
        case=known.case,
        language=reading.language,
        provenance=_provenance(known, page.capture, reading, original),
        **_fields(page.capture, page.folder, reading),
    )
    check_new(known.study, source)
    if known.new_case:
        add_case(known.study, known.new_case)
        known.new_case = ""
    write_source(known.study, source, original, files.items())
    known.ids.add(id.casefold())
    return CapturedSource(address=page.address, source=source, capture=page.capture)


def _again(known: KnownPages, page: Page, reading: Reading, id: str) -> CapturedSource:
    """A page that the study has: its new state, with a receipt for each coding on the old one."""
    shelf = SourceShelf(known.study)
    old, before = shelf[id], read_capture(shelf.folder(id))
    if before and page.capture.started and page.capture.started < before.started:
        raise ValueError(
            f"the study has a later capture of the page as {id!r}, of {before.started}; captures "
            "are brought in with the oldest first"
        )
    if known.case and old.case and known.case != old.case:
        raise ValueError(
            f"the page is in the study as {id!r} of the case {old.case!r}, not {known.case!r}; "
            "leave --case out to capture it again"
        )
    capture = _with_picture_beside(page, shelf.folder(id))
    (page.folder / RECORD).write_bytes(capture.to_json())
    new = replace(old, **_fields(capture, page.folder, reading))
    report = edit_source(
        known.study,
        new,
        files={path.name: path for path in sorted(page.folder.iterdir())},
        words=EditWords(kind="capture", why=f"captured again at {capture.started}"),
    )
    return CapturedSource(address=page.address, source=new, capture=capture, report=report)


def _with_picture_beside(page: Page, folder: Path) -> Capture:
    """The capture with a name for its picture that no earlier one of the page has."""
    capture = page.capture
    if not capture.picture:
        return capture
    stem, number = Path(SCREENSHOT).stem, 2
    while (folder / f"{stem}_{number}.png").exists():
        number += 1
    name = f"{stem}_{number}.png" if (folder / SCREENSHOT).exists() else SCREENSHOT
    (page.folder / capture.picture).rename(page.folder / name)
    files = {name if key == capture.picture else key: one for key, one in capture.files.items()}
    return replace(capture, picture=name, files=MappingProxyType(files))


def _fields(capture: Capture, folder: Path, reading: Reading) -> dict[str, Any]:
    """The fields of a source that its capture decides, be it the first one or a later one."""
    return {
        "text": reading.text,
        "parts": with_boxes(reading.parts, read_boxes(folder)),
        "title": reading.title,
        "file": capture.url,
        "original": capture.page,
        "original_sha256": stored_file(folder / capture.page).sha256,
        "reader": reading.reader,
        "encoding": reading.encoding,
        "warnings": (*reading.warnings, *capture.limits_hit, *capture.losses),
    }


def _provenance(
    known: KnownPages, capture: Capture, reading: Reading, original: bytes
) -> Provenance:
    if known.provenance is not None:
        return known.provenance
    if says_synthetic(reading.text, original):
        return Provenance(kind="synthetic", generator=capture.url)
    method = f"captured from {capture.url}"
    if capture.container:
        method = f"{method}, in {capture.container.name}"
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
