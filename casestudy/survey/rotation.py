"""Rotations of loadings by gradient projection: varimax, and oblimin for factors that correlate."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Criterion = Callable[[Floats], tuple[float, Floats]]
"""A criterion's value for some loadings and its gradient."""

NEAR, ROUNDS = 1e-6, 5_000
"""Size of the projected gradient at which a rotation has settled, and the most rounds."""

ROTATIONS = ("oblimin", "varimax", "none")
"""The rotations that are known."""


def rotated(loadings: Floats, rotation: str) -> tuple[Floats, Floats]:
    """Rotated loadings and the correlations of the factors.

    Parameters
    ----------
    loadings : array of float, shape (n_items, n_factors)
    rotation : {"oblimin", "varimax", "none"}
        Oblimin is direct quartimin (γ = 0), without Kaiser's normalisation; varimax with it.

    Returns
    -------
    tuple of arrays of float, shapes (n_items, n_factors) and (n_factors, n_factors)
        Factors in the order of the variance they explain, each with a positive sum of loadings.

    References
    ----------
    Jennrich, R. I. (2002). A simple general method for oblique rotation. Psychometrika 67, 7-19.
    Bernaards, C. A., & Jennrich, R. I. (2005). Gradient projection algorithms and software for
    arbitrary rotation criteria in factor analysis. Educational and Psychological Measurement 65,
    676-696. doi:10.1177/0013164404272507
    """
    k = loadings.shape[1]
    if rotation == "none" or k == 1:
        return _in_order(loadings, np.eye(k))
    if rotation == "varimax":
        length = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
        length = np.where(length > 0, length, 1.0)
        turned, _ = _orthogonal(loadings / length, _varimax)
        return _in_order(turned * length, np.eye(k))
    turn = _oblique(loadings, _quartimin)
    return _in_order(loadings @ np.linalg.inv(turn).T, turn.T @ turn)


def _varimax(loadings: Floats) -> tuple[float, Floats]:
    squares = loadings**2
    centred = squares - squares.mean(axis=0)
    return -float((centred**2).sum()) / 4, -loadings * centred


def _quartimin(loadings: Floats) -> tuple[float, Floats]:
    squares = loadings**2
    others = squares.sum(axis=1, keepdims=True) - squares
    return float((squares * others).sum()) / 4, loadings * others


def _orthogonal(loadings: Floats, criterion: Criterion) -> tuple[Floats, Floats]:
    turn, step = np.eye(loadings.shape[1]), 1.0
    value, slope = criterion(loadings @ turn)
    for _ in range(ROUNDS):
        gradient = loadings.T @ slope
        inner = turn.T @ gradient
        projected = gradient - turn @ (inner + inner.T) / 2
        size = float(np.linalg.norm(projected))
        if size < NEAR:
            break
        step *= 2
        for _ in range(30):
            u, _, v = np.linalg.svd(turn - step * projected)
            new_value, new_slope = criterion(loadings @ (u @ v))
            if new_value < value - size**2 * step / 2:
                break
            step /= 2
        turn, value, slope = u @ v, new_value, new_slope
    return loadings @ turn, turn


def _oblique(loadings: Floats, criterion: Criterion) -> Floats:
    turn, step = np.eye(loadings.shape[1]), 1.0
    rotated_ = loadings @ np.linalg.inv(turn).T
    value, slope = criterion(rotated_)
    for _ in range(ROUNDS):
        gradient = -(rotated_.T @ slope @ np.linalg.inv(turn)).T
        projected = gradient - turn * (turn * gradient).sum(axis=0)
        size = float(np.linalg.norm(projected))
        if size < NEAR:
            break
        step *= 2
        for _ in range(30):
            moved = turn - step * projected
            moved = moved / np.sqrt((moved**2).sum(axis=0))
            trial = loadings @ np.linalg.inv(moved).T
            new_value, new_slope = criterion(trial)
            if new_value < value - size**2 * step / 2:
                break
            step /= 2
        turn, rotated_, value, slope = moved, trial, new_value, new_slope
    return turn


def _in_order(loadings: Floats, phi: Floats) -> tuple[Floats, Floats]:
    """Factors by the variance they explain, with positive sums."""
    order = np.argsort(-np.diagonal(phi @ loadings.T @ loadings), kind="stable")
    loadings, phi = loadings[:, order], phi[np.ix_(order, order)]
    sign = np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    return loadings * sign, phi * np.outer(sign, sign)
