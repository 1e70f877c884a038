"""Which columns of a survey's table are what, and how to read them again in the same way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from casestudy.ingest import Reading, read_answers

SEPARATOR = "\t"
"""Between the names of columns, where several are written down together."""


@dataclass(frozen=True, slots=True)
class AnswerColumns:
    """Which columns of a table are what.

    Parameters
    ----------
    questions : sequence of str
        The columns that hold answers to open questions.
    respondent : str
        The column that says who answered; if empty, respondents are known by their row.
    attributes : sequence of str, optional
        Columns to keep for each respondent; None for all others.
    """

    questions: Sequence[str]
    respondent: str = ""
    attributes: Sequence[str] | None = None

    def choices(self, question: str) -> dict[str, str]:
        """What must be known to read the answers to one question again."""
        told = {"column": question, "respondent": self.respondent}
        if self.attributes is not None:
            told["attributes"] = SEPARATOR.join(self.attributes)
        else:
            told["apart"] = SEPARATOR.join(each for each in self.questions if each != question)
        return {key: value for key, value in told.items() if value or key == "attributes"}


def read_chosen(path: Path, choices: Mapping[str, str]) -> Reading:
    """The answers that choices name.

    Raises
    ------
    BadFile
        If the file cannot be read, lacks a column, or holds no answer.
    """
    named = choices.get("attributes")
    return read_answers(
        path,
        column=choices["column"],
        respondent=choices.get("respondent") or None,
        attributes=None if named is None else [each for each in named.split(SEPARATOR) if each],
        apart=[each for each in choices.get("apart", "").split(SEPARATOR) if each],
        encoding=choices.get("encoding"),
    )
