"""Our walk against the tree of a real browser: no word lost, each path leads to its words."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from casestudy.ingest import Reading, webpage
from casestudy.ingest.original import Original
from casestudy.pages.blocks import FOREIGN

from .shop_pages import PAGES, TREES

BROWSER = json.loads(TREES.read_text("utf-8"))


def reading_of(page: str) -> Reading:
    data = PAGES[page].encode()
    return webpage.read(Original(path=Path("p.html"), data=data, kind="website"))


def letters(words: str) -> str:
    return "".join(words.split())


def plain(path: str) -> str:
    """A path without the way in which an element of a drawing is written."""
    return FOREIGN.sub(r"\1", path)


def is_within(words: str, text: str) -> bool:
    """Whether the letters of words stand in a text in their order, others perhaps between."""
    rest = iter(text)
    return all(letter in rest for letter in words)


def test_the_browser_has_been_asked_about_these_pages() -> None:
    assert list(BROWSER) == list(PAGES)
    assert len(PAGES) >= 40


@pytest.mark.parametrize("page", PAGES)
def test_each_path_leads_to_its_words_in_the_browser(page: str) -> None:
    reading = reading_of(page)
    for part in reading.parts:
        if part.kind == "block":
            at_or_below = "".join(
                letters(words)
                for path, words in BROWSER[page]
                if f"{plain(path)}/".startswith(f"{plain(part.locator)}/")
            )
            words = letters(reading.text[part.start : part.end])
            assert is_within(words, at_or_below), part.locator


@pytest.mark.parametrize("page", PAGES)
def test_no_letter_of_the_page_is_lost_or_told_twice(page: str) -> None:
    reading = reading_of(page)
    blocks = [reading.text[p.start : p.end] for p in reading.parts if p.kind == "block"]
    ours = Counter(letters("".join(blocks)))
    assert ours == Counter(letters("".join(words for _, words in BROWSER[page])))
