"""How many units must be coded twice before the answer is sharp enough."""

from __future__ import annotations

import math

from casestudy.agreement.result import Agreement


def units_for_width(pilot: Agreement, *, half_width: float, level: float = 0.95) -> int:
    """Units, or sources, that make the interval as narrow as wished, by a pilot's spread.

    Parameters
    ----------
    pilot : Agreement
        With a standard error. If sources were sampled the answer is a number of sources like
        those of the pilot, else a number of units.
    half_width : float
        Wished distance from the value to either bound, such as 0.1.
    level : float
        Confidence level.

    Returns
    -------
    int
        At least 2.

    Raises
    ------
    ValueError
        If the pilot has no standard error, or the width or level makes no sense.

    Notes
    -----
    n = n_pilot (z SE / half width)²: standard errors shrink with the root of n. The spread of a
    small pilot is itself uncertain by some 1 / sqrt(2 n), so round up generously.

    Examples
    --------
    >>> from casestudy.agreement import from_table, cohen_kappa
    >>> pilot = cohen_kappa(from_table([[20, 10], [20, 50]], level="nominal"))
    >>> units_for_width(pilot, half_width=0.1)
    347
    """
    if math.isnan(pilot.standard_error):
        raise ValueError(
            f"{pilot.coefficient} has no standard error to plan by; compute it with one"
        )
    if half_width <= 0 or not 0 < level < 1:
        raise ValueError(
            f"half_width {half_width} or level {level} is not allowed: above 0; between 0 and 1"
        )
    n = pilot.n_sources if "source" in pilot.standard_error_method else pilot.n_units
    wanted = n * (_normal(0.5 + level / 2.0) * pilot.standard_error / half_width) ** 2
    return max(math.ceil(wanted - 1e-9), 2)


def units_for_alpha(
    *, least: float, rarest: float, n_coders: int = 2, significance: float = 0.05
) -> int:
    """Units that show that nominal alpha is not too small, even for the rarest code.

    Parameters
    ----------
    least : float
        Least acceptable alpha, such as 0.667 or 0.8.
    rarest : float
        Share of the rarest code that must be told apart, above 0 and up to 0.5.
    n_coders : int
        How many coders, 2 or more.
    significance : float
        Probability of taking alpha for acceptable where it is not, one-sided.

    Returns
    -------
    int
        Units that every coder judges.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Notes
    -----
    N = m z² ((1 + α)(3 - α) / (4 (1 - α) p (1 - p)) - α) with m coders, z the one-sided normal
    quantile and p the share of the code: Bloch and Kraemer's variance, as Krippendorff uses it. It
    assumes that units are independent; passages of one interview are not.

    References
    ----------
    Bloch, D. A., & Kraemer, H. C. (1989). 2 × 2 kappa coefficients: measures of agreement or
    association. Biometrics 45, 269-287, equation 3.7. doi:10.2307/2532052
    Krippendorff, K. (2019). Content Analysis, 4th edition, section 12.3.

    Examples
    --------
    >>> units_for_alpha(least=0.8, rarest=0.25)
    139
    """
    if not 0 < least < 1 or not 0 < rarest <= 0.5:
        raise ValueError(
            f"least {least} or rarest {rarest} is not allowed: least lies between 0 and 1, the "
            "share of the rarest code above 0 and up to 0.5"
        )
    if n_coders < 2 or not 0 < significance < 0.5:
        raise ValueError(
            f"{n_coders} coders at significance {significance} are not allowed: two or more "
            "coders; significance between 0 and 0.5, such as 0.05"
        )
    variance = (1 + least) * (3 - least) / (4 * (1 - least) * rarest * (1 - rarest)) - least
    return math.ceil(n_coders * _normal(1.0 - significance) ** 2 * variance - 1e-9)


def _normal(share: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(share))
