"""Each code against everything else, on the continuum: for codings that overlap.

With ten themes on an interview, a passage often bears two codes, and no single coefficient of
unitizing applies. Each code has a continuum of its own, on which text bears it or does not; what
was observed and what chance would give are added up over codes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from casestudy.agreement.comparable import (
    check_codes_apart,
    check_comparable,
    left_out_note,
    shared_by_two,
)
from casestudy.agreement.continua import Continuum
from casestudy.agreement.inference import Inference
from casestudy.agreement.result import Agreement, Agreements
from casestudy.agreement.source_inference import over_drawn_sources, with_uncertainty

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
POOLED, OF_CODE = "|u-alpha, pooled over codes", "|u-alpha"


def pooled_unitizing_alpha(data: Continuum, *, inference: Inference | None = None) -> Agreements:
    """How far coders agree on which text bears a code, for each code and over all of them.

    Parameters
    ----------
    data : Continuum
        Segments of one coder may overlap if they bear different codes. Sources that fewer than two
        coders saw drop out, and a note says so.
    inference : Inference, optional
        How standard errors and intervals are found, by sources; linearised if not given.

    Returns
    -------
    Agreements
        The pooled coefficient, then |u-alpha of each code against everything else. `details` holds
        the prevalence: the share of the text, over coders, that bears the code.

    Raises
    ------
    ValueError
        If segments of one coder with the same code overlap, there are fewer than two coders, or no
        source was seen by two of them.

    Notes
    -----
    For one code, u-alpha and |u-alpha are the same: with L1 the length that bears the code over m
    coders, L0 the rest of m L atoms, l01 the length where one of a pair of coders put the code and
    the other did not (over the coders less one) and Q1 the sum of squared lengths,
    1 - l01 / e01, e01 = m L · L0 L1 / ((m L)² - Q1 - L0). Pooled: 1 - sum l01 / sum e01 over codes,
    so that a code counts by how much disagreement chance would give it. This is an extension; the
    paper of 2016 treats segments that do not overlap.

    References
    ----------
    Krippendorff, K., Mathet, Y., Bouvry, S. and Widlöcher, A. (2016). On the reliability of
    unitizing textual continua: Further developments. Quality & Quantity 50, 2347-2364.
    doi:10.1007/s11135-015-0266-1

    Examples
    --------
    >>> from casestudy.agreement.continua import typed_continuum
    >>> rows = [("anna", "s1", "trust", 100, 250), ("ben", "s1", "trust", 200, 300)]
    >>> data = typed_continuum(rows, lengths={"s1": 1000}, atom="character")
    >>> round(pooled_unitizing_alpha(data)["trust"].value, 7)
    0.3201571
    """
    check_comparable(data)
    check_codes_apart(data)
    sums = code_sums(data)
    notes = (*data.notes, *left_out_note(data))
    joined, asked = sums.joined(), [None, *range(len(data.values))]
    rows = [_row(data, sums, number, notes) for number in asked]
    found = [over_drawn_sources(joined, partial(_estimate, number), inference) for number in asked]
    return Agreements(rows=tuple(map(with_uncertainty, rows, found)))


def _estimate(number: int | None, rows: Floats) -> Floats:
    """Values of the coefficient of a code, or over all, from joined sums."""
    observed, expected = pooled_parts(rows, slice(None) if number is None else number)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 0, 1 - observed / expected, np.nan)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CodeSums:
    """What the coefficient of each code is made of, one row a source.

    Parameters
    ----------
    total : array of float, shape (n_sources,)
        Atoms times coders.
    marked, alike, squares : array of float, shape (n_sources, n_values)
        Length that bears the code, over coders; length that it is put on by both of a pair of
        coders; sum of squared lengths of its segments.
    """

    total: Floats
    marked: Floats
    alike: Floats
    squares: Floats

    def joined(self) -> Floats:
        """All as one array, shape (n_sources, 1 + 3 n_values)."""
        return np.column_stack([self.total, self.marked, self.alike, self.squares])


def code_sums(data: Continuum) -> CodeSums:
    """The sums of every code against the rest, in one sweep over all segments."""
    n_seen = data.seen.sum(axis=0)
    usable = shared_by_two(data)
    shape = (len(data.sources), len(data.values))
    lengths = (data.ends - data.starts).astype(float)
    lane = data.source * shape[1] + data.value

    def table(weights: Floats) -> Floats:
        found = np.bincount(lane, weights=weights, minlength=shape[0] * shape[1])
        return np.asarray(usable[:, None] * found.reshape(shape), dtype=float)

    return CodeSums(
        total=np.where(usable, data.lengths * n_seen, 0).astype(float),
        marked=table(lengths),
        alike=usable[:, None]
        * _alike(data, lane, shape)
        / np.maximum(n_seen - 1, 1).astype(float)[:, None],
        squares=table(lengths**2),
    )


def _alike(data: Continuum, lane: Integers, shape: tuple[int, int]) -> Floats:
    """Length that bears a code, times the ordered pairs of coders who put it there."""
    n = len(data)
    place, change = np.concatenate([data.starts, data.ends]), np.repeat([1, -1], n)
    lanes = np.concatenate([lane, lane])
    order = np.lexsort((place, lanes))
    at, on = lanes[order], np.cumsum(change[order])
    length = np.diff(place[order], append=0) * (on > 0)
    found = np.bincount(at, weights=length * on * (on - 1.0), minlength=shape[0] * shape[1])
    return np.asarray(found.reshape(shape), dtype=float)


def pooled_parts(rows: Floats, numbers: slice | int) -> tuple[Floats, Floats]:
    """Observed and expected disagreement over some codes, from joined sums, shape (b, d)."""
    total = rows[:, :1]
    marked, alike, squares = np.split(rows[:, 1:], 3, axis=1)
    gap = total - marked
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = total * gap * marked / (total**2 - squares - gap)
    observed, chosen = (marked - alike)[:, numbers], np.nan_to_num(expected)[:, numbers]
    if isinstance(numbers, int):
        return observed, chosen
    return observed.sum(axis=1), chosen.sum(axis=1)


def _row(data: Continuum, sums: CodeSums, number: int | None, notes: tuple[str, ...]) -> Agreement:
    """The coefficient of one code, or over all of them."""
    whole = sums.joined().sum(axis=0)[None, :]
    total, marked = float(whole[0, 0]), whole[0, 1 : 1 + len(data.values)]
    chosen = slice(None) if number is None else number
    observed, expected = (float(part[0]) for part in pooled_parts(whole, chosen))
    reason = "" if expected > 0 else _reason(float(np.sum(marked[chosen])))
    length = math.nan if reason else total * (len(data.values) if number is None else 1)
    rows = data.value >= 0 if number is None else data.value == number
    usable = shared_by_two(data)
    return Agreement(
        coefficient=POOLED if number is None else OF_CODE,
        value=math.nan if reason else 1 - observed / expected,
        coders=data.coders,
        n_units=int((rows & usable[data.source]).sum()),
        n_pairable=round(total),
        observed=1 - observed / length,
        expected=1 - expected / length,
        n_sources=int(usable.sum()),
        about="" if number is None else data.values[number],
        unit=data.atom,
        undefined=reason,
        details={"prevalence": float(np.mean(marked[chosen])) / total if total else math.nan},
        settings={**data.settings, "n_pairable": f"{data.atom}s times coders"},
        notes=notes,
        provenance=data.provenance,
    )


def _reason(marked: float) -> str:
    return "nobody put the code on anything" if not marked else "every coder put it on all text"
