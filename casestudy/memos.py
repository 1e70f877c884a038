"""Memos: dated notes on a code, a source, a case, a coding, or the study."""

from __future__ import annotations

from dataclasses import dataclass

from casestudy.anchors import Anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """A dated note on a code, source, case or coding.

    Parameters
    ----------
    id : str
        Also the name of its file.
    about : str
        "study", "code:…", "source:…", "case:…" or "coding:…".
    text, author, created, title : str
        What it says, whose it is, when it was written, its heading.
    place : Anchor, optional
        For a memo about a source: the words that it is pinned to. Edits carry them along.
    orphaned : bool
        An edit took those words away; `place` is where they were.
    origin : str
        Empty for what was written in the study; "comment:…" for a comment that came with a file.
    """

    id: str
    about: str
    text: str
    author: str = ""
    created: str = ""
    title: str = ""
    place: Anchor | None = None
    orphaned: bool = False
    origin: str = ""
