"""The distances of the levels of measurement, the families of weights, and those of sets."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from casestudy.agreement.distances import Distance, Matrix, Nominal, Squared
from casestudy.agreement.judgements import Judgements
from casestudy.agreement.patterns import Floats

WEIGHTS = (
    "identity", "linear", "quadratic", "ordinal", "radical", "ratio", "circular", "bipolar",
)  # fmt: skip
"""Families of weights of agreement, as Gwet names them."""
MOST_WRITTEN_OUT = 4000
"""Distinct values for which a distance is written out for each pair."""


def _differences(numbers: Floats) -> tuple[Floats, Floats]:
    """Difference and sum of each pair of numbers."""
    return numbers[:, None] - numbers[None, :], numbers[:, None] + numbers[None, :]


def squared(numbers: Floats) -> Squared:
    """The interval distance (c - k)²."""
    spread = float(np.ptp(numbers)) if len(numbers) else 0.0
    middle = numbers.mean() if len(numbers) else 0.0
    return Squared(numbers=numbers - middle, greatest=spread**2)


def ratio(numbers: Floats) -> Matrix:
    """The ratio distance ((c - k) / (c + k))², 0 for two zeros."""
    if (numbers < 0).any():
        raise ValueError(
            f"the ratio distance knows no negative values, but {numbers.min():g} occurs; use the "
            "interval level"
        )
    difference, added = _differences(numbers)
    return _matrix((difference / np.where(added == 0, 1.0, added)) ** 2)


def circular(numbers: Floats, *, circumference: float) -> Matrix:
    """The circular distance sin²(π (c - k) / U), for hours, weekdays, directions."""
    difference, _ = _differences(numbers)
    return _matrix(np.sin(np.pi * difference / circumference) ** 2)


def bipolar(numbers: Floats, *, low: float, high: float) -> Matrix:
    """The bipolar distance (c - k)² / ((c + k - 2 low) (2 high - c - k)), for two-ended scales."""
    difference, added = _differences(numbers)
    room = (added - 2.0 * low) * (2.0 * high - added)
    return _matrix(np.where(room > 0, difference**2 / np.where(room > 0, room, 1.0), 0.0))


def power(numbers: Floats, exponent: float) -> Matrix:
    """|c - k| to a power: 1 for linear weights, one half for radical ones."""
    difference, _ = _differences(numbers)
    return _matrix(np.abs(difference) ** exponent)


def rank_pairs(n: int) -> Matrix:
    """Gwet's ordinal distance: pairs of ranks between two ranks, both included."""
    span = np.abs(np.subtract.outer(np.arange(n), np.arange(n))) + 1.0
    return _matrix(span * (span - 1.0) / 2.0)


def written_out(
    distance: npt.ArrayLike | Callable[[Any, Any], float], values: Sequence[Any]
) -> Matrix:
    """A distance of the caller's own: a matrix, or a function of two values.

    Raises
    ------
    ValueError
        If it has the wrong shape, is not symmetric, is negative, or is not 0 between equals.
    """
    n = len(values)
    if callable(distance):
        made = np.array([[float(distance(a, b)) for b in values] for a in values])
    else:
        made = np.asarray(distance, dtype=np.float64)
    made = made.reshape(0, 0) if n == 0 else made
    if made.shape != (n, n):
        raise ValueError(
            f"the distances have the shape {made.shape}, but there are {n} categories "
            f"({', '.join(map(str, values[:5]))}{' …' if n > 5 else ''}); give {n} × {n} numbers, "
            "in the order of the categories"
        )
    if not np.isfinite(made).all() or (made < 0).any() or not np.array_equal(made, made.T):
        raise ValueError("distances are symmetric and not negative; mend the matrix")
    if made.diagonal().any():
        raise ValueError("the distance of a value from itself is 0; give weights as `weights`")
    return _matrix(made)


def _matrix(made: Floats) -> Matrix:
    """A distance whose greatest value stands for no agreement."""
    return Matrix(matrix=made, greatest=float(made.max()) if made.size else 0.0)


def level_distance(judgements: Judgements, level: str) -> Distance:
    """Krippendorff's distance of a level of measurement, but for the ordinal one.

    Parameters
    ----------
    judgements : Judgements
        Whose categories are measured.
    level : str
        "nominal", "interval", "ratio", "circular" or "bipolar".
    """
    if level == "nominal":
        return Nominal(n_categories=judgements.n_categories)
    numbers = judgements.numbers
    if level == "interval" or not numbers.size:
        return squared(numbers)
    _check_size(numbers)
    if level == "ratio":
        return ratio(numbers)
    if level == "circular":
        return circular(numbers, circumference=_circumference(numbers))
    return bipolar(numbers, low=float(numbers.min()), high=float(numbers.max()))


def weight_distance(judgements: Judgements, weights: str | npt.ArrayLike) -> Distance:
    """The distance that a family of weights, or a matrix of weights, amounts to.

    Parameters
    ----------
    judgements : Judgements
        Whose categories are weighed.
    weights : str or array_like of shape (n_categories, n_categories)
        One of `WEIGHTS`; or symmetric weights of agreement from 0 to 1, 1 on the diagonal.

    Raises
    ------
    ValueError
        If the weights are not known, of another shape, or not weights.
    """
    if not isinstance(weights, str):
        return _own_weights(np.asarray(weights, dtype=np.float64), judgements)
    if weights not in WEIGHTS:
        raise ValueError(
            f"weights {weights!r} are not known; allowed are {', '.join(WEIGHTS)}, or a matrix"
        )
    if weights == "identity":
        return Nominal(n_categories=judgements.n_categories)
    numbers = judgements.numbers
    if weights == "quadratic":
        return squared(numbers)
    _check_size(numbers)
    if weights == "ordinal":
        return rank_pairs(len(numbers))
    if weights in ("linear", "radical"):
        return power(numbers, 1.0 if weights == "linear" else 0.5)
    return level_distance(judgements, weights)


def set_distance(sets: Sequence[Hashable], distance: str) -> Matrix:
    """The distance of sets of codes; two empty sets are the same.

    Parameters
    ----------
    sets : sequence of frozenset of str
        The different sets.
    distance : {"jaccard", "masi"}
        1 - J, or 1 - J M.
    """
    for one in sets:
        if not isinstance(one, frozenset):
            raise ValueError(
                f"the value {one!r} is not a set of codes; for one code a unit use "
                "krippendorff_alpha"
            )
    if distance not in ("jaccard", "masi"):
        raise ValueError(f"distance {distance!r} is not known; allowed are jaccard, masi")
    _check_size(sets)
    codes = {code: i for i, code in enumerate(sorted({c for s in sets for c in s}))}  # type: ignore[attr-defined]
    member = np.zeros((len(sets), len(codes)))
    for row, one in enumerate(sets):
        member[row, [codes[code] for code in one]] = 1.0  # type: ignore[attr-defined]
    shared, size = member @ member.T, member.sum(axis=1)
    either = size[:, None] + size[None, :] - shared
    jaccard = np.where(either > 0, shared / np.where(either > 0, either, 1.0), 1.0)
    if distance == "jaccard":
        return Matrix(matrix=1.0 - jaccard, greatest=1.0)
    same, within = shared == either, shared == np.minimum(size[:, None], size[None, :])
    monotone = np.select([same, shared == 0, within], [1.0, 0.0, 2.0 / 3.0], 1.0 / 3.0)
    return Matrix(matrix=1.0 - jaccard * monotone, greatest=1.0)


def circular_distance(circumference: float) -> Callable[[float, float], float]:
    """A circular distance of a circle that the data do not fill, such as 24 hours.

    Parameters
    ----------
    circumference : float
        How far it is once around, such as 24 or 360.

    Examples
    --------
    >>> hours = circular_distance(24)
    >>> hours(23, 11), round(hours(23, 1), 3)
    (1.0, 0.067)
    """
    return lambda a, b: math.sin(math.pi * (a - b) / circumference) ** 2


def bipolar_distance(low: float, high: float) -> Callable[[float, float], float]:
    """A bipolar distance of a scale whose ends nobody chose.

    Parameters
    ----------
    low, high : float
        Ends of the scale, such as -3 and 3.

    Examples
    --------
    >>> scale = bipolar_distance(-3, 3)
    >>> scale(-3, 3), round(scale(-1, 1), 3)
    (1.0, 0.111)
    """

    def distance(a: float, b: float) -> float:
        room = (a + b - 2.0 * low) * (2.0 * high - a - b)
        return (a - b) ** 2 / room if room > 0 else 0.0

    return distance


def _circumference(numbers: Floats) -> float:
    if (numbers != np.floor(numbers)).any():
        other = numbers[numbers != np.floor(numbers)][0]
        raise ValueError(
            f"the value {other:g} is not whole, so the circle's length cannot be told from the "
            "values; use distance=circular_distance(24), or what once around is"
        )
    return float(np.ptp(numbers)) + 1.0


def _check_size(values: Sequence[Hashable] | Floats) -> None:
    if len(values) > MOST_WRITTEN_OUT:
        raise ValueError(
            f"{len(values)} different values are too many for a distance that is written out for "
            f"each pair (at most {MOST_WRITTEN_OUT}); round the values, or use the interval level"
        )


def _own_weights(weights: Floats, judgements: Judgements) -> Matrix:
    n = judgements.n_categories
    if weights.shape != (n, n):
        raise ValueError(
            f"the weights have the shape {weights.shape}, but there are {n} categories "
            f"({', '.join(map(str, judgements.data.categories[:5]))}{' …' if n > 5 else ''}); give "
            f"{n} × {n} weights in the order of the categories"
        )
    if not np.array_equal(weights, weights.T):
        raise ValueError("these weights are not symmetric; only weighted_kappa can use such")
    if not ((weights >= 0) & (weights <= 1)).all() or (weights.diagonal() != 1).any():
        raise ValueError(
            "weights of agreement run from 0 to 1 and are 1 on the diagonal; for weights of "
            "disagreement give 1 - weights / weights.max()"
        )
    return Matrix(matrix=1.0 - weights, greatest=1.0)
