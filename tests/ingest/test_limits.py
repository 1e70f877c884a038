"""Files made to stop a program: too deep, too many, too long; refused or read, but soon."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from casestudy.errors import BadFile
from casestudy.ingest import draft, pagelimits

from .made import docx, odt, p, read, turns, workbook

DEEP = 10_000
SOON = 10.0
"""Seconds of computing in which each must be over; they take less than one."""

TOO_DEEP: dict[str, Callable[[], str | bytes]] = {
    "html": lambda: "<html><body>" + "<div>" * DEEP + "x" + "</div>" * DEEP,
    "html left open": lambda: "<html><body>" + "<ul><li>" * DEEP + "x",
    "rtf": lambda: "{\\rtf1 " + "{" * DEEP + "x" + "}" * DEEP + "}",
    "json": lambda: '{"segments": ' + "[" * DEEP + "]" * DEEP + "}",
    "json objects": lambda: '{"segments": ' + '{"a":' * DEEP + "1" + "}" * DEEP + "}",
    "tei": lambda: f"<?xml version='1.0'?><TEI>{'<u>' * DEEP}x{'</u>' * DEEP}</TEI>",
    "word tables": lambda: docx(
        "<w:tbl><w:tr><w:tc>" * DEEP + p("x") + "</w:tc></w:tr></w:tbl>" * DEEP
    ),
    "odt lists": lambda: odt(
        "<text:list><text:list-item>" * DEEP + "x" + "</text:list-item></text:list>" * DEEP
    ),
    "xlsx": lambda: workbook({"A": [["<c>" + "<v>" * DEEP + "</v>" * DEEP + "</c>"]]}),
    "mail": lambda: (
        "MIME-Version: 1.0\n"
        + "".join(
            f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(2000)
        )
    ),
}


@pytest.mark.parametrize("name", TOO_DEEP)
def test_ten_thousand_deep_is_refused(tmp_path: Path, name: str) -> None:
    content = TOO_DEEP[name]()
    start = time.process_time()
    with pytest.raises(BadFile, match=r"open|deep|recursion"):
        read(tmp_path, content)
    assert time.process_time() - start < SOON


LONG: dict[str, Callable[[], str | bytes]] = {
    "elements of a page's own": lambda: "<html><body>" + "<x-a>" * DEEP + "words",
    "a page in an otr": lambda: '{"text": "' + "<x-a>" * DEEP + 'words", "media": ""}',
    "voices in one cue": lambda: "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v A>x" * DEEP,
    "signs of a tag": lambda: "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<" * 100_000,
    "brackets": lambda: "I: a\nB: b\n" * 2 + "[" * 100_000 + "\n" + "(" * 100_000,
    "colons": lambda: "words " + ":" * 100_000,
    "names": lambda: "Aaa " * 30_000 + ":\n" + "a-" * 50_000,
    "labels that all differ": lambda: "\n".join(f"Name {n}x: hello" for n in range(20_000)),
    "empty lines": lambda: "A: x\nB: y\n" * 2 + "\n" * 100_000 + "B: z\n" * 2,
    "last lines": lambda: "A: x\nB: y\n" * 2 + "end of interview\n" * 8_000,
    "comments": lambda: "{\\rtf1 " + "x{\\*\\annotation a}" * 6_000 + "}",
    "ends of comments": lambda: docx(
        p(*(f'<w:commentRangeStart w:id="{n}"/>' for n in range(3000)), "x"),
        comments="".join(f'<w:comment w:id="{n}">{p("c")}</w:comment>' for n in range(3000)),
    ),
    "references in a chain": lambda: (
        "<?xml version='1.0'?><ANNOTATION_DOCUMENT>"
        + "".join(
            f'<TIER TIER_ID="t{n}" PARENT_REF="t{n - 1}"><ANNOTATION><REF_ANNOTATION '
            f'ANNOTATION_ID="a{n}" ANNOTATION_REF="a{n - 1}"><ANNOTATION_VALUE>'
            f"{'x' if n == 1999 else ''}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER>"
            for n in range(2000)
        )
        + "</ANNOTATION_DOCUMENT>"
    ),
}


@pytest.mark.parametrize("name", LONG)
def test_long_ones_are_read_soon(tmp_path: Path, name: str) -> None:
    content = LONG[name]()
    start = time.process_time()
    assert read(tmp_path, content).text.strip()
    assert time.process_time() - start < SOON


def test_too_many_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft, "MAX_LINES", 100)
    with pytest.raises(BadFile, match="has more than 100 lines, as no transcript has; split it"):
        read(tmp_path, "A: x\nB: y\n" * 51)
    rows = [["speaker", "text"], *[["A", "x"]] * 101]
    with pytest.raises(BadFile, match="has more than 100 lines"):
        read(tmp_path, workbook({"A": rows}))


def test_too_many_tags(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagelimits, "MAX_TAGS", 100)
    with pytest.raises(BadFile, match="has more than 100 tags, as no real page does"):
        read(tmp_path, "<html><body>" + "<p>x" * 101)


def test_a_long_interview_is_no_matter(tmp_path: Path) -> None:
    text = "".join(f"{'IB'[n % 2]}: {'some words ' * 30}\n\n" for n in range(2000))
    assert len(turns(read(tmp_path, text))) == 2000


@pytest.mark.parametrize(
    "content",
    [
        b"Anna: caf\xe9 " + b"9" * 400_000,
        b"caf\xe9 " + b" " * 400_000,
        b"Anna: a\nBen: b\n" * 2 + b"Anna: " + b"\n" * 50_000,
        b"From " + b" " * 400_000,
        b"From  " * 60_000,
        b'speaker,text\nAnna,"why' + b"\n" * 400_000 + b'"\n',
        b"@UTF8\n@Begin\n*MOT:\t" + b"caf\xe9 " + b"x" * 400_000,
        b"WEBVTT\n\n00:01.000 --> 00:02.000\n(" + b" " * 400_000,
    ],
    ids=lambda content: repr(content[:12]),
)
def test_long_runs_of_one_sign_take_time_in_proportion(tmp_path: Path, content: bytes) -> None:
    began = time.process_time()
    with contextlib.suppress(BadFile):
        read(tmp_path, content)
    assert time.process_time() - began < SOON


def test_a_mark_of_byte_order_inside_a_page_is_no_text(tmp_path: Path) -> None:
    page = "<title>t</title>\ufeff<h1>\ufeffa</h1><p>b</p>"
    reading = read(tmp_path, f"<html><body>{page}</body></html>")
    assert reading.text.startswith("a\nb")
