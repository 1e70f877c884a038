"""From codings and decisions to the questions that coders have to decide together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.agreement.adjudication import Question, Questions
from casestudy.agreement.seeing import Seen, sight
from casestudy.codings import WHOLE_SOURCE, Codings
from casestudy.errors import did_you_mean
from casestudy.regions import Region, intersection_over_union

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
        Whose codings are decided on; at least two.
    consensus : str
        The coder who bears what was decided; none of `coders`.
    decided : iterable of mapping
        Decisions of the consensus coder: `about` (ids of codings), `outcome`, `reason`, `at`.
    seen : mapping of str to iterable of str, optional
        For each coder the sources read; if not given, those in which the coder coded something.

    Raises
    ------
    ValueError
        If there are fewer than two coders, or the consensus coder is one of them.
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
    frame = own.frame.sort_values(["source", "start", "end", "created"], kind="stable")
    frame = frame.reset_index(drop=True)
    sources = tuple(sorted(frame["source"].unique()))
    who = sight(own, sources=sources, seen=_only_of(seen, coders))
    saw = {
        source: [c for c, there in zip(who.coders, who.seen[:, at], strict=True) if there]
        for at, source in enumerate(sources)
    }
    latest = _latest(decided)
    by_source = dict(list(frame.groupby("source", sort=False)))
    rows = []
    for places in _groups(frame):
        group = frame.loc[places]
        source = str(group["source"].iloc[0])
        rivals = _rivals(by_source[source], group)
        rows.append(_question(group, saw[source], rivals, latest))
    order = {code.id: number for number, code in enumerate(codings.codebook)}
    rows.sort(key=lambda row: (row.source, *row.widest, order[row.code]))
    return Questions(
        rows=tuple(rows),
        coders=tuple(coders),
        consensus=consensus,
        notes=who.notes,
        provenance=own.provenance,
    )


def _check_coders(
    codings: Codings, coders: Sequence[str], consensus: str, seen: Seen | None
) -> None:
    if len(set(coders)) < 2:
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


def _groups(frame: pd.DataFrame) -> list[npt.NDArray[np.intp]]:
    """Rows of one source and code whose places overlap, directly or through others."""
    found = []
    for _, rows in frame.groupby(["source", "code"], sort=True):
        on_picture = (rows["region"] != "").to_numpy(dtype=bool)
        found += _overlapping_regions(rows[on_picture])
        text = rows[~on_picture]
        # a coding of the whole source, from -1 to -1, overlaps only its like
        reach = text["end"].cummax().shift(fill_value=WHOLE_SOURCE)
        new = (text["start"] >= reach) & (text["start"] != WHOLE_SOURCE)
        for _, group in text.groupby(new.cumsum()):
            found.append(group.index.to_numpy())
    return found


def _overlapping_regions(rows: pd.DataFrame) -> list[npt.NDArray[np.intp]]:
    """Rows whose regions share pixels, directly or through others."""
    groups: list[list[int]] = []
    regions = dict(enumerate(map(Region.parsed, rows["region"])))
    for at, region in regions.items():
        touched = [
            group for group in groups
            if any(intersection_over_union(region, regions[other]) > 0 for other in group)
        ]  # fmt: skip
        groups = [group for group in groups if group not in touched]
        groups.append([at, *(other for group in touched for other in group)])
    return [rows.index.to_numpy()[sorted(group)] for group in groups]


def _question(
    rows: pd.DataFrame, saw: Sequence[str], rivals: Sequence[str], latest: Mapping[str, _Decision]
) -> Question:
    """The question that some codings are about."""
    rows = rows.sort_values(["created", "coding"], kind="stable")
    coders = tuple(dict.fromkeys(rows["coder"]))
    spans = {
        coder: (int(own["start"].min()), int(own["end"].max()))
        for coder, own in rows.groupby("coder", sort=False)
    }
    ids = tuple(rows["coding"])
    outcome, reason = _outcome(ids, latest)
    regions = tuple(dict.fromkeys(text for text in rows["region"] if text))
    return Question(
        id=ids[0],
        source=str(rows["source"].iloc[0]),
        code=str(rows["code"].iloc[0]),
        codings=ids,
        coders=coders,
        silent=tuple(coder for coder in saw if coder not in coders),
        spans={str(coder): span for coder, span in spans.items()},
        regions=regions,
        kind=_kind(len(coders), len(saw), len({*spans.values(), *regions}) > 1),
        rivals=tuple(rivals),
        outcome=outcome,
        reason=reason,
    )


def _kind(n_put: int, n_saw: int, differ: bool) -> str:
    if n_saw < 2:
        return "alone"
    if n_put == n_saw:
        return "borders" if differ else "unanimous"
    if 2 * n_put == n_saw:
        return "split"
    return "majority" if 2 * n_put > n_saw else "minority"


def _rivals(frame: pd.DataFrame, rows: pd.DataFrame) -> list[str]:
    """Other codes that another coder put on text that the rows code."""
    if (rows["start"] == WHOLE_SOURCE).all():
        return []
    low, high, code = rows["start"].min(), rows["end"].max(), rows["code"].iloc[0]
    near = frame[(frame["start"] < high) & (frame["end"] > low) & (frame["code"] != code)]
    others = near[~near["coder"].isin(rows["coder"].unique()) | (rows["coder"].nunique() > 1)]
    return list(dict.fromkeys(others["code"]))


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
