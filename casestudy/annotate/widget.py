"""The desk as a notebook shows it."""

from __future__ import annotations

import secrets
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Unpack

import anywidget
import traitlets

from casestudy.annotate.assets import browser_module
from casestudy.annotate.bench import Bench, Done
from casestudy.annotate.desk import Desk
from casestudy.annotate.messages import Comparison, Message
from casestudy.annotate.reading_list import reading_list
from casestudy.annotate.still import still_html, still_text
from casestudy.codings import Codings
from casestudy.ratings import Rating
from casestudy.sources import Segment

LOOK_EVERY = 1.0
"""Seconds between two looks at the study folder for what others changed."""


class DeskWidget(anywidget.AnyWidget):
    """A coding desk on a bench.

    Nothing of the study is a trait, so nothing of it is saved with a notebook's widgets: texts and
    codings travel in messages only.

    Parameters
    ----------
    bench : Bench
        The study as the coder may read and change it.
    source : str
        The source to begin with; the first one if empty.
    height : int
        Pixels.
    keep_words : bool, optional
        Whether the notebook keeps words of the source as a still picture beside the desk. If not
        given, those of published and synthetic sources only.
    """

    _esm = browser_module()
    height = traitlets.Int(680).tag(sync=True)
    still = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        bench: Bench,
        *,
        source: str = "",
        height: int = 680,
        keep_words: bool | None = None,
    ) -> None:
        super().__init__(height=height, still=secrets.token_hex(8))
        self._keep_words = keep_words
        self._desk = Desk(bench, post=self._send_on, source=source)
        self._watch: _Watch | None = None
        self.on_msg(self._received)

    @property
    def coder(self) -> str:
        """Who codes at this desk."""
        return self._desk.bench.coder

    @property
    def source(self) -> str:
        """Id of the open source, empty if the study has none."""
        return self._desk.source.id if self._desk.source else ""

    @property
    def selection(self) -> Segment | None:
        """The passage that is selected now."""
        return self._desk.selection

    @property
    def selected_text(self) -> str:
        """The words that are selected now."""
        source, selection = self._desk.source, self._desk.selection
        return source.text[selection.start : selection.end] if source and selection else ""

    @property
    def codings(self) -> Codings:
        """All codings of the coder, as they stand on the disk now."""
        return self._desk.bench.codings()

    def open_source(self, source: str) -> None:
        """Show another source."""
        self._desk.open(source)

    def read(self, found: Any, *, title: str = "Places to read") -> None:
        """Show what a query found as a list to read and to code, with one undo for all of it.

        Parameters
        ----------
        found : object
            A result or frame with columns `source`, `start` and `end` (or the words in `keyword`
            or `quote`), or an iterable of `Segment` or `Coding`.
        title : str
            What the list is called.
        """
        self._desk.read(reading_list(found, title=title))

    def compare(self, *coders: str, consensus: str = "consensus") -> None:
        """Lay the codings of some coders side by side, and decide together where they differ.

        Parameters
        ----------
        *coders : str
            At least two; nobody to end the comparison.
        consensus : str
            The coder who bears what is decided.

        Raises
        ------
        NotDone
            If the coder at the desk is blind to others now.
        """
        made = Comparison(coders=coders, consensus=consensus) if coders else None
        self._desk.compare(made)

    def select(self, start: int, end: int) -> None:
        """Select a passage of the open source, in code points."""
        self._desk.select(Segment(source=self.source, start=start, end=end))

    def code(self, *codes: str, memo: str = "", **rating: Unpack[Rating]) -> Done:
        """Code the selected passage, as a key press would; `weight` and `stance` where allowed.

        Raises
        ------
        LookupError
            If nothing is selected.
        NotDone
            If it cannot be done, with the reason.
        """
        selection = self._desk.selection
        if selection is None:
            raise LookupError("nothing is selected: call desk.select(start, end) first")
        place = {"start": selection.start, "end": selection.end}
        return self._desk.do("code", codes=list(codes), memo=memo, **place, **rating)

    def undo(self) -> Done:
        """Take back the coder's last act on the open source."""
        return self._desk.do("undo")

    def redo(self) -> Done:
        """Take the last undo back."""
        return self._desk.do("redo")

    def on_change(self, call: Callable[[], None]) -> None:
        """Have a function called after codings of the open source changed."""
        self._desk.on_change(call)

    def on_selection(self, call: Callable[[Segment | None], None]) -> None:
        """Have a function called with each new selection."""
        self._desk.on_selection(call)

    def _received(self, _widget: object, content: Mapping[str, Any], _buffers: object) -> None:
        self._desk.receive(content)
        if self._desk.views and not (self._watch and self._watch.is_alive()):
            self._watch = _Watch(self._desk)
            self._watch.start()

    def _send_on(self, message: Message, buffers: Sequence[bytes]) -> None:
        self.send(message, list(buffers))

    def _ipython_display_(self) -> None:
        """Show the desk, and below it its still picture, which a desk that is drawn hides.

        They are two outputs: of one that has both, Jupyter shows nothing but an error once the
        notebook is opened again and its kernel is gone.
        """
        from IPython.display import display

        data, metadata = super()._repr_mimebundle_() or ({}, {})
        display(data, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]
        still = {"text/html": self._still(), "text/plain": repr(self)}
        display(still, raw=True)  # type: ignore[no-untyped-call]

    def _repr_mimebundle_(self, **more: Any) -> Any:
        bundle = super()._repr_mimebundle_(**more)
        if bundle is None:
            return None
        data, *metadata = bundle if isinstance(bundle, tuple) else (bundle,)
        return ({**data, "text/html": self._still(), "text/plain": repr(self)}, *metadata)

    def _still(self) -> str:
        desk, source = self._desk, self._desk.source
        is_open = source is not None and source.provenance.kind != "collected"
        return still_html(
            source,
            desk.shown,
            codebook=desk.bench.codebook,
            coder=self.coder,
            keep_words=is_open if self._keep_words is None else self._keep_words,
            name=self.still,
        )

    def __repr__(self) -> str:
        return still_text(self._desk.source, self._desk.shown, coder=self.coder)


class _Watch(threading.Thread):
    """Looks at the study folder from time to time, as long as somebody sees the desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(name="coding desk", daemon=True)
        self._desk = weakref.ref(desk)
        self._wait = threading.Event()

    def run(self) -> None:
        while not self._wait.wait(LOOK_EVERY):
            desk = self._desk()
            if desk is None or not desk.views:
                return
            desk.look()
            del desk
