"""Units that look the same are counted once.

All coefficients depend on a unit only through what was said of it. A hundred thousand units have a
few thousand different *patterns*, so everything after the first pass is done on patterns and
their multiplicities. Where coders are interchangeable, what was said is sorted first.

Patterns are found without sorting units: the codes of a unit are the digits of a number, and a
table as long as the numbers go says which of them occur. The result is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from casestudy.agreement.encoding import Codes

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

DENSE_CATEGORIES = 64
"""With more categories than this, judgements are looked up one by one instead of counted."""
BLOCK = 1 << 16
"""Patterns that are counted at a time; keeps what lies between in the cache."""
_TABLE_PER_UNIT = 16
"""A table of numbers may be so many times as long as there are units."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Patterns:
    """The different patterns of judgement, how often each occurs, and where.

    Parameters
    ----------
    codes : array of int, shape (n_coders, n_patterns)
        What is said in each pattern; -1 where nothing is.
    times : array of int, shape (n_patterns,)
        Units of each pattern.
    n_categories : int
        How many values there are.
    find : callable
        Finds the pattern of each unit; called only when it is needed.
    """

    codes: Codes
    times: Integers
    n_categories: int
    find: Callable[[], npt.NDArray[Any]]

    def __len__(self) -> int:
        return len(self.times)

    @cached_property
    def of(self) -> npt.NDArray[Any]:
        """Pattern of each unit, shape (n_units,)."""
        return self.find()

    @cached_property
    def n_judged(self) -> Integers:
        """Coders who judged, for each pattern."""
        judged: Integers = np.count_nonzero(self.codes >= 0, axis=0).astype(np.int64)
        return judged

    @cached_property
    def pairable_totals(self) -> Floats:
        """How often each category is named in units that two coders or more judged."""
        return self.totals(np.where(self.n_judged >= 2, self.times, 0).astype(np.float64))

    @cached_property
    def _small_counts(self) -> Floats:
        """Counts of the categories where patterns are few enough to keep them."""
        return next(self._counted())[1]

    def sums(self, numbers: Floats) -> Floats:
        """For each pattern the sum of a number of each judgement's category."""
        if self.n_categories <= DENSE_CATEGORIES:
            return self._by_counts(lambda counts: counts @ numbers)
        padded = np.append(numbers, 0.0)  # position -1, missing, is the last
        found = np.zeros(len(self))
        for row in self.codes:
            found += padded[row]
        return found

    def pair_sums(self, matrix: Floats) -> Floats:
        """For each pattern the sum of a symmetric matrix over ordered pairs of judgements."""
        if self.n_categories <= DENSE_CATEGORIES:
            own = np.diag(matrix)
            return self._by_counts(
                lambda counts: np.einsum("kc,kc->k", counts @ matrix, counts) - counts @ own
            )
        padded = np.pad(matrix, (0, 1))
        found = np.zeros(len(self))
        for i in range(1, len(self.codes)):
            for j in range(i):
                found += 2.0 * padded[self.codes[i], self.codes[j]]
        return found

    @cached_property
    def equal_pairs(self) -> Floats:
        """For each pattern the ordered pairs of judgements that are the same."""
        if self.n_categories <= DENSE_CATEGORIES:
            return self._by_counts(
                lambda counts: np.einsum("kc,kc->k", counts, counts) - counts.sum(axis=1)
            )
        found = np.zeros(len(self))
        for i in range(1, len(self.codes)):
            for j in range(i):
                found += 2.0 * ((self.codes[i] == self.codes[j]) & (self.codes[i] >= 0))
        return found

    def totals(self, weights: Floats) -> Floats:
        """For each category the sum of the weights of the patterns, once for each judgement."""
        found = np.zeros(self.n_categories + 1)
        for row in self.codes:
            found += np.bincount(row + 1, weights=weights, minlength=self.n_categories + 1)
        return found[1:]

    def counts(self) -> Floats:
        """How many coders named each category, shape (n_patterns, n_categories)."""
        blocks = [counts for _, counts in self._blocks()]
        return np.concatenate(blocks) if blocks else np.zeros((0, self.n_categories))

    def _by_counts(self, measure: Any) -> Floats:
        found = np.empty(len(self))
        for place, counts in self._blocks():
            found[place] = measure(counts)
        return found

    def _blocks(self) -> Iterator[tuple[slice, Floats]]:
        """Counts of the categories, some patterns at a time."""
        if 0 < len(self) <= BLOCK:
            yield slice(0, len(self)), self._small_counts
        else:
            yield from self._counted()

    def _counted(self) -> Iterator[tuple[slice, Floats]]:
        width = self.n_categories + 1
        for start in range(0, len(self), BLOCK):
            codes = self.codes[:, start : start + BLOCK]
            n = codes.shape[1]
            places = (np.arange(n) * width + 1) + codes
            counts = np.bincount(places.ravel(), minlength=n * width).reshape(n, width)
            yield slice(start, start + n), counts[:, 1:].astype(np.float64)


def unordered_patterns(codes: Codes, n_categories: int) -> Patterns:
    """Patterns for coefficients to which the coders are interchangeable.

    Parameters
    ----------
    codes : array of int, shape (n_coders, n_units)
        Positions of categories, -1 where missing.
    n_categories : int
        How many categories there are.

    Examples
    --------
    >>> found = unordered_patterns(np.array([[0, 1, 1], [1, 0, 1]], dtype=np.int8), 2)
    >>> found.codes.tolist(), found.times.tolist()
    ([[0, 1], [1, 1]], [2, 1])
    """
    return unordered(ordered_patterns(codes, n_categories))[0]


def unordered(patterns: Patterns) -> tuple[Patterns, npt.NDArray[Any]]:
    """The same patterns where coders are interchangeable, and which each of the given ones is.

    Parameters
    ----------
    patterns : Patterns
        Ordered.
    """
    found = ordered_patterns(_sorted_within_units(patterns.codes), patterns.n_categories)
    weights = patterns.times.astype(np.float64)
    times = np.bincount(found.of, weights=weights, minlength=len(found)).astype(np.int64)
    made = Patterns(
        codes=found.codes,
        times=times,
        n_categories=patterns.n_categories,
        find=lambda: found.of.take(patterns.of),
    )
    return made, found.of


def ordered_patterns(codes: Codes, n_categories: int) -> Patterns:
    """Patterns for coefficients to which it matters who said what.

    Parameters
    ----------
    codes : array of int, shape (n_coders, n_units)
        Positions of categories, -1 where missing.
    n_categories : int
        How many categories there are.
    """
    radix, n_units = n_categories + 1, codes.shape[1]
    found = Patterns(
        codes=codes[:0, :1],
        times=np.full(min(n_units, 1), n_units),
        n_categories=n_categories,
        find=lambda: np.zeros(n_units, dtype=np.int32),
    )
    longest = max(_TABLE_PER_UNIT * n_units, 1 << 12)
    while len(found.codes) < len(codes):
        if len(found) > max(n_units // 2, 1):
            return _each_its_own(codes, n_categories)
        size, start = len(found), len(found.codes)
        n_digits = 1
        while start + n_digits < len(codes) and size * radix ** (n_digits + 1) <= longest:
            n_digits += 1
        found = _longer(found, codes[start : start + n_digits], longest)
    return found


def _each_its_own(codes: Codes, n_categories: int) -> Patterns:
    """Each unit as a pattern: as right, and better where most units are of a kind of their own."""
    n = codes.shape[1]
    once = np.ones(n, dtype=np.int64)
    return Patterns(codes=codes, times=once, n_categories=n_categories, find=lambda: np.arange(n))


def _longer(found: Patterns, more: Codes, longest: int) -> Patterns:
    """Patterns of some more coders: the number of the pattern so far, and a digit for each."""
    radix, n_digits = found.n_categories + 1, len(more)
    size = len(found) * radix**n_digits
    numbers = _joint_codes(more, radix, np.array(found.of))
    cells, times, find = _renumbered(numbers, size, longest)
    before, last = _digits(cells, radix, n_digits)
    rows = np.concatenate([found.codes[:, before], last.astype(more.dtype)])
    return Patterns(codes=rows, times=times, n_categories=found.n_categories, find=find)


def _digits(
    numbers: npt.NDArray[Any], radix: int, n_digits: int
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """What stands before the last digits of each number, and these digits, less one."""
    made = np.empty((n_digits, len(numbers)), dtype=numbers.dtype)
    left = numbers
    for place in range(n_digits - 1, -1, -1):
        shorter = left // radix
        np.subtract(left, shorter * radix, out=made[place])
        left = shorter
    made -= 1
    return left, made


def _joint_codes(codes: Codes, radix: int, first: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """What some coders said of each unit as one number behind a first one, which is overwritten.

    -1, missing, is the digit 0.
    """
    largest = (int(first.max(initial=0)) + 1) * radix ** len(codes)
    wide = np.int64 if largest > np.iinfo(np.int32).max else np.int32
    numbers = first.astype(wide, copy=False)
    for digit in codes:
        np.multiply(numbers, radix, out=numbers)
        np.add(numbers, digit.astype(wide), out=numbers)
    ones = sum(radix**place for place in range(len(codes)))  # one more for each digit
    np.add(numbers, ones, out=numbers)
    return numbers


def _sorted_within_units(codes: Codes) -> Codes:
    """What was said of each unit in order, missing first; whole rows are compared at a time.

    Many coders with few categories are sorted by NumPy, since comparisons grow with the square.
    """
    if len(codes) > 32:
        return np.sort(codes, axis=0)
    rows = [row.copy() for row in codes]
    for turn in range(len(rows)):  # odd-even transposition
        for i in range(turn % 2, len(rows) - 1, 2):
            less = np.minimum(rows[i], rows[i + 1])
            np.maximum(rows[i], rows[i + 1], out=rows[i + 1])
            rows[i] = less
    return np.array(rows)


def _renumbered(
    numbers: npt.NDArray[Any], size: int, longest: int
) -> tuple[npt.NDArray[Any], Integers, Callable[[], npt.NDArray[Any]]]:
    """Which numbers below `size` occur, how often each does, and what finds them for each unit."""
    if size > longest:
        cells, of, times = np.unique(numbers, return_inverse=True, return_counts=True)
        return cells.astype(np.int64), times.astype(np.int64), lambda: of
    seen = np.bincount(numbers, minlength=size)
    cells = np.flatnonzero(seen > 0)
    small = np.int32 if size <= np.iinfo(np.int32).max else np.int64  # is divided faster

    def find() -> npt.NDArray[Any]:
        place = np.empty(size, dtype=np.int32)
        place[cells] = np.arange(len(cells), dtype=np.int32)
        return place.take(numbers)

    return cells.astype(small), seen[cells].astype(np.int64), find
