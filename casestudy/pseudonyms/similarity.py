"""Words that are spelt much alike, by the share of letters that two words have in common.

The measure is the normalised indel similarity of rapidfuzz: twice the longest common subsequence
over both lengths, from 0 to 100. "Osanna" and "Ossanna" have 92, "Thomson" and "Thompson" 93.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from types import ModuleType

import numpy as np

SHORTEST = 4
"""Letters that a word needs to be compared: among shorter ones one letter makes another word."""


def similar(
    words: Sequence[str], others: Sequence[str], *, at_least: float
) -> Iterator[tuple[int, int, float]]:
    """Pairs of words that are spelt much alike, as their positions in the two lists and the score.

    Words with a digit, and words shorter than `SHORTEST`, are never alike.

    Examples
    --------
    >>> [(i, j, round(score)) for i, j, score in similar(["osanna"], ["ossanna", "a"], at_least=85)]
    [(0, 0, 92)]
    """
    ours = [number for number, word in enumerate(words) if _is_comparable(word)]
    theirs = ours and [number for number, word in enumerate(others) if _is_comparable(word)]
    if not theirs:
        return
    scores = _process().cdist(
        [words[number] for number in ours],
        [others[number] for number in theirs],
        score_cutoff=at_least,
        dtype=np.float32,
    )
    for row, column in np.argwhere(scores >= at_least):
        yield ours[row], theirs[column], float(scores[row, column])


def _is_comparable(word: str) -> bool:
    return len(word) >= SHORTEST and (word.isalpha() or not any(map(str.isdigit, word)))


@cache
def _process() -> ModuleType:
    try:
        from rapidfuzz import process
    except ImportError:
        raise ImportError(
            "misspelt names are found with rapidfuzz, which is not installed; "
            "run: pip install 'casestudy[pseudonyms]'"
        ) from None
    return process
