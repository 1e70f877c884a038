"""Commands that correct a source without losing codings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from casestudy.cli.arguments import Json, StudyFolder
from casestudy.cli.output import put_json, put_rows, say


def edit(  # noqa: PLR0913, PLR0917 (a command line has as many options as people need)
    source: Annotated[str, typer.Argument(help="Id of the source.")],
    file: Annotated[
        Path | None, typer.Argument(help="The corrected file, in any format that is read.")
    ] = None,
    quote: Annotated[str, typer.Option(help="Words to replace; they occur once.")] = "",
    new: Annotated[str, typer.Option(help="What stands there instead.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Take the last edit back.")] = False,
    by: Annotated[str, typer.Option(help="Who edits.")] = "",
    why: Annotated[str, typer.Option(help="Why.")] = "",
    study_folder: StudyFolder = None,
    as_json: Json = False,
) -> None:
    """Correct a source: from a corrected file, or by replacing words. No coding is lost.

    Every coding of every coder gets a receipt: unchanged, moved, adjusted, or orphaned. The state
    before the edit is kept, and --undo brings it back.

    Example: casestudy edit interview_1 interview_1_corrected.docx --by anna
    """
    from casestudy.study import open_study

    if sum([file is not None, bool(quote), undo]) != 1:
        raise ValueError("give one of: a corrected file, --quote with --new, or --undo")
    study = open_study(study_folder)
    if file is not None:
        report = study.update_source(source, file, by=by, why=why)
    elif quote:
        report = study.edit(source, quote, new, by=by, why=why)
    else:
        report = study.undo_edit(source, by=by)
    rows = report.to_frame().to_dict("records")
    if as_json:
        put_json({"source": source, "edit": report.edit, "counts": dict(report.counts),
                  "receipts": rows})  # fmt: skip
        return
    touched = [row for row in rows if row["outcome"] != "unchanged"]
    put_rows(touched, ("outcome", "coder", "code", "quote", "new_quote"), width=40)
    say(", ".join(f"{n} {outcome}" for outcome, n in report.counts.items()))
    for note in report.notes:
        say(note)
