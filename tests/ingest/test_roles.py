"""Who asks and who answers: by the labels, else by what they do, and then a note says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from .made import read, turns

ASKS, ANSWERS = "interviewer", "respondent"


def roles(folder: Path, *labels: str) -> dict[str, str]:
    """Roles in a transcript in which the labels follow one another twice, all without questions."""
    reading = read(folder, "\n".join(f"{label}: some words" for label in labels * 2))
    assert not any("guessed" in warning for warning in reading.warnings)
    return dict(reading.roles)


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        *(("I", "B"), ("I", "P1"), ("I", "Anna"), ("Q", "A"), ("F", "A"), ("H", "V"), ("K", "V")),
        *(("Interviewer", "Anna"), ("INTERVIEWER 1", "Anna B."), ("Haastattelija", "Vastaaja")),
        *(("Haastattelija", "H1"), ("Moderator", "Mia"), ("Mary", "Respondent 3"), ("E", "P")),
        *(("Interviewerin", "Frau Holm"), ("Enquêteur", "Marie"), ("Entrevistador", "Ana")),
        *(("Вопрос", "Ответ"), ("聞き手", "回答者"), ("Ann (interviewer)", "Bo"), ("IV", "IP")),
    ],
)
def test_labels_that_say_it(tmp_path: Path, asks: str, answers: str) -> None:
    assert roles(tmp_path, asks, answers) == {asks: ASKS, answers: ANSWERS}


def test_groups(tmp_path: Path) -> None:
    found = roles(tmp_path, "Moderator", "P1", "P2", "Assistant moderator")
    assert list(found.values()) == [ASKS, ANSWERS, ANSWERS, ASKS]


@pytest.mark.parametrize("labels", [("Ann", "Bo"), ("Speaker 1", "Speaker 2"), ("P", "R")])
def test_unclear_roles_stay_open(tmp_path: Path, labels: tuple[str, str]) -> None:
    assert roles(tmp_path, *labels) == dict.fromkeys(labels, "")


def test_questions_and_short_turns_tell(tmp_path: Path) -> None:
    asked = ["How did you start?", "I see.", "And then?", "What came next?"]
    told = "Well, we had a small shop by the harbour, and it went on from there. " * 3
    text = "".join(f"Ann: {question}\nBo: {told}\n" for question in asked)
    reading = read(tmp_path, text + "Cy: Coffee?\nCy: No?\n")
    assert reading.roles == {"Ann": ASKS, "Bo": ANSWERS, "Cy": ""}
    assert reading.warnings == (
        "who asks and who answers was guessed from questions and length of turns: "
        "'Ann' interviewer, 'Bo' respondent; if that is wrong, write the roles as labels in the "
        "original and read the file again",
    )


def test_two_who_ask_alike_are_no_interviewers(tmp_path: Path) -> None:
    reading = read(tmp_path, "Ann: Why is it so?\nBo: Is it not so?\n" * 4)
    assert reading.roles == {"Ann": "", "Bo": ""}
    assert reading.warnings == ()


def test_others_beside_an_interviewer_are_a_guess(tmp_path: Path) -> None:
    reading = read(tmp_path, "Interviewer: Why?\nAnn: So.\nBo: And so.\n" * 3)
    assert reading.roles == {"Interviewer": ASKS, "Ann": ANSWERS, "Bo": ANSWERS}
    assert "was guessed" in reading.warnings[0]


def test_documents_and_nameless_captions_have_no_roles(tmp_path: Path) -> None:
    assert read(tmp_path, "Some words.\n").roles == {}
    nameless = read(tmp_path, "1\n00:00:01,000 --> 00:00:02,000\nHello.\n")
    assert (nameless.roles, turns(nameless)) == ({}, [("", "Hello.")])
