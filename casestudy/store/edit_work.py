"""All that one edit of a source will do, put together before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from casestudy.anchors import Anchor
from casestudy.edits import Brought, EditReport, MemoReceipt
from casestudy.memos import Memo
from casestudy.sources import Source
from casestudy.store import layout
from casestudy.store.brought import Extras, codings_brought, memos_brought
from casestudy.store.carrying import CarriedCodings, CarriedMemo
from casestudy.store.edit_plan import Plan
from casestudy.store.fold import ORPHANED
from casestudy.store.memos import memo_content, read_memos_in


@dataclass(frozen=True, slots=True, kw_only=True)
class EditWords:
    """Who edits and why, and what kind of edit it is."""

    by: str = ""
    why: str = ""
    kind: str = "edit"
    undoes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditWork:
    """All that an edit will do to codings and memos."""

    codings: CarriedCodings
    memos: Sequence[CarriedMemo]
    new_memos: Sequence[Memo] = ()
    gone_memos: Sequence[str] = ()
    added: Mapping[str, Sequence[str]]
    brought: Brought = Brought()


def with_extras(
    study: Path,
    new: Source,
    codings: CarriedCodings,
    memos: Sequence[CarriedMemo],
    extras: Extras | None,
) -> EditWork:
    """What an edit will do, with what the corrected file brings."""
    if extras is None:
        return EditWork(codings=codings, memos=memos, added={})
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
    return EditWork(
        codings=codings, memos=placed, new_memos=new_memos, added=added, brought=brought
    )


def taken_back(codings: CarriedCodings, memos: Sequence[CarriedMemo], last: Plan) -> EditWork:
    """What an undo will do: memos that the edit brought go, if nobody has written in them."""
    written = last.get("memos_added", {})
    gone = [one.before.id for one in memos if written.get(one.before.id) == memo_digest(one.before)]
    return EditWork(
        codings=codings,
        memos=[one for one in memos if one.before.id not in gone],
        gone_memos=gone,
        added={},
        brought=Brought(codings=tuple(codings.back), memos=tuple(gone)),
    )


def earlier_memos(before: Path, last: Plan) -> dict[str, tuple[Memo, Anchor | None]]:
    """Each memo that an edit carried: as it was before, and the place it was given."""
    given = {
        one["memo"]: Anchor(**after) if (after := one["receipt"]["after"]) else None
        for one in last.get("memo_receipts", [])
    }
    kept = read_memos_in(before / layout.MEMOS)
    return {memo.id: (memo, given[memo.id]) for memo in kept if memo.id in given}


def memo_digest(memo: Memo) -> str:
    """Tells whether somebody has written in a memo since."""
    return hashlib.sha256(f"{memo.title}\0{memo.text}".encode("utf-8", "surrogatepass")).hexdigest()


def report_of(work: EditWork, new: Source, words: EditWords, *, edit: str) -> EditReport:
    """What a person is told of an edit; its id is empty while it is only tried out."""
    memos = [MemoReceipt(memo=m.before.id, receipt=m.receipt) for m in work.memos if m.receipt]
    return EditReport(
        edit=edit,
        source=new.id,
        receipts=tuple(work.codings.receipts),
        memos=tuple(memos),
        brought=work.brought,
        notes=edit_notes(work, words),
        provenance=(new.provenance,),
    )


def memo_files(work: EditWork) -> dict[str, str]:
    """What the file of each memo shall hold that is new or changed; empty for one that goes."""
    changed = [one.after for one in work.memos if one.after != one.before]
    written = {memo.id: memo_content(memo).decode() for memo in (*changed, *work.new_memos)}
    return {**written, **dict.fromkeys(work.gone_memos, "")}


def edit_notes(work: EditWork, words: EditWords) -> tuple[str, ...]:
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
