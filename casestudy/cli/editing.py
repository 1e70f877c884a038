"""Commands that correct a source without losing codings."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from casestudy.cli.arguments import Json, StudyFolder
from casestudy.cli.output import put_json, put_rows, say
from casestudy.errors import did_you_mean

if TYPE_CHECKING:
    from casestudy.edits import EditReport
    from casestudy.study import Study


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


def orphans(
    id: Annotated[str, typer.Argument(help="Coding or memo to give a place again.")] = "",
    quote: Annotated[str, typer.Option(help="The words it shall stand on; they occur once.")] = "",
    start: Annotated[int | None, typer.Option(help="First character, from 0.", min=0)] = None,
    end: Annotated[int | None, typer.Option(help="Character after the last.", min=1)] = None,
    study_folder: StudyFolder = None,
    as_json: Json = False,
) -> None:
    """List codings and memos whose words an edit took away, or give one of them a place again.

    An orphan keeps its old words and context, is left out of counts, and is never deleted. It may
    also stay as it is.

    Example: casestudy orphans 01JX… --quote "the words it shall stand on"
    """
    from casestudy.opening import open_study

    study = open_study(study_folder)
    rows = _orphans(study)
    if id:
        _attach(study, rows, id, quote, (start, end))
        rows = _orphans(study)
    if as_json:
        put_json({"orphans": rows})
        return
    put_rows(rows, ("id", "what", "coder", "source", "code", "quote"), width=40)
    if id:
        say(f"{id} has a place again")
    say(f"{len(rows)} without a place" if rows else "nothing is without a place")


def _orphans(study: Study) -> list[dict[str, object]]:
    """What lost its words: codings, then memos."""
    found: list[dict[str, object]] = [
        {
            "id": row["coding"],
            "what": "coding",
            **{str(k): v for k, v in row.items() if k != "coding"},
        }
        for row in study.orphans.to_dict("records")
    ]
    for memo in study.memos:
        if memo.orphaned and memo.place:
            source = memo.about.partition(":")[2]
            found.append({"id": memo.id, "what": "memo", "coder": memo.author, "source": source,
                          "code": "", **asdict(memo.place)})  # fmt: skip
    return found


def _attach(
    study: Study,
    rows: list[dict[str, object]],
    id: str,
    quote: str,
    span: tuple[int | None, int | None],
) -> None:
    found = next((row for row in rows if row["id"] == id), None)
    if found is None:
        listed = did_you_mean(id, [str(row["id"]) for row in rows])
        raise LookupError(
            f"nothing without a place is called {id!r}{listed}; `casestudy orphans` lists them"
        )
    if found["what"] == "memo":
        if not quote:
            raise ValueError("a memo is given a place by --quote and its words")
        study.pin_memo(id, quote=quote)
        return
    if not quote and None in span:
        raise ValueError("give --quote with the words, or --start and --end")
    coder, (start, end) = study.coder(str(found["coder"])), span
    coder.reattach(str(found["source"]), id, quote=quote, start=start, end=end)


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
