"""Windows slid over the text: how often two coders cut differently within one."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from casestudy.agreement.boundaries import cuts_of, pairs_of, plain_row
from casestudy.agreement.comparable import check_comparable
from casestudy.agreement.continuum import Continuum
from casestudy.agreement.result import Agreements

WINDOWDIFF, PK = "WindowDiff", "Pk"
ERROR = "WindowDiff and Pk are shares of errors: 0 is best, and neither is corrected for chance."


def window_agreement(data: Continuum, *, window: int | None = None) -> Agreements:
    """How often a window over the text shows two coders cutting differently: shares of errors.

    Parameters
    ----------
    data : Continuum
        Segments may overlap; only where they start and end counts.
    window : int, optional
        Width in atoms; if not given, half the mean segment of the coder who is the reference,
        rounded half to even, and at least 2.

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
    counts = np.zeros(3, dtype=np.int64)
    for i, j, at in pairs_of(data):
        for one, other in ((i, j), (j, i)):
            reference = np.array(sorted(cuts[one, at]), dtype=np.int64)
            length = int(data.lengths[at])
            width = window or _half_segment(len(reference) + 1, length)
            counts += window_errors(reference, sorted(cuts[other, at]), length=length, width=width)
    plain = plain_row(data, n_units=sum(map(len, cuts.values())), n_pairable=int(counts[0]))
    width_used = f"{window} {data.atom}s" if window else "half the reference's mean segment"
    plain = replace(plain, settings={**plain.settings, "window": width_used})
    none = "" if counts[0] else "the window is as wide as the text"
    return Agreements(
        rows=tuple(
            replace(
                plain, coefficient=name, value=float(wrong / counts[0]) if counts[0] else math.nan,
                undefined=none,
            )
            for name, wrong in ((WINDOWDIFF, counts[1]), (PK, counts[2]))
        ),
        more_notes=(ERROR,),
    )  # fmt: skip


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
