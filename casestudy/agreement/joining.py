"""Continua made from a continuum: overlaps of one code joined, overlaps of codes as sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from casestudy.agreement.comparable import running_most
from casestudy.agreement.continua import Continuum

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
AND = " + "


def united(data: Continuum) -> Continuum:
    """The same text marked, with overlapping segments of one coder and one value joined.

    Segments that only touch stay apart. A note says how many were joined.

    Examples
    --------
    >>> from casestudy.agreement.continua import typed_continuum
    >>> rows = [("anna", "s", "trust", 0, 4), ("anna", "s", "trust", 2, 6),
    ...         ("anna", "s", "trust", 6, 8)]
    >>> found = united(typed_continuum(rows, lengths={"s": 9}, atom="word"))
    >>> found.starts.tolist(), found.ends.tolist()
    ([0, 6], [6, 8])
    """
    order = np.lexsort((data.starts, data.value, data.coder, data.source))
    lane = (data.source * len(data.coders) + data.coder) * len(data.values) + data.value
    lane, starts, ends = lane[order], data.starts[order], data.ends[order]
    reach = running_most(ends, lane)
    before = np.concatenate([[0], reach[:-1]])
    new = np.concatenate([[True], lane[1:] != lane[:-1]])[: len(lane)] | (starts >= before)
    first = np.flatnonzero(new)
    joined = len(lane) - len(first)
    if not joined:
        return data
    last = np.concatenate([first[1:], [len(lane)]]) - 1
    rows = order[first]
    made = replace(
        data, coder=data.coder[rows], source=data.source[rows], value=data.value[rows],
        starts=starts[first], ends=reach[last],
        notes=(*data.notes, f"Overlapping segments of one coder and one code, joined: {joined}."),
    )  # fmt: skip
    return made.only()


def set_continuum(data: Continuum) -> Continuum:
    """Overlapping codes as sets: each stretch of text bears the set of codes put on it.

    The values are the sets that occur, codes in the order of `values`, joined by " + ". Segments
    are cut where the set changes.

    Examples
    --------
    >>> from casestudy.agreement.continua import typed_continuum
    >>> rows = [("anna", "s", "trust", 0, 4), ("anna", "s", "price", 2, 6)]
    >>> found = set_continuum(typed_continuum(rows, lengths={"s": 9}, atom="word"))
    >>> found.to_frame()["value"].tolist()
    ['trust', 'price + trust', 'price']
    """
    lane = data.source * len(data.coders) + data.coder
    place = np.concatenate([data.starts, data.ends])
    change, twice = np.repeat([1, -1], len(data)), np.concatenate([lane, lane])
    order = np.lexsort((change, place, twice))
    value = np.concatenate([data.value, data.value])
    sets: dict[tuple[int, ...], int] = {}
    rows: list[tuple[int, int, int, int]] = []
    on: dict[int, int] = {}
    for here, after in zip(order, [*order[1:], -1], strict=True):
        on[value[here]] = on.get(value[here], 0) + int(change[here])
        codes = tuple(sorted(code for code, times in on.items() if times))
        if codes and place[after] > place[here]:
            number = sets.setdefault(codes, len(sets))
            rows.append((int(twice[here]), number, int(place[here]), int(place[after])))
    return _of_sets(data, rows, list(sets))


def _of_sets(
    data: Continuum, rows: Sequence[tuple[int, int, int, int]], sets: Sequence[tuple[int, ...]]
) -> Continuum:
    """The continuum of stretches (lane, number of the set, start, end)."""
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    names = data.names or data.values
    rank = sorted(range(len(sets)), key=lambda number: (len(sets[number]), sets[number]))
    place = np.empty(len(sets), dtype=np.int64)
    place[rank] = np.arange(len(sets))
    return replace(
        data,
        values=tuple(AND.join(data.values[code] for code in sets[number]) for number in rank),
        names=tuple(AND.join(names[code] for code in sets[number]) for number in rank),
        colours=(),
        source=table[:, 0] // len(data.coders),
        coder=table[:, 0] % len(data.coders),
        value=place[table[:, 1]],
        starts=table[:, 2],
        ends=table[:, 3],
        settings={**data.settings, "value": "set of codes"},
    )


def set_distances(values: Sequence[str], *, measure: str) -> Floats:
    """How far the sets of a `set_continuum` are apart, 0 to 1.

    Parameters
    ----------
    values : sequence of str
        Sets, their codes joined by " + ".
    measure : {"jaccard", "masi"}
        1 - |A ∩ B| / |A ∪ B|, or 1 - that share times 1, 2/3, 1/3 or 0 for sets that are equal, one
        within the other, overlapping or disjoint.

    References
    ----------
    Passonneau, R. (2006). Measuring agreement on set-valued items (MASI) for semantic and pragmatic
    annotation. LREC 2006, 831-836.

    Examples
    --------
    >>> set_distances(["a", "a + b"], measure="jaccard").tolist()
    [[0.0, 0.5], [0.5, 0.0]]
    """
    if measure not in ("jaccard", "masi"):
        raise ValueError(f"measure {measure!r} is not known; allowed are jaccard, masi")
    codes = {code: number for number, code in enumerate(dict.fromkeys(AND.join(values).split(AND)))}
    holds = np.zeros((len(values), len(codes)))
    for row, value in enumerate(values):
        holds[row, [codes[code] for code in value.split(AND)]] = 1.0
    shared, size = holds @ holds.T, holds.sum(axis=1)
    union = size[:, None] + size[None, :] - shared
    likeness = shared / union
    if measure == "masi":
        least = np.minimum(size[:, None], size[None, :])
        likeness *= np.select([union == shared, shared == least, shared > 0], [1, 2 / 3, 1 / 3], 0)
    return np.asarray(1 - likeness)
