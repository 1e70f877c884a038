"""OpenDocument texts (.odt): the same walk as for Word, over the other standard's XML."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from casestudy.ingest.archive import Archive
from casestudy.ingest.draft import RUNNING, Draft, Place, Row
from casestudy.ingest.odt_words import Words
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading
from casestudy.ingest.turns import parts_of
from casestudy.ingest.xmltree import child, descendants, local, tree

READER = "odt 2"

HEADERS = ("header", "header-left", "header-first", "footer", "footer-left", "footer-first")


def read(original: Original) -> Reading:
    """Read an OpenDocument text."""
    archive = Archive(original)
    refuse_password(original, archive)
    content = tree(original, archive.read("content.xml"), "content.xml")
    body = child(content, "body", "text")
    if body is None:
        raise original.bad("has no document body; open it and save it again as .odt or .docx")
    walk = Walk(body, original.tracked_changes)
    walk.blocks(body)
    walk.beside()
    if "styles.xml" in archive.names:
        walk.headers(tree(original, archive.read("styles.xml"), "styles.xml"))
    walk.comments()
    walk.report()
    title, language = properties(original, archive)
    parts = parts_of(walk.draft)
    return walk.draft.reading(parts, reader=READER, title=title, language=language)


def refuse_password(original: Original, archive: Archive) -> None:
    """Refuse a document whose parts are encrypted."""
    manifest = "META-INF/manifest.xml"
    if manifest in archive.names and b"encryption-data" in archive.read(manifest):
        raise original.bad(
            "is protected by a password; open it, remove the password and save it again"
        )


def properties(original: Original, archive: Archive) -> tuple[str, str]:
    """Title and language as the document states them."""
    if "meta.xml" not in archive.names:
        return "", ""
    meta = tree(original, archive.read("meta.xml"), "meta.xml")
    found = [next((e.text or "" for e in descendants(meta, n)), "") for n in ("title", "language")]
    return found[0], found[1]


class Walk:
    """The walk over one document, with the counts that name places."""

    def __init__(self, body: etree._Element, tracked: str) -> None:
        self.draft = Draft()
        self.words = Words(self.draft, body, tracked)
        self.n_paragraphs = 0
        self.n_tables = 0

    def blocks(self, parent: etree._Element, place: Place = RUNNING) -> None:
        """Write all paragraphs and tables below an element."""
        for element in block_elements(parent):
            self.block(element, place)

    def block(self, element: etree._Element, place: Place, before: str = "\n") -> None:
        """Write one paragraph, heading or table."""
        if local(element) == "table":
            self.table(element, place.region, before)
        else:
            self.paragraph(element, place, before)

    def paragraph(self, element: etree._Element, place: Place, before: str) -> None:
        """Write one paragraph or heading."""
        if not place.locator:
            self.n_paragraphs += 1
        locator = place.locator or f"paragraph {self.n_paragraphs}"
        if local(element) in ("change", "change-start", "change-end"):
            text = self.words.marker(element)
            if not text:
                return
        else:
            text = self.words.of(element, locator)
        at = self.draft.length + (len(before) if self.draft.lines else 0)
        for mark, offset in self.words.taken_marks():
            self.draft.margin.mark(mark, at + offset)
        self.draft.write(
            text, locator=locator, before=before, region=place.region, table=place.table
        )

    def table(self, element: etree._Element, region: str, before: str) -> None:
        """Write a table: cells of a row set off by tabs, rows by line ends."""
        self.n_tables += 1
        number = self.n_tables
        for count, row in enumerate(inner(element, "table-row"), 1):
            spans = []
            for column, cell in enumerate(inner(row, "table-cell"), 1):
                place = Place(f"table {number} row {count} cell {column}", region, number)
                spans.append(self.cell(cell, place, before))
                before = "\t"
            before = "\n"
            if not region:
                self.draft.rows.append(Row(table=number, number=count, cells=tuple(spans)))

    def cell(self, element: etree._Element, place: Place, before: str) -> tuple[int, int]:
        """Write one cell and return where it stands."""
        first = len(self.draft.lines)
        for block in block_elements(element):
            self.block(block, place, before)
            before = "\n" if len(self.draft.lines) > first else before
        written = self.draft.lines[first:]
        if not written:
            return self.draft.length, self.draft.length
        return written[0].start, written[-1].end

    def beside(self) -> None:
        """Write text boxes and notes met on the way, and those inside them."""
        while self.words.waiting:
            place, region, element = self.words.waiting.pop(0)
            self.blocks(element, Place(place, region))

    def comments(self) -> None:
        """Take down the comments met on the way, each read like a small document of its own."""
        for name, place, element in self.words.comments:
            walk = Walk(element, self.words.tracked)
            walk.blocks(element, Place(place, "comments"))
            walk.beside()
            self.draft.take_over(walk.draft)
            stated = [child(element, kind) for kind in ("creator", "date")]
            author, date = (each.text or "" if each is not None else "" for each in stated)
            self.draft.margin.say(
                name, author=author, date=date, text=walk.draft.text, locator=place
            )

    def headers(self, styles: etree._Element) -> None:
        """Write headers and footers, which are kept with the styles of pages."""
        master = child(styles, "master-styles")
        if master is None:
            return
        for element in master.iterdescendants():
            if local(element) in HEADERS and "".join(element.itertext()).strip():
                name = local(element).partition("-")[0]
                self.blocks(element, Place(name, f"{name}s"))
        self.beside()

    def report(self) -> None:
        """Say what was decided about tracked changes."""
        if self.words.n_changes:
            side = self.words.tracked
            other = "original" if side == "accepted" else "accepted"
            self.draft.warn(
                f"{self.words.n_changes} tracked changes were read as {side}; "
                f"tracked_changes={other!r} reads the other side"
            )


BLOCKS = ("p", "h", "table", "change", "change-start", "change-end")
ASIDE = ("tracked-changes", "sequence-decls", "forms", "variable-decls", "user-field-decls")


def block_elements(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs, headings, tables and marks of tracked changes, whatever wraps them."""
    for element in parent:
        name = local(element)
        if name in BLOCKS:
            yield element
        elif name not in ASIDE:
            yield from block_elements(element)


def inner(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, through groups of rows but not into tables in cells."""
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from inner(element, name)
