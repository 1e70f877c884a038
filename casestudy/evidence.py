"""Published evidence: statements with a work, a page and whether the work says them or we infer.

A row is a statement that stands. What no row says is unknown; absence of a row is never a "no".
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from casestudy.provenance import STATUSES, Provenance, merged
from casestudy.results import as_text

COLUMNS = ("id", "statement", "work", "page", "seen_in", "status", "note")
"""Columns that every table of evidence starts with."""

HEADER = -1
"""Stands for a row's number where the header itself is at fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One table of published statements.

    Parameters
    ----------
    name : str
        What it is called in the study folder.
    frame : DataFrame
        Columns `COLUMNS` (text), then columns of its own (text), then `provenance`.
    """

    name: str
    frame: pd.DataFrame

    def __post_init__(self) -> None:
        for _, sentence in problems_of(self.name, self.frame):
            raise ValueError(sentence)

    def __len__(self) -> int:
        return len(self.frame)

    def to_frame(self) -> pd.DataFrame:
        """A copy of the rows."""
        return self.frame.copy()

    @property
    def provenance(self) -> tuple[Provenance, ...]:
        """Works that the rows come from."""
        kinds = zip(self.frame["provenance"], self.frame["work"], strict=True)
        return merged(Provenance(kind=kind, work=work) for kind, work in kinds)

    __repr__ = as_text

    def _repr_html_(self) -> str:
        return str(self.frame.to_html(index=False, max_rows=60))


def problems_of(name: str, frame: pd.DataFrame) -> list[tuple[int, str]]:
    """What is wrong with a table of evidence: pairs of row number (from 0) and sentence."""
    starts = f"each table starts with {', '.join(COLUMNS)}"
    missing = [column for column in COLUMNS if column not in frame.columns]
    if missing:
        return [(HEADER, f"evidence {name!r}: the column {missing[0]!r} is missing; {starts}")]
    if tuple(frame.columns[: len(COLUMNS)]) != COLUMNS:
        return [(HEADER, f"evidence {name!r}: the columns stand in another order; {starts}")]
    twice = [
        (int(row), f"evidence {name!r}: id {frame.at[row, 'id']!r} is used twice")
        for row in frame.index[frame["id"].duplicated()]
    ]
    unknown = [
        (
            int(row),
            f"evidence {name!r}, id {frame.at[row, 'id']!r}: "
            f"status {frame.at[row, 'status']!r} is not known; allowed are {', '.join(STATUSES)}",
        )
        for row in frame.index[~frame["status"].isin(STATUSES)]
    ]
    return twice + unknown
