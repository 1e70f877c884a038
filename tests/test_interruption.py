"""An import can be watched and stopped: the study stays sound, and the next one goes on."""

from __future__ import annotations

import gc
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from casestudy import Study, new_study, open_study, progress
from casestudy.importing import filing, reading_ahead
from casestudy.importing.reports import ImportInterrupted
from casestudy.ingest import Reading, read_file
from casestudy.sources import Source

N_FILES = 60
TURN = (
    "Anna: We trust the price of part {0}, and the {0}th person who answers the phone.\nBen: Why?\n"
)


def interviews(folder: Path, n: int = N_FILES, turns: int = 60) -> Path:
    folder.mkdir()
    for number in range(n):
        said = "".join(TURN.format(number * turns + each) for each in range(turns))
        (folder / f"talk_{number:03d}.txt").write_text(said, "utf-8")
    return folder


HELD = """
import sys, time
from pathlib import Path
from casestudy.cli import main
from casestudy.importing import filing
held, real = Path(sys.argv.pop(1)), filing.write_source
def holding(*given):
    if "talk_005" in str(given[1].id):
        held.touch()
        while held.exists():
            time.sleep(0.01)
    return real(*given)
filing.write_source = holding
main()
"""
"""The command line, which waits in the middle until a file is removed, however fast it is."""


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 300
    while not holds():
        assert time.monotonic() < until, "it did not come to hold"
        time.sleep(0.01)


def started(
    study: Study, folder: Path, program: Sequence[str] = ("-m", "casestudy"), **streams: Any
) -> subprocess.Popen[str]:
    """The command line importing a folder, in a session of its own, as a terminal gives it one."""
    return subprocess.Popen(
        [sys.executable, *program, "import", str(folder), "--case", "shop"],
        cwd=study.folder, text=True, encoding="utf-8", start_new_session=True,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams},
    )  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to send to a group")
def test_an_interrupted_import_leaves_a_sound_study_and_goes_on(tmp_path: Path) -> None:
    study = new_study(tmp_path / "study")
    folder = interviews(tmp_path / "files")
    held = tmp_path / "held"
    process = started(study, folder, program=("-c", HELD, str(held)))
    wait_until(held.exists)
    os.killpg(process.pid, signal.SIGINT)
    held.unlink()
    stdout, stderr = process.communicate(timeout=300)
    assert process.returncode == 2
    found = open_study(study.folder)
    n_done = len(found.sources)
    assert 3 <= n_done < N_FILES, "it was stopped in the middle"
    assert f"interrupted after {n_done} of {N_FILES} files: {n_done} imported" in stderr
    assert "Traceback" not in stderr
    assert stdout.count("\n") == n_done + 1, "what was imported is listed"
    assert found.check() == []
    assert list(found.cases) == ["shop"]
    assert not list((study.folder / "sources").rglob(".*")), "nothing half written is left"
    report = found.import_files(folder, case="shop")
    assert (len(report.known), len(report.imported)) == (n_done, N_FILES - n_done)
    assert report.refused == ()
    assert len(found.sources) == N_FILES
    assert found.check() == []


@pytest.mark.skipif(os.name == "nt", reason="Windows ends processes in another way")
def test_a_killed_import_leaves_a_sound_study(tmp_path: Path) -> None:
    study = new_study(tmp_path / "study")
    folder = interviews(tmp_path / "files")
    process = started(study, folder)
    wait_until(lambda: len(open_study(study.folder).sources) >= 2)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=300)
    found = open_study(study.folder)
    assert found.check() == []
    report = found.import_files(folder, case="shop")
    assert len(report.known) + len(report.imported) == len(found.sources) == N_FILES
    assert found.check() == []


def test_what_a_killed_import_left_is_removed_later(study: Study, tmp_path: Path) -> None:
    left = study.folder / "sources" / "interviews" / ".talk_9.abc"
    fresh = study.folder / "sources" / "interviews" / ".talk_8.abc"
    for folder in (left, fresh):
        folder.mkdir()
        (folder / "text.txt").write_text("half", "utf-8")
    os.utime(left, (0, 0))
    study.import_files(interviews(tmp_path / "files", 1, turns=2))
    assert not left.exists()
    assert fresh.exists(), "another import may be writing it"
    assert study.check() == []


def test_a_file_is_finished_before_an_interruption_takes_effect(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = interviews(tmp_path / "files", 5, turns=2)
    real = filing.write_source

    def interrupted(*given: Any) -> Path:
        if "talk_002" in str(given[1].id):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.01)
        return real(*given)

    monkeypatch.setattr(filing, "write_source", interrupted)
    with pytest.raises(ImportInterrupted, match="after 3 of 5 files: 3 imported") as stop:
        study.import_files(folder)
    assert [one.id for one in stop.value.report.imported] == ["talk_000", "talk_001", "talk_002"]
    assert stop.value.report.n_left == 2
    assert stop.value.report.imported[2].source.id == "talk_002"
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_reader_that_brings_its_process_down_stops_no_other_file(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deadly(path: Path, **how: Any) -> Reading:
        if path.name in ("talk_003.txt", "talk_017.txt"):
            os._exit(1)
        return read_file(path, **how)

    monkeypatch.setattr(reading_ahead, "read_file", deadly)
    report = study.import_files(interviews(tmp_path / "files", 20, turns=2))
    assert [one.file.name for one in report.refused] == ["talk_003.txt", "talk_017.txt"]
    assert all("came to a sudden end on this file" in one.reason for one in report.refused)
    assert len(report.imported) == 18


def test_a_report_holds_no_texts(study: Study, tmp_path: Path) -> None:
    def n_held() -> int:
        gc.collect()
        return sum(isinstance(each, Source) for each in gc.get_objects())

    before = n_held()
    report = study.import_files(interviews(tmp_path / "files", 40, turns=2))
    assert n_held() - before < 10
    assert report.imported[7].source.text.startswith("Anna: We trust the price of part 14")
    frame = report.to_frame()
    assert list(frame["outcome"].unique()) == ["imported"]
    assert "talk_007" in report._repr_html_()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to ignore")
def test_what_is_told_to_ignore_ctrl_c_goes_on(study: Study, tmp_path: Path) -> None:
    """A job in the background, or under nohup, does not end with what stands in front."""
    folder = interviews(tmp_path / "files", 5, turns=2)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    process = started(study, folder)
    signal.signal(signal.SIGINT, before)
    while process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.01)
    process.communicate(timeout=300)
    assert process.returncode == 0
    assert len(open_study(study.folder).sources) == 6


# --- progress ------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_a_terminal_sees_a_bar(study: Study, tmp_path: Path) -> None:
    folder = interviews(tmp_path / "files", 30, turns=50)
    ours, theirs = os.openpty()
    code = f"""
import sys
from casestudy import open_study, progress
progress.PATIENCE = 0
open_study({str(study.folder)!r}).import_files({str(folder)!r})
"""
    done = subprocess.Popen(
        [sys.executable, "-c", code], stderr=theirs, env={**os.environ, "TERM": "xterm"}
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other end was closed
            break
        if not piece:
            break
        shown += piece
    assert done.wait() == 0
    os.close(ours)
    text = shown.decode("utf-8", "replace")
    assert "Importing" in text
    assert "30/30" in text
    assert "talk_029.txt" in text


def test_a_notebook_sees_words_and_a_bar(study: Study, tmp_path: Path) -> None:
    folder = interviews(tmp_path / "files", 5, turns=2)
    cell = (
        "from casestudy import open_study, progress\nprogress.PATIENCE = 0\n"
        f"report = open_study({str(study.folder)!r}).import_files({str(folder)!r})\nreport"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)])
    NotebookClient(notebook, timeout=600, startup_timeout=600, kernel_name="python3").execute()
    pages = [output["data"].get("text/html", "") for output in notebook.cells[0].outputs]
    assert '<progress value="5" max="5" aria-hidden="true">' in pages[0]
    assert "Importing 5 of 5" in pages[0]
    assert "talk_004" in pages[1]


def test_other_places_get_a_plain_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setattr(progress, "LINES_EVERY", 0)
    stream = io.StringIO()
    with progress.progress("Importing", 1200, stream=stream) as step:
        step("a")
        step("b")
    assert stream.getvalue() == "Importing 1 of 1,200\nImporting 2 of 1,200\n"


def test_what_is_over_quickly_shows_nothing() -> None:
    stream = io.StringIO()
    with progress.progress("Importing", 2, stream=stream) as step:
        step("a")
        step("b")
    assert stream.getvalue() == ""
