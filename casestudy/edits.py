"""Edits of a source's text, and the receipt that every coding on it gets.

A correction must not lose a coding. Each one is carried to the new text and gets a receipt:
unchanged, moved, adjusted (its words were touched), or orphaned (its words are gone). An orphan
keeps its old words and context until a person gives it a place again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from casestudy.anchors.reanchoring import Receipt
from casestudy.provenance import Provenance
from casestudy.results import as_html

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
class EditReport:
    """What an edit did to the codings of all coders.

    Parameters
    ----------
    edit, source : str
        Ids of the edit and the source.
    receipts : tuple of CodingReceipt
        One a coding, by coder and position.
    """

    edit: str
    source: str
    receipts: tuple[CodingReceipt, ...]
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many codings had each outcome."""
        counted = Counter(str(one.receipt.outcome) for one in self.receipts)
        return MappingProxyType({outcome: counted[outcome] for outcome in OUTCOMES})

    def to_frame(self) -> pd.DataFrame:
        """One row a coding: outcome, old and new place, old and new quotation."""
        rows = [
            {
                "coding": one.coding,
                "coder": one.coder,
                "code": one.code,
                "outcome": one.receipt.outcome,
                "start": one.receipt.before.start,
                "end": one.receipt.before.end,
                "quote": one.receipt.before.quote,
                "new_start": one.receipt.after.start if one.receipt.after else -1,
                "new_end": one.receipt.after.end if one.receipt.after else -1,
                "new_quote": one.receipt.after.quote if one.receipt.after else "",
                "similarity": one.receipt.similarity,
                "note": one.receipt.note,
            }
            for one in self.receipts
        ]
        return pd.DataFrame(rows, columns=list(RECEIPT_COLUMNS))

    _repr_html_ = as_html


RECEIPT_COLUMNS = (
    "coding", "coder", "code", "outcome", "start", "end", "quote", "new_start", "new_end",
    "new_quote", "similarity", "note",
)  # fmt: skip


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
