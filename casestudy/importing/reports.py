"""What came of an import, file by file.

A report on thousands of files must not hold thousands of texts: its records are light, and what is
heavy (a source's text, the receipts of an edit) is read from the study when it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from casestudy.edits import EditReport
from casestudy.errors import LossReport
from casestudy.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSummary:
    """What there is to say about one source that was read.

    Parameters
    ----------
    id, kind, case : str
        Of the source.
    file : path
        Where it came from.
    n_words, n_turns : int
        Words said or shown, and turns of speakers.
    speakers : mapping of str to int
        Turns of each speaker.
    warnings : tuple of str
        What the reader wants a person to know.
    losses : LossReport
        What the file held and the text does not.
    """

    id: str
    kind: str
    case: str
    file: Path
    n_words: int
    n_turns: int
    speakers: Mapping[str, int]
    warnings: tuple[str, ...]
    losses: LossReport

    @classmethod
    def of(cls, source: Source, file: Path, losses: LossReport) -> SourceSummary:
        """The summary of a source."""
        return cls(
            id=source.id,
            kind=source.kind,
            case=source.case,
            file=file,
            n_words=source.n_words,
            n_turns=len(source.turns),
            speakers=source.speakers,
            warnings=source.warnings,
            losses=losses,
        )

    def to_record(self, *notes: str) -> dict[str, Any]:
        """The stable shape that programs read; notes stand among the warnings."""
        lost = (f"lost: {loss}" for loss in self.losses.losses)
        return {
            "id": self.id,
            "file": str(self.file),
            "kind": self.kind,
            "case": self.case,
            "words": self.n_words,
            "turns": self.n_turns,
            "speakers": dict(self.speakers),
            "warnings": [*self.warnings, *notes, *lost],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedSource:
    """One source that was imported.

    Parameters
    ----------
    summary : SourceSummary
        What it is, where it came from, and what could not be kept.
    n_memos, n_codings : int
        Comments of the file that became memos, and codes that became codings.
    shelf : mapping of str to Source
        The study's sources, from which `source` is read.
    """

    summary: SourceSummary
    n_memos: int = 0
    n_codings: int = 0
    shelf: Mapping[str, Source] = field(repr=False, compare=False)

    @property
    def id(self) -> str:
        """Id of the source."""
        return self.summary.id

    @property
    def file(self) -> Path:
        """The file it came from."""
        return self.summary.file

    @property
    def source(self) -> Source:
        """The source, as the study has it now."""
        return self.shelf[self.id]

    def to_record(self) -> dict[str, Any]:
        """The stable shape that programs read."""
        brought = (
            (self.n_memos, "comments of the file are kept as memos"),
            (self.n_codings, "codes of the file are kept as codings"),
        )
        return self.summary.to_record(*(f"{n} {what}" for n, what in brought if n))


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatedSource:
    """A source whose file came again, corrected: an edit, with a receipt for each coding.

    Parameters
    ----------
    summary : SourceSummary
        What it is now.
    edit : str
        Id of the edit.
    counts, memo_counts : mapping of str to int
        How many codings, and how many memos on words, had each outcome.
    notes : tuple of str
        What a person should know of the edit, such as what the file brought.
    shelf, reports : mapping
        The study's sources, and the edits of this one, from which `source` and `report` are read.
    """

    summary: SourceSummary
    edit: str
    counts: Mapping[str, int]
    memo_counts: Mapping[str, int]
    notes: tuple[str, ...] = ()
    shelf: Mapping[str, Source] = field(repr=False, compare=False)
    reports: Mapping[str, EditReport] = field(repr=False, compare=False)

    @property
    def id(self) -> str:
        """Id of the source."""
        return self.summary.id

    @property
    def file(self) -> Path:
        """The corrected file."""
        return self.summary.file

    @property
    def source(self) -> Source:
        """The source, as the study has it now."""
        return self.shelf[self.id]

    @property
    def report(self) -> EditReport:
        """What the edit did, with all receipts."""
        return self.reports[self.edit]

    def to_record(self) -> dict[str, Any]:
        """As for a new source, with the edit's id and the counts of its receipts."""
        return {
            **self.summary.to_record(*self.notes),
            "edit": self.edit,
            "receipts": dict(self.counts),
            "memo_receipts": dict(self.memo_counts),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFile:
    """One file that the study has already, byte for byte: nothing was done."""

    file: Path
    id: str

    def to_record(self) -> dict[str, str]:
        """The stable shape that programs read."""
        return {"file": str(self.file), "id": self.id}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One file that was not imported, and why."""

    file: Path
    reason: str

    def to_record(self) -> dict[str, str]:
        """The stable shape that programs read."""
        return {"file": str(self.file), "reason": self.reason}


Outcome = ImportedSource | UpdatedSource | KnownFile | Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import brought in, what it updated, what was there already, and what it refused.

    Parameters
    ----------
    outcomes : tuple
        One a file, in their order.
    n_left : int
        Files that were not looked at, since the import was interrupted.
    """

    outcomes: tuple[Outcome, ...]
    n_left: int = 0

    @property
    def imported(self) -> tuple[ImportedSource, ...]:
        """The new sources."""
        return tuple(one for one in self.outcomes if isinstance(one, ImportedSource))

    @property
    def updated(self) -> tuple[UpdatedSource, ...]:
        """The sources whose corrected file came."""
        return tuple(one for one in self.outcomes if isinstance(one, UpdatedSource))

    @property
    def known(self) -> tuple[KnownFile, ...]:
        """The files that the study has already."""
        return tuple(one for one in self.outcomes if isinstance(one, KnownFile))

    @property
    def refused(self) -> tuple[Refusal, ...]:
        """The files that were not imported."""
        return tuple(one for one in self.outcomes if isinstance(one, Refusal))

    def to_record(self) -> dict[str, Any]:
        """The stable shape that programs read."""
        return {
            "sources": [
                *(one.to_record() for one in self.imported),
                *(one.to_record() for one in self.updated),
            ],
            "known": [one.to_record() for one in self.known],
            "refused": [one.to_record() for one in self.refused],
            "left": self.n_left,
        }

    def to_frame(self) -> pd.DataFrame:
        """One row a file: what came of it, the source's id, and what to know."""
        return pd.DataFrame([_row(one) for one in self.outcomes], columns=list(REPORT_COLUMNS))

    def _repr_html_(self) -> str:
        return str(self.to_frame().to_html(index=False, max_rows=60, border=0))


REPORT_COLUMNS = ("file", "outcome", "source", "kind", "case", "words", "turns", "notes")


def _row(one: Outcome) -> dict[str, Any]:
    row: dict[str, Any] = {"file": one.file.name, "words": 0, "turns": 0}
    if isinstance(one, Refusal):
        return {**row, "outcome": "refused", "notes": one.reason}
    if isinstance(one, KnownFile):
        return {**row, "outcome": "known", "source": one.id}
    record = one.to_record()
    kept = {key: record[key] for key in ("kind", "case", "words", "turns")}
    outcome = "updated" if isinstance(one, UpdatedSource) else "imported"
    notes = "; ".join(record["warnings"])
    return {**row, **kept, "outcome": outcome, "source": one.id, "notes": notes}


class ImportInterrupted(KeyboardInterrupt):
    """An import that a person stopped; every file it had finished is in the study.

    Parameters
    ----------
    report : ImportReport
        What was done until then.
    """

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        n_done = len(report.outcomes)
        super().__init__(
            f"the import was interrupted after {n_done:,} of {n_done + report.n_left:,} files: "
            f"{len(report.imported):,} imported, {len(report.updated):,} updated, "
            f"{len(report.refused):,} refused; the study is sound, and importing the same files "
            "again goes on from here"
        )
