"""Weights and stances in a log that their codes do not allow: they stand there and do not count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casestudy.errors import Problem
from casestudy.ratings import NO_RATINGS, RatingScales
from casestudy.store.event_checks import Event
from casestudy.store.fold import LogReading, effective, in_order, standing


def rating_problems(
    reading: LogReading, *, shown: str, ratings: Mapping[str, RatingScales]
) -> Iterator[Problem]:
    """Each standing weight and stance that the coding's code, as it is now, does not allow.

    Parameters
    ----------
    reading : LogReading
        The events of a log and their lines.
    shown : str
        How to name the log.
    ratings : mapping of str to RatingScales
        What codings of each code may be rated with; nothing for a code that is not there.

    Yields
    ------
    Problem
        With the line that gave the value last.
    """
    if not any(map(_rates, reading.events)):
        return
    given = _given_last(reading)
    for coding in standing(reading.events):
        scales = ratings.get(coding["code"], NO_RATINGS)
        faults = {
            "weight": scales.weight_fault(coding.get("weight")),
            "stance": scales.stance_fault(coding.get("stance", "")),
        }
        for name, fault in faults.items():
            if fault:
                yield Problem(
                    file=shown,
                    line=given.get((coding["id"], name), 0),
                    id=coding["id"],
                    message=f"{coding['code']!r}: {fault}. It is kept in the log and not counted; "
                    f"give the coding another {name}, or let its code allow this one",
                )


def _rates(event: Event) -> bool:
    return event.get("weight") is not None or bool(event.get("stance"))


def _given_last(reading: LogReading) -> dict[tuple[str, str], int]:
    """The line that gave each coding the weight and the stance that it has."""
    line_of: dict[str, int] = {}
    for event, line in zip(reading.events, reading.lines, strict=True):
        line_of.setdefault(event["id"], line)
    lines: dict[tuple[str, str], int] = {}
    for event in effective(in_order(reading.events)):
        if event["op"] in ("code", "rate"):
            for name in ("weight", "stance"):
                if name in event:
                    lines[str(event.get("coding", event["id"])), name] = line_of[event["id"]]
    return lines
