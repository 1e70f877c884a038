"""How a coding holds on to its place: position, quotation and context together.

A position alone breaks with the first correction of a transcript; a quotation alone may occur
twice. The three together tell an untouched place from a moved or a lost one.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import index

CONTEXT = 32
"""Characters of context kept on either side of a quotation (W3C's text-quote selectors use 32)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A quotation with its position and the characters around it."""

    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""

    def holds_in(self, text: str) -> bool:
        """Whether the text still has the quotation at the position."""
        return text[self.start : self.end] == self.quote


def anchor(text: str, start: int, end: int) -> Anchor:
    """The anchor of a span of a text.

    Raises
    ------
    ValueError
        If the span is empty or reaches beyond the text.

    Examples
    --------
    >>> anchor("We trust them.", 3, 8).quote
    'trust'
    """
    start, end = index(start), index(end)  # a frame gives integers of its own
    if not 0 <= start < end <= len(text):
        raise ValueError(
            f"span {start} to {end} does not lie in the text: "
            f"0 <= start < end <= {len(text)} is allowed"
        )
    return Anchor(
        start=start,
        end=end,
        quote=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )


def find_quote(text: str, quote: str) -> tuple[int, int]:
    """Start and end of a quotation that occurs exactly once.

    Raises
    ------
    ValueError
        If it is empty, does not occur, or occurs more than once.

    Examples
    --------
    >>> find_quote("We trust them.", "trust")
    (3, 8)
    """
    if not quote:
        raise ValueError("an empty quotation cannot be found; give the words to be coded")
    first = text.find(quote)
    if first < 0:
        raise ValueError(
            f"the quotation {_short(quote)!r} does not occur in the source; "
            "it must be given letter by letter, line breaks included"
        )
    if text.find(quote, first + 1) >= 0:
        places = text.count(quote)
        raise ValueError(
            f"the quotation {_short(quote)!r} occurs {max(places, 2)} times in the source; "
            "give more of its words, or start and end"
        )
    return first, first + len(quote)


def _short(quote: str) -> str:
    return quote if len(quote) <= 60 else quote[:57] + "…"
