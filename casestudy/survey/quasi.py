"""Quasi standard errors: one for each of some estimates, with which any two can be compared."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

ROUNDS, NEAR = 500, 1e-12
"""Rounds of the search and the relative change at which it ends."""


def quasi_variances(covariance: Floats) -> tuple[Floats, float]:
    """Variances whose sums are nearly the variances of all differences of two estimates.

    Parameters
    ----------
    covariance : array of float, shape (n, n)
        Of estimates of which only differences mean something; the reference's row may be 0.

    Returns
    -------
    tuple of array of float, shape (n,), and float
        The quasi variances, and the greatest relative error of the standard error of a difference
        that they bring. For two estimates the variance of the difference is halved. One of them may
        be negative where errors are large; it is NaN then, and so is its root.

    Notes
    -----
    Least squares of the logarithms: Σ (log(qᵢ + qⱼ) - log vᵢⱼ)² over all pairs.

    References
    ----------
    Firth, D., & de Menezes, R. X. (2004). Quasi-variances. Biometrika 91, 65-80.
    doi:10.1093/biomet/91.1.65

    Examples
    --------
    >>> values, error = quasi_variances(np.diag([0.1, 0.2, 0.3]))
    >>> values.round(6).tolist(), round(error, 6)
    ([0.1, 0.2, 0.3], 0.0)
    """
    n = len(covariance)
    if not _is_of_estimates(covariance):
        return np.full(n, np.nan), np.nan
    first, second = np.triu_indices(n, 1)
    own = np.diagonal(covariance)
    wanted = own[first] + own[second] - 2 * covariance[first, second]
    if n < 3:
        return np.full(n, wanted[0] / 2 if n == 2 else np.nan), 0.0
    pairs = np.zeros((len(first), n))
    pairs[np.arange(len(first)), first] = pairs[np.arange(len(first)), second] = 1.0
    found = np.linalg.lstsq(pairs, wanted, rcond=None)[0]
    if (pairs @ found <= 0).any():
        found = np.full(n, wanted.mean() / 2)
    for _ in range(ROUNDS):
        sums = pairs @ found
        step = np.linalg.lstsq(pairs / sums[:, np.newaxis], np.log(wanted / sums), rcond=None)[0]
        size = 1.0
        while (pairs @ (found + size * step) <= 0).any():
            size /= 2
        found = found + size * step
        if np.abs(step).max() < NEAR * np.abs(found).max():
            break
    error = float(np.abs(np.sqrt(pairs @ found / wanted) - 1).max())
    return np.where(found > 0, found, np.nan), error


def _is_of_estimates(covariance: Floats) -> bool:
    """Whether each difference has a variance that is known and above 0."""
    own = np.diagonal(covariance)
    differences = own[:, np.newaxis] + own - 2 * covariance
    places = np.triu_indices(len(own), 1)
    return bool((differences[places] > 0).all())
