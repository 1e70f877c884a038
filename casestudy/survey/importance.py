"""Importance and performance: what matters much and does badly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Sized
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
from casestudy.survey.linearised import Estimate, design_means, plain_design
from casestudy.survey.proportions import checked_level, intervals

Floats = npt.NDArray[np.float64]

CUTS = ("grand_means", "scale_middle")
"""Where the quadrants may meet."""

QUADRANTS = ("concentrate here", "keep up", "low priority", "possible overkill")
"""Martilla and James's names: important and bad, important and good, neither, good and not so
important."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ImportancePerformance:
    """Importance and performance of some attributes.

    Parameters
    ----------
    attributes : tuple of str
    importance_kind : {"stated", "derived"}
        Asked for, or the correlation of each performance with an overall rating.
    cut : {"grand_means", "scale_middle"}
        Where the quadrants meet.
    importance, performance : array of float, shape (n_attributes,)
    importance_intervals, performance_intervals : tuple of Interval
    n : array of int, shape (n_attributes,)
        Respondents who rated the performance (and, if stated, the importance).
    cut_importance, cut_performance : float
    quadrants : tuple of str
        Of `QUADRANTS`.
    is_clear : tuple of bool
        Whether neither interval holds its cut.
    """

    attributes: tuple[str, ...]
    importance_kind: str
    cut: str
    importance: Floats
    performance: Floats
    importance_intervals: tuple[Interval, ...]
    performance_intervals: tuple[Interval, ...]
    n: npt.NDArray[np.int64]
    cut_importance: float
    cut_performance: float
    quadrants: tuple[str, ...]
    is_clear: tuple[bool, ...]
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row an attribute: attribute, n, importance and performance with limits, quadrant."""
        frame = pd.DataFrame(
            {
                "attribute": self.attributes,
                "n": self.n,
                "importance": self.importance,
                "importance_low": [interval.low for interval in self.importance_intervals],
                "importance_high": [interval.high for interval in self.importance_intervals],
                "performance": self.performance,
                "performance_low": [interval.low for interval in self.performance_intervals],
                "performance_high": [interval.high for interval in self.performance_intervals],
                "quadrant": self.quadrants,
                "is_clear": self.is_clear,
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["attribute", "quadrant", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def importance_performance(
    answers: Answers | Survey,
    attributes: Mapping[str, tuple[str, str]],
    *,
    cut: str,
    level: float = 0.95,
) -> ImportancePerformance:
    """Which attributes matter much and do badly, from ratings of both.

    Parameters
    ----------
    answers : Answers or Survey
        With a design, means are weighted.
    attributes : mapping of str to tuple of str
        For each attribute the ids of two ratings: its importance and its performance.
    cut : {"grand_means", "scale_middle"}
        Where the quadrants meet: at the means over the attributes, which always fills several
        quadrants, or at the middle of the scales, which may leave some empty.
    level : float
        Confidence level of the intervals, between 0 and 1.

    Returns
    -------
    ImportancePerformance

    Raises
    ------
    LookupError
        If an item is not among the answers.
    ValueError
        If an item has no scores, there are no attributes, or `cut` is not known.

    Notes
    -----
    Stated importance is mostly high for everything; `derived_importance` looks at what goes with
    overall satisfaction instead. An attribute near a cut belongs to no quadrant for sure: see
    `is_clear`.

    References
    ----------
    Martilla, J. A., & James, J. C. (1977). Importance-performance analysis. Journal of Marketing
    41, 77-79. doi:10.1177/002224297704100112

    Examples
    --------
    >>> from casestudy.item_answers import ChosenAnswers
    >>> five = tuple("12345")
    >>> def rated(item, *codes):
    ...     return ChosenAnswers(item=item, codes=np.array(codes), choices=five, labels=five,
    ...                          scores=(1, 2, 3, 4, 5))
    >>> told = Answers(items=(rated("i1", 4, 4, 3), rated("p1", 0, 1, 1), rated("i2", 0, 1, 0),
    ...                       rated("p2", 4, 3, 4)))
    >>> importance_performance(told, {"price": ("i1", "p1"), "colour": ("i2", "p2")},
    ...                        cut="scale_middle").quadrants
    ('concentrate here', 'possible overkill')
    """
    coded = as_answers(answers, *(item for pair in attributes.values() for item in pair))
    _check(attributes, cut, level)
    rated = [[pair[side] for pair in attributes.values()] for side in (0, 1)]
    axes = [_means(coded, items, cut, level) for items in rated]
    return _placed(coded, tuple(attributes), axes, kind="stated", cut=cut)


def derived_importance(
    answers: Answers | Survey,
    attributes: Mapping[str, str],
    *,
    overall: str,
    level: float = 0.95,
) -> ImportancePerformance:
    """Which attributes go with overall satisfaction and do badly.

    Parameters
    ----------
    attributes : mapping of str to str
        For each attribute the id of the rating of its performance.
    overall : str
        Id of the overall rating. The importance of an attribute is the correlation of its
        performance with it. The quadrants meet at the means over the attributes. The other
        parameters, and what is raised, are as in `importance_performance`.

    Notes
    -----
    Pearson's correlation, over those who gave both ratings, with Fisher's z limits; not weighted.
    An attribute that all rate alike correlates with nothing, however much it matters.

    References
    ----------
    Matzler, K., Bailom, F., Hinterhuber, H. H., Renzl, B., & Pichler, J. (2004). The asymmetric
    relationship between attribute-level performance and overall customer satisfaction. Industrial
    Marketing Management 33, 271-277.
    """
    coded = as_answers(answers, *attributes.values(), overall)
    _check(attributes, "grand_means", level)
    axes = [
        _correlations(coded, list(attributes.values()), overall, level),
        _means(coded, list(attributes.values()), "grand_means", level),
    ]
    return _placed(coded, tuple(attributes), axes, kind="derived", cut="grand_means")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Axis:
    """The attributes along importance, or along performance."""

    values: Floats
    intervals: tuple[Interval, ...]
    n: npt.NDArray[np.int64]
    cut: float


def _check(attributes: Sized, cut: str, level: float) -> None:
    checked_level(level)
    if cut not in CUTS:
        raise ValueError(f"cut {cut!r} is not known; allowed are {', '.join(CUTS)}")
    if not len(attributes):
        raise ValueError("there are no attributes; name at least one with its ratings")


def _means(coded: Answers, items: list[str], cut: str, level: float) -> _Axis:
    found = [_mean(coded, item) for item in items]
    values = np.array([one.values[0] for one in found])
    _check_known(items, values)
    at = float(values.mean()) if cut == "grand_means" else _middle(coded, items)
    return _Axis(
        values=values, intervals=tuple(_interval(one, level) for one in found),
        n=np.array([one.n for one in found], dtype=np.int64), cut=at,
    )  # fmt: skip


def _check_known(items: Sequence[str], values: Floats) -> None:
    for item, value in zip(items, values.tolist(), strict=True):
        if np.isnan(value):
            raise ValueError(
                f"item {item!r} has no place along its axis: too few answered it, or all gave the "
                "same answer; leave its attribute out"
            )


def _mean(coded: Answers, item: str) -> Estimate:
    found = coded.numbers(item)
    design = coded.design or plain_design(len(found.values))
    return design_means(np.nan_to_num(found.values), design=design, inside=found.kinds == 0)


def _interval(estimate: Estimate, level: float) -> Interval:
    low = high = float("nan")
    if estimate.n > 1:
        low, high = (float(limit[0]) for limit in estimate.limits(level))
    return Interval(low=low, high=high, level=level, method="Student t")


def _middle(coded: Answers, items: list[str]) -> float:
    """The middle of the scale that all the items share."""
    ends = set()
    for item in items:
        scores = getattr(coded[item], "scores", ())
        if not scores:
            raise ValueError(f"item {item!r} has no scale with a middle; use cut='grand_means'")
        ends.add((min(scores), max(scores)))
    if len(ends) > 1:
        raise ValueError(
            f"the items {', '.join(items)} are not on one scale, so there is no common middle; use "
            "cut='grand_means'"
        )
    low, high = ends.pop()
    return float(low + high) / 2


def _correlations(coded: Answers, items: list[str], overall: str, level: float) -> _Axis:
    whole = coded.numbers(overall)
    found = []
    for item in items:
        one = coded.numbers(item)
        both = (one.kinds == 0) & (whole.kinds == 0)
        n, x, y = int(both.sum()), one.values[both], whole.values[both]
        is_open = n > 3 and x.std() > 0 and y.std() > 0
        r = float(np.corrcoef(x, y)[0, 1]) if is_open else float("nan")
        half = special.ndtri((1 + level) / 2) / np.sqrt(max(n - 3, 1))
        z = np.arctanh(np.clip(r, -1 + 1e-12, 1 - 1e-12))
        found.append((r, float(np.tanh(z - half)), float(np.tanh(z + half)), n))
    values, low, high, sizes = (np.array(column) for column in zip(*found, strict=True))
    _check_known(items, values)
    return _Axis(
        values=values, intervals=intervals(low, high, level, "Fisher z"), n=sizes,
        cut=float(values.mean()),
    )  # fmt: skip


def _placed(
    coded: Answers, names: tuple[str, ...], axes: list[_Axis], *, kind: str, cut: str
) -> ImportancePerformance:
    importance, performance = axes
    quadrants, is_clear = [], []
    for place in range(len(names)):
        is_high = [axis.values[place] >= axis.cut for axis in axes]
        quadrants.append(QUADRANTS[(0 if is_high[0] else 2) + int(is_high[1])])
        sides = [(axis.intervals[place], axis.cut) for axis in axes]
        is_clear.append(all(not one.low <= at <= one.high for one, at in sides))
    n_near = len(names) - sum(is_clear)
    notes = (f"So near a cut that their quadrant is not sure: {n_near} of {len(names)}.",)
    return ImportancePerformance(
        attributes=names, importance_kind=kind, cut=cut, importance=importance.values,
        performance=performance.values, importance_intervals=importance.intervals,
        performance_intervals=performance.intervals, n=np.minimum(importance.n, performance.n),
        cut_importance=importance.cut, cut_performance=performance.cut,
        quadrants=tuple(quadrants), is_clear=tuple(is_clear),
        notes=(*(notes if n_near else ()), *coded.notes), provenance=coded.provenance,
    )  # fmt: skip
