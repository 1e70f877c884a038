"""Sources, the cases that own them, and their parts: turns, cues, paragraphs, page blocks.

Positions count Unicode code points into the source's text, from 0, end excluded. The text has LF
line ends and no BOM and is otherwise exactly what was read; structure lies beside it as `Part`
entries and never inside it.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import repeat
from types import MappingProxyType
from typing import Any

import pandas as pd

from casestudy.errors import did_you_mean
from casestudy.provenance import Citation, Provenance

SOURCE_KINDS = ("interview", "website", "answer", "document")
OUTER_PARTS = ("turn", "paragraph", "block")
"""Kinds of part that follow one another without overlap; cues lie inside turns."""
VIEWS = ("main", "navigation", "header", "footer", "aside", "dialog")
"""Parts of a page that a block can stand in."""
Box = tuple[float, float, float, float]
"""x, y, width and height on a picture, in pixels from its top left corner."""
SOURCE_ID_PATTERN = re.compile(r"[^\W_][\w-]*(?:\.[\w-]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The bounded thing studied, with its attributes."""

    id: str
    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    source: Citation | None = None
    provenance: Provenance = Provenance(kind="collected")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a source with a role of its own.

    Parameters
    ----------
    kind : {"turn", "cue", "paragraph", "block", "channel"}
        A speaker's turn, a caption cue inside a turn, a paragraph outside any turn, a page block,
        something that a page says beside its text.
    start, end : int
        Code points into the text; for a turn the speech alone, without its label, and so for a
        channel.
    speaker : str
        Who speaks, as labelled; empty if nobody is named.
    start_time, end_time : float, optional
        Seconds from the start of the recording, where known.
    locator : str
        Where it stands in the original: "paragraph 12", "cue 3", an XPath, "table 1 row 2".
    heading : str
        For blocks of a page: the headings above it, joined by " > ".
        For structured data: the types of the objects around it, from the outermost.
    hidden : bool
        For blocks: present in the page but not shown.
    view : {"main", "navigation", "header", "footer", "aside", "dialog", ""}
        For blocks: the part of the page it stands in; empty beside the main content.
    channel : str
        For a channel which one: "aria-label", "alt", "title", "placeholder", "value", "label",
        "meta", "json-ld", "microdata" or "state".
    box : tuple of float, optional
        For blocks of a captured page: x, y, width and height on its picture, in pixels.
    """

    kind: str
    start: int
    end: int
    speaker: str = ""
    start_time: float | None = None
    end_time: float | None = None
    locator: str = ""
    heading: str = ""
    hidden: bool = False
    view: str = ""
    channel: str = ""
    box: Box | None = None


_SETTERS = tuple(
    (field.name, getattr(Part, field.name).__set__, field.default) for field in fields(Part)
)


def parts_of_columns(**columns: Sequence[Any]) -> tuple[Part, ...]:
    """Many parts at once, from a column for each field: a page has a thousand of them.

    Parameters
    ----------
    **columns : sequence
        Fields of `Part`, all of one length; `kind`, `start` and `end` are needed.

    Notes
    -----
    The fields of a frozen record are set one by one when it is made, which takes most of the time
    of reading a page. Here a whole column is set in one go.

    Examples
    --------
    >>> parts_of_columns(kind=["block"], start=[0], end=[4])[0].end
    4
    """
    parts = [object.__new__(Part) for _ in columns["kind"]]
    for name, setter, default in _SETTERS:
        values = columns[name] if name in columns else repeat(default, len(parts))
        deque(map(setter, parts, values), maxlen=0)
    return tuple(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A span of a source: where a code can be put."""

    source: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(
                f"segment of {self.source!r}: {self.start} to {self.end} is not a span; "
                "start is at least 0 and end is greater than start"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One transcript, page, answer or report as text, with where it came from.

    Parameters
    ----------
    id : str
        Never changes; also the name of its folder and its log.
    kind : {"interview", "website", "answer", "document"}
        What it is; decides the folder it is kept in.
    text : str
        What was read.
    parts : tuple of Part
        Turns, cues, paragraphs, blocks, in the order of their start.
    case, title, language : str
        The case that owns it, a title, a language code; empty if not known. A language that nobody
        stated has "(guessed)" behind its code.
    roles : mapping of str to str
        For each speaker "interviewer", "respondent", or empty where that is not clear.
    file : str
        Name of the file it was imported from.
    original, original_sha256 : str
        Name of the untouched original and the hash of its bytes.
    withheld : bool
        Whether the original was left out of this copy of the study. Its hash is then a sealed one,
        which only who made the copy can compare: a plain one would let others try out names.
    reader : str
        Name and version of the reader that made the text.
    encoding : str
        Encoding the bytes were read in, with "(guessed)" if it was a guess.
    provenance : Provenance
        Published, collected or synthetic.
    warnings : tuple of str
        What the reader wants a person to know.
    """

    id: str
    kind: str
    text: str
    parts: tuple[Part, ...] = ()
    case: str = ""
    title: str = ""
    language: str = ""
    roles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    file: str = ""
    original: str = ""
    original_sha256: str = ""
    withheld: bool = False
    reader: str = ""
    encoding: str = ""
    provenance: Provenance = Provenance(kind="collected")
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_source_id(self.id)
        if self.kind not in SOURCE_KINDS:
            raise ValueError(
                f"source {self.id!r}: kind {self.kind!r} is not known; "
                f"allowed are {', '.join(SOURCE_KINDS)}"
            )

    @property
    def text_sha256(self) -> str:
        """Hash of the text that codings rest on."""
        return text_sha256(self.text)

    @property
    def language_code(self) -> str:
        """The code of its language, without the word that it was guessed."""
        return self.language.removesuffix("(guessed)").strip()

    @property
    def turns(self) -> tuple[Part, ...]:
        """The parts that are speakers' turns."""
        return tuple(part for part in self.parts if part.kind == "turn")

    @property
    def channels(self) -> tuple[Part, ...]:
        """What a page says beside its text: labels, descriptions of pictures, data."""
        return tuple(part for part in self.parts if part.kind == "channel")

    def blocks(self, view: str = "") -> tuple[Part, ...]:
        """The blocks of a page, hidden ones too.

        Parameters
        ----------
        view : {"", "main", "navigation", "header", "footer", "aside", "dialog"}
            Only those of one part of the page; all if empty.

        Raises
        ------
        ValueError
            If the view is not known.
        """
        if view and view not in VIEWS:
            raise ValueError(
                f"view {view!r} is not known{did_you_mean(view, VIEWS)}; "
                f"allowed are {', '.join(VIEWS)}"
            )
        return tuple(
            part for part in self.parts if part.kind == "block" and (not view or part.view == view)
        )

    @property
    def speakers(self) -> dict[str, int]:
        """Number of turns of each named speaker, in order of first appearance."""
        counts: dict[str, int] = {}
        for turn in self.turns:
            if turn.speaker:
                counts[turn.speaker] = counts.get(turn.speaker, 0) + 1
        return counts

    @property
    def n_words(self) -> int:
        """Words said or shown: no labels, time stamps, hidden blocks, nothing beside the text."""
        outer = [part for part in self.parts if part.kind in OUTER_PARTS and not part.hidden]
        if not outer and not self.channels:
            return len(self.text.split())
        return sum(len(self.text[part.start : part.end].split()) for part in outer)

    def to_frame(self) -> pd.DataFrame:
        """One row a part, with its text."""
        rows = [
            {
                "source": self.id,
                "kind": part.kind,
                "start": part.start,
                "end": part.end,
                "speaker": part.speaker,
                "start_time": part.start_time,
                "end_time": part.end_time,
                "locator": part.locator,
                "heading": part.heading,
                "hidden": part.hidden,
                "view": part.view,
                "channel": part.channel,
                "text": self.text[part.start : part.end],
                "provenance": self.provenance.kind,
            }
            for part in self.parts
        ]
        return pd.DataFrame(rows)


def check_source_id(id: str) -> None:
    """Refuse an id that could not be the name of a folder on every system."""
    if not SOURCE_ID_PATTERN.fullmatch(id):
        raise ValueError(
            f"source id {id!r} is not allowed: it starts with a letter or digit, "
            "then come letters, digits, '_', '-' or single '.'"
        )


def text_sha256(text: str) -> str:
    """SHA-256 of a text in UTF-8 (lone surrogates kept), as hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
