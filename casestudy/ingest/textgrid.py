"""Praat's TextGrids, long and short: tiers of intervals and points, each with a text.

A tier is a speaker if it holds words; tiers are put together in order of time.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casestudy.ingest.draft import Draft
from casestudy.ingest.encoding import decoded
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading
from casestudy.ingest.speech import Utterance, compose

READER = "textgrid 1"

TOKEN = re.compile(
    r'"((?:[^"]|"")*)"|<[^>\n]*>|(?<![\w.\[])(-?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,2})?)(?![\w\]])'
)
"""What counts in both forms: texts and numbers. Names, flags and indices in brackets do not."""
SILENCE = frozenset(("", "sil", "sp", "<sil>", "<p:>", "xxx"))
FINE = 1.5
"""Mean words of a tier's texts below which it parts others word by word or sound by sound."""


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier: its name, its texts with times, and whether these are points of time."""

    name: str
    said: tuple[Utterance, ...]
    is_points: bool


def read(original: Original) -> Reading:
    """Read a TextGrid."""
    result = decoded(original)
    draft = Draft()
    if result.warning:
        draft.warn(result.warning)
    try:
        tiers = list(tiers_of(tokens(result.text)))
    except (IndexError, ValueError, TypeError, OverflowError) as error:
        raise original.bad("is a TextGrid that breaks off or is damaged; save it again") from error
    spoken = speech(draft, [tier for tier in tiers if tier.said])
    said = [each for tier in spoken for each in tier.said]
    parts = compose(draft, sorted(said, key=lambda each: each.start_time or 0.0))
    if not parts:
        raise original.bad("is a TextGrid without a text on any tier")
    return draft.reading(parts, kind="interview", reader=READER, encoding=result.encoding)


def tokens(text: str) -> list[str | float]:
    """Texts and numbers in their order, from the list of tiers on."""
    found: list[str | float] = []
    for match in TOKEN.finditer(text):
        if match[1] is not None:
            found.append(match[1].replace('""', '"'))
        elif match[2] is not None:
            found.append(float(match[2]))
    return found


def tiers_of(told: Sequence[str | float]) -> Iterator[Tier]:
    """The tiers: after two texts of the head come start, end, number of tiers, and these."""
    at = 5
    for number in range(number_of(told, 4)):
        kind, name = told[at], str(told[at + 1])
        n_entries, at = number_of(told, at + 4), at + 5
        width = 3 if kind == "IntervalTier" else 2
        entries = [told[at + width * n : at + width * (n + 1)] for n in range(n_entries)]
        at += width * n_entries
        said = [
            _utterance(entry, name, f"tier {name or number + 1} entry {n}")
            for n, entry in enumerate(entries, 1)
        ]
        spoken = [each for each in said if each.text.strip().casefold() not in SILENCE]
        yield Tier(name, tuple(spoken), kind != "IntervalTier")


def number_of(told: Sequence[str | float], at: int) -> int:
    """How many entries follow; no more than there can be."""
    number = int(told[at])
    if not 0 <= number <= len(told):
        raise ValueError(f"{number} entries do not fit into the file")
    return number


def _utterance(entry: Sequence[str | float], name: str, place: str) -> Utterance:
    *times, text = entry
    start, end = float(times[0]), float(times[-1])
    if not math.isfinite(start) or not math.isfinite(end):
        raise ValueError(f"{place}: a time without end")
    return Utterance(
        speaker=" ".join(name.split()),
        text=str(text),
        locator=place,
        start_time=start,
        end_time=end if len(times) > 1 else None,
    )


def speech(draft: Draft, tiers: Sequence[Tier]) -> list[Tier]:
    """The tiers of speech: points, and those that part it into words and sounds, are reported."""
    spans = [tier for tier in tiers if not tier.is_points] or list(tiers)
    coarse = [tier for tier in spans if _mean_words(tier) >= FINE] or spans
    for tier in tiers:
        if tier not in coarse:
            draft.lose(f"tier {tier.name!r}, which is no speech", count=len(tier.said))
    return coarse


def _mean_words(tier: Tier) -> float:
    return sum(len(each.text.split()) for each in tier.said) / len(tier.said)
