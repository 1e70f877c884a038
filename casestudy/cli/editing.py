"""Commands that correct a source without losing codings."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from casestudy.cli.arguments import Json, StudyFolder
from casestudy.cli.output import put_json, put_rows, say

if TYPE_CHECKING:
    from casestudy.edits import EditReport


def edit(  # noqa: PLR0913, PLR0917 (a command line has as many options as people need)
    source: Annotated[str, typer.Argument(help="Id of the source.")],
    file: Annotated[
        Path | None, typer.Argument(help="The corrected file, in any format that is read.")
    ] = None,
    quote: Annotated[str, typer.Option(help="Words to replace; they occur once.")] = "",
    new: Annotated[str, typer.Option(help="What stands there instead.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Take the last edit back.")] = False,
    encoding: Annotated[str, typer.Option(help="Encoding of a text file; else found out.")] = "",
    tracked_changes: Annotated[
        str, typer.Option(help="accepted or original: which text of tracked changes to read.")
    ] = "",
    by: Annotated[str, typer.Option(help="Who edits.")] = "",
    why: Annotated[str, typer.Option(help="Why.")] = "",
    study_folder: StudyFolder = None,
    as_json: Json = False,
) -> None:
    """Correct a source: from a corrected file, or by replacing words. No coding is lost.

    Every coding of every coder gets a receipt: unchanged, moved, adjusted, or orphaned. The state
    before the edit is kept, and --undo brings it back. Comments and codes of a corrected file
    become memos and codings, none twice.

    Example: casestudy edit interview_1 interview_1_corrected.docx --by anna
    """
    from casestudy.opening import open_study

    if sum([file is not None, bool(quote), undo]) != 1:
        raise ValueError("give one of: a corrected file, --quote with --new, or --undo")
    study = open_study(study_folder)
    if file is not None:
        report = study.update_source(
            source, file, by=by, why=why, encoding=encoding, tracked_changes=tracked_changes
        )
    elif quote:
        report = study.edit(source, quote, new, by=by, why=why)
    else:
        report = study.undo_edit(source, by=by)
    tell_edit(report, as_json=as_json)


def tell_edit(report: EditReport, *, as_json: bool) -> None:
    """Print what an edit did."""
    codings = report.to_frame().to_dict("records")
    memos = report.memos_frame().to_dict("records")
    if as_json:
        counts, brought = dict(report.counts), asdict(report.brought)
        put_json({"source": report.source, "edit": report.edit, "counts": counts,
                  "receipts": codings, "memos": memos, "brought": brought,
                  "notes": list(report.notes)})  # fmt: skip
        return
    shown = ("outcome", "coder", "code", "quote", "new_quote")
    put_rows([row for row in codings if row["outcome"] != "unchanged"], shown, width=40)
    moved = [row for row in memos if row["outcome"] != "unchanged"]
    put_rows(moved, ("outcome", "memo", "quote", "new_quote"), width=40)
    say("codings: " + ", ".join(f"{n} {outcome}" for outcome, n in report.counts.items()))
    if memos:
        say("memos: " + ", ".join(f"{n} {outcome}" for outcome, n in report.memo_counts.items()))
    for note in report.notes:
        say(note)
