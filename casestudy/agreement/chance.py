"""Agreement beyond chance, where chance is what the shares of the categories make of it.

Percent agreement, Brennan and Prediger's S, Fleiss' kappa and Gwet's AC1 and AC2 differ in
one thing only: what they take for chance. All are (p_a - p_e) / (1 - p_e) with the same p_a.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from casestudy.agreement.basis import Basis, beside, scaled
from casestudy.agreement.distances import Columns, Nominal, count_columns
from casestudy.agreement.judgements import Judgements
from casestudy.agreement.lopsided import lopsided
from casestudy.agreement.measures import Draws, Measure, nothing
from casestudy.agreement.patterns import Floats
from casestudy.agreement.resampling import Estimate

NULL_ERROR = "standard error if kappa were 0"
"""Name of a detail; it is for tests of that hypothesis and for nothing else."""
Chance = Callable[[Floats], Floats]
"""Agreement by chance from sums of columns, shape (b, d) to (b,)."""


def percent_measure(given: Judgements, basis: Basis, name: str) -> Measure:
    """Share of the pairs of judgements that agree, as a mean over units.

    Parameters
    ----------
    given : Judgements
        What was judged.
    basis : Basis
        What was counted.
    name : str
        What the coefficient is called.
    """
    if given.no_pair:
        return nothing(name, given.no_pair)
    times, several = basis.times, basis.several
    value = float(times @ basis.agreed) / float(times @ several)
    return Measure(
        name=name,
        value=value,
        observed=value,
        expected=math.nan,
        patterns=basis.patterns,
        enters=several > 0,
        residuals=(basis.agreed - value) * several,
        draws=lambda: Draws(
            patterns=basis.patterns,
            columns=np.column_stack([basis.agreed, several]),
        ),
        estimate=lambda sums: sums[:, 0] / np.where(sums[:, 1] > 0, sums[:, 1], math.nan),
    )


def brennan_prediger_measure(given: Judgements, basis: Basis, name: str) -> Measure:
    """Chance draws among the categories evenly.

    Parameters
    ----------
    given, basis, name
        As for `percent_measure`.
    """
    n, distance = given.n_categories, basis.distance
    by_chance = 1.0 - distance.total / distance.greatest / n**2 if n > 1 else 1.0

    def parts() -> Parts:
        return Parts(
            expected=by_chance,
            own=np.full(len(basis.patterns), by_chance),
            columns=lambda: np.empty((len(basis.patterns), 0)),
            chance=lambda sums: np.full(len(sums), by_chance),
        )

    return _measure(given, basis, name, parts)


def fleiss_measure(given: Judgements, basis: Basis, name: str) -> Measure:
    """Chance draws twice from the shares of the categories.

    Parameters
    ----------
    given, basis, name
        As for `percent_measure`.
    """
    distance, top = basis.distance, basis.distance.greatest or 1.0

    def chance(sums: Floats) -> Floats:
        n = distance.n_judgements(sums)
        return 1.0 - distance.drawn_twice(sums) / (top * np.where(n > 0, n, math.nan) ** 2)

    def parts() -> Parts:
        far = distance.mean_from(basis.shares)
        return Parts(
            expected=float(1.0 - basis.shares @ far / top),
            own=1.0 - basis.patterns.sums(far) * basis.per_judgement / top,
            columns=lambda: scaled(distance.columns(basis.patterns), basis.per_judgement),
            chance=chance,
            details=_null_error(basis),
        )

    return _measure(given, basis, name, parts)


def gwet_measure(given: Judgements, basis: Basis, name: str) -> Measure:
    """Chance is at work only where a judgement is hard, most where shares are even.

    Parameters
    ----------
    given, basis, name
        As for `percent_measure`.
    """
    n, distance = given.n_categories, basis.distance
    weight = (n * n - distance.total / distance.greatest) / (n * (n - 1)) if n > 1 else math.nan

    def chance(sums: Floats) -> Floats:
        n_judged = sums.sum(axis=1, keepdims=True)
        shares = sums / np.where(n_judged > 0, n_judged, math.nan)
        return np.asarray(weight * (1.0 - (shares**2).sum(axis=1)))

    def parts() -> Parts:
        rest = 1.0 - basis.shares
        return Parts(
            expected=float(weight * (basis.shares @ rest)),
            own=weight * basis.patterns.sums(rest) * basis.per_judgement,
            columns=lambda: scaled(count_columns(basis.patterns), basis.per_judgement),
            chance=chance,
        )

    return _measure(given, basis, name, parts)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parts:
    """What sets one coefficient apart: its chance, on all the data, by unit, and from sums."""

    expected: float
    own: Floats
    columns: Callable[[], Columns]
    chance: Chance
    details: Mapping[str, float] = field(default_factory=dict)


def _measure(given: Judgements, basis: Basis, name: str, parts_of: Callable[[], Parts]) -> Measure:
    """(p_a - p_e) / (1 - p_e), with the influence of each unit (Gwet 2021)."""
    if given.no_pair:
        return nothing(name, given.no_pair)
    if given.n_categories < 2:
        value = given.data.categories[0]
        return nothing(name, f"{value!r} is the only category, so chance always agrees")
    parts = parts_of()
    times, several = basis.times, basis.several
    n, n_several = float(times.sum()), float(times @ several)
    observed = float(times @ basis.agreed) / n_several
    if 1.0 - parts.expected < 1e-14:
        return nothing(name, "all judgements are the same, so chance would agree as often")
    value = (observed - parts.expected) / (1.0 - parts.expected)
    seen = n / n_several * (basis.agreed - parts.expected * several) / (1.0 - parts.expected)
    moved = 2.0 * (1.0 - value) * (parts.own - parts.expected) / (1.0 - parts.expected)
    return Measure(
        name=name,
        value=value,
        observed=observed,
        expected=parts.expected,
        patterns=basis.patterns,
        enters=times > 0,
        residuals=seen - moved - value,
        draws=lambda: Draws(
            patterns=basis.patterns,
            columns=beside(np.column_stack([basis.agreed, several]), parts.columns()),
        ),
        estimate=beyond_chance(parts.chance),
        details=parts.details,
        notes=caveats(given, basis, observed),
    )


def _null_error(basis: Basis) -> dict[str, float]:
    """Standard error of Fleiss' kappa if it were 0 (Fleiss, Nee and Landis 1979).

    With p the shares, q = 1 - p, n units, m judgements each, s = Σ p q:
    sqrt(2 (s² - Σ p q (q - p)) / (n m (m - 1))) / s.
    """
    judged = np.unique(basis.patterns.n_judged[basis.patterns.times > 0])
    if len(judged) != 1 or judged[0] < 2 or not isinstance(basis.distance, Nominal):
        return {}
    m, n, p = int(judged[0]), int(basis.times.sum()), basis.shares
    spread = p * (1.0 - p)
    s = float(spread.sum())
    inner = s * s - float(spread @ (1.0 - 2.0 * p))
    if s <= 0:
        return {}
    return {NULL_ERROR: math.sqrt(2.0 * max(inner, 0.0) / (n * m * (m - 1))) / s}


def caveats(given: Judgements, basis: Basis, observed: float) -> tuple[str, ...]:
    """What to bear in mind where categories have no order and one takes nearly all judgements.

    Parameters
    ----------
    given : Judgements
        What was judged.
    basis : Basis
        What was counted.
    observed : float
        Percent agreement.
    """
    if not isinstance(basis.distance, Nominal):
        return ()
    return lopsided(given.data.categories, basis.shares, observed)


def beyond_chance(chance: Chance) -> Estimate:
    """(p_a - p_e) / (1 - p_e) as a function of sums.

    Parameters
    ----------
    chance : callable
        Chance from the sums after the first two, which are agreement and units.
    """

    def estimate(sums: Floats) -> Floats:
        observed = sums[:, 0] / np.where(sums[:, 1] > 0, sums[:, 1], math.nan)
        expected = chance(sums[:, 2:])
        room = 1.0 - expected
        return (observed - expected) / np.where(room > 1e-14, room, math.nan)

    return estimate
