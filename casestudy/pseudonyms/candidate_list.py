"""What could lead to a person, as a result: one row a candidate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from casestudy.provenance import Provenance
from casestudy.results import as_html, as_text

COLUMNS = ("candidate", "kind", "n", "n_sources", "example", "reason", "variant_of", "provenance")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CandidateList:
    """What could lead to a person: one row a candidate, forms of one name together.

    Parameters
    ----------
    frame : DataFrame
        Columns candidate, kind, n, n_sources, example, reason, variant_of, provenance. `kind` is
        "speaker", "name", "organisation" or the kind of an identifier; `n` counts places;
        `variant_of` is the candidate or listed name that this one is likely a form of.
    n_sources, n_words : int
        What was read.
    contexts : mapping of str to tuple of str
        The words around some places of each candidate, on one line each; empty for a label outside
        the text.
    """

    frame: pd.DataFrame
    n_sources: int
    n_words: int
    contexts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """A copy of the rows. It holds the names: keep it apart."""
        return self.frame.copy()

    _repr_html_ = as_html
    __repr__ = as_text
