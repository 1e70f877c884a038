"""Word documents: every kind of text in them, and where it stands.

The usual readers see paragraphs and miss what is wrapped: tracked insertions, content controls,
text boxes, notes, tables. This one walks the XML of all parts. The running text comes first; text
boxes, footnotes, endnotes, headers and footers follow it, so that no note ends up inside somebody's
turn. Comments are no part of the text: they are kept beside it, with the words they are about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from casestudy.ingest.archive import Archive
from casestudy.ingest.docx_words import (
    LEFT_OUT,
    MARKS,
    Piece,
    Words,
    all_text,
    chosen,
    marks,
    tracked_away,
)
from casestudy.ingest.draft import RUNNING, Draft, Place, Row
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading
from casestudy.ingest.turns import parts_of
from casestudy.ingest.xmltree import attribute, child, local, tree

READER = "docx 2"

BESIDE = (
    (r"footnotes\d*\.xml", "footnote", "footnotes"),
    (r"endnotes\d*\.xml", "endnote", "endnotes"),
    (r"header\d*\.xml", "header", "headers"),
    (r"footer\d*\.xml", "footer", "footers"),
)
"""Parts beside the running text: pattern of the file, word for one entry, name of the region."""


def read(original: Original) -> Reading:
    """Read a Word document."""
    archive = Archive(original)
    main = main_part(archive)
    body = child(tree(original, archive.read(main), main), "body")
    if body is None:
        raise original.bad("has no document body; open it in Word and save it again as .docx")
    walk = Walk(original.tracked_changes)
    walk.blocks(body)
    walk.text_boxes()
    for pattern, word, region in BESIDE:
        for name in beside(archive, main, pattern):
            walk.part(tree(original, archive.read(name), name), word, region)
    for name in beside(archive, main, r"comments\d*\.xml"):
        walk.comments(tree(original, archive.read(name), name))
    walk.report()
    parts = parts_of(walk.draft)
    title, language = properties(original, archive)
    return walk.draft.reading(parts, reader=READER, title=title, language=language)


def main_part(archive: Archive) -> str:
    """Name of the member that holds the running text."""
    names = [name for name in archive.names if re.fullmatch(r"word/document\d*\.xml", name)]
    return min(names, key=len)


def beside(archive: Archive, main: str, pattern: str) -> list[str]:
    """Members of one kind in the folder of the running text, in numerical order."""
    folder = main.rpartition("/")[0]
    found = {name for name in archive.names if re.fullmatch(rf"{folder}/{pattern}", name)}
    return sorted(found, key=lambda name: (len(name), name))


def properties(original: Original, archive: Archive) -> tuple[str, str]:
    """Title and language as the document states them."""
    title = language = ""
    if "docProps/core.xml" in archive.names:
        core = tree(original, archive.read("docProps/core.xml"), "docProps/core.xml")
        title = next((each.text or "" for each in core if local(each) == "title"), "")
        language = next((each.text or "" for each in core if local(each) == "language"), "")
    if not language and "word/styles.xml" in archive.names:
        styles = tree(original, archive.read("word/styles.xml"), "word/styles.xml")
        run = child(styles, "docDefaults", "rPrDefault", "rPr", "lang")
        language = attribute(run, "val") if run is not None else ""
    return title, language


class Walk:
    """The walk over one document: what was written, and the counts that name places."""

    def __init__(self, tracked: str) -> None:
        self.draft = Draft()
        self.words = Words(self.draft, tracked)
        self.tracked = tracked
        self.n_paragraphs = 0
        self.n_tables = 0
        self._carried: list[Piece] = []

    def blocks(self, parent: etree._Element, place: Place = RUNNING) -> None:
        """Write all paragraphs and tables below an element."""
        for element in block_elements(parent, self.tracked):
            self.block(element, place)

    def block(self, element: etree._Element, place: Place, before: str = "\n") -> None:
        """Write one paragraph or table, or note a comment that begins or ends between them."""
        if local(element) in MARKS:
            self.place(marks(element), self.draft.length)
        elif local(element) == "tbl":
            self.table(element, place.region, before)
        else:
            self.paragraph(element, place, before)

    def paragraph(self, element: etree._Element, place: Place, before: str) -> None:
        """Write one paragraph, or carry it on if its end was tracked away."""
        if not place.locator:
            self.n_paragraphs += 1
        locator = place.locator or f"paragraph {self.n_paragraphs}"
        self._carried += self.words.of(element, locator)
        if merges(element, self.tracked):
            return
        pieces, self._carried = self._carried, []
        self.place(pieces, self.draft.length + (len(before) if self.draft.lines else 0))
        shown = [piece.text for piece in pieces if piece.text.strip() and not piece.hidden]
        veiled = [piece.text for piece in pieces if piece.text.strip() and piece.hidden]
        if veiled and shown:
            self.draft.warn(f"{locator} holds words that Word hides: {' '.join(veiled)[:60]!r}")
        self.draft.write(
            "".join(piece.text for piece in pieces),
            locator=locator,
            before=before,
            region=place.region,
            table=place.table,
            hidden=bool(veiled) and not shown,
        )

    def place(self, pieces: Iterable[Piece], at: int) -> None:
        """Note where comments begin and end in pieces that stand at a position of the text."""
        for piece in pieces:
            if piece.mark:
                self.draft.margin.mark(piece.mark, at)
            at += len(piece.text)

    def table(self, element: etree._Element, region: str, before: str) -> None:
        """Write a table: cells of a row set off by tabs, rows by line ends."""
        self.n_tables += 1
        number = self.n_tables
        for count, row in enumerate(self.kept(element, "tr"), 1):
            spans = []
            for column, cell in enumerate(self.kept(row, "tc"), 1):
                place = Place(f"table {number} row {count} cell {column}", region, number)
                spans.append(self.cell(cell, place, before))
                before = "\t"
            before = "\n"
            if not region:
                self.draft.rows.append(Row(table=number, number=count, cells=tuple(spans)))

    def kept(self, parent: etree._Element, name: str) -> Iterator[etree._Element]:
        """Rows of a table or cells of a row, without those tracked away."""
        for element in wrapped(parent, name):
            if tracked_away(child(element, f"{name}Pr"), self.tracked):
                self.words.change(element, f"table {self.n_tables}")
                self.place(marks(element), self.draft.length)
            else:
                yield element

    def cell(self, element: etree._Element, place: Place, before: str) -> tuple[int, int]:
        """Write one cell and return where it stands."""
        first = len(self.draft.lines)
        for block in block_elements(element, self.tracked):
            self.block(block, place, before)
            before = "\n" if len(self.draft.lines) > first else before
        written = self.draft.lines[first:]
        if not written:
            return self.draft.length, self.draft.length
        return written[0].start, written[-1].end

    def text_boxes(self) -> None:
        """Write the text boxes met so far, and those inside them."""
        number = 0
        while self.words.boxes:
            place, box = self.words.boxes.pop(0)
            number += 1
            self.blocks(box, Place(f"text box {number} at {place}", "text boxes"))

    def part(self, root: etree._Element, word: str, region: str) -> None:
        """Write notes, a header or a footer."""
        entries = [each for each in root if local(each) == word] or [root]
        for entry in entries:
            if attribute(entry, "type") in (
                "separator",
                "continuationSeparator",
                "continuationNotice",
            ):
                continue
            name = f"{word} {attribute(entry, 'id')}".strip()
            for element in block_elements(entry, self.tracked):
                if words_in(element):
                    self.block(element, Place(name, region))
        self.text_boxes()

    def comments(self, root: etree._Element) -> None:
        """Take down the comments, each read like a small document of its own."""
        for entry in [each for each in root if local(each) == "comment"] or [root]:
            name = attribute(entry, "id")
            place = f"comment {name}".strip()
            walk = Walk(self.tracked)
            walk.blocks(entry, Place(place, "comments"))
            walk.text_boxes()
            self.draft.take_over(walk.draft)
            self.draft.margin.say(
                name,
                author=attribute(entry, "author"),
                date=attribute(entry, "date"),
                text=walk.draft.text,
                locator=place,
            )

    def report(self) -> None:
        """Say what was decided about tracked changes."""
        if self._carried:
            self.place(self._carried, self.draft.length + bool(self.draft.lines))
            words = "".join(piece.text for piece in self._carried)
            self.draft.write(words, locator="last paragraph")
        if self.words.n_changes:
            other = "original" if self.tracked == "accepted" else "accepted"
            self.draft.warn(
                f"{self.words.n_changes} tracked changes were read as {self.tracked}; "
                f"tracked_changes={other!r} reads the other side"
            )


def block_elements(parent: etree._Element, tracked: str) -> Iterator[etree._Element]:
    """Paragraphs and tables below an element, whatever wraps them."""
    for element in parent:
        name = local(element)
        if name in ("p", "tbl") or name in MARKS:
            yield element
        elif name == "AlternateContent":
            yield from block_elements(chosen(element), tracked)
        elif name not in LEFT_OUT[tracked] and not name.endswith("Pr"):
            yield from block_elements(element, tracked)


def wrapped(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, whatever wraps them."""
    for element in parent:
        found = local(element)
        if found == name:
            yield element
        elif not found.endswith("Pr"):
            yield from wrapped(element, name)


def merges(paragraph: etree._Element, tracked: str) -> bool:
    """Whether the end of a paragraph was tracked away, so that the next one goes on with it."""
    return tracked_away(child(paragraph, "pPr", "rPr"), tracked)


def words_in(element: etree._Element) -> bool:
    """Whether anything is written in a paragraph; headers are mostly empty ones."""
    return bool(all_text(element).strip())
