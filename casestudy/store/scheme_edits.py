"""Writing a scheme back to its file: only what changed is touched, comments and order survive."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from casestudy.codebook import Change, Code, Codebook, Relation
from casestudy.codes import CODE_FIELDS, plain_citation, plain_code
from casestudy.store.toml_file import read_document, write_document

MODELLED = (
    *CODE_FIELDS, "title", "language", "work", "page", "status", "generator", "note", "figure",
)  # fmt: skip
"""Keys that are taken out of an entry when the codebook no longer has a value for them."""
DEFAULTS = {"definition_by": "ours", "provenance": "collected", "status": "published"}
"""What an entry says that lacks these keys."""


def write_codebook(codebook: Codebook, path: Path) -> None:
    """Write a scheme; where the file exists, change only the entries that differ.

    A code that the codebook no longer has is removed from the file, comments inside it included;
    to end a code but keep its meaning for old codings, add a `retire` change instead.
    """
    document = read_document(path) if path.exists() else tomlkit.document()
    _update(_child_table(document, "scheme"), _scheme_fields(codebook))
    codes = _array(document, "code", has_entries=bool(codebook.codes))
    _update_codes(codes, {code.id: _code_fields(code) for code in codebook})
    for name, entries in (
        ("relation", [_relation_fields(relation) for relation in codebook.relations]),
        ("change", [_change_fields(change) for change in codebook.changes]),
    ):
        _update_entries(_array(document, name, has_entries=bool(entries)), entries)
    write_document(document, path)


def _scheme_fields(codebook: Codebook) -> dict[str, Any]:
    fields = {
        "id": codebook.id,
        "title": codebook.title,
        "language": codebook.language,
        "work": codebook.source.work if codebook.source else "",
        "page": codebook.source.page if codebook.source else "",
        "status": codebook.source.status if codebook.source else "",
        "provenance": codebook.provenance.kind,
        "generator": codebook.provenance.generator,
        "note": codebook.note,
        "figure": codebook.figure,
    }
    return {key: value for key, value in fields.items() if value}


def _code_fields(code: Code) -> dict[str, Any]:
    return {key: value for key, value in plain_code(code).items() if value}


def _relation_fields(relation: Relation) -> dict[str, Any]:
    fields = {"from": relation.origin, "to": relation.target, "kind": relation.kind}
    source = plain_citation(relation.source)
    return {**fields, "source": source} if source else dict(fields)


def _change_fields(change: Change) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "kind": change.kind,
        "codes": list(change.codes),
        "into": list(change.into),
        "date": change.date,
        "by": change.by,
        "why": change.why,
    }
    return {key: value for key, value in fields.items() if value}


def _child_table(document: tomlkit.TOMLDocument, name: str) -> Table:
    if name not in document:
        document[name] = tomlkit.table()
    table: Table = document[name]
    return table


def _array(document: tomlkit.TOMLDocument, name: str, *, has_entries: bool) -> AoT:
    if name not in document:
        array = tomlkit.aot()
        if has_entries:
            document[name] = array
        return array
    found = document[name]
    if not isinstance(found, AoT):  # written as a list of inline tables
        entries = _plain(document.pop(name))
        document[name] = found = tomlkit.aot()
        for entry in entries:
            found.append(_new_table(entry))
    return found


def _update(table: Table, fields: Mapping[str, Any]) -> None:
    """Make a table say what the fields say, touching only what differs.

    Keys that a codebook does not model (such as `seen_in`) stay.
    """
    said = _said(_plain(table))
    gone = [key for key in said if key in MODELLED and key not in fields]
    if "work" not in said:  # without a work these say nothing: leave them to the person
        gone = [key for key in gone if key not in ("page", "status")]
    for key in gone:
        del table[key]
    for key, value in fields.items():
        if said.get(key) != _said({key: value}).get(key):
            table[key] = _inline(value)


def _update_codes(array: AoT, wanted: Mapping[str, Mapping[str, Any]]) -> None:
    present = {_plain(table.get("id")): table for table in array}
    for id, fields in wanted.items():
        if id in present:
            _update(present[id], fields)
    _set_tables(array, [present.get(id) or _new_table(fields) for id, fields in wanted.items()])


def _update_entries(array: AoT, entries: list[dict[str, Any]]) -> None:
    """Entries that have no id (relations, changes): those that say the same stay as they are."""
    present = list(array)
    wanted = []
    for entry in entries:
        same = [table for table in present if _said(_plain(table)) == _said(entry)]
        wanted.append(same[0] if same else _new_table(entry))
        present = [table for table in present if table is not wanted[-1]]
    _set_tables(array, wanted)


def _set_tables(array: AoT, tables: list[Table]) -> None:
    """Make an array hold these tables in this order; nothing is touched if it does already."""
    if list(map(id, array)) == list(map(id, tables)):
        return
    while len(array):
        del array[-1]
    for table in tables:
        array.append(table)


def _new_table(fields: Mapping[str, Any]) -> Table:
    table = tomlkit.table()
    for key, value in fields.items():
        table[key] = _inline(value)
    return table


def _said(value: Any) -> Any:
    """What a value says: without members that are empty or as they are understood anyway."""
    if not isinstance(value, Mapping):
        return value
    members = {key: _said(member) for key, member in value.items()}
    return {
        key: member
        for key, member in members.items()
        if member not in ("", [], {}) and DEFAULTS.get(key) != member
    }


def _plain(item: Any) -> Any:
    return item.unwrap() if hasattr(item, "unwrap") else item


def _inline(value: Any) -> Any:
    """A value as it stands on one line: tables inline, also within lists and tables."""
    if isinstance(value, dict):
        table = tomlkit.inline_table()
        table.update({key: _inline(member) for key, member in value.items()})
        return table
    if isinstance(value, list) and any(isinstance(member, dict) for member in value):
        array = tomlkit.array()
        array.extend([_inline(member) for member in value])
        return array
    return value
