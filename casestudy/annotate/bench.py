"""What a coding desk needs from whoever keeps the study: the bench that it stands on.

The desk shows and asks; the bench reads, checks and keeps. All that passes between them are the
words of the package and the few records here, so a desk can stand on any study.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from casestudy.agreement import Question
from casestudy.codebook import Codebook
from casestudy.codings import Codings
from casestudy.memos import Memo
from casestudy.sources import Source

CANNOT = (LookupError, ValueError, OSError, RuntimeError)
"""What a bench raises for what it cannot read."""
Act = Mapping[str, Any]
"""What a person did, as the browser says it: `id`, `kind`, `source` and what the kind needs."""


class ShownCoding(NamedTuple):
    """A coding as the desk shows it: all it needs of one coding of one coder.

    `start` and `end` are -1 for the whole source and for a region. `lost` says that an edit took
    the words away: the place is the old one. `weight` and `stance` are what the log has, also where
    the code does not allow them any more.
    """

    id: str
    start: int
    end: int
    code: str
    coder: str
    created: str
    origin: str = "human"
    memo: str = ""
    region: str = ""
    confidence: float | None = None
    quote: str = ""
    lost: bool = False
    weight: int | None = None
    stance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSource:
    """A source as the list shows it, without its text."""

    id: str
    title: str
    kind: str
    case: str
    size: int
    """Bytes of its text."""
    n_codings: int
    """Of the coder at the desk."""
    last: str = ""
    """When the coder coded it last."""
    provenance: str = "collected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of an act that is now on the disk."""

    codings: tuple[str, ...] = ()
    """Ids of the codings it made or changed."""
    said: str = ""
    """What a person hears of it, where the desk cannot say it alone."""
    more: Mapping[str, Any] = field(default_factory=dict)


class NotDone(Exception):
    """An act that was refused, with the reason in words; nothing of it is on the disk."""


class Bench(Protocol):
    """A study as a desk needs it. Every act is on the disk before `do` returns."""

    @property
    def coder(self) -> str:
        """Who codes at the desk."""

    @property
    def teacher(self) -> str:
        """Whose codings are hidden until the coder compares with them; nobody if empty."""

    @property
    def title(self) -> str:
        """The study's title."""

    @property
    def key(self) -> str:
        """Names study and coder, for what a browser keeps for them; tells nothing about either."""

    @property
    def codebook(self) -> Codebook:
        """The scheme coded with, as it is now."""

    def listed(self) -> Sequence[ListedSource]:
        """All sources of the study."""

    def source(self, id: str) -> Source:
        """A source as it is now."""

    def coded(self, source: str) -> Sequence[ShownCoding]:
        """The codings of all coders on a source, as they stand now."""

    def pictures(self, source: str) -> Mapping[str, tuple[int, int]]:
        """The pictures of a source by name, with width and height in pixels."""

    def band(self, source: str, picture: str, top: int, height: int) -> bytes:
        """A horizontal band of a picture as WebP.

        Raises
        ------
        ValueError, LookupError
            If the picture cannot be shown.
        """

    def blind(self, source: str) -> str:
        """Why the coder may not see what others coded in a source; empty if that is no secret."""

    def barred(self, source: str) -> str:
        """Why nothing can be coded in a source now, as in a read-only folder; empty if it can."""

    def questions(self, source: str, coders: Sequence[str], consensus: str) -> Sequence[Question]:
        """What some coders have to decide together in a source.

        Raises
        ------
        NotDone
            If the coder at the desk is blind to others now.
        """

    def notes(self, about: Sequence[str]) -> Sequence[Memo]:
        """Notes about some things: `source:…`, `code:…`, `case:…`."""

    def passage_notes(self, source: str) -> Sequence[Memo]:
        """Notes that are pinned to words of a source."""

    def codings(self) -> Codings:
        """All codings of the coder at the desk, as they stand now."""

    def stamps(self, source: str) -> Mapping[str, object]:
        """What tells whether something changed on the disk: `codings`, `source` and so on."""

    def do(self, act: Act) -> Done:
        """Carry out an act durably. An act that was carried out before is not done twice.

        Raises
        ------
        NotDone
            If it cannot be done; nothing of it is then on the disk.
        """

    def settings(self) -> Mapping[str, Any]:
        """How the coder likes the desk."""

    def keep_settings(self, settings: Mapping[str, Any]) -> None:
        """Remember how the coder likes the desk; that it cannot be kept is no fault."""
