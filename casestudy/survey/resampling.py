"""Intervals by resampling tables instead of people.

A bootstrap of one item draws respondents with replacement, and all it needs of them is how many
gave each answer. So the numbers of answers are drawn at once: means, shares and boxes of a hundred
thousand respondents take as long as those of a hundred.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.answers import Answers
from casestudy.provenance import Provenance, kinds
from casestudy.questionnaire import Survey
from casestudy.results import as_html, as_text
from casestudy.survey.coded import as_answers
from casestudy.survey.complete import refuse_design
from casestudy.survey.notes import nobody
from casestudy.survey.proportions import checked_level

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ResampledSummaries:
    """Means, top boxes and shares of some ratings with bootstrap intervals.

    Parameters
    ----------
    items : tuple of str
    n : array of int, shape (n_items,)
        Respondents who answered each.
    mean, top_box : array of float, shape (n_items,)
    mean_limits, top_box_limits : array of float, shape (n_items, 2)
    shares : tuple of arrays of float, each of shape (n_choices,)
    share_limits : tuple of arrays of float, each of shape (n_choices, 2)
    boxes : int
        How many of the highest choices are the top box.
    n_resamples : int
    level : float
    """

    items: tuple[str, ...]
    n: npt.NDArray[np.int64]
    mean: Floats
    mean_limits: Floats
    top_box: Floats
    top_box_limits: Floats
    shares: tuple[Floats, ...]
    share_limits: tuple[Floats, ...]
    boxes: int
    n_resamples: int
    level: float
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row an item: item, n, mean, mean_low, mean_high, top_box, top_low, top_high."""
        frame = pd.DataFrame(
            {
                "item": self.items,
                "n": self.n,
                "mean": self.mean,
                "mean_low": self.mean_limits[:, 0],
                "mean_high": self.mean_limits[:, 1],
                "top_box": self.top_box,
                "top_low": self.top_box_limits[:, 0],
                "top_high": self.top_box_limits[:, 1],
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype({"item": "str", "provenance": "str"})

    _repr_html_ = as_html
    __repr__ = as_text


def resampled_summaries(
    answers: Answers | Survey,
    items: Sequence[str],
    *,
    boxes: int = 2,
    n_resamples: int = 1_000,
    level: float = 0.95,
    rng: int | np.random.Generator = 0,
) -> ResampledSummaries:
    """Means, top boxes and shares of some ratings with percentile bootstrap intervals.

    Parameters
    ----------
    answers : Answers or Survey
        Without a design.
    items : sequence of str
        Ids of items whose choices have scores. Each has its own base: who answered it.
    boxes : int
        How many of the highest choices are the top box.
    n_resamples : int
        How many times the answers are drawn anew.
    level : float
        Confidence level, between 0 and 1.
    rng : int or Generator
        Seed or generator.

    Returns
    -------
    ResampledSummaries

    Raises
    ------
    LookupError
        If an item is not among the answers.
    ValueError
        If an item has no scores, or the answers have a design.

    Notes
    -----
    The number of respondents who give each answer is multinomial with the observed shares, which is
    exactly the bootstrap of respondents, one item at a time. The items' draws are independent of
    each other: intervals of differences between items need the same people, see `friedman`.

    References
    ----------
    Efron, B., & Tibshirani, R. J. (1993). An introduction to the bootstrap. Chapman & Hall,
    168-177.

    Examples
    --------
    >>> from casestudy.item_answers import ChosenAnswers
    >>> rated = ChosenAnswers(item="q", codes=np.array([0, 1, 1, 2, 2, 2]), choices=("1", "2", "3"),
    ...                       labels=("Bad", "So", "Good"), scores=(1, 2, 3))
    >>> found = resampled_summaries(Answers(items=(rated,)), ["q"], boxes=1)
    >>> bool(found.mean_limits[0, 0] < found.mean[0] < found.mean_limits[0, 1])
    True
    """
    checked_level(level)
    coded = as_answers(answers, *items)
    refuse_design(coded, what="this bootstrap", instead="use numeric_summary or single_response")
    generator = np.random.default_rng(rng)
    tails = [(1 - level) / 2, (1 + level) / 2]
    rows = [_resampled(coded, item, boxes, n_resamples, tails, generator) for item in items]
    return ResampledSummaries(
        items=tuple(items), n=np.array([row.n for row in rows], dtype=np.int64),
        mean=np.array([row.mean for row in rows]),
        mean_limits=np.array([row.mean_limits for row in rows]).reshape(-1, 2),
        top_box=np.array([row.top for row in rows]),
        top_box_limits=np.array([row.top_limits for row in rows]).reshape(-1, 2),
        shares=tuple(row.shares for row in rows), share_limits=tuple(row.limits for row in rows),
        boxes=boxes, n_resamples=n_resamples, level=level,
        notes=(*_notes(tuple(items), rows), *coded.notes),
        provenance=coded.provenance,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Item:
    n: int
    mean: float
    mean_limits: Floats
    top: float
    top_limits: Floats
    shares: Floats
    limits: Floats


def _notes(items: tuple[str, ...], rows: list[_Item]) -> list[str]:
    """Items that nobody answered, and those to which all gave the same answer."""
    notes = nobody([item for item, row in zip(items, rows, strict=True) if not row.n])
    alike = [item for item, row in zip(items, rows, strict=True) if row.shares.max() == 1]
    if alike:
        notes.append(
            "All gave the same answer, so the interval has no width and says nothing: "
            f"{', '.join(alike)}."
        )
    return notes


def _resampled(
    coded: Answers, item: str, boxes: int, n_resamples: int, tails: list[float],
    rng: np.random.Generator,
) -> _Item:  # fmt: skip
    found = coded.chosen(item)
    if not found.scores or not 1 <= boxes <= len(found.scores):
        raise ValueError(
            f"item {item!r} has {len(found.scores)} choices with a score, and {boxes} of them are "
            "to be the top box; give ratings, and fewer boxes than they have"
        )
    scores = np.asarray(found.scores, dtype=float)
    counts = np.bincount(found.codes[found.codes >= 0], minlength=len(scores))
    n = int(counts.sum())
    top = (np.argsort(np.argsort(scores)) >= len(scores) - boxes).astype(float)
    what = np.column_stack([scores, top])
    if not n:
        unknown, pair = np.full(len(scores), np.nan), np.full(2, np.nan)
        return _Item(n=0, mean=np.nan, mean_limits=pair, top=np.nan, top_limits=pair,
                     shares=unknown, limits=np.full((len(scores), 2), np.nan))  # fmt: skip
    shares = counts / n
    drawn = rng.multinomial(n, shares, size=n_resamples) / n
    limits = np.quantile(np.hstack([drawn @ what, drawn]), tails, axis=0).T
    mean, share = (shares @ what).tolist()
    return _Item(
        n=n, mean=mean, mean_limits=limits[0], top=share, top_limits=limits[1], shares=shares,
        limits=limits[2:],
    )  # fmt: skip
