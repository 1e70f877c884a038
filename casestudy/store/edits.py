"""Editing a stored source so that neither a coding nor a memo nor a word of its history is lost.

The state before each edit is kept beside the source, with the edit's record and its receipts.
Codings are carried by events in their coders' own logs, so an edit can be taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from casestudy.carrying import taking_back
from casestudy.edits import EditReport, MemoReceipt, Replacement, replaced
from casestudy.sources import Source
from casestudy.store import layout
from casestudy.store.brought import Extras
from casestudy.store.carrying import carried_codings, carried_memos
from casestudy.store.edit_plan import (
    EDITS,
    Plan,
    carry_out,
    files_beside,
    finish_pending,
    source_lock,
)
from casestudy.store.edit_records import edits_of
from casestudy.store.edit_work import (
    EditWork,
    digest_of,
    earlier_memos,
    file_digest,
    memo_files,
    notes_on,
    taken_back,
    untouched_memos,
    with_extras,
)
from casestudy.store.fold import orphaned, read_log
from casestudy.store.index import log_files
from casestudy.store.known_edits import KnownEdit, as_they_are
from casestudy.store.log import new_id
from casestudy.store.pictures import picture_names
from casestudy.store.source_files import read_source, record_content
from casestudy.store.source_parts import parts_content

_Material = tuple[bytes | None, Mapping[str, Path] | None]
"""The corrected file, and all files that a source shall have; one of them, or none."""


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
    files: Mapping[str, Path] | None = None,
    words: EditWords | None = None,
    extras: Extras | None = None,
    known: KnownEdit | None = None,
) -> EditReport:
    """Put a new text in place of a source's, and carry every coding and memo on it along.

    Parameters
    ----------
    study : path
        The study folder.
    new : Source
        The source as it shall be, under its old id and kind.
    original : bytes, optional
        The corrected file, if the new text was read from one.
    files : mapping of str to path, optional
        All files that the source shall have beside text, parts and record, such as those of a
        new capture, its original among them; the old ones are kept with the old state.
    words : EditWords, optional
        Who, why, and what kind.
    extras : Extras, optional
        Memos and codings made from that file; what the study has already is not doubled.
    known : KnownEdit, optional
        The edit stretch by stretch, where it is known; else old and new text are compared.

    Returns
    -------
    EditReport
        A receipt for each coding of each coder and each memo on words, and what the file brought.
    """
    folder = layout.source_folder(study, new.kind, new.id)
    with source_lock(study, new.id):
        finish_pending(study, folder)
        old = read_source(folder)
        codings = carried_codings(study, old.text, new, moves={}, added={}, known=known)
        memos = carried_memos(study, old.text, new, earlier={}, known=known)
        work = with_extras(study, new, codings, memos, extras)
        material = (original, _with_pictures(folder, files))
        return _done(study, folder, new, work, words or EditWords(), material)


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
        None if there is nothing to change: not in the source, and not in the words beside it.
    """
    with source_lock(study, folder.name):
        finish_pending(study, folder)
        old = read_source(folder)
        new, known = change(old)
        codings = carried_codings(study, old.text, new, moves={}, added={}, known=known)
        memos = carried_memos(study, old.text, new, earlier={}, known=known)
        work = EditWork(codings=codings, memos=memos, added={}, replacements=known.replacements)
        if new == old and work.is_idle:
            return None
        if dry_run:
            return _report("", new, work, EditWords())
        return _done(study, folder, new, work, words or EditWords(), (None, None))


def undo_edit(
    study: Path, folder: Path, *, by: str = "", words: Callable[[str], str] = as_they_are
) -> EditReport:
    """Take the last edit of a source back: text, parts, original, every coding and memo.

    Codings and memos made since then are carried to the old text and get a receipt. What a
    corrected file had brought goes with it, unless somebody has worked on it since.

    Parameters
    ----------
    study, folder : path
        The study folder, and that of the source.
    by : str
        Who undoes it.
    words : function of str
        For an edit that is known stretch by stretch: what becomes of words that were written
        beside the text since then.

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
        codings = carried_codings(
            study, now.text, old, moves=last["moves"], added=last.get("added", {}), known=known
        )
        earlier = earlier_memos(before, last)
        memos = carried_memos(study, now.text, old, earlier=earlier, known=known)
        verbatim = untouched_memos(study, before, last)
        work = replace(taken_back(codings, memos, last), verbatim=verbatim)
        path = before / old.original
        original = path.read_bytes() if path.exists() else None
        files = files_beside(before) if last.get("files") is not None else None
        done = EditWords(by=by, kind="undo", undoes=last["id"])
        return _done(study, folder, old, work, done, (original, _with_pictures(folder, files)))


def _reverse(last: Plan, old: Source, now: Source, words: Callable[[str], str]) -> KnownEdit | None:
    """The way back through an edit that was known stretch by stretch."""
    if last.get("replaced") is None:
        return None
    made = [Replacement(start=start, end=end, new=new) for start, end, new in last["replaced"]]
    if replaced(old.text, made) != now.text:
        return None
    return KnownEdit(replacements=taking_back(old.text, made), words=words)


def _with_pictures(folder: Path, files: Mapping[str, Path] | None) -> Mapping[str, Path] | None:
    """New files of a source, with the pictures it has: regions of them may be coded."""
    if files is None:
        return None
    pictures = {name: folder / name for name in picture_names(folder)}
    return {**pictures, **files}


def orphans(study: Path) -> list[dict[str, Any]]:
    """Codings whose words an edit took away, with coder, source, and the place they had."""
    found = []
    for log in log_files(study):
        events = read_log(log.path, shown=log.shown).events
        found += [{**e, "coder": log.coder, "source": log.source} for e in orphaned(events)]
    return found


def last_edit(folder: Path) -> Plan | None:
    """The record of the edit that an undo would take back; None if there is none."""
    records = edits_of(folder)
    undone = {record["undoes"] for record in records if record["undoes"]}
    for record in reversed(records):
        if record["id"] not in undone and record["kind"] != "undo":
            return record
    return None


def _done(
    study: Path, folder: Path, new: Source, work: EditWork, words: EditWords, material: _Material
) -> EditReport:
    edit = new_id()
    original, files = material
    events = {
        coder: [{**e, "edit": edit} if e["op"] in ("move", "code") else e for e in events]
        for coder, events in work.codings.events.items()
    }
    report = _report(edit, new, work, words)
    contents = memo_files(work)
    plan: Plan = {
        "id": edit,
        "at": datetime.now(UTC).isoformat(),
        **asdict(words),
        "text_sha256": new.text_sha256,
        "moves": {
            coder: [event["id"] for event in events if event["op"] == "move"]
            for coder, events in events.items()
        },
        "added": work.added,
        "receipts": [asdict(receipt) for receipt in report.receipts],
        "memo_receipts": [asdict(receipt) for receipt in report.memos],
        "memos_added": {memo.id: digest_of(memo) for memo in work.new_memos},
        "brought": asdict(work.brought),
        "notes": list(report.notes),
        "provenance": [asdict(one) for one in report.provenance],
        "events": events,
        "memos": contents,
        "memo_files": {id: file_digest(text.encode()) for id, text in contents.items()},
        "replaced": work.replacements and [[r.start, r.end, r.new] for r in work.replacements],
        "new_text": new.text,
        "new_parts": parts_content(new.parts).decode(),
        "new_record": record_content(new),
        "new_original": new.original if original is not None and files is None else "",
        "files": list(files) if files is not None else None,
        "pictures": picture_names(folder) if files is not None else [],
    }
    carry_out(study, folder, plan, original if files is None else None, files)
    return report


def _report(edit: str, new: Source, work: EditWork, words: EditWords) -> EditReport:
    memos = [MemoReceipt(memo=m.before.id, receipt=m.receipt) for m in work.memos if m.receipt]
    return EditReport(
        edit=edit,
        source=new.id,
        receipts=tuple(work.codings.receipts),
        memos=tuple(memos),
        brought=work.brought,
        notes=notes_on(work, is_undo=words.kind == "undo"),
        provenance=(new.provenance,),
    )
