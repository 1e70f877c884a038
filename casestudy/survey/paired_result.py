"""The records of comparisons of several answers of the same people, all at once or two and two."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.intervals import Interval
from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text
from casestudy.survey.exact import ExactP
from casestudy.survey.ledger import TestRecord

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairedTest:
    """A comparison of several answers of the same people.

    Parameters
    ----------
    question : str
        Item, or items, that were compared.
    items : tuple of str
        What was compared: items, or choices of one.
    test : str
        The test's name, with how the p-value was found.
    statistic : float
    df : tuple of float
    p, p_approximate : float
        The p-value reported, and the one from the normal or chi-squared distribution.
    exact : ExactP or None
    n : int
        Respondents who answered all.
    means, mean_ranks : array of float, shape (n_items,)
        Of the answers, and of their ranks within each respondent.
    effect_name : str
    effect : float
    interval : Interval
    """

    question: str
    items: tuple[str, ...]
    test: str
    statistic: float
    df: tuple[float, ...]
    p: float
    p_approximate: float
    exact: ExactP | None
    n: int
    means: Floats
    mean_ranks: Floats
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
                question=self.question, segment="", test=self.test, statistic=self.statistic,
                df=self.df, p=self.p, n=self.n, effect_name=self.effect_name, effect=self.effect,
                low=self.interval.low, high=self.interval.high, provenance=self.provenance,
            ),
        )  # fmt: skip

    def to_frame(self) -> pd.DataFrame:
        """One row an item: item, n, mean, mean_rank, and the test's numbers in each row."""
        frame = pd.DataFrame(
            {
                "item": self.items,
                "n": self.n,
                "mean": self.means,
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
        return frame.astype(dict.fromkeys(["item", "test", "effect_name", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairedComparisons:
    """Comparisons of two and two answers of the same people.

    Parameters
    ----------
    question : str
        Item, or items, that were compared.
    test, effect_name : str
    pairs : tuple of tuple of str
        What was compared: the first less the second.
    n : array of int, shape (n_pairs,)
        Respondents with both answers.
    n_differ : array of int, shape (n_pairs,)
        Of these, those whose answers differ.
    statistics, p, p_adjusted : array of float, shape (n_pairs,)
        Two-sided p-values as they are and adjusted over the pairs; NaN where nobody's differ.
    effects : array of float, shape (n_pairs,)
    intervals : tuple of Interval
    is_post_hoc : bool
        Whether there are several pairs.
    """

    question: str
    test: str
    effect_name: str
    pairs: tuple[tuple[str, str], ...]
    n: npt.NDArray[np.int64]
    n_differ: npt.NDArray[np.int64]
    statistics: Floats
    p: Floats
    p_adjusted: Floats
    effects: Floats
    intervals: tuple[Interval, ...]
    is_post_hoc: bool
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def tests(self) -> tuple[TestRecord, ...]:
        """Each comparison, for a ledger."""
        return tuple(
            TestRecord(
                question=self.question, segment="", contrast=f"{first} - {second}", test=self.test,
                statistic=float(self.statistics[place]), p=float(self.p[place]),
                n=int(self.n[place]), effect_name=self.effect_name,
                effect=float(self.effects[place]), low=self.intervals[place].low,
                high=self.intervals[place].high, is_post_hoc=self.is_post_hoc,
                provenance=self.provenance,
            )
            for place, (first, second) in enumerate(self.pairs)
        )  # fmt: skip

    def to_frame(self) -> pd.DataFrame:
        """One row a pair: first, second, n, n_differ, statistic, p, p_adjusted, effect, low, high,
        provenance.
        """  # noqa: D205
        frame = pd.DataFrame(
            {
                "first": [first for first, _ in self.pairs],
                "second": [second for _, second in self.pairs],
                "n": self.n,
                "n_differ": self.n_differ,
                "statistic": self.statistics,
                "p": self.p,
                "p_adjusted": self.p_adjusted,
                "effect": self.effects,
                "low": [interval.low for interval in self.intervals],
                "high": [interval.high for interval in self.intervals],
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["first", "second", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def pairs_of(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """All pairs of some names; refused if there is only one."""
    if len(names) < 2:
        raise ValueError("there is nothing to compare; name at least two items or choices")
    return tuple(combinations(names, 2))
