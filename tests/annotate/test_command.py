"""`casestudy desk`: Jupyter comes up with the desk in it, and nobody has to write a cell."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from typer.testing import CliRunner

from casestudy.cli import app
from casestudy.desk.in_jupyter import desk_in_jupyter
from casestudy.study import Study

ROOT = Path(__file__).parents[2]


@contextmanager
def command(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command in a process of its own, with Jupyter's folders apart from anybody's."""
    own = folder / "jupyter"
    apart = {
        f"JUPYTER_{name}_DIR": str(own / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")
    }
    environment = {**os.environ, **apart, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    started = subprocess.Popen(
        [sys.executable, "-m", "casestudy", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    try:
        yield started
    finally:
        if started.poll() is None:
            started.send_signal(signal.SIGINT)
        try:
            started.wait(30)
        except subprocess.TimeoutExpired:
            started.kill()
            raise
        for pipe in (started.stdout, started.stderr):
            if pipe is not None:
                pipe.close()


def first_json(process: subprocess.Popen[str]) -> dict[str, str]:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        try:
            found: dict[str, str] = json.loads(said)
        except json.JSONDecodeError:
            continue
        return found
    assert process.stderr is not None
    pytest.fail(f"the command ended: {said} {process.stderr.read()}")


def test_the_desk_opens_without_a_cell_being_written(
    browser: Browser, study: Study, tmp_path: Path
) -> None:
    arguments = ("code", "--coder", "anna", "--study", str(study.folder), "--json")
    with command(tmp_path, "desk", *arguments[1:], "--no-browser") as running:
        found = first_json(running)
        assert Path(found["notebook"]).is_relative_to(study.folder / ".casestudy")
        page = browser.new_page(viewport={"width": 1300, "height": 850})
        page.set_default_timeout(40_000)
        page.goto(found["address"])
        page.locator(".text").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("7")
        page.wait_for_selector(".saved.done")
        page.close()
        assert study.codings.frame["code"].tolist() == ["transparency"]
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 0
    assert study.check() == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["code", "talk"], "give a source and a code to put on it, or neither of them"),
        (["desk", "tlak"], "did you mean 'talk'?"),
        (["desk", "--coder", "../x"], "coder '../x' is not allowed"),
    ],
)
def test_what_cannot_be_opened_is_told(study: Study, arguments: list[str], sentence: str) -> None:
    result = CliRunner().invoke(app, [*arguments, "--study", str(study.folder)])
    assert result.exit_code != 0
    assert sentence in str(result.exception)


def test_an_unknown_program_is_refused(study: Study) -> None:
    with pytest.raises(ValueError, match="program 'emacs' is not known; allowed are lab, notebook"):
        desk_in_jupyter(study.folder, coder="anna", app="emacs")


def test_without_arguments_code_opens_the_desk(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, str]] = []
    monkeypatch.setattr(
        "casestudy.cli.coding.desk", lambda source, coder, **_: opened.append((source, coder))
    )
    result = CliRunner().invoke(app, ["code", "--coder", "anna", "--study", str(study.folder)])
    assert result.exit_code == 0
    assert opened == [("", "anna")]
