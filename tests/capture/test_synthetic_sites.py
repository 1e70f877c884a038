"""The synthetic sites, captured anew: the same words, boxes and requests as in the repository."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from casestudy.opening import open_study
from casestudy.pages.capture_folder import capture_dates, read_capture
from casestudy.pages.http_messages import http_response
from casestudy.pages.warc import read_records
from casestudy.study import Study

SYNTHETIC = Path(__file__).parents[2] / "synthetic"
COMMITTED = SYNTHETIC / "websites_study"
ANEW = ("product", "index", "moottori")
MOST_BYTES = 3 * 1024 * 1024


@pytest.fixture(scope="module")
def committed() -> Study:
    return open_study(COMMITTED)


@pytest.fixture(scope="module")
def anew(browser: Path, tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Some of the pages: one in both years, two of the other dealer."""
    folder = tmp_path_factory.mktemp("anew") / "study"
    return open_study(module("capture_sites").capture_sites(folder, only=ANEW))


def module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, SYNTHETIC / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def captures(study: Study) -> dict[tuple[str, int], Path]:
    """Folder of each capture by source and number."""
    return {
        (id, number): folder
        for id in study.sources
        for number, (_, folder) in enumerate(capture_dates(study.sources.folder(id)))
    }


def requests(folder: Path) -> list[tuple[Any, ...]]:
    rows = map(json.loads, (folder / "requests.jsonl").read_text("utf-8").splitlines())
    keys = ("url", "host", "type", "status", "third_party", "bytes", "consent", "failed")
    return sorted(tuple(row[key] for key in keys) for row in rows)


def boxes(folder: Path) -> list[tuple[str, bool]]:
    found = json.loads((folder / "boxes.json").read_bytes())
    return [(one["xpath"], one["visible"]) for one in found["elements"]]


def payloads(folder: Path) -> dict[str, bytes]:
    records = read_records(folder / "response.warc.gz")
    answers = {one.url: http_response(one.block) for one in records if one.kind == "response"}
    return {url: answer.body for url, answer in answers.items() if answer is not None}


def test_the_captures_in_the_repository_are_sound_and_small(committed: Study) -> None:
    assert committed.check() == []
    assert len(committed.sources) == 10
    assert sorted(committed.cases) == ["Konekauppa", "Nordmotor"]
    files = [path for path in COMMITTED.rglob("*") if path.is_file()]
    kept = [path for path in files if ".casestudy" not in path.parts]
    assert sum(path.stat().st_size for path in kept) < MOST_BYTES


def test_every_page_says_that_it_is_synthetic(committed: Study) -> None:
    for source in committed.sources.values():
        assert source.provenance.kind == "synthetic", source.id
        assert "SYNTHETIC" in source.text[:200], source.id
    for page in (SYNTHETIC / "site").rglob("*.html"):
        assert 'name="generator" content="casestudy synthetic"' in page.read_text("utf-8"), page


def test_the_same_captures_come_again(committed: Study, anew: Study) -> None:
    old, new = captures(committed), captures(anew)
    assert len(old) == 13
    assert set(new) == {key for key in old if key[0].rpartition("_")[2] in ANEW}
    for key, other in new.items():
        folder = old[key]
        for name in ("text.txt", "dom.html", "parts.jsonl"):
            assert (folder / name).read_bytes() == (other / name).read_bytes(), (key, name)
        assert boxes(folder) == boxes(other), key
        assert requests(folder) == requests(other), key
        assert payloads(folder) == payloads(other), key
        before, after = read_capture(folder), read_capture(other)
        assert before is not None
        assert after is not None
        assert [one.name for one in before.cookies] == [one.name for one in after.cookies]
        assert (before.url, before.status, before.picture) == (
            after.url,
            after.status,
            after.picture,
        )


def served_file(url: str, year: str) -> bytes:
    host, _, path = url.removeprefix("http://").partition("/")
    folder = module("serve_site").FOLDERS[year][host]
    return bytes((folder / path.partition("?")[0]).read_bytes())


def test_an_independent_reader_finds_the_bytes_that_were_served(anew: Study) -> None:
    from fastwarc.warc import ArchiveIterator as Fast
    from fastwarc.warc import WarcRecordType
    from warcio.archiveiterator import ArchiveIterator

    n_answers = 0
    for (id, number), folder in captures(anew).items():
        year = (
            "2024" if number == 0 and len(capture_dates(anew.sources.folder(id))) == 2 else "2026"
        )
        path = folder / "response.warc.gz"
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                if record.rec_type != "response":
                    continue
                url = record.rec_headers.get_header("WARC-Target-URI")
                content = record.content_stream().read()
                if record.http_headers.get_statuscode() == "200":
                    assert content == served_file(url, year), url
                    n_answers += 1
        with path.open("rb") as file:
            assert list(Fast(file, record_types=WarcRecordType.response))
    assert n_answers > 25


def test_nobody_else_is_asked(anew: Study) -> None:
    hosts = {row[1] for folder in captures(anew).values() for row in requests(folder)}
    assert hosts == {"nordmotor.example", "konekauppa.example", "widgets.example"}


def test_what_the_pages_hold_for_an_audit(committed: Study) -> None:
    """The cases that detectors are to be shown on: each stands in the captures."""
    folders = captures(committed)
    product = folders["nordmotor.example_product", 1]
    dom = (product / "dom.html").read_text("utf-8-sig")
    assert "Chat with us: 2 engineers are online" in dom, "built by a script"
    raw = payloads(product)["http://nordmotor.example/product.html"].decode()
    assert "Chat with us" not in raw, "and not sent by the server"
    assert '"@type": "AggregateRating"' in dom
    assert 'aria-label="4.6 out of 5 stars, 27 reviews"' in dom
    record = read_capture(product)
    assert record is not None
    assert [(one.name, one.consent) for one in record.cookies] == [("_wid", "before")]
    quiet = folders["konekauppa.example_index", 0]
    record = read_capture(quiet)
    assert record is not None
    assert record.cookies == ()
    assert {row[1] for row in requests(quiet)} == {"konekauppa.example"}
    assert committed.sources["konekauppa.example_index"].language == "fi"
