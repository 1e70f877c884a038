"""Manners: robots.txt, pauses, sitemaps, and a browser that is not there."""

from __future__ import annotations

import asyncio
import gzip
import sys
from pathlib import Path

import pytest

from casestudy.capture import NoBrowser, captured, find_browser, site_addresses
from casestudy.capture import browser as browser_module
from casestudy.capture import manners as manners_module
from casestudy.capture.failures import PageFailed, sentence_of, sentence_of_status
from casestudy.capture.gate import Gate
from casestudy.capture.manners import Manners
from casestudy.capture.sitemaps import parsed
from casestudy.capture.visit import seconds_of
from casestudy.pages.capture_settings import CaptureSettings
from casestudy.pages.captures import Robots

from .served import Page, Server, served

SITE = "shop.example"
RULES = """
User-agent: *
Disallow: /secret
Disallow: /*?sort=
Disallow: /cart$
Allow: /secret/open
Crawl-delay: 3

User-agent: other
Disallow: /
"""


def asked_robots(page: Page | None, path: str, **settings: object) -> tuple[Robots, Server]:
    """What is found in a robots.txt for a path; and the server."""

    async def run(site: Server) -> Robots:
        made = CaptureSettings(resolve={SITE: site.place}, **settings)  # type: ignore[arg-type]
        gate = Gate(made.resolve)
        await gate.open()
        manners = Manners(made)
        try:
            await manners.robots(f"http://{SITE}/first", gate, user_agent="us")
            return await manners.robots(f"http://{SITE}{path}", gate, user_agent="us")
        finally:
            await gate.close()

    with served({} if page is None else {(SITE, "/robots.txt"): page}) as site:
        return asyncio.run(run(site)), site


def test_what_robots_txt_allows_is_allowed() -> None:
    found, site = asked_robots(RULES, "/products?color=red")
    assert (found.decision, found.status, found.crawl_delay) == ("allowed", 200, 3.0)
    assert site.asked == [(SITE, "/robots.txt")], "it is asked for once a run"
    assert asked_robots(RULES, "/secret/open")[0].decision == "allowed"
    assert asked_robots(RULES, "/cart/items")[0].decision == "allowed"


@pytest.mark.parametrize("path", ["/secret", "/secret/x", "/list?sort=price", "/cart"])
def test_what_robots_txt_refuses_is_refused(path: str) -> None:
    with pytest.raises(PageFailed, match=r"refused to programs by http://shop\.example/robots"):
        asked_robots(RULES, path)


def test_a_permission_is_written_down() -> None:
    found, _ = asked_robots(RULES, "/secret", permission="e-mail of the owner, 3 May")
    assert found.decision == "refused; permission: e-mail of the owner, 3 May"


def test_no_robots_txt_allows_everything() -> None:
    assert asked_robots(None, "/secret")[0].decision == "no robots.txt"


def test_a_server_at_fault_allows_nothing() -> None:
    with pytest.raises(PageFailed, match=r"robots\.txt answers 503, so that nobody knows"):
        asked_robots(lambda h: h.send(b"", status=503), "/")


def test_a_host_that_is_not_there_is_named() -> None:
    async def run() -> None:
        gate = Gate()
        await gate.open()
        try:
            await Manners(CaptureSettings()).robots("http://no.invalid/", gate, user_agent="us")
        finally:
            await gate.close()

    with pytest.raises(PageFailed, match=r"the host 'no\.invalid' is not known; check the spell"):
        asyncio.run(run())


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00rubbish", b"", b"<html>no rules</html>", b"a" * 10**6]
)
def test_a_robots_txt_of_rubbish_allows_everything(content: bytes) -> None:
    assert asked_robots(content, "/x")[0].decision == "allowed"


def test_a_rate_of_requests_is_a_delay() -> None:
    found, _ = asked_robots("User-agent: *\nRequest-rate: 1/10\n", "/x")
    assert found.crawl_delay == 10.0


class Clock:
    """Time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def test_pages_of_a_host_are_asked_for_with_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(manners_module, "time", clock)
    monkeypatch.setattr(manners_module, "asyncio", clock)
    manners = Manners(CaptureSettings(delay=0.6))

    async def run() -> list[float]:
        times = []
        for address in ("http://a/1", "http://a/2", "http://b/1", "http://a/3"):
            await manners.wait(address, Robots())
            times.append(clock.now)
        return times

    first, second, other, third = asyncio.run(run())
    assert second - first == pytest.approx(0.6)
    assert other == second, "another host need not wait"
    assert third - second == pytest.approx(0.6)


def test_a_host_that_wants_to_be_left_alone_is() -> None:
    manners = Manners(CaptureSettings(delay=0))
    manners.hold("http://a/1", 3600)
    with pytest.raises(PageFailed, match="a wants to be left alone for 3600 seconds"):
        asyncio.run(manners.wait("http://a/2", Robots()))


def test_when_to_come_again() -> None:
    assert seconds_of("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
    assert 10**8 < seconds_of("Wed, 21 Oct 2085 07:28:00 GMT") < 10**10
    assert sentence_of_status(503, "", retry_after=60.0) == (
        "answered 503: is not served at present; try again later; "
        "it wants to be asked again in 60 seconds"
    )


# --- sitemaps ------------------------------------------------------------------------------------

XML = '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'


def urlset(*addresses: str) -> str:
    return XML.format("".join(f"<url><loc>{one}</loc></url>" for one in addresses))


def index(*addresses: str) -> str:
    inner = "".join(f"<sitemap><loc>{one}</loc></sitemap>" for one in addresses)
    return f"<sitemapindex>{inner}</sitemapindex>"


def read(pages: dict[str, Page], start: str = "/sitemap.xml") -> tuple[list[str], list[str]]:
    with served({(SITE, path): page for path, page in pages.items()}) as site:
        settings = CaptureSettings(resolve={SITE: site.place})
        found = site_addresses(f"http://{SITE}{start}", settings=settings)
    return [one.removeprefix(f"http://{SITE}") for one in found.addresses], list(found.notes)


def test_a_sitemap() -> None:
    page = urlset(
        f"http://{SITE}/a", f"\n http://{SITE}/b?x=1&amp;y=2 ", f"http://{SITE}/a?utm_source=x",
        "http://elsewhere.example/c", "javascript:alert(1)",
    )  # fmt: skip
    pages, notes = read({"/sitemap.xml": page})
    assert pages == ["/a", "/b?x=1&y=2"]
    assert "1 pages of other hosts, for which a sitemap cannot speak" in notes
    assert any("javascript" in note for note in notes)


def test_a_list_of_sitemaps_with_packed_ones() -> None:
    packed = gzip.compress(urlset(f"http://{SITE}/c").encode())
    pages, notes = read(
        {
            "/sitemap.xml": index(f"http://{SITE}/1.xml", f"http://{SITE}/2.xml.gz",
                                  f"http://{SITE}/gone.xml", f"http://{SITE}/sitemap.xml"),
            "/1.xml": urlset(f"http://{SITE}/a"),
            "/2.xml.gz": packed,
        }
    )  # fmt: skip
    assert pages == ["/a", "/c"]
    assert len(notes) == 1
    assert "gone.xml: the sitemap answers 404" in notes[0]


def test_lists_that_go_deeper_than_allowed() -> None:
    pages = {f"/{n}.xml": index(f"http://{SITE}/{n + 1}.xml") for n in range(9)}
    found, notes = read({"/sitemap.xml": index(f"http://{SITE}/0.xml"), **pages})
    assert found == []
    assert any("lists more than 3 deep were not read" in note for note in notes)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "neither XML nor a list of addresses"),
        (b"<html><body>no sitemap</body></html>", "it lists no page"),
        (b"<urlset><url><loc>http://a/", "the sitemap is no XML"),
        (b"\x1f\x8brubbish", "the packing is damaged"),
        (gzip.compress(b" " * 60_000_000), "unpacks to more than"),
        (
            b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
            b"<urlset><url><loc>&e;</loc></url></urlset>",
            "it lists no page",
        ),
    ],
)
def test_what_is_no_sitemap(content: bytes, sentence: str) -> None:
    with pytest.raises(PageFailed, match=sentence):
        parsed(content)


def test_a_sitemap_that_cannot_be_had() -> None:
    with pytest.raises(ValueError, match=r"/sitemap\.xml: the sitemap answers 404"):
        read({})


# --- no browser ----------------------------------------------------------------------------------


def test_no_browser_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CASESTUDY_BROWSER", raising=False)
    monkeypatch.setattr(browser_module, "PLACES", {})
    with pytest.raises(NoBrowser, match="no browser was found to capture pages with; install"):
        find_browser()
    monkeypatch.setenv("CASESTUDY_BROWSER", "/nowhere/chrome")
    with pytest.raises(NoBrowser, match="CASESTUDY_BROWSER is '/nowhere/chrome', which is no"):
        find_browser()
    monkeypatch.setenv("CASESTUDY_BROWSER", sys.executable)
    assert find_browser() == Path(sys.executable)


def test_no_library_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CASESTUDY_BROWSER", sys.executable)
    monkeypatch.setitem(sys.modules, "playwright.async_api", None)
    with pytest.raises(NoBrowser, match=r"pip install 'casestudy\[capture\]'"):
        list(captured(["http://a/"], settings=CaptureSettings(), scratch=tmp_path))


def test_a_program_that_is_no_browser_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, browser: Path
) -> None:
    program = tmp_path / "browser"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setenv("CASESTUDY_BROWSER", str(program))
    with pytest.raises(NoBrowser, match="does not start"):
        list(captured(["http://a/"], settings=CaptureSettings(), scratch=tmp_path))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("net::ERR_CERT_DATE_INVALID at https://a/", "the certificate of the server is not valid"),
        ("net::ERR_NAME_NOT_RESOLVED at x", "its host is not known"),
        ("net::ERR_SOMETHING_NEW at x", "the browser could not load it (ERR_SOMETHING_NEW)"),
        ("Target closed", "the browser failed: Target closed"),
        ("", "the browser failed: no reason given"),
    ],
)
def test_errors_of_the_browser_are_sentences(code: str, said: str) -> None:
    assert said in sentence_of(code)


@pytest.mark.parametrize(
    "wrong",
    [
        {"viewport": (10, 10)}, {"viewport": (1366, 20_000)}, {"delay": -1.0}, {"max_pages": 0},
        {"max_seconds": float("inf")}, {"max_page_bytes": 0}, {"settle": float("nan")},
    ],
)  # fmt: skip
def test_settings_that_make_no_sense(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="allowed"):
        CaptureSettings(**wrong)  # type: ignore[arg-type]
