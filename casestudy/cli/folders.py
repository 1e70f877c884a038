"""Commands that make, fill, check and rerun a study folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from casestudy.cli.arguments import Json, StudyFolder
from casestudy.cli.output import COULD_NOT, FOUND_WRONG, put, put_json, put_rows, say

if TYPE_CHECKING:
    from casestudy.importing.reports import ImportReport

MOST_NAMED = 10
"""Files named one by one that need nothing to be done; more are only counted."""


def new(
    folder: Annotated[Path, typer.Argument(help="Folder to make; it must not exist or be empty.")],
    title: Annotated[str, typer.Option(help="Title of the study.")] = "",
    scheme: Annotated[
        Path | None, typer.Option(help="Coding scheme (TOML) to begin with; else the ten themes.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Make a study folder with a codebook to begin with: the ten customer-intimacy themes.

    Example: casestudy new my-study --title "Trust in web shops"
    """
    from casestudy.opening import new_study

    study = new_study(folder, title=title, scheme=scheme)
    if as_json:
        book = study.codebook
        put_json({"folder": str(study.folder), "title": study.title, "codebook": book.id})
    else:
        put(str(study.folder))
        say(
            f"The codebook {study.codebook.id!r} has {len(study.codebook.themes)} themes.\n"
            f"Next: casestudy import INTERVIEW.docx --study {folder}"
        )


def import_(  # noqa: PLR0913, PLR0917 (a command line has as many options as people need)
    files: Annotated[list[Path], typer.Argument(help="Files, or folders whose files to import.")],
    case: Annotated[str, typer.Option(help="Case that owns the sources; a new one is added.")] = "",
    kind: Annotated[
        str, typer.Option(help="interview, website, answer or document; else found out.")
    ] = "",
    id: Annotated[str, typer.Option(help="Id of the source, for one file.")] = "",
    encoding: Annotated[str, typer.Option(help="Encoding of text files; else found out.")] = "",
    language: Annotated[
        str, typer.Option(help="Language of the texts, as en or english; else found out.")
    ] = "",
    provenance: Annotated[
        str, typer.Option(help="published, collected or synthetic; else collected.")
    ] = "",
    tracked_changes: Annotated[
        str, typer.Option(help="accepted or original: which text of tracked changes to read.")
    ] = "accepted",
    answers: Annotated[
        list[str] | None,
        typer.Option(help="Column of a table that holds answers to an open question; repeatable."),
    ] = None,
    respondent: Annotated[str, typer.Option(help="Column that says who answered.")] = "",
    keep: Annotated[
        list[str] | None,
        typer.Option(help="Column to keep for each respondent; repeatable; else all others."),
    ] = None,
    study_folder: StudyFolder = None,
    as_json: Json = False,
) -> None:
    """Import transcripts and saved pages: kept byte for byte, read into text with turns and blocks.

    What cannot be read is listed with the reason, and the rest is imported all the same.

    Example: casestudy import interviews/ --case ABB

    Example: casestudy import survey.csv --answers why --answers "What else?" --respondent id
    """
    from casestudy.importing.choices import ImportChoices
    from casestudy.importing.reports import ImportInterrupted
    from casestudy.opening import open_study
    from casestudy.provenance import Provenance

    study = open_study(study_folder)
    choices = ImportChoices(
        case=case,
        kind=kind,
        id=id,
        encoding=encoding,
        tracked_changes=tracked_changes,
        language=language,
        provenance=Provenance(kind=provenance, method="import") if provenance else None,
    )
    if answers:
        report = study.import_answers(
            the_table(files), *answers, respondent=respondent, attributes=keep, **choices
        )
    elif respondent or keep:
        raise ValueError("--respondent and --keep go with --answers COLUMN")
    else:
        try:
            report = study.import_files(*files, **choices)
        except ImportInterrupted as stop:
            tell_import(stop.report, as_json=as_json)
            say(str(stop))
            raise typer.Exit(COULD_NOT) from None
    tell_import(report, as_json=as_json)
    if report.refused:
        raise typer.Exit(FOUND_WRONG)


def the_table(files: list[Path]) -> Path:
    """The one file that holds answers."""
    if len(files) != 1:
        raise ValueError(f"--answers reads one table, but {len(files)} files are given")
    return files[0]


def tell_import(report: ImportReport, *, as_json: bool) -> None:
    """Print what came of an import."""
    record = report.to_record()
    if as_json:
        put_json(record)
    else:
        put_rows(record["sources"], ("id", "kind", "case", "words", "turns", "speakers"))
        for source in record["sources"]:
            for warning in source["warnings"]:
                say(f"{source['file']}: {warning}")
    for update in report.updated:
        counts = ", ".join(f"{n} {outcome}" for outcome, n in update.counts.items())
        say(f"updated: {update.id} from {update.file}: codings {counts}")
    for refusal in report.refused:
        say(f"refused: {refusal.file}: {refusal.reason}")
    if len(report.known) > MOST_NAMED:
        say(f"already in the study: {len(report.known):,} files")
    else:
        for known in report.known:
            say(f"already in the study as {known.id!r}: {known.file}")


def check(study_folder: StudyFolder = None, as_json: Json = False) -> None:
    """Look a whole study over: schemes, hashes of sources, logs, evidence, claims.

    Each problem is named with its file and line. Nothing is changed.
    """
    from casestudy.opening import open_study

    problems = open_study(study_folder).check()
    if as_json:
        rows = [
            {"file": p.file, "line": p.line, "id": p.id, "message": p.message} for p in problems
        ]
        put_json({"problems": rows})
    else:
        for problem in problems:
            put(str(problem))
        say(f"{len(problems)} problems found" if problems else "no problem found")
    if problems:
        raise typer.Exit(FOUND_WRONG)


def reproduce(
    jobs: Annotated[
        int, typer.Option(help="Notebooks to run at the same time; 0: one a processor.", min=0)
    ] = 0,
    study_folder: StudyFolder = None,
    as_json: Json = False,
) -> None:
    """Rerun the study: run its notebooks, write figures and tables, check each published finding.

    Writes report/index.html. A claim that no longer holds ends with exit code 1 and is named.
    """
    from casestudy.opening import open_study
    from casestudy.progress import progress
    from casestudy.reproduction import notebook_paths, reproduce_study

    study = open_study(study_folder)
    with progress("Running", len(notebook_paths(study.folder))) as step:
        done = reproduce_study(study.folder, jobs=jobs, on_progress=step)
    if as_json:
        put_json(done.to_record())
    else:
        rows = [claim.to_record() for claim in done.ledger.claims]
        put_rows(rows, ("id", "kind", "expected", "computed", "verdict"), width=48)
        counts = ", ".join(f"{n} {verdict}" for verdict, n in done.ledger.counts.items() if n)
        say(
            f"\n{len(rows)} claims: {counts}\n"
            f"{len(done.figures.written)} figures, {len(done.tables.written)} tables, "
            f"{len(done.runs)} notebooks in {done.seconds:.0f} s\n"
            f"Read: {done.page}"
        )
    for name in (*done.figures.stale, *done.tables.stale):
        say(f"left from an earlier run, not written by this one: {name}")
    for fault in done.faults:
        say(f"WRONG  {fault}")
    if done.faults:
        raise typer.Exit(FOUND_WRONG)
