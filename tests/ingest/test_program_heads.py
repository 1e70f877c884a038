"""Labels and times that programs, courts and chats write, and labels in many scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from .made import pieces, read, times, turns

FOUR = [("Anna Berg", "So?"), ("Ben", "Well: yes."), ("Anna Berg", "And?"), ("Ben", "At 10:30.")]


@pytest.mark.parametrize(
    ("layout", "starts"),
    [
        ("Anna Berg [00:00:03] So? [3.2]\n\nBen [00:00:09] Well: yes. [1.0]\n\n"
         "Anna Berg [00:00:11] And? [2.0]\n\nBen [00:00:22] At 10:30. [8.1]\n", [3, 9, 11, 22]),
        ("Anna Berg: [00:00:03] So?\n\nBen: [00:00:09] Well: yes.\n\n"
         "Anna Berg: [00:00:11] And?\n\nBen: [00:00:22] At 10:30.\n\n"
         "Sonix is the world's most advanced automated transcription, translation, and subtitling "
         "platform. Fast, accurate, and affordable.\n", [3, 9, 11, 22]),
        ("12/03/2024, 14:03 - Anna Berg: So?\n12/03/2024, 14:04 - Ben: Well: yes.\n"
         "12/03/2024, 14:05 - Anna Berg: And?\n12/03/2024, 14:06 - Ben: At 10:30.\n", [None] * 4),
        ("[12.03.24, 14:03:11] Anna Berg: So?\n[12.03.24, 14:04:12] Ben: Well: yes.\n"
         "\u200e[12.03.24, 14:05:13] Anna Berg: And?\n[12.03.24, 14:06:14] Ben: At 10:30.\n",
         [None] * 4),
        ("14:03:11 From Anna Berg to Everyone:\n\tSo?\n14:04:11 From Ben to Anna Berg (Direct "
         "Message):\n\tWell: yes.\n14:05:11 From Anna Berg to Everyone:\n\tAnd?\n"
         "14:05:15 From Ben to Everyone:\n\tAt 10:30.\n", [50591, 50651, 50711, 50715]),
        ("Anna Berg (00h00m03s): So?\nBen (00h00m09s): Well: yes.\nAnna Berg (00h00m11s): And?\n"
         "Ben (00h01m02s): At 10:30.\n", [3, 9, 11, 62]),
        ("Anna Berg [00.00.03]: So?\nBen [00.00.09]: Well: yes.\nAnna Berg [00.00.11]: And?\n"
         "Ben [00.01.02]: At 10:30.\n", [3, 9, 11, 62]),
        ("Anna Berg (0'03\"): So?\nBen (0'09\"): Well: yes.\nAnna Berg (0'11\"): And?\n"
         "Ben (1'02\"): At 10:30.\n", [3, 9, 11, 62]),
        ("1  Anna Berg: So?\n2  Ben: Well: yes.\n3  Anna Berg: And?\n4  Ben: At 10:30.\n",
         [None] * 4),
        ("[1] Anna Berg: So?\n[2] Ben: Well: yes.\n[3] Anna Berg: And?\n[4] Ben: At 10:30.\n",
         [None] * 4),
        ("Anna Berg:\t\t00:03\t\tSo?\nBen:\t\t00:09\t\tWell: yes.\nAnna Berg:\t\t00:11\t\tAnd?\n"
         "Ben:\t\t01:02\t\tAt 10:30.\n", [3, 9, 11, 62]),
        ("[00:00:03] **Anna Berg:** So?\n\n[00:00:09] **Ben:** Well: yes.\n\n"
         "[00:00:11] **Anna Berg:** And?\n\n[00:01:02] **Ben:** At 10:30.\n", [3, 9, 11, 62]),
        ("00:00:03.5Anna Berg: So?\n\n00:00:09.0Ben: Well: yes.\n\n00:00:11.3Anna Berg: And?\n\n"
         "00:01:02.1Ben: At 10:30.\n", [3.5, 9, 11.3, 62.1]),
        ("00:00:03\tAnna Berg\tSo?\n00:00:09\tBen\tWell: yes.\n00:00:11\tAnna Berg\tAnd?\n"
         "00:01:02\tBen\tAt 10:30.\n", [3, 9, 11, 62]),
        ("[00:00:03] - Anna Berg\nSo?\n\n[00:00:09] - Ben\nWell: yes.\n\n"
         "[00:00:11] - Anna Berg\nAnd?\n\n[00:01:02] - Ben\nAt 10:30.\n", [3, 9, 11, 62]),
        ("Anna Berg/ So?\nBen/ Well: yes.\nAnna Berg/ And?\nBen/ At 10:30.\n", [None] * 4),
        ("Anna Berg    So?\nBen          Well: yes.\nAnna Berg    And?\nBen          At 10:30.\n",
         [None] * 4),
    ],
)  # fmt: skip
def test_layouts_of_programs(tmp_path: Path, layout: str, starts: list[float | None]) -> None:
    reading = read(tmp_path, layout)
    assert turns(reading) == FOUR
    assert [start for start, _ in times(reading)] == starts
    assert reading.text == layout


def test_the_length_that_trint_writes_gives_the_end(tmp_path: Path) -> None:
    text = "Anna [00:00:03] So? [3.2]\n\nBen [00:00:09] Yes. [1.0]\n\n" * 2
    assert times(read(tmp_path, text))[:2] == [(3.0, 6.2), (9.0, 10.0)]
    cited = "Anna: See [3.2]\nBen: Yes.\nAnna: So?\nBen: No.\n"
    assert turns(read(tmp_path, cited))[0] == ("Anna", "See [3.2]")


def test_who_speaks_once_in_what_a_program_wrote_is_a_speaker(tmp_path: Path) -> None:
    text = "Anna Berg  0:03\nHi.\n\nBen Koo  0:10\nHello.\n\nCarl Dee  0:12\nOne thing.\n\n"
    reading = read(tmp_path, text + "Anna Berg  1:03\nOk.\n\nTranscribed by https://otter.ai\n")
    assert [speaker for speaker, _ in turns(reading)] == [
        *("Anna Berg", "Ben Koo", "Carl Dee", "Anna Berg"),
    ]
    typed = "Anna: Hi.\nBen: Hello.\nCarl (0:12): One thing.\nAnna: Ok.\nBen: Yes.\n"
    assert {speaker for speaker, _ in turns(read(tmp_path, typed))} == {"Anna", "Ben"}


def test_times_of_teams_without_zeros(tmp_path: Path) -> None:
    text = (
        "0:0:0.0 --> 0:0:6.90\nBerg, Anna\nHello there.\n\n0:0:7.120 --> 0:0:12.480\nBen Koo\nHi.\n"
        "\n0:0:13.0 --> 0:1:15.5\nBerg, Anna\nSo.\n\n0:1:16.0 --> 0:1:17.500\nCarl Dee\nOnce.\n"
    )
    reading = read(tmp_path, text)
    assert turns(reading) == [
        ("Berg, Anna", "Hello there."), ("Ben Koo", "Hi."), ("Berg, Anna", "So."),
        ("Carl Dee", "Once."),
    ]  # fmt: skip
    assert times(reading) == [(0.0, 6.09), (7.12, 12.48), (13.0, 75.005), (76.0, 77.5)]


def test_times_without_names(tmp_path: Path) -> None:
    text = "Talk\n\n[00:03] Shall we?\n[00:07] Yes, at 10:30.\nand on\n[01:03] So be it.\n"
    reading = read(tmp_path, text)
    assert turns(reading) == [("", "Shall we?"), ("", "Yes, at 10:30.\nand on"), ("", "So be it.")]
    assert times(reading) == [(3.0, None), (7.0, None), (63.0, None)]
    assert pieces(reading, "paragraph") == ["Talk"]


@pytest.mark.parametrize(
    "text",
    [
        "09:30\nWelcome\n10:00\nThe first talk\n11:00\nCoffee\n12:00\nThe end\n",
        "[00:03] Shall we?\nwords\nwords\nwords\n[00:07] Yes\nwords\nwords\nwords\n",
        "[00:09] Later\n[00:03] Sooner\n[00:07] Between\n",
        "1. Eggs: ten\n2. Milk: one\n3. Bread: one\n4. Salt: much\n",
        "1: Heat the oven\n2: Stir\n3: Bake\n4: Eat\n",
        "USA. A state.\nFIN. A state.\nNOTES. On states.\nMORE. On more.\n",
    ],
)
def test_programmes_and_lists_have_no_turns(tmp_path: Path, text: str) -> None:
    assert turns(read(tmp_path, text)) == []


def test_numbered_lines_and_the_warning(tmp_path: Path) -> None:
    text = (
        "  1     Q.   Where were you?\n  2     A.   At home.\n  3          In bed.\n"
        "  4     Q.   When?\n  1     A.   At noon.\n"
    )
    reading = read(tmp_path, text)
    assert [speaker for speaker, _ in turns(reading)] == ["Q", "A", "Q", "A"]
    assert turns(reading)[1] == ("A", "At home.\n  3          In bed.")
    assert reading.warnings[0].startswith("the lines are numbered")


def test_numbered_questions_and_initials(tmp_path: Path) -> None:
    text = "Q1. How?\nA1. By bus.\nQ2. When?\nA2. I said: late.\nQ3. Why?\nA3. Note: no car.\n"
    assert turns(read(tmp_path, text))[3:] == [
        ("A", "I said: late."), ("Q", "Why?"), ("A", "Note: no car."),
    ]  # fmt: skip
    names = "P. Smith: So?\nR. Jones: Yes.\n" * 2
    assert [speaker for speaker, _ in turns(read(tmp_path, names))] == ["P. Smith", "R. Jones"] * 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maj. Gen. J. R. van der Berg Jr.", "Lt. Col. O'Neill-Ray (USAF, ret.)"),
        ("J.R.", "A.B.C."),
        ("Enquêtrice ", "M. D’Aubigné "),
        ("Interviewerin", "Befragte/r 1"),
        ("Jose\u0301", "Zoe\u0308"),
        ("साक्षात्कारकर्ता", "राम"),
        ("ผู้สัมภาษณ์", "สมชาย"),
        ("מראיין", "דנה"),
        ("المحاور", "سارة"),
        ("질문", "답변"),
        ("Speaker (1)", "Speaker (2)"),
        ("Berg, Anna", "Koo, Ben"),
    ],
)
def test_labels_of_all_peoples(tmp_path: Path, one: str, other: str) -> None:
    text = f"{one}: See https://a.org/x: why?\n{other}: John 3:16 says: so.\n3:16 it is.\n" * 2
    reading = read(tmp_path, text)
    assert turns(reading)[:2] == [
        (one.strip(), "See https://a.org/x: why?"),
        (other.strip(), "John 3:16 says: so.\n3:16 it is."),
    ]
    assert len(turns(reading)) == 4


def test_accents_apart_from_their_letter_are_the_same_label(tmp_path: Path) -> None:
    reading = read(tmp_path, "José: a\nBen: b\nJose\u0301: c\nBen: d\nJosé: e\n")
    assert [speaker for speaker, _ in turns(reading)] == ["José", "Ben"] * 2 + ["José"]


@pytest.mark.parametrize("word", ["Anmerkung", "Nota", "Huom", "Remarque", "Fecha", "Note"])
def test_notes_in_other_languages_are_text(tmp_path: Path, word: str) -> None:
    text = f"I: Warum?\nB: Darum.\n{word}: Telefon.\n" * 3
    reading = read(tmp_path, text)
    assert set(reading.roles) == {"I", "B"}
    assert turns(reading)[1] == ("B", f"Darum.\n{word}: Telefon.")


def test_names_in_capitals_before_a_stop(tmp_path: Path) -> None:
    text = "Mr. SMITH. So?\nThe end of it.\n\nMs. LEE. Yes.\n\nMr. SMITH. And?\n\nMs. LEE. No.\n"
    reading = read(tmp_path, text)
    assert turns(reading)[0] == ("Mr. SMITH", "So?\nThe end of it.")


def test_the_sign_for_another_voice_opens_a_turn(tmp_path: Path) -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n>> So?\n\n00:02.000 --> 00:03.000\n&gt;&gt; Yes.\n\n"
        "00:03.000 --> 00:04.000\nI think.\n\n00:04.000 --> 00:05.000\n>> Good.\n"
    )
    assert turns(read(tmp_path, text)) == [("", "So?"), ("", "Yes. I think."), ("", "Good.")]


def test_two_times_beside_a_name_are_start_and_end(tmp_path: Path) -> None:
    text = "Anna\t00:00:01.500\t00:00:02.000\tSo?\nBen\t00:00:02.000\t00:00:03.500\tYes.\n" * 2
    reading = read(tmp_path, text)
    assert turns(reading)[:2] == [("Anna", "So?"), ("Ben", "Yes.")]
    assert times(reading)[:2] == [(1.5, 2.0), (2.0, 3.5)]
