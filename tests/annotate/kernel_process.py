"""A desk in a process of its own, as in a kernel, that can be killed at any moment."""

from __future__ import annotations

import base64
import contextlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


class KernelProcess:
    """A process with a desk on a study; it is started when a message comes, and again after a kill.

    Parameters
    ----------
    study : path
        The study folder.
    coder, source : str
        Who codes, and what.
    """

    def __init__(self, study: Path, *, coder: str, source: str) -> None:
        self.study = study
        self.source = source
        self.coder = coder
        self.child: subprocess.Popen[bytes] | None = None
        self.n_started = 0

    def kill(self) -> None:
        """End the process as a power cut would, and wait until it is gone."""
        if self.child is not None:
            self.child.kill()
            self.child.wait()

    def end(self) -> None:
        self.kill()
        if self.child is not None:
            self._bury(self.child)

    @property
    def is_alive(self) -> bool:
        return self.child is not None and self.child.poll() is None

    def answers(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        """What the desk sends after a message; what it sent before it died, if it died."""
        if not self.is_alive:
            self._start()
        assert self.child is not None
        assert self.child.stdin is not None
        assert self.child.stdout is not None
        found: list[dict[str, Any]] = []
        try:
            self.child.stdin.write(json.dumps(message).encode() + b"\n")
            self.child.stdin.flush()
        except BrokenPipeError:
            return found
        for line in self.child.stdout:
            if not line.endswith(b"\n"):
                break
            sent = json.loads(line)
            if sent == "idle":
                break
            found.append(sent)
        return found

    def _bury(self, child: subprocess.Popen[bytes]) -> None:
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def _start(self) -> None:
        if self.child is not None:
            self._bury(self.child)
        self.n_started += 1
        command = [sys.executable, __file__, str(self.study), self.coder, self.source]
        self.child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={"PYTHONPATH": str(ROOT)}
        )


def main() -> None:
    from casestudy.annotate.desk import Desk
    from casestudy.desk.study_bench import StudyBench
    from casestudy.opening import open_study

    study, coder, source = sys.argv[1:]

    def post(message: dict[str, Any], buffers: Any) -> None:
        packed = [base64.b64encode(one).decode() for one in buffers]
        sys.stdout.write(json.dumps({"message": message, "buffers": packed}) + "\n")
        sys.stdout.flush()

    desk = Desk(StudyBench(open_study(study), coder=coder), post=post, source=source)
    for line in sys.stdin:
        desk.receive(json.loads(line))
        sys.stdout.write('"idle"\n')
        sys.stdout.flush()


if __name__ == "__main__":
    main()
