"""The websites of a study: audited by theme, and shown with what was coded on their pictures.

What stands here joins the rooms: pages come from `store`, their elements from `ingest`, what a
browser noted from the folder of the capture, and what is found from `assist` and `qualitative`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from casestudy.assist import AuditedPage, SiteAudit, site_audit, suggested_codings
from casestudy.choosing_schemes import main_scheme
from casestudy.codings import Coding, Codings
from casestudy.errors import did_you_mean
from casestudy.ingest import page_html
from casestudy.pages.blocks import box_of
from casestudy.pages.capture_folder import answering_hosts, read_boxes, read_capture
from casestudy.pages.captures import Capture
from casestudy.qualitative import (
    CodedPicture,
    coded_picture,
    shared_blocks,
)
from casestudy.sources import Source
from casestudy.store import (
    SourceShelf,
    picture_names,
    read_site_features,
    read_study_record,
    schemes_of,
)


def audit_pages(
    study: Path,
    wanted: Iterable[str] = (),
    *,
    sites: Iterable[str] = (),
    on_progress: Callable[[str], None] = lambda _: None,
) -> SiteAudit:
    """What each website of a study shows of each feature and theme.

    Parameters
    ----------
    study : path
        The study folder.
    wanted : iterable of str
        Features or themes to look for; those on by default if none are named.
    sites : iterable of str
        Cases, or ids of pages, to audit; all pages if none are named.
    on_progress : function of str
        Called with the id of each page before it is looked at.

    Returns
    -------
    SiteAudit

    Raises
    ------
    LookupError
        If a feature, theme, case or page is not known.
    ValueError
        If there is no page.
    BadFile
        If coding_scheme/site_features.toml or the file of a page is malformed.
    """
    features = read_site_features(study).chosen(list(wanted) or None)
    shelf = SourceShelf(study)
    ids = pages_of(shelf, sites)

    def pages() -> Iterator[AuditedPage]:
        for id in ids:
            on_progress(id)
            yield audited_page(shelf[id], shelf.folder(id))

    record = read_study_record(study)
    names = {case.id: case.name for case in record.cases.values()}
    book = main_scheme(record, schemes_of(study))
    return site_audit(pages(), features=features, codebook=book, site_names=names)


def pages_of(shelf: SourceShelf, sites: Iterable[str] = ()) -> list[str]:
    """Ids of the pages of some cases, or of single pages; of all pages if none are named.

    Raises
    ------
    LookupError
        If there is neither a case with pages nor a page of a name.
    """
    case_of = {
        id: str(record.get("case", ""))
        for id in shelf
        if (record := shelf.record(id))["kind"] == "website"
    }
    names = set(sites)
    known = {*case_of, *case_of.values()} - {""}
    for name in names:
        if name not in known:
            raise LookupError(
                f"{name!r} is neither a page nor a case with pages{did_you_mean(name, known)}; "
                "`casestudy sources` lists the pages and their cases"
            )
    return [id for id, case in case_of.items() if not names or {id, case} & names]


def capture_of(source: Source, folder: Path) -> Capture | None:
    """The record of the capture that a page was read from; None if a file came in later."""
    capture = read_capture(folder)
    return capture if capture is not None and capture.page == source.original else None


def audited_page(source: Source, folder: Path) -> AuditedPage:
    """A page with everything that its folder holds for an audit."""
    capture = capture_of(source, folder)
    page = AuditedPage(source=source, html=page_html(folder / source.original))
    if capture is None:
        return page
    cookies = {
        cookie.domain.lstrip(".")
        for cookie in capture.cookies
        if cookie.third_party and cookie.consent == "before"
    }
    return replace(
        page,
        url=capture.url,
        hosts=answering_hosts(folder) if capture.complete else None,
        cookies=tuple(sorted(cookies)),
        complete=capture.complete,
        picture=capture.picture,
        boxes=MappingProxyType(
            {str(one["xpath"]): box for one in read_boxes(folder) if (box := box_of(one))}
        ),
    )


def audit_codings(study: Path, audit: SiteAudit) -> list[Coding]:
    """The hits of an audit as suggestions; what pages of a site share is suggested once."""
    shelf = SourceShelf(study)
    pages = {id: shelf[id] for id in audit.pages["source"]}
    repeats = shared_blocks(pages.values()).repeats
    return suggested_codings(audit, sources=pages, created=datetime.now(UTC), shared=repeats)


def pictures_of(study: Path, source: str) -> tuple[dict[str, bytes], str]:
    """The pictures in the folder of a source by name, and which one its blocks' boxes lie on."""
    folder = SourceShelf(study).folder(source)
    capture = read_capture(folder)
    pictures = {name: (folder / name).read_bytes() for name in picture_names(folder)}
    return pictures, capture.picture if capture is not None else ""


def picture_of(study: Path, source: str, codings: Codings, *, picture: str = "") -> CodedPicture:
    """The picture of a source with what was coded on it.

    Parameters
    ----------
    study : path
        The study folder.
    source : str
        Id of a page that was captured, or of a source with a picture in its folder.
    codings : Codings
        What was coded.
    picture : str
        Name of the picture; the one of the last capture if empty.

    Raises
    ------
    LookupError
        If the source is not known or has no such picture.
    """
    shelf = SourceShelf(study)
    page, folder = shelf[source], shelf.folder(source)
    capture, names = read_capture(folder), picture_names(folder)
    current = capture.picture if capture is not None else ""
    wanted = picture or current or next(iter(names), "")
    if wanted not in names:
        have = f"it has {', '.join(names)}" if names else "capture the page to have one"
        raise LookupError(f"source {source!r} has no picture {wanted!r}; {have}")
    content = (folder / wanted).read_bytes()
    return coded_picture(
        page, codings=codings, picture=wanted, content=content, is_current=wanted == current
    )
