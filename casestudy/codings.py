"""Codings: the facts that a coder put a code on a segment.

`Codings` is one tidy frame plus the codebook it is read through; this module alone knows the
frame's columns. A machine is a coder like any other, but what it coded is a suggestion: it counts
as evidence only after a person has coded it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from casestudy.codebook import Codebook
from casestudy.coding import WHOLE_SOURCE, Coding, check_coder
from casestudy.errors import Problem
from casestudy.memos import Memo
from casestudy.provenance import Provenance, merged
from casestudy.results import as_text

COLUMNS = (
    "coding", "source", "case", "code", "coder", "start", "end", "region", "quote",
    "created", "origin", "confidence", "weight", "stance", "memo", "provenance",
)  # fmt: skip
"""Columns of the frame, in order.

`start` and `end` are -1 where no words are coded: then `region` names a rectangle on a picture of
the source, or, if it is empty, the whole source is coded. `weight` is missing and `stance` empty
where nobody gave one.
"""
NUMBERS = ("start", "end", "created", "confidence", "weight")
"""Columns that hold no text."""

__all__ = [
    "COLUMNS",
    "WHOLE_SOURCE",
    "Coding",
    "Codings",
    "Memo",
    "check_coder",
    "codings_frame",
]


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

    def only(self, **wanted: str | int | Iterable[str] | Iterable[int]) -> Codings:
        """The codings whose columns have the wanted values.

        Parameters
        ----------
        **wanted : str, int, or iterable of them
            A column of the frame, or `theme`, and the value or values to keep.
        """
        keep = np.ones(len(self.frame), dtype=bool)
        for column, values in wanted.items():
            allowed = [values] if isinstance(values, str | int) else list(values)
            keep &= self._column(column).isin(allowed).to_numpy()
        return self._with(self.frame[keep])

    def weighted(self, *, low: int | None = None, high: int | None = None) -> Codings:
        """The codings that have a weight, from `low` to `high`, both included.

        A coding without a weight is left out, whatever the ends: missing is not 0.
        """
        weight = self.frame["weight"]
        keep = weight.notna()
        if low is not None:
            keep &= (weight >= low).fillna(False)
        if high is not None:
            keep &= (weight <= high).fillna(False)
        return self._with(self.frame[keep.to_numpy(dtype=bool)])

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
        "weight": pd.array([row.weight for row in rows], dtype="Int64"),
        "stance": [row.stance for row in rows],
        "memo": [row.memo for row in rows],
        "provenance": [provenance.get(row.source, "collected") for row in rows],
    }
    frame = pd.DataFrame(data, columns=list(COLUMNS))
    texts = [name for name in COLUMNS if name not in NUMBERS]
    return frame.astype(dict.fromkeys(texts, "str"))
