"""What a result is: a frozen record with its numbers, its n's, its caveats and its provenance.

Results hold unrounded values. They can be turned into a frame and shown in a notebook; drawing,
rounding and printing are done by the faces.
"""

from __future__ import annotations

import html
from typing import Protocol

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


def as_html(result: Result) -> str:
    """A result as a notebook shows it: rows, notes and provenance, all text escaped."""
    rows = result.to_frame().to_html(index=False, max_rows=60, border=0)
    notes = "".join(f"<p>{html.escape(note)}</p>" for note in result.notes)
    return f"{rows}{notes}<p>{html.escape(provenance_line(result.provenance))}</p>"
