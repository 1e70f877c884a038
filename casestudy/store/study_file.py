"""`study.toml`: what the study is, its cases and its bibliography."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import tomlkit

from casestudy.errors import BadFile
from casestudy.provenance import Citation, Provenance, Work
from casestudy.rounds import Round
from casestudy.sources import Case
from casestudy.store import layout
from casestudy.store.durable import write_durably
from casestudy.store.toml_file import TomlFile, read_document, write_document

T = TypeVar("T", Case, Work)

STUDY_KEYS = {
    "id": str, "title": str, "subtitle": str, "short": str, "authors": list[str], "language": str,
    "work": str, "codebook": str, "unit_of_analysis": str, "collected": str, "note": str,
}  # fmt: skip
CASE_KEYS = {
    "id": str, "name": str, "number": str, "attributes": dict, "source": dict, "provenance": str,
}  # fmt: skip
WORK_KEYS = {
    "id": str, "author": str, "year": int, "title": str, "kind": str, "publisher": str,
    "published_in": str, "pages": object, "url": str, "doi": str, "cited_in": str, "note": str,
}  # fmt: skip
ROUND_KEYS = {"name": str, "coders": list[str], "sources": list[str], "open": bool}


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyRecord:
    """What `study.toml` says."""

    id: str
    title: str
    authors: tuple[str, ...] = ()
    language: str = ""
    work: str = ""
    codebook: str = ""
    unit_of_analysis: str = ""
    collected: str = ""
    note: str = ""
    cases: Mapping[str, Case] = field(default_factory=lambda: MappingProxyType({}))
    works: Mapping[str, Work] = field(default_factory=lambda: MappingProxyType({}))
    rounds: tuple[Round, ...] = ()


def read_study_record(study: Path) -> StudyRecord:
    """The record of the study in a folder.

    Raises
    ------
    BadFile
        If there is no `study.toml`, or it is malformed, with the line.
    """
    path = study / layout.STUDY_FILE
    if not path.exists():
        raise BadFile(
            path,
            "there is no study here; open the folder that holds study.toml, "
            "or make a study with `casestudy new`",
        )
    file = TomlFile(path)
    file.only_tables("study", "case", "work", "round")
    head = file.table("study", keys=STUDY_KEYS, required=("title",))
    texts = {key: value for key, value in head.items() if isinstance(value, str)}
    texts.pop("subtitle", None)
    texts.pop("short", None)
    return StudyRecord(
        **{"id": path.parent.resolve().name, **texts},
        authors=tuple(head.get("authors", [])),
        cases=MappingProxyType(_by_id(file, "case", _cases(file))),
        works=MappingProxyType(_by_id(file, "work", _works(file))),
        rounds=tuple(_rounds(file)),
    )


def write_new_study_record(study: Path, *, title: str, codebook: str) -> None:
    """Write a first `study.toml` with what a person fills in next as comments."""
    document = tomlkit.document()
    document.add(tomlkit.comment("What the study is. Add one [[case]] for each case studied."))
    head = tomlkit.table()
    head.update({"title": title, "authors": [], "language": "en"})
    if codebook:
        head["codebook"] = codebook
    head["unit_of_analysis"] = ""
    document["study"] = head
    example = (
        '\n# [[case]]\n# id = "ABB"\n# name = "ABB Ability Marketplace"\n# [case.attributes]\n'
    )
    text = tomlkit.dumps(document) + example
    write_durably(study / layout.STUDY_FILE, text.encode("utf-8"))


def add_case(study: Path, case: str) -> None:
    """Add a case to `study.toml`; the rest of the file stays as it is."""
    path = study / layout.STUDY_FILE
    document = read_document(path)
    if "case" not in document:
        document["case"] = tomlkit.aot()
    entry = tomlkit.table()
    entry.update({"id": case, "name": case})
    document["case"].append(entry)
    write_document(document, path)


def _cases(file: TomlFile) -> list[Case]:
    cases = []
    for number, entry in enumerate(file.entries("case", keys=CASE_KEYS, required=("id",))):
        attributes = {key: str(value) for key, value in entry.get("attributes", {}).items()}
        if entry.get("number"):
            attributes = {"number": entry["number"], **attributes}
        source = _case_source(file, entry, number)
        kind = entry.get("provenance", "published" if source else "collected")
        cited = {"work": source.work, "page": source.page} if source else {}
        try:
            provenance = Provenance(kind=kind, **cited)
        except ValueError as error:
            raise file.fault(str(error), "case", number) from None
        cases.append(
            Case(
                id=entry["id"],
                name=entry.get("name", entry["id"]),
                attributes=MappingProxyType(attributes),
                source=source,
                provenance=provenance,
            )
        )
    return cases


def _case_source(file: TomlFile, entry: dict[str, Any], number: int) -> Citation | None:
    source = entry.get("source")
    if source is None:
        return None
    fields = {key: str(source[key]) for key in ("work", "page", "status") if key in source}
    try:
        return Citation(**fields)
    except (TypeError, ValueError) as error:
        raise file.fault(f"case {entry['id']!r}: {error}", "case", number) from None


def _works(file: TomlFile) -> list[Work]:
    works = []
    for entry in file.entries("work", keys=WORK_KEYS, required=("id",)):
        fields = {key: value for key, value in entry.items() if key != "published_in"}
        fields["pages"] = str(entry.get("pages", ""))
        fields["publisher"] = entry.get("publisher", "") or entry.get("published_in", "")
        works.append(Work(**fields))
    return works


def _rounds(file: TomlFile) -> Iterator[Round]:
    for entry in file.entries("round", keys=ROUND_KEYS, required=("name",)):
        yield Round(
            name=entry["name"],
            coders=tuple(entry.get("coders", ())),
            sources=tuple(entry.get("sources", ())),
            is_open=entry.get("open", True),
        )


def _by_id(file: TomlFile, table: str, entries: list[T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for number, entry in enumerate(entries):
        if entry.id in found:
            raise file.fault(
                f"{table} id {entry.id!r} is used twice; ids are unique", table, number
            )
        found[entry.id] = entry
    return found
