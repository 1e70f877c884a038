"""One line of JSON, fast; and not lost on the one text that the fast library refuses.

A transcript may hold half of a surrogate pair (other programs write such files). orjson refuses
it, the standard library writes it as an escape and reads it back.
"""

from __future__ import annotations

import json
from typing import Any

import orjson


def json_line(value: Any) -> bytes:
    """A value as one line: keys sorted, UTF-8, newline at the end."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
    except orjson.JSONEncodeError:
        return json.dumps(value, sort_keys=True).encode() + b"\n"


def json_value(line: bytes) -> Any:
    """The value that a line holds.

    Raises
    ------
    json.JSONDecodeError
        If it is not JSON.
    """
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        if b"\\ud" not in line.lower():
            raise
        return json.loads(line, parse_constant=_refused)


def _refused(constant: str) -> None:
    """`NaN` and `Infinity` are not JSON, though the standard library would read them."""
    raise json.JSONDecodeError(f"{constant} is not JSON", constant, 0)
