"""A coder at work: each act is checked against source and codebook, then logged durably.

Nothing is ever rewritten. To recode, resize, delete or undo is to log that it was done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from casestudy.anchors import Anchor, anchor, find_quote
from casestudy.codings import Coding, check_coder
from casestudy.errors import UnknownCode, did_you_mean
from casestudy.sources import Source
from casestudy.store import layout
from casestudy.store.fold import Event, effective, in_order, orphaned, read_log, standing
from casestudy.store.log import CodingLog
from casestudy.store.source_shelf import SourceShelf


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
    """

    def __init__(
        self, study: Path, *, name: str, sources: Mapping[str, Source], codes: Iterable[str]
    ) -> None:
        check_coder(name)
        self.name = name
        self._study = study
        self._sources = sources
        self._codes = frozenset(codes)
        self._read: tuple[tuple[str, int], Source] | None = None

    def code(
        self,
        source: str,
        code: str,
        *,
        quote: str = "",
        start: int | None = None,
        end: int | None = None,
        memo: str = "",
    ) -> Coding:
        """Put a code on a passage, named by its words or by its positions, or on a whole source.

        Parameters
        ----------
        source, code : str
            Ids.
        quote : str
            The words, letter by letter; they must occur exactly once in the source.
        start, end : int, optional
            Code points into the text, end excluded; instead of `quote`.
        memo : str
            A note on this coding.

        Raises
        ------
        UnknownCode
            If the code is not in the study's codebook.
        LookupError
            If the source is not in the study.
        ValueError
            If the quotation does not occur exactly once, or the span lies outside the text.
        """
        self._check_code(code)
        found = self._source(source)
        place = self._place(found, quote, start, end)
        event: Event = {"op": "code", "code": code, "text": found.text_sha256, "origin": "human"}
        if memo:
            event["memo"] = memo
        written = self._append(source, [{**event, **_place_fields(place)}])[0]
        return _coding(written, source=source, coder=self.name)

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
            self._source(source)
            present = {event["id"] for event in self._events(source)}
            once = {coding.id: coding for coding in group if coding.id not in present}
            added += len(self._append(source, [_event_of(coding) for coding in once.values()]))
        return added

    def recode(self, source: str, coding: str, code: str) -> None:
        """Give a coding another code."""
        self._check_code(code)
        self._check_coding(source, coding)
        self._append(source, [{"op": "recode", "coding": coding, "code": code}])

    def resize(self, source: str, coding: str, *, start: int, end: int) -> None:
        """Move the edges of a coding."""
        self._check_coding(source, coding)
        found = self._source(source)
        fields = _place_fields(anchor(found.text, start, end))
        event = {"op": "resize", "coding": coding, "text": found.text_sha256}
        self._append(source, [{**event, **fields}])

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
        found = self._source(source)
        place = self._place(found, quote, start, end)
        if place is None:
            raise ValueError("name the new place: give the quotation, or start and end")
        event = {"op": "resize", "coding": coding, "text": found.text_sha256}
        self._append(source, [{**event, **_place_fields(place)}])

    def note(self, source: str, coding: str, memo: str) -> None:
        """Write the memo of a coding anew."""
        self._check_coding(source, coding)
        self._append(source, [{"op": "memo", "coding": coding, "memo": memo}])

    def delete(self, source: str, coding: str) -> None:
        """Take a coding away; the log keeps that it was there."""
        self._check_coding(source, coding)
        self._append(source, [{"op": "delete", "coding": coding}])

    def undo(self, source: str) -> str:
        """Undo this coder's last act on a source, and say which it was.

        Raises
        ------
        LookupError
            If there is nothing to undo.
        """
        acts = effective(self._acts(source))
        if not acts:
            raise LookupError(f"{self.name} has nothing to undo in {source!r}")
        last = acts[-1]
        self._append(source, [{"op": "undo", "event": last["id"]}])
        return str(last["op"])

    def redo(self, source: str) -> None:
        """Take the last undo back, if nothing was coded since.

        Raises
        ------
        LookupError
            If the last act was not an undo.
        """
        events = self._acts(source)
        acts = [number for number, event in enumerate(events) if event["op"] != "undo"]
        undos = events[acts[-1] + 1 :] if acts else []
        ids = {event["id"] for event in undos}
        taken_back = {event["event"] for event in undos} & ids
        pending = [e["id"] for e in undos if e["id"] not in taken_back and e["event"] not in ids]
        if not pending:
            raise LookupError(f"{self.name} has nothing to redo in {source!r}")
        self._append(source, [{"op": "undo", "event": pending[-1]}])

    def _append(self, source: str, events: list[Event]) -> list[dict[str, Any]]:
        return CodingLog(self._study, coder=self.name, source=source).append(events)

    def _events(self, source: str) -> list[Event]:
        path = layout.log_path(self._study, self.name, source)
        return read_log(path, shown=str(path)).events if path.exists() else []

    def _acts(self, source: str) -> list[Event]:
        """What the coder did, in order: that an edit of the source moved codings is no act."""
        events = in_order(self._events(source))
        moves = {event["id"] for event in events if event["op"] == "move"}
        return [e for e in events if e["id"] not in moves and e.get("event") not in moves]

    def _source(self, id: str) -> Source:
        """The source, read again when the coder turns to another or somebody edited it."""
        stamp = (id, self._stamp(id))
        if self._read is None or self._read[0] != stamp:
            self._read = (stamp, self._sources[id])
        return self._read[1]

    def _stamp(self, id: str) -> int:
        """When the record of a source was last written, 0 if it is not on disk."""
        if not isinstance(self._sources, SourceShelf):
            return 0
        return (self._sources.folder(id) / "source.toml").stat().st_mtime_ns

    def _check_code(self, code: str) -> None:
        if code not in self._codes:
            raise UnknownCode(
                f"code {code!r} is not in the study's codebook{did_you_mean(code, self._codes)}"
            )

    def _check_coding(self, source: str, coding: str) -> None:
        if all(event["id"] != coding for event in standing(self._events(source))):
            raise LookupError(f"{self.name} has no coding {coding!r} in {source!r}")

    @staticmethod
    def _place(source: Source, quote: str, start: int | None, end: int | None) -> Anchor | None:
        if quote and (start is not None or end is not None):
            raise ValueError("give either the quotation or start and end, not both")
        if quote:
            return anchor(source.text, *find_quote(source.text, quote))
        if start is None and end is None:
            return None
        if start is None or end is None:
            raise ValueError("give both start and end, or neither to code the whole source")
        return anchor(source.text, start, end)


def _place_fields(place: Anchor | None) -> dict[str, Any]:
    if place is None:
        return {"start": None, "end": None, "quote": ""}
    return {
        "start": place.start,
        "end": place.end,
        "quote": place.quote,
        "prefix": place.prefix,
        "suffix": place.suffix,
    }


def _event_of(coding: Coding) -> Event:
    whole = coding.start < 0
    event: Event = {
        "op": "code",
        "id": coding.id,
        "code": coding.code,
        "start": None if whole else coding.start,
        "end": None if whole else coding.end,
        "quote": coding.quote,
        "prefix": coding.prefix,
        "suffix": coding.suffix,
        "text": coding.text_sha256,
        "origin": coding.origin,
        "confidence": coding.confidence,
        "memo": coding.memo,
    }
    return {key: value for key, value in event.items() if value not in ("", None) or key == "quote"}


def _coding(event: Event, *, source: str, coder: str) -> Coding:
    from datetime import datetime

    whole = event["start"] is None
    return Coding(
        id=event["id"],
        source=source,
        code=event["code"],
        coder=coder,
        start=-1 if whole else event["start"],
        end=-1 if whole else event["end"],
        quote=event["quote"],
        prefix=event.get("prefix", ""),
        suffix=event.get("suffix", ""),
        text_sha256=event["text"],
        created=datetime.fromisoformat(event["at"]),
        memo=event.get("memo", ""),
    )
