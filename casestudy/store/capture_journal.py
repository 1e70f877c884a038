"""The journal of a run of captures, so that an interrupted run can be taken up.

It lies below `.casestudy/`, one line a captured page, each synced before the next page is asked
for. It is known by the pages that were asked for: the same command finds it again. A run that
came to its end leaves none.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from casestudy.store import layout
from casestudy.store.json_lines import json_line, json_value


class CaptureJournal:
    """What a run has captured; used as a context, under a lock.

    Parameters
    ----------
    study : path
        The study folder.
    addresses : sequence of str
        The pages of the run.
    case : str
        The case that they are captured for.
    afresh : bool
        Whether to forget what an interrupted run left.

    Raises
    ------
    ValueError
        On entering, if another process is at the same run.
    """

    def __init__(self, study: Path, addresses: Sequence[str], *, case: str, afresh: bool) -> None:
        told = "\n".join([case, *addresses]).encode()
        name = hashlib.sha256(told).hexdigest()[:20]
        self._path = study / layout.DERIVED / "captures" / f"{name}.jsonl"
        self._lock = FileLock(self._path.with_suffix(".lock"))
        self._afresh = afresh
        self.done: dict[str, str] = {}

    def __enter__(self) -> CaptureJournal:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise ValueError(
                "another process captures the same pages into this study; wait until it is done"
            ) from None
        if self._afresh:
            self.finish()
        elif self._path.exists():
            self._read()
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def note(self, address: str, source: str) -> None:
        """Note that a page is captured and stored."""
        line = {"address": address, "source": source, "at": datetime.now(UTC).isoformat()}
        with self._path.open("ab") as file:
            file.write(json_line(line))
            file.flush()
            os.fsync(file.fileno())

    def finish(self) -> None:
        """The run is over: the next one of the same pages captures them again."""
        self._path.unlink(missing_ok=True)
        self.done = {}

    def _read(self) -> None:
        """The pages that an interrupted run captured; a line that was torn counts as not done."""
        for line in self._path.read_bytes().splitlines():
            try:
                entry = json_value(line)
                self.done[entry["address"]] = entry["source"]
            except (ValueError, TypeError, KeyError):
                continue
