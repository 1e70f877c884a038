"""Commands for surveys: what an export holds, and bringing its answers in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from casestudy.cli.arguments import Json, StudyFolder
from casestudy.cli.output import FOUND_WRONG, put, put_json, put_rows, say

if TYPE_CHECKING:
    from casestudy.importing.survey_report import BadAnswers, SurveyReport

app = typer.Typer(
    help="Surveys: bring answers in from the export of a survey program.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Export = Annotated[Path, typer.Argument(help="The exported file: .csv, .xlsx or .sav.")]
Form = Annotated[
    Path | None,
    typer.Option("--questionnaire", "-q", help="Questionnaire (TOML); else the study's own."),
]
Name = Annotated[str, typer.Option(help="Folder of the survey; else the questionnaire's id.")]
LayoutName = Annotated[
    str, typer.Option("--layout", help="Program that exported it; else found out.")
]
Who = Annotated[str, typer.Option("--respondent", help="Column that says who answered.")]
Encoding = Annotated[str, typer.Option(help="Encoding of a CSV file; else found out.")]

COLUMNS = ("item", "kind", "form", "answered", "not_asked", "left_blank", "dont_know", "columns")


@app.command("import")
def import_(  # noqa: PLR0913, PLR0917 (a command line has as many options as people need)
    file: Export,
    questionnaire: Form = None,
    name: Name = "",
    layout: LayoutName = "",
    respondent: Who = "",
    encoding: Encoding = "",
    replace: Annotated[bool, typer.Option("--replace", help="Replace other answers.")] = False,
    study_folder: StudyFolder = None,
    as_json: Json = False,
) -> None:
    """Import a survey's answers; a cell that means nothing refuses them all, and is named.

    Example: casestudy survey import export.csv --questionnaire customers.toml
    """
    from casestudy.importing.survey_report import BadAnswers
    from casestudy.opening import open_study

    study = open_study(study_folder)
    how = {"layout": layout, "respondent": respondent, "encoding": encoding}
    try:
        report = study.import_survey(
            file, questionnaire or "", name=name, replace_answers=replace, **how
        )
    except BadAnswers as bad:
        raise refused(bad, as_json=as_json) from None
    tell(report, as_json=as_json)


@app.command("compare")
def compare(  # noqa: PLR0913, PLR0917 (a command line has as many options as people need)
    file: Export,
    questionnaire: Form = None,
    name: Name = "",
    layout: LayoutName = "",
    respondent: Who = "",
    encoding: Encoding = "",
    study_folder: StudyFolder = None,
    as_json: Json = False,
) -> None:
    """Compare a questionnaire with the columns of an export; nothing is written.

    Example: casestudy survey compare export.csv --questionnaire customers.toml
    """
    from casestudy.importing.survey_report import BadAnswers
    from casestudy.importing.surveys import read_survey_export
    from casestudy.store import questionnaire_file, read_questionnaire

    if questionnaire is None:
        from casestudy.opening import open_study

        questionnaire = questionnaire_file(open_study(study_folder).folder, "", name)
    how = {"layout": layout, "respondent": respondent, "encoding": encoding}
    try:
        report = read_survey_export(file, read_questionnaire(questionnaire), **how)
    except BadAnswers as bad:
        raise refused(bad, as_json=as_json) from None
    tell(report, as_json=as_json)


def refused(bad: BadAnswers, *, as_json: bool) -> typer.Exit:
    """Tell what is wrong with an export, all of it."""
    if as_json:
        put_json({"file": str(bad.path), "problems": list(bad.problems)})
    for problem in bad.problems:
        say(problem)
    say(f"{bad.path}: no answer was taken; problems: {len(bad.problems)}")
    return typer.Exit(FOUND_WRONG)


def tell(report: SurveyReport, *, as_json: bool) -> None:
    """Print what came of reading an export."""
    if as_json:
        put_json(report.to_record())
    else:
        put_rows(report.items.to_dict("records"), COLUMNS, width=48)
        put(f"{report.n_respondents} respondents, {report.layout}")
    for sentence in report.cannot_tell:
        say(f"cannot tell: {sentence}")
    for warning in report.warnings:
        say(warning)
    for loss in report.losses.losses:
        say(f"lost: {loss}")
    if report.unread:
        say(f"not read: {', '.join(report.unread)}")


@app.command("propose")
def propose(
    file: Export,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write.")] = None,
    name: Name = "",
    layout: LayoutName = "",
    encoding: Encoding = "",
) -> None:
    """Propose a questionnaire for an export; go through it before you import with it.

    Example: casestudy survey propose export.csv --out customers.toml
    """
    from casestudy.importing.survey_proposals import proposed_questionnaire, slug
    from casestudy.ingest import read_export

    export = read_export(file, layout=layout, encoding=encoding or None)
    proposal = proposed_questionnaire(export, id=name or slug(file.stem))
    if out is None:
        put(proposal)
        return
    if out.exists():
        raise FileExistsError(f"{out} is there already; give the name of a new file")
    out.write_text(proposal, encoding="utf-8")
    say(f"{out}: go through it, then: casestudy survey compare {file} --questionnaire {out}")
