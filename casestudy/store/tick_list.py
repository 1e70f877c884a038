"""The list to tick as a file: one entry a candidate, with where it stands written beside it.

The file holds names. It is readable by its owner alone and kept out of git, and a fault in it is
told by its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tomlkit

from casestudy.pseudonym_label import LABEL_OF_KIND
from casestudy.pseudonym_ticks import Tick
from casestudy.store.layout import TICK_LIST
from casestudy.store.private_files import keep_out_of_git, write_privately
from casestudy.store.toml_file import TomlFile

_HEAD = (
    "What could lead to a person in this study. It holds names: keep it apart, as the key.",
    "Write tick = true for each that shall have a label. Then run: casestudy pseudonymise key",
    f"kind is one of {', '.join(LABEL_OF_KIND)}.",
    'same_as is the name that this is another form of; "" gives it a label of its own.',
    "common_word = true: it is also an ordinary word, and is replaced with a capital only.",
)
_KEYS = {"name": str, "tick": bool, "kind": str, "same_as": str, "common_word": bool}
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
"""Characters that no comment of TOML may hold."""


def tick_list_path(study: Path) -> Path:
    """Where the list of a study lies."""
    return study / TICK_LIST


def write_ticks(ticks: Iterable[Tick], path: Path) -> Path:
    """Write the list for a person to tick, readable by its owner alone, and keep it out of git."""
    keep_out_of_git(path)
    entries = [_entry(tick) for tick in ticks]
    head = "".join(f"# {line}\n" for line in _HEAD)
    content = "\n".join([head, *entries])
    write_privately(path, content.encode("utf-8", "surrogatepass"))
    return path


def read_ticks(path: Path) -> list[Tick]:
    """What a person ticked; a fault is told by the line, without the name.

    Raises
    ------
    BadFile
        If the file is missing or malformed.
    """
    file = TomlFile(path)
    file.only_tables("candidate")
    entries = file.data.get("candidate", [])
    if not isinstance(entries, list):
        raise file.fault("[candidate] must be written [[candidate]], one for each", "candidate")
    ticks: dict[str, Tick] = {}
    for number, entry in enumerate(entries):
        if fault := _fault(entry):
            raise file.fault(fault, "candidate", number)
        tick = _tick(entry)
        if tick.name in ticks:
            raise file.fault("this name is listed twice; keep one of the two", "candidate", number)
        ticks[tick.name] = tick
    return list(ticks.values())


def _entry(tick: Tick) -> str:
    values = {
        "name": _quoted(tick.name),
        "tick": "true" if tick.ticked else "false",
        "kind": _quoted(tick.kind),
        "same_as": _quoted(tick.same_as),
        "common_word": "true" if tick.common_word else "false",
    }
    lines = [f"# {' '.join(_UNSEEN.sub(' ', line).split())}" for line in tick.told]
    return "\n".join(
        ["[[candidate]]", *(f"{key} = {value}" for key, value in values.items()), *lines, ""]
    )


def _quoted(text: str) -> str:
    return str(tomlkit.item(text).as_string())


def _fault(entry: Any) -> str:
    if not isinstance(entry, dict) or not entry.keys() <= _KEYS.keys():
        return f"an entry has the keys {', '.join(_KEYS)}"
    if not entry.get("name"):
        return "'name' is missing or empty"
    for key, kind in _KEYS.items():
        if key in entry and not isinstance(entry[key], kind):
            return f"{key!r} must be {'true or false' if kind is bool else 'text'}"
    if entry.get("kind", "person") not in [*LABEL_OF_KIND]:
        return f"'kind' is not known; allowed are {', '.join(LABEL_OF_KIND)}"
    return ""


def _tick(entry: dict[str, Any]) -> Tick:
    fields = {key: value for key, value in entry.items() if key != "tick"}
    return Tick(**fields, ticked=entry.get("tick", False))
