"""TOML files that people write, read so that every fault can be named by file and line.

The standard parser forgets where an entry stood; a small scan of the table headers remembers.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tomlkit

from casestudy.errors import BadFile, did_you_mean
from casestudy.store.durable import write_durably

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.\"'-]+)\s*\]\]?\s*(?:#.*)?$")
_LONG_MARKS = ('"""', "'''")
_TOKEN = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*')
"""What may hold a quotation mark: strings of several lines, strings of one, comments."""
_KINDS = {
    str: "text", int: "a whole number", float: "a number", list: "a list", dict: "a table",
    list[str]: "a list of texts", bool: "true or false",
}  # fmt: skip


class TomlFile:
    """A parsed file and the line of each of its table headers.

    Parameters
    ----------
    path : path
        The file.

    Raises
    ------
    BadFile
        If it does not exist, is not UTF-8 or not TOML; with the line.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        text = _text_of(path)
        try:
            self.data: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"at line (\d+)", str(error))
            end = text.count("\n") + 1
            raise BadFile(
                path, f"not valid TOML: {error}", line=int(line[1]) if line else end
            ) from None
        self._lines = _header_lines(text)

    def line(self, table: str, number: int = 0) -> int:
        """Line of the n-th header of a table (n from 0), 0 if it has none."""
        lines = self._lines.get(table, [])
        return lines[number] if number < len(lines) else 0

    def fault(self, reason: str, table: str = "", number: int = 0) -> BadFile:
        """The error for a fault in an entry."""
        return BadFile(self.path, reason, line=self.line(table, number) if table else 0)

    def table(
        self, name: str, *, keys: Mapping[str, type], required: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        """One table `[name]`, checked; it must be there if a key is required."""
        entry = self.data.get(name, {})
        return self._checked(entry, name, 0, keys, required)

    def entries(
        self, name: str, *, keys: Mapping[str, type], required: tuple[str, ...] = ()
    ) -> Iterator[dict[str, Any]]:
        """Each entry of an array of tables `[[name]]`, checked."""
        entries = self.data.get(name, [])
        if not isinstance(entries, list):
            raise self.fault(f"[{name}] must be written [[{name}]], one for each", name)
        for number, entry in enumerate(entries):
            yield self._checked(entry, name, number, keys, required)

    def only_tables(self, *allowed: str) -> None:
        """Refuse a top-level key that nothing reads."""
        for name in self.data:
            if name not in allowed:
                hint = did_you_mean(name, allowed)
                raise self.fault(
                    f"{name!r} is not known here{hint}; allowed are {', '.join(allowed)}", name
                )

    def _checked(
        self,
        entry: Any,
        name: str,
        number: int,
        keys: Mapping[str, type],
        required: tuple[str, ...],
    ) -> dict[str, Any]:
        if not isinstance(entry, dict):
            raise self.fault(f"{name!r} must be a table", name, number)
        for key, value in entry.items():
            if key not in keys:
                raise self.fault(
                    f"{name}: the key {key!r} is not known{did_you_mean(key, keys)}; "
                    f"allowed are {', '.join(keys)}",
                    name,
                    number,
                )
            if not _fits(value, keys[key]):
                raise self.fault(
                    f"{name}: {key!r} must be {_KINDS[keys[key]]}, not {value!r}", name, number
                )
        for key in required:
            if not entry.get(key) and entry.get(key) != 0:
                raise self.fault(f"{name}: {key!r} is missing or empty", name, number)
        return entry


def read_document(path: Path) -> tomlkit.TOMLDocument:
    """A TOML file as a document that can be edited with its comments and order kept."""
    return tomlkit.parse(_text_of(path))


def write_document(document: tomlkit.TOMLDocument, path: Path) -> None:
    """Write an edited document, with the line ends that the file had."""
    text = tomlkit.dumps(document)
    if path.exists() and b"\r\n" in path.read_bytes():
        text = text.replace("\n", "\r\n")
    write_durably(path, text.encode("utf-8"))


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        raise BadFile(path, "the file does not exist") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadFile(path, "not UTF-8; save the file as UTF-8", line=line) from None


def _fits(value: object, kind: type) -> bool:
    if kind == list[str]:
        return isinstance(value, list) and all(isinstance(member, str) for member in value)
    if isinstance(value, bool) and kind not in (object, bool):
        return False
    return isinstance(value, (int, float) if kind is float else kind)


def _header_lines(text: str) -> dict[str, list[int]]:
    """Line numbers of table headers by name, those inside multi-line strings left out."""
    found: dict[str, list[int]] = {}
    inside = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not inside and (header := _HEADER.match(line)):
            found.setdefault(header[2], []).append(number)
        inside = _string_open_after(line, inside)
    return found


def _string_open_after(line: str, inside: str) -> str:
    """The mark of the multi-line string that is open at the end of a line, "" if none is."""
    while line:
        if inside:
            _, closing, line = line.partition(inside)
            inside = "" if closing else inside
        elif token := _TOKEN.search(line):
            inside = token[0] if token[0] in _LONG_MARKS else ""
            line = line[token.end() :]
        else:
            break
    return inside
