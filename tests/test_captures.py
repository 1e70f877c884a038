"""The record of a capture: what is written is read back, and files that changed are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from casestudy.errors import BadFile
from casestudy.pages.capture_folder import (
    all_capture_faults,
    capture_dates,
    capture_faults,
    raw_page,
    read_capture,
    stored_file,
)
from casestudy.pages.captures import (
    CANNOT_HOLD,
    METHODS,
    Capture,
    Container,
    Cookie,
    FramedPage,
    Hop,
    Robots,
    StoredFile,
)
from casestudy.pages.warc import packed, warc_record

FULL = Capture(
    method="browser",
    requested="http://shop.example/old?utm_source=x",
    url="http://shop.example/new",
    page="dom.html",
    picture="screenshot.png",
    hops=(Hop(url="http://shop.example/old", status=301, to="http://shop.example/new"),),
    status=200,
    started="2026-11-24T10:00:00.000Z",
    finished="2026-11-24T10:00:02.000Z",
    viewport=(1366, 900),
    user_agent="Mozilla/5.0 casestudy/0.1.0",
    language="en",
    tools={"browser": "Chromium 156"},
    robots=Robots(decision="allowed", url="http://shop.example/robots.txt", status=200),
    limits={"max_pages": 200.0},
    limits_hit=("the page is long",),
    files={"dom.html": StoredFile(sha256="0" * 64, size=3)},
    cookies=(Cookie(name="a", domain="shop.example", expires="2027-01-01"),),
    console_errors=("it broke",),
    events=("a dialog",),
    frames=(FramedPage(xpath="/html[1]/body[1]/iframe[1]", url="http://x/", file="frame_01.html"),),
    container=Container(name="a.warc", sha256="1" * 64, size=9),
    losses=("something",),
)


def test_write_then_read(tmp_path: Path) -> None:
    (tmp_path / "capture.json").write_bytes(FULL.to_json())
    assert read_capture(tmp_path) == FULL
    assert read_capture(tmp_path / "nowhere") is None
    assert json.loads(FULL.to_json())["version"] == 1


def test_the_keys_of_both_addresses() -> None:
    assert FULL.keys == {"http://shop.example/old", "http://shop.example/new"}


def test_only_a_browser_that_came_to_the_end_can_say_no() -> None:
    assert not FULL.complete, "a limit was hit"
    whole = {"method": "browser", "requested": "http://a/", "url": "http://a/", "page": "dom.html"}
    assert Capture(**whole).complete  # type: ignore[arg-type]
    assert not Capture(**(whole | {"method": "warc"})).complete  # type: ignore[arg-type]


def test_each_method_says_what_it_cannot_hold() -> None:
    assert set(CANNOT_HOLD) == set(METHODS)
    assert FULL.cannot_hold[-1] == "something"


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(ValueError, match="method 'photo' is not known; allowed are browser, warc"):
        Capture(method="photo", requested="", url="", page="")


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2}, {"files": {"../x": {"sha256": "", "size": 1}}}, {"files": {"x": 1}},
        {"method": "photo"}, {"surprise": 1}, {"hops": [{"url": 1}]}, {"container": {"name": "x"}},
    ],
)  # fmt: skip
def test_a_record_that_is_none(tmp_path: Path, change: dict[str, object]) -> None:
    plain = json.loads(FULL.to_json()) | change
    (tmp_path / "capture.json").write_text(json.dumps(plain), "utf-8")
    with pytest.raises(BadFile, match="not the record of a capture"):
        read_capture(tmp_path)
    assert [fault.path for fault in capture_faults(tmp_path)] == [tmp_path / "capture.json"]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"null", b"\xff"])
def test_a_record_that_is_rubbish(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "capture.json").write_bytes(content)
    with pytest.raises(BadFile):
        read_capture(tmp_path)


def small(folder: Path, started: str) -> Capture:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dom.html").write_text("words", "utf-8")
    made = Capture(
        method="browser",
        requested="http://a/",
        url="http://a/",
        page="dom.html",
        started=started,
        files={"dom.html": stored_file(folder / "dom.html")},
    )
    (folder / "capture.json").write_bytes(made.to_json())
    return made


def test_changed_and_missing_files_are_named(tmp_path: Path) -> None:
    small(tmp_path, "2026")
    assert capture_faults(tmp_path) == []
    (tmp_path / "dom.html").write_text("other", "utf-8")
    assert "changed after the capture" in str(capture_faults(tmp_path)[0])
    (tmp_path / "dom.html").unlink()
    assert "is missing" in str(capture_faults(tmp_path)[0])


def test_earlier_captures_with_their_dates(tmp_path: Path) -> None:
    small(tmp_path, "2026-02")
    small(tmp_path / "edits" / "2", "2025-01")
    small(tmp_path / "edits" / "1", "2026-01")
    assert [date for date, _ in capture_dates(tmp_path)] == ["2025-01", "2026-01", "2026-02"]
    assert capture_dates(tmp_path)[-1][1] == tmp_path
    (tmp_path / "edits" / "1" / "dom.html").write_text("other", "utf-8")
    assert len(all_capture_faults(tmp_path)) == 1


def test_the_bytes_of_the_page_itself(tmp_path: Path) -> None:
    made = small(tmp_path, "2026")
    assert raw_page(tmp_path) is None
    block = b"HTTP/1.1 200 OK\r\n\r\n<p>raw"
    _, record = warc_record("response", url="http://a/", date="2026", block=block, media_type="x")
    (tmp_path / "response.warc.gz").write_bytes(packed(record))
    files = {**made.files, "response.warc.gz": stored_file(tmp_path / "response.warc.gz")}
    (tmp_path / "capture.json").write_bytes(
        Capture(
            method="browser", requested="", url="http://a/", page="dom.html", files=files
        ).to_json()
    )
    assert raw_page(tmp_path) == b"<p>raw"
