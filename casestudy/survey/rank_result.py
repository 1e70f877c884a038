"""The record of a comparison of groups by ranks, and how it is put together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.intervals import Interval
from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text
from casestudy.survey.cross_tables import CrossTable
from casestudy.survey.exact import ExactP
from casestudy.survey.ledger import TestRecord, noted
from casestudy.survey.proportions import checked_level
from casestudy.survey.rank_counts import rank_sums
from casestudy.survey.rank_design import MeanRanks, design_mean_ranks

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

WAYS = ("by_size", "approximate", "exact")
"""How the p-value of a rank test may be found."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RankTest:
    """A comparison of groups by ranks.

    Parameters
    ----------
    table : CrossTable
        What was compared: ordered answers by groups.
    test : str
        The test's name, with how the p-value was found.
    statistic : float
        U of the first group, H, or t or F under a design.
    df : tuple of float
    p, p_approximate : float
        The p-value reported, and the one from the normal or chi-squared distribution.
    exact : ExactP or None
        The exact p-value, where it was found.
    sizes : array of int, shape (n_groups,)
    mean_ranks, medians : array of float, shape (n_groups,)
        NaN for a group of nobody; mean ranks as shares from 0 to 1 under a design.
    effect_name : str
    effect : float
        Cliff's delta (the same as the rank-biserial correlation) of two groups; epsilon squared
        of several.
    interval : Interval
        Of the effect.
    """

    table: CrossTable
    test: str
    statistic: float
    df: tuple[float, ...]
    p: float
    p_approximate: float
    exact: ExactP | None
    sizes: Counts
    mean_ranks: Floats
    medians: Floats
    effect_name: str
    effect: float
    interval: Interval
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def tests(self) -> tuple[TestRecord, ...]:
        """The test, for a ledger."""
        return (
            TestRecord(
                question=self.table.row_item, segment=self.table.column_item, test=self.test,
                statistic=self.statistic, df=self.df, p=self.p, n=int(self.sizes.sum()),
                effect_name=self.effect_name, effect=self.effect, low=self.interval.low,
                high=self.interval.high, provenance=self.provenance,
            ),
        )  # fmt: skip

    def to_frame(self) -> pd.DataFrame:
        """One row a group: group, n, median, mean_rank, and the test's numbers in each row."""
        frame = pd.DataFrame(
            {
                "group": self.table.column_labels,
                "n": self.sizes,
                "median": self.medians,
                "mean_rank": self.mean_ranks,
                "test": self.test,
                "statistic": self.statistic,
                "p": self.p,
                "effect_name": self.effect_name,
                "effect": self.effect,
                "low": self.interval.low,
                "high": self.interval.high,
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["group", "test", "effect_name", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRanks:
    """What a rank test found, before it is put together with its table."""

    name: str
    statistic: float
    df: tuple[float, ...]
    approximate: float
    exact: ExactP | None
    effect_name: str
    effect: float
    interval: Interval


def made(table: CrossTable, counts: Counts, found: FoundRanks) -> RankTest:
    """The result of a rank test, written down in every open ledger."""
    exact = found.exact
    way = "approximate" if exact is None else f"exact, {exact.method}"
    test, statistic, df = f"{found.name} ({way})", found.statistic, found.df
    p = found.approximate if exact is None else exact.p
    mean_ranks = rank_sums(counts[np.newaxis].astype(float)).mean_ranks[0]
    if table.estimate is not None:
        ranks = design_mean_ranks(table)
        test, mean_ranks = f"{found.name}, design-based (Lumley-Scott)", ranks.values
        statistic, df, p = _designed(ranks)
    return noted(
        RankTest(
            table=table, test=test, statistic=statistic, df=df, p=p,
            p_approximate=found.approximate, exact=exact, sizes=counts.sum(axis=0),
            mean_ranks=mean_ranks, medians=weighted_medians(table),
            effect_name=found.effect_name, effect=found.effect, interval=found.interval,
            notes=(*_notes(table, counts, exact, p), *table.notes), provenance=table.provenance,
        )
    )  # fmt: skip


def ordered_counts(table: CrossTable, p_value: str, level: float) -> Counts:
    """The counts of a table whose rows have an order; refused with a sentence if they have none."""
    checked_level(level)
    if p_value not in WAYS:
        raise ValueError(f"p_value {p_value!r} is not known; allowed are {', '.join(WAYS)}")
    if table.is_multiple or not table.row_scores:
        raise ValueError(
            f"the answers to {table.row_item!r} have no order; ranks need a rating or numbers, "
            "or row_scores for counts that were typed: use association"
        )
    order = np.argsort(np.asarray(table.row_scores), kind="stable")
    return np.asarray(table.counts[order])


def weighted_medians(table: CrossTable) -> Floats:
    """Median of each group: the score with half of the weight on either side; NaN for nobody."""
    order = np.argsort(np.asarray(table.row_scores), kind="stable")
    scores = np.asarray(table.row_scores, dtype=float)[order]
    reached = np.cumsum(table.weighted[order], axis=0)
    half = reached[-1] / 2
    found = np.full(len(half), np.nan)
    for group in np.flatnonzero(half > 0):
        below = np.searchsorted(reached[:, group], half[group] * (1 - 1e-12))
        above = np.searchsorted(reached[:, group], half[group] * (1 + 1e-12))
        found[group] = (scores[below] + scores[min(above, len(scores) - 1)]) / 2
    return found


def _designed(ranks: MeanRanks) -> tuple[float, tuple[float, ...], float]:
    if len(ranks.values) == 2:
        t, df, p = ranks.difference(0, 1)
        return t, (df,), p
    return ranks.overall()


def _notes(table: CrossTable, counts: Counts, exact: ExactP | None, p: float) -> list[str]:
    notes = []
    if (counts.sum(axis=1) > 0).sum() < 2:
        notes.append("All answers are alike, so there is nothing to test.")
    if exact is not None and exact.n_tables:
        notes.append(
            f"Of {exact.n_tables} tables drawn; standard error of p {exact.standard_error:.2g}."
        )
    alone = [
        label
        for label, n in zip(table.column_labels, counts.sum(axis=0).tolist(), strict=True)
        if n == 1
    ]
    if alone:
        notes.append(f"Groups of one respondent: {', '.join(alone)}.")
    if table.estimate is not None and np.isnan(p) and not notes:
        notes.append("Within the groups all answers are alike: no error is known, and no test.")
    if table.estimate is not None:
        notes.append("The effect size is of the respondents, not weighted.")
    return notes
