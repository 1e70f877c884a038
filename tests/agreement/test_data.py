"""Reliability data: from arrays, frames, tables and counts, and what they say of themselves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy import agreement
from casestudy.agreement import ReliabilityData, from_array, from_counts, from_frame, from_table
from casestudy.agreement.encoding import encoded
from casestudy.agreement.patterns import ordered_patterns, unordered_patterns
from tests.agreement.made import judged


@pytest.mark.parametrize(
    ("rows", "codes", "categories"),
    [
        ([[1, 2, np.nan], [1, 4, 2]], [[0, 1, -1], [0, 2, 1]], (1, 2, 4)),
        ([[-3.0, 100.0], [np.nan, 5.0]], [[0, 2], [-1, 1]], (-3, 5, 100)),
        ([[1000, 2000], [1000, 1000]], [[0, 1], [0, 0]], (1000, 2000)),
        ([[True, False], [True, True]], [[1, 0], [1, 1]], (0, 1)),
        ([["b", None], ["a", "b"]], [[1, -1], [0, 1]], ("a", "b")),
        ([[{"b"}, set()], [None, {"a", "b"}]], [[1, 0], [-1, 2]],
         (frozenset(), frozenset({"b"}), frozenset({"a", "b"}))),
        ([[1, None], [2, pd.NA]], [[0, -1], [1, -1]], (1, 2)),
    ],
)  # fmt: skip
def test_encoding(rows: object, codes: object, categories: object) -> None:
    found, values = encoded(np.array(rows, dtype=object) if _is_mixed(rows) else np.array(rows))
    assert found.tolist() == codes
    assert values == categories
    assert found.dtype == np.int8


def _is_mixed(rows: object) -> bool:
    return any(not isinstance(v, int | float) for row in rows for v in row)  # type: ignore[attr-defined]


def test_numbers_that_are_not_whole_stay_numbers() -> None:
    rows = np.array([[0.5, 1.0], [np.nan, 2.0]])
    found, values = encoded(rows)
    assert values == ()
    np.testing.assert_array_equal(found, rows)
    many = np.arange(4000.0).reshape(2, 2000)
    assert encoded(many)[1] == ()


@settings(max_examples=30)
@given(
    rows=st.lists(
        st.lists(st.one_of(st.none(), st.integers(-200, 200)), min_size=3, max_size=3),
        min_size=2, max_size=5,
    )
)  # fmt: skip
def test_encoding_can_be_undone(rows: list[list[int | None]]) -> None:
    found, values = encoded(np.array(rows, dtype=object))
    undone = [[None if c < 0 else values[c] for c in row] for row in found.tolist()]
    assert undone == rows


@settings(max_examples=40)
@given(
    seed=st.integers(0, 9999), coders=st.integers(1, 6), units=st.integers(0, 60),
    values=st.integers(1, 5),
)  # fmt: skip
def test_patterns_are_the_units(seed: int, coders: int, units: int, values: int) -> None:
    rng = np.random.default_rng(seed)
    codes = rng.integers(-1, values, (coders, units)).astype(np.int8)
    for find, look in (
        (ordered_patterns, codes),
        (unordered_patterns, np.sort(codes, axis=0)),
    ):
        found = find(codes, values)
        np.testing.assert_array_equal(found.codes[:, found.of], look)
        assert found.times.tolist() == np.bincount(found.of, minlength=len(found)).tolist()


def test_many_coders_and_values_make_patterns_too() -> None:
    """More digits than a table can hold: the numbers are found in steps, or by sorting."""
    rng = np.random.default_rng(0)
    for values, kinds in ((3, 40), (2000, 40), (3, 2900)):
        base = rng.integers(-1, values, (40, kinds)).astype(np.int16)
        codes = base[:, rng.integers(0, kinds, 3000)]
        found = unordered_patterns(codes, values)
        np.testing.assert_array_equal(found.codes[:, found.of], np.sort(codes, axis=0))
        if kinds == 40:
            assert len(found) <= kinds


def test_from_table_and_counts() -> None:
    data = from_table([[2, 1], [0, 1]], level="nominal", categories=("yes", "no"))
    assert data.values.tolist() == [[0, 0, 0, 1], [0, 0, 1, 1]]
    assert data.categories == ("yes", "no")
    counts = from_counts([[2, 1], [0, 2]], level="ordinal")
    assert counts.values.tolist() == [[0, 1], [0, 1], [1, -1]]
    assert counts.settings == {"coders": "interchangeable"}
    assert counts.notes == ("The data do not say which coder judged what.",)


def test_from_frame_is_the_array() -> None:
    array = judged(3)
    data = from_array(array, level="nominal", source_of=np.repeat(list("abcd"), 10))
    frame = data.to_frame()
    again = from_frame(frame, level="nominal", source="source")
    one, other = (agreement.krippendorff_alpha(d) for d in (data, again))
    assert one.value == pytest.approx(other.value)
    assert one.standard_error == pytest.approx(other.standard_error)
    assert (again.sources, len(again.units)) == (data.sources, again.n_units)


def test_the_frame_has_a_row_a_judgement() -> None:
    data = ReliabilityData(
        values=np.array([[0, -1], [1, 0]], dtype=np.int8),
        coders=("anna", "ben"),
        level="set",
        categories=(frozenset(), frozenset({"trust", "price"})),
        units=np.array(["u1", "u2"]),
        sources=("talk",),
        source_of=np.array([0, 0]),
        starts=np.array([0, 10]),
        ends=np.array([10, 25]),
    )
    frame = data.to_frame()
    assert frame.columns.tolist() == [
        "unit", "source", "start", "end", "coder", "value", "provenance",
    ]  # fmt: skip
    assert frame.values.tolist() == [
        ["u1", "talk", 0, 10, "anna", "", ""],
        ["u1", "talk", 0, 10, "ben", "price, trust", ""],
        ["u2", "talk", 10, 25, "ben", "", ""],
    ]
    assert (data.n_coders, data.n_units) == (2, 2)
    assert "<table" in data._repr_html_()
    plain = from_array([[0.5, np.nan], [1.5, 2.5]], level="interval").to_frame()
    assert plain["value"].tolist() == [0.5, 1.5, 2.5]


def test_some_of_the_coders() -> None:
    data = from_array(judged(1), level="nominal", coders=("anna", "ben", "eva"))
    part = data.of_coders(["eva", "anna"])
    assert part.coders == ("eva", "anna")
    np.testing.assert_array_equal(part.values, data.values[[2, 0]])


def test_results_have_frames_and_can_be_named() -> None:
    found = agreement.chance_corrected(judged(1))
    frame = found.to_frame()
    assert len(frame) == len(found) == 6
    assert found["Gwet's AC1"].value == frame["value"][4]
    with pytest.raises(LookupError, match="no row is about 'kappa'; allowed are percent"):
        found["kappa"]
    assert "Gwet" in found._repr_html_()
    alone = agreement.gwet_ac1(judged(1))
    assert alone.to_frame()["coefficient"].tolist() == ["Gwet's AC1"]
    assert "<table" in alone._repr_html_()
    per_code = agreement.per_code_alpha(judged(1))
    assert per_code["2"].about == "2"
    assert agreement.prevalence(judged(1)).to_frame()["share"].sum() == pytest.approx(1.0)


def test_a_value_without_a_reason_is_refused() -> None:
    from dataclasses import replace

    found = agreement.gwet_ac1(judged(1))
    with pytest.raises(ValueError, match="NaN if and only if `undefined` says why"):
        replace(found, value=float("nan"))
    with pytest.raises(ValueError, match="NaN if and only if"):
        replace(found, undefined="no reason at all")


def test_one_code_against_the_rest_of_sets() -> None:
    anna = [{"trust"}, {"trust", "price"}, set(), {"price"}, None]
    ben = [{"trust"}, {"price"}, set(), {"price"}, {"trust"}]
    found = agreement.per_code_alpha([anna, ben])
    for code in ("price", "trust"):
        yes = [[None if s is None else float(code in s) for s in row] for row in (anna, ben)]
        direct = agreement.krippendorff_alpha(np.array(yes, dtype=float), level="nominal")
        assert found[code].value == pytest.approx(direct.value)
        assert found[code].n_units == 4


def test_pairwise_kappas() -> None:
    data = judged(2)
    found = agreement.pairwise_kappas(data)
    assert [row.coders for row in found] == [
        ("coder 1", "coder 2"), ("coder 1", "coder 3"), ("coder 2", "coder 3"),
    ]  # fmt: skip
    assert found.rows[1].value == agreement.cohen_kappa(data[[0, 2]]).value
    mean = np.mean([row.value for row in found])
    assert agreement.light_kappa(data).value == pytest.approx(mean)


def test_own_circles_and_scales() -> None:
    hours = np.array([[23, 1, 12, 6], [1, 23, 11, 7]])
    around = agreement.krippendorff_alpha(hours, distance=agreement.circular_distance(24))
    straight = agreement.krippendorff_alpha(hours, level="interval")
    assert around.value > straight.value + 0.3
    ends = agreement.bipolar_distance(1, 7)
    data = np.array([[2, 3, 6, 5, 4], [3, 3, 6, 4, 2]])
    whole = from_array(data, level="bipolar", categories=(1, 2, 3, 4, 5, 6, 7))
    assert agreement.krippendorff_alpha(whole).value == pytest.approx(
        agreement.krippendorff_alpha(data, distance=ends).value
    )
