"""Anchors hold what the text has at a place, and a quotation is found only where it is alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.anchors import CONTEXT, anchor, find_quote

TEXTS = st.text(st.characters(), min_size=1, max_size=120)


@given(TEXTS, st.data())
def test_an_anchor_holds_in_its_text_and_gives_back_the_span(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    made = anchor(text, start, end)
    assert made.holds_in(text)
    assert made.quote == text[start:end]
    assert (made.prefix + made.quote + made.suffix) in text
    assert len(made.prefix) == min(start, CONTEXT)
    assert len(made.suffix) == min(len(text) - end, CONTEXT)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 4), (3, 4)])
def test_a_span_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=rf"span {start} to {end} does not lie .* <= 3 is allowed"):
        anchor("abc", start, end)


def test_an_anchor_does_not_hold_where_a_letter_changed() -> None:
    made = anchor("we trust them", 3, 8)
    assert not made.holds_in("we thrust them")
    assert not made.holds_in("trust")


@given(TEXTS, st.data())
def test_a_quotation_is_found_if_and_only_if_it_stands_once(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    quote = text[start : data.draw(st.integers(start + 1, len(text)))]
    places = [at for at in range(len(text)) if text.startswith(quote, at)]
    if len(places) == 1:
        assert find_quote(text, quote) == (places[0], places[0] + len(quote))
    else:
        with pytest.raises(ValueError, match="times in the source; give more of its words"):
            find_quote(text, quote)


def test_overlapping_places_count_as_two() -> None:
    with pytest.raises(ValueError, match="'aa' occurs 2 times"):
        find_quote("aaa", "aa")


def test_what_is_not_there_is_not_found() -> None:
    with pytest.raises(ValueError, match="'thrust' does not occur in the source"):
        find_quote("we trust", "thrust")
    with pytest.raises(ValueError, match="an empty quotation"):
        find_quote("we trust", "")


def test_a_long_quotation_is_shortened_in_the_message() -> None:
    with pytest.raises(ValueError, match=r"quotation 'x{57}…' does not"):
        find_quote("we trust", "x" * 500)
