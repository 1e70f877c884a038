"""What coefficients of agreement beyond chance have in common: agreement by unit, and shares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from casestudy.agreement.distances import Columns, Distance
from casestudy.agreement.patterns import Floats, Integers, Patterns


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Basis:
    """What these coefficients have in common on one set of judgements.

    Parameters
    ----------
    patterns : Patterns
        What was judged.
    distance : Distance
        1 minus the weights of agreement, times the greatest distance.
    agreed : array of float, shape (n_patterns,)
        Share of the pairs of a unit that agree; 0 for units with one judgement.
    shares : array of float, shape (n_categories,)
        Mean share of each category over units.
    """

    patterns: Patterns
    distance: Distance
    agreed: Floats
    shares: Floats

    @property
    def times(self) -> Integers:
        """Units of each pattern that anybody judged."""
        return np.where(self.patterns.n_judged > 0, self.patterns.times, 0)

    @property
    def several(self) -> Floats:
        """1 for units with two judgements or more, else 0."""
        return (self.patterns.n_judged >= 2).astype(np.float64)

    @property
    def per_judgement(self) -> Floats:
        """1 over the judgements of a unit."""
        return 1.0 / np.maximum(self.patterns.n_judged, 1).astype(np.float64)


def basis_of(patterns: Patterns, distance: Distance) -> Basis:
    """The common ground of the coefficients on some patterns, counted once.

    Parameters
    ----------
    patterns : Patterns
        What was judged.
    distance : Distance
        Between categories.
    """
    m = patterns.n_judged.astype(np.float64)
    pairs = np.where(m >= 2, m * (m - 1.0), 1.0)
    top = distance.greatest or 1.0  # 0 where there is one category
    agreed = np.where(m >= 2, 1.0 - distance.pair_sums(patterns) / (top * pairs), 0.0)
    weight = np.where(m > 0, patterns.times / np.maximum(m, 1.0), 0.0)
    shares = patterns.totals(weight) / max(int(patterns.times[m > 0].sum()), 1)
    return Basis(patterns=patterns, distance=distance, agreed=agreed, shares=shares)


def scaled(columns: Columns, by: Floats) -> Columns:
    """Columns with each row times a number.

    Parameters
    ----------
    columns : array, or sparse matrix
        One row a pattern.
    by : array of float, shape (n_patterns,)
        A number for each row.
    """
    if hasattr(columns, "toarray"):
        from scipy.sparse import csr_array, diags_array

        return csr_array(diags_array(by) @ columns)
    return columns * by[:, None]


def beside(first: Floats, second: Columns) -> Columns:
    """Columns beside columns; sparse if the second are.

    Parameters
    ----------
    first, second : array, or sparse matrix
        With as many rows.
    """
    if hasattr(second, "toarray"):
        from scipy.sparse import csr_array, hstack

        return csr_array(hstack([csr_array(first), second]))
    return np.hstack([first, second])
