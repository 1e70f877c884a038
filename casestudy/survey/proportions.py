"""Intervals of shares: one at a time, of all answers at once, under a design, of a difference.

Arrays in, arrays out; a share of nobody has no interval (NaN).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from scipy import special

from casestudy.intervals import Interval
from casestudy.survey.linearised import Estimate

Floats = npt.NDArray[np.float64]
Limits = tuple[Floats, Floats]

PLAIN = "wilson"
"""The interval of a share where nothing else is asked for."""

DESIGNED = "korn_graubard"
"""The interval of a share under a design where nothing else is asked for."""

LOGIT_EDGE = 1e-9
"""Shares nearer to 0 or 1 than this have no logit and get the exact limits instead."""


def checked_level(level: float) -> float:
    """The confidence level, refused if it is none."""
    if not 0 < level < 1:
        raise ValueError(f"level {level} is not allowed: it lies between 0 and 1, such as 0.95")
    return level


def share_intervals(
    counts: npt.ArrayLike, n: npt.ArrayLike, *, level: float = 0.95, method: str = PLAIN
) -> tuple[Interval, ...]:
    """Ranges of true shares that observed shares are compatible with.

    Parameters
    ----------
    counts : array of int, shape (n_shares,)
        How many of the base have each property.
    n : int or array of int, shape (n_shares,)
        The base; where it is 0 the bounds are NaN.
    level : float
        Confidence level, between 0 and 1.
    method : str
        "wilson", "wilson_continuity" (with the correction for whole numbers), "clopper_pearson"
        (never below the level, and wider), or, of the answers to one item all at once, "goodman"
        or "sison_glaz".

    Returns
    -------
    tuple of Interval
        One for each share, from 0 to 1.

    Raises
    ------
    ValueError
        If a count does not lie in 0 to its base, or level or method are not known.

    Notes
    -----
    Each of the first three holds for one share alone. The simultaneous ones hold for all shares
    of one item together with the given level, under multinomial sampling. Goodman's are Wilson's
    with chi-squared at level 1 - (1 - level)/k; Sison and Glaz's are computed by statsmodels.

    References
    ----------
    Newcombe, R. G. (1998). Two-sided confidence intervals for the single proportion. Statistics
    in Medicine 17, 857-872. Goodman, L. A. (1965). On simultaneous confidence intervals for
    multinomial proportions. Technometrics 7, 247-254. doi:10.1080/00401706.1965.10490252

    Examples
    --------
    >>> [found] = share_intervals([14], 40)
    >>> round(found.low, 4), round(found.high, 4)
    (0.2213, 0.5049)
    """
    checked_level(level)
    x = np.atleast_1d(np.asarray(counts, dtype=float))
    base = np.broadcast_to(np.asarray(n, dtype=float), x.shape)
    if ((x < 0) | (x > base)).any():
        place = int(np.flatnonzero((x < 0) | (x > base))[0])
        raise ValueError(
            f"{x[place]:g} of {base[place]:g} is not a share: 0 <= count <= base is allowed"
        )
    if method not in METHODS:
        raise ValueError(f"interval {method!r} is not known; allowed are {', '.join(METHODS)}")
    name, limits = METHODS[method]
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = limits(x, base, level)
    return intervals(np.where(base > 0, low, np.nan), np.where(base > 0, high, np.nan), level, name)


def intervals(low: Floats, high: Floats, level: float, name: str) -> tuple[Interval, ...]:
    """Records of some limits."""
    pairs = zip(low.tolist(), high.tolist(), strict=True)
    return tuple(Interval(low=a, high=b, level=level, method=name) for a, b in pairs)


def wilson_limits(x: Floats, n: Floats, level: float) -> Limits:
    """Wilson's score limits of x of n, which need not be whole numbers."""
    return _score_limits(x, n, special.ndtri((1 + level) / 2) ** 2)


def _score_limits(x: Floats, n: Floats, chi_squared: float) -> Limits:
    p, q = x / n, chi_squared / n
    centre, half = (p + q / 2) / (1 + q), np.sqrt(q * (p * (1 - p) + q / 4)) / (1 + q)
    return np.where(x == 0, 0.0, centre - half), np.where(x == n, 1.0, centre + half)


def _wilson_continuity(x: Floats, n: Floats, level: float) -> Limits:
    z, p = special.ndtri((1 + level) / 2), x / n
    spread = z * z - 1 / n + 4 * n * p * (1 - p)
    shift = 4 * p - 2
    low = (2 * x + z * z - (z * np.sqrt(np.maximum(spread + shift, 0)) + 1)) / (2 * (n + z * z))
    high = (2 * x + z * z + (z * np.sqrt(np.maximum(spread - shift, 0)) + 1)) / (2 * (n + z * z))
    return np.where(x == 0, 0.0, np.maximum(low, 0)), np.where(x == n, 1.0, np.minimum(high, 1))


def beta_limits(x: Floats, n: Floats, level: float) -> Limits:
    """Clopper and Pearson's limits of x of n, which need not be whole numbers."""
    tail = (1 - level) / 2
    low = np.where(x > 0, special.betaincinv(np.maximum(x, 1e-300), n - x + 1, tail), 0.0)
    high = np.where(x < n, special.betaincinv(x + 1, np.maximum(n - x, 1e-300), 1 - tail), 1.0)
    return low, high


def _goodman(x: Floats, n: Floats, level: float) -> Limits:
    return _score_limits(x, n, float(special.chdtri(1, (1 - level) / len(x))))


def _sison_glaz(x: Floats, n: Floats, level: float) -> Limits:
    from statsmodels.stats.proportion import multinomial_proportions_confint

    if not x.sum():
        return np.full_like(x, np.nan), np.full_like(x, np.nan)
    found = multinomial_proportions_confint(x, alpha=1 - level, method="sison-glaz")
    return found[:, 0], found[:, 1]


METHODS: Mapping[str, tuple[str, Callable[[Floats, Floats, float], Limits]]] = MappingProxyType(
    {
        "wilson": ("Wilson score", wilson_limits),
        "wilson_continuity": ("Wilson score, continuity-corrected", _wilson_continuity),
        "clopper_pearson": ("Clopper-Pearson", beta_limits),
        "goodman": ("Goodman, simultaneous", _goodman),
        "sison_glaz": ("Sison-Glaz, simultaneous", _sison_glaz),
    }
)


def design_share_intervals(
    estimate: Estimate, *, level: float, method: str = DESIGNED
) -> tuple[Interval, ...]:
    """Intervals of shares that were estimated under a design.

    Parameters
    ----------
    estimate : Estimate
        Shares with their covariance.
    method : str
        "korn_graubard" (exact limits at the effective sample size), "logit" or "arcsine" (Student
        limits on that scale), or "wilson" (score limits at the effective sample size).

    Notes
    -----
    The effective size is p(1 - p)/variance, for "korn_graubard" also adjusted for the design's
    degrees of freedom; where a share is 0 or 1 it is Kish's.

    References
    ----------
    Korn, E. L., & Graubard, B. I. (1998). Confidence intervals for proportions with small expected
    number of positive counts estimated from survey data. Survey Methodology 24, 193-201.
    """
    checked_level(level)
    if method not in DESIGN_METHODS:
        raise ValueError(
            f"interval {method!r} is not known under a design; "
            f"allowed are {', '.join(DESIGN_METHODS)}"
        )
    name, limits = DESIGN_METHODS[method]
    if not estimate.n:
        return intervals(estimate.values, estimate.values, level, name)
    with np.errstate(divide="ignore", invalid="ignore"):
        return intervals(*limits(estimate, level), level, name)


def _effective(estimate: Estimate) -> Floats:
    p, variance = estimate.values, np.diagonal(estimate.covariance)
    safe = np.where(variance > 0, variance, 1)
    return np.where(variance > 0, p * (1 - p) / safe, estimate.effective_n)


def _korn_graubard(estimate: Estimate, level: float) -> Limits:
    upper = (1 + level) / 2
    ratio = special.stdtrit(estimate.n - 1, upper) / special.stdtrit(max(estimate.df, 1), upper)
    n = _effective(estimate) * ratio**2
    return beta_limits(n * estimate.values, n, level)


def _designed_wilson(estimate: Estimate, level: float) -> Limits:
    n = _effective(estimate)
    return wilson_limits(n * estimate.values, n, level)


def _logit(estimate: Estimate, level: float) -> Limits:
    p, half = _inside(estimate, level)
    step = half / (p * (1 - p))
    centre = special.logit(p)
    return _exact_at_edges(
        estimate, level, special.expit(centre - step), special.expit(centre + step)
    )


def _arcsine(estimate: Estimate, level: float) -> Limits:
    p, half = _inside(estimate, level)
    centre, step = np.arcsin(np.sqrt(p)), half / (2 * np.sqrt(p * (1 - p)))
    low, high = np.maximum(centre - step, 0), np.minimum(centre + step, np.pi / 2)
    return _exact_at_edges(estimate, level, np.sin(low) ** 2, np.sin(high) ** 2)


def _inside(estimate: Estimate, level: float) -> Limits:
    """The shares, kept off 0 and 1, and half the width of their Student intervals."""
    half = special.stdtrit(max(estimate.df, 1), (1 + level) / 2) * estimate.standard_errors
    return np.clip(estimate.values, LOGIT_EDGE, 1 - LOGIT_EDGE), half


def _exact_at_edges(estimate: Estimate, level: float, low: Floats, high: Floats) -> Limits:
    exact = _korn_graubard(estimate, level)
    p = estimate.values
    is_edge = (p < LOGIT_EDGE) | (p > 1 - LOGIT_EDGE)
    return np.where(is_edge, exact[0], low), np.where(is_edge, exact[1], high)


DESIGN_METHODS: Mapping[str, tuple[str, Callable[[Estimate, float], Limits]]] = MappingProxyType(
    {
        "korn_graubard": ("Korn-Graubard, design-based", _korn_graubard),
        "wilson": ("Wilson score at the effective size, design-based", _designed_wilson),
        "logit": ("logit, design-based", _logit),
        "arcsine": ("arcsine, design-based", _arcsine),
    }
)


def share_difference(
    counts: tuple[int, int], bases: tuple[int, int], *, level: float = 0.95
) -> Interval:
    """Range of the true difference between the shares of two separate groups (Newcombe, method 10).

    Parameters
    ----------
    counts, bases : tuple of int
        How many of how many, in the first and in the second group.
    level : float
        Confidence level, between 0 and 1.

    Raises
    ------
    ValueError
        If a count does not lie in 0 to its base, or a base is 0.

    Notes
    -----
    From Wilson's limits of both groups. For groups of different people, not for two answers of
    the same people.

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions.
    Statistics in Medicine 17, 873-890, table II.

    Examples
    --------
    >>> found = share_difference((56, 48), (70, 80))
    >>> round(found.low, 4), round(found.high, 4)
    (0.0524, 0.3339)
    """
    if 0 in bases:
        raise ValueError("a group of nobody has no share; both bases have to be at least 1")
    one, other = share_intervals(counts, bases, level=level)
    p, q = counts[0] / bases[0], counts[1] / bases[1]
    low = p - q - np.hypot(p - one.low, other.high - q)
    high = p - q + np.hypot(one.high - p, q - other.low)
    return Interval(low=float(low), high=float(high), level=level, method="Newcombe, method 10")
