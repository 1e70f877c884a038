"""The bridges are exact both ways on any text, and no selection splits a grapheme."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest
import regex  # type: ignore[import-untyped]
from hypothesis import example, given
from hypothesis import strategies as st

from casestudy.anchors.text_units import (
    codepoints,
    grapheme_borders,
    positions_from_utf8,
    positions_from_utf16,
    snapped,
    utf8_positions,
    utf16_positions,
)

from .made import ANY_TEXT

SAMPLE = "cafe\u0301 😀 👩‍💻 naïve"
BRIDGES = {
    "UTF-16": (utf16_positions, positions_from_utf16, "utf-16-le", 2),
    "UTF-8": (utf8_positions, positions_from_utf8, "utf-8", 1),
}


def lengths(text: str, encoding: str, size: int) -> list[int]:
    """What Python's own encoder says: the length of each beginning of a text."""
    widths = [len(sign.encode(encoding, "surrogatepass")) // size for sign in text]
    return [sum(widths[:at]) for at in range(len(text) + 1)]


@pytest.mark.parametrize("bridge", BRIDGES)
@given(text=ANY_TEXT)
@example(text=SAMPLE)
@example(text="")
@example(text="\ud83d\ude00 a pair of surrogates that Python keeps apart")
def test_every_position_goes_there_and_back(bridge: str, text: str) -> None:
    there, back, encoding, size = BRIDGES[bridge]
    positions = list(range(len(text) + 1))
    expected = lengths(text, encoding, size)
    assert there(text, positions).tolist() == expected
    assert back(text, expected).tolist() == positions
    assert expected[-1] * size == len(text.encode(encoding, "surrogatepass"))


@pytest.mark.parametrize("bridge", BRIDGES)
@given(text=ANY_TEXT)
def test_a_position_inside_a_character_is_refused(bridge: str, text: str) -> None:
    there, back, _, _ = BRIDGES[bridge]
    ends = there(text, list(range(len(text) + 1))).tolist()
    for position in set(range(ends[-1])) - set(ends):
        with pytest.raises(ValueError, match=rf"{bridge} position {position} lies inside the char"):
            back(text, [0, position])


@pytest.mark.parametrize("bridge", [call for pair in BRIDGES.values() for call in pair[:2]])
@pytest.mark.parametrize("text", ["abc", "äbc", "🙂bc"])
@pytest.mark.parametrize("position", [-1, 12])
def test_a_position_outside_the_text_is_refused(
    bridge: Callable[[str, list[int]], object], text: str, position: int
) -> None:
    with pytest.raises(ValueError, match=rf"position {position} lies outside the text of \d+ "):
        bridge(text, [0, position])


@pytest.mark.parametrize("positions", [[0.5], ["1"], [True], [None]])
def test_what_is_no_whole_number_is_refused(positions: list[object]) -> None:
    with pytest.raises(ValueError, match="are not allowed: give whole numbers"):
        utf16_positions("abc", positions)  # type: ignore[arg-type]


def test_shapes_are_kept() -> None:
    assert utf16_positions("🙂🙂", [[0, 1], [1, 2]]).tolist() == [[0, 2], [2, 4]]
    assert int(utf16_positions("🙂🙂", 1)) == 2
    assert positions_from_utf8("🙂🙂", np.array([4, 8], dtype=np.uint16)).tolist() == [1, 2]
    assert utf8_positions("ä", []).tolist() == []


def test_plain_text_needs_no_table() -> None:
    given_positions = np.arange(4)
    assert np.array_equal(utf16_positions("abc", given_positions), given_positions)
    assert np.array_equal(utf16_positions("äöü", given_positions), given_positions)


@given(ANY_TEXT)
def test_codepoints_are_the_characters(text: str) -> None:
    assert codepoints(text).tolist() == [ord(sign) for sign in text]


def test_the_measured_sample() -> None:
    end = len(SAMPLE)
    assert end == 17
    assert int(utf16_positions(SAMPLE, end)) == 20
    assert int(utf8_positions(SAMPLE, end)) == 30
    assert len(grapheme_borders(SAMPLE)) - 1 == 14


@given(ANY_TEXT)
def test_borders_are_those_of_the_whole_text(text: str) -> None:
    pieces = regex.findall(r"\X", text)
    assert grapheme_borders(text).tolist() == np.cumsum([0, *map(len, pieces)]).tolist()


@given(ANY_TEXT.filter(bool), st.data())
def test_a_selection_is_widened_to_graphemes_and_trimmed(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    borders = grapheme_borders(text).tolist()
    touched = [
        (first, last) for first, last in itertools.pairwise(borders) if first < end and last > start
    ]
    visible = [pair for pair in touched if not text[slice(*pair)].isspace()]
    if visible:
        assert snapped(text, start, end) == (visible[0][0], visible[-1][1])
        assert snapped(text, *snapped(text, start, end)) == snapped(text, start, end)
    else:
        with pytest.raises(ValueError, match=r"holds only blanks; .* select some words"):
            snapped(text, start, end)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 4)])
def test_an_empty_selection_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=rf"selection {start} to {end} is empty or lies outside"):
        snapped("abc", start, end)


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        ("a👩‍💻b", 2, 3, "👩‍💻"),
        ("ne\u0301e", 1, 2, "e\u0301"),
        ("🇫🇮🇸🇪", 1, 2, "🇫🇮"),
        ("🇫🇮🇸🇪", 1, 3, "🇫🇮🇸🇪"),
        ("one\r\ntwo", 2, 4, "e"),
        (" \u0301x", 0, 1, " \u0301"),
    ],
)
def test_what_is_selected(text: str, start: int, end: int, expected: str) -> None:
    assert text[slice(*snapped(text, start, end))] == expected
