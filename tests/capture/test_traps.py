"""Pages that fight back: each ends with a sentence or a capture; none takes others along."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from casestudy.capture import PageCapture, PageFailure, captured
from casestudy.ingest import read_file
from casestudy.pages.addresses import host_of
from casestudy.pages.capture_settings import CaptureSettings
from casestudy.pages.captures import Capture

from .conftest import quick
from .served import Server
from .traps import PAGES, TRAP

ASKED = [
    "/redirects", "/refreshes", "/endless", "/huge", "/bomb", "/cut", "/file", "/nothing",
    "/noisy", "/hostile", "/infinite", "/lazy", "/shadow", "/misnested", "/tampered",
    "/data", "/charset", "/wrong-charset", "/broken", "/frames", "/login", "/401", "/to-file",
    "/chunked", "/changes-its-mind", "/heavy", "/fine",
]  # fmt: skip
WAITED_FOR = ["/drip", "/silent", "/busy", "/slow-part"]
"""Pages that end when the patience does, which is short for them only: a busy machine is slow."""


@dataclass
class Kept:
    """What came of the traps, by path."""

    outcomes: dict[str, PageCapture | PageFailure]
    hosts: set[str]

    def reason(self, path: str) -> str:
        outcome = self.outcomes[path]
        assert isinstance(outcome, PageFailure), path
        return outcome.reason

    def page(self, path: str) -> PageCapture:
        outcome = self.outcomes[path]
        assert isinstance(outcome, PageCapture), outcome
        return outcome

    def capture(self, path: str) -> Capture:
        return self.page(path).capture

    def dom(self, path: str) -> str:
        return (self.page(path).folder / "dom.html").read_text("utf-8-sig")

    def boxes(self, path: str) -> dict[str, dict[str, Any]]:
        boxes = json.loads((self.page(path).folder / "boxes.json").read_bytes())
        return {one["xpath"]: one for one in boxes["elements"]}

    def requests(self, path: str) -> list[dict[str, Any]]:
        lines = (self.page(path).folder / "requests.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def kept(browser: Path, site: Server, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """All traps, asked for in three runs at the same time, since each waits most of its time."""
    site.asked.clear()
    by_path: dict[str, PageCapture | PageFailure] = {}

    def run(
        paths: Sequence[str], settings: CaptureSettings, scratch: Path
    ) -> list[PageCapture | PageFailure]:
        addresses = [f"http://{TRAP}{path}" for path in paths]
        outcomes = list(captured(addresses, settings=settings, scratch=scratch))
        assert [one.address for one in outcomes] == addresses
        return outcomes

    folders = [tmp_path_factory.mktemp("traps") for _ in range(3)]
    asked = (WAITED_FOR, ASKED[::2], ASKED[1::2])
    runs = list(
        zip(asked, (quick(site, max_seconds=4.0), quick(site), quick(site)), folders, strict=True)
    )
    with ThreadPoolExecutor() as pool:
        for paths, outcomes in zip(asked, pool.map(run, *zip(*runs, strict=True)), strict=True):
            by_path |= dict(zip(paths, outcomes, strict=True))
    return Kept(outcomes=by_path, hosts={host for host, _ in site.asked})


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/redirects", "was sent on more than 5 times; the site goes round in circles"),
        ("/refreshes", "was sent on more than 5 times; the site goes round in circles"),
        ("/drip", "did not end: the server sends it more slowly than the limit allows"),
        ("/silent", "the server had not sent the page after 4 seconds; try again later"),
        ("/endless", "has more than 4,000,000 bytes, and at most 4,000,000 of one response"),
        ("/huge", "has 524,288,000 bytes, and at most 4,000,000 of one response are taken"),
        ("/bomb", "has more than 4,000,000 bytes, and at most 4,000,000 of one response"),
        ("/file", "is no page but a file to be kept (text/html); save it and bring it in"),
        ("/nothing", "the page is none that a browser shows"),
        ("/busy", "the page does not answer: its scripts keep it busy without end"),
        ("/401", "answered 401 Unauthorized: asks for a name and password"),
        ("/to-file", "the site sends on to a file of this machine, which is not followed"),
    ],
)
def test_a_failed_page_says_why(kept: Kept, path: str, sentence: str) -> None:
    assert sentence in kept.reason(path)


def test_no_page_takes_the_others_along(kept: Kept) -> None:
    assert "fine words" in kept.dom("/fine")
    assert kept.capture("/fine").complete
    assert kept.capture("/fine").limits_hit == ()


def test_a_server_is_not_read_further_than_the_limit(kept: Kept, site: Server) -> None:
    for path in ("/endless", "/huge", "/bomb"):
        assert site.times_asked(TRAP, path) == 1, "a page that is too large is asked for once"


def test_only_hosts_that_pages_named_were_asked(kept: Kept) -> None:
    assert kept.hosts == {TRAP, "other.example"}


def test_hostile_html_is_evidence_and_reaches_nobody(kept: Kept) -> None:
    dom = kept.dom("/hostile")
    assert "onclick=" in dom, "the tree is kept as it was"
    tried = [one for one in kept.requests("/hostile") if one["host"] == "evil.example"]
    assert {one["url"].rpartition("/")[2] for one in tried} >= {"css", "onerror"}
    for one in tried:
        assert one["status"] == 0
        assert one["failed"] == "net::ERR_NAME_NOT_RESOLVED"
        assert one["third_party"] is True
    reading = read_file(kept.page("/hostile").folder / "dom.html", kind="website")
    assert "Hostile words" in reading.text
    assert "fetch(" not in reading.text


def test_noise_is_remembered_and_does_no_harm(kept: Kept, site: Server) -> None:
    capture = kept.capture("/noisy")
    assert capture.url == f"http://{TRAP}/noisy"
    events = " ".join(capture.events)
    for said in ("dialog (alert): hello", "dialog (confirm): sure?", "dialog (prompt): name?"):
        assert said in events
    assert "it broke" in capture.console_errors
    assert "later" in capture.console_errors
    kinds = {one["type"]: one for one in kept.requests("/noisy")}
    assert kinds["websocket"]["host"] == "other.example"
    assert kinds["eventsource"]["status"] == 200
    assert site.times_asked(TRAP, "/worker.js") == 0, "service workers are off"
    assert site.times_asked(TRAP, "/popup") == 0, "pages open no windows"


def test_a_script_that_fills_the_page_late_is_waited_for(kept: Kept) -> None:
    assert "lazy words came" in kept.dom("/lazy")
    assert "not yet" in (PAGES[TRAP, "/lazy"])  # type: ignore[operator]


def test_a_page_without_end_is_cut_with_a_sentence(kept: Kept) -> None:
    assert kept.capture("/infinite").limits_hit[0] == (
        "5 screens were scrolled through; the page grows as one scrolls"
    )
    assert not kept.capture("/infinite").complete


def test_what_comes_slowly_or_without_end_is_left_out(kept: Kept) -> None:
    assert "slow part words" in kept.dom("/slow-part")
    [hit] = [one for one in kept.capture("/slow-part").limits_hit if "endless.js" in one]
    assert "has more than 4,000,000 bytes" in hit
    failed = {one["url"].rpartition("/")[2]: one["failed"] for one in kept.requests("/slow-part")}
    assert failed["silent"]
    assert failed["endless.js"]


def test_a_server_that_breaks_off_is_noticed(kept: Kept) -> None:
    assert kept.capture("/cut").limits_hit == (
        f"http://{TRAP}/cut broke off after 21 of 9,999 bytes",
    )
    assert "only the beginning" in kept.dom("/cut")


def test_all_that_a_page_loads_has_a_limit(kept: Kept) -> None:
    assert "heavy words" in kept.dom("/heavy")
    told = "the page loads more than 12,000,000 bytes; what came later is missing"
    assert told in kept.capture("/heavy").limits_hit
    failed = [row for row in kept.requests("/heavy") if row["failed"]]
    assert failed
    assert all(row["url"].startswith(f"http://{TRAP}/heavy-") for row in failed)


def test_a_request_that_the_page_gives_up_is_not_waited_for(kept: Kept) -> None:
    [row] = [row for row in kept.requests("/changes-its-mind") if row["url"].endswith("/silent")]
    assert row["failed"] == "given up by the page"
    assert kept.capture("/changes-its-mind").events == ()


def test_a_log_in_page_is_told_as_such(kept: Kept) -> None:
    capture = kept.capture("/login")
    assert capture.url == f"http://{TRAP}/sign-in"
    [hop] = capture.hops
    assert (hop.url, hop.status, hop.to) == (f"http://{TRAP}/login", 302, capture.url)
    assert "the page asks for a password; it may be a log-in page" in capture.events


def test_letters_are_those_that_the_browser_read(kept: Kept) -> None:
    assert "café € 5" in kept.dom("/charset")
    reading = read_file(kept.page("/charset").folder / "dom.html", kind="website")
    assert reading.text.split("\n")[0] == "café € 5"
    assert reading.encoding == "utf-8"
    assert "caf� words" in kept.dom("/wrong-charset")


def test_frames_are_kept_beside_the_page(kept: Kept) -> None:
    frames = kept.capture("/frames").frames
    assert [(one.url, one.xpath) for one in frames] == [
        ("http://other.example/inner", "/html[1]/body[1]/iframe[1]"),
        (f"http://{TRAP}/own", "/html[1]/body[1]/iframe[2]"),
    ]
    folder = kept.page("/frames").folder
    assert "inner frame words" in (folder / frames[0].file).read_text("utf-8-sig")
    assert "own frame words" in (folder / frames[1].file).read_text("utf-8-sig")
    assert any("pages set into the page" in loss for loss in kept.capture("/frames").losses)


def test_shadow_trees_are_written_with_the_page(kept: Kept) -> None:
    assert '<template shadowrootmode="open"><p>shadow <b>words</b></p>' in kept.dom("/shadow")
    box = kept.boxes("/shadow")["/html[1]/body[1]/my-card[1]/template[1]/p[1]"]
    assert box["visible"]
    assert box["height"] > 0


def test_boxes_name_the_tree_that_is_read_again(kept: Kept) -> None:
    """A script put a block into a paragraph; a parser of the text will not."""
    boxes = kept.boxes("/misnested")
    assert "/html[1]/body[1]/div[1]/div[1]" in boxes
    assert "/html[1]/body[1]/div[1]/p[1]/div[1]" not in boxes
    reading = read_file(kept.page("/misnested").folder / "dom.html", kind="website")
    shown = [part for part in reading.parts if part.kind == "block" and not part.hidden]
    assert shown
    assert {part.locator for part in shown} <= set(boxes)
    assert all(boxes[part.locator]["visible"] for part in shown)


def test_a_page_cannot_bend_what_is_measured(kept: Kept) -> None:
    assert "tampered words" in kept.dom("/tampered")
    assert "lies" not in kept.dom("/tampered").partition("<script>")[0]
    box = kept.boxes("/tampered")["/html[1]/body[1]/p[1]"]
    assert box["x"] == 8
    assert box["width"] > 1000


def test_broken_markup_is_what_the_browser_made_of_it(kept: Kept) -> None:
    reading = read_file(kept.page("/broken").folder / "dom.html", kind="website")
    for said in ("broken bold both italic", "in table", "unclosed"):
        assert said in reading.text


def test_a_page_of_megabytes_of_data_addresses_is_read(kept: Kept) -> None:
    reading = read_file(kept.page("/data").folder / "dom.html", kind="website")
    assert reading.text.split("\n")[0] == "big words"
    assert len(reading.text) < 200


def test_every_file_of_a_capture_is_listed_with_its_hash(kept: Kept) -> None:
    for path in ("/fine", "/frames", "/hostile"):
        page = kept.page(path)
        assert {one.name for one in page.folder.iterdir()} == set(page.capture.files)


def test_requests_name_their_hosts(kept: Kept) -> None:
    for path in ("/fine", "/hostile", "/noisy"):
        assert all(one["host"] == host_of(one["url"]) for one in kept.requests(path))
