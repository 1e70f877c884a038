"""Where the words of an RTF file are gathered: paragraphs, cells of tables, notes beside them."""

from __future__ import annotations

from collections import Counter

from casestudy.ingest.draft import Draft, Row

NAMES = {
    "footnotes": "footnote",
    "comments": "comment",
    "headers": "header",
    "footers": "footer",
    "text boxes": "text box",
}
"""Word for one entry of each region."""


class Writer:
    """Takes characters and ends of paragraphs, and writes the draft."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._pieces: dict[str, list[str]] = {}
        self._raw = bytearray()
        self._page, self._where = "", ""
        self._cells: list[str] = []
        self._beside: list[tuple[str, str, str]] = []
        self._counts: Counter[str] = Counter()
        self._table = 0
        self._row = 0

    def add_bytes(self, data: bytes, page: str, region: str) -> None:
        """Bytes of a code page; two of them may be one character, so they wait for the next."""
        if (page, region) != (self._page, self._where):
            self.settle()
        self._page, self._where = page, region
        self._raw += data

    def add(self, text: str, region: str) -> None:
        """Characters that need no code page."""
        self.settle()
        self._pieces.setdefault(region, []).append(text)

    def settle(self) -> None:
        """Decode the bytes that wait."""
        if self._raw:
            text = self._raw.decode(self._page, "replace")
            if "\ufffd" in text:
                self.draft.warn(f"some bytes are no characters of {self._page}; they became \ufffd")
            self._pieces.setdefault(self._where, []).append(text)
            self._raw.clear()

    def veil(self, *, hidden: bool) -> None:
        """Remember that words are formatted as hidden."""
        if hidden:
            self.draft.warn("the file holds words that the word processor hides; they are read")

    def _taken(self, region: str) -> str:
        self.settle()
        text = "".join(self._pieces.pop(region, []))
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def end_of(self, word: str, region: str, *, in_table: bool) -> None:
        """The end of a paragraph, a cell or a row."""
        if region:
            self.add("\n", region)
        elif word in ("cell", "nestcell"):
            self._cells.append(self._taken("").strip("\n"))
        elif word in ("row", "nestrow"):
            self._end_row()
        elif in_table:
            self.add("\n", "")
        else:
            self._paragraph(self._taken(""))

    def end(self, region: str) -> None:
        """The end of a note, header or box."""
        text = self._taken(region).strip()
        if region and text:
            self._counts[region] += 1
            self._beside.append((region, f"{NAMES[region]} {self._counts[region]}", text))

    def _paragraph(self, text: str) -> None:
        self._row = 0
        self._counts["paragraph"] += 1
        self.draft.write(text, locator=f"paragraph {self._counts['paragraph']}")

    def _end_row(self) -> None:
        """Write the cells of a row, set off by tabs."""
        self._table += self._row == 0
        self._row += 1
        spans = []
        for number, text in enumerate(self._cells):
            first = len(self.draft.lines)
            place = f"table {self._table} row {self._row} cell {number + 1}"
            before = "\t" if number else "\n"
            self.draft.write(text, locator=place, before=before, table=self._table)
            spans.append((self.draft.lines[first].start, self.draft.lines[-1].end))
        self.draft.rows.append(Row(table=self._table, number=self._row, cells=tuple(spans)))
        self._cells = []

    def finish(self) -> Draft:
        """Write what is left, then everything that stands beside the running text."""
        if self._cells:
            self._end_row()
        rest = self._taken("")
        if rest.strip():
            self._paragraph(rest.rstrip("\n"))
        for region in list(self._pieces):
            self.end(region)
        for region, place, text in self._beside:
            self.draft.write(text, locator=place, region=region)
        return self.draft
