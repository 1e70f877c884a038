"""What commands print: results on standard output, words on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

from casestudy.aligning import aligned

DONE, FOUND_WRONG, COULD_NOT = 0, 1, 2
"""Exit codes: done; done and something found wrong; could not do it."""


def say(text: str) -> None:
    """Words for a person, on standard error."""
    print(_shown(text, sys.stderr), file=sys.stderr)  # noqa: T201


def put(text: str) -> None:
    """A result, on standard output."""
    print(_shown(text, sys.stdout))  # noqa: T201


def put_json(result: Any) -> None:
    """A result for a program, on standard output."""
    text = json.dumps(result, ensure_ascii=False, indent=1, default=str)
    if _shown(text, sys.stdout) != text:  # JSON has escapes of its own, which programs undo
        text = json.dumps(result, indent=1, default=str)
    put(text)


def put_rows(rows: Sequence[Mapping[Any, Any]], columns: Sequence[str], *, width: int = 60) -> None:
    """Rows in aligned columns, long cells shortened."""
    if not rows:
        return
    cells = [[_cell(row.get(column, ""), width) for column in columns] for row in rows]
    for line in aligned([columns, *cells]):
        put(line)


def _shown(text: str, stream: TextIO) -> str:
    """The text as the stream can show it: letters that its encoding lacks become escapes."""
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def _cell(value: Any, width: int) -> str:
    if value is None:
        return "–"
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    text = " ".join(str(value).split())
    return text if len(text) <= width else text[: width - 1] + "…"
