"""A coding desk without a screen: what it shows, what it is told, and what it answers.

Python holds the truth and the browser shows it. Plain dictionaries pass between: the browser says
`hello`, `do`, `ask`; the desk answers each, and tells every view what changed. What a person did is
called saved only after the bench has it on the disk.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from casestudy.annotate.asking import answer_to
from casestudy.annotate.bench import CANNOT, Bench, Done, NotDone, ShownCoding
from casestudy.annotate.messages import (
    Comparison,
    Message,
    around_source,
    codes_of,
    init_message,
    notes_of,
    questions_message,
    reading_message,
)
from casestudy.annotate.opened import Opened
from casestudy.annotate.reading_list import ReadingList
from casestudy.annotate.rows import rows_of
from casestudy.annotate.wire import Parcel, piece_parcel, plain_coding, source_parcel
from casestudy.annotate.words import printable
from casestudy.errors import sentence_of
from casestudy.sources import Segment, Source

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
        self.comparison: Comparison | None = None
        self._post = post
        self._lock = threading.RLock()
        self.views: set[str] = set()
        self._opened = Opened(bench)
        self._problem = ""
        self._on_change: list[Callable[[], None]] = []
        self._on_selection: list[Callable[[Segment | None], None]] = []
        first = source or next((listed.id for listed in bench.listed()), "")
        if first:
            self.open(first)

    @property
    def source(self) -> Source | None:
        """The open source."""
        return self._opened.source

    @property
    def shown(self) -> list[ShownCoding]:
        """The codings that the views show."""
        return self._opened.codings

    # --- driven from Python ----------------------------------------------------------------------

    def open(self, source: str) -> None:
        """Show a source in every view.

        Raises
        ------
        LookupError
            If the study has no such source.
        """
        with self._lock:
            self._opened.read(source)
            self._problem = ""
            self.select(None)
            self._send_source()
            self._send_questions()

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
            self._send_lists()

    def compare(self, comparison: Comparison | None) -> None:
        """Lay the codings of some coders side by side, with what they have to decide together.

        Raises
        ------
        NotDone
            If the coder at the desk is blind to others now.
        """
        with self._lock:
            if comparison is not None and self.source is not None:
                self.bench.questions(self.source.id, comparison.coders, comparison.consensus)
            self.comparison = comparison
            self._send_source()
            self._send_questions()

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
            self._tried("What changed on the disk cannot be shown", self._look)

    # --- told by the browser ---------------------------------------------------------------------

    def receive(self, message: Mapping[str, Any]) -> None:
        """Take one message of a view."""
        with self._lock:
            kind = message.get("type")
            if kind == "hello":
                self._tried("The study cannot be shown", lambda: self._greet(message))
            elif kind == "do":
                self._do(message)
            elif kind == "ask":
                self.send(answer_to(self.bench, message))
            elif kind == "select":
                self._selected(message)
            elif kind == "open":
                self._open(message)
            elif kind == "compare":
                self._compare(message)
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
        view = str(message.get("view", ""))
        self.views.add(view)
        self.send(Parcel(init_message(self.bench, view)))
        self._send_source()
        self._send_lists()

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

    def _selected(self, message: Mapping[str, Any]) -> None:
        if self.source is None or message.get("source") != self.source.id:
            return
        start, end = message.get("at") or (0, 0)
        is_span = 0 <= start < end <= len(self.source.text)
        segment = Segment(source=self.source.id, start=start, end=end) if is_span else None
        self._set_selection(segment)

    def _open(self, message: Mapping[str, Any]) -> None:
        source = str(message["source"])
        if not self._tried(f"{source} cannot be opened", lambda: self.open(source)):
            self.send(Parcel({"type": "unopened", "source": source}))

    def _compare(self, message: Mapping[str, Any]) -> None:
        made = Comparison(coders=tuple(coders)) if (coders := message.get("coders")) else None
        self._tried("These coders cannot be compared", lambda: self.compare(made))

    def _tried(self, failure: str, call: Callable[[], None]) -> bool:
        """Do something, or tell the views why it cannot be done; whether it was done."""
        try:
            call()
        except (*CANNOT, NotDone) as error:
            self._say(f"{failure}: {sentence_of(error)}")
            return False
        return True

    # --- what is shown ---------------------------------------------------------------------------

    def _look(self) -> None:
        if self.source is None:
            return
        changed = self._opened.changed()
        if "codebook" in changed:
            self.send(Parcel({"type": "codes", **codes_of(self.bench)}))
        if "notes" in changed:
            self.send(Parcel({"type": "notes", "notes": notes_of(self.bench, self.source.id)}))
        if "barred" in changed:
            self.send(Parcel({"type": "barred", "why": self.bench.barred(self.source.id)}))
        if "source" in changed:
            self._read_again()
        elif changed & {"codings", "codebook"}:
            self._refresh()

    def _read_again(self) -> None:
        """The source changed on the disk while it was open."""
        if self.source is None:
            return
        before = self.source
        try:
            self._opened.read(before.id)
            self._problem = ""
        except CANNOT as error:
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
        put, gone = self._opened.changes()
        if self.source is not None and (put or gone):
            codings = [plain_coding(coding) for coding in put]
            head = {"type": "codings", "source": self.source.id, "put": codings, "gone": gone}
            self.send(Parcel(head))
            self._send_questions()
            _call_all(self._on_change)

    def _send_source(self) -> None:
        if self.source is None:
            self.send(Parcel({"type": "empty"}))
            return
        parcel = source_parcel(self.source, rows_of(self.source), self.shown)
        parcel.head.update(around_source(self.bench, self.source.id))
        parcel.head["compared"] = list(self.comparison.coders) if self.comparison else []
        self.send(parcel)
        if self._problem:
            self.send(Parcel({"type": "problem", "problem": self._problem}))

    def _send_lists(self) -> None:
        """The places to read, and what is to be decided, if there are any."""
        if self.reading is not None:
            self.send(Parcel(reading_message(self.bench, self.reading)))
        self._send_questions()

    def _send_questions(self) -> None:
        bench, comparison, source = self.bench, self.comparison, self.source
        if comparison is not None and source is not None:
            self._tried(
                "These coders cannot be compared",
                lambda: self.send(Parcel(questions_message(bench, comparison, source.id))),
            )

    def _set_selection(self, segment: Segment | None) -> None:
        if segment != self.selection:
            self.selection = segment
            _call_all(self._on_selection, segment)

    def _say(self, text: str) -> None:
        self.send(Parcel({"type": "say", "text": text}))


def _call_all(calls: Iterable[Callable[..., None]], *arguments: Any) -> None:
    for call in list(calls):
        call(*arguments)
