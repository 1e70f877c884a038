"""Plain agreement, without chance: how often coders said the same."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from casestudy.agreement.basis import basis_of
from casestudy.agreement.chance import percent_measure
from casestudy.agreement.coders import named_coders
from casestudy.agreement.inference import Inference
from casestudy.agreement.judgements import Judgements, judgements
from casestudy.agreement.kappas import weights_told
from casestudy.agreement.measures import Draws, Measure, agreement_of, nothing
from casestudy.agreement.metrics import weight_distance
from casestudy.agreement.patterns import Floats
from casestudy.agreement.reliability import ReliabilityData
from casestudy.agreement.result import Agreement

NOT_CHANCE = "Not corrected for chance: with few or rare categories it is high by chance alone."


def percent_agreement(
    data: ReliabilityData | npt.ArrayLike,
    *,
    weights: str | npt.ArrayLike = "identity",
    inference: Inference | None = None,
) -> Agreement:
    """Share of the pairs of coders who said the same of a unit, as a mean over units.

    Parameters
    ----------
    data : ReliabilityData, or array_like of shape (n_coders, n_units)
        In an array, missing judgements are NaN or None. A unit that fewer than two coders judged
        does not count; units with different numbers of coders count alike.
    weights : str or array_like
        Weights of agreement; see `brennan_prediger`.
    inference : Inference, optional
        How standard error and interval are made; linearised if not given.

    Returns
    -------
    Agreement
        From 0 to 1. `details` has the share of units on which all coders said the same.

    Notes
    -----
    p_a = mean over units of Σ_k n_k (n_k - 1) / (m (m - 1)). It is no measure of reliability: two
    coders who toss coins that come up "no" nine times in ten agree on 82 % of the units.

    References
    ----------
    Gwet, K. L. (2021). Handbook of Inter-Rater Reliability, volume 1, 5th edition.

    Examples
    --------
    >>> found = percent_agreement([[1, 1, 2, 2], [1, 1, 2, 1], [1, 2, 2, np.nan]])
    >>> round(found.value, 4), found.details["all said the same"]
    (0.5833, 0.5)
    """
    given = judgements(data, level="nominal")
    name = f"percent agreement{weights_told(weights)}"
    patterns = given.unordered
    made = percent_measure(given, basis_of(patterns, weight_distance(given, weights)), name)
    several = patterns.n_judged >= 2
    n = int(patterns.times[several].sum())
    same = several & (patterns.equal_pairs == patterns.n_judged * (patterns.n_judged - 1.0))
    share = float(patterns.times[same].sum() / n) if n else math.nan
    return _with(agreement_of(given, made, inference), {"all said the same": share})


def holsti(
    data: ReliabilityData | npt.ArrayLike, *, inference: Inference | None = None
) -> Agreement:
    """Holsti's reliability: 2 M / (N1 + N2), the mean over pairs of coders.

    Parameters
    ----------
    data : ReliabilityData, or array_like of shape (n_coders, n_units)
        In an array, missing judgements are NaN or None.
    inference : Inference, optional
        How standard error and interval are made; linearised if not given.

    Returns
    -------
    Agreement
        From 0 to 1.

    Notes
    -----
    M are the units on which both coders of a pair said the same, N1 and N2 the units each of
    them judged at all. Where all coders judged all units it is percent agreement. A unit that one
    of two coders passed over counts as half a disagreement. Not corrected for chance.

    References
    ----------
    Holsti, O. R. (1969). Content Analysis for the Social Sciences and Humanities, p. 140.

    Examples
    --------
    >>> round(holsti([[1, 1, 2, 2], [1, 1, 2, np.nan]]).value, 4)
    0.8571
    """
    given = named_coders(judgements(data, level="nominal"))
    return _with(agreement_of(given, holsti_measure(given), inference), {})


def holsti_measure(given: Judgements) -> Measure:
    """Holsti's reliability with the influence of each unit.

    Parameters
    ----------
    given : Judgements
        What was judged, by coders known by name.
    """
    name = "Holsti's reliability"
    if given.no_pair:
        return nothing(name, given.no_pair)
    patterns = given.ordered
    columns = _holsti_columns(given)
    sums = patterns.times.astype(np.float64) @ columns
    value = float(_holsti_estimate(sums[None, :])[0])
    same, judged = columns[:, ::2], columns[:, 1::2]
    n = float(patterns.times[patterns.n_judged > 0].sum())
    by_pair = (2.0 * same - sums[::2] * 2.0 / sums[1::2] * judged) / sums[1::2]
    return Measure(
        name=name,
        value=value,
        observed=value,
        expected=math.nan,
        patterns=patterns,
        enters=patterns.n_judged > 0,
        residuals=n * by_pair.mean(axis=1),
        draws=lambda: Draws(patterns=patterns, columns=columns),
        estimate=_holsti_estimate,
    )


def _holsti_columns(given: Judgements) -> Floats:
    """For each pair of coders: whether they said the same, and how many of the two judged."""
    codes = given.ordered.codes
    made = []
    for i in range(len(codes)):
        for j in range(i):
            same = (codes[i] == codes[j]) & (codes[i] >= 0)
            made += [same, (codes[i] >= 0).astype(np.int64) + (codes[j] >= 0)]
    return np.column_stack(made).astype(np.float64)


def _holsti_estimate(sums: Floats) -> Floats:
    judged = sums[:, 1::2]
    return np.asarray((2.0 * sums[:, ::2] / np.where(judged > 0, judged, math.nan)).mean(axis=1))


def _with(found: Agreement, details: dict[str, float]) -> Agreement:
    from dataclasses import replace

    return replace(found, details=details, notes=(*found.notes, NOT_CHANCE))
