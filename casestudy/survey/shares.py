"""Shares of answers, each with its base: who was asked and answered."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from casestudy.answers import Answers
from casestudy.item_answers import NOT_ASKED, OUTSIDE, TickedAnswers
from casestudy.questionnaire import Survey
from casestudy.survey.coded import as_answers
from casestudy.survey.response_shares import ResponseShares, shares_of

Mask = npt.NDArray[np.bool_]

BASES = ("answered", "asked", "ticked_any")
"""Whom the shares of a multiple-choice item may be of."""


def multiple_response(
    answers: Answers | Survey,
    item: str,
    *,
    base: str = "answered",
    level: float = 0.95,
    interval: str | None = None,
) -> ResponseShares:
    """Share of those who answered a multiple-choice item that ticked each answer.

    Parameters
    ----------
    answers : Answers or Survey
        With a design, shares are weighted and their intervals design-based.
    item : str
        Id of a multiple-choice item.
    base : {"answered", "asked", "ticked_any"}
        Whom the shares are of: who answered; everybody who was asked; who ticked at least one.
    level : float
        Confidence level of the intervals, between 0 and 1.
    interval : str, optional
        A method of `share_intervals` (one at a time), or under a design of
        `design_share_intervals`; Wilson's, or Korn and Graubard's, if not given.

    Returns
    -------
    ResponseShares
        Per cent of cases: shares may add up to more than 1. Who ticked a choice or is stored as
        not having ticked one answered. Who was not asked, left all choices blank, did not know
        or refused is in `missing`.

    Raises
    ------
    LookupError
        If the item is not among the answers.
    ValueError
        If the item is of another kind, a cell has an unknown value, or `base` or `interval` are
        not known.

    Notes
    -----
    share = count / base, with Wilson's score interval. The interval holds for a simple random
    sample; for a sample of those who happened to answer it understates the doubt.

    Examples
    --------
    >>> import pandas as pd
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
    coded = as_answers(answers, item)
    found = coded.ticked(item)
    inside = base_mask(found, base)
    shares = shares_of(
        coded, found, (found.codes == 1).astype(float), inside=inside, level=level, method=interval
    )
    return replace(shares, base_of=base)


def single_response(
    answers: Answers | Survey, item: str, *, level: float = 0.95, interval: str | None = None
) -> ResponseShares:
    """Share of those who answered a single-choice or rating item that chose each answer.

    Parameters
    ----------
    answers : Answers or Survey
        With a design, shares are weighted and their intervals design-based.
    item : str
        Id of an item with one answer each.
    level : float
        Confidence level of the intervals, between 0 and 1.
    interval : str, optional
        A method of `share_intervals` ("goodman" and "sison_glaz" hold for all answers at once), or
        under a design of `design_share_intervals`; Wilson's, or Korn and Graubard's, if not given.

    Returns
    -------
    ResponseShares
        Shares add up to 1. Who was not asked, left it blank, did not know or refused is in
        `missing`; a choice whose value is stored as one of these is not listed as an answer.

    Raises
    ------
    LookupError
        If the item is not among the answers.
    ValueError
        If the item is of another kind, a cell has an unknown value, or `interval` is not known.

    Notes
    -----
    share = count / base, with Wilson's score interval for each answer on its own: these intervals
    do not hold for all answers at once.

    Examples
    --------
    >>> import pandas as pd
    >>> from casestudy.questionnaire import Choice, Item, Questionnaire
    >>> asked = Item(id="often", kind="single", text="How often?",
    ...              choices=(Choice(value="1", label="Weekly"), Choice(value="2", label="Rarely")))
    >>> told = pd.DataFrame({"often": ["1", "2", "1", ""]})
    >>> form = Questionnaire(id="q", title="Q", items=(asked,))
    >>> survey = Survey(questionnaire=form, responses=told)
    >>> single_response(survey, "often").shares.round(3).tolist()
    [0.667, 0.333]
    """
    coded = as_answers(answers, item)
    found = coded.chosen(item)
    chosen = (found.codes[:, np.newaxis] == np.arange(len(found.choices))).astype(float)
    return shares_of(coded, found, chosen, inside=found.codes >= 0, level=level, method=interval)


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
    >>> from casestudy.intervals import Interval
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
    order = np.argsort(-np.nan_to_num(shares.shares), kind="stable")
    return tuple(shares.choices[place] for place in order[:n])


def base_mask(found: TickedAnswers, base: str) -> Mask:
    """Whom the shares of a multiple-choice item are of."""
    if base not in BASES:
        raise ValueError(f"base {base!r} is not known; allowed are {', '.join(BASES)}")
    kinds = found.kinds
    masks: dict[str, Mask] = {
        "answered": kinds == 0,
        "asked": (kinds != NOT_ASKED) & (kinds != OUTSIDE),
        "ticked_any": (found.codes == 1).any(axis=1),
    }
    return masks[base]
