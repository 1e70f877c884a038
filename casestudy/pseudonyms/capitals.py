"""Words with a capital that rarely occur in small letters, alone and in runs.

A capital inside a sentence is evidence of a name in English and Finnish (not in German, where every
noun has one). A capital where a sentence, line or quoted speech begins is none, and there a word
counts only if it never occurs in small letters, nor does a word much like it.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from casestudy.pseudonyms.wordlists import NEVER, ORDINARY, PARTICLES, SENTENCE_GOES_ON, TITLES

RARELY = 1
"""Times that a name may occur in small letters all the same: a slip of the typist."""

SHORTEST_ALONE = 3
"""Letters of a word that stands at the start of sentences only; a shorter one is rarely a name."""

SAME_BEGINNING = 4
"""First letters that two words must share at least to be taken for forms of one word."""

_NEXT_RUN = -1
_LINE = re.compile(r"[^\n]+")
_TOKEN = re.compile(r"[^\W\d_][^\W_]*(?:['’‐‑-][^\W_]+)*")
_SHORT_FORM = re.compile(r"['’](?:s|m|d|ll|re|ve|t)$", re.IGNORECASE)
_NOT = re.compile(r"n['’]t$", re.IGNORECASE)
_STARTS_ANEW = frozenset('.?!:;…"“”„«»‘([<>{}|•*–—\t#/=')
_MAY_JOIN = frozenset([" ", "\u00a0", ". ", " & ", "."])


class Word(NamedTuple):
    """One word with a capital, or a particle between two."""

    key: str
    start: int
    end: int
    is_start: bool


@dataclass(slots=True)
class Tally:
    """How often each word occurs in which way, over all texts."""

    small: Counter[str] = field(default_factory=Counter)
    inside: Counter[str] = field(default_factory=Counter)
    at_start: Counter[str] = field(default_factory=Counter)
    titled: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Sightings:
    """Where one name occurs, and how it is written."""

    places: list[tuple[int, int, int]] = field(default_factory=list)
    n_inside: int = 0


def capitalised(texts: Iterable[str]) -> tuple[dict[tuple[str, ...], Sightings], Tally]:
    """Each name, as a tuple of its words in small letters, with its places (text, start, end)."""
    tally, kept = Tally(), _Runs()
    for number, text in enumerate(texts):
        for run in _runs(text, tally):
            kept.add(number, run)
    accepted = _accepted(tally)
    found: dict[tuple[str, ...], Sightings] = defaultdict(Sightings)
    for number, run in kept:
        for piece in _pieces(run, accepted):
            sightings = found[tuple(word.key for word in piece)]
            sightings.places.append((number, piece[0].start, piece[-1].end))
            sightings.n_inside += not piece[0].is_start
    return dict(found), tally


class _Runs:
    """Runs of words, as numbers: a thousand interviews have a million words with a capital."""

    def __init__(self) -> None:
        self._numbers = array("q")
        self._of_key: dict[str, int] = {}

    def add(self, number: int, run: Iterable[Word]) -> None:
        """Keep a run of the text of this number."""
        self._numbers.extend((_NEXT_RUN, number, 0, 0))
        for word in run:
            key = self._of_key.setdefault(word.key, len(self._of_key))
            self._numbers.extend((key, word.start, word.end, word.is_start))

    def __iter__(self) -> Iterator[tuple[int, list[Word]]]:
        keys = list(self._of_key)
        number, run = 0, list[Word]()
        for at in range(0, len(self._numbers), 4):
            key, start, end, is_start = self._numbers[at : at + 4]
            if key == _NEXT_RUN:
                yield number, run
                number, run = start, []
            else:
                run.append(Word(keys[key], start, end, bool(is_start)))
        yield number, run


def reason(words: Sequence[str], tally: Tally, *, n: int, n_inside: int) -> str:
    """Why a name is suggested."""
    if len(words) == 1 and tally.titled[words[0]]:
        return "after a title"
    if not n_inside:
        return "only at the start of sentences or lines"
    small = max((tally.small[word] for word in words), default=0)
    also = f"; in small letters {small}" if small else ""
    inside = f"capital inside sentences {n_inside} of {n}"
    return f"{inside}{also}" if len(words) == 1 else f"run of capitals; {inside}"


def _runs(text: str, tally: Tally) -> Iterator[list[Word]]:
    """Words with capitals that follow one another, while all words are tallied."""
    for line in _LINE.finditer(text):
        tokens = list(_TOKEN.finditer(text, line.start(), line.end()))
        capitals = sum(token[0][0].isupper() for token in tokens)
        yield from _runs_of_line(text, tokens, tally, is_heading=1 < capitals == len(tokens))


def _runs_of_line(
    text: str, tokens: Iterable[re.Match[str]], tally: Tally, *, is_heading: bool
) -> Iterator[list[Word]]:
    run: list[Word] = []
    before, before_end = "", -1
    for token in tokens:
        gap = text[before_end : token.start()] if before else "\n"
        key = token[0].lower()
        goes_on = gap[0] == "." and (len(before) == 1 or before in SENTENCE_GOES_ON)
        is_near = gap in _MAY_JOIN and (gap[0] != "." or goes_on)
        is_titled = is_near and before in TITLES
        begins = before == "" or (not goes_on and not _STARTS_ANEW.isdisjoint(gap))
        word = _word(token, is_start=(begins or is_heading) and not is_titled)
        is_particle = bool(run) and key in PARTICLES and not token[0][0].isupper()
        if run and not (is_near and (word or is_particle)):
            yield run
            run = []
        if word:
            _count(word, tally, is_titled=is_titled)
            run.append(word)
        elif is_particle and is_near:
            run.append(Word(key, token.start(), token.end(), is_start=False))
        else:
            tally.small[key] += not token[0][0].isupper()
        before, before_end = key, token.end()
    if run:
        yield run


def _count(word: Word, tally: Tally, *, is_titled: bool) -> None:
    (tally.at_start if word.is_start else tally.inside)[word.key] += 1
    tally.titled[word.key] += is_titled


def _word(token: re.Match[str], *, is_start: bool) -> Word | None:
    """A word with a capital and no title, without what does not belong to the name.

    A possessive, a short form and a small word after a hyphen are cut off ("Nordmotor-based").
    """
    written = token[0]
    if not written[0].isupper() or written.lower() in TITLES or _NOT.search(written):
        return None
    parts = re.split(r"([-‐‑])", _SHORT_FORM.sub("", written))
    while len(parts) > 1 and not (parts[-1][0].isupper() or parts[-1][0].isdigit()):
        parts = parts[:-2]
    name = "".join(parts)
    return Word(name.lower(), token.start(), token.start() + len(name), is_start)


def _accepted(tally: Tally) -> frozenset[str]:
    """Words that may be names by themselves."""
    beginnings = {word[:n] for word in tally.small for n in range(SAME_BEGINNING, len(word) + 1)}
    words = tally.inside.keys() | tally.at_start.keys()
    return frozenset(word for word in words if _is_name(word, tally, beginnings))


def _is_name(word: str, tally: Tally, beginnings: set[str]) -> bool:
    if sum(c.isalpha() for c in word) < 2:
        return False
    if tally.titled[word]:
        return True
    if word in NEVER:
        return False
    if tally.inside[word]:
        return tally.small[word] <= RARELY or tally.inside[word] > tally.small[word]
    if word in ORDINARY or len(word) < SHORTEST_ALONE or tally.small[word]:
        return False
    return word[: max(SAME_BEGINNING, len(word) - 3)] not in beginnings


def _pieces(run: list[Word], accepted: frozenset[str]) -> Iterator[list[Word]]:
    """The names in a run: it is parted at ordinary words and at starts that are no names."""
    piece: list[Word] = []
    for word in run:
        is_particle = word.key in PARTICLES and bool(piece)
        parts = not is_particle and (
            word.key in NEVER or (word.is_start and word.key not in accepted)
        )
        if parts:
            yield from _whole(piece, accepted)
            piece = []
        else:
            piece.append(word)
    yield from _whole(piece, accepted)


def _whole(piece: list[Word], accepted: frozenset[str]) -> Iterator[list[Word]]:
    """A piece without particles at its ends, if it is a name."""
    while piece and piece[-1].key in PARTICLES and piece[-1].key not in accepted:
        piece = piece[:-1]
    if len(piece) > 1 or (piece and piece[0].key in accepted):
        yield piece
