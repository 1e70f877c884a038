"""Labels in a TOML file of a study: its words change, its ids where they shall, no rule of it.

Comments and layout are kept where that is possible. What was written is read again and must say
exactly what was meant; if it does not, a plainer way of writing is taken.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, MutableMapping, MutableSequence
from typing import Any

import tomlkit

from casestudy.pseudonyms import Relabelling

IDS = frozenset(
    {
        "id", "parent", "work", "codebook", "cited_in", "seen_in", "theme", "scheme", "code",
        "codes", "into", "from", "to", "items", "reversed", "case", "source",
        "notebook", "stances",
    }
)  # fmt: skip
"""Keys whose values name something else."""

RULES = frozenset(
    {
        "kind", "status", "basis", "provenance", "language", "colour", "compare", "seed", "year",
        "definition_by", "min", "max", "date", "created", "kind_status", "number", "css",
        "attribute",
    }
)  # fmt: skip
"""Keys whose values the program gives a meaning to; they hold no words."""

FREE_TABLES = frozenset({"attributes", "columns", "roles"})
"""Tables whose keys a person chose."""

PATTERN = "pattern"
"""The key whose value is a regular expression, in which brackets mean something."""

Path = tuple[str, ...]


def labelled_toml(text: str, labels: Relabelling, *, keep: frozenset[str] | None = None) -> str:
    """A TOML file with labels.

    Parameters
    ----------
    text : str
        Sound TOML with LF line ends.
    labels : Relabelling
        What becomes of words and ids.
    keep : frozenset of str, optional
        Keys and tables to leave as they are. If none are named, no name is left anywhere: where
        comments cannot be kept without names, they are taken out.

    Raises
    ------
    tomllib.TOMLDecodeError
        If the text is not TOML.
    """
    told = tomllib.loads(text)
    kept = keep or frozenset()
    wanted = _mapped(told, labels, (), kept)
    if wanted == told and not labels.holds_name(text):
        return text
    in_place = _in_place(text, labels, kept)
    ways = [labels.uncounted(in_place).text, in_place, tomlkit.dumps(wanted)]
    if keep is None:
        del ways[1]
    return next(way for way in ways if _says(way, wanted))


def _says(text: str, wanted: dict[str, Any]) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False


def _mapped(value: Any, labels: Relabelling, path: Path, keep: frozenset[str]) -> Any:
    """What a parsed file is to say."""
    if path and path[-1] in keep:
        return value
    if isinstance(value, dict):
        return {
            _key(key, labels, path): _mapped(member, labels, (*path, key), keep)
            for key, member in value.items()
        }
    if isinstance(value, list):
        return [_mapped(member, labels, path, keep) for member in value]
    return _labelled(value, labels, path) if isinstance(value, str) else value


def _key(key: str, labels: Relabelling, path: Path) -> str:
    return labels.words(key) if path and path[-1] in FREE_TABLES else key


def _labelled(text: str, labels: Relabelling, path: Path) -> str:
    key = path[-1] if path else ""
    if key in RULES:
        return text
    if key in IDS or (len(path) > 1 and path[-2] == "columns"):
        return labels.id(text)
    if key == "about":
        kind, colon, id = text.partition(":")
        return f"{kind}{colon}{labels.id(id)}"
    return _labelled_pattern(text, labels) if key == PATTERN else labels.words(text)


def _labelled_pattern(text: str, labels: Relabelling) -> str:
    """A regular expression whose labels stand for themselves; as it is if it would be none."""
    parts, end = [], 0
    for start, stop, _, _, _, label in labels.uncounted(text).places:
        parts += [text[end:start], re.escape(label)]
        end = stop
    new = "".join([*parts, text[end:]])
    try:
        re.compile(new)
    except re.error:
        return text
    labels.words(text)  # so that its labels are counted
    return new


def _in_place(text: str, labels: Relabelling, keep: frozenset[str]) -> str:
    """The file with labels in its values, comments and layout as they were; nothing is counted."""
    document = tomlkit.parse(text)
    quiet = Relabelling(labels.key, languages=labels.languages, ids=labels.ids)
    _rename_keys(document, (), quiet, keep)
    for holder, member, path in _texts(document, ()):
        if not keep.intersection(path):
            new = _labelled(str(holder[member]), quiet, path)
            if new != str(holder[member]):
                is_long = "\n" in new and '"""' not in new and not new.startswith("\n")
                holder[member] = tomlkit.string(new, multiline=is_long)
    return tomlkit.dumps(document)


def _rename_keys(table: Any, path: Path, labels: Relabelling, keep: frozenset[str]) -> None:
    """Labels in the keys that a person chose, in the order that they had."""
    if isinstance(table, MutableSequence):
        for member in table:
            _rename_keys(member, path, labels, keep)
    if not isinstance(table, MutableMapping) or keep.intersection(path):
        return
    pairs = [(_key(str(key), labels, path), key, value) for key, value in table.items()]
    if any(new != old for new, old, _ in pairs):
        for new, old, value in pairs:
            del table[old]
            table[new] = value
    for key, value in table.items():
        _rename_keys(value, (*path, str(key)), labels, keep)


def _texts(holder: Any, path: Path) -> Iterator[tuple[Any, Any, Path]]:
    """Each text of a document: what holds it, under which key or number, and the path of keys."""
    if isinstance(holder, MutableMapping):
        members = [(key, value, (*path, str(key))) for key, value in holder.items()]
    else:
        members = [(number, value, path) for number, value in enumerate(holder)]
    for member, value, below in members:
        if isinstance(value, str):
            yield holder, member, below
        elif isinstance(value, MutableMapping | MutableSequence):
            yield from _texts(value, below)
