"""Boundaries and windows: edits, what does not change them, what is undefined or refused."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy import agreement
from casestudy.agreement import boundary_edits, typed_continuum
from casestudy.agreement.windows import window_errors

from .made_continua import several

FEW = settings(max_examples=60, deadline=None)
PLACES = st.sets(st.integers(1, 39), max_size=12)


@FEW
@given(PLACES, PLACES, st.integers(1, 6))
def test_edits_turn_one_set_into_the_other(one: set[int], other: set[int], near: int) -> None:
    found = boundary_edits(one, other, near=near)
    back = boundary_edits(other, one, near=near)
    assert (found.n_matches, found.n_missing) == (back.n_matches, back.n_missing)
    assert found.n_matches == len(one & other)
    assert found.n_missing + 2 * len(found.near_misses) == len(one ^ other)
    assert all(1 <= distance < near for distance in found.near_misses)
    assert boundary_edits(one, one, near=near).cost(near) == 0


@FEW
@given(PLACES, PLACES, st.integers(1, 45))
def test_windows_are_those_that_slide_atom_by_atom(
    one: set[int], other: set[int], width: int
) -> None:
    counts = [np.cumsum([place in cuts for place in range(41)]) for cuts in (one, other)]
    inside = [
        [c[i + width] - c[i] for i in range(40 - width)] if width < 40 else [] for c in counts
    ]
    diff = sum(a != b for a, b in zip(*inside, strict=True))
    pk = sum((a > 0) != (b > 0) for a, b in zip(*inside, strict=True))
    found = window_errors(one, other, length=40, width=width)
    assert found.tolist() == [max(40 - width, 0), diff, pk]


def test_the_order_of_coders_does_not_matter() -> None:
    data = several(3)
    turned = data.only(coders=data.coders[::-1])
    for one, other in zip(agreement.boundary_agreement(data, near=5),
                          agreement.boundary_agreement(turned, near=5), strict=True):  # fmt: skip
        assert one.value == pytest.approx(other.value)
        assert one.interval.low < one.value < one.interval.high
    for one, other in zip(agreement.window_agreement(data), agreement.window_agreement(turned),
                          strict=True):  # fmt: skip
        assert one.value == pytest.approx(other.value)


def test_the_same_boundaries_agree_perfectly() -> None:
    data = agreement.segmentations({"a": (3, 4, 2), "b": (3, 4, 2)})
    assert [row.value for row in agreement.boundary_agreement(data, near=2)] == [1.0] * 4
    found = agreement.window_agreement(data)
    assert [row.value for row in found] == [0.0, 0.0]
    assert any("0 is best" in note for note in found.notes)


def test_what_is_undefined_says_why() -> None:
    whole = agreement.segmentations({"a": (9,), "b": (9,)})
    found = agreement.boundary_agreement(whole, near=2)
    assert found["boundary similarity"].undefined == "nobody set a boundary"
    assert found["segmentation similarity"].value == 1.0
    narrow = agreement.window_agreement(whole, window=9)
    assert narrow["WindowDiff"].undefined == "the window is as wide as the text"
    assert math.isnan(narrow["Pk"].value)
    everywhere = agreement.segmentations({"a": (1, 1, 1), "b": (1, 1, 1)})
    assert agreement.boundary_agreement(everywhere, near=1)["boundary-based pi"].undefined == (
        "every place is a boundary"
    )


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="different lengths"):
        agreement.segmentations({"a": (3, 4), "b": (3, 5)})
    with pytest.raises(ValueError, match="near 0 is not allowed"):
        agreement.boundary_agreement(several(1), near=0)
    with pytest.raises(ValueError, match="window 0 is not allowed: give at least 1 word"):
        agreement.window_agreement(several(1), window=0)
    one = typed_continuum([("a", "s", "x", 0, 2)], lengths={"s": 5}, atom="word")
    for measure in (lambda d: agreement.boundary_agreement(d, near=2), agreement.window_agreement):
        with pytest.raises(ValueError, match="only 'a' is among the coders"):
            measure(one)
