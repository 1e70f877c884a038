"""What a result is: a frozen record with its numbers, its n's, its caveats and its provenance.

Results hold unrounded values. They can be turned into a frame and shown in a notebook; drawing,
rounding and printing are done by the faces.
"""

from __future__ import annotations

import html
from collections.abc import Collection, Sequence
from typing import Any, Protocol

import pandas as pd

from casestudy.provenance import Provenance, provenance_line


class Result(Protocol):
    """What all results have in common."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Caveats that travel with the numbers."""

    @property
    def provenance(self) -> tuple[Provenance, ...]:
        """Where the data came from."""

    def to_frame(self) -> pd.DataFrame:
        """The numbers as a tidy frame."""


def typed_frame(
    rows: Sequence[Sequence[Any]], columns: Sequence[str], *, whole_numbers: Collection[str] = ()
) -> pd.DataFrame:
    """Rows as a frame whose columns have the same types however many rows there are.

    Examples
    --------
    >>> typed_frame([], ["name", "n"], whole_numbers=["n"]).dtypes["n"]
    dtype('int64')
    """
    frame = pd.DataFrame([tuple(row) for row in rows], columns=list(columns))
    return frame.astype({name: "int64" if name in whole_numbers else "str" for name in columns})


def as_html(result: Result) -> str:
    """A result as a notebook shows it: rows, notes and provenance, all text escaped."""
    rows = result.to_frame().to_html(index=False, max_rows=60, border=0)
    notes = "".join(f"<p>{html.escape(note)}</p>" for note in result.notes)
    return f"{rows}{notes}<p>{html.escape(provenance_line(result.provenance))}</p>"
