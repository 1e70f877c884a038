"""A folder of bad files and a good one: a sentence for each that cannot be read, the rest is in."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from casestudy import new_study
from casestudy.errors import BadFile

from .made import docx, odt, p, packed, read, workbook
from .test_bad_input import BOMB, OLE, protected, wide
from .test_fuzz import VALID

TALK = "Anna: So?\nBen: Yes.\nAnna: And?\nBen: No.\n"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<"
    + b"11" * 32
    + b">/U<"
    + b"22" * 32
    + b">>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<01><01>]>>\n%%EOF\n"
)
"""A PDF with a password that nobody knows."""

LOCKED = packed(
    {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<m><file-entry><encryption-data/></file-entry></m>",
        "content.xml": b"\x01\x02\x03",
    }
)
"""An OpenDocument text with a password."""

BAD: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "is empty"),
    "binary.txt": (bytes(range(256)) * 20, "is not a text file"),
    "locked.docx": (OLE + wide("EncryptedPackage"), "protected by a password"),
    "locked.xlsx": (OLE + wide("EncryptedPackage"), "protected by a password"),
    "locked parts.docx": (protected(docx(p("text"))), "protected by a password"),
    "locked.odt": (LOCKED, "protected by a password"),
    "locked.pdf": (PDF, "protected by a password"),
    "cut.docx": (docx(p("text"))[:-40], "damaged or cut short"),
    "cut.pdf": (b"%PDF-1.7 cut", "cannot be opened as PDF"),
    "a page.docx": (b"<html><p>Please log in</p></html>", "is named .docx but is not such a file"),
    "bomb.docx": (BOMB, "unpacks to more than"),
    "deep.rtf": (b"{\\rtf1 " + b"{" * 10_000, "groups inside one another"),
    "deep.json": (b'{"segments": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", "not well-formed JSON"),
    "entities.xml": (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]>"
                     b"<TEI><u>&b;</u></TEI>", "document type"),
    "mixed.txt": ("Anna: “café”\n".encode() * 9 + "Ben: naïve\n".encode("cp1252") * 9,
                  "is written in two encodings"),
}  # fmt: skip


def test_the_rest_of_the_folder_is_imported(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    folder = tmp_path / "files"
    folder.mkdir()
    for name, (content, _) in BAD.items():
        (folder / name).write_bytes(content)
    (folder / "good.txt").write_text(TALK, encoding="utf-8")
    (folder / "one label.txt").write_text("Anna: We took the boat.\n" * 6, encoding="utf-8")
    (folder / "no label.txt").write_text("We took the boat.\nIt was cold.\n", encoding="utf-8")
    report = new_study(tmp_path / "study").import_files(folder)
    refused = {refusal.file.name: refusal.reason for refusal in report.refused}
    assert set(refused) == set(BAD)
    for name, (_, sentence) in BAD.items():
        assert sentence in refused[name], name
        assert "\n" not in refused[name]
    turns = {one.summary.file.name: one.summary.n_turns for one in report.imported}
    assert turns == {"good.txt": 4, "one label.txt": 0, "no label.txt": 0}


@pytest.mark.parametrize("name", VALID)
def test_a_file_cut_at_ten_places(tmp_path: Path, name: str) -> None:
    content = VALID[name]
    for tenth in range(10):
        cut = content[: tenth * len(content) // 10]
        if content.startswith(b"PK") or not cut:
            with pytest.raises(BadFile, match=r"empty|damaged or cut short"):
                read(tmp_path, cut)
        else:
            with contextlib.suppress(BadFile):
                assert read(tmp_path, cut).text.strip()


@pytest.mark.parametrize("ending", ["docx", "odt", "xlsx"])
def test_containers_cut_at_ten_places_are_one_sentence(tmp_path: Path, ending: str) -> None:
    whole = {
        "docx": docx(p("Anna: text") * 50),
        "odt": odt("<text:p>Anna: text</text:p>" * 50),
        "xlsx": workbook({"A": [["speaker", "text"], ["A", "x"]]}),
    }[ending]
    for tenth in range(1, 10):
        with pytest.raises(BadFile, match="damaged or cut short") as caught:
            read(tmp_path, whole[: tenth * len(whole) // 10], f"file.{ending}")
        assert "\n" not in caught.value.reason
