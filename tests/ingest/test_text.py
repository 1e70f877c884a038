"""Plain text: labels, time stamps, paragraphs, encodings."""

from __future__ import annotations

from pathlib import Path

import pytest

from .made import pieces, read, times, turns

FOUR = [("Anna", "Hi"), ("Ben", "Hello"), ("Anna", "How are you?"), ("Ben", "Fine.")]


@pytest.mark.parametrize(
    "layout",
    [
        "Anna: Hi\nBen: Hello\nAnna: How are you?\nBen: Fine.",
        "Anna:Hi\nBen:Hello\nAnna:How are you?\nBen:Fine.",
        "Anna:\tHi\n\nBen:\t\tHello\n\nAnna:\tHow are you?\n\nBen:\tFine.\n",
        "Anna：Hi\nBen：Hello\nAnna：How are you?\nBen：Fine.",
        "Anna:\nHi\n\nBen:\nHello\n\nAnna:\nHow are you?\n\nBen:\nFine.",
        "**Anna:** Hi\n\n**Ben:** Hello\n\n**Anna:** How are you?\n\n**Ben:** Fine.",
        "- Anna: Hi\n- Ben: Hello\n- Anna: How are you?\n- Ben: Fine.",
        "[Anna] Hi\n[Ben] Hello\n[Anna] How are you?\n[Ben] Fine.",
        "<Anna> Hi\n<Ben> Hello\n<Anna> How are you?\n<Ben> Fine.",
        "Anna\nHi\n\nBen\nHello\n\nAnna\nHow are you?\n\nBen\nFine.\n",
        "Anna\tHi\nBen\tHello\nAnna\tHow are you?\nBen\tFine.",
        "Anna – Hi\nBen – Hello\nAnna – How are you?\nBen – Fine.",
        "Anna - Hi\n\nBen - Hello\n\nAnna - How are you?\n\nBen - Fine.",
        "Anna — Hi\n\nBen — Hello\n\n**Anna** — How are you?\n\nBen — Fine.",
        "Anna  0:01\nHi\n\nBen  0:02\nHello\n\nAnna  0:03\nHow are you?\n\nBen  1:00:04\nFine.\n",
        "Anna (00:12): Hi\nBen (00:13): Hello\nAnna (00:14): How are you?\nBen (00:15): Fine.",
        "Anna (00:00:12)\tHi\nBen (00:00:13)\tHello\nAnna (00:00:14)\tHow are you?\n"
        "Ben (00:00:15)\tFine.",
        "[Anna] 14:02:03\nHi\n\n[Ben] 14:02:09\nHello\n\n[Anna] 14:02:13\nHow are you?\n\n"
        "[Ben] 14:02:20\nFine.",
        "00:00:00:00 - 00:00:05:12\nAnna\nHi\n\n00:00:05:12 - 00:00:09:00\nBen\nHello\n\n"
        "00:00:09:00 - 00:00:12:00\nAnna\nHow are you?\n\n00:00:12:00 - 00:00:15:00\nBen\nFine.\n",
    ],
)
def test_layouts_of_transcribers(tmp_path: Path, layout: str) -> None:
    reading = read(tmp_path, layout)
    assert reading.kind == "interview"
    assert turns(reading) == FOUR
    assert reading.text == layout


@pytest.mark.parametrize(
    ("labels", "speakers"),
    [
        ("I B I B", ["I", "B", "I", "B"]),
        ("P3 M P3 M", ["P3", "M", "P3", "M"]),
        ("SPEAKER_00 SPEAKER_01 SPEAKER_00 SPEAKER_01", ["SPEAKER_00", "SPEAKER_01"] * 2),
        ("訪問者 回答者 訪問者 回答者", ["訪問者", "回答者"] * 2),
        ("Интервьюер Ответ Интервьюер Ответ", ["Интервьюер", "Ответ"] * 2),
    ],
)
def test_labels_of_all_sorts(tmp_path: Path, labels: str, speakers: list[str]) -> None:
    reading = read(tmp_path, "\n".join(f"{label}: some words" for label in labels.split()))
    assert [speaker for speaker, _ in turns(reading)] == speakers


def test_names_with_roles_titles_and_marks(tmp_path: Path) -> None:
    lines = ["Dr. O’Hara-Smith (host): Yes.", "Participant #2: No."] * 2
    speakers = [speaker for speaker, _ in turns(read(tmp_path, "\n".join(lines)))]
    assert speakers == ["Dr. O’Hara-Smith (host)", "Participant #2"] * 2


def test_question_and_answer_stand_beside_names(tmp_path: Path) -> None:
    text = (
        "Q. Where were you?\nA. At home.\nQ. When?\nA. At noon.\nMR. SMITH: Objection.\n"
        "A. A. Miller came.\nMR. SMITH: Again.\n"
    )
    assert [speaker for speaker, _ in turns(read(tmp_path, text))] == [
        *("Q", "A", "Q", "A"),
        *("MR. SMITH", "A", "MR. SMITH"),
    ]


def test_remarks_in_brackets_are_not_speakers(tmp_path: Path) -> None:
    text = "[id1] hello\n[id2] hi [laughs]\n[laughs] sure\n[id1] again\n[laughs]\n[id2] end"
    assert turns(read(tmp_path, text)) == [
        ("id1", "hello"),
        ("id2", "hi [laughs]\n[laughs] sure"),
        ("id1", "again\n[laughs]"),
        ("id2", "end"),
    ]


@pytest.mark.parametrize(
    ("line", "speech", "start", "end"),
    [
        ("[00:01:02] Anna: Hi", "Hi", 62.0, None),
        ("(1:02) Anna: Hi", "Hi", 62.0, None),
        ("00:01:02.5 Anna: Hi", "Hi", 62.5, None),
        ("1:02 - Anna: Hi", "Hi", 62.0, None),
        ("#00:01:02-3# Anna: Hi", "Hi", 62.3, None),
        ("Anna [00:01:02]: Hi", "Hi", 62.0, None),
        ("Anna (01:02): Hi", "Hi", 62.0, None),
        ("Anna: [00:01:02] Hi", "Hi", 62.0, None),
        ("Anna: Hi #00:01:02-3#", "Hi", None, 62.3),
        ("Anna: Hi [00:01:02]", "Hi", None, 62.0),
        ("Anna: Hi (1:02)", "Hi", None, 62.0),
        ("[00:01:02 - 00:01:09] Anna: Hi", "Hi", 62.0, 69.0),
        ("[00:01:02] Anna: Hi [00:01:09]", "Hi", 62.0, 69.0),
        ("Anna: we met at 10:30", "we met at 10:30", None, None),
        ("Anna: 10:30 is fine", "10:30 is fine", None, None),
        ("Anna: so [00:01:02] we met", "so [00:01:02] we met", None, None),
    ],
)
def test_stamps(
    tmp_path: Path, line: str, speech: str, start: float | None, end: float | None
) -> None:
    reading = read(tmp_path, f"{line}\nBen: Mm.\nAnna: And.\nBen: So.\n")
    assert turns(reading)[0] == ("Anna", speech)
    assert times(reading)[0] == (start, end)


def test_stamps_on_their_own_lines(tmp_path: Path) -> None:
    text = (
        "Anna: one\n00:00:05\nBen: two\n00:00:09\nAnna: three\n\n00:00:12\n\nBen: four\n00:00:15\n"
    )
    reading = read(tmp_path, text)
    assert [words for _, words in turns(reading)] == ["one", "two", "three", "four"]
    assert times(reading) == [(None, None), (5.0, None), (9.0, None), (12.0, 15.0)]


def test_second_paragraph_belongs_to_the_turn(tmp_path: Path) -> None:
    text = "About: a talk\n\nI: Why?\n\nB: Because.\n\nNote: she waits.\n\nI: Yes?\n\nB: So.\n"
    reading = read(tmp_path, text)
    assert turns(reading)[1] == ("B", "Because.\n\nNote: she waits.")
    assert pieces(reading, "paragraph") == ["About: a talk"]
    assert [part.locator for part in reading.parts] == [f"line {n}" for n in (1, 3, 5, 9, 11)]


def test_names_before_a_dash(tmp_path: Path) -> None:
    text = "Anna-Maria B. – Hi – and so on\nBen – Well – yes\nAnna-Maria B. – so\nBen – no\n"
    assert turns(read(tmp_path, text))[:2] == [
        ("Anna-Maria B.", "Hi – and so on"),
        ("Ben", "Well – yes"),
    ]


def test_a_label_on_every_line(tmp_path: Path) -> None:
    lines = ["Anna: We took the boat,", "Anna: the big one.", "Ben: When?", "Ben: In May?"] * 500
    reading = read(tmp_path, "\n".join(lines))
    assert len(turns(reading)) == 2000
    assert turns(reading)[1] == ("Anna", "the big one.")


def test_one_label_on_every_line_is_told(tmp_path: Path) -> None:
    reading = read(tmp_path, "Anna: We took the boat.\n" * 6)
    assert reading.kind == "document"
    assert reading.warnings == (
        "only 'anna' is a label (6 times), so no turns were made: "
        "label the other speakers too and read the file again",
    )


def test_closing_lines_are_nobodys(tmp_path: Path) -> None:
    text = "A1: Hi\nB1: Ho\nA1: Hi\nB1: Ho\n\n[End of the interview]\n\nTranscribed by https://otter.ai\n"
    reading = read(tmp_path, text)
    assert turns(reading)[-1] == ("B1", "Ho")
    assert pieces(reading, "paragraph") == [
        "[End of the interview]",
        "Transcribed by https://otter.ai",
    ]


def test_label_that_occurs_once_is_text_and_reported(tmp_path: Path) -> None:
    text = "Interviewer: a\nAnna: b\nInterviwer: c\nAnna: d\nInterviewer: e\nWife: Coffee?\n"
    reading = read(tmp_path, text)
    assert {speaker for speaker, _ in turns(reading)} == {"Interviewer", "Anna"}
    assert "line 3: 'Interviwer' occurs once" in reading.warnings[0]
    assert "probably 'Interviewer' is meant" in reading.warnings[0]
    assert "'Wife' (line 6)" in reading.warnings[1]


def test_rare_speaker_near_a_frequent_one_is_reported(tmp_path: Path) -> None:
    text = "MSM: a\nRitchie: b\n" * 12 + "MSMSM: c\nRitchie: d\nMSMSM: e\n"
    (warning,) = read(tmp_path, text).warnings
    assert warning.startswith("speaker 'MSMSM' has 2 turns; if 'MSM' is meant")


def test_spellings_of_one_label_are_one_speaker(tmp_path: Path) -> None:
    reading = read(tmp_path, "RA: a\nBen: b\nra: c\nBen: d\nRA: e\n")
    assert [speaker for speaker, _ in turns(reading)] == ["RA", "Ben", "RA", "Ben", "RA"]
    assert reading.warnings == ("'ra' (1 turns) was read as 'RA'",)


def test_label_without_words_is_no_turn(tmp_path: Path) -> None:
    reading = read(tmp_path, "Anna: a\nBen:\nAnna: c\nBen: d\n")
    assert [words for _, words in turns(reading)] == ["a", "c", "d"]
    assert reading.warnings == ("line 2: the label 'Ben' is followed by no words",)


@pytest.mark.parametrize(
    "text",
    [
        "Title: A work\n\nAuthors: Two\n\nAbstract: Some words on it.\n",
        "Name: A\nPhone: 1\nName: B\nPhone: 2\n",
        "From: a\nTo: b\nSubject: c\nhello\nFrom: b\nTo: a\nSubject: c\nbye\n",
        "He said: yes.\nShe said: no.\nBoth went home.\n",
        "H1: a\nH2: b\n" + "word " * 3000 + "\nH1: c\nH2: d\n",
        "Trust – a feeling\nPrice – a sum\nTrust – a feeling again\nmore\nmore\nmore\nmore\n",
        "Introduction\nSome words.\n\nMethods\nMore words.\n\nResults\nAnd more.\n",
        "https://a.org: one\nhttps://a.org: two\nhttps://b.org: one\nhttps://b.org: two\n",
    ],
)
def test_documents_have_no_false_speakers(tmp_path: Path, text: str) -> None:
    reading = read(tmp_path, text)
    assert reading.kind == "document"
    assert not turns(reading)
    assert {part.kind for part in reading.parts} == {"paragraph"}


def test_hard_wrapped_lines_are_one_paragraph(tmp_path: Path) -> None:
    wrapped = "\n".join(["word " * 13 + "end"] * 3 + ["short"])
    reading = read(tmp_path, f"A heading\n\n{wrapped}\n\nOne.\nTwo.\n")
    assert pieces(reading, "paragraph") == ["A heading", wrapped, "One.", "Two."]


SPOKEN = "Interviewer: It’s a “good” café — isn’t it?\nÅsa: Yes, the naïve one…\n" * 2


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252 (guessed)"),
        ("mac_roman", "mac_roman (guessed)"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings(tmp_path: Path, encoding: str, named: str, newline: str) -> None:
    reading = read(tmp_path, SPOKEN.replace("\n", newline).encode(encoding))
    assert reading.text == SPOKEN
    assert reading.encoding == named
    assert bool(reading.warnings) == named.endswith("(guessed)")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1250", "Tazatel: Proč jste přišel do té země?\nHost: Chtěl jsem žít lépe.\n"),
        ("cp1251", "Вопрос: Привет, как дела?\nОтвет: Да, всё хорошо, спасибо.\n"),
        ("cp932", "訪問者：今日はよろしくお願いします。\n回答者：はい。よろしくお願いします。\n"),
    ],
)
def test_other_languages_are_guessed_and_the_guess_is_reported(
    tmp_path: Path, encoding: str, text: str
) -> None:
    reading = read(tmp_path, (text * 3).encode(encoding))
    assert reading.text == text * 3
    assert "the encoding was guessed as" in reading.warnings[0]


def test_encoding_can_be_forced(tmp_path: Path) -> None:
    reading = read(tmp_path, b"I: caf\x8e\nB: no\nI: so\nB: ok\n", encoding="mac_roman")
    assert reading.text.startswith("I: café")
    assert (reading.encoding, reading.warnings) == ("mac-roman", ())


def test_text_is_never_normalised(tmp_path: Path) -> None:
    text = "A1: cafe\u0301 \u200b\u00a0 \ufb01ne\u2028x\x0c\nB1:  two  blanks \nA1: a\nB1: b\n\n\n"
    assert read(tmp_path, text).text == text


def test_blanks_before_the_colon(tmp_path: Path) -> None:
    text = "Enquêteur\u00a0: Bonjour\nMarie : Oui\nEnquêteur\u202f: Ça va ?\nMarie :\u00a0Oui.\n"
    assert [speaker for speaker, _ in turns(read(tmp_path, text))] == ["Enquêteur", "Marie"] * 2


def test_long_turns_of_a_life_story(tmp_path: Path) -> None:
    text = "\n\n".join(["Anna: " + "We left home then. " * 300, "Ben: Mm."] * 3)
    assert [speaker for speaker, _ in turns(read(tmp_path, text))] == ["Anna", "Ben"] * 3


def test_only_the_questions_are_labelled(tmp_path: Path) -> None:
    reading = read(tmp_path, "Interviewer: Why?\n\nIt was cold.\n\n" * 3)
    assert reading.kind == "document"
    assert reading.warnings[0].startswith("only 'interviewer' is a label (3 times)")


@pytest.mark.parametrize(
    "closing",
    [
        "Anna Smith stopped transcription",
        "Transcription ended after 00:32:10",
        "This editable transcript was computer generated and might contain errors.",
        "[END OF RECORDING]",
        "INTERVIEW ENDS",
    ],
)
def test_closing_lines_of_recorders(tmp_path: Path, closing: str) -> None:
    text = (
        "Anna Smith   0:03\nHi.\n\nBo   0:05\nHo.\n\nAnna Smith   0:13\nHi.\n\nBo   1:00\nHo.\n\n"
    )
    reading = read(tmp_path, text + closing)
    assert turns(reading)[-1] == ("Bo", "Ho.")
    assert pieces(reading, "paragraph") == [closing]
