"""The answers to one item as whole numbers: from 0 upward an answer, below 0 why there is none.

One record an item, one number a respondent (and choice). Counting is then array work, and no
percentage can lose its base, because "not asked", "left blank", "don't know" and "refused" stay
four different numbers. "Not ticked" is an answer, the number 0 of a choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.integer[Any]]
Mask = npt.NDArray[np.bool_]

NOT_ASKED, LEFT_BLANK, DONT_KNOW, REFUSED, OUTSIDE = -1, -2, -3, -4, -5

MISSING_CODES: Mapping[str, int] = MappingProxyType(
    {
        "not_asked": NOT_ASKED,
        "left_blank": LEFT_BLANK,
        "dont_know": DONT_KNOW,
        "refused": REFUSED,
    }
)
"""The number that stands for each kind of missing answer."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChosenAnswers:
    """One answer each to an item with choices.

    Parameters
    ----------
    item, text : str
        The item's id and wording.
    codes : array of int, shape (n_respondents,)
        Position among the choices from 0, or a kind of missing.
    choices, labels : tuple of str
        Stored values of the answers and their labels, in questionnaire order.
    scores : tuple of float
        What each choice counts in a mean or a scale; empty if the choices have no order.
    theme, asked_if : str
        Code id that the item speaks to; who was asked, in words. Empty if not told.
    """

    item: str
    codes: Codes
    choices: tuple[str, ...]
    labels: tuple[str, ...]
    scores: tuple[float, ...] = ()
    text: str = ""
    theme: str = ""
    asked_if: str = ""

    def __post_init__(self) -> None:
        _check_choices(self.item, self.choices, self.labels)
        if self.scores and len(self.scores) != len(self.choices):
            raise ValueError(
                f"item {self.item!r} has {len(self.choices)} choices and {len(self.scores)} "
                "scores; give one each, or none"
            )
        _check_codes(self.item, self.codes, len(self.choices) - 1, shape=(len(self.codes),))

    @property
    def kinds(self) -> Codes:
        """For each respondent 0 if there is an answer, else the kind of missing."""
        return np.minimum(self.codes, 0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TickedAnswers:
    """Any number of answers each to a multiple-choice item.

    Parameters
    ----------
    codes : array of int, shape (n_respondents, n_choices)
        1 ticked, 0 not ticked, or a kind of missing. The other fields are as in `ChosenAnswers`.
    """

    item: str
    codes: Codes
    choices: tuple[str, ...]
    labels: tuple[str, ...]
    text: str = ""
    theme: str = ""
    asked_if: str = ""

    def __post_init__(self) -> None:
        _check_choices(self.item, self.choices, self.labels)
        _check_codes(self.item, self.codes, 1, shape=(len(self.codes), len(self.choices)))

    @property
    def kinds(self) -> Codes:
        """For each respondent 0 if there is an answer, else the kind of missing.

        A tick outweighs "don't know" and "refused", which outweigh "not ticked", which outweighs
        "not asked" and "left blank".
        """
        kinds = np.full(len(self.codes), LEFT_BLANK, dtype=np.int8)
        for code, kind in (
            (NOT_ASKED, NOT_ASKED), (0, 0), (REFUSED, REFUSED), (DONT_KNOW, DONT_KNOW),
            (1, 0), (OUTSIDE, OUTSIDE),
        ):  # fmt: skip
            kinds[(self.codes == code).any(axis=1)] = kind
        return kinds


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NumberAnswers:
    """A number each.

    Parameters
    ----------
    values : array of float, shape (n_respondents,)
        NaN where there is no answer.
    kinds : array of int, shape (n_respondents,)
        0 where there is a number, else the kind of missing.
    """

    item: str
    values: npt.NDArray[np.float64]
    kinds: Codes
    text: str = ""
    unit: str = ""
    theme: str = ""
    asked_if: str = ""

    def __post_init__(self) -> None:
        _check_codes(self.item, self.kinds, 0, shape=self.values.shape)
        wrong = np.flatnonzero(np.isfinite(self.values) != (self.kinds == 0))
        if len(wrong):
            row = int(wrong[0])
            raise ValueError(
                f"item {self.item!r}, respondent {row + 1}: the number {self.values[row]} does not "
                f"go with the kind {int(self.kinds[row])}; 0 goes with a number, others with NaN"
            )

    @property
    def codes(self) -> Codes:
        """The same as `kinds`."""
        return self.kinds


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RankedAnswers:
    """An order each of some or all of an item's objects.

    Parameters
    ----------
    codes : array of int, shape (n_respondents, n_choices)
        Rank of each object from 1, 0 where the respondent ranked others but not this one, or a
        kind of missing. Equal ranks are ties.
    """

    item: str
    codes: Codes
    choices: tuple[str, ...]
    labels: tuple[str, ...]
    text: str = ""
    theme: str = ""
    asked_if: str = ""

    def __post_init__(self) -> None:
        _check_choices(self.item, self.choices, self.labels)
        n_choices = len(self.choices)
        _check_codes(self.item, self.codes, n_choices, shape=(len(self.codes), n_choices))

    @property
    def kinds(self) -> Codes:
        """For each respondent 0 if at least one object was ranked, else the kind of missing."""
        ranked = (self.codes > 0).any(axis=1)
        kinds = np.minimum(self.codes, 0).min(axis=1)
        return np.where(ranked & (kinds != OUTSIDE), 0, np.where(kinds == 0, LEFT_BLANK, kinds))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BestWorstAnswers:
    """From sets of objects that were shown, the best and the worst, several sets each.

    Parameters
    ----------
    shown : array of bool, shape (n_respondents, n_sets, n_choices)
        Whether an object was in the set that the respondent saw.
    best, worst : array of int, shape (n_respondents, n_sets)
        Position of the object among the choices, or a kind of missing.
    """

    item: str
    shown: Mask
    best: Codes
    worst: Codes
    choices: tuple[str, ...]
    labels: tuple[str, ...]
    text: str = ""
    theme: str = ""
    asked_if: str = ""

    def __post_init__(self) -> None:
        _check_choices(self.item, self.choices, self.labels)
        for chosen in (self.best, self.worst):
            _check_codes(self.item, chosen, len(self.choices) - 1, shape=self.shown.shape[:2])

    @property
    def codes(self) -> Codes:
        """The best of each set, a kind of missing where best or worst is missing."""
        return np.where(self.worst < 0, self.worst, self.best)

    @property
    def kinds(self) -> Codes:
        """For each respondent 0 if at least one set was answered in full."""
        codes = self.codes
        return np.where((codes >= 0).any(axis=1), 0, codes.min(axis=1, initial=LEFT_BLANK))


ItemAnswers = ChosenAnswers | TickedAnswers | NumberAnswers | RankedAnswers | BestWorstAnswers
"""The answers to an item of any kind."""


def missing_counts(answers: ItemAnswers) -> Mapping[str, int]:
    """How many respondents gave no answer to the item, by kind."""
    kinds = answers.kinds
    return MappingProxyType(
        {name: int(np.count_nonzero(kinds == code)) for name, code in MISSING_CODES.items()}
    )


def _check_choices(item: str, choices: tuple[str, ...], labels: tuple[str, ...]) -> None:
    twice = [choice for choice in choices if choices.count(choice) > 1]
    if twice:
        raise ValueError(f"item {item!r}: choice {twice[0]!r} is listed twice; list it once")
    if len(labels) != len(choices):
        raise ValueError(
            f"item {item!r} has {len(choices)} choices and {len(labels)} labels; give one each"
        )


def _check_codes(item: str, codes: Codes, highest: int, *, shape: tuple[int, ...]) -> None:
    if codes.shape != shape:
        raise ValueError(
            f"item {item!r}: the codes have the shape {codes.shape}; it has to be {shape}"
        )
    wrong = np.argwhere((codes > highest) | (codes < OUTSIDE))
    if len(wrong):
        place = tuple(wrong[0])
        kinds = ", ".join(f"{code} ({kind})" for kind, code in MISSING_CODES.items())
        raise ValueError(
            f"item {item!r}, respondent {place[0] + 1}: the code {int(codes[place])} is not known; "
            f"allowed are 0 to {highest}, and {kinds}"
        )
