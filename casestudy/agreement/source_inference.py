"""Standard errors and intervals of coefficients on a continuum, where sources are what is sampled.

Segments of one text hang together too much to be drawn one by one. A text is drawn as a whole, with
all that every coder marked in it; all sums over sources are additive, so that this costs nothing.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from casestudy.agreement.inference import Inference, linearised
from casestudy.agreement.resampling import Estimate, Groups
from casestudy.agreement.result import Agreement
from casestudy.agreement.uncertainty import (
    Uncertainty,
    linearised_uncertainty,
    uncertainty,
)

Floats = npt.NDArray[np.float64]
STEP = 1e-5
"""Share by which the weight of a source is changed to see how the coefficient moves."""


def over_drawn_sources(
    sums: Floats, estimate: Estimate, inference: Inference | None
) -> Uncertainty:
    """Standard error and interval of a coefficient that is a function of sums over sources.

    Parameters
    ----------
    sums : array, shape (n_sources, d)
        What each source adds; sources that add nothing are no part of the sample.
    estimate : callable
        From sums, shape (b, d), to values, shape (b,).
    inference : Inference, optional
        Linearised if not given. Krippendorff's is not of this kind.

    Raises
    ------
    ValueError
        If units are to be drawn.
    """
    how = inference or linearised()
    if how.by == "unit" and how.method != "krippendorff":
        raise ValueError(
            "a continuum has no units that could be drawn one by one; draw sources (by='source')"
        )
    if how.method == "krippendorff":
        raise ValueError(
            "Krippendorff's bootstrap is one of alpha; this coefficient has none: use bootstrap()"
        )
    rows = sums[np.abs(sums).sum(axis=1) > 0]
    if not len(rows):
        return Uncertainty()
    once = np.ones(len(rows), dtype=np.int64)
    if how.method != "linearised":
        return uncertainty(Groups(columns=rows, times=once, kind="source"), estimate, how)
    value = float(estimate(rows.sum(axis=0)[None, :])[0])
    if math.isnan(value):
        return Uncertainty()
    return linearised_uncertainty(
        value, _influence(rows, estimate), once,
        kind="source", level=how.level, formula="linearised", is_large_sample=False,
    )  # fmt: skip


def with_uncertainty(row: Agreement, found: Uncertainty) -> Agreement:
    """A result with its standard error and interval; one that is not defined stays without."""
    if row.undefined:
        return row
    return replace(
        row,
        standard_error=found.standard_error,
        standard_error_method=found.method,
        interval=found.interval,
        below=dict(found.below),
        notes=(*row.notes, *found.notes),
    )


def _influence(rows: Floats, estimate: Estimate) -> Floats:
    """How the coefficient moves with the weight of each source (infinitesimal jackknife)."""
    total = rows.sum(axis=0)
    direction = STEP * (len(rows) * rows - total)
    moved = estimate(total + direction) - estimate(total - direction)
    return np.asarray(np.nan_to_num(moved / (2 * STEP)))
