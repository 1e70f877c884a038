"""What may hang on a name: the English possessive, Finnish case endings and clitics.

Finnish changes the name itself before some endings (Virtanen, Virtasella; Pekka, Pekan; Mäki,
Mäen). The rules here are few and cover the common patterns of family, first and place names; what
they miss the leak check finds as a near miss.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from casestudy.language import LANGUAGES
from casestudy.spelling import without_accents

LETTER = "(?:[^\\W_]|[\N{COMBINING GRAVE ACCENT}-\N{COMBINING LATIN SMALL LETTER X}])"
"""A letter, a digit, or an accent that stands on one."""

_ENGLISH = "'s?"
_CLITIC = "(?:kin|k[aä][aä]n|h[aä]n|k[oö]|p[aä])"
_CASES = (
    "n|ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|ksi|n[aä]|tt[aä]|[aeiouyäö]n|h[aeiouyäö]n|seen|t|"
    "i?den|j[ae]|jen|ill[aä]|ilt[aä]|ille|iss[aä]|ist[aä]|ihin|it[aä]|itten"
)
_PARTITIVE = "t?[aä]"
_AFTER_VOWEL = f"(?:{_CASES}|{_PARTITIVE}){_CLITIC}?|{_CLITIC}"
_AFTER_CONSONANT = (
    f"i(?:{_CASES}|[aä]|in)?{_CLITIC}?|{_CLITIC}"  # Thompson: Thompsonin, Thompsonille
)
_AFTER_NEN = f"(?:t[aä]|ten){_CLITIC}?"
_AFTER_PLURAL = (
    "(?:i(?:[aä]|t[aä]|ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|ksi|n[aä]|hin|den|tten)|j[aä]|j?en)"
    f"{_CLITIC}?"
)
_AFTER_COLON = f":(?:{_CASES}|{_PARTITIVE}|i(?:{_CASES}|[aä])?){_CLITIC}?"

_FINNISH: Mapping[str, str] = MappingProxyType(
    {
        "vowel": f"{_AFTER_VOWEL}|{_AFTER_COLON}",
        "consonant": f"{_AFTER_CONSONANT}|{_AFTER_COLON}",
        "nen": _AFTER_NEN,
        "plural": _AFTER_PLURAL,
        "mark": _AFTER_COLON,
    }
)

VOWELS = "aeiouyäöå"
_PLAIN_VOWELS = tuple("aeiouy")
WEAK_GRADE: Mapping[str, str] = MappingProxyType(
    {
        "kk": "k", "pp": "p", "tt": "t", "nk": "ng", "nt": "nn", "mp": "mm", "lt": "ll",
        "rt": "rr", "ht": "hd", "lk": "l lj", "rk": "r rj", "lp": "lv", "rp": "rv", "k": " v",
        "p": "v", "t": "d",
    }
)  # fmt: skip
"""What becomes of the last consonants of a Finnish name before many endings; some have two ways."""

STRONG_GRADE: Mapping[str, str] = MappingProxyType(
    {
        "ng": "nk", "nn": "nt", "mm": "mp", "ll": "lt", "rr": "rt", "lv": "lp", "rv": "rp",
        "hd": "ht", "k": "kk", "p": "pp", "t": "tt", "d": "t", "v": "p",
    }
)  # fmt: skip
"""The way back, for names in -as, -äs and -e: Kangas, Kankaan; Rinne, Rinteen."""

_LAST_SYLLABLE = re.compile(
    rf"(.*[{VOWELS}])({'|'.join(sorted(WEAK_GRADE, key=len, reverse=True))})([{VOWELS}])"
)
_LAST_OF_WEAK = re.compile(
    rf"(.*[{VOWELS}])({'|'.join(sorted(STRONG_GRADE, key=len, reverse=True))})([aäe])"
)
_CONSONANT_STEM = re.compile(rf".*[{VOWELS}]{{2}}[lnrs]i")
"""Saari, Vuori, Kuusi; of first names such as Mari and Toni the e is not lost, Marta is another."""
SHORTEST_CHANGED = 4
"""Letters a name needs before its stem is changed; shorter ones meet too many words."""


@dataclass(frozen=True, slots=True)
class Stem:
    """What a name begins with in a text, in small letters, and what may follow it."""

    text: str
    ending: str = "mark"
    is_whole: bool = True


def stems(form: str, *, languages: Iterable[str] = LANGUAGES) -> Iterator[Stem]:
    """A form, and what it becomes before Finnish endings.

    Examples
    --------
    >>> [stem.text for stem in stems("pekka")]
    ['pekka', 'peka', 'pekko', 'peko']
    >>> [stem.text for stem in stems("kangas") if not stem.is_whole]
    ['kangakse', 'kangaks', 'kangas', 'kangaa', 'kanga', 'kankaa', 'kanka']
    """
    last = form[-1]
    kind = (
        "vowel"
        if without_accents(last)[-1:] in _PLAIN_VOWELS
        else "consonant"
        if last.isalpha()
        else "mark"
    )
    yield Stem(form, kind)
    if "finnish" in languages and len(form) >= SHORTEST_CHANGED and last.isalpha():
        for text, ending in dict.fromkeys(_changed(form)):
            yield Stem(text, ending, is_whole=False)


def _changed(form: str) -> Iterator[tuple[str, str]]:
    if form.endswith("nen"):
        yield f"{form[:-3]}se", "vowel"
        yield f"{form[:-3]}s", "nen"
        yield f"{form[:-3]}s", "plural"
    elif form.endswith("s"):
        yield from _of_s(form)
    elif form[-1] in VOWELS:
        grades = [form, *_weak(form)]
        yield from ((grade, "vowel") for grade in grades[1:])
        if form.endswith("i"):
            yield from ((f"{grade[:-1]}e", "vowel") for grade in grades)
            yield from _of_i(form)
        elif form.endswith("e"):
            yield from ((f"{grade}e", "vowel") for grade in (form, *_strong(form)))
            yield from ((grade, "vowel") for grade in _strong(form))
        elif form[-1] in "aä":
            rounded = {"a": "o", "ä": "ö"}[form[-1]]
            yield from ((f"{grade[:-1]}{rounded}", "plural") for grade in grades)


def _of_s(form: str) -> Iterator[tuple[str, str]]:
    """Markus, Markuksen; Tuomas, Tuomaan; Kangas, Kankaan; Ilves, Ilvestä."""
    yield f"{form[:-1]}kse", "vowel"
    yield f"{form[:-1]}ks", "plural"
    yield form, "nen"
    if form[-2] in VOWELS:
        for grade in (form[:-1], *_strong(form[:-1])):
            yield f"{grade}{form[-2]}", "vowel"
            yield grade, "plural"


def _of_i(form: str) -> Iterator[tuple[str, str]]:
    """Saari, Saarta; Susi, Suden, Sutta: the e of the stem is lost, and t was s."""
    if _CONSONANT_STEM.fullmatch(form):
        yield form[:-1], "nen"
    if form.endswith("si") and form[-3] in VOWELS:
        yield from ((f"{form[:-2]}{sign}e", "vowel") for sign in "dt")
        yield f"{form[:-2]}t", "nen"


def _weak(form: str) -> Iterator[str]:
    if found := _LAST_SYLLABLE.fullmatch(form):
        for weak in WEAK_GRADE[found[2]].split(" "):
            yield f"{found[1]}{weak}{found[3]}"


def _strong(form: str) -> Iterator[str]:
    if found := _LAST_OF_WEAK.fullmatch(form):
        yield f"{found[1]}{STRONG_GRADE[found[2]]}{found[3]}"


def tails(languages: Iterable[str]) -> dict[tuple[str, bool], re.Pattern[str]]:
    """Patterns of what may follow a stem, up to the end of the word.

    Returns
    -------
    dict of (ending, is_whole) to pattern
        The group `ending` is what hangs on; a whole form may stand without any.
    """
    kinds = {}
    for kind, finnish in _FINNISH.items():
        allowed = [finnish] if "finnish" in languages else []
        for is_whole in (True, False):
            may = [_ENGLISH, *allowed] if is_whole and "english" in languages else allowed
            ending = f"(?P<ending>{'|'.join(may)})" if may else "(?P<ending>)"
            optional = "?" if is_whole else ""
            kinds[kind, is_whole] = re.compile(f"{ending}{optional}(?!{LETTER})")
    return kinds


def any_tail(languages: Iterable[str]) -> re.Pattern[str]:
    """What may hang on a label: any of the endings, up to the end of the word."""
    finnish = [*_FINNISH.values()] if "finnish" in languages else []
    english = [_ENGLISH] if "english" in languages else []
    return re.compile(f"(?:{'|'.join([*english, *finnish])})?(?!{LETTER})")
