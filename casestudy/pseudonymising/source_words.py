"""Labels in a source and in all that is said about it: speakers, roles, title, the file's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any

from casestudy.carrying import carried_parts
from casestudy.edits import Replacement
from casestudy.provenance import Provenance
from casestudy.pseudonyms import Relabelling
from casestudy.sources import Part, Source


@dataclass(frozen=True, slots=True)
class LabelledSource:
    """A source with labels, and what was replaced in its text."""

    source: Source
    replacements: tuple[Replacement, ...]


def labelled_source(source: Source, labels: Relabelling) -> LabelledSource:
    """A source with labels in its text and its record, codings aside.

    Its parts move with the text. The id and the case change only if the labels say so.

    Examples
    --------
    >>> from casestudy.pseudonyms import PseudonymKey
    >>> labels = Relabelling(PseudonymKey().with_names(["Lakso"]))
    >>> turn = Part(kind="turn", start=7, end=10, speaker="Lakso")
    >>> talk = Source(id="talk", kind="interview", text="Lakso: yes", parts=(turn,))
    >>> done = labelled_source(talk, labels).source
    >>> done.text, done.parts[0].start, done.parts[0].speaker
    ('[P1]: yes', 6, '[P1]')
    """
    done = labels.text(source.text)
    replacements = tuple(
        Replacement(start=start, end=end, new=label) for start, end, _, _, _, label in done.places
    )
    parts = carried_parts(source.parts, replacements) if replacements else source.parts
    new = replace(
        source,
        id=labels.id(source.id),
        case=labels.id(source.case),
        text=done.text,
        parts=tuple(_part(part, labels) for part in parts),
        title=labels.words(source.title),
        roles=_roles(source.roles, labels),
        file=labels.name(source.file),
        provenance=_provenance(source.provenance, labels),
        warnings=tuple(map(labels.words, source.warnings)),
    )
    return LabelledSource(new, replacements)


def _part(part: Part, labels: Relabelling) -> Part:
    words: dict[str, Any] = {
        name: new
        for name in ("speaker", "locator", "heading")
        if (new := labels.words(old := getattr(part, name))) != old
    }
    return replace(part, **words) if words else part


def _roles(roles: Mapping[str, str], labels: Relabelling) -> Mapping[str, str]:
    """The roles of speakers; of two labels that become one, the role that is clear."""
    new: dict[str, str] = {}
    for speaker, role in roles.items():
        label = labels.words(speaker)
        new[label] = new.get(label) or role
    return MappingProxyType(new)


def _provenance(provenance: Provenance, labels: Relabelling) -> Provenance:
    words = {
        field.name: labels.words(getattr(provenance, field.name))
        for field in fields(provenance)
        if field.name not in ("kind", "work")
    }
    return replace(provenance, **words, work=labels.id(provenance.work))
