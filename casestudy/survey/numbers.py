"""Numbers that respondents gave: where they lie and how far they spread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.intervals import Interval
from casestudy.provenance import Provenance, kinds
from casestudy.questionnaire import Choice, Item, Survey
from casestudy.results import as_html
from casestudy.survey.answers import checked_item, chosen_answers, notes_on, single_answers


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


def numeric_summary(
    survey: Survey, item: str, *, by: str | None, level: float = 0.95
) -> NumericSummary:
    """Where the numbers that respondents gave lie, over all or by the answers to another item.

    Parameters
    ----------
    survey : Survey
        Questionnaire and responses.
    item : str
        Id of an item of the kind "numeric" or "rating". Who was not asked, left it blank, or did
        not know is in `missing`.
    by : str or None
        Id of an item of the kind "single" or "rating" whose choices make the groups; None for one
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
        If an item is not in the questionnaire.
    ValueError
        If an item is of another kind, an answer is not a number, or level does not lie
        between 0 and 1.

    Notes
    -----
    sd has the divisor n - 1; the interval is mean ± t(n - 1) sd / sqrt(n), computed by
    statsmodels. It assumes a simple random sample and a mean that is about normal. The mean of a
    rating takes its steps as equal.

    Examples
    --------
    >>> from casestudy.questionnaire import Item, Questionnaire
    >>> asked = Item(id="orders", kind="numeric", text="Orders a year?")
    >>> told = pd.DataFrame({"orders": ["1", "2", "2", "7", ""]})
    >>> form = Questionnaire(id="q", title="Q", items=(asked,))
    >>> survey = Survey(questionnaire=form, responses=told)
    >>> found = numeric_summary(survey, "orders", by=None)
    >>> found.n.tolist(), found.mean.tolist(), found.median.tolist(), found.mode.tolist()
    ([4], [3.0], [2.0], [2.0])
    """
    if not 0 < level < 1:
        raise ValueError(f"level {level} is not allowed: it lies between 0 and 1, such as 0.95")
    asked = checked_item(
        survey, item, kinds=("numeric", "rating"), instead="use single_response for choices"
    )
    answers = single_answers(survey, asked)
    numbers = _numbers(answers.given["answer"], asked)
    groups, group = _groups(survey, by, numbers)
    parts = [numbers[group == choice.value].to_numpy(dtype=float) for choice in groups]
    return NumericSummary(
        item=asked.id,
        text=asked.text,
        by=by or "",
        groups=tuple(choice.value for choice in groups),
        labels=tuple(choice.label for choice in groups),
        n=np.array([len(part) for part in parts], dtype=np.int64),
        mean=np.array([part.mean() if len(part) else np.nan for part in parts]),
        median=np.array([np.median(part) if len(part) else np.nan for part in parts]),
        mode=np.array([_modes(part)[0] for part in parts]),
        sd=np.array([part.std(ddof=1) if len(part) > 1 else np.nan for part in parts]),
        intervals=tuple(_t_interval(part, level=level) for part in parts),
        missing=answers.missing,
        n_respondents=answers.n_respondents,
        notes=(*notes_on(asked, answers), *_notes(asked, by, groups, parts, n=len(numbers))),
        provenance=survey.provenance,
    )


def _numbers(given: pd.Series, item: Item) -> pd.Series:
    """The answers as numbers."""
    numbers = pd.to_numeric(given, errors="coerce")
    wrong = given[~np.isfinite(numbers)]
    if len(wrong):
        raise ValueError(
            f"item {item.id!r}: the answer {wrong.iloc[0]!r} is not a number; write digits with a "
            "decimal point, or list the value among the questionnaire's kinds of missing"
        )
    return numbers


def _groups(
    survey: Survey, by: str | None, numbers: pd.Series
) -> tuple[tuple[Choice, ...], pd.Series]:
    """The groups, and the group of each number; missing where the respondent is in none."""
    if by is None:
        return (Choice(value="all", label="all"),), pd.Series("all", index=numbers.index)
    item = checked_item(
        survey, by, kinds=("single", "rating"), instead="group by an item with one answer each"
    )
    choices, answers = chosen_answers(survey, item)
    return choices, answers.given["answer"].reindex(numbers.index)


def _modes(part: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The most frequent numbers, the least first; NaN for no numbers."""
    if not len(part):
        return np.array([np.nan])
    values, times = np.unique(part, return_counts=True)
    modes: npt.NDArray[np.float64] = values[times == times.max()]
    return modes


def _t_interval(part: npt.NDArray[np.float64], *, level: float) -> Interval:
    """Student's t interval of the mean."""
    low = high = float("nan")
    if len(part) > 1:
        from statsmodels.stats.weightstats import DescrStatsW

        low, high = DescrStatsW(part).tconfint_mean(alpha=1 - level)
    return Interval(low=float(low), high=float(high), level=level, method="Student t")


def _notes(
    item: Item,
    by: str | None,
    groups: tuple[Choice, ...],
    parts: list[npt.NDArray[np.float64]],
    *,
    n: int,
) -> list[str]:
    """Respondents without a group, several modes, and means of ratings."""
    notes = []
    n_without = n - sum(len(part) for part in parts)
    if n_without:
        notes.append(f"In no group, because they have no answer to {by!r}: {n_without} of {n}.")
    pairs = zip(groups, parts, strict=True)
    several = [repr(group.value) for group, part in pairs if len(_modes(part)) > 1]
    if several:
        notes.append(f"Of several modes the least is given: {', '.join(several)}.")
    if item.kind == "rating":
        notes.append("The mean of a rating takes its steps as equal.")
    return notes
