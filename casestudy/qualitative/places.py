"""Where a coding stands: who speaks there, what the original calls the place, what is around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.codings import WHOLE_SOURCE
from casestudy.errors import did_you_mean
from casestudy.sources import OUTER_PARTS, SPOKEN_PARTS, Part, Source

Strings = npt.NDArray[np.object_]
Positions = npt.NDArray[np.int64]


def speakers(frame: pd.DataFrame, *, sources: Mapping[str, Source]) -> Strings:
    """Who speaks where each coding starts.

    Parameters
    ----------
    frame : DataFrame
        Codings, with the columns source, start and end.
    sources : mapping of str to Source
        Every coded source by id.

    Returns
    -------
    array of str objects, shape (n_codings,)
        Empty for a whole source, and where nobody is known to speak: in a heading, between turns.

    Raises
    ------
    LookupError
        If a coded source is not given.
    """
    found: Strings = np.full(len(frame), "", dtype=object)
    for source, rows, starts, ends in _by_source(frame, sources):
        spoken = [part for part in source.parts if part.kind in SPOKEN_PARTS]
        names = np.array([*(part.speaker for part in spoken), ""], dtype=object)
        found[rows] = names[_first_reached(spoken, starts, ends)]
    return found


def last_speakers(frame: pd.DataFrame, *, sources: Mapping[str, Source]) -> Strings:
    """Who speaks where each coding ends; empty as for `speakers`."""
    last = frame.assign(start=np.maximum(frame["end"] - 1, frame["start"]))
    return speakers(last, sources=sources)


def locators(frame: pd.DataFrame, *, sources: Mapping[str, Source]) -> Strings:
    """What the original calls the place of each coding: a cue, else a turn, paragraph or block.

    For words beside the text of a page it is the place of the attribute or value.

    Returns
    -------
    array of str objects, shape (n_codings,)
        Empty for a whole source and where the reader noted no place.
    """
    found: Strings = np.full(len(frame), "", dtype=object)
    for source, rows, starts, ends in _by_source(frame, sources):
        for kinds in (OUTER_PARTS, ("cue",), ("channel",)):
            parts = [part for part in source.parts if part.kind in kinds and part.locator]
            names = np.array([*(part.locator for part in parts), ""], dtype=object)
            place = names[_first_reached(parts, starts, ends)]
            found[rows] = np.where(place != "", place, found[rows])
    return found


def surroundings(text: str, start: int, end: int, *, context: int) -> tuple[str, str]:
    """Up to `context` characters before and after a span, in whole words.

    Examples
    --------
    >>> surroundings("They say that we trust them all.", 17, 22, context=8)
    ('that we ', ' them')
    """
    first, last = max(0, start - context), min(len(text), end + context)
    before, after = text[first:start], text[end:last]
    if first > 0 and not text[first - 1].isspace():
        before = re.sub(r"^\S+", "", before)
    if last < len(text) and not text[last].isspace():
        after = re.sub(r"\S+$", "", after)
    return before.lstrip(), after.rstrip()


def _by_source(
    frame: pd.DataFrame, sources: Mapping[str, Source]
) -> Iterator[tuple[Source, Positions, Positions, Positions]]:
    """For each coded source: the numbers of its rows, their starts and their ends."""
    starts = frame["start"].to_numpy(dtype=np.int64)
    ends = frame["end"].to_numpy(dtype=np.int64)
    for name, rows in frame.groupby("source", sort=False).indices.items():
        id, numbers = str(name), np.asarray(rows, dtype=np.int64)
        if id not in sources:
            raise LookupError(
                f"source {id!r} is coded but not among the sources given"
                f"{did_you_mean(id, sources)}; give every coded source"
            )
        yield sources[id], numbers, starts[numbers], ends[numbers]


def _first_reached(parts: Sequence[Part], starts: Positions, ends: Positions) -> Positions:
    """The number of the first part that each span reaches into; -1 if none.

    Parts of one kind follow one another without overlap, so that a binary search finds it.
    """
    if not parts:
        return np.full(len(starts), -1, dtype=np.int64)
    part_ends = np.array([part.end for part in parts], dtype=np.int64)
    part_starts = np.array([part.start for part in parts], dtype=np.int64)
    first = np.searchsorted(part_ends, starts, side="right").astype(np.int64)
    inside = np.minimum(first, len(parts) - 1)
    reached = (starts != WHOLE_SOURCE) & (first < len(parts)) & (part_starts[inside] < ends)
    return np.where(reached, first, -1)
