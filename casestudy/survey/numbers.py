"""Numbers that respondents gave: where they lie and how far they spread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.answers import Answers
from casestudy.intervals import Interval
from casestudy.item_answers import ChosenAnswers, NumberAnswers, missing_counts
from casestudy.provenance import Provenance, kinds
from casestudy.questionnaire import Survey
from casestudy.results import as_html, as_text
from casestudy.sampling import Codes, SampleDesign
from casestudy.survey.coded import as_answers
from casestudy.survey.linearised import Estimate, design_means, plain_design
from casestudy.survey.notes import EQUAL_STEPS, notes_on
from casestudy.survey.proportions import checked_level, intervals

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NumericSummary:
    """Mean, median, mode and spread of a number, over all respondents or by group.

    Parameters
    ----------
    item, text : str
        The item's id and wording.
    by : str
        Id of the item that makes the groups; empty for one group of all.
    groups, labels : tuple of str
        Values of the groups in questionnaire order, and their labels.
    n : array of int, shape (n_groups,)
        Respondents of each group who gave a number.
    mean, median, mode, sd : array of float, shape (n_groups,)
        NaN where a group is too small to have it; the least of several modes.
    intervals : tuple of Interval
        Student's t interval of each mean; NaN bounds where fewer than two gave a number.
    missing : mapping of str to int
        Respondents without a number, by kind: not_asked, left_blank, dont_know.
    n_respondents : int
        All respondents.
    """

    item: str
    text: str
    by: str
    groups: tuple[str, ...]
    labels: tuple[str, ...]
    n: npt.NDArray[np.int64]
    mean: npt.NDArray[np.float64]
    median: npt.NDArray[np.float64]
    mode: npt.NDArray[np.float64]
    sd: npt.NDArray[np.float64]
    intervals: tuple[Interval, ...]
    missing: Mapping[str, int]
    n_respondents: int
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a group: item, group, label, n, mean, median, mode, sd, low, high, provenance."""
        frame = pd.DataFrame(
            {
                "item": self.item,
                "group": self.groups,
                "label": self.labels,
                "n": self.n,
                "mean": self.mean,
                "median": self.median,
                "mode": self.mode,
                "sd": self.sd,
                "low": [interval.low for interval in self.intervals],
                "high": [interval.high for interval in self.intervals],
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["item", "group", "label", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def numeric_summary(
    answers: Answers | Survey, item: str, *, by: str | None, level: float = 0.95
) -> NumericSummary:
    """Where the numbers that respondents gave lie, over all or by the answers to another item.

    Parameters
    ----------
    answers : Answers or Survey
        With a design, all but n is weighted and the intervals are design-based.
    item : str
        Id of an item with numbers, or with choices that have scores (a rating). Who was not asked,
        left it blank, did not know or refused is in `missing`.
    by : str or None
        Id of an item with one answer each whose choices make the groups; None for one
        group of all, called "all". Who has no answer to it is in no group; a note says how many.
    level : float
        Confidence level of the interval of the mean, between 0 and 1.

    Returns
    -------
    NumericSummary
        One entry a choice of `by`, in questionnaire order, also where nobody gave a number: there
        all but n is NaN.

    Raises
    ------
    LookupError
        If an item is not among the answers.
    ValueError
        If an item is of another kind, an answer is not a number, or level does not lie
        between 0 and 1.

    Notes
    -----
    sd has the divisor n - 1; the interval is mean ± t(n - 1) sd / sqrt(n). It assumes a
    simple random sample and a mean that is about normal. With a design the limits follow from
    `design_means`. The mean of a rating takes its steps as equal.

    Examples
    --------
    >>> import pandas as pd
    >>> from casestudy.questionnaire import Item, Questionnaire
    >>> asked = Item(id="orders", kind="numeric", text="Orders a year?")
    >>> told = pd.DataFrame({"orders": ["1", "2", "2", "7", ""]})
    >>> form = Questionnaire(id="q", title="Q", items=(asked,))
    >>> survey = Survey(questionnaire=form, responses=told)
    >>> found = numeric_summary(survey, "orders", by=None)
    >>> found.n.tolist(), found.mean.tolist(), found.median.tolist(), found.mode.tolist()
    ([4], [3.0], [2.0], [2.0])
    """
    checked_level(level)
    coded = as_answers(answers, item, *([by] if by else []))
    found = coded.numbers(item)
    given = found.kinds == 0
    groups, labels, group = _groups(coded, by)
    parts = [given & (group == place) for place in range(len(groups))]
    summaries = [_summary(found.values, part, coded, level=level) for part in parts]
    columns = [np.array(column, dtype=float) for column in zip(*summaries, strict=True)]
    mean, median, mode, sd, low, high = columns
    return NumericSummary(
        item=found.item,
        text=found.text,
        by=by or "",
        groups=groups,
        labels=labels,
        n=np.array([part.sum() for part in parts], dtype=np.int64),
        mean=mean,
        median=median,
        mode=mode,
        sd=sd,
        intervals=intervals(low, high, level, _interval_name(coded)),
        missing=missing_counts(found),
        n_respondents=coded.n_respondents,
        notes=(*notes_on(found, given), *_notes(coded, found, by, groups, parts), *coded.notes),
        provenance=coded.provenance,
    )


def _groups(coded: Answers, by: str | None) -> tuple[tuple[str, ...], tuple[str, ...], Codes]:
    """The groups, their labels, and the group of each respondent; below 0 for none."""
    if by is None:
        return ("all",), ("all",), np.zeros(len(coded.items[0].codes), dtype=np.int64)
    found = coded.chosen(by)
    return found.choices, found.labels, found.codes


def _summary(values: Floats, part: Mask, coded: Answers, *, level: float) -> tuple[float, ...]:
    """Mean, median, mode, standard deviation and interval of one group."""
    numbers = values[part]
    if not len(numbers):
        return (np.nan,) * 6
    design = coded.design or plain_design(len(values))
    weights = design.weights[part]
    estimate = design_means(values, design=design, inside=part)
    mean, total = float(estimate.values[0]), weights.sum()
    n = len(numbers)
    variance = (weights @ (numbers - mean) ** 2) / total * n / (n - 1) if n > 1 else np.nan
    low, high = _limits(estimate, design, level)
    return mean, _median(numbers, weights), _modes(numbers, weights)[0], variance**0.5, low, high


def _limits(estimate: Estimate, design: SampleDesign, level: float) -> tuple[float, float]:
    """Student's limits of a mean; those of a group of its own where nothing binds it to others."""
    if estimate.n < 2:
        return np.nan, np.nan
    if design.is_plain and design.population is None:
        # within the whole sample the variance has the divisor n/(n - 1) of the whole
        n, whole = estimate.n, len(design.weights)
        factor = (n / (n - 1)) / (whole / (whole - 1))
        covariance = estimate.covariance * factor
        estimate = replace(estimate, covariance=covariance, df=float(n - 1))
    low, high = estimate.limits(level)
    return float(low[0]), float(high[0])


def _median(numbers: Floats, weights: Floats) -> float:
    """The number with half of the weight on either side; the mean of two where it lies between."""
    order = np.argsort(numbers, kind="stable")
    reached = np.cumsum(weights[order])
    half = reached[-1] / 2
    place = int(np.searchsorted(reached, half * (1 - 1e-12)))
    above = numbers[order][min(place + 1, len(numbers) - 1)]
    between = np.isclose(reached[place], half, rtol=1e-12)
    return float((numbers[order][place] + above) / 2 if between else numbers[order][place])


def _modes(numbers: Floats, weights: Floats) -> Floats:
    """The most frequent numbers, the least first."""
    values, place = np.unique(numbers, return_inverse=True)
    times = np.bincount(place, weights=weights)
    return np.asarray(values[np.isclose(times, times.max(), rtol=1e-12)])


def _interval_name(coded: Answers) -> str:
    return "Student t" if coded.design is None else "Student t, design-based"


def _notes(
    coded: Answers,
    found: NumberAnswers,
    by: str | None,
    groups: tuple[str, ...],
    parts: list[Mask],
) -> list[str]:
    """Respondents without a group, several modes, and means of ratings."""
    notes, n = [], int((found.kinds == 0).sum())
    n_without = n - sum(int(part.sum()) for part in parts)
    if n_without:
        notes.append(f"In no group, because they have no answer to {by!r}: {n_without} of {n}.")
    weights = coded.design.weights if coded.design else np.ones(len(found.values))
    pairs = [(group, part) for group, part in zip(groups, parts, strict=True) if part.any()]
    several = [
        repr(group) for group, part in pairs if len(_modes(found.values[part], weights[part])) > 1
    ]
    if several:
        notes.append(f"Of several modes the least is given: {', '.join(several)}.")
    if isinstance(coded[found.item], ChosenAnswers):
        notes.append(EQUAL_STEPS)
    return notes
