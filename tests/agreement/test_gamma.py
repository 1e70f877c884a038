"""Gamma: the alignment is the best of all, chance is repeatable, what is undefined says why."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casestudy import agreement
from casestudy.agreement import Continuum, Dissimilarity, packing, typed_continuum
from casestudy.agreement.alignment import best_alignment
from casestudy.agreement.nearness import NOBODY, Units, near_pairs, positional
from casestudy.agreement.packing import best_packing
from casestudy.agreement.random_continua import random_continua

from .made_continua import several

FEW = settings(max_examples=60, deadline=None)


@st.composite
def units(draw: st.DrawFn) -> Units:
    """Units of two to four coders that lie close enough to be in each other's way."""
    n_coders = draw(st.integers(2, 4))
    each = draw(st.lists(st.integers(0, 3), min_size=n_coders, max_size=n_coders))
    n = sum(each)
    starts = np.array(draw(st.lists(st.integers(0, 25), min_size=n, max_size=n)), dtype=np.int64)
    sizes = np.array(draw(st.lists(st.integers(1, 12), min_size=n, max_size=n)), dtype=np.int64)
    codes = np.array(draw(st.lists(st.integers(0, 2), min_size=n, max_size=n)), dtype=np.int64)
    return Units(coder=np.repeat(np.arange(n_coders), each), starts=starts, ends=starts + sizes,
                 category=codes, n_coders=n_coders)  # fmt: skip


def least_disorder(given: Units, unlike: Dissimilarity) -> float:
    """By trying every way of putting each unit into a group: slow, and surely right."""
    n, pairs = given.n_coders, given.n_coders * (given.n_coders - 1) / 2

    def cost(group: tuple[int, ...]) -> float:
        there = [unit for unit in group if unit != NOBODY]
        between = sum(
            float(unlike.of(given, np.array([a]), np.array([b]))[0])
            for a, b in itertools.combinations(there, 2)
        )
        return (between + pairs - len(there) * (len(there) - 1) / 2) / pairs

    def best(left: frozenset[int]) -> float:
        if not left:
            return 0.0
        first = min(left)
        own = given.coder[first]
        choices = [
            [NOBODY, *(u for u in left if given.coder[u] == c)] if c != own else [first]
            for c in range(n)
        ]
        return min(
            cost(group) + best(left - {unit for unit in group if unit != NOBODY})
            for group in itertools.product(*choices)
        )

    return best(frozenset(range(len(given)))) / (len(given) / n)


@FEW
@given(units(), st.sampled_from([(3.0, 1.0), (1.0, 1.0), (3.0, 2.0)]))
def test_no_alignment_has_less_disorder(given: Units, weights: tuple[float, float]) -> None:
    unlike = Dissimilarity(alpha=weights[0], beta=weights[1])
    if len(given):
        found = best_alignment(given, unlike)
        assert found.disorder == pytest.approx(least_disorder(given, unlike), abs=1e-9)
        placed = found.groups[found.groups != NOBODY]
        assert sorted(placed.tolist()) == list(range(len(given)))


@FEW
@given(units(), st.floats(0.3, 2.5))
def test_near_pairs_are_all_that_are_near(given: Units, reach: float) -> None:
    one, other = given.of(0), given.of(1)
    found = set(zip(*(side.tolist() for side in near_pairs(given, one, other, reach=reach)),
                    strict=True))  # fmt: skip
    expected = {
        (int(a), int(b)) for a in one for b in other
        if positional(given, np.array([a]), np.array([b]))[0] < reach**2
    }  # fmt: skip
    assert found == expected


@pytest.mark.parametrize("most_tried", [packing.MOST_TRIED, 1])
@FEW
@example(given=[({0, 1}, -1.0), ({1, 2}, -1.0), ({0, 2}, -1.1)])  # halves are best, whole are not
@given(given=st.lists(st.tuples(st.sets(st.integers(0, 5), min_size=1, max_size=3),
                                st.floats(-3, -0.1)), max_size=9))  # fmt: skip
def test_the_packing_is_the_best_of_all(
    given: list[tuple[set[int], float]], most_tried: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by search, and by the integer program where a search would take too long."""
    monkeypatch.setattr(packing, "MOST_TRIED", most_tried)
    rows = np.full((len(given), 3), -1, dtype=np.int64)
    for row, (held, _) in enumerate(given):
        rows[row, : len(held)] = sorted(held)
    gains = np.array([gain for _, gain in given])
    taken = best_packing(rows, gains)
    used = rows[taken][rows[taken] >= 0]
    assert len(set(used.tolist())) == len(used)
    best = min(
        sum(given[row][1] for row in chosen)
        for size in range(len(given) + 1)
        for chosen in itertools.combinations(range(len(given)), size)
        if sum(len(given[row][0]) for row in chosen)
        == len(set().union(*(given[row][0] for row in chosen)))
    )
    assert gains[taken].sum() == pytest.approx(best, abs=1e-6)


def seeded(data: Continuum, seed: int = 1, **more: object) -> agreement.Agreements:
    rng = np.random.default_rng(seed)
    return agreement.gamma_agreement(data, rng=rng, **more)  # type: ignore[arg-type]


def test_the_same_seed_gives_the_same_gamma_and_another_nearly() -> None:
    data = several(2)
    first, again, other = (seeded(data, seed)["gamma"].value for seed in (1, 1, 2))
    assert first == again
    assert first == pytest.approx(other, abs=0.05)


def test_the_order_of_coders_changes_the_expected_part_by_chance_only() -> None:
    data = several(1)
    turned = data.only(coders=data.coders[::-1])
    one, other = seeded(data)["gamma"], seeded(turned)["gamma"]
    assert one.details["observed_disorder"] == pytest.approx(other.details["observed_disorder"])
    assert one.value == pytest.approx(other.value, abs=0.06)


def test_the_same_units_agree_perfectly() -> None:
    rows = [(who, "s", code, at, at + 4) for who in "abc"
            for at, code in ((0, "x"), (10, "y"), (30, "x"))]  # fmt: skip
    found = seeded(typed_continuum(rows, lengths={"s": 50}, atom="word"))
    assert [row.value for row in found if not row.undefined] == [1.0] * 4


def test_precision_asks_for_as_many_continua_as_it_needs() -> None:
    data = several(1, n_coders=2)
    few, many = seeded(data), seeded(data, precision=0.03)
    assert few["gamma"].details["n_continua"] == 30
    n = many["gamma"].details["n_continua"]
    assert n > 30
    error = many["gamma"].details["expected_disorder_error"]
    assert 1.96 * error / many["gamma"].details["expected_disorder"] < 0.04
    assert "shifted along the line" in many["gamma"].settings["chance"]


def test_gamma_allows_overlaps_and_has_an_interval_over_sources() -> None:
    rows = [("a", f"s{n}", code, start, start + 9 + n)
            for n in range(6) for start, code in ((0, "x"), (5, "y"), (30, "x"))]  # fmt: skip
    rows += [("b", f"s{n}", code, start + n % 3, start + 9)
             for n in range(6) for start, code in ((0, "x"), (6, "y"))]  # fmt: skip
    data = typed_continuum(rows, lengths={f"s{n}": 60 for n in range(6)}, atom="word")
    found = seeded(data)["gamma"]
    assert found.interval.low < found.value < found.interval.high
    assert "sources sampled" in found.standard_error_method
    assert found.n_sources == 6
    assert found.n_units == len(rows)


def test_units_of_two_sources_are_never_aligned() -> None:
    rows = [("a", "s", "x", 8, 10), ("b", "t", "x", 0, 2), ("a", "t", "x", 0, 2),
            ("b", "s", "x", 0, 2)]  # fmt: skip
    data = typed_continuum(rows, lengths={"s": 10, "t": 10}, atom="word")
    # of four units two are the same, and two are alone
    assert seeded(data)["gamma"].details["observed_disorder"] == pytest.approx(2 / 2)


def test_sources_that_not_everybody_saw_are_left_out_and_told() -> None:
    rows = [("a", "s", "x", 0, 5), ("b", "s", "x", 1, 5), ("a", "t", "x", 0, 5)]
    seen = {"a": ["s", "t"], "b": ["s"]}
    data = typed_continuum(rows, lengths={"s": 30, "t": 30}, atom="word", seen=seen)
    found = seeded(data)
    assert found["gamma"].n_sources == 1
    assert "Sources left out, because not every coder saw them: 1 of 2." in found.notes
    seen = {"a": ["s", "t"], "b": ["s"], "c": ["t"]}
    parted = typed_continuum(rows, lengths={"s": 30, "t": 30}, atom="word", seen=seen)
    with pytest.raises(ValueError, match="no source was seen by all of a, b, c; gamma compares"):
        seeded(parted)


def test_nothing_marked_one_coder_and_odd_settings_are_refused() -> None:
    nothing = typed_continuum([], lengths={"s": 9}, atom="word", seen={"a": ["s"], "b": ["s"]},
                              values=("x",))  # fmt: skip
    with pytest.raises(ValueError, match="none of a, b marked anything in s"):
        seeded(nothing)
    with pytest.raises(ValueError, match="only 'c0' is among the coders"):
        seeded(several(1).only(coders=["c0"]))
    for bad, words in (
        ({"n_continua": 1}, "1 random continua are too few"),
        ({"precision": 0.0}, "precision 0.0 is not allowed"),
        ({"unlike": Dissimilarity(categories=np.zeros((2, 2)))}, "has the shape .* for 3 codes"),
    ):
        with pytest.raises(ValueError, match=words):
            seeded(several(1), **bad)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="alpha is greater than 0"):
        Dissimilarity(alpha=0.0)


def test_codes_of_units_that_were_never_aligned_are_undefined() -> None:
    rows = [("a", "s", "x", 0, 3), ("b", "s", "y", 50, 53)]
    found = seeded(typed_continuum(rows, lengths={"s": 200}, atom="word"))
    assert found["gamma"].details["observed_disorder"] == 2.0
    assert math.isnan(found["gamma-cat"].value)
    assert "no units of two coders were aligned" in found["gamma-cat"].undefined
    alike = [(who, "s", "x", at, at + 3) for who in "ab" for at in (0, 9)]
    one = seeded(typed_continuum(alike, lengths={"s": 30}, atom="word"))
    assert "all units that are aligned bear one code" in one["gamma-cat"].undefined


def test_random_continua_keep_each_coders_units_and_shift_them() -> None:
    rng = np.random.default_rng(1)
    given = Units(coder=np.array([0, 0, 1]), starts=np.array([0, 30, 50]),
                  ends=np.array([10, 35, 70]), category=np.array([0, 1, 2]),
                  n_coders=2)  # fmt: skip
    seen = set()
    for made in itertools.islice(random_continua(given, length=100, rng=rng), 300):
        lengths = (made.ends - made.starts).tolist()
        assert lengths in ([10, 5, 20], [10, 5, 10, 5], [20, 20], [20, 10, 5])
        assert ((made.starts >= 0) & (made.starts < 100)).all()
        seen.add(tuple(made.starts.tolist()))
    assert len(seen) > 250
