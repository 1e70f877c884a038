"""The likelihood of choices from sets: each option has a strength, and the choice is drawn by it.

The strength of a set that was chosen together (a tie) is the geometric mean of its objects' worths
times a tie parameter of its size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

ROUNDS, NEAR = 200, 1e-12
"""Newton steps, and the gain in likelihood below which they end."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChoiceSet:
    """All choices from the same options.

    Parameters
    ----------
    options : array of float, shape (n_options, n_parameters)
        What the log strength of each option is made of.
    chosen : array of int, shape (n_choices,)
        Which option was chosen.
    weights : array of float, shape (n_choices,)
    respondents : array of int, shape (n_choices,)
    """

    options: Floats
    chosen: Codes
    weights: Floats
    respondents: Codes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChoiceFit:
    """The greatest point of the likelihood.

    Parameters
    ----------
    at : array of float, shape (n_parameters,)
    log_likelihood : float
    covariance : array of float, shape (n_parameters, n_parameters)
        Inverse of the information.
    has_settled : bool
    """

    at: Floats
    log_likelihood: float
    covariance: Floats
    has_settled: bool


def fit_choices(sets: list[ChoiceSet]) -> ChoiceFit:
    """Strengths of the greatest likelihood, by Newton's steps."""
    at = np.zeros(sets[0].options.shape[1])
    value, slope, information = _likelihood(sets, at)
    has_settled = False
    for _ in range(ROUNDS):
        step = np.linalg.lstsq(information, slope, rcond=1e-12)[0]
        if float(slope @ step) < NEAR:
            last = _likelihood(sets, at + step)
            if last[0] >= value - NEAR:
                at, (value, slope, information) = at + step, last
            has_settled = True
            break
        size = 1.0
        while size > 1e-8:
            found = _likelihood(sets, at + size * step)
            if found[0] > value:
                break
            size /= 2
        if found[0] <= value:
            break
        at, (value, slope, information) = at + size * step, found
    covariance = np.asarray(np.linalg.pinv(information), dtype=float)
    return ChoiceFit(at=at, log_likelihood=value, covariance=covariance, has_settled=has_settled)


def choice_scores(sets: list[ChoiceSet], at: Floats, *, n_respondents: int) -> Floats:
    """Slope of each respondent's log likelihood, shape (n_respondents, n_parameters)."""
    found = np.zeros((n_respondents, len(at)))
    for one in sets:
        chance = _chances(one.options, at)
        each = one.options[one.chosen] - chance @ one.options
        np.add.at(found, one.respondents, one.weights[:, np.newaxis] * each)
    return found


def _chances(options: Floats, at: Floats) -> Floats:
    strength = options @ at
    strength = np.exp(strength - strength.max())
    return np.asarray(strength / strength.sum())


def _likelihood(sets: list[ChoiceSet], at: Floats) -> tuple[float, Floats, Floats]:
    value, slope = 0.0, np.zeros(len(at))
    information = np.zeros((len(at), len(at)))
    for one in sets:
        chance = _chances(one.options, at)
        counts = np.bincount(one.chosen, weights=one.weights, minlength=len(chance))
        total, mean = counts.sum(), chance @ one.options
        with np.errstate(divide="ignore"):
            logs = np.log(chance)
        value += float(counts[counts > 0] @ logs[counts > 0])
        slope += counts @ one.options - total * mean
        spread = (one.options * chance[:, np.newaxis]).T @ one.options - np.outer(mean, mean)
        information += total * spread
    return value, slope, information
