"""A coder at work: each act is checked against source and codebook, then logged durably.

Nothing is ever rewritten. To recode, resize, delete or undo is to log that it was done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Unpack

from casestudy.codings import Coding, check_coder
from casestudy.ratings import Rating
from casestudy.regions import Region
from casestudy.sources import Source
from casestudy.store.allowed_codes import AllowedCodes
from casestudy.store.coding_events import coding_of, decision_fields, event_of, rating_of
from casestudy.store.current_source import CurrentSource
from casestudy.store.event_checks import Event
from casestudy.store.fold import orphaned, standing_coding
from casestudy.store.own_logs import OwnLogs
from casestudy.store.places import Place, place_fields


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
    codes : AllowedCodes
        The codes that may be used, and what each may be rated with.

    Attributes
    ----------
    sources : CurrentSource
        The sources as they are now; the one coded last is remembered until somebody edits it.
    """

    def __init__(
        self, study: Path, *, name: str, sources: Mapping[str, Source], codes: AllowedCodes
    ) -> None:
        check_coder(name)
        self.name = name
        self._logs = OwnLogs(study, coder=name)
        self.sources = CurrentSource(sources)
        self._codes = codes

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
        return [dict(event) for event in self._logs.events(source) if event.get("act") == act]

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
        **rating: Unpack[Rating],
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
        **rating
            `weight` and `stance`, where the code allows them.

        Raises
        ------
        UnknownCode
            If the code is not in the study's codebook.
        LookupError
            If the source is not in the study.
        ValueError
            If the quotation does not occur exactly once, the span lies outside the text, the
            source has no such picture, or the code does not allow the weight or stance.
        """
        place = self.sources.place(source, quote=quote, start=start, end=end, region=region)
        return self._log_coding(source, code, place, {"memo": memo}, rating)

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
        **rating: Unpack[Rating],
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
        **rating
            `weight` and `stance` that were agreed on.
        """
        place = self.sources.place(source, start=start, end=end, region=region)
        return self._log_coding(source, code, place, decision_fields(about, reason), rating)

    def reject(self, source: str, *, about: Iterable[str], reason: str = "") -> None:
        """Decide that codings of others, or suggestions, are not taken over; they stay theirs.

        Parameters
        ----------
        source : str
            Id of the source that they are on.
        about, reason
            As for `adopt`.
        """
        self.sources[source]
        self._logs.append(source, [{"op": "reject", **decision_fields(about, reason)}])

    def add(self, codings: Iterable[Coding]) -> int:
        """Log codings made elsewhere (by a rule, another program); those already there are left.

        Returns
        -------
        int
            How many were new.
        """
        by_source: dict[str, list[Coding]] = {}
        for coding in codings:
            self._codes.check(coding.code)
            by_source.setdefault(coding.source, []).append(coding)
        added = 0
        for source, group in by_source.items():
            self.sources[source]
            present = {event["id"] for event in self._logs.events(source)}
            once = {coding.id: coding for coding in group if coding.id not in present}
            added += len(self._logs.append(source, [event_of(coding) for coding in once.values()]))
        return added

    def recode(self, source: str, coding: str, code: str) -> str:
        """Give a coding another code; its weight and stance go along.

        Returns
        -------
        str
            What the new code does not allow of them: it is kept in the log and not counted. Empty
            if all of it fits.
        """
        self._codes.check(code)
        rated = self.rating_of(source, coding)
        self._logs.append(source, [{"op": "recode", "coding": coding, "code": code}])
        return self._codes.not_counted(code, rated)

    def rate(self, source: str, coding: str, **rating: Unpack[Rating]) -> None:
        """Give a coding a weight or a stance, or take it away with `weight=None`, `stance=""`.

        What is not named stays as it is. A value that the code does not allow is refused.
        """
        if not rating:
            raise ValueError("name what the coding is rated with: weight=… or stance=…")
        self._codes.check_rating(self._check_coding(source, coding)["code"], rating)
        self._logs.append(source, [{"op": "rate", "coding": coding, **rating}])

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
        if all(event["id"] != coding for event in orphaned(self._logs.events(source))):
            raise LookupError(f"{self.name} has no orphaned coding {coding!r} in {source!r}")
        place = self.sources.place(source, quote=quote, start=start, end=end)
        self._log_place(source, coding, place)

    def rating_of(self, source: str, coding: str) -> Rating:
        """The weight and stance that a coding stands with, whatever its code allows now."""
        return rating_of(self._check_coding(source, coding))

    def note(self, source: str, coding: str, memo: str) -> None:
        """Write the memo of a coding anew."""
        self._check_coding(source, coding)
        self._logs.append(source, [{"op": "memo", "coding": coding, "memo": memo}])

    def delete(self, source: str, coding: str) -> None:
        """Take a coding away; the log keeps that it was there."""
        self._check_coding(source, coding)
        self._logs.append(source, [{"op": "delete", "coding": coding}])

    def undo(self, source: str) -> str:
        """Undo this coder's last act on a source, and say what it was.

        An act that reached into other sources is undone there too.

        Raises
        ------
        LookupError
            If there is nothing to undo.
        """
        return self._logs.undo(source)

    def redo(self, source: str) -> None:
        """Take the last undo back; a `LookupError` if something else was done since."""
        self._logs.redo(source)

    def _log_coding(
        self, source: str, code: str, place: Place, said: Mapping[str, Any], rating: Rating
    ) -> Coding:
        self._codes.check(code)
        self._codes.check_rating(code, rating)
        text = self.sources[source].text_sha256
        more = {key: value for key, value in {**said, **rating}.items() if value not in ("", None)}
        event: Event = {"op": "code", "code": code, "text": text, "origin": "human", **more}
        written = self._logs.append(source, [{**event, **place_fields(place)}])[0]
        return coding_of(written, source=source, coder=self.name)

    def _log_place(self, source: str, coding: str, place: Place) -> None:
        if place is None:
            raise ValueError("name the new place: give the quotation, or start and end")
        event = {"op": "resize", "coding": coding, "text": self.sources[source].text_sha256}
        self._logs.append(source, [{**event, **place_fields(place)}])

    def _check_coding(self, source: str, coding: str) -> Event:
        event = standing_coding(self._logs.events(source), coding)
        if event is None:
            raise LookupError(f"{self.name} has no coding {coding!r} in {source!r}")
        return event
