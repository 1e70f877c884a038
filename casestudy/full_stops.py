"""Whether a sentence goes on after a mark, told by what stands on its two sides.

A full stop ends a sentence, an abbreviation, an ordinal or somebody's initial. Which it is, the
lists of the language say, and the word that follows.
"""

from __future__ import annotations

import re
from functools import cache

from casestudy.languages import Language

CLOSERS = "\"'”’»›)\\]}」』】）〉》"
MARKS = '"«»‹›“”„‘’'
SPEECH_ENDS = re.compile(rf"[.!?…][\s\u202f]*[{CLOSERS}{MARKS}]+$")
SAID_IN_KOREAN = re.compile(r"\s*(?:하고|라고|이라고|고|라며|라는)")
LIST_MARK = re.compile(r"\W*(?:\d{1,3}|[A-Za-z])[.)]+")
"""The number before a question of a list, at the head of a line."""
LEFT_OUT = re.compile(rf"[\[(](?:\.{{3}}|…)[\])][{CLOSERS}{MARKS}]*$")
"""Words left out of a quotation."""
SPACED_DOTS = re.compile(r"\.\s\.$")
ORDINAL = re.compile(r"(?:^|[\s(])(?P<number>\d{1,2}|[IVXLC]{1,6})\.$")
FIRST_WORD = re.compile(r"[^\W_][\w'’]*")
LETTER_AND_NUMBER = re.compile(r"(?:^|\s)[^\W\d_]\.$")
UNIT = re.compile(r"(?:\d|\b[IVXLC]+)\s+([^\W\d_])\.$")
"""A number and one letter: "1999 r.", "XIX w."."""
AROUND = ".,;:!?()[]{}\"'“”„‘’«»‹›"
WINDOW = 80
"""Characters on either side that are looked at; no abbreviation with its blanks is longer."""
MOST_TOKENS = 4
"""Pieces of an abbreviation of several letters: "i. d. R." has three."""


def goes_on(before: str, after: str, language: Language) -> bool:
    """Whether a sentence goes on after a mark, by the words on its two sides.

    `before` begins with the sentence or is at least `WINDOW` characters long; so is `after`.
    """
    word = first_word(after)
    if LIST_MARK.fullmatch(before) or not word or LEFT_OUT.search(before):
        return True
    if SPEECH_ENDS.search(before):
        return word[:1].islower() or SAID_IN_KOREAN.match(after) is not None  # “Really?” she said.
    if not before.endswith("."):
        return False
    if SPACED_DOTS.search(before):
        return word[:1].islower()
    if _is_ordinal(before, word, language):
        return True
    if word[:1].isdigit() and LETTER_AND_NUMBER.search(before):
        return True  # p. 14
    return _is_abbreviated(_last_pieces(before), word, language)


def _is_abbreviated(pieces: list[str], word: str, language: Language) -> bool:
    """Whether what stands at the end is an abbreviation that a word follows in the same sentence.

    The longest one decides: "д." is a house, "т. д." is "and so on".
    """
    if any(f"{piece}.{word.casefold()}" in _beginnings(language) for piece in pieces):
        return True
    for piece in reversed(pieces):
        if piece in language.never_last:
            return True
        if piece in language.like_names:
            return word.casefold() not in language.common_words or word.islower()
        if piece in language.sometimes_last:
            return word[:1].islower() or word[:1].isdigit()
    return False


def first_word(text: str) -> str:
    """The first word or number of a text."""
    found = FIRST_WORD.search(text)
    return found[0] if found else ""


def _is_ordinal(before: str, word: str, language: Language) -> bool:
    """Whether the number at the end is an ordinal: "am 3. Mai", "12. maaliskuuta"."""
    found = ORDINAL.search(before) if language.ordinals else None
    if found is None or not word:
        return False
    if word[0].islower() or word.casefold() in language.after_ordinals:
        return True
    words = before[: found.start("number")].split()
    return bool(words) and words[-1].strip(AROUND).casefold() in language.before_ordinals


def _last_pieces(before: str) -> list[str]:
    """What may be an abbreviation at the end: the last token, the last two without blanks."""
    tokens = before.split()[-MOST_TOKENS:]
    pieces: list[str] = []
    for n in range(1, len(tokens) + 1):
        joined = "".join(tokens[-n:]).casefold().strip("()[]\"'“”„«»,;:").rstrip(".")
        pieces += {joined, re.split(r"['’]", joined)[-1]}  # l'ing. is ing.
        if n < len(tokens) and not tokens[-n - 1].endswith("."):
            break
    return pieces


@cache
def _beginnings(language: Language) -> frozenset[str]:
    """What abbreviations of several letters begin with, and they themselves: "i.d", "i.d.r"."""
    every = (each.split(".") for each in language.never_last | language.sometimes_last)
    return frozenset(".".join(parts[:n]) for parts in every for n in range(2, len(parts) + 1))


def ends_with_letter(before: str, word: str, language: Language) -> bool:
    """Whether a sentence ends with a single letter, before a word in a capital."""
    pieces = _last_pieces(before)
    if _is_abbreviated(pieces, word, language):
        return False
    unit = UNIT.search(before)
    if unit and unit[1].islower() and unit[1] in language.sometimes_last:
        return True
    if any("." in piece and piece in language.sometimes_last for piece in pieces):
        return True
    return before[-2].isupper() and word.casefold() in language.common_words
