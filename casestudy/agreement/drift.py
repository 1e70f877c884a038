"""Drift: whether coders agree more, or less, as the coding goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.agreement.leaving_out import of_units
from casestudy.agreement.reliability import ReliabilityData
from casestudy.agreement.result import Agreement, Agreements
from casestudy.codings import Codings
from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text

Times = npt.NDArray[np.datetime64]
NEVER = np.datetime64("NaT", "us")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drift:
    """A coefficient in each stretch of the time of coding.

    Parameters
    ----------
    first, last : array of datetime64, shape (n_parts,)
        When the first and last unit of each part was coded, in UTC.
    parts : tuple of Agreement
        The coefficient on the units of each part.
    n_untimed : int
        Units without a time, in no part.
    """

    first: Times
    last: Times
    parts: tuple[Agreement, ...]
    n_untimed: int

    @property
    def notes(self) -> tuple[str, ...]:
        """When a unit counts as coded, and how many have no time."""
        told = (
            "A unit counts as coded when the last of its coders coded it; an uncoded one when its "
            "coder coded the nearest unit before it in the source, or else after it.",
        )
        untimed = f"Units left out, because no coder has a time for them: {self.n_untimed}."
        own = dict.fromkeys(note for part in self.parts for note in part.notes)
        return (*told, *((untimed,) if self.n_untimed else ()), *own)

    @property
    def provenance(self) -> tuple[Provenance, ...]:
        """Where the data came from."""
        return Agreements(rows=self.parts).provenance

    def to_frame(self) -> pd.DataFrame:
        """One row a part: first, last, coefficient, value, low, high, n_units, provenance."""
        frame = pd.DataFrame(
            {
                "first": pd.DatetimeIndex(self.first, tz="UTC"),
                "last": pd.DatetimeIndex(self.last, tz="UTC"),
                "coefficient": [part.coefficient for part in self.parts],
                "value": [part.value for part in self.parts],
                "low": [part.interval.low for part in self.parts],
                "high": [part.interval.high for part in self.parts],
                "n_units": [part.n_units for part in self.parts],
                "undefined": [part.undefined for part in self.parts],
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["coefficient", "undefined", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def agreement_over_time(
    data: ReliabilityData,
    *,
    codings: Codings,
    coefficient: Callable[[ReliabilityData], Agreement],
    n_parts: int,
) -> Drift:
    """A coefficient in parts of equal numbers of units, in the order in which they were coded.

    Parameters
    ----------
    data : ReliabilityData
        Units with their places in sources.
    codings : Codings
        The codings that the data were made from; their times are used.
    coefficient : callable
        From data to a coefficient.
    n_parts : int
        Parts, at least 2; each needs enough units for the coefficient to mean something.

    Raises
    ------
    ValueError
        If there are fewer than two parts, or fewer units with a time than parts, or the data do
        not say where their units are.

    Notes
    -----
    A change over parts may be one of the texts as well as of the coders: sources that are coded
    later may be harder.
    """
    if n_parts < 2:
        raise ValueError(f"{n_parts} parts show no drift; give at least 2")
    times = unit_times(data, codings)
    timed = np.flatnonzero(~np.isnat(times))
    if len(timed) < n_parts:
        raise ValueError(
            f"{len(timed)} units have a time, too few for {n_parts} parts; give fewer parts"
        )
    order = timed[np.argsort(times[timed], kind="stable")]
    parts = np.array_split(order, n_parts)
    return Drift(
        first=np.array([times[part[0]] for part in parts]),
        last=np.array([times[part[-1]] for part in parts]),
        parts=tuple(coefficient(of_units(data, np.sort(part))) for part in parts),
        n_untimed=data.n_units - len(timed),
    )


def unit_times(data: ReliabilityData, codings: Codings) -> Times:
    """When each unit was coded: when the last of the coders who judged it was there.

    Returns
    -------
    array of datetime64, shape (n_units,)
        NaT where no coder who judged it coded anything in its source.
    """
    if not len(data.source_of) or not len(data.starts):
        raise ValueError(
            "the data do not say where their units are; make them with reliability_data from "
            "units of text"
        )
    found = np.full(data.n_units, NEVER)
    for number, coder in enumerate(data.coders):
        own = _times_of(data, codings.frame[codings.frame["coder"] == coder])
        own[~data.judged[number]] = NEVER
        found = np.fmax(found, own)
    return found


def _times_of(data: ReliabilityData, frame: pd.DataFrame) -> Times:
    """When one coder was at each unit: the coding nearest before its end, or else the first."""
    found = np.full(data.n_units, NEVER)
    for number, source in enumerate(data.sources):
        rows = np.flatnonzero(data.source_of == number)
        own = frame[(frame["source"] == source) & (frame["start"] >= 0)].sort_values("start")
        if not len(rows) or own.empty:
            continue
        times = own["created"].dt.tz_localize(None).to_numpy(dtype="datetime64[us]")
        starts = own["start"].to_numpy(dtype=np.int64)
        at = np.searchsorted(starts, data.ends[rows], side="left") - 1
        found[rows] = times[np.maximum(at, 0)]
    return found
