"""A study that may only be read, or whose disk is full, as the system itself says so.

Permissions do not bind root, so where the tests run as root the desk runs in a process without that
right; disks are mounted in a process that alone sees them.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Browser

from casestudy.study import Study

from .browsing import DeskPage
from .jupyter import DRAWN, running_lab
from .plain_bench import PlainBench

PACKAGE = Path(__file__).parents[2]
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
BOUND = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if IS_ROOT else ()
"""Before a command whose process shall be bound by permissions."""
ALONE = ("unshare", "--mount") if IS_ROOT else ("unshare", "--map-root-user", "--mount")
"""Before a command that mounts something which only it shall see."""
AT_THE_DESK = (sys.executable, "-m", "tests.annotate.desk_elsewhere")
MADE = [["anna", "communication"]]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="made for Linux's permissions")


@pytest.fixture
def coded(study: Study) -> Study:
    """The small study with one coding of anna, which is there to be read."""
    study.coder("anna").code("talk", "communication", quote="We trust the supplier.")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")])
    nbformat.write(notebook, study.folder / "notebooks" / "01_sum.ipynb")
    return study


@pytest.fixture
def locked(coded: Study) -> Iterator[Study]:
    """The same, where nothing may be written."""
    _allow(coded.folder, writing=False)
    yield coded
    _allow(coded.folder, writing=True)


def _allow(folder: Path, *, writing: bool) -> None:
    for path in (folder, *folder.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | stat.S_IWUSR if writing else mode & ~0o222)


def ran(*command: str, folder: Path = PACKAGE) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": str(PACKAGE)},
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip


def is_allowed(*command: str) -> bool:
    return shutil.which(command[0]) is not None and ran(*command).returncode == 0


@pytest.fixture(scope="module", autouse=True)
def _bound_by_permissions() -> None:
    if IS_ROOT and not is_allowed(*BOUND, "true"):
        pytest.skip("this computer does not let root give up a right")


def at_the_desk(before: Sequence[str], folder: Path, coder: str = "anna") -> dict[str, Any]:
    done = ran(*before, *AT_THE_DESK, str(folder), coder)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def mounted(script: str, *arguments: str) -> tuple[str, ...]:
    """Before a command that shall see what a shell script has mounted."""
    if not is_allowed(*ALONE, "mount", "-t", "tmpfs", "tmpfs", tempfile.gettempdir()):
        pytest.skip("this computer does not let a process mount a disk for itself alone")
    n = len(arguments)
    return (*ALONE, "sh", "-ec", f'{script}; shift {n}; exec "$@"', "sh", *arguments)


def test_in_a_read_only_folder_everything_is_shown_and_nothing_coded(locked: Study) -> None:
    desk = at_the_desk(BOUND, locked.folder)
    assert desk["barred"].startswith("the study folder is read-only, so nothing can be coded")
    assert desk["shown"] == ["communication"]
    assert desk["answer"] == "refused"
    assert "the study folder is read-only" in desk["why"]
    assert desk["why"].endswith("nothing was written.")
    assert desk["codings"] == MADE
    newcomer = at_the_desk(BOUND, locked.folder, "cleo")
    assert (newcomer["answer"], newcomer["codings"]) == ("refused", MADE)
    assert newcomer["barred"] == desk["barred"]


def test_on_a_disk_that_is_mounted_read_only(coded: Study) -> None:
    folder = str(coded.folder)
    before = mounted('mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"', folder)
    desk = at_the_desk(before, coded.folder)
    assert desk["barred"].startswith("the disk is mounted read-only at ")
    assert (desk["shown"], desk["answer"], desk["codings"]) == (["communication"], "refused", MADE)
    assert "mounted read-only" in desk["why"]


@pytest.mark.skipif(not IS_ROOT, reason="only root gives files away")
def test_a_log_that_belongs_to_somebody_else(coded: Study) -> None:
    log = coded.folder / "codings" / "anna" / "talk.jsonl"
    os.chown(log, 65534, 65534)
    log.chmod(0o644)
    desk = at_the_desk(BOUND, coded.folder)
    assert f"{log} may not be written by you, only by nobody" in desk["barred"]
    assert "code under a name of your own" in desk["why"]
    assert (desk["shown"], desk["answer"], desk["codings"]) == (["communication"], "refused", MADE)
    own = at_the_desk(BOUND, coded.folder, "cleo")
    assert (own["barred"], own["answer"]) == ("", "saved")
    assert own["codings"] == [*MADE, ["cleo", "concerns"]]


def test_on_a_disk_that_is_full(coded: Study, tmp_path: Path) -> None:
    """A small disk, filled to the last byte: the log is as before, and is read as before."""
    disk = tmp_path / "disk"
    disk.mkdir()
    before = mounted(
        'mount -t tmpfs -o size=2m tmpfs "$1"; cp -r "$2" "$1/study"; '
        'rm -rf "$1/study/.casestudy"; mkdir -p "$1/study/.casestudy/locks/anna"; '
        'touch "$1/study/.casestudy/locks/anna/talk.lock"; '
        'dd if=/dev/zero of="$1/filling" bs=4k 2>/dev/null || true',
        str(disk), str(coded.folder),
    )  # fmt: skip
    desk = at_the_desk(before, disk / "study")
    assert desk["answer"] == "refused"
    assert desk["why"] == "The disk refused (No space left on device); nothing was written."
    assert (desk["shown"], desk["codings"]) == (["communication"], MADE)


@pytest.mark.parametrize(
    ("command", "code", "sentence"),
    [
        (("codings",), 0, "We trust the supplier."),
        (("matrix",), 0, "communication"),
        (("check",), 0, "no problem found"),
        (("code", "talk", "concerns", "--quote", "I see."), 2, "the study folder is read-only"),
        (("reproduce",), 2, "to change it or to rerun it, copy it to a place where you may write"),
        (("import", "{new}"), 1, "nothing may be written there"),
    ],
)
def test_commands_on_a_read_only_study(
    locked: Study, tmp_path: Path, command: tuple[str, ...], code: int, sentence: str
) -> None:
    """What reads gives its result; what writes says in one sentence that it cannot."""
    new = tmp_path / "new.txt"
    new.write_text("Anna: Something new.\nBen: Yes.\n", "utf-8")
    told = [one.format(new=new) for one in command]
    done = ran(*BOUND, sys.executable, "-m", "casestudy", *told, folder=locked.folder)
    assert done.returncode == code, done.stderr
    assert sentence in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert "Errno" not in done.stderr + done.stdout


def test_the_desk_says_that_it_can_only_be_read(page: DeskPage) -> None:
    bench = PlainBench("We trust them.\nThe end.")
    bench.why_barred = "the study folder is read-only"
    desk = page.mount(bench)
    assert page.text(".strip") == "Only to read: the study folder is read-only."
    page.page.locator(".text").focus()
    page.press("ArrowDown", "1")
    assert "Not coded: the study folder is read-only" in page.text(".foot-words")
    assert bench.acts == []
    assert page.page.locator(".bar").count() == 0
    assert page.text(".saved") == ""
    page.press("Escape", "Enter")
    assert page.page.locator(".palette").is_visible()  # codes can be looked up
    page.press("Escape")
    bench.why_barred = ""
    desk.look()
    page.flush()
    assert not page.page.locator(".strip").is_visible()
    page.press("ArrowDown", "1")
    page.settled()
    assert len(bench.acts) == 1


def test_the_command_opens_a_desk_to_read(locked: Study, browser: Browser) -> None:
    """Its notebook lies outside of the study, and goes when the desk does."""
    before = {path: path.stat().st_mtime_ns for path in locked.folder.rglob("*")}
    with running_lab(locked.folder, "--coder", "anna", before=BOUND) as lab:
        assert lab.notebook.is_file()
        assert not lab.notebook.is_relative_to(locked.folder)
        page = lab.page(browser)
        page.wait_for_function(DRAWN)
        assert "Only to read: the study folder is read-only" in page.locator(".strip").inner_text()
        assert page.locator(".bar").count() == 1
        page.close()
    assert lab.command.returncode == 0
    assert not lab.notebook.exists()
    assert {path: path.stat().st_mtime_ns for path in locked.folder.rglob("*")} == before
