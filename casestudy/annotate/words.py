"""Texts of the study and of errors, made fit for a message."""

from __future__ import annotations

import re
from typing import Any

SURROGATES = re.compile("[\ud800-\udfff]")


def printable(value: Any) -> Any:
    r"""A plain value with each lone surrogate in its texts as U+FFFD: no message can carry one.

    Examples
    --------
    >>> printable({"memo": ["a\ud800"]}) == {"memo": ["a\ufffd"]}
    True
    """
    if isinstance(value, str):
        return SURROGATES.sub("\ufffd", value)
    if isinstance(value, dict):
        return {printable(key): printable(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [printable(member) for member in value]
    return value
