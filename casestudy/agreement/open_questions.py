"""From codings and decisions to the questions that coders have to decide together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from casestudy.agreement.adjudication import Question, Questions
from casestudy.agreement.seeing import Seen, sight
from casestudy.codings import WHOLE_SOURCE, Codings
from casestudy.errors import did_you_mean
from casestudy.ratings import Rating
from casestudy.regions import Region, intersection_area

_Decision = tuple[str, str, str]
"""Time, outcome, reason."""


def questions(
    codings: Codings,
    *,
    coders: Sequence[str],
    consensus: str,
    decided: Iterable[Mapping[str, Any]] = (),
    seen: Seen | None = None,
) -> Questions:
    """What some coders have to decide together.

    Parameters
    ----------
    codings : Codings
        Of all coders.
    coders : sequence of str
        Whose codings are decided on; at least two, or a machine alone whose suggestions are judged.
    consensus : str
        The coder who bears what was decided; none of `coders`.
    decided : iterable of mapping
        Decisions of the consensus coder: `about` (ids of codings), `outcome`, `reason`, `at`.
    seen : mapping of str to iterable of str, optional
        For each coder the sources read; if not given, those in which the coder coded something.

    Raises
    ------
    ValueError
        If there is one person alone, or nobody, or the consensus coder is one of them.
    LookupError
        If a coder has no coding.

    Examples
    --------
    >>> from casestudy.codebook import Code, Codebook
    >>> from casestudy.codings import Coding, codings_frame
    >>> book = Codebook(id="demo", codes=(Code(id="price", name="price"),))
    >>> made = [Coding(id=who, source="s1", code="price", coder=who, start=start, end=20)
    ...         for who, start in (("anna", 0), ("ben", 4))]
    >>> found = questions(Codings(frame=codings_frame(made), codebook=book),
    ...                   coders=["anna", "ben"], consensus="both")
    >>> found.rows[0].kind, found.rows[0].shared
    ('borders', (4, 20))
    """
    _check_coders(codings, coders, consensus, seen)
    own = codings.only(coder=coders)
    by_source = _by_source(own.frame)
    who = sight(own, sources=tuple(by_source), seen=_only_of(seen, coders))
    latest, rated = _latest(decided), _rated(own.frame)
    rows = []
    for at, marked in enumerate(by_source.values()):
        saw = [c for c, there in zip(who.coders, who.seen[:, at], strict=True) if there]
        near = _Nearby(marked)
        rows += [
            _question(group, saw, near.rivals(group), latest, rated) for group in _groups(marked)
        ]
    order = {code.id: number for number, code in enumerate(codings.codebook)}
    rows.sort(key=lambda row: (row.source, *row.widest, order[row.code]))
    return Questions(
        rows=tuple(rows),
        coders=tuple(coders),
        consensus=consensus,
        notes=who.notes,
        provenance=own.provenance,
    )


class _Mark(NamedTuple):
    """One coding, in the order in which marks of a source are sorted."""

    start: int
    end: int
    created: Any
    id: str
    source: str
    code: str
    coder: str
    region: str


def _by_source(frame: pd.DataFrame) -> dict[str, list[_Mark]]:
    """The codings of each source, by place and time."""
    fields = ["start", "end", "created", "coding", "source", "code", "coder", "region"]
    found: dict[str, list[_Mark]] = {}
    for row in sorted(map(_Mark._make, frame[fields].itertuples(index=False, name=None))):
        found.setdefault(row.source, []).append(row)
    return dict(sorted(found.items()))


def _check_coders(
    codings: Codings, coders: Sequence[str], consensus: str, seen: Seen | None
) -> None:
    is_machine = codings.by_machines().frame["coder"].isin(coders).any()
    if len(set(coders)) < 2 and not (coders and is_machine):
        raise ValueError(
            f"{', '.join(coders) or 'nobody'}: to decide together takes at least two coders"
        )
    if consensus in coders:
        raise ValueError(
            f"{consensus} is one of the coders decided on; give the consensus another name, so "
            "that what each coder did stays as it was"
        )
    known = {*codings.frame["coder"], *(seen or {})}
    for coder in coders:
        if coder not in known:
            raise LookupError(
                f"{coder} has no codings{did_you_mean(coder, known)}; "
                f"coders are {', '.join(sorted(known)) or 'nobody'}"
            )


def _only_of(seen: Seen | None, coders: Sequence[str]) -> Seen | None:
    return None if seen is None else {coder: seen[coder] for coder in coders if coder in seen}


def _groups(marked: Sequence[_Mark]) -> list[list[_Mark]]:
    """Codings of one code whose places overlap, directly or through others."""
    by_code: dict[str, list[_Mark]] = {}
    for row in marked:
        by_code.setdefault(row.code, []).append(row)
    found: list[list[_Mark]] = []
    for rows in by_code.values():
        found += _overlapping_regions([row for row in rows if row.region])
        reach = WHOLE_SOURCE
        for number, row in enumerate(row for row in rows if not row.region):
            # a coding of the whole source, from -1 to -1, overlaps only its like
            if number == 0 or (row.start >= reach and row.start != WHOLE_SOURCE):
                found.append([])
            found[-1].append(row)
            reach = max(reach, row.end)
    return found


def _overlapping_regions(rows: Sequence[_Mark]) -> list[list[_Mark]]:
    """Codings whose regions share pixels, directly or through others."""
    groups: list[list[_Mark]] = []
    regions = {row.id: Region.parsed(row.region) for row in rows}
    for row in rows:
        touched = [
            group for group in groups
            if any(intersection_area(regions[row.id], regions[other.id]) for other in group)
        ]  # fmt: skip
        groups = [group for group in groups if group not in touched]
        groups.append([row, *(other for group in touched for other in group)])
    return groups


class _Nearby:
    """The codings on the text of one source, to look up which lie on a stretch of it."""

    def __init__(self, marked: Sequence[_Mark]) -> None:
        self._marked = [row for row in marked if row.start != WHOLE_SOURCE]
        self._starts = [row.start for row in self._marked]
        self._longest = max((row.end - row.start for row in self._marked), default=0)

    def rivals(self, group: Sequence[_Mark]) -> list[str]:
        """Other codes that another coder put on text that a group codes."""
        if group[0].start == WHOLE_SOURCE:
            return []
        low, high = min(row.start for row in group), max(row.end for row in group)
        first = bisect_left(self._starts, low - self._longest)
        last = bisect_left(self._starts, high)
        near = [row for row in self._marked[first:last] if row.end > low]
        coders = {row.coder for row in group}
        return list(
            dict.fromkeys(
                row.code
                for row in near
                if row.code != group[0].code and (len(coders) > 1 or row.coder not in coders)
            )
        )


def _question(
    group: Sequence[_Mark],
    saw: Sequence[str],
    rivals: Sequence[str],
    latest: Mapping[str, _Decision],
    rated: Mapping[str, Rating],
) -> Question:
    """The question that some codings are about."""
    rows = sorted(group, key=lambda row: (row.created, row.id))
    spans: dict[str, tuple[int, int]] = {}
    for row in rows:
        low, high = spans.get(row.coder, (row.start, row.end))
        spans[row.coder] = min(low, row.start), max(high, row.end)
    ids = tuple(row.id for row in rows)
    outcome, reason = _outcome(ids, latest)
    regions = tuple(dict.fromkeys(row.region for row in rows if row.region))
    return Question(
        id=ids[0],
        source=rows[0].source,
        code=rows[0].code,
        codings=ids,
        coders=tuple(spans),
        silent=tuple(coder for coder in saw if coder not in spans),
        spans=spans,
        regions=regions,
        kind=_kind(len(spans), len(saw), len({*spans.values(), *regions}) > 1),
        rivals=tuple(rivals),
        outcome=outcome,
        reason=reason,
        ratings=_ratings(rows, rated),
    )


def _rated(frame: pd.DataFrame) -> dict[str, Rating]:
    """The weight and stance of each coding that has one, by its id."""
    given = frame[frame["weight"].notna() | (frame["stance"] != "")]
    found = {}
    for id, weight, stance in zip(given["coding"], given["weight"], given["stance"], strict=True):
        one = found[id] = Rating()
        if not pd.isna(weight):
            one["weight"] = int(weight)
        if stance:
            one["stance"] = stance
    return found


def _ratings(rows: Sequence[_Mark], rated: Mapping[str, Rating]) -> dict[str, Rating]:
    """What each coder said of a place; where one said two things of it, neither is taken."""
    found: dict[str, Rating] = {}
    for coder in dict.fromkeys(row.coder for row in rows):
        own = [rated.get(row.id, Rating()) for row in rows if row.coder == coder]
        weights = {one.get("weight") for one in own}
        stances = {one.get("stance", "") for one in own}
        one = Rating()
        if len(weights) == 1 and None not in weights:
            one["weight"] = weights.pop()
        if len(stances) == 1 and "" not in stances:
            one["stance"] = stances.pop()
        if one:
            found[coder] = one
    return found


def _kind(n_put: int, n_saw: int, differ: bool) -> str:
    if n_saw < 2:
        return "alone"
    if n_put == n_saw:
        return "borders" if differ else "unanimous"
    if 2 * n_put == n_saw:
        return "split"
    return "majority" if 2 * n_put > n_saw else "minority"


def _latest(decided: Iterable[Mapping[str, Any]]) -> dict[str, _Decision]:
    """The last decision on each coding."""
    found: dict[str, _Decision] = {}
    for one in decided:
        decision = (str(one["at"]), str(one["outcome"]), str(one["reason"]))
        for coding in one["about"]:
            found[coding] = max(found.get(coding, decision), decision)
    return found


def _outcome(ids: Sequence[str], latest: Mapping[str, _Decision]) -> tuple[str, str]:
    """What was decided last, if on every coding; a new coding opens a question again."""
    if any(id not in latest for id in ids):
        return "open", ""
    _, outcome, reason = max(latest[id] for id in ids)
    return outcome, reason
