"""Numbers before lines or paragraphs, as courts and programs for analysis print them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

NUMBER = re.compile(r"\s*(?:(\d{1,5})[.)]?|\[(\d{1,5})\])(?:\t\s*|[ ]+)(?=\S)")

LEAST = 4
"""Numbered lines from which a text has numbers of lines."""

WARNING = (
    "the lines are numbered; the number of a line that opens a turn lies outside the turn, "
    "other numbers are part of the text: export without line numbers to leave them out"
)


def numbering(lines: Sequence[str]) -> list[int]:
    """For each line where it begins after its number, 0 if it has none or lines have none.

    Half of the lines must have numbers, and nearly all of these must be one more than the number
    before, or begin again as on a new page.

    Examples
    --------
    >>> numbering(["1 I: Why?", "2 B: Because.", "3 I: And?", "   then?", "4 B: So."])
    [2, 2, 2, 0, 2]
    >>> numbering(["1. Eggs", "7. Milk", "9. Bread", "2. Salt"])
    [0, 0, 0, 0]
    """
    found = [NUMBER.match(line) for line in lines]
    numbers = [int(match[1] or match[2]) for match in found if match]
    n_lines = sum(bool(line.strip()) for line in lines)
    goes_on = sum(b in (a + 1, 1) for a, b in pairwise(numbers))
    if len(numbers) < LEAST or 2 * len(numbers) < n_lines or 10 * goes_on < 9 * (len(numbers) - 1):
        return [0] * len(lines)
    return [match.end() if match else 0 for match in found]
