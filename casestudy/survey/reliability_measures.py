"""Measures of how well items hold together, from their covariances."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy import special

from casestudy.survey.factor_fit import fit_factors

Floats = npt.NDArray[np.float64]

MOST_SPLITS = 5_000
"""Halves beyond which splits are drawn instead of all being taken."""


def alpha(covariance: Floats) -> float:
    """Cronbach's alpha: k/(k - 1) (1 - Σ variances / variance of the sum); NaN of one item."""
    k, total = len(covariance), float(covariance.sum())
    if k < 2 or total <= 0:
        return float("nan")
    return float(k / (k - 1) * (1 - np.trace(covariance) / total))


def alpha_if_dropped(covariance: Floats) -> Floats:
    """Alpha of the other items, for each item."""
    k = len(covariance)
    others = [np.delete(np.delete(covariance, place, 0), place, 1) for place in range(k)]
    return np.array([alpha(some) for some in others])


def standardised_alpha(correlation: Floats) -> float:
    """Alpha of the items after each was brought to the same spread."""
    return alpha(correlation)


def mean_correlation(correlation: Floats) -> float:
    """Mean correlation of two items."""
    return float(correlation[np.triu_indices(len(correlation), 1)].mean())


@np.errstate(divide="ignore", invalid="ignore")
def guttman_lambda6(correlation: Floats) -> float:
    """Guttman's λ₆: 1 - Σ(1 - squared multiple correlation)/Σ of all correlations."""
    total = float(correlation.sum())
    errors = 1 / np.diagonal(np.linalg.pinv(correlation))
    return float(1 - errors.sum() / total)


def item_rest_correlations(covariance: Floats) -> Floats:
    """Correlation of each item with the sum of the others."""
    own, with_all = np.diagonal(covariance), covariance.sum(axis=1)
    rest = covariance.sum() - 2 * with_all + own
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(rest > 0, (with_all - own) / np.sqrt(own * rest), np.nan)


@np.errstate(divide="ignore", invalid="ignore")
def omega_total(covariance: Floats) -> tuple[float, float]:
    """McDonald's omega of one factor: with the implied, and with the observed variance of the sum.

    Notes
    -----
    (Σλ)²/((Σλ)² + Σθ) with loadings λ and errors θ of one factor by maximum likelihood; NaN for
    two items, whose factor is not determined.
    """
    if len(covariance) < 3:
        return float("nan"), float("nan")
    sd = np.sqrt(np.diagonal(covariance))
    fit = fit_factors(covariance / np.outer(sd, sd), 1, method="ml")
    common = float((sd * fit.loadings[:, 0]).sum()) ** 2
    errors = float((sd**2 * fit.uniquenesses).sum())
    if not common + errors > 0:  # the items cancel each other out
        return float("nan"), float("nan")
    return common / (common + errors), common / (float(covariance.sum()) or float("nan"))


def feldt_limits(value: float, *, n: int, k: int, level: float) -> tuple[float, float]:
    """Feldt's limits of alpha: 1 - (1 - α)F with n - 1 and (n - 1)(k - 1) degrees of freedom.

    References
    ----------
    Feldt, L. S., Woodruff, D. J., & Salih, F. A. (1987). Statistical inference for coefficient
    alpha. Applied Psychological Measurement 11, 93-103. doi:10.1177/014662168701100107
    """
    if n < 2 or np.isnan(value):
        return float("nan"), float("nan")
    df = (n - 1, (n - 1) * (k - 1))
    low, high = (special.fdtri(*df, tail) for tail in ((1 + level) / 2, (1 - level) / 2))
    return float(1 - (1 - value) * low), float(1 - (1 - value) * high)


@np.errstate(divide="ignore", invalid="ignore")
def split_halves(covariance: Floats, *, rng: np.random.Generator) -> tuple[Floats, bool]:
    """Guttman's λ₄ of the splits into two halves (of nearly one size), and whether all were taken.

    Notes
    -----
    4 cov(A, B)/var(A + B), which is the Spearman-Brown reliability when the halves spread alike.
    """
    k = len(covariance)
    half = k // 2
    n_all = int(special.comb(k, half, exact=True)) // (2 if k % 2 == 0 else 1)
    if n_all <= MOST_SPLITS:
        rows = [c for c in combinations(range(k), half) if k % 2 or 0 in c]
        inside = np.zeros((len(rows), k))
        for row, places in enumerate(rows):
            inside[row, list(places)] = 1.0
    else:
        order = rng.permuted(np.tile(np.arange(k), (MOST_SPLITS, 1)), axis=1)
        inside = (order < half).astype(float)
    across = np.einsum("si,ij,sj->s", inside, covariance, 1 - inside)
    return np.asarray(4 * across / covariance.sum()), n_all <= MOST_SPLITS


@np.errstate(divide="ignore", invalid="ignore")
def odd_even(covariance: Floats) -> float:
    """Spearman and Brown's reliability from the items with odd and with even numbers."""
    first = np.arange(len(covariance)) % 2 == 0
    a, b = first.astype(float), (~first).astype(float)
    together = a @ covariance @ b / np.sqrt((a @ covariance @ a) * (b @ covariance @ b))
    return float(2 * together / (1 + together))
