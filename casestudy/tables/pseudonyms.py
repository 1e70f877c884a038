"""What could lead to a person, in tables for a person to go through. They hold the names."""

from __future__ import annotations

from collections.abc import Sequence

from casestudy.pseudonyms import CandidateList, LeakReport
from casestudy.tables.style import Column, Table

KEEP_APART = "This table holds names: keep it apart from what is published."
KIND_WORDS = {
    "birth_date": "date of birth",
    "card": "card number",
    "email": "e-mail",
    "iban": "account number",
    "personal_id": "identity code",
    "url": "web address",
}


def name_candidates(result: CandidateList, *, title: str = "Names and identifiers") -> Table:
    """What could lead to a person, with an example and the reason.

    Parameters
    ----------
    result : CandidateList
        One row a candidate, in its order; a likely form of the name above it bears a dash.
    title : str
        What the table is called.
    """
    frame = result.to_frame()
    rows = [
        (
            f"– {row.candidate}" if row.variant_of else str(row.candidate),
            _kind(str(row.kind)),
            str(row.n),
            str(row.n_sources),
            str(row.example),
            str(row.reason),
        )
        for row in frame.itertuples()
    ]
    columns = (
        Column(name="Candidate"),
        Column(name="Kind"),
        Column(name="Times", align="right"),
        Column(name="Sources", align="right"),
        Column(name="Example"),
        Column(name="Why"),
    )
    said = f"Words read: {result.n_words}, in sources: {result.n_sources}."
    return Table(
        title=title,
        columns=columns,
        rows=tuple(rows),
        notes=(KEEP_APART, said, *result.notes),
        provenance=result.provenance,
        data=frame,
    )


def leaks(result: LeakReport, *, title: str = "Names still standing") -> Table:
    """Where names on the key, and spellings near them, still stand.

    Parameters
    ----------
    result : LeakReport
        One row a place, in its order; a place in the name of a file has no line.
    title : str
        What the table is called.
    """
    frame = result.to_frame()
    fields = ["where", "line", "found", "label", "kind", "match", "reason"]
    rows = [_leak_cells(cells) for cells in frame[fields].itertuples(index=False)]
    names = ("Where", "Line", "Found", "Label", "Kind", "Match", "Why")
    said = (
        f"Texts looked at: {result.n_texts}. Exact places: {result.n_exact}; "
        f"near misses: {result.n_near}."
    )
    closed = [f"Not looked at, or in part: {one.where}: {one.why}." for one in result.unread]
    return Table(
        title=title,
        columns=tuple(Column(name=n, align="right" if n == "Line" else "left") for n in names),
        rows=tuple(rows),
        notes=(KEEP_APART, said, *closed, *result.notes),
        provenance=result.provenance,
        data=frame,
    )


def _leak_cells(cells: Sequence[object]) -> tuple[str, ...]:
    where, line, found, label, kind, match, reason = cells
    place = str(line) if line else "name"
    return (str(where), place, str(found), str(label), _kind(str(kind)), str(match), str(reason))


def _kind(kind: str) -> str:
    return KIND_WORDS.get(kind, kind)
