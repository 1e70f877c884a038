"""Atoms of a text: the characters or words that a continuum counts.

Labels, time stamps and hidden blocks are not text that anybody could code. Where only what was
shown or said counts, the stretches between are left out of the line, and positions close up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from casestudy.errors import did_you_mean
from casestudy.language import shown_spans
from casestudy.sources import Source

Integers = npt.NDArray[np.int64]
ATOMS = ("character", "word")
TEXTS = ("shown", "all")
WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
"""Letters and digits, with hyphens, apostrophes and points inside."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Atoms:
    """Where the atoms of one source lie in its text.

    Parameters
    ----------
    starts, ends : array of int, shape (n_pieces,)
        Stretches of the text, in order: words, or stretches in which each character is an atom.
    kind : {"character", "word"}
        What an atom is.
    """

    starts: Integers
    ends: Integers
    kind: str

    @property
    def n(self) -> int:
        """How many atoms the source has."""
        if self.kind == "word":
            return len(self.starts)
        return int((self.ends - self.starts).sum())

    def positions(self, starts: Integers, ends: Integers) -> tuple[Integers, Integers]:
        """First atom, and atom after the last, of spans of the text.

        A word belongs to a span that holds its middle, so that two spans that share none of the
        text share no word. A span without any atom begins and ends at the same place.
        """
        if self.kind == "word":
            middles = self.starts + self.ends
            return (
                np.searchsorted(middles, 2 * starts, side="left").astype(np.int64),
                np.searchsorted(middles, 2 * ends, side="left").astype(np.int64),
            )
        return self._characters_before(starts), self._characters_before(ends)

    def text_spans(self, first: Integers, last: Integers) -> tuple[Integers, Integers]:
        """Where stretches of atoms lie in the text: the opposite of `positions`."""
        if self.kind == "word":
            return self.starts[first], self.ends[last - 1]
        before = self._before()
        piece = np.searchsorted(before, first, side="right") - 1
        last_piece = np.searchsorted(before, last - 1, side="right") - 1
        return (
            self.starts[piece] + first - before[piece],
            self.starts[last_piece] + last - before[last_piece],
        )

    def _before(self) -> Integers:
        """Characters before each piece."""
        lengths = self.ends - self.starts
        return np.asarray(np.cumsum(lengths) - lengths)

    def _characters_before(self, places: Integers) -> Integers:
        if not len(self.starts):
            return np.zeros(len(places), dtype=np.int64)
        piece = np.searchsorted(self.starts, places, side="right") - 1
        at = np.maximum(piece, 0)
        inside = np.clip(places - self.starts[at], 0, self.ends[at] - self.starts[at])
        return np.asarray(np.where(piece < 0, 0, self._before()[at] + inside), dtype=np.int64)


def atoms(source: Source, *, atom: str, text: str) -> Atoms:
    """The atoms of a source.

    Parameters
    ----------
    source : Source
        Its text and parts.
    atom : {"character", "word"}
        What is counted.
    text : {"shown", "all"}
        Only what was said or shown, or labels, time stamps and hidden blocks as well.

    Examples
    --------
    >>> found = atoms(Source(id="s", kind="answer", text="We trust them."), atom="word", text="all")
    >>> found.n, [part.tolist() for part in found.positions(np.array([3]), np.array([8]))]
    (3, [[1], [2]])
    """
    for value, allowed, what in ((atom, ATOMS, "atom"), (text, TEXTS, "text")):
        if value not in allowed:
            raise ValueError(
                f"{what} {value!r} is not known{did_you_mean(value, allowed)}; "
                f"allowed are {', '.join(allowed)}"
            )
    spans = shown_spans(source) if text == "shown" else [(0, len(source.text))]
    if atom == "word":
        spans = [
            match.span()
            for first, last in spans
            for match in WORD.finditer(source.text, first, last)
        ]
    pairs = np.array(spans, dtype=np.int64).reshape(-1, 2)
    return Atoms(starts=pairs[:, 0].copy(), ends=pairs[:, 1].copy(), kind=atom)
