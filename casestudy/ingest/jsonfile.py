"""JSON from transcription programs: oTranscribe's .otr and the output of the Whisper family.

oTranscribe keeps HTML in ``text``, with clickable time stamps. Whisper keeps ``segments`` with
start, end and, in some of its relatives, a speaker.
"""

from __future__ import annotations

import json
import math
from typing import Any

from casestudy.ingest.draft import Draft
from casestudy.ingest.encoding import decoded
from casestudy.ingest.original import Original
from casestudy.ingest.pagespeech import draft_of
from casestudy.ingest.pagewalk import PageWalk
from casestudy.ingest.reading import Reading
from casestudy.ingest.speech import Utterance, compose
from casestudy.ingest.turns import parts_of

ALLOWED = "allowed are oTranscribe (.otr) and Whisper (with 'segments'); export it as .vtt or .docx"


def read(original: Original) -> Reading:
    """Read a JSON file of a known program."""
    result = decoded(original)
    try:
        value = json.loads(result.text)
    except (ValueError, RecursionError) as error:
        raise original.bad(
            f"is not well-formed JSON ({str(error)[:80]}); export it again",
            line=getattr(error, "lineno", 0),
        ) from error
    segments = segments_of(value)
    if segments is not None:
        return whisper(original, value, segments, result.encoding)
    if isinstance(value, dict) and isinstance(value.get("text"), str) and "media" in value:
        return otranscribe(value, result.encoding)
    raise original.bad(f"is JSON of a program that is not known; {ALLOWED}")


def otranscribe(value: dict[str, Any], encoding: str) -> Reading:
    """The page that oTranscribe keeps, read as typed text."""
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(value["text"][: 50 * 1024 * 1024])
    draft = draft_of(PageWalk().walk(page))
    return draft.reading(parts_of(draft), reader="otranscribe 1", encoding=encoding)


def segments_of(value: object) -> list[Any] | None:
    """The list of segments, under the names the family gives it, or None."""
    if isinstance(value, dict):
        found = next((value[name] for name in ("segments", "chunks") if name in value), None)
        return found if isinstance(found, list) else None
    timed = (
        isinstance(value, list)
        and value
        and all(isinstance(each, dict) and "text" in each and "start" in each for each in value)
    )
    return value if isinstance(value, list) and timed else None


def whisper(original: Original, value: object, segments: list[Any], encoding: str) -> Reading:
    """Segments put together into turns."""
    draft = Draft()
    said = [
        utterance(segment, f"segment {number}")
        for number, segment in enumerate(segments, 1)
        if isinstance(segment, dict)
    ]
    if len(said) < len(segments):
        draft.lose("segment that is no record", count=len(segments) - len(said))
    parts = compose(draft, said)
    if not parts:
        raise original.bad("holds segments without words; check that speech was recorded")
    if any(isinstance(each, dict) and each.get("words") for each in segments):
        draft.lose("times of single words")
    draft.warn("written by a speech recogniser: listen to the recording and correct the words")
    language = value.get("language") if isinstance(value, dict) else ""
    return draft.reading(
        parts,
        kind="interview",
        reader="whisper 1",
        encoding=encoding,
        language=language if isinstance(language, str) else "",
    )


def utterance(segment: dict[str, Any], place: str) -> Utterance:
    """One segment, with times where it has them."""
    times = segment.get("timestamp")
    start, end = times if isinstance(times, list) and len(times) == 2 else (None, None)
    text, speaker = segment.get("text"), segment.get("speaker")
    return Utterance(
        speaker=" ".join(str(speaker).split()) if isinstance(speaker, str | int) else "",
        text=text if isinstance(text, str) else "",
        locator=place,
        start_time=second(segment.get("start", start)),
        end_time=second(segment.get("end", end)),
    )


def second(value: object) -> float | None:
    """A time in seconds, or None if it is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None
