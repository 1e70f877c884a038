"""The events that carry each coder's codings to the new text of a source, and their receipts.

Where an edit is known stretch by stretch, it says by itself where everything goes; else the old
text is compared with the new one. Words that a log keeps beside the text (memos, the quotations of
orphans) may be changed along with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from casestudy.anchors import Anchor
from casestudy.anchors.reanchoring import Receipt, reanchored
from casestudy.carrying import carried_receipts
from casestudy.edits import CodingReceipt, Replacement
from casestudy.sources import Source
from casestudy.store.fold import ORPHANED, Event, orphaned, read_log, standing
from casestudy.store.index import logs_of_source
from casestudy.store.log import new_id

LAST_TIME = "9998-12-31T00:00:00.000000Z"
"""A time after every event of a log, for trying out an undo that is not logged yet."""

_BESIDE = ("quote", "prefix", "suffix", "memo")


def as_they_are(text: str) -> str:
    """Words that an edit leaves alone."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEdit:
    """An edit that is known stretch by stretch.

    Parameters
    ----------
    replacements : sequence of Replacement
        What was replaced, counted in the old text.
    words : function of str
        What becomes of words that logs keep beside the text.
    """

    replacements: Sequence[Replacement] = ()
    words: Callable[[str], str] = as_they_are


@dataclass(frozen=True, slots=True)
class _NewText:
    """What a source's text was, the source as it shall be, and the edit between, if known."""

    old_text: str
    source: Source
    known: KnownEdit | None


@dataclass(frozen=True, slots=True)
class Carried:
    """The events to log, by coder, the receipts, and whose words beside the text change.

    `replacements` are those of a known edit, None for one that was compared.
    """

    replacements: Sequence[Replacement] | None = None
    events: dict[str, list[Event]] = field(default_factory=dict)
    receipts: list[CodingReceipt] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)


def carried(
    study: Path,
    old_text: str,
    new: Source,
    *,
    known: KnownEdit | None = None,
    undone: Mapping[str, Sequence[str]],
) -> Carried:
    """Codings of all coders on a new text; moves named in `undone` are taken back first."""
    found = Carried(None if known is None else known.replacements)
    new_text = _NewText(old_text, new, known)
    for log in logs_of_source(study, new.id):
        events = read_log(log.path, shown=log.shown).events
        back = [_undo(move) for move in undone.get(log.coder, ())]
        moves = _of_one_log(found, log.coder, [*events, *back], new_text, is_undo=bool(back))
        found.events[log.coder] = [*map(_untimed, back), *moves]
    return found


def _of_one_log(
    found: Carried,
    coder: str,
    events: Sequence[Event],
    new_text: _NewText,
    *,
    is_undo: bool,
) -> list[Event]:
    """The moves of one log's codings; their receipts are added to those found."""
    codings = standing(events)
    placed = [c for c in codings if c.get("start") is not None]
    settled = [c for c in placed if is_undo and _holds(c, new_text.source)]
    others = [c for c in placed if not (is_undo and _holds(c, new_text.source))]
    receipts = _receipts(others, new_text)
    pairs = list(zip(others, receipts, strict=True))
    found.receipts.extend(
        CodingReceipt(coding=c["id"], coder=coder, code=c["code"], receipt=receipt)
        for c, receipt in [*((c, _unmoved(c)) for c in settled), *pairs]
    )
    moves = [_move(c, receipt, new_text.source) for c, receipt in pairs]
    if new_text.known is None:
        return moves
    by_coding = {move["coding"]: move for move in moves}
    for coding in codings:
        _change_words(found, by_coding, coding, new_text.known, ("memo",))
    for coding in orphaned(events):
        _change_words(found, by_coding, coding, new_text.known, _BESIDE)
    return list(by_coding.values())


def _receipts(codings: Sequence[Event], new_text: _NewText) -> list[Receipt]:
    """One receipt a coding, in order: exact where the edit is known and the coding fits."""
    places = [_anchor(coding) for coding in codings]
    old_text, new, known = new_text.old_text, new_text.source.text, new_text.known
    if known is None:
        return reanchored(places, old=old_text, new=new)
    holding = [number for number, place in enumerate(places) if place.holds_in(old_text)]
    exact = carried_receipts([places[n] for n in holding], known.replacements, new=new)
    found = dict(zip(holding, exact, strict=True))
    strays = [number for number in range(len(places)) if number not in found]
    searched = reanchored([places[n] for n in strays], old=old_text, new=new)
    found.update(zip(strays, searched, strict=True))
    return [found[number] for number in range(len(places))]


def _change_words(
    found: Carried,
    moves: dict[str, Event],
    coding: Event,
    known: KnownEdit,
    fields: Sequence[str],
) -> None:
    """Put words that a log keeps beside the text, as they become, into the move of their coding."""
    changed = {
        name: new for name in fields if (new := known.words(old := coding.get(name, ""))) != old
    }
    if not changed:
        return
    found.beside.append(coding["id"])
    move = moves.setdefault(
        coding["id"],
        {
            "op": "move",
            "id": new_id(),
            "coding": coding["id"],
            "outcome": coding.get("outcome", "unchanged"),
        },
    )
    move.update(changed)


def _holds(coding: Event, source: Source) -> bool:
    """Whether a coding was made on this very text."""
    return bool(coding.get("text") == source.text_sha256) and _anchor(coding).holds_in(source.text)


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


def _untimed(undo: Event) -> Event:
    """An undo as it is logged: the log stamps a time of its own."""
    return {key: value for key, value in undo.items() if key != "at"}


def _undo(event: str) -> Event:
    return {"op": "undo", "id": new_id(), "event": event, "at": LAST_TIME}


def notes_on(receipts: Sequence[CodingReceipt]) -> tuple[str, ...]:
    """What a person should know of the receipts of an edit."""
    n = sum(one.receipt.outcome == ORPHANED for one in receipts)
    if not n:
        return ()
    return (
        f"{n} of {len(receipts)} codings lost their words; they are kept with their old context: "
        "give each a place again, or leave it",
    )
