"""Whatever the bytes are, reading gives a sound `Reading` or raises `BadFile`; nothing else."""

from __future__ import annotations

import contextlib
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.errors import BadFile
from casestudy.ingest import read_answers

from . import (
    test_docx,
    test_markers,
    test_other_programs,
    test_programs,
    test_recognisers,
    test_sheets,
)
from .made import check, docx, odt, p, packed, read, run, table, workbook

STARTS = [
    *(
        b"",
        b"WEBVTT\n\n",
        b"{\\rtf1 ",
        b"<html>",
        b"<?xml version='1.0'?>",
        b"@UTF8\n",
        b"PK\x03\x04",
    ),
    *(
        b'{"segments": [',
        b"\xff\xfe",
        b"speaker,text\n",
        b"1\n00:00:01,000 --> 00:00:02,000\n",
        b"%PDF-",
    ),
]

VALID: dict[str, bytes] = {
    "docx": test_docx.EVERYTHING,
    "docx table": docx(table(["Ann", "So it was."], ["Bo", "Not at all."]) * 3),
    "odt": odt(test_programs.ODT),
    "rtf": test_programs.RTF.encode(),
    "tei": test_programs.TEI.encode(),
    "elan": test_programs.EAF.encode(),
    "chat": test_programs.CHA.encode(),
    "docx comments": test_markers.DOCX,
    "rtf comments": test_markers.RTF.encode(),
    "xlsx": workbook({"Talk": test_sheets.TURNS, "Survey": test_sheets.SURVEY}),
    "codes": test_sheets.quoted(test_sheets.TURNS).encode(),
    "rev": b"WEBVTT\n\n00:01.000 --> 00:02.000\n(Ann)\n- So?\n(Bo)\n- Yes.\n(Ann) a\n(Bo) b\n",
    "dashes": "Anna – Hi\nBen – Ho\nAnna – So?\nBen – No\n".encode(),
    "cp1252": "Anna: “Olé”, café\nBen: naïve – Åsa\nAnna: a\nBen: b\n".encode("cp1252"),
    "csv": b"start,end,speaker,text\n1,2,A,hello\n2,0:03,B,there\n,,,and\n",
    "vtt": b"WEBVTT x\n\nNOTE a\n\n1\n00:01.000 --> 00:02.000\n<v A>one</v> <v B>two &amp;</v>\n",
    "srt": b"1\n00:00:01,000 --> 00:00:02,000\nA: a\nB: b\n\n2\n0:00:03,0 --> 0:00:04,0\nA: x",
    "html": b"<title>t</title><h1>a</h1><table><tr><td>b<td>c</table><template>d</template>",
    "json": b'{"language": "e", "segments": [{"start": 0, "end": 1e3, "text": "a", "speaker": 3}]}',
    **{name: json.dumps(value).encode() for name, value in test_recognisers.SHAPES.items()},
    **{name: content.encode() for name, content in test_other_programs.FILES.items()},
    "otr": b'{"text": "<p><span>00:01</span> A: b</p>", "media": "a", "media-time": ""}',
    "text": b"Intro\n[00:01] Ann: a #00:00:02-1#\n(1:02) Bob: b\nAnn: c\n\nBob: d\nBobb: e\n",
    "utf-16": "I: a\nB: b\nI: c\nB: d\n".encode("utf-16"),
    "mhtml": b"MIME-Version: 1.0\nContent-Type: text/html; charset=x\n\n<p>a</p>",
}


def try_reading(content: bytes) -> None:
    """Read bytes; `read` checks the reading, and only `BadFile` may be raised."""
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(BadFile):
        read(Path(folder), content)


@given(st.sampled_from(STARTS), st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_random_bytes(start: bytes, rest: bytes) -> None:
    try_reading(start + rest)


@given(st.sampled_from(STARTS), st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_random_text(start: bytes, rest: str) -> None:
    try_reading(start + rest.encode("utf-8", "surrogatepass"))


LINE = st.one_of(
    st.sampled_from(
        [
            *("", "I: ", "B: x", "Anna", "Ben", "[id1] a", "[laughs]", "Q. a", "A. b", "Anna\tc"),
            *("[00:01:02]", "#00:01:02-3#", "00:00:01,000 --> 00:00:02,000", "<p>", "Note: y"),
            *("00:01", "Anna (0:12): z", "Anna  0:12", "Transcribed by https://otter.ai", "- a"),
        ]
    ),
    st.text(alphabet="aB1:.-[]()#<> \t,éß：", max_size=12),
)


@given(st.lists(LINE, max_size=30))
@settings(max_examples=300, deadline=None)
def test_random_transcripts(lines: list[str]) -> None:
    content = "\n".join(["x", *lines])
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(BadFile):
        reading = read(Path(folder), content)
        if reading.reader == "text 1":
            assert reading.text == content, "the text of a text file is the file's own"


@pytest.mark.parametrize("name", VALID)
def test_the_files_to_be_changed_are_valid(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, VALID[name]).text


def changed(valid: bytes, data: st.DataObject) -> bytes:
    """A file with some of its bytes changed, taken out or put in."""
    content = bytearray(valid)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        cut = data.draw(st.integers(0, 8))
        content[at : at + cut] = data.draw(st.binary(max_size=8))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content))) :]
    return bytes(content)


@given(st.sampled_from(sorted(VALID)), st.data())
@settings(max_examples=400, deadline=None)
def test_changed_files(name: str, data: st.DataObject) -> None:
    try_reading(changed(VALID[name], data))


ANSWERS = (test_sheets.quoted(test_sheets.SURVEY).encode(), workbook({"A": test_sheets.SURVEY}))


@given(st.sampled_from(ANSWERS), st.data())
@settings(max_examples=100, deadline=None)
def test_changed_answers(valid: bytes, data: st.DataObject) -> None:
    content = changed(valid, data)
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(BadFile):
        path = Path(folder) / "survey"
        path.write_bytes(content)
        check(read_answers(path, column="Why here?", respondent="id"))


MARKUP = st.recursive(
    st.one_of(st.just("words "), st.just("I: a"), st.just("<w:tab/>"), st.just("<w:br/>")).map(
        lambda text: text if text.startswith("<") else run(text)
    ),
    lambda inner: st.tuples(
        st.sampled_from(
            ["p", "r", "tbl", "tr", "tc", "ins", "del", "sdt", "sdtContent", "txbxContent", "pPr"]
        ),
        st.lists(inner, max_size=4),
    ).map(lambda pair: f"<w:{pair[0]}>{''.join(pair[1])}</w:{pair[0]}>"),
    max_leaves=20,
)


@given(st.lists(MARKUP, max_size=6), st.sampled_from(["accepted", "original"]))
@settings(max_examples=200, deadline=None)
def test_any_nesting_in_word_documents(markup: list[str], side: str) -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(BadFile):
        read(Path(folder), docx(p("text") + "".join(markup)), tracked_changes=side)


@given(st.text(alphabet='<>/"= abdiptrl\n', max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_tags(text: str) -> None:
    try_reading(b"<html><body>" + text.encode())


def test_archive_members_of_other_documents(tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        read(tmp_path, packed({"word/document.xml": b"\x00\x01", "mimetype": b""}))
