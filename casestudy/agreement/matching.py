"""Free segments matched: which segment of one coder is which of another, by the place they share.

Where coders choose their segments themselves, the units are made afterwards: segments that share
enough are one unit, a segment without a partner is a unit that only one coder found. Regions of
pictures are matched in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.agreement.bridge import UNCODED_MEANS, check_choice, positions_in, with_uncoded
from casestudy.agreement.levels import Level, lifted
from casestudy.agreement.matched_places import (
    Pairs,
    Places,
    distinct_places,
    matched_units,
    region_pairs,
    text_pairs,
)
from casestudy.agreement.reliability import ReliabilityData
from casestudy.agreement.seeing import Seen, Sight, check_shared, sight
from casestudy.agreement.touching import Marks
from casestudy.agreement.unit_values import code_sets, one_code
from casestudy.codings import WHOLE_SOURCE, Codings

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
VALUES = ("set", "one")
UNCODED = ("in", "missing")


def matched_segments(
    codings: Codings,
    *,
    sources: Sequence[str],
    threshold: float,
    value: str,
    level: Level,
    uncoded: str,
    seen: Seen | None = None,
) -> ReliabilityData:
    """What each coder said of each segment that any coder marked.

    Parameters
    ----------
    codings : Codings
        Of the coders to compare.
    sources : sequence of str
        Ids of the sources compared.
    threshold : float
        Segments are one unit if the characters they share are at least this share of the
        characters of either (intersection over union); over 0, at most 1. 1 asks for the same
        borders; MAXQDA's 90% is near 0.9.
    value : {"set", "one"}
        The set of codes that a coder put on the segment, or the one code.
    level : {"theme", "code"} or int
        Which codes are told apart, as in `reliability_data`.
    uncoded : {"in", "missing"}
        Whether a coder who saw the source and has no such segment said "no code" there, or is
        missing.
    seen : mapping of str to iterable of str, optional
        For each coder the sources read, as in `reliability_data`.

    Returns
    -------
    ReliabilityData
        One unit a segment or matched segments; it spans all of them. Text that nobody marked is no
        part of it, so that coefficients corrected for chance lack agreement on what is irrelevant.

    Notes
    -----
    Codes on the same span by one coder are one segment. Pairs are matched from the greatest share
    down (of equals, the earlier), and join what was matched before as long as no coder has two
    segments in a unit.

    Examples
    --------
    >>> from casestudy.codebook import Code, Codebook
    >>> from casestudy.codings import Coding, codings_frame
    >>> book = Codebook(id="demo", codes=(Code(id="price", name="price"),))
    >>> made = [Coding(id=who, source="s1", code="price", coder=who, start=start, end=20)
    ...         for who, start in (("anna", 0), ("ben", 4))]
    >>> data = matched_segments(Codings(frame=codings_frame(made), codebook=book), sources=["s1"],
    ...                         threshold=0.5, value="one", level="theme", uncoded="in")
    >>> data.to_frame()[["unit", "start", "end", "coder", "value"]].values.tolist()
    [['s1:1', 0, 20, 'anna', 'price'], ['s1:1', 0, 20, 'ben', 'price']]
    """
    who, frame = _chosen(codings, sources, seen)
    on_text = (frame["start"] != WHOLE_SOURCE).to_numpy(dtype=bool)
    notes = _left_out(len(frame) - int(on_text.sum()), len(frame), "of regions or whole sources")
    spans = distinct_places(frame[on_text], who, ["start", "end"])
    pairs = text_pairs(spans, threshold)
    return _data(spans, pairs, codings, who, _Choice(value, level, uncoded, threshold, notes))


def matched_regions(
    codings: Codings,
    *,
    sources: Sequence[str],
    threshold: float,
    value: str,
    level: Level,
    uncoded: str,
    seen: Seen | None = None,
) -> ReliabilityData:
    """What each coder said of each region of a picture that any coder marked.

    Parameters
    ----------
    codings, sources, threshold, value, level, uncoded, seen
        As in `matched_segments`; shares are of pixels.

    Returns
    -------
    ReliabilityData
        One unit a region or matched regions; `units` name the picture and the first coder's region,
        `starts` and `ends` are -1.
    """
    who, frame = _chosen(codings, sources, seen)
    on_picture = (frame["region"] != "").to_numpy(dtype=bool)
    notes = _left_out(len(frame) - int(on_picture.sum()), len(frame), "of text or whole sources")
    spans = distinct_places(frame[on_picture], who, ["region"])
    pairs = region_pairs(spans, threshold)
    return _data(spans, pairs, codings, who, _Choice(value, level, uncoded, threshold, notes))


@dataclass(frozen=True, slots=True)
class _Choice:
    """What was chosen, and what was left out."""

    value: str
    level: Level
    uncoded: str
    threshold: float
    notes: tuple[str, ...]


def _chosen(
    codings: Codings, sources: Sequence[str], seen: Seen | None
) -> tuple[Sight, pd.DataFrame]:
    """Who saw what, and the codings of the sources compared."""
    who = sight(codings, sources=sources, seen=seen)
    check_shared(who, codings)
    return who, codings.frame[codings.frame["source"].isin(list(sources))]


def _left_out(n: int, n_all: int, what: str) -> tuple[str, ...]:
    return (f"Codings {what}, which are not matched here: {n} of {n_all}.",) if n else ()


def _data(
    found: Places, pairs: Pairs, codings: Codings, who: Sight, choice: _Choice
) -> ReliabilityData:
    """The matched places as reliability data."""
    check_choice(choice.value, VALUES, "value")
    check_choice(choice.uncoded, UNCODED, "uncoded")
    if not 0 < choice.threshold <= 1:
        raise ValueError(
            f"threshold {choice.threshold} is not allowed: over 0, at most 1, such as 0.5"
        )
    codes = lifted(codings.codebook, level=choice.level)
    order = tuple(dict.fromkeys(codes.values()))
    unit = matched_units(found, pairs)
    n_units = int(unit.max()) + 1 if len(unit) else 0
    source_of = np.zeros(n_units, dtype=np.int64)
    source_of[unit] = found.source
    starts, ends = np.full(n_units, np.iinfo(np.int64).max), np.full(n_units, -1)
    np.minimum.at(starts, unit, found.starts)
    np.maximum.at(ends, unit, found.ends)
    ids = _ids(found, unit, source_of, who.sources)
    marked = _marks(found, unit, positions_in(found.code.map(dict(codes)), order))
    judged = who.seen[:, source_of]
    if choice.value == "set":
        table = code_sets(marked, order, judged)
    else:
        table = one_code(
            marked, order, judged,
            place=lambda who_at, at: f"segment {str(ids[at])!r}, as {who.coders[who_at]} coded it,",
            instead="value 'set' (all codes of a segment)",
        )  # fmt: skip
    values, _ = with_uncoded(table, choice.uncoded)
    return ReliabilityData(
        values=values,
        coders=who.coders,
        level="set" if choice.value == "set" else "nominal",
        categories=table.categories,
        unit="matched region" if found.regions else "matched segment",
        units=ids,
        sources=who.sources,
        source_of=source_of,
        starts=starts,
        ends=ends,
        settings=_settings(choice, who, order),
        notes=(*who.notes, *choice.notes, _match_note(found, unit, n_units)),
        provenance=codings.provenance,
    )


def _marks(found: Places, unit: Integers, code: Integers) -> Marks:
    coder, at = found.coder[found.place], unit[found.place]
    rows = np.unique(np.column_stack([coder, at, code]), axis=0)
    return Marks(
        coder=rows[:, 0], unit=rows[:, 1], code=rows[:, 2],
        covered=np.ones(len(rows), dtype=np.int64), n_nowhere=0,
    )  # fmt: skip


def _ids(
    found: Places, unit: Integers, source_of: Integers, sources: Sequence[str]
) -> npt.NDArray[np.str_]:
    """Source and number of each unit, or source and region of its first coder."""
    if found.regions:
        first = np.unique(unit, return_index=True)[1]
        return np.array([f"{sources[found.source[i]]}:{found.regions[i]}" for i in first], np.str_)
    before = np.searchsorted(source_of, source_of, side="left")
    numbers = np.arange(len(source_of)) - before + 1
    return np.array(
        [f"{sources[s]}:{n}" for s, n in zip(source_of, numbers, strict=True)], dtype=np.str_
    )


def _settings(choice: _Choice, who: Sight, order: Sequence[str]) -> dict[str, str]:
    return {
        "unit": "matched by intersection over union",
        "threshold": f"{choice.threshold:g}",
        "value": choice.value,
        "codes": ", ".join(order),
        "level": str(choice.level),
        "uncoded": UNCODED_MEANS[choice.uncoded],
        "seen": who.how,
    }


def _match_note(found: Places, unit: Integers, n_units: int) -> str:
    alone = int((np.bincount(unit, minlength=n_units) == 1).sum())
    return (
        f"Segments that no other coder matched: {alone} of {len(unit)}. Text that nobody marked is "
        "no part of this."
    )
