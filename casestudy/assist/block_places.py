"""Where the words of an element stand in the text that was read from its page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from casestudy.sources import Part

LONGEST = 600
"""Characters of an element that are shown as its words; a list of reviews goes on for pages."""


class Place(NamedTuple):
    """The words of an element: where they stand in the text of the page, and how many are shown."""

    start: int
    end: int
    n_words: int
    view: str
    locator: str


class BlockPlaces:
    """The blocks of a page, found by the element that they come from.

    Parameters
    ----------
    text : str
        The text of the page.
    blocks : sequence of Part
        Its blocks that are shown, in their order.
    channels : sequence of Part
        What stands beside them.
    """

    def __init__(self, text: str, blocks: Sequence[Part], channels: Sequence[Part]) -> None:
        self.text = text
        self.blocks = blocks
        self.channels = channels

    def of(self, path: str, node: LexborNode) -> Place:
        """The words of an element: its own blocks, a piece of one, or what it says in labels."""
        own = self._within(path)
        if own:
            n_words, first = sum(len(self.text[b.start : b.end].split()) for b in own), own[0]
            last = next((b for b in reversed(own) if b.end - first.start <= LONGEST), first)
            return Place(first.start, last.end, n_words, first.view, path)
        words = " ".join(node.text(deep=True, separator=" ").split())
        for block in self._around(path) if words else ():
            at = self.text.find(words, block.start, block.end)
            if at >= 0:
                return Place(at, at + len(words), len(words.split()), block.view, path)
        said = self._labels.get(path)
        return Place(said.start, said.end, 0, "", path) if said else Place(-1, -1, 0, "", path)

    def _within(self, path: str) -> list[Part]:
        """The shown blocks of an element and of all inside it, in their order."""
        names, places = self._sorted
        exact = slice(bisect_left(names, path), bisect_right(names, path))
        below = slice(bisect_left(names, f"{path}/"), bisect_left(names, f"{path}0"))
        numbers = places[exact] + places[below]
        return [self.blocks[number] for number in sorted(numbers)]

    @cached_property
    def _sorted(self) -> tuple[list[str], list[int]]:
        """Paths of the shown blocks in order of their letters, and the numbers of the blocks."""
        numbers = sorted(range(len(self.blocks)), key=lambda number: self.blocks[number].locator)
        return [self.blocks[number].locator for number in numbers], numbers

    def _around(self, path: str) -> list[Part]:
        """The shown blocks of the nearest element around a path that has any."""
        while "/" in path:
            path = path.rpartition("/")[0]
            if path in self._by_locator:
                return self._by_locator[path]
        return []

    @cached_property
    def _by_locator(self) -> dict[str, list[Part]]:
        found: dict[str, list[Part]] = {}
        for block in self.blocks:
            found.setdefault(block.locator, []).append(block)
        return found

    @cached_property
    def _labels(self) -> dict[str, Part]:
        """What elements say in their attributes, by path; the first of each."""
        found: dict[str, Part] = {}
        for part in self.channels:
            found.setdefault(part.locator.partition("/@")[0], part)
        return found
