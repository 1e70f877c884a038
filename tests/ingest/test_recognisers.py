"""JSON of speech recognisers, in the shapes that their documentation shows: who, what, when."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from casestudy.errors import BadFile

from .made import check, pieces, read, times, turns

SAID = [("Speaker 0", "Well, how was it?"), ("Speaker 1", "It was late. Very late.")]


def word(text: str, start: float, end: float, **more: Any) -> dict[str, Any]:
    return {"word": text, "start": start, "end": end, **more}


WORDS = [
    ("Well", 0.5, 0.8, 0), ("how", 1.0, 1.2, 0), ("was", 1.2, 1.4, 0), ("it", 1.4, 1.6, 0),
    ("It", 2.0, 2.2, 1), ("was", 2.2, 2.4, 1), ("late", 2.4, 2.9, 1), ("Very", 3.5, 3.8, 1),
    ("late", 3.8, 4.2, 1),
]  # fmt: skip
MARKS = {0: ",", 3: "?", 6: ".", 8: "."}


def marked(make_word: Any, make_mark: Any) -> list[dict[str, Any]]:
    """All words, each followed by its mark if it has one."""
    found = []
    for number, told in enumerate(WORDS):
        found.append(make_word(*told))
        if number in MARKS:
            found.append(make_mark(MARKS[number]))
    return found


def pointed() -> list[tuple[str, float, float, int]]:
    """All words with their marks on them."""
    return [(text + MARKS.get(n, ""), a, b, who) for n, (text, a, b, who) in enumerate(WORDS)]


def amazon(label: str) -> dict[str, Any]:
    items = marked(
        lambda text, start, end, who: {
            "type": "pronunciation", "start_time": str(start), "end_time": str(end),
            "alternatives": [{"confidence": "0.9", "content": text}],
            **({"speaker_label": f"spk_{who}"} if label == "items" else {}),
        },
        lambda mark: {"type": "punctuation", "alternatives": [{"content": mark}]},
    )  # fmt: skip
    labelled = [{"start_time": str(a), "speaker_label": f"spk_{who}", "end_time": str(b)}
                for _, a, b, who in WORDS]  # fmt: skip
    segments = [{"start_time": "0.5", "speaker_label": "spk_0", "items": labelled}]
    results: dict[str, Any] = {"transcripts": [{"transcript": "all"}], "items": items}
    if label == "segments":
        results["speaker_labels"] = {"speakers": 2, "segments": segments}
    return {"jobName": "a", "accountId": "1", "status": "COMPLETED", "results": results}


def azure(unit: str) -> dict[str, Any]:
    times_ = [(0.5, 1.1), (2.0, 0.9), (3.5, 0.7)]
    texts = ["Well, how was it?", "It was late.", "Very late."]
    phrases = []
    for (start, length), text, who in zip(times_, texts, (0, 1, 1), strict=True):
        if unit == "ticks":
            told = {"offset": f"PT{start}S", "offsetInTicks": start * 1e7,
                    "durationInTicks": length * 1e7, "nBest": [{"display": text}]}  # fmt: skip
        else:
            told = {"offsetMilliseconds": int(start * 1000),
                    "durationMilliseconds": int(length * 1000), "text": text}  # fmt: skip
        phrases.append({"speaker": who, "channel": 0, **told})
    if unit == "ticks":
        return {"source": "x", "combinedRecognizedPhrases": [{}], "recognizedPhrases": phrases}
    return {"durationMilliseconds": 4200, "combinedPhrases": [{}], "phrases": phrases}


def deepgram(kind: str) -> dict[str, Any]:
    told = [word(t.lower(), a, b, punctuated_word=t, speaker=who) for t, a, b, who in pointed()]
    paragraphs = [
        {"speaker": 0, "start": 0.5, "end": 1.6,
         "sentences": [{"text": "Well, how was it?", "start": 0.5, "end": 1.6}]},
        {"speaker": 1, "start": 2.0, "end": 4.2,
         "sentences": [{"text": "It was late.", "start": 2.0, "end": 2.9},
                       {"text": "Very late.", "start": 3.5, "end": 4.2}]},
    ]  # fmt: skip
    best: dict[str, Any] = {"transcript": "all", "confidence": 0.9, "words": told}
    if kind == "paragraphs":
        best["paragraphs"] = {"transcript": "all", "paragraphs": paragraphs}
    results: dict[str, Any] = {"channels": [{"alternatives": [best]}]}
    if kind == "utterances":
        results["utterances"] = [
            {"start": p["start"], "end": p["end"], "speaker": p["speaker"], "channel": 0,
             "transcript": " ".join(s["text"] for s in p["sentences"])} for p in paragraphs
        ]  # fmt: skip
    return {"metadata": {"request_id": "1"}, "results": results}


PARTS = [
    ("Well, how was it?", 0.5, 1.6, 0), ("It was late.", 2.0, 2.9, 1), ("Very late.", 3.5, 4.2, 1),
]  # fmt: skip

SHAPES: dict[str, Any] = {
    "amazon, speakers in segments": amazon("segments"),
    "amazon, speakers in items": amazon("items"),
    "azure batch": azure("ticks"),
    "azure fast": azure("milliseconds"),
    "deepgram utterances": deepgram("utterances"),
    "deepgram paragraphs": deepgram("paragraphs"),
    "deepgram words": deepgram("words"),
    "assemblyai": {
        "id": "1", "language_code": "en_us", "audio_duration": 5, "text": "all", "words": [],
        "utterances": [
            {"speaker": who, "text": t, "start": int(a * 1000), "end": int(b * 1000)}
            for t, a, b, who in PARTS
        ],
    },
    "google": {
        "results": [
            {"alternatives": [{"transcript": "all", "words": [{"word": "Well"}]}]},
            {"alternatives": [{"words": [
                {"startTime": f"{a}s", "endTime": f"{b}s", "word": t, "speakerTag": who}
                for t, a, b, who in pointed()
            ]}]},
        ]
    },
    "google, second version": {
        "results": [
            {"alternatives": [{"transcript": "all", "words": [
                {"startOffset": f"{a}s", "endOffset": f"{b}s", "word": t,
                 "speakerLabel": f"Speaker {who}"} for t, a, b, who in pointed()
            ]}]},
        ]
    },
    "amazon, segments": {"jobName": "a", "results": {"items": [], "audio_segments": [
        {"id": n, "transcript": t, "start_time": str(a), "end_time": str(b),
         "speaker_label": f"spk_{who}"} for n, (t, a, b, who) in enumerate(PARTS)
    ]}},
    "a list of cues": {"cues": [
        {"speaker": f"Speaker {who}", "start": a, "end": b, "text": t} for t, a, b, who in PARTS
    ]},
    "rev": {
        "speakers": [{"id": 0, "name": "Speaker 0"}, {"id": 1, "name": "Speaker 1"}],
        "monologues": [
            {"speaker": 0, "elements": [
                {"type": "text", "value": "Well", "ts": 0.5, "end_ts": 0.8},
                {"type": "punct", "value": ", "},
                {"type": "text", "value": "how was it", "ts": 1.0, "end_ts": 1.6},
                {"type": "punct", "value": "?"}]},
            {"speaker": 1, "elements": [
                {"type": "text", "value": "It was late", "ts": 2.0, "end_ts": 2.9},
                {"type": "punct", "value": ". "},
                {"type": "text", "value": "Very late", "ts": 3.5, "end_ts": 4.2},
                {"type": "punct", "value": "."}]},
        ],
    },
    "speechmatics": {
        "format": "2.9", "metadata": {"language": "en"},
        "results": marked(
            lambda text, start, end, who: {
                "type": "word", "start_time": start, "end_time": end,
                "alternatives": [{"content": text, "speaker": f"Speaker {who}"}]},
            lambda mark: {
                "type": "punctuation", "start_time": 1.0, "end_time": 1.0,
                "attaches_to": "previous", "alternatives": [{"content": mark, "speaker": "UU"}]},
        ),
    },
    "watson": {
        "result_index": 0,
        "speaker_labels": [{"from": a, "to": b, "speaker": who, "final": True}
                           for _, a, b, who in WORDS],
        "results": [{"final": True, "alternatives": [
            {"transcript": "all", "timestamps": [[t, a, b] for t, a, b, _ in pointed()]}]}],
    },
    "gladia": {"result": {"transcription": {"full_transcript": "all", "utterances": [
        {"text": t, "start": a, "end": b, "speaker": who, "channel": 0} for t, a, b, who in PARTS
    ]}}},
    "sonix": {"name": "talk", "transcript": [
        {"speaker": f"Speaker {who}", "start_time": a, "end_time": b, "text": t}
        for t, a, b, who in PARTS
    ]},
    "fireflies": {"title": "talk", "sentences": [
        {"index": n, "speaker_name": f"Speaker {who}", "raw_text": t.lower(), "text": t,
         "start_time": a, "end_time": b} for n, (t, a, b, who) in enumerate(PARTS)
    ]},
    "fireflies, a list": [
        {"sentence": t, "startTime": a, "endTime": b, "speaker_name": f"Speaker {who}"}
        for t, a, b, who in PARTS
    ],
    "podcast": {"version": "1.0.0", "segments": [
        {"speaker": f"Speaker {who}", "startTime": a, "endTime": b, "body": t}
        for t, a, b, who in PARTS
    ]},
    "amberscript": {
        "speakers": [{"spkid": f"spk{n + 1}", "name": f"Speaker {n}"} for n in (0, 1)],
        "segments": [
            {"speaker": f"spk{speaker + 1}", "words": [
                {"text": t, "start": a, "end": b} for t, a, b, who in pointed() if who == speaker]}
            for speaker in (0, 1)
        ],
    },
    "happy scribe": [
        {"speaker": f"Speaker {speaker}", "words": [
            {"text": t, "data_start": a, "data_end": b, "type": "word"}
            for t, a, b, who in pointed() if who == speaker]}
        for speaker in (0, 1)
    ],
    "elevenlabs": {
        "language_code": "en", "text": "all",
        "words": [
            each
            for t, a, b, who in pointed()
            for each in ({"text": t, "type": "word", "start": a, "end": b, "speaker_id": who},
                         {"text": " ", "type": "spacing", "start": b, "end": b, "speaker_id": who})
        ],
    },
    "whisper.cpp": {
        "systeminfo": "x", "result": {"language": "en"},
        "transcription": [
            {"timestamps": {"from": "00:00:00,500", "to": "x"}, "text": f" {t}", "speaker": who,
             "offsets": {"from": int(a * 1000), "to": int(b * 1000)}} for t, a, b, who in PARTS
        ],
    },
    "insanely fast whisper": {
        "speakers": [{"speaker": f"Speaker {who}", "timestamp": [a, b], "text": f" {t}"}
                     for t, a, b, who in PARTS],
        "chunks": [{"timestamp": [0.0, 1.0], "text": " other"}], "text": "all",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_who_said_what_and_when(tmp_path: Path, name: str) -> None:
    reading = read(tmp_path, json.dumps(SHAPES[name], ensure_ascii=False))
    check(reading)
    found = [(who.replace("spk_", "Speaker "), said) for who, said in turns(reading)]
    assert found == SAID
    assert times(reading) == [(0.5, 1.6), (2.0, 4.2)]
    assert reading.kind == "interview"
    assert "speech recogniser" in reading.warnings[0]


@pytest.mark.parametrize("name", ["amazon, speakers in items", "google", "elevenlabs", "watson"])
def test_words_become_cues_of_a_sentence(tmp_path: Path, name: str) -> None:
    reading = read(tmp_path, json.dumps(SHAPES[name]))
    assert pieces(reading, "cue") == ["Well, how was it?", "It was late.", "Very late."]
    assert str(reading.losses).startswith("times of single words")


def test_without_speakers(tmp_path: Path) -> None:
    event = {"tStartMs": 500, "dDurationMs": 1500, "segs": [{"utf8": "how"}, {"utf8": " was it"}]}
    later = {"tStartMs": 60_000, "dDurationMs": 900, "segs": [{"utf8": "late"}]}
    youtube = {
        "wireMagic": "pb3",
        "events": [{"tStartMs": 0}, event, {"segs": [{"utf8": "\n"}]}, later],
    }
    reading = read(tmp_path, json.dumps(youtube))
    assert turns(reading) == [("", "how was it"), ("", "late")]
    assert times(reading)[0] == (0.5, 2.0)
    vosk = {"result": [word("how", 0.5, 0.8, conf=1.0), word("late", 0.9, 1.2)], "text": "how late"}
    for told in (json.dumps(vosk), json.dumps([vosk]), "\n".join([json.dumps(vosk)] * 2)):
        assert turns(read(tmp_path, told))[0][1].startswith("how late")


def test_lists_without_times(tmp_path: Path) -> None:
    teams = [
        {"speakerName": "Anna", "spokenText": "So?"},
        {"speakerName": "Bo", "spokenText": "No"},
    ]
    assert turns(read(tmp_path, json.dumps(teams))) == [("Anna", "So?"), ("Bo", "No")]
    chat = {
        "messages": [{"role": "interviewer", "content": "So?"}, {"role": "Bo", "content": "No"}]
    }
    reading = read(tmp_path, json.dumps(chat))
    assert turns(reading) == [("interviewer", "So?"), ("Bo", "No")]
    assert reading.roles == {"interviewer": "interviewer", "Bo": "respondent"}


def test_two_channels_are_two_speakers_in_order_of_time(tmp_path: Path) -> None:
    channels = [
        {
            "alternatives": [
                {"transcript": "x", "words": [word("hello.", 0.0, 0.5), word("bye.", 3, 4)]}
            ]
        },
        {"alternatives": [{"transcript": "y", "words": [word("hi.", 1.0, 1.5)]}]},
    ]
    reading = read(tmp_path, json.dumps({"results": {"channels": channels}}))
    assert turns(reading) == [("Channel 0", "hello."), ("Channel 1", "hi."), ("Channel 0", "bye.")]


def test_a_long_sentence_without_marks_is_cut(tmp_path: Path) -> None:
    told = {"words": [{"text": "so", "start": n, "end": n + 1, "speaker": "A"} for n in range(100)]}
    assert len(pieces(read(tmp_path, json.dumps(told)), "cue")) == 3


@pytest.mark.parametrize(
    "value",
    [
        {"results": {"items": 3}}, {"results": [{"alternatives": [7]}]}, {"words": "none"},
        {"utterances": [{"text": 3, "start": {}}]}, {"monologues": [{"elements": None}]},
        {"events": [{"segs": "x"}]}, {"phrases": [{"text": ""}]}, [{"a": 1}], {"a": 1},
        {"results": {"channels": [{"alternatives": [{"words": [{"word": None}]}]}]}},
    ],
)  # fmt: skip
def test_json_that_only_looks_like_it_is_refused(tmp_path: Path, value: Any) -> None:
    with pytest.raises(BadFile, match="JSON of a program that is not known; allowed are oTrans"):
        read(tmp_path, json.dumps(value))
