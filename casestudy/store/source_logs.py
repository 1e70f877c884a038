"""What all coders coded on one source, kept up to date from one look to the next."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from casestudy.store import layout
from casestudy.store.event_checks import Event
from casestudy.store.fold import fold_event, is_orphan, orphaned, standing
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
        self._folded: dict[str, _Folded] = {}

    def codings(self) -> Iterator[tuple[str, Event, bool]]:
        """Every standing coding: its coder, its event, and whether an edit took its words away.

        As long as a coding stays as it is, its event is the same object from look to look.
        """
        for coder in log_stamps(self._study, self.source):
            if coder not in self._folded:
                path = layout.log_path(self._study, coder, self.source)
                shown = f"{layout.CODINGS}/{coder}/{path.name}"
                self._folded[coder] = _Folded(LogTail(path, shown))
            for event in self._folded[coder].now().values():
                yield coder, event, is_orphan(event)


class _Folded:
    """The codings of one log. What was appended is added to them; an undo folds them anew."""

    def __init__(self, tail: LogTail) -> None:
        self._tail = tail
        self._codings: dict[str, Event] = {}
        self._n_events = 0
        self._latest = ""
        self._rewritten = -1

    def now(self) -> Mapping[str, Event]:
        events = self._tail.events
        fresh = events[self._n_events :]
        if self._tail.rewritten != self._rewritten or not self._goes_on(fresh):
            self._codings = _all_codings(events, known=self._codings)
            self._rewritten = self._tail.rewritten
            self._latest, fresh = "", events
        else:
            for event in fresh:
                fold_event(self._codings, event)
        self._n_events = len(events)
        self._latest = max((event["at"] for event in fresh), default=self._latest)
        return self._codings

    def _goes_on(self, fresh: list[Event]) -> bool:
        """Whether events follow those before them and can be added one by one."""
        times = [self._latest, *(event["at"] for event in fresh)]
        is_new = all(e["op"] != "undo" and e["id"] not in self._codings for e in fresh)
        return is_new and times == sorted(times)


def _all_codings(events: list[Event], *, known: Mapping[str, Event]) -> dict[str, Event]:
    """All codings of a log, orphaned ones too; those that are as known stay the same object."""
    found = standing(events)
    if any(event["op"] == "move" for event in events):
        found = [*found, *orphaned(events)]
    return {e["id"]: known[e["id"]] if known.get(e["id"]) == e else e for e in found}


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
