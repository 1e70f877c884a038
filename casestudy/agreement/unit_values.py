"""What the codes on a unit make of it: one code, the code that covers most, or a set of codes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from casestudy.agreement.reliability import MISSING, ReliabilityData
from casestudy.agreement.touching import Marks
from casestudy.errors import did_you_mean

Integers = npt.NDArray[np.int64]
NO_CODE = "no code"
_BITS = 62


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UnitValues:
    """What each coder said of each unit.

    Parameters
    ----------
    values : array of int, shape (n_coders, n_units)
        Positions in `categories`; `MISSING` where the coder did not judge the unit.
    categories : tuple
        Codes and "no code", or sets of codes, the empty one last.
    coded : array of bool, shape (n_coders, n_units)
        Whether the coder put any code on the unit.
    """

    values: npt.NDArray[np.signedinteger]
    categories: tuple[Hashable, ...]
    coded: npt.NDArray[np.bool_]


def one_code(
    found: Marks,
    codes: Sequence[str],
    judged: npt.NDArray[np.bool_],
    *,
    place: Callable[[int, int], str],
    instead: str,
) -> UnitValues:
    """The one code that each coder put on each unit.

    Parameters
    ----------
    found : Marks
        Who put what where.
    codes : sequence of str
        Codes that could be put.
    judged : array of bool, shape (n_coders, n_units)
        Whether the coder saw the unit.
    place : callable
        Says which coder and unit two numbers are, for a refusal.
    instead : str
        What a refusal advises.

    Raises
    ------
    ValueError
        If a coder put two codes on a unit.
    """
    twice = np.flatnonzero((np.diff(found.coder) == 0) & (np.diff(found.unit) == 0))
    if len(twice):
        row = int(twice[0])
        raise ValueError(
            f"{place(int(found.coder[row]), int(found.unit[row]))} bears "
            f"{codes[found.code[row]]!r} and {codes[found.code[row + 1]]!r} ({len(twice)} such in "
            f"all), but value 'one' needs one code a unit; use {instead}"
        )
    return _filled(found, found.code, (*codes, NO_CODE), judged)


def main_code(found: Marks, codes: Sequence[str], judged: npt.NDArray[np.bool_]) -> UnitValues:
    """The code that covers most of each unit; of equals the first of the codebook."""
    order = np.lexsort((found.code, -found.covered, found.unit, found.coder))
    coder, unit = found.coder[order], found.unit[order]
    first = (np.diff(coder, prepend=-1) != 0) | (np.diff(unit, prepend=-1) != 0)
    rows = order[first]
    chosen = Marks(
        coder=found.coder[rows], unit=found.unit[rows], code=found.code[rows],
        covered=found.covered[rows], n_nowhere=found.n_nowhere,
    )  # fmt: skip
    return _filled(chosen, chosen.code, (*codes, NO_CODE), judged)


def code_sets(found: Marks, codes: Sequence[str], judged: npt.NDArray[np.bool_]) -> UnitValues:
    """The set of codes that each coder put on each unit."""
    cell = found.coder * judged.shape[1] + found.unit
    first = np.flatnonzero(np.diff(cell, prepend=-1) != 0)
    words = -(-len(codes) // _BITS) or 1
    bits = np.zeros((len(first), words), dtype=np.int64)
    number = np.cumsum(np.diff(cell, prepend=-1) != 0) - 1
    np.bitwise_or.at(bits, (number, found.code // _BITS), 1 << (found.code % _BITS))
    sets, which = np.unique(bits, axis=0, return_inverse=True)
    categories = tuple(_codes_of(row, codes) for row in sets.tolist())
    chosen = Marks(
        coder=found.coder[first], unit=found.unit[first], code=found.code[first],
        covered=found.covered[first], n_nowhere=found.n_nowhere,
    )  # fmt: skip
    return _filled(chosen, which.reshape(-1).astype(np.int64), (*categories, frozenset()), judged)


def against_the_rest(data: ReliabilityData, code: str) -> ReliabilityData:
    """Whether each unit bears one code or not: data of two values.

    Parameters
    ----------
    data : ReliabilityData
        Of level "set", or of one code a unit.
    code : str
        A code that can be in the data.

    Raises
    ------
    LookupError
        If no unit bears the code, and the data do not know it.

    Examples
    --------
    >>> sets = ReliabilityData(values=np.array([[0, 1], [1, 1]], dtype=np.int8),
    ...                        coders=("anna", "ben"), level="set",
    ...                        categories=(frozenset({"trust"}), frozenset()))
    >>> against_the_rest(sets, "trust").values.tolist()
    [[1, 0], [0, 0]]
    """
    known = codes_in(data)
    if code not in known:
        raise LookupError(
            f"code {code!r} is not in these data{did_you_mean(code, known)}; allowed are "
            f"{', '.join(known) or 'none: nobody coded anything'}"
        )
    bears = [code in c if isinstance(c, frozenset) else c == code for c in data.categories]
    table = np.array([*map(int, bears), MISSING], dtype=np.int8)  # MISSING is the last position
    return replace(
        data,
        values=table[data.values],
        level="nominal",
        categories=(f"not {code}", code),
        about=code,
        settings={**data.settings, "value": f"{code} against the rest"},
    )


def each_against_the_rest(data: ReliabilityData) -> tuple[ReliabilityData, ...]:
    """The data of each code against the rest, in the order of the codes."""
    return tuple(against_the_rest(data, code) for code in codes_in(data))


def codes_in(data: ReliabilityData) -> tuple[str, ...]:
    """The codes that units can bear, those of sets in the order in which `settings` names them."""
    if data.level != "set":
        return tuple(str(value) for value in data.categories if value != NO_CODE)
    found = {str(code) for held in data.categories if isinstance(held, frozenset) for code in held}
    listed = data.settings.get("codes", "").split(", ")
    return tuple(sorted(found, key=lambda c: (listed.index(c) if c in listed else len(listed), c)))


def _codes_of(words: Sequence[int], codes: Sequence[str]) -> frozenset[str]:
    return frozenset(
        codes[word * _BITS + bit]
        for word, bits in enumerate(words)
        for bit in range(bits.bit_length())
        if bits >> bit & 1
    )


def _filled(
    chosen: Marks,
    positions: Integers,
    categories: tuple[Hashable, ...],
    judged: npt.NDArray[np.bool_],
) -> UnitValues:
    """A table in which what was judged and not coded bears the last category."""
    values = np.where(judged, len(categories) - 1, MISSING)
    coded = np.zeros(judged.shape, dtype=bool)
    values[chosen.coder, chosen.unit] = positions
    coded[chosen.coder, chosen.unit] = True
    small = np.min_scalar_type(-max(len(categories), 1))
    return UnitValues(values=values.astype(small), categories=categories, coded=coded)
