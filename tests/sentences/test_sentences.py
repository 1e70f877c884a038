"""Sentences: by hand, on made-up texts of many languages with a pinned floor, and as a property."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casestudy.languages import guessed_language, language_named, languages
from casestudy.sentences import sentences, source_sentences
from casestudy.sources import Part, Source

from .fixtures import FOLDER, Sample, digest, ours, samples

FLOOR = json.loads((FOLDER / "floor.json").read_text("utf-8"))


def split(text: str, language: str = "english") -> list[str]:
    return [text[start:end] for start, end in sentences(text, language=language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t\n", []),
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("Dr. Berg met Mr. Lund, e.g. on Monday. Fine.",
         ["Dr. Berg met Mr. Lund, e.g. on Monday.", "Fine."]),
        ("Valves, seals etc. come late. Pipes etc. They too.",
         ["Valves, seals etc. come late.", "Pipes etc.", "They too."]),
        ("The answer is no. We left at 5 p.m. and slept.",
         ["The answer is no.", "We left at 5 p.m. and slept."]),
        ("It costs 3.50 euros. See example.com for more.",
         ["It costs 3.50 euros.", "See example.com for more."]),
        ("It says “on request.” From whom?", ["It says “on request.”", "From whom?"]),
        ("yes. i think so", ["yes.", "i think so"]),
        ("A line\nanother line. End", ["A line", "another line.", "End"]),
        ("  (Really?)  Yes.  ", ["(Really?)", "Yes."]),
        ("J. Berg wrote it. Good.", ["J. Berg wrote it.", "Good."]),
        ("So do I. Then we left.", ["So do I.", "Then we left."]),
        ("Company B. They paid.", ["Company B.", "They paid."]),
        ("“Why?” she asked. “No idea.” Then quiet.",
         ["“Why?” she asked.", "“No idea.”", "Then quiet."]),
        ("I was... I mean, late. Then... Nothing.",
         ["I was... I mean, late.", "Then...", "Nothing."]),
        ("The U.S. office had it. We moved to the U.S. Then it closed.",
         ["The U.S. office had it.", "We moved to the U.S.", "Then it closed."]),
        ("1. How did it start?", ["1. How did it start?"]),
        ("Well . . . I know.", ["Well . . .", "I know."]),
        ("He said “so [...]” to us. Fine.", ["He said “so [...]” to us.", "Fine."]),
    ],
)  # fmt: skip
def test_english_by_hand(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("finnish", "Ostamme esim. venttiilejä ym. osia. Hyvä.",
         ["Ostamme esim. venttiilejä ym. osia.", "Hyvä."]),
        ("finnish", "Tavataan 12. maaliskuuta klo 14.30. Sopii.",
         ["Tavataan 12. maaliskuuta klo 14.30.", "Sopii."]),
        ("finnish", "Kaapeleita jne. Sitten lisää.", ["Kaapeleita jne.", "Sitten lisää."]),
        ("de", "Am 3. Mai kam der 2. Band, z. B. „Zeit.“ Dann nichts. Das war 1999. So.",
         ["Am 3. Mai kam der 2. Band, z. B. „Zeit.“", "Dann nichts.", "Das war 1999.", "So."]),
        ("fr", "M. Dubois dit : « Oui. » Puis il part… Voilà ! « Non ? » dit-elle.",
         ["M. Dubois dit : « Oui. »", "Puis il part…", "Voilà !", "« Non ? » dit-elle."]),
        ("es", "¿Qué? ¡Nada! A las 5 p. m. Luego no.",
         ["¿Qué?", "¡Nada!", "A las 5 p. m.", "Luego no."]),
        ("da", "»Hvorfor?« spurgte hun. Den 3. marts.",
         ["»Hvorfor?« spurgte hun.", "Den 3. marts."]),
        ("pl", "W 1999 r. przyszła, m. in. z Łodzi. To było w XIX w. Potem nie.",
         ["W 1999 r. przyszła, m. in. z Łodzi.", "To było w XIX w.", "Potem nie."]),
        ("ru", "А. С. Попов был в 2009 г. здесь и т. д. Потом нет.",
         ["А. С. Попов был в 2009 г. здесь и т. д.", "Потом нет."]),
        ("ja", "「はい。」と言った。そうですか？はい！",
         ["「はい。」と言った。", "そうですか？", "はい！"]),
        ("zh", "他说：“好。”我们走了！对吗？", ["他说：“好。”", "我们走了！", "对吗？"]),
        ("hi", "यह किताब है। ठीक?", ["यह किताब है।", "ठीक?"]),
        ("ar", "هل أنت بخير؟ نعم.", ["هل أنت بخير؟", "نعم."]),
        ("other", "Dr. X kom. Y gik.", ["Dr. X kom.", "Y gik."]),
    ],
)  # fmt: skip
def test_other_languages_by_hand(language: str, text: str, expected: list[str]) -> None:
    assert split(text, language) == expected


def test_languages_differ() -> None:
    text = "Osia esim. venttiilejä."
    assert split(text, "english") != split(text, "finnish")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match=r"language 'finish' .* did you mean 'finnish'.*english"):
        sentences("x", language="finish")


# --- the made-up texts, with a floor -------------------------------------------------------------


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.language)
def test_no_language_falls_below_its_floor(sample: Sample) -> None:
    assert ours(sample).f1 >= FLOOR["f1"][sample.language]


def test_the_floor_was_measured_on_these_texts() -> None:
    assert FLOOR["digest"] == digest(), "the texts changed: measure again (benchmarks/sentences.py)"
    measured = {each.name for each in languages().values() if not each.only_told}
    assert set(FLOOR["f1"]) == {sample.language for sample in samples()} == measured


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.language)
def test_each_language_is_recognised(sample: Sample) -> None:
    for text in (sample.text, sample.text[: len(sample.text) // 2]):
        guess = guessed_language(text)
        assert guess.language == languages()[sample.language]
        assert str(guess) == f"{languages()[sample.language].code} (guessed)"


@pytest.mark.parametrize(
    "text", ["", "Ja.", "Yes, no, maybe.", "xyzzy plugh " * 20, "1 2 3 4 5 6 7 8 9 10 11 12 13 14"]
)
def test_what_does_not_stand_out_is_not_guessed(text: str) -> None:
    guess = guessed_language(text)
    assert guess.language is None
    assert not str(guess)


@pytest.mark.parametrize("name", ["de", "deu", "German", "de-AT", "Deutsch", "de (guessed)"])
def test_a_language_has_many_names(name: str) -> None:
    assert language_named(name).name == "german"


def test_the_lists_are_sound() -> None:
    codes = [language.code for language in languages().values()]
    assert len(set(codes)) == len(codes)
    for language in languages().values():
        lists = (language.never_last, language.sometimes_last, language.common_words)
        assert not language.never_last & language.sometimes_last, language.name
        assert language.like_names <= language.sometimes_last
        assert all(word == word.casefold() for words in lists for word in words), language.name
        assert all(not word.endswith(".") for words in lists for word in words), language.name


# --- sources -------------------------------------------------------------------------------------


def test_the_sentences_of_a_source_are_those_that_are_said() -> None:
    text = "Anna: Das ist z. B. gut. Ja.\n[00:12] Ben: So."
    parts = (
        Part(kind="turn", start=6, end=28, speaker="Anna"),
        Part(kind="turn", start=42, end=45, speaker="Ben"),
    )
    source = Source(id="s", kind="interview", text=text, parts=parts, language="de")
    found = [text[start:end] for start, end in source_sentences(source)]
    assert found == ["Das ist z. B. gut.", "Ja.", "So."]


def test_a_source_that_states_no_language_is_split_in_the_likely_one() -> None:
    text = "Me soitettiin sinne klo 7, esim. eilen, mutta kukaan ei ollut siellä. Se oli outoa."
    spans = source_sentences(Source(id="s", kind="answer", text=text))
    assert [text[start:end] for start, end in spans][1] == "Se oli outoa."
    assert len(spans) == 2


# --- properties ----------------------------------------------------------------------------------


marks = st.text(alphabet="aAbé3 .!?…\"'”“„«»’»)(-\n\t\u00a0\u2028etcI。？」「। ", max_size=80)
tokens = st.lists(
    st.sampled_from(
        ["z.", "B.", "etc.", "U.S.", "3.", "Mai", "und", "I.", "J.", "...", "…", ". .", "« Oui. »",
         "„Ja.“", "r.", "XIX", "w.", "[...]", "(So?)", "“Why?”", "she", "Then", "。", "\n", "1.)"]
    ),
    max_size=25,
).map(" ".join)  # fmt: skip
LANGUAGES = [*languages(), "other"]


@settings(deadline=None, max_examples=300)
@given(text=st.one_of(marks, tokens, st.text(max_size=60)), language=st.sampled_from(LANGUAGES))
@example(text=". . . a", language="english")
@example(text="etc. a etc. 1 etc. B", language="english")
@example(text="« » « .", language="french")
def test_sentences_tile_the_text(text: str, language: str) -> None:
    spans = sentences(text, language=language)
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        assert len(text[start:end].splitlines()) == 1
        at = end
    assert not text[at:].strip()


@settings(deadline=None, max_examples=100)
@given(text=st.text(max_size=200))
def test_any_text_has_a_guess_or_none(text: str) -> None:
    guess = guessed_language(text)
    assert guess.share >= 0
    assert (guess.language is None) == (not str(guess))
