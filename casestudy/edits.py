"""Edits of a source's text, and the receipt that every coding on it gets.

A correction must not lose a coding. Each one is carried to the new text and gets a receipt:
unchanged, moved, adjusted (its words were touched), or orphaned (its words are gone). An orphan
keeps its old words and context until a person gives it a place again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from casestudy.anchors.reanchoring import Receipt
from casestudy.provenance import Provenance
from casestudy.results import as_html, as_text

OUTCOMES = ("unchanged", "moved", "adjusted", "orphaned")


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """New characters for a stretch of a text; `start == end` inserts, empty `new` deletes."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingReceipt:
    """What an edit did to one coding of one coder."""

    coding: str
    coder: str
    code: str
    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoReceipt:
    """What an edit did to one memo that is pinned to words of the source."""

    memo: str
    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a corrected file held besides its text, and what became of it.

    Parameters
    ----------
    codings, memos : tuple of str
        Ids of the codings and memos that are new; after an undo, of those taken back.
    n_codings_known, n_memos_known : int
        Codes and comments of the file that the study had already.
    n_codings_deleted : int
        Codes of the file that somebody had deleted in the study; they stay deleted.
    n_memos_gone : int
        Memos made of comments that the file does not have any more; they stay.
    """

    codings: tuple[str, ...] = ()
    memos: tuple[str, ...] = ()
    n_codings_known: int = 0
    n_codings_deleted: int = 0
    n_memos_known: int = 0
    n_memos_gone: int = 0

    def sentences(self) -> tuple[str, ...]:
        """What a person should know of it."""
        told = (
            (len(self.memos), "comments of the file became memos"),
            (self.n_memos_known, "comments were memos already"),
            (self.n_memos_gone, "memos were comments that the file has no more; they stay"),
            (len(self.codings), "codes of the file became codings"),
            (self.n_codings_known, "codes were codings already"),
            (self.n_codings_deleted, "codes had been deleted in the study and stay so"),
        )
        return tuple(f"{n} {what}" for n, what in told if n)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditReport:
    """What an edit did to the codings of all coders.

    Parameters
    ----------
    edit, source : str
        Ids of the edit and the source.
    receipts : tuple of CodingReceipt
        One a coding that was there before, by coder and position.
    memos : tuple of MemoReceipt
        One a memo that was pinned to words of the source.
    brought : Brought
        What a corrected file held besides its text.
    """

    edit: str
    source: str
    receipts: tuple[CodingReceipt, ...]
    memos: tuple[MemoReceipt, ...] = ()
    brought: Brought = Brought()
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many codings had each outcome."""
        return _counted(one.receipt for one in self.receipts)

    @property
    def memo_counts(self) -> Mapping[str, int]:
        """How many memos on words had each outcome."""
        return _counted(one.receipt for one in self.memos)

    def to_frame(self) -> pd.DataFrame:
        """One row a coding: outcome, old and new place, old and new quotation."""
        rows = [
            {"coding": one.coding, "coder": one.coder, "code": one.code, **_row(one.receipt)}
            for one in self.receipts
        ]
        return pd.DataFrame(rows, columns=["coding", "coder", "code", *RECEIPT_COLUMNS])

    def memos_frame(self) -> pd.DataFrame:
        """One row a memo that is pinned to words, as for codings."""
        rows = [{"memo": one.memo, **_row(one.receipt)} for one in self.memos]
        return pd.DataFrame(rows, columns=["memo", *RECEIPT_COLUMNS])

    _repr_html_ = as_html
    __repr__ = as_text


RECEIPT_COLUMNS = (
    "outcome", "start", "end", "quote", "new_start", "new_end", "new_quote", "similarity", "note",
)  # fmt: skip


def _counted(receipts: Iterable[Receipt]) -> Mapping[str, int]:
    counted = Counter(str(receipt.outcome) for receipt in receipts)
    return MappingProxyType({outcome: counted[outcome] for outcome in OUTCOMES})


def _row(receipt: Receipt) -> dict[str, Any]:
    after = receipt.after
    return {
        "outcome": receipt.outcome,
        "start": receipt.before.start,
        "end": receipt.before.end,
        "quote": receipt.before.quote,
        "new_start": after.start if after else -1,
        "new_end": after.end if after else -1,
        "new_quote": after.quote if after else "",
        "similarity": receipt.similarity,
        "note": receipt.note,
    }


def replaced(text: str, replacements: Sequence[Replacement]) -> str:
    """A text with stretches replaced, all positions counted in the old text.

    Raises
    ------
    ValueError
        If a stretch lies outside the text, or two overlap.

    Examples
    --------
    >>> replaced("We trsut them.", [Replacement(start=3, end=8, new="trust")])
    'We trust them.'
    """
    pieces, at = [], 0
    for one in sorted(replacements, key=lambda one: (one.start, one.end)):
        if not 0 <= one.start <= one.end <= len(text):
            raise ValueError(
                f"{one.start} to {one.end} does not lie in the text, "
                f"which goes from 0 to {len(text)}"
            )
        if one.start < at:
            raise ValueError(
                f"the replacement at {one.start} overlaps the one before it, which ends at {at}; "
                "make one of the two"
            )
        pieces += [text[at : one.start], one.new]
        at = one.end
    return "".join([*pieces, text[at:]])
