"""The websites of a study: audited by theme, and held against their earlier captures.

What stands here joins the rooms: pages come from `store`, their elements from `ingest`, what a
browser noted from the folder of the capture, and what is found from `assist` and `qualitative`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from casestudy.assist import AuditedPage, SiteAudit, site_audit, suggested_codings
from casestudy.capture_folder import answering_hosts, read_boxes, read_capture
from casestudy.choosing_schemes import main_scheme
from casestudy.codebook import Codebook
from casestudy.codings import Coding, Codings
from casestudy.edits import EditReport
from casestudy.errors import did_you_mean
from casestudy.ingest import page_html
from casestudy.page_blocks import box_of
from casestudy.qualitative import Mark, PageChanges, PageState, page_changes, shared_blocks
from casestudy.reading_codings import codings_of
from casestudy.site_features import SiteFeature
from casestudy.sources import Source
from casestudy.store import (
    EditHistory,
    SourceShelf,
    edits_of,
    read_site_features,
    read_source,
    read_study_record,
    schemes_of,
)

PEOPLE = ("human", "published")
"""Origins of codings that are evidence."""
NEW_STATES = ("capture", "update")
"""Kinds of edit that bring a new state of a page; others correct its text."""


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


def audited_page(source: Source, folder: Path) -> AuditedPage:
    """A page with everything that its folder holds for an audit."""
    capture = read_capture(folder)
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


def changes_of_page(study: Path, source: str, *, since: str = "") -> PageChanges:
    """What changed on a page since an earlier state of it.

    Parameters
    ----------
    study : path
        The study folder.
    source : str
        Id of the page.
    since : str
        Id of an edit, or a date such as "2026-05-01": compare with the state before that edit, or
        as it was on that day. Empty for the state before the last capture or corrected file.

    Returns
    -------
    PageChanges

    Raises
    ------
    LookupError
        If the page has no earlier state, or none of that name or date.
    """
    shelf, record, schemes = SourceShelf(study), read_study_record(study), schemes_of(study)
    book = main_scheme(record, schemes)
    folder = shelf.folder(source)
    edits = edits_of(folder)
    first = _first_edit(edits, source, since)
    later = [edit for edit in edits if edit["at"] >= first["at"]]
    kept = folder / "edits" / first["id"]
    old, new = read_source(kept, id=source), shelf[source]
    features, old_hits, new_hits = _audits(study, (old, kept), (new, folder), book)
    codings = codings_of(study, record, schemes, book=book)
    history = EditHistory(folder)
    old_marks = _marks_before(history[first["id"]], codings)
    new_marks = _marks_now(codings.only(source=source))
    return page_changes(
        PageState(source=old, marks=(*old_marks, *old_hits), when=_when(kept, first["at"])),
        PageState(source=new, marks=(*new_marks, *new_hits), when=_when(folder, later[-1]["at"])),
        codebook=book,
        features=features,
        receipts=_totals(history[edit["id"]] for edit in later).items(),
    )


def _first_edit(edits: list[dict[str, Any]], source: str, since: str) -> dict[str, Any]:
    """The edit before which the page was as it is to be compared with."""
    if not edits:
        raise LookupError(
            f"source {source!r} has no earlier state: capture the page again, or bring a later "
            "file of it in with `casestudy edit`"
        )
    if not since:
        undone = {edit["undoes"] for edit in edits if edit["undoes"]}
        brought = [e for e in edits if e["kind"] in NEW_STATES and e["id"] not in undone]
        return (brought or edits)[-1]
    found = next((edit for edit in edits if edit["id"] == since or edit["at"][:10] > since), None)
    if found is None:
        known = ", ".join(f"{edit['id']} of {edit['at'][:10]}" for edit in edits)
        raise LookupError(
            f"source {source!r} was not changed after {since!r}; its edits are {known}"
        )
    return found


def _audits(
    study: Path, old: tuple[Source, Path], new: tuple[Source, Path], codebook: Codebook
) -> tuple[pd.DataFrame, list[Mark], list[Mark]]:
    """Features whose state differs between two states of a page, and the places of all hits."""
    features: tuple[SiteFeature, ...] = read_site_features(study).chosen()
    audits = [
        site_audit([audited_page(source, folder)], features=features, codebook=codebook)
        for source, folder in (old, new)
    ]
    rows = [
        {"theme": one.theme, "feature": one.id, "name": one.name, "before": was, "after": now}
        for one, was, now in zip(
            audits[0].features, audits[0].states[:, 0], audits[1].states[:, 0], strict=True
        )
        if was != now and "observed" in (was, now)
    ]
    marks = [
        [
            Mark(start, end, code, False)
            for start, end, code, state in audit.hits[["start", "end", "code", "state"]].itertuples(
                index=False
            )
            if start >= 0 and state == "observed"
        ]
        for audit in audits
    ]
    frame = pd.DataFrame(rows, columns=["theme", "feature", "name", "before", "after"])
    return frame, marks[0], marks[1]


def _marks_before(report: EditReport, codings: Codings) -> list[Mark]:
    """The codes on a page before an edit, and whether people had put them there."""
    origins = dict(zip(codings.frame["coding"], codings.frame["origin"], strict=True))
    marks = []
    for one in report.receipts:
        if one.code in codings.codebook:
            guess = "rule" if one.coder.startswith("rule-") else "human"
            by_person = origins.get(one.coding, guess) in PEOPLE
            before = one.receipt.before
            marks.append(Mark(before.start, before.end, one.code, by_person))
    return marks


def _marks_now(codings: Codings) -> list[Mark]:
    fields = codings.frame[["start", "end", "code", "origin"]]
    return [
        Mark(start, end, code, origin in PEOPLE)
        for start, end, code, origin in fields.itertuples(index=False)
        if start >= 0
    ]


def _totals(reports: Iterable[EditReport]) -> dict[str, int]:
    """How many codings had each outcome in several edits together."""
    counts: dict[str, int] = {}
    for report in reports:
        for outcome, n in report.counts.items():
            counts[outcome] = counts.get(outcome, 0) + n
    return counts


def _when(folder: Path, edited: str) -> str:
    capture = read_capture(folder)
    return capture.started if capture is not None and capture.started else edited
