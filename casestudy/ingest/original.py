"""The file as it came: its path, its bytes, and how the person wants it read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from casestudy.errors import BadFile

MAX_FILE_BYTES = 200 * 1024 * 1024
"""Largest file read. A day of talk is under 1 MB of text; beyond this it is not a transcript."""

TRACKED_CHANGES = ("accepted", "original")
"""Which side of a tracked change is read: the text after all changes, or before them."""


class TooManyLines(ValueError):
    """A file with more lines than any transcript has; reading it would fill the memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """An outside file, its bytes, and the choices a reader cannot make by itself."""

    path: Path
    data: bytes
    encoding: str | None = None
    tracked_changes: str = "accepted"
    kind: str = ""

    def __post_init__(self) -> None:
        if self.tracked_changes not in TRACKED_CHANGES:
            raise ValueError(
                f"tracked_changes is {self.tracked_changes!r}; "
                f"allowed are {' and '.join(TRACKED_CHANGES)}"
            )

    def bad(self, reason: str, *, line: int = 0) -> BadFile:
        """The error to raise about this file, a sentence on one line."""
        return BadFile(self.path, " ".join(reason.splitlines()), line=line)

    @contextmanager
    def within_limits(self) -> Iterator[None]:
        """Turn what stops a reader, too deep or too many lines, into a sentence about the file."""
        try:
            yield
        except RecursionError as error:
            raise self.bad(
                "nests its parts deeper than documents do; open it and save it again"
            ) from error
        except TooManyLines as error:
            raise self.bad(str(error)) from error


def open_original(
    path: Path, *, encoding: str | None, tracked_changes: str, kind: str = ""
) -> Original:
    """Read the bytes of a file, refusing what is empty or far too large."""
    if path.is_dir():
        raise BadFile(path, "is a folder; give the path of one file")
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise BadFile(
            path,
            f"has {size:,} bytes and at most {MAX_FILE_BYTES:,} are read; "
            "split it, or remove the pictures and recordings inside it",
        )
    data = path.read_bytes()
    if not data.strip(b" \t\r\n\x00"):
        raise BadFile(path, "is empty; export it again from the program that made it")
    return Original(
        path=path, data=data, encoding=encoding, tracked_changes=tracked_changes, kind=kind
    )
