"""Many phrases in several languages, found in one pass over a text.

A site audit looks for some six hundred phrases on each page. To search for each would take longer
than to read the page; here every word of the text is looked up once, and only where a phrase could
begin is it compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)

WORD = re.compile(r"\w+")
PHRASE_WORD = re.compile(r"#|\w+\*?")
NUMBER = r"\d[\d.,\u00a0\u202f]*"
"""What `#` stands for: a number, with its separators."""
NUMBER_AT = re.compile(NUMBER)
LEAST_PREFIX = 3
"""Letters that must stand before `*` in the first word of a phrase."""
FUNCTION_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "en": "the and of to with for your our this is from are you",
        "fi": "ja on ei sekä tai että voit kun myös olla sinun meidän joka tämä",
        "de": "und der die das mit für ist nicht sie wir ein eine auf von",
        "sv": "och att det som för med är på en av till din vi inte",
        "fr": "et le la les des du pour avec une est votre vous dans sur",
        "es": "y el los las del para con una es tu su por en que",
        "nl": "en het een van voor met je onze niet zijn bij ook wij naar",
        "it": "e il di per con una gli che del della nostro sono alla nel",
        "da": "og det der til med er på en af din vi ikke for som",
        "no": "og det som til med er på en av din vi ikke for har",
    }
)
"""Words by which a language shows; some belong to several."""
LEAST_SHARE, LEAST_COUNT = 0.06, 8
"""Share and number of such words from which a text is taken to be in a language, too."""


class Match(NamedTuple, Generic[Key]):
    """A phrase that was found: whose it is, in which language, and where."""

    key: Key
    language: str
    start: int
    end: int


Entry = tuple[Key, str, re.Pattern[str]]
"""Whose a phrase is, its language, and the pattern that it is compared with."""


class PhraseIndex(Generic[Key]):
    """Phrases by the word that they begin with.

    Parameters
    ----------
    phrases : iterable of (key, language, phrase)
        `*` completes a word, `#` stands for a number, a blank for any blanks.

    Raises
    ------
    ValueError
        If a phrase begins with a word of which too little is given.

    Examples
    --------
    >>> index = PhraseIndex([("reviews", "en", "# review*"), ("fast", "en", "ships within # day*")])
    >>> [(hit.key, hit.start) for hit in index.find("1,024 reviews. Ships within 2 days.")]
    [('reviews', 0), ('fast', 15)]
    """

    def __init__(self, phrases: Iterable[tuple[Key, str, str]]) -> None:
        self._single: dict[str, list[Entry[Key]]] = {}
        self._pairs: dict[str, dict[str, list[Entry[Key]]]] = {}
        self._begun: dict[str, list[tuple[str, Entry[Key]]]] = {}
        for key, language, phrase in phrases:
            self._add(phrase, (key, language, phrase_at(phrase)))

    def _add(self, phrase: str, entry: Entry[Key]) -> None:
        """File a phrase under its first word, or the first two where the second is given whole."""
        words = [word.lower() for word in PHRASE_WORD.findall(phrase)]
        if not words or not any(letter.isalnum() for letter in phrase):
            raise ValueError(f"the phrase {phrase!r} has no letter or digit")
        first, second = words[0], words[1] if len(words) > 1 else "*"
        if first.endswith("*"):
            if len(first) <= LEAST_PREFIX:
                raise ValueError(
                    f"the phrase {phrase!r} begins with fewer than {LEAST_PREFIX} letters before "
                    "'*'; give more of the word"
                )
            self._begun.setdefault(first[:LEAST_PREFIX], []).append((first[:-1], entry))
        elif second.endswith("*") or second == "#":
            self._single.setdefault(first, []).append(entry)
        else:
            self._pairs.setdefault(first, {}).setdefault(second, []).append(entry)

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Match[Key]]:
        """Every place of every phrase, in the order of the text."""
        stop = len(text) if end is None else end
        words = [(one[0].lower(), one.start()) for one in WORD.finditer(text, start, stop)]
        single, pairs, begun = self._single, self._pairs, self._begun
        after = [*(word for word, _ in words[1:]), ""][: len(words)]
        for (word, at), following in zip(words, after, strict=True):
            beginnings = begun.get(word[:LEAST_PREFIX])
            is_number = word[0].isdigit()
            seconds = pairs.get(word)
            if not (beginnings or is_number or seconds or word in single):
                continue
            entries = list(single.get(word, ()))
            if seconds:
                entries += seconds.get(following, ())
            if beginnings:
                entries += [entry for begin, entry in beginnings if word.startswith(begin)]
            if is_number:
                entries += self._after_number(following, text, at, stop)
            for key, language, pattern in entries:
                hit = pattern.match(text, at, stop)
                if hit is not None:
                    yield Match(key, language, hit.start(), hit.end())

    def _after_number(self, following: str, text: str, at: int, stop: int) -> list[Entry[Key]]:
        """Phrases that begin with a number; the word after it may follow its decimals."""
        numbers = self._pairs.get("#", {})
        found = list(self._single.get("#", ()))
        if following and following[0].isdigit():
            number = NUMBER_AT.match(text, at, stop)
            after = WORD.search(text, number.end(), stop) if number is not None else None
            following = after[0].lower() if after is not None else ""
        return found + numbers.get(following, [])


def phrase_at(phrase: str) -> re.Pattern[str]:
    """A pattern that matches a phrase where it begins."""
    words = [_word(word) for word in phrase.split()]
    before = r"(?<![\d.,])" if phrase.startswith("#") else ""
    return re.compile(before + r"\s+".join(words) + r"(?!\w)", re.IGNORECASE)


@cache
def any_phrase(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    """A pattern that finds any of some phrases; None if there are none."""
    each = [r"\s+".join(_word(word) for word in phrase.split()) for phrase in phrases]
    if not each:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)


def languages_of(words: Counter[str], declared: str) -> frozenset[str]:
    """The languages that a page may be in: what it says, what its words show, and English.

    Parameters
    ----------
    words : Counter of str
        Its words in small letters.
    declared : str
        A code such as "fi" or "en-GB"; empty if the page does not say.

    Notes
    -----
    Shop programs often declare English whatever the shop is written in, and shops in other
    languages keep some words in English. Without any sign every language is tried.
    """
    found = {"en"}
    code = declared.strip().lower().partition("-")[0].partition("_")[0]
    if code:
        found.add({"nb": "no", "nn": "no"}.get(code, code))
    total = sum(words.values())
    for language, function_words in FUNCTION_WORDS.items():
        n = sum(words[word] for word in function_words.split())
        if n >= LEAST_COUNT and n >= LEAST_SHARE * total:
            found.add(language)
    return frozenset(found) if len(found) > 1 or code else frozenset(FUNCTION_WORDS)


def _word(word: str) -> str:
    """One word of a phrase as a pattern."""
    pattern = re.escape(word).replace(r"\*", r"\w*").replace(r"\#", NUMBER)
    pattern = pattern.replace(r"\-", "[-\u2010\u2011\u2013]")
    return re.sub("['\u2019]", "['\u2019]", pattern)
