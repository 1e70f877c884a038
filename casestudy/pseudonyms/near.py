"""Words near the names on a key: what a person should look at before a text is published."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from casestudy.pseudonym_key import Pseudonym, PseudonymKey
from casestudy.pseudonyms.endings import Stem, stems, tails
from casestudy.pseudonyms.near_words import (
    TOKEN,
    Span,
    Token,
    outside,
    tokens,
    tokens_around,
    words_in,
)
from casestudy.pseudonyms.renderings import visible
from casestudy.pseudonyms.similarity import similar
from casestudy.spelling import without_accents

NEAR_MISS = 80.0
"""Score from which a word with a capital is a near miss: one wrong letter in a name of five."""

NEAR_MISS_SMALL_LETTERS = 90.0
"""The same for a word in small letters, of which a text has many: one lost letter in five."""

SHORTEST_PART = 3
"""Letters of a part of a person's name that is looked for by itself."""

SHORTEST_INSIDE = 5
"""Letters of a name that is looked for inside longer words; shorter ones are in too many."""

SHORTEST_NUMBER = 6
"""Digits of a number that is looked for however it is set apart."""

SAME_LAST_DIGITS = 7
"""Last digits by which two telephone numbers are the same, with a country's code or without."""

PLAIN, PART = "without accents", "a part of the name"

SHORTEST_SPELT = 4
"""Letters that somebody spells out one by one."""

_SPELT = re.compile(
    r"(?<![^\W_])[^\W\d_](?:[ \t]?[-\u2010-\u2015.,·/ ][ \t]?[^\W\d_]){3,}(?![^\W_])"
)
_MAY_BE_SPELT = re.compile(
    r"[-\u2010-\u2015.,·/ ][ \t]?[^\W\d_][ \t]?[-\u2010-\u2015.,·/ ][ \t]?[^\W\d_](?![^\W_])"
)
"""Part of the same, which is found sooner: most texts have none."""
_NUMBER = re.compile(r"\d(?:[ \u00a0()/.+-]{0,3}\d){5,}")
_NUMBERED_KINDS = frozenset({"phone", "iban", "card", "personal_id", "birth_date", "other"})


class Miss(NamedTuple):
    """One place near a name on the key."""

    start: int
    end: int
    entry: Pseudonym
    original: str
    reason: str


Owner = tuple[Pseudonym, str]
"""An entry of the key, and one of its forms."""

Sort = tuple[str, bool]
"""A word without its accents, and whether it has a capital or stands where small letters count."""

Finding = tuple[Pseudonym, str, str]
"""An entry, one of its forms, and why a word is near it."""


@dataclass(slots=True)
class _Wanted:
    """What is looked for: spellings without accents, and whose they are."""

    owners: dict[str, Owner] = field(default_factory=dict)
    parts: dict[str, Owner] = field(default_factory=dict)
    several: dict[int, dict[str, Owner]] = field(default_factory=lambda: defaultdict(dict))
    numbers: dict[str, Owner] = field(default_factory=dict)


class NearFinder:
    """The names on a key, ready for words that are near them.

    Parameters
    ----------
    key : PseudonymKey
        Whose names.
    languages : sequence of {"english", "finnish"}
        Whose endings may hang on a name without its accents.
    """

    def __init__(self, key: PseudonymKey, languages: Sequence[str]) -> None:
        self._tails = tails(languages)
        self._wanted = _wanted(key)
        self._known: dict[Sort, Finding | None] = {}
        self._is_near: dict[tuple[str, bool], bool] = {}
        self._stems: dict[str, list[tuple[Stem, Owner, str]]] = defaultdict(list)
        for owners, why in ((self._wanted.owners, PLAIN), (self._wanted.parts, PART)):
            for plain, owner in owners.items():
                for stem in stems(plain, languages=languages):
                    self._stems[stem.text].append((stem, owner, why))
        self._long = [
            (plain, owner)
            for plain, owner in self._wanted.owners.items()
            if len(plain) >= SHORTEST_INSIDE and not owner[0].common_word
        ]
        names = sorted(name for name, _ in self._long)
        self._any_long = re.compile("|".join(map(re.escape, names)) or "(?!)")
        self._in_names = {
            word for names in self._wanted.several.values() for n in names for word in n.split()
        }

    def misses(self, text: str, taken: Sequence[Span], *, is_name: bool) -> Iterator[Miss]:
        """Each near miss outside the stretches where something exact was found."""
        words = outside(self._worth_a_look(text, is_name=is_name), taken)
        long = [*self._numbers(text, taken), *self._several(words, is_name=is_name)]
        long += self._spelt_out(text, taken)
        yield from long
        alone = outside(words, [(miss.start, miss.end) for miss in long])
        findings = self._findings((word.plain, word.has_capital or is_name) for word in alone)
        end = 0
        for word in alone:
            found = findings[word.plain, word.has_capital or is_name]
            if found and word.start >= end:  # a hump may be inside a miss
                yield Miss(word.start, word.end, *found)
                end = word.end

    def _worth_a_look(self, text: str, *, is_name: bool) -> list[Token]:
        """The words that are near a name, with those around them.

        Words come again and again, and hardly any is near a name: what each one is, is remembered,
        and only where one stands that is near, the text is parted into words with their places.
        """
        written = words_in(text)
        new = {word: tokens(word) for word in written if (word, is_name) not in self._is_near}
        sorts = {(t.plain, t.has_capital or is_name) for found in new.values() for t in found}
        findings = self._findings(sorts)
        members = self._members({plain for plain, _ in sorts})
        for word, found in new.items():
            self._is_near[word, is_name] = any(
                t.plain in members or findings[t.plain, t.has_capital or is_name] for t in found
            )
        near = [word for word in written if self._is_near[word, is_name]]
        return tokens_around(text, near) if near else []

    def _members(self, plains: set[str]) -> set[str]:
        """Words that are near a word of a name of several words."""
        ours, theirs = sorted(plains - self._in_names), sorted(self._in_names)
        like = {ours[i] for i, _, _ in similar(ours, theirs, at_least=NEAR_MISS)}
        return like | (plains & self._in_names)

    def _findings(self, sorts: Iterable[Sort]) -> Mapping[Sort, Finding | None]:
        """What each word is near to. Words come again and again: what one is, is remembered."""
        new = {sort for sort in sorts if sort not in self._known}
        near = self._similar(new)
        self._known |= {sort: self._alone(*sort) or near.get(sort) for sort in new}
        return self._known

    def _alone(self, plain: str, counts: bool) -> Finding | None:
        """Whose name a word is without its accents, as a part, or with letters around it.

        `counts` says whether the word has a capital, or stands where small letters count as one.
        """
        found = (
            (self._wanted.owners, f"{PLAIN}, or set apart otherwise"),
            (self._wanted.parts, PART),
        )
        for owners, why in found:
            owner = owners.get(plain)
            if owner and (counts or not owner[0].common_word):
                return *owner, why
        return self._inflected(plain) or self._inside(plain)

    def _inflected(self, plain: str) -> Finding | None:
        for cut in range(len(plain) - 1, 2, -1):
            for stem, owner, why in self._stems.get(plain[:cut], ()):
                tail = self._tails[stem.ending, stem.is_whole]
                if not owner[0].common_word and tail.match(plain, cut):
                    return *owner, f"{why}, with an ending"
        return None

    def _inside(self, plain: str) -> Finding | None:
        if not self._any_long.search(plain):
            return None
        owner = next(owner for name, owner in self._long if name in plain)
        return *owner, "inside a longer word"

    def _similar(self, sorts: Iterable[Sort]) -> dict[Sort, Finding]:
        """For each word that is spelt much like a name, whose and how much."""
        ordered = sorted(sorts)
        owners = {**self._wanted.parts, **self._wanted.owners}
        names = list(owners)
        best: dict[Sort, tuple[float, int]] = {}
        for i, j, score in similar([word for word, _ in ordered], names, at_least=NEAR_MISS):
            sort, entry = ordered[i], owners[names[j]][0]
            enough = NEAR_MISS if sort[1] else NEAR_MISS_SMALL_LETTERS
            if score >= enough and (sort[1] or not entry.common_word):
                best[sort] = max(best.get(sort, (0.0, 0)), (score, -j))
        return {
            sort: (*owners[names[-j]], f"similar spelling: {score:.0f}")
            for sort, (score, j) in best.items()
        }

    def _several(self, words: Sequence[Token], *, is_name: bool) -> Iterator[Miss]:
        """Names of several words, without accents or misspelt."""
        whole = [word for word in words if not word.is_hump]
        for n, wanted in self._wanted.several.items():
            stretches: dict[str, list[Span]] = defaultdict(list)
            for members in zip(*(whole[k:] for k in range(n)), strict=False):
                joined = " ".join(word.plain for word in members)
                if is_name or joined in wanted or members[0].has_capital:
                    stretches[joined].append((members[0].start, members[-1].end))
            names, read = list(wanted), list(stretches)
            for i, j, score in similar(read, names, at_least=NEAR_MISS_SMALL_LETTERS):
                for start, end in stretches[read[i]]:
                    yield Miss(start, end, *wanted[names[j]], f"similar spelling: {score:.0f}")

    def _spelt_out(self, text: str, taken: Sequence[Span]) -> Iterator[Miss]:
        """Names that somebody spells out: "H-A-A-P-I-O"."""
        for found in _SPELT.finditer(text) if _MAY_BE_SPELT.search(text) else ():
            start, end = found.span()
            letters = "".join(map(without_accents, filter(str.isalpha, found[0])))
            if any(a < end and start < b for a, b in taken):
                continue
            for name, owner in {**self._wanted.parts, **self._wanted.owners}.items():
                if len(name) >= SHORTEST_SPELT and name in letters:
                    yield Miss(start, end, *owner, "spelt out letter by letter")
                    break

    def _numbers(self, text: str, taken: Sequence[Span]) -> Iterator[Miss]:
        if not self._wanted.numbers:
            return
        for found in _NUMBER.finditer(text):
            start, end = found.span()
            digits = _digits(found[0])
            for number, owner in self._wanted.numbers.items():
                is_free = all(b <= start or end <= a for a, b in taken)
                if is_free and _is_same_number(digits, number, owner[0].kind):
                    yield Miss(start, end, *owner, "the same digits, set apart otherwise")
                    break


def _wanted(key: PseudonymKey) -> _Wanted:
    wanted = _Wanted()
    for entry in key:
        for original in entry.originals:
            owner = (entry, original)
            shown = visible(original).text
            words = [without_accents(found[0]) for found in TOKEN.finditer(shown)]
            if len(digits := _digits(original)) >= SHORTEST_NUMBER:
                if entry.kind in _NUMBERED_KINDS:
                    wanted.numbers.setdefault(digits, owner)
            elif len(words) > 1:
                wanted.several[len(words)].setdefault(" ".join(words), owner)
                wanted.owners.setdefault("".join(words), owner)
            elif words:
                wanted.owners.setdefault(words[0], owner)
            if entry.kind == "person" and len(words) > 1:
                for word in words:
                    if len(word) >= SHORTEST_PART:
                        wanted.parts.setdefault(word, owner)
    return wanted


def _is_same_number(digits: str, number: str, kind: str) -> bool:
    if kind == "phone" and min(len(digits), len(number)) >= SAME_LAST_DIGITS:
        return digits[-SAME_LAST_DIGITS:] == number[-SAME_LAST_DIGITS:]
    return number in digits


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdecimal())
