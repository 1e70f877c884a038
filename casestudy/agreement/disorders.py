"""The disorder of best alignments: of the data, and of as many random continua as are needed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np
import numpy.typing as npt

from casestudy.agreement.alignment import Alignment, best_alignment
from casestudy.agreement.continua import Continuum
from casestudy.agreement.nearness import NOBODY, Dissimilarity, Units, positional
from casestudy.agreement.random_continua import random_continua

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Z = 1.96


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Disorders:
    """What gamma is made of.

    Parameters
    ----------
    alignment : Alignment
        The best one of the data.
    observed : float
        Its disorder.
    codes : array, shape (n_values + 1,)
        How far the codes of aligned units are apart: over all, then for each code; NaN where no
        units were aligned.
    drawn : array, shape (n_continua,)
        Disorders of the random continua.
    drawn_codes : array, shape (n_continua, n_values + 1)
        As `codes`, of the random continua.
    """

    alignment: Alignment
    observed: float
    codes: Floats
    drawn: Floats
    drawn_codes: Floats


def disorders(
    data: Continuum,
    unlike: Dissimilarity,
    limits: tuple[int, float],
    rng: np.random.Generator,
    on_progress: Callable[[str], None],
) -> Disorders:
    """The best alignment of the data and those of as many random continua as are needed.

    Parameters
    ----------
    data : Continuum
        Of coders who all saw all sources; not empty.
    unlike : Dissimilarity
        How unlike two units are.
    limits : (int, float)
        Continua to begin with, and the wished precision of their mean.
    rng : Generator
        Makes the random continua.
    on_progress : function of str
        Called with the number of each random continuum when it is aligned.
    """
    units = _units(data, apart=_apart(data, unlike))
    line = _units(data, apart=0)
    alignment = best_alignment(units, unlike)
    chance = random_continua(line, length=int(data.lengths.sum()), rng=rng)
    n_values = len(data.values)
    drawn: list[tuple[float, Floats]] = []
    needed, precision = limits
    while len(drawn) < needed:
        for made in islice(chance, needed - len(drawn)):
            best = best_alignment(made, unlike)
            drawn.append((best.disorder, _code_disorders(best, made, unlike, n_values)))
            on_progress(str(len(drawn)))
        disorders = np.array([disorder for disorder, _ in drawn])
        needed = max(needed, _continua_needed(disorders, precision))
    return Disorders(
        alignment=alignment,
        observed=alignment.disorder,
        codes=_code_disorders(alignment, units, unlike, n_values),
        drawn=disorders,
        drawn_codes=np.array([codes for _, codes in drawn]),
    )


def _continua_needed(disorders: Floats, precision: float) -> int:
    """How many continua make the mean as precise as is wished (Mathet 2015, section 5.3)."""
    spread = float(np.std(disorders) / np.mean(disorders))
    return math.ceil((Z * spread / precision) ** 2)


def _units(data: Continuum, *, apart: int) -> Units:
    """The segments as units on one line, sources end to end with a distance between them."""
    offset = data.offsets + apart * np.arange(len(data.sources))
    order = np.lexsort((data.starts, data.source, data.coder))
    place = offset[data.source[order]]
    return Units(
        coder=data.coder[order],
        starts=place + data.starts[order],
        ends=place + data.ends[order],
        category=data.value[order],
        n_coders=len(data.coders),
    )


def _apart(data: Continuum, unlike: Dissimilarity) -> int:
    """A distance between sources across which no units can be aligned."""
    n = len(data.coders)
    longest = int((data.ends - data.starts).max())
    most = n * (n - 1) / 2 + n - 1
    return math.ceil(2 * longest * math.sqrt(most / unlike.alpha)) + 1


def _code_disorders(found: Alignment, units: Units, unlike: Dissimilarity, n_values: int) -> Floats:
    """Weighted mean of how far the codes of aligned units are apart: of all, and of each code."""
    sizes = (found.groups != NOBODY).sum(axis=1)
    weights, totals = np.zeros(n_values + 1), np.zeros(n_values + 1)
    for i, j in combinations(range(units.n_coders), 2):
        rows = np.flatnonzero((found.groups[:, i] != NOBODY) & (found.groups[:, j] != NOBODY))
        one, other = found.groups[rows, i], found.groups[rows, j]
        sure = np.maximum(0.0, 1 - unlike.alpha * positional(units, one, other))
        weight = sure / (sizes[rows] - 1)
        total = weight * unlike.categorical(units, one, other)
        a, b = units.category[one], units.category[other]
        for sums, each in ((weights, weight), (totals, total)):
            sums[0] += each.sum()
            sums[1:] += np.bincount(a, weights=each, minlength=n_values)
            # a pair counts once for a code, also where both of its units bear it
            sums[1:] += np.bincount(b[a != b], weights=each[a != b], minlength=n_values)
    with np.errstate(invalid="ignore"):
        return totals / weights
