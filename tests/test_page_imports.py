"""Pages that come as files: saved pages, MHTML, SingleFile, PDF, WARC and WACZ."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest

from casestudy.errors import BadFile
from casestudy.importing.choices import ImportSettings
from casestudy.importing.files import import_files
from casestudy.ingest import WebArchive, is_archive, read_file
from casestudy.pages.capture_folder import capture_dates, raw_page, read_capture
from casestudy.pages.captures import CANNOT_HOLD, Capture
from casestudy.pages.warc import packed, read_records, warc_record
from casestudy.study import Study

PAGE = "<html lang=en><head><title>Shop</title></head><body><p>{} words of a page</p></body></html>"
URL = "https://shop.example/a"
TALK = (
    "<html><body><p>Anna: We trust the supplier very much.</p><p>Ben: Why do you trust them?</p>"
    "<p>Anna: Because the stock levels are live.</p><p>Ben: I see, thank you.</p></body></html>"
)


def record(
    url: str,
    body: bytes,
    *,
    date: str = "2026-01-01T00:00:00Z",
    status: str = "200 OK",
    media_type: str = "text/html; charset=utf-8",
    more: tuple[str, ...] = (),
) -> tuple[str, bytes]:
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {media_type}", *more])
    return warc_record(
        "response",
        url=url,
        date=date,
        block=f"{head}\r\n\r\n".encode() + body,
        media_type="application/http; msgtype=response",
    )


def request(id: str, url: str, *lines: str) -> bytes:
    head = "\r\n".join(["GET / HTTP/1.1", *lines, "", ""])
    _, made = warc_record(
        "request", url=url, date="2026-01-01T00:00:00Z", block=head.encode(),
        media_type="application/http; msgtype=request", headers=[("WARC-Concurrent-To", id)],
    )  # fmt: skip
    return made


def archive(path: Path, *records: tuple[str, bytes] | bytes) -> Path:
    plain = [one if isinstance(one, bytes) else one[1] for one in records]
    path.write_bytes(b"".join(map(packed, plain)))
    return path


def html(words: str) -> bytes:
    return PAGE.format(words).encode()


# --- which records are pages ---------------------------------------------------------------------


def test_pages_are_told_from_everything_else(tmp_path: Path) -> None:
    page = record(URL, PAGE.format("First <iframe src=/frame></iframe>").encode())
    frame = record("https://shop.example/frame", html("Framed"))
    other_frame = record("https://ads.example/ad", html("Advertised"))
    embedded = record("https://ads.example/embed", html("Embedded"))
    _, hops = warc_record(
        "metadata", url="https://ads.example/embed", date="2026", block=b"hopsFromSeed: LE\r\n",
        media_type="application/warc-fields", headers=[("WARC-Concurrent-To", embedded[0])],
    )  # fmt: skip
    path = archive(
        tmp_path / "a.warc.gz",
        warc_record("warcinfo", date="2026", block=b"software: x", media_type="x"),
        record("https://shop.example/old", b"", status="301 Moved", more=(f"Location: {URL}",)),
        page,
        request(page[0], URL, "Sec-Fetch-Dest: document"),
        frame,
        other_frame,
        request(other_frame[0], "https://ads.example/ad", "Sec-Fetch-Dest: iframe"),
        embedded,
        hops,
        record("https://shop.example/x.png", b"\x89PNG", media_type="image/png"),
        record("https://shop.example/x.css", b"p{}", media_type="text/css"),
        record("https://shop.example/gone", html("Gone"), status="404 Not Found"),
        record("https://count.example/", b"<html><body><img></body></html>"),
        warc_record(
            "revisit", url=URL, date="2026", block=b"HTTP/1.1 200 OK\r\n\r\n", media_type="x"
        ),
    )
    found = WebArchive(path)
    [one] = list(found.pages())
    assert one.url == URL
    assert [(hop.url, hop.status) for hop in one.hops] == [("https://shop.example/old", 301)]  # type: ignore[union-attr]
    left = {loss.what: loss.count for loss in found.left_aside.losses}
    assert left == {
        "page set into another page": 3, "redirect": 1, "picture": 1, "style sheet": 1,
        "page with the status 404": 1, "page of next to no words": 1,
        "copy of an earlier answer": 1,
    }  # fmt: skip


def test_the_records_of_a_page_are_kept_byte_for_byte(study: Study, tmp_path: Path) -> None:
    page = record(URL, html("First"))
    asked = request(page[0], URL)
    archive(tmp_path / "a.warc.gz", asked, page, record("https://shop.example/b", html("Second")))
    study.import_files(tmp_path / "a.warc.gz", case="shop")
    folder = study.sources.folder("shop.example_a")
    kept = list(read_records(folder / "response.warc.gz"))
    assert [one.kind for one in kept] == ["request", "response"]
    assert b"".join(one.raw for one in kept) == asked + page[1]
    assert raw_page(folder) == html("First")
    capture = read_capture(folder)
    assert capture is not None
    assert (capture.method, capture.url, capture.status) == ("warc", URL, 200)
    assert capture.container is not None
    assert capture.container.name == "a.warc.gz"
    assert not capture.complete
    assert study.sources["shop.example_a"].provenance.method == f"captured from {URL}, in a.warc.gz"
    assert study.sources["shop.example_a"].provenance.date == "2026-01-01"
    assert study.check() == []


def test_a_packed_page_in_its_servers_encoding(study: Study, tmp_path: Path) -> None:
    body = gzip.compress(PAGE.format("Käse").encode("latin-1"))
    coded = record(
        URL, body, media_type="text/html; charset=iso-8859-1", more=("Content-Encoding: gzip",)
    )
    study.import_files(archive(tmp_path / "a.warc", coded))
    assert study.sources["shop.example_a"].text.startswith("Käse words of a page\n")


def test_captures_of_one_address_become_its_history(study: Study, tmp_path: Path) -> None:
    path = archive(
        tmp_path / "years.warc.gz",
        record(URL, html("Newer"), date="2026-05-01T00:00:00Z"),
        record(f"{URL}?utm_source=x", html("Older"), date="2024-05-01T00:00:00Z"),
        record("https://shop.example/b", html("Other")),
    )
    report = study.import_files(path, case="shop")
    assert [one.id for one in report.imported] == ["shop.example_b", "shop.example_a"]
    assert [one.id for one in report.updated] == ["shop.example_a"]
    assert study.sources["shop.example_a"].text.startswith("Newer words of a page\n")
    dates = capture_dates(study.sources.folder("shop.example_a"))
    assert [date[:4] for date, _ in dates] == ["2024", "2026"]
    again = study.import_files(path, case="shop")
    assert [type(one).__name__ for one in again.outcomes] == ["KnownFile", "Refusal", "KnownFile"]
    assert "has a later capture of the page as 'shop.example_a'" in again.refused[0].reason
    assert study.check() == []


def test_a_bad_page_does_not_stop_the_others(study: Study, tmp_path: Path) -> None:
    path = archive(
        tmp_path / "a.warc.gz",
        record(URL, b"<title>only scripts</title><script>1</script>"),
        record("https://shop.example/b", b"rubbish", more=("Content-Encoding: gzip",)),
        record("https://shop.example/c", html("Good")),
    )
    report = study.import_files(path)
    assert [one.id for one in report.imported] == ["shop.example_c"]
    assert len(report.refused) == 2
    assert "https://shop.example/a: shows no words" in report.refused[0].reason
    assert "the packing is damaged" in report.refused[1].reason


def test_an_archive_that_is_cut_short_gives_what_it_has(study: Study, tmp_path: Path) -> None:
    path = archive(
        tmp_path / "a.warc.gz", record(URL, html("Good")), record(f"{URL}2", html("Lost" * 900))
    )
    path.write_bytes(path.read_bytes()[:-40])
    report = study.import_files(path)
    [one] = report.imported
    assert one.id == "shop.example_a"
    assert any("everything behind a damage" in str(loss) for loss in one.summary.losses.losses)


@pytest.mark.parametrize(
    ("records", "sentence"),
    [
        ([record("https://a/x.png", b"x", media_type="image/png")], "holds no page that can be"),
        ([], "holds no page"),
    ],
)
def test_an_archive_without_pages(
    study: Study, tmp_path: Path, records: list[tuple[str, bytes]], sentence: str
) -> None:
    info = warc_record("warcinfo", date="2026", block=b"x: y", media_type="x")
    report = study.import_files(archive(tmp_path / "a.warc.gz", info, *records))
    assert sentence in report.refused[0].reason


def test_one_id_cannot_name_several_pages(study: Study, tmp_path: Path) -> None:
    path = archive(tmp_path / "a.warc", record(URL, html("A")), record(f"{URL}2", html("B")))
    report = study.import_files(path, id="x")
    assert "can name one page" in report.refused[0].reason


# --- WACZ ----------------------------------------------------------------------------------------


def wacz(path: Path, warc: bytes, pages: list[str] | None) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("datapackage.json", '{"profile": "data-package"}')
        made.writestr("archive/data.warc.gz", warc)
        if pages is not None:
            lines = ['{"format": "json-pages-1.0"}', *(json.dumps({"url": one}) for one in pages)]
            made.writestr("pages/pages.jsonl", "\n".join([*lines, "rubbish", "[1]"]))
    return path


@pytest.mark.parametrize(
    ("pages", "expected"),
    [(None, ["a", "b"]), ([], ["a", "b"]), ([f"{URL}#x"], ["a"])],
)
def test_wacz(study: Study, tmp_path: Path, pages: list[str] | None, expected: list[str]) -> None:
    records = [record(URL, html("A"))[1], record("https://shop.example/b", html("B"))[1]]
    path = wacz(tmp_path / "a.wacz", b"".join(map(packed, records)), pages)
    assert is_archive(path)
    report = study.import_files(path)
    assert [one.id for one in report.imported] == [f"shop.example_{name}" for name in expected]
    capture = read_capture(study.sources.folder("shop.example_a"))
    assert capture is not None
    assert capture.method == "wacz"


def test_a_damaged_wacz(study: Study, tmp_path: Path) -> None:
    path = wacz(tmp_path / "a.wacz", packed(record(URL, html("A" * 500))[1])[:-30], None)
    report = study.import_files(path)
    assert "is cut short" in report.refused[0].reason


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rubbish", b"\x1f\x8brubbish", b"<html>"])
def test_what_is_no_archive(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    assert not is_archive(path)
    assert not is_archive(tmp_path / "nowhere")


def test_a_single_reading_of_an_archive_is_refused_with_a_way_out(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(record(URL, html("A"))[1])
    with pytest.raises(BadFile, match="`casestudy import` makes a source of each"):
        read_file(path)


# --- saved pages ---------------------------------------------------------------------------------

MHTML = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: {url}\r\nSubject: Shop\r\n"
    "Date: Tue, 24 Nov 2026 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related; type="text/html"; boundary="X"\r\n\r\n'
    "--X\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: {url}\r\n\r\n"
    "<html><body><p>{words} words of a page</p></body></html>\r\n--X--\r\n"
)
SINGLE = (
    "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: {url} \n"
    " saved date: Tue Nov 24 2026 12:00:00 GMT+0200 (Eastern European Standard Time)\n-->"
    "<body><p>{words} words of a page</p>"
)
CHROME = "<!-- saved from url=(0022){url} -->\n<html><body><p>{words} words of a page</p>"


def saved(tmp_path: Path, name: str, template: str, words: str = "Saved") -> Path:
    path = tmp_path / name
    path.write_text(template.format(url=URL, words=words), "utf-8", newline="")
    return path


@pytest.mark.parametrize(
    ("name", "template", "method", "date"),
    [
        ("a.mhtml", MHTML, "mhtml", "2026-11-24T10:00:00Z"),
        ("a.html", SINGLE, "singlefile", "2026-11-24T10:00:00Z"),
        ("a.html", CHROME, "html", ""),
    ],
)
def test_a_saved_page_says_where_it_is_from(
    study: Study, tmp_path: Path, name: str, template: str, method: str, date: str
) -> None:
    report = study.import_files(saved(tmp_path, name, template), case="shop")
    [one] = report.imported
    capture = read_capture(study.sources.folder(one.id))
    assert capture is not None
    assert (capture.method, capture.url, capture.started) == (method, URL, date)
    told = [loss.what for loss in one.summary.losses.losses]
    assert set(CANNOT_HOLD[method]) <= set(told)
    assert study.check() == []


def test_a_saved_page_is_the_page_that_the_study_has(study: Study, tmp_path: Path) -> None:
    study.import_files(saved(tmp_path, "first.mhtml", MHTML), case="shop")
    study.coder("anna").code("first", "concerns", quote="Saved words")
    report = study.import_files(saved(tmp_path, "later.html", SINGLE, "Better saved"), case="shop")
    [one] = report.updated
    assert one.id == "first"
    assert one.counts["moved"] + one.counts["adjusted"] == 1
    assert study.sources["first"].original == "original.html"
    assert study.sources["first"].text == "Better saved words of a page"
    assert study.check() == []
    study.undo_edit("first")
    assert study.sources["first"].text == "Saved words of a page"
    assert study.check() == []


def test_a_page_that_does_not_say_its_address_stays_by_itself(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE.format("Some"), "utf-8")
    [one] = study.import_files(path).imported
    capture = read_capture(study.sources.folder(one.id))
    assert capture is not None
    assert capture.url == ""
    assert capture.keys == frozenset()
    assert str(one.summary.losses).startswith("address, time and status, unless the file says")


def test_an_interview_saved_as_a_page_is_no_capture(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "talk.html"
    path.write_text(TALK, "utf-8")
    [one] = study.import_files(path).imported
    assert one.source.kind == "interview"
    assert read_capture(study.sources.folder(one.id)) is None
    report = import_files(study.folder, [path], settings=ImportSettings(kind="website"))
    assert report.known
    path.write_text(TALK.replace("trust", "like"), "utf-8")
    [page] = study.import_files(path, kind="website", case="shop").imported
    assert {part.kind for part in page.source.parts} >= {"block"}
    assert page.source.turns == ()


def test_a_print_of_a_page(study: Study, tmp_path: Path) -> None:
    source = Path(__file__).parents[1] / "synthetic/site/2026/nordmotor.example/downloads"
    [one] = study.import_files(source / "nm-40_manual_rev-e.pdf", kind="website").imported
    capture = read_capture(study.sources.folder(one.id))
    assert capture is not None
    assert capture.method == "pdf"
    assert "links, roles, hidden and folded text" in str(one.summary.losses)
    assert one.source.provenance.kind == "synthetic"


def test_a_capture_of_a_file_has_no_browsers_powers() -> None:
    made = Capture(method="mhtml", requested=URL, url=URL, page="original.mhtml")
    assert not made.complete
    assert not made.has("boxes.json")
