"""Which groups differ, once some do: comparisons of two and two groups by ranks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text
from casestudy.survey.adjustments import adjusted
from casestudy.survey.cross_tables import CrossTable
from casestudy.survey.ledger import TestRecord, noted
from casestudy.survey.notes import untested
from casestudy.survey.rank_counts import (
    cliff_delta,
    cliff_limits,
    conover_t,
    dunn_z,
    rank_sums,
)
from casestudy.survey.rank_design import design_mean_ranks
from casestudy.survey.rank_result import ordered_counts

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

METHODS = ("dunn", "conover")
"""How pairs of groups may be compared."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairwiseRanks:
    """Comparisons of two and two groups.

    Parameters
    ----------
    table : CrossTable
        What was compared.
    test : str
        The test's name.
    pairs : array of int, shape (n_pairs, 2)
        Positions of the groups: the first less the second.
    statistics, p, p_adjusted : array of float, shape (n_pairs,)
        z or t, and two-sided p-values as they are and adjusted; NaN for a group of nobody.
    df : tuple of float
        Of a t; none for a z.
    deltas, low, high : array of float, shape (n_pairs,)
        Cliff's delta and its limits.
    adjustment : str
        How p-values are adjusted.
    level : float
        Confidence level of the limits.
    """

    table: CrossTable
    test: str
    pairs: Places
    statistics: Floats
    p: Floats
    p_adjusted: Floats
    df: tuple[float, ...]
    deltas: Floats
    low: Floats
    high: Floats
    adjustment: str
    level: float
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def tests(self) -> tuple[TestRecord, ...]:
        """Each comparison, for a ledger."""
        labels, bases = self.table.column_labels, self.table.bases
        return tuple(
            TestRecord(
                question=self.table.row_item,
                segment=self.table.column_item,
                contrast=f"{labels[a]} - {labels[b]}",
                test=self.test,
                statistic=float(self.statistics[place]),
                df=self.df,
                p=float(self.p[place]),
                n=int(bases[a] + bases[b]),
                effect_name="Cliff's delta",
                effect=float(self.deltas[place]),
                low=float(self.low[place]),
                high=float(self.high[place]),
                is_post_hoc=True,
                provenance=self.provenance,
            )
            for place, (a, b) in enumerate(self.pairs.tolist())
        )

    def to_frame(self) -> pd.DataFrame:
        """One row a pair: first, second, statistic, p, p_adjusted, delta, low, high, provenance."""
        labels = np.array(self.table.column_labels, dtype=object)
        frame = pd.DataFrame(
            {
                "first": labels[self.pairs[:, 0]],
                "second": labels[self.pairs[:, 1]],
                "statistic": self.statistics,
                "p": self.p,
                "p_adjusted": self.p_adjusted,
                "delta": self.deltas,
                "low": self.low,
                "high": self.high,
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["first", "second", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def pairwise_ranks(
    table: CrossTable, *, method: str = "dunn", adjustment: str = "holm", level: float = 0.95
) -> PairwiseRanks:
    """Which two and two groups differ by ranks, and by how much.

    Parameters
    ----------
    table : CrossTable
        Rows are ordered answers or numbers, columns groups of different people. With a design the
        tests are Lumley and Scott's.
    method : {"dunn", "conover"}
        Dunn's z, or the t of Conover and Iman, which is stronger and only valid after a
        Kruskal-Wallis test that found a difference.
    adjustment : {"holm", "bonferroni", "benjamini_hochberg", "none"}
        Over all pairs of this item.
    level : float
        Confidence level of the limits, between 0 and 1.

    Returns
    -------
    PairwiseRanks
        Registered in the ledger that is open, if any, as post hoc tests.

    Raises
    ------
    ValueError
        If the rows have no order, or a setting is not known.

    Notes
    -----
    The ranks are those among all groups, as in the overall test. Cliff's delta is of the two groups
    alone. Formulas: `dunn_z`, `conover_t`, `cliff_limits` in `casestudy.survey.rank_counts`.

    References
    ----------
    Dunn, O. J. (1964). Multiple comparisons using rank sums. Technometrics 6, 241-252.
    doi:10.1080/00401706.1964.10490181
    Conover, W. J., & Iman, R. L. (1979). On multiple-comparisons procedures. Los Alamos Scientific
    Laboratory, LA-7677-MS.

    Examples
    --------
    >>> from casestudy.survey import grouped_table
    >>> found = pairwise_ranks(grouped_table({"a": [1, 2, 2], "b": [3, 3, 4], "c": [1, 5, 5]}))
    >>> found.statistics.round(3).tolist(), found.deltas.round(3).tolist()
    ([-1.44, -1.516, -0.076], [-1.0, -0.444, -0.333])
    """
    if method not in METHODS:
        raise ValueError(f"method {method!r} is not known; allowed are {', '.join(METHODS)}")
    counts = ordered_counts(table, "by_size", level)
    stack = counts[np.newaxis].astype(float)
    pairs = np.array(np.triu_indices(counts.shape[1], 1)).T
    test, statistics, df = _statistics(table, stack, pairs, method)
    p = 2 * (special.stdtr(df[0], -np.abs(statistics)) if df else special.ndtr(-np.abs(statistics)))
    low, high = cliff_limits(stack, pairs, level)
    notes = () if table.estimate is None else (
        "The effect sizes are of the respondents, not weighted.",)  # fmt: skip
    return noted(
        PairwiseRanks(
            table=table, test=test, pairs=pairs, statistics=statistics, p=p,
            p_adjusted=adjusted(p, adjustment), df=df, deltas=cliff_delta(stack, pairs)[0],
            low=low[0], high=high[0], adjustment=adjustment, level=level,
            notes=(*untested(p, "pairs"), *notes, *table.notes), provenance=table.provenance,
        )
    )  # fmt: skip


def _statistics(
    table: CrossTable, stack: Floats, pairs: Places, method: str
) -> tuple[str, Floats, tuple[float, ...]]:
    """The test's name, its statistic for each pair, and its degrees of freedom."""
    if table.estimate is not None:
        ranks = design_mean_ranks(table)
        found = [ranks.difference(a, b)[0] for a, b in pairs.tolist()]
        return "Lumley-Scott t, design-based", np.array(found), (ranks.df - 1,)
    ranks_of = rank_sums(stack)
    if method == "dunn":
        return "Dunn z", dunn_z(ranks_of, pairs)[0], ()
    t, df = conover_t(ranks_of, pairs)
    return "Conover-Iman t", t[0], (float(df[0]),)
