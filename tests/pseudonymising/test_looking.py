"""The look for leaks over files of every kind: what is hidden in them is found, or told."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt

from casestudy.pseudonymising.applying import pseudonymise
from casestudy.pseudonymising.looking import look_for_leaks
from casestudy.pseudonymising.passages import pieces_of
from casestudy.pseudonymising.pieces import Closed, Words
from casestudy.pseudonyms import LeakReport
from casestudy.study import Study

from .made import key, named_study


def looked_at(folder: Path, name: str, content: bytes) -> LeakReport:
    (folder / name).write_bytes(content)
    return look_for_leaks([folder / name], key())


def exact(report: LeakReport) -> list[tuple[str, int, str]]:
    frame = report.frame[report.frame["match"] == "exact"]
    return list(frame[["where", "line", "found"]].itertuples(index=False, name=None))


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            called = name.replace("__", "/").replace("_dot_", ".")
            archive.writestr(zipfile.ZipInfo(called, date_time=(2026, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + pixels + chunk(b"IEND", b"")


NOTE = png(chunk(b"tEXt", b"Author\0Eero Haapio"))
JPEG = b"\xff\xd8\xff\xfe\x00\x14Made by Eero Haapio"[:2] + (
    b"\xff\xfe" + struct.pack(">H", 2 + len(b"Made by Eero Haapio")) + b"Made by Eero Haapio"
    + b"\xff\xda\x00\x02pixels\xff\xd9"
)  # fmt: skip
WORD = (
    b'<w:document xmlns:w="x"><w:p><w:r><w:t>first</w:t></w:r></w:p><w:p><w:r><w:t>said Haa</w:t>'
    b"</w:r><w:r><w:t>pio</w:t></w:r></w:p></w:document>"
)


SHEET = "<sst><si><t>x</t></si><si><t>Zoë</t></si></sst>".encode()


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.txt", b"one\nHaapio", [("a.txt", 2, "Haapio")]),
        ("a.csv", b"who,n\nZo\xc3\xab,1\n", [("a.csv", 2, "Zoë")]),
        ("a.txt", "Zoë".encode("utf-16"), [("a.txt", 1, "Zoë")]),
        ("a.txt", "It is Zoë here".encode("cp1252"), [("a.txt", 1, "Zoë")]),
        ("a.json", b'{"a":\n "Zo\\u00eb"}', [("a.json", 2, "Zoë")]),
        ("a.jsonl", b'{"q":"so\\nHaapio"}', [("a.jsonl", 1, "Haapio")]),
        ("a.html", b"<p>x</p>\n<p>Zo&euml; &amp; Haa<b>pio</b></p>",
         [("a.html", 2, "Zoë"), ("a.html", 2, "Haapio")]),
        ("a.svg", b"<svg><text><tspan>Haa</tspan><tspan>pio</tspan></text></svg>",
         [("a.svg", 1, "Haapio")]),
        ("a.md", b"see talk%20of%20Zo%C3%AB.txt", [("a.md", 1, "Zoë")]),
        ("a.toml", b'name = "Haapio" # x', [("a.toml", 1, "Haapio")]),
        ("Haapio.png", png(), [("Haapio.png", 0, "Haapio")]),
        ("a.png", NOTE, [("a.png > tEXt", 1, "Eero Haapio")]),
        ("a.png", png(chunk(b"zTXt", b"Title\0\0" + zlib.compress(b"of Haapio"))),
         [("a.png > zTXt", 1, "Haapio")]),
        ("a.png", png(chunk(b"iTXt", b"k\0\0\0en\0k\0" + "Zoë".encode())),
         [("a.png > iTXt", 1, "Zoë")]),
        ("a.png", png(chunk(b"iTXt", b"k\0\1\0en\0k\0" + zlib.compress("Zoë".encode()))),
         [("a.png > iTXt", 1, "Zoë")]),
        ("a.png", png(chunk(b"eXIf", b"MM\0*\0\0Eero Haapio\0")),
         [("a.png > eXIf", 1, "Eero Haapio")]),
        ("a.png", png() + b"and here Haapio", [("a.png > after the picture", 1, "Haapio")]),
        ("a.jpg", JPEG, [("a.jpg > properties", 1, "Eero Haapio")]),
        ("a.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00!\xfe\x13Made by Eero Haapio\x00;",
         [("a.gif", 2, "Eero Haapio")]),
        ("a.docx", zipped(word__document_dot_xml=WORD),
         [("a.docx > word/document.xml", 2, "Haapio")]),
        ("a.docx", zipped(docProps__core_dot_xml=b"<c><dc:creator>Eero</dc:creator></c>"),
         [("a.docx > docProps/core.xml", 1, "Eero")]),
        ("a.docx", zipped(word__people_dot_xml=b'<w:person w:author="Eero Haapio"/>'),
         [("a.docx > word/people.xml > attributes", 1, "Eero Haapio")]),
        ("a.docx", zipped(word__media__image1_dot_png=NOTE),
         [("a.docx > word/media/image1.png > tEXt", 1, "Eero Haapio")]),
        ("a.xlsx", zipped(xl__sharedStrings_dot_xml=SHEET),
         [("a.xlsx > xl/sharedStrings.xml", 2, "Zoë")]),
        ("a.zip", zipped(Haapio_dot_txt=b"x"), [("a.zip > Haapio.txt (name)", 1, "Haapio")]),
        ("a.zip", zipped(b_dot_zip=zipped(c_dot_txt=b"\nHaapio")),
         [("a.zip > b.zip > c.txt", 2, "Haapio")]),
        ("a.txt.gz", gzip.compress(b"Haapio", mtime=0), [("a.txt.gz > a.txt", 1, "Haapio")]),
        ("a.bz2", bz2.compress(b"Haapio"), [("a.bz2 > a", 1, "Haapio")]),
        ("a.xz", lzma.compress(b"Haapio"), [("a.xz > a", 1, "Haapio")]),
        ("a.db", b"SQLite format 3\0\x01\x02\0\0" + b"\0" * 40 + b"said Eero Haapio\0",
         [("a.db", 2, "Eero Haapio")]),
        ("a.bin", b"\0\1\2" + "said Eero Haapio".encode("utf-16-le") + b"\xff\xfe\0\0",
         [("a.bin", 1, "Eero Haapio")]),
        ("a.mhtml", b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n"
         b"Content-Transfer-Encoding: quoted-printable\n\n<p>Zo=C3=AB said</p>",
         [("a.mhtml > part 1", 1, "Zo\xeb")]),
        ("a.svg", b'<image href="data:image/png;base64,' + base64.b64encode(NOTE) + b'"/>',
         [("a.svg > embedded file 1 > tEXt", 1, "Eero Haapio")]),
    ],
)  # fmt: skip
def test_where_a_name_hides(
    tmp_path: Path, name: str, content: bytes, found: list[tuple[str, int, str]]
) -> None:
    assert exact(looked_at(tmp_path, name, content)) == found


def test_outputs_of_a_notebook(tmp_path: Path) -> None:
    picture = base64.b64encode(NOTE).decode()
    lines = "\n".join(picture[at : at + 76] for at in range(0, len(picture), 76))
    notebook = {"cells": [{"cell_type": "code", "source": ["1"], "outputs": [
        {"text": ["line\n", "Haapio\n"], "data": {"image/png": lines}}]}]}  # fmt: skip
    report = looked_at(tmp_path, "a.ipynb", json.dumps(notebook, indent=1).encode())
    assert [found for *_, found in exact(report)] == ["Haapio", "Eero Haapio"]
    assert exact(report)[0][:2] == ("a.ipynb", 12)


def test_near_misses_have_their_line_too(tmp_path: Path) -> None:
    report = looked_at(tmp_path, "a.txt", b"\nask Hapio\n\nZoe came, and KaltvikMachineWorks")
    frame = report.frame[["line", "found", "match"]]
    assert frame.to_numpy().tolist() == [
        [2, "Hapio", "near-miss"], [4, "Zoe", "near-miss"], [4, "KaltvikMachineWorks", "near-miss"],
    ]  # fmt: skip


def test_figures_as_we_write_them(tmp_path: Path) -> None:
    figure, axes = plt.subplots(figsize=(2, 2))
    axes.set_title("What Haapio said")
    for ending in ("svg", "pdf", "png"):
        figure.savefig(tmp_path / f"a.{ending}", metadata={"Title": "Eero"})
    plt.close(figure)
    report = look_for_leaks([tmp_path], key(), shown_from=tmp_path)
    found = {(where.split(" > ")[0], name) for where, _, name in exact(report)}
    assert {("a.pdf", "Haapio"), ("a.pdf", "Eero"), ("a.png", "Eero"), ("a.svg", "Eero")} <= found
    told = {(one.where, one.why.split(":")[0]) for one in report.unread}
    assert ("a.png", "a picture") in told


def test_pages_of_a_pdf_without_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    report = looked_at(tmp_path, "a.pdf", b"%PDF-1.4\n1 0 obj<</Title (by Eero Haapio)>>\n%%EOF")
    assert [found for *_, found in exact(report)] == ["Eero Haapio"]
    assert "pip install 'casestudy[ingest]'" in report.unread[0].why
    hidden = b"%PDF-1.4\n2 0 obj<<>>stream\n" + zlib.compress(b"(by Eero Haapio)") + b"\nendstream"
    assert [f for *_, f in exact(looked_at(tmp_path, "b.pdf", hidden))] == ["Eero Haapio"]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.png", png(), "its pixels were not"),
        ("a.mp3", b"\xff\xfb\x90" + bytes(range(256)) * 2, "a recording"),
        ("a.dat", bytes(range(256)) * 4, "of a kind that is not known here"),
        ("a.zip", zipped(a=b"x")[:-30], "cannot be unpacked"),
        ("a.gz", gzip.compress(b"x" * 99, mtime=0)[:-9], "compressed and damaged"),
        ("a.pdf", b"%PDF-1.4 nothing", "its pages were not read"),
    ],
)
def test_what_stays_closed_is_told(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    report = looked_at(tmp_path, name, content)
    assert [one.where for one in report.unread][:1] == [name] or "pages" in report.unread[0].where
    assert why in report.unread[0].why
    assert exact(report) == []


def test_bombs_and_nests_are_told(tmp_path: Path) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 60_000_000)
    report = looked_at(tmp_path, "a.zip", bomb.getvalue())
    assert "unpacks to more than" in report.unread[0].why
    nest = b"Haapio"
    for _ in range(7):
        nest = zipped(inner_dot_zip=nest)
    report = looked_at(tmp_path, "b.zip", nest)
    assert "files within files are opened four times" in report.unread[0].why


def test_a_file_that_is_far_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from casestudy.pseudonymising import looking

    monkeypatch.setattr(looking, "LARGEST", 10)
    report = looked_at(tmp_path, "Haapio.txt", b"0" * 11)
    assert report.unread[0].why == "it has 11 bytes; split it"
    assert exact(report) == [("Haapio.txt", 0, "Haapio")]


@settings(max_examples=60)
@given(
    st.sampled_from([b"", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe1", b"%PDF-1.4\n",
                     b"\x1f\x8b", b"BZh9", b"\xfd7zXZ\0", b"GIF89a", NOTE[:40], JPEG[:9]]),
    st.binary(max_size=200), st.sampled_from([".txt", ".xml", ".mhtml", ".svg", ""]),
)  # fmt: skip
def test_any_bytes_can_be_looked_at(head: bytes, rest: bytes, ending: str) -> None:
    for piece in pieces_of(Path(f"a{ending}"), head + rest):
        assert isinstance(piece, Words | Closed)


# --- folders, studies ----------------------------------------------------------------------------


def test_a_folder_and_what_is_left_aside_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    (folder / "tables").mkdir(parents=True)
    (folder / "tables" / "who.csv").write_text("Haapio", "utf-8")
    (folder / ".hidden").mkdir()
    (folder / "link.txt").symlink_to(folder / "tables" / "who.csv")
    (folder / "pseudonyms.key.toml").write_text("Haapio", "utf-8")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    report = look_for_leaks([folder], key())
    assert exact(report) == [("out/tables/who.csv", 1, "Haapio")]
    assert {one.where for one in report.unread} == {".git", ".hidden", "link.txt"}
    with pytest.raises(FileNotFoundError, match="does not exist; name a file or a folder"):
        look_for_leaks([tmp_path / "nothing"], key())


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return named_study(tmp_path)


def places(study: Study) -> set[str]:
    report = study.pseudonyms.leaks()
    return {where for where, *_ in exact(report)}


def test_a_study_before(study: Study) -> None:
    study.pseudonyms.write_key(key())
    study.pseudonyms.write_ticks(study.pseudonyms.candidates())
    assert places(study) >= {
        "README.md", "coding_scheme/customer_intimacy.toml", "codings/anna/talk_Haapio.jsonl",
        "memos/on Haapio.md", "notebooks/01_Haapio.ipynb", "study.toml",
        "sources/interviews/talk_Haapio/text.txt", "sources/interviews/talk_Haapio/parts.jsonl",
        "sources/interviews/talk_Haapio/source.toml", "survey_data/visit/responses.csv",
    }  # fmt: skip
    assert not [where for where in places(study) if "original" in where or "pseudonyms" in where]


def test_a_study_with_labels(study: Study) -> None:
    """What is left are ids, published works, notebooks, and what nobody puts labels into."""
    study.pseudonyms.write_key(key())
    pseudonymise(study.folder, key())
    (study.folder / "figures" / "a.csv").write_text("n\n1\n", "utf-8")
    report = study.pseudonyms.leaks()
    told = exact(report)
    by_name = {where for where, line, _ in told if line == 0}
    inside = {where for where, line, _ in told if line > 0}
    assert inside == {
        "README.md", "memos/on Haapio.md", "notebooks/01_Haapio.ipynb", "study.toml",
        "survey_data/visit/questionnaire.toml", "survey_data/visit/responses.csv",
        "sources/interviews/talk_Haapio/source.toml", "memos/case.md",
    }  # fmt: skip
    assert all("Haapio" in where or "Zoë" in where for where in by_name)
    assert "history of the logs" in report.notes[0]
    assert report.provenance[0].is_synthetic


def test_every_byte_of_a_study_that_is_named(study: Study) -> None:
    study.pseudonyms.write_key(key())
    pseudonymise(study.folder, key())
    report = study.pseudonyms.leaks(study.folder / "sources", study.folder / "codings")
    found = {where for where, line, _ in exact(report) if line > 0}
    assert "sources/interviews/talk_Haapio/original.txt" in found
    assert "codings/anna/talk_Haapio.jsonl" in found
    assert [where for where in found if "/edits/" in where]


def test_a_coding_is_told_with_the_line_of_its_event(study: Study) -> None:
    study.pseudonyms.write_key(key())
    found = [(line, name) for where, line, name in exact(study.pseudonyms.leaks())
             if where == "codings/anna/talk_Haapio.jsonl" and line > 0]  # fmt: skip
    assert (2, "HAAPIO") in found
    assert (4, "Haapio") in found
