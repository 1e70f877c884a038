"""Alpha as a measure: value, influence of each unit, and the sums that it is a function of.

Everything rests on two things of each unit, its disagreement and its values, so alpha is a
function of sums over units, whatever the level of measurement.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from casestudy.agreement.basis import basis_of
from casestudy.agreement.distances import Columns, Distance, Nominal
from casestudy.agreement.judgements import Judgements
from casestudy.agreement.krippendorff import redrawn
from casestudy.agreement.lopsided import LOPSIDED, lopsided, shown
from casestudy.agreement.measures import Draws, Measure, nothing
from casestudy.agreement.metrics import squared
from casestudy.agreement.ordinal import (
    can_rank_anew,
    mid_ranks,
    ordinal_columns,
    ordinal_estimate,
)
from casestudy.agreement.patterns import Floats, Patterns
from casestudy.agreement.resampling import Estimate

RANKS_FIXED = "Ordinal distances are those of all the data, also where units are drawn again."


def alpha_measure(given: Judgements, distance: Distance, name: str) -> Measure:
    """Alpha with a distance that does not depend on the data.

    Parameters
    ----------
    given : Judgements
        What was judged.
    distance : Distance
        Between values.
    name : str
        What the distance is called.
    """
    title = f"Krippendorff's alpha ({name})"
    reason = given.no_pair or _nothing_varies(given)
    if reason:
        return nothing(title, reason)
    patterns = given.unordered
    return _measure(
        title,
        patterns,
        distance,
        columns=lambda: _columns(patterns, distance),
        estimate=_estimate(distance),
        notes=_caveats(given, distance),
    )


def ordinal_measure(given: Judgements) -> Measure:
    """Alpha with Krippendorff's ordinal distance.

    Parameters
    ----------
    given : Judgements
        What was judged; categories are numbers, or texts in their order.
    """
    title = "Krippendorff's alpha (ordinal)"
    _ = given.numbers  # refuses values without an order
    reason = given.no_pair or _nothing_varies(given)
    if reason:
        return nothing(title, reason)
    patterns = given.unordered
    totals = patterns.pairable_totals
    ranks, used = squared(mid_ranks(totals)), np.flatnonzero(totals)
    if not can_rank_anew(patterns, used):
        return _measure(
            title,
            patterns,
            ranks,
            columns=lambda: _columns(patterns, ranks),
            estimate=_estimate(ranks),
            notes=(RANKS_FIXED,),
        )
    return _measure(
        title,
        patterns,
        ranks,
        columns=lambda: ordinal_columns(patterns, used),
        estimate=ordinal_estimate(len(used)),
    )


def _measure(
    title: str,
    patterns: Patterns,
    distance: Distance,
    *,
    columns: Callable[[], Columns],
    estimate: Estimate,
    notes: tuple[str, ...] = (),
) -> Measure:
    """Value and influence of alpha; the influence takes the distances as given (Gwet 2021)."""
    totals, n_judged = patterns.pairable_totals, patterns.n_judged
    apart = _disagreement(patterns, distance)
    n = totals.sum()
    observed = float(patterns.times @ apart)
    expected = float(distance.drawn_twice(distance.sums_of(totals)[None, :])[0]) / (n - 1.0)
    scale = n * distance.greatest
    return Measure(
        name=title,
        value=float(1.0 - observed / expected),
        observed=float(1.0 - observed / scale),
        expected=float(1.0 - expected / scale),
        patterns=patterns,
        enters=n_judged >= 2,
        residuals=_influence(patterns, distance, totals, apart),
        draws=lambda: Draws(patterns=patterns, columns=columns()),
        estimate=estimate,
        redraw=lambda how: redrawn(patterns, distance, expected=expected, inference=how),
        notes=notes,
    )


def _influence(patterns: Patterns, distance: Distance, totals: Floats, apart: Floats) -> Floats:
    """Gwet's linearised influence of a unit of each pattern on alpha.

    With r the mean judgements a unit, D the mean disagreement, E that of chance, d and e those of
    one unit: x = D/E - d/E - 2 (D/E) (1 - e/E). The observed part is shrunk by 1 - 1/n, as he
    and irrCAC do, which makes 1 - D/E alpha itself.
    """
    n, m = totals.sum(), patterns.n_judged
    n_units = float(patterns.times[m >= 2].sum())
    r = n / n_units
    mean = float(patterns.times @ apart) / n
    shrunk = mean * (1.0 - 1.0 / n)
    shares = totals / n
    far = distance.mean_from(shares)
    chance = float(shares @ far)
    own = apart / r - shrunk * (m - r) / r
    by_chance = patterns.sums(far) / r - chance * (m - r) / r
    ratio = mean / chance
    x = ratio - own / chance - 2.0 * ratio * (1.0 - by_chance / chance)
    return np.where(m >= 2, x, 0.0)


def _disagreement(patterns: Patterns, distance: Distance) -> Floats:
    """For each pattern the distances of its pairs, over one less than its judgements."""
    m = patterns.n_judged.astype(np.float64)
    return np.where(m >= 2, distance.pair_sums(patterns) / np.maximum(m - 1.0, 1.0), 0.0)


def _columns(patterns: Patterns, distance: Distance) -> Columns:
    """Disagreement, then what the expected part needs; nothing for units with one judgement."""
    pairable = (patterns.n_judged >= 2).astype(np.float64)
    apart, made = _disagreement(patterns, distance), distance.columns(patterns)
    if hasattr(made, "toarray"):
        from scipy.sparse import csr_array, diags_array, hstack

        return csr_array(hstack([csr_array(apart[:, None]), diags_array(pairable) @ made]))
    return np.column_stack([apart, made * pairable[:, None]])


def _estimate(distance: Distance) -> Estimate:
    def estimate(sums: Floats) -> Floats:
        twice, n = distance.drawn_twice(sums[:, 1:]), distance.n_judgements(sums[:, 1:])
        is_defined = twice > 0
        ratio = sums[:, 0] * (n - 1.0) / np.where(is_defined, twice, 1.0)
        return np.where(is_defined, 1.0 - ratio, math.nan)

    return estimate


def _caveats(given: Judgements, distance: Distance) -> tuple[str, ...]:
    """Where values have no order and one takes nearly all judgements."""
    if not isinstance(distance, Nominal):
        return ()
    totals = given.unordered.pairable_totals
    if totals.max() < LOPSIDED * totals.sum():
        return ()
    basis = basis_of(given.unordered, distance)
    agreed = float(basis.times @ basis.agreed) / float(basis.times @ basis.several)
    return lopsided(given.data.categories, totals / totals.sum(), agreed)


def _nothing_varies(given: Judgements) -> str:
    used = np.flatnonzero(given.unordered.pairable_totals)
    if len(used) != 1:
        return ""
    value = shown(given.data.categories[used[0]])
    return f"every judgement is {value!r}, so chance would agree as often"
