"""Codings: the facts that a coder put a code on a segment.

`Codings` is one tidy frame plus the codebook it is read through; this module alone knows the
frame's columns. A machine is a coder like any other, but what it coded is a suggestion: it counts
as evidence only after a person has coded it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd

from casestudy.anchors import Anchor
from casestudy.codebook import Codebook
from casestudy.errors import Problem
from casestudy.memos import Memo
from casestudy.provenance import Provenance, merged
from casestudy.regions import Region
from casestudy.results import as_text

COLUMNS = (
    "coding", "source", "case", "code", "coder", "start", "end", "region", "quote",
    "created", "origin", "confidence", "memo", "provenance",
)  # fmt: skip
"""Columns of the frame, in order.

`start` and `end` are -1 where no words are coded: then `region` names a rectangle on a picture of
the source, or, if it is empty, the whole source is coded.
"""

__all__ = [
    "COLUMNS",
    "WHOLE_SOURCE",
    "Coding",
    "Codings",
    "Memo",
    "check_coder",
    "codings_frame",
]

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


@dataclass(frozen=True, kw_only=True)
class Codings:
    """Who put which code on which segment: a tidy frame and the codebook it is read through.

    Parameters
    ----------
    frame : DataFrame
        Columns `COLUMNS`, one row a coding.
    codebook : Codebook
        Every code of the frame is in it.
    problems : tuple of Problem
        What could not be read and is left in the logs.
    origins : mapping of str to Provenance
        The full provenance of each source, where known.

    Examples
    --------
    >>> from casestudy import Code, Codebook
    >>> book = Codebook(id="demo", codes=(Code(id="trust", name="trust"),))
    >>> made = codings_frame([Coding(id="c1", source="s1", code="trust", coder="anna")])
    >>> len(Codings(frame=made, codebook=book))
    1
    """

    frame: pd.DataFrame
    codebook: Codebook
    problems: tuple[Problem, ...] = ()
    origins: Mapping[str, Provenance] = field(default_factory=dict)

    def __post_init__(self) -> None:
        missing = [name for name in COLUMNS if name not in self.frame.columns]
        if missing:
            raise ValueError(
                f"the frame of codings lacks the column {missing[0]!r}; "
                f"it has the columns {', '.join(COLUMNS)}"
            )
        for code in pd.unique(self.frame["code"]):
            self.codebook[code]

    def __len__(self) -> int:
        return len(self.frame)

    def to_frame(self) -> pd.DataFrame:
        """A copy of the frame."""
        return self.frame.copy()

    def only(self, **wanted: str | Iterable[str]) -> Codings:
        """The codings whose columns have the wanted values.

        Parameters
        ----------
        **wanted : str or iterable of str
            A column of the frame, or `theme`, and the value or values to keep.
        """
        keep = np.ones(len(self.frame), dtype=bool)
        for column, values in wanted.items():
            allowed = [values] if isinstance(values, str) else list(values)
            keep &= self._column(column).isin(allowed).to_numpy()
        return self._with(self.frame[keep])

    def keeping(self, rows: np.ndarray) -> Codings:
        """The codings of the rows that are true in an array of one value a row."""
        return self._with(self.frame[rows])

    def by_people(self) -> Codings:
        """The codings that a person made or a work published: evidence, not suggestion."""
        return self._with(self.frame[self.frame["origin"].isin(["human", "published"])])

    def by_machines(self) -> Codings:
        """The codings that a rule or a model suggested."""
        return self._with(self.frame[~self.frame["origin"].isin(["human", "published"])])

    @property
    def themes(self) -> pd.Series:
        """The theme of each coding's code, on the index of the frame."""
        theme = {code: self.codebook.theme_of(code).id for code in pd.unique(self.frame["code"])}
        return self.frame["code"].map(theme).astype("str").rename("theme")

    @property
    def provenance(self) -> tuple[Provenance, ...]:
        """Each provenance that the coded sources have."""
        pairs = self.frame[["source", "provenance"]].drop_duplicates()
        return merged(
            self.origins.get(source, Provenance(kind=kind))
            for source, kind in zip(pairs["source"], pairs["provenance"], strict=True)
        )

    def _column(self, column: str) -> pd.Series:
        if column == "theme":
            return self.themes
        if column not in self.frame.columns:
            raise ValueError(
                f"codings have no column {column!r}; allowed are theme, {', '.join(COLUMNS)}"
            )
        return self.frame[column]

    def _with(self, frame: pd.DataFrame) -> Codings:
        return Codings(
            frame=frame.reset_index(drop=True),
            codebook=self.codebook,
            problems=self.problems,
            origins=self.origins,
        )

    __repr__ = as_text

    def _repr_html_(self) -> str:
        shown = self.frame[["source", "case", "code", "coder", "quote", "origin", "provenance"]]
        problems = f"<p>{len(self.problems)} problems</p>" if self.problems else ""
        return f"{shown.to_html(index=False, max_rows=20)}<p>{len(self)} codings</p>{problems}"


def codings_frame(
    codings: Iterable[Coding],
    *,
    cases: Mapping[str, str] | None = None,
    provenance: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Codings as the tidy frame.

    Parameters
    ----------
    codings : iterable of Coding
        One row each, in the order given.
    cases, provenance : mapping of str to str, optional
        Case and provenance kind of each source id; empty and "collected" where not given.
    """
    rows = list(codings)
    cases, provenance = cases or {}, provenance or {}
    data = {
        "coding": [row.id for row in rows],
        "source": [row.source for row in rows],
        "case": [cases.get(row.source, "") for row in rows],
        "code": [row.code for row in rows],
        "coder": [row.coder for row in rows],
        "start": np.array([row.start for row in rows], dtype=np.int64),
        "end": np.array([row.end for row in rows], dtype=np.int64),
        "region": [str(row.region or "") for row in rows],
        "quote": [row.quote for row in rows],
        "created": pd.to_datetime([row.created for row in rows], utc=True).as_unit("us"),
        "origin": [row.origin for row in rows],
        "confidence": np.array(
            [np.nan if row.confidence is None else row.confidence for row in rows], dtype=float
        ),
        "memo": [row.memo for row in rows],
        "provenance": [provenance.get(row.source, "collected") for row in rows],
    }
    frame = pd.DataFrame(data, columns=list(COLUMNS))
    texts = [name for name in COLUMNS if name not in ("start", "end", "created", "confidence")]
    return frame.astype(dict.fromkeys(texts, "str"))


def check_coder(coder: str) -> None:
    """Refuse a coder name that could not be the name of a folder on every system."""
    if not CODER_PATTERN.fullmatch(coder):
        raise ValueError(
            f"coder {coder!r} is not allowed: a name starts with a letter or digit, "
            "then come letters, digits, '_', '-' or single '.'"
        )
