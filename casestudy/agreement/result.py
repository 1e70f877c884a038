"""What a coefficient of agreement is: its value and all that is needed to judge it.

A coefficient that is not defined is NaN, and `undefined` says why.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from casestudy.intervals import Interval
from casestudy.provenance import Provenance, kinds, merged
from casestudy.results import as_html, as_text

NO_INTERVAL = Interval(low=math.nan, high=math.nan, level=math.nan, method="")
"""Stands where no interval was asked for or none is defined."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Agreement:
    """How far coders agree, by one coefficient.

    Parameters
    ----------
    coefficient : str
        Name of the coefficient as a paper prints it, such as "Krippendorff's alpha (nominal)".
    value : float
        The coefficient, not rounded; NaN where it is not defined.
    coders : tuple of str
        Whom it is about.
    n_units : int
        Units that entered it.
    n_pairable : int
        Values in units that at least two coders judged.
    observed, expected : float
        Agreement that was observed, and that which chance would give; 1 minus a disagreement for
        coefficients that are defined by one. NaN where the coefficient has no such part.
    standard_error : float
        NaN where none was computed.
    standard_error_method : str
        How it was computed, and of what the units are a sample; empty where none was.
    interval : Interval
        With level and method; bounds are NaN where none was computed.
    below : mapping of float to float
        For each threshold the share of bootstrap replicates below it; empty without a bootstrap.
    n_sources : int
        Sources that the units come from; 0 where not known.
    about : str
        What was judged, such as the name of a theme.
    unit : str
        What a unit is: "turn", "sentence", "character".
    undefined : str
        Why the value is NaN; empty where it is defined.
    details : mapping of str to float
        Further numbers, such as the coverage of a coefficient on the continuum.
    settings : mapping of str to str
        Every choice that shaped the number.
    notes : tuple of str
        Caveats.
    provenance : tuple of Provenance
        Where the data came from.
    """

    coefficient: str
    value: float
    coders: tuple[str, ...]
    n_units: int
    n_pairable: int
    observed: float = math.nan
    expected: float = math.nan
    standard_error: float = math.nan
    standard_error_method: str = ""
    interval: Interval = NO_INTERVAL
    below: Mapping[float, float] = field(default_factory=dict)
    n_sources: int = 0
    about: str = ""
    unit: str = ""
    undefined: str = ""
    details: Mapping[str, float] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def __post_init__(self) -> None:
        if math.isnan(self.value) != bool(self.undefined):
            raise ValueError(
                f"{self.coefficient}: value {self.value} with the reason {self.undefined!r}; a "
                "value is NaN if and only if `undefined` says why"
            )

    def to_frame(self) -> pd.DataFrame:
        """One row: what was judged, the numbers, the n's, the methods, provenance."""
        return Agreements(rows=(self,)).to_frame()

    _repr_html_ = as_html
    __repr__ = as_text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Agreements:
    """Several coefficients in order: themes by one coefficient, or one theme by several.

    Parameters
    ----------
    rows : tuple of Agreement
        In the order shown.
    more_notes : tuple of str
        Caveats that hold for all of them together.
    """

    rows: tuple[Agreement, ...]
    more_notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Agreement]:
        return iter(self.rows)

    def __getitem__(self, name: str) -> Agreement:
        """The first row that is about a theme, or of a coefficient, of that name."""
        for row in self.rows:
            if name in (row.about, row.coefficient):
                return row
        known = dict.fromkeys(
            name for row in self.rows for name in (row.about, row.coefficient) if name
        )
        raise LookupError(f"no row is about {name!r}; allowed are {', '.join(known)}")

    @property
    def thresholds(self) -> tuple[float, ...]:
        """Thresholds for which the share of replicates below is known, the lowest first."""
        return tuple(sorted({limit for row in self.rows for limit in row.below}))

    @property
    def notes(self) -> tuple[str, ...]:
        """Each caveat once."""
        own = (note for row in self.rows for note in row.notes)
        reasons = (
            f"{row.about or row.coefficient}: not defined, {row.undefined}"
            for row in self.rows
            if row.undefined
        )
        return tuple(dict.fromkeys((*self.more_notes, *reasons, *own)))

    @property
    def provenance(self) -> tuple[Provenance, ...]:
        """Where the data came from."""
        return merged(place for row in self.rows for place in row.provenance)

    def to_frame(self) -> pd.DataFrame:
        """One row a coefficient, nothing rounded; `below_0.8` where replicates were drawn."""
        frame = pd.DataFrame([_cells(row) for row in self.rows], columns=list(_COLUMNS))
        frame = frame.astype({name: "str" for name, kind in _COLUMNS.items() if kind is str})
        for limit in self.thresholds:
            shares = [row.below.get(limit, math.nan) for row in self.rows]
            frame.insert(list(frame.columns).index("n_units"), f"below_{limit:g}", shares)
        return frame

    _repr_html_ = as_html
    __repr__ = as_text


_COLUMNS = {
    "about": str, "coefficient": str, "value": float, "observed": float, "expected": float,
    "standard_error": float, "standard_error_method": str, "low": float, "high": float,
    "level": float, "interval_method": str, "n_units": int, "n_pairable": int, "n_sources": int,
    "n_coders": int, "coders": str, "unit": str, "undefined": str, "provenance": str,
}  # fmt: skip


def _cells(row: Agreement) -> tuple[object, ...]:
    return (
        row.about, row.coefficient, row.value, row.observed, row.expected, row.standard_error,
        row.standard_error_method, row.interval.low, row.interval.high, row.interval.level,
        row.interval.method, row.n_units, row.n_pairable, row.n_sources, len(row.coders),
        ", ".join(row.coders), row.unit, row.undefined, kinds(row.provenance),
    )  # fmt: skip
