"""How many common causes the answers to several items may have, and which items go with which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from casestudy.answers import Answers
from casestudy.intervals import Interval
from casestudy.provenance import Provenance, kinds
from casestudy.questionnaire import Survey
from casestudy.results import as_html, as_text
from casestudy.survey.factor_fit import FactorFit, discrepancy, fit_factors
from casestudy.survey.rotation import ROTATIONS, rotated
from casestudy.survey.scale_items import ScaleAnswers, scale_answers
from casestudy.survey.table_statistics import noncentralities

Floats = npt.NDArray[np.float64]

METHODS = ("minres", "ml")
"""How factors may be found."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FactorAnalysis:
    """Factors of some items, rotated, and how well they fit.

    Parameters
    ----------
    items : tuple of str
    method, rotation, missing : str
    n, n_left_out : int
        Respondents; who was left out for a missing answer.
    loadings : array of float, shape (n_items, n_factors)
        The pattern: what each factor adds to an item when the others stand still.
    factor_correlations : array of float, shape (n_factors, n_factors)
    uniquenesses : array of float, shape (n_items,)
    explained : array of float, shape (n_factors,)
        Share of all variance.
    eigenvalues : array of float, shape (n_items,)
        Of the correlation matrix.
    chi_squared, df, p : float
        Of exact fit, Bartlett-corrected; NaN without degrees of freedom.
    rmsea, tli, rmsr : float
        Root mean square error of approximation, Tucker-Lewis index, root mean square residual.
    rmsea_interval : Interval
        At 90 per cent.
    kmo : float
        Kaiser, Meyer and Olkin's measure of sampling adequacy, overall.
    item_kmo : array of float, shape (n_items,)
    bartlett, bartlett_df, bartlett_p : float
        Bartlett's test that no items correlate.
    """

    items: tuple[str, ...]
    method: str
    rotation: str
    missing: str
    n: int
    n_left_out: int
    loadings: Floats
    factor_correlations: Floats
    uniquenesses: Floats
    explained: Floats
    eigenvalues: Floats
    chi_squared: float
    df: float
    p: float
    rmsea: float
    rmsea_interval: Interval
    tli: float
    rmsr: float
    kmo: float
    item_kmo: Floats
    bartlett: float
    bartlett_df: float
    bartlett_p: float
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def communalities(self) -> Floats:
        """Share of each item's variance that the factors explain."""
        return 1 - self.uniquenesses

    def to_frame(self) -> pd.DataFrame:
        """One row an item: item, a loading for each factor, communality, kmo, provenance."""
        frame = pd.DataFrame({"item": self.items})
        for place in range(self.loadings.shape[1]):
            frame[f"factor {place + 1}"] = self.loadings[:, place]
        frame["communality"] = self.communalities
        frame["kmo"] = self.item_kmo
        frame["provenance"] = kinds(self.provenance)
        return frame.astype({"item": "str", "provenance": "str"})

    _repr_html_ = as_html
    __repr__ = as_text


def factor_analysis(
    answers: Answers | Survey,
    items: Sequence[str],
    *,
    n_factors: int,
    missing: str,
    method: str = "minres",
    rotation: str = "oblimin",
) -> FactorAnalysis:
    """Which items go together, as if a few common causes stood behind the answers.

    Parameters
    ----------
    answers : Answers or Survey
        Weights are not heeded; a note says so.
    items : sequence of str
        Ids of items with numbers or scores.
    n_factors : int
        How many factors; `parallel_analysis` suggests a number.
    missing : {"listwise", "pairwise"}
        Only who answered all items, or each two items over who answered both.
    method : {"minres", "ml"}
        Minimum residuals or maximum likelihood.
    rotation : {"oblimin", "varimax", "none"}
        Oblimin lets the factors correlate, as they mostly do.

    Returns
    -------
    FactorAnalysis

    Raises
    ------
    LookupError
        If an item is not among the answers.
    ValueError
        If there are too many factors for the items, an item does not vary, or a setting is not
        known.

    Notes
    -----
    χ² = (n - 1 - (2p + 5)/6 - 2k/3) F with F the maximum-likelihood discrepancy; RMSEA =
    √(χ²/(df n) - 1/(n - 1)); the null model of the TLI has the same multiplier. Ratings with few
    steps are not normal: fit is then judged too harshly, and loadings are too small (see
    `polychoric_correlations`). Factors are a way to describe, not things that were seen.

    References
    ----------
    Lawley, D. N., & Maxwell, A. E. (1971). Factor analysis as a statistical method (2nd ed.).
    Butterworths, 24-45.
    Harman, H. H., & Jones, W. H. (1966). Factor analysis by minimizing residuals (minres).
    Psychometrika 31, 351-368. doi:10.1007/BF02289468

    Examples
    --------
    >>> from casestudy.item_answers import NumberAnswers
    >>> rng = np.random.default_rng(1)
    >>> cause = rng.normal(size=(300, 2))
    >>> values = cause[:, [0, 0, 0, 1, 1, 1]] + rng.normal(size=(300, 6))
    >>> told = Answers(items=tuple(NumberAnswers(item=f"q{i}", values=values[:, i],
    ...                kinds=np.zeros(300, int)) for i in range(6)))
    >>> found = factor_analysis(told, [f"q{i}" for i in range(6)], n_factors=2, missing="listwise")
    >>> (np.abs(found.loadings) > 0.4).sum(axis=0).tolist()
    [3, 3]
    """
    if method not in METHODS or rotation not in ROTATIONS:
        raise ValueError(
            f"method {method!r} with rotation {rotation!r} is not known; allowed are "
            f"{', '.join(METHODS)} and {', '.join(ROTATIONS)}"
        )
    given = scale_answers(answers, items, missing=missing)
    r = checked_correlation(given)
    df = _degrees(len(r), n_factors)
    fit = fit_factors(r, n_factors, method=method)
    loadings, phi = rotated(fit.loadings, rotation)
    chi_squared, rmsea, tli = _fit_indices(fit, r, n=given.n, n_factors=n_factors, df=df)
    kmo, item_kmo = sampling_adequacy(r)
    bartlett, bartlett_df, bartlett_p = bartlett_sphericity(r, given.n)
    residuals = (r - fit.implied)[np.triu_indices(len(r), 1)]
    explained = np.diagonal(phi @ loadings.T @ loadings) / len(r)
    eigenvalues = np.asarray(np.linalg.eigvalsh(r)[::-1], dtype=float)
    p = float(special.chdtrc(df, max(chi_squared, 0.0))) if df > 0 else np.nan
    return FactorAnalysis(
        items=given.matrix.items, method=method, rotation=rotation, missing=missing, n=given.n,
        n_left_out=given.matrix.n_left_out, loadings=loadings, factor_correlations=phi,
        uniquenesses=fit.uniquenesses, explained=explained, eigenvalues=eigenvalues,
        chi_squared=chi_squared if df > 0 else np.nan, df=df, p=p, rmsea=rmsea,
        rmsea_interval=_rmsea_interval(chi_squared, df, given.n), tli=tli,
        rmsr=float(np.sqrt((residuals**2).mean())), kmo=kmo, item_kmo=item_kmo, bartlett=bartlett,
        bartlett_df=bartlett_df, bartlett_p=bartlett_p,
        notes=(*_notes(fit, answers), *given.matrix.notes), provenance=given.matrix.provenance,
    )  # fmt: skip


def checked_correlation(given: ScaleAnswers) -> Floats:
    """The correlations of the items; refused with a sentence where one does not exist."""
    r = given.pair_correlation
    lost = np.flatnonzero(~np.isfinite(r).all(axis=1))
    if len(lost):
        item = given.matrix.items[lost[0]]
        raise ValueError(
            f"item {item!r} has no correlation with another: all gave the same answer, or too few "
            "answered both; leave it out"
        )
    return r


def sampling_adequacy(r: Floats) -> tuple[float, Floats]:
    """Kaiser, Meyer and Olkin's measure, overall and for each item, of a correlation matrix.

    Notes
    -----
    Σr²/(Σr² + Σa²) with the partial correlations a of each two items given all others.
    """
    inverse = np.linalg.pinv(r)
    scale = np.sqrt(np.diagonal(inverse))
    partial = inverse / np.outer(scale, scale)
    off = ~np.eye(len(r), dtype=bool)
    squares, partials = np.where(off, r**2, 0.0), np.where(off, partial**2, 0.0)
    item = squares.sum(axis=0) / (squares.sum(axis=0) + partials.sum(axis=0))
    return float(squares.sum() / (squares.sum() + partials.sum())), item


def bartlett_sphericity(r: Floats, n: int) -> tuple[float, float, float]:
    """Bartlett's χ², df and p that all correlations are 0: -(n - 1 - (2p + 5)/6) ln|R|."""
    p = len(r)
    sign, log_determinant = np.linalg.slogdet(r)
    df = p * (p - 1) / 2
    if sign <= 0:
        return np.nan, df, np.nan
    statistic = float(-(n - 1 - (2 * p + 5) / 6) * log_determinant)
    return statistic, df, float(special.chdtrc(df, statistic))


def _degrees(n_items: int, n_factors: int) -> float:
    df = n_items * (n_items - 1) / 2 - n_items * n_factors + n_factors * (n_factors - 1) / 2
    if n_factors < 1 or n_factors >= n_items or df < 0:
        raise ValueError(
            f"{n_factors} factors cannot be found in {n_items} items; there is at least 1 factor, "
            "and no more loadings than the items have correlations"
        )
    return df


def _fit_indices(
    fit: FactorFit, r: Floats, *, n: int, n_factors: int, df: float
) -> tuple[float, float, float]:
    p = len(r)
    size = n - 1 - (2 * p + 5) / 6 - 2 * n_factors / 3
    chi_squared = size * fit.discrepancy
    if df <= 0:
        return chi_squared, np.nan, np.nan
    rmsea = float(np.sqrt(max(chi_squared / (df * n) - 1 / (n - 1), 0)))
    null = size * discrepancy(r, np.eye(p)) / (p * (p - 1) / 2)
    return chi_squared, rmsea, float((null - chi_squared / df) / (null - 1))


def _rmsea_interval(chi_squared: float, df: float, n: int) -> Interval:
    low = high = np.array([np.nan])
    if df > 0 and np.isfinite(chi_squared):
        limits = noncentralities(np.array([max(chi_squared, 0.0)]), np.array([df]), 0.9)
        low, high = (np.sqrt(limit / (df * (n - 1))) for limit in limits)
    return Interval(
        low=float(low[0]), high=float(high[0]), level=0.9, method="noncentral chi-squared"
    )


def _notes(fit: FactorFit, answers: Answers | Survey) -> list[str]:
    notes = []
    if not fit.has_settled:
        notes.append("The search for the factors did not settle: fewer factors may do.")
    if (fit.uniquenesses < 0.01).any():
        notes.append("An item is explained wholly (Heywood case): fewer factors may do.")
    if isinstance(answers, Answers) and answers.design is not None:
        notes.append("Weights, strata and clusters are not heeded.")
    return notes
