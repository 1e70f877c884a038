"""Coding schemes as TOML: read with line numbers, edited so that comments survive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from casestudy.codebook import Change, Code, Codebook, Relation, problems_of
from casestudy.crosswalk import Crosswalk, Link
from casestudy.errors import BadFile
from casestudy.provenance import Citation, Provenance
from casestudy.ratings import stances, weight_scale
from casestudy.store.layout import scheme_paths
from casestudy.store.toml_file import TomlFile

CITATION_KEYS = {"work": str, "page": str, "status": str}
SCHEME_KEYS = {
    "id": str, "title": str, "language": str, "work": str, "seen_in": str, "page": str,
    "status": str, "provenance": str, "generator": str, "note": str, "figure": str, "fact": str,
}  # fmt: skip
CODE_KEYS = {
    "id": str, "name": str, "names": dict, "parent": str, "definition": str, "definition_by": str,
    "include": list[str], "exclude": list[str], "examples": list[str], "colour": str, "basis": str,
    "source": dict, "rules": list[str], "weight": dict, "stances": list,
}  # fmt: skip
CHANGE_KEYS = {
    "kind": str, "codes": list[str], "into": list[str], "date": str, "by": str, "why": str,
}  # fmt: skip
RELATION_KEYS = {"from": str, "to": str, "kind": str, "source": dict}
LINK_KEYS = {"scheme": str, "code": str, "theme": str, "reason": str, "source": dict}
_LISTS = ("include", "exclude", "examples", "rules")


def read_codebook(path: Path) -> Codebook:
    """The scheme that a file holds.

    Raises
    ------
    BadFile
        For malformed TOML, an unknown key, a duplicate id, a missing parent, a circle of parents:
        with the line of the entry at fault.
    """
    found = scheme_faults(path)
    if found:
        raise found[0]
    file = TomlFile(path)
    head = file.table("scheme", keys=SCHEME_KEYS, required=("id",))
    return Codebook(
        id=head["id"],
        title=head.get("title", ""),
        codes=tuple(_codes(file)),
        changes=tuple(_changes(file)),
        relations=tuple(_relations(file)),
        language=head.get("language", ""),
        source=_scheme_source(file, head),
        provenance=_provenance(file, head),
        note=head.get("note", ""),
        figure=head.get("figure", ""),
    )


def schemes_of(study: Path) -> Mapping[str, Codebook]:
    """Every coding scheme of a study by id."""
    books = [read_codebook(path) for path in scheme_paths(study)]
    return MappingProxyType({book.id: book for book in books})


def scheme_faults(path: Path) -> list[BadFile]:
    """Everything wrong with a scheme file, as far as it can be read."""
    try:
        file = TomlFile(path)
        file.only_tables("scheme", "code", "change", "relation")
        head = file.table("scheme", keys=SCHEME_KEYS, required=("id",))
        _provenance(file, head)
        _scheme_source(file, head)
        codes = list(_codes(file))
        relations, changes = list(_relations(file)), list(_changes(file))
    except BadFile as fault:
        return [fault]
    named: dict[str, list[tuple[str, ...]]] = {
        "code": [(code.id,) for code in codes],
        "relation": [(relation.origin, relation.target) for relation in relations],
        "change": [change.codes + change.into for change in changes],
    }
    found = problems_of(codes, relations, changes)
    faults = [_at_entry(file, id, sentence, named) for id, sentence in found]
    if head["id"] != path.stem:
        faults.append(
            file.fault(
                f"the scheme's id {head['id']!r} differs from the file's name {path.stem!r}; "
                "make them the same",
                "scheme",
            )
        )
    return faults


def read_crosswalk(path: Path) -> Crosswalk:
    """The links from companion schemes to themes that a file holds."""
    file = TomlFile(path)
    file.only_tables("link")
    links = []
    for number, entry in enumerate(
        file.entries("link", keys=LINK_KEYS, required=("scheme", "code", "theme", "reason"))
    ):
        source = _citation(file, entry.get("source"), "link", number)
        if source is None:
            raise file.fault(
                "link: 'source' is missing: name work, page and status", "link", number
            )
        links.append(
            Link(
                scheme=entry["scheme"],
                code=entry["code"],
                theme=entry["theme"],
                reason=entry["reason"],
                source=source,
            )
        )
    return Crosswalk(links=tuple(links))


def crosswalk_line(path: Path, number: int) -> int:
    """Line of the n-th link of a crosswalk file, 0 for a link that is not there."""
    return TomlFile(path).line("link", number) if number >= 0 else 0


def _codes(file: TomlFile) -> Iterator[Code]:
    entries = file.entries("code", keys=CODE_KEYS, required=("id", "name"))
    for number, entry in enumerate(entries):
        texts: dict[str, Any] = {
            key: value for key, value in entry.items() if isinstance(value, str)
        }
        lists: dict[str, Any] = {key: tuple(entry.get(key, [])) for key in _LISTS}
        names = MappingProxyType({k: str(v) for k, v in entry.get("names", {}).items()})
        source = _citation(file, entry.get("source"), "code", number)
        try:
            yield Code(**texts, **lists, names=names, source=source, **_ratings(entry))
        except ValueError as error:
            raise file.fault(str(error), "code", number) from None


def _ratings(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The weights and stances that a code declares."""
    weight = {"weight": weight_scale(entry["weight"])} if "weight" in entry else {}
    return {**weight, "stances": stances(entry.get("stances", []))}


def _changes(file: TomlFile) -> Iterator[Change]:
    entries = file.entries("change", keys=CHANGE_KEYS, required=("kind", "codes"))
    for number, entry in enumerate(entries):
        fields: dict[str, Any] = {
            key: tuple(v) if isinstance(v, list) else v for key, v in entry.items()
        }
        try:
            yield Change(**fields)
        except ValueError as error:
            raise file.fault(str(error), "change", number) from None


def _relations(file: TomlFile) -> Iterator[Relation]:
    entries = file.entries("relation", keys=RELATION_KEYS, required=("from", "to", "kind"))
    for number, entry in enumerate(entries):
        source = _citation(file, entry.get("source"), "relation", number)
        try:
            yield Relation(
                origin=entry["from"], target=entry["to"], kind=entry["kind"], source=source
            )
        except ValueError as error:
            raise file.fault(str(error), "relation", number) from None


def _citation(file: TomlFile, entry: Any, table: str, number: int) -> Citation | None:
    if entry is None:
        return None
    unknown = set(entry) - set(CITATION_KEYS)
    if unknown or not entry.get("work"):
        raise file.fault(
            f"{table}: a source has the keys work, page and status, not {sorted(entry)}",
            table,
            number,
        )
    try:
        return Citation(**{key: str(value) for key, value in entry.items()})
    except ValueError as error:
        raise file.fault(str(error), table, number) from None


def _scheme_source(file: TomlFile, head: dict[str, Any]) -> Citation | None:
    if not head.get("work"):
        return None
    return _citation(file, {key: head[key] for key in CITATION_KEYS if key in head}, "scheme", 0)


def _provenance(file: TomlFile, head: dict[str, Any]) -> Provenance:
    kind = head.get("provenance", "collected")
    cited = kind == "published"
    try:
        return Provenance(
            kind=kind,
            work=head.get("work", "") if cited else "",
            page=head.get("page", "") if cited else "",
            generator=head.get("generator", ""),
        )
    except ValueError as error:
        raise file.fault(str(error), "scheme") from None


def _at_entry(
    file: TomlFile, id: str, sentence: str, named: Mapping[str, list[tuple[str, ...]]]
) -> BadFile:
    """The fault at the first entry that names the id: a code, else a relation, else a change."""
    for table, entries in named.items():
        for number, ids in reversed(list(enumerate(entries))):
            if id in ids:
                return file.fault(sentence, table, number)
    return file.fault(sentence)
