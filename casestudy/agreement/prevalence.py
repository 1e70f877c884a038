"""Why kappa and agreement part ways: rare categories, and coders who differ in habit."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.agreement.basis import basis_of
from casestudy.agreement.cohen import pair_table
from casestudy.agreement.distances import Nominal
from casestudy.agreement.judgements import Judgements, judgements
from casestudy.agreement.lopsided import shown
from casestudy.agreement.patterns import Floats
from casestudy.agreement.reliability import ReliabilityData
from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prevalence:
    """How even the categories are, and on which of them coders agree.

    Parameters
    ----------
    about : str
        What was judged.
    categories : tuple of str
        In their order.
    shares : array of float, shape (n_categories,)
        Share of each category, as a mean over units.
    specific : array of float, shape (n_categories,)
        Specific agreement: given that one coder named the category, how probable it is that
        another did. NaN for a category that nobody named.
    pabak : float
        Agreement corrected for chance as if categories were even: Brennan and Prediger's S.
    prevalence_index, bias_index, greatest_kappa : float
        Of two coders and two categories; the last of two coders. NaN elsewhere.
    n_units : int
        Units that two coders or more judged.
    """

    about: str
    categories: tuple[str, ...]
    shares: Floats
    specific: Floats
    pabak: float
    prevalence_index: float
    bias_index: float
    greatest_kappa: float
    n_units: int
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a category: about, category, share, specific_agreement, provenance."""
        frame = pd.DataFrame(
            {
                "about": self.about,
                "category": self.categories,
                "share": self.shares,
                "specific_agreement": self.specific,
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["about", "category", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def prevalence(data: ReliabilityData | npt.ArrayLike) -> Prevalence:
    """How even the categories are, on which coders agree, and how much their habits differ.

    Parameters
    ----------
    data : ReliabilityData, or array_like of shape (n_coders, n_units)
        In an array, missing judgements are NaN or None.

    Notes
    -----
    Of a table a b / c d of two coders: prevalence index |a - d| / n, bias index |b - c| / n, PABAK
    2 p_o - 1, and κ = (PABAK - PI² + BI²) / (1 - PI² + BI²). Specific agreement of a category is
    Σ n_k (n_k - 1) / Σ n_k (m - 1) over units. The greatest kappa is the one that the margins
    of two coders allow.

    References
    ----------
    Byrt, T., Bishop, J., & Carlin, J. B. (1993). Bias, prevalence and kappa. Journal of Clinical
    Epidemiology 46, 423-429. doi:10.1016/0895-4356(93)90018-V
    Cicchetti, D. V., & Feinstein, A. R. (1990). High agreement but low kappa: II. Resolving the
    paradoxes. Journal of Clinical Epidemiology 43, 551-558. doi:10.1016/0895-4356(90)90159-M

    Examples
    --------
    >>> from casestudy.agreement import from_table
    >>> found = prevalence(from_table([[80, 7], [8, 5]], level="nominal"))
    >>> round(found.pabak, 3), found.prevalence_index, found.bias_index
    (0.7, 0.75, 0.01)
    """
    given = judgements(data, level="nominal")
    patterns, n = given.unordered, given.n_categories
    several = patterns.n_judged >= 2
    basis = basis_of(patterns, Nominal(n_categories=n)) if not given.no_pair else None
    n_units = int(patterns.times[several].sum())
    agreed = float(patterns.times @ basis.agreed) / n_units if basis else math.nan
    table = _table(given)
    return Prevalence(
        about=given.data.about,
        categories=tuple(map(shown, given.data.categories)),
        shares=basis.shares if basis else np.full(n, math.nan),
        specific=_specific(given),
        pabak=(agreed - 1.0 / n) / (1.0 - 1.0 / n) if n > 1 else math.nan,
        prevalence_index=_over(abs(table[0, 0] - table[1, 1]), table.sum()) if n == 2 else math.nan,
        bias_index=_over(abs(table[0, 1] - table[1, 0]), table.sum()) if n == 2 else math.nan,
        greatest_kappa=_greatest(table),
        n_units=n_units,
        notes=(*given.data.notes, *([given.no_pair] if given.no_pair else [])),
        provenance=given.data.provenance,
    )


def _specific(given: Judgements) -> Floats:
    patterns = given.unordered
    m, found = patterns.n_judged, np.full(given.n_categories, math.nan)
    weight = np.where(m >= 2, patterns.times, 0).astype(np.float64)
    possible = patterns.totals(weight * (m - 1.0))
    for category in np.flatnonzero(possible):
        named = (patterns.codes == category).sum(axis=0)
        found[category] = float(weight @ (named * (named - 1.0))) / possible[category]
    return found


def _table(given: Judgements) -> Floats:
    if given.data.n_coders != 2:
        return np.full((given.n_categories, given.n_categories), math.nan)
    return pair_table(given.ordered, 0, 1)


def _greatest(table: Floats) -> float:
    n = table.sum()
    if not n > 0:
        return math.nan
    rows, columns = table.sum(axis=1) / n, table.sum(axis=0) / n
    return _over(np.minimum(rows, columns).sum() - rows @ columns, 1.0 - rows @ columns)


def _over(a: float, b: float) -> float:
    return float(a / b) if b > 0 else math.nan
