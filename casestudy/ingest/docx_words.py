"""The words of one Word paragraph: runs and all that may be wrapped around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from casestudy.ingest.comments import Mark
from casestudy.ingest.draft import Draft, one_newline
from casestudy.ingest.wordlists import SILENT
from casestudy.ingest.xmltree import attribute, child, descendants, local

LEFT_OUT = {"accepted": ("del", "moveFrom"), "original": ("ins", "moveTo")}
"""Wrappers whose words are not part of the text, for either side of tracked changes."""

KEPT = {"accepted": ("ins", "moveTo"), "original": ("del", "moveFrom")}
"""Wrappers whose words are part of the text."""

SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}
"""Elements that stand for a character."""

PICTURES = ("drawing", "pict", "object")

MARKS = {"commentRangeStart": "start", "commentRangeEnd": "end", "commentReference": "place"}
"""Elements that say where a comment belongs."""


class Piece(NamedTuple):
    """A stretch of a paragraph: its characters, whether Word hides them; or where a comment is."""

    text: str
    hidden: bool = False
    mark: Mark | None = None


class Words:
    """Reads paragraphs of one document; text boxes wait until the running text is over."""

    def __init__(self, draft: Draft, tracked: str) -> None:
        self.draft = draft
        self.tracked = tracked
        self.boxes: list[tuple[str, etree._Element]] = []
        self.n_changes = 0
        self._place = ""

    def of(self, paragraph: etree._Element, place: str) -> list[Piece]:
        """The pieces of a paragraph."""
        self._place = place
        if child(paragraph, "pPr", "numPr") is not None:
            self.draft.lose("number or bullet that Word sets by itself")
        pieces: list[Piece] = []
        self._below(paragraph, pieces, hidden=False)
        return pieces

    def _below(self, parent: etree._Element, pieces: list[Piece], *, hidden: bool) -> None:
        for element in parent:
            self._element(element, pieces, hidden=hidden)

    def _element(self, element: etree._Element, pieces: list[Piece], *, hidden: bool) -> None:
        name = local(element)
        if name in ("t", "delText"):
            pieces.append(Piece(one_newline(element.text or ""), hidden))
        elif name in SIGNS:
            pieces.append(Piece(SIGNS[name], hidden))
        elif name == "sym":
            pieces.append(Piece(self._symbol(element), hidden))
        elif name in MARKS:
            pieces += marks(element)
        elif name == "txbxContent":
            self.boxes.append((self._place, element))
        elif name == "AlternateContent":
            self._alternative(element, pieces, hidden=hidden)
        elif name in LEFT_OUT[self.tracked]:
            self.change(element, self._place)
            pieces += marks(element)
        elif name not in SILENT:
            self._wrapper(element, pieces, hidden=hidden)

    def _wrapper(self, element: etree._Element, pieces: list[Piece], *, hidden: bool) -> None:
        """Go into runs, links, fields, content controls, smart tags and whatever comes next."""
        name = local(element)
        if name in KEPT[self.tracked]:
            self.n_changes += 1
        elif name in PICTURES:
            self._picture(element)
        elif name in ("altChunk", "subDoc"):
            self.draft.lose("another document set in", self._place)
        elif name == "rt":
            self.draft.lose(f"reading aid {all_text(element)!r}", self._place)
            return
        self._below(element, pieces, hidden=hidden or (name == "r" and is_hidden(element)))

    def _alternative(self, element: etree._Element, pieces: list[Piece], *, hidden: bool) -> None:
        """The same thing twice, for new and for old versions of Word: read one of them."""
        self._below(chosen(element), pieces, hidden=hidden)

    def change(self, element: etree._Element, place: str) -> None:
        """Count words on the side of a tracked change that is not read."""
        self.n_changes += 1
        words = all_text(element)
        if words:
            verb = "deleted" if self.tracked == "accepted" else "inserted"
            self.draft.lose(f"{verb} by a tracked change: {words!r}", place)

    def _picture(self, element: etree._Element) -> None:
        """Count a picture, with the description somebody gave it."""
        described = [attribute(each, "descr") for each in descendants(element, "docPr")]
        drawn = [attribute(each, "string") for each in descendants(element, "textpath")]
        words = " ".join(filter(None, [*described, *drawn]))
        if words:
            self.draft.lose(f"picture described as {words!r}", self._place)
        elif next(descendants(element, "txbxContent"), None) is None:
            self.draft.lose("picture or object", self._place)

    def _symbol(self, element: etree._Element) -> str:
        """A character of a symbol font, kept by its number."""
        font = attribute(element, "font") or "unknown"
        self.draft.lose(f"look of a character in the font {font}", self._place)
        try:
            return chr(int(attribute(element, "char"), 16))
        except (ValueError, OverflowError):
            return "\ufffd"


def marks(element: etree._Element) -> Iterator[Piece]:
    """The places of comments in an element, also where its words are not read."""
    for each in element.iter():
        if local(each) in MARKS:
            yield Piece("", mark=(MARKS[local(each)], attribute(each, "id")))


def chosen(alternatives: etree._Element) -> etree._Element:
    """The branch to read where the same thing is written for new and for old versions of Word."""
    branches = [each for each in alternatives if local(each) in ("Choice", "Fallback")]
    return next((each for each in branches if all_text(each)), [*branches, alternatives][0])


def all_text(element: etree._Element) -> str:
    """Every character below an element."""
    return "".join(each.text or "" for each in element.iter() if local(each) in ("t", "delText"))


def is_hidden(run: etree._Element) -> bool:
    """Whether a run is formatted as hidden text."""
    return flag(child(run, "rPr", "vanish"))


def flag(element: etree._Element | None) -> bool:
    """Whether a switch of Word is on: present, and not said to be off."""
    return element is not None and attribute(element, "val") not in ("false", "0", "off")


def tracked_away(properties: etree._Element | None, tracked: str) -> bool:
    """Whether properties say that their row or paragraph end is on the side not read."""
    return properties is not None and any(local(each) in LEFT_OUT[tracked] for each in properties)
