"""Drawing units or sources again, without ever touching a unit.

A resample is a vector of how often each pattern (or source) was drawn: multinomial. All that a
coefficient needs are sums, so ten thousand resamples are one product of matrices. Where patterns
are many, the multinomial is drawn as independent Poisson numbers of slightly too few draws, and
the rest is drawn one by one: given their total, independent Poisson numbers are multinomial, so
the result is exact.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from casestudy.agreement.distances import Columns
from casestudy.agreement.patterns import Floats, Integers

Estimate = Callable[[Floats], Floats]
"""From sums, shape (b, d), to values of a coefficient, shape (b,)."""

CELLS = 1 << 21
"""Numbers that are drawn at a time."""
MANY_DRAWS = 4000
"""From so many units on, Poisson numbers are cheaper than a multinomial."""
_LARGEST_TABLE = 64.0
"""Poisson numbers with a greater mean are left to NumPy."""
_UNSURE = 255


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Groups:
    """What is drawn: patterns of units, or sources, with what each adds to the sums.

    Parameters
    ----------
    columns : array or sparse matrix, shape (n_groups, d)
        What one unit of the group adds to each sum.
    times : array of int, shape (n_groups,)
        How many units are of this kind.
    kind : {"unit", "source"}
        What is drawn.
    """

    columns: Columns
    times: Integers
    kind: str

    @property
    def n(self) -> int:
        """How many units or sources there are."""
        return int(self.times.sum())

    @property
    def total(self) -> Floats:
        """The sums over all of them."""
        return np.asarray(self.times.astype(np.float64) @ self.columns)


def replicates(
    groups: Groups, estimate: Estimate, *, rng: np.random.Generator, n_resamples: int
) -> Floats:
    """Values of a coefficient on resamples; NaN where it is not defined on one.

    Parameters
    ----------
    groups : Groups
        What is drawn, with replacement, as often as there are units or sources.
    estimate : callable
        From sums to values.
    rng : Generator
        The only source of chance.
    n_resamples : int
        How many resamples.
    """
    made = [estimate(_product(w, groups.columns)) for w in _drawn(groups.times, rng, n_resamples)]
    return np.concatenate(made)


def left_out_values(groups: Groups, estimate: Estimate) -> Floats:
    """Values of a coefficient with one unit of each group left out."""
    total, n = groups.total, len(groups.times)
    step = max(CELLS // max(len(total), 1), 1)
    made = [
        estimate(total - _dense(groups.columns[start : start + step]))
        for start in range(0, n, step)
    ]
    return np.concatenate(made) if made else np.empty(0)


def _dense(columns: Columns) -> Floats:
    return np.asarray(columns.toarray() if hasattr(columns, "toarray") else columns)


def _product(times: npt.NDArray[Any], columns: Columns) -> Floats:
    """Sums over each resample, shape (b, d), from times, shape (n_groups, b)."""
    return np.asarray((columns.T @ times.astype(np.float64)).T)


def _drawn(
    times: Integers, rng: np.random.Generator, n_resamples: int
) -> Iterator[npt.NDArray[Any]]:
    """How often each group is drawn, some resamples at a time, shape (n_groups, b)."""
    n, n_groups = int(times.sum()), len(times)
    if n == n_groups:
        draw: Callable[[int], npt.NDArray[Any]] = _Evenly(n, rng)
    elif n >= MANY_DRAWS and n_groups > 64:
        draw = _Poissonised(times, rng)
    else:
        draw = _Multinomial(times, rng)
    step = max(CELLS // max(n_groups, 1), 1)
    for start in range(0, n_resamples, step):
        yield draw(min(step, n_resamples - start))


@dataclass(frozen=True, slots=True)
class _Evenly:
    """Draws where each group has one unit: by its number."""

    n: int
    rng: np.random.Generator

    def __call__(self, b: int) -> npt.NDArray[Any]:
        found = self.rng.integers(0, self.n, size=(b, self.n), dtype=np.int64)
        found += np.arange(b)[:, None] * self.n
        return np.bincount(found.ravel(), minlength=b * self.n).reshape(b, self.n).T


@dataclass(frozen=True, slots=True)
class _Multinomial:
    """Draws where groups or units are few."""

    times: Integers
    rng: np.random.Generator

    def __call__(self, b: int) -> npt.NDArray[Any]:
        n = int(self.times.sum())
        return np.asarray(self.rng.multinomial(n, self.times / n, size=b).T)


class _Poissonised:
    """Multinomial draws from independent Poisson numbers and a few draws one by one."""

    def __init__(self, times: Integers, rng: np.random.Generator) -> None:
        self.rng, self.n, self.n_groups = rng, int(times.sum()), len(times)
        spare = 5.0 * math.sqrt(self.n)
        self.thinned = 1.0 - spare / self.n
        # a mean of 13 is the sum of means 1, 4 and 8: so few tables serve all
        bits = range(int(times.max()).bit_length())
        members = {bit: np.flatnonzero((times >> bit) & 1) for bit in bits}
        self.members = {bit: groups for bit, groups in members.items() if len(groups)}
        means = {bit: self.thinned * 2**bit for bit in self.members}
        self.means = means
        self.tables = {
            bit: _PoissonTable(mean) for bit, mean in means.items() if mean <= _LARGEST_TABLE
        }
        self.group_of = np.repeat(np.arange(len(times)), times)

    def __call__(self, b: int) -> npt.NDArray[Any]:
        made = self._thinned(b)
        drawn = made.sum(axis=0, dtype=np.int32)
        while (drawn > self.n).any():  # once in millions; such a resample is drawn anew
            wrong = np.flatnonzero(drawn > self.n)
            made[:, wrong] = self._thinned(len(wrong))
            drawn[wrong] = made[:, wrong].sum(axis=0)
        self._add_rest(made, self.n - drawn)
        return made

    def _thinned(self, b: int) -> npt.NDArray[Any]:
        """Independent Poisson numbers that add up to a little less than the units."""
        made = np.zeros((self.n_groups, b), dtype=np.int32)
        for bit, groups in self.members.items():
            shape = (len(groups), b)
            if bit in self.tables:
                made[groups] += self.tables[bit].draws(shape, self.rng)
            else:
                made[groups] += self.rng.poisson(self.means[bit], shape).astype(np.int32)
        return made

    def _add_rest(self, made: npt.NDArray[Any], missing: npt.NDArray[Any]) -> None:
        """The draws that are missing to the number of units, each of any unit."""
        units = self.rng.integers(0, self.n, size=int(missing.sum()), dtype=np.int64)
        resample = np.repeat(np.arange(len(missing)), missing)
        cells = self.group_of.take(units) * made.shape[1] + resample
        made += np.bincount(cells, minlength=made.size).reshape(made.shape)


class _PoissonTable:
    """Poisson numbers looked up by sixteen random bits; where these do not decide, by more."""

    def __init__(self, mean: float) -> None:
        from scipy.special import pdtr

        n_values = int(mean + 12.0 * math.sqrt(mean) + 40.0)
        self.up_to = np.asarray(pdtr(np.arange(n_values), mean))
        edges = np.arange((1 << 16) + 1) / (1 << 16)
        low = np.searchsorted(self.up_to, edges[:-1], side="right")
        high = np.searchsorted(self.up_to, edges[1:], side="left")
        self.values = np.where(low == high, low, _UNSURE).astype(np.uint8)

    def draws(self, shape: tuple[int, int], rng: np.random.Generator) -> npt.NDArray[Any]:
        """Numbers of this mean."""
        size = shape[0] * shape[1]
        bits = rng.integers(0, 1 << 64, size=-(-size // 4), dtype=np.uint64, endpoint=False)
        cells = bits.view(np.uint16)[:size]
        made = self.values.take(cells)
        unsure = np.flatnonzero(made == _UNSURE)
        exact = (cells[unsure] + rng.random(len(unsure))) / (1 << 16)
        made[unsure] = np.searchsorted(self.up_to, exact, side="right")
        return made.reshape(shape)
