"""The log of one coder on one source: append-only, durable before it is acknowledged.

An event is one line of JSON. `append` takes the log's lock, sets aside a last line that a power
cut tore, writes all its lines with one call and syncs them; only then does it return. Whatever it
returned is on the disk. Two processes of one coder take turns; coders have logs of their own.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock

from casestudy.errors import NOT_ALLOWED
from casestudy.store import layout
from casestudy.store.durable import sync_folder
from casestudy.store.event_checks import is_time
from casestudy.store.fold import is_whole
from casestudy.store.json_lines import json_line, json_value
from casestudy.store.write_access import READ_ONLY_FOLDER, barred

VERSION = 1
LOCK_POLL = 0.002
"""Seconds between two looks at a lock that another process holds: an append takes about 4 ms."""
_AT = re.compile(rb'"at"\s*:\s*"([^"]{27})"')
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class CodingLog:
    """One coder's log on one source of a study.

    Parameters
    ----------
    study : path
        The study folder.
    coder, source : str
        Names the log: `codings/<coder>/<source>.jsonl`.
    """

    def __init__(self, study: Path, *, coder: str, source: str) -> None:
        self.path = layout.log_path(study, coder, source)
        self._lock_path = layout.lock_path(study, coder, source)
        self._study, self._coder, self._source = study, coder, source

    def append(self, events: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Write events durably and return them as written.

        Each event gets an id, a time and the version. Its time is later than every other time in
        the log, whatever the clocks said that wrote them: what is changed or undone comes before.

        Raises
        ------
        PermissionError
            If the log may not be written, with what to do.
        OSError
            If the disk refuses. The log is then as it was before: nothing is half written.
        """
        if not events:
            return []
        try:
            return self._append(events)
        except OSError as error:
            if error.errno not in NOT_ALLOWED:
                raise
            why = barred(self._study, coder=self._coder, source=self._source)
            why = why or READ_ONLY_FOLDER
            raise PermissionError(error.errno, f"{self.path}: {why}") from None

    def _append(self, events: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        self._make_folders()
        with FileLock(self._lock_path, poll_interval=LOCK_POLL):
            is_new = not self.path.exists()
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
            try:
                _heal(handle, self.path)
                stamped = _stamped(events, after=_latest_time(handle))
                _write_or_undo(handle, b"".join(map(event_line, stamped)))
            finally:
                os.close(handle)
            if is_new:
                sync_folder(self.path.parent)
        return stamped

    def _make_folders(self) -> None:
        is_new = not self.path.parent.exists()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._lock_path.parent.mkdir(parents=True, exist_ok=True)
        if is_new:
            sync_folder(self.path.parent.parent)


def event_line(event: Mapping[str, Any]) -> bytes:
    """One event as one line of the log."""
    return json_line(event)


def new_id() -> str:
    """An id that sorts by the time it was made and is never made twice (a ULID)."""
    number = (time.time_ns() // 1_000_000 << 80) | secrets.randbits(80)
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))


def _stamped(events: Sequence[Mapping[str, Any]], *, after: str) -> list[dict[str, Any]]:
    """The events with id, time and version, each later than the one before it."""
    now = datetime.now(UTC)
    if after:
        now = max(now, datetime.fromisoformat(after) + timedelta(microseconds=1))
    return [
        {
            "id": new_id(),
            **event,
            "at": (now + timedelta(microseconds=number)).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "v": VERSION,
        }
        for number, event in enumerate(events)
    ]


def _heal(handle: int, path: Path) -> None:
    """Set a torn last line aside; end a whole one that lacks its newline."""
    size = os.fstat(handle).st_size
    tail, start = _last_line(handle, size)
    if not tail or tail.endswith(b"\n"):
        return
    if _holds_event(tail):
        _write_or_undo(handle, b"\n")
    else:
        _set_aside(path, tail)
        os.ftruncate(handle, start)


def _latest_time(handle: int) -> str:
    """The latest time in the log, "" if it has none.

    The last line need not have it: git puts the lines of two machines one after the other, and
    their clocks may differ. Inside a text a quotation mark is escaped, so that none is found there.
    """
    content = _read(handle, 0, os.fstat(handle).st_size)
    times = sorted(_AT.findall(content), reverse=True)
    return next((text for time in times if is_time(text := time.decode("latin-1"))), "")


def _last_line(handle: int, size: int) -> tuple[bytes, int]:
    """The last line of a file, with its newline if it has one, and where it starts."""
    block = 4096
    while True:
        start = max(0, size - block)
        content = _read(handle, start, size - start)
        cut = content.rfind(b"\n", 0, len(content) - 1)
        if cut >= 0 or start == 0:
            return content[cut + 1 :], start + cut + 1
        block *= 4


def _read(handle: int, start: int, length: int) -> bytes:
    os.lseek(handle, start, os.SEEK_SET)
    pieces = []
    while length > 0 and (piece := os.read(handle, length)):
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)


def _holds_event(line: bytes) -> bool:
    try:
        return is_whole(json_value(line))
    except json.JSONDecodeError:
        return False


def _set_aside(path: Path, torn: bytes) -> None:
    """Keep what a power cut left of a line: it was never acknowledged, but is never thrown away."""
    with path.with_suffix(".torn").open("ab") as file:
        file.write(torn + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _write_or_undo(handle: int, content: bytes) -> None:
    """Append and sync; if the disk refuses, cut the log back to what it was."""
    size = os.fstat(handle).st_size
    try:
        written = 0
        while written < len(content):
            written += os.write(handle, content[written:])
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, size)
        raise
