"""Files that cannot be read: one sentence says what is wrong, what is allowed and what to do."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from casestudy.errors import BadFile
from casestudy.ingest import archive, original, read_file

from .made import docx, p, packed, read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
BOMB = docx(p("a" * 40_000_000))


def wide(text: str) -> bytes:
    """A name in the directory of an OLE file."""
    return text.encode("utf-16-le")


def protected(data: bytes) -> bytes:
    """An archive whose members claim to be encrypted."""
    changed = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            flags = struct.unpack_from("<H", changed, at + place)[0] | 1
            struct.pack_into("<H", changed, at + place, flags)
            at = changed.find(mark, at + 4)
    return bytes(changed)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty; export it again"),
        (b" \n\t\r\n", "is empty"),
        (b"\xef\xbb\xbf\n", "holds no words"),
        (bytes(range(256)) * 20, "is not a text file"),
        (b"\x01\x02\x03\x04" * 100, "is not a text file"),
        (b"\xff\xfeA\x00B", "breaks off"),
        (OLE + wide("WordDocument"), r"old Word file \(.doc\); open it and save it as .docx"),
        (OLE + wide("EncryptedPackage"), "protected by a password"),
        (OLE, "an old Office file"),
        (b"PK\x03\x04broken", "damaged or cut short"),
        (docx(p("text"))[:-40], "damaged or cut short"),
        (protected(docx(p("text"))), "protected by a password"),
        (packed({"a.txt": "text"}), "neither .docx nor .odt"),
        (packed({"xl/workbook.xml": "<w/>"}), "Excel workbook without a sheet that has a column"),
        (packed({"xl/workbook.bin": b"x"}), "binary Excel workbook; save it as .xlsx"),
        (packed({"ppt/presentation.xml": "<w/>"}), "PowerPoint"),
        (docx(p("")), "holds no words"),
        (BOMB, "unpacks to more than"),
        (b"%PDF-1.7 cut", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "is a picture"),
        (b"ID3\x04....", "is a sound recording; transcribe it first"),
        (b"\x00\x00\x00\x20ftypM4A ....", "is a recording"),
        (b"SQLite format 3\x00....", "is a database of another program"),
        (b'{"a": 1}', "JSON of a program that is not known"),
        (b'{"a": 1,}', "not well-formed JSON"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "not well-formed JSON"),
        (b'{"segments": []}', "segments without words"),
        (b"<?xml version='1.0'?><rss/>", "root 'rss', which is not read"),
        (b"<?xml version='1.0'?><TEI><text>", "is not well-formed XML"),
        (b"<?xml version='1.0'?><TEI><text><p>a</p></text></TEI>", "TEI without utterances"),
        (b"<?xml version='1.0'?><ANNOTATION_DOCUMENT/>", "no annotation with words"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "document type"),
        (b"@UTF8\n@Begin\n@End\n", "CHAT file without main lines"),
        (b"speaker,text\n", "no row with words"),
        (b'speaker,text\nA,"' + b"x" * 11_000_000, "not a well-formed table"),
        (b"{\\rtf1 }", "holds no words"),
        (b"{\\rtf1 " + b"{" * 3000, "groups inside one another"),
        (b"MIME-Version: 1.0\nContent-Type: text/plain\n\na", "holds no page"),
    ],
)
def test_one_clear_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, sentence: str
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BadFile, match=sentence) as caught:
        read(tmp_path, content, "given name.txt")
    assert caught.value.path.name == "given name.txt"
    assert "\n" not in caught.value.reason


def test_billion_laughs(tmp_path: Path) -> None:
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )
    bomb = f"<?xml version='1.0'?><!DOCTYPE TEI [{entities}]><TEI>&a11;</TEI>"
    with pytest.raises(BadFile):
        read(tmp_path, bomb)


def test_line_of_the_fault(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="line 2") as caught:
        read(tmp_path, b"first\nsecond caf\xe9\n", encoding="utf-8")
    assert caught.value.line == 2


@pytest.mark.parametrize("encoding", ["nonsense", "rot13", "base64"])
def test_encoding_that_is_none(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(BadFile, match="encoding"):
        read(tmp_path, b"some text", encoding=encoding)


def test_tables_without_speakers(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"it has the columns 'a', 'the b'; name the columns"):
        read(tmp_path, 'a,"the b"\n1,2\n', "data.csv")


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "nothing.txt")
    with pytest.raises(BadFile, match="is a folder"):
        read_file(tmp_path)


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(original, "MAX_FILE_BYTES", 10)
    with pytest.raises(BadFile, match="at most 10 are read"):
        read(tmp_path, b"more than ten bytes")
    monkeypatch.undo()
    monkeypatch.setattr(archive, "MAX_MEMBERS", 1)
    with pytest.raises(BadFile, match="at most 1 are allowed"):
        read(tmp_path, docx(p("text")))


def test_archive_that_lies_about_its_size(tmp_path: Path) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packing:
        packing.writestr("word/document.xml", b"<a>" + b" " * 30_000_000)
    lying = bytearray(out.getvalue())
    at = lying.find(b"PK\x01\x02")
    struct.pack_into("<I", lying, at + 24, 100)
    with pytest.raises(BadFile):
        read(tmp_path, bytes(lying))


def test_pdf_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pypdfium2", None)
    with pytest.raises(BadFile, match=r"pip install 'casestudy\[ingest\]'"):
        read(tmp_path, b"%PDF-1.7\n")


@pytest.mark.parametrize("ending", [".docx", ".odt", ".xlsx", ".pdf"])
@pytest.mark.parametrize(
    "content", [b"hello there", b"<html><p>Please log in</p></html>", b"\x01\x00\xff"]
)
def test_a_name_that_promises_what_the_bytes_are_not(
    tmp_path: Path, ending: str, content: bytes
) -> None:
    path = tmp_path / f"interview{ending}"
    path.write_bytes(content)
    with pytest.raises(BadFile, match=f"is named {ending} but is not such a file: it begins with"):
        read_file(path)
