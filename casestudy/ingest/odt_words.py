"""The words of one OpenDocument paragraph: spans, blanks, notes, and tracked changes.

A deletion is kept apart from the text with only a mark at its place; an insertion stands in the
text between two marks. Reading "original" puts the one back and leaves the other out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from casestudy.ingest.comments import Mark
from casestudy.ingest.draft import Draft
from casestudy.ingest.xmltree import attribute, child, descendants, local

BLANKS = re.compile(r"[ \t\r\n]+")
NAMES = {"annotation": "comment", "text-box": "text box"}
"""Word for one entry; a note says itself whether it is a footnote or an endnote."""

DRAWN = "{urn:oasis:names:tc:opendocument:xmlns:svg"
"""Start of the names of titles and descriptions that belong to pictures."""

BESIDE = {"note": "footnotes", "annotation": "comments", "text-box": "text boxes"}
"""Elements whose words stand beside the running text, with the name of their region; those of
comments are no part of the text."""


class Words:
    """Reads paragraphs of one document; notes, boxes and comments wait until the text is over."""

    def __init__(self, draft: Draft, body: etree._Element, tracked: str) -> None:
        self.draft = draft
        self.tracked = tracked
        self.waiting: list[tuple[str, str, etree._Element]] = []
        self.comments: list[tuple[str, str, etree._Element]] = []
        self.n_changes = 0
        self._regions = regions(body)
        self._left_out: set[str] = set()
        self._place = ""
        self._counts: dict[str, int] = {}
        self._met: list[Mark] = []
        self._marks: list[tuple[Mark, int]] = []

    def of(self, paragraph: etree._Element, place: str) -> str:
        """The characters of a paragraph."""
        self._place = place
        pieces: list[str] = []
        length, blank = 0, True
        for piece, fixed in self._below(paragraph):
            self._marks += [(mark, length) for mark in self._met]
            self._met.clear()
            text = piece if fixed else BLANKS.sub(" ", piece)
            if blank and not fixed:
                text = text.removeprefix(" ")
            if text:
                pieces.append(text)
                length += len(text)
                blank = not fixed and text.endswith(" ")
        return "".join(pieces)

    def taken_marks(self) -> list[tuple[Mark, int]]:
        """Where comments begin and end in the paragraph read last; handed over once."""
        marks, self._marks = self._marks, []
        return marks

    def marker(self, element: etree._Element) -> str:
        """Words that a mark of a tracked change brings back; marks open and close insertions."""
        name, change = local(element), attribute(element, "change-id")
        kind, words = self._regions.get(change, ("", ""))
        if name == "change-end":
            self._left_out.discard(change)
            return ""
        self.n_changes += 1
        if kind == "insertion" and self.tracked == "original":
            self._left_out.add(change)
        elif kind == "deletion" and self.tracked == "original":
            return words
        elif kind == "deletion":
            self.draft.lose(f"deleted by a tracked change: {words!r}", self._place)
        return ""

    def _below(self, parent: etree._Element) -> Iterator[tuple[str, bool]]:
        """Pieces of text below an element, each with whether its blanks are meant."""
        yield from self._kept(parent.text or "")
        for element in parent:
            yield from self._element(element)
            yield from self._kept(element.tail or "")

    def _kept(self, text: str) -> Iterator[tuple[str, bool]]:
        if text and self._left_out:
            self.draft.lose(f"inserted by a tracked change: {text!r}", self._place)
        elif text:
            yield text, False

    def _element(self, element: etree._Element) -> Iterator[tuple[str, bool]]:
        name = local(element)
        if name == "s":
            count = attribute(element, "c")
            yield " " * (min(int(count), 1000) if re.fullmatch(r"\d{1,6}", count) else 1), True
        elif name == "tab":
            yield "\t", True
        elif name == "line-break":
            yield "\n", True
        elif name in ("change", "change-start", "change-end"):
            yield self.marker(element), True
        elif name == "annotation-end":
            self._met.append(("end", attribute(element, "name")))
            yield "", True
        elif name in BESIDE:
            self._set_aside(element, name)
            yield "", True
        elif name == "ruby-text":
            self.draft.lose(f"reading aid {''.join(element.itertext())!r}", self._place)
        elif name == "hidden-text":
            yield attribute(element, "string-value") or "".join(element.itertext()), False
        elif name in ("image", "object"):
            self.draft.lose("picture or object", self._place)
        elif name and not str(element.tag).startswith(DRAWN):
            yield from self._below(element)

    def _set_aside(self, element: etree._Element, name: str) -> None:
        """Keep a note, a comment or a text box for later."""
        word = NAMES.get(name) or attribute(element, "note-class") or "footnote"
        self._counts[word] = self._counts.get(word, 0) + 1
        place = f"{word} {self._counts[word]} at {self._place}"
        if name == "annotation":
            known = attribute(element, "name") or place
            self._met += [("start", known), ("place", known)]
            self.comments.append((known, place, element))
            return
        body = child(element, "note-body") if name == "note" else element
        self.waiting.append((place, BESIDE[name], body if body is not None else element))


def regions(body: etree._Element) -> dict[str, tuple[str, str]]:
    """For each tracked change by id its kind and the words it took away."""
    found = {}
    for region in descendants(body, "changed-region"):
        for each in region:
            words = "\n".join(
                "".join(p.itertext()) for p in each.iterdescendants() if local(p) in ("p", "h")
            )
            taken = words if local(each) == "deletion" else ""
            found[attribute(region, "id")] = (local(each), taken)
    return found
