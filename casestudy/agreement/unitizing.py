"""Krippendorff's alpha for unitizing: the same stretches marked, and the same codes given.

Four questions are asked of the same continuum: does everything agree (u), is the same text found
relevant (|u), are the codes the same where two coders marked (cu), and how reliable is one code
((k)u). Segments of one coder must not overlap; where they do, as with ten themes on an interview,
`pooled_unitizing_alpha` asks each code against the rest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import numpy as np
import numpy.typing as npt

from casestudy.agreement.coincidences import Sums, coincidence_sums, parted
from casestudy.agreement.comparable import (
    check_comparable,
    check_overlaps,
    left_out_note,
    shared_by_two,
)
from casestudy.agreement.continua import Continuum
from casestudy.agreement.inference import Inference
from casestudy.agreement.intersections import (
    Intersections,
    Values,
    intersections,
    over_drawn_intersections,
)
from casestudy.agreement.result import Agreement, Agreements
from casestudy.agreement.source_inference import over_drawn_sources, with_uncertainty
from casestudy.agreement.uncertainty import Uncertainty
from casestudy.agreement.unitizing_parts import (
    PartsOf,
    codes_of_units,
    everything,
    one_code,
    over_sources,
    paired_lengths,
    relevance,
)

Floats = npt.NDArray[np.float64]
U, BINARY, CU, KU = "u-alpha", "|u-alpha", "cu-alpha", "(k)u-alpha"
READING = "mean over the other coders of the squared length that each of them covers"
"""The reading of the squared pairable length; it matters for three or more coders."""


def unitizing_alpha(
    data: Continuum, *, distances: Floats | None = None, inference: Inference | None = None
) -> Agreements:
    """How far coders agree on where segments lie and on what they are (Krippendorff 2016).

    Parameters
    ----------
    data : Continuum
        Segments of one coder must not overlap. Sources that fewer than two coders saw drop out,
        and a note says so.
    distances : array, shape (n_values, n_values), optional
        How far two values are apart, for cu-alpha and (k)u-alpha; nominal if not given. u-alpha
        and |u-alpha are nominal always, because the gap stands on no scale.
    inference : Inference, optional
        How standard errors and intervals are found: linearised over sources if not given;
        `bootstrap(rng)` draws sources again. `krippendorff_bootstrap(rng)` draws the places where
        segments or gaps of two coders meet, as if they were independent, and is too narrow; it is
        the only one for a single source. How the paper of 2016 draws could not be compared.

    Returns
    -------
    Agreements
        u-alpha, |u-alpha, cu-alpha, and (k)u-alpha for each value. `details` holds the coverage:
        the share of the continuum (for a value, of the text it was put on) that the coefficient
        looks at. `n_units` counts segments, `n_pairable` atoms times coders.

    Raises
    ------
    ValueError
        If segments of one coder overlap, there are fewer than two coders, or no source was seen by
        two of them.

    Notes
    -----
    For two coders or more, with l_ck the length given c by one coder and k by another (each pair
    both ways, divided by the coders less one), l_c. its row sums, l.. their sum, and Q_c the sum of
    squared lengths of the units of c (of a gap, its plain length):

    - u: 1 - (l.. - sum l_cc) / (l.. - sum e_cc),
      e_ck = l.. (l_c. l_k. - [c=k] Q_c) / (l..² - sum Q)
    - |u: 1 - (l_0. - l_00) / (e_0. - e_00)
    - cu: 1 - sum l*_ck d_ck / sum e*_ck d_ck over pairs of units only,
      e*_ck = (l*_c. l*_k. - [c=k] Q*_c) / (l*.. - sum Q* / l*..)
    - (k)u: 1 - (e*_k. / l*_k.) (l*_k. - l*_kk) / (e*_k. - e*_kk)

    Three readings of Q*_c, the squared pairable length of a unit, are in use, and they differ for
    three or more coders: (a) the mean over the other coders of the squared length that each of
    them covers, (b) the squared length that the others cover together, (c) the squared mean of
    what they cover. (a) is used here: it is what the program that numbers the equations of the
    paper computes, it follows from pairing coders two by two as l_ck does, and for two coders all
    three are equal. The paper itself could not be consulted on this point.

    The atom is part of the definition: gaps enter by their length and units by its square, so that
    u and |u change a little between characters and words; cu and (k)u do not. Where coders saw
    different sources, each source counts with its own number of coders, which the paper does not
    treat; with the same coders throughout this is the paper's rule, and with units of one atom it
    is alpha with missing data.

    References
    ----------
    Krippendorff, K., Mathet, Y., Bouvry, S. and Widlöcher, A. (2016). On the reliability of
    unitizing textual continua: Further developments. Quality & Quantity 50, 2347-2364.
    doi:10.1007/s11135-015-0266-1

    Examples
    --------
    >>> from casestudy.agreement.continua import typed_continuum
    >>> rows = [("anna", "s1", "trust", 10, 30), ("anna", "s1", "price", 40, 60),
    ...         ("anna", "s1", "trust", 70, 80), ("ben", "s1", "trust", 12, 30),
    ...         ("ben", "s1", "price", 45, 65), ("ben", "s1", "price", 70, 78)]
    >>> data = typed_continuum(rows, lengths={"s1": 100}, atom="character")
    >>> [round(row.value, 4) for row in unitizing_alpha(data)][:3]
    [0.658, 0.7321, 0.6792]
    """
    check_comparable(data)
    check_overlaps(data, needs="u-alpha")
    far = _distances(distances, data)
    sums = coincidence_sums(data, far)
    asked: list[tuple[str, str, PartsOf]] = [
        (U, "", everything),
        (BINARY, "", relevance),
        (CU, "", partial(codes_of_units, far=far)),
        *((KU, name, partial(one_code, far=far, number=n)) for n, name in enumerate(data.values)),
    ]
    rows = [_row(data, sums, name, about, parts) for name, about, parts in asked]
    if inference is not None and inference.method == "krippendorff":
        met = intersections(data)
        found = [_drawn_meetings(met, row, far, data, inference) for row in rows]
    else:
        joined = sums.joined()
        found = [
            over_drawn_sources(joined, partial(_estimate, parts, len(data.values)), inference)
            for _, _, parts in asked
        ]
    return Agreements(rows=tuple(map(with_uncertainty, rows, found)))


def _estimate(parts: PartsOf, n_values: int, rows: Floats) -> Floats:
    """Values of a coefficient from joined sums."""
    return parts(parted(rows, n_values)).values


def _drawn_meetings(
    met: Intersections, row: Agreement, far: Floats, data: Continuum, inference: Inference
) -> Uncertainty:
    """Krippendorff's bootstrap of one coefficient."""
    if row.undefined:
        return Uncertainty()
    number = data.values.index(row.about) if row.about else None
    compared = partial(_compared, row.coefficient, far, number)
    keep, apart = compared(met.one, met.other)
    observed = float((met.lengths * apart)[keep].sum() / met.lengths[keep].sum())
    # for (k)u both parts are on another scale; the coefficient itself fixes the expected one
    return over_drawn_intersections(met, compared, observed / (1 - row.value), inference)


def _compared(
    name: str, far: Floats, number: int | None, one: Values, other: Values
) -> tuple[npt.NDArray[np.bool_], Floats]:
    """Which meetings of two segments or gaps a coefficient compares, and how far apart they are."""
    units = (one >= 0) & (other >= 0)
    if name == U:
        return np.ones(len(one), dtype=bool), (one != other).astype(float)
    if name == BINARY:
        return np.ones(len(one), dtype=bool), ((one >= 0) != (other >= 0)).astype(float)
    apart = np.where(units, far[np.maximum(one, 0), np.maximum(other, 0)], 0.0)
    return (units if number is None else units & ((one == number) | (other == number))), apart


def _row(data: Continuum, sums: Sums, name: str, about: str, parts: PartsOf) -> Agreement:
    """One coefficient, or NaN with the reason."""
    whole = over_sources(sums)
    found = parts(whole)
    reason = _reason(name, about, whole, data.values)
    observed, expected, compared, of = (
        float(part[0]) for part in (found.observed, found.expected, found.compared, found.of)
    )
    if not reason and not expected > 0:
        reason = "chance would leave no disagreement: the coders gave one value throughout"
    share = math.nan if reason else compared
    return Agreement(
        coefficient=name,
        value=math.nan if reason else 1 - observed / expected,
        coders=data.coders,
        n_units=int(shared_by_two(data)[data.source].sum()),
        n_pairable=round(float(whole.total[0])),
        observed=1 - observed / share,
        expected=1 - expected / share,
        n_sources=int(shared_by_two(data).sum()),
        about=about,
        unit=data.atom,
        undefined=reason,
        details={"coverage": compared / of if of else math.nan},
        settings={**data.settings, **_settings(data)},
        notes=(*data.notes, *_notes(data), *(() if reason else _rare(name, whole, data.values))),
        provenance=data.provenance,
    )


def _reason(name: str, about: str, whole: Sums, values: Sequence[str]) -> str:
    """Why a coefficient is not defined; empty where nothing speaks against it."""
    total, gap = float(whole.total[0]), float(whole.given[0, -1])
    if gap == total:
        return "nobody marked anything"
    if name == BINARY and gap == 0:
        return "there is no gap: every coder marked everything"
    if name in (CU, KU):
        return _pair_reason(about, whole, values)
    return ""


def _pair_reason(about: str, whole: Sums, values: Sequence[str]) -> str:
    """Why a coefficient on pairs of units is not defined."""
    paired, total, drawable = (part[0] for part in paired_lengths(whole))
    if not total:
        return "no segments of two coders share any text"
    if about and not paired[list(values).index(about)]:
        return f"no segment of {about!r} shares text with another coder's segment"
    if np.count_nonzero(paired) == 1:
        return f"only {values[int(np.argmax(paired))]!r} stands where two coders marked"
    left = paired**2 - whole.pairable_squares[0]
    alike = left[list(values).index(about)] if about else left.sum()
    if drawable <= 0 or alike < 0:
        return "too little text is shared to say what chance would give (it would be negative)"
    return ""


def _rare(name: str, whole: Sums, values: Sequence[str]) -> tuple[str, ...]:
    """A note on values whose expected agreement with themselves is negative."""
    left = paired_lengths(whole)[0][0] ** 2 - whole.pairable_squares[0]
    rare = [value for value, room in zip(values, left, strict=True) if room < 0]
    if name != CU or not rare:
        return ()
    return (
        "Values that share so little text with other segments that chance would give them a "
        f"negative agreement, which counts as it is: {', '.join(rare)}.",
    )


def _distances(distances: Floats | None, data: Continuum) -> Floats:
    """The distances given, or nominal ones."""
    n = len(data.values)
    if distances is None:
        return 1.0 - np.eye(n)
    far = np.asarray(distances, dtype=float)
    if far.shape != (n, n) or np.diag(far).any() or not np.array_equal(far, far.T):
        raise ValueError(
            f"`distances` of shape {far.shape} do not fit {n} values: give a symmetric matrix with "
            f"0 on its diagonal and one row for each of {', '.join(data.values)}"
        )
    return far


def _settings(data: Continuum) -> dict[str, str]:
    several = {"pairable length": READING} if len(data.coders) > 2 else {}
    return {"n_pairable": f"{data.atom}s times coders", **several}


def _notes(data: Continuum) -> tuple[str, ...]:
    """What dropped out, and where coders differ in what they saw."""
    n_seen = data.seen.sum(axis=0)[shared_by_two(data)]
    differ = (
        "Coders saw different sources: each source counts with its own number of coders, an "
        "extension of the published coefficient.",
    )
    return (*left_out_note(data), *(differ if len(set(n_seen.tolist())) > 1 else ()))
