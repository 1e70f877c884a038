"""Windows slid over the text: how often two coders cut differently within one."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import numpy as np
import numpy.typing as npt

from casestudy.agreement.boundaries import cuts_of, pairs_of, plain_row
from casestudy.agreement.comparable import check_comparable
from casestudy.agreement.continua import Continuum
from casestudy.agreement.inference import Inference
from casestudy.agreement.result import Agreements
from casestudy.agreement.source_inference import over_drawn_sources, with_uncertainty

WINDOWDIFF, PK = "WindowDiff", "Pk"
ERROR = "WindowDiff and Pk are shares of errors: 0 is best, and neither is corrected for chance."


def window_agreement(
    data: Continuum, *, window: int | None = None, inference: Inference | None = None
) -> Agreements:
    """How often a window over the text shows two coders cutting differently: shares of errors.

    Parameters
    ----------
    data : Continuum
        Segments may overlap; only where they start and end counts.
    window : int, optional
        Width in atoms; if not given, half the mean segment of the coder who is the reference,
        rounded half to even, and at least 2.
    inference : Inference, optional
        How standard errors and intervals are found, by sources; linearised if not given.

    Returns
    -------
    Agreements
        WindowDiff (windows with another number of boundaries) and Pk (windows in which one coder
        has a boundary and the other none). Each coder of a pair is the reference in turn, and all
        windows count alike; the published measures have one reference.

    References
    ----------
    Pevzner, L. and Hearst, M. (2002). A critique and improvement of an evaluation metric for text
    segmentation. Computational Linguistics 28, 19-36. doi:10.1162/089120102317341756
    Beeferman, D., Berger, A. and Lafferty, J. (1999). Statistical models for text segmentation.
    Machine Learning 34, 177-210. doi:10.1023/A:1007506220214

    Examples
    --------
    >>> from casestudy.agreement.boundaries import segmentations
    >>> found = window_agreement(segmentations({"1": (2, 3, 3, 1, 3, 6, 3),
    ...                                         "2": (2, 8, 2, 4, 2, 3)}), window=2)
    >>> round(found["WindowDiff"].value, 6)
    0.368421
    """
    check_comparable(data)
    if window is not None and window < 1:
        raise ValueError(f"window {window} is not allowed: give at least 1 {data.atom}")
    cuts = cuts_of(data)
    sums = np.zeros((len(data.sources), 3))
    for i, j, at in pairs_of(data):
        for one, other in ((i, j), (j, i)):
            reference, length = cuts[one, at], int(data.lengths[at])
            width = window or _half_segment(len(reference) + 1, length)
            sums[at] += window_errors(reference, cuts[other, at], length=length, width=width)
    n = float(sums[:, 0].sum())
    plain = plain_row(data, n_units=sum(map(len, cuts.values())), n_pairable=round(n))
    width_used = f"{window} {data.atom}s" if window else "half the reference's mean segment"
    plain = replace(
        plain,
        value=0.0 if n else math.nan,
        undefined="" if n else "the window is as wide as the text",
        settings={**plain.settings, "window": width_used},
    )
    rows = []
    for name, column in ((WINDOWDIFF, 1), (PK, 2)):
        value = float(sums[:, column].sum()) / n if n else math.nan
        found = over_drawn_sources(sums, partial(_share, column), inference)
        rows.append(with_uncertainty(replace(plain, coefficient=name, value=value), found))
    return Agreements(rows=tuple(rows), more_notes=(ERROR,))


def _share(column: int, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(rows[:, column] / rows[:, 0])


def window_errors(
    one: Iterable[int], other: Iterable[int], *, length: int, width: int
) -> npt.NDArray[np.int64]:
    """Windows, those with different numbers of boundaries, those with a boundary of one only.

    The window from atom i to atom i + width holds the boundaries after i and up to its end. Nothing
    changes between the places where a boundary enters or leaves it.
    """
    n = max(length - width, 0)
    places = [np.array(sorted(cuts), dtype=np.int64) for cuts in (one, other)]
    moves = np.concatenate([*places, *(cuts - width for cuts in places), [0, n]])
    edges = np.unique(np.clip(moves, 0, n))
    left, lengths = edges[:-1], np.diff(edges)
    a, b = (
        np.searchsorted(cuts, left + width, "right") - np.searchsorted(cuts, left, "right")
        for cuts in places
    )
    return np.array([n, lengths[a != b].sum(), lengths[(a > 0) != (b > 0)].sum()], dtype=np.int64)


def _half_segment(n_segments: int, length: int) -> int:
    return max(round(length / n_segments / 2), 2)
