"""A figure drawn twice, in two processes with different hashes, is the same file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _draw(folder: Path, hashing: str) -> None:
    env = {**os.environ, "PYTHONHASHSEED": hashing, "PYTHONPATH": str(ROOT)}
    env.pop("SOURCE_DATE_EPOCH", None)
    subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.figures.draw_all", str(folder)],
        check=True, env=env, cwd=folder.parent,
    )  # fmt: skip


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folders = tmp_path_factory.mktemp("one") / "all", tmp_path_factory.mktemp("other") / "all"
    for folder, hashing in zip(folders, ("1", "4242"), strict=True):
        _draw(folder, hashing)
    return folders


def test_two_processes_write_the_same_bytes(twice: tuple[Path, Path]) -> None:
    one, other = twice
    names = sorted(file.name for file in one.iterdir())
    assert len(names) == 11 * 5
    assert names == sorted(file.name for file in other.iterdir())
    different = [n for n in names if (one / n).read_bytes() != (other / n).read_bytes()]
    assert different == []


def test_no_file_holds_a_date_or_a_version(twice: tuple[Path, Path]) -> None:
    for file in twice[0].iterdir():
        content = file.read_bytes().lower()
        for trace in (b"matplotlib v", b"creationdate", b"moddate", b"software", b"<dc:date"):
            assert trace not in content, f"{file.name} holds {trace!r}"
