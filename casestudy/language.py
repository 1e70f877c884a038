"""Words of a text: what a phrase matches, and what of a source a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterable

from casestudy.errors import did_you_mean
from casestudy.sources import OUTER_PARTS, Source

LANGUAGES = ("english", "finnish")
"""Languages that have lists of stop words, and rules for the endings of names."""

_HYPHENS = "[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]"
_APOSTROPHES = "['\N{RIGHT SINGLE QUOTATION MARK}]"


def phrase_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    r"""A pattern that finds any of some phrases: whole words, in capitals or small letters.

    Parameters
    ----------
    phrases : iterable of str
        At least one. `*` stands for the rest of a word, or its beginning; a space for any blanks,
        line breaks included; straight and curly apostrophes are the same. Where two phrases start
        at the same place, the longer one is found.

    Raises
    ------
    ValueError
        If there is no phrase, or one has no letter or digit.

    Examples
    --------
    >>> find = phrase_pattern(["quick* respon*"]).search
    >>> find("They are Quick\nto respond, with quickest  responses")[0]
    'quickest  responses'
    """
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    if not ordered:
        raise ValueError("there is no phrase to search for; give at least one")
    for phrase in ordered:
        if not any(character.isalnum() for character in phrase):
            raise ValueError(
                f"the phrase {phrase!r} has no letter or digit; "
                "give words, with '*' for the rest of a word"
            )
    either = "|".join(r"\s+".join(map(_word_pattern, phrase.split())) for phrase in ordered)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def shown_spans(source: Source) -> list[tuple[int, int]]:
    """The stretches of a source that were said or shown: no labels, time stamps, hidden blocks.

    Returns
    -------
    list of (start, end)
        Turns, paragraphs and blocks in order; the whole text if the source has no such parts.

    Examples
    --------
    >>> from casestudy.sources import Part
    >>> turn = Part(kind="turn", start=5, end=8, speaker="Ann")
    >>> shown_spans(Source(id="s1", kind="interview", text="Ann: yes", parts=(turn,)))
    [(5, 8)]
    """
    outer = [part for part in source.parts if part.kind in OUTER_PARTS]
    if not outer:
        return [(0, len(source.text))] if source.text and not source.channels else []
    return [(part.start, part.end) for part in outer if not part.hidden and part.start < part.end]


def check_language(language: str) -> None:
    """Refuse a language without lists of words."""
    if language not in LANGUAGES:
        raise ValueError(
            f"language {language!r} is not known{did_you_mean(language, LANGUAGES)}; "
            f"allowed are {', '.join(LANGUAGES)}"
        )


def _word_pattern(word: str) -> str:
    """One word of a phrase as a pattern."""
    pattern = re.escape(word).replace(r"\*", r"\w*").replace(r"\-", _HYPHENS)
    return re.sub("['\N{RIGHT SINGLE QUOTATION MARK}]", _APOSTROPHES, pattern)
