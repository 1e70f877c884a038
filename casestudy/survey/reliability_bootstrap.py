"""Bootstrap of alpha and omega: the same drawn respondents for all numbers of a scale.

All that alpha needs of a resample are sums: of each item, of all squares, of the scale and of its
square. So the resamples are one matrix of how often each respondent was drawn, times these columns.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from casestudy.survey.scale_items import pair_covariance

Floats = npt.NDArray[np.float64]

BLOCK_CELLS = 8_000_000
"""Cells of the matrix of draws that are made at a time, which keeps memory below 64 MiB."""

OMEGA_ROUNDS = 400
"""Rounds of the search for one factor, for all resamples at once."""


@np.errstate(divide="ignore", invalid="ignore")
def drawn_alphas(values: Floats, *, n_resamples: int, rng: np.random.Generator) -> Floats:
    """Alpha of each resample of the respondents, shape (n_resamples,)."""
    n, k = values.shape
    centred = values - values.mean(axis=0)
    total = centred.sum(axis=1)
    columns = np.column_stack([centred, (centred**2).sum(axis=1), total, total**2])
    found = []
    for counts in _draws(n, n_resamples, rng):
        sums = counts @ columns
        items = sums[:, k] - (sums[:, :k] ** 2).sum(axis=1) / n
        whole = sums[:, k + 2] - sums[:, k + 1] ** 2 / n
        with np.errstate(divide="ignore", invalid="ignore"):
            found.append(k / (k - 1) * (1 - items / whole))
    return np.concatenate(found)


@np.errstate(divide="ignore", invalid="ignore")
def drawn_omegas(values: Floats, *, n_resamples: int, rng: np.random.Generator) -> Floats:
    """Omega of one factor of each resample of the respondents, shape (n_resamples,)."""
    n, k = values.shape
    centred = values - values.mean(axis=0)
    a, b = np.triu_indices(k)
    columns = np.column_stack([centred, centred[:, a] * centred[:, b]])
    found = []
    for counts in _draws(n, n_resamples, rng):
        sums = counts @ columns
        covariance = np.empty((len(counts), k, k))
        pairs = sums[:, k:] / n - sums[:, a] * sums[:, b] / n**2
        covariance[:, a, b] = covariance[:, b, a] = pairs
        found.append(one_factor_omegas(covariance))
    return np.concatenate(found)


@np.errstate(divide="ignore", invalid="ignore")
def one_factor_omegas(covariance: Floats) -> Floats:
    """Omega of one factor by maximum likelihood, for a stack of covariance matrices.

    Notes
    -----
    Given the errors, the loadings are the leading eigenvector of Ψ^-½ S Ψ^-½; given the loadings,
    the errors are what is left of the variances. The eigenvectors are carried on by powers.
    """
    variance = np.diagonal(covariance, axis1=1, axis2=2)
    psi = variance / 2
    direction = np.ones_like(variance)
    for _ in range(OMEGA_ROUNDS):
        root = np.sqrt(psi)
        for _ in range(3):
            direction = np.einsum("bij,bj->bi", covariance, direction / root) / root
            direction /= np.linalg.norm(direction, axis=1, keepdims=True)
        moved = np.einsum("bij,bj->bi", covariance, direction / root) / root
        size = np.maximum((direction * moved).sum(axis=1) - 1, 0)
        loadings = root * direction * np.sqrt(size)[:, np.newaxis]
        psi = np.maximum(variance - loadings**2, 0.005 * variance)
    common = loadings.sum(axis=1) ** 2
    return np.asarray(common / (common + psi.sum(axis=1)))


def _draws(n: int, n_resamples: int, rng: np.random.Generator) -> Iterator[Floats]:
    """Blocks of how often each respondent was drawn, shape (rows, n)."""
    rows = max(1, min(n_resamples, BLOCK_CELLS // n))
    for start in range(0, n_resamples, rows):
        size = min(rows, n_resamples - start)
        counts = np.empty((size, n))
        for row in range(size):
            counts[row] = np.bincount(rng.integers(0, n, n), minlength=n)
        yield counts


def drawn_with_gaps(
    values: Floats, *, n_resamples: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Alpha and omega of each resample where some answers are missing, by pairs of items."""
    n, k = values.shape
    covariance = np.empty((n_resamples, k, k))
    for row in range(n_resamples):
        covariance[row] = pair_covariance(values[rng.integers(0, n, n)])
    whole = covariance.sum(axis=(1, 2))
    items = np.trace(covariance, axis1=1, axis2=2)
    with np.errstate(divide="ignore", invalid="ignore"):
        alphas = k / (k - 1) * (1 - items / whole)
        omegas = one_factor_omegas(covariance) if k > 2 else np.full(n_resamples, np.nan)
    return alphas, omegas
