"""Tests of a cross-table under a sample design: Rao and Scott's second-order correction.

Weighted counts are not counts. The chi-squared of their shares is divided by how much the design
inflates it on average, and its degrees of freedom by how unevenly it does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import special

from casestudy.survey.cross_tables import CrossTable
from casestudy.survey.linearised import Estimate

Floats = npt.NDArray[np.float64]


AT_EXPECTED = "Cells of nobody leave the design effects undefined; they are taken at independence."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DesignTest:
    """A corrected test of independence.

    Parameters
    ----------
    f, p : float
        F statistic and its p-value.
    df : tuple of float
        Numerator and denominator.
    chi_squared : float
        Pearson's, of the weighted shares at the number of respondents.
    mean_effect : float
        By how much the design inflates chi-squared on average.
    residuals : array of float, shape (n_rows, n_columns)
        Difference of each cell's share from independence over its standard error.
    """

    f: float
    p: float
    df: tuple[float, float]
    chi_squared: float
    mean_effect: float
    residuals: Floats
    notes: tuple[str, ...] = ()


def table_design_test(table: CrossTable) -> DesignTest | None:
    """The test of a cross-table; None without a design, or where nothing is left to compare.

    Rows and columns of nobody are left out of the test, and their residuals are NaN.
    """
    rows, columns = table.counts.sum(axis=1) > 0, table.counts.sum(axis=0) > 0
    if table.estimate is None or rows.sum() < 2 or columns.sum() < 2:
        return None
    kept = np.outer(rows, columns)
    inside = np.flatnonzero(kept.ravel())
    estimate = replace(
        table.estimate,
        values=table.estimate.values[inside],
        covariance=table.estimate.covariance[np.ix_(inside, inside)],
    )
    found = design_test(estimate, (int(rows.sum()), int(columns.sum())))
    residuals = np.full(kept.shape, np.nan)
    residuals[kept] = found.residuals.ravel()
    return replace(found, residuals=residuals)


def design_test(estimate: Estimate, shape: tuple[int, int]) -> DesignTest:
    """Rao and Scott's F test of independence of the cell shares of a table.

    Parameters
    ----------
    estimate : Estimate
        Shares of all cells, row by row, with their covariance.
    shape : tuple of int
        Rows and columns; neither may have an empty row or column.

    References
    ----------
    Rao, J. N. K., & Scott, A. J. (1984). On chi-squared tests for multiway contingency tables with
    cell proportions estimated from survey data. Annals of Statistics 12, 46-60.
    doi:10.1214/aos/1176346391
    """
    p = estimate.values.reshape(shape)
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    expected = np.outer(rows, columns)
    chi_squared = estimate.n * float(((p - expected) ** 2 / expected).sum())
    effects = _effects(estimate, shape, estimate.values)
    is_defined = np.isfinite(effects).all()
    if not is_defined:
        effects = _effects(estimate, shape, expected.ravel())
    total = float(np.trace(effects))
    first = total**2 / float(np.trace(effects @ effects))
    second = first * estimate.df
    f = chi_squared / total
    return DesignTest(
        f=f,
        p=float(special.fdtrc(first, second, f)) if estimate.df > 0 else float("nan"),
        df=(first, second),
        chi_squared=chi_squared,
        mean_effect=total / len(effects),
        residuals=_residuals(estimate, p),
        notes=() if is_defined else (AT_EXPECTED,),
    )


def _effects(estimate: Estimate, shape: tuple[int, int], p: Floats) -> Floats:
    """Generalised design effects of the contrasts that independence sets to 0, at some shares.

    NaN where cells of nobody leave them undefined.
    """
    contrasts = _interactions(shape)
    inverse = np.where(p > 0, 1 / np.where(p > 0, p, 1), 0.0)[:, np.newaxis]
    simple = contrasts.T @ (inverse / estimate.n * contrasts)
    scaled = inverse * contrasts
    if np.linalg.matrix_rank(simple) < len(simple):
        return np.full(simple.shape, np.nan)
    return np.asarray(np.linalg.solve(simple, scaled.T @ estimate.covariance @ scaled))


def _interactions(shape: tuple[int, int]) -> Floats:
    """Contrasts of the cells that are orthogonal to rows and columns, (r - 1)(c - 1) of them."""
    row, column = (np.eye(n)[:, 1:] - 1 / n for n in shape)
    return np.asarray(np.kron(row, column))


def _residuals(estimate: Estimate, p: Floats) -> Floats:
    n_rows, n_columns = p.shape
    in_row = np.kron(np.eye(n_rows), np.ones((n_columns, n_columns)))
    in_column = np.kron(np.ones((n_rows, n_rows)), np.eye(n_columns))
    row_share, column_share = np.repeat(p.sum(axis=1), n_columns), np.tile(p.sum(axis=0), n_rows)
    slope = (
        np.eye(p.size) - in_row * column_share[:, np.newaxis] - in_column * row_share[:, np.newaxis]
    )
    variance = np.diagonal(slope @ estimate.covariance @ slope.T)
    difference = estimate.values - row_share * column_share
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(variance > 0, difference / np.sqrt(variance), np.nan).reshape(p.shape)
