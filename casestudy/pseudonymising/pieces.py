"""What opening a file gives: words, further files inside it, and what stays closed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A text inside a file.

    `inner` says where inside; `near` whether near misses are looked for in it too, which is wrong
    where it was glued together or is no prose.
    """

    inner: str
    text: str
    near: bool = True


@dataclass(frozen=True, slots=True)
class Blob:
    """A file inside a file; `is_named` if its name is one that somebody chose."""

    inner: str
    data: bytes
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class Closed:
    """Something inside a file that could not be looked at, and why."""

    inner: str
    why: str


Piece = Words | Blob | Closed
