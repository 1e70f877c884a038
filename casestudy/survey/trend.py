"""Whether answers rise or fall along groups that have an order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from casestudy.intervals import Interval
from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text
from casestudy.survey.cross_tables import CrossTable
from casestudy.survey.exact import CLOSE, ExactP, drawn_tables, without_empty
from casestudy.survey.ledger import TestRecord, noted
from casestudy.survey.notes import untested
from casestudy.survey.rank_result import ordered_counts

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

RESAMPLES = 1_000
"""Resamples behind the interval of the trend."""

DRAWN = 9_999
"""Rearrangements that are drawn where a permutation p-value is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrendTest:
    """Jonckheere and Terpstra's test of a trend along groups.

    Parameters
    ----------
    table : CrossTable
        Ordered answers by groups in their order.
    test : str
        The test's name, with how the p-value was found.
    statistic, z : float
        Pairs of respondents of which the one of the later group gave the higher answer, equal ones
        counted half; and that over its spread.
    p, p_approximate : float
        Two-sided.
    exact : ExactP or None
    effect : float
        Share of the pairs that rise less share that fall, from -1 to 1.
    interval : Interval
        Percentiles over resamples within the groups.
    """

    table: CrossTable
    test: str
    statistic: float
    z: float
    p: float
    p_approximate: float
    exact: ExactP | None
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
                statistic=self.statistic, p=self.p, n=self.table.n,
                effect_name="rising less falling pairs", effect=self.effect,
                low=self.interval.low, high=self.interval.high, provenance=self.provenance,
            ),
        )  # fmt: skip

    def to_frame(self) -> pd.DataFrame:
        """One row: test, statistic, z, p, effect, low, high, n, provenance."""
        row = {
            "test": self.test, "statistic": self.statistic, "z": self.z, "p": self.p,
            "effect": self.effect, "low": self.interval.low, "high": self.interval.high,
            "n": self.table.n, "provenance": kinds(self.provenance),
        }  # fmt: skip
        return pd.DataFrame([row])

    _repr_html_ = as_html
    __repr__ = as_text


def jonckheere(
    table: CrossTable,
    *,
    p_value: str = "approximate",
    level: float = 0.95,
    rng: int | np.random.Generator = 0,
) -> TrendTest:
    """Whether answers rise or fall along groups that have an order (Jonckheere and Terpstra).

    Parameters
    ----------
    table : CrossTable
        Rows are ordered answers or numbers; columns are groups in their order, without a design.
    p_value : {"approximate", "permutation"}
        From the normal distribution corrected for ties, or from 9,999 rearrangements.
    level : float
        Confidence level of the interval, between 0 and 1.
    rng : int or Generator
        Seed or generator for the resamples and the rearrangements.

    Returns
    -------
    TrendTest
        Registered in the ledger that is open, if any.

    Raises
    ------
    ValueError
        If the rows have no order, fewer than two groups have anybody, the table has a design, or
        a setting is not known.

    Notes
    -----
    J is the sum of the Mann-Whitney statistics of all pairs of groups.

    References
    ----------
    Hollander, M., Wolfe, D. A., & Chicken, E. (2014). Nonparametric statistical methods (3rd ed.).
    Wiley, 215-223.

    Examples
    --------
    >>> from casestudy.survey import grouped_table
    >>> found = jonckheere(grouped_table({"low": [1, 2, 2], "mid": [2, 3, 3], "high": [3, 4, 5]}))
    >>> found.statistic, round(found.effect, 3)
    (25.0, 0.852)
    """
    if p_value not in ("approximate", "permutation"):
        raise ValueError(
            f"p_value {p_value!r} is not known; allowed are approximate and permutation"
        )
    if table.estimate is not None:
        raise ValueError("the trend test takes no design; use kruskal_wallis, which does")
    counts = ordered_counts(table, "by_size", level)
    sizes = counts.sum(axis=0)
    if (sizes > 0).sum() < 2:
        raise ValueError("fewer than two groups have anybody in them; there is no trend to test")
    generator = np.random.default_rng(rng)
    statistic = float(_rising(counts[np.newaxis])[0])
    mean, variance = _moments(counts)
    z = (statistic - mean) / np.sqrt(variance) if variance > 0 else np.nan
    approximate = float(2 * special.ndtr(-abs(z)))
    exact = (
        _permuted(counts, abs(statistic - mean), mean, generator)
        if p_value != "approximate"
        else None
    )
    low, high = _limits(counts, level, generator)
    name = f"percentile of {RESAMPLES} resamples"
    return noted(
        TrendTest(
            table=table, test=f"Jonckheere-Terpstra ({p_value})", statistic=statistic, z=float(z),
            p=exact.p if exact else approximate, p_approximate=approximate, exact=exact,
            effect=_effect(counts[np.newaxis])[0].item(),
            interval=Interval(low=low, high=high, level=level, method=name),
            notes=(*untested(approximate, "trend"), *table.notes), provenance=table.provenance,
        )
    )  # fmt: skip


def _rising(stack: Counts) -> Floats:
    """Pairs of an earlier and a later group that rise, equal ones half, for a stack of tables."""
    earlier = np.cumsum(stack, axis=2) - stack
    below = np.cumsum(earlier, axis=1) - earlier
    return np.asarray((stack * (below + earlier / 2)).sum(axis=(1, 2)), dtype=float)


def _effect(stack: Counts) -> Floats:
    sizes = stack.sum(axis=1)
    pairs = (sizes.sum(axis=1) ** 2 - (sizes**2).sum(axis=1)) / 2
    return np.asarray(2 * _rising(stack) / pairs - 1)


def _moments(counts: Counts) -> tuple[float, float]:
    """Mean and variance of J without a trend, given the ties."""
    g, t = counts.sum(axis=0).astype(float), counts.sum(axis=1).astype(float)
    n = g.sum()

    def first(x: Floats) -> float:
        return float((x * (x - 1) * (2 * x + 5)).sum())

    def second(x: Floats) -> float:
        return float((x * (x - 1) * (x - 2)).sum())

    def third(x: Floats) -> float:
        return float((x * (x - 1)).sum())

    whole = n * (n - 1) * (2 * n + 5)
    variance = (whole - first(g) - first(t)) / 72
    if n > 2:
        variance += second(g) * second(t) / (36 * n * (n - 1) * (n - 2))
    variance += third(g) * third(t) / (8 * n * (n - 1))
    return float((n**2 - (g**2).sum()) / 4), variance


def _permuted(counts: Counts, distance: float, mean: float, rng: np.random.Generator) -> ExactP:
    drawn = drawn_tables(without_empty(counts), rng=rng, n_drawn=DRAWN)
    far = np.abs(_rising(drawn) - mean) >= distance - CLOSE
    p = (int(far.sum()) + 1) / (DRAWN + 1)
    return ExactP(
        p=p,
        method="Monte Carlo",
        n_tables=DRAWN,
        standard_error=float((p * (1 - p) / DRAWN) ** 0.5),
    )


def _limits(counts: Counts, level: float, rng: np.random.Generator) -> tuple[float, float]:
    sizes = counts.sum(axis=0)
    stack = np.zeros((RESAMPLES, *counts.shape), dtype=np.int64)
    for group in np.flatnonzero(sizes):
        shares = counts[:, group] / sizes[group]
        stack[:, :, group] = rng.multinomial(sizes[group], shares, size=RESAMPLES)
    low, high = np.quantile(_effect(stack), [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
