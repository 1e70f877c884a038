"""Count once: how often each answer meets each other answer, for all pairs of items in one pass.

Everything that is said of two categorical items (tests, residuals, rank statistics, effect sizes)
is a function of their cross-count, so nobody is looked at twice. Respondents who lack one of two
answers are in no cell of that pair, and each pair has its own base.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from casestudy.item_answers import Codes

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

BLOCK = 4096
"""Respondents whose weighted answers are multiplied at a time, which keeps memory small."""

WORDS = 2048
"""Words of 64 respondents whose bits are compared at a time, for the same reason."""


def cross_counts(codes: Codes, n_levels: Sequence[int]) -> Counts:
    """How many respondents gave each pair of answers, all items against all.

    Parameters
    ----------
    codes : array of int, shape (n_respondents, n_items)
        Position of the answer from 0; below 0 for no answer.
    n_levels : sequence of int, length n_items
        How many answers each item has.

    Returns
    -------
    array of int, shape (n_answers, n_answers)
        Symmetric; answers of all items one after the other. The block of an item with itself
        holds its counts on the diagonal.

    Notes
    -----
    Each answer becomes a string of bits, one a respondent; the count of a pair is the number of
    bits that both have. The counts are exact at any number of respondents.
    """
    bits = _answer_bits(codes, n_levels)
    ends = np.cumsum(n_levels)
    found = np.zeros((len(bits), len(bits)), dtype=np.int64)
    for start in range(0, bits.shape[1], WORDS):
        block = np.ascontiguousarray(bits[:, start : start + WORDS])
        for first, end in zip(ends - n_levels, ends, strict=True):
            met = np.bitwise_count(block[first:end, np.newaxis, :] & block[first:])
            found[first:end, first:] += met.sum(axis=-1, dtype=np.int64)
    return np.triu(found) + np.triu(found, 1).T


def _answer_bits(codes: Codes, n_levels: Sequence[int]) -> npt.NDArray[np.uint64]:
    """For each answer one bit a respondent, in words of 64."""
    by_item = np.ascontiguousarray(codes.T)
    chosen = np.empty((int(sum(n_levels)), len(codes)), dtype=bool)
    row = 0
    for answers, n in zip(by_item, n_levels, strict=True):
        np.equal(answers, np.arange(n, dtype=codes.dtype)[:, np.newaxis], out=chosen[row : row + n])
        row += n
    packed = np.packbits(chosen, axis=1)
    return np.pad(packed, ((0, 0), (0, -packed.shape[1] % 8))).view(np.uint64)


def weighted_cross_counts(codes: Codes, n_levels: Sequence[int], weights: Floats) -> Floats:
    """The same sums with a weight for each respondent, by blocks of matrix products.

    Parameters
    ----------
    weights : array of float, shape (n_respondents,)
        Not below 0; the other parameters are as in `cross_counts`.
    """
    n_answers = int(sum(n_levels))
    found = np.zeros((n_answers, n_answers))
    for start in range(0, len(codes), BLOCK):
        chosen = one_hot(codes[start : start + BLOCK], n_levels)
        # a matrix times itself is computed in half the time
        chosen *= np.sqrt(weights[start : start + BLOCK, np.newaxis])
        found += chosen.T @ chosen
    return found


def one_hot(codes: Codes, n_levels: Sequence[int]) -> Floats:
    """A column of zeros and ones for each answer of each item, shape (n_respondents, n_answers)."""
    items = np.repeat(np.arange(len(n_levels)), n_levels)
    levels = np.concatenate([np.arange(n) for n in n_levels])
    return np.asarray(codes[:, items] == levels, dtype=float)


def pair_tables(counts: npt.NDArray[np.generic], n_levels: Sequence[int], pairs: Places) -> Floats:
    """The cross-tables of some pairs of items as one stack.

    Parameters
    ----------
    counts : array, shape (n_answers, n_answers)
        From `cross_counts` or `weighted_cross_counts`.
    pairs : array of int, shape (n_pairs, 2)
        Positions of the items that make rows and columns.

    Returns
    -------
    array of float, shape (n_pairs, n_rows, n_columns)
        As many rows and columns as the item with the most answers; the rest is 0.
    """
    most = max(n_levels)
    starts = np.concatenate([[0], np.cumsum(n_levels)])[:-1]
    levels = np.arange(most)
    places = np.where(
        levels < np.asarray(n_levels)[:, np.newaxis], starts[:, np.newaxis] + levels, -1
    )
    padded = np.zeros((len(counts) + 1,) * 2)
    padded[:-1, :-1] = counts
    rows, columns = places[pairs[:, 0]], places[pairs[:, 1]]
    return padded[rows[:, :, np.newaxis], columns[:, np.newaxis, :]]
