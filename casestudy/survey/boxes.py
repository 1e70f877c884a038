"""Boxes of a scale: the share at the top, the top less the bottom, the net promoter score."""

from __future__ import annotations

from collections.abc import Sequence

from casestudy.answers import Answers
from casestudy.errors import did_you_mean
from casestudy.item_answers import ChosenAnswers
from casestudy.questionnaire import Survey
from casestudy.survey.box_result import BoxScores, scored_boxes
from casestudy.survey.coded import as_answers

PROMOTERS, DETRACTORS = (9.0, 10.0), (0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
"""The boxes of the net promoter score on a scale from 0 to 10."""


def box_scores(
    answers: Answers | Survey,
    item: str,
    *,
    positive: Sequence[str],
    negative: Sequence[str] = (),
    by: str | None = None,
    level: float = 0.95,
) -> BoxScores:
    """The share of some answers, less the share of others, over all or by group.

    Parameters
    ----------
    answers : Answers or Survey
        With a design, all is weighted and the standard errors are design-based.
    item : str
        Id of an item with one answer each.
    positive, negative : sequence of str
        Choices (their stored values) that count up and down; the others count 0 and are in the
        base.
    by : str, optional
        Id of an item with one answer each whose choices make the groups.
    level : float
        Confidence level of the intervals, between 0 and 1.

    Returns
    -------
    BoxScores
        With several groups also the difference of each pair, tested and adjusted by Holm, and
        registered in the ledger that is open.

    Raises
    ------
    LookupError
        If an item is not among the answers.
    ValueError
        If a choice is not the item's, or is counted both ways.

    Notes
    -----
    Of a share alone the interval is Wilson's; of a net score it is normal, with the variance
    (p + q - (p - q)²)/n.

    Examples
    --------
    >>> import numpy as np
    >>> told = ChosenAnswers(item="q", codes=np.array([0, 1, 1, 2]), choices=("no", "so", "yes"),
    ...                      labels=("No", "So", "Yes"))
    >>> found = box_scores(Answers(items=(told,)), "q", positive=["yes"], negative=["no"])
    >>> found.positive.tolist(), found.score.tolist()
    ([0.25], [0.0])
    """
    coded = as_answers(answers, item, *([by] if by else []))
    found = coded.chosen(item)
    up, down = _places(found, positive), _places(found, negative)
    both = set(up) & set(down)
    if both:
        raise ValueError(
            f"item {item!r}: choice {found.choices[min(both)]!r} is counted up and down; "
            "a choice counts one way"
        )
    name = f"{', '.join(positive)}" + (f" less {', '.join(negative)}" if negative else "")
    return scored_boxes(coded, found, up=up, down=down, by=by, level=level, name=name)


def top_box(
    answers: Answers | Survey, item: str, n: int, *, by: str | None = None, level: float = 0.95
) -> BoxScores:
    """Share of those who answered that chose one of the n highest answers of a rating.

    Parameters
    ----------
    n : int
        How many boxes, from 1 to the number of choices. The other parameters, and what is
        returned and raised, are as in `box_scores`.

    Examples
    --------
    >>> import numpy as np
    >>> rated = ChosenAnswers(item="q", codes=np.array([0, 1, 2, 2]), choices=("1", "2", "3"),
    ...                       labels=("Bad", "So", "Good"), scores=(1, 2, 3))
    >>> top_box(Answers(items=(rated,)), "q", 1).score.tolist()
    [0.5]
    """
    coded = as_answers(answers, item, *([by] if by else []))
    found = coded.chosen(item)
    if not found.scores or not 1 <= n <= len(found.choices):
        fault = "its choices have no order" if not found.scores else f"it has {len(found.choices)}"
        raise ValueError(f"the top {n} boxes of item {item!r} cannot be given: {fault}")
    places = sorted(range(len(found.scores)), key=found.scores.__getitem__)[-n:]
    name = f"top {n} boxes" if n > 1 else "top box"
    return scored_boxes(coded, found, up=places, down=[], by=by, level=level, name=name)


def net_promoter_score(
    answers: Answers | Survey, item: str, *, by: str | None = None, level: float = 0.95
) -> BoxScores:
    """Share of promoters (9 and 10) less share of detractors (0 to 6), from -1 to 1.

    Parameters
    ----------
    item : str
        Id of an item whose choices are 0 to 10 by their scores. The other parameters, and what is
        returned, are as in `box_scores`.

    Raises
    ------
    ValueError
        If the scores are not 0 to 10.

    Notes
    -----
    The score is a crude summary: quite different answers have the same one. `positive` and
    `negative` belong beside it.

    References
    ----------
    Reichheld, F. F. (2003). The one number you need to grow. Harvard Business Review 81 (12),
    46-54.
    Rocks, B. (2016). Interval estimation for the net promoter score. The American Statistician 70,
    365-372. doi:10.1080/00031305.2016.1198279

    Examples
    --------
    >>> import numpy as np
    >>> scale = tuple(str(n) for n in range(11))
    >>> codes = np.repeat([10, 9, 8, 7, 6, 3], [30, 22, 25, 15, 10, 18])
    >>> rated = ChosenAnswers(item="nps", codes=codes, choices=scale, labels=scale,
    ...                       scores=tuple(range(11)))
    >>> found = net_promoter_score(Answers(items=(rated,)), "nps")
    >>> round(float(found.score[0]), 4), round(float(found.standard_errors[0]), 4)
    (0.2, 0.0723)
    """
    coded = as_answers(answers, item, *([by] if by else []))
    found = coded.chosen(item)
    if sorted(found.scores) != [float(n) for n in range(11)]:
        raise ValueError(
            f"item {item!r} is not on the scale from 0 to 10 of the net promoter score; "
            "use box_scores and say which choices count up and down"
        )
    up = [place for place, score in enumerate(found.scores) if score in PROMOTERS]
    down = [place for place, score in enumerate(found.scores) if score in DETRACTORS]
    return scored_boxes(
        coded, found, up=up, down=down, by=by, level=level, name="net promoter score"
    )


def _places(found: ChosenAnswers, choices: Sequence[str]) -> list[int]:
    for choice in choices:
        if choice not in found.choices:
            raise ValueError(
                f"item {found.item!r} has no choice {choice!r}"
                f"{did_you_mean(choice, found.choices)}; allowed are {', '.join(found.choices)}"
            )
    return [found.choices.index(choice) for choice in choices]
