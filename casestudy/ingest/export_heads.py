"""The heads of exported tables: which program wrote them, and the wordings above each column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

Wordings = tuple[tuple[str, str], ...]

HEADS: Mapping[str, int] = MappingProxyType(
    {
        "qualtrics": 3, "limesurvey": 1, "limesurvey_vv": 2, "surveymonkey": 2, "google_forms": 1,
        "microsoft_forms": 1, "redcap": 1, "kobo": 1, "spss": 1, "webropol": 1, "plain": 1,
    }
)  # fmt: skip
"""Rows of heads in each layout."""

RESPONSES = ("Response", "Open-Ended Response")
"""What SurveyMonkey writes under a question that has no parts."""

_IN_BRACKETS = re.compile(r"^(.*\S)\s*\[(.*)\]$", re.DOTALL)


def layout_of(heads: Sequence[Sequence[str]]) -> str:
    """Which layout the first rows of a table show.

    Examples
    --------
    >>> layout_of([["Respondent ID", "Collector ID"], ["", ""]])
    'surveymonkey'
    >>> layout_of([["respondent", "trust"], ["r1", "5"]])
    'plain'
    """
    first = [cell.strip() for cell in heads[0]] if heads else []
    second = [cell.strip() for cell in heads[1]] if len(heads) > 1 else []
    third = [cell.strip() for cell in heads[2]] if len(heads) > 2 else []
    known = set(first)
    marks = {
        "qualtrics": any(cell.startswith('{"ImportId"') for cell in third),
        "limesurvey_vv": {"submitdate", "startlanguage"} <= set(second),
        "limesurvey": {"lastpage", "startlanguage"} <= known,
        "surveymonkey": {"Respondent ID", "Collector ID"} <= known,
        "kobo": "_uuid" in known or "_submission_time" in known,
        "redcap": "record_id" in known or any("___" in cell for cell in first),
        "microsoft_forms": {"Start time", "Completion time"} <= known,
        "google_forms": first[:1] == ["Timestamp"],
    }
    return next((name for name, shows in marks.items() if shows), "plain")


@dataclass(frozen=True, slots=True)
class Head:
    """The rows of heads of one table, each as wide as the table."""

    layout: str
    rows: Sequence[Sequence[str]]
    width: int

    def columns(self) -> list[tuple[str, Wordings]]:
        """Name and wordings of each column."""
        rows = [[*row, *[""] * (self.width - len(row))] for row in self.rows]
        if self.layout == "qualtrics":
            return [(name.strip(), by_dashes(text)) for name, text in zip(*rows[:2], strict=True)]
        if self.layout == "limesurvey_vv":
            return [(code.strip(), by_brackets(text)) for text, code in zip(*rows, strict=True)]
        if self.layout == "surveymonkey":
            return surveymonkey(rows)
        return [(name.strip(), by_brackets(name)) for name in rows[0]]


def surveymonkey(rows: Sequence[Sequence[str]]) -> list[tuple[str, Wordings]]:
    """A question stands above the first of its columns only, its parts stand below."""
    questions: list[str] = []
    for cell in rows[0]:
        questions.append(cell.strip() or (questions[-1] if questions else ""))
    parts = ["" if part in RESPONSES else part.strip() for part in rows[1]]
    return [
        (f"{question} [{part}]" if part else question, ((question, part),))
        for question, part in zip(questions, parts, strict=True)
    ]


def by_brackets(text: str) -> Wordings:
    """A wording as it is, and parted where a part stands in square brackets.

    Examples
    --------
    >>> by_brackets("Agree? [Fast]")
    (('Agree?', 'Fast'), ('Agree? [Fast]', ''))
    """
    found = _IN_BRACKETS.match(text.strip())
    whole = ((text.strip(), ""),)
    return ((found[1], found[2].strip()), *whole) if found else whole


def by_dashes(text: str) -> Wordings:
    """A wording as it is, and parted at the dashes that Qualtrics puts between its pieces.

    Examples
    --------
    >>> by_dashes("Which? - Selected Choice - Mail")
    (('Which?', 'Mail'), ('Which? - Selected Choice - Mail', ''))
    """
    question, *more = [piece.strip() for piece in text.split(" - ")]
    more = [piece for piece in more if piece != "Selected Choice"]
    return ((question, " - ".join(more)), (text.strip(), ""))


def by_colon(text: str) -> Wordings:
    """A label as it is, and parted at its first colon or dash."""
    for mark in (": ", " - "):
        question, found, part = text.partition(mark)
        if found:
            return ((question.strip(), part.strip()), (text.strip(), ""))
    return ((text.strip(), ""),)
