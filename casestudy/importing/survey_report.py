"""What came of reading an export: the survey, where each item stood, and what was not told."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from casestudy.errors import LossReport
from casestudy.ingest import SurveyExport
from casestudy.questionnaire import Questionnaire, Survey

MOST_TOLD = 20
"""Problems told in one error; more are counted, and all are in its `problems`."""


class BadAnswers(ValueError):
    """An export whose cells do not all mean something; nothing of it was taken.

    Parameters
    ----------
    path : path
        The file.
    problems : sequence of str
        A sentence each: item, row, value, what is allowed, what to do.
    """

    def __init__(self, path: Path, problems: Sequence[str]) -> None:
        self.path = path
        self.problems = tuple(dict.fromkeys(problems))
        n = len(self.problems)
        told = "\n".join(f"  {problem}" for problem in self.problems[:MOST_TOLD])
        more = f"\n  and {n - MOST_TOLD} more" if n > MOST_TOLD else ""
        word = "problem" if n == 1 else "problems"
        super().__init__(f"{path}: {n} {word}; no answer was taken\n{told}{more}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SurveyReport:
    """A survey out of an export.

    Parameters
    ----------
    survey : Survey
        Questionnaire and answers; kinds of missing that occur have been added to it.
    file, layout : str
        The file, and the program whose layout it is in.
    items : DataFrame
        One row an item: `item`, `kind`, `form` (how the file holds it), `columns`, `answered`, and
        how many have each kind of missing.
    unread : tuple of str
        Columns that no item claims; nothing of them was taken.
    cannot_tell : tuple of str
        What the layout does not say, a sentence each.
    warnings : tuple of str
        What a person should look at; the answers were taken.
    losses : LossReport
        What the file held that could not be kept.
    """

    survey: Survey
    file: str
    layout: str
    items: pd.DataFrame
    unread: tuple[str, ...] = ()
    cannot_tell: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    losses: LossReport = LossReport()

    @property
    def n_respondents(self) -> int:
        """How many rows were read."""
        return len(self.survey.responses)

    def to_frame(self) -> pd.DataFrame:
        """One row an item."""
        return self.items.copy()

    def to_record(self) -> dict[str, Any]:
        """The report for a program."""
        return {
            "survey": self.survey.questionnaire.id,
            "file": self.file,
            "layout": self.layout,
            "respondents": self.n_respondents,
            "items": self.items.to_dict("records"),
            "unread": list(self.unread),
            "cannot_tell": list(self.cannot_tell),
            "warnings": list(self.warnings),
            "losses": [str(loss) for loss in self.losses.losses],
        }

    def _repr_html_(self) -> str:
        told = [f"{self.n_respondents} respondents, {self.layout}: {self.file}"]
        told += [f"Cannot tell: {sentence}." for sentence in self.cannot_tell]
        told += list(self.warnings)
        told += [f"Not read: {', '.join(self.unread)}."] if self.unread else []
        lines = "".join(f"<p>{html.escape(line)}</p>" for line in told)
        return f"{self.items.to_html(index=False, border=0)}{lines}"


def design_problems(
    form: Questionnaire, frame: pd.DataFrame, export: SurveyExport
) -> Iterator[str]:
    """Weights that are none, and columns of the design that are not there."""
    for name in form.design_columns:
        if name not in frame.columns:
            yield (
                f"the questionnaire names the column {name!r} for weights, strata or clusters, "
                f"and {export.path.name} does not have it"
            )
    if form.weights not in frame.columns:
        return
    weights = pd.to_numeric(frame[form.weights], errors="coerce").to_numpy(dtype=float)
    for place in np.flatnonzero(~(np.isfinite(weights) & (weights > 0))):
        yield (
            f"row {export.rows[place]}: the weight {frame[form.weights].iloc[place]!r} in the "
            f"column {form.weights!r} is not allowed; a weight is a number greater than 0: take "
            "the respondent out, or correct the weight"
        )
