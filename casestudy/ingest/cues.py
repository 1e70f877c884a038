"""What WebVTT and SubRip share: times, speakers typed into the words, rolling captions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from casestudy.ingest.draft import Draft
from casestudy.ingest.heads import Head, heads_of, in_brackets, key
from casestudy.ingest.labels import speakers
from casestudy.ingest.slips import oddities
from casestudy.ingest.speech import Utterance

CLOCK = r"(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}"
TIMES = re.compile(rf"[ \t]*({CLOCK})[ \t]*-->[ \t]*({CLOCK})(?:[ \t].*)?")

ROLLING_SHARE = 0.5
"""Share of cues that must open with the line the cue before ended with, to be rolling captions."""

MIN_ROLLING = 3
"""Fewest such cues: two people may both say "Yes." on end."""

CHANGE = re.compile(r"^\s*(?:>>+|&gt;&gt;)\s*")
"""The sign of broadcast captions that another person speaks."""

FIRST_DASH = re.compile(r"^\s*[-–—](?=[\s\w])\s*")
"""The dash that Rev puts before speech below a name in brackets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One caption: its words, its times in seconds, its place, and a voice if it states one."""

    text: str
    start_time: float
    end_time: float
    locator: str
    speaker: str = ""


def clock_seconds(clock: str) -> float:
    """Seconds of a cue time; hours may be missing and the decimal sign may be a comma.

    Examples
    --------
    >>> clock_seconds("00:01:02,500"), clock_seconds("01:02.5")
    (62.5, 62.5)
    """
    whole, _, fraction = clock.strip().replace(",", ".").partition(".")
    total = 0
    for number in whole.split(":"):
        total = total * 60 + int(number[:9])
    return float(f"{total}.{fraction or 0}")


def unrolled(draft: Draft, cues: Sequence[Cue]) -> list[Cue]:
    """Cues without the lines that a rolling display shows a second time.

    Nothing is taken away unless at least half of the cues repeat the line before them; then each
    line is kept where it first appears.
    """
    lines = [[line.strip() for line in cue.text.split("\n") if line.strip()] for cue in cues]
    pairs = list(pairwise(lines))
    repeats = sum(bool(old and new and old[-1] == new[0]) for old, new in pairs)
    if repeats < max(MIN_ROLLING, ROLLING_SHARE * len(pairs)):
        return list(cues)
    kept, shown, dropped = [], list[str](), 0
    for cue, now in zip(cues, lines, strict=True):
        new = now[overlap(shown, now) :]
        dropped += len(now) - len(new)
        shown = now or shown
        if new:
            kept.append(replace(cue, text="\n".join(new)))
    draft.lose("line shown again by rolling captions", count=dropped)
    return kept


def overlap(shown: Sequence[str], now: Sequence[str]) -> int:
    """How many lines at the head of a cue are the last lines already shown.

    Examples
    --------
    >>> overlap(["one", "two"], ["two", "three"])
    1
    """
    sizes = range(min(len(shown), len(now)), 0, -1)
    return next((n for n in sizes if list(shown[-n:]) == list(now[:n])), 0)


def utterances(draft: Draft, cues: Sequence[Cue]) -> list[Utterance]:
    """Who says what: by the voices the cues state, else by labels typed into their words."""
    if any(cue.speaker for cue in cues):
        return [said(cue, cue.text, cue.speaker) for cue in cues]
    lines = [(cue, line) for cue in cues for line in cue.text.split("\n")]
    candidates = [caption_heads(line, number) for number, (_, line) in enumerate(lines)]
    found = speakers(candidates, [line for _, line in lines], sure=True)
    for sentence in oddities(found, candidates, [cue.locator for cue, _ in lines]):
        draft.warn(sentence)
    heads = {head.line: head for head in found.heads}
    result: list[Utterance] = []
    speaker, last, in_paren = "", None, False
    for number, (cue, line) in enumerate(lines):
        head = heads.get(number)
        if head is not None:
            speaker = found.names[key(head.label)]
        changes = head is None and CHANGE.match(line) is not None
        words = CHANGE.sub("", line[head.body :] if head else line)
        if changes:
            speaker = ""
        if last is cue and result and head is None and not changes:
            words = words if result[-1].text.strip() or not in_paren else FIRST_DASH.sub("", words)
            result[-1] = replace(result[-1], text=f"{result[-1].text}\n{words}")
        else:
            result.append(replace(said(cue, words, speaker), opens=changes))
            in_paren = head is not None and head.style == "paren"
        last = cue
    return result


def caption_heads(line: str, number: int) -> list[Head]:
    """The heads that can stand in a caption; it has no names on lines of their own."""
    heads = [head for head in heads_of(line, number) if head.style in ("colon", "bracket")]
    return heads + in_brackets(line, number)


def said(cue: Cue, text: str, speaker: str) -> Utterance:
    """An utterance with the times and place of its cue."""
    return Utterance(
        speaker=speaker,
        text=text,
        locator=cue.locator,
        start_time=cue.start_time,
        end_time=cue.end_time,
    )
