"""Surveys on disk: the questionnaire as TOML, the answers as CSV beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from casestudy.errors import BadFile, did_you_mean
from casestudy.provenance import Provenance
from casestudy.questionnaire import MissingKind, Questionnaire, Scale, Survey
from casestudy.questions import Choice, Condition, Group, Item
from casestudy.store import layout
from casestudy.store.csv_file import read_text_csv
from casestudy.store.toml_file import TomlFile

SURVEY_KEYS = {
    "id": str, "title": str, "language": str, "provenance": str, "generator": str, "seed": int,
    "work": str, "page": str, "note": str, "weights": str, "strata": str, "clusters": str,
}  # fmt: skip
MISSING_KEYS = {"kind": str, "value": object, "meaning": str}
SCALE_KEYS = {
    "id": str, "name": str, "items": list[str], "min": float, "max": float,
    "reversed": list[str],
}  # fmt: skip
ITEM_KEYS = {
    "id": str, "kind": str, "text": str, "choices": list, "columns": dict, "theme": str,
    "asked_if": str, "min": float, "max": float, "unit": str, "asked_when": dict,
    "aliases": list[str], "group": str, "stage": str,
}  # fmt: skip
GROUP_KEYS = {"id": str, "text": str, "aliases": list[str]}
CHOICE_KEYS = ("value", "label", "labels", "aliases", "missing", "words")
HEAD_FIELDS = ("id", "title", "language", "weights", "strata", "clusters")
FEWEST_IN_SCALE = 2


def read_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire that a file holds.

    Raises
    ------
    BadFile
        For malformed TOML, unknown keys or kinds, duplicate ids; with the line.
    """
    file = TomlFile(path)
    file.only_tables("survey", "missing", "scale", "group", "item")
    head = file.table("survey", keys=SURVEY_KEYS, required=("id", "title"))
    items = tuple(
        _item(file, number, entry)
        for number, entry in enumerate(
            file.entries("item", keys=ITEM_KEYS, required=("id", "kind", "text"))
        )
    )
    form: dict[str, Any] = {
        "items": items,
        "scales": tuple(_scales(file)),
        "missing": tuple(_missing(file)),
        "groups": tuple(_groups(file)),
        "provenance": _provenance(file, head),
    }
    form |= {key: head[key] for key in HEAD_FIELDS if key in head}
    try:
        return Questionnaire(**form)
    except ValueError as error:
        raise file.fault(str(error), *_place_of(str(error), form)) from None


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


def _place_of(reason: str, form: dict[str, Any]) -> tuple[str, int]:
    """Which entry of the file a sentence is about: its table and its number from 0."""
    for table, field in (("item", "items"), ("scale", "scales"), ("group", "groups")):
        for number, entry in enumerate(form[field]):
            if f": {table} {entry.id!r} " in reason or f": {table} id {entry.id!r} " in reason:
                return table, number
    return "survey", 0


def _item(file: TomlFile, number: int, entry: dict[str, Any]) -> Item:
    try:
        choices = tuple(_choice(choice) for choice in entry.get("choices", []))
        low, high = entry.get("min"), entry.get("max")
        return Item(
            **{key: entry[key] for key in ITEM_FIELDS if key in entry},
            choices=choices,
            columns=MappingProxyType({k: str(v) for k, v in entry.get("columns", {}).items()}),
            aliases=tuple(entry.get("aliases", [])),
            asked_when=_condition(entry["asked_when"]) if "asked_when" in entry else None,
            low=None if low is None else float(low),
            high=None if high is None else float(high),
        )
    except (KeyError, TypeError, AttributeError):
        raise file.fault(
            f"item {entry['id']!r}: each choice has the keys value and label, and may have "
            f"{', '.join(CHOICE_KEYS[2:])}; asked_when has the keys item and is",
            "item",
            number,
        ) from None
    except ValueError as error:
        raise file.fault(str(error), "item", number) from None


ITEM_FIELDS = ("id", "kind", "text", "theme", "asked_if", "group", "stage", "unit")


def _choice(entry: dict[str, Any]) -> Choice:
    strange = [key for key in entry if key not in CHOICE_KEYS]
    if strange:
        raise KeyError(strange[0])
    return Choice(
        value=str(entry["value"]),
        label=str(entry["label"]),
        labels=MappingProxyType({k: str(v) for k, v in entry.get("labels", {}).items()}),
        aliases=tuple(map(str, entry.get("aliases", []))),
        missing=entry.get("missing", ""),
        words=entry.get("words", ""),
    )


def _condition(entry: dict[str, Any]) -> Condition:
    if set(entry) != {"item", "is"}:
        raise KeyError("is")
    values = entry["is"] if isinstance(entry["is"], list) else [entry["is"]]
    return Condition(item=str(entry["item"]), values=tuple(map(str, values)))


def _groups(file: TomlFile) -> Iterator[Group]:
    for entry in file.entries("group", keys=GROUP_KEYS, required=("id", "text")):
        yield Group(id=entry["id"], text=entry["text"], aliases=tuple(entry.get("aliases", [])))


def _scales(file: TomlFile) -> Iterator[Scale]:
    required = ("id", "items", "min", "max")
    for number, entry in enumerate(file.entries("scale", keys=SCALE_KEYS, required=required)):
        if len(set(entry["items"])) < FEWEST_IN_SCALE:
            raise file.fault(
                f"scale {entry['id']!r} has one item, and a scale has two or more: "
                "name more, or use the item by itself",
                "scale",
                number,
            )
        strange = [name for name in entry.get("reversed", []) if name not in entry["items"]]
        if strange:
            raise file.fault(
                f"scale {entry['id']!r}: the reversed item {strange[0]!r} is not among its items"
                f"{did_you_mean(strange[0], entry['items'])}",
                "scale",
                number,
            )
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
