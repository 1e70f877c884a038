"""Regressions that read like a paper: ordinal, logistic and linear, with one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy import special

from casestudy.answers import Answers
from casestudy.questionnaire import Survey
from casestudy.survey.coded import as_answers
from casestudy.survey.cumulative import (
    Cuts,
    Maximum,
    greatest,
    have_no_end,
    profile_limits,
    proportional_cuts,
    scores,
)
from casestudy.survey.ledger import noted
from casestudy.survey.linearised import degrees_of_freedom, total_covariance
from casestudy.survey.model_matrix import ModelData, model_data
from casestudy.survey.model_result import RegressionTable
from casestudy.survey.proportions import checked_level

Floats = npt.NDArray[np.float64]


def ordinal_regression(
    answers: Answers | Survey,
    outcome: str,
    predictors: Sequence[str],
    *,
    as_numbers: Sequence[str] = (),
    reference: Mapping[str, str] | None = None,
    level: float = 0.95,
) -> RegressionTable:
    """How the odds of a higher answer change with each predictor (proportional odds).

    Parameters
    ----------
    answers : Answers or Survey
        With a design, estimates are weighted, and standard errors are design-based.
    outcome : str
        Id of a rating, or of an item whose choices stand in their order.
    predictors : sequence of str
        Ids of items with a number or one answer each. Who lacks an answer is left out; a note says
        how many.
    as_numbers : sequence of str
        Predictors with scores that are taken as numbers; all other choices are compared with one of
        them.
    reference : mapping of str to str, optional
        The choice (its stored value) that the others are compared with; the first one that anybody
        gave if not said.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    RegressionTable
        Odds ratios above 1 mean higher answers. Limits are of the profile likelihood, or Student's
        under a design. Registered in the ledger that is open, if any.

    Raises
    ------
    LookupError
        If an item is not among the answers.
    ValueError
        If an item is of another kind or is named twice, the outcome has fewer than three answers,
        or a setting is not known.

    Notes
    -----
    logit P(y ≤ j) = αⱼ - xβ. One odds ratio holds for every cut of the scale, which `brant_test`
    checks. A coefficient is an association, the other predictors held still; no cause.

    References
    ----------
    McCullagh, P. (1980). Regression models for ordinal data. Journal of the Royal Statistical
    Society B 42, 109-142. doi:10.1111/j.2517-6161.1980.tb01109.x

    Examples
    --------
    >>> from casestudy.item_answers import ChosenAnswers
    >>> draw = np.random.default_rng(1)
    >>> group = draw.integers(0, 2, 300)
    >>> told = Answers(items=(
    ...     ChosenAnswers(item="g", codes=group, choices=("a", "b"), labels=("A", "B")),
    ...     ChosenAnswers(item="q", codes=np.clip(draw.integers(0, 3, 300) + group, 0, 3),
    ...                   choices=tuple("1234"), labels=tuple("1234"), scores=(1, 2, 3, 4))))
    >>> found = ordinal_regression(told, "q", ["g"])
    >>> str(found.terms[0]), bool(found.odds_ratio_limits[0][0] > 1)
    ('g: B (not A)', True)
    """
    checked_level(level)
    coded = as_answers(answers, outcome, *predictors)
    data = model_data(coded, outcome, predictors, as_numbers=as_numbers, reference=reference)
    if len(np.unique(data.values)) < 3 or not data.levels:
        raise ValueError(
            f"item {outcome!r} has fewer than three ordered answers among those who are in; use "
            "logistic_regression for two, linear_regression for numbers"
        )
    return noted(_cumulative(_without_gaps(data), "ordinal logistic", level))


def logistic_regression(
    answers: Answers | Survey,
    outcome: str,
    predictors: Sequence[str],
    *,
    as_numbers: Sequence[str] = (),
    reference: Mapping[str, str] | None = None,
    level: float = 0.95,
) -> RegressionTable:
    """How the odds of the second of two answers change with each predictor.

    Parameters
    ----------
    outcome : str
        Id of an item with one answer each, of which two were given: the odds are those of the one
        that stands later. The other parameters, the limits and what is raised are as in
        `ordinal_regression`.

    Returns
    -------
    RegressionTable
        `thresholds` holds the intercept.

    Notes
    -----
    logit P(y = 1) = α + xβ. Where a predictor tells the answers apart wholly, its odds ratio has no
    end: the estimate is infinite, the standard error and the p-value are NaN, one limit of the
    profile likelihood is finite, and a note says so.

    References
    ----------
    Agresti, A. (2002). Categorical data analysis (2nd ed.). Wiley, 165-201.

    Examples
    --------
    >>> from casestudy.item_answers import ChosenAnswers
    >>> codes = np.repeat([[0, 0], [0, 1], [1, 0], [1, 1]], [30, 10, 20, 40], axis=0)
    >>> told = Answers(items=tuple(ChosenAnswers(item=name, codes=codes[:, place],
    ...     choices=("n", "y"), labels=("No", "Yes")) for place, name in enumerate("xq")))
    >>> logistic_regression(told, "q", ["x"]).odds_ratios.round(6).tolist()  # 30·40/(10·20)
    [6.0]
    """
    checked_level(level)
    coded = as_answers(answers, outcome, *predictors)
    data = model_data(coded, outcome, predictors, as_numbers=as_numbers, reference=reference)
    if len(np.unique(data.values)) != 2 or not data.levels:
        raise ValueError(
            f"item {outcome!r} has {len(np.unique(data.values))} different answers among those who "
            "are in, and this needs two; use ordinal_regression or linear_regression"
        )
    return noted(_cumulative(_without_gaps(data), "logistic", level))


def _without_gaps(data: ModelData) -> ModelData:
    """The outcome without answers that nobody gave."""
    used = np.unique(data.values)
    levels = tuple(data.levels[int(place)] for place in used)
    empty = [label for label in data.levels if label not in levels]
    note = (f"Answers that nobody gave: {', '.join(empty)}.",) if empty else ()
    return replace(
        data, values=np.searchsorted(used, data.values).astype(float), levels=levels,
        notes=(*data.notes, *note),
    )  # fmt: skip


def _cumulative(data: ModelData, kind: str, level: float) -> RegressionTable:
    codes, n_cuts = data.values.astype(np.int64), len(data.levels) - 1
    cuts = proportional_cuts(data.columns, codes, data.weights, n_levels=n_cuts + 1)
    best = greatest(cuts)
    null = greatest(
        proportional_cuts(data.columns[:, :0], codes, data.weights, n_levels=n_cuts + 1)
    )
    covariance, df = _covariance(data, best, n_cuts + 1)
    places = range(n_cuts, n_cuts + len(data.terms))
    errors = np.sqrt(np.diagonal(covariance))
    estimates, spread = best.at[n_cuts:], errors[n_cuts:]
    told_by = np.sqrt(np.diagonal(best.covariance))[n_cuts:]
    endless = have_no_end(estimates, told_by, data.columns)
    if data.design is None:
        low, high = _profiles(cuts, best, list(places), level)
        method = "profile likelihood"
    else:
        half = special.stdtrit(max(df, 1), (1 + level) / 2) * spread
        low, high, method = estimates - half, estimates + half, "Student t, design-based"
        low, high = (np.where(endless, np.nan, side) for side in (low, high))
    fit = _fit(data, best, null, estimates, covariance[n_cuts:, n_cuts:], df)
    estimates = np.where(endless, np.copysign(np.inf, estimates), estimates)
    spread = np.where(endless, np.nan, spread)
    statistics = estimates / spread
    sign = -1.0 if kind == "logistic" else 1.0  # an intercept is minus a threshold
    return RegressionTable(
        kind=kind, outcome=data.outcome, levels=data.levels, terms=data.terms,
        estimates=estimates, standard_errors=spread, statistics=statistics,
        p=_two_sided(statistics, df), low=low, high=high, interval_method=method, level=level,
        df=df, thresholds=sign * best.at[:n_cuts], threshold_errors=errors[:n_cuts],
        threshold_names=_cut_names(data.levels) if kind != "logistic" else ("intercept",),
        covariance=covariance, n=len(codes), n_left_out=data.n_left_out,
        fit=fit, data=data, parameters=np.concatenate([sign * best.at[:n_cuts], best.at[n_cuts:]]),
        notes=(*_notes(data, best, endless), *data.notes), provenance=data.provenance,
    )  # fmt: skip


def _cut_names(levels: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{low} | {high}" for low, high in pairwise(levels))


def _covariance(data: ModelData, best: Maximum, n_levels: int) -> tuple[Floats, float]:
    """Covariance of the parameters and degrees of freedom: of the likelihood, or of the design."""
    if data.design is None:
        return best.covariance, np.inf
    weights = data.design.weights[data.rows]
    each = _each(data, weights / weights.mean(), n_levels)
    spread, _ = total_covariance(data.spread(scores(each, best.at)), design=data.design)
    df = degrees_of_freedom(data.design) + 1 - (len(data.terms) + 1)
    return np.asarray(best.covariance @ spread @ best.covariance), df


def _each(data: ModelData, weights: Floats, n_levels: int) -> Cuts:
    """The rows of each respondent, none counted together."""
    n, n_cuts = len(data.values), n_levels - 1
    rows = np.zeros((n_cuts, n, n_cuts + data.columns.shape[1]))
    for cut in range(n_cuts):
        rows[cut, :, cut] = 1.0
        rows[cut, :, n_cuts:] = -data.columns
    return Cuts(rows=rows, values=data.values.astype(np.int64), weights=weights)


def _profiles(cuts: Cuts, best: Maximum, places: list[int], level: float) -> tuple[Floats, Floats]:
    found = [profile_limits(cuts, best, place, level=level) for place in places]
    both = np.array(found).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _two_sided(statistics: Floats, df: float) -> Floats:
    size = -np.abs(statistics)
    return np.asarray(2 * (special.ndtr(size) if np.isinf(df) else special.stdtr(max(df, 1), size)))


def _fit(
    data: ModelData, best: Maximum, null: Maximum, estimates: Floats, covariance: Floats, df: float
) -> dict[str, float]:
    n, k = float(data.weights.sum()), len(best.at)
    ll, ll0 = best.log_likelihood, null.log_likelihood
    cox_snell = 1 - np.exp(2 * (ll0 - ll) / n)
    m = float(len(estimates))
    if data.design is None:
        statistic, p = (
            2 * (ll - ll0),
            float(special.chdtrc(m, max(2 * (ll - ll0), 0))) if m else np.nan,
        )
    else:
        statistic = float(estimates @ np.linalg.pinv(covariance) @ estimates) / max(m, 1)
        p = float(special.fdtrc(m, max(df - m + 1, 1), statistic)) if m else np.nan
    return {
        "log_likelihood": ll, "null_log_likelihood": ll0, "deviance": -2 * ll,
        "aic": -2 * ll + 2 * k, "bic": -2 * ll + k * float(np.log(n)),
        "mcfadden": 1 - ll / ll0 if ll0 else np.nan,
        "nagelkerke": float(cox_snell / (1 - np.exp(2 * ll0 / n))),
        "statistic": statistic, "statistic_df": m, "p": p,
    }  # fmt: skip


def _notes(data: ModelData, best: Maximum, endless: npt.NDArray[np.bool_]) -> list[str]:
    notes = []
    if not best.has_settled:
        notes.append("The search for the greatest likelihood did not settle: trust no number here.")
    notes += [
        f"{term}: it tells the answers apart wholly, so its odds ratio has no end; a standard "
        "error and a p-value of its own are not defined."
        for term, is_so in zip(data.terms, endless, strict=True)
        if is_so
    ]
    if data.design is not None:
        notes.append("Likelihoods are of weighted answers; compare no models by them.")
    return notes
