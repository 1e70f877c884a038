"""Which events of a log an undo takes back, and which undos a redo takes back.

What was done together bears one `act` and is undone together; an event without it is an act of its
own. An act that reached into several sources says so (`across`).
"""

from __future__ import annotations

from collections.abc import Iterable

from casestudy.store.event_checks import Event
from casestudy.store.fold import effective, in_order


def last_act(events: list[Event]) -> list[Event]:
    """The events of the coder's last act that still has effect; none if there is no such act.

    Examples
    --------
    >>> first = {"op": "code", "id": "a", "at": "1"}
    >>> second = {"op": "resize", "id": "b", "at": "2", "act": "x"}
    >>> third = {"op": "delete", "id": "c", "at": "3", "act": "x"}
    >>> [event["id"] for event in last_act([first, second, third])]
    ['b', 'c']
    """
    acts = effective(_acts(events))
    return _together(acts, acts[-1]) if acts else []


def last_undo(events: list[Event]) -> list[Event]:
    """The last undos that were not taken back, if nothing was done after them; else none."""
    ordered = _acts(events)
    acts = [number for number, event in enumerate(ordered) if event["op"] != "undo"]
    pending = _standing_undos(ordered[acts[-1] + 1 :] if acts else [])
    return _together(pending, pending[-1]) if pending else []


def of_act(events: Iterable[Event], act: str) -> list[Event]:
    """The events of an act that still have effect: what it did, or the undos it was."""
    ordered = in_order(events)
    done = [event for event in effective(ordered) if event.get("act") == act]
    return done or [event for event in _standing_undos(ordered) if event.get("act") == act]


def _standing_undos(events: list[Event]) -> list[Event]:
    """Undos that were not taken back and take back no undo themselves."""
    undos = [event for event in events if event["op"] == "undo"]
    ids = {event["id"] for event in undos}
    taken_back = {event["event"] for event in undos} & ids
    return [e for e in undos if e["id"] not in taken_back and e["event"] not in ids]


def _together(events: list[Event], one: Event) -> list[Event]:
    act = one.get("act")
    return [event for event in events if event.get("act") == act] if act else [one]


def _acts(events: list[Event]) -> list[Event]:
    """What the coder did, in order: that an edit of the source moved codings is no act."""
    ordered = in_order(events)
    moves = {event["id"] for event in ordered if event["op"] == "move"}
    return [e for e in ordered if e["id"] not in moves and e.get("event") not in moves]
