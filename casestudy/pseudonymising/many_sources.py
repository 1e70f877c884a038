"""One act on many sources, in several processes: each source is an edit of its own.

The disk has to sync several files a source, and waits; the other processes work meanwhile.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from typing import TypeVar

Order = TypeVar("Order")
Done = TypeVar("Done")

PARALLEL_SOURCES = 48
"""From this many sources on, several processes pay for starting them."""
AT_ONCE = 8
"""Sources that a process takes at a time."""
PROCESSES_A_CORE = 2
"""More processes than cores: most of the time one of them waits for the disk."""


def of_each_source(
    act: Callable[[Order, Path], Done], order: Order, folders: Sequence[Path]
) -> Iterator[tuple[Path, Done]]:
    """What an act did to each source, in the order of their folders.

    Parameters
    ----------
    act : function of an order and a folder
        A function of a module, so that another process can find it.
    order
        What is to be done; it goes to each process.
    folders : sequence of path
        Those of the sources.

    Raises
    ------
    RuntimeError
        If a process came to a sudden end.
    """
    if len(folders) < PARALLEL_SOURCES:
        yield from ((folder, act(order, folder)) for folder in folders)
        return
    pool = ProcessPoolExecutor(
        PROCESSES_A_CORE * (os.cpu_count() or 1), initializer=_leave_interrupts
    )
    try:
        done = pool.map(partial(act, order), folders, chunksize=AT_ONCE)
        yield from zip(folders, done, strict=True)
    except BrokenProcessPool:
        raise RuntimeError(
            "a process came to a sudden end, as when the memory is full; run it again: what is "
            "done stays, and the rest is finished"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts() -> None:
    """A person who interrupts means the whole act; what each process is doing is finished."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
