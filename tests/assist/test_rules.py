from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.assist import rule_codings
from casestudy.codebook import Code, Codebook
from casestudy.codings import Codings, codings_frame
from casestudy.sources import Part, Source, text_sha256

WHEN = datetime(2024, 3, 12, tzinfo=UTC)
UNITS = ["sentence", "turn", "paragraph", "match"]
BOOK = Codebook(
    id="demo",
    codes=(
        Code(id="speed", name="speed", rules=("quick* repl*", "fast")),
        Code(id="price", name="price", rules=("price*",)),
        Code(id="silent", name="no rules"),
    ),
)
TEXT = (
    "Ann: Fast? Prices are fair, the price is right.\n\nThey send quick\nreplies. fast fast\n"
    "Fast: price hidden"
)
TURNS = (
    Part(kind="turn", start=5, end=83, speaker="Ann"),
    Part(kind="turn", start=90, end=95, speaker="Fast"),
    Part(kind="block", start=96, end=102, hidden=True),
)
INTERVIEW = Source(id="i1", kind="interview", text=TEXT, parts=TURNS)


def found(unit: str, source: Source = INTERVIEW) -> list[tuple[str, str]]:
    codings = rule_codings([source], codebook=BOOK, unit=unit, created=WHEN)
    return [(coding.code, coding.quote) for coding in codings]


def test_matches_by_hand():
    assert found("match") == [
        ("speed", "Fast"), ("price", "Prices"), ("price", "price"), ("speed", "quick\nreplies"),
        ("speed", "fast"), ("speed", "fast"), ("price", "price"),
    ]  # fmt: skip


def test_sentences_get_each_code_once():
    assert found("sentence") == [
        ("speed", "Fast?"),
        ("price", "Prices are fair, the price is right."),
        ("speed", "They send quick"),
        ("speed", "fast fast"),
        ("price", "price"),
    ]


def test_paragraphs_end_at_blank_lines():
    assert found("paragraph") == [
        ("speed", "Fast? Prices are fair, the price is right."),
        ("price", "Fast? Prices are fair, the price is right."),
        ("speed", "They send quick\nreplies. fast fast"),
        ("price", "price"),
    ]


def test_turns_are_coded_whole_without_their_labels():
    assert found("turn") == [("speed", TEXT[5:83]), ("price", TEXT[5:83]), ("price", "price")]


def test_a_page_has_paragraphs_but_no_turns():
    page = Source(
        id="p1",
        kind="website",
        text="price one price two",
        parts=(Part(kind="block", start=0, end=9), Part(kind="block", start=10, end=19)),
    )
    assert found("paragraph", page) == [("price", "price one"), ("price", "price two")]
    assert found("turn", page) == []


def test_hidden_blocks_and_labels_are_not_searched():
    starts = {
        coding.start
        for unit in UNITS
        for coding in rule_codings([INTERVIEW], codebook=BOOK, unit=unit, created=WHEN)
    }
    assert all(5 <= start < 83 or 90 <= start < 95 for start in starts)


def test_finnish_sources_are_split_as_finnish():
    text = "Hinta esim. price tästä."
    for language, quote in [("fi", text), ("", "price tästä.")]:
        source = Source(id="s1", kind="answer", text=text, language=language)
        assert found("sentence", source) == [("price", quote)]


def test_a_coding_says_who_made_it_and_holds_its_place():
    coding = rule_codings([INTERVIEW], codebook=BOOK, unit="match", created=WHEN)[1]
    said = "\n".join(["i1", text_sha256(TEXT), "11", "17", "price"])
    assert coding.id == "rule-" + sha256(said.encode()).hexdigest()[:26]
    assert (coding.start, coding.end, coding.quote) == (11, 17, "Prices")
    assert (coding.prefix, coding.suffix) == (TEXT[:11], TEXT[17:49])
    assert (coding.coder, coding.origin) == ("rule-keywords", "rule:demo")
    assert (coding.created, coding.confidence, coding.memo) == (WHEN, None, "")
    assert coding.text_sha256 == text_sha256(TEXT)


def test_suggestions_are_machine_codings():
    made = rule_codings([INTERVIEW], codebook=BOOK, unit="sentence", created=WHEN)
    codings = Codings(frame=codings_frame(made), codebook=BOOK)
    assert len(codings.by_machines()) == len(made)
    assert len(codings.by_people()) == 0


def test_ids_do_not_depend_on_the_time_of_the_run():
    later = WHEN.replace(year=2025)
    one = rule_codings([INTERVIEW], codebook=BOOK, unit="sentence", created=WHEN)
    two = rule_codings([INTERVIEW], codebook=BOOK, unit="sentence", created=later)
    assert [coding.id for coding in one] == [coding.id for coding in two]


def test_a_unit_that_is_not_known_is_refused():
    with pytest.raises(ValueError, match=r"unit 'sentences' .* did you mean 'sentence'.*paragraph"):
        rule_codings([INTERVIEW], codebook=BOOK, unit="sentences", created=WHEN)


def test_a_time_without_zone_is_refused():
    with pytest.raises(ValueError, match="created 2024-03-12T00:00:00 has no time zone"):
        rule_codings([], codebook=BOOK, unit="match", created=WHEN.replace(tzinfo=None))


def test_a_codebook_without_rules_is_refused():
    book = Codebook(id="bare", codes=(Code(id="a", name="a"),))
    with pytest.raises(ValueError, match="codebook 'bare' has no code with rules"):
        rule_codings([INTERVIEW], codebook=book, unit="match", created=WHEN)


texts = st.text(alphabet="x. \n?", max_size=10).flatmap(
    lambda gap: st.lists(
        st.sampled_from(["price", "prices", "fast", "quick reply", "breakfast", gap]), max_size=8
    ).map(gap.join)
)


@settings(deadline=None, max_examples=60)
@given(text=texts, unit=st.sampled_from(UNITS), cut=st.integers(0, 60))
def test_codings_are_the_same_twice_and_hold_in_the_text(text, unit, cut):
    middle = min(cut, len(text))
    parts = (
        Part(kind="turn", start=0, end=middle, speaker="Ann"),
        Part(kind="turn", start=middle, end=len(text), speaker="Ben"),
    )
    source = Source(id="s1", kind="interview", text=text, parts=parts)
    first = rule_codings([source], codebook=BOOK, unit=unit, created=WHEN)
    assert rule_codings([source], codebook=BOOK, unit=unit, created=WHEN) == first
    assert len({coding.id for coding in first}) == len(first)
    assert all(text[coding.start : coding.end] == coding.quote for coding in first)
    assert all(a.start <= b.start for a, b in pairwise(first))
    if unit != "turn":
        assert all(coding.quote == coding.quote.strip() for coding in first)
    matched = rule_codings([source], codebook=BOOK, unit="match", created=WHEN)
    assert {coding.code for coding in matched} == {coding.code for coding in first}
