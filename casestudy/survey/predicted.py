"""What a model says of each segment: predicted shares of the answers, the others as they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from casestudy.intervals import Interval
from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text
from casestudy.survey.cumulative import chances
from casestudy.survey.model_result import RegressionTable
from casestudy.survey.proportions import intervals

Floats = npt.NDArray[np.float64]

STEP = 1e-5
"""How far a parameter is moved to see how a predicted share answers."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PredictedShares:
    """Predicted share of each answer for each choice of a predictor.

    Parameters
    ----------
    outcome, by : str
    levels : tuple of str
        Labels of the outcome's answers, in their order.
    groups : tuple of str
        Labels of the predictor's choices, the reference first.
    shares : array of float, shape (n_groups, n_levels)
        Each row adds up to 1.
    standard_errors : array of float, shape (n_groups, n_levels)
    intervals : tuple of Interval
        Of each share, groups one after the other.
    mean, mean_errors : array of float, shape (n_groups,)
        Mean position of the answer, from 1, with its standard error.
    """

    outcome: str
    by: str
    levels: tuple[str, ...]
    groups: tuple[str, ...]
    shares: Floats
    standard_errors: Floats
    intervals: tuple[Interval, ...]
    mean: Floats
    mean_errors: Floats
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a group and answer: group, answer, share, standard_error, low, high."""
        n_levels = len(self.levels)
        frame = pd.DataFrame(
            {
                "group": np.repeat(np.array(self.groups, dtype=object), n_levels),
                "answer": np.tile(np.array(self.levels, dtype=object), len(self.groups)),
                "share": self.shares.ravel(),
                "standard_error": self.standard_errors.ravel(),
                "low": [interval.low for interval in self.intervals],
                "high": [interval.high for interval in self.intervals],
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["group", "answer", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def predicted_shares(model: RegressionTable, by: str, *, level: float = 0.95) -> PredictedShares:
    """Share of each answer that the model expects if all were in one group, then in another.

    Parameters
    ----------
    model : RegressionTable
        From `ordinal_regression` or `logistic_regression`.
    by : str
        A predictor whose choices were compared. All other predictors stay as they were answered,
        and the predictions are averaged over the respondents (by their weights).
    level : float
        Confidence level of the intervals, between 0 and 1.

    Returns
    -------
    PredictedShares

    Raises
    ------
    ValueError
        If the model is linear, or `by` is no predictor with choices.

    Notes
    -----
    Standard errors by the delta method, limits on the scale of the logit. The groups differ in the
    other predictors, too, in fact; these shares take that difference out.

    References
    ----------
    Hanmer, M. J., & Kalkan, K. O. (2013). Behind the curve: clarifying the best approach to
    calculating predicted probabilities and marginal effects from limited dependent variable models.
    American Journal of Political Science 57, 263-277. doi:10.1111/j.1540-5907.2012.00602.x
    """
    places = [place for place, term in enumerate(model.terms) if term.item == by and term.level]
    if model.kind == "linear" or not places:
        raise ValueError(
            f"the {model.kind} regression has no predicted shares by {by!r}; name a predictor with "
            "choices, of an ordinal or logistic regression"
        )
    at = model.parameters.copy()
    if model.kind == "logistic":
        at[0] = -at[0]  # an intercept is minus a threshold
    n_levels = len(model.levels)

    def shares(parameters: Floats) -> Floats:
        return np.array(
            [_average(model, parameters, places, chosen) for chosen in (None, *places)]
        ).ravel()

    found = shares(at)
    slope = np.column_stack(
        [(shares(at + step) - shares(at - step)) / (2 * STEP) for step in np.eye(len(at)) * STEP]
    )
    covariance = slope @ model.covariance @ slope.T
    errors = np.sqrt(np.maximum(np.diagonal(covariance), 0))
    low, high = _limits(found, errors, model.df, level)
    steps = np.kron(np.eye(len(places) + 1), np.arange(1, n_levels + 1))
    size = (len(places) + 1, n_levels)
    return PredictedShares(
        outcome=model.outcome, by=by, levels=model.levels,
        groups=(model.terms[places[0]].reference, *(model.terms[at_].level for at_ in places)),
        shares=found.reshape(size), standard_errors=errors.reshape(size),
        intervals=intervals(low, high, level, "delta method on the logit"), mean=steps @ found,
        mean_errors=np.sqrt(np.diagonal(steps @ covariance @ steps.T)),
        notes=(f"All other predictors as answered; averaged over {model.n} respondents.",
               *model.notes),
        provenance=model.provenance,
    )  # fmt: skip


def _average(
    model: RegressionTable, parameters: Floats, places: list[int], chosen: int | None
) -> Floats:
    """Mean chances of the answers if everybody had one choice of the predictor."""
    columns = model.data.columns.copy()
    columns[:, places] = 0.0
    if chosen is not None:
        columns[:, chosen] = 1.0
    n_cuts = len(model.thresholds)
    rows = np.zeros((n_cuts, len(columns), len(parameters)))
    for cut in range(n_cuts):
        rows[cut, :, cut] = 1.0
        rows[cut, :, n_cuts:] = -columns
    weights = model.data.weights
    return np.asarray(weights @ chances(rows, parameters) / weights.sum())


def _limits(found: Floats, errors: Floats, df: float, level: float) -> tuple[Floats, Floats]:
    upper = (1 + level) / 2
    quantile = special.ndtri(upper) if np.isinf(df) else special.stdtrit(max(df, 1), upper)
    inside = np.clip(found, 1e-12, 1 - 1e-12)
    half = quantile * errors / (inside * (1 - inside))
    return special.expit(special.logit(inside) - half), special.expit(special.logit(inside) + half)
