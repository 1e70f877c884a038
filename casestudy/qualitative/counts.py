"""The bridge from codings to numbers: two columns of ids become a table of counts.

Beside the counts stand the sentences that several results of this room have to say of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.codings import Codings


def counts(
    rows: pd.Series, columns: pd.Series, *, row_ids: Sequence[str], column_ids: Sequence[str]
) -> npt.NDArray[np.int64]:
    """How often each row id meets each column id; pairs with an id that is not listed are left out.

    Examples
    --------
    >>> counts(pd.Series(["a", "b", "a"]), pd.Series(["x", "x", "z"]),
    ...        row_ids=["a", "b"], column_ids=["x", "y"]).tolist()
    [[1, 0], [1, 0]]
    """
    at_row = pd.Index([*row_ids]).get_indexer(pd.Index(rows))
    at_column = pd.Index([*column_ids]).get_indexer(pd.Index(columns))
    listed = (at_row >= 0) & (at_column >= 0)
    cell = at_row[listed] * len(column_ids) + at_column[listed]
    n_cells = len(row_ids) * len(column_ids)
    counted = np.bincount(cell, minlength=n_cells).astype(np.int64)
    return counted.reshape(len(row_ids), len(column_ids))


def long_counts(
    table: npt.NDArray[np.int64], *, rows: Sequence[str], columns: Sequence[str]
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_], npt.NDArray[np.int64]]:
    """A table of counts as three columns of equal length: row id, column id, count.

    Examples
    --------
    >>> [part.tolist() for part in long_counts(np.eye(2, dtype=int), rows="ab", columns="xy")]
    [['a', 'a', 'b', 'b'], ['x', 'y', 'x', 'y'], [1, 0, 0, 1]]
    """
    return (
        np.repeat(np.array([*rows], dtype=object), len(columns)),
        np.tile(np.array([*columns], dtype=object), len(rows)),
        table.ravel(),
    )


def notes_on(codings: Codings) -> tuple[str, ...]:
    """What has to be said of any count of these codings."""
    n_suggested = len(codings.by_machines())
    notes = []
    if n_suggested:
        notes.append(
            f"Suggestions by machines: {n_suggested} of {len(codings)} codings; "
            "no evidence before a person has coded the same."
        )
    if codings.problems:
        notes.append(f"Entries of the logs that could not be read: {len(codings.problems)}.")
    return tuple(notes)
