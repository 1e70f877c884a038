"""A log that is looked at again and again: only what was appended since the last look is parsed.

Whatever else happened to the file (git merged it, an editor rewrote it) makes the look a full one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from casestudy.store.event_checks import Event
from casestudy.store.fold import LogReading, read_lines

REMEMBERED = 256
"""Bytes before the place read so far that must stand unchanged: they hold an id of the log."""

Stamp = tuple[int, int, int]
NOTHING: Stamp = (0, 0, 0)


@dataclass(slots=True)
class LogTail:
    """The events of one log as they are now.

    Parameters
    ----------
    path : path
        The log; it need not exist yet.
    shown : str
        How to name it in a problem.
    """

    path: Path
    shown: str
    _stamp: Stamp = NOTHING
    _reading: LogReading = field(default_factory=lambda: LogReading([], [], []))
    _whole: LogReading = field(default_factory=lambda: LogReading([], [], []))
    _read: int = 0
    _n_lines: int = 0
    _before: bytes = b""
    _rewritten: int = 0

    @property
    def events(self) -> list[Event]:
        """The readable events; the list is not to be changed."""
        return self.look().events

    @property
    def rewritten(self) -> int:
        """How often the file was found to be another one than before with lines appended."""
        return self._rewritten

    @property
    def stamp(self) -> Stamp:
        """File, size and time of change as the disk has them now, zeros without a file."""
        try:
            state = self.path.stat()
        except FileNotFoundError:
            return NOTHING
        return state.st_ino, state.st_size, state.st_mtime_ns

    def look(self) -> LogReading:
        """What the log holds now, with its problems."""
        stamp = self.stamp
        if stamp != self._stamp:
            self._read_on(stamp)
            self._stamp = stamp
        return self._reading

    def _read_on(self, stamp: Stamp) -> None:
        if stamp == NOTHING:
            self._forget()
            return
        with self.path.open("rb") as file:
            if not self._continues(file, stamp):
                self._forget()
            file.seek(self._read)
            *lines, tail = file.read().split(b"\n")
        first = self._n_lines + 1
        fresh = read_lines([*lines, b""], shown=self.shown, first=first)
        self._whole = _joined(self._whole, fresh)
        self._read += sum(map(len, lines)) + len(lines)
        self._n_lines += len(lines)
        self._before = (self._before + b"\n".join([*lines, b""]))[-REMEMBERED:]
        torn = read_lines([tail], shown=self.shown, first=self._n_lines + 1)
        self._reading = _joined(self._whole, torn) if tail else self._whole

    def _continues(self, file: BinaryIO, stamp: Stamp) -> bool:
        """Whether the file is the one read before with something appended."""
        grew = stamp[0] == self._stamp[0] and stamp[1] > self._stamp[1] >= self._read
        if not grew:
            return False
        file.seek(self._read - len(self._before))
        return file.read(len(self._before)) == self._before

    def _forget(self) -> None:
        self._rewritten += 1
        self._reading = self._whole = LogReading([], [], [])
        self._read = self._n_lines = 0
        self._before = b""


def _joined(one: LogReading, other: LogReading) -> LogReading:
    if not other.events and not other.problems:
        return one
    return LogReading(
        one.events + other.events, one.lines + other.lines, one.problems + other.problems
    )
