"""Editing a stored source so that neither a coding nor a word of its history is lost.

The state before each edit is kept beside the source, with the edit's record and its receipts.
Codings are carried by events in their coders' own logs, so an edit can be taken back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from casestudy.anchors import Anchor
from casestudy.anchors.reanchoring import Receipt, reanchored
from casestudy.edits import CodingReceipt, EditReport
from casestudy.sources import Source
from casestudy.store import layout
from casestudy.store.edit_plan import EDITS, Plan, carry_out, finish_pending, source_lock
from casestudy.store.event_checks import Event
from casestudy.store.fold import ORPHANED, orphaned, read_log, standing
from casestudy.store.index import log_files
from casestudy.store.json_lines import json_value
from casestudy.store.log import new_id
from casestudy.store.source_files import parts_content, read_source, record_content

LAST_TIME = "9998-12-31T00:00:00.000000Z"
"""A time after every event of a log, for trying out an undo that is not logged yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditWords:
    """Who edits and why, and what kind of edit it is."""

    by: str = ""
    why: str = ""
    kind: str = "edit"
    undoes: str = ""


@dataclass(frozen=True, slots=True)
class _Carried:
    """The events that carry each coder's codings to a new text, and all receipts."""

    events: dict[str, list[Event]]
    receipts: list[CodingReceipt]


def edit_source(
    study: Path, new: Source, *, original: bytes | None = None, words: EditWords | None = None
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

    Returns
    -------
    EditReport
        A receipt for each coding of each coder.
    """
    folder = layout.source_folder(study, new.kind, new.id)
    with source_lock(study, new.id):
        finish_pending(study, folder)
        old = read_source(folder)
        carried = _carried(study, old.text, new, undone={})
        return _done(study, folder, new, carried, words or EditWords(), original)


def undo_edit(study: Path, folder: Path, *, by: str = "") -> EditReport:
    """Take the last edit of a source back: text, parts, original and every coding.

    Codings made since then are carried to the old text and get a receipt.

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
        carried = _carried(study, now.text, old, undone=last["moves"])
        path = before / old.original
        original = path.read_bytes() if path.exists() else None
        words = EditWords(by=by, kind="undo", undoes=last["id"])
        return _done(study, folder, old, carried, words, original)


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


def _last_edit(folder: Path) -> Plan:
    records = edits_of(folder)
    undone = {record["undoes"] for record in records if record["undoes"]}
    for record in reversed(records):
        if record["id"] not in undone and record["kind"] != "undo":
            return record
    raise LookupError(f"source {folder.name!r} has no edit that could be undone")


def _carried(
    study: Path, old_text: str, new: Source, *, undone: Mapping[str, Sequence[str]]
) -> _Carried:
    """Codings of all coders on a new text; moves named in `undone` are taken back first."""
    carried = _Carried({}, [])
    for log in log_files(study):
        if log.source != new.id:
            continue
        events = read_log(log.path, shown=log.shown).events
        back = [_undo(move) for move in undone.get(log.coder, ())]
        codings = [c for c in standing([*events, *back]) if c.get("start") is not None]
        settled = [c for c in codings if back and _holds(c, new)]
        others = [c for c in codings if not (back and _holds(c, new))]
        receipts = reanchored([_anchor(c) for c in others], old=old_text, new=new.text)
        pairs = list(zip(others, receipts, strict=True))
        carried.receipts.extend(
            CodingReceipt(coding=c["id"], coder=log.coder, code=c["code"], receipt=receipt)
            for c, receipt in [*((c, _unmoved(c)) for c in settled), *pairs]
        )
        moves = [_move(c, receipt, new) for c, receipt in pairs]
        # the trial time of an undo is not logged: the log stamps its own
        undos = [{key: value for key, value in undo.items() if key != "at"} for undo in back]
        carried.events[log.coder] = [*undos, *moves]
    return carried


def _holds(coding: Event, source: Source) -> bool:
    """Whether a coding was made on this very text."""
    return bool(coding.get("text") == source.text_sha256) and _anchor(coding).holds_in(source.text)


def _done(
    study: Path,
    folder: Path,
    new: Source,
    carried: _Carried,
    words: EditWords,
    original: bytes | None,
) -> EditReport:
    edit = new_id()
    events = {
        coder: [{**event, "edit": edit} if event["op"] == "move" else event for event in events]
        for coder, events in carried.events.items()
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
        "receipts": [asdict(receipt) for receipt in carried.receipts],
        "events": events,
        "new_text": new.text,
        "new_parts": parts_content(new.parts).decode(),
        "new_record": record_content(new),
        "new_original": new.original if original is not None else "",
    }
    carry_out(study, folder, plan, original)
    return EditReport(
        edit=edit,
        source=new.id,
        receipts=tuple(carried.receipts),
        notes=_notes(carried.receipts),
        provenance=(new.provenance,),
    )


def _anchor(coding: Event) -> Anchor:
    return Anchor(
        start=coding["start"],
        end=coding["end"],
        quote=coding["quote"],
        prefix=coding.get("prefix", ""),
        suffix=coding.get("suffix", ""),
    )


def _unmoved(coding: Event) -> Receipt:
    place = _anchor(coding)
    return Receipt(
        outcome="unchanged", before=place, after=place, similarity=1.0, how="exact", note=""
    )


def _move(coding: Event, receipt: Receipt, new: Source) -> Event:
    event: Event = {
        "op": "move",
        "id": new_id(),
        "coding": coding["id"],
        "outcome": receipt.outcome,
        "text": new.text_sha256,
    }
    return event if receipt.after is None else {**event, **asdict(receipt.after)}


def _undo(event: str) -> Event:
    return {"op": "undo", "id": new_id(), "event": event, "at": LAST_TIME}


def _notes(receipts: Sequence[CodingReceipt]) -> tuple[str, ...]:
    n = sum(one.receipt.outcome == ORPHANED for one in receipts)
    if not n:
        return ()
    return (
        f"{n} of {len(receipts)} codings lost their words; they are kept with their old context: "
        "give each a place again, or leave it",
    )
