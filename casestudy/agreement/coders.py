"""Conger's kappa: agreement beyond chance, where chance is each coder's own habit.

Here it matters who said what, so the patterns are ordered.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from casestudy.agreement.arrays import INTERCHANGEABLE
from casestudy.agreement.chance import basis_of, beyond_chance
from casestudy.agreement.distances import Columns, Distance
from casestudy.agreement.encoding import Codes
from casestudy.agreement.judgements import Judgements
from casestudy.agreement.measures import Measure, nothing
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


def conger_measure(given: Judgements, distance: Distance, name: str) -> Measure:
    """Conger's kappa: chance draws two coders and one judgement of each.

    Parameters
    ----------
    given : Judgements
        What was judged, by coders known by name.
    distance : Distance
        Between categories.
    name : str
        What the coefficient is called.

    Notes
    -----
    With p_g the shares of the categories of coder g and r coders, chance is
    (Σ_g Σ_h p_g' W p_h - Σ_g p_g' W p_g) / (r (r - 1)). The influence of a unit is Gwet's: each
    p_g is a ratio, of units that the coder judged.
    """
    if given.no_pair:
        return nothing(name, given, given.no_pair, ordered=True)
    patterns = given.ordered
    basis = basis_of(patterns, distance)
    n_said, shares = _shares(patterns)
    far = np.array([distance.mean_from(one) for one in shares])  # δ p_g, coders × categories
    r, scale = len(shares), distance.greatest * len(shares) * (len(shares) - 1)
    others = far.sum(axis=0) - far  # distance from what all the other coders say
    met = np.einsum("gc,gc->g", shares, others)
    expected, times, several = 1.0 - float(met.sum()) / scale, basis.times, basis.several
    if met.sum() < 1e-14:
        reason = "all judgements are the same, so chance would agree as often"
        return nothing(name, given, reason, ordered=True)
    n, n_several = float(times.sum()), float(times @ several)
    observed = float(times @ basis.agreed) / n_several
    value = (observed - expected) / (1.0 - expected)
    seen = n / n_several * (basis.agreed - expected * several) / (1.0 - expected)
    own = _looked_up(patterns.codes, (met[:, None] - others) * (n / n_said)[:, None] / scale)
    moved = 2.0 * (1.0 - value) * own / (1.0 - expected)
    return Measure(
        name=name,
        value=value,
        observed=observed,
        expected=expected,
        patterns=patterns,
        enters=times > 0,
        residuals=seen - moved - value,
        columns=lambda: _conger_columns(patterns, basis.agreed, several),
        estimate=beyond_chance(lambda sums: _conger_chance(sums, distance, r)),
    )


def _shares(patterns: Patterns) -> tuple[Floats, Floats]:
    """How many units each coder judged, and the shares of the categories among them."""
    n, times = patterns.n_categories + 1, patterns.times.astype(np.float64)
    counts = np.array([np.bincount(r + 1, weights=times, minlength=n)[1:] for r in patterns.codes])
    n_said = counts.sum(axis=1)
    return n_said, counts / n_said[:, None]


def _looked_up(codes: Codes, table: Floats) -> Floats:
    """For each pattern the sum over coders of a number of the coder's judgement."""
    padded = np.pad(table, ((0, 0), (0, 1)))  # position -1, missing, is the last
    found = np.zeros(codes.shape[1])
    for row, numbers in zip(codes, padded, strict=True):
        found += numbers.take(row)
    return found


def _conger_columns(patterns: Patterns, agreed: Floats, several: Floats) -> Columns:
    """Agreement, units, and who said what: coders × categories."""
    from scipy.sparse import csr_array, hstack

    coder, pattern = np.nonzero(patterns.codes >= 0)
    place = coder * patterns.n_categories + patterns.codes[coder, pattern]
    shape = (len(patterns), len(patterns.codes) * patterns.n_categories)
    said = csr_array((np.ones(len(place)), (pattern, place)), shape=shape)
    return csr_array(hstack([csr_array(np.column_stack([agreed, several])), said]))


def _conger_chance(sums: Floats, distance: Distance, r: int) -> Floats:
    counts = sums.reshape(len(sums), r, -1)
    n = counts.sum(axis=2, keepdims=True)
    shares = counts / np.where(n > 0, n, math.nan)
    matrix = distance.as_matrix()
    both = shares.sum(axis=1)
    twice = np.einsum("bc,bc->b", both @ matrix, both)
    own = np.einsum("bgc,bgc->b", shares @ matrix, shares)
    return np.asarray(1.0 - (twice - own) / (distance.greatest * r * (r - 1)))
