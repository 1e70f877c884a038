"""The languages whose sentences and words are known, and which of them a text is in.

The lists stand in `languages.toml`, to be read and amended: abbreviations, ordinals, and the
commonest words. A guess counts these words; it is a guess, and is shown as one.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from casestudy.errors import did_you_mean

GUESSED = "(guessed)"
"""What follows a language that nobody stated."""

LEAST_WORDS = 12
"""Words from which a guess is made."""
LEAST_SHARE = 0.08
"""Weight of a language's common words in all words from which it is believed. In the made-up texts
of the tests, 60 to 200 words long, the right language has 0.2 to 0.4, the next one at most 0.1."""
MARGIN = 1.15
"""By how much the likeliest language must exceed the next: Norwegian exceeds Danish by no more."""
CLEARLY = 2.0
"""By how much another language must exceed the one that a file states."""
ENOUGH_WORDS = 100
"""Words from which a text may contradict what its file states."""
LEAST_LETTERS = 0.3
"""Share of all letters from which a script tells the language."""
LOOKED_AT = 20_000
"""Characters of a text that a guess looks at."""

CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
LETTERS = MappingProxyType(
    {
        "kana": re.compile(r"[\u3041-\u30ff]"),
        "han": re.compile(r"[\u4e00-\u9fff]"),
        "hangul": re.compile(r"[\uac00-\ud7a3]"),
        "arabic": re.compile(r"[\u0620-\u06ff]"),
        "devanagari": re.compile(r"[\u0900-\u0963]"),
        "greek": re.compile(r"[\u0370-\u03ff]"),
        "hebrew": re.compile(r"[\u05d0-\u05ea]"),
        "thai": re.compile(r"[\u0e01-\u0e30]"),
    }
)
"""Letters of scripts that tell a language by themselves. Japanese is known by its syllables, since
it shares Chinese characters; Persian and Urdu share the Arabic script and are not told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language and what is known of it.

    Parameters
    ----------
    name, code : str
        "german", "de".
    aliases : frozenset of str
        Other codes and its own name.
    never_last, sometimes_last : frozenset of str
        Abbreviations after which a sentence goes on, or goes on before a small letter or a digit.
    like_names : frozenset of str
        Of the latter, those that a noun in a capital may follow.
    ordinals : bool
        Whether "3." is an ordinal number.
    after_ordinals, before_ordinals : frozenset of str
        Words beside ordinal numbers.
    common_words : frozenset of str
        Function words.
    script : str
        The script that tells the language, if one does.
    only_told : bool
        It is told from other languages, but its sentences were not measured.
    """

    name: str
    code: str
    aliases: frozenset[str] = frozenset()
    never_last: frozenset[str] = frozenset()
    sometimes_last: frozenset[str] = frozenset()
    like_names: frozenset[str] = frozenset()
    ordinals: bool = False
    after_ordinals: frozenset[str] = frozenset()
    before_ordinals: frozenset[str] = frozenset()
    common_words: frozenset[str] = frozenset()
    script: str = ""
    only_told: bool = False


OTHER = Language(name="other", code="", never_last=frozenset(("dr", "prof", "st", "ca", "vs")))
"""A language that is not known: what is common to many, and nothing more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageGuess:
    """What a text's language seems to be.

    Parameters
    ----------
    language : Language or None
        None if nothing stands out.
    share : float
        Weight of the language's common words in all words looked at, 0 to 1; of its letters, where
        the script tells.
    runner_up : str
        The next likely language, empty if there is none.
    shares : mapping of str to float
        The weight of every language's common words, by name.
    """

    language: Language | None
    share: float = 0.0
    runner_up: str = ""
    shares: Mapping[str, float] = field(default_factory=dict, repr=False)

    def __str__(self) -> str:
        return f"{self.language.code} {GUESSED}" if self.language else ""


@cache
def languages() -> Mapping[str, Language]:
    """All known languages by name."""
    told = tomllib.loads(files("casestudy").joinpath("languages.toml").read_text("utf-8"))
    return MappingProxyType({name: _language(name, lists) for name, lists in told.items()})


def _language(name: str, lists: Mapping[str, str]) -> Language:
    words = (
        *("never_last", "sometimes_last", "like_names"),
        *("after_ordinals", "before_ordinals", "common_words"),
    )
    return Language(
        name=name,
        code=lists["code"],
        aliases=frozenset(f"{lists.get('codes', '')} {lists.get('own_names', '')}".split()),
        ordinals=bool(lists.get("ordinals")),
        script=lists.get("script", ""),
        only_told=bool(lists.get("only_told")),
        **{key: frozenset(lists.get(key, "").split()) for key in words},
    )


def language_named(name: str) -> Language:
    """The language of a name, a code ("de", "deu", "de-AT"), or what a source says of itself.

    A code of two or three letters that is not known is a language of which nothing is known.

    Raises
    ------
    ValueError
        If it is neither.

    Examples
    --------
    >>> [language_named(name).name for name in ("de-AT", "Suomi", "et (guessed)")]
    ['german', 'finnish', 'estonian']
    """
    found = language_of(name)
    if found is None and CODE.fullmatch(name):
        return replace(OTHER, code=name)
    if found is None:
        known = [*languages(), OTHER.name]
        raise ValueError(
            f"language {name!r} is not known{did_you_mean(name, known)}; "
            f"allowed are {', '.join(known)}, or their codes"
        )
    return found


def language_of(name: str) -> Language | None:
    """The language of a name or code, or None if it is not known."""
    plain = name.removesuffix(GUESSED).strip().casefold()
    if plain == OTHER.name:
        return OTHER
    short = re.split(r"[-_]", plain)[0]
    for language in languages().values():
        if plain in (language.name, language.code) or short == language.code:
            return language
        if {plain, short} & language.aliases:
            return language
    return None


def guessed_language(text: str) -> LanguageGuess:
    """What the language of a text seems to be, by its script or its commonest words.

    Parameters
    ----------
    text : str
        Any text; its first 20,000 characters are looked at.

    Notes
    -----
    A word counts one part for each language that has it, so that "ja" of six languages weighs less
    than "että" of one. Fewer than 12 words, or a language that does not stand out, give no guess.

    Examples
    --------
    >>> guess = guessed_language("Ja sitten me soitettiin sinne, mutta kukaan ei ollut siellä, "
    ...                          "niin että se oli vähän outoa.")
    >>> str(guess), guess.runner_up
    ('fi (guessed)', 'estonian')
    """
    text = text[:LOOKED_AT]
    by_script = _by_script(text)
    if by_script is not None:
        return by_script
    words = [word.casefold().replace("’", "'") for word in WORD.findall(text)]
    if len(words) < LEAST_WORDS:
        return LanguageGuess(language=None)
    counts = Counter(words)
    weights = {
        name: sum(counts[word] * _weight(word) for word in language.common_words) / len(words)
        for name, language in languages().items()
    }
    best, second = sorted(weights, key=weights.__getitem__, reverse=True)[:2]
    runner_up = second if weights[second] else ""
    if weights[best] < LEAST_SHARE or weights[best] < MARGIN * weights[second]:
        best = ""
    return LanguageGuess(
        language=languages().get(best),
        share=max(weights.values()),
        runner_up=runner_up,
        shares=weights,
    )


def contradicted(stated: Language, text: str) -> LanguageGuess | None:
    """The guess for a text that states its language and is clearly in another, else None.

    Word processors state the language of their template, whatever is typed.
    """
    guess = guessed_language(text)
    if guess.language is None or guess.language is stated:
        return None
    if not guess.language.script and len(text.split()) < ENOUGH_WORDS:
        return None
    by_words = CLEARLY * guess.shares.get(stated.name, 0.0) <= guess.share
    return guess if by_words else None


@cache
def _weight(word: str) -> float:
    return 1 / sum(word in language.common_words for language in languages().values())


def _by_script(text: str) -> LanguageGuess | None:
    """The language whose script most letters are of, if a script tells it."""
    n_letters = sum(map(str.isalpha, text))
    for script, letters in LETTERS.items():
        share = len(letters.findall(text)) / max(n_letters, 1)
        if share >= LEAST_LETTERS:
            found = next(each for each in languages().values() if each.script == script)
            return LanguageGuess(language=found, share=share, shares={found.name: share})
    return None
