"""What an import was asked to do, and what came of it, file by file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casestudy.edits import EditReport
from casestudy.errors import LossReport
from casestudy.provenance import Provenance
from casestudy.sources import Source

LONGEST_ID = 120
"""Bytes of a file's name that go into an id: a folder's name can be 255 bytes on most systems."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSettings:
    """How files are to be imported.

    Parameters
    ----------
    case : str
        The case that owns the sources; empty if none.
    kind : str
        Kind of source; empty to let the reader say.
    id : str
        Id of the source, for a single file; empty to make it from the file's name.
    encoding : str
        Encoding of text files; empty to find it out.
    tracked_changes : {"accepted", "original"}
        Which text of a document with tracked changes to read.
    provenance : Provenance, optional
        Where the material comes from; if not given, "collected" today, or "synthetic" where the
        file says so itself.
    """

    case: str = ""
    kind: str = ""
    id: str = ""
    encoding: str = ""
    tracked_changes: str = "accepted"
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedSource:
    """One source that was imported, the file it came from, and what could not be kept.

    `n_memos` counts comments of the file that became memos, `n_codings` codes that it held and
    that became codings.
    """

    source: Source
    file: Path
    losses: LossReport
    n_memos: int = 0
    n_codings: int = 0

    def to_record(self) -> dict[str, Any]:
        """The stable shape that programs read."""
        brought = [
            f"{n} {what}"
            for n, what in (
                (self.n_memos, "comments of the file are kept as memos"),
                (self.n_codings, "codes of the file are kept as codings"),
            )
            if n
        ]
        return _record(self.source, self.file, [*brought, *_lost(self.losses)])


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatedSource:
    """A source whose file came again, corrected: an edit, with a receipt for each coding."""

    source: Source
    file: Path
    losses: LossReport
    report: EditReport

    def to_record(self) -> dict[str, Any]:
        """As for a new source, with the edit's id and the counts of its receipts."""
        record = _record(self.source, self.file, _lost(self.losses))
        return {**record, "edit": self.report.edit, "receipts": dict(self.report.counts)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One file that was not imported, and why."""

    file: Path
    reason: str

    def to_record(self) -> dict[str, str]:
        """The stable shape that programs read."""
        return {"file": str(self.file), "reason": self.reason}


Outcome = ImportedSource | UpdatedSource | Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import brought in, what it updated, and what it refused."""

    outcomes: tuple[Outcome, ...]

    @property
    def imported(self) -> tuple[ImportedSource, ...]:
        """The new sources."""
        return tuple(one for one in self.outcomes if isinstance(one, ImportedSource))

    @property
    def updated(self) -> tuple[UpdatedSource, ...]:
        """The sources whose corrected file came."""
        return tuple(one for one in self.outcomes if isinstance(one, UpdatedSource))

    @property
    def refused(self) -> tuple[Refusal, ...]:
        """The files that were not imported."""
        return tuple(one for one in self.outcomes if isinstance(one, Refusal))

    def to_record(self) -> dict[str, Any]:
        """The stable shape that programs read."""
        read: tuple[ImportedSource | UpdatedSource, ...] = (*self.imported, *self.updated)
        return {
            "sources": [one.to_record() for one in read],
            "refused": [one.to_record() for one in self.refused],
        }


def source_id(path: Path, taken: Iterable[str]) -> str:
    """An id for a file: its name without ending, made unique by the ending or a number.

    Examples
    --------
    >>> source_id(Path("Interview Äiti 1.docx"), [])
    'Interview_Äiti_1'
    >>> source_id(Path("a.docx"), ["a"]), source_id(Path("a.docx"), ["a", "a_docx"])
    ('a_docx', 'a_docx_2')
    """
    stem = re.sub(r"[^\w-]+", "_", path.stem).encode()[:LONGEST_ID].decode(errors="ignore")
    stem = stem.strip("_-") or "source"
    used = {name.casefold() for name in taken}
    ending = path.suffix.lstrip(".").lower()
    candidates = [stem, f"{stem}_{ending}" if ending else f"{stem}_2"]
    number = 2
    while candidates[0].casefold() in used:
        candidates.pop(0)
        if not candidates:
            candidates = [f"{stem}_{ending}_{number}" if ending else f"{stem}_{number}"]
            number += 1
    return candidates[0]


def _record(source: Source, file: Path, more: list[str]) -> dict[str, Any]:
    return {
        "id": source.id,
        "file": str(file),
        "kind": source.kind,
        "case": source.case,
        "words": source.n_words,
        "turns": len(source.turns),
        "speakers": source.speakers,
        "warnings": [*source.warnings, *more],
    }


def _lost(losses: LossReport) -> list[str]:
    return [f"lost: {loss}" for loss in losses.losses]
