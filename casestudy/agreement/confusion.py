"""Which codes are taken for which: what one coder said where another said something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.agreement.coincidences import stretches
from casestudy.agreement.comparable import check_comparable
from casestudy.agreement.continua import GAP, UNSEEN, Continuum
from casestudy.agreement.joining import AND, set_continuum
from casestudy.agreement.reliability import ReliabilityData
from casestudy.agreement.unit_values import NO_CODE, codes_in
from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text

Floats = npt.NDArray[np.float64]
Met = tuple[int, int, float]
"""What two coders said, as positions of values, and how much of it there is."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ConfusionMatrix:
    """How much one coder gave one code where another coder gave another.

    Parameters
    ----------
    codes : tuple of str
        Rows and columns; the last is "no code".
    amounts : array of float, shape (n_codes, n_codes)
        With two coders, rows are the first and columns the second; with more, all pairs are added
        up both ways and halved, so that the matrix is symmetric.
    coders : tuple of str
        Who was compared.
    counted : str
        What amounts count: "turns", "characters".
    notes : tuple of str
        Caveats.
    provenance : tuple of Provenance
        Where the data came from.
    """

    codes: tuple[str, ...]
    amounts: Floats
    coders: tuple[str, ...]
    counted: str
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def is_of_two(self) -> bool:
        """Whether rows are one coder and columns another."""
        return len(self.coders) == 2

    def pairs(self) -> pd.DataFrame:
        """Pairs of codes that were taken for each other, most often first.

        Columns one, other, amount (both ways), share (of all disagreement).
        """
        both = self.amounts + self.amounts.T
        row, column = np.triu_indices(len(self.codes), k=1)
        amount = both[row, column]
        total = amount.sum()
        names = np.array(self.codes, dtype=object)
        frame = pd.DataFrame(
            {
                "one": names[row],
                "other": names[column],
                "amount": amount,
                "share": amount / total if total else amount,
            }
        ).astype({"one": "str", "other": "str"})
        found = frame[frame["amount"] > 0]
        return found.sort_values("amount", ascending=False, kind="stable").reset_index(drop=True)

    def to_frame(self) -> pd.DataFrame:
        """One row a cell: row, column, amount, counted, provenance."""
        n = len(self.codes)
        names = np.array(self.codes, dtype=object)
        frame = pd.DataFrame(
            {
                "row": np.repeat(names, n),
                "column": np.tile(names, n),
                "amount": self.amounts.ravel(),
                "counted": self.counted,
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["row", "column", "counted", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def unit_confusion(data: ReliabilityData) -> ConfusionMatrix:
    """Which codes two coders gave the same unit.

    Parameters
    ----------
    data : ReliabilityData
        With categories. Sets are compared code by code: a code that both put is on the diagonal; a
        code that only one put is spread over those that only the other put, and stands against "no
        code" where there is none.

    Examples
    --------
    >>> data = ReliabilityData(values=np.array([[0, 1, 0], [0, 0, 0]], dtype=np.int8),
    ...                        coders=("anna", "ben"), level="nominal",
    ...                        categories=("trust", "price"))
    >>> unit_confusion(data).amounts.tolist()
    [[2.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    codes = codes_in(data)
    once = np.ones(data.n_units)
    met = [_counts(one, other, once) for one, other in combinations(data.values, 2)]
    held = [_held(value) for value in data.categories]
    return ConfusionMatrix(
        codes=(*codes, NO_CODE),
        amounts=_matrix(met, held, codes),
        coders=data.coders,
        counted=f"{data.unit or 'unit'}s",
        notes=data.notes,
        provenance=data.provenance,
    )


def continuum_confusion(data: Continuum) -> ConfusionMatrix:
    """Which codes two coders gave the same text, in atoms.

    Parameters
    ----------
    data : Continuum
        Segments may overlap; sets of codes are compared as in `unit_confusion`.

    Examples
    --------
    >>> from casestudy.agreement.continua import typed_continuum
    >>> rows = [("anna", "s1", "trust", 0, 6), ("ben", "s1", "price", 2, 8)]
    >>> data = typed_continuum(rows, lengths={"s1": 9}, atom="word")
    >>> continuum_confusion(data).pairs()[["one", "other", "amount"]].values.tolist()
    [['price', 'trust', 4.0], ['price', 'no code', 2.0], ['trust', 'no code', 2.0]]
    """
    check_comparable(data)
    sets = set_continuum(data)
    cut = stretches(sets)
    n = len(sets.values)
    values = np.where(cut.values == GAP, n, np.where(cut.values == UNSEEN, -1, cut.values))
    met = [_counts(one, other, cut.lengths) for one, other in combinations(values, 2)]
    held = [frozenset(value.split(AND)) for value in sets.values]
    return ConfusionMatrix(
        codes=(*data.values, NO_CODE),
        amounts=_matrix(met, [*held, frozenset()], data.values),
        coders=data.coders,
        counted=f"{data.atom}s",
        notes=data.notes,
        provenance=data.provenance,
    )


def _held(value: object) -> frozenset[str]:
    """The codes that a value stands for."""
    if isinstance(value, frozenset):
        return frozenset(map(str, value))
    return frozenset() if value == NO_CODE else frozenset([str(value)])


def _counts(
    one: npt.NDArray[np.integer], other: npt.NDArray[np.integer], weights: npt.NDArray[np.number]
) -> list[Met]:
    """Each pair of values that two coders gave one place, with how much of it there is."""
    both = (one >= 0) & (other >= 0)
    pairs, which = np.unique(np.stack([one[both], other[both]]), axis=1, return_inverse=True)
    amounts = np.bincount(which.reshape(-1), weights=weights[both], minlength=pairs.shape[1])
    return list(zip(*pairs.tolist(), amounts.tolist(), strict=True))


def _matrix(
    met: Sequence[Iterable[Met]], held: Sequence[frozenset[str]], codes: Sequence[str]
) -> Floats:
    """The amounts, code by code; both ways and halved where there are more than two coders."""
    place = {code: number for number, code in enumerate([*codes, NO_CODE])}
    found = np.zeros((len(place), len(place)))
    for pair in met:
        for one, other, amount in pair:
            for a, b, share in _taken_for(held[one], held[other]):
                found[place[a], place[b]] += amount * share
    return found if len(met) == 1 else (found + found.T) / 2


def _taken_for(one: frozenset[str], other: frozenset[str]) -> Iterator[tuple[str, str, float]]:
    """Which code stands against which, and by how much."""
    if not one and not other:
        yield NO_CODE, NO_CODE, 1.0
    yield from ((code, code, 1.0) for code in one & other)
    mine, theirs = sorted(one - other), sorted(other - one)
    size = max(len(mine), len(theirs))
    for a in mine or ([NO_CODE] if theirs else []):
        for b in theirs or [NO_CODE]:
            yield a, b, size / (max(len(mine), 1) * max(len(theirs), 1))
