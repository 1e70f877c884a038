"""Heads that a program wrote: a name beside or below a time, on lines of their own.

Recorders put ``Anna Berg  0:08`` or a line of times and a line with the name above each turn. In
such a text a name that stands once is a speaker too, since nobody typed it: somebody said one
thing. What a person types is another matter, and is left to `labels`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from casestudy.ingest.heads import Head, is_capitalised, key
from casestudy.ingest.stamps import Stamp, closes, is_stamp, stamp_in
from casestudy.ingest.wordlists import NOT_SPEAKERS

LEAST = 3
"""Heads from which a text is taken for written by a program."""

UNPADDED = re.compile(r"^\s*\d+:(?:\d:\d{1,2}|\d{1,2}:\d)\.\d{1,3}[ \t]*-->", re.MULTILINE)
"""Times as Teams wrote them, without zeros in front: 0:0:6.90 is six seconds and 90 thousandths."""

FRACTION = re.compile(r"\.(\d{1,2})(?!\d)")


def by_program(
    typed: Sequence[Head], candidates: Sequence[Sequence[Head]], lines: Sequence[str]
) -> list[Head]:
    """The heads of a text that a program wrote, or those that were found as if it was typed.

    Parameters
    ----------
    typed : sequence of Head
        The heads that recur.
    candidates : sequence of sequences of Head
        For each line the ways it could be read.
    lines : sequence of str
        The lines themselves.
    """
    below = below_times(candidates, lines)
    if len(below) >= len(typed):
        return below
    taken = {head.line for head in typed}
    once = [head for head in beside_times(candidates, lines) if head.line not in taken]
    return sorted([*typed, *once], key=lambda head: head.line)


def beside_times(candidates: Sequence[Sequence[Head]], lines: Sequence[str]) -> list[Head]:
    """Names with a time and nothing else on their line, if they stand in order of time."""
    alone = [
        head
        for heads in candidates
        for head in heads
        if head.style == "stamped" and head.stamp and not lines[head.line][head.body :].strip()
    ]
    heads = [head for head in alone if is_name(head) and said_below(candidates, lines, head.line)]
    return heads if told(heads) and ascends(h.stamp for h in heads) else []


def below_times(candidates: Sequence[Sequence[Head]], lines: Sequence[str]) -> list[Head]:
    """Names below a line of times, if most such lines have a name and words below them."""
    times = [number for number, line in enumerate(lines) if is_stamp(line) and not closes(line)]
    if len(times) < LEAST:
        return []
    fine = UNPADDED.search("\n".join(lines[number] for number in times)) is not None
    heads = []
    for number in times:
        below = next_line(lines, number)
        head = next((h for h in candidates[below] if h.style == "alone"), None) if below else None
        if head is not None and is_name(head) and said_below(candidates, lines, head.line):
            heads.append(replace(head, stamp=stamp_of(lines[number], fine=fine)))
    most = 5 * len(heads) >= 4 * len(times)
    return heads if most and told(heads) and ascends(h.stamp for h in heads) else []


def stamp_of(line: str, *, fine: bool) -> Stamp | None:
    """The times of a line; `fine` where fractions are thousandths without zeros in front."""
    return stamp_in(FRACTION.sub(thousandths, line) if fine else line)


def thousandths(fraction: re.Match[str]) -> str:
    """A fraction with the zeros that were left out."""
    return f".{fraction[1]:0>3}"


def told(heads: Sequence[Head]) -> bool:
    """Whether heads are enough, of two persons or more, and some come back."""
    counts = Counter(key(head.label) for head in heads)
    return len(heads) >= LEAST and len(counts) > 1 and max(counts.values()) > 1


def ascends(stamps: Iterable[Stamp | None]) -> bool:
    """Whether times do not go back."""
    starts = [stamp.start for stamp in stamps if stamp]
    return starts == sorted(starts)


def is_name(head: Head) -> bool:
    """Whether a label can be what a program calls somebody."""
    return is_capitalised(head.label) and key(head.label).split(" ")[0] not in NOT_SPEAKERS


def said_below(candidates: Sequence[Sequence[Head]], lines: Sequence[str], line: int) -> bool:
    """Whether words stand below a line, rather than the next time or name."""
    below = next_line(lines, line)
    return (
        below is not None
        and not is_stamp(lines[below])
        and not any(head.style == "stamped" for head in candidates[below])
    )


def next_line(lines: Sequence[str], line: int) -> int | None:
    """Index of the next line that is not blank, or None at the end."""
    below = range(line + 1, min(line + 4, len(lines)))
    return next((number for number in below if lines[number].strip()), None)
