"""What rankings say at a glance: mean ranks, first choices, how often each rank was given."""

from __future__ import annotations

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
from casestudy.survey.coded import as_answers
from casestudy.survey.groups import groups_of
from casestudy.survey.linearised import Estimate, design_means, plain_design
from casestudy.survey.proportions import (
    checked_level,
    design_share_intervals,
    intervals,
    wilson_limits,
)
from casestudy.survey.ranking_stages import checked_unranked, ranking_notes

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RankingSummary:
    """Mean ranks and first choices of the objects of a ranking item, over all or by group.

    Parameters
    ----------
    item, text : str
    objects, labels : tuple of str
    unranked : {"last", "not_compared"}
        What became of objects that were not ranked.
    by : str
        Item that makes the groups; empty for one group of all.
    groups : tuple of str
        Their labels.
    n : array of int, shape (n_groups,)
        Respondents who ranked at least one object.
    n_ranked : array of int, shape (n_groups, n_objects)
        Of these, who ranked each.
    mean_ranks, sds : array of float, shape (n_groups, n_objects)
        Equal ranks share their mean; NaN where nobody ranked the object.
    mean_intervals : tuple of Interval
        Student's, groups one after the other.
    first_shares : array of float, shape (n_groups, n_objects)
        Who ranked it first; several at the top share that place.
    first_intervals : tuple of Interval
    rank_counts : array of int, shape (n_groups, n_objects, n_objects + 1)
        How often each object was given each rank from 1; the last is "not ranked".
    """

    item: str
    text: str
    objects: tuple[str, ...]
    labels: tuple[str, ...]
    unranked: str
    by: str
    groups: tuple[str, ...]
    n: Counts
    n_ranked: Counts
    mean_ranks: Floats
    sds: Floats
    mean_intervals: tuple[Interval, ...]
    first_shares: Floats
    first_intervals: tuple[Interval, ...]
    rank_counts: Counts
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a group and object: group, object, label, n, n_ranked, mean_rank, sd, mean_low,
        mean_high, first_share, first_low, first_high, provenance.
        """  # noqa: D205
        k = len(self.objects)
        frame = pd.DataFrame(
            {
                "group": np.repeat(np.array(self.groups, dtype=object), k),
                "object": self.objects * len(self.groups),
                "label": self.labels * len(self.groups),
                "n": np.repeat(self.n, k),
                "n_ranked": self.n_ranked.ravel(),
                "mean_rank": self.mean_ranks.ravel(),
                "sd": self.sds.ravel(),
                "mean_low": [interval.low for interval in self.mean_intervals],
                "mean_high": [interval.high for interval in self.mean_intervals],
                "first_share": self.first_shares.ravel(),
                "first_low": [interval.low for interval in self.first_intervals],
                "first_high": [interval.high for interval in self.first_intervals],
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["group", "object", "label", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def ranking_summary(
    answers: Answers | Survey,
    item: str,
    *,
    unranked: str,
    by: str | None = None,
    level: float = 0.95,
) -> RankingSummary:
    """Mean rank, first choices and how often each rank was given, over all or by group.

    Parameters
    ----------
    answers : Answers or Survey
        With a design, means and shares are weighted.
    item : str
        Id of a ranking item.
    unranked : {"last", "not_compared"}
        Objects that a respondent did not rank share the mean of the ranks that are left, or are
        left out of the mean. Without partial rankings both are the same.
    by : str, optional
        Id of an item with one answer each whose choices make the groups.
    level : float
        Confidence level of the intervals, between 0 and 1.

    Returns
    -------
    RankingSummary
        Notes say how many rankings are partial, tied or have gaps.

    Raises
    ------
    LookupError
        If an item is not among the answers.
    ValueError
        If an item is of another kind, or `unranked` is not known.

    Notes
    -----
    Ranks are taken anew from the order, so gaps do no harm. A mean rank depends on what else was to
    be ranked; worths (`plackett_luce`) do so less.

    Examples
    --------
    >>> from casestudy.item_answers import RankedAnswers
    >>> told = RankedAnswers(item="r", choices=("a", "b", "c"), labels=("A", "B", "C"),
    ...                      codes=np.array([[1, 2, 3], [1, 3, 2], [2, 1, 0]]))
    >>> found = ranking_summary(Answers(items=(told,)), "r", unranked="last")
    >>> found.mean_ranks.round(3).tolist(), found.first_shares.round(3).tolist()
    ([[1.333, 2.0, 2.667]], [[0.667, 0.333, 0.0]])
    """
    checked_level(level)
    checked_unranked(unranked)
    coded = as_answers(answers, item, *([by] if by else []))
    ranked = coded.ranked(item)
    groups = groups_of(coded, by)
    answered = ranked.kinds == 0
    ranks = order_ranks(ranked.codes, is_last=unranked == "last")
    first = _first(ranked.codes)
    masks = [answered & mask for mask in groups.masks]
    means = [_means(coded, ranks, mask) for mask in masks]
    firsts = [_estimate(coded, first, mask) for mask in masks]
    return RankingSummary(
        item=item, text=ranked.text, objects=ranked.choices, labels=ranked.labels,
        unranked=unranked, by=by or "", groups=groups.labels,
        n=np.array([mask.sum() for mask in masks], dtype=np.int64),
        n_ranked=np.array([(ranked.codes[mask] > 0).sum(axis=0) for mask in masks], dtype=np.int64),
        mean_ranks=np.array([[one.values[0] for one in row] for row in means]),
        sds=np.array([_spread(ranks, mask) for mask in masks]),
        mean_intervals=tuple(_mean_interval(one, level) for row in means for one in row),
        first_shares=np.array([estimate.values for estimate in firsts]),
        first_intervals=tuple(
            interval
            for estimate in firsts
            for interval in _share_intervals(estimate, level, is_plain=coded.design is None)
        ),
        rank_counts=np.array([_rank_counts(ranked.codes[mask]) for mask in masks]),
        notes=(*ranking_notes(ranked, answered), *groups.notes(answered), *coded.notes),
        provenance=coded.provenance,
    )  # fmt: skip


def order_ranks(codes: npt.NDArray[np.integer], *, is_last: bool) -> Floats:
    """Ranks from the order alone, ties sharing their mean.

    Objects that were not ranked share the mean of the ranks that are left, or have NaN.

    Parameters
    ----------
    codes : array of int, shape (n_respondents, n_objects)
        Ranks as given, 0 or less where not ranked.
    is_last : bool
        Whether unranked objects stand below all others.
    """
    is_ranked = codes > 0
    place = _places(codes)
    below = np.zeros(codes.shape)
    equal = np.zeros(codes.shape)
    for other in range(codes.shape[1]):
        below += place[:, [other]] < place
        equal += place[:, [other]] == place
    ranks = below + (equal + 1) / 2
    return ranks if is_last else np.where(is_ranked, ranks, np.nan)


def _places(codes: npt.NDArray[np.integer]) -> Counts:
    """Ranks in 64 bits, what was not ranked below all others."""
    return np.where(codes > 0, codes.astype(np.int64), np.iinfo(np.int64).max)


def _first(codes: npt.NDArray[np.integer]) -> Floats:
    """Each respondent's first place, in parts if several are at the top."""
    place = _places(codes)
    is_top = (place == place.min(axis=1, keepdims=True)) & (codes > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.nan_to_num(is_top / is_top.sum(axis=1, keepdims=True)))


def _estimate(coded: Answers, values: Floats, mask: Mask) -> Estimate:
    return design_means(values, design=coded.design or plain_design(len(values)), inside=mask)


def _means(coded: Answers, ranks: Floats, mask: Mask) -> list[Estimate]:
    """The mean rank of each object over those who have one."""
    columns = [ranks[:, place] for place in range(ranks.shape[1])]
    return [_estimate(coded, np.nan_to_num(one), mask & np.isfinite(one)) for one in columns]


def _mean_interval(estimate: Estimate, level: float) -> Interval:
    low = high = np.nan
    if estimate.n > 1:
        half = special.stdtrit(max(min(estimate.df, estimate.n - 1), 1), (1 + level) / 2)
        error = float(estimate.standard_errors[0])
        low, high = estimate.values[0] - half * error, estimate.values[0] + half * error
    return Interval(low=float(low), high=float(high), level=level, method="Student t")


def _share_intervals(estimate: Estimate, level: float, *, is_plain: bool) -> tuple[Interval, ...]:
    if not is_plain:
        return design_share_intervals(estimate, level=level)
    n = np.full(len(estimate.values), float(estimate.n))
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = wilson_limits(estimate.values * n, n, level)
    return intervals(low, high, level, "Wilson score")


def _spread(ranks: Floats, mask: Mask) -> Floats:
    """Standard deviation of each object's ranks, divisor n - 1."""
    part = ranks[mask]
    known = np.isfinite(part)
    n = known.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(known, part, 0.0).sum(axis=0) / n
        squares = np.where(known, (part - mean) ** 2, 0.0).sum(axis=0)
        return np.asarray(np.sqrt(squares / (n - 1)))


def _rank_counts(codes: npt.NDArray[np.integer]) -> Counts:
    k = codes.shape[1]
    found = np.stack([(codes == rank).sum(axis=0) for rank in range(1, k + 1)], axis=1)
    return np.column_stack([found, (codes <= 0).sum(axis=0)])
