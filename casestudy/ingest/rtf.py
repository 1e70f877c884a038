r"""Rich Text Format, as f4, LibreOffice and Word write it: a small reader of our own.

RTF is a stream of groups, control words and bytes. A group has its own state: where its words go,
which code page its bytes are in, how many bytes stand for a character that follows as ``\u``.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

from casestudy.ingest.draft import Draft
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading
from casestudy.ingest.rtf_marks import (
    CHARACTERS,
    CHARSETS,
    ENDS,
    ENTERED,
    LOST,
    PLATFORMS,
    REGIONS,
    SKIPPED,
    SYMBOLS,
)
from casestudy.ingest.rtf_text import Writer
from casestudy.ingest.turns import parts_of

READER = "rtf 2"

TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+",
    re.DOTALL,
)
FONT = re.compile(rb"\\f(\d{1,5})(?:(?!\\f\d)[^{};]){0,120}?\\fcharset(\d{1,3})")
TITLE = re.compile(rb"\{\\title ([^{}\\]{1,500})\}")

MAX_DEPTH = 2_000
"""Groups inside one another at most; word processors stay under fifty."""


@dataclass(frozen=True, slots=True)
class State:
    """What holds inside one group."""

    region: str = ""
    skipped: bool = False
    code_page: str = "cp1252"
    fallback: int = 1
    hidden: bool = False
    deleted: bool = False
    inserted: bool = False
    in_table: bool = False


def read(original: Original) -> Reading:
    """Read an RTF file."""
    walk = Walk(original)
    walk.run()
    draft = walk.writer.finish()
    title = TITLE.search(original.data[:65536])
    words = title.group(1).decode("ascii", "replace") if title else ""
    return draft.reading(parts_of(draft), reader=READER, title=words, encoding=walk.stated)


class Walk:
    """One walk over the tokens of a file."""

    def __init__(self, original: Original) -> None:
        self.original = original
        self.writer = Writer(Draft())
        self.fonts = {
            int(number): CHARSETS[int(charset)]
            for number, charset in FONT.findall(original.data[:262144])
            if int(charset) in CHARSETS
        }
        self.stated = code_page(original.encoding or "cp1252")
        self.state = State(code_page=self.stated)
        self.stack: list[State] = []
        self._starred = False
        self._to_skip = 0
        self._changed = False

    def run(self) -> None:
        """Read all tokens; what is no token (a lone backslash at the end) is left."""
        at, data = 0, self.original.data.rstrip(b"\x00")
        while at < len(data):
            token = TOKEN.match(data, at)
            if token is None:
                at += 1
                continue
            at = token.end()
            hexed, word, number, symbol, brace, plain = token.groups()
            if word is not None:
                at += self._word(word.decode("ascii"), int(number) if number else None)
            elif brace is not None:
                self._brace(brace)
            elif hexed is not None or plain is not None:
                self._bytes(bytes.fromhex(hexed.decode("ascii")) if hexed else plain)
            elif symbol is not None:
                self._symbol(symbol.decode("latin-1"))
        if self.stack:
            self.writer.draft.warn("the last group is never closed: the file may be cut short")
        if self._changed:
            side = self.original.tracked_changes
            self.writer.draft.warn(f"tracked changes were read as {side}")

    def _brace(self, brace: bytes) -> None:
        """Open or close a group."""
        self._to_skip, self._starred = 0, False
        self.writer.settle()
        if brace == b"{":
            if len(self.stack) >= MAX_DEPTH:
                raise self.original.bad(
                    f"has more than {MAX_DEPTH:,} groups inside one another, as no word processor "
                    "writes; open it and save it as .docx"
                )
            self.stack.append(self.state)
        elif self.stack:
            before = self.state
            self.state = self.stack.pop()
            if before.region != self.state.region:
                self.writer.end(before.region)

    def _bytes(self, data: bytes) -> None:
        """Characters in the code page of the moment, less those that stand in for a number."""
        self._starred = False
        skip = min(self._to_skip, len(data))
        self._to_skip -= skip
        if data[skip:] and not self._is_away(data[skip:]):
            self.writer.add_bytes(data[skip:], self.state.code_page, self.state.region)
            self.writer.veil(hidden=self.state.hidden)

    def _characters(self, text: str) -> None:
        if not self._is_away(text.encode("utf-8", "replace")):
            self.writer.add(text, self.state.region)

    def _is_away(self, data: bytes) -> bool:
        """Whether words here are not read: a skipped group, the other side of a tracked change."""
        if self.state.skipped or self.state.region.startswith("@"):
            return self.state.skipped
        away = self.state.deleted
        if self.original.tracked_changes == "original":
            away = self.state.inserted
        self._changed = self._changed or self.state.deleted or self.state.inserted
        if away and data.strip():
            verb = "inserted" if self.state.inserted else "deleted"
            words = data.decode(self.state.code_page, "replace")
            self.writer.draft.lose(f"{verb} by a tracked change: {words!r}")
        return away

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._starred = True
        elif symbol in "\r\n":
            self._word("par", None)
        elif self._to_skip:
            self._to_skip -= 1
        elif symbol in SYMBOLS:
            self._characters(SYMBOLS[symbol])

    def _word(self, word: str, number: int | None) -> int:
        """Obey one control word; returns how many raw bytes follow it."""
        starred, self._starred = self._starred, False
        if word == "bin":
            return max(number or 0, 0)
        if word == "u" and number is not None:
            self._to_skip = self.state.fallback
            self._characters(chr(number & 0xFFFF))
        elif word in CHARACTERS:
            self._characters(CHARACTERS[word])
        elif word in LOST and not self.state.skipped:
            self.writer.draft.lose(LOST[word])
            self.state = replace(self.state, skipped=True)
        elif word == "fonttbl" or word in SKIPPED or (starred and word not in ENTERED):
            self.state = replace(self.state, skipped=True)
        elif word in REGIONS and not self.state.skipped:
            self.state = replace(self.state, region=REGIONS[word])
        elif word in ENDS and not self.state.skipped:
            self.writer.end_of(word, self.state.region, in_table=self.state.in_table)
        else:
            self._set(word, number)
        return 0

    def _set(self, word: str, number: int | None) -> None:
        """Change the state of the group, if the word is one that does."""
        on = number != 0
        if word == "f" and number is not None:
            self._code_page(self.fonts.get(number, self.stated))
        elif word == "ansicpg" and number and not self.original.encoding:
            self.stated = code_page(f"cp{number}")
            self._code_page(self.stated)
        elif word in PLATFORMS and not self.original.encoding:
            self.stated = PLATFORMS[word]
            self._code_page(self.stated)
        elif word == "uc":
            self.state = replace(self.state, fallback=min(max(number or 0, 0), 8))
        elif word == "plain":
            self.state = replace(self.state, hidden=False, deleted=False, inserted=False)
        elif word == "v":
            self.state = replace(self.state, hidden=on)
        elif word in ("deleted", "revised"):
            deleted = on if word == "deleted" else self.state.deleted
            inserted = on if word == "revised" else self.state.inserted
            self.state = replace(self.state, deleted=deleted, inserted=inserted)
        elif word in ("intbl", "pard"):
            self.state = replace(self.state, in_table=word == "intbl")

    def _code_page(self, name: str) -> None:
        self.state = replace(self.state, code_page=name)


def code_page(name: str) -> str:
    """The codec of a code page, or Windows-1252 if Python has none of that name.

    Examples
    --------
    >>> code_page("cp1251"), code_page("cp99999")
    ('cp1251', 'cp1252')
    """
    name = {"cp65001": "utf-8", "cp10000": "mac_roman"}.get(name, name)
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
