"""A walk over a page as a browser's parser sees it: every block of text, shown or hidden.

Tools that look for the "main content" lose reviews, questions and newsletters of a shop page; this
walk drops only scripts and style sheets. A block element or line break ends a block. *Gap rule*:
where two word characters meet across the edge of an inline box (``span``, ``label``, ``button``,
own elements, but not ``b``, ``i``, ``a`` and other phrase marks), one blank is put between them,
because such boxes are laid out apart. Hidden is a flag on a block, never a reason to drop it.

A shop page has some five thousand nodes, most of them blanks between elements. The loop is written
so that each is asked as little as can be.
"""

from __future__ import annotations

from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from casestudy.ingest.original import TooManyLines
from casestudy.ingest.pageblanks import kept_lines, spaced
from casestudy.ingest.pageheadings import Headings
from casestudy.ingest.pagemarks import (
    ACTING,
    BEARING,
    TELLING,
    Given,
    Inside,
    inside_box,
    inside_of,
)  # fmt: skip
from casestudy.ingest.pagesteps import (
    BLOCK,
    CELL,
    CLOSE,
    DATA,
    OTHER,
    PASSED,
    PLACING,
    ROOT,
    ROW,
    TEXT_ID,
    Step,
    kinds,
    path_of,
)  # fmt: skip
from casestudy.ingest.pagetables import PageTables
from casestudy.pages.element_paths import MAX_DEPTH

MAX_BLOCKS = 500_000
"""Blocks of one page at most. Long shop pages have some two thousand."""
MAX_FRAMES = 3
"""Pages written out inside pages, one in the other, down to which they are read."""
BUTTONS = ("submit", "button", "reset")

Block = tuple[int, int, Step, Inside, str]
"""Words that stand together: start and end in the text, their element, what holds there, and the
headings above. Plain tuples, as a page has hundreds of them."""
Marked = tuple[Step, Given, Inside, str]
"""An element with words or data beside its text, its attributes, and what holds for it."""


class PageWalk:
    """One walk over one page.

    Attributes
    ----------
    texts, blocks : list
        Every line, and for each line its block; empty lines stand in `pre` only.
    marked, data : list
        Elements with words in their attributes; scripts, `meta` and `title`.
    tables : PageTables
        Rows of tables.
    frames : list
        Addresses of pages set in.
    has_main, is_deep : bool
        Whether an element says that it is the main content; whether elements lie so deep that
        they have no path of their own.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.blocks: list[Block] = []
        self.marked: list[Marked] = []
        self.data: list[tuple[Step, Inside]] = []
        self.tables = PageTables()
        self.frames: list[str] = []
        self.has_main = self.is_deep = False
        self._length = 0
        self._pages: list[LexborHTMLParser] = []
        self._shown: list[str] = []
        self._veiled: list[str] = []
        self._at = self._veiled_at = (ROOT, Inside())
        self._waiting: list[tuple[str, Step, Inside]] = []
        self._headings = Headings()
        self._heading = ""
        self._n_tables = 0

    def walk(self, page: LexborHTMLParser) -> PageWalk:
        """Read everything below the root. No recursion: pages nest as deep as they like."""
        root = page.root
        if root is not None:
            self._inside(root.first_child)
        self._flush(False)
        return self

    @property
    def text(self) -> str:
        """All words, a line a block."""
        return "\n".join(self.texts)

    def _inside(self, node: LexborNode | None) -> None:  # noqa: PLR0912, PLR0915 (for speed)
        """The loop: nodes in the order of the tree, elements on the way down put aside."""
        kind_of, waiting, is_plain = kinds().get, self._waiting, BEARING.isdisjoint
        stack: list[tuple[Any, ...]] = []
        counts: dict[int, int] = {}
        step, block, inside, pieces = ROOT, ROOT, Inside(), self._shown
        hidden, kind, edge = False, BLOCK, True
        while True:
            if node is None:
                if not stack:
                    return
                edge = edge or not kind & CLOSE
                if kind & BLOCK or (hidden and not stack[-1][4]):
                    if pieces or (waiting and not hidden):
                        self._flush(hidden)
                    if kind & CELL:
                        self._leave_cell(kind)
                node, step, counts, inside, hidden, kind, block, pieces = stack.pop()
                continue
            tag = node.tag_id
            if tag == TEXT_ID:
                is_blank, is_kept = node.is_empty_text_node, inside.kept_blanks
                if pieces or is_kept or not is_blank:
                    text = " " if is_blank and not is_kept else node.text_content or " "
                    if not pieces:
                        self._begin(block, inside)
                    elif edge and text[0].isalnum() and pieces[-1][-1].isalnum():
                        pieces.append(" ")
                    pieces.append(text)
                    edge = False
                node = node.next
                continue
            does = kind_of(tag, 0)
            counts[tag] = number = counts.get(tag, 0) + 1
            if does & PASSED:
                if does & OTHER:
                    self._dropped([step, node, number, None], does, inside)
                node = node.next
                continue
            own, below, given = [step, node, number, None], inside, node.attributes
            child = node.first_child
            if does & OTHER:
                below, child = self._marked(own, given, inside, block)
            elif not is_plain(given):
                below = self._bearing(own, given, inside)
            if does & BLOCK and (pieces or (waiting and not hidden)) and below.hidden == hidden:
                self._flush(hidden)
            edge = edge or not does & CLOSE
            if child is None and not does & CELL:
                node = node.next
                continue
            stack.append((node.next, step, counts, inside, hidden, kind, block, pieces))
            if len(stack) > MAX_DEPTH:
                self.is_deep, own = True, step
            if does & PLACING:
                block = own
                if does & CELL:
                    self._enter_cell(does, below)
            if below is not inside:
                inside, hidden = below, below.hidden
                pieces = self._veiled if hidden else self._shown
            step, counts, kind, node = own, {}, does, child

    def _begin(self, block: Step, inside: Inside) -> None:
        """Note where the words that follow stand: they are the first of their block."""
        if inside.hidden:
            self._veiled_at = (block, inside)
        else:
            self._at = (block, inside)

    def _say(self, words: str, block: Step, inside: Inside) -> None:
        """Add the words on a button, which are apart from those around it."""
        pieces = self._veiled if inside.hidden else self._shown
        if pieces:
            pieces.append(" ")
        elif words and not words.isspace():
            self._begin(block, inside)
        else:
            return
        pieces.append(words or " ")

    def _bearing(self, own: Step, given: Given, inside: Inside) -> Inside:
        """What holds inside a box whose attributes say something."""
        below = inside if ACTING.isdisjoint(given) else inside_box(own[1], given, inside)
        self._note(own, given, below)
        return below

    def _note(self, own: Step, given: Given, below: Inside) -> None:
        if below.view == "main":
            self.has_main |= not below.hidden
        if not TELLING.isdisjoint(given):
            self.marked.append((own, given, below, self._heading))

    def _marked(
        self, own: Step, given: Given, inside: Inside, block: Step
    ) -> tuple[Inside, LexborNode | None]:
        """What holds inside an element that is looked at by itself, and its first node."""
        node: LexborNode = own[1]
        tag = node.tag or ""
        below = inside_of(tag, given, inside)
        if tag == "table":
            self._n_tables += 1
            below = below._replace(table=self._n_tables)
        elif tag[0] == "h" and tag[1:].isdigit():
            below = below._replace(heading=own)
        self._note(own, given, below)
        if tag == "input" and (given.get("type") or "").lower() in BUTTONS:
            self._say(given.get("value") or "", block, below)
        return below, self._first_inside(own, tag, given)

    def _dropped(self, own: Step, does: int, inside: Inside) -> None:
        """A line break, or an element whose words are no words of the page."""
        if does & DATA:
            self.data.append((own, inside))
        elif self._veiled if inside.hidden else (self._shown or self._waiting):
            self._flush(inside.hidden)

    def _first_inside(self, own: Step, tag: str, given: Given) -> LexborNode | None:
        """The first node inside an element, also where the tree keeps it apart."""
        node: LexborNode = own[1]
        if tag == "template":
            content = next(iter(node.template_fragments()), None)
            return content.first_child if content is not None else None
        if tag in ("iframe", "frame"):
            return self._framed(own, given) or node.first_child
        return node.first_child

    def _framed(self, own: Step, given: Given) -> LexborNode | None:
        """The page that is written out inside a frame; one that lies elsewhere is only named."""
        written = given.get("srcdoc") or ""
        if not written or path_of(own).count("/iframe[") > MAX_FRAMES:
            self.frames.append(given.get("src") or "another place")
            return None
        page = LexborHTMLParser(written)
        self._pages.append(page)  # its nodes live as long as it does
        return page.root

    def _flush(self, hidden: bool) -> None:
        """End the open block. Hidden words wait until the shown block around them is over."""
        if hidden:
            self._waiting.append(("".join(self._veiled), *self._veiled_at))
            self._veiled.clear()
            return
        if self._shown:
            words, (step, inside) = "".join(self._shown), self._at
            self._shown.clear()
            self._write(words, step, inside)
        if self._waiting:
            for words, step, inside in self._waiting:
                self._write(words, step, inside)
            self._waiting.clear()

    def _write(self, words: str, step: Step, inside: Inside) -> None:
        """Put a block down, one line for each line break that is kept in it."""
        if inside.kept_blanks:
            lines = kept_lines(words)
        else:
            words = spaced(words)
            if not words:
                return
            lines = [words]
        if len(self.blocks) + len(lines) > MAX_BLOCKS:
            raise TooManyLines(
                f"has more than {MAX_BLOCKS:,} blocks, as no page has; save it again from a browser"
            )
        heading = self._heading
        if inside.heading is not None and not inside.hidden and lines:
            heading = self._headings.above(inside.heading, words)
            self._heading = self._headings.told
        start = self._length
        for line in lines:
            end = start + len(line)
            self.blocks.append((start, end, step, inside, heading))
            start = end + 1
        self._length = start
        self.texts += lines

    def _enter_cell(self, does: int, below: Inside) -> None:
        if does & ROW:
            self.tables.enter_row(below.table)
        else:
            self.tables.enter_cell(len(self.blocks))

    def _leave_cell(self, kind: int) -> None:
        if kind & ROW:
            self.tables.leave_row()
        else:
            self.tables.leave_cell(self.blocks, self._length)
