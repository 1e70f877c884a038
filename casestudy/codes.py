"""A code, what happened to codes over time, and how they are linked: the entries of a scheme."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

from casestudy.provenance import Citation
from casestudy.ratings import Stance, WeightScale, check_stances, plain_scale, plain_stances

CHANGE_KINDS = ("split", "merge", "rename", "move", "retire")
RELATION_KINDS = ("affects", "part_of", "leads_to")
ID_PATTERN = re.compile(r"[^\W\d_][\w.-]*")
COLOUR_PATTERN = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A label with a definition, and when to use it and when not.

    Parameters
    ----------
    id : str
        Never changes; starts with a letter, then letters, digits, `_`, `-`, `.`.
    name : str
        What people call it.
    parent : str
        Id of the code above; empty for a theme (a code of the top level).
    definition, include, exclude, examples
        What it means, when to use it, when not, and what it looks like.
    definition_by : str
        "work" if the definition re-tells the cited work, "ours" if we wrote it.
    colour : str
        `#rrggbb`, or empty.
    basis : str
        What the code rests on in its work, such as "results" or "theory".
    source : Citation, optional
        Work and page it was taken from.
    rules : tuple of str
        Phrases that suggest the code; `*` completes a word.
    names : mapping of str to str
        The name in other languages, by language code.
    weight : WeightScale, optional
        How strongly a passage may be said to bear the code. The codes below have the same scale
        unless they declare one of their own.
    stances : tuple of Stance
        The sides that a passage may take; the codes below have them unless they declare their own.
    """

    id: str
    name: str
    parent: str = ""
    definition: str = ""
    definition_by: str = "ours"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    colour: str = ""
    basis: str = ""
    source: Citation | None = None
    rules: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    weight: WeightScale | None = None
    stances: tuple[Stance, ...] = ()

    def __post_init__(self) -> None:
        if not ID_PATTERN.fullmatch(self.id):
            raise ValueError(
                f"code id {self.id!r} is not allowed: it starts with a letter, "
                "then come letters, digits, '_', '-' or '.'"
            )
        if self.colour and not COLOUR_PATTERN.fullmatch(self.colour):
            raise ValueError(
                f"code {self.id!r}: colour {self.colour!r} is not '#' and six hexadecimal digits"
            )
        check_stances(self.stances)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One step in a scheme's history: which codes became which, when, by whom and why.

    `split` and `merge` lead from `codes` to `into`; `rename` records the old and the new name in
    `why`; `move` gives the new parent in `into`; `retire` ends `codes`.
    """

    kind: str
    codes: tuple[str, ...]
    into: tuple[str, ...] = ()
    date: str = ""
    by: str = ""
    why: str = ""

    def __post_init__(self) -> None:
        if self.kind not in CHANGE_KINDS:
            raise ValueError(
                f"change of {', '.join(self.codes)}: kind {self.kind!r} is not known; "
                f"allowed are {', '.join(CHANGE_KINDS)}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A directed link between two codes of one scheme, as a published concept map draws it."""

    origin: str
    target: str
    kind: str
    source: Citation | None = None

    def __post_init__(self) -> None:
        if self.kind not in RELATION_KINDS:
            raise ValueError(
                f"relation {self.origin!r} to {self.target!r}: kind {self.kind!r} is not known; "
                f"allowed are {', '.join(RELATION_KINDS)}"
            )


CODE_FIELDS = tuple(field.name for field in fields(Code))
"""Every field of a code, in order: what a scheme's file and the desk say of it."""


def plain_code(code: Code) -> dict[str, Any]:
    """All that a code says, field by field, as texts, lists and tables.

    Examples
    --------
    >>> said = plain_code(Code(id="trust", name="trust", include=("says so",)))
    >>> said["name"], said["include"], said["weight"], said["stances"]
    ('trust', ['says so'], {}, [])
    """
    said = {name: _plain(getattr(code, name)) for name in CODE_FIELDS}
    return {**said, "stances": plain_stances(code.stances)}


def plain_citation(citation: Citation | None) -> dict[str, str]:
    """A citation as a table; empty if there is none."""
    if citation is None:
        return {}
    told = {"work": citation.work, "page": citation.page, "status": citation.status}
    return {key: value for key, value in told.items() if value}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, WeightScale):
        return plain_scale(value)
    if isinstance(value, Citation):
        return plain_citation(value)
    return {} if value is None else value
