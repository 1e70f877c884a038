"""What all coders coded on one source, kept up to date from one look to the next."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from casestudy.store import layout
from casestudy.store.event_checks import Event
from casestudy.store.fold import orphaned, standing
from casestudy.store.log_tail import LogTail, Stamp


class SourceLogs:
    """The logs of all coders on one source.

    Parameters
    ----------
    study : path
        The study folder.
    source : str
        Id of the source.
    """

    def __init__(self, study: Path, source: str) -> None:
        self.source = source
        self._study = study
        self._tails: dict[str, LogTail] = {}
        self._folded: dict[str, tuple[Stamp, list[tuple[Event, bool]]]] = {}

    def codings(self) -> Iterator[tuple[str, Event, bool]]:
        """Every standing coding: its coder, its event, and whether an edit took its words away."""
        for coder in log_stamps(self._study, self.source):
            for event, lost in self._codings_of(coder):
                yield coder, event, lost

    def _codings_of(self, coder: str) -> list[tuple[Event, bool]]:
        if coder not in self._tails:
            path = layout.log_path(self._study, coder, self.source)
            self._tails[coder] = LogTail(path, f"{layout.CODINGS}/{coder}/{path.name}")
        tail = self._tails[coder]
        stamp = tail.stamp
        if coder not in self._folded or self._folded[coder][0] != stamp:
            events = tail.events
            found = [(event, False) for event in standing(events)]
            if any(event["op"] == "move" for event in events):
                found += [(event, True) for event in orphaned(events)]
            self._folded[coder] = (stamp, found)
        return self._folded[coder][1]


def log_stamps(study: Path, source: str) -> Mapping[str, Stamp]:
    """File, size and time of change of each coder's log on a source, by coder."""
    root = study / layout.CODINGS
    try:
        coders = sorted(entry.name for entry in os.scandir(root) if entry.is_dir())
    except FileNotFoundError:
        return {}
    tails = {coder: LogTail(layout.log_path(study, coder, source), "") for coder in coders}
    stamps = {coder: tail.stamp for coder, tail in tails.items()}
    return {coder: stamp for coder, stamp in stamps.items() if stamp[1]}
