"""The record of a score of boxes, and how it is made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from casestudy.answers import Answers
from casestudy.intervals import Interval
from casestudy.item_answers import ChosenAnswers
from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text
from casestudy.sampling import SampleDesign
from casestudy.survey.adjustments import holm
from casestudy.survey.groups import groups_of
from casestudy.survey.ledger import TestRecord, noted
from casestudy.survey.linearised import design_means, domain_means
from casestudy.survey.notes import notes_on, untested
from casestudy.survey.proportions import (
    checked_level,
    design_share_intervals,
    intervals,
    share_intervals,
)

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BoxScores:
    """The share of some answers, less the share of others, over all or by group.

    Parameters
    ----------
    item, text : str
    name : str
        What the score is, such as "top 2 boxes" or "net promoter score".
    by : str
        Item that makes the groups; empty for one group of all.
    groups : tuple of str
        Their labels.
    n : array of int, shape (n_groups,)
        Respondents of each group who answered.
    positive, negative, score : array of float, shape (n_groups,)
        Shares, and the first less the second; from 0 to 1, and -1 to 1. NaN for nobody.
    standard_errors : array of float, shape (n_groups,)
    intervals : tuple of Interval
        Of the scores.
    pairs : array of int, shape (n_pairs, 2)
        Two and two groups: the first less the second.
    differences, difference_errors, z, p, p_holm : array of float, shape (n_pairs,)
        Differences of scores, tested; empty for one group.
    level : float
        Confidence level.
    """

    item: str
    text: str
    name: str
    by: str
    groups: tuple[str, ...]
    n: npt.NDArray[np.int64]
    positive: Floats
    negative: Floats
    score: Floats
    standard_errors: Floats
    intervals: tuple[Interval, ...]
    pairs: Places
    differences: Floats
    difference_errors: Floats
    z: Floats
    p: Floats
    p_holm: Floats
    level: float
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def tests(self) -> tuple[TestRecord, ...]:
        """The difference of two and two groups, for a ledger."""
        half = special.ndtri((1 + self.level) / 2) * self.difference_errors
        return tuple(
            TestRecord(
                question=self.item,
                segment=self.by,
                contrast=f"{self.groups[a]} - {self.groups[b]}",
                test=f"z of two scores ({self.name})",
                statistic=float(self.z[place]),
                p=float(self.p[place]),
                n=int(self.n[a] + self.n[b]),
                effect_name="difference of scores",
                effect=float(self.differences[place]),
                low=float(self.differences[place] - half[place]),
                high=float(self.differences[place] + half[place]),
                is_post_hoc=len(self.pairs) > 1,
                provenance=self.provenance,
            )
            for place, (a, b) in enumerate(self.pairs.tolist())
        )

    def to_frame(self) -> pd.DataFrame:
        """One row a group: item, group, n, positive, negative, score, standard_error, low, high."""
        frame = pd.DataFrame(
            {
                "item": self.item,
                "group": self.groups,
                "n": self.n,
                "positive": self.positive,
                "negative": self.negative,
                "score": self.score,
                "standard_error": self.standard_errors,
                "low": [interval.low for interval in self.intervals],
                "high": [interval.high for interval in self.intervals],
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["item", "group", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def scored_boxes(
    coded: Answers, found: ChosenAnswers, *, up: list[int], down: list[int], by: str | None,
    level: float, name: str,
) -> BoxScores:  # fmt: skip
    """The score of some choices that count up and some that count down."""
    checked_level(level)
    groups = groups_of(coded, by)
    given = found.codes >= 0
    signs = np.zeros(len(found.choices) + 1)
    signs[up], signs[down] = 1.0, -1.0
    values = signs[np.where(given, found.codes, -1)]
    masks = [given & mask for mask in groups.masks]
    score, covariance = _means(coded, values, masks)
    pairs = np.array(np.triu_indices(len(masks), 1)).T
    contrasts = np.eye(len(masks))[pairs[:, 0]] - np.eye(len(masks))[pairs[:, 1]]
    difference = score[pairs[:, 0]] - score[pairs[:, 1]]
    error = np.sqrt(np.einsum("pg,gh,ph->p", contrasts, covariance, contrasts))
    with np.errstate(divide="ignore", invalid="ignore"):
        z = difference / error
    p = 2 * special.ndtr(-np.abs(z))
    return noted(
        BoxScores(
            item=found.item, text=found.text, name=name, by=by or "", groups=groups.labels,
            n=np.array([mask.sum() for mask in masks], dtype=np.int64),
            positive=_means(coded, (values == 1).astype(float), masks)[0],
            negative=_means(coded, (values == -1).astype(float), masks)[0],
            score=score, standard_errors=np.sqrt(np.diagonal(covariance)),
            intervals=_intervals(coded, values, masks, level=level, is_share=not down),
            pairs=pairs, differences=difference, difference_errors=error, z=z, p=p, p_holm=holm(p),
            level=level, notes=(
                *notes_on(found, given), *groups.notes(given), *untested(p, "differences"),
                *_alike(groups.labels, masks, values, is_share=not down), *coded.notes,
            ),
            provenance=coded.provenance,
        )
    )  # fmt: skip


def _alike(
    labels: tuple[str, ...], masks: list[Mask], values: Floats, *, is_share: bool
) -> list[str]:
    """Groups whose net score has an interval without a width."""
    alike = [label for label, mask in zip(labels, masks, strict=True)
             if mask.any() and np.ptp(values[mask]) == 0]  # fmt: skip
    if is_share or not alike:
        return []
    return [
        f"All are on one side, so the interval has no width and says nothing: {', '.join(alike)}."
    ]


def _means(coded: Answers, values: Floats, masks: list[Mask]) -> tuple[Floats, Floats]:
    """Means of the groups with their covariance: with the divisor n, or under the design."""
    if coded.design is not None:
        return domain_means(values, masks, design=coded.design)
    n = np.array([mask.sum() for mask in masks], dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        means = np.array([values[mask].sum() for mask in masks]) / n
        squares = np.array([(values[mask] ** 2).sum() for mask in masks]) / n
        return means, np.diag((squares - means**2) / n)


def _intervals(
    coded: Answers, values: Floats, masks: list[Mask], *, level: float, is_share: bool
) -> tuple[Interval, ...]:
    """Wilson's of a share, normal of a net score; under a design Korn's or Student's."""
    if coded.design is not None:
        return _designed(coded.design, values, masks, level=level, is_share=is_share)
    means, covariance = _means(coded, values, masks)
    if is_share:
        counts = [int((values[mask] == 1).sum()) for mask in masks]
        return share_intervals(counts, [int(mask.sum()) for mask in masks], level=level)
    half = special.ndtri((1 + level) / 2) * np.sqrt(np.diagonal(covariance))
    return intervals(means - half, means + half, level, "normal")


def _designed(
    design: SampleDesign, values: Floats, masks: list[Mask], *, level: float, is_share: bool
) -> tuple[Interval, ...]:
    found: list[Interval] = []
    for mask in masks:
        estimate = design_means(values, design=design, inside=mask)
        if is_share:
            found += design_share_intervals(estimate, level=level)
        else:
            found += intervals(*estimate.limits(level), level, "Student t, design-based")
    return tuple(found)
