"""Scales of weights and stances: what they allow, what they refuse, and who inherits them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.codebook import Change, Code, Codebook
from casestudy.codings import Coding, Codings, codings_frame
from casestudy.ratings import (
    LARGEST_WEIGHT,
    Rating,
    RatingScales,
    Stance,
    WeightScale,
    plain_scale,
    plain_stances,
    stances,
    told,
    weight_scale,
)

SCALE = WeightScale(low=-2, high=2, default=0, means="how strongly", labels={2: "fully"})
SIDES = stances(["for", {"id": "against", "name": "speaks against it"}])


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"low": 3, "high": 3}, "low 3 is not below high 3"),
        ({"low": 0.5, "high": 3}, "low 0.5 is not a whole number"),
        ({"low": False, "high": 3}, "low False is not a whole number"),
        ({"low": 0, "high": LARGEST_WEIGHT + 1}, "high 1000001 is not a whole number"),
        ({"low": 0, "high": 3, "default": 4}, "the default 4 is not on the scale 0 to 3"),
        ({"low": 0, "high": 3, "labels": {5: "x"}}, "label 5: 'x' needs a name and a number"),
        ({"low": 0, "high": 3, "labels": {1: ""}}, "label 1: '' needs a name and a number"),
    ],
)
def test_a_scale_that_is_none_is_refused(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        WeightScale(**fields)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"low": 1}, "'high' is missing"),
        ({"low": 1, "high": 2, "step": 1}, "the key 'step' is not known"),
        ({"low": 1, "high": 2, "labels": {"one": "x"}}, "the label 'one' is not named by a whole"),
        ({"low": 1, "high": 2, "means": 3}, "'means' is a text"),
    ],
)
def test_a_table_that_tells_no_scale_is_refused(told: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        weight_scale(told)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (["for", "for"], "stance 'for' is named twice"),
        (["speaks for"], "stance 'speaks for' is not allowed: it starts with a letter"),
        ([3], "3 is neither a word nor a table"),
        ([{"name": "x"}], "is neither a word nor a table"),
        ([{"id": 3}], "is neither a word nor a table"),
    ],
)
def test_what_is_no_stance_is_refused(told: list[Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        stances(told)
    if told == ["for", "for"]:
        with pytest.raises(ValueError, match=sentence):
            Code(id="a", name="a", stances=(Stance(id="for"), Stance(id="for")))


@given(
    st.integers(-9, 0), st.integers(1, 9), st.dictionaries(st.integers(0, 1), st.text(min_size=1))
)
def test_a_scale_as_plain_values_is_the_scale(low: int, high: int, labels: dict[int, str]) -> None:
    scale = WeightScale(low=low, high=high, default=low, labels=labels)
    assert weight_scale(plain_scale(scale)) == scale


def test_stances_as_plain_values_are_the_stances() -> None:
    assert plain_stances(SIDES) == ["for", {"id": "against", "name": "speaks against it"}]
    assert stances(plain_stances(SIDES)) == SIDES
    assert [side.shown for side in SIDES] == ["for", "speaks against it"]


@pytest.mark.parametrize(
    ("rating", "fault"),
    [
        (Rating(), ""),
        (Rating(weight=0, stance="for"), ""),
        (Rating(weight=-2), ""),
        (Rating(weight=3), "weight 3 is not a whole number from -2 to 2"),
        (Rating(weight=True), "weight True is not a whole number from -2 to 2"),
        (Rating(stance="fro"), "stance 'fro' is not one of for, against"),
    ],
)
def test_what_scales_allow(rating: Rating, fault: str) -> None:
    assert RatingScales(weight=SCALE, stances=SIDES).fault(**rating) == fault


def test_a_code_without_scales_allows_nothing_but_silence() -> None:
    none = RatingScales()
    assert (bool(none), none.fault(), none.fault(weight=0)) == (
        False, "", "weight 0: the code has no weights",
    )  # fmt: skip
    assert none.stance_fault("for") == "stance 'for': the code has no stances"
    assert [told(one) for one in (Rating(), Rating(weight=0), Rating(stance="for"))] == [
        "", "weight 0", "for",
    ]  # fmt: skip


def test_codes_below_have_the_scales_of_the_nearest_above() -> None:
    own = WeightScale(low=1, high=5)
    book = Codebook(
        id="demo",
        codes=(
            Code(id="trust", name="trust", weight=SCALE, stances=SIDES),
            Code(id="price", name="price", parent="trust"),
            Code(id="fair", name="fair", parent="price", weight=own),
            Code(id="fairer", name="fairer", parent="fair"),
            Code(id="speed", name="speed"),
        ),
    )
    assert book.ratings_of("price") == RatingScales(weight=SCALE, stances=SIDES)
    assert book.ratings_of("fair") == RatingScales(weight=own, stances=SIDES)
    assert book.ratings_of("fairer") == book.ratings_of("fair")
    assert not book.ratings_of("speed")
    frame = book.to_frame().set_index("code")
    assert frame.loc["fairer", ["weight", "stances"]].tolist() == ["1 to 5", "for, against"]
    assert frame.loc["speed", ["weight", "stances"]].tolist() == ["", ""]


def test_changes_keep_the_scales() -> None:
    merge = Change(kind="merge", codes=("a",), into=("b",))
    book = Codebook(
        id="demo", codes=(Code(id="a", name="a"), Code(id="b", name="b", weight=SCALE)),
        changes=(merge,),
    )  # fmt: skip
    assert book.ratings_of(book.current_codes["a"]).weight == SCALE


RATED = (None, 0, 40, 80)


@pytest.fixture
def codings() -> Codings:
    made = [
        Coding(id=f"c{n}", source="s", code="a", coder="anna", weight=weight, stance=stance)
        for n, (weight, stance) in enumerate(zip(RATED, ("", "for", "against", "for"), strict=True))
    ]
    return Codings(
        frame=codings_frame(made), codebook=Codebook(id="b", codes=(Code(id="a", name="a"),))
    )


def test_a_weight_is_missing_where_none_was_given_and_never_0(codings: Codings) -> None:
    weight = codings.frame["weight"]
    assert str(weight.dtype) == "Int64"
    assert [None if pd.isna(one) else one for one in weight] == list(RATED)
    assert weight.mean() == 40
    assert codings.frame["stance"].dtype == codings.frame["quote"].dtype


@pytest.mark.parametrize(
    ("ends", "kept"),
    [
        ({}, ["c1", "c2", "c3"]),
        ({"low": 0}, ["c1", "c2", "c3"]),
        ({"low": 1}, ["c2", "c3"]),
        ({"low": 40, "high": 40}, ["c2"]),
        ({"high": -1}, []),
    ],
)
def test_codings_by_weight(codings: Codings, ends: dict[str, int], kept: list[str]) -> None:
    assert codings.weighted(**ends).frame["coding"].tolist() == kept


def test_codings_by_stance_and_by_one_weight(codings: Codings) -> None:
    assert codings.only(stance="for").frame["coding"].tolist() == ["c1", "c3"]
    assert codings.only(weight=0).frame["coding"].tolist() == ["c1"]
    assert codings.only(weight=range(1, 81)).frame["coding"].tolist() == ["c2", "c3"]
