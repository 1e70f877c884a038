from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.codings import COLUMNS, Codings
from casestudy.qualitative import code_frequencies
from casestudy.sources import Part, Source

CODES = ["trust", "trust.shop", "trust.shop.old", "price", "price.fair"]
ROWS = [
    ("i1", "trust", "anna", 8, 13),
    ("i1", "trust.shop", "ben", 0, 22),
    ("i1", "price.fair", "anna", 24, 60),
    ("i1", "price.fair", "rule-keywords", 48, 60, "rule:demo"),
    ("i1", "price", "anna"),
]


def test_codes_used_by_coder_in_codebook_order(make_codings):
    found = code_frequencies(make_codings(ROWS), by="coder", level="code")
    assert found.codes == (
        "trust",
        "trust.shop",
        "price",
        "price.fair",
    )  # codebook order, used only
    assert found.groups == ("anna", "ben", "rule-keywords")
    assert found.counts.tolist() == [[1, 0, 0], [0, 1, 0], [1, 0, 0], [1, 0, 1]]
    assert found.colours == ("#112233", "#112233", "", "#445566")
    assert found.n_codings == 5
    assert found.notes == (
        "Suggestions by machines: 1 of 5 codings; no evidence before a person has coded the same.",
    )


def test_themes_never_used_keep_their_zeros(make_codings):
    found = code_frequencies(make_codings(ROWS[:1]), by="source", level="theme")
    assert found.codes == ("trust", "price")
    assert found.counts.tolist() == [[1], [0]]
    assert found.level == "theme"


def test_speakers_by_hand(make_codings, interview):
    found = code_frequencies(
        make_codings(ROWS), by="speaker", level="theme", sources={"i1": interview}
    )
    assert found.groups == ("Ann", "Ben", "")  # a whole source has no speaker; "" stands last
    assert found.counts.tolist() == [[2, 0, 0], [1, 1, 1]]
    assert found.notes[0] == (
        "Counted in a group without a name, because no speaker is known: 1 of 5 codings."
    )
    assert found.notes[1].endswith("though they reach over more than one: 1 of 5 codings.")


def test_words_before_and_between_turns_have_no_speaker(make_codings):
    parts = (
        Part(kind="paragraph", start=0, end=3),
        Part(kind="turn", start=10, end=20, speaker="Ann"),
        Part(kind="paragraph", start=20, end=40),
        Part(kind="turn", start=46, end=60, speaker="Ben"),
    )
    source = Source(id="i1", kind="interview", text="x" * 69, parts=parts)
    rows = [
        ("i1", "trust", "anna", *span) for span in [(0, 3), (5, 10), (8, 12), (25, 30), (61, 69)]
    ]
    found = code_frequencies(make_codings(rows), by="speaker", level="code", sources={"i1": source})
    assert dict(zip(found.groups, found.counts[0], strict=True)) == {"Ann": 1, "": 4}


@pytest.mark.parametrize(("end", "is_over"), [(40, False), (46, False), (47, True)])
def test_reaching_into_the_next_turn_is_noted_from_its_first_letter(
    make_codings, interview, end, is_over
):
    found = code_frequencies(
        make_codings([("i1", "trust", "anna", 30, end)]),
        by="speaker",
        level="code",
        sources={"i1": interview},
    )
    assert found.groups == ("Ann",)
    assert any("reach over more than one" in note for note in found.notes) == is_over


def test_reaching_one_letter_into_an_adjoining_turn_is_noted(make_codings):
    turns = tuple(
        Part(kind="turn", start=start, end=start + 10, speaker=name)
        for start, name in [(0, "Ann"), (10, "Ben")]
    )
    source = Source(id="i1", kind="interview", text="x" * 20, parts=turns)
    codings = make_codings([("i1", "trust", "anna", 5, 11), ("i1", "trust", "anna", 5, 10)])
    found = code_frequencies(codings, by="speaker", level="code", sources={"i1": source})
    assert found.notes[0].endswith("more than one: 1 of 2 codings.")


def test_sources_without_turns_have_no_speakers(make_codings):
    page = Source(id="i1", kind="website", text="x" * 69)
    found = code_frequencies(make_codings(ROWS), by="speaker", level="code", sources={"i1": page})
    assert found.groups == ("",)


def test_frame_names_its_groups(make_codings):
    frame = code_frequencies(make_codings(ROWS[:1]), by="coder", level="code").to_frame()
    assert frame.to_dict("list") == {
        "code": ["trust"], "name": ["trust"], "coder": ["anna"], "n": [1],
        "provenance": ["synthetic"],
    }  # fmt: skip


def test_nothing_coded_is_an_empty_table(make_codings):
    found = code_frequencies(make_codings([]), by="case", level="code")
    assert found.counts.shape == (0, 0)
    assert found.to_frame().empty


@pytest.mark.parametrize(
    ("settings_", "message"),
    [
        ({"by": "speker", "level": "code"}, "by 'speker' is not known; did you mean 'speaker'"),
        ({"by": "case", "level": "codes"}, "level 'codes' is not known; did you mean 'code'"),
        ({"by": "speaker", "level": "code"}, "by speaker need `sources`"),
    ],
)
def test_what_is_not_allowed_is_said(make_codings, settings_, message):
    with pytest.raises(ValueError, match=message):
        code_frequencies(make_codings(ROWS), **settings_)


def test_a_source_that_is_not_given_is_named(make_codings, interview):
    with pytest.raises(LookupError, match=r"source 'i1' is coded .* give every coded source"):
        code_frequencies(make_codings(ROWS), by="speaker", level="code", sources={"i2": interview})


rows_ = st.lists(
    st.tuples(
        st.just("i1"),
        st.sampled_from(CODES),
        st.sampled_from(["anna", "ben"]),
        st.integers(0, 60),
        st.integers(61, 69),
    ),
    max_size=25,
)


@settings(deadline=None, max_examples=40)
@given(
    rows=rows_,
    order=st.integers(0, 99),
    by=st.sampled_from(["source", "case", "speaker", "coder"]),
    level=st.sampled_from(["code", "theme"]),
)
def test_sums_equal_the_codings(
    *, rows, order, by, level, make_codings, shuffled, renamed, book, interview, same
):
    codings, sources = make_codings(rows), {"i1": interview}
    before = codings.frame.copy()
    found = code_frequencies(codings, by=by, level=level, sources=sources)
    assert found.counts.sum() == found.n_codings == len(rows)
    coded = codings.themes if level == "theme" else codings.frame["code"]
    for code, n in zip(found.codes, found.counts.sum(axis=1), strict=True):
        assert n == (coded == code).sum()
    same(codings.frame, before)
    other = code_frequencies(shuffled(codings, order), by=by, level=level, sources=sources)
    same(other.to_frame(), found.to_frame())
    new = Codings(frame=codings.frame, codebook=renamed(book), origins=codings.origins)
    anew = code_frequencies(new, by=by, level=level, sources=sources)
    same(anew.to_frame().drop(columns="name"), found.to_frame().drop(columns="name"))


def test_in_a_large_study_nothing_is_left_uncounted(book):
    n, n_sources = 100_000, 100
    chance = np.random.default_rng(1)
    starts = chance.integers(0, 49_000, n)
    turns = tuple(
        Part(kind="turn", start=at, end=at + 450, speaker=f"speaker {at // 500 % 2}")
        for at in range(0, 50_000, 500)
    )
    text = "x" * 50_000
    sources = {
        f"s{number}": Source(id=f"s{number}", kind="interview", text=text, parts=turns)
        for number in range(n_sources)
    }
    frame = pd.DataFrame(
        {
            "coding": [f"c{number}" for number in range(n)],
            "source": [f"s{number}" for number in chance.integers(0, n_sources, n)],
            "code": chance.choice(CODES, n), "start": starts, "end": starts + 600,
            "case": "one", "coder": "anna", "quote": "", "created": pd.Timestamp(0, tz="UTC"),
            "region": "", "origin": "human", "confidence": np.nan, "memo": "",
            "weight": pd.NA, "stance": "", "provenance": "collected",
        }
    )  # fmt: skip
    codings = Codings(frame=frame[list(COLUMNS)], codebook=book)
    found = code_frequencies(codings, by="speaker", level="code", sources=sources)
    assert found.n_codings == n
    assert found.groups[:2] == ("speaker 0", "speaker 1")
