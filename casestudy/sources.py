"""Sources, the cases that own them, and their parts: turns, cues, paragraphs, page blocks.

Positions count Unicode code points into the source's text, from 0, end excluded. The text has LF
line ends and no BOM and is otherwise exactly what was read; structure lies beside it as `Part`
entries and never inside it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from casestudy.errors import did_you_mean
from casestudy.parts import OUTER_PARTS, SPOKEN_PARTS, VIEWS, Box, Part, parts_of_columns
from casestudy.provenance import Citation, Provenance

__all__ = [
    "OUTER_PARTS",
    "SOURCE_ID_PATTERN",
    "SOURCE_KINDS",
    "SPOKEN_PARTS",
    "VIEWS",
    "Box",
    "Case",
    "Part",
    "Segment",
    "Source",
    "check_source_id",
    "parts_of_columns",
    "text_sha256",
]

SOURCE_KINDS = ("interview", "website", "answer", "document")
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
    choices : mapping of str to str
        What the person chose when it was read, such as an encoding or the column of answers; a
        corrected file is read in the same way.
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
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
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
    def answers(self) -> tuple[Part, ...]:
        """The parts that are answers to an open question, blank ones included."""
        return tuple(part for part in self.parts if part.kind == "answer")

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
