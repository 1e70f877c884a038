"""From what was typed or read to small integers: the fastest thing to count.

A plain array of judgements becomes positions in the list of its distinct values. Numbers that are
not whole, or too many, stay numbers.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import numpy.typing as npt

MISSING = -1
MOST_CATEGORIES = 1000
"""Whole numbers with more distinct values than this stay numbers."""
_LOOKED_AT = 4096
"""Units in which the values are looked for first."""

Codes = npt.NDArray[np.signedinteger[Any]]


def encoded(array: npt.ArrayLike) -> tuple[npt.NDArray[Any], tuple[Hashable, ...]]:
    """Judgements as positions in their sorted distinct values, or as numbers.

    Parameters
    ----------
    array : array_like, shape (n_coders, n_units)
        Numbers with NaN where missing; or texts, sets or numbers with None or NaN where missing.

    Returns
    -------
    values : array, shape (n_coders, n_units)
        Signed integers with -1 where missing, or floats with NaN where missing.
    categories : tuple
        What the integers stand for, in order; empty for floats.

    Raises
    ------
    ValueError
        If a number is infinite, or the array holds what cannot be compared.

    Examples
    --------
    >>> encoded([[1, 2, 4], [1, np.nan, 4]])[0].tolist()
    [[0, 1, 2], [0, -1, 2]]
    """
    given = np.asarray(array)
    if given.dtype.kind == "b":
        given = given.astype(np.int8)
    if given.dtype.kind == "f":
        return _encoded_floats(given)
    if given.dtype.kind in "iu":
        return _encoded_integers(given)
    return _encoded_objects(given.astype(object))


def smallest(codes: npt.NDArray[Any], n_categories: int) -> Codes:
    """The same codes in the smallest signed integers that hold them."""
    small = next(
        t for t in (np.int8, np.int16, np.int32, np.int64) if n_categories <= np.iinfo(t).max
    )
    return np.ascontiguousarray(codes, dtype=small)


def _encoded_floats(given: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], tuple[Hashable, ...]]:
    if not given.size:
        return np.full(given.shape, MISSING, dtype=np.int8), ()
    low, high = np.fmin.reduce(given, axis=None), np.fmax.reduce(given, axis=None)
    if np.isnan(low):
        return np.full(given.shape, MISSING, dtype=np.int8), ()
    if np.isinf(low) or np.isinf(high):
        raise ValueError("a judgement is infinite; give a number, or NaN where it is missing")
    if low >= -128 and high <= 127 and high - low < 127:
        codes = _small_whole(given, low)
        if codes is not None:
            return _squeezed(codes, np.arange(int(low), int(high) + 1))
    values = np.unique(given[~np.isnan(given)])
    if len(values) > MOST_CATEGORIES or (values != np.floor(values)).any():
        return given.astype(np.float64), ()
    filled = np.where(np.isnan(given), values[0] - 1, given)
    return smallest(np.searchsorted(values, filled) - (filled < values[0]), len(values)), (
        _plain(values)
    )


def _small_whole(given: npt.NDArray[Any], low: float) -> Codes | None:
    """Codes from the least value on, if every number is whole; numbers fit into a byte."""
    codes = np.empty(given.shape, dtype=np.int8)
    for i, row in enumerate(given):  # row by row: nothing large in between
        missing = np.isnan(row)
        with np.errstate(invalid="ignore"):  # what NaN becomes is overwritten
            codes[i] = row
        if np.count_nonzero(codes[i] == row) + np.count_nonzero(missing) != row.size:
            return None
        codes[i] -= np.int8(low)
        codes[i] |= -missing.view(np.int8)  # all bits set is -1, missing
    return codes


def _squeezed(
    codes: Codes, values: npt.NDArray[Any]
) -> tuple[npt.NDArray[Any], tuple[Hashable, ...]]:
    """Codes without the values that do not occur."""
    used = _present(codes[:, :_LOOKED_AT], len(values))
    if not used.all():
        used = _present(codes, len(values))
    if used.all():
        return codes, _plain(values)
    position = np.append(np.cumsum(used) - 1, MISSING).astype(codes.dtype)
    return position[codes], _plain(values[used])


def _present(codes: Codes, n_values: int) -> npt.NDArray[np.bool_]:
    seen: npt.NDArray[np.bool_] = np.bincount(codes.ravel() + 1, minlength=n_values + 1)[1:] > 0
    return seen


def _encoded_integers(given: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], tuple[Hashable, ...]]:
    values, codes = np.unique(given, return_inverse=True)
    if len(values) > MOST_CATEGORIES:
        return given.astype(np.float64), ()
    return smallest(codes.reshape(given.shape), len(values)), _plain(values)


def _encoded_objects(given: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], tuple[Hashable, ...]]:
    import pandas as pd

    flat = given.ravel()
    missing = np.array([_is_missing(value) for value in flat], dtype=bool)
    said = flat[~missing]
    numbers = [value for value in said if isinstance(value, int | float | np.number)]
    if len(numbers) == len(said):
        filled = np.where(missing, np.nan, flat).astype(np.float64)
        return _encoded_floats(filled.reshape(given.shape))
    if numbers:
        other = next(value for value in said if not isinstance(value, int | float | np.number))
        raise ValueError(
            f"judgements mix numbers ({numbers[0]!r}) and others ({other!r}); give numbers alone, "
            "or texts alone, with NaN or None where missing"
        )
    found, values = pd.factorize(_hashable(said), sort=False)
    order = sorted(range(len(values)), key=lambda i: _sort_key(values[i]))
    position = np.empty(len(order), dtype=np.int64)
    position[order] = np.arange(len(order))
    codes = np.full(flat.shape, MISSING, dtype=np.int64)
    codes[~missing] = position[found] if order else 0
    return smallest(codes.reshape(given.shape), len(order)), tuple(values[i] for i in order)


def _hashable(said: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Sets become frozen, so that they can be categories."""
    made = np.empty(len(said), dtype=object)
    for i, value in enumerate(said):
        made[i] = frozenset(value) if isinstance(value, set | frozenset) else value
        if not isinstance(value, str | set | frozenset):
            raise ValueError(
                f"judgement {value!r} is neither a number, nor a text, nor a set; give one of "
                "these, and NaN or None where missing"
            )
    return made


def _sort_key(value: Any) -> tuple[int, str]:
    return (len(value), ", ".join(sorted(value))) if isinstance(value, frozenset) else (0, value)


def _is_missing(value: Any) -> bool:
    import pandas as pd

    return (
        value is None
        or value is pd.NA
        or (isinstance(value, float | np.floating) and bool(np.isnan(value)))
    )


def _plain(values: npt.NDArray[Any]) -> tuple[Hashable, ...]:
    """Numbers as Python writes them: 2 and not 2.0 where all are whole."""
    whole = values.astype(np.int64)
    return tuple(whole.tolist() if np.array_equal(whole, values) else values.tolist())
