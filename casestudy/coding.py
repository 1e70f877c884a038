"""A coding: the fact that a coder put a code on a segment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from casestudy.anchors import Anchor
from casestudy.regions import Region

WHOLE_SOURCE = -1
CODER_PATTERN = re.compile(r"[^\W_][\w-]*(?:\.[\w-]+)*")
ORIGIN_PATTERN = re.compile(r"human|published|(?:rule|model):[^\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One coder's code on one segment of one source.

    Parameters
    ----------
    id : str
        Made once, never reused.
    source, code, coder : str
        Ids of the source and the code, and who coded.
    start, end : int
        Code points into the source's text, end excluded; both -1 for the whole source or a region.
    quote, prefix, suffix : str
        The coded text and up to 32 characters on either side.
    region : Region, optional
        A rectangle on a picture of the source, in place of words.
    text_sha256 : str
        Hash of the text that was coded.
    created : datetime
        When, with time zone.
    origin : str
        "human", "published", "rule:…" or "model:…".
    confidence : float, optional
        How sure a machine was, 0 to 1.
    memo : str
        A note on this coding.
    weight : int, optional
        How strongly, on the scale that the code declares; None if nobody said.
    stance : str
        On which side, one of the code's stances; empty if nobody said.
    """

    id: str
    source: str
    code: str
    coder: str
    start: int = WHOLE_SOURCE
    end: int = WHOLE_SOURCE
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    region: Region | None = None
    text_sha256: str = ""
    created: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    origin: str = "human"
    confidence: float | None = None
    memo: str = ""
    weight: int | None = None
    stance: str = ""

    @classmethod
    def at(cls, place: Anchor, **fields: Any) -> Coding:
        """A coding on an anchored place; the other fields as for the class."""
        return cls(
            start=place.start,
            end=place.end,
            quote=place.quote,
            prefix=place.prefix,
            suffix=place.suffix,
            **fields,
        )

    def __post_init__(self) -> None:
        check_coder(self.coder)
        if not ORIGIN_PATTERN.fullmatch(self.origin):
            raise ValueError(
                f"coding {self.id!r}: origin {self.origin!r} is not known; "
                "allowed are 'human', 'published', 'rule:<name>' and 'model:<name>'"
            )
        if self.start != WHOLE_SOURCE and not 0 <= self.start < self.end:
            raise ValueError(
                f"coding {self.id!r}: {self.start} to {self.end} is not a span; "
                "start is at least 0 and end is greater than start"
            )
        if self.start != WHOLE_SOURCE and self.region is not None:
            raise ValueError(
                f"coding {self.id!r} has both words ({self.start} to {self.end}) and a region "
                f"({self.region}); give one of them"
            )


def check_coder(coder: str) -> None:
    """Refuse a coder name that could not be the name of a folder on every system."""
    if not CODER_PATTERN.fullmatch(coder):
        raise ValueError(
            f"coder {coder!r} is not allowed: a name starts with a letter or digit, "
            "then come letters, digits, '_', '-' or single '.'"
        )
