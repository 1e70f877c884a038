"""Krippendorff's bootstrap, carried over to a continuum: intersections of segments are drawn.

Two coders' segments (or gaps) that share text meet in an intersection. As many of them as there
are are drawn with replacement, and the expected disagreement is held fixed. They are not
independent, so the interval is too narrow; it is offered to compare with papers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from casestudy.agreement.coincidences import stretches
from casestudy.agreement.continua import UNSEEN, Continuum
from casestudy.agreement.inference import Inference
from casestudy.agreement.resampling import Groups, replicates
from casestudy.agreement.uncertainty import Uncertainty, of_replicates

Floats = npt.NDArray[np.float64]
Values = npt.NDArray[np.int32]
Compared = Callable[[Values, Values], tuple[npt.NDArray[np.bool_], Floats]]
"""From the values of two coders to which intersections are compared, and how far they are apart."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Intersections:
    """Where segments or gaps of two coders meet, each with its length.

    Parameters
    ----------
    one, other : array of int, shape (n_intersections,)
        Values of the two coders; negative for a gap.
    lengths : array of float, shape (n_intersections,)
        Atoms, over the coders of the source less one.
    """

    one: Values
    other: Values
    lengths: Floats


def intersections(data: Continuum) -> Intersections:
    """The intersections of all pairs of coders."""
    cut = stretches(data)
    n_seen = data.seen.sum(axis=0)
    segment = _segment_of(data, cut.first, cut.last, len(cut.starts))
    found: list[tuple[Values, Values, Floats]] = []
    for i, j in combinations(range(len(data.coders)), 2):
        a, b = cut.values[i], cut.values[j]
        both = np.flatnonzero((a != UNSEEN) & (b != UNSEEN))
        if not len(both):
            continue
        keys = np.stack([segment[i, both], segment[j, both], cut.source[both]])
        first = np.flatnonzero(np.concatenate([[True], (np.diff(keys, axis=1) != 0).any(axis=0)]))
        lengths = np.add.reduceat(cut.lengths[both], first)
        scale = np.maximum(n_seen[cut.source[both][first]] - 1, 1)
        found.append((a[both][first], b[both][first], lengths / scale))
    return Intersections(
        one=np.concatenate([part[0] for part in found]),
        other=np.concatenate([part[1] for part in found]),
        lengths=np.concatenate([part[2] for part in found]),
    )


def over_drawn_intersections(
    met: Intersections, compared: Compared, expected: float, inference: Inference
) -> Uncertainty:
    """Standard error and interval by drawing intersections.

    Parameters
    ----------
    met : Intersections
        As `intersections` finds them.
    compared : callable
        Which of them are compared, and how far apart each is.
    expected : float
        Expected disagreement, as a share of the length compared.
    inference : Inference
        Krippendorff's.
    """
    keep, apart = compared(met.one, met.other)
    rows, times = np.unique(
        np.column_stack([met.lengths, met.lengths * apart])[keep], axis=0, return_counts=True
    )
    if inference.rng is None or not len(rows):
        return Uncertainty()
    groups = Groups(columns=rows, times=times.astype(np.int64), kind="unit")
    values = replicates(
        groups,
        lambda sums: 1 - sums[:, 1] / sums[:, 0] / expected,
        rng=inference.rng,
        n_resamples=inference.n_resamples,
    )
    how = f"Krippendorff's bootstrap over intersections, {inference.n_resamples:,} resamples"
    return of_replicates(values, how, inference)


def _segment_of(
    data: Continuum,
    first: npt.NDArray[np.intp],
    last: npt.NDArray[np.intp],
    n_stretches: int,
) -> npt.NDArray[np.int64]:
    """For each coder and stretch the segment it lies in; for a gap, how many ended before it."""
    found = np.zeros((len(data.coders), n_stretches + 1), dtype=np.int64)
    np.add.at(found, (data.coder, first), 1)
    np.add.at(found, (data.coder, last), 1)
    # a segment that starts where another ends adds two, so that the number changes all the same
    return np.cumsum(found[:, :-1], axis=1)
