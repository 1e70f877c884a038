"""Surveys on disk: the questionnaire as TOML, the answers as CSV beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from casestudy.errors import BadFile, did_you_mean
from casestudy.provenance import Provenance
from casestudy.questionnaire import Choice, Item, MissingKind, Questionnaire, Scale, Survey
from casestudy.store import layout
from casestudy.store.csv_file import read_text_csv
from casestudy.store.toml_file import TomlFile

SURVEY_KEYS = {
    "id": str, "title": str, "language": str, "provenance": str, "generator": str, "seed": int,
    "work": str, "page": str, "note": str,
}  # fmt: skip
MISSING_KEYS = {"kind": str, "value": object, "meaning": str}
SCALE_KEYS = {
    "id": str, "name": str, "items": list[str], "min": float, "max": float,
    "reversed": list[str],
}  # fmt: skip
ITEM_KEYS = {
    "id": str, "kind": str, "text": str, "choices": list, "columns": dict, "theme": str,
    "asked_if": str, "min": float, "max": float, "unit": str,
}  # fmt: skip


def read_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire that a file holds.

    Raises
    ------
    BadFile
        For malformed TOML, unknown keys or kinds, duplicate ids; with the line.
    """
    file = TomlFile(path)
    file.only_tables("survey", "missing", "scale", "item")
    head = file.table("survey", keys=SURVEY_KEYS, required=("id", "title"))
    items = tuple(
        _item(file, number, entry)
        for number, entry in enumerate(
            file.entries("item", keys=ITEM_KEYS, required=("id", "kind", "text"))
        )
    )
    scales, missing = tuple(_scales(file)), tuple(_missing(file))
    provenance = _provenance(file, head)
    try:
        return Questionnaire(
            id=head["id"],
            title=head["title"],
            items=items,
            scales=scales,
            missing=missing,
            provenance=provenance,
        )
    except ValueError as error:
        raise file.fault(str(error)) from None


def read_survey(folder: Path) -> Survey:
    """Questionnaire and answers of one survey folder.

    Raises
    ------
    BadFile
        If a column that an item names is not in the answers.
    """
    questionnaire = read_questionnaire(folder / "questionnaire.toml")
    path = folder / "responses.csv"
    responses = read_text_csv(path) if path.exists() else pd.DataFrame({"respondent": []})
    if path.exists():
        for item in questionnaire.items:
            for column in item.columns.values() or [item.id]:
                if column not in responses.columns:
                    hint = did_you_mean(column, responses.columns)
                    raise BadFile(
                        path, f"item {item.id!r} needs the column {column!r}{hint}", line=1
                    )
    return Survey(questionnaire=questionnaire, responses=responses)


class SurveyShelf(Mapping[str, Survey]):
    """All surveys of a study by folder name, each read when it is asked for."""

    def __init__(self, study: Path) -> None:
        found = sorted((study / layout.SURVEYS).glob("*/questionnaire.toml"))
        self._folders = {path.parent.name: path.parent for path in found}

    def __getitem__(self, name: str) -> Survey:
        if name not in self._folders:
            hint = did_you_mean(name, self._folders)
            raise LookupError(f"there is no survey {name!r}{hint}")
        return read_survey(self._folders[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._folders)

    def __len__(self) -> int:
        return len(self._folders)


def _item(file: TomlFile, number: int, entry: dict[str, Any]) -> Item:
    try:
        choices = tuple(
            Choice(value=str(choice["value"]), label=str(choice["label"]))
            for choice in entry.get("choices", [])
        )
        return Item(
            id=entry["id"],
            kind=entry["kind"],
            text=entry["text"],
            choices=choices,
            columns=MappingProxyType({k: str(v) for k, v in entry.get("columns", {}).items()}),
            theme=entry.get("theme", ""),
            asked_if=entry.get("asked_if", ""),
        )
    except (KeyError, TypeError):
        raise file.fault(
            f"item {entry['id']!r}: each choice has the keys value and label", "item", number
        ) from None
    except ValueError as error:
        raise file.fault(str(error), "item", number) from None


def _scales(file: TomlFile) -> Iterator[Scale]:
    required = ("id", "items", "min", "max")
    for entry in file.entries("scale", keys=SCALE_KEYS, required=required):
        yield Scale(
            id=entry["id"],
            name=entry.get("name", entry["id"]),
            items=tuple(entry["items"]),
            low=float(entry["min"]),
            high=float(entry["max"]),
            reversed=tuple(entry.get("reversed", [])),
        )


def _missing(file: TomlFile) -> Iterator[MissingKind]:
    for number, entry in enumerate(file.entries("missing", keys=MISSING_KEYS, required=("kind",))):
        try:
            yield MissingKind(
                kind=entry["kind"],
                value=str(entry.get("value", "")),
                meaning=entry.get("meaning", ""),
            )
        except ValueError as error:
            raise file.fault(str(error), "missing", number) from None


def _provenance(file: TomlFile, head: dict[str, Any]) -> Provenance:
    try:
        return Provenance(
            kind=head.get("provenance", "collected"),
            work=head.get("work", ""),
            page=head.get("page", ""),
            generator=head.get("generator", ""),
            seed=str(head.get("seed", "")),
        )
    except ValueError as error:
        raise file.fault(str(error), "survey") from None
