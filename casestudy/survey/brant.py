"""Whether one odds ratio holds for every cut of an ordinal outcome."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text
from casestudy.survey.cumulative import (
    greatest,
    have_no_end,
    nominal_cuts,
    proportional_cuts,
)
from casestudy.survey.ledger import TestRecord, noted
from casestudy.survey.model_matrix import ModelData
from casestudy.survey.model_result import RegressionTable

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BrantTest:
    """Tests that the odds are proportional.

    Parameters
    ----------
    outcome : str
    names : tuple of str
        "all" first, then each term, then each predictor of several terms as a whole.
    chi_squared, df, p : array of float, shape (n_names,)
        Brant's Wald tests.
    ratio_names : tuple of str
        The predictors.
    ratio_chi_squared, ratio_df, ratio_p : array of float, shape (n_predictors,)
        Likelihood ratio tests against odds ratios of their own at each cut for one predictor.
    slopes : array of float, shape (n_cuts, n_terms)
        Log odds ratios of the separate logistic regressions, one a cut; infinite where a term tells
        the answers at a cut apart wholly.
    """

    outcome: str
    names: tuple[str, ...]
    chi_squared: Floats
    df: Floats
    p: Floats
    ratio_names: tuple[str, ...]
    ratio_chi_squared: Floats
    ratio_df: Floats
    ratio_p: Floats
    slopes: Floats
    n: int
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def tests(self) -> tuple[TestRecord, ...]:
        """The overall test, for a ledger."""
        return (
            TestRecord(
                question=self.outcome, segment="", test="Brant test of proportional odds",
                statistic=float(self.chi_squared[0]), df=(float(self.df[0]),),
                p=float(self.p[0]), n=self.n, is_post_hoc=True, provenance=self.provenance,
            ),
        )  # fmt: skip

    def to_frame(self) -> pd.DataFrame:
        """One row a test: test, name, chi_squared, df, p, provenance."""
        frame = pd.DataFrame(
            {
                "test": ["Brant"] * len(self.names) + ["likelihood ratio"] * len(self.ratio_names),
                "name": [*self.names, *self.ratio_names],
                "chi_squared": np.concatenate([self.chi_squared, self.ratio_chi_squared]),
                "df": np.concatenate([self.df, self.ratio_df]),
                "p": np.concatenate([self.p, self.ratio_p]),
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["test", "name", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def brant_test(model: RegressionTable) -> BrantTest:
    """Whether one odds ratio of each predictor holds for every cut of the outcome.

    Parameters
    ----------
    model : RegressionTable
        From `ordinal_regression` without a design.

    Returns
    -------
    BrantTest
        Small p-values speak against proportional odds. Registered in the ledger that is open, if
        any.

    Raises
    ------
    ValueError
        If the model is not ordinal, has a design or has no predictors, or the regression at a cut
        cannot be fitted.

    Notes
    -----
    One logistic regression a cut; the slopes are compared by Wald's test with the covariances of
    the slopes of different cuts, as Brant gives them. With many respondents it finds differences
    that do not matter: look at `slopes`. R's brant 0.3-0 forgets to transpose these covariances
    below the diagonal, so its overall statistic is a little off.

    A slope that is infinite cannot be compared: it is left out of its tests, which lose a degree of
    freedom (R's brant keeps it), and a note names it. A test with fewer than two slopes is NaN.

    References
    ----------
    Brant, R. (1990). Assessing proportionality in the proportional odds model for ordinal logistic
    regression. Biometrics 46, 1171-1178. doi:10.2307/2532457
    """
    if model.kind != "ordinal logistic" or model.data.design is not None or not model.terms:
        raise ValueError(
            "the Brant test needs an ordinal regression without a design and with predictors; "
            f"this is a {model.kind} regression with {len(model.terms)} terms"
        )
    slopes, covariance = _separate(model.data, len(model.levels) - 1)
    notes = (*_endless_notes(model, slopes), *model.data.notes)
    groups = _groups(model)
    found = [_wald(slopes, covariance, places) for _, places in groups]
    chi_squared, df = (np.array(column, dtype=float) for column in zip(*found, strict=True))
    ratios = [
        _ratio(model.data, places, len(model.levels)) for places in _predictors(model).values()
    ]
    ratio, ratio_df = (np.array(column, dtype=float) for column in zip(*ratios, strict=True))
    return noted(
        BrantTest(
            outcome=model.outcome, names=tuple(name for name, _ in groups),
            chi_squared=chi_squared, df=df,
            p=special.chdtrc(np.where(df > 0, df, np.nan), chi_squared),
            ratio_names=tuple(_predictors(model)), ratio_chi_squared=ratio, ratio_df=ratio_df,
            ratio_p=special.chdtrc(ratio_df, np.maximum(ratio, 0)), slopes=slopes, n=model.n,
            notes=notes, provenance=model.provenance,
        )
    )  # fmt: skip


def _predictors(model: RegressionTable) -> dict[str, list[int]]:
    """The places of the terms of each predictor."""
    found: dict[str, list[int]] = {}
    for place, term in enumerate(model.terms):
        found.setdefault(term.item, []).append(place)
    return found


def _groups(model: RegressionTable) -> list[tuple[str, list[int]]]:
    single = [(str(term), [place]) for place, term in enumerate(model.terms)]
    whole = [(item, places) for item, places in _predictors(model).items() if len(places) > 1]
    return [("all", list(range(len(model.terms)))), *single, *whole]


def _separate(data: ModelData, n_cuts: int) -> tuple[Floats, Floats]:
    """Slopes of one logistic regression a cut, infinite without an end; covariance of them all."""
    x = np.column_stack([np.ones(len(data.values)), data.columns])
    k = x.shape[1]
    fitted, inverses, slopes = [], [], []
    for cut in range(n_cuts):
        above = (data.values > cut).astype(np.int64)
        best = greatest(proportional_cuts(data.columns, above, np.ones(len(above)), n_levels=2))
        if not best.has_settled:
            raise ValueError(
                f"at the cut above answer number {cut + 1} the search for the greatest likelihood "
                "did not settle, so there is no slope to compare; merge answers of few"
            )
        beta = np.concatenate([-best.at[:1], best.at[1:]])
        share = special.expit(x @ beta)
        fitted.append(share)
        inverses.append(np.linalg.pinv((x * (share * (1 - share))[:, np.newaxis]).T @ x))
        errors = np.sqrt(np.diagonal(inverses[-1]))[1:]
        endless = have_no_end(beta[1:], errors, data.columns)
        slopes.append(np.where(endless, np.copysign(np.inf, beta[1:]), beta[1:]))
    covariance = np.zeros((n_cuts, k - 1, n_cuts, k - 1))
    for a in range(n_cuts):
        for b in range(a, n_cuts):
            weight = fitted[b] - fitted[a] * fitted[b]  # both answers are above the higher cut
            middle = (x * weight[:, np.newaxis]).T @ x
            block = (inverses[a] @ middle @ inverses[b])[1:, 1:]
            covariance[a, :, b, :] = block
            covariance[b, :, a, :] = block.T
    return np.array(slopes), covariance


def _wald(slopes: Floats, covariance: Floats, places: list[int]) -> tuple[float, float]:
    """Wald's test that the slopes of some terms, those with an end, are the same at each cut."""
    n_cuts, n_terms = slopes.shape
    contrasts = []
    for place in places:
        with_end = np.flatnonzero(np.isfinite(slopes[:, place]))
        for cut in with_end[1:]:
            contrast = np.zeros((n_cuts, n_terms))
            contrast[[with_end[0], cut], place] = -1.0, 1.0
            contrasts.append(contrast.ravel())
    if not contrasts:
        return np.nan, 0.0
    contrast = np.array(contrasts)
    difference = contrast @ np.where(np.isfinite(slopes), slopes, 0.0).ravel()
    spread = contrast @ covariance.reshape(n_cuts * n_terms, -1) @ contrast.T
    return float(difference @ np.linalg.solve(spread, difference)), float(len(contrasts))


def _endless_notes(model: RegressionTable, slopes: Floats) -> list[str]:
    """Which slopes are not compared."""
    return [
        f"{term}: it tells answers up to {model.levels[cut]!r} wholly apart from those above, so "
        "this slope is not compared."
        for cut, row in enumerate(slopes)
        for term, slope in zip(model.terms, row, strict=True)
        if np.isinf(slope)
    ]


def _ratio(data: ModelData, places: list[int], n_levels: int) -> tuple[float, float]:
    """Twice the gain in likelihood with slopes of their own at each cut for some terms."""
    codes = data.values.astype(np.int64)
    same = greatest(proportional_cuts(data.columns, codes, data.weights, n_levels=n_levels))
    own = greatest(
        nominal_cuts(data.columns, codes, data.weights, n_levels=n_levels, nominal=places)
    )
    gain = 2 * (own.log_likelihood - same.log_likelihood)
    return gain, float((n_levels - 2) * len(places))
