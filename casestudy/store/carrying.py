"""What an edit does to the codings and memos of a source: each is carried to the new text.

Codings are carried by events that are yet to be logged, memos by heads that are yet to be written;
nothing is written here. To take an edit back is to carry everything to the old text again: what
the edit moved goes back by the record of the edit, and what came since is carried like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from casestudy.anchors import Anchor
from casestudy.anchors.likeness import similarity
from casestudy.anchors.reanchoring import Receipt
from casestudy.edits import CodingReceipt
from casestudy.memos import Memo
from casestudy.sources import Source
from casestudy.store.event_checks import Event
from casestudy.store.fold import effective, in_order, read_log, standing
from casestudy.store.index import logs_of_source
from casestudy.store.known_edits import KnownEdit, memo_with_words, receipts_of, with_words
from casestudy.store.log import new_id
from casestudy.store.memos import memos_about

LAST_TIME = "9998-12-31T00:00:00.000000Z"
"""A time after every event of a log, for trying out events that are not logged yet."""


@dataclass(frozen=True, slots=True)
class CarriedCodings:
    """The events that carry each coder's codings to a new text, and all receipts.

    `back` are the codings that an undone edit had brought and that go with it.
    """

    events: dict[str, list[Event]]
    receipts: list[CodingReceipt]
    back: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedMemo:
    """One memo before and after an edit; without a receipt it is not pinned to words."""

    before: Memo
    after: Memo
    receipt: Receipt | None


def carried_codings(
    study: Path,
    old_text: str,
    new: Source,
    *,
    moves: Mapping[str, Sequence[str]],
    added: Mapping[str, Sequence[str]],
    known: KnownEdit | None = None,
) -> CarriedCodings:
    """Codings of all coders on a new text; events of an undone edit are taken back first."""
    carried = CarriedCodings({}, [], [])
    for log in logs_of_source(study, new.id):
        events = read_log(log.path, shown=log.shown).events
        gone = untouched(events, added.get(log.coder, ()))
        carried.back.extend(gone)
        back = [undo_of(event) for event in (*moves.get(log.coder, ()), *gone)]
        codings = [c for c in standing([*events, *back]) if c.get("start") is not None]
        settled = [c for c in codings if back and holds(c, new)]
        others = [c for c in codings if not (back and holds(c, new))]
        places = [anchor_of(c) for c in others]
        receipts = receipts_of(places, old=old_text, new=new.text, known=known)
        pairs = list(zip(others, receipts, strict=True))
        carried.receipts.extend(
            CodingReceipt(coding=c["id"], coder=log.coder, code=c["code"], receipt=receipt)
            for c, receipt in [*((c, unmoved(anchor_of(c))) for c in settled), *pairs]
        )
        moved = [move_of(c, receipt, new) for c, receipt in pairs]
        if known is not None:
            moved = with_words([*events, *back], moved, known)
        # the trial time of an undo is not logged: the log stamps its own
        undos = [{key: value for key, value in undo.items() if key != "at"} for undo in back]
        carried.events[log.coder] = [*undos, *moved]
    return carried


def untouched(events: Sequence[Event], codings: Sequence[str]) -> list[str]:
    """Of some codings those that nobody has worked on since they were logged."""
    acts = [e for e in effective(in_order(events)) if e["op"] != "move"]
    worked_on = {event["coding"] for event in acts if "coding" in event}
    worked_on.update(coding for event in acts for coding in event.get("about", ()))
    return [coding for coding in codings if coding not in worked_on]


def carried_memos(
    study: Path,
    old_text: str,
    new: Source,
    *,
    earlier: Mapping[str, tuple[Memo, Anchor | None]],
    known: KnownEdit | None = None,
) -> list[CarriedMemo]:
    """The memos about a source, those that are pinned carried to its new text.

    Parameters
    ----------
    study, old_text, new
        The study, the text as it is, and the source as it shall be.
    earlier : mapping
        For an edit that is taken back: each memo as it was before, and the place it was given.
    known : KnownEdit, optional
        The edit stretch by stretch, where it is known.
    """
    memos = memos_about(study, new.id)
    given = {
        memo.id: earlier[memo.id][0]
        for memo in memos
        if memo.id in earlier and is_at(memo, earlier[memo.id][1])
    }
    free = [m for m in memos if m.place and not m.orphaned and m.id not in given]
    places = [m.place for m in free if m.place]
    receipts = receipts_of(places, old=old_text, new=new.text, known=known)
    found = dict(zip([m.id for m in free], receipts, strict=True))
    carried = [_carried(memo, given.get(memo.id), found.get(memo.id)) for memo in memos]
    return [replace(one, after=memo_with_words(one.after, known)) for one in carried]


def is_at(memo: Memo, place: Anchor | None) -> bool:
    """Whether a memo is where an edit put it; None stands for nowhere."""
    return memo.orphaned if place is None else memo.place == place and not memo.orphaned


def _carried(memo: Memo, given: Memo | None, receipt: Receipt | None) -> CarriedMemo:
    if given is not None:
        after = replace(memo, place=given.place, orphaned=given.orphaned)
        if memo.place and given.place and not given.orphaned:
            receipt = returned(memo.place, given.place)
        return CarriedMemo(before=memo, after=after, receipt=receipt)
    if receipt is None:
        return CarriedMemo(before=memo, after=memo, receipt=None)
    after = replace(memo, place=receipt.after or memo.place, orphaned=receipt.after is None)
    return CarriedMemo(before=memo, after=after, receipt=receipt)


def returned(now: Anchor, back: Anchor) -> Receipt:
    """The receipt of a memo that goes back to where it was."""
    if now == back:
        return unmoved(back)
    return placed_by(now, back, "as it was before the edit")


def placed_by(before: Anchor, after: Anchor, note: str) -> Receipt:
    """The receipt of what is put at a place that is known, without a search."""
    same = before.quote == after.quote
    stays = before.start == after.start
    return Receipt(
        outcome="adjusted" if not same else "unchanged" if stays else "moved",
        before=before,
        after=after,
        similarity=similarity(before.quote, after.quote),
        how="exact",
        note=note,
    )


def holds(coding: Event, source: Source) -> bool:
    """Whether a coding was made on this very text."""
    return bool(coding.get("text") == source.text_sha256) and anchor_of(coding).holds_in(
        source.text
    )


def anchor_of(coding: Event) -> Anchor:
    """The place of a coding."""
    return Anchor(
        start=coding["start"],
        end=coding["end"],
        quote=coding["quote"],
        prefix=coding.get("prefix", ""),
        suffix=coding.get("suffix", ""),
    )


def unmoved(place: Anchor) -> Receipt:
    """The receipt of what stays where it is."""
    return Receipt(
        outcome="unchanged", before=place, after=place, similarity=1.0, how="exact", note=""
    )


def move_of(coding: Event, receipt: Receipt, new: Source) -> Event:
    """The event that carries a coding to its new place."""
    event: Event = {
        "op": "move",
        "id": new_id(),
        "coding": coding["id"],
        "outcome": receipt.outcome,
        "text": new.text_sha256,
    }
    return event if receipt.after is None else {**event, **asdict(receipt.after)}


def undo_of(event: str) -> dict[str, Any]:
    """The event that takes another back, with a time for trying it out."""
    return {"op": "undo", "id": new_id(), "event": event, "at": LAST_TIME}
