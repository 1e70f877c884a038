"""Where a page tells of codings: on the words, beside the part they begin in, or apart.

On the words overlapping codings become flat passages, cut wherever a coding starts or ends.

Spans of a page cannot nest what overlaps. One walk over the borders keeps count of the codes in
effect, so the work grows with the number of codings and not with how much they overlap.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from casestudy.codings import WHOLE_SOURCE, Codings
from casestudy.ratings import Rating, told
from casestudy.sources import Part, Source

N_LANES = 6
"""Stripes that are drawn under a passage; more could not be told apart."""
MOST_NAMED = 40
"""Codes that a passage names; how many more there are is told as a number."""

FIELDS = ("code", "start", "end", "quote", "origin", "region")
COLOURS = (
    "#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6",
    "#a96b59", "#e76300", "#b9ac70", "#717581", "#92dadd",
)  # fmt: skip
"""For codes whose theme has no colour; they stay apart for colour-blind readers."""
LONGEST_QUOTE = 90
"""Characters shown of words that cannot be marked."""


@dataclass(slots=True)
class ShownCode:
    """A code that was used here: its number on the page, name, colour and how often."""

    number: int
    id: str
    name: str
    colour: str
    n: int = 0
    n_suggested: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """One coding as it is drawn: a span, the number of its code, and whether a machine made it."""

    start: int
    end: int
    code: int
    is_suggestion: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text in which the same codings are in effect.

    Parameters
    ----------
    start, end : int
        Code points into the text.
    codes : tuple of int
        Numbers of the codes in effect, in order, at most `MOST_NAMED`.
    suggested : frozenset of int
        Those of `codes` that no person has put here.
    lanes : tuple of int
        The code in each lane, -1 for none; a code keeps its lane as long as it is in effect.
    opened : tuple of int
        Codes that were not in effect just before.
    n_more : int
        Codes in effect beyond those named.
    """

    start: int
    end: int
    codes: tuple[int, ...]
    suggested: frozenset[int]
    lanes: tuple[int, ...]
    opened: tuple[int, ...] = ()
    n_more: int = 0

    @property
    def n_lanes(self) -> int:
        """How many lanes are needed, down to the last that is taken."""
        return max((lane for lane, code in enumerate(self.lanes, start=1) if code >= 0), default=0)


@dataclass(frozen=True, slots=True)
class ShownRegion:
    """A coding of a place on a picture: the number of its code, who put it, and where it is."""

    code: int
    by: str
    region: str


@dataclass(frozen=True, slots=True)
class PlacedCodings:
    """Codings of one source, each where the page tells of it.

    Parameters
    ----------
    codes : sequence of ShownCode
        Those used, in the order of the codebook, numbered from 1.
    passages : sequence of Passage
        The coded words.
    beside : mapping of int to mapping of (int, bool) to list of str
        For each part by its place: number of the code and whether a machine suggests it, with the
        coder of each coding that begins there, and the weight and stance that it has.
    apart : sequence of str
        What cannot be drawn on words, and why.
    regions : sequence of ShownRegion
        Codings of places on pictures.
    """

    codes: Sequence[ShownCode] = ()
    passages: Sequence[Passage] = ()
    beside: Mapping[int, Mapping[tuple[int, bool], Sequence[str]]] = field(default_factory=dict)
    apart: Sequence[str] = ()
    regions: Sequence[ShownRegion] = ()


def placed_codings(codings: Codings, *, source: Source, parts: Sequence[Part]) -> PlacedCodings:
    """Each coding as a mark on the words, beside the part it begins in, or apart.

    Parameters
    ----------
    codings : Codings
        Of this source alone.
    source : Source
        What was coded.
    parts : sequence of Part
        What the page shows of it, in order and without overlap.
    """
    used, part_ends = _used_codes(codings), [part.end for part in parts]
    marks: list[Mark] = []
    beside: dict[int, dict[tuple[int, bool], list[str]]] = {}
    apart: list[str] = []
    regions: list[ShownRegion] = []
    fields = [codings.frame[name].tolist() for name in FIELDS]
    for code, start, end, quote, origin, region, coder in zip(
        *fields, _raters(codings), strict=True
    ):
        shown, is_suggestion = used[code], origin not in ("human", "published")
        shown.n += 1
        shown.n_suggested += is_suggestion
        if region:
            by = f"suggested by {coder}" if is_suggestion else coder
            regions.append(ShownRegion(shown.number, by, region))
            continue
        place = bisect_right(part_ends, start)
        why = _why_apart(source, parts[place : place + 1], start, end, quote)
        if why:
            by = f"suggested by {coder}" if is_suggestion else coder
            apart.append(f"{shown.number} {shown.name} ({by}): {why}")
        else:
            marks.append(Mark(start, end, shown.number, is_suggestion))
            key = (shown.number, is_suggestion)
            beside.setdefault(place, {}).setdefault(key, []).append(coder)
    return PlacedCodings([*used.values()], passages(marks), beside, apart, regions)


def _raters(codings: Codings) -> list[str]:
    """The coder of each coding, with the weight and stance that it has."""
    frame = codings.frame
    each = zip(
        frame["coder"].tolist(),
        frame["weight"].tolist(),
        frame["weight"].isna().tolist(),
        frame["stance"].tolist(),
        strict=True,
    )
    said = [
        (coder, told(Rating(weight=None if is_missing else weight, stance=stance)))
        for coder, weight, is_missing, stance in each
    ]
    return [f"{coder} ({rated})" if rated else coder for coder, rated in said]


def passages(marks: Iterable[Mark]) -> list[Passage]:
    """The coded passages of a text, in order; uncoded stretches are left out.

    Parameters
    ----------
    marks : iterable of Mark
        In any order, each with a start below its end.

    Examples
    --------
    >>> [(p.start, p.end, p.codes) for p in passages([Mark(0, 5, 0), Mark(3, 9, 1)])]
    [(0, 3, (0,)), (3, 5, (0, 1)), (5, 9, (1,))]
    """
    opening: dict[int, list[Mark]] = defaultdict(list)
    closing: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        opening[mark.start].append(mark)
        closing[mark.end].append(mark)
    return list(_walk(opening, closing))


def _walk(opening: dict[int, list[Mark]], closing: dict[int, list[Mark]]) -> Iterator[Passage]:
    effect = _InEffect()
    for start, end in pairwise(sorted({*opening, *closing})):
        for mark in closing.get(start, ()):
            effect.close(mark)
        opened = [mark.code for mark in opening.get(start, ()) if effect.open(mark)]
        if effect.codes:
            yield effect.passage(start, end, tuple(sorted(opened)))


@dataclass(slots=True)
class _InEffect:
    """The codes in effect at one place of the walk, with the lane each of them keeps."""

    codes: list[int] = field(default_factory=list)
    by_people: Counter[int] = field(default_factory=Counter)
    by_all: Counter[int] = field(default_factory=Counter)
    lane_of: dict[int, int] = field(default_factory=dict)
    free: list[int] = field(default_factory=lambda: list(range(N_LANES)))
    lanes: list[int] = field(default_factory=lambda: [-1] * N_LANES)

    def open(self, mark: Mark) -> bool:
        """Take a coding into account; whether its code was not in effect before."""
        self.by_all[mark.code] += 1
        self.by_people[mark.code] += not mark.is_suggestion
        if self.by_all[mark.code] > 1:
            return False
        insort(self.codes, mark.code)
        if self.free:
            lane = heapq.heappop(self.free)
            self.lane_of[mark.code], self.lanes[lane] = lane, mark.code
        return True

    def close(self, mark: Mark) -> None:
        """Forget a coding, and its code with the last one of it."""
        self.by_all[mark.code] -= 1
        self.by_people[mark.code] -= not mark.is_suggestion
        if self.by_all[mark.code]:
            return
        del self.codes[bisect_left(self.codes, mark.code)]
        lane = self.lane_of.pop(mark.code, None)
        if lane is not None:
            self.lanes[lane] = -1
            heapq.heappush(self.free, lane)

    def passage(self, start: int, end: int, opened: tuple[int, ...]) -> Passage:
        """What is in effect from one border to the next."""
        named = tuple(self.codes[:MOST_NAMED])
        return Passage(
            start=start,
            end=end,
            codes=named,
            suggested=frozenset(
                code for code in {*named, *self.lane_of} if not self.by_people[code]
            ),
            lanes=tuple(self.lanes),
            opened=opened,
            n_more=len(self.codes) - len(named),
        )


def _used_codes(codings: Codings) -> dict[str, ShownCode]:
    """The codes that were used, in the order of the codebook, numbered from 1.

    A code without a colour has its theme's; where that is taken, one that is still free.
    """
    book, used = codings.codebook, set(codings.frame["code"].tolist())
    shown = [code for code in book if code.id in used]
    taken = {code.colour.lower() for code in shown if code.colour}
    found: dict[str, ShownCode] = {}
    for number, code in enumerate(shown, start=1):
        wanted = code.colour or book.theme_of(code.id).colour.lower()
        if not code.colour and (not wanted or wanted in taken):
            spare = (colour for colour in COLOURS if colour not in taken)
            wanted = next(spare, COLOURS[number % len(COLOURS)])
        taken.add(wanted)
        found[code.id] = ShownCode(number, code.id, code.name, wanted)
    return found


def _why_apart(source: Source, part: Sequence[Part], start: int, end: int, quote: str) -> str:
    """Why a coding cannot be drawn on the words; empty if it can."""
    cut = quote if len(quote) <= LONGEST_QUOTE else quote[: LONGEST_QUOTE - 1] + "…"
    if start == WHOLE_SOURCE:
        return "the whole source"
    fits = not quote or (len(quote) == end - start and source.text.startswith(quote, start))
    if end > len(source.text) or not fits:
        return f"the source has changed since “{cut}” was coded"
    if not part or part[0].start >= end:
        return f"on words that are not shown: “{cut}”"
    return ""
