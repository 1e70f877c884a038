"""What a result is: a frozen record with its numbers, its n's, its caveats and its provenance.

Results hold unrounded values. They can be turned into a frame and shown in a notebook; drawing,
rounding and printing are done by the faces.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Collection, Sequence
from typing import Any, Protocol

import pandas as pd

from casestudy.provenance import Provenance, provenance_line


class Framed(Protocol):
    """What can be laid out as rows."""

    def to_frame(self) -> pd.DataFrame:
        """The rows."""


class Result(Framed, Protocol):
    """What all results have in common."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Caveats that travel with the numbers."""

    @property
    def provenance(self) -> tuple[Provenance, ...]:
        """Where the data came from."""


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


MOST_ROWS, LINE = 30, 100
"""Rows and characters in a line of a result in plain text."""


def as_text(result: Framed) -> str:
    """What a terminal shows: rows, notes and provenance; no column without a value."""
    frame = result.to_frame()
    head = frame.head(MOST_ROWS)
    empty = head.isna() | (head.astype("str") == "")
    kept = [name for name in head if name != "provenance" and not empty[name].all()]
    rows = head[kept].to_string(
        index=False, line_width=LINE, na_rep="–", float_format="{:.4g}".format, max_colwidth=50
    )
    more = [f"… and {len(frame) - MOST_ROWS:,} more rows"] * (len(frame) > MOST_ROWS)
    said = list(getattr(result, "notes", ()))
    if (origin := getattr(result, "provenance", None)) is not None:
        said.append(provenance_line((origin,) if isinstance(origin, Provenance) else origin))
    below = [textwrap.fill(note, LINE) for note in said]
    return "\n".join([type(result).__name__, rows if len(frame) else "no rows", *more, *below])
