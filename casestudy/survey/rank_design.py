"""Rank tests under a sample design: differences of mean ranks over their linearised errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from casestudy.survey.cross_tables import CrossTable

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MeanRanks:
    """Mean ranks of some groups, as shares of the population from 0 to 1.

    Parameters
    ----------
    values : array of float, shape (n_groups,)
        NaN for a group of nobody.
    covariance : array of float, shape (n_groups, n_groups)
        With the ranks taken as given, as under the hypothesis of no difference.
    df : float
        Of the design.
    """

    values: Floats
    covariance: Floats
    df: float

    def overall(self) -> tuple[float, tuple[float, float], float]:
        """Wald's F of all groups alike, its degrees of freedom and its p-value."""
        known = np.flatnonzero(np.isfinite(self.values))
        k = len(known)
        contrasts = np.eye(k)[1:] - np.eye(k)[0]
        differences = contrasts @ self.values[known]
        spread = contrasts @ self.covariance[np.ix_(known, known)] @ contrasts.T
        df = (float(k - 1), self.df - (k - 1))
        if k < 2 or np.linalg.matrix_rank(spread) < k - 1:
            return float("nan"), df, float("nan")
        wald = float(differences @ np.linalg.solve(spread, differences))
        return wald / (k - 1), df, float(special.fdtrc(*df, wald / (k - 1)))

    def difference(self, first: int, second: int) -> tuple[float, float, float]:
        """The t of one group less another, its degrees of freedom and its two-sided p-value."""
        both = [first, second]
        error = float(np.sqrt(np.array([1, -1]) @ self.covariance[np.ix_(both, both)] @ [1, -1]))
        distance, df = float(self.values[first] - self.values[second]), self.df - 1
        t = distance / error if error > 0 else float("nan")
        return t, df, float(2 * special.stdtr(df, -abs(t)))


def design_mean_ranks(table: CrossTable) -> MeanRanks:
    """Mean ranks of the groups of a table that comes from answers with a design.

    Notes
    -----
    The rank of an answer is the share of the population below it and half of the share that gives
    it. The covariance follows from that of the cells' shares.

    References
    ----------
    Lumley, T., & Scott, A. J. (2013). Two-sample rank tests under complex sampling. Biometrika 100,
    831-842. doi:10.1093/biomet/ast027
    """
    if table.estimate is None:
        raise ValueError("the table has no design; use the plain rank test")
    shares = table.estimate.values.reshape(table.counts.shape)
    totals = shares.sum(axis=1)
    ranks = np.cumsum(totals) - totals / 2
    sizes = shares.sum(axis=0)
    n_groups = len(sizes)
    values, slope = np.full(n_groups, np.nan), np.zeros((n_groups, shares.size))
    for group in np.flatnonzero(sizes > 0):
        values[group] = ranks @ shares[:, group] / sizes[group]
        cells = np.arange(len(ranks)) * n_groups + group
        slope[group, cells] = (ranks - values[group]) / sizes[group]
    return MeanRanks(
        values=values,
        covariance=slope @ table.estimate.covariance @ slope.T,
        df=table.estimate.df,
    )
