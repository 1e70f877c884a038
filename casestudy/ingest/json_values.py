"""Looking into JSON from strangers: nothing is where it should be until it has been found there."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from casestudy.ingest.stamps import stamp_in

DURATION = re.compile(r"PT(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?")
"""A time as ISO 8601 and Azure write it: "PT1M2.5S"."""
DECIMAL = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)s?")
"""A time as Amazon and Google write it: "1.4", "1.400s"."""


def at(value: Any, *path: str | int) -> Any:
    """What stands at a path of names and places, None if there is nothing.

    Examples
    --------
    >>> at({"results": [{"text": "Hi"}]}, "results", 0, "text"), at({}, "results", 0)
    ('Hi', None)
    """
    for step in path:
        if isinstance(step, str) and isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and len(value) > step:
            value = value[step]
        else:
            return None
    return value


def records(value: Any, *path: str | int) -> list[dict[str, Any]]:
    """The records of a list at a path, without what is no record; empty if there is no list."""
    found = at(value, *path)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def first(record: Mapping[str, Any], names: Sequence[str]) -> Any:
    """The value of the first name that the record has, None if it has none."""
    return next((record[name] for name in names if record.get(name) is not None), None)


def words(value: Any) -> str:
    """A text as it stands, "" for what is none."""
    return value if isinstance(value, str) else ""


def name(value: Any, kind: str = "Speaker") -> str:
    """Who speaks: a name as it stands; a number or a letter, which names nobody, after its kind.

    Examples
    --------
    >>> name("Anna  Lee"), name(0), name("A"), name(None), name({"name": "Ben"})
    ('Anna Lee', 'Speaker 0', 'Speaker A', '', 'Ben')
    """
    if isinstance(value, dict):
        value = first(value, ("name", "displayName", "label", "id"))
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    plain = " ".join(str(value)[:200].split())
    return f"{kind} {plain}" if plain.isdecimal() or len(plain) == 1 else plain


def second(value: Any, unit: float = 1.0) -> float | None:
    """A time in seconds, None if it is none.

    Parameters
    ----------
    value : number or str
        A number, a number written as text, a clock, or an ISO duration.
    unit : float
        Seconds in what numbers count.

    Examples
    --------
    >>> second(1500, 0.001), second("1.400s"), second("PT1M2.5S"), second("00:01:02,500")
    (1.5, 1.4, 62.5, 62.5)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return _written(value.strip()[:40], unit)
    if not isinstance(value, int | float):
        return None
    try:
        number = float(value) * unit
    except OverflowError:
        return None
    return round(number, 6) if math.isfinite(number) else None


def _written(text: str, unit: float) -> float | None:
    decimal, duration = DECIMAL.fullmatch(text), DURATION.fullmatch(text)
    if decimal:
        return float(decimal[1]) * unit
    if duration and text != "PT":
        hours, minutes, seconds = (float(each or 0) for each in duration.groups())
        return 3600 * hours + 60 * minutes + seconds
    stamp = stamp_in(text) if ":" in text else None
    return stamp.start if stamp else None


def every(value: Any) -> Iterator[Any]:
    """A value and, if it is a list, each of its entries."""
    yield value
    if isinstance(value, list):
        yield from value
