"""The cumulative logit model: its likelihood, its greatest point, and profiles of it.

P(y ≤ j) = logistic(zⱼθ), with one row zⱼ of numbers for each respondent and cut j. If the slopes
are the same at each cut the odds are proportional; if some have a column for each cut they are not;
with one cut it is logistic regression.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

ROUNDS, NEAR = 200, 1e-10
"""Newton steps, and the gain in likelihood below which they end."""

FLAT, WIDE = 15.0, 100.0
"""A slope, and a standard error, beyond which a slope has no end, in units of the column's spread.

Where answers are separated the likelihood rises for ever, and the search ends where it is flat:
standard errors are then some ten thousand, and those of slopes with an end below ten."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cuts:
    """The rows of a cumulative model.

    Parameters
    ----------
    rows : array of float, shape (n_cuts, n, n_parameters)
    values : array of int, shape (n,)
        The outcome, from 0 to n_cuts.
    weights : array of float, shape (n,)
    """

    rows: Floats
    values: Codes
    weights: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Maximum:
    """The greatest point of a likelihood.

    Parameters
    ----------
    at : array of float, shape (n_parameters,)
    log_likelihood : float
    information : array of float, shape (n_parameters, n_parameters)
        Minus the second derivatives.
    has_settled : bool
    """

    at: Floats
    log_likelihood: float
    information: Floats
    has_settled: bool

    @property
    def covariance(self) -> Floats:
        """Inverse of the information."""
        return np.asarray(np.linalg.pinv(self.information))


def proportional_cuts(columns: Floats, values: Codes, weights: Floats, *, n_levels: int) -> Cuts:
    """Rows of thresholds first, then slopes that are the same at each cut (with a minus sign).

    Respondents with equal columns and outcome are counted as one with their weights together.
    """
    return nominal_cuts(columns, values, weights, n_levels=n_levels, nominal=[])


def nominal_cuts(
    columns: Floats, values: Codes, weights: Floats, *, n_levels: int, nominal: list[int]
) -> Cuts:
    """The same with slopes of their own at each cut for some columns, after all others."""
    together, place = np.unique(np.column_stack([columns, values]), axis=0, return_inverse=True)
    weights = np.bincount(place.ravel(), weights=weights).astype(float)
    x, y = together[:, :-1], together[:, -1].astype(np.int64)
    n, n_cuts = len(y), n_levels - 1
    same = [column for column in range(x.shape[1]) if column not in nominal]
    width = n_cuts + len(same) + n_cuts * len(nominal)
    rows = np.zeros((n_cuts, n, width))
    for cut in range(n_cuts):
        rows[cut, :, cut] = 1.0
        rows[cut, :, n_cuts : n_cuts + len(same)] = -x[:, same]
        first = n_cuts + len(same) + cut * len(nominal)
        rows[cut, :, first : first + len(nominal)] = -x[:, nominal]
    return Cuts(rows=rows, values=y, weights=weights)


def greatest(cuts: Cuts, *, start: Floats | None = None, fixed: int | None = None) -> Maximum:
    """The greatest point of the likelihood; with one parameter held where `start` has it."""
    at = _start(cuts) if start is None else start.copy()
    free = np.array([place for place in range(len(at)) if place != fixed])
    value, slope, curve = likelihood(cuts, at)
    has_settled = False
    for _ in range(ROUNDS):
        step = np.zeros(len(at))
        step[free] = np.linalg.lstsq(-curve[np.ix_(free, free)], slope[free], rcond=1e-12)[0]
        gain = float(slope @ step)
        if gain < NEAR:
            # the last step leaves an error of the order of its square
            last = likelihood(cuts, at + step)
            if last[0] >= value - NEAR:
                at, (value, slope, curve) = at + step, last
            has_settled = True
            break
        size = 1.0
        while size > 1e-6:
            found = likelihood(cuts, at + size * step)
            if found[0] > value:
                break
            size /= 2
        if found[0] <= value:
            break
        at, (value, slope, curve) = at + size * step, found
    return Maximum(at=at, log_likelihood=value, information=-curve, has_settled=has_settled)


def likelihood(cuts: Cuts, at: Floats) -> tuple[float, Floats, Floats]:
    """Log likelihood, its slope and its curvature; minus infinity where thresholds cross."""
    chance, upper, lower = _parts(cuts, at)
    if (chance <= 0).any() or not np.isfinite(chance).all():
        k = len(at)
        return -np.inf, np.zeros(k), -np.eye(k)
    w = cuts.weights
    (f, g, high), (e, d, low) = upper, lower
    score = (f[:, None] * high - e[:, None] * low) / chance[:, None]
    bend = high.T @ ((w * g / chance)[:, None] * high) - low.T @ ((w * d / chance)[:, None] * low)
    curve = bend - score.T @ (w[:, None] * score)
    return float(w @ np.log(chance)), w @ score, curve


def scores(cuts: Cuts, at: Floats) -> Floats:
    """Slope of each respondent's log likelihood, weights included, shape (n, n_parameters)."""
    chance, (f, _, high), (e, _, low) = _parts(cuts, at)
    return np.asarray(
        cuts.weights[:, None] * (f[:, None] * high - e[:, None] * low) / chance[:, None]
    )


def chances(rows: Floats, at: Floats) -> Floats:
    """Chance of each outcome, shape (n, n_cuts + 1), from rows of shape (n_cuts, n, k)."""
    below = special.expit(rows @ at).T
    edges = np.column_stack([np.zeros(len(below)), below, np.ones(len(below))])
    return np.diff(edges, axis=1)


Side = tuple[Floats, Floats, Floats]


def _parts(cuts: Cuts, at: Floats) -> tuple[Floats, Side, Side]:
    """Chance of each answer; density, its slope and the row at the cut above it and below it."""
    n_cuts, n, k = cuts.rows.shape
    eta = cuts.rows @ at
    everybody = np.arange(n)
    sides: list[Side] = []
    tops: list[Floats] = []
    for cut, is_there, edge in (
        (cuts.values, cuts.values < n_cuts, 1.0),
        (cuts.values - 1, cuts.values > 0, 0.0),
    ):
        place = np.clip(cut, 0, n_cuts - 1)
        below = special.expit(eta[place, everybody])
        density = np.where(is_there, below * (1 - below), 0.0)
        row = np.where(is_there[:, None], cuts.rows[place, everybody], 0.0).reshape(n, k)
        sides.append((density, density * (1 - 2 * below), row))
        tops.append(np.where(is_there, below, edge))
    return tops[0] - tops[1], sides[0], sides[1]


def _start(cuts: Cuts) -> Floats:
    """Thresholds from the shares of the outcome, slopes of 0."""
    n_cuts = len(cuts.rows)
    sizes = np.bincount(cuts.values, weights=cuts.weights, minlength=n_cuts + 1)
    share = np.clip(np.cumsum(sizes)[:-1] / sizes.sum(), 1e-6, 1 - 1e-6)
    at = np.zeros(cuts.rows.shape[2])
    at[:n_cuts] = special.logit(share)
    return at


def have_no_end(slopes: Floats, errors: Floats, columns: Floats) -> npt.NDArray[np.bool_]:
    """Which slopes have no end, because their columns tell the answers apart wholly."""
    spread = columns.std(axis=0)
    unit = np.where(spread > 0, spread, 1.0)
    return np.asarray((np.abs(slopes) * unit > FLAT) | (errors * unit > WIDE))


def profile_limits(cuts: Cuts, best: Maximum, place: int, *, level: float) -> tuple[float, float]:
    """Where twice the loss of likelihood, the others at their best, reaches chi-squared."""
    allowed = float(special.chdtri(1, 1 - level)) / 2
    error = float(np.sqrt(best.covariance[place, place]))
    return (
        _profile_end(cuts, best, place, step=-2 * error, allowed=allowed),
        _profile_end(cuts, best, place, step=2 * error, allowed=allowed),
    )


def _profile_end(cuts: Cuts, best: Maximum, place: int, *, step: float, allowed: float) -> float:
    from scipy.optimize import brentq

    state = best.at.copy()

    def lack(distance: float) -> float:
        nonlocal state
        if distance == 0:
            return -allowed
        if distance == reached:
            return there
        start = state.copy()
        start[place] = best.at[place] + distance
        found = greatest(cuts, start=start, fixed=place)
        if np.isfinite(found.log_likelihood):
            state = found.at
        return best.log_likelihood - found.log_likelihood - allowed

    far, reached, there = step, 0.0, 0.0
    for _ in range(20):
        value = lack(far)
        if value > 0:
            break
        far *= 1.6
    else:
        return float(np.sign(step) * np.inf)
    reached, there = far, value
    return float(best.at[place] + brentq(lack, 0.0, far, xtol=1e-9, rtol=1e-12))
