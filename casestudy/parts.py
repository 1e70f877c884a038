"""Parts of a source: turns, cues, answers, paragraphs, blocks, what a page says beside its text."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import repeat
from typing import Any

OUTER_PARTS = ("turn", "answer", "paragraph", "block")
"""Kinds of part that follow one another without overlap; cues lie inside turns."""
SPOKEN_PARTS = ("turn", "answer")
"""Kinds of part that somebody said or wrote."""
VIEWS = ("main", "navigation", "header", "footer", "aside", "dialog")
"""Parts of a page that a block can stand in."""
Box = tuple[float, float, float, float]
"""x, y, width and height on a picture, in pixels from its top left corner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a source with a role of its own.

    Parameters
    ----------
    kind : {"turn", "cue", "answer", "paragraph", "block", "channel"}
        A speaker's turn, a caption cue inside a turn, one respondent's answer to an open question,
        a paragraph outside any turn, a page block, something that a page says beside its text.
    start, end : int
        Code points into the text; for a turn the speech alone, without its label, and so for a
        channel. An answer that was left blank starts where it ends.
    speaker : str
        Who speaks or answers, as labelled; empty if nobody is named.
    start_time, end_time : float, optional
        Seconds from the start of the recording, where known.
    locator : str
        Where it stands in the original: "paragraph 12", "cue 3", an XPath, "table 1 row 2".
    heading : str
        For blocks of a page: the headings above it, joined by " > ".
        For structured data: the types of the objects around it, from the outermost.
    hidden : bool
        For blocks: present in the page but not shown.
    attributes : tuple of (str, str)
        For answers: the other columns of the respondent's row, name and value.
    view : {"main", "navigation", "header", "footer", "aside", "dialog", ""}
        For blocks: the part of the page it stands in; empty beside the main content.
    channel : str
        For a channel which one: "aria-label", "alt", "title", "placeholder", "value", "label",
        "meta", "json-ld", "microdata" or "state".
    box : tuple of float, optional
        For blocks of a captured page: x, y, width and height on its picture, in pixels.
    """

    kind: str
    start: int
    end: int
    speaker: str = ""
    start_time: float | None = None
    end_time: float | None = None
    locator: str = ""
    heading: str = ""
    hidden: bool = False
    attributes: tuple[tuple[str, str], ...] = ()
    view: str = ""
    channel: str = ""
    box: Box | None = None


_SETTERS = tuple(
    (field.name, getattr(Part, field.name).__set__, field.default) for field in fields(Part)
)


def parts_of_columns(**columns: Sequence[Any]) -> tuple[Part, ...]:
    """Many parts at once, from a column for each field: a page has a thousand of them.

    Parameters
    ----------
    **columns : sequence
        Fields of `Part`, all of one length; `kind`, `start` and `end` are needed.

    Notes
    -----
    The fields of a frozen record are set one by one when it is made, which takes most of the time
    of reading a page. Here a whole column is set in one go.

    Examples
    --------
    >>> parts_of_columns(kind=["block"], start=[0], end=[4])[0].end
    4
    """
    parts = [object.__new__(Part) for _ in columns["kind"]]
    for name, setter, default in _SETTERS:
        values = columns[name] if name in columns else repeat(default, len(parts))
        deque(map(setter, parts, values), maxlen=0)
    return tuple(parts)
