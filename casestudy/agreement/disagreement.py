"""Where coders disagree: the passages, with what each coder said there.

Each row names source, start and end in the text, so that a report or the desk can open it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.agreement.coincidences import Stretches, stretches
from casestudy.agreement.comparable import check_comparable
from casestudy.agreement.continua import GAP, UNSEEN, Continuum
from casestudy.agreement.joining import set_continuum
from casestudy.agreement.reliability import ReliabilityData
from casestudy.agreement.unit_values import NO_CODE
from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text

Integers = npt.NDArray[np.int64]
UNSEEN_WORD = "not seen"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Disagreements:
    """The passages on which coders differ.

    Parameters
    ----------
    coders : tuple of str
        Who was compared.
    source : array of str, shape (n_passages,)
        Source of each passage.
    starts, ends : array of int, shape (n_passages,)
        Code points in the source's text, end excluded; -1 where the passage is no text.
    unit : array of str, shape (n_passages,)
        Id of the unit; empty on a continuum.
    said : array of str, shape (n_passages, n_coders)
        What each coder said: codes joined by " + ", "no code", or "not seen".
    share : array of float, shape (n_passages,)
        Share of the pairs of coders who differ, 0 to 1.
    n_compared : int
        Passages, agreed on or not, that two coders judged.
    notes : tuple of str
        Caveats.
    provenance : tuple of Provenance
        Where the data came from.
    """

    coders: tuple[str, ...]
    source: npt.NDArray[np.object_]
    starts: Integers
    ends: Integers
    unit: npt.NDArray[np.object_]
    said: npt.NDArray[np.object_]
    share: npt.NDArray[np.float64]
    n_compared: int
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def __len__(self) -> int:
        return len(self.starts)

    def to_frame(self) -> pd.DataFrame:
        """One row a passage: source, start, end, unit, share, a column a coder, provenance."""
        columns = {
            "source": self.source,
            "start": self.starts,
            "end": self.ends,
            "unit": self.unit,
            "share": self.share,
            **{coder: self.said[:, number] for number, coder in enumerate(self.coders)},
            "provenance": kinds(self.provenance),
        }
        frame = pd.DataFrame(columns)
        texts = ["source", "unit", *self.coders, "provenance"]
        return frame.astype(dict.fromkeys(texts, "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def unit_disagreements(data: ReliabilityData) -> Disagreements:
    """The units on which coders differ, in the order of the text.

    Parameters
    ----------
    data : ReliabilityData
        Any data with categories.

    Examples
    --------
    >>> data = ReliabilityData(values=np.array([[0, 1], [0, 0]], dtype=np.int8),
    ...                        coders=("anna", "ben"), level="nominal",
    ...                        categories=("trust", "price"))
    >>> unit_disagreements(data).to_frame()[["unit", "anna", "ben", "share"]].values.tolist()
    [['2', 'price', 'trust', 1.0]]
    """
    if not data.categories:
        raise ValueError(
            "these data are numbers without categories, on which nearly all coders differ a "
            "little; give data whose values are codes"
        )
    differ, pairs = _pairs_that_differ(data.values)
    rows = np.flatnonzero(differ)
    names = np.array([*map(_word, data.categories), UNSEEN_WORD], dtype=object)
    nowhere = np.full(data.n_units, -1, dtype=np.int64)
    known = np.array([*data.sources, ""], dtype=object)
    source = data.source_of if len(data.source_of) else nowhere
    ids = data.units if len(data.units) else np.arange(1, data.n_units + 1).astype(str)
    return Disagreements(
        coders=data.coders,
        source=known[source[rows]],
        starts=(data.starts if len(data.starts) else nowhere)[rows],
        ends=(data.ends if len(data.ends) else nowhere)[rows],
        unit=ids[rows].astype(object),
        said=names[data.values[:, rows]].T,
        share=differ[rows] / pairs[rows],
        n_compared=int((pairs > 0).sum()),
        notes=data.notes,
        provenance=data.provenance,
    )


def continuum_disagreements(data: Continuum) -> Disagreements:
    """The stretches of text on which coders differ, in the order of the text.

    Parameters
    ----------
    data : Continuum
        Segments may overlap: the sets of codes are compared.

    Returns
    -------
    Disagreements
        A stretch ends where any coder's codes change. `n_compared` counts stretches.

    Examples
    --------
    >>> from casestudy.agreement.continua import typed_continuum
    >>> rows = [("anna", "s1", "trust", 0, 6), ("ben", "s1", "trust", 2, 8)]
    >>> data = typed_continuum(rows, lengths={"s1": 9}, atom="word")
    >>> continuum_disagreements(data).to_frame()[["start", "end", "anna", "ben"]].values.tolist()
    [[0, 2, 'trust', 'no code'], [6, 8, 'no code', 'trust']]
    """
    check_comparable(data)
    sets = set_continuum(data)
    cut = stretches(sets)
    first, last = _constant(cut)
    values = np.where(cut.values == UNSEEN, -1, np.where(cut.values == GAP, 0, cut.values + 1))
    values = values[:, first]
    differ, pairs = _pairs_that_differ(values)
    rows = np.flatnonzero(differ)
    names = np.array([NO_CODE, *sets.values, UNSEEN_WORD], dtype=object)
    source = cut.source[first[rows]]
    offset = data.offsets[source]
    starts = cut.starts[first[rows]] - offset
    ends = (cut.starts + cut.lengths)[last[rows]] - offset
    in_text = data.text_spans(source, starts, ends)
    return Disagreements(
        coders=data.coders,
        source=np.array(data.sources, dtype=object)[source],
        starts=in_text[0],
        ends=in_text[1],
        unit=np.full(len(rows), "", dtype=object),
        said=names[values[:, rows]].T,
        share=differ[rows] / pairs[rows],
        n_compared=int((pairs > 0).sum()),
        notes=data.notes,
        provenance=data.provenance,
    )


def _constant(cut: Stretches) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """First and last of the stretches between which no coder's value changes."""
    if not len(cut.starts):
        nothing = np.empty(0, dtype=np.intp)
        return nothing, nothing
    change = (np.diff(cut.values, axis=1) != 0).any(axis=0) | (np.diff(cut.source) != 0)
    first = np.concatenate([[0], np.flatnonzero(change) + 1])
    return first, np.concatenate([first[1:], [len(cut.starts)]]) - 1


def _pairs_that_differ(
    values: npt.NDArray[np.signedinteger],
) -> tuple[Integers, Integers]:
    """For each unit how many pairs of coders differ, and how many judged it."""
    differ = np.zeros(values.shape[1], dtype=np.int64)
    pairs = np.zeros(values.shape[1], dtype=np.int64)
    for one, other in combinations(values, 2):
        both = (one >= 0) & (other >= 0)
        pairs += both
        differ += both & (one != other)
    return differ, pairs


def _word(value: object) -> str:
    """What a coder said, in words."""
    if isinstance(value, frozenset):
        return " + ".join(sorted(value)) or NO_CODE
    return str(value)
