from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.language import phrase_pattern, shown_spans
from casestudy.sources import Part, Source


def found(phrases: list[str], text: str) -> list[str]:
    return [match[0] for match in phrase_pattern(phrases).finditer(text)]


@pytest.mark.parametrize(
    ("phrases", "text", "expected"),
    [
        (["trust"], "Trust, distrust, trusted, TRUST", ["Trust", "TRUST"]),
        (["trust*"], "Trust, distrust, trusted", ["Trust", "trusted"]),
        (["*trust"], "Trust, distrust, trusted", ["Trust", "distrust"]),
        (["get in touch"], "get in\n  touch; get  in touch", ["get in\n  touch", "get  in touch"]),
        (["stay* in touch"], "stayed in touch, stays in touching", ["stayed in touch"]),
        (["q&a", "3.5"], "Q&A and qXa, 3.5 and 3x5", ["Q&A", "3.5"]),
        (["what's new"], "What’s new? What's new?", ["What’s new", "What's new"]),
        (["two-way"], "two-way, two\N{NON-BREAKING HYPHEN}way, two way",
         ["two-way", "two\N{NON-BREAKING HYPHEN}way"]),
        (["price", "price list"], "price list, price", ["price list", "price"]),
        (["hyvä*"], "HYVÄÄ", ["HYVÄÄ"]),
        ([" price "], "price", ["price"]),
    ],
)  # fmt: skip
def test_phrases_by_hand(phrases, text, expected):
    assert found(phrases, text) == expected


def test_no_phrase_is_refused():
    with pytest.raises(ValueError, match="there is no phrase to search for; give at least one"):
        phrase_pattern([])


@pytest.mark.parametrize("phrase", ["", " ", "*", "* *", "&"])
def test_a_phrase_without_a_word_is_refused(phrase):
    with pytest.raises(ValueError, match="has no letter or digit"):
        phrase_pattern(["price", phrase])


@given(
    words=st.lists(st.text(alphabet="abc+.(é", min_size=1, max_size=4), min_size=1, max_size=3),
    blanks=st.sampled_from([" ", "\n", "  \t"]),
)
def test_a_phrase_finds_itself_with_any_blanks(words, blanks):
    phrase = " ".join(words)
    if any(character.isalnum() for character in phrase):
        assert found([phrase], f"x {blanks.join(words).upper()} x") != []


def test_a_phrase_order_changes_nothing():
    assert phrase_pattern(["a", "bb"]) == phrase_pattern(["bb", "a"])
    assert isinstance(phrase_pattern(["a"]), re.Pattern)


def test_only_what_is_seen_is_a_shown_span():
    parts = (
        Part(kind="turn", start=5, end=20, speaker="Ann"),
        Part(kind="cue", start=5, end=10),
        Part(kind="block", start=20, end=30, hidden=True),
        Part(kind="paragraph", start=30, end=30),
        Part(kind="paragraph", start=30, end=40),
    )
    source = Source(id="s", kind="interview", text="x" * 50, parts=parts)
    assert shown_spans(source) == [(5, 20), (30, 40)]


def test_a_source_without_parts_is_shown_as_a_whole():
    assert shown_spans(Source(id="s", kind="answer", text="abc")) == [(0, 3)]
    assert shown_spans(Source(id="s", kind="answer", text="")) == []
    cue = (Part(kind="cue", start=1, end=2),)
    assert shown_spans(Source(id="s", kind="answer", text="abc", parts=cue)) == [(0, 3)]
