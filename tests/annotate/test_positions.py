"""Positions through the browser and back: whatever the signs, to the very code points."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from casestudy.anchors import grapheme_borders, utf16_positions
from casestudy.sources import Segment

from .browsing import DeskPage
from .plain_bench import PlainBench

SIGNS = [
    "a", "b ", "Zoë", "e\u0301", "n\u0303\u0323", "🙂", "👩‍👩‍👧‍👦", "👋🏽", "🇫🇮",
    "🇫", "𝕏", "漢字", "𠜎", "שלום", "\u05e9\u05c1", "مرحبا", "\u0644\u0627",
    "हिन्दी", "ก็", "한국어", "\u1100\u1161", "\u200d", "\u200f", "\u202e",
    "\ufeff", "\0", "\ud83d", "\ude00", "\ud83d\ude00", "\ufffd", "\uffff",
    "\U0010ffff", "\t", "  ", "\r", "\x0b", "\u2028", "\x85", "\xa0", "<b>",
    "&amp;", "]]>", "\n", "\n\n", "ß", "ﬁ", "İ", "…",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(SIGNS), min_size=1, max_size=40).map("".join)


@pytest.fixture(scope="module")
def desk_page(browser: Browser) -> Iterator[DeskPage]:
    page = DeskPage(browser)
    page.mount(PlainBench("x"))
    yield page
    errors = page.errors
    page.close()
    assert errors == []


def units(text: str) -> bytes:
    """To a browser, two lone surrogates side by side are one sign."""
    return text.encode("utf-16-le", "surrogatepass")


def shown(page: DeskPage, text: str) -> PlainBench:
    bench = page.desks["desk"].bench
    assert isinstance(bench, PlainBench)
    bench.text, bench.made, bench.acts = text, [], []
    page.desks["desk"].open("s")
    page.flush()
    return bench


@settings(max_examples=40)
@given(TEXTS)
@example("\ud83d\ude00🙂\ud83d")
@example("a\ud83d")
@example("e\u0301" * 3000)
@example("👩‍👩‍👧‍👦" * 700)
def test_every_position_goes_to_the_browser_and_comes_back(desk_page: DeskPage, text: str) -> None:
    shown(desk_page, text)
    found = desk_page.page.evaluate(
        """() => {
            const { source } = desks.desk.el.codingDesk;
            const units = [];
            for (let at = 0; at <= source.length; at++) units.push(source.positions.toUnits(at));
            const back = units.map((unit) => source.positions.toPoints(unit));
            const cut = units.slice(1).map((unit, n) => source.text.slice(units[n], unit));
            return JSON.stringify({ units, back, cut });
        }"""
    )
    result = json.loads(found)
    assert result["back"] == list(range(len(text) + 1))
    assert result["cut"] == list(text)
    if not any("\ud800" <= sign <= "\udfff" for sign in text):
        assert result["units"] == utf16_positions(text, range(len(text) + 1)).tolist()


@settings(max_examples=30)
@given(TEXTS, st.data())
def test_a_selection_is_coded_to_the_very_code_points(
    desk_page: DeskPage, text: str, data: st.DataObject
) -> None:
    bench = shown(desk_page, text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    desk_page.desks["desk"].select(Segment(source="s", start=start, end=end))
    desk_page.flush()
    desk_page.page.locator(".text").focus()
    desk_page.press("1")
    desk_page.settled()
    [act] = bench.acts
    assert (act["start"], act["end"]) == (start, end)
    assert units(act["quote"]) == units(text[start:end])


@settings(max_examples=20)
@given(TEXTS, st.lists(st.integers(0, 1000), min_size=4, max_size=4))
def test_what_the_mouse_selects_is_whole_signs(
    desk_page: DeskPage, text: str, where: list[int]
) -> None:
    bench = shown(desk_page, text)
    rows = desk_page.page.locator(".row")
    boxes = [rows.nth(n).bounding_box() for n in range(rows.count())]
    places = [box for box in boxes if box]
    if not places:
        return
    at = []
    for number, across in zip(where[::2], where[1::2], strict=True):
        box = places[number % len(places)]
        at.append((box["x"] + box["width"] * across / 1000, box["y"] + box["height"] / 2))
    desk_page.page.mouse.move(*at[0])
    desk_page.page.mouse.down()
    desk_page.page.mouse.move(*at[1], steps=3)
    desk_page.page.mouse.up()
    desk_page.press("1")
    desk_page.settled()
    for act in bench.acts:
        start, end = act["start"], act["end"]
        assert units(act["quote"]) == units(text[start:end])
        # what a blank would be a part of is kept whole
        assert act["quote"].strip() == act["quote"] or not text.isprintable()
        if text.isprintable():  # newer signs than Python's tables know are not cut, but not known
            borders = set(grapheme_borders(text).tolist())
            assert {start, end} <= borders


@settings(max_examples=25)
@given(TEXTS, st.lists(st.sampled_from([
    "ArrowRight", "ArrowLeft", "Shift+ArrowRight", "Shift+ArrowLeft", "Control+ArrowRight",
    "Shift+Control+ArrowLeft", "ArrowDown", "ArrowUp", "Shift+ArrowDown", "Home", "Shift+End",
    "Space", "Shift+Space", ";", "Control+Home", "Control+Shift+End", "Control+ArrowDown",
]), min_size=1, max_size=12))  # fmt: skip
def test_whatever_is_pressed_the_ends_are_whole_signs_and_the_words_are_the_texts(
    desk_page: DeskPage, text: str, keys: list[str]
) -> None:
    bench = shown(desk_page, text)
    desk_page.page.locator(".text").focus()
    for key in keys:
        desk_page.press(key)
    desk_page.press("1")
    desk_page.settled()
    for act in bench.acts:
        assert 0 <= act["start"] < act["end"] <= len(text)
        assert units(act["quote"]) == units(text[act["start"] : act["end"]])


def test_a_long_text_comes_in_pieces_and_is_coded_at_its_end(browser: Browser) -> None:
    page = DeskPage(browser)
    text = "".join(f"Line {n} 🙂 of many.\n" for n in range(70_000))
    bench = PlainBench(text)
    page.mount(bench)
    page.page.wait_for_function(
        "desks.desk.el.codingDesk.source.loaded === desks.desk.el.codingDesk.source.length"
    )
    page.page.locator(".text").focus()
    page.press("Control+End", "ArrowUp", "1")
    page.settled()
    [act] = bench.acts
    assert act["quote"] == text[act["start"] : act["end"]] == "Line 69999 🙂 of many."
    assert page.page.locator(".row").count() < 20_000
    assert page.errors == []
    page.close()


def test_a_line_of_ten_million_letters_is_read_and_coded(browser: Browser) -> None:
    page = DeskPage(browser)
    bench = PlainBench("word " * 2_000_000)
    page.mount(bench)
    page.page.locator(".text").focus()
    page.press("Control+ArrowRight", "Shift+Control+ArrowRight", "1")
    page.settled()
    assert bench.acts[0]["quote"].split() == ["word"]
    page.page.locator(".scroll").evaluate("(el) => { el.scrollTop = el.scrollHeight / 40; }")
    page.page.wait_for_function("desks.desk.el.shadowRoot.querySelectorAll('.row').length > 3")
    assert page.errors == []
    page.close()
