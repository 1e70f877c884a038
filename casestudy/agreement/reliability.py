"""Reliability data: what each coder said of each unit, coders × units.

The bridges from codings make it, and every coefficient on given units reads it. A coder who did
not judge a unit is *missing* there, which is not the same as having said "no".
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text

LEVELS = ("nominal", "ordinal", "interval", "ratio", "circular", "bipolar", "set")
"""Levels of measurement; "set" for units that bear any number of codes at once."""

MISSING = -1
"""Stands in `values` where a coder did not judge a unit; NaN where values are numbers."""

_NO_INTEGERS = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReliabilityData:
    """What each coder said of each unit.

    Parameters
    ----------
    values : array, shape (n_coders, n_units)
        Signed integers: positions in `categories`, `MISSING` where a coder did not judge the unit.
        Or floats: the numbers themselves, NaN where missing; then `categories` is empty.
    coders : tuple of str
        Name of each row.
    level : str
        Level of measurement, one of `LEVELS`; the caller states it.
    categories : tuple
        What the integers stand for: str (nominal), str in their order or numbers (ordinal),
        numbers (interval, ratio, circular, bipolar), frozenset of str (set).
    about : str
        What was judged, such as the name of a theme.
    unit : str
        What a unit is: "turn", "sentence", "page block", "window of 200 characters".
    units : array of str, shape (n_units,)
        Id of each unit; empty for units that are only numbered.
    sources : tuple of str
        Ids of the sources, each once; empty where not known.
    source_of : array of int, shape (n_units,)
        Position in `sources` for each unit; empty where not known.
    starts, ends : array of int, shape (n_units,)
        Place of each unit in its source, end excluded; empty where not known.
    settings : mapping of str to str
        Every choice that shaped the data.
    notes : tuple of str
        Caveats.
    provenance : tuple of Provenance
        Where the data came from.
    """

    values: npt.NDArray[Any]
    coders: tuple[str, ...]
    level: str
    categories: tuple[Hashable, ...] = ()
    about: str = ""
    unit: str = ""
    units: npt.NDArray[Any] = field(default_factory=lambda: np.empty(0, dtype=np.str_))
    sources: tuple[str, ...] = ()
    source_of: npt.NDArray[np.int64] = field(default_factory=lambda: _NO_INTEGERS)
    starts: npt.NDArray[np.int64] = field(default_factory=lambda: _NO_INTEGERS)
    ends: npt.NDArray[np.int64] = field(default_factory=lambda: _NO_INTEGERS)
    settings: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def __post_init__(self) -> None:
        _check_shape(self)
        _check_values(self)

    @property
    def n_coders(self) -> int:
        """How many coders there are."""
        return int(self.values.shape[0])

    @property
    def n_units(self) -> int:
        """How many units there are, judged or not."""
        return int(self.values.shape[1])

    @property
    def judged(self) -> npt.NDArray[np.bool_]:
        """For each coder and unit, whether the coder judged it; shape (n_coders, n_units)."""
        is_number = self.values.dtype.kind == "f"
        judged: npt.NDArray[np.bool_] = ~np.isnan(self.values) if is_number else self.values >= 0
        return judged

    def of_coders(self, coders: Sequence[str]) -> ReliabilityData:
        """The rows of some coders, in the order given."""
        for coder in coders:
            if coder not in self.coders:
                raise LookupError(
                    f"coder {coder!r} is not in these data; allowed are {', '.join(self.coders)}"
                )
        rows = [self.coders.index(coder) for coder in coders]
        return replace(self, values=self.values[rows], coders=tuple(coders))

    def to_frame(self) -> pd.DataFrame:
        """One row a judged unit and coder: unit, source, start, end, coder, value, provenance."""
        rows, columns = np.nonzero(self.judged)
        order = np.lexsort((rows, columns))
        rows, columns = rows[order], columns[order]
        frame = pd.DataFrame(
            {
                "unit": self._unit_ids()[columns],
                "source": self._source_ids()[columns],
                "start": self._places(self.starts)[columns],
                "end": self._places(self.ends)[columns],
                "coder": np.array(self.coders, dtype=object)[rows],
                "value": self._said(rows, columns),
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["unit", "source", "coder", "provenance"], "str"))

    def _unit_ids(self) -> npt.NDArray[Any]:
        return self.units if len(self.units) else np.arange(1, self.n_units + 1).astype(str)

    def _source_ids(self) -> npt.NDArray[np.object_]:
        if not len(self.source_of):
            return np.full(self.n_units, "", dtype=object)
        return np.array(self.sources, dtype=object)[self.source_of]

    def _places(self, places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        return places if len(places) else np.full(self.n_units, -1, dtype=np.int64)

    def _said(self, rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp]) -> list[object]:
        found = self.values[rows, columns]
        if self.values.dtype.kind == "f":
            return list(found)
        said = [
            ", ".join(sorted(value)) if isinstance(value, frozenset) else value
            for value in self.categories
        ]
        return [said[code] for code in found]

    _repr_html_ = as_html
    __repr__ = as_text


def _check_shape(data: ReliabilityData) -> None:
    """Refuse data whose parts do not fit together."""
    if data.values.ndim != 2:
        raise ValueError(
            f"reliability data have {data.values.ndim} dimensions; they are coders × units: give "
            "an array with one row a coder and one column a unit"
        )
    if data.level not in LEVELS:
        raise ValueError(f"level {data.level!r} is not known; allowed are {', '.join(LEVELS)}")
    if len(data.coders) != data.n_coders or len(set(data.coders)) != data.n_coders:
        raise ValueError(
            f"{len(data.coders)} names ({', '.join(data.coders)}) do not fit {data.n_coders} rows; "
            "give each row a coder of its own"
        )
    for name in ("units", "source_of", "starts", "ends"):
        found = len(getattr(data, name))
        if found not in (0, data.n_units):
            raise ValueError(f"{name} has {found} entries for {data.n_units} units; give one each")


def _check_values(data: ReliabilityData) -> None:
    """Refuse integers without a category, and numbers where integers are needed."""
    if data.values.dtype.kind == "f":
        if data.categories:
            raise ValueError(
                "values are numbers, so `categories` is empty; for positions in `categories` give "
                f"integers, with {MISSING} where missing"
            )
        return
    if data.values.dtype.kind != "i":
        raise ValueError(
            f"values of type {data.values.dtype} are not allowed; give signed integers that are "
            "positions in `categories`, or floats"
        )
    if data.values.size and not MISSING <= data.values.min() <= data.values.max() < len(
        data.categories
    ):
        raise ValueError(
            f"values run from {data.values.min()} to {data.values.max()}, but there are "
            f"{len(data.categories)} categories; allowed are 0 to {len(data.categories) - 1}, and "
            f"{MISSING} where missing"
        )
