"""Scripts whose words are not set apart by blanks, so that a name has no border of its own."""

from __future__ import annotations

import regex  # type: ignore[import-untyped]

_WITHOUT_BLANKS = (
    r"\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}"
)
_BEFORE = regex.compile(f"[{_WITHOUT_BLANKS}]")
_AFTER = regex.compile(rf"[{_WITHOUT_BLANKS}\p{{Hangul}}]")
"""Korean sets words apart, but what follows a name is written together with it."""


def is_unparted_before(sign: str) -> bool:
    """Whether a name that begins with a letter may follow another letter at once.

    Examples
    --------
    >>> is_unparted_before("山"), is_unparted_before("M")
    (True, False)
    """
    return _BEFORE.match(sign) is not None


def is_unparted_after(sign: str) -> bool:
    """Whether another letter may follow at once a name that ends with a letter."""
    return _AFTER.match(sign) is not None
