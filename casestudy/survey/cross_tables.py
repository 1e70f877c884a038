"""What a cross-table is: the answers to one item by the groups that another makes, with every base.

It is the one thing that comparisons need. It comes from answers (`cross_table`), from counts typed
from a paper, or from the numbers of some groups.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text
from casestudy.survey.linearised import Estimate

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CrossTable:
    """How often each answer of one item goes with each group that another item makes.

    Parameters
    ----------
    row_item, column_item : str
        Ids of the items; empty for counts that were typed.
    row_text, column_text : str
        Their wordings.
    row_choices, row_labels, column_choices, column_labels : tuple of str
        In questionnaire order.
    counts : array of int, shape (n_rows, n_columns)
        Respondents in each cell, never weighted.
    weighted : array of float, shape (n_rows, n_columns)
        Sums of their weights; the counts without a design.
    bases, weighted_bases : array, shape (n_columns,)
        Respondents of each group who have both answers, and the sums of their weights.
    effective_bases : array of float, shape (n_columns,)
        With a design, as many equal respondents as would tell as much (Kish); else empty.
    row_scores : tuple of float
        What each row counts; empty if the rows have no order.
    is_multiple : bool
        Whether a respondent may be in several rows.
    estimate : Estimate, optional
        With a design: the shares of all cells, row by row, with their covariance.
    missing_rows, missing_columns : mapping of str to int
        Respondents without an answer to each of the two items, by kind.
    n_respondents : int
        All respondents.
    """

    row_item: str = ""
    column_item: str = ""
    row_text: str = ""
    column_text: str = ""
    row_choices: tuple[str, ...]
    row_labels: tuple[str, ...]
    column_choices: tuple[str, ...]
    column_labels: tuple[str, ...]
    counts: Counts
    weighted: Floats
    bases: Counts
    weighted_bases: Floats
    effective_bases: Floats = field(default_factory=lambda: np.empty(0))
    row_scores: tuple[float, ...] = ()
    is_multiple: bool = False
    estimate: Estimate | None = None
    missing_rows: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    missing_columns: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    n_respondents: int
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def n(self) -> int:
        """Respondents who have both answers."""
        return int(self.bases.sum())

    @property
    def column_shares(self) -> Floats:
        """Share of each group's base that gave each answer; NaN for an empty group."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.weighted / self.weighted_bases

    @property
    def row_shares(self) -> Floats:
        """Share of those who gave each answer that belong to each group."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.weighted / self.weighted.sum(axis=1, keepdims=True))

    def to_frame(self) -> pd.DataFrame:
        """One row a cell: row, column, n, base, column_share, row_share, provenance."""
        n_rows, n_columns = self.counts.shape
        frame = pd.DataFrame(
            {
                "row": np.repeat(np.array(self.row_labels, dtype=object), n_columns),
                "column": np.tile(np.array(self.column_labels, dtype=object), n_rows),
                "n": self.counts.ravel(),
                "base": np.tile(self.bases, n_rows),
                "column_share": self.column_shares.ravel(),
                "row_share": self.row_shares.ravel(),
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["row", "column", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def counted_table(
    counts: npt.ArrayLike,
    *,
    rows: Sequence[str] = (),
    columns: Sequence[str] = (),
    row_scores: Sequence[float] = (),
    provenance: tuple[Provenance, ...] = (),
) -> CrossTable:
    """A cross-table from counts, such as those printed in a paper.

    Parameters
    ----------
    counts : array of int, shape (n_rows, n_columns)
    rows, columns : sequence of str
        Labels; numbers from 1 if not given.
    row_scores : sequence of float
        What each row counts, where the rows have an order.

    Raises
    ------
    ValueError
        If a count is negative or not whole, or labels and counts do not go together.

    Examples
    --------
    >>> counted_table([[3, 1], [2, 4]], columns=["before", "after"]).bases.tolist()
    [5, 5]
    """
    given = np.asarray(counts, dtype=float)
    if given.ndim != 2 or (given < 0).any() or (given != np.round(given)).any():
        raise ValueError("counts have to be a table of whole numbers that are not negative")
    labels = [tuple(map(str, some)) or tuple(map(str, range(1, n + 1)))
              for some, n in zip((rows, columns), given.shape, strict=True)]  # fmt: skip
    for name, some, n in zip(("rows", "columns"), labels, given.shape, strict=True):
        if len(some) != n:
            raise ValueError(f"{len(some)} labels for {n} {name}; give one each")
    whole = given.astype(np.int64)
    return CrossTable(
        row_choices=labels[0], row_labels=labels[0], column_choices=labels[1],
        column_labels=labels[1], counts=whole, weighted=given, bases=whole.sum(axis=0),
        weighted_bases=given.sum(axis=0), row_scores=tuple(row_scores),
        n_respondents=int(whole.sum()), provenance=provenance,
    )  # fmt: skip


def grouped_table(groups: Mapping[str, Sequence[float]]) -> CrossTable:
    """A cross-table from the numbers of some groups: each number that occurs is a row.

    Parameters
    ----------
    groups : mapping of str to sequence of float
        Numbers by group; NaN is left out, and a note says how many.

    Examples
    --------
    >>> table = grouped_table({"a": [1, 2, 2], "b": [2, 5]})
    >>> table.row_scores, table.counts.tolist()
    ((1.0, 2.0, 5.0), [[1, 0], [2, 1], [0, 1]])
    """
    given = {name: np.asarray(values, dtype=float) for name, values in groups.items()}
    kept = {name: values[np.isfinite(values)] for name, values in given.items()}
    n_lost = sum(map(len, given.values())) - sum(map(len, kept.values()))
    levels = np.unique(np.concatenate(list(kept.values())))
    counts = np.column_stack(
        [
            np.bincount(np.searchsorted(levels, some), minlength=len(levels))
            for some in kept.values()
        ]
    )
    table = counted_table(
        counts,
        rows=[f"{level:g}" for level in levels],
        columns=list(kept),
        row_scores=levels.tolist(),
    )
    notes = (f"Left out, because they are no numbers: {n_lost}.",) if n_lost else ()
    return _noted(table, notes)


def _noted(table: CrossTable, notes: tuple[str, ...]) -> CrossTable:
    return replace(table, notes=(*table.notes, *notes))
