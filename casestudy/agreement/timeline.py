"""The continuum of one source laid out: a lane for each coder, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.agreement.continua import Continuum
from casestudy.agreement.disagreement import continuum_disagreements
from casestudy.errors import did_you_mean
from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CoderTimeline:
    """Who put which code where along one source.

    Parameters
    ----------
    source : str
        Id of the source.
    coders : tuple of str
        Coders who saw it, in order.
    codes, code_names, colours : tuple of str
        Codes that occur, in codebook order, their names, and `#rrggbb` or empty.
    segments : DataFrame
        One row a segment: coder, code, start, end (atoms), row (0 for the first line within the
        coder's lane).
    differences : DataFrame
        One row a stretch on which coders differ: start, end (atoms), share of pairs that differ.
    length : int
        Atoms of the source.
    atom : str
        "character" or "word".
    notes : tuple of str
        Caveats.
    provenance : tuple of Provenance
        Where the data came from.
    """

    source: str
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    code_names: tuple[str, ...]
    colours: tuple[str, ...]
    segments: pd.DataFrame
    differences: pd.DataFrame
    length: int
    atom: str
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def share_differing(self) -> float:
        """Share of the source's atoms on which any two coders differ."""
        spans = self.differences["end"] - self.differences["start"]
        return float(spans.sum() / self.length) if self.length else float("nan")

    def to_frame(self) -> pd.DataFrame:
        """The segments, with source and provenance."""
        frame = self.segments.assign(source=self.source, provenance=kinds(self.provenance))
        return frame.astype({"source": "str", "provenance": "str"})

    _repr_html_ = as_html
    __repr__ = as_text


def coder_timeline(
    data: Continuum, *, source: str, codes: Sequence[str] | None = None
) -> CoderTimeline:
    """The codings of one source, coder by coder, along its text.

    Parameters
    ----------
    data : Continuum
        Of all coders.
    source : str
        Id of the source.
    codes : sequence of str, optional
        Only these codes; differences are then those on these codes.

    Raises
    ------
    LookupError
        If the source or a code is not in the data.

    Examples
    --------
    >>> from casestudy.agreement.continua import typed_continuum
    >>> rows = [("anna", "s1", "trust", 0, 6), ("ben", "s1", "trust", 2, 8)]
    >>> found = coder_timeline(typed_continuum(rows, lengths={"s1": 8}, atom="word"), source="s1")
    >>> found.share_differing
    0.5
    """
    one = data.only(sources=[source])
    one = one.only(coders=[who for who, saw in zip(one.coders, one.seen[:, 0], strict=True) if saw])
    if codes is not None:
        one = _of_codes(one, codes)
    used = [number for number in range(len(one.values)) if (one.value == number).any()]
    frame = one.to_frame()[["coder", "value", "start", "end"]].rename(columns={"value": "code"})
    names, colours = one.names or one.values, one.colours or ("",) * len(one.values)
    return CoderTimeline(
        source=source,
        coders=one.coders,
        codes=tuple(one.values[number] for number in used),
        code_names=tuple(names[number] for number in used),
        colours=tuple(colours[number] for number in used),
        segments=frame.assign(row=_rows(one)),
        differences=_differences(one),
        length=int(one.lengths[0]),
        atom=one.atom,
        notes=one.notes,
        provenance=one.provenance,
    )


def _of_codes(data: Continuum, codes: Sequence[str]) -> Continuum:
    for code in codes:
        if code not in data.values:
            raise LookupError(
                f"code {code!r} is not in these data{did_you_mean(code, data.values)}; allowed are "
                f"{', '.join(data.values)}"
            )
    keep = np.isin(data.value, [data.values.index(code) for code in codes])
    columns = ("coder", "source", "value", "starts", "ends")
    return replace(data, **{name: getattr(data, name)[keep] for name in columns})


def _rows(data: Continuum) -> Integers:
    """A line for each segment within its coder's lane, so that none lie upon each other."""
    rows = np.zeros(len(data), dtype=np.int64)
    for coder in range(len(data.coders)):
        ends: list[int] = []
        for at in np.flatnonzero(data.coder == coder):
            free = [row for row, end in enumerate(ends) if end <= data.starts[at]]
            row = free[0] if free else len(ends)
            ends[row : row + 1] = [int(data.ends[at])]
            rows[at] = row
    return rows


def _differences(data: Continuum) -> pd.DataFrame:
    """Where coders differ, in atoms."""
    if len(data.coders) < 2:
        return pd.DataFrame({"start": [], "end": [], "share": []})
    found = continuum_disagreements(replace(data, places=()))
    return pd.DataFrame({"start": found.starts, "end": found.ends, "share": found.share})
