"""Old Word files: by way of LibreOffice where it is installed, else a sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from casestudy.errors import BadFile
from casestudy.ingest import olddoc, read_file

from .made import docx, p, read, turns

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "WordDocument".encode("utf-16-le")
SPOKEN = docx("".join(p(f"{who}: words") for who in ("I", "B", "I", "B")))

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script with a #! line")

CONVERTS = """
made = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1]) / 'document.docx'
made.write_bytes((pathlib.Path(__file__).parent / 'answer.docx').read_bytes())
(pathlib.Path(__file__).parent / 'asked.txt').write_text(' '.join(sys.argv[1:]))
"""
WAITS = """
child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(100)'])
(pathlib.Path(__file__).parent / 'child.txt').write_text(str(child.pid))
time.sleep(100)
"""


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> Path:
    """Put a program that does what LibreOffice may do on the PATH."""
    place = folder / "bin"
    place.mkdir()
    script = place / "soffice"
    head = f"#!{sys.executable}\nimport pathlib, subprocess, sys, time\n"
    script.write_text(head + program, encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(place))
    return place


def test_converted_and_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = stand_in(tmp_path, monkeypatch, CONVERTS)
    (place / "answer.docx").write_bytes(SPOKEN)
    reading = read(tmp_path, OLD, "talk.doc")
    assert turns(reading) == [(who, "words") for who in ("I", "B", "I", "B")]
    assert reading.reader == "doc 1"
    assert "converted by LibreOffice" in reading.warnings[-1]
    asked = (place / "asked.txt").read_text()
    assert "--headless" in asked
    profile = asked.partition("UserInstallation=file://")[2].split()[0]
    assert not Path(profile).parent.exists(), "the private folder is thrown away"


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("print('source file could not be loaded')", r"could not convert \(source file could not"),
        ("sys.exit(1)", r"could not convert \(no reason given\); open it and save it as .docx"),
    ],
)
def test_not_converted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, sentence: str
) -> None:
    stand_in(tmp_path, monkeypatch, program)
    with pytest.raises(BadFile, match=sentence) as caught:
        read(tmp_path, OLD, "talk.doc")
    assert caught.value.path.name == "talk.doc"


def test_time_is_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = stand_in(tmp_path, monkeypatch, WAITS)
    monkeypatch.setattr(olddoc, "TIME_LIMIT", 2.0)
    with pytest.raises(BadFile, match="did not convert in 2 seconds"):
        read(tmp_path, OLD)
    child = int((place / "child.txt").read_text())
    state = subprocess.run(
        ["/bin/ps", "-o", "stat=", "-p", str(child)], capture_output=True, text=True, check=False
    ).stdout
    assert not state.strip() or state.startswith("Z"), "what LibreOffice started is stopped too"


def test_cannot_be_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = stand_in(tmp_path, monkeypatch, "")
    (place / "soffice").write_bytes(b"\x7fELF no program")
    with pytest.raises(BadFile, match="LibreOffice cannot be started"):
        read(tmp_path, OLD)


def test_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadFile, match=r"old Word file \(.doc\); open it and save it as .docx"):
        read(tmp_path, OLD)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_by_libreoffice_itself(tmp_path: Path) -> None:
    path = tmp_path / "talk.docx"
    path.write_bytes(SPOKEN)
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "doc:MS Word 97", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert len(turns(read_file(tmp_path / "talk.doc"))) == 4
