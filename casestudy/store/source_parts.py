"""The text of a stored source and its parts: turns, cues, paragraphs, blocks, one line each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from casestudy.errors import BadFile
from casestudy.sources import Part
from casestudy.store.json_lines import json_line, json_value

_PART_DEFAULTS = {
    field.name: field.default
    for field in fields(Part)
    if field.name not in ("kind", "start", "end")
}


def parts_content(parts: Iterable[Part]) -> bytes:
    """What `parts.jsonl` holds for some parts."""
    return b"".join(map(_part_line, parts))


def _part_line(part: Part) -> bytes:
    plain: dict[str, Any] = {"kind": part.kind, "start": part.start, "end": part.end}
    for name, default in _PART_DEFAULTS.items():
        value = getattr(part, name)
        if value != default:
            plain[name] = value
    return json_line(plain)


def _part(plain: Any) -> Part:
    if not isinstance(plain, dict):
        raise TypeError(f"{plain!r} is no object with names")
    box, attributes = plain.pop("box", None), plain.pop("attributes", ())
    return Part(
        **plain,
        box=tuple(map(float, box)) if box else None,  # type: ignore[arg-type]
        attributes=tuple((str(name), str(value)) for name, value in attributes),
    )


def read_parts(path: Path, length: int) -> Iterator[Part]:
    """The parts that `parts.jsonl` holds, each inside a text of this length."""
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        raise BadFile(path, "the file is missing; import the source again") from None
    for number, line in enumerate(lines, start=1):
        try:
            part = _part(json_value(line))
            is_inside = 0 <= part.start <= part.end <= length
        except (json.JSONDecodeError, TypeError, ValueError, AttributeError) as error:
            raise BadFile(path, f"not a part of a source: {error}", line=number) from None
        if not is_inside:
            raise BadFile(path, f"{part.start} to {part.end} does not lie in the text", line=number)
        yield part


def read_text(path: Path) -> str:
    """The text that `text.txt` holds, lone surrogates kept."""
    try:
        return path.read_bytes().decode("utf-8", "surrogatepass")
    except FileNotFoundError:
        raise BadFile(path, "the file is missing; import the source again") from None
    except UnicodeDecodeError:
        raise BadFile(path, "not UTF-8; restore the file as it was imported") from None
