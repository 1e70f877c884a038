"""Codes and the scheme that orders them.

A code's id never changes, its name may. What happened to a scheme over time (merge, split,
rename, move, retire) is a list of `Change` entries: a lens through which old codings are read, so
that no coder's log is ever rewritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import pandas as pd

from casestudy.codes import CHANGE_KINDS, RELATION_KINDS, Change, Code, Relation
from casestudy.errors import UnknownCode, did_you_mean
from casestudy.provenance import Citation, Provenance
from casestudy.ratings import RatingScales

__all__ = [
    "CHANGE_KINDS",
    "RELATION_KINDS",
    "Change",
    "Code",
    "Codebook",
    "Relation",
    "problems_of",
]


@dataclass(frozen=True, kw_only=True)
class Codebook:
    """The ordered set of codes of one scheme, with its history.

    Examples
    --------
    >>> theme = Code(id="trust", name="trust")
    >>> price = Code(id="trust.price", name="fair price", parent="trust")
    >>> book = Codebook(id="demo", title="Demo", codes=(theme, price))
    >>> [code.name for code in book.themes], book.theme_of("trust.price").id
    (['trust'], 'trust')
    """

    id: str
    title: str = ""
    codes: tuple[Code, ...] = ()
    changes: tuple[Change, ...] = ()
    relations: tuple[Relation, ...] = ()
    language: str = ""
    source: Citation | None = None
    provenance: Provenance = Provenance(kind="collected")
    note: str = ""
    figure: str = ""

    def __post_init__(self) -> None:
        for _, sentence in problems_of(self.codes, self.relations, self.changes):
            raise ValueError(f"codebook {self.id!r}: {sentence}")

    @cached_property
    def by_id(self) -> Mapping[str, Code]:
        """Codes by id, in the order of the scheme."""
        return MappingProxyType({code.id: code for code in self.codes})

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __contains__(self, code: object) -> bool:
        return code in self.by_id

    def __getitem__(self, code: str) -> Code:
        try:
            return self.by_id[code]
        except KeyError:
            raise UnknownCode(
                f"code {code!r} is not in the codebook {self.id!r}{did_you_mean(code, self.by_id)}"
            ) from None

    @property
    def themes(self) -> tuple[Code, ...]:
        """The codes of the top level, in order."""
        return tuple(code for code in self.codes if not code.parent)

    def children(self, code: str) -> tuple[Code, ...]:
        """The codes directly below a code, in order."""
        parent = self[code].id
        return tuple(child for child in self.codes if child.parent == parent)

    def theme_of(self, code: str) -> Code:
        """The code of the top level that a code belongs to (itself, if it is one)."""
        found = self[code]
        while found.parent:
            found = self[found.parent]
        return found

    def level(self, code: str) -> int:
        """How deep a code lies: 0 for a theme."""
        found, depth = self[code], 0
        while found.parent:
            found, depth = self[found.parent], depth + 1
        return depth

    def ratings_of(self, code: str) -> RatingScales:
        """What codings of a code may be rated with: its own scales, or those of the nearest above.

        Weight and stances are looked for one apart from the other.

        Examples
        --------
        >>> from casestudy.ratings import Stance
        >>> theme = Code(id="trust", name="trust", stances=(Stance(id="for"),))
        >>> below = Code(id="trust.price", name="price", parent="trust")
        >>> Codebook(id="demo", codes=(theme, below)).ratings_of("trust.price").stances
        (Stance(id='for', name=''),)
        """
        found = self[code]
        weight, stances = found.weight, found.stances
        while found.parent and (weight is None or not stances):
            found = self[found.parent]
            weight, stances = weight or found.weight, stances or found.stances
        return RatingScales(weight=weight, stances=stances)

    @cached_property
    def current_codes(self) -> Mapping[str, str]:
        """For each code that a change led elsewhere: the one code that old codings now count as.

        A merge has one target and applies by itself. A split has several, so a person must decide
        coding by coding: the old code stands until then. A retired code stands as it is.
        """
        lens = {code: code for code in self.by_id}
        for change in self.changes:
            if change.kind == "merge" and len(change.into) == 1:
                for code, now in list(lens.items()):
                    if now in change.codes:
                        lens[code] = change.into[0]
        return MappingProxyType({code: now for code, now in lens.items() if code != now})

    def to_frame(self) -> pd.DataFrame:
        """One row a code: id, name, parent, theme, level, definition, provenance and citation.

        `weight` and `stances` are what its codings may be rated with, as texts; empty for nothing.
        """
        rows = [
            {
                "code": code.id,
                "name": code.name,
                "parent": code.parent,
                "theme": self.theme_of(code.id).id,
                "level": self.level(code.id),
                "definition": code.definition,
                "definition_by": code.definition_by,
                "basis": code.basis,
                "work": code.source.work if code.source else "",
                "page": code.source.page if code.source else "",
                "status": code.source.status if code.source else "",
                "provenance": self.provenance.kind,
                "weight": str(self.ratings_of(code.id).weight or ""),
                "stances": ", ".join(one.id for one in self.ratings_of(code.id).stances),
            }
            for code in self.codes
        ]
        return pd.DataFrame(rows)

    def __repr__(self) -> str:
        frame = self.to_frame()
        lines = [
            f"{'  ' * level}{code}" for level, code in zip(frame.level, frame.code, strict=True)
        ]
        return "\n".join(
            [f"Codebook {self.id!r}: {len(self.themes)} themes, {len(self)} codes", *lines]
        )

    def _repr_html_(self) -> str:
        columns = ["code", "name", "parent", "definition", "page"]
        frame = self.to_frame()
        return str(frame[columns].to_html(index=False)) if len(frame) else "<p>no codes</p>"


def problems_of(
    codes: Iterable[Code], relations: Iterable[Relation] = (), changes: Iterable[Change] = ()
) -> Iterator[tuple[str, str]]:
    """What is wrong with a scheme as a whole: pairs of the id at fault and a sentence."""
    seen: dict[str, Code] = {}
    for code in codes:
        if code.id in seen:
            yield code.id, f"code id {code.id!r} is used twice; ids are unique: rename one"
        seen[code.id] = code
    yield from _parent_problems(seen)
    for relation in relations:
        for end in (relation.origin, relation.target):
            if end not in seen:
                hint = did_you_mean(end, seen)
                yield end, f"a relation names the code {end!r}, which is not in the scheme{hint}"
    for change in changes:
        for name in change.codes + change.into:
            if name not in seen:
                yield (
                    name,
                    f"a change ({change.kind}) names the code {name!r}, which is not in the scheme"
                    f"{did_you_mean(name, seen)}; keep retired codes in the file",
                )


def _parent_problems(codes: Mapping[str, Code]) -> Iterator[tuple[str, str]]:
    """Parents that do not exist, and circles of parents."""
    for code in codes.values():
        if code.parent and code.parent not in codes:
            yield (
                code.id,
                f"code {code.id!r} has the parent {code.parent!r}, which is not in the scheme"
                f"{did_you_mean(code.parent, codes)}",
            )
    sound: set[str] = set()
    for start in codes:
        path: list[str] = []
        at = start
        while at in codes and at not in sound and at not in path:
            path.append(at)
            at = codes[at].parent
        if at in path:
            circle = " → ".join([*path[path.index(at) :], at])
            yield at, f"parents go round in a circle: {circle}; let one of them have no parent"
        sound.update(path)
