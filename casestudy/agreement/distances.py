"""How far apart two values are: one distance a level of measurement, one family of weights.

Weights of agreement and distances are two ways to say the same: a weight is 1 minus the distance
over the greatest distance. All coefficients here are written with distances, and ask of one only
four things: its sum over the pairs of a pattern, its sum over all judgements drawn twice, its mean
from each value, and its greatest value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from casestudy.agreement.patterns import DENSE_CATEGORIES, Floats, Patterns

Columns = Any
"""Numbers of each pattern that are added up: an array, or a sparse matrix where mostly zero."""


class Distance(Protocol):
    """What a coefficient asks of a distance between values."""

    @property
    def greatest(self) -> float:
        """The distance at which two judgements agree not at all."""

    @property
    def total(self) -> float:
        """Sum over all ordered pairs of categories."""

    def pair_sums(self, patterns: Patterns) -> Floats:
        """For each pattern the sum over ordered pairs of judgements."""

    def columns(self, patterns: Patterns) -> Columns:
        """For each pattern the numbers whose sums `drawn_twice` needs, shape (n_patterns, d)."""

    def sums_of(self, totals: Floats) -> Floats:
        """Sums of the columns, shape (d,), from how often each category was named."""

    def drawn_twice(self, sums: Floats) -> Floats:
        """Sum over all judgements drawn twice, from sums of columns, shape (b, d) to (b,)."""

    def n_judgements(self, sums: Floats) -> Floats:
        """How many judgements there are, from sums of columns, shape (b, d) to (b,)."""

    def mean_from(self, shares: Floats) -> Floats:
        """Mean distance of each category from judgements in these shares, (n_categories,)."""

    def as_matrix(self) -> Floats:
        """The distance of each pair of categories."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominal:
    """Same or not the same: 0 or 1."""

    n_categories: int

    @property
    def greatest(self) -> float:
        """One."""
        return 1.0

    @property
    def total(self) -> float:
        """Sum over all ordered pairs of categories."""
        return float(self.n_categories * (self.n_categories - 1))

    def pair_sums(self, patterns: Patterns) -> Floats:
        """For each pattern the ordered pairs of judgements that differ."""
        n = patterns.n_judged.astype(np.float64)
        return np.asarray(n * (n - 1.0) - patterns.equal_pairs)

    def columns(self, patterns: Patterns) -> Columns:
        """For each pattern how often each category is named."""
        return count_columns(patterns)

    def sums_of(self, totals: Floats) -> Floats:
        """How often each category was named."""
        return totals

    def drawn_twice(self, sums: Floats) -> Floats:
        """How often two judgements drawn at random differ."""
        n = sums.sum(axis=1)
        return np.asarray(n * n - np.einsum("bc,bc->b", sums, sums))

    def n_judgements(self, sums: Floats) -> Floats:
        """How many judgements there are."""
        n: Floats = sums.sum(axis=1)
        return n

    def mean_from(self, shares: Floats) -> Floats:
        """Share of the judgements that name another category."""
        return np.asarray(shares.sum() - shares)

    def as_matrix(self) -> Floats:
        """The distance of each pair of categories."""
        return 1.0 - np.eye(self.n_categories)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Squared:
    """Squared difference of numbers, in sums of the numbers and their squares alone.

    Parameters
    ----------
    numbers : array of float, shape (n_categories,)
        Value of each category; their mean is taken away, which keeps the sums exact.
    greatest : float
        The distance at which two judgements agree not at all.
    """

    numbers: Floats
    greatest: float

    @property
    def total(self) -> float:
        """Sum over all ordered pairs of categories."""
        n = len(self.numbers)
        return float(2.0 * (n * (self.numbers**2).sum() - self.numbers.sum() ** 2))

    def pair_sums(self, patterns: Patterns) -> Floats:
        """For each pattern the sum of squared differences over ordered pairs."""
        n, once, squared = self.columns(patterns).T
        return np.asarray(2.0 * np.maximum(n * squared - once**2, 0.0))

    def columns(self, patterns: Patterns) -> Columns:
        """For each pattern the judgements, their sum and the sum of their squares."""
        n = patterns.n_judged.astype(np.float64)
        once, squared = patterns.sums(self.numbers), patterns.sums(self.numbers**2)
        return np.column_stack([n, once, squared])

    def sums_of(self, totals: Floats) -> Floats:
        """Judgements, their sum and the sum of their squares."""
        return np.array([totals.sum(), totals @ self.numbers, totals @ self.numbers**2])

    def drawn_twice(self, sums: Floats) -> Floats:
        """Sum of squared differences of all judgements drawn twice."""
        n, once, squared = sums.T
        found = n * squared - once**2
        noise = 1e-13 * n * squared
        return 2.0 * np.where(found > noise, found, 0.0)

    def n_judgements(self, sums: Floats) -> Floats:
        """How many judgements there are."""
        return np.asarray(sums[:, 0])

    def mean_from(self, shares: Floats) -> Floats:
        """Mean squared difference of each category from judgements in these shares."""
        v = self.numbers
        return np.asarray(v**2 * shares.sum() - 2.0 * v * (shares @ v) + shares @ v**2)

    def as_matrix(self) -> Floats:
        """The distance of each pair of categories."""
        return np.asarray(np.subtract.outer(self.numbers, self.numbers) ** 2)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matrix:
    """Any distance, written out for each pair of categories.

    Parameters
    ----------
    matrix : array of float, shape (n_categories, n_categories)
        Symmetric, zero on the diagonal.
    greatest : float
        The distance at which two judgements agree not at all.
    """

    matrix: Floats
    greatest: float

    @property
    def total(self) -> float:
        """Sum over all ordered pairs of categories."""
        return float(self.matrix.sum())

    def pair_sums(self, patterns: Patterns) -> Floats:
        """For each pattern the sum over ordered pairs of judgements."""
        return patterns.pair_sums(self.matrix)

    def columns(self, patterns: Patterns) -> Columns:
        """For each pattern how often each category is named."""
        return count_columns(patterns)

    def sums_of(self, totals: Floats) -> Floats:
        """How often each category was named."""
        return totals

    def drawn_twice(self, sums: Floats) -> Floats:
        """Sum over all judgements drawn twice."""
        return np.asarray(np.einsum("bc,bc->b", sums @ self.matrix, sums))

    def n_judgements(self, sums: Floats) -> Floats:
        """How many judgements there are."""
        n: Floats = sums.sum(axis=1)
        return n

    def mean_from(self, shares: Floats) -> Floats:
        """Mean distance of each category from judgements in these shares."""
        return np.asarray(self.matrix @ shares)

    def as_matrix(self) -> Floats:
        """The distance of each pair of categories."""
        return self.matrix


def count_columns(patterns: Patterns) -> Columns:
    """For each pattern how often each category is named; sparse where there are many."""
    if patterns.n_categories <= DENSE_CATEGORIES:
        return patterns.counts()
    from scipy.sparse import csr_array

    coder, pattern = np.nonzero(patterns.codes >= 0)
    category = patterns.codes[coder, pattern]
    shape = (len(patterns), patterns.n_categories)
    return csr_array((np.ones(len(category)), (pattern, category)), shape=shape)
