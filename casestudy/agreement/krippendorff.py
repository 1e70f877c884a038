"""Krippendorff's own bootstrap of alpha, for comparison with papers that used it.

It draws pairs of judgements instead of units and holds the expected disagreement fixed. Only the
distances of the pairs matter, so one multinomial over the different distances is drawn for each
number of coders a unit can have.
"""

from __future__ import annotations

import numpy as np

from casestudy.agreement.distances import Distance
from casestudy.agreement.inference import Inference
from casestudy.agreement.patterns import Floats, Patterns
from casestudy.agreement.uncertainty import Uncertainty, of_replicates

MOST_VALUES = 1000
TOO_NARROW = (
    "Krippendorff's bootstrap takes pairs of judgements for independent and the expected "
    "disagreement for known: its interval is too narrow. Report one over units or sources."
)


def redrawn(
    patterns: Patterns, distance: Distance, *, expected: float, inference: Inference
) -> Uncertainty:
    """Interval of alpha by Krippendorff's bootstrap.

    Parameters
    ----------
    patterns : Patterns
        What was judged.
    distance : Distance
        Of the full data; ordinal ranks are held fixed too.
    expected : float
        Expected disagreement, summed over judgements.
    inference : Inference
        Generator, number of resamples, level, thresholds.
    """
    if inference.rng is None:
        raise TypeError("a bootstrap needs an rng; use krippendorff_bootstrap(default_rng(7))")
    if patterns.n_categories > MOST_VALUES:
        raise ValueError(
            f"Krippendorff's bootstrap is there for at most {MOST_VALUES} different values, not "
            f"{patterns.n_categories}; use bootstrap()"
        )
    apart, place = np.unique(distance.as_matrix().round(12), return_inverse=True)
    pairs = np.bincount(place.ravel(), weights=_pairs(patterns).ravel(), minlength=len(apart))
    n_judged, n = patterns.n_judged, inference.n_resamples
    values = np.ones(n)
    for size in np.unique(n_judged[(n_judged >= 2) & (patterns.times > 0)]):
        n_pairs = int(patterns.times[n_judged == size].sum()) * int(size) * (int(size) - 1) // 2
        drawn = inference.rng.multinomial(n_pairs, pairs / pairs.sum(), size=n)
        values -= drawn @ apart * (2.0 / (expected * (size - 1)))
    found = of_replicates(
        np.maximum(values, -1.0), f"Krippendorff's bootstrap, {n:,} resamples", inference
    )
    return Uncertainty(
        standard_error=found.standard_error,
        method=found.method,
        interval=found.interval,
        below=found.below,
        notes=(*found.notes, TOO_NARROW),
    )


def _pairs(patterns: Patterns) -> Floats:
    """How many ordered pairs of judgements there are of each pair of values."""
    n = patterns.n_categories
    found = np.zeros(n * n)
    for i, first in enumerate(patterns.codes):
        for second in patterns.codes[:i]:
            there = (first >= 0) & (second >= 0)
            cells = first[there].astype(np.int64) * n + second[there]
            found += np.bincount(cells, weights=patterns.times[there], minlength=n * n)
    table = found.reshape(n, n)
    return np.asarray(table + table.T)
