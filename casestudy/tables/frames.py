"""Any result as a table: its frame, with numbers as a paper prints them."""

from __future__ import annotations

from typing import Protocol

import pandas as pd

from casestudy.provenance import Provenance
from casestudy.tables.numbers import decimal, p_value
from casestudy.tables.style import Column, Table

P_NAMES = ("p", "p_holm", "p_bh", "p_adjusted", "p_value", "residual_p", "choice_p")
"""Columns that are p-values."""


class Result(Protocol):
    """What every result of the package has."""

    def to_frame(self) -> pd.DataFrame:
        """The numbers, unrounded."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """Caveats."""
        ...

    @property
    def provenance(self) -> tuple[Provenance, ...]:
        """Where the data came from."""
        ...


def result_rows(result: Result, *, title: str, most: int | None = None) -> Table:
    """Any result as a table, the columns as in its frame.

    For results without a table of their own, such as a battery, a trend test or combinations.

    Parameters
    ----------
    result : result of any method
        Its frame, notes and provenance are taken.
    title : str
        What the table is called.
    most : int, optional
        Rows that are printed, from the first; a note counts the others, and the data holds all.

    Returns
    -------
    Table
        P-values as .012, other numbers with two decimals, what is not known as a question mark.
    """
    frame = result.to_frame()
    shown = frame.drop(columns="provenance", errors="ignore")
    printed = shown if most is None else shown.head(most)
    columns = tuple(
        Column(
            name=str(name).replace("_", " "),
            align="right" if pd.api.types.is_numeric_dtype(shown[name]) else "left",
        )
        for name in shown
    )
    cells = [_printed(printed[name], is_p=str(name) in P_NAMES) for name in printed]
    n_others = len(shown) - len(printed)
    note = f"{n_others} more rows are in the data of this table."
    return Table(
        title=title, columns=columns, rows=tuple(zip(*cells, strict=True)),
        notes=(*((note,) if n_others else ()), *result.notes), provenance=result.provenance,
        data=frame,
    )  # fmt: skip


def _printed(column: pd.Series, *, is_p: bool) -> list[str]:
    if pd.api.types.is_bool_dtype(column):
        return ["yes" if one else "no" for one in column]
    if pd.api.types.is_integer_dtype(column):
        return [str(one) for one in column]
    if pd.api.types.is_float_dtype(column):
        return [p_value(float(one)) if is_p else decimal(float(one)) for one in column]
    return ["?" if pd.isna(one) else str(one) for one in column]
