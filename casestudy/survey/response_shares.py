"""The record of an item's shares of answers, and how it is made from codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.answers import Answers
from casestudy.intervals import Interval
from casestudy.item_answers import ChosenAnswers, TickedAnswers, missing_counts
from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text
from casestudy.survey.linearised import Estimate, design_means
from casestudy.survey.notes import notes_on, tie_notes
from casestudy.survey.proportions import (
    DESIGNED,
    PLAIN,
    checked_level,
    design_share_intervals,
    share_intervals,
)

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


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
        Respondents who chose each answer, never weighted.
    base : int
        Respondents that the shares are of: who was asked and answered, unless `base_of` says
        otherwise.
    shares : array of float, shape (n_choices,)
        `counts / base`, weighted if there is a design, from 0 to 1, NaN where nobody answered;
        they may add up to more than 1 for multiple choice.
    intervals : tuple of Interval
        Interval of each share, with the method that made it.
    missing : mapping of str to int
        Respondents who did not answer, by kind: not_asked, left_blank, dont_know, refused.
    n_respondents : int
        All respondents: those who answered and the missing.
    base_of : {"answered", "asked", "ticked_any"}
        Whom the shares are of.
    standard_errors, design_effects : array of float, shape (n_choices,)
        Of the shares; empty without a design.
    effective_base : float
        The base after the loss that unequal weights bring (Kish); equal to it without a design.
    """

    item: str
    text: str
    choices: tuple[str, ...]
    labels: tuple[str, ...]
    counts: npt.NDArray[np.int64]
    base: int
    shares: Floats
    intervals: tuple[Interval, ...]
    missing: Mapping[str, int]
    n_respondents: int
    base_of: str = "answered"
    standard_errors: Floats = field(default_factory=lambda: np.empty(0))
    design_effects: Floats = field(default_factory=lambda: np.empty(0))
    effective_base: float = float("nan")
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row an answer: item, choice, label, n, base, share, low, high, provenance.

        With a design also standard_error, design_effect and effective_base.
        """
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
        if len(self.standard_errors):
            frame.insert(8, "standard_error", self.standard_errors)
            frame.insert(9, "design_effect", self.design_effects)
            frame.insert(10, "effective_base", self.effective_base)
        return frame.astype(dict.fromkeys(["item", "choice", "label", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def shares_of(
    coded: Answers,
    found: ChosenAnswers | TickedAnswers,
    chosen: Floats,
    *,
    inside: Mask,
    level: float,
    method: str | None,
) -> ResponseShares:
    """Shares of the ones in a matrix of zeros and ones, respondents × choices, of those inside."""
    checked_level(level)
    counts, base = chosen[inside].sum(axis=0).astype(np.int64), int(inside.sum())
    estimate = _estimate(coded, chosen, inside)
    return ResponseShares(
        item=found.item,
        text=found.text,
        choices=found.choices,
        labels=found.labels,
        counts=counts,
        base=base,
        shares=counts / base if estimate is None and base else _values(estimate, len(counts)),
        intervals=share_intervals(counts, base, level=level, method=method or PLAIN)
        if estimate is None
        else design_share_intervals(estimate, level=level, method=method or DESIGNED),
        missing=missing_counts(found),
        n_respondents=coded.n_respondents,
        standard_errors=np.empty(0) if estimate is None else estimate.standard_errors,
        design_effects=np.empty(0) if estimate is None else estimate.design_effects,
        effective_base=float(base) if estimate is None else estimate.effective_n,
        notes=(
            *notes_on(found, inside),
            *tie_notes(found.choices, counts),
            *(() if estimate is None else estimate.notes),
            *coded.notes,
        ),
        provenance=coded.provenance,
    )


def _estimate(coded: Answers, chosen: Floats, inside: Mask) -> Estimate | None:
    if coded.design is None:
        return None
    return design_means(chosen, design=coded.design, inside=inside)


def _values(estimate: Estimate | None, n_choices: int) -> Floats:
    return np.full(n_choices, np.nan) if estimate is None else estimate.values
