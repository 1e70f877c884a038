"""The bridge from stored responses to answers as numbers: who answered, and who did not and why.

Not asked, left blank, don't know and refused are four things; not ticked is a fifth, and an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.answers import Answers
from casestudy.errors import did_you_mean
from casestudy.item_answers import (
    LEFT_BLANK,
    MISSING_CODES,
    ChosenAnswers,
    ItemAnswers,
    NumberAnswers,
    RankedAnswers,
    TickedAnswers,
)
from casestudy.questionnaire import Choice, Item, Survey
from casestudy.sampling import sample_design

TICKED = "1"
"""What a ticked choice is stored as, beside the choice's own value."""

NOT_TICKED = "0"
"""What a choice that is not ticked is stored as, beside the questionnaire's own kinds."""

STRANGER = -99
"""Stands for a cell that is neither an answer nor a kind of missing, until it is refused."""

Codes = npt.NDArray[np.int16]


def coded_answers(
    survey: Survey,
    *,
    items: Sequence[str] | None = None,
    weights: str | None = None,
    strata: str | None = None,
    clusters: str | None = None,
) -> Answers:
    """The answers of a survey as numbers, each missing one with its kind.

    Parameters
    ----------
    survey : Survey
        Questionnaire and responses.
    items : sequence of str, optional
        Ids of the items to take; all whose kind can be counted if not given. Open answers
        (`text`) are sources and are not taken, best-worst items are given as arrays.
    weights, strata, clusters : str, optional
        Columns of the responses that hold each respondent's weight, stratum and cluster; those
        that the questionnaire names if not given.

    Returns
    -------
    Answers
        Codes from 0 are positions among the choices; a choice that is stored as a kind of missing
        is no choice. A blank cell is left blank unless the questionnaire says otherwise; nothing
        but blank cells under a multiple-choice item is left blank whatever a single one means.

    Raises
    ------
    LookupError
        If an item is not in the questionnaire.
    ValueError
        If a cell is neither an answer nor a kind of missing, or a column is not there.

    Examples
    --------
    >>> from casestudy.questionnaire import Questionnaire
    >>> asked = Item(id="often", kind="rating", text="How often?",
    ...              choices=(Choice(value="1", label="Rarely"), Choice(value="2", label="Weekly")))
    >>> form = Questionnaire(id="q", title="Q", items=(asked,))
    >>> told = pd.DataFrame({"often": ["2", "", "1"]})
    >>> coded_answers(Survey(questionnaire=form, responses=told)).chosen("often").codes.tolist()
    [1, -2, 0]
    """
    named = items if items is not None else [
        item.id for item in survey.questionnaire.items if item.kind in _CODERS
    ]  # fmt: skip
    responses, n = survey.responses, len(survey.responses)
    form = survey.questionnaire
    named_columns = {
        "weights": weights or form.weights,
        "strata": strata or form.strata,
        "clusters": clusters or form.clusters,
    }
    columns: dict[str, Any] = {
        name: _design_column(survey, column) for name, column in named_columns.items() if column
    }
    ids = tuple(responses["respondent"].astype("str")) if "respondent" in responses else ()
    return Answers(
        items=tuple(coded_item(survey, survey.questionnaire[item]) for item in named),
        respondents=ids,
        design=sample_design(n, **columns) if columns else None,
        provenance=survey.provenance,
    )


def as_answers(data: Answers | Survey, *items: str) -> Answers:
    """Answers as they are; of a survey the answers to the items that are named."""
    return coded_answers(data, items=items) if isinstance(data, Survey) else data


def coded_item(survey: Survey, item: Item) -> ItemAnswers:
    """The answers to one item as numbers."""
    if item.kind not in _CODERS:
        raise ValueError(
            f"item {item.id!r} is of the kind {item.kind!r}; allowed here are "
            f"{', '.join(_CODERS)}: an open answer is coded like any other source"
        )
    return _CODERS[item.kind](survey, item)


def _chosen(survey: Survey, item: Item) -> ChosenAnswers:
    missing = _missing_values(survey) | _missing_choices(item)
    choices = tuple(choice for choice in item.choices if choice.value not in missing)
    if not choices:
        raise ValueError(f"item {item.id!r} has no choices; list them in the questionnaire")
    cells = _column(survey, item, item.id)
    places = {choice.value: place for place, choice in enumerate(choices)}
    codes = _mapped(cells, missing | places)
    if (codes == STRANGER).any():
        raise _stranger(item, cells[codes == STRANGER], [choice.value for choice in choices])
    return ChosenAnswers(
        **_about(item, choices), codes=codes, scores=_scores(item, choices)
    )  # fmt: skip


def _ticked(survey: Survey, item: Item) -> TickedAnswers:
    cells = _choice_cells(survey, item)
    states = (
        {"": LEFT_BLANK, NOT_TICKED: 0} | _missing_values(survey) | _values(survey, "not_ticked", 0)
    )
    columns = [_mapped(cells[c.value], {c.value: 1, TICKED: 1} | states) for c in item.offered]
    codes = np.column_stack(columns)
    wrong = np.argwhere(codes == STRANGER)
    if len(wrong):
        row, place = wrong[0]
        choice = item.offered[place].value
        raise ValueError(
            f"item {item.id!r}, choice {choice!r}: {cells[choice].iloc[row]!r} is not known in "
            f"{_respondent(survey, row)}; allowed are {TICKED!r} (ticked), {NOT_TICKED!r} (not "
            "ticked) and the questionnaire's kinds of missing"
        )
    codes[(cells == "").all(axis=1).to_numpy()] = LEFT_BLANK
    return TickedAnswers(**_about(item, item.offered), codes=codes)


def _number(survey: Survey, item: Item) -> NumberAnswers:
    cells = _column(survey, item, item.id)
    kinds = _mapped(cells, _missing_values(survey))
    given = kinds == STRANGER
    values = pd.to_numeric(cells.where(given), errors="coerce").to_numpy(dtype=float)
    wrong = np.flatnonzero(given & ~np.isfinite(values))
    if len(wrong):
        raise ValueError(
            f"item {item.id!r}: the answer {cells.iloc[wrong[0]]!r} of "
            f"{_respondent(survey, wrong[0])} is not a number; write digits with a "
            "decimal point, or list the value among the questionnaire's kinds of missing"
        )
    about = {
        key: value for key, value in _about(item, ()).items() if key not in ("choices", "labels")
    }
    return NumberAnswers(**about, values=values, kinds=np.where(given, 0, kinds))


def _ranked(survey: Survey, item: Item) -> RankedAnswers:
    cells = _choice_cells(survey, item)
    n = len(item.offered)
    states = {"": 0} | _missing_values(survey) | {str(rank): rank for rank in range(1, n + 1)}
    states[""] = 0
    codes = np.column_stack([_mapped(cells[choice.value], states) for choice in item.offered])
    wrong = np.argwhere(codes == STRANGER)
    if len(wrong):
        row, place = wrong[0]
        raise ValueError(
            f"item {item.id!r}, choice {item.offered[place].value!r}: the rank "
            f"{cells.iloc[row, place]!r} of {_respondent(survey, row)} is not known; allowed are "
            f"1 to {n}, a blank for what was not ranked, and the questionnaire's kinds of missing"
        )
    codes[(cells == "").all(axis=1).to_numpy()] = LEFT_BLANK
    return RankedAnswers(**_about(item, item.offered), codes=codes)


_CODERS: Mapping[str, Callable[[Survey, Item], ItemAnswers]] = MappingProxyType(
    {
        "single": _chosen,
        "rating": _chosen,
        "multiple": _ticked,
        "ranking": _ranked,
        "numeric": _number,
    }
)


def _about(item: Item, choices: Sequence[Choice]) -> dict[str, Any]:
    """What the answers say of the item itself."""
    return {
        "item": item.id,
        "text": item.text,
        "theme": item.theme,
        "asked_if": item.asked_if,
        "choices": tuple(choice.value for choice in choices),
        "labels": tuple(choice.label for choice in choices),
    }


def _scores(item: Item, choices: Sequence[Choice]) -> tuple[float, ...]:
    """What each choice of a rating counts: its value if all are numbers, else its place from 1."""
    if item.kind != "rating":
        return ()
    try:
        return tuple(float(choice.value) for choice in choices)
    except ValueError:
        return tuple(float(place) for place in range(1, len(choices) + 1))


def _values(survey: Survey, kind: str, code: int) -> dict[str, int]:
    return {entry.value: code for entry in survey.questionnaire.missing if entry.kind == kind}


def _missing_choices(item: Item) -> dict[str, int]:
    """Choices that say why there is no answer, as codes."""
    return {one.value: MISSING_CODES[one.missing] for one in item.choices if one.missing}


def _missing_values(survey: Survey) -> dict[str, int]:
    """The kind of missing that each stored value stands for, as a code."""
    found = {"": LEFT_BLANK}
    for kind, code in MISSING_CODES.items():
        found |= _values(survey, kind, code)
    return found


def _mapped(cells: pd.Series, codes: Mapping[str, int]) -> Codes:
    mapped = cells.map(dict(codes)).fillna(STRANGER)
    return np.asarray(mapped, dtype=np.int16)


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
    """The columns of an item that is stored in one column a choice, named by the choices."""
    lost = [choice.value for choice in item.offered if choice.value not in item.columns]
    if lost or not item.offered:
        raise ValueError(
            f"item {item.id!r}: choice {lost[0]!r} has no column; say in the questionnaire which "
            "column of the responses holds it"
            if lost
            else f"item {item.id!r} has no choices; list them in the questionnaire"
        )
    columns = {c.value: _column(survey, item, item.columns[c.value]) for c in item.offered}
    return pd.DataFrame(columns, index=survey.responses.index)


def _design_column(survey: Survey, name: str) -> pd.Series:
    if name not in survey.responses.columns:
        raise ValueError(
            f"the responses have no column {name!r}{did_you_mean(name, survey.responses.columns)}; "
            "name the column that holds the weight, stratum or cluster"
        )
    return survey.responses[name]


def _respondent(survey: Survey, row: int) -> str:
    """How a row is named in a sentence."""
    if "respondent" in survey.responses:
        return f"row {row + 1} (respondent {survey.responses['respondent'].iloc[row]!r})"
    return f"row {row + 1}"


def _stranger(item: Item, cells: pd.Series, allowed: list[str]) -> ValueError:
    survey_row = int(cells.index[0]) + 1 if isinstance(cells.index[0], int) else cells.index[0]
    value = str(cells.iloc[0])
    return ValueError(
        f"item {item.id!r}, choices: the answer {value!r} in row {survey_row} is not one"
        f"{did_you_mean(value, allowed)}; allowed are {', '.join(map(repr, allowed))} and "
        "the questionnaire's kinds of missing: correct the answer, or list the choice"
    )
