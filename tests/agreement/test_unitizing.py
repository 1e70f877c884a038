"""The unitizing coefficients: what must hold of any continuum, what is refused or undefined."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy import agreement
from casestudy.agreement import (
    Agreements,
    Continuum,
    bootstrap,
    from_array,
    jackknife,
    krippendorff_bootstrap,
    typed_continuum,
)
from casestudy.agreement.coincidences import coincidence_matrix, coincidence_sums

from .made_continua import CODES, continua, several

FEW = settings(max_examples=40, deadline=None)
LETTERS = {code: number for number, code in enumerate(CODES)}


def values(found: Agreements) -> dict[tuple[str, str], float]:
    return {(row.coefficient, row.about): row.value for row in found}


def same(one: dict[tuple[str, str], float], other: dict[tuple[str, str], float]) -> None:
    assert one.keys() == other.keys()
    np.testing.assert_allclose(list(one.values()), [other[key] for key in one], atol=1e-12)


def by_atom(data: Continuum) -> np.ndarray:
    """What each coder said of each atom, -1 for a gap: the slow way, to compare with."""
    table = np.full((len(data.coders), int(data.lengths.sum())), -1)
    for coder, source, value, start, end in zip(
        data.coder, data.source, data.value, data.starts, data.ends, strict=True
    ):
        table[coder, data.offsets[source] + start : data.offsets[source] + end] = value
    return table


@FEW
@given(continua())
def test_coincidences_are_those_of_every_atom(data: Continuum) -> None:
    table, n = by_atom(data), len(CODES)
    expected = np.zeros((n + 1, n + 1))
    for one in range(len(table)):
        for other in range(len(table)):
            if one != other:
                np.add.at(expected, (table[one], table[other]), 1 / (len(table) - 1))
    np.testing.assert_allclose(coincidence_matrix(data), expected, atol=1e-9)


@FEW
@given(continua())
def test_sums_agree_with_the_matrix(data: Continuum) -> None:
    matrix = coincidence_matrix(data)
    sums = coincidence_sums(data, 1 - np.eye(len(CODES)))
    np.testing.assert_allclose(sums.given.sum(axis=0), matrix.sum(axis=1), atol=1e-9)
    np.testing.assert_allclose(sums.alike.sum(axis=0), np.diag(matrix), atol=1e-9)
    np.testing.assert_allclose(sums.beside.sum(axis=0), matrix[:-1, -1], atol=1e-9)


@FEW
@given(continua(), st.permutations(range(4)))
def test_the_order_of_coders_does_not_matter(data: Continuum, order: list[int]) -> None:
    coders = [data.coders[number] for number in order if number < len(data.coders)]
    same(
        values(agreement.unitizing_alpha(data)),
        values(agreement.unitizing_alpha(data.only(coders=coders))),
    )


@FEW
@given(continua())
def test_the_names_of_codes_do_not_matter(data: Continuum) -> None:
    renamed = replace(data, values=("z", "a", "m"))
    found = values(agreement.unitizing_alpha(renamed))
    back = dict(zip(("z", "a", "m"), CODES, strict=True))
    same(
        values(agreement.unitizing_alpha(data)),
        {(name, back.get(about, about)): value for (name, about), value in found.items()},
    )


@FEW
@given(continua())
def test_the_same_segments_agree_perfectly(data: Continuum) -> None:
    rows = data.only(coders=data.coders[:1]).to_frame()
    twice = [
        (who, *row) for who in "xy" for row in rows[["source", "value", "start", "end"]].values
    ]
    lengths = {"s0": int(data.lengths[0])}
    alike = typed_continuum(twice, lengths=lengths, atom="word", seen={"x": ["s0"], "y": ["s0"]},
                            values=CODES)  # fmt: skip
    for row in [*agreement.unitizing_alpha(alike), *agreement.pooled_unitizing_alpha(alike)]:
        assert row.undefined or row.value == pytest.approx(1.0), row.coefficient


@FEW
@given(continua(), st.integers(2, 50))
def test_stretching_the_text_leaves_cu_and_ku_alone(data: Continuum, scale: int) -> None:
    longer = replace(
        data, lengths=data.lengths * scale, starts=data.starts * scale, ends=data.ends * scale
    )
    keep = ("cu-alpha", "(k)u-alpha")
    one, other = (
        {key: value for key, value in values(agreement.unitizing_alpha(each)).items()
         if key[0] in keep}
        for each in (data, longer)
    )  # fmt: skip
    same(one, other)


@FEW
@given(st.integers(2, 4), st.integers(3, 15), st.integers(0, 10**6))
def test_units_of_one_atom_without_gaps_give_ordinary_alpha(m: int, n: int, seed: int) -> None:
    table = np.random.default_rng(seed).integers(0, 3, (m, n))
    rows = [(f"c{i}", "s", CODES[table[i, u]], u, u + 1) for i in range(m) for u in range(n)]
    data = typed_continuum(rows, lengths={"s": n}, atom="word", values=CODES)
    found = values(agreement.unitizing_alpha(data))
    named = from_array(np.array(CODES)[table].tolist(), level="nominal")
    alpha = agreement.krippendorff_alpha(named).value
    if math.isnan(alpha):
        return
    assert found["u-alpha", ""] == pytest.approx(alpha)
    assert found["cu-alpha", ""] == pytest.approx(alpha)
    assert math.isnan(found["|u-alpha", ""])
    for row in agreement.per_code_alpha(named):
        if not row.undefined:
            assert found["(k)u-alpha", row.about] == pytest.approx(row.value)


def test_a_coder_who_saw_part_counts_only_there_as_with_missing_data() -> None:
    table = np.array([[0, 1, 0, 2, 1, 0], [0, 1, 1, 2, 1, 1], [0, 2, 0, -1, -1, -1]])
    sources = ["s", "s", "s", "t", "t", "t"]
    rows = [
        (f"c{i}", sources[u], CODES[table[i, u]], u % 3, u % 3 + 1)
        for i in range(3) for u in range(6) if table[i, u] >= 0
    ]  # fmt: skip
    data = typed_continuum(
        rows, lengths={"s": 3, "t": 3}, atom="word", values=CODES,
        seen={"c0": ["s", "t"], "c1": ["s", "t"], "c2": ["s"]},
    )  # fmt: skip
    said = [[CODES[v] if v >= 0 else None for v in row] for row in table]
    expected = agreement.krippendorff_alpha(from_array(said, level="nominal")).value
    found = agreement.unitizing_alpha(data)
    assert found["u-alpha"].value == pytest.approx(expected)
    assert "Coders saw different sources" in " ".join(found.notes)


@pytest.mark.parametrize("family", [agreement.unitizing_alpha, agreement.pooled_unitizing_alpha])
def test_a_text_cut_in_two_where_nothing_is_marked_counts_the_same(family: object) -> None:
    rows = [("a", "s", "trust", 2, 8), ("b", "s", "trust", 3, 8), ("a", "s", "price", 20, 30),
            ("b", "s", "speed", 22, 30)]  # fmt: skip
    whole = typed_continuum(rows, lengths={"s": 40}, atom="word", values=CODES)
    parts = [(who, "s" if start < 15 else "t", code, start % 15 if start >= 15 else start,
              end - 15 if start >= 15 else end) for who, _, code, start, end in rows]  # fmt: skip
    cut = typed_continuum(parts, lengths={"s": 15, "t": 25}, atom="word", values=CODES)
    same(values(family(whole)), values(family(cut)))  # type: ignore[operator]


def test_a_source_that_one_coder_saw_drops_out_and_is_told() -> None:
    rows = [("a", "s", "trust", 2, 8), ("b", "s", "trust", 3, 8), ("a", "t", "trust", 0, 5)]
    data = typed_continuum(rows, lengths={"s": 20, "t": 10}, atom="word",
                           seen={"a": ["s", "t"], "b": ["s"]})  # fmt: skip
    alone = typed_continuum(rows[:2], lengths={"s": 20}, atom="word")
    for family in (agreement.unitizing_alpha, agreement.pooled_unitizing_alpha):
        found = family(data)
        same(values(found), values(family(alone)))
        assert "Sources left out, because fewer than two coders saw them: 1 of 2." in found.notes
        assert found.rows[0].n_sources == 1


def test_what_is_undefined_says_why() -> None:
    nothing = typed_continuum([], lengths={"s": 10}, atom="word", seen={"a": ["s"], "b": ["s"]},
                              values=("trust",))  # fmt: skip
    assert agreement.unitizing_alpha(nothing)["u-alpha"].undefined == "nobody marked anything"
    apart = typed_continuum([("a", "s", "x", 0, 2), ("b", "s", "y", 5, 7)], lengths={"s": 10},
                            atom="word")  # fmt: skip
    found = agreement.unitizing_alpha(apart)
    assert found["cu-alpha"].undefined == "no segments of two coders share any text"
    assert found["|u-alpha"].value < 0
    full = typed_continuum([("a", "s", "x", 0, 10), ("b", "s", "y", 0, 10)], lengths={"s": 10},
                           atom="word")  # fmt: skip
    found = agreement.unitizing_alpha(full)
    assert found["|u-alpha"].undefined == "there is no gap: every coder marked everything"
    sparse = typed_continuum(
        [("a", "s", "x", 0, 10), ("b", "s", "x", 9, 19), ("a", "s", "y", 20, 30),
         ("b", "s", "x", 29, 39), ("c", "s", "x", 0, 10)],
        lengths={"s": 50}, atom="word",
    )  # fmt: skip
    found = agreement.unitizing_alpha(sparse)
    assert "it would be negative" in found["y"].undefined
    assert any("which counts as it is: y." in note for note in found["cu-alpha"].notes)
    alone = typed_continuum(
        [("a", "s", "x", 0, 10), ("b", "s", "y", 0, 10), ("c", "s", "x", 20, 21)],
        lengths={"s": 50}, atom="word",
    )  # fmt: skip
    assert "it would be negative" in agreement.unitizing_alpha(alone)["cu-alpha"].undefined


def test_overlapping_segments_are_refused_with_coder_source_codes_and_what_to_use() -> None:
    rows = [("a", "s", "trust", 2, 8), ("a", "s", "price", 5, 9), ("b", "s", "trust", 2, 8)]
    data = typed_continuum(rows, lengths={"s": 20}, atom="word")
    with pytest.raises(
        ValueError, match="a put 'trust' and 'price' on overlapping text of 's'"
    ) as e:
        agreement.unitizing_alpha(data)
    assert "words 5 to 8" in str(e.value)
    for instead in ("pooled_unitizing_alpha", "set_continuum", "gamma"):
        assert instead in str(e.value)
    assert agreement.pooled_unitizing_alpha(data)["trust"].value == 1.0
    sets = agreement.set_continuum(data)
    assert sets.values == ("price", "trust", "price + trust")
    far = agreement.set_distances(sets.values, measure="masi")
    assert agreement.unitizing_alpha(sets, distances=far)["u-alpha"].value < 1
    with pytest.raises(ValueError, match="a put 'trust' twice on overlapping text of 's'"):
        agreement.pooled_unitizing_alpha(
            typed_continuum([*rows, ("a", "s", "trust", 4, 6)], lengths={"s": 20}, atom="word")
        )


def test_one_coder_and_no_common_source_are_refused() -> None:
    one = typed_continuum([("a", "s", "x", 0, 2)], lengths={"s": 5}, atom="word")
    with pytest.raises(ValueError, match="only 'a' is among the coders"):
        agreement.unitizing_alpha(one)
    two = typed_continuum([("a", "s", "x", 0, 2), ("b", "t", "x", 0, 2)],
                          lengths={"s": 5, "t": 5}, atom="word",
                          seen={"a": ["s"], "b": ["t"]})  # fmt: skip
    with pytest.raises(ValueError, match=r"no source was seen by two coders \(a saw s; b saw t\)"):
        agreement.pooled_unitizing_alpha(two)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("a", "s", "x", 3, 3), "segment of 'a' in 's' with 'x', 3 to 3"),
        (("a", "s", "x", 0, 99), "0 <= start < end <= 5 is allowed"),
        (("a", "t", "x", 0, 1), "the coder did not see this source"),
    ],
)
def test_a_segment_out_of_place_is_refused(row: tuple[object, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        typed_continuum([row], lengths={"s": 5, "t": 5}, atom="word", seen={"a": ["s"]})  # type: ignore[list-item]


def test_distances_that_do_not_fit_are_refused() -> None:
    data = several(1)
    for bad in (np.eye(3), np.zeros((2, 2)), np.triu(np.ones((3, 3)), 1)):
        with pytest.raises(ValueError, match="do not fit 3 values"):
            agreement.unitizing_alpha(data, distances=bad)


# --- inference -----------------------------------------------------------------------------------


def test_intervals_over_sources_agree_with_one_another() -> None:
    data = several(40)
    for family in (agreement.unitizing_alpha, agreement.pooled_unitizing_alpha):
        plain, left = family(data).rows[0], family(data, inference=jackknife()).rows[0]
        drawn = family(data, inference=bootstrap(np.random.default_rng(1), n_resamples=4000))
        assert plain.value == left.value == drawn.rows[0].value
        assert left.standard_error == pytest.approx(plain.standard_error, rel=0.1)
        assert drawn.rows[0].standard_error == pytest.approx(plain.standard_error, rel=0.15)
        assert plain.interval.low < plain.value < plain.interval.high
        assert "sources sampled" in plain.standard_error_method
        assert "BCa bootstrap over sources" in drawn.rows[0].interval.method


def test_one_source_has_no_interval_and_says_so() -> None:
    found = agreement.unitizing_alpha(several(1)).rows[0]
    assert math.isnan(found.standard_error)
    assert "One source alone has no spread: no standard error and no interval." in found.notes


def test_krippendorffs_bootstrap_is_narrow_and_centred() -> None:
    data = several(1, n_segments=40, length=4000)
    how = krippendorff_bootstrap(np.random.default_rng(1), n_resamples=2000)
    for row in agreement.unitizing_alpha(data, inference=how):
        assert row.interval.low < row.value < row.interval.high
        assert "Krippendorff's bootstrap over intersections" in row.interval.method
    with pytest.raises(ValueError, match="Krippendorff's bootstrap is one of alpha"):
        agreement.pooled_unitizing_alpha(data, inference=how)


def test_units_cannot_be_drawn_on_a_continuum() -> None:
    with pytest.raises(ValueError, match="a continuum has no units that could be drawn"):
        agreement.unitizing_alpha(several(3), inference=jackknife(by="unit"))
