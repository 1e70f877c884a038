"""Editing a stored source so that neither a coding nor a word of its history is lost.

The state before each edit is kept beside the source, with the edit's record and its receipts.
Codings are carried by events in their coders' own logs, so an edit can be taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from casestudy.carrying import taking_back
from casestudy.edits import EditReport, Replacement, replaced
from casestudy.sources import Source
from casestudy.store import layout
from casestudy.store.carried import Carried, KnownEdit, as_they_are, carried, notes_on
from casestudy.store.edit_plan import EDITS, Plan, carry_out, finish_pending, source_lock
from casestudy.store.fold import orphaned, read_log
from casestudy.store.index import log_files
from casestudy.store.json_lines import json_value
from casestudy.store.log import new_id
from casestudy.store.source_files import parts_content, read_source, record_content


@dataclass(frozen=True, slots=True, kw_only=True)
class EditWords:
    """Who edits and why, and what kind of edit it is."""

    by: str = ""
    why: str = ""
    kind: str = "edit"
    undoes: str = ""


def edit_source(
    study: Path,
    new: Source,
    *,
    original: bytes | None = None,
    words: EditWords | None = None,
    known: KnownEdit | None = None,
) -> EditReport:
    """Put a new text in place of a source's, and carry every coding on it along.

    Parameters
    ----------
    study : path
        The study folder.
    new : Source
        The source as it shall be, under its old id and kind.
    original : bytes, optional
        The corrected file, if the new text was read from one.
    words : EditWords, optional
        Who, why, and what kind.
    known : KnownEdit, optional
        The edit stretch by stretch, where it is known; else old and new text are compared.

    Returns
    -------
    EditReport
        A receipt for each coding of each coder.
    """
    folder = layout.source_folder(study, new.kind, new.id)
    with source_lock(study, new.id):
        finish_pending(study, folder)
        old = read_source(folder)
        found = carried(study, old.text, new, known=known, undone={})
        return _done(study, folder, new, found, words or EditWords(), original)


def edit_source_by(
    study: Path,
    folder: Path,
    change: Callable[[Source], tuple[Source, KnownEdit]],
    *,
    words: EditWords | None = None,
    dry_run: bool = False,
) -> EditReport | None:
    """Change a source by a function that knows the edit stretch by stretch.

    Parameters
    ----------
    study, folder : path
        The study folder, and that of the source.
    change : function of Source
        Gives the source as it shall be, and the edit.
    words : EditWords, optional
        Who, why, and what kind.
    dry_run : bool
        Whether only to say what would be: the report's id is then empty.

    Returns
    -------
    EditReport or None
        None if there is nothing to change: not in the source, and not in the words of its logs.
    """
    with source_lock(study, folder.name):
        finish_pending(study, folder)
        old = read_source(folder)
        new, known = change(old)
        found = carried(study, old.text, new, known=known, undone={})
        if new == old and not found.beside:
            return None
        if dry_run:
            return _report("", new, found)
        return _done(study, folder, new, found, words or EditWords(), None)


def undo_edit(
    study: Path, folder: Path, *, by: str = "", words: Callable[[str], str] = as_they_are
) -> EditReport:
    """Take the last edit of a source back: text, parts, original and every coding.

    Codings made since then are carried to the old text and get a receipt.

    Parameters
    ----------
    study, folder : path
        The study folder, and that of the source.
    by : str
        Who undoes it.
    words : function of str
        What becomes of words that logs keep beside the text, written since then.

    Raises
    ------
    LookupError
        If the source was never edited, or every edit was undone.
    """
    with source_lock(study, folder.name):
        finish_pending(study, folder)
        last = last_edit(folder)
        if last is None:
            raise LookupError(f"source {folder.name!r} has no edit that could be undone")
        before = folder / EDITS / last["id"]
        now, old = read_source(folder), read_source(before, id=folder.name)
        known = _reverse(last, old, now, words)
        found = carried(study, now.text, old, known=known, undone=last["moves"])
        path = before / old.original
        original = path.read_bytes() if path.exists() else None
        done = EditWords(by=by, kind="undo", undoes=last["id"])
        return _done(study, folder, old, found, done, original)


def edits_of(folder: Path) -> list[Plan]:
    """The records of all edits of a source, oldest first."""
    paths = sorted((folder / EDITS).glob("*/edit.json"))
    return [json_value(path.read_bytes()) for path in paths]


def orphans(study: Path) -> list[dict[str, Any]]:
    """Codings whose words an edit took away, with coder, source, and the place they had."""
    found = []
    for log in log_files(study):
        events = read_log(log.path, shown=log.shown).events
        found += [{**e, "coder": log.coder, "source": log.source} for e in orphaned(events)]
    return found


def _reverse(last: Plan, old: Source, now: Source, words: Callable[[str], str]) -> KnownEdit | None:
    """The way back through an edit that was known stretch by stretch."""
    if "replaced" not in last:
        return None
    made = [Replacement(start=start, end=end, new=new) for start, end, new in last["replaced"]]
    if replaced(old.text, made) != now.text:
        return None
    return KnownEdit(replacements=taking_back(old.text, made), words=words)


def last_edit(folder: Path) -> Plan | None:
    """The record of the edit that an undo would take back; None if there is none."""
    records = edits_of(folder)
    undone = {record["undoes"] for record in records if record["undoes"]}
    for record in reversed(records):
        if record["id"] not in undone and record["kind"] != "undo":
            return record
    return None


def _done(
    study: Path,
    folder: Path,
    new: Source,
    found: Carried,
    words: EditWords,
    original: bytes | None,
) -> EditReport:
    edit = new_id()
    events = {
        coder: [{**event, "edit": edit} if event["op"] == "move" else event for event in events]
        for coder, events in found.events.items()
    }
    plan: Plan = {
        "id": edit,
        "at": datetime.now(UTC).isoformat(),
        **asdict(words),
        "text_sha256": new.text_sha256,
        "moves": {
            coder: [event["id"] for event in events if event["op"] == "move"]
            for coder, events in events.items()
        },
        "receipts": [asdict(receipt) for receipt in found.receipts],
        "events": events,
        "new_text": new.text,
        "new_parts": parts_content(new.parts).decode(),
        "new_record": record_content(new),
        "new_original": new.original if original is not None else "",
    }
    if found.replacements is not None:
        plan["replaced"] = [[one.start, one.end, one.new] for one in found.replacements]
    carry_out(study, folder, plan, original)
    return _report(edit, new, found)


def _report(edit: str, new: Source, found: Carried) -> EditReport:
    return EditReport(
        edit=edit,
        source=new.id,
        receipts=tuple(found.receipts),
        notes=notes_on(found.receipts),
        provenance=(new.provenance,),
    )
