"""Shares of answers, each with its base: who was asked and answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.intervals import Interval, wilson
from casestudy.provenance import Provenance, kinds
from casestudy.questionnaire import Choice, Item, Survey
from casestudy.results import as_html
from casestudy.survey.answers import (
    Answers,
    checked_item,
    chosen_answers,
    multiple_answers,
    notes_on,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ResponseShares:
    """How many of those who answered an item chose each of its answers.

    Parameters
    ----------
    item, text : str
        The item's id and wording.
    choices, labels : tuple of str
        Stored values of the answers, and their labels, in questionnaire order.
    counts : array of int, shape (n_choices,)
        Respondents who chose each answer.
    base : int
        Respondents who were asked and answered.
    shares : array of float, shape (n_choices,)
        `counts / base`, from 0 to 1, NaN where nobody answered; they may add up to more than 1
        for multiple choice.
    intervals : tuple of Interval
        Wilson's interval of each share.
    missing : mapping of str to int
        Respondents left out of the base, by kind: not_asked, left_blank, dont_know.
    n_respondents : int
        All respondents: the base and the missing.
    """

    item: str
    text: str
    choices: tuple[str, ...]
    labels: tuple[str, ...]
    counts: npt.NDArray[np.int64]
    base: int
    shares: npt.NDArray[np.float64]
    intervals: tuple[Interval, ...]
    missing: Mapping[str, int]
    n_respondents: int
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row an answer: item, choice, label, n, base, share, low, high, provenance."""
        frame = pd.DataFrame(
            {
                "item": self.item,
                "choice": self.choices,
                "label": self.labels,
                "n": self.counts,
                "base": self.base,
                "share": self.shares,
                "low": [interval.low for interval in self.intervals],
                "high": [interval.high for interval in self.intervals],
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["item", "choice", "label", "provenance"], "str"))

    _repr_html_ = as_html


def multiple_response(survey: Survey, item: str, *, level: float = 0.95) -> ResponseShares:
    """Share of those who answered a multiple-choice item that ticked each answer.

    Parameters
    ----------
    survey : Survey
        Questionnaire and responses.
    item : str
        Id of an item of the kind "multiple".
    level : float
        Confidence level of the intervals, between 0 and 1.

    Returns
    -------
    ResponseShares
        Per cent of cases: shares may add up to more than 1. The base holds respondents who ticked
        a choice or are stored as not having ticked one. Who was not asked, left all choices
        blank, or did not know is in `missing`.

    Raises
    ------
    LookupError
        If the item is not in the questionnaire.
    ValueError
        If the item is of another kind, or a cell has an unknown value.

    Notes
    -----
    share = count / base, with Wilson's score interval. The interval holds for a simple random
    sample; for a sample of those who happened to answer it understates the doubt.

    Examples
    --------
    >>> from casestudy.questionnaire import Choice, Item, Questionnaire
    >>> choices = (Choice(value="mail", label="E-mail"), Choice(value="shop", label="Shop"))
    >>> asked = Item(id="use", kind="multiple", text="What do you use?", choices=choices,
    ...              columns={"mail": "use_1", "shop": "use_2"})
    >>> told = pd.DataFrame({"use_1": ["1", "1", "0", ""], "use_2": ["1", "0", "0", ""]})
    >>> form = Questionnaire(id="q", title="Q", items=(asked,))
    >>> survey = Survey(questionnaire=form, responses=told)
    >>> found = multiple_response(survey, "use")
    >>> found.counts.tolist(), found.base, found.missing["left_blank"]
    ([2, 1], 3, 1)
    """
    asked = checked_item(
        survey, item, kinds=("multiple",), instead="use single_response for one answer each"
    )
    answers = multiple_answers(survey, asked)
    counts = answers.given.sum(axis=0).to_numpy(dtype=np.int64)
    return _shares(survey, asked, answers, choices=asked.choices, counts=counts, level=level)


def single_response(survey: Survey, item: str, *, level: float = 0.95) -> ResponseShares:
    """Share of those who answered a single-choice or rating item that chose each answer.

    Parameters
    ----------
    survey : Survey
        Questionnaire and responses.
    item : str
        Id of an item of the kind "single" or "rating", stored in the column of that name.
    level : float
        Confidence level of the intervals, between 0 and 1.

    Returns
    -------
    ResponseShares
        Shares add up to 1. Who was not asked, left it blank, or did not know is in `missing`; a
        choice whose value is stored as one of these is not listed as an answer.

    Raises
    ------
    LookupError
        If the item is not in the questionnaire.
    ValueError
        If the item is of another kind, or a cell has an unknown value.

    Notes
    -----
    share = count / base, with Wilson's score interval for each answer on its own: the intervals
    do not hold for all answers at once.

    Examples
    --------
    >>> from casestudy.questionnaire import Choice, Item, Questionnaire
    >>> asked = Item(id="often", kind="single", text="How often?",
    ...              choices=(Choice(value="1", label="Weekly"), Choice(value="2", label="Rarely")))
    >>> told = pd.DataFrame({"often": ["1", "2", "1", ""]})
    >>> form = Questionnaire(id="q", title="Q", items=(asked,))
    >>> survey = Survey(questionnaire=form, responses=told)
    >>> single_response(survey, "often").shares.round(3).tolist()
    [0.667, 0.333]
    """
    asked = checked_item(
        survey,
        item,
        kinds=("single", "rating"),
        instead="use multiple_response for several answers, numeric_summary for numbers",
    )
    choices, answers = chosen_answers(survey, asked)
    counted = answers.given["answer"].value_counts()
    in_order = counted.reindex([choice.value for choice in choices], fill_value=0)
    counts = np.asarray(in_order, dtype=np.int64)
    return _shares(survey, asked, answers, choices=choices, counts=counts, level=level)


def top_choices(shares: ResponseShares, n: int) -> tuple[str, ...]:
    """The n answers that were chosen most, the most frequent first.

    Parameters
    ----------
    shares : ResponseShares
        Of any item.
    n : int
        How many, from 1 to the number of answers.

    Returns
    -------
    tuple of str
        Values of the answers. Of equal shares the one that the questionnaire lists first stands
        first; the notes of `shares` name such ties, also where one is cut in two.

    Raises
    ------
    ValueError
        If there are fewer than n answers.

    Examples
    --------
    >>> none = Interval(low=0.0, high=1.0, level=0.95, method="none")
    >>> found = ResponseShares(item="q", text="", choices=("a", "b"), labels=("A", "B"),
    ...     counts=np.array([1, 3]), base=4, shares=np.array([0.25, 0.75]),
    ...     intervals=(none, none), missing={}, n_respondents=4)
    >>> top_choices(found, 1)
    ('b',)
    """
    if not 1 <= n <= len(shares.choices):
        raise ValueError(
            f"the top {n} of item {shares.item!r} cannot be given: "
            f"it has {len(shares.choices)} answers; ask for 1 to {len(shares.choices)}"
        )
    order = np.argsort(-shares.counts, kind="stable")
    return tuple(shares.choices[place] for place in order[:n])


def _shares(
    survey: Survey,
    item: Item,
    answers: Answers,
    *,
    choices: tuple[Choice, ...],
    counts: npt.NDArray[np.int64],
    level: float,
) -> ResponseShares:
    """Counts over their base, with their intervals."""
    base = len(answers.given)
    return ResponseShares(
        item=item.id,
        text=item.text,
        choices=tuple(choice.value for choice in choices),
        labels=tuple(choice.label for choice in choices),
        counts=counts,
        base=base,
        shares=counts / base if base else np.full(len(counts), np.nan),
        intervals=tuple(_interval(int(count), base, level=level) for count in counts),
        missing=answers.missing,
        n_respondents=answers.n_respondents,
        notes=(*notes_on(item, answers), *_ties(choices, counts)),
        provenance=survey.provenance,
    )


def _interval(count: int, base: int, *, level: float) -> Interval:
    """Wilson's interval, with unknown bounds where nobody answered."""
    if base:
        return wilson(count, base, level=level)
    return Interval(low=float("nan"), high=float("nan"), level=level, method="Wilson score")


def _ties(choices: tuple[Choice, ...], counts: npt.NDArray[np.int64]) -> list[str]:
    """Answers that were chosen equally often, the most frequent first."""
    notes = []
    for count in sorted({int(count) for count in counts if count > 0}, reverse=True):
        tied = [repr(c.value) for c, n in zip(choices, counts, strict=True) if n == count]
        if len(tied) > 1:
            notes.append(f"Chosen equally often ({count} times each): {', '.join(tied)}.")
    return notes
