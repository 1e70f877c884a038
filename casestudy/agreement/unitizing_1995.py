"""The older alpha for unitizing, of 1995 and 2004: kept to compare with published values.

It compares the ends of units by squared differences, one code at a time. It was replaced in 2016
because it does not behave as expected with more than two coders; new work should use
`unitizing_alpha`.
"""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np
import numpy.typing as npt

from casestudy.agreement.comparable import check_codes_apart, check_comparable, seen_by_all
from casestudy.agreement.continua import Continuum
from casestudy.agreement.nearness import expanded
from casestudy.agreement.result import Agreement, Agreements

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
ALPHA_U = "alpha-U (1995)"
OUTDATED = (
    "alpha-U of 1995 was replaced by the coefficients of 2016; it is here to compare with "
    "published values, and it depends on the atom."
)


def unitizing_alpha_1995(data: Continuum) -> Agreements:
    """Krippendorff's alpha for unitizing in its form of 1995 and 2004.

    Parameters
    ----------
    data : Continuum
        Segments of one coder and one code must not overlap. Only sources that every coder saw are
        used.

    Returns
    -------
    Agreements
        Over all codes, then for each code. `details` holds the observed and the expected
        disagreement.

    Raises
    ------
    ValueError
        If segments of one coder and one code overlap, or no source was seen by all coders.

    Notes
    -----
    For a code, over ordered pairs of coders and their sections (units and gaps) g and h of length
    l starting at b: two units that overlap differ by (b_g - b_h)² + (b_g + l_g - b_h - l_h)², a
    unit wholly within a gap by l²; observed is the sum by m (m - 1) L². Expected is
    2/L · sum over the N units of [(N-1)/3 (2l³ - 3l² + l) + l² · sum over gaps not shorter of
    (l_gap - l + 1)] / (m L (m L - 1) - sum over units of l (l - 1)). Over several codes both are
    added up.

    References
    ----------
    Krippendorff, K. (1995). On the reliability of unitizing continuous data. Sociological
    Methodology 25, 47-76. doi:10.2307/271061
    Krippendorff, K. (2004). Content Analysis, 2nd ed., p. 254: 0.8591.

    Examples
    --------
    >>> from casestudy.agreement.continua import typed_continuum
    >>> rows = [("i", "s", "c", 75, 145), ("i", "s", "c", 220, 250), ("j", "s", "c", 70, 150),
    ...         ("j", "s", "c", 205, 225), ("j", "s", "c", 250, 270)]
    >>> data = typed_continuum(rows, lengths={"s": 300}, atom="line")
    >>> round(unitizing_alpha_1995(data)["c"].value, 10)
    0.7285989968
    """
    check_comparable(data)
    check_codes_apart(data)
    used = seen_by_all(data, needs="alpha-U of 1995")
    parts = np.array([_parts(used, code) for code in range(len(used.values))]).reshape(-1, 2)
    rows = [_row(used, "", parts.sum(axis=0))]
    rows += [_row(used, name, part) for name, part in zip(used.values, parts, strict=True)]
    return Agreements(rows=tuple(rows), more_notes=(OUTDATED,))


def _parts(data: Continuum, code: int) -> tuple[float, float]:
    """Observed and expected disagreement of one code."""
    n, length = len(data.coders), int(data.lengths.sum())
    units = [_units(data, coder, code) for coder in range(n)]
    gaps = [_gaps(data, own) for own in units]
    differences = sum(
        _overlapping(units[i], units[j]) + 2 * _inside(units[i], gaps[j])
        for i, j in permutations(range(n), 2)
    )
    sizes = np.concatenate([own[1] - own[0] for own in units]).astype(float)
    widths = np.sort(np.concatenate([free[1] - free[0] for free in gaps])).astype(float)
    places = n * length * (n * length - 1) - (sizes * (sizes - 1)).sum()
    return differences / (n * (n - 1) * length**2), 2 / length * _chance(sizes, widths) / places


def _units(data: Continuum, coder: int, code: int) -> tuple[Integers, Integers]:
    """Starts and ends of a coder's units of a code, on the line of all sources."""
    own = (data.coder == coder) & (data.value == code)
    offset = data.offsets[data.source[own]]
    return offset + data.starts[own], offset + data.ends[own]


def _gaps(data: Continuum, units: tuple[Integers, Integers]) -> tuple[Integers, Integers]:
    """What lies between units; gaps end where a source ends."""
    borders = np.concatenate([data.offsets, [int(data.lengths.sum())]])
    cuts = np.unique(np.concatenate([*units, borders]))
    left, right = cuts[:-1], cuts[1:]
    at = np.searchsorted(units[0], left, side="right") - 1
    free = (at < 0) | (left >= units[1][at]) if len(units[0]) else np.ones(len(left), dtype=bool)
    return left[free], right[free]


def _overlapping(one: tuple[Integers, Integers], other: tuple[Integers, Integers]) -> float:
    """Squared differences of the ends of units that overlap."""
    low = np.searchsorted(other[1], one[0], side="right")
    high = np.searchsorted(other[0], one[1], side="left")
    row, column = expanded(low, high)
    starts, ends = one[0][row] - other[0][column], one[1][row] - other[1][column]
    return float((starts.astype(float) ** 2).sum() + (ends.astype(float) ** 2).sum())


def _inside(units: tuple[Integers, Integers], gaps: tuple[Integers, Integers]) -> float:
    """Squared lengths of units that lie wholly within a gap of another coder."""
    if not len(gaps[0]):
        return 0.0
    at = np.searchsorted(gaps[0], units[0], side="right") - 1
    within = (at >= 0) & (units[1] <= gaps[1][at])
    return float(((units[1] - units[0])[within].astype(float) ** 2).sum())


def _chance(sizes: Floats, widths: Floats) -> float:
    """What a unit of each length would differ by, over all places it could have."""
    overlap = (len(sizes) - 1) / 3 * (2 * sizes**3 - 3 * sizes**2 + sizes)
    first = np.searchsorted(widths, sizes, side="left")
    sums = np.concatenate([[0.0], np.cumsum(widths)])
    free = sums[-1] - sums[first] + (len(widths) - first) * (1 - sizes)
    return float((overlap + sizes**2 * free).sum())


def _row(data: Continuum, about: str, parts: npt.NDArray[np.float64]) -> Agreement:
    observed, expected = (float(part) for part in parts)
    reason = "" if expected > 0 else "nobody marked anything, or everybody marked everything"
    return Agreement(
        coefficient=ALPHA_U,
        value=math.nan if reason else 1 - observed / expected,
        coders=data.coders,
        n_units=int((data.value == data.values.index(about)).sum()) if about else len(data),
        n_pairable=int(data.lengths.sum()) * len(data.coders),
        n_sources=len(data.sources),
        about=about,
        unit=data.atom,
        undefined=reason,
        details={"observed_disagreement": observed, "expected_disagreement": expected},
        settings={**data.settings, "n_pairable": f"{data.atom}s times coders"},
        notes=data.notes,
        provenance=data.provenance,
    )
