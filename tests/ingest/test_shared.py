"""Real transcripts and pages in many containers, where a development checkout has them."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from casestudy.errors import BadFile
from casestudy.ingest import read_file

from .made import check, pieces, times, turns

FOLDER = Path(__file__).parents[3] / "shared"
TRANSCRIPTS = FOLDER / "samples" / "transcripts"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FOLDER.exists(), reason="the sample files lie beside a checkout only"),
]

CONTAINERS = {
    "ritchie.htm": (),
    "ritchie_colon.srt": ("start", "end"),
    "ritchie_f4.rtf": ("end",),
    "ritchie_libreoffice.docx": (),
    "ritchie_libreoffice.odt": (),
    "ritchie_libreoffice.rtf": (),
    "ritchie_maxqda.txt": ("end",),
    "ritchie_o.otr": ("start",),
    "ritchie_otter.txt": ("start",),
    "ritchie_table.docx": ("start",),
    "ritchie_teams.docx": ("start",),
    "ritchie_tei.xml": ("start",),
    "ritchie_voice.vtt": ("start", "end"),
}
"""One interview in every container, with the times that the container keeps."""


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("name", CONTAINERS)
def test_one_interview_in_every_container(name: str) -> None:
    truth = json.loads((TRANSCRIPTS / "ritchie_truth.json").read_text(encoding="utf-8"))
    reading = read_file(TRANSCRIPTS / name)
    check(reading)
    found = turns(reading)
    assert len(found) == 89
    assert [speaker for speaker, _ in found] == [turn[0] for turn in truth]
    assert [words(text) for _, text in found] == [words(turn[1]) for turn in truth]
    assert sum(len(text.split()) for _, text in found) == pytest.approx(8437, abs=30)
    assert reading.kind == "interview"
    for column, kept in enumerate(("start", "end")):
        clocks = [pair[column] for pair in times(reading)]
        if kept in CONTAINERS[name]:
            assert clocks == pytest.approx([turn[2 + column] for turn in truth], abs=1)
        else:
            assert set(clocks) == {None}


def test_pdf_where_its_library_is_installed() -> None:
    pytest.importorskip("pypdfium2")
    truth = json.loads((TRANSCRIPTS / "ritchie_truth.json").read_text(encoding="utf-8"))
    found = turns(read_file(TRANSCRIPTS / "ritchie_libreoffice.pdf"))
    assert [words(text) for _, text in found] == [words(turn[1]) for turn in truth]


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"
)
def test_old_word_file_through_libreoffice() -> None:
    truth = json.loads((TRANSCRIPTS / "ritchie_truth.json").read_text(encoding="utf-8"))
    found = turns(read_file(TRANSCRIPTS / "ritchie.doc"))
    assert [speaker for speaker, _ in found] == [turn[0] for turn in truth]
    assert [words(text) for _, text in found] == [words(turn[1]) for turn in truth]


def test_old_word_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BadFile, match="old Word file"):
        read_file(TRANSCRIPTS / "ritchie.doc")


def test_other_programs() -> None:
    chat = read_file(TRANSCRIPTS / "childes_brown_eve.cha")
    counts = Counter(speaker for speaker, _ in turns(chat))
    assert counts == {"MOT": 804, "CHI": 741, "COL": 30, "RIC": 13}
    csv = read_file(TRANSCRIPTS / "uidaho_wrigley.csv")
    assert Counter(speaker for speaker, _ in turns(csv)) == {"RW": 134, "DB": 101}
    assert len({code.start for code in csv.codes}) == 158
    assert len({code.code for code in csv.codes}) == 13
    assert {code.coder for code in csv.codes} == {"tags"}
    assert csv.roles == {"DB": "interviewer", "RW": "respondent"}
    assert str(csv.losses) == "nothing was lost"
    whisper = read_file(TRANSCRIPTS / "whisper_fr_smartphone.words.json")
    assert len(pieces(whisper, "cue")) == 38
    assert sum(any(map(str.isalnum, word)) for word in whisper.text.split()) == 554
    assert len(pieces(read_file(TRANSCRIPTS / "whisper_fr_smartphone_50.srt"), "cue")) == 89
    elan = read_file(TRANSCRIPTS / "poio_example.eaf")
    assert {speaker for speaker, _ in turns(elan)} == {"K-Spch", "W-Spch"}
    for name in ("webvttpy_comments.vtt", "webvttpy_cue_tags.vtt"):
        assert len(pieces(read_file(TRANSCRIPTS / name), "cue")) == 3


@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("*/[0-9][0-9][0-9]_*.txt")), ids=lambda path: path.stem
)
def test_articles_have_no_speakers(path: Path) -> None:
    reading = read_file(path)
    check(reading)
    assert reading.kind == "document"
    assert not turns(reading)
    assert reading.text == path.read_text(encoding="utf-8")
    assert reading.warnings == ()


@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("samples/web/wcxb_*.gz")), ids=lambda path: path.name
)
def test_pages(path: Path, tmp_path: Path) -> None:
    page = tmp_path / path.stem
    page.write_bytes(gzip.decompress(path.read_bytes()))
    reading = read_file(page)
    check(reading)
    assert reading.kind == "website"
    assert len(reading.parts) > 100
    assert reading.title
    assert reading.language


def test_page_saved_by_a_browser() -> None:
    reading = read_file(FOLDER / "samples" / "web" / "capture_0597.mhtml")
    check(reading)
    assert reading.reader == "mhtml 1"
    assert reading.kind == "website"
