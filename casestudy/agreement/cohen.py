"""Cohen's kappa, weighted or not, and Light's mean of it over pairs of coders."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from casestudy.agreement.chance import NULL_ERROR
from casestudy.agreement.judgements import Judgements
from casestudy.agreement.lopsided import lopsided
from casestudy.agreement.measures import Draws, Measure, nothing
from casestudy.agreement.patterns import Floats, Patterns
from casestudy.agreement.reliability import ReliabilityData

FCE = "Fleiss, Cohen and Everitt (1969)"


def cohen_measure(given: Judgements, disagreement: Floats, name: str) -> Measure:
    """Cohen's kappa of two coders, with any weights.

    Parameters
    ----------
    given : Judgements
        Of two coders.
    disagreement : array of float, shape (n_categories, n_categories)
        From 0 to 1; rows are what the first coder said. Need not be symmetric.
    name : str
        What the coefficient is called.

    Notes
    -----
    Units that one of the two did not judge drop out. The influence of a unit is the bracket in
    Fleiss, Cohen and Everitt's variance.
    """
    if given.no_pair:
        return nothing(name, given.no_pair)
    patterns = given.ordered
    pair = _pair(patterns, (0, 1), disagreement)
    if pair.reason:
        return nothing(name, pair.reason)
    null = _null_error(disagreement, pair)
    return Measure(
        name=name,
        value=pair.value,
        observed=1.0 - pair.seen,
        expected=1.0 - pair.by_chance,
        patterns=patterns,
        enters=pair.both,
        residuals=pair.influence,
        draws=lambda: Draws(patterns=patterns, columns=_columns(patterns, disagreement, (0, 1))),
        estimate=lambda sums: _estimate(sums, disagreement),
        formula=FCE,
        is_large_sample=True,
        details={NULL_ERROR: null},
        notes=_caveats(given, disagreement, (pair.rows + pair.columns) / 2.0, 1.0 - pair.seen),
    )


def _caveats(
    given: Judgements, disagreement: Floats, shares: Floats, observed: float
) -> tuple[str, ...]:
    """Where disagreements are all alike and one category takes nearly all judgements."""
    is_plain = np.array_equal(disagreement, 1.0 - np.eye(len(disagreement)))
    return lopsided(given.data.categories, shares, observed) if is_plain else ()


def light_measure(given: Judgements, disagreement: Floats, name: str) -> Measure:
    """Light's kappa: the mean of Cohen's over all pairs of coders.

    Parameters
    ----------
    given : Judgements
        Of coders known by name.
    disagreement : array of float, shape (n_categories, n_categories)
        From 0 to 1, symmetric.
    name : str
        What the coefficient is called.
    """
    if given.no_pair:
        return nothing(name, given.no_pair)
    patterns, coders = given.ordered, given.data.coders
    places = [(j, i) for i in range(len(coders)) for j in range(i)]
    pairs = [_pair(patterns, place, disagreement) for place in places]
    for (i, j), pair in zip(places, pairs, strict=True):
        if pair.reason:
            return nothing(name, f"{coders[i]} and {coders[j]}: {pair.reason}")
    judged = patterns.n_judged > 0
    n = float(patterns.times[judged].sum())
    return Measure(
        name=name,
        value=float(np.mean([pair.value for pair in pairs])),
        observed=float(np.mean([1.0 - pair.seen for pair in pairs])),
        expected=float(np.mean([1.0 - pair.by_chance for pair in pairs])),
        patterns=patterns,
        enters=judged,
        residuals=sum((pair.influence * n / pair.n for pair in pairs), np.zeros(len(patterns)))
        / len(pairs),
        draws=lambda: Draws(
            patterns=patterns,
            columns=np.hstack([_columns(patterns, disagreement, place) for place in places]),
        ),
        estimate=lambda sums: _light_estimate(sums, disagreement, len(places)),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Pair:
    """Two coders: their margins, disagreement, kappa, and the influence of each pattern on it."""

    n: float
    both: npt.NDArray[np.bool_]
    rows: Floats
    columns: Floats
    seen: float
    by_chance: float
    value: float
    influence: Floats
    reason: str


def _pair(patterns: Patterns, places: tuple[int, int], disagreement: Floats) -> _Pair:
    """Kappa of two coders; the influence of a unit is the bracket of Fleiss, Cohen and Everitt.

    With v the disagreement of a unit, D and E its means observed and by chance, and e the chance
    disagreement of its row plus that of its column: -(v - D) / E + D (e - 2 E) / E².
    """
    table = pair_table(patterns, *places)
    n = float(table.sum())
    first, second = (patterns.codes[place] for place in places)
    both = (first >= 0) & (second >= 0)
    rows, columns = table.sum(axis=1) / max(n, 1.0), table.sum(axis=0) / max(n, 1.0)
    by_chance = float(rows @ disagreement @ columns)
    reason, influence, seen, value = "", np.zeros(len(patterns)), math.nan, math.nan
    if not n:
        reason = "no unit was judged by both"
    elif by_chance < 1e-14:
        reason = "chance would agree as often: no disagreement is possible between what was said"
    else:
        seen = float((table * disagreement).sum() / n)
        value = 1.0 - seen / by_chance
        chance = (disagreement @ columns)[:, None] + (rows @ disagreement)[None, :]
        own = seen * (chance - 2.0 * by_chance) / by_chance**2 - (disagreement - seen) / by_chance
        influence = np.where(both, own[first, second], 0.0)
    return _Pair(
        n=n, both=both, rows=rows, columns=columns, seen=seen, by_chance=by_chance, value=value,
        influence=influence, reason=reason,
    )  # fmt: skip


def coder_pairs(data: ReliabilityData) -> list[Judgements]:
    """The judgements of each pair of coders, in order.

    Parameters
    ----------
    data : ReliabilityData
        Of two coders or more.
    """
    names = data.coders
    return [
        Judgements(data=data.of_coders([names[j], names[i]]))
        for i in range(len(names))
        for j in range(i)
    ]


def pair_table(patterns: Patterns, first: int, second: int) -> Floats:
    """Units by what two coders said, shape (n_categories, n_categories).

    Parameters
    ----------
    patterns : Patterns
        Ordered.
    first, second : int
        Rows of the coders.
    """
    n = patterns.n_categories
    a, b = patterns.codes[first].astype(np.int64), patterns.codes[second].astype(np.int64)
    both = (a >= 0) & (b >= 0)
    weights = patterns.times[both].astype(np.float64)
    found = np.bincount(a[both] * n + b[both], weights=weights, minlength=n * n)
    return np.asarray(found.reshape(n, n), dtype=np.float64)


def _null_error(disagreement: Floats, pair: _Pair) -> float:
    """Standard error if kappa were 0 (Fleiss, Cohen and Everitt 1969, equation 9)."""
    agreement, expected = 1.0 - disagreement, 1.0 - pair.by_chance
    chance = (agreement @ pair.columns)[:, None] + (pair.rows @ agreement)[None, :]
    shares = np.outer(pair.rows, pair.columns)
    mean = float((shares * (agreement - chance) ** 2).sum())
    return math.sqrt(max(mean - expected**2, 0.0) / pair.n) / pair.by_chance


def _columns(patterns: Patterns, disagreement: Floats, places: tuple[int, int]) -> Floats:
    """Disagreement, then what each coder said, of units that both judged."""
    first, second = (patterns.codes[place] for place in places)
    both = (first >= 0) & (second >= 0)
    apart = np.where(both, disagreement[first, second], 0.0)
    kinds = np.arange(patterns.n_categories)
    said = [(row[:, None] == kinds) & both[:, None] for row in (first, second)]
    return np.column_stack([apart, *said]).astype(np.float64)


def _estimate(sums: Floats, disagreement: Floats) -> Floats:
    n_categories = len(disagreement)
    rows, columns = sums[:, 1 : n_categories + 1], sums[:, n_categories + 1 :]
    n = rows.sum(axis=1)
    chance = np.einsum("bc,bc->b", rows @ disagreement, columns)
    return np.asarray(1.0 - sums[:, 0] * n / np.where(chance > 0, chance, math.nan))


def _light_estimate(sums: Floats, disagreement: Floats, n_pairs: int) -> Floats:
    parts = np.split(sums, n_pairs, axis=1)
    return np.asarray(np.mean([_estimate(part, disagreement) for part in parts], axis=0))
