"""Where an edit begins and ends, of all the places that explain it equally well.

A comparison by letters knows nothing of words. It keeps a stray `e` of a name that was replaced,
and of two sentences that begin with "I " it may say that `went. I ` was deleted instead of
`I went. `. Both are mended here, so that an edit lies where a person would see it.
"""

from __future__ import annotations

import numpy as np

from casestudy.anchors.alignment import gaps, joined
from casestudy.anchors.shingles import Blocks

LONGEST_ISLAND = 3
"""Agreeing characters between two larger edits that are taken for chance unless they are words.
Longer agreements are words or typing errors (semantic clean-up of Fraser's diff-match-patch drops
them at any length, which would lose a short answer between two deleted ones)."""
SHORTEST_SLIDE = 3
"""Characters of the shortest insertion or deletion that is worth placing on a border."""
LONGEST_SLIDE = 64
"""Characters it may be shifted at most, so that `aaaa…` costs no more than other text."""
SENTENCE_ENDS = ".?!…"


def without_islands(old: str, new: str, blocks: Blocks) -> Blocks:
    """Blocks without the few that agree by chance between two larger edits.

    Examples
    --------
    >>> import numpy as np
    >>> blocks = np.array([[0, 0, 4], [9, 6, 1], [10, 12, 5]])  # the s of Multics and System-X
    >>> without_islands("the Multics team", "the System-X team", blocks).tolist()
    [[0, 0, 4], [10, 12, 5]]
    """
    if not len(blocks):
        return blocks
    between = gaps(blocks, len(old), len(new))
    edits = np.maximum(between[:, 1] - between[:, 0], between[:, 3] - between[:, 2])
    sizes = blocks[:, 2]
    suspects = (sizes <= LONGEST_ISLAND) & (sizes <= edits[:-1]) & (sizes <= edits[1:])
    for row in np.flatnonzero(suspects):
        at, to, size = blocks[row].tolist()
        suspects[row] = not (_is_whole(old, at, at + size) and _is_whole(new, to, to + size))
    kept: Blocks = blocks[~suspects]
    return kept


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a span holds a letter or digit and cuts no word at its ends."""
    return (
        any(sign.isalnum() for sign in text[start:end])
        and _rank(text, start) > 0
        and _rank(text, end) > 0
    )


def on_borders(old: str, new: str, blocks: Blocks) -> Blocks:
    """Blocks whose insertions and deletions begin and end at sentences and words where they can.

    Examples
    --------
    >>> import numpy as np
    >>> blocks = np.array([[0, 0, 6], [14, 6, 7]])  # "went. I " deleted
    >>> on_borders("So. I went. I came.", "So. I came.", np.array([[0, 0, 6], [14, 6, 5]])).tolist()
    [[0, 0, 4], [12, 4, 7]]
    """
    slid = blocks.tolist()
    between = gaps(blocks, len(old), len(new))[1:-1]
    old_size, new_size = between[:, 1] - between[:, 0], between[:, 3] - between[:, 2]
    pure = (np.minimum(old_size, new_size) == 0) & (old_size + new_size >= SHORTEST_SLIDE)
    for row in np.flatnonzero(pure):
        left, right = slid[row], slid[row + 1]
        text, side = (old, 0) if old_size[row] else (new, 1)
        start, end = left[side] + left[2], right[side]
        shift = _best_shift(text, start, end, room=(left[2], right[2]))
        left[2] += shift
        slid[row + 1] = [right[0] + shift, right[1] + shift, right[2] - shift]
    return joined(np.array(slid, dtype=np.int64).reshape(-1, 3))


def _best_shift(text: str, start: int, end: int, *, room: tuple[int, int]) -> int:
    """By how much to shift a stretch so that the text around it reads the same and its ends fit."""
    best, best_rank = 0, (_ranks(text, start, end), 0)
    for step, limit in ((-1, room[0]), (1, room[1])):
        shift = 0
        while abs(shift) < min(limit, LONGEST_SLIDE):
            passed = shift - 1 if step < 0 else shift
            if text[start + passed] != text[end + passed]:
                break
            shift += step
            rank = (_ranks(text, start + shift, end + shift), -abs(shift))
            if rank > best_rank:
                best, best_rank = shift, rank
    return best


def _ranks(text: str, start: int, end: int) -> int:
    return _rank(text, start) + _rank(text, end)


def _rank(text: str, at: int) -> int:
    """How much of a border a place is: 3 lines or the text's ends, 2 sentences, 1 words, 0 none."""
    if at in (0, len(text)) or text[at - 1] == "\n" or text[at] == "\n":
        return 3
    before, after = text[at - 1], text[at]
    if before in SENTENCE_ENDS and after.isspace():
        return 2
    if before.isspace() and at > 1 and text[at - 2] in SENTENCE_ENDS:
        return 2
    return int(not (before.isalnum() and after.isalnum()))
