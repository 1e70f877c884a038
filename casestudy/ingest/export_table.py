"""A table of answers as a program exported it, and what its marks and blanks mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from casestudy.errors import LossReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What the marks and blanks of one program's table mean.

    Parameters
    ----------
    name, title : str
        What it is called in a command, and the program.
    separator : str
        Between several answers in one cell; empty if each has a column.
    respondent : tuple of str
        Columns that may say who answered.
    not_asked, left_blank : tuple of str
        Marks for the two; mostly there are none.
    positions : bool
        Whether a ranking has a column for each rank, rather than for each choice.
    unticked_if_shown : bool
        Whether a mark for "not ticked" is written for shown choices only, so that a row without
        any was not shown the question.
    cannot_tell : tuple of str
        What the layout keeps to itself, a sentence each.
    """

    name: str
    title: str
    separator: str = ""
    respondent: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()
    left_blank: tuple[str, ...] = ()
    positions: bool = False
    unticked_if_shown: bool = False
    cannot_tell: tuple[str, ...] = ()


BOTH_BLANK = "who was not asked and who left the question blank are both blank"
OTHER = "an 'other' that was ticked without words is blank"
LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        layout.name: layout
        for layout in (
            Layout(name="qualtrics", title="Qualtrics", separator=",",
                   respondent=("ResponseId",), left_blank=("-99",)),
            Layout(name="limesurvey", title="LimeSurvey", respondent=("id", "token"),
                   positions=True, unticked_if_shown=True, cannot_tell=(BOTH_BLANK, OTHER)),
            Layout(name="limesurvey_vv", title="LimeSurvey (VV)", respondent=("id", "token"),
                   not_asked=("{question_not_shown}",), positions=True, cannot_tell=(OTHER,)),
            Layout(name="surveymonkey", title="SurveyMonkey", separator=",",
                   respondent=("Respondent ID",), cannot_tell=(BOTH_BLANK, OTHER)),
            Layout(name="google_forms", title="Google Forms", separator=",",
                   cannot_tell=(BOTH_BLANK, "line breaks in words of one's own are spaces")),
            Layout(name="microsoft_forms", title="Microsoft Forms", separator=";",
                   respondent=("Id", "ID"), cannot_tell=(BOTH_BLANK,)),
            Layout(name="redcap", title="REDCap", respondent=("record_id",),
                   cannot_tell=(BOTH_BLANK, "a choice of a question never shown is 0, as is one "
                                "that was not ticked")),
            Layout(name="kobo", title="Kobo or ODK", separator=" ",
                   respondent=("_id", "_uuid", "KEY"), cannot_tell=(BOTH_BLANK,)),
            Layout(name="spss", title="SPSS", respondent=("id", "respondent")),
            Layout(name="webropol", title="Webropol", separator=";", cannot_tell=(BOTH_BLANK,)),
            Layout(name="plain", title="a plain table", separator=";",
                   respondent=("respondent", "id"), cannot_tell=(BOTH_BLANK,)),
        )
    }
)  # fmt: skip
"""The layouts that are known, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportColumn:
    """One column of an export.

    Parameters
    ----------
    name : str
        Its head as the file has it, or its code where the file has both.
    wordings : tuple of (str, str)
        Question and part (choice, row of a grid; empty if none) that the heads may mean.
    cells : tuple of str
        One a respondent.
    labels : mapping of str to str
        What a stored value means, where the file says so.
    missing : tuple of str
        Stored values that the file itself calls missing.
    """

    name: str
    wordings: tuple[tuple[str, str], ...]
    cells: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyExport:
    """A table of answers: its layout, its columns, and the row of the file of each respondent."""

    path: Path
    layout: Layout
    columns: tuple[ExportColumn, ...]
    rows: tuple[int, ...]
    losses: LossReport = LossReport()
    warnings: tuple[str, ...] = ()
