"""JSON from transcription programs: oTranscribe's .otr, the Whisper family, other recognisers.

oTranscribe keeps HTML in ``text``, with clickable time stamps. Whisper keeps ``segments`` with
start, end and, in some of its relatives, a speaker. The others are in `recognisers`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from casestudy.ingest.draft import Draft
from casestudy.ingest.encoding import decoded
from casestudy.ingest.json_values import at, name, records, second, words
from casestudy.ingest.original import Original
from casestudy.ingest.pagespeech import draft_of
from casestudy.ingest.pagewalk import PageWalk
from casestudy.ingest.reading import Reading
from casestudy.ingest.recognisers import utterances_in
from casestudy.ingest.speech import Utterance, compose
from casestudy.ingest.turns import parts_of

HEARD = "written by a speech recogniser: listen to the recording and correct the words"
LANGUAGE = (
    ("language_code",),
    ("language",),
    ("results", "language_code"),
    ("metadata", "language"),
)
"""Where recognisers say which language they heard."""

ALLOWED = (
    "allowed are oTranscribe (.otr) and the speech recognisers of docs/formats.md; "
    "export it as .vtt or .docx"
)


def read(original: Original) -> Reading:
    """Read a JSON file of a known program."""
    result = decoded(original)
    value = value_of(original, result.text)
    if isinstance(value, dict) and isinstance(value.get("text"), str) and "media" in value:
        return otranscribe(value, result.encoding)
    segments = segments_of(value)
    if segments is not None:
        return whisper(original, value, segments, result.encoding)
    program, said = utterances_in(value)
    if said:
        return recognised(value, program, said, result.encoding)
    raise original.bad(f"is JSON of a program that is not known; {ALLOWED}")


def value_of(original: Original, text: str) -> Any:
    """The value of a JSON file; of one with a value a line, the list of them."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        fault = error
    try:
        values = [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        values = []
    if len(values) > 1:
        return values
    raise original.bad(
        f"is not well-formed JSON ({str(fault)[:80]}); export it again",
        line=getattr(fault, "lineno", 0),
    ) from fault


def recognised(value: Any, program: str, said: Sequence[Utterance], encoding: str) -> Reading:
    """What another recogniser heard."""
    draft = Draft()
    parts = compose(draft, said)
    draft.lose("times of single words, and how sure the recogniser was of them")
    draft.warn(HEARD)
    language = next((found for key in LANGUAGE if (found := words(at(value, *key)))), "")
    return draft.reading(
        parts, kind="interview", reader=f"{program} 1", encoding=encoding, language=language
    )


def otranscribe(value: dict[str, Any], encoding: str) -> Reading:
    """The page that oTranscribe keeps, read as typed text."""
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(value["text"][: 50 * 1024 * 1024])
    draft = draft_of(PageWalk().walk(page))
    return draft.reading(parts_of(draft), reader="otranscribe 1", encoding=encoding)


def segments_of(value: object) -> list[Any] | None:
    """The list of segments with words, under the names the family gives it, or None."""
    if isinstance(value, dict):
        spoken = [each for each in records(value, "speakers") if words(each.get("text"))]
        keys = [key for key in ("segments", "chunks") if key in value]
        found = spoken or (value[keys[0]] if keys else None)
        worded = [each for each in records({"list": found}, "list") if "text" in each]
        return found if isinstance(found, list) and (worded or not found) else None
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
    draft.warn(HEARD)
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
    return Utterance(
        speaker=name(segment.get("speaker")),
        text=words(segment.get("text")),
        locator=place,
        start_time=second(segment.get("start", start)),
        end_time=second(segment.get("end", end)),
    )
