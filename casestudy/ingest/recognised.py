"""What a speech recogniser heard, put into utterances: whole ones, or words with their times."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from casestudy.ingest.json_values import first, name, second, words
from casestudy.ingest.speech import Utterance

TEXTS = (
    *("text", "transcript", "sentence", "raw_text", "body", "content", "utterance", "caption"),
    *("punctuated_word", "displayText", "spokenText", "word", "value"),
)
SPEAKERS = (
    *("speaker_name", "speakerName", "speaker", "speaker_label", "speakerLabel", "speaker_id"),
    *("speakerId", "speakerTag", "speaker_tag", "who", "participant", "role"),
)
STARTS = (
    *("start", "start_time", "startTime", "start_ts", "ts", "begin", "from", "startMs"),
    "startOffset",
)
ENDS = ("end", "end_time", "endTime", "end_ts", "stop", "to", "endMs", "endOffset")
"""Names that the programs give to the same things."""

BESIDE_WORDS = frozenset(["text", "language", "task", "duration", "usage", "logprobs"])
"""What may stand beside words without times."""

SENTENCE_ENDS = ".?!…。？！؟।"
LONGEST_CUE = 40
"""Words of a cue at most, where a recogniser sets no marks."""

MILLI = 0.001
SLOW = 20.0
"""Seconds a word that nobody takes to speak: then the numbers count milliseconds. People need some
0.4 seconds a word."""

Found = list[Utterance]


def utterance(record: dict[str, Any], place: str, unit: float = 1.0) -> Utterance:
    """One utterance or word under whatever names."""
    return Utterance(
        speaker=name(first(record, SPEAKERS)),
        text=words(first(record, TEXTS)),
        locator=place,
        start_time=second(first(record, STARTS), unit),
        end_time=second(first(record, ENDS), unit),
    )


def listed(found: Iterable[dict[str, Any]], word: str, unit: float = 1.0) -> Found:
    """The utterances of a list."""
    return [utterance(each, f"{word} {number}", unit) for number, each in enumerate(found, 1)]


def together(pieces: Iterable[Utterance], word: str) -> Found:
    """Words put together to sentences of one speaker; a mark joins the word before it."""
    groups: list[list[Utterance]] = []
    for each in pieces:
        text = each.text.strip()
        if not text:
            continue
        is_mark = not any(map(str.isalnum, text)) and each.start_time is None
        if groups and (is_mark or _goes_on(groups[-1], each)):
            groups[-1].append(each)
        else:
            groups.append([each])
    return [_joined(group, f"{word} {number}") for number, group in enumerate(groups, 1)]


def _goes_on(group: list[Utterance], after: Utterance) -> bool:
    ends = group[-1].text.strip()[-1:] in SENTENCE_ENDS
    return not ends and len(group) < LONGEST_CUE and group[0].speaker == after.speaker


def _joined(group: list[Utterance], place: str) -> Utterance:
    text = ""
    for each in group:
        is_mark = not any(map(str.isalnum, each.text)) and each.start_time is None
        text += each.text.strip() if is_mark or not text else f" {each.text.strip()}"
    timed = [each for each in group if each.start_time is not None]
    return Utterance(
        speaker=group[0].speaker,
        text=text,
        locator=place,
        start_time=timed[0].start_time if timed else None,
        end_time=timed[-1].end_time if timed else None,
    )


def plain(value: Any) -> Found:
    """The words alone, as a recogniser gives them to who asks for nothing more."""
    told = isinstance(value, dict) and value.keys() <= BESIDE_WORDS
    return [utterance(value, "text")] if told and isinstance(value.get("text"), str) else []


def unit_of(found: Iterable[dict[str, Any]]) -> float:
    """Seconds in what the numbers of a list count: one, or a thousandth.

    Examples
    --------
    >>> unit_of([{"text": "well yes", "start": 900, "end": 1700}])
    0.001
    >>> unit_of([{"text": "well yes", "start": 0.9, "end": 1.7}])
    1.0
    """
    told = list(found)
    times = [first(each, ENDS) or first(each, STARTS) for each in told]
    numbers = [time for time in times if isinstance(time, int | float)]
    n_words = sum(len(words(first(each, TEXTS)).split()) for each in told)
    return MILLI if numbers and max(numbers) > SLOW * max(n_words, 1) else 1.0
