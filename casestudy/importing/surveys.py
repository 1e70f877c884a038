"""A survey's answers brought in from an export: bound to the questionnaire, read, and reported.

Nothing is changed silently. A cell that means nothing refuses the whole import, with every such
cell named; what a layout cannot tell is told in the report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from casestudy.importing.survey_cells import BLANK, STORED, Cells, Meaning
from casestudy.importing.survey_columns import Binding, binding
from casestudy.importing.survey_items import read_item
from casestudy.importing.survey_read import Mask, Read
from casestudy.importing.survey_report import BadAnswers, SurveyReport, design_problems
from casestudy.ingest import SurveyExport, read_export
from casestudy.questionnaire import MissingKind, Questionnaire, Survey
from casestudy.questions import Item
from casestudy.store import questionnaire_file, read_questionnaire, write_survey


def read_survey_export(
    path: Path | str,
    questionnaire: Questionnaire,
    *,
    layout: str = "",
    respondent: str = "",
    encoding: str = "",
) -> SurveyReport:
    """A survey's answers out of the file that a survey program exported.

    Parameters
    ----------
    path : path
        A CSV file, an Excel workbook, or an SPSS file.
    questionnaire : Questionnaire
        Its items are found in the file by id, aliases and wording.
    layout : str
        One of `casestudy.ingest.LAYOUTS`; found out if empty.
    respondent : str
        The column that says who answered; the layout's own if empty, else the number of the row.
    encoding : str
        Encoding of a CSV file; found out if empty.

    Returns
    -------
    SurveyReport
        The survey, which column each item was read from, and what the layout cannot tell.

    Raises
    ------
    BadAnswers
        If an item has no column or several, or a cell is no answer; each with item, row and what
        is allowed.
    BadFile
        If the file cannot be read.

    Notes
    -----
    A blank cell is "not asked" if the file says so, if "left blank" has a mark of its own in the
    item's columns, or if the questionnaire's `asked_when` says that the item was not to be asked;
    else it is "left blank".
    """
    export = read_export(Path(path), layout=layout, encoding=encoding or None)
    made = binding(questionnaire, export)
    cells = Cells(questionnaire, export, list(made.problems), list(made.warnings))
    if made.problems:
        raise BadAnswers(export.path, made.problems)
    reading = Reading(questionnaire, export, made, cells)
    reading.read_all()
    who = respondents(export, respondent, cells.problems)
    frame = reading.frame(who)
    cells.problems.extend(design_problems(questionnaire, frame, export))
    if cells.problems:
        raise BadAnswers(export.path, cells.problems)
    return SurveyReport(
        survey=Survey(questionnaire=reading.form, responses=frame),
        file=export.path.name,
        layout=export.layout.title,
        items=reading.summary(),
        unread=tuple(
            name for name in made.unread if name not in {who.name, *questionnaire.design_columns}
        ),
        cannot_tell=reading.untold(),
        warnings=(*export.warnings, *cells.warnings),
        losses=export.losses,
    )


def import_survey(
    study: Path,
    path: Path | str,
    questionnaire: Path | str = "",
    *,
    name: str = "",
    replace_answers: bool = False,
    **how: str,
) -> SurveyReport:
    """Bring a survey's answers into a study: `survey_data/<name>/`, questionnaire and responses.

    Parameters
    ----------
    study, path : path
        The study folder; the exported file.
    questionnaire : path
        The questionnaire as TOML; the survey's own in the study if empty.
    name : str
        Folder of the survey; the questionnaire's id if empty.
    replace_answers : bool
        Whether answers that are there already and differ may be replaced.
    layout, respondent, encoding : str
        As for `read_survey_export`.

    Raises
    ------
    BadAnswers, BadFile
        As for `read_survey_export`.
    FileExistsError
        If other answers are there and are not to be replaced.
    LookupError
        If the study has no questionnaire of that name.
    """
    source = questionnaire_file(study, questionnaire, name)
    form = read_questionnaire(source)
    report = read_survey_export(path, form, **how)
    write_survey(study, name or form.id, source, report.survey, replace_answers=replace_answers)
    return report


def respondents(export: SurveyExport, wanted: str, problems: list[str]) -> pd.Series:
    """Who answered, row by row; the series bears the name of the column."""
    names = {column.name: column for column in export.columns}
    if wanted and wanted not in names:
        problems.append(f"there is no column {wanted!r} that says who answered")
    tried = [wanted] if wanted else export.layout.respondent
    name = next((name for name in tried if name in names), "")
    if not name:
        return pd.Series([f"row {row}" for row in export.rows], name="", dtype="str")
    found = pd.Series([cell.strip() for cell in names[name].cells], name=name, dtype="str")
    twice = [who for who, count in Counter(found).items() if count > 1 and who]
    for who in twice[:3]:
        places = np.flatnonzero(found == who)
        rows = " and ".join(str(export.rows[place]) for place in places[:3])
        problems.append(
            f"respondent {who!r} has {len(places)} rows ({rows}); keep one of them, or name "
            "another column that says who answered"
        )
    blank = np.flatnonzero(found == "")
    if len(blank):
        problems.append(
            f"row {export.rows[blank[0]]} does not say in the column {name!r} who answered; "
            "fill it in, or name another column"
        )
    return found


@dataclass(slots=True)
class Reading:
    """All items of one export, read in the order in which each knows who was asked."""

    form: Questionnaire
    export: SurveyExport
    made: Binding
    cells: Cells
    items: dict[str, Read] = field(default_factory=dict)
    open: dict[str, int] = field(default_factory=dict)
    _asking: list[str] = field(default_factory=list)

    def read_all(self) -> None:
        """Read every item, and the words that stand in the cells of choices."""
        for item in self.form.items:
            self.item(item)
        for read in list(self.items.values()):
            for text, words in read.words.items():
                if text not in self.items:
                    said: list[Meaning] = [word or BLANK for word in words]
                    self.items[text] = Read(self.form[text], {text: said}, {})
                    self.items[text].settle(self.items[text].open, "left_blank")
        self._store_kinds()

    def item(self, item: Item) -> Read | None:
        """One item with its blanks settled."""
        bound = self.made.bound.get(item.id)
        if item.id in self.items or bound is None:
            return self.items.get(item.id)
        if item.id in self._asking:
            self.cells.problems.append(
                f"items {' and '.join(map(repr, self._asking))} each are asked only when the other "
                "was answered; correct their asked_when"
            )
            return None
        self._asking.append(item.id)
        asked = self._asked(item)
        self._asking.pop()
        read = read_item(self.cells, item, bound)
        self.items[item.id] = read
        self._settle(read, asked)
        return read

    def _asked(self, item: Item) -> Mask | None:
        """Who was to be asked; None if the questionnaire does not say."""
        condition = item.asked_when
        gate = self.item(self.form[condition.item]) if condition is not None else None
        if gate is None or condition is None:
            return None
        if gate.item.kind == "multiple":
            chosen = [
                np.array([cell == "1" for cell in gate.columns[gate.item.columns[value]]])
                for value in condition.values
                if value in gate.item.columns
            ]
            return np.asarray(np.logical_or.reduce(chosen), dtype=bool)
        return np.array([cell in condition.values for cell in gate.columns[gate.item.id]])

    def _settle(self, read: Read, asked: Mask | None) -> None:
        """Say of each open blank whether the question was asked."""
        layout, item, blank = self.export.layout, read.item, read.open
        if asked is not None and item.kind == "multiple":
            rows = zip(*read.columns.values(), strict=True)
            blank |= np.array([all(m == "0" for m in row) for row in rows]) & ~asked
        shown = layout.unticked_if_shown and read.unticked
        if item.id in self.cells.explicit or shown:
            read.settle(blank, "not_asked")
        elif layout.not_asked and item.kind != "text":
            read.settle(blank, "left_blank")
        elif asked is not None:
            read.settle(blank & ~asked, "not_asked")
            read.settle(blank & asked, "left_blank")
            self._contradictions(read, asked)
        else:
            read.settle(blank, "left_blank")
            if item.kind != "text":
                self.open[item.id] = int(blank.sum())
        read.close()

    def _contradictions(self, read: Read, asked: Mask) -> None:
        answered = np.array([kind == "answered" for kind in read.kinds])
        places = np.flatnonzero(answered & ~asked)
        if len(places):
            self.cells.warnings.append(
                f"item {read.item.id!r}, {self.cells.rows(places)}: answered, though its "
                "asked_when says that it was not asked; the answers were kept"
            )

    def _store_kinds(self) -> None:
        """Give each kind of missing that occurs a value, where the questionnaire has none."""
        found = {k for read in self.items.values() for k in {*read.kinds} - {*read.own_kinds}}
        lacking = [k for k in STORED if k in found and self.form.missing_value(k) is None]
        added = tuple(MissingKind(kind=kind, value=STORED[kind]) for kind in lacking)
        self.form = replace(self.form, missing=(*self.form.missing, *added))

    def frame(self, who: pd.Series) -> pd.DataFrame:
        """The responses as a study keeps them, all text."""
        values = {k: v for k in STORED if (v := self.form.missing_value(k)) is not None}
        columns: dict[str, list[str]] = {"respondent": who.tolist()}
        for item in self.form.items:
            if item.id in self.items:
                columns |= self.items[item.id].stored(values)
            elif item.kind == "text":
                columns[item.id] = [""] * len(who)
        for column in self.export.columns:
            if column.name in self.form.design_columns:
                columns.setdefault(column.name, [cell.strip() for cell in column.cells])
        return pd.DataFrame(columns, dtype="str")

    def summary(self) -> pd.DataFrame:
        """One row an item: where it was read from, and how many answered or why they did not."""
        rows = []
        for item in self.form.items:
            bound, read = self.made.bound.get(item.id), self.items.get(item.id)
            counts: Mapping[str, int] = Counter(read.kinds) if read is not None else {}
            names = [self.export.columns[place].name for place in bound.columns] if bound else []
            told = [counts.get(kind, 0) for kind in ("answered", *STORED)]
            form = bound.form if bound else "words" if read is not None else "none"
            rows.append((item.id, item.kind, form, " | ".join(names), *told))
        heads = ["item", "kind", "form", "columns", "answered", *STORED]
        return pd.DataFrame(rows, columns=heads).astype(
            dict.fromkeys(heads[:4], "str") | dict.fromkeys(heads[4:], "int64")
        )

    def untold(self) -> tuple[str, ...]:
        """What the layout keeps to itself, and how often that mattered."""
        told = list(self.export.layout.cannot_tell)
        blank = {item: n for item, n in self.open.items() if n}
        if blank:
            names = ", ".join(f"{item} ({n})" for item, n in blank.items())
            told.append(
                "blank cells counted as left blank, for nothing says whether the question was "
                f"asked: {names}"
            )
        return tuple(told)
