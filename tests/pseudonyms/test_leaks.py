"""The look for leaks: exact places and near misses, in texts and in their names."""

from __future__ import annotations

import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.provenance import Provenance
from casestudy.pseudonyms import PseudonymKey, leaks, pseudonymised

from .made import key, long_text

Row = tuple[int, str, str, str]


def rows(text: str, where: str = "page.html", made: PseudonymKey | None = None) -> list[Row]:
    frame = leaks({where: text}, key() if made is None else made).frame
    fields = frame[["line", "found", "label", "match"]]
    return [tuple(row) for row in fields.to_numpy().tolist()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("said Lakso", (1, "Lakso", "[P1]", "exact")),
        ("a\nb\nLAKSO’S", (3, "LAKSO’S", "[P1]", "exact")),
        ("id,who\n1,lakso\n", (2, "lakso", "[P1]", "exact")),
        ('"1";"virtaselle"', (1, "virtaselle", "[P2]", "exact")),
        ("Zoe came", (1, "Zoe", "[P2]", "near-miss")),
        ("saw Lasko there", (1, "Lasko", "[P1]", "near-miss")),
        ("saw Laksso there", (1, "Laksso", "[P1]", "near-miss")),
        ("saw laksso there", (1, "laksso", "[P1]", "near-miss")),
        ("we met Virtanan", (1, "Virtanan", "[P2]", "near-miss")),
        ("the Laksonen family", (1, "Laksonen", "[P1]", "near-miss")),
        ("lakso2", (1, "lakso", "[P1]", "near-miss")),
        ("EeroLakso", (1, "EeroLakso", "[P1]", "near-miss")),
        ("myLaksoFile", (1, "myLaksoFile", "[P1]", "near-miss")),
        ("at Kaltvig Machine Works", (1, "Kaltvig Machine Works", "[ORG1]", "near-miss")),
        ("kaltvikmachineworks.example", (1, "kaltvikmachineworks", "[ORG1]", "near-miss")),
        ("ring 040-123 4567", (1, "040-123 4567", "[PHONE1]", "near-miss")),
        ("ring +358401234567", (1, "358401234567", "[PHONE1]", "near-miss")),
        ("Vir\N{SOFT HYPHEN}ta\N{ZERO WIDTH SPACE}nen", (1, "Virtanen", "[P2]", "exact")),
        ("[P1]'s and [P2]lle", None),
        ("the machine works", None),
        ("nothing here", None),
    ],
)
def test_in_a_text(text: str, expected: Row | None) -> None:
    assert rows(text) == ([expected] if expected else [])


def test_what_is_exact_is_not_near_as_well() -> None:
    assert rows("1,zoe virtanen,x") == [
        (1, "zoe", "[P2]", "near-miss"), (1, "virtanen", "[P2]", "exact"),
    ]  # fmt: skip
    assert rows("+358 40 123 4567") == [(1, "+358 40 123 4567", "[PHONE1]", "exact")]


@pytest.mark.parametrize(
    ("where", "label"),
    [
        ("figures/lakso.png", "[P1]"),
        ("interview_ZOE_2.txt", "[P2]"),
        ("sources/Talk-EeroLakso.docx", "[P1]"),
        ("virtanan.csv", "[P2]"),
        ("kaltvik machine wroks.pdf", "[ORG1]"),
        ("Lakson haastattelu.txt", "[P1]"),
    ],
)
def test_in_the_name_of_a_file(where: str, label: str) -> None:
    assert label in {row[2] for row in rows("", where) if row[0] == 0}


def test_accents_lost_with_an_ending() -> None:
    made = PseudonymKey().with_names([("Ilse Vääräkoski", "Vääräkoski")])
    found = leaks({"x": "Vaarakoskelle, ilse vaarakoski"}, made).frame
    assert list(found["found"]) == ["Vaarakoskelle", "ilse vaarakoski"]
    assert list(found["reason"]) == ["without accents, with an ending", "similar spelling: 100"]


def test_a_part_of_a_name() -> None:
    made = PseudonymKey().with_names(["Ilse Lund"])
    found = leaks({"x": "Ilse came", "y": "told ilse", "ilse.txt": ""}, made).frame
    assert list(found["found"]) == ["Ilse", "ilse", "ilse"]
    assert set(found["reason"]) == {"a part of the name"}
    word = PseudonymKey().with_names(["Will Lund"], common_word=True)
    assert rows("she will, and Will", made=word) == [(1, "Will", "[P1]", "near-miss")]


def test_a_name_that_is_also_a_word() -> None:
    made = PseudonymKey().with_names(["Will"], common_word=True)
    assert rows("she will, WILL, Will", made=made) == [
        (1, "WILL", "[P1]", "exact"), (1, "Will", "[P1]", "exact"),
    ]  # fmt: skip


def test_reasons_of_exact_places() -> None:
    found = leaks({"x": "Lakso LAKSO Laksolle"}, key()).frame
    assert list(found["reason"]) == [
        "as on the key", "in other letters or blanks", "as on the key, with an ending",
    ]  # fmt: skip


def test_the_result() -> None:
    given_ = Provenance(kind="synthetic", generator="me")
    result = leaks({"a.txt": "Lakso\nLasko", "b.txt": ""}, key(), provenance=[given_])
    assert (result.n_texts, result.n_exact, result.n_near) == (2, 1, 1)
    assert list(result.to_frame().columns) == [
        "where", "line", "found", "form", "label", "kind", "match", "reason", "provenance",
    ]  # fmt: skip
    assert set(result.frame["provenance"]) == {"synthetic"}
    assert result.provenance == (given_,)
    assert "does not say that nobody can be known" in result.notes[0]
    assert "Lasko" in result._repr_html_()


def test_nothing_to_look_at() -> None:
    result = leaks({}, PseudonymKey())
    assert (len(result.frame), result.n_exact, result.n_near) == (0, 0, 0)
    assert str(result.frame["line"].dtype) == "int64"
    assert rows("Lakso", made=PseudonymKey()) == []


@given(text=st.one_of(st.text(), st.text("LaksoZëVirtn[P1] '\n")))
def test_nothing_exact_is_left_after_replacement(text: str) -> None:
    new = pseudonymised(text, key()).text
    assert leaks({"x": new}, key()).n_exact == 0


@given(text=st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    frame = leaks({text: text}, key()).frame
    assert (frame["line"] >= 0).all()


def test_without_rapidfuzz_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from casestudy.pseudonyms import similarity

    similarity._process.cache_clear()
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    with pytest.raises(ImportError, match=r"pip install 'casestudy\[pseudonyms\]'"):
        leaks({"x": "some words"}, key())


def test_speed() -> None:
    text = long_text(11_000)
    made = PseudonymKey().with_names(
        [f"Nimi{'abcdefghij'[n % 10]}{'klmno'[n // 10]} Suku" for n in range(50)]
    )
    leaks({"x": text}, made)
    start = time.process_time()
    leaks({"x": text}, made)
    assert time.process_time() - start < 1.0
