"""A walk over a page as a browser's parser sees it: every block of text, shown or hidden.

Tools that look for the "main content" lose reviews, questions and newsletters of a shop page; this
walk drops only scripts and style sheets. A block element or line break ends a block. *Gap rule*:
where two word characters meet across the edge of an inline box (``span``, ``label``, ``button``,
own elements, but not ``b``, ``i``, ``a`` and other phrase marks), one blank is put between them,
because such boxes are laid out apart. Hidden is a flag on a block, never a reason to drop it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from casestudy.ingest.draft import Draft, Row
from casestudy.ingest.wordlists import BLOCKS, DROPPED, NEVER_SHOWN, TIGHT

BLANKS = re.compile(r"[ \t\n\r\f]+")
UNSEEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
HEADING = re.compile(r"h([1-6])$")
MAX_DEPTH = 1_000
"""Elements inside one another down to which each has a path of its own; real pages stay under a
hundred, and paths of made-up ones would fill the memory."""

BUTTONS = ("submit", "button", "reset")


@dataclass(slots=True)
class Frame:
    """An element that is being walked: what is next in it, and what holds for all inside.

    `path` is its own XPath, `block` that of the nearest block element, which names the place.
    """

    tag: str
    path: str
    block: str
    next: LexborNode | None
    hidden: bool = False
    kept_blanks: bool = False
    heading: str = ""
    table: int = 0
    first_line: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    cells: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """Words gathered for one block, with the element they began in."""

    pieces: list[str] = field(default_factory=list)
    frame: Frame | None = None


class PageWalk:
    """One walk over one page; `draft` holds what was read."""

    def __init__(self) -> None:
        self.draft = Draft()
        self._shown, self._hidden = Block(), Block()
        self._waiting: list[Block] = []
        self._headings: list[tuple[int, str, str]] = []
        self._edge = False
        self._n_tables = 0
        self._n_rows: dict[int, int] = {}

    def walk(self, root: LexborNode) -> Draft:
        """Read everything below the root. No recursion: pages nest as deep as they like."""
        self._inside([Frame(tag="html", path="/html[1]", block="/html[1]", next=root.child)])
        self._flush(hidden=False)
        return self.draft

    def _inside(self, stack: list[Frame]) -> None:
        while stack:
            frame = stack[-1]
            node = frame.next
            if node is None:
                stack.pop()
                self._leave(frame, stack)
                continue
            frame.next = node.next
            if node.tag == "-text":
                self._words(node.text_content or "", frame)
            elif node.tag and node.tag[0] not in "-!_":
                self._element(node, frame, stack)

    def _element(self, node: LexborNode, parent: Frame, stack: list[Frame]) -> None:
        """Go into one element, or count it if it is not read."""
        tag = node.tag or ""
        number = parent.counts[tag] = parent.counts.get(tag, 0) + 1
        if tag == "br":
            self._flush(hidden=parent.hidden)
            return
        self._aside(node, tag)
        if tag in DROPPED:
            return
        deeper = len(stack) < MAX_DEPTH
        path = f"{parent.path}/{tag}[{number}]" if deeper else parent.path
        frame = self._entered(node, parent, path)
        if tag == "template":
            frame.next = template_content(node)
        stack.append(frame)
        if tag == "input" and (node.attributes.get("type") or "").lower() in BUTTONS:
            self._words(node.attributes.get("value") or "", frame)

    def _entered(self, node: LexborNode, parent: Frame, path: str) -> Frame:
        tag = node.tag or ""
        hidden = parent.hidden or tag in NEVER_SHOWN or is_hidden(node)
        if tag in BLOCKS and (hidden == parent.hidden):
            self._flush(hidden=hidden)
        self._edge = self._edge or tag not in TIGHT
        table = parent.table
        if tag == "table":
            self._n_tables += 1
            table = self._n_tables
        return Frame(
            tag=tag,
            path=path,
            block=path if tag in BLOCKS else parent.block,
            next=node.child,
            hidden=hidden,
            kept_blanks=parent.kept_blanks or tag in ("pre", "textarea"),
            heading=path if HEADING.match(tag) else parent.heading,
            table=table,
            first_line=len(self.draft.lines),
        )

    def _leave(self, frame: Frame, stack: list[Frame]) -> None:
        """Close an element: its block, its cell, its row."""
        self._edge = self._edge or frame.tag not in TIGHT
        hides = frame.hidden and not (stack and stack[-1].hidden)
        if frame.tag in BLOCKS or hides:
            self._flush(hidden=frame.hidden)
        if frame.tag in ("td", "th"):
            self._cell(frame, stack)
        elif frame.tag == "tr" and frame.cells:
            number = self._n_rows[frame.table] = self._n_rows.get(frame.table, 0) + 1
            self.draft.rows.append(Row(table=frame.table, number=number, cells=tuple(frame.cells)))

    def _cell(self, frame: Frame, stack: list[Frame]) -> None:
        lines = self.draft.lines[frame.first_line :]
        span = (lines[0].start, lines[-1].end) if lines else (self.draft.length, self.draft.length)
        if stack and stack[-1].tag == "tr":
            stack[-1].cells.append(span)

    def _words(self, text: str, frame: Frame) -> None:
        """Add characters to the block that is open."""
        if not text:
            return
        block = self._hidden if frame.hidden else self._shown
        if not frame.kept_blanks:
            text = BLANKS.sub(" ", text)
        if not block.pieces:
            block.frame = frame
        elif self._edge and text[0].isalnum() and block.pieces[-1][-1].isalnum():
            block.pieces.append(" ")
        self._edge = False
        block.pieces.append(text)

    def _flush(self, *, hidden: bool) -> None:
        """End the open block. Hidden words wait until the shown block around them is over."""
        if hidden:
            self._waiting.append(self._hidden)
            self._hidden = Block()
            return
        blocks = [self._shown, *self._waiting]
        self._shown, self._waiting = Block(), []
        for number, block in enumerate(blocks):
            self._write(block, hidden=number > 0)

    def _write(self, block: Block, *, hidden: bool) -> None:
        frame = block.frame
        words = "".join(block.pieces)
        if frame is None or not words.strip(" \t\n\r\f"):
            return
        words = words.strip("\n") if frame.kept_blanks else BLANKS.sub(" ", words).strip(" ")
        self.draft.write(
            words,
            locator=frame.block,
            table=frame.table,
            heading=self._above(frame, words, hidden=hidden),
            hidden=hidden,
        )

    def _above(self, frame: Frame, words: str, *, hidden: bool) -> str:
        """The headings above a block; a heading is then remembered for the blocks below it."""
        if not frame.heading or hidden:
            return " > ".join(text for _, _, text in self._headings)
        level = int(frame.heading.rpartition("/h")[2][0])
        same = [entry for entry in self._headings if entry[1] == frame.heading]
        before = [entry for entry in self._headings if entry[0] < level]
        text = f"{same[0][2]} {words}" if same else words
        self._headings = [*before, (level, frame.heading, " ".join(text.split()))]
        return " > ".join(text for _, _, text in before)

    def _aside(self, node: LexborNode, tag: str) -> None:
        """Count words that stand in attributes and scripts, beside the text of the page."""
        given = node.attributes
        if tag == "img" and (given.get("alt") or "").strip():
            self.draft.lose("description of a picture (alt)")
        if (given.get("aria-label") or "").strip():
            self.draft.lose("label for screen readers (aria-label)")
        if tag == "script" and (given.get("type") or "").lower() == "application/ld+json":
            self.draft.lose("structured data in a script (JSON-LD)")
        if tag in ("iframe", "frame"):
            self.draft.lose(f"page set in from {given.get('src') or 'another place'}")


def is_hidden(node: LexborNode) -> bool:
    """Whether the element itself says that it is not shown."""
    given = node.attributes
    return (
        "hidden" in given
        or (given.get("aria-hidden") or "").lower() == "true"
        or (node.tag == "dialog" and "open" not in given)
        or UNSEEN.search(given.get("style") or "") is not None
    )


def template_content(node: LexborNode) -> LexborNode | None:
    """The first node inside a template, which the tree of the page leaves out."""
    inner = re.sub(r"\A<template\b[^>]*>|</template>\Z", "", node.html or "", flags=re.IGNORECASE)
    body = LexborHTMLParser(inner).body if inner.strip() else None
    return body.child if body is not None else None
