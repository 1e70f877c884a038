"""What can be said of cross-tables, for a whole stack of them at once.

A stack has the shape (n_tables, n_rows, n_columns). A row or column that is 0 throughout is not
there: it adds no degree of freedom.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

BISECTIONS = 60
"""Halvings of an interval in the search for a noncentrality: as many as a float can tell apart."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TableStatistics:
    """Chi-squared, G, Cramér's V and residuals of each table of a stack.

    Parameters
    ----------
    n, chi_squared, g, v, v_corrected : array of float, shape (n_tables,)
    df, v_rank : array of int, shape (n_tables,)
        Degrees of freedom; the lesser of rows and columns, less 1.
    expected, residuals : array of float, shape of the stack
        Counts under independence; Haberman's adjusted residuals, NaN where there is no variance.
    """

    n: Floats
    chi_squared: Floats
    g: Floats
    df: Counts
    v_rank: Counts
    v: Floats
    v_corrected: Floats
    expected: Floats
    residuals: Floats

    @property
    def p(self) -> Floats:
        """P-values of chi-squared; NaN where a table has a single row or column."""
        return chi_squared_p(self.chi_squared, self.df)


def table_statistics(tables: Floats) -> TableStatistics:
    """The statistics of a stack of cross-tables, counts or weighted counts.

    Notes
    -----
    V² = χ²/(n(min(r, c) - 1)). The corrected V of Bergsma takes χ²/n - df/(n - 1), at least 0, over
    min(r', c') - 1 with r' = r - (r - 1)²/(n - 1). Adjusted residual: (o - e)/√(e(1 - row
    share)(1 - column share)).

    References
    ----------
    Bergsma, W. (2013). A bias-correction for Cramér's V and Tschuprow's T. Journal of the Korean
    Statistical Society 42, 323-328. doi:10.1016/j.jkss.2012.10.002
    Haberman, S. J. (1973). The analysis of residuals in cross-classified tables. Biometrics 29,
    205-220.
    """
    rows, columns = tables.sum(axis=2), tables.sum(axis=1)
    n = rows.sum(axis=1)
    n_rows, n_columns = (rows > 0).sum(axis=1), (columns > 0).sum(axis=1)
    df = np.maximum(n_rows - 1, 0) * np.maximum(n_columns - 1, 0)
    rank = np.maximum(np.minimum(n_rows, n_columns) - 1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        row_share, column_share = rows / n[:, np.newaxis], columns / n[:, np.newaxis]
        expected = row_share[:, :, np.newaxis] * columns[:, np.newaxis, :]
        difference = tables - expected
        cells = np.where(expected > 0, difference**2 / expected, 0.0)
        chi_squared = np.where(df > 0, cells.sum(axis=(1, 2)), np.nan)
        g = np.where(df > 0, 2 * special.xlogy(tables, tables / np.where(expected > 0, expected, 1))
                     .sum(axis=(1, 2)), np.nan)  # fmt: skip
        spread = expected * (1 - row_share)[:, :, np.newaxis] * (1 - column_share)[:, np.newaxis, :]
        residuals = np.where(spread > 0, difference / np.sqrt(spread), np.nan)
        v = np.sqrt(chi_squared / (n * rank))
        corrected = _corrected_v(chi_squared, n, n_rows, n_columns)
    return TableStatistics(
        n=n, chi_squared=chi_squared, g=g, df=df, v_rank=rank, v=v, v_corrected=corrected,
        expected=expected, residuals=residuals,
    )  # fmt: skip


def _corrected_v(chi_squared: Floats, n: Floats, n_rows: Counts, n_columns: Counts) -> Floats:
    df = (n_rows - 1) * (n_columns - 1)
    phi = np.maximum(chi_squared / n - df / (n - 1), 0)
    rows = n_rows - (n_rows - 1) ** 2 / (n - 1)
    columns = n_columns - (n_columns - 1) ** 2 / (n - 1)
    return np.asarray(np.sqrt(phi / (np.minimum(rows, columns) - 1)))


def chi_squared_p(statistic: npt.ArrayLike, df: npt.ArrayLike) -> Floats:
    """Chance of a chi-squared at least as great; NaN without a degree of freedom."""
    x, k = np.asarray(statistic, dtype=float), np.asarray(df, dtype=float)
    return np.where(k > 0, special.chdtrc(np.where(k > 0, k, 1), x), np.nan)


def noncentralities(statistic: Floats, df: Floats, level: float) -> tuple[Floats, Floats]:
    """Limits of the noncentrality of chi-squared statistics, shape (n,) each.

    The lower limit is the one at which a statistic as great has the chance (1 - level)/2, the upper
    one that at which one as small has it; 0 where even 0 is too great.
    """
    tail = (1 - level) / 2
    return _noncentrality(statistic, df, 1 - tail), _noncentrality(statistic, df, tail)


def _noncentrality(statistic: Floats, df: Floats, target: float) -> Floats:
    """Where the noncentral distribution function at the statistic falls to the target."""
    low = np.zeros_like(statistic)
    high = statistic + 10 * np.sqrt(statistic + df) + 50
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        is_above = special.chndtr(statistic, df, middle) > target
        low, high = np.where(is_above, middle, low), np.where(is_above, high, middle)
    found = (low + high) / 2
    known = np.isfinite(statistic) & (df > 0)
    none = special.chndtr(statistic, df, 0.0) <= target
    return np.where(known, np.where(none, 0.0, found), np.nan)


def v_limits(statistics: TableStatistics, level: float) -> tuple[Floats, Floats]:
    """Limits of Cramér's V in the population, from the noncentral chi-squared distribution.

    Notes
    -----
    The expectation of χ² is df plus the noncentrality n φ², so the limits of φ² are free of the
    bias that V itself has. They may not hold V where it is small.

    References
    ----------
    Smithson, M. (2003). Confidence intervals. Sage, 39-41.
    """
    df = statistics.df.astype(float)
    low, high = noncentralities(statistics.chi_squared, df, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = statistics.n * statistics.v_rank
        return np.sqrt(low / size), np.minimum(np.sqrt(high / size), 1.0)
