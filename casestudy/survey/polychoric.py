"""Correlations of ratings as if each were a cut of something normal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from casestudy.answers import Answers
from casestudy.item_answers import ChosenAnswers
from casestudy.provenance import Provenance, kinds
from casestudy.questionnaire import Survey
from casestudy.results import as_html, as_text
from casestudy.survey.binormal import cell_chances
from casestudy.survey.coded import as_answers

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

ZERO_CELLS = ("keep", "add_half")
"""What becomes of cells of nobody: nothing, or half a respondent is added to each."""

MOST = 0.9999
"""Correlations are searched for up to here."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PolychoricCorrelations:
    """Polychoric correlations of some ratings.

    Parameters
    ----------
    items : tuple of str
    correlations : array of float, shape (n_items, n_items)
    n : array of int, shape (n_items, n_items)
        Respondents who answered both.
    thresholds : tuple of arrays of float
        Of each item, from all who answered it.
    zero_cells : {"keep", "add_half"}
    n_zero : array of int, shape (n_items, n_items)
        Cells of nobody in each table.
    least_eigenvalue : float
        Below 0, the matrix is none that real variables can have.
    """

    items: tuple[str, ...]
    correlations: Floats
    n: Counts
    thresholds: tuple[Floats, ...]
    zero_cells: str
    n_zero: Counts
    least_eigenvalue: float
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a pair: first, second, correlation, n, n_zero, provenance."""
        a, b = np.triu_indices(len(self.items), 1)
        ids = np.array(self.items, dtype=object)
        frame = pd.DataFrame(
            {
                "first": ids[a],
                "second": ids[b],
                "correlation": self.correlations[a, b],
                "n": self.n[a, b],
                "n_zero": self.n_zero[a, b],
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["first", "second", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def polychoric_correlations(
    answers: Answers | Survey, items: Sequence[str], *, zero_cells: str
) -> PolychoricCorrelations:
    """Correlations of ratings, each taken as a cut of something normal that was not seen whole.

    Parameters
    ----------
    answers : Answers or Survey
    items : sequence of str
        Ids of ratings. Each pair is over those who answered both.
    zero_cells : {"keep", "add_half"}
        What becomes of cells of nobody in a pair's table: they stay, or half a respondent is added
        to each, which draws the correlation away from 1. With many empty cells this matters.

    Returns
    -------
    PolychoricCorrelations

    Raises
    ------
    LookupError
        If an item is not among the answers.
    ValueError
        If an item is no rating, all gave it the same answer, or `zero_cells` is not known.

    Notes
    -----
    In two steps: an item's thresholds are the normal quantiles of its cumulated shares, from all
    who answered it; with these, each correlation has the greatest likelihood. Full maximum
    likelihood (`polychoric_correlation`) moves the thresholds, too; it differs in the third
    decimal.

    References
    ----------
    Olsson, U. (1979). Maximum likelihood estimation of the polychoric correlation coefficient.
    Psychometrika 44, 443-460. doi:10.1007/BF02296207

    Examples
    --------
    >>> codes = np.repeat([[0, 0], [0, 1], [1, 0], [1, 1]], [40, 10, 10, 40], axis=0)
    >>> told = Answers(items=tuple(ChosenAnswers(item=f"q{i}", codes=codes[:, i],
    ...     choices=("1", "2"), labels=("no", "yes"), scores=(1, 2)) for i in (0, 1)))
    >>> found = polychoric_correlations(told, ["q0", "q1"], zero_cells="keep")
    >>> round(float(found.correlations[0, 1]), 4)  # cut at the medians it is sin(π(0.8 - 0.5))
    0.809
    """
    if zero_cells not in ZERO_CELLS:
        raise ValueError(
            f"zero_cells {zero_cells!r} is not known; allowed are {', '.join(ZERO_CELLS)}"
        )
    coded = as_answers(answers, *items)
    rated = [_in_order(coded.chosen(item)) for item in items]
    thresholds = [item_thresholds(codes, item) for codes, item in zip(rated, items, strict=True)]
    m = len(items)
    r, n = np.eye(m), np.zeros((m, m), dtype=np.int64)
    zeros = np.zeros((m, m), dtype=np.int64)
    for a in range(m):
        n[a, a] = int((rated[a] >= 0).sum())
        for b in range(a):
            table = _table(rated[a], rated[b], len(thresholds[a]) + 1, len(thresholds[b]) + 1)
            n[a, b] = n[b, a] = int(table.sum())
            zeros[a, b] = zeros[b, a] = int((table == 0).sum())
            r[a, b] = r[b, a] = two_step(table, thresholds[a], thresholds[b], zero_cells)
    least = float(np.linalg.eigvalsh(r)[0])
    return PolychoricCorrelations(
        items=tuple(items), correlations=r, n=n, thresholds=tuple(thresholds),
        zero_cells=zero_cells, n_zero=zeros, least_eigenvalue=least,
        notes=(*_notes(zeros, zero_cells, least), *coded.notes), provenance=coded.provenance,
    )  # fmt: skip


def polychoric_correlation(table: npt.ArrayLike) -> tuple[float, float]:
    """The polychoric correlation of a table by full maximum likelihood, and its standard error.

    Parameters
    ----------
    table : array of int, shape (n_rows, n_columns)
        Rows and columns in their order; empty ones are left out.

    Returns
    -------
    tuple of float
        The correlation, and the standard error from the curvature of the likelihood.

    Examples
    --------
    >>> correlation, error = polychoric_correlation([[40, 10], [10, 40]])
    >>> round(correlation, 4), round(error, 3)
    (0.809, 0.074)
    """
    from scipy.optimize import minimize

    counts = np.asarray(table, dtype=float)
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(counts.shape) < 2:
        raise ValueError(
            "a table of one row or column has no correlation; it has to vary both ways"
        )
    n_rows = counts.shape[0] - 1
    rows, columns = _quantiles(counts.sum(axis=1)), _quantiles(counts.sum(axis=0))
    start = np.concatenate([[np.arctanh(_best(counts, rows, columns))], rows, columns])

    def loss(at: Floats) -> float:
        chances = cell_chances(at[1 : 1 + n_rows], at[1 + n_rows :], float(np.tanh(at[0])))
        return -float(special.xlogy(counts, np.maximum(chances, 1e-300)).sum())

    found = minimize(loss, start, method="BFGS", options={"gtol": 1e-6})
    at = np.concatenate([[np.tanh(found.x[0])], found.x[1:]])
    curvature = _curvature(lambda x: loss(np.concatenate([[np.arctanh(x[0])], x[1:]])), at)
    return float(at[0]), float(np.sqrt(np.linalg.inv(curvature)[0, 0]))


def item_thresholds(codes: Counts, item: str) -> Floats:
    """Normal quantiles of an item's cumulated shares; refused if all gave the same answer."""
    counts = np.bincount(codes[codes >= 0])
    if (counts > 0).sum() < 2:
        raise ValueError(
            f"item {item!r}: all who answered gave the same answer, so it has no correlation; "
            "leave it out"
        )
    return _quantiles(counts.astype(float))


def two_step(table: Counts, rows: Floats, columns: Floats, zero_cells: str) -> float:
    """The correlation of greatest likelihood of a table whose thresholds are given."""
    counts = table.astype(float)
    if zero_cells == "add_half":
        counts[counts == 0] = 0.5
    return _best(counts, rows, columns)


def _best(counts: Floats, rows: Floats, columns: Floats) -> float:
    from scipy.optimize import minimize_scalar

    def loss(rho: float) -> float:
        chances = cell_chances(rows, columns, rho)
        return -float(special.xlogy(counts, np.maximum(chances, 1e-300)).sum())

    found = minimize_scalar(loss, bounds=(-MOST, MOST), method="bounded", options={"xatol": 1e-9})
    return float(found.x)


def _in_order(rated: ChosenAnswers) -> Counts:
    """Codes in the order of the scores, without choices that nobody gave."""
    if not rated.scores:
        raise ValueError(
            f"item {rated.item!r} has no scores; give ratings, whose choices have an order"
        )
    rank = np.argsort(np.argsort(rated.scores, kind="stable"))
    codes = np.where(rated.codes >= 0, rank[np.maximum(rated.codes, 0)], -1)
    used = np.unique(codes[codes >= 0])
    return np.where(codes >= 0, np.searchsorted(used, codes), -1)


def _table(a: Counts, b: Counts, n_rows: int, n_columns: int) -> Counts:
    both = (a >= 0) & (b >= 0)
    cells = np.bincount(a[both] * n_columns + b[both], minlength=n_rows * n_columns)
    return np.asarray(cells.reshape(n_rows, n_columns), dtype=np.int64)


def _quantiles(counts: Floats) -> Floats:
    return np.asarray(special.ndtri(np.cumsum(counts)[:-1] / counts.sum()))


def _curvature(loss, at: Floats, step: float = 1e-4) -> Floats:  # type: ignore[no-untyped-def]
    """Second differences of a loss."""
    k = len(at)
    steps = np.eye(k) * step
    found = np.empty((k, k))
    for i in range(k):
        for j in range(k):
            found[i, j] = (
                loss(at + steps[i] + steps[j]) - loss(at + steps[i] - steps[j])
                - loss(at - steps[i] + steps[j]) + loss(at - steps[i] - steps[j])
            ) / (4 * step**2)  # fmt: skip
    return found


def _notes(zeros: Counts, zero_cells: str, least: float) -> list[str]:
    n_pairs = int((zeros[np.triu_indices(len(zeros), 1)] > 0).sum())
    notes = []
    if n_pairs:
        rule = "half a respondent was added to each" if zero_cells == "add_half" else "they stay"
        notes.append(f"Tables with cells of nobody: {n_pairs}; {rule}.")
    if least < 0:
        notes.append(
            f"The matrix has a negative eigenvalue ({least:.2g}): no real variables have such "
            "correlations; use it with care."
        )
    return notes
