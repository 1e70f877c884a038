"""When two spellings are the same: case, composition, apostrophes, and, if asked, accents."""

from __future__ import annotations

import unicodedata

_ONE_SPELLING = str.maketrans(
    dict.fromkeys("‘’ʼʹ`´′＇", "'")
    | dict.fromkeys(
        "\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{MINUS SIGN}", "-"
    )
    | {"ς": "σ"}
)
_NOT_COMPOSED = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)
"""Letters that no rule of Unicode takes apart."""


def folded(text: str) -> str:
    """A text in small letters and one kind of apostrophe and hyphen; each position is kept.

    Examples
    --------
    >>> folded("O’BRIEN, Anna-Liisa")
    "o'brien, anna-liisa"
    """
    small = text.lower()
    if len(small) != len(text):  # a dotted capital I becomes two characters
        small = "".join(c if len(c.lower()) > 1 else c.lower() for c in text)
    return small.translate(_ONE_SPELLING)


def same_form(name: str) -> str:
    """What two spellings of one name have in common: case, blanks and composition aside.

    Examples
    --------
    >>> same_form("ANNA  Berg") == same_form("Anna Berg")
    True
    """
    return " ".join(folded(unicodedata.normalize("NFC", name)).split())


def without_accents(name: str) -> str:
    """A name as it is typed where accents are lost, in small letters.

    Examples
    --------
    >>> without_accents("Zoë Sørensen-Õun")
    'zoe sorensen-oun'
    """
    if name.isascii():
        return name.lower()
    apart = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(c for c in apart if not unicodedata.combining(c))
    return folded(kept.translate(_NOT_COMPOSED))
