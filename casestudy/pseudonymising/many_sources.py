"""One act on many sources or files, in several processes: what is done to each is its own.

The disk has to sync several files a source, and waits; the other processes work meanwhile.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import TypeVar

Order = TypeVar("Order")
Thing = TypeVar("Thing")
Done = TypeVar("Done")

PARALLEL_SOURCES = 48
"""From this many sources on, several processes pay for starting them."""
AT_ONCE = 8
"""Sources that a process takes at a time."""
PROCESSES_A_CORE = 2
"""More processes than cores: most of the time one of them waits for the disk."""


def of_each(
    act: Callable[[Order, Thing], Done],
    order: Order,
    things: Sequence[Thing],
    *,
    at_once: int = 1,
) -> Generator[tuple[Thing, Done], None, None]:
    """What an act did to each source or file, in their order.

    Parameters
    ----------
    act : function of an order and a thing
        A function of a module, so that another process can find it.
    order
        What is to be done; it goes to each process.
    things : sequence
        Folders of sources, or files.
    at_once : int
        How many of them are as much work as a source.

    Raises
    ------
    RuntimeError
        If a process came to a sudden end.
    """
    if len(things) < PARALLEL_SOURCES * at_once:
        yield from ((thing, act(order, thing)) for thing in things)
        return
    pool = ProcessPoolExecutor(
        PROCESSES_A_CORE * (os.cpu_count() or 1), initializer=_leave_interrupts
    )
    try:
        done = pool.map(partial(act, order), things, chunksize=AT_ONCE * at_once)
        yield from zip(things, done, strict=True)
    except BrokenProcessPool:
        raise RuntimeError(
            "a process came to a sudden end, as when the memory is full; run it again: "
            "nothing half done stays"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts() -> None:
    """A person who interrupts means the whole act; what each process is doing is finished."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
