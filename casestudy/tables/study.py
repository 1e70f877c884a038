"""What a study is made of, in tables: codebook, evidence, sources, cases, the ledger of claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pandas as pd

from casestudy.claims import Claim, Ledger, value_text
from casestudy.codebook import Code, Codebook
from casestudy.evidence import Evidence
from casestudy.provenance import merged
from casestudy.sources import Case, Source
from casestudy.tables.style import Column, Table

EVIDENCE_COLUMNS = ("id", "statement", "work", "page", "status", "note")
KIND_WORDS = {
    "published_evidence": "published rows",
    "synthetic_stand_in": "synthetic stand-in",
    "not_recoverable": "not recoverable",
}
Level = Literal["all", "theme", "code"]
LEVELS = ("all", "theme", "code")


def codebook(codebook: Codebook, *, level: Level = "all", title: str = "") -> Table:
    """The codes of a scheme with what they mean and when to use them.

    Parameters
    ----------
    codebook : Codebook
        One row a code, in the order of the scheme; lower codes bear a dash for each level.
    level : {"all", "theme", "code"}
        All codes, the themes alone, or the codes below the themes alone.
    title : str
        What the table is called; the title of the scheme if empty.

    Raises
    ------
    ValueError
        If the level is not known.
    """
    names = ("Code", "Definition", "Use for", "Not for", "From")
    if level not in LEVELS:
        raise ValueError(f"level {level!r} is not known; allowed are {', '.join(LEVELS)}")
    shown = [code for code in codebook if level in ("all", "code" if code.parent else "theme")]
    rows = [
        (
            "– " * codebook.level(code.id) + code.name,
            _definition(code),
            " ".join(code.include),
            " ".join(code.exclude),
            str(code.source or ""),
        )
        for code in shown
    ]
    frame = codebook.to_frame()
    return Table(
        title=title or codebook.title or codebook.id,
        columns=tuple(Column(name=name) for name in names),
        rows=tuple(rows),
        notes=(codebook.note,) if codebook.note else (),
        provenance=(codebook.provenance,),
        data=frame[frame["code"].isin([code.id for code in shown])],
    )


def evidence(
    evidence: Evidence, *, columns: Sequence[str] = EVIDENCE_COLUMNS, title: str = ""
) -> Table:
    """Published statements, each with its work, its page and whether the work says it.

    Parameters
    ----------
    evidence : Evidence
        One row a statement.
    columns : sequence of str
        Columns to show, by the names of the table.
    title : str
        What the table is called; the name of the evidence if empty.

    Raises
    ------
    ValueError
        If the evidence has no such column.
    """
    frame = evidence.to_frame()
    for name in columns:
        if name not in frame.columns:
            raise ValueError(
                f"evidence {evidence.name!r} has no column {name!r}; "
                f"allowed are {', '.join(frame.columns)}"
            )
    shown = frame[list(columns)].fillna("").astype("str")
    return Table(
        title=title or evidence.name.replace("_", " "),
        columns=tuple(Column(name=name.replace("_", " ")) for name in columns),
        rows=tuple(tuple(row) for row in shown.itertuples(index=False, name=None)),
        notes=("What no row says is unknown; that a row is missing is never a “no”.",),
        provenance=evidence.provenance,
        data=frame,
    )


def ledger(ledger: Ledger, *, title: str = "Published findings and what a rerun computes") -> Table:
    """Each published finding with the value computed for it and the verdict.

    Parameters
    ----------
    ledger : Ledger
        One row a finding.
    title : str
        What the table is called.
    """
    names = ("Id", "Statement", "Source", "Data", "Printed", "Computed", "Verdict")
    counts = "; ".join(f"{verdict}: {n}" for verdict, n in ledger.counts.items())
    frame = ledger.to_frame()
    return Table(
        title=title,
        columns=tuple(Column(name=name) for name in names),
        rows=tuple(_claim_row(claim) for claim in ledger.claims),
        notes=(f"Verdicts: {counts}.", *ledger.notes),
        provenance=ledger.provenance,
        data=frame.map(lambda cell: value_text(cell) if isinstance(cell, list) else cell),
    )


def sources(sources: Sequence[Source], *, title: str = "Sources") -> Table:
    """The material of a study: what each source is, whose, how long and from where.

    Parameters
    ----------
    sources : sequence of Source
        One row each, in the order given.
    title : str
        What the table is called.
    """
    rows = [
        {
            "source": source.id,
            "kind": source.kind,
            "case": source.case,
            "title": source.title,
            "words": source.n_words,
            "turns": len(source.turns),
            "origin": str(source.provenance),
        }
        for source in sources
    ]
    names = ["source", "kind", "case", "title", "words", "turns", "origin"]
    aligned = {"words": "right", "turns": "right"}
    return Table(
        title=title,
        columns=tuple(Column(name=n.capitalize(), align=aligned.get(n, "left")) for n in names),
        rows=tuple(tuple(str(cell) for cell in row.values()) for row in rows),
        notes=tuple(f"{source.id}: {text}" for source in sources for text in source.warnings),
        provenance=merged(source.provenance for source in sources),
        data=pd.DataFrame(rows, columns=names),
    )


def cases(cases: Sequence[Case], *, title: str = "Cases") -> Table:
    """The cases with their attributes; an attribute that is not known is left empty.

    Parameters
    ----------
    cases : sequence of Case
        One row each, in the order given.
    title : str
        What the table is called.
    """
    attributes = list(dict.fromkeys(name for case in cases for name in case.attributes))
    rows = [
        (
            case.name or case.id,
            *(case.attributes.get(name, "") for name in attributes),
            str(case.source or ""),
        )
        for case in cases
    ]
    columns = ["case", *attributes, "source"]
    frame = pd.DataFrame(rows, columns=columns)
    frame.insert(0, "id", [case.id for case in cases])
    return Table(
        title=title,
        columns=tuple(Column(name=name.replace("_", " ").capitalize()) for name in columns),
        rows=tuple(rows),
        provenance=merged(case.provenance for case in cases),
        data=frame,
    )


def _definition(code: Code) -> str:
    by_us = code.definition and code.definition_by == "ours"
    return f"{code.definition} (our words)" if by_us else code.definition


def _claim_row(claim: Claim) -> tuple[str, ...]:
    finding = claim.finding
    verdict = f"{claim.verdict}: {finding.why}" if finding.why else claim.verdict
    return (
        finding.id,
        finding.statement,
        str(finding.source),
        KIND_WORDS[finding.kind],
        value_text(finding.expected),
        value_text(claim.computed),
        verdict,
    )
