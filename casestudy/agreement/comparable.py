"""What the coefficients on a continuum refuse, and in which words.

A refusal names coder, source and codes, and what to use instead.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from casestudy.agreement.continua import Continuum

Integers = npt.NDArray[np.int64]


def overlaps(data: Continuum) -> npt.NDArray[np.intp]:
    """Positions of the segments that start before an earlier one of the same coder has ended."""
    lane = data.source * len(data.coders) + data.coder
    reach = running_most(data.ends, lane)
    before = np.concatenate([[0], reach[:-1]])
    same = np.concatenate([[False], lane[1:] == lane[:-1]])
    return np.flatnonzero(same & (data.starts < before))


def running_most(numbers: Integers, lane: Integers) -> Integers:
    """The greatest number so far within each lane; lanes stand one after another."""
    if not len(numbers):
        return numbers
    step = int(numbers.max()) + 1
    rank = np.cumsum(np.concatenate([[0], lane[1:] != lane[:-1]]))
    return np.asarray(np.maximum.accumulate(numbers + rank * step) - rank * step)


def check_overlaps(data: Continuum, *, needs: str) -> None:
    """Refuse segments of one coder that overlap, naming coder, source and codes."""
    found = overlaps(data)
    if not len(found):
        return
    row = int(found[0])
    lane = (data.coder == data.coder[row]) & (data.source == data.source[row])
    near = np.flatnonzero(lane & (data.starts < data.ends[row]) & (data.ends > data.starts[row]))
    other = int(next(i for i in near if i != row))
    codes = f"{data.values[data.value[other]]!r} and {data.values[data.value[row]]!r}"
    raise ValueError(
        f"{data.coders[data.coder[row]]} put {codes} on overlapping text of "
        f"{data.sources[data.source[row]]!r} ({data.atom}s {data.starts[row]} to "
        f"{min(data.ends[row], data.ends[other])}; {len(found)} such segments in all); {needs} "
        "allows one value at a place: use pooled_unitizing_alpha (each code against the rest), "
        "set_continuum (sets of codes as values), or gamma, which allows overlaps"
    )


def check_codes_apart(data: Continuum) -> None:
    """Refuse segments of one coder with the same code that overlap."""
    order = np.lexsort((data.starts, data.value, data.coder, data.source))
    lane = (data.source * len(data.coders) + data.coder) * len(data.values) + data.value
    lane, starts, ends = lane[order], data.starts[order], data.ends[order]
    reach = np.concatenate([[0], running_most(ends, lane)[:-1]])
    same = np.concatenate([[False], lane[1:] == lane[:-1]])
    bad = np.flatnonzero(same & (starts < reach))
    if len(bad):
        row = int(order[bad[0]])
        raise ValueError(
            f"{data.coders[data.coder[row]]} put {data.values[data.value[row]]!r} twice on "
            f"overlapping text of {data.sources[data.source[row]]!r} ({data.atom}s "
            f"{data.starts[row]} to {data.ends[row]}); join such segments first: united(data)"
        )


def check_comparable(data: Continuum) -> None:
    """Refuse data in which no source was seen by two coders."""
    if len(data.coders) < 2:
        who = f"only {data.coders[0]!r} is" if data.coders else "nobody is"
        raise ValueError(
            f"{who} among the coders; agreement compares at least two: add a coder, or state in "
            "`seen` who else read the sources and marked nothing"
        )
    if not (data.seen.sum(axis=0) >= 2).any():
        pairs = [
            f"{who} saw {', '.join(_seen_by(data, row)) or 'nothing'}"
            for row, who in enumerate(data.coders)
        ]
        raise ValueError(
            f"no source was seen by two coders ({'; '.join(pairs)}); let two coders code the same "
            "source, or state in `seen` which sources each coder read"
        )


def _seen_by(data: Continuum, row: int, *, most: int = 3) -> list[str]:
    names = [name for name, saw in zip(data.sources, data.seen[row], strict=True) if saw]
    return [*names[:most], *([f"{len(names) - most} more"] if len(names) > most else [])]


def shared_by_two(data: Continuum) -> npt.NDArray[np.bool_]:
    """For each source whether at least two coders saw it."""
    return np.asarray(data.seen.sum(axis=0) >= 2)


def left_out_note(data: Continuum) -> tuple[str, ...]:
    """A note on the sources that fewer than two coders saw, where there are any."""
    alone = int((~shared_by_two(data)).sum())
    if not alone:
        return ()
    return (
        f"Sources left out, because fewer than two coders saw them: {alone} of "
        f"{len(data.sources)}.",
    )


def seen_by_all(data: Continuum, *, needs: str) -> Continuum:
    """The sources that every coder saw, with a note on those left out.

    Raises
    ------
    ValueError
        If there is none.
    """
    everybody: npt.NDArray[np.bool_] = np.asarray(data.seen.all(axis=0))
    if not everybody.any():
        raise ValueError(
            f"no source was seen by all of {', '.join(data.coders)}; {needs} compares coders who "
            "saw the same sources: choose fewer coders with only(coders=…)"
        )
    names = [name for name, saw in zip(data.sources, everybody, strict=True) if saw]
    used, left = data.only(sources=names), len(data.sources) - len(names)
    if not left:
        return used
    note = f"Sources left out, because not every coder saw them: {left} of {len(data.sources)}."
    return replace(used, notes=(*used.notes, note))
