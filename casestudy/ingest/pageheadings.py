"""The headings of a page, and which of them stand above a block."""

from __future__ import annotations

from casestudy.ingest.pagesteps import Step

LONGEST_HEADING = 400
"""Characters of a heading that the blocks below it tell; one left open holds the rest of a page."""


class Headings:
    """The headings that are open while a page is walked over.

    Attributes
    ----------
    told : str
        All of them, from the highest, as the blocks below tell them.
    """

    def __init__(self) -> None:
        self.told = ""
        self._open: list[tuple[int, Step, str]] = []

    def above(self, heading: Step, words: str) -> str:
        """The headings above a heading, which is then remembered for the blocks below it."""
        level = int(heading[1].tag[1:])
        same = [entry for entry in self._open if entry[1] is heading]
        before = [entry for entry in self._open if entry[0] < level]
        text = f"{same[0][2]} {words}" if same else words
        text = " ".join(text[: 2 * LONGEST_HEADING].split())[:LONGEST_HEADING]
        self._open = [*before, (level, heading, text)]
        self.told = " > ".join([text for _, _, text in self._open])
        return " > ".join([text for _, _, text in before])
