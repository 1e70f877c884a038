"""A text reads as a person sees it, and each place is known in the text itself."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.pseudonyms import PseudonymKey, leaks, pseudonymised, restored
from casestudy.pseudonyms.renderings import renderings, visible

from .made import key

UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2069\u202a\ufeff\u034f\ufe0f\u061c"
NO_SELECTORS = dict.fromkeys([0x034F, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
SIGNS = st.sampled_from(
    "Lakso Zoe\u0308ﬁＬ½²\n-\u00ad\u200be\u0301\u1112\u1161\u11ab👩\u200d💻[P1]'"
)
TEXTS = st.one_of(st.text(), st.text(SIGNS))


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("Lak\u00adso said", "[P1] said"),
        ("Eero\u200b Lakso\u200b.", "[P1]\u200b."),
        ("Lakso\u200bVirtanen", "[P1]\u200b[P2]"),
        ("L\u200ea\u200ek\u200es\u200eo", "[P1]"),
        ("Lak-\nso came", "[P1] came"),
        ("Virta\u00ac\r\n  selle", "[P2]lle"),
        ("Virta\u00ad\nnen", "[P2]"),
        ("Ｌａｋｓｏ", "[P1]"),
        ("<b>Lak</b>so, La**ks**o, Zo&euml;, 1 < 2 & Lakso", "<b>[P1], [P1], [P2], 1 < 2 & [P1]"),
        ("Lakso² and 2Lakso", "Lakso² and 2Lakso"),
        (
            unicodedata.normalize("NFD", "Zoë Virtanen, Zoëllä"),
            "[P2], [P2]lla\u0308",
        ),
    ],
)
def test_however_it_is_written(text: str, new: str) -> None:
    done = pseudonymised(text, key())
    assert done.text == new
    assert restored(done.text, key(), done) == text
    assert pseudonymised(done.text, key()).places == ()


@pytest.mark.parametrize(
    ("name", "text", "new"),
    [
        ("Anna-Liisa", "Anna-\nLiisa, Anna\N{EN DASH}Liisa, Anna\N{NON-BREAKING HYPHEN}Liisalle",
         "[P1], [P1], [P1]lle"),
        ("O’Brien", "O'Brien, O`Brien, O\N{ACUTE ACCENT}BRIEN, O’Brien’s",
         "[P1], [P1], [P1], [P1]’s"),
        ("Lak\u00adso", "Lakso and lak\u200bso", "[P1] and [P1]"),
        ("C++ (Guru).*", "ask c++ (guru).* or C+++ (Guru)", "ask [P1] or C+++ (Guru)"),
        ("J. St. John", "J.  St.\nJohn and JX StX John", "[P1] and JX StX John"),
        ("İlker", "I\u0307lker, İLKER", "[P1], [P1]"),
        ("山田太郎", "私は山田太郎です。山田太郎さん", "私は[P1]です。[P1]さん"),
        ("สมชาย", "คุณสมชายมา", "คุณ[P1]มา"),
        ("김철수", "김철수가 왔다, 새김철수", "[P1]가 왔다, 새김철수"),
        (unicodedata.normalize("NFD", "김철수"), "김철수가", "[P1]가"),
        ("Ng", "Ng, NG, sing, ngo", "[P1], [P1], sing, ngo"),
    ],
)  # fmt: skip
def test_names_that_are_hard(name: str, text: str, new: str) -> None:
    made = PseudonymKey().with_names([name])
    done = pseudonymised(text, made)
    assert done.text == new
    assert restored(done.text, made, done) == text


@given(text=TEXTS)
def test_each_place_of_a_rendering_is_known_in_the_text(text: str) -> None:
    for shown in renderings(text):
        spans = [shown.span(at, at + 1) for at in range(len(shown.text))]
        assert spans == sorted(spans)
        for sign, (start, end) in zip(shown.text, spans, strict=True):
            assert 0 <= start < end <= len(text)
            seen = "".join(c for c in text[start:end] if unicodedata.category(c) != "Cf")
            if text[start] == "&":
                continue
            assert sign in text[start:end] or sign in unicodedata.normalize(
                "NFKC", seen.translate(NO_SELECTORS)
            )
        if shown.text:
            whole = shown.span(0, len(shown.text))
            assert shown.spans_of([whole]) == [(0, len(shown.text))]


@given(text=TEXTS)
def test_what_is_visible_stays_so(text: str) -> None:
    shown = visible(text).text
    assert visible(shown).text == shown
    assert not set(shown) & set(UNSEEN)
    assert len(list(renderings(re.sub(r"[^ -~]|[-<&*~]", "", text)))) == 1


@given(data=st.data(), before=st.text(max_size=5), after=st.text(max_size=5))
def test_no_hidden_sign_hides_a_name(data: st.DataObject, before: str, after: str) -> None:
    name = data.draw(st.sampled_from(["Lakso", "Zoë", "Virtaselle", "Kaltvik Machine Works"]))
    form = data.draw(st.sampled_from(["NFC", "NFD"]))
    letters = list(unicodedata.normalize(form, name))
    for _ in range(data.draw(st.integers(1, 3))):
        letters.insert(
            data.draw(st.integers(1, len(letters) - 1)), data.draw(st.sampled_from(UNSEEN))
        )
    hidden = "".join(letters)
    done = pseudonymised(f"{before} {hidden} {after}", key())
    assert any(start <= len(before) + 1 < end for start, end, *_ in done.places)
    found = leaks({"x": done.text}, key())
    assert found.n_exact == 0


def test_a_leak_is_told_on_its_line_as_it_reads() -> None:
    found = leaks({"x": "so\nVir\u00adta-\nnen and Las\u200bko"}, key()).frame
    assert found[["line", "found", "match"]].to_numpy().tolist() == [
        [2, "Virta-\nnen", "exact"], [3, "Lasko", "near-miss"],
    ]  # fmt: skip


@pytest.mark.parametrize("spelt", ["L-A-K-S-O", "l a k s o", "L, a, k, s, o", "I. L. A. K. S. O."])
def test_a_name_that_is_spelt_out(spelt: str) -> None:
    found = leaks({"x": f"it is {spelt}"}, key()).frame
    assert found[["label", "reason"]].to_numpy().tolist() == [
        ["[P1]", "spelt out letter by letter"]
    ]


def test_a_part_of_a_name_with_an_ending() -> None:
    made = PseudonymKey().with_names(["Jaakko Lahti"])
    found = leaks({"x": "Lahden talossa, Jaakolle"}, made).frame
    assert list(found["found"]) == ["Lahden", "Jaakolle"]
    assert set(found["reason"]) == {"a part of the name, with an ending"}
