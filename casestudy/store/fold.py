"""From the events of a log to the codings that stand.

Events are taken in the order of their time and id, whatever the order of the lines (git may
reorder them when it merges), and an event read twice counts once. An undone event has no effect;
an undone undo gives it back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casestudy.codings import WHOLE_SOURCE
from casestudy.errors import Problem
from casestudy.regions import Region
from casestudy.store.event_checks import Event, event_fault, is_plain_coding
from casestudy.store.json_lines import json_value

ORPHANED = "orphaned"
"""Outcome of a move whose coding lost its words."""


@dataclass(frozen=True, slots=True)
class LogReading:
    """The events of one log with their line numbers, and what could not be read."""

    events: list[Event]
    lines: list[int]
    problems: list[Problem]


def read_log(path: Path, *, shown: str) -> LogReading:
    """Every readable event of a log.

    A broken line is reported with its number and left in the file; the lines around it stand. A
    last line without a newline that is not a whole event was torn by a power cut: it is reported
    as such, and set aside when the coder codes next.

    Parameters
    ----------
    path : path
        The log.
    shown : str
        How to name it in a problem.
    """
    return read_lines(path.read_bytes().split(b"\n"), shown=shown)


def read_lines(texts: Sequence[bytes], *, shown: str, first: int = 1) -> LogReading:
    """The events of some lines of a log, the first of which has the number `first`.

    The last of the lines is the last of the log: it is empty unless a power cut tore it.
    """
    events: list[Event] = []
    lines: list[int] = []
    problems: list[Problem] = []
    last = first + len(texts) - 1
    for number, line in enumerate(texts, start=first):
        if not line or line.isspace():
            continue
        event: Any = None
        try:
            event = json_value(line)
            fault = "" if is_plain_coding(event) else event_fault(event)
        except json.JSONDecodeError as error:
            fault = f"not JSON ({error})"
        if not fault:
            events.append(event)
            lines.append(number)
        else:
            is_torn = number == last and not is_whole(event)
            problems.append(_broken(shown, number, fault, is_torn=is_torn))
    return LogReading(events, lines, problems)


def is_whole(event: Any) -> bool:
    """Whether a line held a whole event, be it sound or not: a torn line holds none."""
    return isinstance(event, dict) and {"id", "op", "at"} <= event.keys()


def standing(events: Iterable[Event]) -> list[Event]:
    """The codings that stand after all events, as their `code` events with later changes in them.

    A coding whose words an edit of the source took away is orphaned: it stands no more, and
    `orphaned` lists it with the place and context it had.

    Examples
    --------
    >>> first = {"op": "code", "id": "a", "at": "1", "code": "trust", "start": 0, "end": 5}
    >>> undo = {"op": "undo", "id": "b", "at": "2", "event": "a"}
    >>> len(standing([first])), len(standing([first, undo]))
    (1, 0)
    """
    ordered = in_order(events)
    if all(event["op"] == "code" for event in ordered):
        return ordered
    return [coding for coding in _folded(ordered) if not is_orphan(coding)]


def standing_coding(events: Iterable[Event], id: str) -> Event | None:
    """One coding as it stands, without folding all the others; nothing if it does not stand.

    Examples
    --------
    >>> first = {"op": "code", "id": "a", "at": "1", "code": "trust", "start": 0, "end": 5}
    >>> recode = {"op": "recode", "id": "b", "at": "2", "coding": "a", "code": "price"}
    >>> standing_coding([first, recode], "a")["code"]
    'price'
    """
    logged = list(events)
    about = [event for event in logged if event["id"] == id or event.get("coding") == id]
    undos = [event for event in logged if event["op"] == "undo"]
    found = about
    while found:
        ids = {event["id"] for event in found}
        found = [event for event in undos if event["event"] in ids]
        undos = [event for event in undos if event["event"] not in ids]
        about += found
    return next(iter(standing(about)), None)


def orphaned(events: Iterable[Event]) -> list[Event]:
    """The codings whose words an edit took away, as they were before it."""
    return [coding for coding in _folded(in_order(events)) if is_orphan(coding)]


def is_orphan(coding: Event) -> bool:
    """Whether an edit took the words of a coding away, and nobody gave it a place again."""
    return coding.get("outcome") == ORPHANED


def _folded(ordered: list[Event]) -> list[Event]:
    codings: dict[str, Event] = {}
    for event in effective(ordered):
        fold_event(codings, event)
    return list(codings.values())


def fold_event(codings: dict[str, Event], event: Event) -> None:
    """What one event, not an undo, does to the codings that stand; no event is changed itself."""
    operation = event["op"]
    if operation == "code":
        codings[event["id"]] = event
    elif operation == "delete":
        codings.pop(event["coding"], None)
    elif coding := codings.get(event.get("coding", "")):
        changed = {key: event[key] for key in _CHANGES[operation] if key in event}
        now = codings[coding["id"]] = {**coding, **changed}
        if operation == "resize":
            now.pop("outcome", None)  # somebody gave the coding a place again


_PLACE = ("start", "end", "quote", "prefix", "suffix", "text")
_CHANGES = {
    "recode": ("code",),
    "resize": (*_PLACE, "region"),
    "move": (*_PLACE, "outcome", "memo", "reason"),
    "rate": ("weight", "stance"),
    "memo": ("memo",),
}


def effective(ordered: list[Event]) -> list[Event]:
    """The events that are not undone, in order; undo events themselves left out.

    Going backwards, each undo that still counts takes its target away: so an undone undo takes
    nothing away.
    """
    undone: set[str] = set()
    kept: list[Event] = []
    for event in reversed(ordered):
        if event["id"] in undone:
            continue
        if event["op"] == "undo":
            undone.add(event["event"])
        else:
            kept.append(event)
    return kept[::-1]


def span_of(event: Event) -> tuple[int, int]:
    """Start and end of a coding's event, (-1, -1) for the whole source."""
    start, end = event.get("start"), event.get("end")
    if start is None or end is None:
        return WHOLE_SOURCE, WHOLE_SOURCE
    return start, end


def region_of(event: Event) -> Region | None:
    """The rectangle on a picture that a coding's event names, if it does."""
    text = event.get("region", "")
    return Region.parsed(text) if text else None


def in_order(events: Iterable[Event]) -> list[Event]:
    """Events by time and id, each id once: of two with one id, the earlier stands."""
    once: dict[str, Event] = {}
    for event in sorted(events, key=lambda event: (event["at"], event["id"])):
        once.setdefault(event["id"], event)
    return list(once.values())


def _broken(shown: str, number: int, fault: str, *, is_torn: bool) -> Problem:
    if is_torn:
        message = (
            "the last line was torn, as by a power cut; it was never acknowledged. All lines "
            "before it stand; it is set aside at the next coding"
        )
    else:
        message = f"{fault}. The line is kept and skipped; mend it or delete it"
    return Problem(file=shown, line=number, message=message)
