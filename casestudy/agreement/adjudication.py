"""What coders have to decide together: places where one of them put a code, and who did.

A question is one code at one place: the codings of that code by the coders whose spans overlap.
It is decided when the consensus coder has adopted or rejected all of them; what is left is open.
Nothing is decided here: rules only name the questions to which they apply.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

import pandas as pd

from casestudy.errors import did_you_mean
from casestudy.provenance import Provenance, kinds
from casestudy.ratings import Rating, told
from casestudy.results import as_html, as_text

KINDS = ("unanimous", "borders", "majority", "split", "minority", "alone")
"""All who saw the source put the code, with the same borders; with other borders; more than half of
them put it; half; fewer; only one coder saw the source."""
RULES = ("unanimous", "majority")
OUTCOMES = ("open", "adopted", "rejected")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One code at one place, to be adopted or rejected.

    Parameters
    ----------
    id : str
        Id of the oldest coding that it is about.
    source, code : str
        Where and what.
    codings : tuple of str
        Ids of the codings that it is about, in the order of time.
    coders, silent : tuple of str
        Who put the code here; who saw the source and did not.
    spans : mapping of str to (start, end)
        The text that each coder coded, from first to last character; -1, -1 for whole sources and
        regions.
    regions : tuple of str
        The regions coded, for a question on a picture.
    kind : str
        One of `KINDS`.
    rivals : tuple of str
        Other codes that other coders put on the same text.
    outcome : {"open", "adopted", "rejected"}
        What the consensus coder decided last, if that covers all codings.
    reason : str
        Why it was decided so.
    ratings : mapping of str to Rating
        The weight and stance that each coder gave here, for coders who gave one. A coder who gave
        several weights or stances on overlapping codings has none that can be named.
    """

    id: str
    source: str
    code: str
    codings: tuple[str, ...]
    coders: tuple[str, ...]
    silent: tuple[str, ...]
    spans: Mapping[str, tuple[int, int]]
    regions: tuple[str, ...] = ()
    kind: str = "minority"
    rivals: tuple[str, ...] = ()
    outcome: str = "open"
    reason: str = ""
    ratings: Mapping[str, Rating] = field(default_factory=dict)

    @property
    def agreed(self) -> Rating:
        """The weight and the stance that all who put the code gave; what they differ in is not in.

        Where some gave one and others did not, it is not agreed on either.
        """
        given = [self.ratings.get(coder, Rating()) for coder in self.coders]
        weights = {one.get("weight") for one in given} - {None}
        stances = {one.get("stance", "") for one in given} - {""}
        found = Rating()
        if len(weights) == 1 and all(one.get("weight") is not None for one in given):
            found["weight"] = weights.pop()
        if len(stances) == 1 and all(one.get("stance") for one in given):
            found["stance"] = stances.pop()
        return found

    @property
    def differing(self) -> tuple[str, ...]:
        """What was given and not agreed on: "weight", "stance", both or neither."""
        given = {name for one in self.ratings.values() for name in one}
        return tuple(name for name in ("weight", "stance") if name in given - self.agreed.keys())

    @property
    def widest(self) -> tuple[int, int]:
        """From the first character that any coder coded to the last."""
        starts, ends = zip(*self.spans.values(), strict=True)
        return min(starts), max(ends)

    @property
    def shared(self) -> tuple[int, int]:
        """The text that all who put the code coded; empty where they share none."""
        starts, ends = zip(*self.spans.values(), strict=True)
        return max(starts), min(ends)

    @property
    def border_agreement(self) -> float:
        """Least share of text, 0 to 1, that two who put the code have in common of either."""
        pairs = combinations(self.spans.values(), 2)
        return min((in_common(one, other) for one, other in pairs), default=1.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Questions:
    """All that coders have to decide, and what was decided.

    Parameters
    ----------
    rows : tuple of Question
        In the order of source, place and code.
    coders : tuple of str
        Whose codings they are about.
    consensus : str
        Who decides.
    notes : tuple of str
        Caveats.
    provenance : tuple of Provenance
        Where the data came from.
    """

    rows: tuple[Question, ...]
    coders: tuple[str, ...]
    consensus: str
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, id: str) -> Question:
        """The question of an id, or the one that is about a coding of that id."""
        for row in self.rows:
            if id == row.id or id in row.codings:
                return row
        raise LookupError(
            f"no question has the id {id!r}{did_you_mean(id, [row.id for row in self.rows])}; "
            "list the open ones first"
        )

    @property
    def open(self) -> tuple[Question, ...]:
        """What is left to decide."""
        return tuple(row for row in self.rows if row.outcome == "open")

    @property
    def counts(self) -> Mapping[str, int]:
        """Questions by outcome: open, adopted, rejected."""
        return {name: sum(row.outcome == name for row in self.rows) for name in OUTCOMES}

    def to_frame(self) -> pd.DataFrame:
        """One row a question."""
        rows = [
            {
                "question": row.id,
                "source": row.source,
                "code": row.code,
                "start": row.widest[0],
                "end": row.widest[1],
                "kind": row.kind,
                "coders": ", ".join(row.coders),
                "silent": ", ".join(row.silent),
                "rivals": ", ".join(row.rivals),
                "outcome": row.outcome,
                "reason": row.reason,
                "rated": "; ".join(f"{who} {told(one)}" for who, one in row.ratings.items()),
                "provenance": kinds(self.provenance),
            }
            for row in self.rows
        ]
        return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(
            {name: "str" for name in _COLUMNS if name not in ("start", "end")}
        )

    def progress(self) -> pd.DataFrame:
        """One row a source: questions, open, adopted, rejected."""
        frame = self.to_frame()
        table = pd.crosstab(frame["source"], frame["outcome"])
        table = table.reindex(columns=list(OUTCOMES), fill_value=0)
        table.insert(0, "questions", table.sum(axis=1))
        return table.rename_axis(columns=None).reset_index()

    _repr_html_ = as_html
    __repr__ = as_text


_COLUMNS = (
    "question", "source", "code", "start", "end", "kind", "coders", "silent", "rivals", "outcome",
    "reason", "rated", "provenance",
)  # fmt: skip


def that_follow(found: Questions, *, rule: str, threshold: float = 1.0) -> tuple[Question, ...]:
    """The open questions on text that a rule decides.

    Parameters
    ----------
    found : Questions
        All of them.
    rule : {"unanimous", "majority"}
        All coders who saw the source put the code; or more than half of them. Two must have seen
        it.
    threshold : float
        Least share of the text of either that any two who put the code have in common; 1 asks for
        the same borders.

    Raises
    ------
    ValueError
        If the rule or the threshold is not allowed.
    """
    if rule not in RULES:
        raise ValueError(
            f"rule {rule!r} is not known{did_you_mean(rule, RULES)}; allowed are {', '.join(RULES)}"
        )
    if not 0 <= threshold <= 1:
        raise ValueError(f"threshold {threshold} is not allowed: it lies between 0 and 1")
    follows = ("unanimous", "borders") if rule == "unanimous" else KINDS[:3]
    return tuple(
        row for row in found.open if row.kind in follows and row.border_agreement >= threshold
    )


def in_common(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Shared text of two spans as a share of the text of either."""
    if one == other:
        return 1.0
    shared = max(min(one[1], other[1]) - max(one[0], other[0]), 0)
    return shared / (max(one[1], other[1]) - min(one[0], other[0]))
