"""Reliability data made ready for counting: integers, patterns, who shares units with whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from casestudy.agreement.arrays import from_array
from casestudy.agreement.encoding import smallest
from casestudy.agreement.patterns import Floats, Patterns, ordered_patterns, unordered
from casestudy.agreement.reliability import MISSING, ReliabilityData

NUMERIC = ("interval", "ratio", "circular", "bipolar")


@dataclass(frozen=True, kw_only=True, eq=False)
class Judgements:
    """Reliability data whose values are integers, with their patterns, each found once.

    Parameters
    ----------
    data : ReliabilityData
        Integers; positions in its categories.
    """

    data: ReliabilityData

    @cached_property
    def ordered(self) -> Patterns:
        """Patterns where it matters who said what."""
        return ordered_patterns(self.data.values, self.n_categories)

    @property
    def unordered(self) -> Patterns:
        """Patterns where coders are interchangeable."""
        return self._regrouped[0]

    @property
    def unordered_of(self) -> npt.NDArray[Any]:
        """For each ordered pattern, which unordered one it is."""
        return self._regrouped[1]

    @cached_property
    def _regrouped(self) -> tuple[Patterns, npt.NDArray[Any]]:
        return unordered(self.ordered)

    @property
    def n_categories(self) -> int:
        """How many values there are, used or not."""
        return len(self.data.categories)

    @property
    def n_sources(self) -> int:
        """Sources that the units come from; 0 where not known."""
        return len(self.data.sources) if len(self.data.source_of) else 0

    @cached_property
    def numbers(self) -> Floats:
        """The value of each category; ranks of texts that have an order.

        Raises
        ------
        ValueError
            If the categories are neither numbers nor in an order.
        """
        values = self.data.categories
        if all(isinstance(value, int | float | np.number) for value in values):
            return np.array([float(value) for value in values])  # type: ignore[arg-type]
        if self.data.level == "ordinal":
            return np.arange(1.0, len(values) + 1.0)
        other = next(value for value in values if not isinstance(value, int | float | np.number))
        raise ValueError(
            f"the value {other!r} is not a number and the level is {self.data.level!r}; give "
            "numbers, or state the level 'ordinal' with the categories in their order"
        )

    @cached_property
    def no_pair(self) -> str:
        """Why there is no pair of judgements; empty if there is one."""
        if (self.unordered.n_judged >= 2).any():
            return ""
        data, judged = self.data, self.data.judged
        if not judged.any():
            return "nobody judged any unit"
        told = ", ".join(
            f"{coder}: {n}" for coder, n in zip(data.coders, judged.sum(axis=1), strict=True)
        )
        return f"no unit was judged by two coders (units judged: {told})"


def judgements(data: ReliabilityData | Judgements | npt.ArrayLike, *, level: str) -> Judgements:
    """What a coefficient was given, made ready.

    Parameters
    ----------
    data : ReliabilityData, or array_like of shape (n_coders, n_units)
        In an array, missing judgements are NaN or None.
    level : str
        Level of measurement of an array; data that state theirs keep it.

    Raises
    ------
    ValueError
        If there are fewer than two coders.
    """
    if isinstance(data, Judgements):
        return data
    given = data if isinstance(data, ReliabilityData) else from_array(data, level=level)
    if given.n_coders < 2:
        who = f"one coder ({given.coders[0]})" if given.coders else "no coder"
        raise ValueError(
            f"these data have {who}; agreement needs two or more. To compare one coder with "
            "himself, code the same units again under a second name"
        )
    return Judgements(data=_coded(given))


def _coded(data: ReliabilityData) -> ReliabilityData:
    """The same data with integers; numbers become positions in their distinct values."""
    if data.values.dtype.kind == "i":
        return data
    missing = np.isnan(data.values)
    found, codes = np.unique(data.values, return_inverse=True)
    n = int(np.count_nonzero(~np.isnan(found)))
    codes = np.where(missing, MISSING, codes.reshape(data.values.shape))
    return replace(data, values=smallest(codes, n), categories=tuple(found[:n].tolist()))
