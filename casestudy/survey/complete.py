"""The answers of those who answered all of some items, as one matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from casestudy.answers import Answers
from casestudy.item_answers import OUTSIDE
from casestudy.provenance import Provenance

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matrix:
    """Numbers of respondents by items.

    Parameters
    ----------
    items : tuple of str
    values : array of float, shape (n_respondents, n_items)
        Of those who are in it; NaN where an answer is missing and the matrix is not complete.
    rows : array of bool, shape (n_all,)
        Who is in it.
    n_left_out : int
        Respondents who are not, because they lack an answer.
    """

    items: tuple[str, ...]
    values: Floats
    rows: Mask
    n_left_out: int
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()


def item_matrix(coded: Answers, items: Sequence[str], *, is_complete: bool = True) -> Matrix:
    """The numbers of some items: of those who answered all, or of those who answered any."""
    named = tuple(items)
    twice = [item for item in named if named.count(item) > 1]
    if twice:
        raise ValueError(f"item {twice[0]!r} is named twice; name each item once")
    columns = [coded.numbers(item) for item in named]
    given = np.column_stack([one.kinds == 0 for one in columns])
    looked_at = columns[0].kinds != OUTSIDE
    rows = looked_at & (given.all(axis=1) if is_complete else given.any(axis=1))
    n_left_out = int((looked_at & ~rows).sum())
    values = np.column_stack([one.values for one in columns])[rows]
    lacking = "one of the answers" if is_complete else "all of the answers"
    note = f"Left out, because they lack {lacking}: {n_left_out} of {int(looked_at.sum())}."
    return Matrix(
        items=named, values=values, rows=rows, n_left_out=n_left_out,
        notes=(*((note,) if n_left_out else ()), *coded.notes), provenance=coded.provenance,
    )  # fmt: skip


def tick_matrix(coded: Answers, item: str) -> Matrix:
    """The ticks of those who have an answer to each choice of a multiple-choice item."""
    found = coded.ticked(item)
    looked_at = found.codes[:, 0] != OUTSIDE
    rows = looked_at & (found.codes >= 0).all(axis=1)
    n_left_out = int((looked_at & ~rows).sum())
    note = f"Left out, because they lack an answer to a choice: {n_left_out}."
    return Matrix(
        items=found.choices, values=found.codes[rows].astype(float), rows=rows,
        n_left_out=n_left_out, notes=(*((note,) if n_left_out else ()), *coded.notes),
        provenance=coded.provenance,
    )  # fmt: skip


def refuse_design(coded: Answers, *, what: str, instead: str) -> None:
    """Refuse answers with weights, strata or clusters where a method would not heed them."""
    if coded.design is not None and not coded.design.is_plain:
        raise ValueError(
            f"{what} would not heed the weights, strata or clusters of these answers; {instead}"
        )
