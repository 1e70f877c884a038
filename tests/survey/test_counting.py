"""Counts of all pairs in one pass are the counts of each pair."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.survey import counting
from casestudy.survey.counting import cross_counts, pair_tables, weighted_cross_counts

matrices = st.integers(1, 4).flatmap(
    lambda m: st.tuples(
        st.lists(st.integers(1, 4), min_size=m, max_size=m),
        st.lists(st.lists(st.integers(-2, 3), min_size=m, max_size=m), min_size=1, max_size=80),
    )
)


def counted_one_by_one(codes, n_levels, weights):
    starts = np.concatenate([[0], np.cumsum(n_levels)])
    found = np.zeros((starts[-1],) * 2)
    for row, weight in zip(codes, weights, strict=True):
        places = [starts[i] + a for i, a in enumerate(row) if a >= 0]
        for a in places:
            for b in places:
                found[a, b] += weight
    return found


@settings(deadline=None, max_examples=40)
@given(matrices, st.integers(0, 99))
def test_each_pair_is_counted(made, seed):
    n_levels, rows = made
    codes = np.minimum(np.array(rows, dtype=np.int8), np.array(n_levels, dtype=np.int8) - 1)
    weights = np.random.default_rng(seed).random(len(codes))
    assert np.array_equal(
        cross_counts(codes, n_levels), counted_one_by_one(codes, n_levels, np.ones(len(codes)))
    )
    assert weighted_cross_counts(codes, n_levels, weights) == pytest.approx(
        counted_one_by_one(codes, n_levels, weights)
    )


def test_blocks_do_not_change_the_counts(monkeypatch):
    rng = np.random.default_rng(3)
    codes = rng.integers(-1, 4, (1000, 5)).astype(np.int16)
    whole = cross_counts(codes, [4] * 5)
    weighted = weighted_cross_counts(codes, [4] * 5, np.ones(1000))
    monkeypatch.setattr(counting, "WORDS", 2)
    monkeypatch.setattr(counting, "BLOCK", 7)
    assert np.array_equal(cross_counts(codes, [4] * 5), whole)
    assert weighted_cross_counts(codes, [4] * 5, np.ones(1000)) == pytest.approx(weighted)
    assert np.array_equal(whole, weighted.astype(int))


def test_tables_of_pairs_are_padded_with_nothing():
    codes = np.array([[0, 2], [1, 0], [1, 2], [-1, 1]])
    tables = pair_tables(cross_counts(codes, [2, 3]), [2, 3], np.array([[0, 1], [1, 0]]))
    assert tables.tolist() == [
        [[0, 0, 1], [1, 0, 1], [0, 0, 0]],
        [[0, 1, 0], [0, 0, 0], [1, 1, 0]],
    ]
