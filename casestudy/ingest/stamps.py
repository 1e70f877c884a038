"""Time stamps as transcribers write them, turned into seconds.

A stamp in brackets or between number signs is always a stamp. A bare ``1:02`` is one only where a
name would follow or a line holds nothing else: "we met at 10:30" is speech.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONG = r"\d{1,3}:[0-5]?\d:(?:[0-5]\d(?:[.,:;-]\d{1,3})?|\d\.\d{1,3})"
"""Hours, minutes, seconds, and a fraction (``.5``, f4's ``-5``) or frames (``:12``)."""

SHORT = r"\d{1,3}:[0-5]\d(?:[.,]\d{1,3})?"
"""Minutes and seconds."""

CLOCK = rf"(?:{LONG}|{SHORT})"

WORDED = (
    r"(?:(?:\d{1,2}\s?h\s?)?[0-5]?\d\s?m(?:in)?\s?[0-5]?\d(?:[.,]\d{1,3})?\s?s(?:ec)?"
    r"|\d{1,3}\s?['’′]\s?[0-5]\d\s?(?:[\"”″]|'')|0?[0-4]\.[0-5]\d\.[0-5]\d)"
)
"""Times with letters or strokes, ``1h02m03s`` and ``1'02"``, or with full stops, ``00.01.02``. They
are times in brackets only, the last in the first hours only: 12.03.24 is a day."""

TO = r"\s*(?:-->|->|[-–—]|\bto\b)\s*"
OPEN, CLOSE = r"[\[({<#]", r"[\])}>#]"
ANY_CLOCK = rf"(?:{CLOCK}|{WORDED})"
WRAPPED = rf"{OPEN}\s*{ANY_CLOCK}(?:{TO}{ANY_CLOCK})?\s*{CLOSE}"
BARE = rf"(?<![\d:]){CLOCK}(?:{TO}{CLOCK})?(?![\d:])"
BARE_LONG = rf"(?<![\d:]){LONG}(?:{TO}{LONG})?(?![\d:])"

ANY_STAMP = rf"(?:{WRAPPED}|{BARE})"
SURE_STAMP = rf"(?:{WRAPPED}|{BARE_LONG})"

CLOCKS = re.compile(rf"(?<![\d:])(?:{CLOCK})(?![\d:])|(?<![\d:.]){WORDED}(?![\d:.])")
JOINTS = re.compile(r"\s*(?:h|m(?:in)?|['’′])\s*(?=\d)")
"""What stands between hours, minutes and seconds where it is no colon."""

BEFORE_NAME = re.compile(rf"(?:{ANY_STAMP}[\s|–—-]*)+")
SURE_BEFORE = re.compile(rf"(?:{SURE_STAMP}[\s|–—-]*)+")
AFTER_NAME = re.compile(
    rf"(?:[ \t]*{SURE_STAMP})+|[ \t]*\n*{ANY_STAMP}[ \t]*(?=\n|$)|[ ]*\t[ \t]*{ANY_STAMP}[ ]*(?=\t)"
)
AT_END = re.compile(rf"(?:\s*{SURE_STAMP})+\s*\Z")
LENGTH = re.compile(r"\s\[(\d{1,5}\.\d)\]\s*\Z")
"""Seconds that a turn lasts, which Trint writes at its end."""

END_WINDOW = 200
"""Characters at the end of a turn among which its closing stamp is looked for."""
ALONE = re.compile(rf"\s*{ANY_STAMP}\s*")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Seconds from the start of the recording; the second is known only for a range."""

    start: float
    end: float | None = None


def seconds(clock: str) -> float:
    r"""Seconds of one clock reading; frames are left out, their rate is not known.

    Examples
    --------
    >>> seconds("1:02"), seconds("00:01:02.5"), seconds("00:01:02-3"), seconds("1:00:00:12")
    (62.0, 62.5, 62.3, 3600.0)
    >>> seconds("1h02m03s"), seconds("1'02\""), seconds("00.01.02")
    (3723.0, 62.0, 62.0)
    """
    clock = JOINTS.sub(":", clock).rstrip(" sec\"”″'")
    clock = clock if ":" in clock else clock.replace(".", ":")
    whole, _, fraction = clock.replace(",", ".").replace("-", ".").replace(";", ":").partition(".")
    numbers = [int(number) for number in whole.split(":")][:3]
    total = 0
    for number in numbers:
        total = total * 60 + number
    return float(f"{total}.{fraction or 0}")


def stamp_in(text: str) -> Stamp | None:
    """The first stamp in a stretch, with its end if it is a range.

    Examples
    --------
    >>> stamp_in("[00:01:02 - 00:01:09]")
    Stamp(start=62.0, end=69.0)
    """
    clocks = [seconds(match.group()) for match in CLOCKS.finditer(text)]
    return Stamp(clocks[0], clocks[1] if len(clocks) > 1 else None) if clocks else None


def is_stamp(line: str) -> bool:
    """Whether a line holds a time stamp and nothing else."""
    return ALONE.fullmatch(line) is not None


def closes(text: str) -> bool:
    """Whether a stamp is f4's, which is typed when the turn is over."""
    return text.strip().startswith("#")
