"""Old Word files: by way of LibreOffice where it is installed, else a sentence."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from casestudy.errors import BadFile
from casestudy.ingest import olddoc, read_file
from casestudy.ingest.original import Original

from .made import docx, p, read, turns

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "WordDocument".encode("utf-16-le")
SPOKEN = docx("".join(p(f"{who}: words") for who in ("I", "B", "I", "B")))

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script with a #! line")

CONVERTS = """
made = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1]) / 'document.docx'
made.write_bytes((pathlib.Path(__file__).parent / 'answer.docx').read_bytes())
(pathlib.Path(__file__).parent / 'asked.txt').write_text(' '.join(sys.argv[1:]))
"""
WAITS = """#!/bin/sh
/bin/sleep 100 &
echo $! > "${0%/*}/child.txt"
wait
"""
"""A script of the shell, which is at work at once also where the machine is busy."""


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


def is_running(process: int) -> bool:
    """Whether a process runs; one that is killed ends a moment later."""
    state = subprocess.run(
        ["/bin/ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    ).stdout
    return bool(state.strip()) and not state.startswith("Z")


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
    place = stand_in(tmp_path, monkeypatch, "")
    (place / "soffice").write_text(WAITS, encoding="utf-8")
    monkeypatch.setattr(olddoc, "TIME_LIMIT", 2.0)
    with pytest.raises(BadFile, match="did not convert in 2 seconds"):
        read(tmp_path, OLD)
    child = int((place / "child.txt").read_text())
    until = time.monotonic() + 60
    while is_running(child):
        assert time.monotonic() < until, "what LibreOffice started is stopped too"
        time.sleep(0.01)


def test_cannot_be_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = stand_in(tmp_path, monkeypatch, "")
    (place / "soffice").write_bytes(b"\x7fELF no program")
    with pytest.raises(BadFile, match="LibreOffice cannot be started"):
        read(tmp_path, OLD)


def test_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadFile, match=r"old Word file \(.doc\); open it and save it as .docx"):
        read(tmp_path, OLD)


# --- the real program ----------------------------------------------------------------------------


real = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"
)
RTF = (
    r"{\rtf1\ansi {\b I:} How did it begin?\par {\b B:} With a letter \'e0 la carte.\par "
    r"{\b I:} And then?\par {\b B:} Then \u8220?nothing\u8221?.{\footnote kFoot}\par }"
)
SAID = [
    ("I", "How did it begin?"), ("B", "With a letter à la carte."), ("I", "And then?"),
    ("B", "Then “nothing”."),
]  # fmt: skip


def old_word_file(folder: Path, rtf: str = RTF) -> Path:
    """A .doc that LibreOffice makes of an RTF file."""
    (folder / "talk.rtf").write_text(rtf, "ascii")
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "doc:MS Word 97", "--outdir", str(folder)]
    subprocess.run(
        [*command, str(folder / "talk.rtf")], check=True, capture_output=True, timeout=120
    )
    return folder / "talk.doc"


@real
def test_by_libreoffice_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old_word_file(tmp_path)
    assert path.read_bytes().startswith(OLD[:8])
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    before = set(Path(tempfile.gettempdir()).iterdir())
    reading = read_file(path)
    assert turns(reading) == SAID
    assert "kFoot" in reading.text
    assert reading.reader == "doc 1"
    left = set(Path(tempfile.gettempdir()).iterdir()) - before
    assert not [each for each in left if each.name.startswith("casestudy-doc-")]
    assert not list(home.iterdir()), "LibreOffice has no profile but the one thrown away"


@real
def test_a_cut_off_old_word_file_is_one_sentence_or_is_read(tmp_path: Path) -> None:
    path = old_word_file(tmp_path)
    path.write_bytes(path.read_bytes()[:5000] + OLD[512:])
    with contextlib.suppress(BadFile):
        assert "converted by LibreOffice" in read_file(path).warnings[-1]
    path.write_bytes(OLD)
    with pytest.raises(BadFile, match="is an old Word file that LibreOffice could not convert"):
        read_file(path)


@real
def test_links_of_an_old_word_file_are_not_followed(tmp_path: Path) -> None:
    """A document may ask for a picture or a text from another host, or run another program."""
    asked: list[str] = []
    with listening(asked) as address:
        fields = (
            rf'{{\field{{\*\fldinst INCLUDEPICTURE "{address}/a.png" \\d}}{{\fldrslt kA}}}}\par '
            rf'{{\field{{\*\fldinst INCLUDETEXT "{address}/b.txt"}}{{\fldrslt kB}}}}\par '
            rf'{{\field{{\*\fldinst DDEAUTO cmd "/c touch {tmp_path}/run"}}{{\fldrslt kC}}}}\par '
        )
        reading = read_file(old_word_file(tmp_path, RTF[:-1] + fields + "}"))
    assert "How did it begin?" in reading.text
    assert asked == []
    assert not (tmp_path / "run").exists()


def stored(members: dict[str, str]) -> bytes:
    """An archive whose members are not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


ENTRY = '<manifest:file-entry manifest:full-path="{0}" manifest:media-type="{1}"/>'
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    + ENTRY.format("/", "application/vnd.oasis.opendocument.text")
    + "".join(
        ENTRY.format(name, "text/xml")
        for name in (
            "content.xml",
            "Basic/script-lc.xml",
            "Basic/Standard/script-lb.xml",
            "Basic/Standard/M.xml",
        )
    )
    + "</manifest:manifest>"
)
MACRO = """Sub Main
Open "{0}" For Output As #1
Print #1, "ran"
Close #1
End Sub"""


@real
def test_macros_of_a_document_do_not_run(tmp_path: Path) -> None:
    """LibreOffice opens whatever it is given; a document may ask it to run a macro when opened."""
    ran = tmp_path / "ran.txt"
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "script": "urn:oasis:names:tc:opendocument:xmlns:script:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "dom": "http://www.w3.org/2001/xml-events",
        "ooo": "http://openoffice.org/2004/office",
    }
    spaces = " ".join(f'xmlns:{short}="{long}"' for short, long in names.items())
    library = 'xmlns:library="http://openoffice.org/2000/library" library:name="Standard"'
    content = stored(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f'<office:document-content {spaces} office:version="1.2">'
            "<office:scripts><office:event-listeners><script:event-listener "
            'script:language="ooo:script" script:event-name="dom:load" xlink:type="simple" '
            'xlink:href="vnd.sun.star.script:Standard.M.Main?language=Basic&amp;location=document"'
            "/></office:event-listeners></office:scripts><office:body><office:text>"
            "<text:p>kWords</text:p></office:text></office:body></office:document-content>",
            "META-INF/manifest.xml": MANIFEST,
            "Basic/script-lc.xml": '<library:libraries xmlns:library="http://openoffice.org/2000/'
            'library"><library:library library:name="Standard" library:link="false"/>'
            "</library:libraries>",
            "Basic/Standard/script-lb.xml": f"<library:library {library}>"
            '<library:element library:name="M"/></library:library>',
            "Basic/Standard/M.xml": '<script:module xmlns:script="http://openoffice.org/2000/'
            f'script" script:name="M" script:language="StarBasic">{MACRO.format(ran)}'
            "</script:module>",
        }
    )
    asking = Original(path=tmp_path / "evil.doc", data=content)
    assert "kWords" in olddoc.read(asking).text
    assert not ran.exists()


@contextmanager
def listening(asked: list[str]) -> Iterator[str]:
    """A web server that notes what it is asked for."""

    class Noting(BaseHTTPRequestHandler):
        def parse_request(self) -> bool:
            asked.append(str(self.raw_requestline))
            return False

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Noting)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
