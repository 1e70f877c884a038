"""Cohen's kappa, weighted or not, and Light's mean of it over pairs of coders."""

from __future__ import annotations

import math

import numpy as np

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
    table = pair_table(patterns, 0, 1)
    n = table.sum()
    rows, columns = table.sum(axis=1) / n, table.sum(axis=0) / n
    by_chance = float(rows @ disagreement @ columns)
    if by_chance < 1e-14:
        reason = "chance would agree as often: no disagreement is possible between what was said"
        return nothing(name, reason)
    seen = float((table * disagreement).sum() / n)
    value = 1.0 - seen / by_chance
    first, second = patterns.codes
    both = (first >= 0) & (second >= 0)
    influence = _influence(disagreement, rows, columns, seen=seen, by_chance=by_chance)
    own = np.where(both, influence[first, second], 0.0)
    null = _null_error(disagreement, rows, columns, n=float(n), by_chance=by_chance)
    return Measure(
        name=name,
        value=value,
        observed=1.0 - seen,
        expected=1.0 - by_chance,
        of=patterns.of,
        times=patterns.times,
        enters=both,
        residuals=own,
        draws=lambda: Draws(patterns=patterns, columns=_columns(patterns, disagreement)),
        estimate=lambda sums: _estimate(sums, disagreement),
        formula=FCE,
        is_large_sample=True,
        details={"standard error if kappa were 0": null},
        notes=_caveats(given, disagreement, (rows + columns) / 2.0, 1.0 - seen),
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
    patterns = given.ordered
    pairs = coder_pairs(given.data)
    parts = [cohen_measure(pair, disagreement, name) for pair in pairs]
    for part, pair in zip(parts, pairs, strict=True):
        if part.undefined:
            who = " and ".join(pair.data.coders)
            return nothing(name, f"{who}: {part.undefined}")
    judged = patterns.n_judged > 0
    n = float(patterns.times[judged].sum())
    places = [(i, j) for i in range(given.data.n_coders) for j in range(i)]
    residuals = np.zeros(len(patterns.of))
    for part in parts:
        n_both = float(part.times[part.enters].sum())
        residuals += part.residuals[part.of] * n / (n_both * len(parts))
    return Measure(
        name=name,
        value=float(np.mean([part.value for part in parts])),
        observed=float(np.mean([part.observed for part in parts])),
        expected=float(np.mean([part.expected for part in parts])),
        of=np.arange(len(residuals)),
        times=np.ones(len(residuals), dtype=np.int64),
        enters=judged[patterns.of],
        residuals=residuals,
        draws=lambda: Draws(
            patterns=patterns,
            columns=np.hstack([_columns(patterns, disagreement, p) for p in places]),
        ),
        estimate=lambda sums: _light_estimate(sums, disagreement, len(places)),
    )


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


def _influence(
    disagreement: Floats, rows: Floats, columns: Floats, *, seen: float, by_chance: float
) -> Floats:
    """Influence of a unit on kappa for each pair of values, with mean zero.

    With v the disagreement, D the observed and E the chance one: kappa = 1 - D/E, so the
    influence of a unit is -(v - D)/E + D (e - 2E) / E², e the chance of its row plus its column.
    """
    chance = (disagreement @ columns)[:, None] + (rows @ disagreement)[None, :]
    own = -(disagreement - seen) / by_chance
    return np.asarray(own + seen * (chance - 2.0 * by_chance) / by_chance**2)


def _null_error(
    disagreement: Floats, rows: Floats, columns: Floats, *, n: float, by_chance: float
) -> float:
    """Standard error if kappa were 0 (Fleiss, Cohen and Everitt 1969, equation 9)."""
    agreement = 1.0 - disagreement
    chance = (agreement @ columns)[:, None] + (rows @ agreement)[None, :]
    mean = float(np.outer(rows, columns).ravel() @ ((agreement - chance) ** 2).ravel())
    expected = 1.0 - by_chance
    return math.sqrt(max(mean - expected**2, 0.0) / n) / by_chance


def _columns(patterns: Patterns, disagreement: Floats, pair: tuple[int, int] = (1, 0)) -> Floats:
    """Disagreement, then what each coder said, of units that both judged."""
    second, first = patterns.codes[pair[0]], patterns.codes[pair[1]]
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
