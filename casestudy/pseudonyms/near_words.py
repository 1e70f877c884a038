"""The words of a text as they are compared with names: where they stand, and without accents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from casestudy.spelling import without_accents

AROUND = 100
"""Characters around a word near a name that are looked at: several words may make a name."""

TOKEN = re.compile(r"(?:[^\W\d_]+|[\u0300-\u036f]+)+")
_NO_LETTERS = {n: " " for n in range(128) if not chr(n).isalpha()}
_HUMP = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")

Span = tuple[int, int]


class Token(NamedTuple):
    """One stretch of letters: where it stands, how it reads without accents, what it is like."""

    start: int
    end: int
    plain: str
    has_capital: bool
    is_hump: bool = False


def tokens(text: str, span: Span | None = None) -> list[Token]:
    """The words of a text without digits and underscores; `AnnaBerg` is one, and its humps two.

    With a span only those in it, counted in the text.

    Examples
    --------
    >>> [token.plain for token in tokens("Zoë_2, annaBerg")]
    ['zoe', 'annaberg', 'anna', 'berg']
    """
    found = []
    for stretch in TOKEN.finditer(text, *(span or ())):
        word, start = stretch[0], stretch.start()
        found.append(Token(start, stretch.end(), without_accents(word), word[0].isupper()))
        humps = [] if word[1:].islower() else [hump.start() for hump in _HUMP.finditer(word)]
        for a, b in pairwise([0, *humps, len(word)] if humps else []):
            found.append(
                Token(start + a, start + b, without_accents(word[a:b]), word[a].isupper(), True)
            )
    return found


def words_in(text: str) -> set[str]:
    """The different stretches of letters in a text.

    Examples
    --------
    >>> sorted(words_in("Zoë_2, annaBerg; Zoë"))
    ['Zoë', 'annaBerg']
    """
    if text.isascii():
        return set(text.translate(_NO_LETTERS).split())
    return set(TOKEN.findall(" ".join(set(text.split()))))


def outside(words: Iterable[Token], taken: Iterable[Span]) -> list[Token]:
    """The words that none of some stretches touches."""
    free = []
    spans = sorted(taken)
    at = 0
    for word in words:
        while at < len(spans) and spans[at][1] <= word.start:
            at += 1
        if at == len(spans) or word.end <= spans[at][0]:
            free.append(word)
    return free


def tokens_around(text: str, words: Sequence[str]) -> list[Token]:
    """The words of a text from a little before to a little after each of some words."""
    pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    windows: list[Span] = []
    for found in pattern.finditer(text):
        start = _edge(text, found.start() - AROUND, step=-1)
        end = _edge(text, found.end() + AROUND, step=1)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(end, windows[-1][1]))
        else:
            windows.append((start, end))
    return [token for window in windows for token in tokens(text, window)]


def _edge(text: str, at: int, *, step: int) -> int:
    """The next place from here on that is not inside a word."""
    at = min(max(at, 0), len(text))
    while 0 < at < len(text) and TOKEN.fullmatch(text[at - 1 : at + 1]):
        at += step
    return at
