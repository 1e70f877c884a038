"""The page of a source: every word of it, flat passages, lists, escaping, provenance."""

from __future__ import annotations

import html
import random
import re
import time
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from lxml.html import HtmlElement

from casestudy.codebook import Code, Codebook
from casestudy.codings import Coding, Codings, codings_frame
from casestudy.provenance import Provenance
from casestudy.ratings import Stance, WeightScale
from casestudy.report import transcript_page
from casestudy.report.passages import MOST_NAMED, N_LANES, Mark, passages
from casestudy.sources import Part, Source

NASTY = "<script>alert('x')</script> & \"quoted\""
SYNTHETIC = Provenance(kind="synthetic", generator="test_transcript.py")
BOOK = Codebook(
    id="demo",
    codes=(
        Code(id="trust", name="trust", colour="#112233"),
        Code(id="price", name=f"price {NASTY}"),
        Code(id="price.fair", name="fair price", parent="price"),
    ),
)
IDS = [code.id for code in BOOK]
TEXT = "Ann: We trust the shop.\nBen: Prices are fair, I think."


def talk(**changes: Any) -> Source:
    parts = (
        Part(kind="turn", start=5, end=23, speaker="Ann", start_time=3.0, end_time=5.9),
        Part(kind="turn", start=29, end=54, speaker="Ben", locator="line 2"),
    )
    settings = {"text": TEXT, "parts": parts, "roles": {"Ann": "interviewer"}, **changes}
    return Source(id="talk", kind="interview", provenance=SYNTHETIC, **settings)  # type: ignore[arg-type]


def codings(rows: Sequence[Sequence[Any]], *, text: str = TEXT, book: Codebook = BOOK) -> Codings:
    """Codings from rows of (code, start, end, coder, origin)."""
    made = []
    for number, row in enumerate(rows):
        code, start, end, coder, origin = [*row, *["anna", "human"][len(row) - 3 :]]
        quote = text[start:end] if start >= 0 else ""
        made.append(
            Coding(id=f"c{number}", source="talk", code=code, coder=coder, start=start, end=end,
                   quote=quote, origin=origin)
        )  # fmt: skip
    return Codings(frame=codings_frame(made), codebook=book)


def root(*given: Any, **named: Any) -> HtmlElement:
    return lxml_html.document_fromstring(transcript_page(*given, **named))


def text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def visible(page: str) -> str:
    """What stands between the tags of the body."""
    body = page[page.index("<body>") :]
    return html.unescape(re.sub(r"<[^>]*>", "", body))


# --- flat passages --------------------------------------------------------------------------------


def test_overlapping_codings_are_cut_at_every_border() -> None:
    found = passages([Mark(0, 10, 1), Mark(4, 14, 2, True), Mark(4, 6, 1)])
    assert [(p.start, p.end, p.codes, p.opened) for p in found] == [
        (0, 4, (1,), (1,)), (4, 6, (1, 2), (2,)), (6, 10, (1, 2), ()), (10, 14, (2,), ()),
    ]  # fmt: skip
    assert [set(p.suggested) for p in found] == [set(), {2}, {2}, {2}]
    assert [p.lanes[:2] for p in found] == [(1, -1), (1, 2), (1, 2), (-1, 2)]


def test_a_suggestion_that_a_person_made_too_is_none_where_they_agree() -> None:
    found = passages([Mark(0, 9, 1, True), Mark(3, 6, 1)])
    assert [set(p.suggested) for p in found] == [{1}, set(), {1}]


MARKS = st.lists(
    st.builds(
        lambda start, length, code, machine: Mark(start, start + length, code, machine),
        st.integers(0, 30), st.integers(1, 20), st.integers(1, 9), st.booleans(),
    ),
    max_size=25,
)  # fmt: skip


@given(marks=MARKS, shuffle=st.randoms(use_true_random=False))
def test_each_passage_has_the_codes_that_a_slow_look_finds(
    marks: list[Mark], shuffle: random.Random
) -> None:
    found = passages(marks)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for at in range(60):
        here = [mark for mark in marks if mark.start <= at < mark.end]
        [passage] = [p for p in found if p.start <= at < p.end] or [None]
        assert sorted({mark.code for mark in here}) == list(passage.codes if passage else ())
        if passage:
            by_people = {mark.code for mark in here if not mark.is_suggestion}
            assert passage.suggested == {mark.code for mark in here} - by_people
            stripes = [code for code in passage.lanes if code >= 0]
            assert len(set(stripes)) == len(stripes) <= N_LANES
            assert set(stripes) <= set(passage.codes)
    for one, other in pairwise(found):
        stays = {c for c in one.lanes if c in other.codes and c not in other.opened and c >= 0}
        assert all(one.lanes.index(code) == other.lanes.index(code) for code in stays)
    shuffle.shuffle(marks)
    assert [(p.start, p.end, p.codes) for p in passages(marks)] == [
        (p.start, p.end, p.codes) for p in found
    ]


def test_more_codes_than_can_be_named_are_counted() -> None:
    [passage] = passages(Mark(0, 5, code) for code in range(MOST_NAMED + 7))
    assert (len(passage.codes), passage.n_more) == (MOST_NAMED, 7)


# --- words ----------------------------------------------------------------------------------------


@settings(deadline=None)
@given(
    turns=st.lists(
        st.one_of(
            st.text(max_size=12),
            st.text(alphabet="<>&;\"'ab#1\n\r\t", max_size=12),
            st.sampled_from([NASTY, "&amp;", "<!--", "</p>", "&#0;", "\0", "äß𝄞"]),
        ),
        min_size=1,
        max_size=6,
    ),
    spans=st.lists(
        st.tuples(st.sampled_from(IDS), st.integers(0, 80), st.integers(1, 40), st.booleans()),
        max_size=12,
    ),
    is_coded=st.booleans(),
)
def test_every_character_of_the_turns_is_on_the_page_in_order(
    turns: list[str], spans: list[tuple[str, int, int, bool]], is_coded: bool
) -> None:
    whole, parts = "", []
    for words in turns:
        whole += "X: "
        parts.append(Part(kind="turn", start=len(whole), end=len(whole) + len(words), speaker="X"))
        whole += words + "\n"
    source = talk(text=whole, parts=tuple(parts))
    rows = [
        (code, start, min(start + length, len(whole)), "m" if machine else "anna",
         "rule:k" if machine else "human")
        for code, start, length, machine in spans if start < len(whole)
    ]  # fmt: skip
    page = transcript_page(source, codings=codings(rows, text=whole) if is_coded else None)
    shown, at = visible(page), 0
    for words in turns:
        expected = words.replace("\0", "\ufffd")
        at = shown.index(expected, at) + len(expected)
    assert "<script" not in page
    assert page == transcript_page(source, codings=codings(rows, text=whole) if is_coded else None)
    page.encode("utf-8")


def test_turns_have_numbers_speakers_roles_and_times() -> None:
    found = root(talk())
    ann, ben = found.xpath("//div[contains(@class, 'turn')]")
    assert (ann.get("id"), ben.get("id")) == ("turn-1", "turn-2")
    assert ann.xpath(".//a/@href") == ["#turn-1"]
    assert text(ann.xpath("./p")[0]) == "1 Ann interviewer 0:00:03–0:00:05"
    assert text(ben.xpath("./p")[0]) == "2 Ben"
    assert ben.xpath(".//a/@title") == ["line 2"]
    assert text(ben.xpath("./p[@class='words']")[0]) == "Prices are fair, I think."
    assert "Ann (interviewer, 1 turn); Ben (1 turn)" in text(found.xpath("//dl")[0])


def test_blocks_have_headings_and_hidden_ones_are_marked() -> None:
    words = ["Shop", "Low prices", "Only for robots"]
    whole = "\n".join(words)
    spots = [(whole.index(w), whole.index(w) + len(w)) for w in words]
    parts = (
        Part(kind="block", start=spots[0][0], end=spots[0][1], locator="/html[1]/body[1]/h1[1]"),
        Part(kind="block", start=spots[1][0], end=spots[1][1], heading="Shop"),
        Part(kind="block", start=spots[2][0], end=spots[2][1], heading="Shop > Legal", hidden=True),
    )
    found = root(Source(id="page", kind="website", text=whole, parts=parts, language="en"))
    assert [text(h) for h in found.xpath("//h3")] == ["Shop"]
    assert [text(p) for p in found.xpath("//p[@class='above']")] == ["Shop > Legal"]
    hidden = found.xpath("//div[contains(@class, 'unseen')]")
    assert [block.get("id") for block in hidden] == ["block-3"]
    assert "in the page, but not shown" in text(hidden[0])
    assert "Only for robots" in text(hidden[0])
    assert text(found.xpath("//p[@class='kind']")[0]) == "Web page"


def test_a_source_without_parts_is_shown_whole() -> None:
    found = root(Source(id="note", kind="document", text="One\n\ntwo"))
    assert found.xpath("//p[@class='words']")[0].text_content() == "One\n\ntwo"


def test_what_no_page_can_hold_is_replaced() -> None:
    page = transcript_page(Source(id="note", kind="document", text="a\0b\ud800c"))
    assert "a\ufffdb\ufffdc" in page
    page.encode("utf-8")


# --- codings --------------------------------------------------------------------------------------


def test_passages_name_their_codes_and_the_list_stands_beside() -> None:
    rows = [
        ("trust", 8, 13), ("price", 10, 40, "ben"), ("price.fair", 36, 46, "rules", "rule:k"),
    ]  # fmt: skip
    found = root(talk(), codings=codings(rows))
    spans = found.xpath("//p[@class='words']/span")
    assert [(span.text, span.get("data-codes")) for span in spans] == [
        ("tr", "trust"), ("ust", "trust price"), (" the shop.", "price"), ("Prices ", "price"),
        ("are ", "price price.fair"), ("fair, ", "price.fair"),
    ]  # fmt: skip
    assert [span.get("data-opens") for span in spans] == ["1", "2", None, "2", "3", None]
    assert not found.xpath("//span[@data-codes]//span")
    assert [span.get("style") for span in spans[:3]] == [
        "--l0:var(--c1)", "--l0:var(--c1);--l1:var(--c2)", "--l1:var(--c2)",
    ]  # fmt: skip
    assert spans[5].get("style") == "--l0:var(--d3)"
    assert spans[4].get("title") == f"price {NASTY}; fair price (suggested)"
    first, second = [[text(li) for li in ul] for ul in found.xpath("//ul[@class='beside']")]
    assert first == ["1 trust anna", f"2 price {NASTY} ben"]
    assert second == ["3 fair price suggested by rules", f"2 price {NASTY} continued"]


def test_legend_names_each_code_and_says_what_dashes_mean() -> None:
    rows = [("trust", 8, 13), ("trust", 8, 13, "ben"), ("price", 5, 9, "m", "model:x")]
    found = root(talk(), codings=codings(rows))
    legend = [text(li) for li in found.xpath("//ol[@class='legend']/li")]
    assert legend == ["1 trust 2 codings", f"2 price {NASTY} 1 coding, 1 of them suggested"]
    assert "dashed" in text(found.xpath("//section[@id='codes']/p")[0])
    people = root(talk(), codings=codings(rows[:2]))
    assert "dashed" not in text(people.xpath("//section[@id='codes']/p")[0])
    assert "anna, ben" in text(people.xpath("//ul[@class='beside']")[0])


def test_weights_and_stances_stand_with_their_coders() -> None:
    """A weight of 0 is told, a missing one is not."""
    scale = WeightScale(low=0, high=5)
    code = Code(id="trust", name="trust", weight=scale, stances=(Stance(id="for"),))
    ratings = ({"weight": 0, "stance": "for"}, {"weight": 4}, {})
    made = [
        Coding(id=f"c{n}", source="talk", code="trust", coder=coder, start=5, end=23,
               quote=TEXT[5:23], **rating)
        for n, (coder, rating) in enumerate(zip(("anna", "ben", "cleo"), ratings, strict=True))
    ]  # fmt: skip
    own = Codings(frame=codings_frame(made), codebook=Codebook(id="rated", codes=(code,)))
    [beside] = root(talk(), codings=own).xpath("//ul[@class='beside']")
    assert "anna (weight 0, for), ben (weight 4), cleo" in text(beside)


def test_no_coding_is_lost() -> None:
    rows = [("trust", -1, -1), ("trust", 0, 3), ("price", 8, 13), ("price", 60, 70)]
    made = codings(rows)
    changed = made.frame.assign(
        quote=["", TEXT[0:3], "other", "later"], source=["talk", "talk", "talk", "talk"]
    )
    found = root(talk(), codings=Codings(frame=changed, codebook=BOOK))
    assert [text(li) for li in found.xpath("//ul[@class='apart']/li")] == [
        "1 trust (anna): the whole source",
        "1 trust (anna): on words that are not shown: “Ann”",
        f"2 price {NASTY} (anna): the source has changed since “other” was coded",
        f"2 price {NASTY} (anna): the source has changed since “later” was coded",
    ]
    assert not found.xpath("//span[@data-codes]")


def test_codings_of_other_sources_are_left_out() -> None:
    made = codings([("trust", 8, 13)])
    other = Codings(frame=made.frame.assign(source="elsewhere"), codebook=BOOK)
    found = root(talk(), codings=other)
    assert not found.xpath("//span[@data-codes]")
    assert "No codings." in text(found)


def test_codes_of_one_theme_get_colours_of_their_own() -> None:
    codes = [Code(id="t", name="t", colour="#3f90da")]
    codes += [Code(id=f"t.{n}", name=f"t{n}", parent="t") for n in range(8)]
    book = Codebook(id="demo", codes=tuple(codes))
    page = transcript_page(talk(), codings=codings([(code.id, 8, 13) for code in codes], book=book))
    colours = re.findall(r"--c\d+: linear-gradient\((#[0-9a-f]{6})", page)
    assert len(set(colours)) == 9
    assert colours[0] == "#3f90da"


# --- the page -------------------------------------------------------------------------------------


def test_hostile_text_is_escaped_everywhere() -> None:
    parts = (
        Part(kind="turn", start=0, end=len(NASTY), speaker=NASTY, locator=NASTY, heading=NASTY),
    )
    source = Source(
        id="talk", kind="interview", text=NASTY, parts=parts, title=NASTY, case=NASTY,
        language=NASTY, file=NASTY, roles={NASTY: NASTY}, warnings=(NASTY,),
        provenance=Provenance(kind="published", work=NASTY),
    )  # fmt: skip
    page = transcript_page(source, codings=codings([("price", 3, 9)], text=NASTY))
    assert "<script" not in page
    found = lxml_html.document_fromstring(page)
    assert text(found.find(".//h1")) == NASTY
    assert found.xpath("//p[@class='words']")[0].text_content() == NASTY


@pytest.mark.parametrize("is_synthetic", [True, False])
def test_synthetic_badge_exactly_when_due(is_synthetic: bool) -> None:
    origin = SYNTHETIC if is_synthetic else Provenance(kind="published", work="w", page="3")
    found = root(Source(id="a", kind="interview", text="Hi", provenance=origin))
    assert bool(found.xpath("//h1/strong[@class='badge']")) is is_synthetic
    assert str(origin) in text(found.xpath("//p[@class='provenance']")[0])


def test_synthetic_codings_mark_the_page() -> None:
    made = codings([("trust", 8, 13)])
    frame = made.frame.assign(provenance="synthetic").astype({"provenance": "str"})
    source = Source(id="talk", kind="interview", text=TEXT)
    found = root(source, codings=Codings(frame=frame, codebook=BOOK))
    assert found.xpath("//h1/strong[@class='badge']")


def test_basics_of_accessibility() -> None:
    found = root(talk(), codings=codings([("trust", 8, 13)]))
    assert found.get("lang") == "en"
    for landmark in ("header", "nav", "main", "footer"):
        assert len(found.xpath(f"//body/{landmark}")) == 1
    levels = [int(h.tag[1]) for h in found.iter("h1", "h2", "h3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = found.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {href[1:] for href in found.xpath("//a/@href")}
    assert targets <= set(ids)
    assert set(found.xpath("//@aria-labelledby")) <= set(ids)
    assert found.xpath("//a/@href")[0] == "#words"


def test_no_script_and_no_other_host() -> None:
    page = transcript_page(talk(), codings=codings([("trust", 8, 13)]))
    assert "<script" not in page
    assert not re.search(r"""(?:src|href)=["'](?:[a-z]+:)?//""", page)
    assert "@import" not in page
    assert "url(" not in page
    assert not re.search(r"\son\w+=", page)


@pytest.mark.parametrize("n_codes", [10, 5000])
def test_five_thousand_overlapping_codings_take_less_than_a_second(n_codes: int) -> None:
    chance, whole = np.random.default_rng(1), "word " * 12_000
    book = Codebook(
        id="demo", codes=tuple(Code(id=f"c{n}", name=f"code {n}") for n in range(n_codes))
    )
    parts = tuple(
        Part(kind="turn", start=at, end=at + 490, speaker="A") for at in range(0, 60_000, 500)
    )
    starts = chance.integers(0, 59_000, 5000)
    ends = chance.integers(starts + 1, 60_000)
    rows = [
        (f"c{number % n_codes}", int(start), int(end))
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]
    made, source = codings(rows, text=whole, book=book), talk(text=whole, parts=parts)
    took = []
    for _ in range(2):
        began = time.process_time()
        page = transcript_page(source, codings=made)
        took.append(time.process_time() - began)
    assert min(took) < 1
    assert page.count('class="coded"') > 8500
