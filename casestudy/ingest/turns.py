"""Lines become turns: from a speaker's head to the next, and paragraphs where nobody speaks.

A turn holds the speech alone. Its label, the time stamps beside the label and a stamp that closes
the turn lie outside; a second paragraph without a label belongs to the turn before it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from casestudy.ingest.draft import Draft, Line
from casestudy.ingest.heads import Head, heads_of, key
from casestudy.ingest.labels import NOBODY, Speakers, speakers
from casestudy.ingest.nameless import nameless_turns
from casestudy.ingest.numbering import WARNING, numbering
from casestudy.ingest.slips import oddities, one_sided
from casestudy.ingest.stamps import AT_END, END_WINDOW, LENGTH, closes, is_stamp, stamp_in
from casestudy.ingest.tables import table_turns
from casestudy.sources import Part

CLOSING = re.compile(
    r"\W*(?:transcri(?:bed|pt|ption) (?:by|was|provided|created|ended)\b.{0,80}"
    r"|.{0,60}\botter\.ai/?|sonix is the world.{0,160}|.{1,60} stopped (?:the )?transcription"
    r"|(?:end of|ende des|end) (?:the )?(?:\w+ )?(?:interview|recording|transcript|transcription"
    r"|audio|tape|session|conversation|file|interviews)"
    r"|(?:interview|recording|audio|transcript) ends?"
    r"|(?:this )?(?:editable )?transcri(?:pt|ption) .{0,60}generated.{0,150})(?: at [\d:]+)?\W*",
    re.IGNORECASE,
)
"""Last lines that nobody said: the mark of the service, the end of the recording."""

WRAPPED_AT = (40, 100)
"""Shortest and longest line width, in characters, that counts as typed with hard line ends."""


@dataclass(slots=True)
class Span:
    """A turn in the making."""

    head: Head
    first: int
    last: int
    start_time: float | None
    end_time: float | None


def parts_of(draft: Draft, *, wrapped: bool = False, strict: bool = False) -> list[Part]:
    """Turns and paragraphs of everything written.

    Parameters
    ----------
    draft : Draft
        The text with its lines; warnings about labels are added to it.
    wrapped : bool
        Whether line ends may be those of a typewriter inside a paragraph.
    strict : bool
        Ask for more before calling it a conversation: for pages, where "Price:" recurs.

    Returns
    -------
    list of Part
        Turns and paragraphs without overlap.
    """
    text = draft.text
    tables, parts = table_turns(draft, strict=strict)
    free = [line for line in draft.lines if line.table not in tables]
    lines = outside(free, parts)
    spoken = [line for line in lines if not line.region and not line.hidden]
    beside = [line for line in lines if line.region or line.hidden]
    found = decide(draft, text, spoken, strict=strict)
    for first, stretch in stretches(spoken):
        here = within(found, first, stretch)
        parts += stretch_parts(draft, text, stretch, here, wrapped=wrapped, strict=strict)
    parts += [part for line in beside if (part := paragraph(text, line, line)) is not None]
    return sorted(parts, key=lambda part: part.start)


def outside(lines: Sequence[Line], parts: Sequence[Part]) -> list[Line]:
    """The lines that lie in none of the parts, such as a table inside a speaker's cell."""
    starts = [part.start for part in parts]
    ends = [0, *(part.end for part in parts)]
    return [ln for ln in lines if ends[bisect_right(starts, ln.start)] <= ln.start]


def decide(draft: Draft, text: str, lines: Sequence[Line], *, strict: bool) -> Speakers:
    """Who speaks in the running text, with warnings for labels that look odd."""
    strings = [text[line.start : line.end] for line in lines]
    begins = numbering(strings)
    candidates = [heads_of(text, n, begins[n]) for n, text in enumerate(strings)]
    found = speakers(candidates, strings)
    if found.heads and any(begins):
        draft.warn(WARNING)
    if strict and not fills(found, strings):
        return NOBODY
    if not found.heads and (alone := one_sided(candidates)):
        draft.warn(alone)
    for sentence in oddities(found, candidates, [line.locator for line in lines]):
        draft.warn(sentence)
    return found


def fills(found: Speakers, lines: Sequence[str]) -> bool:
    """Whether labelled lines hold most of the words, and sentences rather than values."""
    spoken = sum(len(lines[head.line][head.body :].split()) for head in found.heads)
    words = sum(len(line.split()) for line in lines)
    return len(found.heads) >= 4 and 2 * spoken >= words and spoken >= 4 * len(found.heads)


def stretches(lines: Sequence[Line]) -> list[tuple[int, list[Line]]]:
    """The running text cut where a transcript table stands in it, each with its first index."""
    result: list[tuple[int, list[Line]]] = []
    for number, line in enumerate(lines):
        if not result or line.start > result[-1][1][-1].end + 1:
            result.append((number, []))
        result[-1][1].append(line)
    return result


def stretch_parts(
    draft: Draft,
    text: str,
    lines: Sequence[Line],
    found: Speakers,
    *,
    wrapped: bool,
    strict: bool,
) -> list[Part]:
    """Turns of one stretch and the paragraphs that belong to none."""
    parts, owned = labelled_turns(draft, text, lines, found)
    if not (found.names or strict):
        parts, owned = nameless_turns(text, lines[: before_closing(text, lines) + 1])
    loose = groups(text, lines, owned, wrapped=wrapped)
    paragraphs = [paragraph(text, group[0], group[-1]) for group in loose if group]
    return [*parts, *(part for part in paragraphs if part is not None)]


def labelled_turns(
    draft: Draft, text: str, lines: Sequence[Line], found: Speakers
) -> tuple[list[Part], set[int]]:
    """The turns below labels, and the lines that are theirs."""
    spans = turn_spans(text, lines, found.heads)
    parts = [turn(text, lines, span, found) for span in spans]
    for span, part in zip(spans, parts, strict=True):
        if part is None:
            locator = lines[span.head.line].locator
            draft.warn(f"{locator}: the label {span.head.label!r} is followed by no words")
    owned = {number for span in spans for number in range(span.first, span.last + 1)}
    return [part for part in parts if part is not None], owned


def within(found: Speakers, first: int, lines: Sequence[Line]) -> Speakers:
    """The speakers with the heads of one stretch, counted from its first line."""
    inside = [head for head in found.heads if first <= head.line < first + len(lines)]
    return Speakers(found.names, tuple(replace(head, line=head.line - first) for head in inside))


def turn_spans(text: str, lines: Sequence[Line], heads: Sequence[Head]) -> list[Span]:
    """From each head to the line before the next; lone stamps before a head are its own."""
    spans = []
    stop = len(lines) - 1
    last_spoken = before_closing(text, lines)
    for head in reversed(heads):
        last = min(stop, last_spoken) if stop == len(lines) - 1 else stop
        start_time = head.stamp.start if head.stamp else None
        end_time = head.stamp.end if head.stamp else None
        first = stamp_line(text, lines, head.line)
        if first < head.line and start_time is None:
            stamp = stamp_in(text[lines[first].start : lines[first].end])
            start_time, end_time = (stamp.start, stamp.end) if stamp else (None, None)
        spans.append(Span(head, first, max(last, head.line), start_time, end_time))
        stop = first - 1
    return spans[::-1]


def before_closing(text: str, lines: Sequence[Line]) -> int:
    """Index of the last line that somebody may have said."""
    number = len(lines) - 1
    last = number
    while number >= 0:
        string = text[lines[number].start : lines[number].end]
        if string.strip() and not CLOSING.fullmatch(string.strip()):
            return last
        if string.strip():
            last = number - 1
        number -= 1
    return last


def stamp_line(text: str, lines: Sequence[Line], head: int) -> int:
    """Index of a line that holds only the time of the head below it, else of the head."""
    number = head - 1
    while number >= 0 and not text[lines[number].start : lines[number].end].strip():
        number -= 1
    string = text[lines[number].start : lines[number].end] if number >= 0 else ""
    return number if is_stamp(string) and not closes(string) else head


def turn(text: str, lines: Sequence[Line], span: Span, found: Speakers) -> Part | None:
    """The part for one span, or None if nothing was said."""
    line = lines[span.head.line]
    start, end = trimmed(text, line.start + span.head.body, lines[span.last].end)
    start, time = after_stamp_line(text, start, end)
    start_time = span.start_time if span.start_time is not None else time
    end, end_time = closing(text, start, end, start_time)
    if start >= end:
        return None
    return Part(
        kind="turn",
        start=start,
        end=end,
        speaker=found.names[key(span.head.label)],
        start_time=start_time,
        end_time=end_time if end_time is not None else span.end_time,
        locator=line.locator,
    )


def closing(text: str, start: int, end: int, start_time: float | None) -> tuple[int, float | None]:
    """Where speech ends before the stamps, or the length, that close a turn; and when it ends."""
    end_time = None
    length = LENGTH.search(text, max(start, end - END_WINDOW), end)
    if length and start_time is not None:
        end_time = round(start_time + float(length[1]), 3)
        end = trimmed(text, start, length.start())[1]
    stamped = AT_END.search(text, max(start, end - END_WINDOW), end)
    if stamped:
        stamp = stamp_in(stamped.group())
        end_time = end_time if end_time is not None or stamp is None else stamp.start
        end = trimmed(text, start, stamped.start())[1]
    return end, end_time


def after_stamp_line(text: str, start: int, end: int) -> tuple[int, float | None]:
    """Where speech starts if its first line is only a stamp, and that stamp."""
    stop = text.find("\n", start, end)
    if stop < 0 or not is_stamp(text[start:stop]) or closes(text[start:stop]):
        return start, None
    stamp = stamp_in(text[start:stop])
    return trimmed(text, stop, end)[0], stamp.start if stamp else None


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends."""
    inside = text[start:end]
    start += len(inside) - len(inside.lstrip())
    return start, max(start, start + len(inside.strip()))


def groups(text: str, lines: Sequence[Line], owned: set[int], *, wrapped: bool) -> list[list[Line]]:
    """Lines outside turns, those of one hard-wrapped paragraph together."""
    runs: list[list[Line]] = [[]]
    for number, line in enumerate(lines):
        if number in owned or not text[line.start : line.end].strip():
            runs.append([])
        else:
            runs[-1].append(line)
    if not wrapped:
        return [[line] for run in runs for line in run]
    return [group for run in runs for group in ([run] if is_wrapped(run) else [[ln] for ln in run])]


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether lines are one paragraph typed with hard line ends.

    Examples
    --------
    >>> page = [Line(start=0, end=70, locator=""), Line(start=71, end=139, locator="")]
    >>> is_wrapped([*page, Line(start=140, end=160, locator="")]), is_wrapped(page[:1])
    (True, False)
    """
    widths = [line.end - line.start for line in lines]
    low, high = WRAPPED_AT
    full = widths[:-1]
    return bool(full) and low <= max(widths) <= high and min(full) >= 0.6 * max(widths)


def paragraph(text: str, first: Line, last: Line) -> Part | None:
    """The part for lines that belong to no turn, or None if they are blank."""
    start, end = trimmed(text, first.start, last.end)
    if start >= end:
        return None
    return Part(
        kind="paragraph",
        start=start,
        end=end,
        locator=first.locator,
        heading=first.heading,
        hidden=first.hidden,
    )
