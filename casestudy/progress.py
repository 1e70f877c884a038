"""How far a long act has come, shown where a person looks: terminal, notebook, or plain lines.

A terminal gets a bar, a notebook an output that is drawn anew, and anything else, such as a file
that errors go into, a plain line every few seconds. What is over quickly shows nothing.
"""

from __future__ import annotations

import html
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

Step = Callable[[str], None]
"""Told the name of each piece of work when it is done."""

PATIENCE = 0.5
"""Seconds that people wait without asking how far it has come."""
REDRAWN = 0.2
"""Seconds between two drawings in a notebook: more often is not seen, and slows the work."""
LINES_EVERY = 5.0
"""Seconds between two plain lines."""


@contextmanager
def progress(words: str, total: int, *, stream: TextIO | None = None) -> Iterator[Step]:
    """Shows how many of so many pieces of work are done; yields the function to call for each.

    Parameters
    ----------
    words : str
        What is going on: "Importing".
    total : int
        How many pieces there are.
    stream : text file, optional
        Where to write; standard error if not given.
    """
    shown = _face(words, total, stream or sys.stderr)
    begun, n_done = time.monotonic(), 0

    def step(name: str) -> None:
        nonlocal n_done
        n_done += 1
        if time.monotonic() - begun >= PATIENCE:
            shown.show(n_done, name)

    try:
        yield step
    finally:
        shown.close(n_done)


def _face(words: str, total: int, stream: TextIO) -> _Bar | _Output | _Lines:
    if stream.isatty():
        return _Bar(words, total, stream)
    return (
        _Output(words, total)
        if stream is sys.stderr and in_notebook()
        else _Lines(words, total, stream)
    )


def in_notebook() -> bool:
    """Whether this runs in the kernel of a notebook."""
    module = sys.modules.get("IPython")
    shell = module.get_ipython() if module is not None else None
    return type(shell).__name__ == "ZMQInteractiveShell"


class _Bar:
    """A bar on a terminal."""

    def __init__(self, words: str, total: int, stream: TextIO) -> None:
        self._words, self._total, self._stream = words, total, stream
        self._bar: Any = None
        self._task: Any = None

    def show(self, n_done: int, name: str) -> None:
        if self._bar is None:
            self._begin()
        self._bar.update(self._task, completed=n_done, name=name)

    def _begin(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
        from rich.progress import TimeRemainingColumn as Remaining

        shown = TextColumn("{task.fields[name]}", markup=False)
        columns = (TextColumn(self._words), BarColumn(), MofNCompleteColumn(), Remaining(), shown)
        self._bar = Progress(*columns, console=Console(file=self._stream), transient=True)
        self._task = self._bar.add_task("", total=self._total, name="")
        self._bar.start()

    def close(self, n_done: int) -> None:
        if self._bar is not None:
            self._bar.update(self._task, completed=n_done)
            self._bar.stop()


class _Output:
    """An output of a notebook's cell that is drawn anew; read aloud as words."""

    def __init__(self, words: str, total: int) -> None:
        self._words, self._total = words, total
        self._handle: Any = None
        self._drawn = 0.0

    def show(self, n_done: int, name: str) -> None:
        if time.monotonic() - self._drawn >= REDRAWN:
            self._draw(n_done, name)

    def _draw(self, n_done: int, name: str) -> None:
        from IPython.display import HTML, display

        words = html.escape(f"{self._words} {n_done:,} of {self._total:,} {name}".strip())
        bar = f'<progress value="{n_done}" max="{self._total}" aria-hidden="true"></progress>'
        drawn = HTML(f"<div>{bar} <span>{words}</span></div>")  # type: ignore[no-untyped-call]
        if self._handle is None:
            self._handle = display(drawn, display_id=True)  # type: ignore[no-untyped-call]
        else:
            self._handle.update(drawn)
        self._drawn = time.monotonic()

    def close(self, n_done: int) -> None:
        if self._handle is not None:
            self._draw(n_done, "")


class _Lines:
    """A plain line every few seconds."""

    def __init__(self, words: str, total: int, stream: TextIO) -> None:
        self._words, self._total, self._stream = words, total, stream
        self._written = time.monotonic()

    def show(self, n_done: int, name: str) -> None:
        if time.monotonic() - self._written >= LINES_EVERY:
            line = f"{self._words} {n_done:,} of {self._total:,}\n"
            self._stream.write(line)
            self._stream.flush()
            self._written = time.monotonic()

    def close(self, n_done: int) -> None:
        """Nothing: whoever works says what came of it."""
