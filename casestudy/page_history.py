"""A page of the web held against its earlier states: blocks, features and codings by theme."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from casestudy.assist import site_audit
from casestudy.choosing_schemes import main_scheme
from casestudy.codebook import Codebook
from casestudy.codings import Codings
from casestudy.edits import EditReport
from casestudy.pages.site_features import SiteFeature
from casestudy.qualitative import Mark, PageChanges, PageState, page_changes
from casestudy.reading_codings import codings_of
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
from casestudy.websites import audited_page, capture_of

PEOPLE = ("human", "published")
"""Origins of codings that are evidence."""
NEW_STATES = ("capture", "update")
"""Kinds of edit that bring a new state of a page; others correct its text."""


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
    if not (kept / old.original).exists():  # a file under another name came in beside it
        kept = folder
    features, old_hits, new_hits = _audits(study, (old, kept), (new, folder), book)
    codings = codings_of(study, record, schemes, book=book)
    history = EditHistory(folder)
    old_marks = _marks_before(history[first["id"]], codings)
    new_marks = _marks_now(codings.only(source=source))
    return page_changes(
        PageState(source=old, marks=(*old_marks, *old_hits), when=_when(old, kept, first["at"])),
        PageState(
            source=new, marks=(*new_marks, *new_hits), when=_when(new, folder, later[-1]["at"])
        ),
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


def _when(source: Source, folder: Path, edited: str) -> str:
    capture = capture_of(source, folder)
    return capture.started if capture is not None and capture.started else edited
