"""Conger's kappa: agreement beyond chance, where chance is each coder's own habit.

Here it matters who said what, so the patterns are ordered.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from casestudy.agreement.arrays import INTERCHANGEABLE
from casestudy.agreement.basis import Basis, basis_of, beside
from casestudy.agreement.chance import beyond_chance, caveats
from casestudy.agreement.distances import Distance
from casestudy.agreement.encoding import Codes
from casestudy.agreement.judgements import Judgements
from casestudy.agreement.measures import Draws, Measure, nothing
from casestudy.agreement.patterns import Floats, Patterns


def named_coders(given: Judgements) -> Judgements:
    """Judgements of coders who are known by name and judged something.

    Parameters
    ----------
    given : Judgements
        What was judged.

    Raises
    ------
    ValueError
        If the data do not say who judged what.
    """
    data = given.data
    if data.settings.get("coders") == INTERCHANGEABLE:
        raise ValueError(
            "these data do not say who judged what, and this coefficient asks for each coder's "
            "habits; use fleiss_kappa, gwet_ac1 or krippendorff_alpha"
        )
    judged = np.asarray(data.judged.any(axis=1))
    if judged.all() or judged.sum() < 2:
        return given
    silent = [data.coders[i] for i in np.flatnonzero(~judged)]
    heard = data.of_coders([coder for coder in data.coders if coder not in silent])
    said = f"Left out, because they judged nothing: {', '.join(silent)}."
    return Judgements(data=replace(heard, notes=(*heard.notes, said)))


def conger_measure(given: Judgements, basis: Basis, name: str) -> Measure:
    """Conger's kappa: chance draws two coders and one judgement of each.

    Parameters
    ----------
    given : Judgements
        What was judged, by coders known by name.
    basis : Basis
        What was counted of the same judgements.
    name : str
        What the coefficient is called.

    Notes
    -----
    With p_g the shares of the categories of coder g and r coders, chance is
    (Σ_g Σ_h p_g' W p_h - Σ_g p_g' W p_g) / (r (r - 1)). The influence of a unit is Gwet's: each
    p_g is a ratio, of units that the coder judged.
    """
    if given.no_pair:
        return nothing(name, given.no_pair)
    distance, patterns, kind = basis.distance, given.ordered, given.unordered_of
    n_said, shares = _shares(patterns)
    far = np.array([distance.mean_from(one) for one in shares])  # δ p_g, coders × categories
    r, scale = len(shares), (distance.greatest or 1.0) * len(shares) * (len(shares) - 1)
    others = far.sum(axis=0) - far  # distance from what all the other coders say
    met = np.einsum("gc,gc->g", shares, others)
    expected, times, several = 1.0 - float(met.sum()) / scale, basis.times, basis.several
    if met.sum() < 1e-14:
        return nothing(name, "all judgements are the same, so chance would agree as often")
    n, n_several = float(times.sum()), float(times @ several)
    observed = float(times @ basis.agreed) / n_several
    value = (observed - expected) / (1.0 - expected)
    seen = n / n_several * (basis.agreed - expected * several) / (1.0 - expected)
    own = (met[:, None] - others) * (n / n_said)[:, None] / scale
    moved = _looked_up(patterns.codes, 2.0 * (1.0 - value) * own / (1.0 - expected))
    return Measure(
        name=name,
        value=value,
        observed=observed,
        expected=expected,
        patterns=patterns,
        enters=(times > 0).take(kind),
        residuals=(seen - value).take(kind) - moved,
        draws=lambda: _draws(given.ordered, distance),
        estimate=beyond_chance(lambda sums: _conger_chance(sums, distance, r)),
        notes=caveats(given, basis, observed),
    )


def _shares(patterns: Patterns) -> tuple[Floats, Floats]:
    """How many units each coder judged, and the shares of the categories among them."""
    n, times = patterns.n_categories + 1, patterns.times.astype(np.float64)
    rows = [row.astype(np.int64) + 1 for row in patterns.codes]
    counts = np.array([np.bincount(row, weights=times, minlength=n)[1:] for row in rows])
    n_said = counts.sum(axis=1)
    return n_said, counts / n_said[:, None]


def _looked_up(codes: Codes, table: Floats) -> Floats:
    """For each pattern the sum over coders of a number of the coder's judgement."""
    padded = np.pad(table, ((0, 0), (0, 1)))  # position -1, missing, is the last
    found = np.zeros(codes.shape[1])
    for row, numbers in zip(codes, padded, strict=True):
        found += numbers.take(row)
    return found


def _draws(patterns: Patterns, distance: Distance) -> Draws:
    """Agreement, units, and who said what: coders × categories."""
    from scipy.sparse import csr_array

    basis = basis_of(patterns, distance)
    coder, pattern = np.nonzero(patterns.codes >= 0)
    place = coder * patterns.n_categories + patterns.codes[coder, pattern]
    shape = (len(patterns), len(patterns.codes) * patterns.n_categories)
    said = csr_array((np.ones(len(place)), (pattern, place)), shape=shape)
    first = np.column_stack([basis.agreed, basis.several])
    return Draws(patterns=patterns, columns=beside(first, said))


def _conger_chance(sums: Floats, distance: Distance, r: int) -> Floats:
    counts = sums.reshape(len(sums), r, -1)
    n = counts.sum(axis=2, keepdims=True)
    shares = counts / np.where(n > 0, n, math.nan)
    matrix = distance.as_matrix()
    both = shares.sum(axis=1)
    twice = np.einsum("bc,bc->b", both @ matrix, both)
    own = np.einsum("bgc,bgc->b", shares @ matrix, shares)
    return np.asarray(1.0 - (twice - own) / (distance.greatest * r * (r - 1)))
