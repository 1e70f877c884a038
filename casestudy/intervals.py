"""Intervals: how far a number that was counted can be trusted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A confidence interval with the level and the method that made it."""

    low: float
    high: float
    level: float
    method: str


def wilson(count: int, n: int, *, level: float = 0.95) -> Interval:
    """Range of true shares that an observed share is compatible with (Wilson's score interval).

    Parameters
    ----------
    count : int
        How many of the n have the property.
    n : int
        The base: how many were looked at, at least 1.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Interval
        Bounds between 0 and 1.

    Raises
    ------
    ValueError
        If n is less than 1, count does not lie in 0 to n, or level not between 0 and 1.

    Notes
    -----
    Computed by statsmodels. For a simple random sample; it says nothing about who was asked.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association 22, 209-212. doi:10.1080/01621459.1927.10502953

    Examples
    --------
    >>> found = wilson(81, 263)  # Newcombe (1998), table I: 0.2553 to 0.3662
    >>> round(found.low, 4), round(found.high, 4)
    (0.2553, 0.3662)
    """
    if n < 1 or not 0 <= count <= n:
        raise ValueError(f"{count} of {n} is not a share: n >= 1 and 0 <= count <= n are allowed")
    if not 0 < level < 1:
        raise ValueError(f"level {level} is not allowed: it lies between 0 and 1, such as 0.95")
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(count, n, alpha=1 - level, method="wilson")
    return Interval(low=float(low), high=float(high), level=level, method="Wilson score")
