"""The odds ratio of a table of two by two, with its interval."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

from casestudy.intervals import Interval
from casestudy.survey.cross_tables import CrossTable

Floats = npt.NDArray[np.float64]

ADDED = 0.5
"""What is added to each cell where one is 0 (Haldane and Anscombe)."""


def odds_ratio(table: CrossTable, *, is_exact: bool, level: float) -> tuple[float, Interval]:
    """How many times the odds of the first row are greater in the first column than in the second.

    Parameters
    ----------
    table : CrossTable
        Of any size; NaN unless it is two by two.
    is_exact : bool
        Whether to give the conditional estimate with its exact interval instead of the sample's
        own odds ratio with Woolf's. With a design the interval is of the linearised logarithm.
    level : float
        Confidence level, between 0 and 1.

    Notes
    -----
    ab = ad/(bc); variance of its logarithm 1/a + 1/b + 1/c + 1/d, after 1/2 was added to each cell
    if one is 0. The conditional estimate is computed by scipy.
    """
    if table.counts.shape != (2, 2):
        return np.nan, Interval(low=np.nan, high=np.nan, level=level, method="none")
    if table.estimate is not None:
        return _designed(table, level)
    return _conditional(table, level) if is_exact else _woolf(table.counts, level)


def _woolf(counts: npt.NDArray[np.int64], level: float) -> tuple[float, Interval]:
    cells = counts.ravel() + (ADDED if (counts == 0).any() else 0.0)
    log_ratio = float(np.log(cells) @ [1, -1, -1, 1])
    half = special.ndtri((1 + level) / 2) * np.sqrt((1 / cells).sum())
    name = "Woolf, 1/2 added to each cell" if (counts == 0).any() else "Woolf"
    return float(np.exp(log_ratio)), _interval(log_ratio, half, level, name)


def _designed(table: CrossTable, level: float) -> tuple[float, Interval]:
    estimate = table.estimate
    if estimate is None or (estimate.values <= 0).any():
        return np.nan, Interval(low=np.nan, high=np.nan, level=level, method="none, a cell is 0")
    signs = np.array([1, -1, -1, 1])
    log_ratio = float(np.log(estimate.values) @ signs)
    slope = signs / estimate.values
    error = float(np.sqrt(slope @ estimate.covariance @ slope))
    half = special.stdtrit(max(estimate.df, 1), (1 + level) / 2) * error
    return float(np.exp(log_ratio)), _interval(log_ratio, half, level, "logit, design-based")


def _conditional(table: CrossTable, level: float) -> tuple[float, Interval]:
    from scipy.stats.contingency import odds_ratio as conditional

    found = conditional(table.counts, kind="conditional")
    limits = found.confidence_interval(confidence_level=level)
    interval = Interval(
        low=float(limits.low), high=float(limits.high), level=level, method="conditional, exact"
    )
    return float(found.statistic), interval


def _interval(log_ratio: float, half: float, level: float, name: str) -> Interval:
    low, high = np.exp([log_ratio - half, log_ratio + half]).tolist()
    return Interval(low=low, high=high, level=level, method=name)
