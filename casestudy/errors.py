"""What can go wrong, said so that a person can mend it, and what a reader could not keep.

An error names the value and its place, what is allowed, and what to do. Classes of our own exist
only where a caller catches them: `casestudy check` catches `BadFile` to go on with the next file.
"""

from __future__ import annotations

import difflib
import errno
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)
"""What the system answers where somebody may not read or write."""


class UnknownCode(LookupError):
    """A code id that no code of the codebook bears."""


class SourceChanged(RuntimeError):
    """A stored source no longer has the content its record was written for."""


class BadFile(ValueError):
    """A file that cannot be read as what it should be.

    Parameters
    ----------
    path : path
        The file as the reader was given it.
    reason : str
        What is wrong, what is allowed, what to do.
    line : int, optional
        Line of the fault, from 1; 0 if the fault has no line.
    """

    def __init__(self, path: Path | str, reason: str, *, line: int = 0) -> None:
        self.path = Path(path)
        self.line = line
        self.reason = reason
        place = f"{self.path} line {line}" if line else f"{self.path}"
        super().__init__(f"{place}: {reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing found wrong in a study folder: where, and what to do about it."""

    file: str
    message: str
    line: int = 0
    id: str = ""

    def __str__(self) -> str:
        place = f"{self.file} line {self.line}" if self.line else self.file
        return f"{place}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Something a file held that the reading or writing of it could not keep."""

    what: str
    where: str = ""
    count: int = 1

    def __str__(self) -> str:
        times = f" ({self.count} times)" if self.count > 1 else ""
        return f"{self.where}: {self.what}{times}" if self.where else f"{self.what}{times}"


@dataclass(frozen=True, slots=True)
class LossReport:
    """All that one reading or writing could not keep; empty if nothing was lost.

    Examples
    --------
    >>> report = LossReport((Loss(what="picture without text", where="paragraph 3"),))
    >>> len(report), str(report)
    (1, 'paragraph 3: picture without text')
    """

    losses: tuple[Loss, ...] = ()

    def __len__(self) -> int:
        return len(self.losses)

    def __str__(self) -> str:
        return "\n".join(str(loss) for loss in self.losses) if self.losses else "nothing was lost"

    def __add__(self, other: LossReport) -> LossReport:
        return LossReport(self.losses + other.losses)


def sentence_of(error: BaseException) -> str:
    """What an error says, without the system's numbers; where nothing may be written, what to do.

    Examples
    --------
    >>> import errno
    >>> sentence_of(OSError(errno.ENOSPC, "No space left on device", "study/talk.jsonl"))
    'study/talk.jsonl: No space left on device'
    """
    if not isinstance(error, OSError) or not error.strerror:
        return str(error.args[0]) if error.args else type(error).__name__
    if not error.filename:
        return error.strerror
    path = Path(os.fsdecode(error.filename))
    return f"{path}: {error.strerror}{_advice(error, path)}"


def _advice(error: OSError, path: Path) -> str:
    """What to do where nothing may be written; empty if the error is another one."""
    place = next((one for one in (path, *path.absolute().parents) if one.exists()), path)
    if error.errno not in NOT_ALLOWED or os.access(place, os.W_OK):
        return ""
    return (
        "; nothing may be written there. What is there can be read; to change it or to rerun it, "
        "copy it to a place where you may write"
    )


def did_you_mean(value: str, allowed: Iterable[str]) -> str:
    """A hint for a misspelt value, empty if nothing allowed is near it.

    Examples
    --------
    >>> did_you_mean("trsut", ["trust", "price"])
    "; did you mean 'trust'?"
    """
    near = nearest(value, allowed)
    return f"; did you mean '{near}'?" if near else ""


def nearest(value: str, allowed: Iterable[str]) -> str:
    """The allowed value that a misspelt one most looks like, empty if none is near it."""
    by_folded = {name.casefold(): name for name in allowed}
    near = difflib.get_close_matches(value.casefold(), by_folded, n=1)
    return by_folded[near[0]] if near else ""
