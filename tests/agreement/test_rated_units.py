"""Agreement on weights and stances: only where coders both put the code and rated it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from casestudy.agreement import (
    from_array,
    krippendorff_alpha,
    stances_on_units,
    units,
    weights_on_units,
)
from casestudy.codebook import Codebook
from casestudy.codings import Codings, codings_frame
from casestudy.errors import UnknownCode
from casestudy.ratings import WeightScale, stances

from .made_codings import BOOK, SOURCES, coding

SCALED = Codebook(
    id="demo",
    codes=(
        replace(
            BOOK.codes[0], weight=WeightScale(low=0, high=10), stances=stances(["for", "against"])
        ),
        *BOOK.codes[1:],
    ),
)
FIRST, LAST = "We trust them", "they keep promises"
Given = tuple[str, str, str, int | None, str]
GIVEN: tuple[Given, ...] = (
    ("anna", "one", FIRST, 2, "for"), ("ben", "one", FIRST, 2, "for"),
    ("anna", "one", LAST, 9, "against"), ("ben", "one", LAST, 5, "for"),
    ("anna", "two", FIRST, 0, "for"), ("ben", "two", FIRST, None, ""),
    ("anna", "two", LAST, 7, ""), ("ben", "two", LAST, 7, "against"),
)  # fmt: skip
TURNS = units(SOURCES, unit="turn")
HOW = {"code": "trust", "units": TURNS, "touching": "any", "value": "one"}


def codings_of(given: tuple[Given, ...] = GIVEN) -> Codings:
    made = [
        replace(coding(who, source, "trust", words), id=f"c{n}", weight=weight, stance=stance)
        for n, (who, source, words, weight, stance) in enumerate(given)
    ]
    return Codings(frame=codings_frame(made), codebook=SCALED)


def test_weights_are_numbers_where_both_gave_one() -> None:
    data = weights_on_units(codings_of(), **HOW, level="interval")  # type: ignore[arg-type]
    assert (data.level, data.about, data.coders) == ("interval", "weight of trust", ("anna", "ben"))
    np.testing.assert_equal(data.values, [[2, 9, 0, 7], [2, 5, np.nan, 7]])
    assert (data.settings["codes"], data.settings["rated"]) == ("0, 2, 5, 7, 9", "weight of trust")
    assert data.notes[:2] == (
        "Codings of 'trust' without a weight, left out: 1 of 8.",
        "Units on which at least two coders put 'trust': 4; at least two of them gave a weight "
        "on 3.",
    )
    for level in ("ordinal", "interval", "ratio"):
        found = krippendorff_alpha(replace(data, level=level))
        plain = from_array(np.array([[2.0, 9, 0, 7], [2, 5, np.nan, 7]]), level=level)
        assert found.value == krippendorff_alpha(plain).value
        assert found.n_pairable == 6


def test_interval_alpha_is_what_the_formula_says() -> None:
    data = weights_on_units(codings_of(), **HOW, level="interval")  # type: ignore[arg-type]
    given = np.array([[2, 9, 7], [2, 5, 7]])
    values = given.ravel()
    observed = 2 * ((given[0] - given[1]) ** 2).sum() / 6
    expected = ((values[:, None] - values) ** 2).sum() / (6 * 5)
    assert krippendorff_alpha(data).value == pytest.approx(1 - observed / expected, abs=1e-12)


def test_stances_are_nominal_and_silence_is_missing() -> None:
    data = stances_on_units(codings_of(), **HOW)  # type: ignore[arg-type]
    assert (data.level, data.categories) == ("nominal", ("for", "against"))
    assert data.values.tolist() == [[0, 1, 0, -1], [0, 0, -1, 1]]
    assert "at least two of them gave a stance on 2" in data.notes[1]
    plain = from_array([["for", "against"], ["for", "for"]], level="nominal")
    assert krippendorff_alpha(data).value == krippendorff_alpha(plain).value


def test_zero_is_a_weight_and_negative_ones_too() -> None:
    scaled = replace(SCALED.codes[0], weight=WeightScale(low=-5, high=5))
    book = replace(SCALED, codes=(scaled, *SCALED.codes[1:]))
    given = (("anna", "one", FIRST, -5, ""), ("ben", "one", FIRST, 0, ""))
    codings = replace(codings_of(given), codebook=book)
    data = weights_on_units(codings, **HOW, level="ordinal")  # type: ignore[arg-type]
    assert data.values.tolist() == [[-5], [0]]


def test_two_ratings_on_a_unit_are_refused_or_the_wider_one_is_taken() -> None:
    both = (*GIVEN, ("anna", "one", "They say what things cost", 10, "against"))
    with pytest.raises(ValueError, match="as anna coded it, has two different weights for 'trust'"):
        weights_on_units(codings_of(both), **HOW, level="ordinal")  # type: ignore[arg-type]
    how = {**HOW, "value": "main"}
    data = weights_on_units(codings_of(both), **how, level="ordinal")  # type: ignore[arg-type]
    assert data.values[0, 0] == 10


def test_codes_below_are_another_question() -> None:
    below = replace(coding("anna", "one", "trust_open", FIRST), id="x", weight=4)
    frame = codings_frame([below])
    codings = Codings(frame=frame, codebook=SCALED)
    with pytest.raises(ValueError, match="weights of 'trust' were given by nobody"):
        weights_on_units(codings, **HOW, level="ordinal")  # type: ignore[arg-type]


def test_what_cannot_be_compared_is_refused() -> None:
    codings = codings_of()
    with pytest.raises(ValueError, match="level 'nominal' is not known; did you mean 'ordinal'"):
        weights_on_units(codings, **HOW, level="nominal")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="value 'set' is not known; allowed are one, main"):
        stances_on_units(codings, **{**HOW, "value": "set"})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="the code 'price' has no stances"):
        stances_on_units(codings, **{**HOW, "code": "price"})  # type: ignore[arg-type]
    with pytest.raises(UnknownCode):
        stances_on_units(codings, **{**HOW, "code": "trsut"})  # type: ignore[arg-type]
    alone = codings.only(coder="anna")
    with pytest.raises(ValueError, match="weights of 'trust' were given by anna"):
        weights_on_units(alone, **HOW, level="ordinal")  # type: ignore[arg-type]
