"""Jupyter as the desk starts it: it ends when whoever started it is gone, however that came.

Run as a program, with the name of Jupyter's module and its arguments. The standard input is a pipe
that the starter holds open and never writes to; when it closes, the server ends with its kernels.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading

PROGRAMS = ("jupyterlab", "notebook")
"""Modules that may be run."""


def main() -> None:
    """Run Jupyter until the standard input closes, or until it is told to end."""
    program = sys.argv[1]
    if program not in PROGRAMS:
        raise SystemExit(f"program {program!r} is not known; allowed are {', '.join(PROGRAMS)}")
    threading.Thread(target=_end_with_the_starter, name="starter", daemon=True).start()
    sys.argv = sys.argv[1:]
    runpy.run_module(program, run_name="__main__", alter_sys=True)


def _end_with_the_starter() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
