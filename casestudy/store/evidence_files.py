"""Tables of published evidence as CSV: every cell is text, nothing is guessed to be missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from casestudy.errors import BadFile, did_you_mean
from casestudy.evidence import COLUMNS, HEADER, Evidence, problems_of
from casestudy.store import layout
from casestudy.store.csv_file import line_of_row, read_text_csv


def read_evidence(path: Path) -> Evidence:
    """The table that a file holds, with a column `provenance` added.

    Raises
    ------
    BadFile
        For a missing column, a duplicate id, an unknown status: with the line.
    """
    frame = evidence_frame(path)
    for fault in _faults(path, frame):
        raise fault
    return Evidence(name=path.stem, frame=frame)


def evidence_faults(path: Path) -> list[BadFile]:
    """Everything wrong with a table of evidence."""
    try:
        frame = evidence_frame(path)
    except BadFile as fault:
        return [fault]
    return _faults(path, frame)


def _faults(path: Path, frame: pd.DataFrame) -> list[BadFile]:
    return [
        BadFile(path, sentence, line=1 if row == HEADER else line_of_row(path, row))
        for row, sentence in problems_of(path.stem, frame)
    ]


def evidence_frame(path: Path) -> pd.DataFrame:
    """The rows as text, all of them published."""
    frame = read_text_csv(path)
    if list(frame.columns[: len(COLUMNS)]) == list(COLUMNS):
        frame["provenance"] = pd.Series("published", index=frame.index, dtype="str")
    return frame


class EvidenceShelf(Mapping[str, Evidence]):
    """All tables of evidence of a study, each read when it is asked for."""

    def __init__(self, study: Path) -> None:
        folder = study / layout.EVIDENCE
        self._paths = {path.stem: path for path in sorted(folder.glob("*.csv"))}

    def __getitem__(self, name: str) -> Evidence:
        if name not in self._paths:
            hint = did_you_mean(name, self._paths)
            raise LookupError(
                f"there is no evidence {name!r}{hint}; there are {', '.join(self._paths) or 'none'}"
            )
        return read_evidence(self._paths[name])

    def __contains__(self, name: object) -> bool:
        return name in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)
