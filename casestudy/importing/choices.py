"""How files are to be imported, and under which ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

from casestudy.provenance import Provenance

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
    language : str
        Language of the texts, as "en" or "english"; empty to take what the file states, or guess.
    provenance : Provenance, optional
        Where the material comes from; if not given, "collected" today, or "synthetic" where the
        file says so itself.
    columns : mapping of str to str
        For answers to open questions: what was chosen for reading them.
    """

    case: str = ""
    kind: str = ""
    id: str = ""
    encoding: str = ""
    tracked_changes: str = "accepted"
    language: str = ""
    provenance: Provenance | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def column(self) -> str:
        """The column of answers that is read, empty if none is."""
        return self.columns.get("column", "")

    @property
    def choices(self) -> dict[str, str]:
        """What must be known to read a corrected file in the same way."""
        told = {"encoding": self.encoding, **self.columns}
        if self.tracked_changes != "accepted":
            told["tracked_changes"] = self.tracked_changes
        return {key: value for key, value in told.items() if value}


class ImportChoices(TypedDict, total=False):
    """The fields of `ImportSettings` that a person may give."""

    case: str
    kind: str
    id: str
    encoding: str
    tracked_changes: str
    language: str
    provenance: Provenance | None


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
