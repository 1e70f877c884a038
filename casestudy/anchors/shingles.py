"""Shingles: short runs of characters as numbers, to find what two texts share at little cost.

A run that stands once in each of two texts ties them together there. Neighbouring ties make runs,
and of runs that contradict each other the heaviest chain in the order of both texts is kept.
"""

from __future__ import annotations

import bisect

import numpy as np
from numpy.typing import NDArray

from casestudy.anchors.text_units import Positions

Blocks = NDArray[np.int64]
"""Rows of (position in the old text, position in the new text, length), in order of both texts."""
Hashes = NDArray[np.uint64]
"""Shingles as numbers."""

MOST_REPEATS = 64
"""How often a shingle may stand in both sides of a stretch too long for letters: the first is then
taken for the first, the second for the second. In a text pasted ten times nothing stands once."""

_ODD = np.uint64(0x9E3779B97F4A7C15)


def shingles(points: NDArray[np.uint32], length: int) -> Hashes:
    """A number for each run of `length` characters, the same for the same characters.

    64 bits: that any two different ones of a million agree has a chance below 1 in 10 million.
    """
    made = (points.astype(np.uint64) + np.uint64(1)) * _ODD
    made ^= made >> np.uint64(29)
    factor, width = np.uint64(0xBF58476D1CE4E5B9), 1
    with np.errstate(over="ignore"):
        while width < length:
            made = made[:-width] * factor + made[width:]
            factor, width = factor * factor, 2 * width
    made ^= made >> np.uint64(32)
    return made


def _stretch_numbers(stretches: Positions, length: int) -> Positions:
    """For each character the number of the stretch it lies in, from 1; 0 outside."""
    steps = np.zeros(length + 1, dtype=np.int64)
    numbers = np.arange(1, len(stretches) + 1)
    np.add.at(steps, stretches[:, 0], numbers)
    np.add.at(steps, stretches[:, 1], -numbers)
    return np.cumsum(steps[:-1])


def keys_in(
    stretches: Positions, points: NDArray[np.uint32], length: int
) -> tuple[Hashes, Positions]:
    """Shingles that lie wholly in one stretch, marked with its number, and where they begin.

    Parameters
    ----------
    stretches : array, stretches x 2
        Start and end of each, in order, without overlap.
    points : array
        The code points of the text.
    length : int
        Characters of a shingle.
    """
    numbers = _stretch_numbers(stretches, len(points))
    first, last = numbers[: len(numbers) - length + 1], numbers[length - 1 :]
    at = np.flatnonzero((first == last) & (first > 0))
    with np.errstate(over="ignore"):
        return shingles(points, length)[at] ^ (first[at].astype(np.uint64) * _ODD), at


def shared_runs(
    old_keys: Hashes,
    old_at: NDArray[np.int64],
    new_keys: Hashes,
    new_at: NDArray[np.int64],
    length: int,
    *,
    most: int = 1,
) -> Blocks:
    """Runs of shingles that stand as often in both texts, as blocks in the order of the old one."""
    old_numbered, old_where = _numbered(old_keys, most)
    new_numbered, new_where = _numbered(new_keys, most)
    _, left, right = np.intersect1d(
        old_numbered, new_numbered, assume_unique=True, return_indices=True
    )
    pairs = np.stack([old_at[old_where[left]], new_at[new_where[right]]], axis=1)
    pairs = pairs[np.argsort(pairs[:, 0])]
    first = np.ones(len(pairs), dtype=bool)
    first[1:] = (np.diff(pairs, axis=0) != 1).any(axis=1)
    starts = np.flatnonzero(first)
    counts = np.diff(np.append(starts, len(pairs)))
    return np.column_stack([pairs[starts], counts + length - 1]).astype(np.int64)


def _numbered(keys: Hashes, most: int) -> tuple[Hashes, NDArray[np.int64]]:
    """Each key that stands at most so often, marked with how often and the how manieth, and where.

    So only a key that stands as often in the other text finds its like there.
    """
    order = np.argsort(keys, kind="stable" if most > 1 else None)
    ordered = keys[order]
    first = np.ones(len(keys), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    starts = np.flatnonzero(first)
    counts = np.diff(np.append(starts, len(keys)))
    rank = np.arange(len(keys)) - np.repeat(starts, counts)
    count = np.repeat(counts, counts)
    marks = (count * (MOST_REPEATS + 1) + rank).astype(np.uint64)
    kept = count <= most
    with np.errstate(over="ignore"):
        return (ordered + marks * _ODD)[kept], order[kept]


def heaviest_chain(runs: Blocks) -> Blocks:
    """The runs, in the order of both texts, that together hold the most characters.

    Parameters
    ----------
    runs : array, runs x 3
        In the order of the old text. Neighbours may overlap by less than a shingle; where both
        are kept, the second is shortened.
    """
    ends: list[int] = []  # new starts of chains, ascending, with ever greater weights
    weights: list[int] = []
    tips: list[int] = []
    previous = [-1] * len(runs)
    for number, (_, start, size) in enumerate(runs.tolist()):
        at = bisect.bisect_left(ends, start)
        weight = size + (weights[at - 1] if at else 0)
        previous[number] = tips[at - 1] if at else -1
        beaten = at
        while beaten < len(ends) and weights[beaten] <= weight:
            beaten += 1
        if at == 0 or weights[at - 1] < weight:
            ends[at:beaten], weights[at:beaten], tips[at:beaten] = [start], [weight], [number]
    chain, tip = [], tips[-1] if tips else -1
    while tip >= 0:
        chain.append(tip)
        tip = previous[tip]
    return _without_overlap(runs[chain[::-1]])


def _without_overlap(chain: Blocks) -> Blocks:
    """Each block begins after the one before has ended in both texts."""
    kept = chain.copy()
    old_end = new_end = 0
    for number, (old_at, new_at, size) in enumerate(chain.tolist()):
        cut = min(max(old_end - old_at, new_end - new_at, 0), size)
        kept[number] = old_at + cut, new_at + cut, size - cut
        if cut < size:
            old_end, new_end = old_at + size, new_at + size
    return kept[kept[:, 2] > 0]
