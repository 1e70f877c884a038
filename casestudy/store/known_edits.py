"""Edits that are known stretch by stretch: what goes where is then not a question of likeness.

Words that stand beside the text (memos, the quotations of orphans) may change along with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from casestudy.anchors import Anchor
from casestudy.anchors.reanchoring import Receipt, reanchored
from casestudy.carrying import carried_receipts
from casestudy.edits import Replacement
from casestudy.memos import Memo
from casestudy.store.event_checks import Event
from casestudy.store.fold import orphaned, standing
from casestudy.store.log import new_id

_BESIDE = ("quote", "prefix", "suffix", "memo", "reason")
"""Words of an orphan that no text has any more."""


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
        What becomes of words that stand beside the text.
    """

    replacements: Sequence[Replacement] = ()
    words: Callable[[str], str] = as_they_are


def receipts_of(
    places: Sequence[Anchor], *, old: str, new: str, known: KnownEdit | None
) -> list[Receipt]:
    """One receipt a place, in order: exact where the edit is known and the place fits the text."""
    if known is None:
        return reanchored(places, old=old, new=new)
    holding = [number for number, place in enumerate(places) if place.holds_in(old)]
    exact = carried_receipts([places[n] for n in holding], known.replacements, new=new)
    found = dict(zip(holding, exact, strict=True))
    strays = [number for number in range(len(places)) if number not in found]
    searched = reanchored([places[n] for n in strays], old=old, new=new)
    found.update(zip(strays, searched, strict=True))
    return [found[number] for number in range(len(places))]


def with_words(events: Sequence[Event], moves: Sequence[Event], known: KnownEdit) -> list[Event]:
    """The moves of a log's codings, and in them, or in further ones, the words that change."""
    by_coding = {move["coding"]: move for move in moves}
    for coding in standing(events):
        _change(by_coding, coding, known, ("memo", "reason"))
    for coding in orphaned(events):
        _change(by_coding, coding, known, _BESIDE)
    return list(by_coding.values())


def changes_words(move: Event) -> bool:
    """Whether a move changes words that stand beside the text."""
    is_orphans = "quote" in move and "text" not in move
    return is_orphans or "memo" in move or "reason" in move


def _change(
    moves: dict[str, Event], coding: Event, known: KnownEdit, fields: Sequence[str]
) -> None:
    changed = {
        name: new for name in fields if (new := known.words(old := coding.get(name, ""))) != old
    }
    if not changed:
        return
    outcome = coding.get("outcome", "unchanged")
    move: Event = {"op": "move", "id": new_id(), "coding": coding["id"], "outcome": outcome}
    moves.setdefault(coding["id"], move).update(changed)


def memo_with_words(memo: Memo, known: KnownEdit | None) -> Memo:
    """A memo whose words change along; those that an orphan is pinned to as well."""
    if known is None:
        return memo
    place = memo.place
    if place is not None and memo.orphaned:
        quote = known.words(place.quote)
        place = Anchor(
            start=place.start,
            end=place.start + len(quote),
            quote=quote,
            prefix=known.words(place.prefix),
            suffix=known.words(place.suffix),
        )
    return replace(
        memo,
        text=known.words(memo.text),
        title=known.words(memo.title),
        author=known.words(memo.author),
        place=place,
    )
