"""How respondents were drawn: weights, strata, clusters, and margins the weights were raked to.

A sample design belongs to the respondents, not to an item. It is kept whole when a part of the
respondents is looked at, because the uncertainty of a part depends on the design of the whole.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SampleDesign:
    """Weights, strata and clusters of each respondent.

    Parameters
    ----------
    weights : array of float, shape (n_respondents,)
        How many of the population each respondent stands for, or in proportion to that; above 0.
    strata, clusters : array of int, shape (n_respondents,), or None
        Group of each respondent; None for one stratum, and for respondents drawn one by one.
        Clusters are the units drawn first; a cluster lies in one stratum.
    population : array of float, shape (n_respondents,), or None
        How many units (clusters, or respondents) the respondent's stratum has in the population;
        None if so many that it makes no difference.
    margins : tuple of arrays of int, each of shape (n_respondents,)
        Groups whose weighted sizes are known, because the weights were adjusted to them.
    base_weights : array of float, shape (n_respondents,), or None
        The weights before that; None if there were no others.

    Raises
    ------
    ValueError
        If a weight is not above 0, lengths differ, a cluster lies in two strata, or a stratum
        has more units than its population.
    """

    weights: Floats
    strata: Codes | None = None
    clusters: Codes | None = None
    population: Floats | None = None
    margins: tuple[Codes, ...] = ()
    base_weights: Floats | None = None

    def __post_init__(self) -> None:
        _check_weights(self.weights)
        n = len(self.weights)
        parts = {
            "strata": self.strata, "clusters": self.clusters, "population": self.population,
            "base_weights": self.base_weights,
        }  # fmt: skip
        for name, part in parts.items():
            if part is not None and len(part) != n:
                raise ValueError(f"{name} has {len(part)} entries for {n} weights; give one each")
        _check_nesting(self.strata, self.clusters)
        _check_population(self)

    @property
    def is_plain(self) -> bool:
        """Whether every respondent counts the same and was drawn one by one from all."""
        alike = bool(np.all(self.weights == self.weights[:1]))
        return alike and self.strata is None and self.clusters is None and not self.margins


def sample_design(
    n_respondents: int,
    *,
    weights: npt.ArrayLike | None = None,
    strata: Sequence[Hashable] | npt.ArrayLike | None = None,
    clusters: Sequence[Hashable] | npt.ArrayLike | None = None,
    population: npt.ArrayLike | None = None,
) -> SampleDesign:
    """The design of a sample from labels and numbers of each respondent.

    Parameters
    ----------
    n_respondents : int
        How many respondents there are.
    weights : array of float, shape (n_respondents,), optional
        Above 0; 1 for each if not given.
    strata, clusters : sequence of labels, length n_respondents, optional
        Any labels; equal labels are one group. Clusters that bear the same label in two strata
        are two clusters only if their labels say so.
    population : array of float, shape (n_respondents,), optional
        Units of the respondent's stratum in the population: clusters if there are clusters.

    Raises
    ------
    ValueError
        If a weight is not above 0, or lengths differ.

    Examples
    --------
    >>> design = sample_design(3, weights=[1, 2.5, 1], clusters=["a", "a", "b"])
    >>> design.clusters.tolist(), design.is_plain
    ([0, 0, 1], False)
    """
    given = np.ones(n_respondents) if weights is None else np.asarray(weights, dtype=float)
    if given.shape != (n_respondents,):
        raise ValueError(
            f"there are {n_respondents} respondents and {len(given)} weights; give one each"
        )
    return SampleDesign(
        weights=given,
        strata=None if strata is None else group_codes(strata),
        clusters=None if clusters is None else group_codes(clusters),
        population=None if population is None else np.asarray(population, dtype=float),
    )


def group_codes(labels: Sequence[Hashable] | npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Numbers from 0 for labels, in the order in which the labels first occur."""
    position: dict[Any, int] = {}
    listed = labels.tolist() if isinstance(labels, np.ndarray) else list(labels)  # type: ignore[arg-type]
    return np.array([position.setdefault(label, len(position)) for label in listed], dtype=np.int64)


def _check_weights(weights: Floats) -> None:
    wrong = np.flatnonzero(~(np.isfinite(weights) & (weights > 0)))
    if len(wrong):
        row = int(wrong[0])
        raise ValueError(
            f"respondent {row + 1} has the weight {weights[row]:g}; allowed are numbers above 0: "
            f"correct it, or leave the respondent out ({len(wrong)} of {len(weights)} are wrong)"
        )


def _check_nesting(strata: Codes | None, clusters: Codes | None) -> None:
    if strata is None or clusters is None:
        return
    pairs = np.unique(np.column_stack([clusters, strata]), axis=0)
    names, times = np.unique(pairs[:, 0], return_counts=True)
    if (times > 1).any():
        row = int(np.flatnonzero(clusters == names[times > 1][0])[0])
        raise ValueError(
            f"the cluster of respondent {row + 1} lies in several strata; a cluster belongs to one "
            "stratum: give clusters of different strata different labels"
        )


def _check_population(design: SampleDesign) -> None:
    if design.population is None:
        return
    strata = design.strata if design.strata is not None else np.zeros(len(design.weights), int)
    for stratum in np.unique(strata):
        inside = strata == stratum
        units = design.clusters[inside] if design.clusters is not None else np.flatnonzero(inside)
        drawn, total = len(np.unique(units)), float(design.population[inside].min())
        if total < drawn or not np.isfinite(total):
            row = int(np.flatnonzero(inside)[0]) + 1
            raise ValueError(
                f"the stratum of respondent {row} has {drawn} units in the sample and {total:g} in "
                "the population; give the number of units (clusters, if there are any) it was "
                "drawn from"
            )
