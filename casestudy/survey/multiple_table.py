"""A multiple-response table: each choice as a share of several bases, and of all ticks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.answers import Answers
from casestudy.item_answers import missing_counts
from casestudy.provenance import Provenance, kinds
from casestudy.questionnaire import Survey
from casestudy.results import as_html, as_text
from casestudy.survey.coded import as_answers
from casestudy.survey.response_shares import ResponseShares
from casestudy.survey.shares import BASES, multiple_response

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MultipleResponseTable:
    """How often each choice was ticked, of whom and of what.

    Parameters
    ----------
    item, text : str
    choices, labels : tuple of str
    counts : array of int, shape (n_choices,)
        Respondents who ticked each choice, never weighted.
    by_base : mapping of str to ResponseShares
        Per cent of cases of who was "asked", who "answered", and who "ticked_any".
    share_of_responses : array of float, shape (n_choices,)
        Of all ticks; adds up to 1.
    n_responses : int
        Ticks.
    mean_ticks : float
        Ticks a respondent, of those who answered; weighted if there is a design.
    n_respondents : int
    missing : mapping of str to int
    """

    item: str
    text: str
    choices: tuple[str, ...]
    labels: tuple[str, ...]
    counts: npt.NDArray[np.int64]
    by_base: Mapping[str, ResponseShares]
    share_of_responses: Floats
    n_responses: int
    mean_ticks: float
    n_respondents: int
    missing: Mapping[str, int]
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a choice: item, choice, label, n, share_of_responses, and for each base its size,
        share, low and high; provenance.
        """  # noqa: D205
        frame = pd.DataFrame(
            {"item": self.item, "choice": self.choices, "label": self.labels, "n": self.counts}
        )
        frame["share_of_responses"] = self.share_of_responses
        for name, shares in self.by_base.items():
            frame[f"base_{name}"] = shares.base
            frame[f"share_of_{name}"] = shares.shares
            frame[f"low_{name}"] = [interval.low for interval in shares.intervals]
            frame[f"high_{name}"] = [interval.high for interval in shares.intervals]
        frame["provenance"] = kinds(self.provenance)
        return frame.astype(dict.fromkeys(["item", "choice", "label", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def multiple_response_table(
    answers: Answers | Survey, item: str, *, level: float = 0.95
) -> MultipleResponseTable:
    """Each choice as a share of those asked, of those who answered, of those who ticked, of ticks.

    Parameters
    ----------
    answers : Answers or Survey
        With a design, shares are weighted.
    item : str
        Id of a multiple-choice item.
    level : float
        Confidence level of the intervals, between 0 and 1.

    Returns
    -------
    MultipleResponseTable

    Raises
    ------
    LookupError
        If the item is not among the answers.
    ValueError
        If the item is of another kind.

    Notes
    -----
    Per cent of cases may add up to more than 100, per cent of responses adds up to 100 and says
    nothing of how many people ticked. Say which base a printed share has.

    Examples
    --------
    >>> from casestudy.item_answers import TickedAnswers
    >>> use = TickedAnswers(item="use", choices=("mail", "shop"), labels=("E-mail", "Shop"),
    ...                     codes=np.array([[1, 1], [1, 0], [0, 0], [-2, -2], [-1, -1]]))
    >>> found = multiple_response_table(Answers(items=(use,)), "use")
    >>> {name: shares.base for name, shares in found.by_base.items()}
    {'answered': 3, 'asked': 4, 'ticked_any': 2}
    >>> found.share_of_responses.round(3).tolist()
    [0.667, 0.333]
    """
    coded = as_answers(answers, item)
    found = coded.ticked(item)
    by_base = {name: multiple_response(coded, item, base=name, level=level) for name in BASES}
    ticks = found.codes == 1
    weights = coded.design.weights if coded.design else np.ones(len(ticks))
    weighted = weights @ ticks
    answered = found.kinds == 0
    with np.errstate(divide="ignore", invalid="ignore"):
        share_of_responses = weighted / weighted.sum()
        mean_ticks = float(np.divide(weights @ ticks.sum(axis=1), weights[answered].sum()))
    return MultipleResponseTable(
        item=item, text=found.text, choices=found.choices, labels=found.labels,
        counts=ticks.sum(axis=0, dtype=np.int64), by_base=by_base,
        share_of_responses=share_of_responses, n_responses=int(ticks.sum()), mean_ticks=mean_ticks,
        n_respondents=coded.n_respondents, missing=missing_counts(found),
        notes=by_base["answered"].notes, provenance=coded.provenance,
    )  # fmt: skip
