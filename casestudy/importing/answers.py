"""Bringing the open answers of a survey into a study: a source for each question.

An open answer is a part of the source of its question, under its respondent's name. One text with
six thousand parts is written in the time of an interview; six thousand sources, each with a folder
and a log of its own for each coder, would take as long as a day of coding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Unpack

from casestudy.errors import BadFile
from casestudy.importing.answer_columns import AnswerColumns, read_chosen
from casestudy.importing.choices import ImportChoices, ImportSettings
from casestudy.importing.filing import filed, shelf_of
from casestudy.importing.reports import ImportReport
from casestudy.ingest import Reading
from casestudy.languages import language_named


class AnswerImport(ImportChoices, total=False):
    """What a person may choose for answers, beside what is chosen for all files."""

    respondent: str
    attributes: Sequence[str] | None


def import_answers(
    study: Path, path: Path, questions: Sequence[str], **how: Unpack[AnswerImport]
) -> ImportReport:
    """Import the answers to open questions of one table, a source for each question.

    Parameters
    ----------
    study, path : path
        The study folder; a CSV file or an Excel workbook with a row a respondent.
    questions : sequence of str
        The columns that hold the answers.
    respondent : str
        The column that says who answered; if empty, respondents are known by their row.
    attributes : sequence of str, optional
        Columns to keep for each respondent; left out, all but the questions.
    case, id, encoding, language, provenance
        As in `casestudy.importing.choices.ImportSettings`; an `id` can be given for one question.

    Returns
    -------
    ImportReport
        One outcome a question: imported, updated by a corrected file, known, or refused.

    Raises
    ------
    LookupError
        If the case is unknown and looks like a misspelling of a known one.
    ValueError
        If no question is named, one is named twice, or an id is given for several.
    """
    respondent, attributes = how.pop("respondent", ""), how.pop("attributes", None)
    columns = AnswerColumns(questions, respondent=respondent, attributes=attributes)
    settings = ImportSettings(**how)  # type: ignore[misc]
    questions = list(questions)
    if not questions or len(set(questions)) < len(questions):
        raise ValueError(f"name each column of answers once; given are {questions}")
    if settings.id and len(questions) > 1:
        raise ValueError(
            f"id {settings.id!r} can name one source, but {len(questions)} questions are given"
        )
    if settings.language:
        language_named(settings.language)
    shelf = shelf_of(study, settings.case)
    outcomes = []
    for question in questions:
        choices = columns.choices(question)
        own = replace(settings, kind="answer", columns=choices)
        outcomes.append(filed(shelf, path, answers_of(path, own.choices), own))
    return ImportReport(outcomes=tuple(outcomes))


def answers_of(path: Path, choices: dict[str, str]) -> Reading | str:
    """The answers that choices name, or why they cannot be read."""
    try:
        return read_chosen(path, choices)
    except BadFile as fault:
        return fault.reason if not fault.line else f"line {fault.line}: {fault.reason}"
    except OSError as error:
        return f"the file cannot be opened: {error.strerror or error}"
