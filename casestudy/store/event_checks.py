"""What a line of a log must be to count as an event.

A check answers with the fault in words, empty if there is none: the reader of the log says where
it stands, keeps the line and goes on.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from casestudy.ratings import LARGEST_WEIGHT
from casestudy.regions import Region

Event = dict[str, Any]
OPERATIONS = ("code", "recode", "resize", "rate", "memo", "delete", "reject", "move", "undo")
_NEEDS = {
    "code": ("code",),
    "recode": ("coding", "code"),
    "resize": ("coding", "start", "end"),
    "rate": ("coding",),
    "memo": ("coding", "memo"),
    "delete": ("coding",),
    "reject": ("about",),
    "move": ("coding", "edit", "outcome"),
    "undo": ("event",),
}
_TEXTS = (
    "id", "at", "op", "code", "coding", "event", "quote", "prefix", "suffix", "memo", "origin",
    "text", "edit", "outcome", "region", "reason", "act", "stance",
)  # fmt: skip
_NAMES = ("code", "origin", "stance")
_RARE = {"region", "about", "reason", "across", "weight", "stance"}
# the last year is left out: after its last moment no event could follow
_TIME = re.compile(
    r"(?!9999)[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"
)
_LARGEST = 2**63
"""Positions are kept in 64 bits."""


def is_time(text: str) -> bool:
    """Whether a text is a time as the log writes it, in a calendar that has its day."""
    if not _TIME.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_plain_coding(event: Any) -> bool:
    """Whether an event is of the commonest kind and sound: the quick way past all the checks."""
    try:
        start = event["start"]
        return (
            event["op"] == "code"
            and type(start) is int
            and type(event["end"]) is int
            and 0 <= start < event["end"] < _LARGEST
            and type(event["id"]) is str
            and type(event["code"]) is str
            and event["code"].isprintable()
            and type(event["quote"]) is str
            and event.get("memo", "") == ""
            and event.get("confidence") is None
            and event.get("origin", "human") == "human"
            and type(event.get("act", "")) is str
            and not event.keys() & _RARE
            and is_time(event["at"])
        )
    except (KeyError, TypeError, AttributeError):
        return False


def event_fault(event: Any) -> str:
    """What is wrong with an event, empty if nothing is."""
    if not isinstance(event, dict):
        return "not an event: a JSON object is expected"
    operation = event.get("op")
    if operation not in OPERATIONS:
        return f"operation {operation!r} is not known; allowed are {', '.join(OPERATIONS)}"
    for key in ("id", "at", *_NEEDS[operation]):
        if key not in event:
            return f"{operation}: {key!r} is missing"
    fault = (
        _text_fault(event)
        or _span_fault(event)
        or _region_fault(event)
        or _about_fault(event)
        or _across_fault(event)
        or _confidence_fault(event)
        or _rating_fault(event)
    )
    return f"{operation}: {fault}" if fault else ""


def _text_fault(event: Event) -> str:
    for key in _TEXTS:
        if key in event and not isinstance(event[key], str):
            return f"{key!r} must be text, not {event[key]!r}"
    for key in _NAMES:
        if key in event and not event[key].isprintable():
            return f"{key!r} holds a character that no name has: {event[key]!r}"
    return "" if is_time(event["at"]) else "'at' must be a time like 2026-11-23T09:10:13.123456Z"


def _span_fault(event: Event) -> str:
    start, end = event.get("start"), event.get("end")
    if start is None and end is None and (event["op"] != "resize" or event.get("region")):
        return ""
    if type(start) is int and type(end) is int and 0 <= start < end < _LARGEST:
        return ""
    return f"{start!r} to {end!r} is not a span"


def _region_fault(event: Event) -> str:
    if not event.get("region"):
        return ""
    if event.get("start") is not None:
        return "both words and a region are coded; one of them is allowed"
    try:
        Region.parsed(event["region"])
    except ValueError as error:
        return str(error)
    return ""


def _about_fault(event: Event) -> str:
    about = event.get("about", [])
    if isinstance(about, list) and all(isinstance(id, str) and id for id in about):
        return "" if about or event["op"] != "reject" else "'about' names no coding"
    return f"'about' must be a list of ids of codings, not {about!r}"


def _across_fault(event: Event) -> str:
    across = event.get("across", False)
    return "" if isinstance(across, bool) else f"'across' must be true or false, not {across!r}"


def _confidence_fault(event: Event) -> str:
    confidence = event.get("confidence")
    if confidence is None or (type(confidence) in (int, float) and 0 <= confidence <= 1):
        return ""
    return f"'confidence' must be a number from 0 to 1, not {confidence!r}"


def _rating_fault(event: Event) -> str:
    """Whether a rating is one at all; what a code's scale allows is asked when codings are read."""
    weight = event.get("weight")
    if event["op"] == "rate" and not event.keys() & {"weight", "stance"}:
        return "neither 'weight' nor 'stance' is given"
    if weight is None or (type(weight) is int and abs(weight) <= LARGEST_WEIGHT):
        return ""
    span = f"from -{LARGEST_WEIGHT:,} to {LARGEST_WEIGHT:,}"
    return f"'weight' must be a whole number {span}, not {weight!r}"
