"""Reading many files in several processes, in their order, a few ahead of whoever takes them.

A reader that brings its process down takes no other file with it: what was being read is read
again, one file at a time, and the one that fails again is refused.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from casestudy.errors import BadFile
from casestudy.importing.choices import ImportSettings
from casestudy.ingest import Reading, read_file

PARALLEL_FILES = 16
"""From this many files on, reading in several processes pays for starting them."""
READ_AHEAD = 32
"""Readings that may wait for being written: with more, a large import would fill the memory."""
CRASHED = (
    "the reader came to a sudden end on this file, as when the memory is full or a library fails; "
    "save it in another format and import that"
)

Result = Reading | str
"""What a file holds, or why it could not be read."""


def readings(files: Sequence[Path], settings: ImportSettings) -> Iterator[Result]:
    """What each file holds, or why it could not be read, in the order of the files."""
    if len(files) < PARALLEL_FILES:
        yield from (read(path, settings) for path in files)
        return
    at = 0
    while at < len(files):
        for result in _until_a_crash(files[at:], settings):
            yield result
            at += 1
        if at < len(files):
            yield _alone(files[at], settings)
            at += 1


def _until_a_crash(files: Sequence[Path], settings: ImportSettings) -> Iterator[Result]:
    """What the files hold, up to one whose process died."""
    ahead: deque[Future[Result]] = deque()
    pool = ProcessPoolExecutor(initializer=_leave_interrupts)
    try:
        for path in files:
            ahead.append(pool.submit(read, path, settings))
            if len(ahead) >= READ_AHEAD:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    except BrokenProcessPool:
        return
    finally:
        pool.shutdown(cancel_futures=True)


def _alone(path: Path, settings: ImportSettings) -> Result:
    """What a file holds, read in a process of its own."""
    try:
        with ProcessPoolExecutor(1, initializer=_leave_interrupts) as pool:
            return pool.submit(read, path, settings).result()
    except BrokenProcessPool:
        return CRASHED


def _leave_interrupts() -> None:
    """A person who interrupts means the import; the process that writes it stops the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def read(path: Path, settings: ImportSettings) -> Result:
    """What one file holds, or why it could not be read."""
    try:
        return read_file(
            path,
            encoding=settings.encoding or None,
            tracked_changes=settings.tracked_changes,
            kind=settings.kind,
        )
    except BadFile as fault:
        return fault.reason if not fault.line else f"line {fault.line}: {fault.reason}"
    except OSError as error:
        return f"the file cannot be opened: {error.strerror or error}"
    except Exception as error:
        return (
            f"the reader failed on this file ({type(error).__name__}: {error}); "
            "that is a fault of casestudy, please report it"
        )
