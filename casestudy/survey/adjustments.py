"""P-values of several tests, adjusted for how many there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def holm(p: npt.ArrayLike) -> Floats:
    """P-values such that the chance of any false alarm among all tests keeps to the level (Holm).

    Parameters
    ----------
    p : array of float
        P-values of one family; NaN stays NaN and is not counted.

    Returns
    -------
    array of float
        In the order given, at most 1.

    Notes
    -----
    The i-th smallest of m is multiplied by m - i + 1, then none may be below a smaller one.

    References
    ----------
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal
    of Statistics 6, 65-70.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).round(10).tolist()
    [0.03, 0.06, 0.06]
    """

    def raised(ordered: Floats) -> Floats:
        factors = np.arange(len(ordered), 0, -1)
        return np.maximum.accumulate(factors * ordered)

    return _adjusted(p, raised)


def benjamini_hochberg(p: npt.ArrayLike) -> Floats:
    """P-values such that the share of false alarms among the alarms keeps to the level on average.

    Parameters
    ----------
    p : array of float
        P-values of one family; NaN stays NaN and is not counted.

    Returns
    -------
    array of float
        In the order given, at most 1.

    Notes
    -----
    The i-th smallest of m is multiplied by m/i, then none may be above a greater one. Holds for
    independent tests and for those that depend positively.

    References
    ----------
    Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the
    Royal Statistical Society B 57, 289-300. doi:10.1111/j.2517-6161.1995.tb02031.x

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(10).tolist()
    [0.03, 0.04, 0.04]
    """

    def raised(ordered: Floats) -> Floats:
        factors = len(ordered) / np.arange(1, len(ordered) + 1)
        return np.minimum.accumulate((factors * ordered)[::-1])[::-1]

    return _adjusted(p, raised)


def bonferroni(p: npt.ArrayLike) -> Floats:
    """P-values times their number, at most 1; NaN stays NaN and is not counted."""
    return _adjusted(p, lambda ordered: len(ordered) * ordered)


def unadjusted(p: npt.ArrayLike) -> Floats:
    """P-values as they are."""
    return np.asarray(p, dtype=float)


ADJUSTMENTS: Mapping[str, Callable[[npt.ArrayLike], Floats]] = MappingProxyType(
    {
        "holm": holm,
        "bonferroni": bonferroni,
        "benjamini_hochberg": benjamini_hochberg,
        "none": unadjusted,
    }
)


def adjusted(p: npt.ArrayLike, method: str) -> Floats:
    """P-values adjusted by a named method."""
    if method not in ADJUSTMENTS:
        raise ValueError(
            f"adjustment {method!r} is not known; allowed are {', '.join(ADJUSTMENTS)}"
        )
    return ADJUSTMENTS[method](p)


def _adjusted(p: npt.ArrayLike, raised: Callable[[Floats], Floats]) -> Floats:
    given = np.asarray(p, dtype=float)
    flat = given.ravel()
    found = np.full(flat.shape, np.nan)
    known = np.flatnonzero(~np.isnan(flat))
    order = known[np.argsort(flat[known], kind="stable")]
    found[order] = np.minimum(raised(flat[order]), 1.0)
    return found.reshape(given.shape)
