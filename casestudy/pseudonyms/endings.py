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

LETTER = "(?:[^\\W_]|[\N{COMBINING GRAVE ACCENT}-\N{COMBINING LATIN SMALL LETTER X}])"
"""A letter, a digit, or an accent that stands on one."""

_ENGLISH = "'s?"
_CLITIC = "(?:kin|k[aä][aä]n|h[aä]n|k[oö]|p[aä])"
_CASES = (
    "n|ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|ksi|n[aä]|tt[aä]|[aeiouyäö]n|h[aeiouyäö]n|seen|t|"
    "i?den|j[ae]|jen|ill[aä]|ilt[aä]|ille|iss[aä]|ist[aä]|ihin"
)
_PARTITIVE = "t?[aä]"
_AFTER_VOWEL = f"(?:{_CASES}|{_PARTITIVE}){_CLITIC}?|{_CLITIC}"
_AFTER_CONSONANT = (
    f"i(?:{_CASES}|[aä]|in)?{_CLITIC}?|{_CLITIC}"  # Thompson: Thompsonin, Thompsonille
)
_AFTER_NEN = f"(?:t[aä]|ten){_CLITIC}?"
_AFTER_COLON = f":(?:{_CASES}|{_PARTITIVE}|i(?:{_CASES}|[aä])?){_CLITIC}?"

_FINNISH: Mapping[str, str] = MappingProxyType(
    {
        "vowel": f"{_AFTER_VOWEL}|{_AFTER_COLON}",
        "consonant": f"{_AFTER_CONSONANT}|{_AFTER_COLON}",
        "nen": _AFTER_NEN,
        "mark": _AFTER_COLON,
    }
)

VOWELS = "aeiouyäöå"
WEAK_GRADE: Mapping[str, str] = MappingProxyType(
    {
        "kk": "k", "pp": "p", "tt": "t", "nk": "ng", "nt": "nn", "mp": "mm", "lt": "ll",
        "rt": "rr", "ht": "hd", "lk": "l", "rk": "r", "k": "", "p": "v", "t": "d",
    }
)  # fmt: skip
"""What becomes of the last consonants of a Finnish name before many endings."""

_LAST_SYLLABLE = re.compile(rf"(.*[{VOWELS}])(kk|pp|tt|nk|nt|mp|lt|rt|ht|lk|rk|k|p|t)([{VOWELS}])")
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
    ['pekka', 'peka']
    >>> [stem.text for stem in stems("virtanen")]
    ['virtanen', 'virtase', 'virtas']
    """
    last = form[-1]
    kind = "vowel" if last in VOWELS else "consonant" if last.isalpha() else "mark"
    yield Stem(form, kind)
    if "finnish" in languages and len(form) >= SHORTEST_CHANGED and last.isalpha():
        for text, ending in dict.fromkeys(_changed(form)):
            yield Stem(text, ending, is_whole=False)


def _changed(form: str) -> Iterator[tuple[str, str]]:
    if form.endswith("nen"):
        yield f"{form[:-3]}se", "vowel"
        yield f"{form[:-3]}s", "nen"
    elif form.endswith("s"):
        yield f"{form[:-1]}kse", "vowel"
        yield f"{form[:-1]}{form[-2]}" if form[-2] in VOWELS else f"{form[:-1]}kse", "vowel"
    elif form[-1] in VOWELS:
        grades = [form, *_weak(form)]
        yield from ((grade, "vowel") for grade in grades[1:])
        if form.endswith("i"):
            yield from ((f"{grade[:-1]}e", "vowel") for grade in grades)


def _weak(form: str) -> Iterator[str]:
    if found := _LAST_SYLLABLE.fullmatch(form):
        yield f"{found[1]}{WEAK_GRADE[found[2]]}{found[3]}"


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
