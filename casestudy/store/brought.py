"""What a corrected file brings besides its text: comments for memos, codes for codings.

The file before it brought some already. A comment is known by its author, date and words, and gets
the place that the file gives it. A code is known if its coder has a coding of that code on those
words; one that somebody deleted in the study is not brought back.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path

from casestudy.anchors import Anchor
from casestudy.codings import Coding
from casestudy.memos import Memo
from casestudy.store import layout
from casestudy.store.carrying import LAST_TIME, CarriedMemo, placed_by
from casestudy.store.coding_events import event_of
from casestudy.store.event_checks import Event
from casestudy.store.fold import effective, in_order, read_log, standing
from casestudy.store.memos import free_memo_id

AGAIN = re.compile(r"-again-\d+$")
"""End of the id of a coding that a file brought once more after it was taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """Memos and codings that were made from a file, placed in its text."""

    memos: tuple[Memo, ...] = ()
    codings: tuple[Coding, ...] = ()


@dataclass(slots=True)
class NewCodings:
    """Events for the codings that are new, and how many were known, or deleted by somebody."""

    events: dict[str, list[Event]] = field(default_factory=dict)
    n_known: int = 0
    n_deleted: int = 0


def codings_brought(
    study: Path, source: str, codings: Iterable[Coding], moves: Mapping[str, Sequence[Event]]
) -> NewCodings:
    """The codings of a file that the study does not have yet.

    Parameters
    ----------
    study, source
        Where.
    codings : iterable of Coding
        As the file has them, on its own text.
    moves : mapping of str to events
        What will carry each coder's present codings to that text.
    """
    found = NewCodings()
    by_coder: dict[str, list[Coding]] = {}
    for coding in codings:
        by_coder.setdefault(coding.coder, []).append(coding)
    for coder, group in by_coder.items():
        path = layout.log_path(study, coder, source)
        logged = read_log(path, shown=str(path)).events if path.exists() else []
        trial = [{**event, "at": LAST_TIME} for event in moves.get(coder, ())]
        _take(found, coder, group, [*logged, *trial])
    return found


def _take(found: NewCodings, coder: str, group: Sequence[Coding], events: list[Event]) -> None:
    here = places_by_code(events)
    deleted = {_stem(e["coding"]) for e in effective(in_order(events)) if e["op"] == "delete"}
    taken = {event["id"] for event in events}
    for coding in group:
        if coding.code in here and here[coding.code].touches(coding.start, coding.end):
            found.n_known += 1
        elif coding.id in deleted:
            found.n_deleted += 1
        else:
            id = _free(coding.id, taken)
            taken.add(id)
            found.events.setdefault(coder, []).append(event_of(replace(coding, id=id)))


class Places:
    """Spans of one code, asked whether another span touches any of them.

    Examples
    --------
    >>> Places([(0, 5), (9, 12)]).touches(4, 6), Places([(0, 5), (9, 12)]).touches(5, 9)
    (True, False)
    """

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._furthest = list(accumulate((end for _, end in ordered), max))

    def touches(self, start: int, end: int) -> bool:
        """Whether any span shares a character with this one."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._furthest[before - 1] > start


def places_by_code(events: Sequence[Event]) -> dict[str, Places]:
    """Where a coder's codings stand, by the code they have and by the code they first had."""
    first = {event["id"]: event["code"] for event in events if event["op"] == "code"}
    spans: dict[str, list[tuple[int, int]]] = {}
    for coding in standing(events):
        if coding.get("start") is not None:
            for code in {coding["code"], first[coding["id"]]}:
                spans.setdefault(code, []).append((coding["start"], coding["end"]))
    return {code: Places(where) for code, where in spans.items()}


def _stem(id: str) -> str:
    return AGAIN.sub("", id)


def _free(id: str, taken: set[str]) -> str:
    number, free = 2, id
    while free in taken:
        free, number = f"{id}-again-{number}", number + 1
    return free


def memos_brought(
    study: Path, memos: Iterable[Memo], carried: Sequence[CarriedMemo]
) -> tuple[list[Memo], list[CarriedMemo], int]:
    """The memos of a file that are new; all old ones, where the file puts them; how many are known.

    Of several memos made of equal comments, the nearest is taken for each comment.
    """
    new: list[Memo] = []
    waiting: dict[str, list[CarriedMemo]] = {}
    for one in carried:
        if one.before.origin:
            waiting.setdefault(one.before.origin, []).append(one)
    placed: dict[str, CarriedMemo] = {}
    for memo in memos:
        same = waiting.get(memo.origin, [])
        if same:
            known = min(same, key=lambda one: _distance(one.after.place, memo.place))
            same.remove(known)
            placed[known.before.id] = put_at(known, memo.place)
        else:
            new.append(replace(memo, id=free_memo_id(study, memo.id, {each.id for each in new})))
    return new, [placed.get(one.before.id, one) for one in carried], len(placed)


def put_at(known: CarriedMemo, place: Anchor | None) -> CarriedMemo:
    """A known memo where its file has it now."""
    if place is None or (known.after.place == place and not known.after.orphaned):
        return known
    before = known.before.place or place
    receipt = placed_by(before, place, "where the corrected file has the comment")
    after = replace(known.after, place=place, orphaned=False)
    return CarriedMemo(before=known.before, after=after, receipt=receipt)


def _distance(one: Anchor | None, other: Anchor | None) -> int:
    return abs(one.start - other.start) if one and other else 0
