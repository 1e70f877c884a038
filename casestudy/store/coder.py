"""A coder at work: each act is checked against source and codebook, then logged durably.

Nothing is ever rewritten. To recode, resize, delete or undo is to log that it was done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from casestudy.codings import Coding, check_coder
from casestudy.errors import UnknownCode, did_you_mean
from casestudy.regions import Region
from casestudy.sources import Source
from casestudy.store.coding_events import coding_of, event_of
from casestudy.store.current_source import CurrentSource
from casestudy.store.event_checks import Event
from casestudy.store.fold import orphaned, standing_coding
from casestudy.store.own_logs import OwnLogs
from casestudy.store.places import Place, place_fields
from casestudy.store.undoing import last_act, last_undo


class Coder:
    """One coder in one study; every method returns only after its act is on the disk.

    Parameters
    ----------
    study : path
        The study folder.
    name : str
        Who codes: letters, digits, `_`, `-`, `.`.
    sources : mapping of str to Source
        The study's sources.
    codes : collection of str
        Ids of the codes that may be used.

    Attributes
    ----------
    sources : CurrentSource
        The sources as they are now; the one coded last is remembered until somebody edits it.
    """

    def __init__(
        self, study: Path, *, name: str, sources: Mapping[str, Source], codes: Iterable[str]
    ) -> None:
        check_coder(name)
        self.name = name
        self._logs = OwnLogs(study, coder=name)
        self.sources = CurrentSource(sources)
        self._codes = frozenset(codes)

    def one_act(self, act: str = "", *, across: bool = False) -> AbstractContextManager[str]:
        """All that is logged inside is one act: undone together and redone together.

        Parameters
        ----------
        act : str
            An id of its own for the act; a new one if none is given.
        across : bool
            Whether the act may reach into several sources; else a second source is refused.

        Returns
        -------
        context manager
            Gives the id of the act; inside another act, the id of that one.
        """
        return self._logs.one_act(act, across=across)

    def done_in(self, source: str, act: str) -> list[Event]:
        """What an act logged in a source, undone or not; empty if it was never logged there."""
        return [dict(event) for event in self._events(source) if event.get("act") == act]

    def code(
        self,
        source: str,
        code: str,
        *,
        quote: str = "",
        start: int | None = None,
        end: int | None = None,
        region: Region | None = None,
        memo: str = "",
    ) -> Coding:
        """Put a code on a passage, on a region of a picture, or on a whole source.

        A passage is named by its words or by its positions.

        Parameters
        ----------
        source, code : str
            Ids.
        quote : str
            The words, letter by letter; they must occur exactly once in the source.
        start, end : int, optional
            Code points into the text, end excluded; instead of `quote`.
        region : Region, optional
            A rectangle on a picture in the source's folder; instead of words.
        memo : str
            A note on this coding.

        Raises
        ------
        UnknownCode
            If the code is not in the study's codebook.
        LookupError
            If the source is not in the study.
        ValueError
            If the quotation does not occur exactly once, the span lies outside the text, or the
            source has no such picture.
        """
        place = self.sources.place(source, quote=quote, start=start, end=end, region=region)
        return self._log_coding(source, code, place, {"memo": memo} if memo else {})

    def adopt(
        self,
        source: str,
        code: str,
        *,
        about: Iterable[str],
        reason: str = "",
        start: int | None = None,
        end: int | None = None,
        region: Region | None = None,
    ) -> Coding:
        """Code as the outcome of a decision on codings of others, or on suggestions.

        Parameters
        ----------
        source, code : str
            Ids.
        about : iterable of str
            Ids of the codings that were decided on.
        reason : str
            Why.
        start, end, region
            The place decided on; the whole source if none is given.
        """
        place = self.sources.place(source, start=start, end=end, region=region)
        return self._log_coding(source, code, place, _decision(about, reason))

    def reject(self, source: str, *, about: Iterable[str], reason: str = "") -> None:
        """Decide that codings of others, or suggestions, are not taken over; they stay theirs.

        Parameters
        ----------
        source : str
            Id of the source that they are on.
        about : iterable of str
            Ids of the codings.
        reason : str
            Why.
        """
        self.sources[source]
        self._append(source, [{"op": "reject", **_decision(about, reason)}])

    def add(self, codings: Iterable[Coding]) -> int:
        """Log codings made elsewhere (by a rule, another program); those already there are left.

        Returns
        -------
        int
            How many were new.
        """
        by_source: dict[str, list[Coding]] = {}
        for coding in codings:
            self._check_code(coding.code)
            by_source.setdefault(coding.source, []).append(coding)
        added = 0
        for source, group in by_source.items():
            self.sources[source]
            present = {event["id"] for event in self._events(source)}
            once = {coding.id: coding for coding in group if coding.id not in present}
            added += len(self._append(source, [event_of(coding) for coding in once.values()]))
        return added

    def recode(self, source: str, coding: str, code: str) -> None:
        """Give a coding another code."""
        self._check_code(code)
        self._check_coding(source, coding)
        self._append(source, [{"op": "recode", "coding": coding, "code": code}])

    def resize(
        self,
        source: str,
        coding: str,
        *,
        start: int | None = None,
        end: int | None = None,
        region: Region | None = None,
    ) -> None:
        """Move the edges of a coding: new positions of words, or a new rectangle for a region."""
        standing_coding = self._check_coding(source, coding)
        is_region = bool(standing_coding.get("region"))
        if is_region != (region is not None):
            kind, wanted = ("a region", "region=") if is_region else ("words", "start= and end=")
            raise ValueError(f"coding {coding!r} of {source!r} is on {kind}; give {wanted}")
        place = self.sources.place(source, start=start, end=end, region=region)
        self._log_place(source, coding, place)

    def reattach(
        self,
        source: str,
        coding: str,
        *,
        quote: str = "",
        start: int | None = None,
        end: int | None = None,
    ) -> None:
        """Give a coding that an edit orphaned a place again, by its words or its positions.

        Raises
        ------
        LookupError
            If the coder has no orphaned coding of this id.
        """
        if all(event["id"] != coding for event in orphaned(self._events(source))):
            raise LookupError(f"{self.name} has no orphaned coding {coding!r} in {source!r}")
        place = self.sources.place(source, quote=quote, start=start, end=end)
        self._log_place(source, coding, place)

    def note(self, source: str, coding: str, memo: str) -> None:
        """Write the memo of a coding anew."""
        self._check_coding(source, coding)
        self._append(source, [{"op": "memo", "coding": coding, "memo": memo}])

    def delete(self, source: str, coding: str) -> None:
        """Take a coding away; the log keeps that it was there."""
        self._check_coding(source, coding)
        self._append(source, [{"op": "delete", "coding": coding}])

    def undo(self, source: str) -> str:
        """Undo this coder's last act on a source, and say what it was.

        An act that reached into other sources is undone there too.

        Raises
        ------
        LookupError
            If there is nothing to undo.
        """
        last = last_act(self._events(source))
        if not last:
            raise LookupError(f"{self.name} has nothing to undo in {source!r}")
        self._logs.take_back(source, last)
        return str(last[-1]["op"])

    def redo(self, source: str) -> None:
        """Take the last undo back, if nothing was coded since.

        Raises
        ------
        LookupError
            If the last act was not an undo.
        """
        undos = last_undo(self._events(source))
        if not undos:
            raise LookupError(f"{self.name} has nothing to redo in {source!r}")
        self._logs.take_back(source, undos)

    def _log_coding(self, source: str, code: str, place: Place, more: Mapping[str, Any]) -> Coding:
        self._check_code(code)
        text = self.sources[source].text_sha256
        event: Event = {"op": "code", "code": code, "text": text, "origin": "human", **more}
        written = self._append(source, [{**event, **place_fields(place)}])[0]
        return coding_of(written, source=source, coder=self.name)

    def _log_place(self, source: str, coding: str, place: Place) -> None:
        if place is None:
            raise ValueError("name the new place: give the quotation, or start and end")
        event = {"op": "resize", "coding": coding, "text": self.sources[source].text_sha256}
        self._append(source, [{**event, **place_fields(place)}])

    def _append(self, source: str, events: list[Event]) -> list[Event]:
        return self._logs.append(source, events)

    def _events(self, source: str) -> list[Event]:
        return self._logs.events(source)

    def _check_code(self, code: str) -> None:
        if code not in self._codes:
            raise UnknownCode(
                f"code {code!r} is not in the study's codebook{did_you_mean(code, self._codes)}"
            )

    def _check_coding(self, source: str, coding: str) -> Event:
        event = standing_coding(self._events(source), coding)
        if event is None:
            raise LookupError(f"{self.name} has no coding {coding!r} in {source!r}")
        return event


def _decision(about: Iterable[str], reason: str) -> dict[str, Any]:
    ids = [about] if isinstance(about, str) else list(about)
    if not ids:
        raise ValueError("a decision is about codings: name at least one id")
    return {"about": ids, **({"reason": reason} if reason else {})}
