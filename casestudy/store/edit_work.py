"""All that an edit will do to codings and memos, gathered before the first of it is done."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from casestudy.anchors import Anchor
from casestudy.edits import Brought, Replacement
from casestudy.memos import Memo
from casestudy.sources import Source
from casestudy.store import layout
from casestudy.store.brought import Extras, codings_brought, memos_brought
from casestudy.store.carrying import CarriedCodings, CarriedMemo
from casestudy.store.edit_plan import Plan
from casestudy.store.fold import ORPHANED
from casestudy.store.known_edits import changes_words
from casestudy.store.memos import memo_content, memo_path, read_memos_in


@dataclass(frozen=True, slots=True, kw_only=True)
class EditWork:
    """All that an edit will do to codings and memos.

    `verbatim` are the contents of memos that come back as they were, `replacements` those of an
    edit that is known stretch by stretch.
    """

    codings: CarriedCodings
    memos: Sequence[CarriedMemo]
    new_memos: Sequence[Memo] = ()
    gone_memos: Sequence[str] = ()
    added: Mapping[str, Sequence[str]]
    brought: Brought = Brought()
    verbatim: Mapping[str, str] = field(default_factory=dict)
    replacements: Sequence[Replacement] | None = None

    @property
    def is_idle(self) -> bool:
        """Whether nothing beside the text changes."""
        moves = (move for events in self.codings.events.values() for move in events)
        is_changed = any(one.before != one.after for one in self.memos)
        return not is_changed and not any(map(changes_words, moves))


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
    gone = [one.before.id for one in memos if written.get(one.before.id) == digest_of(one.before)]
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


def untouched_memos(study: Path, before: Path, last: Plan) -> dict[str, str]:
    """What memos said before an edit, of those that nobody wrote in since."""
    found = {}
    for id, written in last.get("memo_files", {}).items():
        now, kept = memo_path(study, id), memo_path(before, id)
        if now.exists() and kept.exists() and file_digest(now.read_bytes()) == written:
            found[id] = kept.read_bytes().decode("utf-8")
    return found


def file_digest(content: bytes) -> str:
    """The hash by which the content of a memo's file is known again."""
    return hashlib.sha256(content).hexdigest()


def digest_of(memo: Memo) -> str:
    """The hash by which the words of a memo are known again."""
    return hashlib.sha256(f"{memo.title}\0{memo.text}".encode("utf-8", "surrogatepass")).hexdigest()


def memo_files(work: EditWork) -> dict[str, str]:
    """What the file of each memo shall hold that is new or changed; empty for one that goes."""
    changed = [one.after for one in work.memos if one.after != one.before]
    written = {memo.id: memo_content(memo).decode() for memo in (*changed, *work.new_memos)}
    return {**written, **work.verbatim, **dict.fromkeys(work.gone_memos, "")}


def notes_on(work: EditWork, *, is_undo: bool) -> tuple[str, ...]:
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
    if not is_undo:
        return (*notes, *work.brought.sentences())
    taken = ((work.brought.codings, "codings"), (work.brought.memos, "memos"))
    told = [
        f"{len(ids)} {what} that the edit had brought were taken back" for ids, what in taken if ids
    ]
    return (*notes, *told)
