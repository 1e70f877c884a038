"""Which event of a log an undo takes back, and which undo a redo takes back."""

from __future__ import annotations

from casestudy.store.event_checks import Event
from casestudy.store.fold import effective, in_order


def last_act(events: list[Event]) -> Event | None:
    """The coder's last act that still has effect, if there is one."""
    acts = effective(_acts(events))
    return acts[-1] if acts else None


def last_undo(events: list[Event]) -> Event | None:
    """The last undo that was not taken back, if nothing was done after it."""
    ordered = _acts(events)
    acts = [number for number, event in enumerate(ordered) if event["op"] != "undo"]
    undos = ordered[acts[-1] + 1 :] if acts else []
    ids = {event["id"] for event in undos}
    taken_back = {event["event"] for event in undos} & ids
    pending = [e for e in undos if e["id"] not in taken_back and e["event"] not in ids]
    return pending[-1] if pending else None


def _acts(events: list[Event]) -> list[Event]:
    """What the coder did, in order: that an edit of the source moved codings is no act."""
    ordered = in_order(events)
    moves = {event["id"] for event in ordered if event["op"] == "move"}
    return [e for e in ordered if e["id"] not in moves and e.get("event") not in moves]
