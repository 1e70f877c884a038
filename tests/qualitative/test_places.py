from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.qualitative.places import surroundings

TEXT = "They say that we trust them all."


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        (0, ("", "")),
        (1, (" ", " ")),
        (3, ("we ", "")),
        (4, ("we ", "")),
        (5, ("we ", " them")),
        (8, ("that we ", " them")),
        (99, ("They say that we ", " them all.")),
    ],
)
def test_context_by_hand(context, expected):
    before, after = surroundings(TEXT, 17, 22, context=context)
    assert (before.strip(), after.strip()) == (expected[0].strip(), expected[1].strip())
    assert TEXT[:17].endswith(before)
    assert TEXT[22:].startswith(after)


def test_a_quotation_inside_a_word_keeps_the_rest_of_the_word():
    assert surroundings("we distrust them", 6, 11, context=10) == ("we dis", " them")


@given(
    text=st.text(alphabet="ab \n", min_size=2, max_size=60),
    data=st.data(),
    context=st.integers(0, 20),
)
def test_context_cuts_no_word(text, data, context):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    before, after = surroundings(text, start, end, context=context)
    assert text[:start].endswith(before)
    assert text[end:].startswith(after)
    assert max(len(before), len(after)) <= context
    first, last = start - len(before), end + len(after)
    if before and first:
        assert text[first - 1].isspace()
    if after and last < len(text):
        assert text[last].isspace()
