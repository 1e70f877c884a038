"""What was done about names over a study: one row a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from casestudy.edits import OUTCOMES
from casestudy.provenance import Provenance
from casestudy.pseudonyms import LeakReport
from casestudy.results import as_html, as_text, typed_frame

COLUMNS = ("file", "what", "places", "codings", *OUTCOMES, "edit", "provenance")
RESTORED_COLUMNS = ("file", "what", "how", "labels_left", "codings", *OUTCOMES, "provenance")
COPIED_COLUMNS = ("file", "what", "places", "codings", "provenance")
NUMBERS = ("places", "codings", "labels_left", *OUTCOMES)

STILL_HERE = (
    "This folder still holds the names: in the originals, in what was kept of texts before they "
    "were edited, in the history of the logs, and in git. Publish a copy made by "
    "`casestudy pseudonymise export`, never this folder."
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PseudonymisedStudy:
    """What labels were put in place of names, file by file.

    Parameters
    ----------
    frame : DataFrame
        One row a file that changed: file, what, places, codings on it, how many of them had each
        outcome, id of the edit of a source, provenance.
    act : str
        Id of what was done; empty if it was only tried, or if there was nothing to do.
    labels : mapping of str to int
        Places in which each label was put.
    is_dry_run : bool
        Whether nothing was written.
    """

    frame: pd.DataFrame
    act: str
    labels: Mapping[str, int] = field(default_factory=dict)
    is_dry_run: bool = False
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def n_places(self) -> int:
        """Places in all files."""
        return int(self.frame["places"].sum())

    @property
    def n_codings(self) -> int:
        """Codings on the sources that changed, each with a receipt."""
        return int(self.frame["codings"].sum())

    @property
    def counts(self) -> Mapping[str, int]:
        """How many codings had each outcome."""
        return {outcome: int(self.frame[outcome].sum()) for outcome in OUTCOMES}

    def to_frame(self) -> pd.DataFrame:
        """A copy of the rows."""
        return self.frame.copy()

    _repr_html_ = as_html
    __repr__ = as_text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RestoredStudy:
    """What became of each file when names were put back.

    Parameters
    ----------
    frame : DataFrame
        One row a file: file, what, how ("as it was", "edited since"), labels that still stand in
        it, codings on it and their outcomes, provenance.
    """

    frame: pd.DataFrame
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """A copy of the rows."""
        return self.frame.copy()

    _repr_html_ = as_html
    __repr__ = as_text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StudyCopy:
    """A copy of a study for others, and what was found when it was looked over.

    Parameters
    ----------
    folder : path
        Where it is.
    frame : DataFrame
        One row a file of the copy: file, what, places in which a label was put, codings,
        provenance.
    leaks : LeakReport
        The look for leaks over every file of the copy.
    left_out : tuple of str
        What was not copied.
    """

    folder: Path
    frame: pd.DataFrame
    leaks: LeakReport
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """A copy of the rows."""
        return self.frame.copy()

    _repr_html_ = as_html
    __repr__ = as_text


def frame_of(rows: list[tuple[object, ...]], columns: tuple[str, ...]) -> pd.DataFrame:
    """The rows of a report."""
    return typed_frame(rows, columns, whole_numbers=NUMBERS)
