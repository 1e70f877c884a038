"""Which blocks of a page are the same in two states, which moved, which were reworded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from casestudy.sources import Part, Source

LEAST_ALIKE = 0.6
"""Similarity of two blocks, 0 to 1, from which one is the other reworded: half of the letters of
two unrelated sentences of one language agree in order, but hardly more."""
MOST_COMPARED = 2_000
"""Blocks of either side among which rewordings are looked for."""
NOT_COMPARED = ("state",)
"""Channels that hold what is shown elsewhere, and much that is not."""
LEAST_LETTERS = 12
"""Letters from which a block may be one of another place reworded; shorter ones, such as prices,
are alike by chance."""
SAME_PLACE = 50.0
"""By how much two items of one place go before others that are as much alike, on a scale to 100."""


ROW = re.compile(r"(.*/tr\[\d+\])/t[dh]\[\d+\]")
"""The row of a table that a cell, or what stands in it, belongs to."""
LONGEST_CELL = 120
"""Letters of a block in a table up to which it is a cell of data; longer ones are layout."""


class Item(NamedTuple):
    """A block, a row of a table, or something said beside the text, as it is compared."""

    words: str
    part: Part
    n: int = 1


def items_of(source: Source, kind: str) -> list[Item]:
    """The blocks of a page, rows of tables taken together, or what it says beside its text.

    A number in a cell says nothing without its row, and a row that moves is one change.
    """
    parts = [p for p in source.parts if p.kind == kind and p.channel not in NOT_COMPARED]
    return [
        Item(source.text[part.start : part.end], part, n) for part, n in _with_whole_rows(parts)
    ]


def _with_whole_rows(parts: Sequence[Part]) -> Iterator[tuple[Part, int]]:
    """Parts with how many they stand for: neighbours in one row of a table become one."""
    for row, group in groupby(parts, key=_row_of):
        cells = list(group)
        if row and len(cells) > 1:
            yield replace(cells[0], end=cells[-1].end, locator=row, box=None), len(cells)
        else:
            yield from ((part, 1) for part in cells)


def _row_of(part: Part) -> str:
    """The path of the row that a cell lies in; empty for what is no cell of data."""
    is_cell = part.kind == "block" and part.end - part.start <= LONGEST_CELL
    found = ROW.match(part.locator) if is_cell and "/tr[" in part.locator else None
    return found[1] if found else ""


def compared(
    old: Sequence[Item], new: Sequence[Item]
) -> tuple[list[tuple[int, int, str]], list[int], list[int]]:
    """Which items went or came, and which of these are the same moved or reworded.

    Returns
    -------
    pairs : list of (int, int, str)
        Numbers of an old and a new item, and "moved" or "reworded".
    gone, come : list of int
        Numbers of all items that are not in the same order on the other side.
    """
    gone: list[int] = []
    come: list[int] = []
    words = [item.words for item in old], [item.words for item in new]
    for step in Indel.opcodes(*words):
        if step.tag != "equal":
            gone += range(step.src_start, step.src_end)
            come += range(step.dest_start, step.dest_end)
    pairs = _moved(old, new, gone, come)
    taken = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    left = [n for n in gone if n not in taken[0]][:MOST_COMPARED]
    free = [n for n in come if n not in taken[1]][:MOST_COMPARED]
    return [*pairs, *_reworded(old, new, left, free)], gone, come


def _moved(
    old: Sequence[Item], new: Sequence[Item], gone: Sequence[int], come: Sequence[int]
) -> list[tuple[int, int, str]]:
    waiting: dict[str, list[int]] = {}
    for number in come:
        waiting.setdefault(new[number].words, []).append(number)
    return [
        (number, waiting[old[number].words].pop(0), "moved")
        for number in gone
        if waiting.get(old[number].words)
    ]


def _reworded(
    old: Sequence[Item], new: Sequence[Item], gone: Sequence[int], come: Sequence[int]
) -> list[tuple[int, int, str]]:
    """Pairs of the most alike items, each item once; those of one place are paired first."""
    if not gone or not come:
        return []
    alike = process.cdist(
        [old[n].words for n in gone],
        [new[n].words for n in come],
        scorer=fuzz.ratio,
        score_cutoff=100 * LEAST_ALIKE,
    )
    same = np.equal.outer(*_places([old[n].part for n in gone], [new[n].part for n in come]))
    is_long = np.array([len(old[n].words) >= LEAST_LETTERS for n in gone])
    ranked = np.argwhere((alike > 0) & (same | is_long[:, None]))
    scores = alike[tuple(ranked.T)] + SAME_PLACE * same[tuple(ranked.T)]
    pairs: list[tuple[int, int, str]] = []
    used: tuple[set[int], set[int]] = set(), set()
    for place in np.argsort(-scores, kind="stable"):
        a, b = (int(n) for n in ranked[place])
        if a not in used[0] and b not in used[1]:
            used[0].add(a)
            used[1].add(b)
            pairs.append((gone[a], come[b], "reworded"))
    return pairs


def _places(one: Sequence[Part], other: Sequence[Part]) -> tuple[np.ndarray, np.ndarray]:
    """A number for the place of each part, the same on both sides."""
    numbers: dict[tuple[str, str], int] = {}
    found = [
        np.array([numbers.setdefault((p.locator, p.channel), len(numbers)) for p in parts])
        for parts in (one, other)
    ]
    return found[0], found[1]
