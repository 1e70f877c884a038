"""Where the words of an RTF file are gathered: paragraphs, cells of tables, notes beside them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from casestudy.ingest.comments import Mark
from casestudy.ingest.draft import Draft, Row

NAMES = {
    "footnotes": "footnote",
    "headers": "header",
    "footers": "footer",
    "text boxes": "text box",
}
"""Word for one entry of each region."""


@dataclass(slots=True)
class Passage:
    """A paragraph or cell: its words, and where among them comments begin and end."""

    text: str = ""
    marks: list[tuple[Mark, int]] = field(default_factory=list)

    def bare(self) -> Passage:
        """The same without line ends at its edges."""
        lead = len(self.text) - len(self.text.lstrip("\n"))
        return Passage(self.text.strip("\n"), [(mark, at - lead) for mark, at in self.marks])


class Writer:
    """Takes characters and ends of paragraphs, and writes the draft."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._pieces: dict[str, list[str]] = {}
        self._raw = bytearray()
        self._page, self._where = "", ""
        self._length, self._high = 0, False
        self._marks: list[tuple[Mark, int]] = []
        self._stated: dict[str, str] = {}
        self._cells: list[Passage] = []
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
        self._put(text, region)

    def _put(self, text: str, region: str) -> None:
        """Keep characters, and count those of the running text: two surrogates are one."""
        self._pieces.setdefault(region, []).append(text)
        if not region:
            self._length += len(text) - (self._high and "\udc00" <= text[:1] <= "\udfff")
            self._high = "\ud800" <= text[-1:] <= "\udbff"

    def settle(self) -> None:
        """Decode the bytes that wait."""
        if self._raw:
            text = self._raw.decode(self._page, "replace")
            if "\ufffd" in text:
                self.draft.warn(f"some bytes are no characters of {self._page}; they became \ufffd")
            self._put(text, self._where)
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
            self._cells.append(self._passage())
        elif word in ("row", "nestrow"):
            self._end_row()
        elif in_table:
            self.add("\n", "")
        else:
            self._paragraph(self._passage())

    def _passage(self) -> Passage:
        """The running text since the last paragraph or cell."""
        passage = Passage(self._taken(""), self._marks)
        self._length, self._high, self._marks = 0, False, []
        return passage

    def end(self, region: str) -> None:
        """The end of a note, header, box or comment, or of what is said about a comment."""
        text = self._taken(region).strip()
        if region in ("@start", "@end"):
            self._marks.append(((region[1:], text), self._length))
        elif region.startswith("@"):
            self._stated[region] = text
        elif region == "comments":
            self._comment(text)
        elif region and text:
            self._counts[region] += 1
            self._beside.append((region, f"{NAMES[region]} {self._counts[region]}", text))

    def _comment(self, text: str) -> None:
        """Take down a comment with what was stated about it just before and inside."""
        self._counts["comment"] += 1
        place = f"comment {self._counts['comment']}"
        name = self._stated.get("@name", place)
        self._marks.append((("place", name), self._length))
        author = self._stated.get("@author") or self._stated.get("@initials", "")
        date = written_on(self._stated.get("@date", ""))
        self.draft.margin.say(name, author=author, date=date, text=text, locator=place)
        self._stated = {}

    def _paragraph(self, passage: Passage) -> None:
        self._row = 0
        self._counts["paragraph"] += 1
        self._write(passage, f"paragraph {self._counts['paragraph']}")

    def _write(self, passage: Passage, place: str, before: str = "\n", table: int = 0) -> None:
        at = self.draft.length + (len(before) if self.draft.lines else 0)
        for mark, offset in passage.marks:
            self.draft.margin.mark(mark, max(at + offset, 0))
        self.draft.write(passage.text, locator=place, before=before, table=table)

    def _end_row(self) -> None:
        """Write the cells of a row, set off by tabs."""
        self._table += self._row == 0
        self._row += 1
        spans = []
        for number, passage in enumerate(self._cells):
            first = len(self.draft.lines)
            place = f"table {self._table} row {self._row} cell {number + 1}"
            self._write(passage.bare(), place, "\t" if number else "\n", self._table)
            spans.append((self.draft.lines[first].start, self.draft.lines[-1].end))
        self.draft.rows.append(Row(table=self._table, number=self._row, cells=tuple(spans)))
        self._cells = []

    def finish(self) -> Draft:
        """Write what is left, then everything that stands beside the running text."""
        if self._cells:
            self._end_row()
        rest = self._passage()
        rest.text = rest.text.rstrip("\n")
        if rest.text.strip():
            self._paragraph(rest)
        for mark, _ in rest.marks:
            self.draft.margin.mark(mark, self.draft.length)
        for region in list(self._pieces):
            self.end(region)
        for region, place, text in self._beside:
            self.draft.write(text, locator=place, region=region)
        return self.draft


def written_on(date: str) -> str:
    """Day and minute of the number in which RTF packs them, else ''.

    Examples
    --------
    >>> written_on(str(126 << 20 | 11 << 16 | 23 << 11 | 10 << 6 | 5)), written_on("soon")
    ('2026-11-23T10:05:00', '')
    """
    if not date.lstrip("-").isdecimal() or len(date) > 12:
        return ""
    packed = int(date)
    try:
        moment = datetime(
            1900 + (packed >> 20 & 511),
            packed >> 16 & 15,
            packed >> 11 & 31,
            packed >> 6 & 31,
            packed & 63,
        )
    except ValueError:
        return ""
    return moment.isoformat()
