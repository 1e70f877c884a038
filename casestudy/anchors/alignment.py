"""Which passages of an old text stand, in the same order, in a new one.

The work is done from coarse to fine, so that its cost follows the length of the texts and not their
product: common beginning and end; then shingles (runs of a fixed number of characters) that stand
once in each text, long ones first; then, inside what is left between two agreements, letter by
letter. Only a long stretch without any such shingle, such as a text pasted ten times, is compared
by words and lines first. What stands once is matched first, as in Bram Cohen's patience diff.

References
----------
Myers, E. W. (1999). A fast bit-vector algorithm for approximate string matching. Journal of the
ACM, 46(3), 395-415. doi:10.1145/316542.316550
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from casestudy.anchors.shingles import MOST_REPEATS, Blocks, heaviest_chain, keys_in, shared_runs
from casestudy.anchors.text_units import codepoints

SHINGLES = (32, 16)
"""Lengths of the shingles, coarse to fine, powers of two. Of spans of 32 characters 1 in 800 stands
a second time in an interview of 47,000, of spans of 16 one in 17; shorter ones mean little."""
PRODUCT_BY_LETTER = 10_000 * 10_000
"""Largest product of two lengths that is compared letter by letter; such a one takes 5 ms."""
PRODUCT_BY_TOKEN = 200_000 * 200_000
"""Largest product of two numbers of words, or of lines; such a one takes about two seconds."""
TOKENS = (re.compile(r"\S+\s*|\s+"), re.compile(r"[^\n]*\n|[^\n]+"))
"""Words, then lines: what a stretch is compared by when it is too long for letters."""
SHORTEST_TOKEN_RUN = 8
"""Characters that agreeing words must have together to be believed in a long stretch."""

_SURROGATES = 0xD800, 0x0800


def equal_blocks(old: str, new: str) -> Blocks:
    """The passages that an old and a new text share in the same order.

    Examples
    --------
    >>> equal_blocks("We trust them.", "Do we trust them?").tolist()
    [[1, 4, 12]]
    """
    before, after = codepoints(old), codepoints(new)
    blocks = common_ends(before, after)
    for length in SHINGLES:
        blocks = joined(blocks, shingle_blocks(before, after, blocks, length))
    repeated = shingle_blocks(before, after, blocks, SHINGLES[-1], most=MOST_REPEATS)
    blocks = joined(blocks, repeated)
    inside = [block for gap in gaps(blocks, len(old), len(new)) for block in _in_gap(old, new, gap)]
    return joined(blocks, np.array(inside, dtype=np.int64).reshape(-1, 3))


def common_ends(before: NDArray[np.uint32], after: NDArray[np.uint32]) -> Blocks:
    """The common beginning and the common end of two texts, as at most two blocks."""
    shorter = min(len(before), len(after))
    head = _agreeing(before[:shorter], after[:shorter])
    rest = shorter - head
    tail = _agreeing(before[len(before) - rest :][::-1], after[len(after) - rest :][::-1])
    ends = [(0, 0, head), (len(before) - tail, len(after) - tail, tail)]
    return joined(np.array(ends, dtype=np.int64))


def _agreeing(before: NDArray[np.uint32], after: NDArray[np.uint32]) -> int:
    differing = before != after
    return int(differing.argmax()) if differing.any() else len(before)


def joined(*parts: Blocks) -> Blocks:
    """Blocks in order, empty ones dropped and those that touch in both texts made one."""
    blocks = np.concatenate(parts)
    blocks = blocks[blocks[:, 2] > 0]
    blocks = blocks[np.argsort(blocks[:, 0], kind="stable")]
    ends = blocks[:, :2] + blocks[:, 2:]
    first = np.ones(len(blocks), dtype=bool)
    first[1:] = (blocks[1:, :2] != ends[:-1]).any(axis=1)
    starts = np.flatnonzero(first)
    made = blocks[starts]
    if len(starts):
        made[:, 2] = np.add.reduceat(blocks[:, 2], starts)
    return made


def gaps(blocks: Blocks, old_length: int, new_length: int) -> Blocks:
    """What lies between blocks: rows of old start, old end, new start, new end; some are empty."""
    n = len(blocks)
    found = np.zeros((n + 1, 4), dtype=np.int64)
    found[1:, [0, 2]] = blocks[:, :2] + blocks[:, 2:]
    found[:n, [1, 3]] = blocks[:, :2]
    found[n, [1, 3]] = old_length, new_length
    return found


def shingle_blocks(
    before: NDArray[np.uint32],
    after: NDArray[np.uint32],
    blocks: Blocks,
    length: int,
    *,
    most: int = 1,
) -> Blocks:
    """Blocks made of shingles that stand once in the old and once in the new side of a gap.

    With `most` above 1, of those that stand as often in both, up to so many times, in the gaps
    that are too long to be compared by letters.
    """
    between = gaps(blocks, len(before), len(after))
    sizes = between[:, [1, 3]] - between[:, [0, 2]]
    wanted = (sizes >= length).all(axis=1)
    if most > 1:
        wanted &= sizes.prod(axis=1) > PRODUCT_BY_LETTER
    between = between[wanted]
    if not len(between):
        return np.zeros((0, 3), dtype=np.int64)
    sides = [
        keys_in(between[:, 2 * side : 2 * side + 2], points, length)
        for side, points in enumerate((before, after))
    ]
    return heaviest_chain(shared_runs(*sides[0], *sides[1], length, most=most))


def _in_gap(old: str, new: str, gap: NDArray[np.int64]) -> Iterator[tuple[int, int, int]]:
    """The blocks inside one gap, in positions of the whole texts."""
    old_start, old_end, new_start, new_end = gap.tolist()
    if old_start == old_end or new_start == new_end:
        return
    inside = _blocks_between(old[old_start:old_end], new[new_start:new_end])
    yield from ((old_start + i, new_start + j, size) for i, j, size in inside)


def _blocks_between(old: str, new: str) -> Iterator[tuple[int, int, int]]:
    if old == new:
        yield 0, 0, len(old)
    elif len(old) * len(new) <= PRODUCT_BY_LETTER:
        found = Levenshtein.editops(old, new).as_matching_blocks()
        yield from ((block.a, block.b, block.size) for block in found if block.size)
    else:
        blocks = _by_tokens(old, new)
        yield from blocks.tolist()
        for gap in gaps(blocks, len(old), len(new)):
            i, old_end, j, new_end = gap.tolist()
            if 0 < (old_end - i) * (new_end - j) <= PRODUCT_BY_LETTER:
                inside = _blocks_between(old[i:old_end], new[j:new_end])
                yield from ((i + x, j + y, size) for x, y, size in inside)


def _by_tokens(old: str, new: str) -> Blocks:
    """Agreeing words, or lines if there are too many words; none if there are too many lines."""
    for pattern in TOKENS:
        left, right = pattern.findall(old), pattern.findall(new)
        if len(left) * len(right) <= PRODUCT_BY_TOKEN:
            break
    else:
        return np.zeros((0, 3), dtype=np.int64)
    numbers: dict[str, str] = {}
    signs = ["".join(_sign(token, numbers) for token in tokens) for tokens in (left, right)]
    found = Levenshtein.editops(*signs).as_matching_blocks()
    starts = [np.cumsum([0, *map(len, tokens)]) for tokens in (left, right)]
    at, to, count = np.array([(block.a, block.b, block.size) for block in found]).T
    sizes = starts[0][at + count] - starts[0][at]
    blocks = np.column_stack([starts[0][at], starts[1][to], sizes]).astype(np.int64)
    return joined(blocks[sizes >= SHORTEST_TOKEN_RUN])


def _sign(token: str, signs: dict[str, str]) -> str:
    """One character that stands for a token; the surrogates are left out."""
    if token not in signs:
        number = len(signs)
        signs[token] = chr(number + (number >= _SURROGATES[0]) * _SURROGATES[1])
    return signs[token]
