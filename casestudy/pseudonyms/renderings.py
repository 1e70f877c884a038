"""A text as a person sees it: without what cannot be seen, letters whole, words not cut by lines.

A soft hyphen or a blank without width parts a name for a machine and for nobody else; a letter may
be written with its accent apart, or in a wide form; a page may cut a name at the end of a line.
Each rendering knows where its characters stand in the text itself.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import regex  # type: ignore[import-untyped]
from numpy.typing import NDArray

_SELECTOR = re.compile(
    "[\u034f\u115f\u1160\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Characters without a shape of their own that Unicode does not count among the formatting ones."""

_IN_PARTS = regex.compile(r"\P{M}\p{M}+|[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]+")
"""Letters that may be written in several characters: with marks on them, and Korean syllables."""

_CUT = re.compile(
    r"[-\N{HYPHEN}\N{SOFT HYPHEN}\N{NOT SIGN}](?<=[^\W\d_].)[ \t]*\r?\n[ \t]*(?=[^\W\d_])"
)
"""Where a word is cut at the end of a line. Old programs write a soft hyphen as a not sign."""

_MARKED_UP = re.compile(r"</?[A-Za-z][^<>\n]*>|&#?\w+;|\*{1,3}|~~")
"""Tags, written-out signs and stress in prose: <b>La</b>kso, La**kso**, Zo&euml;."""

_MARKS = "<&*~"

Span = tuple[int, int]
_Positions = NDArray[np.int64]


class Rendering:
    """One way in which a text reads, and where its characters stand in the text.

    Parameters
    ----------
    text : str
        How it reads.
    edges : pair of arrays of int, shape (n,), optional
        Where each character begins and ends in the text; the same places if not given.

    Examples
    --------
    >>> shown = visible("Ask Lak\N{SOFT HYPHEN}so.")
    >>> shown.text, shown.span(4, 9), shown.spans_of([(4, 10)])
    ('Ask Lakso.', (4, 10), [(4, 9)])
    """

    def __init__(self, text: str, edges: tuple[_Positions, _Positions] | None = None) -> None:
        self.text = text
        self._edges = edges

    def span(self, start: int, end: int) -> Span:
        """Where a span of the rendering, not an empty one, stands in the text."""
        if self._edges is None:
            return start, end
        starts, ends = self._edges
        return int(starts[start]), int(ends[end - 1])

    def spans_of(self, spans: Sequence[Span]) -> list[Span]:
        """Where spans of the text stand in the rendering."""
        if self._edges is None:
            return list(spans)
        starts, ends = self._edges
        first = np.searchsorted(ends, [start for start, _ in spans], side="right")
        last = np.searchsorted(starts, [end for _, end in spans], side="left")
        return list(zip(first.tolist(), last.tolist(), strict=True))

    def rewritten(self, pattern: Any, new: Callable[[str], str]) -> Rendering:
        """The rendering with each match of a pattern read otherwise; itself if nothing is."""
        pieces: list[str] = []
        starts: list[_Positions] = []
        ends: list[_Positions] = []
        at = 0
        for found in pattern.finditer(self.text):
            put, (first, last) = new(found[0]), found.span()
            if put == found[0]:
                continue
            edges = self.span(first, last)
            pieces += [self.text[at:first], put]
            for sides, side, edge in zip(
                (starts, ends), self._sides(at, first), edges, strict=True
            ):
                sides += [side, np.full(len(put), edge, dtype=np.int64)]
            at = last
        if not pieces:
            return self
        rest = self._sides(at, len(self.text))
        edges_of_all = np.concatenate([*starts, rest[0]]), np.concatenate([*ends, rest[1]])
        return Rendering("".join([*pieces, self.text[at:]]), edges_of_all)

    def translated(self, signs: dict[int, str]) -> Rendering:
        """The rendering with single characters for others."""
        return Rendering(self.text.translate(signs), self._edges)

    def _sides(self, start: int, end: int) -> tuple[_Positions, _Positions]:
        """Where each character of a stretch begins and ends in the text."""
        if self._edges is None:
            numbers = np.arange(start, end, dtype=np.int64)
            return numbers, numbers + 1
        return self._edges[0][start:end], self._edges[1][start:end]


def renderings(text: str) -> Iterator[Rendering]:
    r"""The text itself, and every other way in which it reads.

    Examples
    --------
    >>> [shown.text for shown in renderings("Lak-\nso and Zoe\N{COMBINING DIAERESIS}")][1:]
    ['Lak-\nso and Zoë', 'Lakso and Zoë']
    """
    itself = Rendering(text)
    yield itself
    shown = _visible(itself)
    if shown.text != text:
        yield shown
    uncut = itself.rewritten(_CUT, lambda _: "") if "\n" in text else itself
    if uncut is not itself:
        yield _visible(uncut)
    if (
        any(mark in text for mark in _MARKS)
        and (bare := itself.rewritten(_MARKED_UP, _bare)) is not itself
    ):
        yield _visible(bare)


def as_read(text: str) -> str:
    """The words that a person reads in a stretch of a text, whatever it is written with.

    Examples
    --------
    >>> as_read("Zo&euml; <b>La</b>k\N{SOFT HYPHEN}so")
    'Zoë Lakso'
    """
    return _visible(Rendering(text).rewritten(_MARKED_UP, _bare)).text


def _bare(mark: str) -> str:
    """What a reader sees of a mark: a sign that is written out, or nothing."""
    return html.unescape(mark) if mark[0] == "&" else ""


def visible(text: str) -> Rendering:
    """A text without what cannot be seen, its letters whole and of the usual shape."""
    return _visible(Rendering(text))


def _visible(shown: Rendering) -> Rendering:
    if shown.text.isascii():
        return shown
    signs = {sign for sign in set(shown.text) if sign > "\x7f"}
    unseen = "".join(sign for sign in signs if _is_unseen(sign))
    if unseen:
        shown = shown.rewritten(re.compile(f"[{re.escape(unseen)}]+"), lambda _: "")
    odd = {sign: usual for sign in signs if (usual := _usual(sign)) != sign}
    if odd:
        shown = shown.translated({ord(sign): usual for sign, usual in odd.items() if not usual[1:]})
        several = re.escape("".join(sign for sign, usual in odd.items() if usual[1:]))
        shown = shown.rewritten(re.compile(f"[{several}]"), odd.__getitem__) if several else shown
    if not unicodedata.is_normalized("NFC", shown.text):
        shown = shown.rewritten(_IN_PARTS, lambda found: unicodedata.normalize("NFC", found))
    return shown


def _is_unseen(sign: str) -> bool:
    """Whether a character cannot be seen: joiners, soft hyphens, marks of direction, selectors."""
    return unicodedata.category(sign) == "Cf" or _SELECTOR.match(sign) is not None


def _usual(sign: str) -> str:
    """A letter or digit in its usual shape: wide ones, ligatures, mathematical ones have another.

    Raised figures stay: they mark notes.
    """
    if not sign.isalnum() or (sign.isdigit() and not sign.isdecimal()):
        return sign
    usual = unicodedata.normalize("NFKC", sign)
    return usual if usual.isalnum() else sign
