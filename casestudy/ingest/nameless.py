"""Turns of a transcript that names nobody but tells the time, as in ``[00:03] We may start``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casestudy.ingest.draft import Line
from casestudy.ingest.heads import LEAD
from casestudy.ingest.stamps import (
    BEFORE_NAME,
    SURE_BEFORE,
    Stamp,
    closes,
    is_stamp,
    stamp_in,
)
from casestudy.sources import Part

LEAST = 3
"""Times from which a text is a transcript with times."""

SOON = 300.0
"""Seconds within which the first bare time such as 0:03 must stand; 10:30 may be a time of day."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A time at the head of a line: where the words after it start."""

    line: int
    body: int
    stamp: Stamp
    is_sure: bool


def nameless_turns(text: str, lines: Sequence[Line]) -> tuple[list[Part], set[int]]:
    """The turns below times and the lines that are theirs; both empty if the text tells no times.

    A turn goes on to the next time. Most paragraphs must have a time, in order, and bare minutes
    and seconds must begin near zero: a programme of a day is no transcript.
    """
    strings = [text[line.start : line.end] for line in lines]
    marks = marks_in(strings)
    if not tell_time(marks, strings):
        return [], set()
    stops = [*(mark.line for mark in marks[1:]), len(lines)]
    parts = []
    for mark, stop in zip(marks, stops, strict=True):
        start = lines[mark.line].start + mark.body
        words = text[start : lines[stop - 1].end]
        start += len(words) - len(words.lstrip())
        if words.strip():
            parts.append(
                Part(
                    kind="turn",
                    start=start,
                    end=start + len(words.strip()),
                    start_time=mark.stamp.start,
                    end_time=mark.stamp.end,
                    locator=lines[mark.line].locator,
                )
            )
    return parts, set(range(marks[0].line, len(lines)))


def marks_in(strings: Sequence[str]) -> list[Mark]:
    """The times at the heads of lines; those that close a turn, as f4's, do not count."""
    marks = []
    for number, string in enumerate(strings):
        lead = LEAD.match(string)
        at = lead.end() if lead else 0
        alone = is_stamp(string)
        found = BEFORE_NAME.match(string, at) if alone else SURE_BEFORE.match(string, at)
        stamp = stamp_in(found.group()) if found and not closes(found.group()) else None
        if found and stamp:
            sure = SURE_BEFORE.match(string, at) is not None
            marks.append(Mark(number, found.end(), stamp, sure))
    return marks


def tell_time(marks: Sequence[Mark], strings: Sequence[str]) -> bool:
    """Whether times are many enough, in order, and those of a recording."""
    if len(marks) < LEAST:
        return False
    starts = [mark.stamp.start for mark in marks]
    timed = {mark.line for mark in marks} | {mark.line + 1 for mark in marks}
    worded = [n for n, string in enumerate(strings) if string.strip() and not is_stamp(string)]
    near = [n for n in worded if n in timed]
    sure = all(mark.is_sure for mark in marks) or starts[0] < SOON
    return starts == sorted(starts) and sure and 2 * len(near) >= len(worded)
