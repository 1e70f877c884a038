"""A coding desk without a screen: what it shows, what it is told, and what it answers.

Python holds the truth and the browser shows it. Plain dictionaries pass between: the browser says
`hello`, `do`, `ask`; the desk answers each, and tells every view what changed. What a person did is
called saved only after the bench has it on the disk.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from casestudy.annotate.asking import answer_to
from casestudy.annotate.bench import Bench, Done, NotDone, ShownCoding
from casestudy.annotate.reading_list import ReadingList, plain_places
from casestudy.annotate.rows import rows_of
from casestudy.annotate.scheme import first_keys, plain_codes
from casestudy.annotate.wire import Parcel, piece_parcel, plain_coding, source_parcel
from casestudy.annotate.words import printable, sentence_of
from casestudy.sources import Segment, Source

Message = dict[str, Any]
Post = Callable[[Message, Sequence[bytes]], None]
"""Sends a message with its buffers to every view."""


class Desk:
    """What a coding desk knows and does.

    Parameters
    ----------
    bench : Bench
        The study, as the coder at the desk may read and change it.
    post : function
        Sends a message with its buffers to every view of the desk.
    source : str
        The source to open first; the first of the study if empty.
    """

    def __init__(self, bench: Bench, *, post: Post, source: str = "") -> None:
        self.bench = bench
        self.selection: Segment | None = None
        self.reading: ReadingList | None = None
        self.source: Source | None = None
        self._post = post
        self._lock = threading.RLock()
        self.views: set[str] = set()
        self._shown: dict[str, ShownCoding] = {}
        self._stamps: Mapping[str, object] = {}
        self._problem = ""
        self._on_change: list[Callable[[], None]] = []
        self._on_selection: list[Callable[[Segment | None], None]] = []
        first = source or next((listed.id for listed in bench.listed()), "")
        if first:
            self.open(first)

    @property
    def shown(self) -> list[ShownCoding]:
        """The codings that the views show."""
        return list(self._shown.values())

    # --- driven from Python ----------------------------------------------------------------------

    def open(self, source: str) -> None:
        """Show a source in every view.

        Raises
        ------
        LookupError
            If the study has no such source.
        """
        with self._lock:
            self._read(source)
            self.select(None)
            self._send_source()

    def select(self, segment: Segment | None) -> None:
        """Select a passage of the open source in every view, or nothing."""
        with self._lock:
            self._set_selection(segment)
            at = [segment.start, segment.end] if segment else None
            self.send(Parcel({"type": "select", "at": at}))

    def read(self, found: ReadingList) -> None:
        """Show places to read one after the other, in whatever sources they are."""
        with self._lock:
            self.reading = found
            self._send_reading()

    def do(self, kind: str, **more: Any) -> Done:
        """Carry out an act on the open source as if somebody had done it at the desk."""
        with self._lock:
            source = self.source.id if self.source else ""
            done = self.bench.do({"kind": kind, "source": source, **more})
            self.look()
            return done

    def on_change(self, call: Callable[[], None]) -> None:
        """Have a function called after codings of the open source changed."""
        self._on_change.append(call)

    def on_selection(self, call: Callable[[Segment | None], None]) -> None:
        """Have a function called with each new selection."""
        self._on_selection.append(call)

    def look(self) -> None:
        """Pick up what changed on the disk, whoever changed it, and tell the views."""
        with self._lock:
            if self.source is None:
                return
            before, now = self._stamps, self.bench.stamps(self.source.id)
            changed = {name for name in now if now[name] != before.get(name)}
            self._stamps = now
            if "codebook" in changed:
                self.send(Parcel({"type": "codes", **self._codes()}))
            if "notes" in changed:
                self.send(Parcel({"type": "notes", "notes": self._notes()}))
            if "source" in changed:
                self._read_again()
            elif changed & {"codings", "codebook"}:
                self._refresh()

    # --- told by the browser ---------------------------------------------------------------------

    def receive(self, message: Mapping[str, Any]) -> None:
        """Take one message of a view."""
        with self._lock:
            kind = message.get("type")
            if kind == "hello":
                self._greet(message)
            elif kind == "do":
                self._do(message)
            elif kind == "ask":
                self._answer(message)
            elif kind == "select":
                self._selected(message)
            elif kind == "open":
                self._open(message)
            elif kind == "piece" and self.source is not None:
                self.send(piece_parcel(self.source, int(message["start"])))
            elif kind == "bye":
                self.views.discard(str(message.get("view", "")))
            elif kind == "settings":
                self.bench.keep_settings(message["settings"])

    def send(self, parcel: Parcel) -> None:
        """Send a message to every view; what no message can carry is shown as U+FFFD."""
        self._post(printable(parcel.head), parcel.buffers)

    def _greet(self, message: Mapping[str, Any]) -> None:
        """All that a new view needs."""
        self.views.add(str(message.get("view", "")))
        head = {
            "type": "init",
            "view": message.get("view", ""),
            "study": self.bench.title,
            "coder": self.bench.coder,
            "key": self.bench.key,
            "settings": dict(self.bench.settings()),
            **self._codes(),
        }
        self.send(Parcel(head))
        self._send_source()
        self._send_reading()

    def _do(self, message: Mapping[str, Any]) -> None:
        act = message["act"]
        try:
            done = self.bench.do(act)
        except NotDone as refusal:
            self.send(Parcel({"type": "refused", "act": act["id"], "why": str(refusal)}))
            self.look()
            return
        saved = {"type": "saved", "act": act["id"], "codings": list(done.codings)}
        self.send(Parcel({**saved, "said": done.said, **done.more}))
        self.look()

    def _answer(self, message: Mapping[str, Any]) -> None:
        try:
            value = answer_to(self.bench, message)
        except (LookupError, ValueError, OSError, NotDone) as error:
            value = {"error": sentence_of(error)}
        self.send(Parcel({"type": "answer", "ask": message["ask"], "value": value}))

    def _selected(self, message: Mapping[str, Any]) -> None:
        if self.source is None or message.get("source") != self.source.id:
            return
        start, end = message.get("at") or (0, 0)
        is_span = 0 <= start < end <= len(self.source.text)
        segment = Segment(source=self.source.id, start=start, end=end) if is_span else None
        self._set_selection(segment)

    def _open(self, message: Mapping[str, Any]) -> None:
        try:
            self.open(message["source"])
        except (LookupError, ValueError, OSError, RuntimeError) as error:
            self._say(f"{message['source']} cannot be opened: {sentence_of(error)}")

    # --- what is shown ---------------------------------------------------------------------------

    def _read(self, source: str) -> None:
        self.source = self.bench.source(source)
        self._shown = {coding.id: coding for coding in self.bench.coded(source)}
        self._stamps = self.bench.stamps(source)
        self._problem = ""

    def _read_again(self) -> None:
        """The source changed on the disk while it was open."""
        if self.source is None:
            return
        before = self.source
        try:
            self._read(before.id)
        except (LookupError, ValueError, OSError, RuntimeError) as error:
            self._problem = sentence_of(error)
            self.send(Parcel({"type": "problem", "problem": self._problem}))
            return
        if self.source.text != before.text:
            self._say(
                "The text of this source was corrected on the disk. It is shown as it is now, and "
                "the codings stand where the correction carried them."
            )
        self._send_source()

    def _refresh(self) -> None:
        """Tell the views which codings are new, changed or gone."""
        if self.source is None:
            return
        now = {coding.id: coding for coding in self.bench.coded(self.source.id)}
        put = [coding for id, coding in now.items() if _differs(self._shown.get(id), coding)]
        gone = [id for id in self._shown if id not in now]
        self._shown = now
        if put or gone:
            codings = [plain_coding(coding) for coding in put]
            head = {"type": "codings", "source": self.source.id, "put": codings, "gone": gone}
            self.send(Parcel(head))
            _call_all(self._on_change)

    def _send_source(self) -> None:
        if self.source is None:
            self.send(Parcel({"type": "empty"}))
            return
        parcel = source_parcel(self.source, rows_of(self.source), self.shown)
        parcel.head["notes"] = self._notes()
        self.send(parcel)
        if self._problem:
            self.send(Parcel({"type": "problem", "problem": self._problem}))

    def _notes(self) -> list[Message]:
        """Notes on passages of the open source."""
        if self.source is None:
            return []
        return [
            {**asdict(memo), "start": start, "end": end}
            for memo, start, end in self.bench.passage_notes(self.source)
        ]

    def _send_reading(self) -> None:
        if self.reading is None:
            return
        sources = {place.source: self.bench.source(place.source) for place in self.reading.places}
        places = list(plain_places(self.reading.places, sources))
        self.send(Parcel({"type": "reading", "title": self.reading.title, "places": places}))

    def _codes(self) -> Message:
        codebook = self.bench.codebook
        chosen = self.bench.settings().get("keys", {})
        return {"codes": plain_codes(codebook), "keys": first_keys(codebook, chosen)}

    def _set_selection(self, segment: Segment | None) -> None:
        if segment != self.selection:
            self.selection = segment
            _call_all(self._on_selection, segment)

    def _say(self, text: str) -> None:
        self.send(Parcel({"type": "say", "text": text}))


def _differs(old: ShownCoding | None, new: ShownCoding) -> bool:
    return old is not new and old != new


def _call_all(calls: Iterable[Callable[..., None]], *arguments: Any) -> None:
    for call in list(calls):
        call(*arguments)
