"""Pages as sources: new, captured again, failed, interrupted; by the study and by the command."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from casestudy.capture import gate as gate_module
from casestudy.cli import app
from casestudy.edits import OUTCOMES
from casestudy.importing.capturing import capture_pages
from casestudy.opening import new_study
from casestudy.pages.capture_folder import capture_dates, raw_page, read_capture
from casestudy.pages.capture_reports import CaptureInterrupted
from casestudy.pages.capture_settings import CaptureSettings
from casestudy.regions import Region
from casestudy.study import Study

from .served import Handler, Server, served

SITE = "shop.example"
STATS = "stats.example"

CONSENT = """<div id=banner><button id=yes onclick="
  document.cookie = 'after=2; path=/';
  new Image().src = 'http://stats.example/ads.gif'; banner.remove()">Accept
  all</button></div><script src="http://stats.example/count.js"></script>"""
FIRST = "The warranty is 24 months. We answer within a day."
SECOND = "New: a chat. The warranty is 36 months. We answer within a day."


def page(words: str, more: str = "") -> str:
    return (
        f"<!doctype html><html lang=en><head><title>Shop</title></head>"
        f"<body><h1>Shop</h1><p>{words}</p>{more}</body></html>"
    )


def busy_at_first(h: Handler) -> None:
    if h.server.times_asked(SITE, "/later") == 1:
        h.send(b"busy", status=503, headers=(("Retry-After", "1"),))
    else:
        h.send(page("Later words.").encode())


def cookie(h: Handler) -> None:
    h.send(b"document.cookie = 'before=1; path=/'", "text/javascript")


@pytest.fixture
def site() -> Any:
    pages = {
        (SITE, "/a"): page(FIRST, CONSENT),
        (SITE, "/b"): page("Second page."),
        (SITE, "/c"): page("Third page."),
        (SITE, "/later"): busy_at_first,
        (SITE, "/script-only"): "<div id=app></div><script>1</script>",
        (SITE, "/robots.txt"): "User-agent: *\nDisallow: /secret\n",
        (SITE, "/to-b"): lambda h: h.send(b"", status=301, headers=(("Location", "/b"),)),
        (SITE, "/sitemap.xml"): "<urlset><url><loc>http://shop.example/c</loc></url></urlset>",
        (STATS, "/count.js"): cookie,
        (STATS, "/ads.gif"): lambda h: h.send(b"GIF89a", "image/gif"),
    }
    with served(pages) as server:
        yield server


@pytest.fixture
def empty(tmp_path: Path, browser: Path) -> Study:
    return new_study(tmp_path / "study", title="Shops")


def near(site: Server, **more: Any) -> CaptureSettings:
    hosts = dict.fromkeys((SITE, STATS), site.place)
    return CaptureSettings(resolve=hosts, delay=0.0, settle=0.4, **more)


def address(path: str) -> str:
    return f"http://{SITE}{path}"


def folder_of(study: Study, id: str) -> Path:
    return study.sources.folder(id)


def test_a_page_becomes_a_source_and_a_failed_one_is_told(empty: Study, site: Server) -> None:
    wanted = [
        address(path)
        for path in ("/a", "/gone", "/secret", "/script-only", "/later", "/b", "/to-b")
    ]
    report = empty.capture(*wanted, address("/a#top"), case="Shop", settings=near(site))
    assert [one.source.id for one in report.captured] == [
        "shop.example_a", "shop.example_later", "shop.example_b",
    ]  # fmt: skip
    reasons = {one.address: one.reason for one in report.failed}
    assert reasons[address("/gone")].startswith("answered 404")
    assert "refused to programs by http://shop.example/robots.txt" in reasons[address("/secret")]
    assert reasons[address("/script-only")].startswith("shows no words, also after its scripts")
    assert "was captured already as 'shop.example_b'" in reasons[address("/to-b")]
    assert report.notes == (
        f"{address('/a#top')} is the same page as {address('/a')}; it is captured once",
    )
    assert site.times_asked(SITE, "/secret") == 0
    assert list(empty.cases) == ["Shop"]
    source = empty.sources["shop.example_a"]
    assert (source.kind, source.case, source.title) == ("website", "Shop", "Shop")
    assert FIRST in source.text
    assert source.provenance.kind == "collected"
    assert source.provenance.method == f"captured from {address('/a')}"
    assert source.file == address("/a")
    assert empty.check() == []
    assert list(report.to_frame()["outcome"]) == [
        "new", "failed", "failed", "failed", "new", "new", "failed",
    ]  # fmt: skip
    assert "captured from http://shop.example/a" in report._repr_html_()
    assert raw_page(folder_of(empty, "shop.example_a")) == page(FIRST, CONSENT).encode()


def test_what_is_recorded_before_and_after_consent(empty: Study, site: Server) -> None:
    settings = near(site, consent="#yes", viewport=(800, 600), language="fi-FI")
    empty.capture(address("/a"), settings=settings)
    folder = folder_of(empty, "shop.example_a")
    capture = read_capture(folder)
    assert capture is not None
    assert capture.consent == "clicked 'Accept all' (#yes)"
    assert {(one.name, one.consent) for one in capture.cookies} == {
        ("before", "before"), ("after", "after"),
    }  # fmt: skip
    lines = (folder / "requests.jsonl").read_text("utf-8").splitlines()
    by_path = {one["url"].rpartition("/")[2]: one for one in map(json.loads, lines)}
    assert by_path["count.js"]["consent"] == "before"
    assert by_path["count.js"]["third_party"] is True
    assert by_path["count.js"]["initiator"] == address("/a")
    assert by_path["ads.gif"]["consent"] == "after"
    assert by_path["a"]["type"] == "document"
    assert capture.viewport == (800, 600)
    assert capture.robots.decision == "allowed"
    assert capture.complete
    assert set(capture.tools) == {"casestudy", "browser", "playwright", "system"}
    assert {agent["User-Agent"].rpartition(" ")[2][:10] for agent in site.headers[1:]} == {
        "casestudy/"
    }
    assert site.headers[-1]["Accept-Language"].startswith("fi-FI")
    assert "Accept all" not in empty.sources["shop.example_a"].text


def test_a_page_captured_again_is_an_edit_of_its_source(empty: Study, site: Server) -> None:
    empty.capture(address("/a"), case="Shop", settings=near(site))
    id = "shop.example_a"
    anna = empty.coder("anna")
    anna.code(id, "concerns", quote="The warranty is 24 months.")
    anna.code(id, "timeliness", quote="We answer within a day.")
    region = Region(picture="screenshot.png", x=1, y=2, width=30, height=40)
    anna.code(id, "communication", region=region)
    site.pages[SITE, "/a"] = page(SECOND, CONSENT)
    again = f"{address('/a')}?utm_source=mail&gclid=7#x"
    report = empty.capture(again, settings=near(site))
    [one] = report.captured
    assert not one.is_new
    assert one.report is not None
    assert dict(one.report.counts) == dict.fromkeys(OUTCOMES, 0) | {"moved": 1, "adjusted": 1}
    assert SECOND in empty.sources[id].text
    assert {coding.quote for coding in empty.codings.frame.itertuples() if coding.quote} == {
        "The warranty is 36 months.", "We answer within a day.",
    }  # fmt: skip
    dates = capture_dates(folder_of(empty, id))
    assert len(dates) == 2
    assert dates[0][0] < dates[1][0]
    assert FIRST in (dates[0][1] / "text.txt").read_text("utf-8")
    pictures = sorted(path.name for path in folder_of(empty, id).glob("*.png"))
    assert pictures == ["screenshot.png", "screenshot_2.png"], "the region's picture stays"
    assert one.capture.picture == "screenshot_2.png"
    assert empty.check() == []
    empty.undo_edit(id)
    assert FIRST in empty.sources[id].text
    now = read_capture(folder_of(empty, id))
    assert now is not None
    assert now.picture == "screenshot.png"
    assert empty.check() == []
    with pytest.raises(LookupError, match="did you mean 'Shop'"):
        empty.capture(address("/a"), case="Shopp", settings=near(site))


def test_an_interrupted_run_is_taken_up(empty: Study, site: Server) -> None:
    wanted = [address(path) for path in ("/b", "/c", "/later")]

    def stop(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(CaptureInterrupted, match="1 pages are captured and kept, 0 failed, 2"):
        capture_pages(empty.folder, wanted, settings=near(site), on_progress=stop)
    assert list(empty.sources) == ["shop.example_b"]
    report = capture_pages(empty.folder, wanted, settings=near(site))
    assert report.notes[0].startswith("an interrupted run is taken up: 1 pages were captured")
    assert [one.source.id for one in report.captured] == ["shop.example_c", "shop.example_later"]
    assert site.times_asked(SITE, "/b") == 1
    assert not list((empty.folder / ".casestudy" / "captures").glob("*.jsonl"))
    assert not list((empty.folder / ".casestudy" / "captures").glob("run.*"))


def test_the_command(empty: Study, site: Server, tmp_path: Path) -> None:
    listed = tmp_path / "pages.txt"
    listed.write_text(f"# pages\n\n{address('/b')}\n{address('/gone')}\n", "utf-8")
    options = [
        "capture", "--study", str(empty.folder), "--case", "Shop", "--list", str(listed),
        "--sitemap", address("/sitemap.xml"), "--delay", "0", "--max-pages", "2",
        "--viewport", "700x500", "--resolve", f"{SITE}={site.place}",
    ]  # fmt: skip
    done = CliRunner().invoke(app, [*options, "--json"])
    assert done.exit_code == 1, done.stderr
    record = json.loads(done.stdout)
    assert Counter(map(type, record.values())) == {list: 3}
    [one] = record["captured"]
    assert (one["source"], one["status"], one["case"], one["is_new"]) == (
        "shop.example_b", 200, "Shop", True,
    )  # fmt: skip
    assert one["cannot_hold"] == [
        "what shows only after a click, a log-in, or a choice about cookies"
    ]
    assert [failed["address"] for failed in record["failed"]] == [address("/gone")]
    assert record["notes"][-1].startswith("1 pages are left: at most 2 are captured in one run")
    again = CliRunner().invoke(app, options)
    assert "shop.example_c" in again.stdout
    assert "an interrupted run is taken up: 1 pages" in again.stderr
    assert "not captured: http://shop.example/gone: answered 404" in again.stderr


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["shop.example"], "give it with its scheme, as in 'https://shop.example'"),
        ([], "no address is given; give those of pages, a list or a sitemap"),
        (["http://a/", "http://b/", "--id", "x"], "can name one source, but 2 pages are given"),
        (["http://a/", "--viewport", "wide"], "write it as WIDTHxHEIGHT"),
        (["http://a/", "--resolve", "a"], "write it as HOST=ADDRESS:PORT"),
        (["http://a/", "--list", "nowhere.txt"], "No such file"),
    ],
)
def test_what_the_command_refuses(tmp_path: Path, options: list[str], sentence: str) -> None:
    study = new_study(tmp_path / "study")
    done = CliRunner().invoke(app, ["capture", *options, "--study", str(study.folder)])
    assert sentence in str(done.exception)


def test_a_page_of_the_web_cannot_look_into_the_private_network(
    empty: Study, site: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here 127.0.0.1 plays the web and 127.0.0.2 the private network."""
    monkeypatch.setattr(gate_module, "_is_public", lambda ip: ip == "127.0.0.1")
    port = site.place.partition(":")[2]
    site.pages["router.example", "/"] = page("The words of a router.")
    site.pages[SITE, "/a"] = page("Open words.", "<iframe src='http://router.example/'></iframe>")
    hosts = {SITE: site.place, "router.example": f"127.0.0.2:{port}"}
    settings = CaptureSettings(resolve=hosts, delay=0.0, settle=0.4)
    empty.capture(address("/a"), settings=settings)
    assert ("router.example", "/") not in site.asked
    folder = folder_of(empty, "shop.example_a")
    lines = (folder / "requests.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    [tried] = [row for row in rows if row["host"] == "router.example"]
    assert "private network" in tried["failed"]
