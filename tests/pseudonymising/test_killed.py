"""Killed in the middle, at any moment: the next run finishes, and nothing is lost."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from casestudy import open_study
from casestudy.pseudonymising.applying import pseudonymise
from casestudy.pseudonymising.restoring import restore
from casestudy.study import Study

from .made import MADE_UP, TALK, key, named_study, quotes

N_TALKS = 12
RUNS = int(os.environ.get("CASESTUDY_KILLS", "2"))
"""Times that it is done, and undone; set it higher to look longer."""

CHILD = """
import os, signal, sys
from pathlib import Path
from casestudy.pseudonymising.applying import pseudonymise
from casestudy.store import read_key
folder = Path(sys.argv[1])
key = read_key(folder)
left = int(sys.argv[2])
def die_at_a_change(event, _):
    global left
    left -= event == "os.rename"
    if event == "os.rename" and left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(die_at_a_change)
print("ready", flush=True)
pseudonymise(folder, key)
print("done", flush=True)
"""


def many_talks(folder: Path) -> Study:
    study = named_study(folder)
    files = folder / "more"
    files.mkdir()
    for number in range(N_TALKS):
        (files / f"more_{number}.txt").write_text(f"{TALK}Interviewer: {number}.\n", "utf-8")
    study.import_files(files, provenance=MADE_UP)
    for number in range(N_TALKS):
        for coder in ("anna", "ben"):
            study.coder(coder).code(f"more_{number}", "concerns", quote="HAAPIO", memo="Zoë?")
    study.pseudonyms.write_key(key())
    return study


def killed(folder: Path, *, seconds: float = 60, at_change: int = 0) -> bool:
    """Whether a child that replaces names was killed before it was done.

    After so many seconds, or before it gives so many files their new content, whatever is first;
    only the second does not depend on how busy the machine is.
    """
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder), str(at_change)],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == "ready\n"
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(seconds)
        child.send_signal(signal.SIGKILL)
        said = child.stdout.read()
    child.wait()
    return "done" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_nothing_is_lost(tmp_path: Path) -> None:
    study = many_talks(tmp_path / "a")
    originals = {id: study.sources[id] for id in study.sources}
    codings = quotes(study)
    start = time.perf_counter()
    pseudonymise(study.folder, key())
    whole = time.perf_counter() - start
    done = {id: source.text for id, source in study.sources.items()}
    labelled = [row[5:] for row in quotes(study)]
    restore(study.folder, key())
    chance = random.Random(3)  # noqa: S311
    for _ in range(RUNS):
        for is_first in (True, False):
            if is_first:
                assert killed(study.folder, at_change=chance.randint(1, N_TALKS))
            else:
                killed(study.folder, seconds=chance.random() * whole)
            again = open_study(study.folder)
            problems = [p for p in again.check() if p.file != "pseudonyms.private"]
            assert problems == []
            assert sorted(row[0] for row in quotes(again)) == sorted(row[0] for row in codings)
        pseudonymise(study.folder, key())
        assert study.check() == []
        assert {id: source.text for id, source in study.sources.items()} == done
        assert [row[5:] for row in quotes(study)] == labelled
        restore(study.folder, key())
        assert {id: study.sources[id] for id in study.sources} == originals
        assert quotes(study) == codings
