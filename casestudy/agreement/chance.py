"""Agreement beyond chance, where chance is what the shares of the categories make of it.

Percent agreement, Brennan and Prediger's S, Fleiss' kappa and Gwet's AC1 and AC2 differ in
one thing only: what they take for chance. All are (p_a - p_e) / (1 - p_e) with the same p_a.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from casestudy.agreement.distances import Columns, Distance, Nominal, count_columns
from casestudy.agreement.judgements import Judgements
from casestudy.agreement.lopsided import lopsided
from casestudy.agreement.measures import Draws, Measure, nothing
from casestudy.agreement.patterns import Floats, Integers, Patterns
from casestudy.agreement.resampling import Estimate

Chance = Callable[[Floats], Floats]
"""Agreement by chance from sums of columns, shape (b, d) to (b,)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Basis:
    """What these coefficients have in common on one set of judgements.

    Parameters
    ----------
    patterns : Patterns
        What was judged.
    distance : Distance
        1 minus the weights of agreement, times the greatest distance.
    agreed : array of float, shape (n_patterns,)
        Share of the pairs of a unit that agree; 0 for units with one judgement.
    shares : array of float, shape (n_categories,)
        Mean share of each category over units.
    """

    patterns: Patterns
    distance: Distance
    agreed: Floats
    shares: Floats

    @property
    def times(self) -> Integers:
        """Units of each pattern that anybody judged."""
        return np.where(self.patterns.n_judged > 0, self.patterns.times, 0)

    @property
    def several(self) -> Floats:
        """1 for units with two judgements or more, else 0."""
        return (self.patterns.n_judged >= 2).astype(np.float64)

    @property
    def per_judgement(self) -> Floats:
        """1 over the judgements of a unit."""
        return 1.0 / np.maximum(self.patterns.n_judged, 1).astype(np.float64)


def basis_of(patterns: Patterns, distance: Distance) -> Basis:
    """The common ground of the coefficients on some patterns, counted once.

    Parameters
    ----------
    patterns : Patterns
        What was judged.
    distance : Distance
        Between categories.
    """
    m = patterns.n_judged.astype(np.float64)
    pairs = np.where(m >= 2, m * (m - 1.0), 1.0)
    top = distance.greatest or 1.0  # 0 where there is one category
    agreed = np.where(m >= 2, 1.0 - distance.pair_sums(patterns) / (top * pairs), 0.0)
    weight = np.where(m > 0, patterns.times / np.maximum(m, 1.0), 0.0)
    shares = patterns.totals(weight) / max(int(patterns.times[m > 0].sum()), 1)
    return Basis(patterns=patterns, distance=distance, agreed=agreed, shares=shares)


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
        of=basis.patterns.of,
        times=times,
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
            columns=lambda: _scaled(distance.columns(basis.patterns), basis.per_judgement),
            chance=chance,
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
            columns=lambda: _scaled(count_columns(basis.patterns), basis.per_judgement),
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
        of=basis.patterns.of,
        times=times,
        enters=times > 0,
        residuals=seen - moved - value,
        draws=lambda: Draws(
            patterns=basis.patterns,
            columns=beside(np.column_stack([basis.agreed, several]), parts.columns()),
        ),
        estimate=beyond_chance(parts.chance),
        notes=caveats(given, basis, observed),
    )


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


def _scaled(columns: Columns, by: Floats) -> Columns:
    if hasattr(columns, "toarray"):
        from scipy.sparse import csr_array, diags_array

        return csr_array(diags_array(by) @ columns)
    return columns * by[:, None]


def beside(first: Floats, second: Columns) -> Columns:
    """Columns beside columns; sparse if the second are.

    Parameters
    ----------
    first, second : array, or sparse matrix
        With as many rows.
    """
    if hasattr(second, "toarray"):
        from scipy.sparse import csr_array, hstack

        return csr_array(hstack([csr_array(first), second]))
    return np.hstack([first, second])
