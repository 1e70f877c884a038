"""The one table that every regression of this room gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text
from casestudy.survey.ledger import TestRecord
from casestudy.survey.model_matrix import ModelData, Term

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RegressionTable:
    """What each predictor adds to an outcome, the others held still.

    Parameters
    ----------
    kind : {"ordinal logistic", "logistic", "linear"}
    outcome : str
    levels : tuple of str
        Labels of the outcome's choices in their order; empty for numbers.
    terms : tuple of Term
        The predictors' columns, in the order of the rows.
    estimates, standard_errors, statistics, p : array of float, shape (n_terms,)
        Log odds ratios, or differences in the outcome's unit; z, or t where `df` is finite. An
        estimate is infinite and the others are NaN where answers are told apart wholly.
    low, high : array of float, shape (n_terms,)
        Limits of the estimates.
    interval_method : str
    level : float
        Confidence level of the limits.
    df : float
        Of the t distribution; infinite for z.
    thresholds : array of float, shape (n_cuts,)
        On the scale of the log odds of an answer at most so high, for an ordinal outcome; else the
        intercept.
    threshold_errors : array of float, shape (n_cuts,)
    threshold_names : tuple of str
    covariance : array of float, shape (n_cuts + n_terms, n_cuts + n_terms)
        Thresholds or intercept first.
    parameters : array of float, shape (n_cuts + n_terms,)
        Thresholds or intercept and estimates; finite also where an estimate has no end, for
        predictions.
    n, n_left_out : int
        Respondents; who lacks one of the answers.
    fit : mapping of str to float
        Log likelihood, AIC, BIC, pseudo R² or R², and the test of all predictors together.
    data : ModelData
        What was fitted, for predictions and tests of the model.
    """

    kind: str
    outcome: str
    levels: tuple[str, ...]
    terms: tuple[Term, ...]
    estimates: Floats
    standard_errors: Floats
    statistics: Floats
    p: Floats
    low: Floats
    high: Floats
    interval_method: str
    level: float
    df: float
    thresholds: Floats
    threshold_errors: Floats
    threshold_names: tuple[str, ...]
    covariance: Floats
    parameters: Floats
    n: int
    n_left_out: int
    fit: Mapping[str, float]
    data: ModelData
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def odds_ratios(self) -> Floats:
        """How many times greater the odds of a higher answer are; NaN for a linear model."""
        return self._ratios(self.estimates)

    @property
    def odds_ratio_limits(self) -> tuple[Floats, Floats]:
        """Limits of the odds ratios; NaN for a linear model."""
        return self._ratios(self.low), self._ratios(self.high)

    def _ratios(self, logs: Floats) -> Floats:
        if self.kind == "linear":
            return np.full(len(logs), np.nan)
        with np.errstate(over="ignore"):
            return np.exp(logs)

    @property
    def tests(self) -> tuple[TestRecord, ...]:
        """The test of all predictors together, and of each term, for a ledger."""
        ratios, limits = self.odds_ratios, self.odds_ratio_limits
        is_linear = self.kind == "linear"
        effects = (self.estimates, self.low, self.high) if is_linear else (ratios, *limits)
        overall = TestRecord(
            segment=", ".join(dict.fromkeys(term.item for term in self.terms)),
            test=f"{self.kind} regression, all predictors", statistic=self.fit["statistic"],
            df=(self.fit["statistic_df"],), p=self.fit["p"], question=self.outcome, n=self.n,
            provenance=self.provenance,
        )  # fmt: skip
        each = tuple(
            TestRecord(
                segment=term.item, contrast=str(term), test=f"{self.kind} regression, one term",
                statistic=float(self.statistics[place]), p=float(self.p[place]),
                df=(self.df,) if np.isfinite(self.df) else (), is_post_hoc=True,
                effect_name="difference" if is_linear else "odds ratio",
                effect=float(effects[0][place]), low=float(effects[1][place]),
                high=float(effects[2][place]), question=self.outcome, n=self.n,
                provenance=self.provenance,
            )
            for place, term in enumerate(self.terms)
        )  # fmt: skip
        return (overall, *each)

    def to_frame(self) -> pd.DataFrame:
        """One row a term: item, level, reference, estimate, standard_error, statistic, p, low,
        high, odds_ratio, odds_ratio_low, odds_ratio_high, provenance.
        """  # noqa: D205
        low, high = self.odds_ratio_limits
        frame = pd.DataFrame(
            {
                "item": [term.item for term in self.terms],
                "level": [term.level for term in self.terms],
                "reference": [term.reference for term in self.terms],
                "estimate": self.estimates,
                "standard_error": self.standard_errors,
                "statistic": self.statistics,
                "p": self.p,
                "low": self.low,
                "high": self.high,
                "odds_ratio": self.odds_ratios,
                "odds_ratio_low": low,
                "odds_ratio_high": high,
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["item", "level", "reference", "provenance"], "str"))

    def thresholds_frame(self) -> pd.DataFrame:
        """One row a threshold, or the intercept: name, estimate, standard_error."""
        return pd.DataFrame(
            {
                "name": self.threshold_names,
                "estimate": self.thresholds,
                "standard_error": self.threshold_errors,
            }
        )

    _repr_html_ = as_html
    __repr__ = as_text
