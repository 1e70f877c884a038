"""Candidates: what is found, what is put together, and how many names are found at least."""

from __future__ import annotations

import hashlib
import json
import re
import sys
import time
from itertools import permutations
from pathlib import Path

import pandas as pd
import pytest

from casestudy.provenance import Provenance
from casestudy.pseudonyms import CandidateList, name_candidates
from casestudy.pseudonyms.patterns import shaped
from casestudy.pseudonyms.similarity import similar
from casestudy.sources import Part, Source

from .made import interview, long_text, source

FLOORS = json.loads(Path(__file__).with_name("recall.json").read_text("utf-8"))
SECONDS_FOR_11_000_WORDS = 0.2


def found(text: str, **settings: list[str]) -> CandidateList:
    return name_candidates([source(text)], **settings)


def names(result: CandidateList) -> list[str]:
    return list(result.frame["candidate"])


def row(result: CandidateList, candidate: str) -> dict[str, object]:
    [one] = result.frame[result.frame["candidate"] == candidate].to_dict("records")
    return {str(name): value for name, value in one.items()}


# --- capitals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We asked Bo Lund twice.", ["Bo Lund"]),
        ("Then it rained. Nobody saw Ann's boat.", ["Ann"]),
        ("He said: “Thanks.” I'd say we don't. That's all for Monday.", []),
        ("Dr. Berg came. Dr. Berg left.", ["Berg"]),
        ("Yes sir. The shop was shut.", []),
        ("We met J. R. Tolkien there.", ["J. R. Tolkien"]),
        ("We love Ludwig van Beethoven and the University of Turku.",
         ["Ludwig van Beethoven", "University of Turku"]),
        ("A Kaltvik-based shop, and Anna-Liisa’s too.", ["Anna-Liisa", "Kaltvik"]),
        ("We saw O'Brien and Söderström-Õun.", ["O'Brien", "Söderström-Õun"]),
        ("the firm Ordina Oy sells", ["Ordina Oy"]),
        ("Zoe\N{COMBINING DIAERESIS} is near, said Zoë.", ["Zoë"]),
        ("I asked Ms Will, and she will.", ["Will"]),
        ("Minä kysyin Lakson tarjousta ja Laksolta vastausta.", ["Laksolta", "Lakson"]),
        ("On Monday Kai Lund rang, and I saw Will Berg.", ["Kai Lund", "Will Berg"]),
        ("We sell to Smith & Sons in York.", ["Smith & Sons", "York"]),
        ("the word Foo\nBar is parted", ["Bar", "Foo"]),
        ("", []),
    ],
)  # fmt: skip
def test_words_with_capitals(text: str, expected: list[str]) -> None:
    assert sorted(names(found(text))) == expected


def test_a_word_that_also_occurs_in_small_letters() -> None:
    text = "We trust Brown. The brown box and the brown door are gone."
    assert names(found(text)) == []
    assert names(found(text + " I asked Brown, and then Brown asked me.")) == ["Brown"]
    reason = row(found("We trust Brown. A brown box."), "Brown")["reason"]
    assert reason == "capital inside sentences 1 of 1; in small letters 1"


def test_starts_count_only_without_like_words() -> None:
    result = found("Zoltan rang. Mounting is hard. They mount it. Ok.")
    assert names(result) == ["Zoltan"]
    assert row(result, "Zoltan")["reason"] == "only at the start of sentences or lines"


def test_headings_are_no_evidence() -> None:
    assert names(found("Add To Basket\nwe add it to the basket\n")) == []


def test_companies_are_organisations() -> None:
    assert row(found("We sell to Ordina Oy here."), "Ordina Oy")["kind"] == "organisation"


# --- forms of one name ---------------------------------------------------------------------------


def test_parts_endings_and_misspellings_stand_below_their_name() -> None:
    text = (
        "I met Joe Ossanna and Eero Lakso. Why not ask Osanna, said Joe. But Laksolle "
        "it was new, and I told Lakso so, and Joe too."
    )
    rows = found(text).frame[["candidate", "variant_of", "reason"]].to_numpy().tolist()
    assert ["Osanna", "Joe Ossanna", "similar spelling: 92"] in rows
    assert ["Joe", "Joe Ossanna", "part of a longer name"] in rows
    assert ["Laksolle", "Eero Lakso", "with an ending"] in rows
    order = [name for name, *_ in rows]
    assert order[:3] == ["Joe Ossanna", "Joe", "Osanna"]


def test_a_part_of_two_names_belongs_to_neither() -> None:
    result = found("We saw Ann Berg and Ann Lund. It was Ann who rang.")
    assert row(result, "Ann")["variant_of"] == ""


def test_numbers_are_not_spelling() -> None:
    assert list(similar(["nm-40", "abc"], ["nm-44", "abd"], at_least=50)) == []
    result = found("We use NM-40 and NM-44 here.")
    assert not any(result.frame["variant_of"])


def test_known_names_bring_what_is_spelt_like_them() -> None:
    result = found("i saw bo lund, and Ossana wrote.", known=["Bo Lund", "Ossanna", "Cai"])
    assert row(result, "Bo Lund")["reason"] == "on the list of names"
    assert names(result) == ["Bo Lund", "Ossana"]
    assert row(result, "Ossana")["variant_of"] == "Ossanna"
    assert "Listed names that no source has: 2." in result.notes
    again = found("Ossanna left. I saw Ossana.", known=["Ossanna"])
    assert row(again, "Ossana")["variant_of"] == "Ossanna"
    with pytest.raises(ValueError, match="the known name '!' has no letter or digit"):
        found("x", known=["!"])


# --- speakers ------------------------------------------------------------------------------------


def test_labels_of_speakers_but_not_of_roles() -> None:
    turns = tuple(
        Part(kind="turn", start=0, end=3, speaker=label)
        for label in ("Interviewer", "Tómas Lund", "Speaker 2", "P3", "MSM", "Tómas Lund")
    )
    talk = Source(id="talk", kind="interview", text="yes", parts=turns)
    result = name_candidates([talk])
    assert result.frame[["candidate", "kind", "n"]].to_numpy().tolist() == [
        ["Tómas Lund", "speaker", 2], ["MSM", "speaker", 1],
    ]  # fmt: skip
    assert row(result, "MSM")["example"] == ""


# --- shapes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("mail anna.b+x@firm.example, please", "email", "anna.b+x@firm.example"),
        ("see https://firm.example/who?id=3.", "url", "https://firm.example/who?id=3"),
        ("see (www.firm.example)", "url", "www.firm.example"),
        ("to FI21 1234 5600 0007 85 today", "iban", "FI21 1234 5600 0007 85"),
        ("to DE89370400440532013000", "iban", "DE89370400440532013000"),
        ("card 4111-1111-1111-1111", "card", "4111-1111-1111-1111"),
        ("code 131052-308T", "personal_id", "131052-308T"),
        ("code 131052A308T", "personal_id", "131052A308T"),
        ("ring +358 (0)40 123 4567 now", "phone", "+358 (0)40 123 4567"),
        ("ring 040-1234567", "phone", "040-1234567"),
        ("ring 555-010-9999", "phone", "555-010-9999"),
        ("born on 12 March 1980", "birth_date", "12 March 1980"),
        ("Date of birth: 1980-03-12", "birth_date", "1980-03-12"),
        ("hän on syntynyt 1.2.1980", "birth_date", "1.2.1980"),
        ("syntynyt 3. maaliskuuta 1980", "birth_date", "3. maaliskuuta 1980"),
        ("at 12 Baker Street now", "address", "12 Baker Street"),
        ("at 221b Upper Mill Road", "address", "221b Upper Mill Road"),
        ("osoite Pitkäkatu 5 B 12, 20100 Turku", "address", "Pitkäkatu 5 B 12, 20100 Turku"),
        ("asuin Hämeentiellä 7", "address", "Hämeentiellä 7"),
        ("Eteläinen Rautatiekatu 4 A", "address", "Eteläinen Rautatiekatu 4 A"),
        ("Liisankadulla 3", "address", "Liisankadulla 3"),
        ("near SW1A 1AA", "address", "SW1A 1AA"),
    ],
)
def test_shapes(text: str, kind: str, expected: str) -> None:
    assert [(one.kind, one.text) for one in shaped(text)] == [(kind, expected)]


@pytest.mark.parametrize(
    "text",
    [
        "FI21 1234 5600 0007 86", "4111 1111 1111 1112", "0000 0000 0000 0000", "131052-308U",
        "on 12.3.2024 we met", "2019-2023", "00:03:05.100 --> 00:03:07.200", "12 March 1980",
        "version 1.0.2", "at 5 the street was shut", "14 in stock", "3 000 000 euros", "a@b",
        "#00:01:02-3#", "sata katua", "01.02.2024",
    ],
)  # fmt: skip
def test_no_shapes(text: str) -> None:
    assert shaped(text) == []


def test_words_of_an_address_are_no_names_as_well() -> None:
    result = found("We wrote to anna.berg@firm.example at 12 Baker Street.")
    assert list(result.frame["kind"]) == ["address", "email"]


# --- the result ----------------------------------------------------------------------------------


def test_columns_counts_and_provenance() -> None:
    made_up = Provenance(kind="synthetic", generator="me")
    sources = [
        Source(id="b", kind="interview", text="We saw Bo.\nAnd Bo again."),
        Source(
            id="a", kind="interview", text="I know Bo.", title="Talk with Cai", provenance=made_up
        ),
    ]
    result = name_candidates(sources)
    assert list(result.frame.columns) == [
        "candidate", "kind", "n", "n_sources", "example", "reason", "variant_of", "provenance",
    ]  # fmt: skip
    bo = row(result, "Bo")
    assert (bo["n"], bo["n_sources"], bo["provenance"]) == (3, 2, "synthetic, collected")
    assert bo["example"] == "I know Bo. Talk with Cai"
    assert row(result, "Cai")["n"] == 1
    assert (result.n_sources, result.n_words) == (2, 9)
    assert result.provenance[0] == made_up
    assert "suggestions for a person" in result.notes[0]
    assert "Bo" in result._repr_html_()


def test_nothing_to_find() -> None:
    result = name_candidates([])
    assert len(result.frame) == 0
    assert str(result.frame["n"].dtype) == "int64"


def test_the_order_of_the_sources_makes_no_difference() -> None:
    texts = [
        "We saw Bo Lund and Ann.",
        "I asked Ann, and Ossanna.",
        "Then Osanna and Ann Berg came.",
    ]
    sources = [source(text, id=f"s{n}") for n, text in enumerate(texts)]
    frames = [name_candidates(order).frame for order in permutations(sources)]
    for frame in frames[1:]:
        pd.testing.assert_frame_equal(frame, frames[0])


def test_without_rapidfuzz_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from casestudy.pseudonyms import similarity

    similarity._process.cache_clear()
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    with pytest.raises(ImportError, match=r"pip install 'casestudy\[pseudonyms\]'"):
        found("We saw Bob and Anna.")


# --- how many names are found at least -----------------------------------------------------------


@pytest.mark.parametrize("name", FLOORS["interviews"])
def test_recall_on_the_made_up_interviews(name: str) -> None:
    """Share of the places of names that a candidate covers; the floor is not to be lowered."""
    floor = FLOORS["interviews"][name]
    talk = interview(name)
    digest = hashlib.sha256(talk.text.encode()).hexdigest()
    assert digest == floor["text_sha256"], "the interview changed: count its names again"
    result = name_candidates([talk])
    listed = [one for one in names(result) if one]
    total = covered = 0
    spans = [m.span() for one in listed for m in re.finditer(rf"\b{re.escape(one)}\b", talk.text)]
    for gold in floor["names"]:
        for place in re.finditer(rf"\b{re.escape(gold)}\b", talk.text):
            total += 1
            words = [w.span() for w in re.finditer(r"[\w-]+", gold)]
            covered += all(
                any(a <= place.start() + i and place.start() + j <= b for a, b in spans)
                for i, j in words
            )
    assert total == floor["places"]
    assert covered / total >= floor["recall"]
    assert len(listed) <= floor["most_candidates"]


def test_speed() -> None:
    talk = source(long_text(11_000))
    assert talk.n_words >= 10_900
    name_candidates([talk])
    times = []
    for _ in range(3):
        start = time.process_time()
        name_candidates([talk])
        times.append(time.process_time() - start)
    assert min(times) < SECONDS_FOR_11_000_WORDS


def test_finnish_forms_of_first_and_last_names() -> None:
    text = (
        "Ja minä sanoin, että Pekka Lahti tietää, miten Pekan kanssa sujuu, ja Lahdella on "
        "kokemusta. Niin minä Pekalle sanoin."
    )
    frame = found(text).frame
    assert list(frame["candidate"]) == ["Pekka Lahti", "Lahdella", "Pekalle", "Pekan"]
    assert set(frame["variant_of"]) == {"", "Pekka Lahti"}
