"""The bridge from stored responses to answers: who answered an item, and who did not and why.

Not asked, left blank and don't know are three things; not ticked is a fourth, and an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from casestudy.errors import did_you_mean
from casestudy.questionnaire import Choice, Item, Survey

UNANSWERED = ("not_asked", "left_blank", "dont_know")
"""Kinds of missing that take a respondent out of the base."""

TICKED = "1"
"""What a ticked choice is stored as, beside the choice's own value."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answers:
    """The answers to one item of those who gave any.

    Parameters
    ----------
    given : DataFrame
        Only respondents who answered: the stored value in the column "answer"; or for multiple
        choice one true-or-false column a choice, named by its value.
    missing : mapping of str to int
        Respondents who did not answer, by kind, all of `UNANSWERED`.
    n_partly : int
        Of those who answered a multiple-choice item: who has no answer to some of the choices.
    """

    given: pd.DataFrame
    missing: Mapping[str, int]
    n_respondents: int
    n_partly: int = 0


def single_answers(survey: Survey, item: Item) -> Answers:
    """The answers to an item that is stored in one column, bearing the item's id.

    A blank cell counts as left blank unless the questionnaire says otherwise.
    """
    cells = _column(survey, item, item.id)
    kind = cells.map({"": "left_blank"} | _kinds(survey, UNANSWERED)).fillna("")
    return Answers(
        given=cells[kind == ""].to_frame("answer"),
        missing=_missing(kind),
        n_respondents=len(cells),
    )


def chosen_answers(survey: Survey, item: Item) -> tuple[tuple[Choice, ...], Answers]:
    """The choices of a single-choice or rating item, and the answers, each one of the choices.

    A choice that is stored as one of the kinds of missing is no answer and is left out.

    Raises
    ------
    ValueError
        If the item has no choices, or a cell is neither a choice nor missing.
    """
    missing = _kinds(survey, UNANSWERED)
    choices = tuple(choice for choice in item.choices if choice.value not in missing)
    values = [choice.value for choice in choices]
    answers = single_answers(survey, item)
    given = answers.given["answer"]
    strangers = given[~given.isin(values)]
    if len(strangers) or not choices:
        fault = f"the answer {strangers.iloc[0]!r} is not one" if choices else "there are none"
        raise ValueError(
            f"item {item.id!r}, choices: {fault}; allowed are {', '.join(map(repr, values))} and "
            "the questionnaire's kinds of missing: correct the answer, or list the choice"
        )
    return choices, answers


def multiple_answers(survey: Survey, item: Item) -> Answers:
    """The answers to an item that is stored in one column a choice.

    A respondent answered if a choice is ticked or said to be not ticked; nothing but blank cells
    is left blank, whatever a single blank cell means.

    Raises
    ------
    ValueError
        If a choice has no column, or a cell is neither ticked nor one of the missing kinds.
    """
    cells = _choice_cells(survey, item)
    kind_of = {"": "left_blank", "0": "not_ticked"} | _kinds(survey, (*UNANSWERED, "not_ticked"))
    kinds = cells.apply(lambda column: column.map(kind_of).fillna("ticked"))
    _check_ticks(cells[kinds == "ticked"], item)
    blank = (cells == "").all(axis=1)
    kind = pd.Series("left_blank", index=cells.index, dtype="str")
    # the last one that holds stands: a tick outweighs "don't know", which outweighs all others
    for name in ("not_asked", "not_ticked", "dont_know", "ticked"):
        kind = kind.mask((kinds == name).any(axis=1) & ~(blank & (name == "not_ticked")), name)
    answered = kind.isin(["ticked", "not_ticked"])
    partly = kinds[answered].isin(UNANSWERED).any(axis=1)
    return Answers(
        given=(kinds == "ticked")[answered],
        missing=_missing(kind),
        n_respondents=len(cells),
        n_partly=int(partly.sum()),
    )


def checked_item(survey: Survey, item: str, *, kinds: tuple[str, ...], instead: str) -> Item:
    """The item, refused with advice if it is not of one of the kinds."""
    found = survey.questionnaire[item]
    if found.kind not in kinds:
        raise ValueError(
            f"item {item!r} is of the kind {found.kind!r}; allowed here are {', '.join(kinds)}: "
            f"{instead}"
        )
    return found


def notes_on(item: Item, answers: Answers) -> tuple[str, ...]:
    """What has to be said of any number about the item."""
    notes = [f"Asked only if: {item.asked_if}."] if item.asked_if else []
    if answers.given.empty:
        notes.append("Nobody answered: there is no base, and no share or mean is known.")
    if answers.n_partly:
        notes.append(
            "Counted in the base of each choice, though they have no answer to some: "
            f"{answers.n_partly} respondents."
        )
    return tuple(notes)


def _kinds(survey: Survey, wanted: tuple[str, ...]) -> dict[str, str]:
    """The kind of missing that each stored value stands for."""
    return {
        entry.value: entry.kind for entry in survey.questionnaire.missing if entry.kind in wanted
    }


def _missing(kind: pd.Series) -> Mapping[str, int]:
    """How many respondents did not answer, by kind."""
    return MappingProxyType({name: int((kind == name).sum()) for name in UNANSWERED})


def _column(survey: Survey, item: Item, name: str) -> pd.Series:
    """One column of the responses as text, blank where a cell holds nothing."""
    if name not in survey.responses.columns:
        raise ValueError(
            f"item {item.id!r}: the responses have no column {name!r}"
            f"{did_you_mean(name, survey.responses.columns)}; name the column after the item, "
            "or say in the questionnaire which column holds each choice"
        )
    return survey.responses[name].fillna("").astype("str")


def _choice_cells(survey: Survey, item: Item) -> pd.DataFrame:
    """The columns of a multiple-choice item, named by the values of the choices."""
    lost = [choice.value for choice in item.choices if choice.value not in item.columns]
    if lost or not item.choices:
        raise ValueError(
            f"item {item.id!r}: choice {lost[0]!r} has no column; say in the questionnaire which "
            "column of the responses holds it"
            if lost
            else f"item {item.id!r} has no choices; list them in the questionnaire"
        )
    columns = {c.value: _column(survey, item, item.columns[c.value]) for c in item.choices}
    return pd.DataFrame(columns, index=survey.responses.index)


def _check_ticks(ticked: pd.DataFrame, item: Item) -> None:
    """Refuse a cell that is neither ticked nor missing; others hold NaN here."""
    for choice, cells in ticked.items():
        wrong = cells.dropna()[~cells.dropna().isin([TICKED, str(choice)])]
        if len(wrong):
            raise ValueError(
                f"item {item.id!r}, choice {choice!r}: {wrong.iloc[0]!r} is not known; allowed are "
                f"{TICKED!r} (ticked), '0' (not ticked) and the questionnaire's kinds of missing"
            )
