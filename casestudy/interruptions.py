"""An interruption that waits until what is being written is written."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Holds an interruption back until what is inside is done; ignored ones stay ignored."""
    before = signal.getsignal(signal.SIGINT)
    if (
        before in (None, signal.SIG_IGN)
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return
    caught: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: caught.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if caught:
        raise KeyboardInterrupt
