"""The tutorial, run as a reader would: its commands, its Python, and the output that it shows."""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```(sh|python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def run_commands(text: str, cwd: Path) -> tuple[str, Path]:
    """Run shell lines one by one; `cd` stays in force for the lines after it."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    output = ""
    for line in text.strip().splitlines():
        if line.startswith("cd "):
            cwd = (cwd / line[3:]).resolve()
            continue
        done = subprocess.run(
            ["/bin/sh", "-c", line],
            cwd=cwd,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        output = done.stdout
    return output, cwd


def test_the_tutorial_runs_and_shows_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "synthetic", tmp_path / "synthetic")
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
    blocks = BLOCK.findall(page)
    assert len(blocks) > 8
    cwd, output = tmp_path, ""
    names: dict[str, object] = {}
    for kind, text in blocks:
        if kind == "sh":
            output, cwd = run_commands(text, cwd)
        elif kind == "python":
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(text, "tutorial.md", "exec"), names)  # noqa: S102
            output = printed.getvalue()
        else:
            assert doctest.OutputChecker().check_output(text, output, FLAGS), (
                f"the tutorial shows\n{text}\nbut got\n{output}"
            )
    assert (tmp_path / "my-study" / "figures" / "themes.svg").exists()
    assert (tmp_path / "my-study" / "tables" / "quotations.tex").exists()
