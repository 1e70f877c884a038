"""Places that coders chose themselves, and which of them are one: the matching itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.agreement.bridge import positions_in
from casestudy.agreement.nearness import expanded
from casestudy.agreement.seeing import Sight
from casestudy.codings import WHOLE_SOURCE
from casestudy.regions import Region, intersection_over_union

Integers = npt.NDArray[np.int64]
Pairs = Iterator[tuple[int, int, float]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """Distinct places that a coder marked, and which coding is on which of them.

    The first four have one entry a place; `place` and `code` one a coding.
    """

    coder: Integers
    source: Integers
    starts: Integers
    ends: Integers
    regions: tuple[str, ...]
    place: Integers
    code: pd.Series


def distinct_places(frame: pd.DataFrame, who: Sight, where: list[str]) -> Places:
    """Places in the order of source, start, end and coder."""
    keys = frame.assign(
        source_at=positions_in(frame["source"], who.sources),
        coder_at=positions_in(frame["coder"], who.coders),
    )
    columns = ["source_at", *where, "coder_at"]
    first = keys[columns].drop_duplicates().sort_values(columns)
    numbered = first.assign(place=np.arange(len(first)))
    place = keys[columns].merge(numbered, on=columns, how="left")["place"]
    on_text = "start" in where
    nowhere = np.full(len(first), WHOLE_SOURCE, dtype=np.int64)
    return Places(
        coder=first["coder_at"].to_numpy(dtype=np.int64),
        source=first["source_at"].to_numpy(dtype=np.int64),
        starts=first["start"].to_numpy(dtype=np.int64) if on_text else nowhere,
        ends=first["end"].to_numpy(dtype=np.int64) if on_text else nowhere,
        regions=() if on_text else tuple(first["region"]),
        place=place.to_numpy(dtype=np.int64),
        code=frame["code"],
    )


def text_pairs(found: Places, threshold: float) -> Pairs:
    """Pairs of overlapping segments of two coders, with their shared part of the text of either."""
    for source in np.unique(found.source):
        rows = np.flatnonzero(found.source == source)
        starts, ends = found.starts[rows], found.ends[rows]
        # a segment meets those after it that start before it ends
        one, other = expanded(np.arange(1, len(rows) + 1), np.searchsorted(starts, ends, "left"))
        shared = np.minimum(ends[one], ends[other]) - starts[other]
        share = shared / (np.maximum(ends[one], ends[other]) - starts[one])
        keep = (share >= threshold) & (found.coder[rows][one] != found.coder[rows][other])
        yield from zip(rows[one[keep]].tolist(), rows[other[keep]].tolist(),
                       share[keep].tolist(), strict=True)  # fmt: skip


def region_pairs(found: Places, threshold: float) -> Pairs:
    """Pairs of regions of two coders on one picture, with their shared part of the pixels."""
    regions = [Region.parsed(text) for text in found.regions]
    lanes: dict[tuple[int, str], list[int]] = {}
    for row, region in enumerate(regions):
        lanes.setdefault((int(found.source[row]), region.picture), []).append(row)
    for rows in lanes.values():
        for one, other in combinations(rows, 2):
            share = intersection_over_union(regions[one], regions[other])
            if share >= threshold and found.coder[one] != found.coder[other]:
                yield one, other, share


def matched_units(found: Places, pairs: Pairs) -> Integers:
    """For each place the number of its unit, in the order of the places."""
    unit = list(range(len(found.coder)))
    members = [{int(coder): row} for row, coder in enumerate(found.coder)]
    for one, other, _ in sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1])):
        a, b = unit[one], unit[other]
        if a == b or members[a].keys() & members[b].keys():
            continue
        kept, gone = min(a, b), max(a, b)
        members[kept] |= members[gone]
        for row in members[gone].values():
            unit[row] = kept
    return np.unique(np.array(unit, dtype=np.int64), return_inverse=True)[1].astype(np.int64)
