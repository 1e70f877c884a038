"""Linear regression with the table of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy import special

from casestudy.answers import Answers
from casestudy.questionnaire import Survey
from casestudy.survey.coded import as_answers
from casestudy.survey.ledger import noted
from casestudy.survey.linearised import degrees_of_freedom, total_covariance
from casestudy.survey.model_matrix import ModelData, model_data
from casestudy.survey.model_result import RegressionTable
from casestudy.survey.proportions import checked_level

Floats = npt.NDArray[np.float64]

ERRORS = ("classical", "robust")
"""What standard errors of a linear model may rest on."""


def linear_regression(
    answers: Answers | Survey,
    outcome: str,
    predictors: Sequence[str],
    *,
    as_numbers: Sequence[str] = (),
    reference: Mapping[str, str] | None = None,
    errors: str = "classical",
    level: float = 0.95,
) -> RegressionTable:
    """How a number changes with each predictor, the others held still.

    Parameters
    ----------
    answers : Answers or Survey
        With a design, estimates are weighted, and standard errors are design-based.
    outcome : str
        Id of an item with numbers, or of a rating, whose scores are taken as numbers then; a note
        says so.
    predictors, as_numbers, reference
        As in `ordinal_regression`.
    errors : {"classical", "robust"}
        Standard errors that take the spread as equal everywhere, or not (HC3). Not used with a
        design.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    RegressionTable
        `thresholds` holds the intercept; `fit` R², the F test and the greatest variance inflation.
        Registered in the ledger that is open, if any.

    Raises
    ------
    LookupError
        If an item is not among the answers.
    ValueError
        If an item is of another kind or is named twice, there are no more respondents than
        columns, a column follows from others, or a setting is not known.

    Notes
    -----
    Least squares. Limits are Student's. With one predictor of two choices this is the t test, under
    a design the design-based one.

    References
    ----------
    MacKinnon, J. G., & White, H. (1985). Some heteroskedasticity-consistent covariance matrix
    estimators with improved finite sample properties. Journal of Econometrics 29, 305-325.

    Examples
    --------
    >>> from casestudy.item_answers import NumberAnswers
    >>> told = Answers(items=tuple(NumberAnswers(item=name, values=np.array(v, float),
    ...     kinds=np.zeros(4, int)) for name, v in (("x", [1, 2, 3, 4]), ("y", [2, 4, 5, 8]))))
    >>> found = linear_regression(told, "y", ["x"])
    >>> found.estimates.round(3).tolist(), round(found.fit["r_squared"], 3)
    ([1.9], 0.963)
    """
    checked_level(level)
    if errors not in ERRORS:
        raise ValueError(f"errors {errors!r} is not known; allowed are {', '.join(ERRORS)}")
    coded = as_answers(answers, outcome, *predictors)
    data = model_data(coded, outcome, predictors, as_numbers=as_numbers, reference=reference)
    y = coded.numbers(outcome).values[data.rows]
    x = np.column_stack([np.ones(len(y)), data.columns])
    _check_rank(x, data)
    if np.ptp(y) <= 1e-12 * np.abs(y).max():
        raise ValueError(
            f"all {len(y)} in the model have the same {outcome!r}, so nothing can go with it; "
            "take another outcome"
        )
    root = np.sqrt(data.weights)
    solved = np.asarray(np.linalg.inv((x * data.weights[:, np.newaxis]).T @ x), dtype=float)
    beta = solved @ (x.T @ (data.weights * y))
    residuals = y - x @ beta
    covariance, df, basis = _covariance(data, x, residuals, solved, errors)
    spread = np.sqrt(np.diagonal(covariance))
    half = special.stdtrit(df, (1 + level) / 2) * spread
    t = beta / spread
    return noted(
        RegressionTable(
            kind="linear", outcome=outcome, levels=(), terms=data.terms, estimates=beta[1:],
            standard_errors=spread[1:], statistics=t[1:], p=2 * special.stdtr(df, -np.abs(t[1:])),
            low=(beta - half)[1:], high=(beta + half)[1:], interval_method=f"Student t, {basis}",
            level=level, df=df, thresholds=beta[:1], threshold_errors=spread[:1],
            threshold_names=("intercept",), covariance=covariance, n=len(y),
            n_left_out=data.n_left_out, data=data, parameters=beta,
            fit=_fit(x * root[:, np.newaxis], y * root, residuals * root, beta, covariance, df),
            notes=(*_notes(data), *data.notes), provenance=data.provenance,
        )
    )  # fmt: skip


def _check_rank(x: Floats, data: ModelData) -> None:
    n, k = x.shape
    if n <= k:
        raise ValueError(
            f"{n} respondents answered everything, and the model has {k} columns; it needs more "
            "respondents or fewer predictors"
        )
    for column in range(1, k):
        if np.linalg.matrix_rank(x[:, : column + 1]) <= column:
            raise ValueError(
                f"the column {data.terms[column - 1]} follows from those before it; leave a "
                "predictor out"
            )


def _covariance(
    data: ModelData, x: Floats, residuals: Floats, solved: Floats, errors: str
) -> tuple[Floats, float, str]:
    n, k = x.shape
    if data.design is not None:
        each = (data.weights * residuals)[:, np.newaxis] * x
        spread, _ = total_covariance(data.spread(each), design=data.design)
        df = max(degrees_of_freedom(data.design) + 1 - k, 1.0)
        return np.asarray(solved @ spread @ solved), df, "design-based"
    if errors == "robust":
        leverage = np.einsum("ij,jk,ik->i", x, solved, x)
        each = (residuals / (1 - leverage))[:, np.newaxis] * x
        return np.asarray(solved @ (each.T @ each) @ solved), float(n - k), "robust (HC3)"
    return solved * float(residuals @ residuals) / (n - k), float(n - k), "classical"


def _fit(
    x: Floats, y: Floats, residuals: Floats, beta: Floats, covariance: Floats, df: float
) -> dict[str, float]:
    """R², the F test and the greatest variance inflation, of rows times the roots of weights."""
    n, k = x.shape
    base = x[:, :1] @ np.linalg.lstsq(x[:, :1], y, rcond=None)[0]
    left, whole = float(residuals @ residuals), float((y - base) @ (y - base))
    r_squared = 1 - left / whole if whole else np.nan
    m = float(k - 1)
    f = float(beta[1:] @ np.linalg.pinv(covariance[1:, 1:]) @ beta[1:]) / max(m, 1)
    ll = -n / 2 * (np.log(2 * np.pi * left / n) + 1) if left > 0 else np.inf
    return {
        "r_squared": r_squared, "adjusted_r_squared": 1 - (1 - r_squared) * (n - 1) / (n - k),
        "sigma": float(np.sqrt(left / (n - k))), "log_likelihood": float(ll),
        "aic": float(-2 * ll + 2 * (k + 1)), "bic": float(-2 * ll + (k + 1) * np.log(n)),
        "statistic": f, "statistic_df": m, "p": float(special.fdtrc(m, df, f)) if m else np.nan,
        "greatest_vif": _greatest_vif(x[:, 1:]),
    }  # fmt: skip


def _greatest_vif(columns: Floats) -> float:
    """By how much the variance of a slope is inflated by the other predictors, at most."""
    if columns.shape[1] < 2:
        return 1.0 if columns.shape[1] else float("nan")
    return float(np.diagonal(np.linalg.pinv(np.corrcoef(columns.T))).max())


def _notes(data: ModelData) -> list[str]:
    if data.levels:
        return ["The steps of the outcome are taken as equal; ordinal_regression does not do so."]
    return []
