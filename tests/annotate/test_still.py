"""The picture of a desk that a saved notebook keeps: inert, and silent about collected words."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from casestudy.annotate.bench import ShownCoding
from casestudy.annotate.still import LONGEST_STILL, MOST_QUOTES, still_html, still_text
from casestudy.codebook import Code, Codebook
from casestudy.sources import Source

BOOK = Codebook(id="b", codes=(Code(id="trust", name="Tr<u>st"), Code(id="price", name="Price")))
TEXT = "We <script>alert(1)</script> trust them & prices.\n]]> \0 End."


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words += data


def coding(start: int, end: int, code: str = "trust", coder: str = "anna") -> ShownCoding:
    return ShownCoding(f"{start}-{end}-{code}", start, end, code, coder, "2026-01-01")


def still(text: str, *coded: ShownCoding, keep_words: bool = True) -> Reader:
    source = Source(id="talk", kind="interview", title="<b>Talk", text=text)
    page = still_html(source, coded, codebook=BOOK, coder="anna", keep_words=keep_words)
    reader = Reader()
    reader.feed(page)
    return reader


def test_hostile_words_stay_words() -> None:
    start = TEXT.index("trust")
    reader = still(TEXT, coding(start, start + 5), coding(3, start + 5, "price"))
    assert set(reader.tags) <= {"div", "p", "strong", "code", "table", "thead", "tbody", "tr", "th",
                                "td", "mark", "small"}  # fmt: skip
    assert reader.attributes <= {"title", "dir", "data-still"}
    assert "<script>alert(1)</script>" in reader.words
    assert "]]> \ufffd End." in reader.words
    assert "[Price, Tr<u>st]" in reader.words
    assert reader.tags.count("mark") == 2


def test_collected_words_are_not_kept() -> None:
    reader = still(TEXT, coding(0, 2), keep_words=False)
    assert "trust them" not in reader.words
    assert "1 codings" in reader.words
    assert "Tr<u>st" in reader.words


def test_codings_of_others_are_left_out() -> None:
    reader = still("one two three", coding(0, 3, coder="ben"), coding(4, 7, "price"))
    assert reader.tags.count("mark") == 1
    assert "Tr<u>st" not in reader.words


def test_of_a_long_source_only_the_coded_words_are_kept() -> None:
    text = "first " + "x" * LONGEST_STILL + " last"
    reader = still(text, coding(0, 5))
    assert "first" in reader.words
    assert "last" not in reader.words
    assert "li" in reader.tags


def test_of_very_many_codings_the_first_are_kept() -> None:
    made = [coding(n, n + 5) for n in range(MOST_QUOTES + 3)]
    reader = still("first " + "x" * LONGEST_STILL, *made)
    assert reader.tags.count("li") == MOST_QUOTES
    assert "and 3 more codings" in reader.words


@pytest.mark.parametrize("code", ["gone"])
def test_a_code_that_is_no_more_is_named_by_its_id(code: str) -> None:
    assert "gone" in still("one two", coding(0, 3, code)).words


def test_a_study_without_sources() -> None:
    assert "no sources" in still_html(None, (), codebook=BOOK, coder="anna", keep_words=True)
    assert still_text(None, (), coder="anna") == "<CodingDesk: the study has no sources yet>"
    source = Source(id="talk", kind="interview", text="x")
    assert still_text(source, [coding(0, 1)], coder="anna") == (
        "<CodingDesk of anna on 'talk': 1 codings>"
    )
