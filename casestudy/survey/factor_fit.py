"""Factors of a correlation matrix by minimum residuals or maximum likelihood."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

LEAST_UNIQUENESS = 0.005
"""A uniqueness is kept above this, as R's `factanal` and `fa` keep it."""

NEAR, ROUNDS = 1e-14, 2_000
"""Relative change at which the search ends, and its greatest number of rounds."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FactorFit:
    """Factors before rotation.

    Parameters
    ----------
    loadings : array of float, shape (n_items, n_factors)
    uniquenesses : array of float, shape (n_items,)
    discrepancy : float
        ln|Σ| - ln|R| + tr(RΣ⁻¹) - p, the maximum-likelihood measure, of either method.
    has_settled : bool
    """

    loadings: Floats
    uniquenesses: Floats
    discrepancy: float
    has_settled: bool

    @property
    def implied(self) -> Floats:
        """The correlations that the factors lead to."""
        return np.asarray(self.loadings @ self.loadings.T + np.diag(self.uniquenesses))


def fit_factors(correlation: Floats, n_factors: int, *, method: str) -> FactorFit:
    """Factors of a correlation matrix, by "minres" or "ml".

    Notes
    -----
    Both search over the uniquenesses alone: given these, the best loadings are the leading
    eigenvectors of R - Ψ (minimum residuals) or of Ψ^-½ R Ψ^-½ (maximum likelihood).
    """
    from scipy.optimize import minimize

    start = np.clip(
        (1 - n_factors / (2 * len(correlation))) / _inverse_diagonal(correlation), 0.01, 0.99
    )
    goal = _minres_goal if method == "minres" else _likelihood_goal
    found = minimize(
        goal, start, args=(correlation, n_factors), jac=True, method="L-BFGS-B",
        bounds=[(LEAST_UNIQUENESS, 1.0)] * len(correlation),
        options={"ftol": NEAR, "gtol": 1e-10, "maxiter": ROUNDS, "maxfun": 10 * ROUNDS},
    )  # fmt: skip
    loadings = (_minres_loadings if method == "minres" else _likelihood_loadings)(
        found.x, correlation, n_factors
    )
    uniquenesses = 1 - (loadings**2).sum(axis=1) if method == "minres" else found.x
    return FactorFit(
        loadings=_positive(loadings), uniquenesses=uniquenesses,
        discrepancy=discrepancy(correlation, loadings @ loadings.T + np.diag(uniquenesses)),
        has_settled=bool(found.success or found.nit < ROUNDS),
    )  # fmt: skip


def discrepancy(correlation: Floats, implied: Floats) -> float:
    """The maximum-likelihood distance of implied from observed correlations; NaN if none exists."""
    sign, log_implied = np.linalg.slogdet(implied)
    sign_observed, log_observed = np.linalg.slogdet(correlation)
    if sign <= 0 or sign_observed <= 0:
        return float("nan")
    trace = float(np.trace(np.linalg.solve(implied, correlation)))
    return float(log_implied - log_observed) + trace - len(correlation)


def _inverse_diagonal(correlation: Floats) -> Floats:
    return np.asarray(np.diagonal(np.linalg.pinv(correlation)))


def _minres_goal(psi: Floats, r: Floats, k: int) -> tuple[float, Floats]:
    values, vectors = np.linalg.eigh(r - np.diag(psi))
    left, of_left = values[:-k], vectors[:, :-k]
    return float((left**2).sum() / 2), -(of_left**2 @ left)


def _minres_loadings(psi: Floats, r: Floats, k: int) -> Floats:
    values, vectors = np.linalg.eigh(r - np.diag(psi))
    lead = np.maximum(values[::-1][:k], 0)
    return np.asarray(vectors[:, ::-1][:, :k] * np.sqrt(lead))


def _likelihood_goal(psi: Floats, r: Floats, k: int) -> tuple[float, Floats]:
    values, vectors = np.linalg.eigh(_scaled(psi, r))
    values = np.maximum(values, 1e-12)
    left = values[:-k]
    loadings = _from_eigen(psi, values, vectors, k)
    gradient = np.diagonal(loadings @ loadings.T + np.diag(psi) - r) / psi**2
    return float((left - np.log(left) - 1).sum()), gradient


def _likelihood_loadings(psi: Floats, r: Floats, k: int) -> Floats:
    return _from_eigen(psi, *np.linalg.eigh(_scaled(psi, r)), k)


def _scaled(psi: Floats, r: Floats) -> Floats:
    root = np.sqrt(psi)
    return np.asarray(r / np.outer(root, root))


def _from_eigen(psi: Floats, values: Floats, vectors: Floats, k: int) -> Floats:
    lead = np.sqrt(np.maximum(values[::-1][:k] - 1, 0))
    return np.asarray(np.sqrt(psi)[:, np.newaxis] * vectors[:, ::-1][:, :k] * lead)


def _positive(loadings: Floats) -> Floats:
    """The loadings with each factor's sign such that their sum is positive."""
    return np.asarray(loadings * np.where(loadings.sum(axis=0) < 0, -1.0, 1.0))
