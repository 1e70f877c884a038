"""Tables and the page written twice, in two processes with different hashes, are the same files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _write(folder: Path, hashing: str) -> Path:
    subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.tables.write_all", str(folder)],
        check=True, cwd=folder.parent,
        env={**os.environ, "PYTHONHASHSEED": hashing, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    return folder


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    one, other = _write(tmp_path / "one", "1"), _write(tmp_path / "other", "4242")
    names = sorted(file.name for file in one.iterdir())
    assert len(names) == 13 * 6 + 1
    assert names == sorted(file.name for file in other.iterdir())
    different = [n for n in names if (one / n).read_bytes() != (other / n).read_bytes()]
    assert different == []
