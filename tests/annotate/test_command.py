"""`casestudy desk`: Jupyter comes up with the desk in it, and nobody has to write a cell."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from casestudy.cli import app
from casestudy.desk.in_jupyter import desk_in_jupyter
from casestudy.study import Study


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


def test_jupyter_ends_when_who_started_it_is_gone() -> None:
    server = subprocess.Popen(
        [sys.executable, "-m", "casestudy.desk.jupyter_server", "jupyterlab", "--no-browser",
         "--port=0", "--allow-root"],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert server.stdin is not None
    server.stdin.close()
    assert server.wait(240) != 1


def test_only_jupyter_is_run() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "casestudy.desk.jupyter_server", "http.server"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "allowed are jupyterlab, notebook" in done.stderr
