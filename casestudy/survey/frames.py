"""The bridge from a plain frame to answers, for data without a questionnaire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.answers import Answers
from casestudy.errors import did_you_mean
from casestudy.item_answers import (
    LEFT_BLANK,
    MISSING_CODES,
    ChosenAnswers,
    ItemAnswers,
    NumberAnswers,
    RankedAnswers,
    TickedAnswers,
)
from casestudy.provenance import Provenance
from casestudy.sampling import SampleDesign

Codes = npt.NDArray[np.int64]

MOST_CHOICES = 30
"""A column with more different values than this is no item with choices."""


def answers_from_frame(
    frame: pd.DataFrame,
    *,
    choices: Mapping[str, Sequence[Any]] | None = None,
    multiple: Mapping[str, Sequence[str]] | None = None,
    ranked: Mapping[str, Sequence[str]] | None = None,
    missing: Mapping[Any, str] | None = None,
    design: SampleDesign | None = None,
    provenance: Sequence[Provenance] = (),
) -> Answers:
    """Answers from a frame with one row a respondent.

    Parameters
    ----------
    frame : DataFrame
        One column an item, or a choice of an item.
    choices : mapping of str to sequence, optional
        For each item with one answer each its choices in their order; numbers make a rating. A
        categorical column has its own. Other columns of text have the values that occur, sorted,
        and a note says so; other columns of numbers are numbers.
    multiple : mapping of str to sequence of str, optional
        For each multiple-choice item its columns: 1 or true for ticked, 0 or false for not ticked.
    ranked : mapping of str to sequence of str, optional
        For each ranking item its columns: ranks from 1, empty where not ranked.
    missing : mapping of value to str, optional
        What kind of missing some values stand for: "not_asked", "left_blank", "dont_know",
        "refused". An empty cell was left blank.
    design : SampleDesign, optional
    provenance : sequence of Provenance

    Returns
    -------
    Answers
        Items in the order of the columns.

    Raises
    ------
    ValueError
        If a value is not among the choices, a column is not there or is used twice, or a kind of
        missing is not known.

    Examples
    --------
    >>> told = pd.DataFrame({"role": ["oem", "user", "oem"], "happy": [3, -9, 1],
    ...                      "mail": [1, 0, 1], "shop": [0, 0, 1]})
    >>> answers = answers_from_frame(told, choices={"happy": [1, 2, 3]}, missing={-9: "dont_know"},
    ...                              multiple={"use": ["mail", "shop"]})
    >>> [one.item for one in answers], answers.chosen("happy").codes.tolist()
    (['role', 'happy', 'use'], [2, -3, 0])
    """
    kinds = _kinds(missing or {})
    sets = {**(multiple or {}), **(ranked or {})}
    owner = _owners(frame, choices or {}, sets)
    items: dict[str, ItemAnswers] = {}
    notes: list[str] = []
    for column in frame.columns:
        name = owner.get(column, column)
        if name in items:
            continue
        if name in (multiple or {}):
            items[name] = _ticked(frame, name, sets[name], kinds)
        elif name in (ranked or {}):
            items[name] = _ranked(frame, name, sets[name], kinds)
        else:
            items[name] = _single(frame[column], str(column), choices or {}, kinds, notes)
    return Answers(
        items=tuple(items.values()), design=design, notes=tuple(notes),
        provenance=tuple(provenance),
    )  # fmt: skip


def _kinds(missing: Mapping[Any, str]) -> dict[Any, int]:
    for value, kind in missing.items():
        if kind not in MISSING_CODES:
            raise ValueError(
                f"the value {value!r} stands for {kind!r}, which is no kind of missing"
                f"{did_you_mean(kind, MISSING_CODES)}; allowed are {', '.join(MISSING_CODES)}"
            )
    return {value: MISSING_CODES[kind] for value, kind in missing.items()}


def _owners(
    frame: pd.DataFrame, choices: Mapping[str, Any], sets: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """The item of each column that belongs to a set; refused if it is lacking or used twice."""
    owner: dict[str, str] = {}
    for name, columns in sets.items():
        for column in columns:
            if column in owner:
                raise ValueError(
                    f"column {column!r} is bound to the items {owner[column]!r} and {name!r}; a "
                    "column belongs to one item"
                )
            owner[column] = name
    for column in (*owner, *choices):
        if column not in frame.columns:
            hint = did_you_mean(column, map(str, frame.columns))
            raise ValueError(
                f"the frame has no column {column!r}{hint}; name the columns as the frame does"
            )
        if column in choices and column in owner:
            raise ValueError(f"column {column!r} is bound to {owner[column]!r} and has choices too")
    return owner


def _single(
    column: pd.Series,
    name: str,
    choices: Mapping[str, Sequence[Any]],
    kinds: Mapping[Any, int],
    notes: list[str],
) -> ItemAnswers:
    values = column.tolist()
    codes = _missing_codes(column, kinds)
    if name in choices:
        return _chosen(name, values, list(choices[name]), codes)
    if isinstance(column.dtype, pd.CategoricalDtype):
        return _chosen(name, values, list(column.cat.categories), codes)
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        numbers = np.where(codes == 0, pd.to_numeric(column).to_numpy(dtype=float), np.nan)
        return NumberAnswers(item=name, values=numbers, kinds=codes)
    found = sorted({value for value, code in zip(values, codes, strict=True) if code == 0}, key=str)
    if len(found) > MOST_CHOICES:
        raise ValueError(
            f"column {name!r} has {len(found)} different values, which are hardly choices; name "
            "its choices, or leave the column out"
        )
    notes.append(f"Choices of {name!r} are the values that occur, sorted.")
    return _chosen(name, values, found, codes)


def _missing_codes(column: pd.Series, kinds: Mapping[Any, int]) -> Codes:
    """The kind of missing of each cell, 0 where there is a value."""
    empty = column.isna() | (column.astype("object") == "")
    codes = np.where(empty.to_numpy(), LEFT_BLANK, 0)
    for value, code in kinds.items():
        codes[(column.astype("object") == value).to_numpy(dtype=bool, na_value=False)] = code
    return codes.astype(np.int64)


def _chosen(name: str, values: list[Any], choices: list[Any], codes: Codes) -> ChosenAnswers:
    place = {choice: position for position, choice in enumerate(choices)}
    for row, value in enumerate(values):
        if codes[row] == 0:
            if value not in place:
                raise ValueError(
                    f"item {name!r}, row {row + 1}: {value!r} is not among the choices"
                    f"{did_you_mean(str(value), map(str, choices))}; allowed are "
                    f"{', '.join(map(repr, choices))}: correct the answer, list the choice, or say "
                    "what kind of missing it is"
                )
            codes[row] = place[value]
    labels = tuple(str(choice) for choice in choices)
    is_number = all(isinstance(one, int | float) and not isinstance(one, bool) for one in choices)
    return ChosenAnswers(
        item=name, codes=codes, choices=labels, labels=labels,
        scores=tuple(float(one) for one in choices) if is_number else (),
    )  # fmt: skip


def _ticked(
    frame: pd.DataFrame, name: str, columns: Sequence[str], kinds: Mapping[Any, int]
) -> TickedAnswers:
    codes = np.column_stack([_cells(frame[c], name, kinds, highest=1) for c in columns])
    labels = tuple(map(str, columns))
    return TickedAnswers(item=name, codes=codes, choices=labels, labels=labels)


def _ranked(
    frame: pd.DataFrame, name: str, columns: Sequence[str], kinds: Mapping[Any, int]
) -> RankedAnswers:
    codes = np.column_stack([_cells(frame[c], name, kinds, highest=len(columns)) for c in columns])
    # an empty cell beside ranks was not ranked; a row of nothing else was left blank
    is_blank = (codes == LEFT_BLANK) & (codes > 0).any(axis=1, keepdims=True)
    codes = np.where(is_blank, 0, codes)
    labels = tuple(map(str, columns))
    return RankedAnswers(item=name, codes=codes, choices=labels, labels=labels)


def _cells(column: pd.Series, name: str, kinds: Mapping[Any, int], *, highest: int) -> Codes:
    """Whole numbers from 0 to the highest, or kinds of missing."""
    codes = _missing_codes(column, kinds)
    numbers = pd.to_numeric(column.where(codes == 0), errors="coerce").to_numpy(dtype=float)
    wrong = (codes == 0) & ~np.isin(numbers, np.arange(highest + 1))
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise ValueError(
            f"item {name!r}, column {column.name!r}, row {row + 1}: {column.tolist()[row]!r} is "
            f"not known; allowed are whole numbers from 0 to {highest}, and what stands for a "
            "missing answer"
        )
    return np.where(codes == 0, np.nan_to_num(numbers).astype(np.int64), codes)
