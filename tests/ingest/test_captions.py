"""WebVTT and SubRip: voices, labels, entities, notes, rolling captions."""

from __future__ import annotations

from pathlib import Path

import pytest

from casestudy.errors import BadFile

from .made import pieces, read, times, turns


def vtt(*cues: str, head: str = "WEBVTT") -> str:
    """A file of cues one second long, without numbers."""
    timed = [f"00:00:{n:02}.000 --> 00:00:{n + 1:02}.000\n{cue}" for n, cue in enumerate(cues)]
    return "\n\n".join([head, *timed]) + "\n"


def srt(*cues: str) -> str:
    """A file of numbered cues one second long."""
    timed = [
        f"{n + 1}\n00:00:{n:02},000 --> 00:00:{n + 1:02},000\n{cue}" for n, cue in enumerate(cues)
    ]
    return "\n\n".join(timed) + "\n"


def test_consecutive_cues_of_one_voice_are_one_turn(tmp_path: Path) -> None:
    reading = read(tmp_path, vtt("<v Ann>We took", "<v Ann>the boat.</v>", "<v Bo Lee>When?</v>"))
    assert reading.kind == "interview"
    assert reading.text == "Ann: We took the boat.\nBo Lee: When?"
    assert turns(reading) == [("Ann", "We took the boat."), ("Bo Lee", "When?")]
    assert times(reading) == [(0.0, 2.0), (2.0, 3.0)]
    assert pieces(reading, "cue") == ["We took", "the boat.", "When?"]
    assert [part.locator for part in reading.parts] == ["cue 1", "cue 1", "cue 2", "cue 3", "cue 3"]


def test_several_voices_in_one_cue(tmp_path: Path) -> None:
    reading = read(tmp_path, vtt("<v Ann>Tea &amp; cake?</v> <v.loud Bo><i>Yes</i> 3 &lt; 4</v>"))
    assert turns(reading) == [("Ann", "Tea & cake?"), ("Bo", "Yes 3 < 4")]
    assert times(reading) == [(0.0, 1.0), (0.0, 1.0)]


def test_what_is_typed_stays(tmp_path: Path) -> None:
    reading = read(tmp_path, vtt("<v A>Oh <LAUGHS> &notit; AT&T &#8212; <00:00:00.500><c.x>my</c>"))
    assert turns(reading) == [("A", "Oh <LAUGHS> &notit; AT&T — my")]


def test_ids_settings_notes_and_style_sheets(tmp_path: Path) -> None:
    text = (
        "\ufeffWEBVTT - A talk\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:a\n\n"
        "NOTE one line\n\nNOTE\ntwo\nlines\n\nguid/12-0\n"
        "00:01.000 --> 01:00:02.500 align:start\n<v Ann>Hi\nthere</v>\n"
    )
    reading = read(tmp_path, text)
    assert reading.title == "A talk"
    assert turns(reading) == [("Ann", "Hi there")]
    assert times(reading) == [(1.0, 3602.5)]
    assert reading.parts[0].locator == "cue 1 (guid/12-0)"
    assert str(reading.losses).split("\n") == [
        "line 1: header line 'Kind: captions'",
        "line 4: style sheet",
        "line 7: region setting",
        "line 10: note: 'one line'",
        "line 12: note: 'two lines'",
    ]


def test_comma_times_are_read_with_a_warning(tmp_path: Path) -> None:
    reading = read(tmp_path, "WEBVTT\n\n00:00:07,000 --> 00:00:08,000\nkept\n")
    assert turns(reading) == [("", "kept")]
    assert "cue times are written with a comma" in reading.warnings[0]


def test_faults_are_read_and_reported(tmp_path: Path) -> None:
    text = (
        "WEBVTT\n\n00:00:05.000 --> 00:00:04.000\nback\n00:00:05.000 --> 00:00:06.000\n"
        "no blank line\n\n00:00:7 --> 00:00:08.000\nlost time\n"
    )
    reading = read(tmp_path, text)
    assert pieces(reading, "cue") == ["back", "no blank line"]
    assert "cue 1 ends before it starts" in reading.warnings[0]
    assert "lost time" in reading.warnings[1]
    assert "lost time" in str(reading.losses)


def test_labels_typed_into_cues_go_on_until_the_next(tmp_path: Path) -> None:
    cues = ("Ann: We took", "the boat: the big one.", "Bo: When?\nAnn: In May.", "Bo: Ah.")
    for text in (vtt(*cues), srt(*cues)):
        assert turns(read(tmp_path, text)) == [
            ("Ann", "We took the boat: the big one."),
            ("Bo", "When?"),
            ("Ann", "In May."),
            ("Bo", "Ah."),
        ]


def test_label_once_in_captions_is_reported(tmp_path: Path) -> None:
    cues = ("Anna: One", "Ben: Two", "Anna: Three", "Ben: Four", "Annna: Five")
    reading = read(tmp_path, srt(*cues))
    assert reading.warnings[0].startswith("cue 5: 'Annna' occurs once")


def test_nobody_is_named_and_a_pause_ends_the_turn(tmp_path: Path) -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nOne\n\n00:02.500 --> 00:03.000\ntwo.\n\n"
    reading = read(tmp_path, text + "00:05.000 --> 00:06.000\nThree.\n")
    assert turns(reading) == [("", "One two."), ("", "Three.")]


def test_dash_lines_stay_lines(tmp_path: Path) -> None:
    reading = read(tmp_path, vtt("- Tea?\n- It is\nnot warm.", "- Coffee?"))
    assert reading.text == "- Tea?\n- It is not warm.\n- Coffee?"
    assert pieces(reading, "cue") == ["- Tea?\n- It is not warm.", "- Coffee?"]


def test_rolling_captions_are_said_once(tmp_path: Path) -> None:
    cues = [" \nwe<00:00:00.500><c> took</c>", "we took\n ", "we took\nthe<c> boat</c>"]
    cues += ["the boat\n ", "the boat\nhome", "home\n ", "home\nagain"]
    reading = read(tmp_path, vtt(*cues))
    assert reading.text == "we took the boat home again"
    assert "line shown again by rolling captions (6 times)" in str(reading.losses)


def test_people_who_repeat_themselves_are_kept(tmp_path: Path) -> None:
    reading = read(tmp_path, srt("Yes.", "Yes.", "No.", "No.", "Well.", "I see.", "So."))
    assert reading.text == "Yes. Yes. No. No. Well. I see. So."


def test_another_person_by_arrows(tmp_path: Path) -> None:
    reading = read(tmp_path, vtt(">> Hello.", "Come in.", ">> Thanks."))
    assert [words for _, words in turns(reading)] == ["Hello. Come in.", "Thanks."]


def test_subrip_details(tmp_path: Path) -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}Ann: so {laughs} <i>yes</i>\n\n"
        "2\n00:00:02.000 --> 00:00:03.000 X1:0\nBo: dot\n\nafter a blank\n\n"
        "0:00:05,5 --> 0:00:06,5\nAnn: no number 7\n\n4\n00:00:09,000 --> 00:00:10,000\nBo: last"
    )
    reading = read(tmp_path, text)
    assert turns(reading) == [
        ("Ann", "so {laughs} yes"),
        ("Bo", "dot after a blank"),
        ("Ann", "no number 7"),
        ("Bo", "last"),
    ]
    assert times(reading)[2] == (5.5, 6.5)
    assert str(reading.losses) == "placing or style code in braces"


def test_file_without_cues(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="has no cue with times"):
        read(tmp_path, "WEBVTT\n\nNOTE nothing here\n")


def test_names_in_round_brackets(tmp_path: Path) -> None:
    cues = (
        "(Anna Lee)\n- Did it start here?\n(Bo)\n- It did.",
        "It was May.",
        "(Anna Lee) And (laughs) then?",
        "(laughs)",
        "(Bo)",
        "Well.",
    )
    for text in (vtt(*cues), srt(*cues)):
        reading = read(tmp_path, text)
        assert turns(reading) == [
            ("Anna Lee", "Did it start here?"),
            ("Bo", "It did. It was May."),
            ("Anna Lee", "And (laughs) then? (laughs)"),
            ("Bo", "Well."),
        ]
        assert not any("label" in warning for warning in reading.warnings)


def test_sounds_in_round_brackets_are_no_speakers(tmp_path: Path) -> None:
    cues = ("We came late.", "So we did.", "No.", "(Door opens)", "Yes.", "(Rain)", "(Door opens)")
    reading = read(tmp_path, srt(*cues, "(Rain)"))
    assert {speaker for speaker, _ in turns(reading)} == {""}


def test_byte_order_marks_inside_are_no_words(tmp_path: Path) -> None:
    reading = read(tmp_path, srt("\ufeff a", "\ufeff", "b \ufeff"))
    assert (reading.text, pieces(reading, "cue")) == ("a b", ["a", "b"])
