"""A text while it is being written down: each line remembers where it stood in the original.

A reader writes line after line; positions are known at once, so turns and quotations can be traced
back. What a reader cannot keep is counted here, never dropped in silence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from casestudy.errors import Loss, LossReport
from casestudy.ingest.comments import Margin
from casestudy.ingest.original import TooManyLines
from casestudy.ingest.reading import HumanCode, Reading
from casestudy.ingest.roles import roles_of
from casestudy.sources import Part

MAX_LINES = 500_000
"""Lines of one text at most. A day of talk has some ten thousand."""

LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the text.

    Parameters
    ----------
    start, end : int
        Code points into the text.
    locator : str
        Where it stands in the original.
    region : str
        Empty for the running text; "footnotes", "comments" … for what stands beside it.
    table : int
        Number of the table it stands in, 0 for none.
    heading : str
        The headings above it, for pages.
    hidden : bool
        Present in the file but not shown.
    """

    start: int
    end: int
    locator: str
    region: str = ""
    table: int = 0
    heading: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader is: the locator, the region and the table of what it will write next.

    An empty locator means a paragraph of the running text, which is named by its number.
    """

    locator: str = ""
    region: str = ""
    table: int = 0


RUNNING = Place()
"""The running text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table: where each of its cells starts and ends in the text."""

    table: int
    number: int
    cells: tuple[tuple[int, int], ...]


class Draft:
    r"""Text, lines and rows as they grow, with losses and warnings.

    Examples
    --------
    >>> draft = Draft()
    >>> draft.write("Anna", locator="table 1 row 1 cell 1")
    >>> draft.write("Hello\nthere", locator="table 1 row 1 cell 2", before="\t")
    >>> draft.text, [(line.start, line.end) for line in draft.lines]
    ('Anna\tHello\nthere', [(0, 4), (5, 10), (11, 16)])
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self.length = 0
        self.lines: list[Line] = []
        self.rows: list[Row] = []
        self.margin = Margin()
        self.codes: list[HumanCode] = []
        self.warnings: list[str] = []
        self._losses: Counter[tuple[str, str]] = Counter()

    @property
    def text(self) -> str:
        """Everything written so far."""
        return "".join(self._pieces)

    def write(
        self,
        text: str,
        *,
        locator: str,
        before: str = "\n",
        region: str = "",
        table: int = 0,
        heading: str = "",
        hidden: bool = False,
    ) -> None:
        """Add a paragraph, one `Line` for each line break in it."""
        pieces = one_newline(text).split("\n")
        if len(self.lines) + len(pieces) > MAX_LINES:
            raise TooManyLines(
                f"has more than {MAX_LINES:,} lines, as no transcript has; "
                "split it into one file an interview"
            )
        for number, piece in enumerate(pieces):
            self._add("\n" if number else before if self.lines else "")
            start = self.length
            self._add(piece)
            self.lines.append(
                Line(
                    start=start,
                    end=self.length,
                    locator=locator,
                    region=region,
                    table=table,
                    heading=heading,
                    hidden=hidden,
                )
            )

    def _add(self, piece: str) -> None:
        piece = LONE_SURROGATE.sub("\ufffd", piece)
        if not self.length:
            piece = piece.lstrip("\ufeff")
        self._pieces.append(piece)
        self.length += len(piece)

    def lose(self, what: str, where: str = "", *, count: int = 1) -> None:
        """Note something that the text will not hold."""
        self._losses[what, where] += count

    def warn(self, sentence: str) -> None:
        """Tell the person something, once."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)

    def take_over(self, other: Draft) -> None:
        """Keep what another draft, such as that of a comment, lost and warned about."""
        self._losses += other._losses
        for sentence in other.warnings:
            self.warn(sentence)

    @property
    def losses(self) -> LossReport:
        """All that was lost, in the order it was met."""
        return LossReport(
            tuple(
                Loss(what=what, where=where, count=count)
                for (what, where), count in self._losses.items()
            )
        )

    def reading(
        self,
        parts: Sequence[Part],
        *,
        reader: str,
        kind: str = "",
        title: str = "",
        encoding: str = "",
        language: str = "",
    ) -> Reading:
        """The finished value; without `kind`, turns make it an interview."""
        spoken = any(part.kind == "turn" for part in parts)
        text = self.text
        comments = self.margin.comments(text)
        if comments:
            self.warn(f"{counted(len(comments), 'comment')} in the margin: kept beside the text")
        roles, guess = roles_of(text, parts)
        if guess:
            self.warn(guess)
        return Reading(
            text=text,
            parts=tuple(parts),
            kind=kind or ("interview" if spoken else "document"),
            reader=reader,
            title=" ".join(title.split()),
            encoding=encoding,
            language=language.strip(),
            comments=comments,
            codes=tuple(self.codes),
            roles=roles,
            warnings=tuple(self.warnings),
            losses=self.losses,
        )


def counted(number: int, word: str) -> str:
    """A number with its word.

    Examples
    --------
    >>> counted(1, "comment"), counted(3, "comment")
    ('1 comment', '3 comments')
    """
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def one_newline(text: str) -> str:
    r"""The text with LF line ends.

    Examples
    --------
    >>> one_newline("a\r\nb\rc\n")
    'a\nb\nc\n'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n")
