"""Ratings on one scale, side by side: shares of each answer, below, at and above the middle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.answers import Answers
from casestudy.intervals import Interval
from casestudy.item_answers import MISSING_CODES, ChosenAnswers
from casestudy.provenance import Provenance, kinds
from casestudy.questionnaire import Survey
from casestudy.results import as_html, as_text
from casestudy.survey.coded import as_answers
from casestudy.survey.groups import groups_of
from casestudy.survey.linearised import design_means
from casestudy.survey.notes import EQUAL_STEPS
from casestudy.survey.proportions import (
    checked_level,
    design_share_intervals,
    share_intervals,
)

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LikertSummary:
    """Ratings of several items on one scale, over all or by group.

    Parameters
    ----------
    items, texts : tuple of str, length n_rows
        Id and wording of each row's item.
    by : str
        Item that makes the groups; empty for all.
    groups : tuple of str, length n_rows
        Each row's group.
    choices : tuple of str, length n_choices
        Labels of the scale, from the lowest score to the highest.
    scores : tuple of float, length n_choices
        What each choice counts in a mean.
    middle : int
        Position of the choice that is neither below nor above; -1 if there is none.
    counts : array of int, shape (n_rows, n_choices)
        Respondents, never weighted.
    n : array of int, shape (n_rows,)
        Respondents who answered.
    shares : array of float, shape (n_rows, n_choices)
        Of those who answered, weighted if there is a design; NaN for nobody.
    low, neutral, high, net : array of float, shape (n_rows,)
        Shares below, at and above the middle; the last less the first.
    high_intervals : tuple of Interval
        Of the share above the middle.
    mean, sd, median : array of float, shape (n_rows,)
        Of the scores.
    missing : mapping of str to array of int, shape (n_rows,)
        Respondents who did not answer, by kind.
    """

    items: tuple[str, ...]
    texts: tuple[str, ...]
    by: str
    groups: tuple[str, ...]
    choices: tuple[str, ...]
    scores: tuple[float, ...]
    middle: int
    counts: Counts
    n: Counts
    shares: Floats
    low: Floats
    neutral: Floats
    high: Floats
    high_intervals: tuple[Interval, ...]
    mean: Floats
    sd: Floats
    median: Floats
    missing: Mapping[str, Counts]
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def net(self) -> Floats:
        """Share above the middle less share below it."""
        return self.high - self.low

    def to_frame(self) -> pd.DataFrame:
        """One row an item and group: item, group, n, a share for each choice, low, neutral, high,
        net, mean, sd, median, a count for each kind of missing, provenance.
        """  # noqa: D205
        frame = pd.DataFrame({"item": self.items, "group": self.groups, "n": self.n})
        for place, choice in enumerate(self.choices):
            frame[f"share {choice}"] = self.shares[:, place]
        for name in ("low", "neutral", "high", "net", "mean", "sd", "median"):
            frame[name] = getattr(self, name)
        for kind, counts in self.missing.items():
            frame[kind] = counts
        frame["provenance"] = kinds(self.provenance)
        return frame.astype(dict.fromkeys(["item", "group", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def likert_summary(
    answers: Answers | Survey,
    items: Sequence[str],
    *,
    by: str | None = None,
    middle: str | None = "",
    level: float = 0.95,
) -> LikertSummary:
    """Ratings on one scale side by side: each answer's share, below and above the middle, net.

    Parameters
    ----------
    answers : Answers or Survey
        With a design, all but the counts is weighted.
    items : sequence of str
        Ids of ratings with the same choices. Each has its own base: who answered it.
    by : str, optional
        Id of an item with one answer each whose choices make the groups.
    middle : str or None, optional
        The choice (its stored value) that is neither below nor above; None if an even number of
        choices has none. If not given, the middle one of an odd number, and none of an even one.
    level : float
        Confidence level of the intervals, between 0 and 1.

    Returns
    -------
    LikertSummary
        One row an item, or item and group.

    Raises
    ------
    LookupError
        If an item is not among the answers.
    ValueError
        If an item has no scores, the items have different choices, or `middle` is none of them.

    Notes
    -----
    "Don't know", "refused" and blanks are outside of the 100 per cent and counted in `missing`. sd
    has the divisor n - 1.

    Examples
    --------
    >>> rated = ChosenAnswers(item="q", codes=np.array([0, 0, 1, 2, -3]), choices=("1", "2", "3"),
    ...                       labels=("Bad", "So", "Good"), scores=(1, 2, 3))
    >>> found = likert_summary(Answers(items=(rated,)), ["q"])
    >>> found.low.tolist(), found.high.tolist(), found.missing["dont_know"].tolist()
    ([0.5], [0.25], [1])
    """
    checked_level(level)
    coded = as_answers(answers, *items, *([by] if by else []))
    rated = [coded.chosen(item) for item in items]
    _check_scale(rated)
    scale = _scale(rated[0], middle)
    groups = groups_of(coded, by)
    rows = [(one, mask) for one in rated for mask in groups.masks]
    notes = dict.fromkeys(note for one in rated for note in groups.notes(one.codes >= 0))
    return replace(
        _summary([_row(coded, one, mask, scale, level) for one, mask in rows], scale),
        items=tuple(one.item for one, _ in rows),
        texts=tuple(one.text for one, _ in rows),
        by=by or "",
        groups=groups.labels * len(rated),
        notes=(EQUAL_STEPS, *notes, *coded.notes),
        provenance=coded.provenance,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Scale:
    """Choices from the lowest score to the highest: positions, labels, scores, and the middle."""

    order: tuple[int, ...]
    labels: tuple[str, ...]
    scores: Floats
    middle: int

    @property
    def is_high(self) -> Floats:
        above = self.middle if self.middle >= 0 else len(self.order) // 2 - 0.5
        return np.asarray(np.arange(len(self.order)) > above, dtype=float)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Row:
    """The ratings of one item by one group."""

    counts: Counts
    shares: Floats
    high: Interval
    missing: tuple[int, ...]


def _check_scale(rated: Sequence[ChosenAnswers]) -> None:
    if not rated:
        raise ValueError("there are no items to summarise; name at least one rating")
    for one in rated:
        if not one.scores:
            raise ValueError(f"item {one.item!r} has no scores; a summary of ratings needs them")
        if (one.choices, one.scores) != (rated[0].choices, rated[0].scores):
            raise ValueError(
                f"items {rated[0].item!r} and {one.item!r} have different choices; summarise "
                "items on one scale together, and others apart"
            )


def _scale(rated: ChosenAnswers, middle: str | None) -> _Scale:
    order = tuple(sorted(range(len(rated.scores)), key=rated.scores.__getitem__))
    n = len(order)
    place = -1
    if middle is None and n % 2:
        raise ValueError(
            f"item {rated.item!r} has {n} choices, and without a middle one an odd number has no "
            "halves; leave `middle` out, or name the choice that is neither below nor above"
        )
    if middle == "" and n % 2:
        place = n // 2
    elif middle:
        if middle not in rated.choices:
            raise ValueError(
                f"item {rated.item!r} has no choice {middle!r} to be the middle; allowed are "
                f"{', '.join(rated.choices)}, or None"
            )
        place = order.index(rated.choices.index(middle))
    labels = tuple(rated.labels[at] for at in order)
    return _Scale(
        order=order,
        labels=labels,
        middle=place,
        scores=np.array([rated.scores[at] for at in order]),
    )


def _row(coded: Answers, one: ChosenAnswers, mask: Mask, scale: _Scale, level: float) -> _Row:
    inside = mask & (one.codes >= 0)
    chosen = (one.codes[:, np.newaxis] == np.array(scale.order)).astype(float)
    counts = chosen[inside].sum(axis=0).astype(np.int64)
    missing = tuple(int((mask & (one.codes == code)).sum()) for code in MISSING_CODES.values())
    n = int(counts.sum())
    if coded.design is None:
        shares = counts / n if n else np.full(len(counts), np.nan)
        [high] = share_intervals([int(counts @ scale.is_high)], n, level=level)
    else:
        table = np.column_stack([chosen, chosen @ scale.is_high])
        estimate = design_means(table, design=coded.design, inside=inside)
        shares, high = estimate.values[:-1], design_share_intervals(estimate, level=level)[-1]
    return _Row(counts=counts, shares=shares, high=high, missing=missing)


def _summary(rows: list[_Row], scale: _Scale) -> LikertSummary:
    counts = np.array([row.counts for row in rows])
    shares = np.array([row.shares for row in rows])
    n, mean = counts.sum(axis=1), shares @ scale.scores
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = ((scale.scores - mean[:, np.newaxis]) ** 2 * shares).sum(axis=1) * n / (n - 1)
    is_low = 1 - scale.is_high
    if scale.middle >= 0:
        is_low[scale.middle] = 0.0
    kinds_of = zip(MISSING_CODES, zip(*(row.missing for row in rows), strict=True), strict=True)
    return LikertSummary(
        items=(), texts=(), by="", groups=(), choices=scale.labels,
        scores=tuple(scale.scores.tolist()), middle=scale.middle, counts=counts, n=n,
        shares=shares, low=shares @ is_low, high=shares @ scale.is_high,
        neutral=shares[:, scale.middle] if scale.middle >= 0 else np.where(n > 0, 0.0, np.nan),
        high_intervals=tuple(row.high for row in rows), mean=mean, sd=np.sqrt(variance),
        median=_medians(shares, scale.scores),
        missing={kind: np.array(some) for kind, some in kinds_of},
    )  # fmt: skip


def _medians(shares: Floats, scores: Floats) -> Floats:
    """The score with half of the shares on either side, the mean of two where it lies between."""
    reached = np.cumsum(shares, axis=1)
    below = (reached < 0.5 - 1e-12).sum(axis=1)
    above = (reached < 0.5 + 1e-12).sum(axis=1)
    last = len(scores) - 1
    found = (scores[np.minimum(below, last)] + scores[np.minimum(above, last)]) / 2
    return np.where(np.isnan(shares[:, 0]), np.nan, found)
