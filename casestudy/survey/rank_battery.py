"""Rank tests of many items by one segment at once, with every comparison of two groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from casestudy.answers import Answers
from casestudy.item_answers import ChosenAnswers
from casestudy.provenance import Provenance, kinds
from casestudy.questionnaire import Survey
from casestudy.results import as_html, as_text
from casestudy.survey.adjustments import benjamini_hochberg, holm
from casestudy.survey.coded import coded_answers
from casestudy.survey.ledger import TestRecord, noted
from casestudy.survey.notes import untested
from casestudy.survey.proportions import checked_level
from casestudy.survey.rank_counts import (
    RankSums,
    cliff_delta,
    cliff_limits,
    dunn_z,
    kruskal_h,
    rank_sums,
)

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RankBattery:
    """Kruskal-Wallis and Dunn's tests of many items by the same groups.

    Parameters
    ----------
    items : tuple of str
    by : str
        The item that makes the groups.
    groups : tuple of str
        Their labels.
    ranks : RankSums
        Sizes and rank sums of the groups, for each item.
    h, df, p, p_holm, p_bh, epsilon_squared : array of float, shape (n_items,)
        The overall test of each item, its p-value also adjusted over all items.
    pairs : array of int, shape (n_pairs, 2)
    z, pair_p, pair_holm, deltas, low, high : array of float, shape (n_items, n_pairs)
        Dunn's z of each pair of groups, its p-value as it is and after Holm within the item, and
        Cliff's delta with its limits.
    """

    items: tuple[str, ...]
    by: str
    groups: tuple[str, ...]
    ranks: RankSums
    h: Floats
    df: Floats
    p: Floats
    p_holm: Floats
    p_bh: Floats
    epsilon_squared: Floats
    pairs: Places
    z: Floats
    pair_p: Floats
    pair_holm: Floats
    deltas: Floats
    low: Floats
    high: Floats
    level: float
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def tests(self) -> tuple[TestRecord, ...]:
        """The overall test of each item and each comparison, for a ledger."""
        overall = [
            TestRecord(
                question=item, segment=self.by, test="Kruskal-Wallis H (approximate)",
                statistic=float(self.h[row]), df=(float(self.df[row]),), p=float(self.p[row]),
                n=int(self.ranks.n[row]), effect_name="epsilon squared",
                effect=float(self.epsilon_squared[row]), provenance=self.provenance,
            )
            for row, item in enumerate(self.items)
        ]  # fmt: skip
        post = [
            TestRecord(
                question=item, segment=self.by, contrast=f"{self.groups[a]} - {self.groups[b]}",
                test="Dunn z", statistic=float(self.z[row, place]),
                p=float(self.pair_p[row, place]), n=int(self.ranks.sizes[row, [a, b]].sum()),
                effect_name="Cliff's delta", effect=float(self.deltas[row, place]),
                low=float(self.low[row, place]), high=float(self.high[row, place]),
                is_post_hoc=True, provenance=self.provenance,
            )
            for row, item in enumerate(self.items)
            for place, (a, b) in enumerate(self.pairs.tolist())
        ]  # fmt: skip
        return (*overall, *post)

    def to_frame(self) -> pd.DataFrame:
        """One row an item and pair: item, n, h, p, p_holm, p_bh, epsilon_squared, first, second,
        z, pair_p, pair_holm, delta, low, high, provenance.
        """  # noqa: D205
        n_pairs = len(self.pairs)
        labels = np.array(self.groups, dtype=object)
        each = {
            "item": np.array(self.items, dtype=object), "n": self.ranks.n.astype(np.int64),
            "h": self.h, "p": self.p, "p_holm": self.p_holm, "p_bh": self.p_bh,
            "epsilon_squared": self.epsilon_squared,
        }  # fmt: skip
        frame = pd.DataFrame({name: np.repeat(column, n_pairs) for name, column in each.items()})
        frame["first"] = np.tile(labels[self.pairs[:, 0]], len(self.items))
        frame["second"] = np.tile(labels[self.pairs[:, 1]], len(self.items))
        for name, values in (
            ("z", self.z), ("pair_p", self.pair_p), ("pair_holm", self.pair_holm),
            ("delta", self.deltas), ("low", self.low), ("high", self.high),
        ):  # fmt: skip
            frame[name] = values.ravel()
        frame["provenance"] = kinds(self.provenance)
        return frame.astype(dict.fromkeys(["item", "first", "second", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def rank_battery(
    answers: Answers | Survey,
    *,
    items: Sequence[str] | None = None,
    by: str,
    level: float = 0.95,
) -> RankBattery:
    """Whether groups differ in many ratings, and which two and two, counted in one pass.

    Parameters
    ----------
    answers : Answers or Survey
        Without a design; with one test each item by `kruskal_wallis`.
    items : sequence of str, optional
        Ratings; all items with scores but `by` if not given.
    by : str
        Id of an item with one answer each, whose choices make the groups.
    level : float
        Confidence level of the limits of Cliff's delta, between 0 and 1.

    Returns
    -------
    RankBattery
        Each item with its own base. Registered in the ledger that is open, if any.

    Raises
    ------
    LookupError
        If an item is not among the answers.
    ValueError
        If an item has no scores, or the answers have a design.

    Notes
    -----
    Formulas as in `kruskal_wallis` and `pairwise_ranks`; p-values are approximate throughout.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> items = [ChosenAnswers(item=f"q{i}", codes=rng.integers(0, 5, 90), choices=tuple("12345"),
    ...          labels=tuple("12345"), scores=(1, 2, 3, 4, 5)) for i in range(3)]
    >>> group = ChosenAnswers(item="g", codes=np.arange(90) % 3, choices=tuple("abc"),
    ...                       labels=tuple("ABC"))
    >>> rank_battery(Answers(items=(*items, group)), by="g").z.shape
    (3, 3)
    """
    checked_level(level)
    coded = coded_answers(answers) if isinstance(answers, Survey) else answers
    if coded.design is not None:
        raise ValueError("a rank battery takes no design; test each item with kruskal_wallis")
    group = coded.chosen(by)
    named = _items(coded, items, by)
    stack = np.stack(_padded([_counts(coded.chosen(item), group) for item in named]))
    pairs = np.array(np.triu_indices(len(group.choices), 1)).T
    ranks = rank_sums(stack)
    h, df, p = kruskal_h(ranks)
    z = dunn_z(ranks, pairs)
    pair_p = 2 * special.ndtr(-np.abs(z))
    low, high = cliff_limits(stack, pairs, level)
    return noted(
        RankBattery(
            items=named, by=by, groups=group.labels, ranks=ranks, h=h, df=df, p=p, p_holm=holm(p),
            p_bh=benjamini_hochberg(p), epsilon_squared=h / (ranks.n - 1), pairs=pairs, z=z,
            pair_p=pair_p, pair_holm=np.array([holm(row) for row in pair_p]),
            deltas=cliff_delta(stack, pairs), low=low, high=high, level=level,
            notes=(*untested(p, f"of {len(p)} items"), *coded.notes),
            provenance=coded.provenance,
        )
    )  # fmt: skip


def _items(coded: Answers, items: Sequence[str] | None, by: str) -> tuple[str, ...]:
    if items is not None:
        found = tuple(items)
    else:
        scored = [one for one in coded if isinstance(one, ChosenAnswers) and one.scores]
        found = tuple(one.item for one in scored if one.item != by)
    unordered = [item for item in found if not coded.chosen(item).scores]
    if unordered or not found:
        fault = f"item {unordered[0]!r} has no scores" if unordered else "no item has scores"
        raise ValueError(f"{fault}; ranks need ratings: give items whose choices have an order")
    return found


def _counts(one: ChosenAnswers, group: ChosenAnswers) -> npt.NDArray[np.int64]:
    """Answers by groups, answers in the order of their scores."""
    n_groups, n_levels = len(group.choices), len(one.choices)
    both = (one.codes >= 0) & (group.codes >= 0)
    cells = one.codes[both].astype(np.intp) * n_groups + group.codes[both]
    counts = np.bincount(cells, minlength=n_levels * n_groups).reshape(n_levels, n_groups)
    return np.asarray(counts[np.argsort(one.scores, kind="stable")])


def _padded(tables: list[npt.NDArray[np.int64]]) -> list[Floats]:
    """The tables with as many rows as the longest; the rest is 0."""
    most = max(len(table) for table in tables)
    return [np.pad(table, ((0, most - len(table)), (0, 0))).astype(float) for table in tables]
