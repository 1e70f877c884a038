"""JSON of speech recognisers: where each of them keeps who said what and when.

Some give whole utterances, some only words with their times. Words are put together to the end of
their sentence, so that a cue is something a person would say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from casestudy.ingest.json_values import at, every, first, name, records, second, words
from casestudy.ingest.recognised import (
    ENDS,
    MILLI,
    SPEAKERS,
    STARTS,
    TEXTS,
    Found,
    listed,
    plain,
    together,
    unit_of,
    utterance,
)
from casestudy.ingest.speech import Utterance

TICK = 1e-7
RESULT_ENDS = ("resultEndTime", "resultEndOffset")


def utterances_in(value: Any) -> tuple[str, Found]:
    """The program that wrote a JSON value and what was said, ("", []) if it is not known.

    Examples
    --------
    >>> told = {"utterances": [{"speaker": "A", "text": "Hi.", "start": 250, "end": 900}]}
    >>> program, [said] = utterances_in(told)
    >>> program, said.speaker, said.text, said.start_time
    ('sentences', 'Speaker A', 'Hi.', 0.25)
    """
    for program, look in PROGRAMS.items():
        found = [each for each in look(value) if each.text.strip()]
        if found:
            return program, found
    return "", []


# --- the programs --------------------------------------------------------------------------------


def amazon(value: Any) -> Found:
    """Amazon Transcribe: words with times as text, speakers beside them or by their start."""
    items = records(value, "results", "items")
    by_start = {
        item.get("start_time"): item.get("speaker_label")
        for segment in records(value, "results", "speaker_labels", "segments")
        for item in records(segment, "items")
    }
    channels = records(value, "results", "channel_labels", "channels")
    if channels:
        said = [
            utterance({**item, **_best(item), "speaker": f"Channel {number}"}, "")
            for number, channel in enumerate(channels)
            for item in records(channel, "items")
        ]
        return sorted(together(said, "sentence"), key=lambda each: each.start_time or 0.0)
    pieces, speaker = [], None
    for item in items:
        start = item.get("start_time")
        known = by_start.get(start) if isinstance(start, str) else None
        speaker = item.get("speaker_label") or known or speaker
        pieces.append(utterance({**item, **_best(item), "speaker": speaker}, ""))
    return together(pieces, "sentence")


def _best(item: dict[str, Any]) -> dict[str, Any]:
    return {"content": at(item, "alternatives", 0, "content")}


def speechmatics(value: Any) -> Found:
    """Speechmatics: words and marks, each with the alternative that is likeliest."""
    found = records(value, "results")
    if not found or "type" not in found[0]:
        return []
    pieces = []
    for each in found:
        best = at(each, "alternatives", 0) or {}
        times = {} if each.get("type") == "punctuation" else each
        pieces.append(utterance({**times, **best} if isinstance(best, dict) else times, ""))
    return together(pieces, "sentence")


def google(value: Any) -> Found:
    """Google: results of some seconds; with speakers, the last one repeats all words."""
    results = records(value, "results") or records(value, "response", "results")
    tagged = records(results[-1], "alternatives", 0, "words") if results else []
    if any(first(each, ("speakerTag", "speaker_tag", "speakerLabel")) for each in tagged):
        return together(listed(tagged, "word"), "sentence")
    said = []
    for number, each in enumerate(results, 1):
        inner = records(each, "alternatives", 0, "words")
        text = words(at(each, "alternatives", 0, "transcript"))
        start = second(first(inner[0], STARTS)) if inner else None
        end = second(first(inner[-1], ENDS)) if inner else second(first(each, RESULT_ENDS))
        channel = name(each.get("channelTag"), "Channel")
        said.append(
            Utterance(speaker=channel, text=text, locator=f"result {number}",
                      start_time=start, end_time=end)
        )  # fmt: skip
    return said


def watson(value: Any) -> Found:
    """IBM Watson: words as [word, start, end], speakers by the time a word starts."""
    by_start = {each.get("from"): each.get("speaker") for each in records(value, "speaker_labels")}
    pieces: list[Utterance] = []
    for result in records(value, "results"):
        for told in at(result, "alternatives", 0, "timestamps") or []:
            if isinstance(told, list) and len(told) == 3 and isinstance(told[1], int | float):
                speaker = name(by_start.get(told[1]))
                pieces.append(
                    Utterance(speaker=speaker, text=words(told[0]), locator="",
                              start_time=second(told[1]), end_time=second(told[2]))
                )  # fmt: skip
    return together(pieces, "phrase")


def deepgram(value: Any) -> Found:
    """Deepgram: utterances, else paragraphs of speakers, else words; several channels by time."""
    spoken = records(value, "results", "utterances")
    channels = records(value, "results", "channels")
    if spoken:
        return listed(spoken, "utterance")
    said: Found = []
    for number, channel in enumerate(channels):
        best = at(channel, "alternatives", 0)
        mark = {"speaker": f"Channel {number}"} if len(channels) > 1 else {}
        paragraphs = records(best, "paragraphs", "paragraphs")
        inner = [
            {"speaker": paragraph.get("speaker"), **sentence, **mark}
            for paragraph in paragraphs
            for sentence in records(paragraph, "sentences")
        ]
        pieces = listed(inner, "sentence") or together(
            listed([{**each, **mark} for each in records(best, "words")], "word"), "sentence"
        )
        said += pieces or listed([{**best, **mark}] if isinstance(best, dict) else [], "channel")
    return sorted(said, key=lambda each: each.start_time or 0.0)


def whisper_cpp(value: Any) -> Found:
    """whisper.cpp: segments with offsets in milliseconds."""
    found = [
        each for each in records(value, "transcription") if isinstance(each.get("offsets"), dict)
    ]
    return listed([{**each["offsets"], **each} for each in found], "segment", MILLI)


def azure(value: Any) -> Found:
    """Azure: phrases with ticks of a ten-millionth of a second, or with milliseconds."""
    said = []
    for number, each in enumerate(records(value, "recognizedPhrases"), 1):
        start = second(each.get("offsetInTicks"), TICK) or second(each.get("offset"))
        length = second(each.get("durationInTicks"), TICK) or second(each.get("duration"))
        said.append((each, words(at(each, "nBest", 0, "display")), start, length, number))
    for number, each in enumerate(records(value, "phrases"), 1):
        start = second(each.get("offsetMilliseconds"), MILLI)
        length = second(each.get("durationMilliseconds"), MILLI)
        said.append((each, words(each.get("text")), start, length, number))
    return sorted(
        (
            Utterance(
                speaker=name(each.get("speaker")) or name(each.get("channel"), "Channel"),
                text=text,
                locator=f"phrase {number}",
                start_time=start,
                end_time=None if start is None or length is None else round(start + length, 6),
            )
            for each, text, start, length, number in said
        ),
        key=lambda each: each.start_time or 0.0,
    )


def rev(value: Any) -> Found:
    """Rev and Temi: monologues of words and marks, with a list of speakers."""
    names = {each.get("id"): each.get("name") for each in records(value, "speakers")}
    said: Found = []
    for number, each in enumerate(records(value, "monologues"), 1):
        speaker = each.get("speaker")
        known = names.get(speaker) if isinstance(speaker, str | int) else None
        inner = [{**element, "speaker": known or speaker} for element in records(each, "elements")]
        pieces = [utterance(element, "") for element in inner]
        timed = [piece for piece in pieces if piece.start_time is not None]
        said.append(
            Utterance(
                speaker=name(known or each.get("speaker_name") or speaker),
                text="".join(piece.text for piece in pieces),
                locator=f"monologue {number}",
                start_time=timed[0].start_time if timed else None,
                end_time=timed[-1].end_time if timed else None,
            )
        )
    return said


def youtube(value: Any) -> Found:
    """YouTube's json3: events with milliseconds; those that only add a line end are left out."""
    said = []
    for number, each in enumerate(records(value, "events"), 1):
        text = "".join(words(piece.get("utf8")) for piece in records(each, "segs"))
        start = second(each.get("tStartMs"), MILLI)
        length = second(each.get("dDurationMs"), MILLI)
        end = None if start is None or length is None else round(start + length, 6)
        said.append(
            Utterance(speaker="", text=text, locator=f"event {number}", start_time=start,
                      end_time=end)
        )  # fmt: skip
    return said


def vosk(value: Any) -> Found:
    """Vosk: results of words, one or a list of them."""
    inner = [word for each in every(value) for word in records(each, "result")]
    return together(listed(inner, "word"), "phrase")


def turns_of_words(value: Any) -> Found:
    """Amberscript and Happy Scribe: speakers, each with the words they say."""
    names = {each.get("spkid"): each.get("name") for each in records(value, "speakers")}
    said: Found = []
    for each in records(value, "segments") or records({"list": value}, "list"):
        speaker = each.get("speaker")
        known = names.get(speaker) if isinstance(speaker, str) else None
        inner = records(each, "words")
        if not inner or isinstance(each.get("text"), str):
            return []
        pieces = [
            utterance({"start": word.get("data_start"), "end": word.get("data_end"), **word,
                       "speaker": known or speaker}, "")
            for word in inner
        ]  # fmt: skip
        said += together(pieces, f"segment {len(said) + 1} sentence")
    return said


LISTS = (
    ("utterances",),
    ("sentences",),
    ("transcript",),
    ("result", "transcription", "utterances"),
    ("transcription", "utterances"),
    ("segments",),
    ("results", "audio_segments"),
    ("data",),
    ("entries",),
    ("transcripts",),
    ("cues",),
    ("messages",),
)
"""Where programs keep a plain list of who said what."""


def sentences_of(value: Any) -> Found:
    """AssemblyAI, Fireflies, Sonix, Gladia, podcasts and others: a plain list of who said what."""
    for path in LISTS:
        found = [each for each in records(value, *path) if words(first(each, TEXTS))]
        if found:
            return listed(found, "entry", unit_of(found))
    found = [each for each in records({"list": value}, "list") if words(first(each, TEXTS))]
    named = found and first(found[0], (*STARTS, *SPEAKERS)) is not None
    return listed(found, "entry", unit_of(found)) if named else []


def words_of(value: Any) -> Found:
    """ElevenLabs, AssemblyAI without speakers, and others: one list of words."""
    found = records(value, "words")
    return together(listed(found, "word", unit_of(found)), "sentence")


PROGRAMS: dict[str, Callable[[Any], Found]] = {
    "amazon": amazon,
    "speechmatics": speechmatics,
    "watson": watson,
    "deepgram": deepgram,
    "google": google,
    "azure": azure,
    "rev": rev,
    "youtube": youtube,
    "vosk": vosk,
    "turns": turns_of_words,
    "whisper.cpp": whisper_cpp,
    "sentences": sentences_of,
    "words": words_of,
    "plain": plain,
}
"""For each program how it is looked for; the plainest shapes come last."""
