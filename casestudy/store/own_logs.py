"""All logs of one coder: read, appended to, and taken back act by act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from casestudy.store import layout
from casestudy.store.event_checks import Event
from casestudy.store.log import CodingLog, new_id
from casestudy.store.log_tail import LogTail
from casestudy.store.undoing import last_act, last_undo, of_act


class OwnLogs:
    """The logs of one coder in one study.

    Parameters
    ----------
    study : path
        The study folder.
    coder : str
        Whose logs.
    """

    def __init__(self, study: Path, *, coder: str) -> None:
        self._study = study
        self._coder = coder
        self._tails: dict[str, LogTail] = {}
        self._act: dict[str, Any] = {}

    @contextmanager
    def one_act(self, act: str = "", *, across: bool = False) -> Iterator[str]:
        """All that is appended inside is one act; inside another act, part of that one."""
        if self._act:
            self._act["across"] |= across
            yield self._act["act"]
            return
        self._act = {"act": act or new_id(), "across": across, "source": ""}
        try:
            yield self._act["act"]
        finally:
            self._act = {}

    def append(self, source: str, events: Sequence[Mapping[str, Any]]) -> list[Event]:
        """Log events durably and return them as written.

        Raises
        ------
        ValueError
            If the act at hand has coded another source and does not reach across.
        """
        own = self._act_fields(source) if self._act and events else {}
        log = CodingLog(self._study, coder=self._coder, source=source)
        return log.append([{**event, **own} for event in events])

    def events(self, source: str) -> list[Event]:
        """The readable events of the log on a source; the list is not to be changed."""
        if source not in self._tails:
            path = layout.log_path(self._study, self._coder, source)
            self._tails[source] = LogTail(path, str(path))
        return self._tails[source].events

    def undo(self, source: str) -> str:
        """Undo the last act on a source, and say what it was."""
        last = last_act(self.events(source))
        if not last:
            raise LookupError(f"{self._coder} has nothing to undo in {source!r}")
        self.take_back(source, last)
        return str(last[-1]["op"])

    def redo(self, source: str) -> None:
        """Take the last undo on a source back, if nothing was coded since."""
        undos = last_undo(self.events(source))
        if not undos:
            raise LookupError(f"{self._coder} has nothing to redo in {source!r}")
        self.take_back(source, undos)

    def take_back(self, source: str, events: Sequence[Event]) -> None:
        """Log undos of an act's events in this source, and in every other that it reached."""
        across = any(event.get("across") for event in events)
        with self.one_act(across=across):
            self._undo(source, events)
            if across:
                for other in self._coded_sources() - {source}:
                    self._undo(other, of_act(self.events(other), events[0]["act"]))

    def _undo(self, source: str, events: Sequence[Event]) -> None:
        self.append(source, [{"op": "undo", "event": event["id"]} for event in events])

    def _act_fields(self, source: str) -> dict[str, Any]:
        act = self._act
        if act["source"] not in ("", source) and not act["across"]:
            raise ValueError(
                f"this act codes {act['source']!r} and now {source!r}; "
                "begin an act over several sources with one_act(across=True)"
            )
        act["source"] = source
        return {"act": act["act"], **({"across": True} if act["across"] else {})}

    def _coded_sources(self) -> set[str]:
        logs = layout.log_path(self._study, self._coder, "any").parent.glob("*.jsonl")
        return {path.stem for path in logs}
