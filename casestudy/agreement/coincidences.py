"""How much of the continuum two coders gave the same value: additive sums, source by source.

The continuum is cut wherever a coder starts or ends a segment. Between two cuts nothing changes,
so that a stretch of any length costs one comparison; a text of a million characters with a
thousand segments is two thousand stretches.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from casestudy.agreement.continua import GAP, UNSEEN, Continuum

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stretches:
    """The continuum between its cuts, all sources end to end.

    Parameters
    ----------
    starts, lengths, source : array of int, shape (n_stretches,)
        Where each stretch starts on the whole line, its atoms, its source.
    values : array of int, shape (n_coders, n_stretches)
        Value that each coder gave it, `GAP` or `UNSEEN`.
    first, last : array of int, shape (n_segments,)
        The stretch that each segment starts with, and the one after its last.
    """

    starts: Integers
    lengths: Integers
    source: Integers
    values: npt.NDArray[np.int32]
    first: npt.NDArray[np.intp]
    last: npt.NDArray[np.intp]


def stretches(data: Continuum) -> Stretches:
    """The continuum cut wherever a coder starts or ends a segment, and where sources end.

    Segments of one coder must not overlap.
    """
    offsets = data.offsets
    starts, ends = offsets[data.source] + data.starts, offsets[data.source] + data.ends
    total = int(data.lengths.sum())
    cuts, place = np.unique(np.concatenate([starts, ends, offsets, [total]]), return_inverse=True)
    n, left = len(starts), cuts[:-1]
    source = np.searchsorted(np.cumsum(data.lengths), left, side="right")
    values = np.full((len(data.coders), len(left)), GAP, dtype=np.int32)
    for row in range(len(data.coders)):
        own = np.flatnonzero(data.coder == row)
        if len(own):
            at = np.searchsorted(starts[own], left, side="right") - 1
            inside = (at >= 0) & (left < ends[own][at])
            values[row, inside] = data.value[own][at[inside]]
        values[row, ~data.seen[row, source]] = UNSEEN
    return Stretches(
        starts=left, lengths=np.diff(cuts), source=source.astype(np.int64), values=values,
        first=place[:n], last=place[n : 2 * n],
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sums:
    """What the unitizing coefficients are made of, one row a source.

    Lengths are in atoms, over all coders of sources that at least two coders saw; other sources
    are rows of zeros. In the notation of the literature: `given` is l_c., `alike` is l_cc, `beside`
    is l_c0, `apart` the sum of l*_ck d_ck over k, `squares` the sum of squared lengths Q_c, and
    `pairable_squares` Q*_c.

    Parameters
    ----------
    total : array of float, shape (n_sources,)
        Atoms times coders.
    given, alike, squares : array of float, shape (n_sources, n_values + 1)
        The last column is the gap; its squares are its plain length.
    beside, apart, pairable_squares : array of float, shape (n_sources, n_values)
    """

    total: Floats
    given: Floats
    alike: Floats
    squares: Floats
    beside: Floats
    apart: Floats
    pairable_squares: Floats

    def joined(self) -> Floats:
        """All as one array, shape (n_sources, d): what a bootstrap of sources draws rows of."""
        return np.column_stack([
            self.total, self.given, self.alike, self.squares, self.beside, self.apart,
            self.pairable_squares,
        ])  # fmt: skip


def parted(rows: Floats, n_values: int) -> Sums:
    """The opposite of `Sums.joined`."""
    v, w = n_values, n_values + 1
    parts = np.split(rows, np.cumsum([1, w, w, w, v, v]), axis=1)
    return Sums(
        total=parts[0][:, 0], given=parts[1], alike=parts[2], squares=parts[3], beside=parts[4],
        apart=parts[5], pairable_squares=parts[6],
    )  # fmt: skip


def coincidence_sums(data: Continuum, distances: Floats) -> Sums:
    """The sums of a continuum in which no segments of one coder overlap.

    Parameters
    ----------
    data : Continuum
        Who marked what.
    distances : array, shape (n_values, n_values)
        How far two values are apart, 0 on the diagonal; 1 - identity for nominal values.
    """
    n_values, n_sources = len(data.values), len(data.sources)
    cut = stretches(data)
    n_seen = data.seen.sum(axis=0)
    pairs = np.maximum(n_seen - 1, 1)[:, None]
    usable = (n_seen >= 2)[:, None]
    alike, beside, apart = _over_pairs(data, cut, distances)
    lengths = (data.ends - data.starts).astype(float)
    marked = _table(data.source, data.value, lengths, (n_sources, n_values))
    total = (data.lengths * n_seen).astype(float)
    gap = total - marked.sum(axis=1)
    squared = _table(data.source, data.value, lengths**2, (n_sources, n_values))
    return Sums(
        total=np.where(usable[:, 0], total, 0.0),
        given=usable * np.column_stack([marked, gap]),
        alike=usable * alike / pairs,
        squares=usable * np.column_stack([squared, gap]),
        beside=usable * beside / pairs,
        apart=usable * apart / pairs,
        pairable_squares=usable * _pairable_squares(data, cut) / pairs,
    )


def coincidence_matrix(data: Continuum) -> Floats:
    """Atoms that pairs of coders gave value c and value k, shape (n_values + 1, n_values + 1).

    The last row and column are the gap. Each pair of coders counts both ways and is divided by the
    coders of the source less one, so that the sum is the length that coders of pairs gave.
    """
    cut, size = stretches(data), len(data.values) + 1
    n_seen = data.seen.sum(axis=0)
    weights = cut.lengths / np.maximum(n_seen - 1, 1)[cut.source]
    found = np.zeros((size, size))
    for one, other in combinations(range(len(data.coders)), 2):
        a, b = cut.values[one], cut.values[other]
        both = (a != UNSEEN) & (b != UNSEEN)
        key = np.where(a < 0, size - 1, a) * size + np.where(b < 0, size - 1, b)
        counts = np.bincount(key[both], weights=weights[both], minlength=size**2)
        found += counts.reshape(size, size)
    return found + found.T


def _over_pairs(
    data: Continuum, cut: Stretches, distances: Floats
) -> tuple[Floats, Floats, Floats]:
    """Lengths alike, beside a gap, and apart, over all ordered pairs of coders."""
    n_values, n_sources = len(data.values), len(data.sources)
    alike = np.zeros((n_sources, n_values + 1))
    beside, apart = np.zeros((n_sources, n_values)), np.zeros((n_sources, n_values))
    for one, other in combinations(range(len(data.coders)), 2):
        a, b = cut.values[one], cut.values[other]
        same = (a == b) & (a != UNSEEN)
        where = np.where(a[same] == GAP, n_values, a[same])
        alike += 2 * _table(cut.source[same], where, cut.lengths[same], alike.shape)
        for mine, theirs in ((a, b), (b, a)):
            alone = (mine >= 0) & (theirs == GAP)
            beside += _table(cut.source[alone], mine[alone], cut.lengths[alone], beside.shape)
            both = (a >= 0) & (b >= 0) & ~same
            far = cut.lengths[both] * distances[mine[both], theirs[both]]
            apart += _table(cut.source[both], mine[both], far, apart.shape)
    return alike, beside, apart


def _pairable_squares(data: Continuum, cut: Stretches) -> Floats:
    """For each value, the squared length that another coder's segments cover of each segment.

    Summed over segments and over the other coders.
    """
    found = np.zeros((len(data.sources), len(data.values)))
    for row in range(len(data.coders)):
        covered = np.concatenate([[0], np.cumsum(cut.lengths * (cut.values[row] >= 0))])
        others = np.flatnonzero(data.coder != row)
        reach = (covered[cut.last[others]] - covered[cut.first[others]]).astype(float)
        found += _table(data.source[others], data.value[others], reach**2, found.shape)
    return found


def _table(
    rows: npt.NDArray[np.integer],
    columns: npt.NDArray[np.integer],
    weights: npt.NDArray[np.number],
    shape: tuple[int, int],
) -> Floats:
    """Weights added up by row and column."""
    key = rows.astype(np.int64) * shape[1] + columns
    size = shape[0] * shape[1]
    return np.bincount(key, weights=weights, minlength=size).reshape(shape).astype(float)
