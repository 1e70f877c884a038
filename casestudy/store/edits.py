"""Editing a stored source so that neither a coding nor a memo nor a word of its history is lost.

The state before each edit is kept beside the source, with the edit's record and its receipts.
Codings are carried by events in their coders' own logs, so an edit can be taken back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from casestudy.anchors import Anchor
from casestudy.edits import Brought, EditReport, MemoReceipt
from casestudy.memos import Memo
from casestudy.sources import Source
from casestudy.store import layout
from casestudy.store.brought import Extras, codings_brought, memos_brought
from casestudy.store.carrying import CarriedCodings, CarriedMemo, carried_codings, carried_memos
from casestudy.store.edit_plan import (
    EDITS,
    Plan,
    carry_out,
    files_beside,
    finish_pending,
    source_lock,
)
from casestudy.store.edit_records import edits_of
from casestudy.store.fold import ORPHANED, orphaned, read_log
from casestudy.store.index import log_files
from casestudy.store.log import new_id
from casestudy.store.memos import memo_content, read_memos_in
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """All that an edit will do to codings and memos."""

    codings: CarriedCodings
    memos: Sequence[CarriedMemo]
    new_memos: Sequence[Memo] = ()
    gone_memos: Sequence[str] = ()
    added: Mapping[str, Sequence[str]]
    brought: Brought = Brought()


def edit_source(
    study: Path,
    new: Source,
    *,
    original: bytes | None = None,
    files: Mapping[str, Path] | None = None,
    words: EditWords | None = None,
    extras: Extras | None = None,
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

    Returns
    -------
    EditReport
        A receipt for each coding of each coder and each memo on words, and what the file brought.
    """
    folder = layout.source_folder(study, new.kind, new.id)
    with source_lock(study, new.id):
        finish_pending(study, folder)
        old = read_source(folder)
        codings = carried_codings(study, old.text, new, moves={}, added={})
        memos = carried_memos(study, old.text, new, earlier={})
        work = _with_extras(study, new, codings, memos, extras)
        material = (original, _with_pictures(folder, files))
        return _done(study, folder, new, work, words or EditWords(), material)


def undo_edit(study: Path, folder: Path, *, by: str = "") -> EditReport:
    """Take the last edit of a source back: text, parts, original, every coding and memo.

    Codings and memos made since then are carried to the old text and get a receipt. What a
    corrected file had brought goes with it, unless somebody has worked on it since.

    Raises
    ------
    LookupError
        If the source was never edited, or every edit was undone.
    """
    with source_lock(study, folder.name):
        finish_pending(study, folder)
        last = _last_edit(folder)
        before = folder / EDITS / last["id"]
        now, old = read_source(folder), read_source(before, id=folder.name)
        added = last.get("added", {})
        codings = carried_codings(study, now.text, old, moves=last["moves"], added=added)
        memos = carried_memos(study, now.text, old, earlier=_earlier(before, last))
        work = _taken_back(codings, memos, last)
        path = before / old.original
        original = path.read_bytes() if path.exists() else None
        files = files_beside(before) if last.get("files") is not None else None
        words = EditWords(by=by, kind="undo", undoes=last["id"])
        return _done(study, folder, old, work, words, (original, _with_pictures(folder, files)))


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


def _last_edit(folder: Path) -> Plan:
    records = edits_of(folder)
    undone = {record["undoes"] for record in records if record["undoes"]}
    for record in reversed(records):
        if record["id"] not in undone and record["kind"] != "undo":
            return record
    raise LookupError(f"source {folder.name!r} has no edit that could be undone")


def _with_extras(
    study: Path,
    new: Source,
    codings: CarriedCodings,
    memos: Sequence[CarriedMemo],
    extras: Extras | None,
) -> _Work:
    """What an edit will do, with what the corrected file brings."""
    if extras is None:
        return _Work(codings=codings, memos=memos, added={})
    coded = codings_brought(study, new.id, extras.codings, codings.events)
    new_memos, placed, n_known = memos_brought(study, extras.memos, memos)
    for coder, events in coded.events.items():
        codings.events.setdefault(coder, []).extend(events)
    brought = Brought(
        codings=tuple(event["id"] for events in coded.events.values() for event in events),
        memos=tuple(memo.id for memo in new_memos),
        n_codings_known=coded.n_known,
        n_codings_deleted=coded.n_deleted,
        n_memos_known=n_known,
        n_memos_gone=sum(bool(one.before.origin) for one in memos) - n_known,
    )
    added = {coder: [event["id"] for event in events] for coder, events in coded.events.items()}
    return _Work(codings=codings, memos=placed, new_memos=new_memos, added=added, brought=brought)


def _taken_back(codings: CarriedCodings, memos: Sequence[CarriedMemo], last: Plan) -> _Work:
    """What an undo will do: memos that the edit brought go, if nobody has written in them."""
    written = last.get("memos_added", {})
    gone = [one.before.id for one in memos if written.get(one.before.id) == _digest(one.before)]
    return _Work(
        codings=codings,
        memos=[one for one in memos if one.before.id not in gone],
        gone_memos=gone,
        added={},
        brought=Brought(codings=tuple(codings.back), memos=tuple(gone)),
    )


def _earlier(before: Path, last: Plan) -> dict[str, tuple[Memo, Anchor | None]]:
    """Each memo that an edit carried: as it was before, and the place it was given."""
    given = {
        one["memo"]: Anchor(**after) if (after := one["receipt"]["after"]) else None
        for one in last.get("memo_receipts", [])
    }
    kept = read_memos_in(before / layout.MEMOS)
    return {memo.id: (memo, given[memo.id]) for memo in kept if memo.id in given}


def _digest(memo: Memo) -> str:
    return hashlib.sha256(f"{memo.title}\0{memo.text}".encode("utf-8", "surrogatepass")).hexdigest()


def _done(
    study: Path, folder: Path, new: Source, work: _Work, words: EditWords, material: _Material
) -> EditReport:
    edit = new_id()
    original, files = material
    events = {
        coder: [{**e, "edit": edit} if e["op"] in ("move", "code") else e for e in events]
        for coder, events in work.codings.events.items()
    }
    memos = [MemoReceipt(memo=m.before.id, receipt=m.receipt) for m in work.memos if m.receipt]
    report = EditReport(
        edit=edit,
        source=new.id,
        receipts=tuple(work.codings.receipts),
        memos=tuple(memos),
        brought=work.brought,
        notes=_notes(work, words),
        provenance=(new.provenance,),
    )
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
        "memo_receipts": [asdict(receipt) for receipt in memos],
        "memos_added": {memo.id: _digest(memo) for memo in work.new_memos},
        "brought": asdict(work.brought),
        "notes": list(report.notes),
        "provenance": [asdict(one) for one in report.provenance],
        "events": events,
        "memos": _memo_files(work),
        "new_text": new.text,
        "new_parts": parts_content(new.parts).decode(),
        "new_record": record_content(new),
        "new_original": new.original if original is not None and files is None else "",
        "files": list(files) if files is not None else None,
        "pictures": picture_names(folder) if files is not None else [],
    }
    carry_out(study, folder, plan, original if files is None else None, files)
    return report


def _memo_files(work: _Work) -> dict[str, str]:
    """What the file of each memo shall hold that is new or changed; empty for one that goes."""
    changed = [one.after for one in work.memos if one.after != one.before]
    written = {memo.id: memo_content(memo).decode() for memo in (*changed, *work.new_memos)}
    return {**written, **dict.fromkeys(work.gone_memos, "")}


def _notes(work: _Work, words: EditWords) -> tuple[str, ...]:
    """What a person should know of an edit beside its receipts."""
    notes = []
    n = sum(one.receipt.outcome == ORPHANED for one in work.codings.receipts)
    if n:
        notes.append(
            f"{n} of {len(work.codings.receipts)} codings lost their words; they are kept with "
            "their old context: give each a place again, or leave it"
        )
    n = sum(one.receipt is not None and one.receipt.outcome == ORPHANED for one in work.memos)
    if n:
        notes.append(f"{n} memos lost the words they are pinned to; they are kept with these words")
    if words.kind != "undo":
        return (*notes, *work.brought.sentences())
    taken = ((work.brought.codings, "codings"), (work.brought.memos, "memos"))
    told = [
        f"{len(ids)} {what} that the edit had brought were taken back" for ids, what in taken if ids
    ]
    return (*notes, *told)
