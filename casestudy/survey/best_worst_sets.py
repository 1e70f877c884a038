"""Best and worst of small sets as choices with a likelihood."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from casestudy.survey.choice_likelihood import ChoiceSet

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChosenSets:
    """Sets that were answered in full.

    Parameters
    ----------
    shown : array of bool, shape (n_sets, n_objects)
    best, worst, respondents : array of int, shape (n_sets,)
    weights : array of float, shape (n_sets,)
    """

    shown: npt.NDArray[np.bool_]
    best: Codes
    worst: Codes
    respondents: Codes
    weights: Floats


def sequential_sets(chosen: ChosenSets, *, held: int) -> list[ChoiceSet]:
    """The best of each set, then the worst of what is left; the held object has no column."""
    found = []
    left = chosen.shown.copy()
    for sign, picked in ((1.0, chosen.best), (-1.0, chosen.worst)):
        for objects, rows in _alike(left):
            options = sign * np.delete(np.eye(left.shape[1])[objects], held, axis=1)
            found.append(_choices(chosen, rows, options, np.searchsorted(objects, picked[rows])))
        left[np.arange(len(left)), picked] = False
    return found


def paired_sets(chosen: ChosenSets, *, held: int) -> list[ChoiceSet]:
    """The pair of a best and a worst with the greatest difference, of all ordered pairs."""
    found = []
    k = chosen.shown.shape[1]
    for objects, rows in _alike(chosen.shown):
        first, second = (one.ravel() for one in np.meshgrid(objects, objects, indexing="ij"))
        differ = first != second
        first, second = first[differ], second[differ]
        options = np.delete(np.eye(k)[first] - np.eye(k)[second], held, axis=1)
        place = np.full((k, k), -1)
        place[first, second] = np.arange(len(first))
        found.append(_choices(chosen, rows, options, place[chosen.best[rows], chosen.worst[rows]]))
    return found


def _alike(shown: npt.NDArray[np.bool_]) -> list[tuple[Codes, Codes]]:
    """The objects of each different set, and the rows that have it."""
    different, place = np.unique(shown, axis=0, return_inverse=True)
    return [
        (np.flatnonzero(row), np.flatnonzero(place.ravel() == n)) for n, row in enumerate(different)
    ]


def _choices(chosen: ChosenSets, rows: Codes, options: Floats, picked: Codes) -> ChoiceSet:
    return ChoiceSet(
        options=options, chosen=picked, weights=chosen.weights[rows],
        respondents=chosen.respondents[rows],
    )  # fmt: skip
