"""The continuum: what each coder marked where, on texts that nobody cut into units beforehand.

Every source is a line of atoms (characters or words). A segment is a stretch of it that a coder
gave a value. Nothing is stored for each atom: a book costs no more than the segments in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.agreement.atoms import Atoms
from casestudy.errors import did_you_mean
from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text

Integers = npt.NDArray[np.int64]
GAP = -1
"""Stands for a value where a coder marked nothing."""
UNSEEN = -2
"""Stands for a value in a source that a coder never saw."""
_COLUMNS = ("coder", "source", "value", "start", "end")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Continuum:
    """What each coder marked where.

    Parameters
    ----------
    coders, sources, values : tuple of str
        Ids that the arrays point into. A value is a code, or a set of codes joined by " + ".
    lengths : array of int, shape (n_sources,)
        Atoms of each source.
    seen : array of bool, shape (n_coders, n_sources)
        Whether a coder saw a source. Unmarked text in a source that a coder saw was judged
        irrelevant; a source that a coder did not see says nothing.
    coder, source, value : array of int, shape (n_segments,)
        Positions in `coders`, `sources` and `values`; ordered by source, coder and start.
    starts, ends : array of int, shape (n_segments,)
        Atoms from the start of the source, end excluded.
    atom : str
        "character" or "word": what is counted. It is part of every number on the continuum.
    names, colours : tuple of str
        How each value is shown.
    places : tuple of Atoms
        Where the atoms of each source lie in its text; empty for segments typed from a paper.
    settings : mapping of str to str
        Every choice that shaped the data.
    notes : tuple of str
        Caveats.
    provenance : tuple of Provenance
        Where the data came from.
    """

    coders: tuple[str, ...]
    sources: tuple[str, ...]
    values: tuple[str, ...]
    lengths: Integers
    seen: npt.NDArray[np.bool_]
    coder: Integers
    source: Integers
    value: Integers
    starts: Integers
    ends: Integers
    atom: str
    names: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    places: tuple[Atoms, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def __post_init__(self) -> None:
        _check_segments(self)

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def offsets(self) -> Integers:
        """Where each source starts if all are laid end to end."""
        return np.concatenate([[0], np.cumsum(self.lengths)[:-1]]).astype(np.int64)

    def only(
        self, *, coders: Sequence[str] | None = None, sources: Sequence[str] | None = None
    ) -> Continuum:
        """The segments of some coders and sources, in the order given.

        Raises
        ------
        LookupError
            If a coder or source is not in the continuum.
        """
        rows = _positions(coders, self.coders, "coder")
        columns = _positions(sources, self.sources, "source")
        new_coder = np.full(len(self.coders), -1, dtype=np.int64)
        new_coder[rows] = np.arange(len(rows))
        new_source = np.full(len(self.sources), -1, dtype=np.int64)
        new_source[columns] = np.arange(len(columns))
        coder, source = new_coder[self.coder], new_source[self.source]
        keep = np.flatnonzero((coder >= 0) & (source >= 0))
        keep = keep[np.lexsort((self.starts[keep], coder[keep], source[keep]))]
        return replace(
            self,
            coders=tuple(self.coders[row] for row in rows),
            sources=tuple(self.sources[column] for column in columns),
            lengths=self.lengths[columns],
            seen=self.seen[np.ix_(rows, columns)],
            coder=coder[keep],
            source=source[keep],
            value=self.value[keep],
            starts=self.starts[keep],
            ends=self.ends[keep],
            places=tuple(self.places[column] for column in columns) if self.places else (),
        )

    def text_spans(
        self, source: Integers, starts: Integers, ends: Integers
    ) -> tuple[Integers, Integers]:
        """Where stretches of atoms lie in the text: code points, end excluded.

        Without `places` the atoms themselves.
        """
        if not self.places:
            return starts, ends
        first, last = starts.copy(), ends.copy()
        for number in np.unique(source):
            rows = source == number
            first[rows], last[rows] = self.places[number].text_spans(starts[rows], ends[rows])
        return first, last

    def to_frame(self) -> pd.DataFrame:
        """One row a segment: source, coder, value, start and end in atoms, provenance."""
        frame = pd.DataFrame(
            {
                "source": np.array(self.sources, dtype=object)[self.source],
                "coder": np.array(self.coders, dtype=object)[self.coder],
                "value": np.array(self.values, dtype=object)[self.value],
                "start": self.starts,
                "end": self.ends,
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["source", "coder", "value", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def typed_continuum(
    segments: pd.DataFrame | Sequence[tuple[str, str, str, int, int]],
    *,
    lengths: Mapping[str, int],
    atom: str,
    seen: Mapping[str, Sequence[str]] | None = None,
    **more: Any,
) -> Continuum:
    """A continuum from rows of coder, source, value, start and end.

    Parameters
    ----------
    segments : DataFrame or sequence of tuples
        Columns coder, source, value, start, end; atoms from 0, end excluded.
    lengths : mapping of str to int
        Atoms of each source.
    atom : str
        What is counted: "character", "word", or what the example counts.
    seen : mapping of str to sequence of str, optional
        The sources that each coder saw; every coder named here is in the data, marked or not.
        Without it every coder saw every source.
    **more
        Further fields of `Continuum`.

    Raises
    ------
    ValueError
        If a segment is empty or leaves its source, or a coder marked a source never seen.
    LookupError
        If a source has no length.

    Examples
    --------
    >>> typed_continuum([("anna", "s1", "trust", 2, 5), ("ben", "s1", "trust", 3, 6)],
    ...                 lengths={"s1": 20}, atom="character").lengths.tolist()
    [20]
    """
    frame = pd.DataFrame(segments, columns=list(_COLUMNS))
    sources = tuple(lengths)
    coders = tuple(seen) if seen is not None else tuple(pd.unique(frame["coder"].astype("str")))
    values = more.pop("values", None) or tuple(sorted(frame["value"].astype("str").unique()))
    saw = np.ones((len(coders), len(sources)), dtype=bool)
    if seen is not None:
        saw = np.array([[name in set(seen[who]) for name in sources] for who in coders], dtype=bool)
    columns: dict[str, Any] = {
        "coder": _numbered(frame["coder"], coders, "coder"),
        "source": _numbered(frame["source"], sources, "source"),
        "value": _numbered(frame["value"], values, "value"),
        "starts": frame["start"].to_numpy(dtype=np.int64),
        "ends": frame["end"].to_numpy(dtype=np.int64),
    }
    order = np.lexsort((columns["starts"], columns["coder"], columns["source"]))
    return Continuum(
        coders=coders,
        sources=sources,
        values=values,
        lengths=np.array([lengths[name] for name in sources], dtype=np.int64),
        seen=saw.reshape(len(coders), len(sources)),
        atom=atom,
        **{name: column[order] for name, column in columns.items()},
        **more,
    )


def _positions(wanted: Sequence[str] | None, known: Sequence[str], what: str) -> list[int]:
    if wanted is None:
        return list(range(len(known)))
    for name in wanted:
        if name not in known:
            raise LookupError(
                f"{what} {name!r} is not in these data{did_you_mean(name, known)}; "
                f"allowed are {', '.join(known)}"
            )
    return [known.index(name) for name in wanted]


def _numbered(column: pd.Series, known: Sequence[str], what: str) -> Integers:
    """Positions of a column's names in the known ones."""
    found = pd.Categorical(column.astype("str"), categories=list(known)).codes.astype(np.int64)
    if (found < 0).any():
        name = str(column.iloc[int(np.argmax(found < 0))])
        raise LookupError(
            f"{what} {name!r} is not among those given{did_you_mean(name, known)}; "
            f"allowed are {', '.join(known)}"
        )
    return found


def _check_segments(data: Continuum) -> None:
    """Refuse segments that are empty, leave their source, or lie where the coder never looked."""
    wrong = (data.starts < 0) | (data.starts >= data.ends) | (data.ends > data.lengths[data.source])
    unseen = ~data.seen[data.coder, data.source]
    for bad, why in (
        (wrong, "0 <= start < end <= {length} is allowed"),
        (unseen, "the coder did not see this source; add it to `seen`"),
    ):
        if bad.any():
            row = int(np.argmax(bad))
            length = data.lengths[data.source[row]]
            raise ValueError(
                f"segment of {data.coders[data.coder[row]]!r} in "
                f"{data.sources[data.source[row]]!r} with {data.values[data.value[row]]!r}, "
                f"{data.starts[row]} to {data.ends[row]}: {why.format(length=length)}"
            )
