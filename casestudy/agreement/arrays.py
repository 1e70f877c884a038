"""Reliability data as people have them outside a study: arrays, frames, tables, counts."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.agreement.encoding import MISSING, encoded, smallest
from casestudy.agreement.reliability import ReliabilityData

INTERCHANGEABLE = "interchangeable"
"""Setting of data that do not say who judged what."""


def from_array(
    array: npt.ArrayLike,
    *,
    level: str,
    coders: tuple[str, ...] = (),
    categories: tuple[Hashable, ...] = (),
    source_of: npt.ArrayLike = (),
    units: Sequence[str] = (),
) -> ReliabilityData:
    """Reliability data from a plain array, one row a coder and one column a unit.

    Parameters
    ----------
    array : array_like, shape (n_coders, n_units)
        Numbers, texts or sets of texts; NaN or None where a coder did not judge the unit.
    level : str
        Level of measurement, one of `LEVELS`.
    coders : tuple of str
        Name of each row; "coder 1" and so on if not given.
    categories : tuple
        All values a coder could have given, in their order; those that occur if not given. A
        value that nobody used changes coefficients that count categories (S, AC1) and weights.
    source_of : array_like of str, shape (n_units,)
        Source of each unit, where known.
    units : sequence of str
        Id of each unit; they are only numbered if not given.

    Returns
    -------
    ReliabilityData
        Integers where values are few, else floats.

    Raises
    ------
    ValueError
        If the array has not two dimensions, or a value is not in the categories.

    Examples
    --------
    >>> data = from_array([["a", "b", None], ["a", "a", "b"]], level="nominal")
    >>> data.values.tolist(), data.categories
    ([[0, 1, -1], [0, 0, 1]], ('a', 'b'))
    """
    if isinstance(array, pd.DataFrame):
        raise TypeError(
            "a frame does not say whether its rows are coders or units; give from_frame(…) one row "
            "a judgement, or the array frame.to_numpy().T if the columns are coders"
        )
    given = _as_array(array)
    if given.ndim != 2:
        raise ValueError(
            f"the array has {given.ndim} dimensions; reliability data are coders × units: one row "
            "a coder, one column a unit"
        )
    values, found = encoded(given)
    if categories and values.dtype.kind == "i":
        values, found = _in_scheme(values, found, categories)
    n_coders, n_units = given.shape
    said = f"There are more coders ({n_coders}) than units ({n_units}); rows are coders."
    sources = np.asarray(source_of)
    position, names = pd.factorize(sources) if sources.size else (np.empty(0, np.int64), ())
    return ReliabilityData(
        values=values,
        coders=coders or tuple(f"coder {i}" for i in range(1, n_coders + 1)),
        level=level,
        categories=found,
        source_of=position.astype(np.int64),
        sources=tuple(str(name) for name in names),
        units=np.asarray(units, dtype=np.str_),
        notes=(said,) if n_coders > max(n_units, 2) else (),
    )


def _in_scheme(
    values: npt.NDArray[np.signedinteger], found: tuple[Hashable, ...], all_: tuple[Hashable, ...]
) -> tuple[npt.NDArray[np.signedinteger], tuple[Hashable, ...]]:
    """Positions in the categories that the caller lists."""
    place = {value: i for i, value in enumerate(all_)}
    for value in found:
        if value not in place:
            raise ValueError(
                f"the value {value!r} is not among the categories "
                f"{', '.join(map(repr, all_))}; add it, or correct the judgement"
            )
    moved = np.array([place[value] for value in found] + [MISSING])
    return smallest(moved[values], len(all_)), all_


def _as_array(array: npt.ArrayLike) -> npt.NDArray[Any]:
    """An array in which nothing was made a text that was none."""
    given = np.asarray(array)
    if given.dtype.kind not in "US":
        return given
    if isinstance(array, np.ndarray):
        if (given == ("nan" if given.dtype.kind == "U" else b"nan")).any():
            raise ValueError(
                "the text 'nan' stands in the array; where a judgement is missing give None in an "
                "array of objects"
            )
        return given.astype(object)
    return np.array(array, dtype=object)


def from_frame(
    frame: pd.DataFrame,
    *,
    level: str,
    unit: str = "unit",
    coder: str = "coder",
    value: str = "value",
    source: str = "",
    categories: tuple[Hashable, ...] = (),
) -> ReliabilityData:
    """Reliability data from a frame with one row a judgement.

    Parameters
    ----------
    frame : DataFrame
        One row a judgement; what is not there, or has no value, was not judged.
    level : str
        Level of measurement, one of `LEVELS`.
    unit, coder, value, source : str
        Names of the columns; no source column if empty.
    categories : tuple
        All values a coder could have given, in their order; those that occur if not given.

    Raises
    ------
    ValueError
        If a column is missing, a coder judged a unit twice, or a unit has two sources.

    Examples
    --------
    >>> rows = [("u1", "anna", 1), ("u1", "ben", 2), ("u2", "anna", 2)]
    >>> data = from_frame(pd.DataFrame(rows, columns=["unit", "coder", "value"]), level="ordinal")
    >>> data.values.tolist(), data.coders, data.units.tolist()
    ([[0, 1], [1, -1]], ('anna', 'ben'), ['u1', 'u2'])
    """
    for name in (unit, coder, value, *([source] if source else [])):
        if name not in frame.columns:
            raise ValueError(
                f"the frame has no column {name!r}; it has {', '.join(map(str, frame.columns))}: "
                "name the columns in unit, coder, value and source"
            )
    twice = frame.duplicated([unit, coder])
    if twice.any():
        first = frame[twice].iloc[0]
        raise ValueError(
            f"coder {first[coder]!r} judged unit {first[unit]!r} twice; keep one judgement, or "
            "give sets of codes as values"
        )
    columns, units = pd.factorize(frame[unit])
    rows, coders = pd.factorize(frame[coder])
    array = np.full((len(coders), len(units)), None, dtype=object)
    array[rows, columns] = frame[value].to_numpy(dtype=object)
    return from_array(
        array,
        level=level,
        coders=tuple(map(str, coders)),
        categories=categories,
        source_of=_source_of(frame, columns, unit=unit, source=source) if source else (),
        units=tuple(map(str, units)),
    )


def _source_of(
    frame: pd.DataFrame, columns: npt.NDArray[np.intp], *, unit: str, source: str
) -> npt.NDArray[np.object_]:
    pairs = frame[[unit, source]].drop_duplicates()
    twice = pairs.duplicated(unit)
    if twice.any():
        raise ValueError(f"unit {pairs[twice].iloc[0][unit]!r} has two sources; give it one")
    found = np.empty(int(columns.max()) + 1 if len(columns) else 0, dtype=object)
    found[columns] = frame[source].to_numpy(dtype=object)
    return found


def from_table(
    table: npt.ArrayLike, *, level: str, categories: tuple[Hashable, ...] = ()
) -> ReliabilityData:
    """Reliability data of two coders from the table of their judgements.

    Parameters
    ----------
    table : array_like of int, shape (n_categories, n_categories)
        Units by what the first coder (rows) and the second coder (columns) said.
    level : str
        Level of measurement, one of `LEVELS`.
    categories : tuple
        Names or numbers of the categories; 1, 2, 3 … if not given.

    Raises
    ------
    ValueError
        If the table is not square or does not count.

    Examples
    --------
    >>> from_table([[20, 10], [20, 50]], level="nominal").n_units
    100
    """
    counts = _counted(table, "a table of two coders")
    if counts.shape[0] != counts.shape[1]:
        raise ValueError(
            f"the table has {counts.shape[0]} rows and {counts.shape[1]} columns; both coders "
            "choose among the same categories: give a square one, with zeros where needed"
        )
    first, second = np.nonzero(counts)
    pairs = np.repeat(np.vstack([first, second]), counts[first, second], axis=1)
    named = categories or tuple(range(1, len(counts) + 1))
    _check_names(named, len(counts))
    return ReliabilityData(
        values=smallest(pairs, len(counts)),
        coders=("coder 1", "coder 2"),
        level=level,
        categories=named,
    )


def from_counts(
    counts: npt.ArrayLike, *, level: str, categories: tuple[Hashable, ...] = ()
) -> ReliabilityData:
    """Reliability data from how many coders gave each unit each value, as Fleiss prints them.

    Parameters
    ----------
    counts : array_like of int, shape (n_units, n_categories)
        One row a unit; units may have different numbers of judgements.
    level : str
        Level of measurement, one of `LEVELS`.
    categories : tuple
        Names or numbers of the categories; 1, 2, 3 … if not given.

    Returns
    -------
    ReliabilityData
        Coders are interchangeable: coefficients that ask who said what refuse it.

    Examples
    --------
    >>> from_counts([[2, 1], [0, 3]], level="nominal").values.tolist()
    [[0, 1], [0, 1], [1, 1]]
    """
    given = _counted(counts, "a table of counts")
    named = categories or tuple(range(1, given.shape[1] + 1))
    _check_names(named, given.shape[1])
    most = int(given.sum(axis=1).max()) if given.size else 0
    values = np.full((most, len(given)), MISSING, dtype=np.int64)
    unit, category = np.nonzero(given)
    n = given[unit, category]
    unit, category = np.repeat(unit, n), np.repeat(category, n)
    first = np.searchsorted(unit, unit)  # judgements stand unit by unit
    values[np.arange(len(unit)) - first, unit] = category
    return ReliabilityData(
        values=smallest(values, given.shape[1]),
        coders=tuple(f"judgement {i}" for i in range(1, most + 1)),
        level=level,
        categories=named,
        settings={"coders": INTERCHANGEABLE},
        notes=("The data do not say which coder judged what.",),
    )


def _counted(table: npt.ArrayLike, what: str) -> npt.NDArray[np.int64]:
    given = np.asarray(table, dtype=np.float64)
    if given.ndim != 2 or (given < 0).any() or (given != np.floor(given)).any():
        raise ValueError(f"{what} holds whole numbers from 0 on, in rows and columns; mend it")
    return given.astype(np.int64)


def _check_names(names: Sequence[Hashable], n: int) -> None:
    if len(names) != n:
        raise ValueError(f"{len(names)} categories do not fit {n} columns; give one for each")
