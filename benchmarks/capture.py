"""How pages are captured: a local site of 50 pages, its bytes read back by independent programs.

Data: made up by this script (seed 1): 50 pages of 600 words in 120 blocks, each with a style sheet,
a script that adds a block, and two pictures of its own; every tenth page is packed with gzip. Run:
python benchmarks/capture.py [--pages 50]

Reported: pages captured; answers whose bytes warcio and fastwarc read back as the server sent them
(bar: all); hosts that were asked beside the site (bar: none), by the server's log, by the log of
requests, and by the gate; seconds a page, and the ratio to a bare visit with the same browser in
the same run (load, tree, picture, nothing kept); the most memory that this process held after ten
pages and at the end (bounded means: about the same).
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import random
import resource
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator as Fast
from fastwarc.warc import WarcRecordType
from playwright.async_api import async_playwright
from warcio.archiveiterator import ArchiveIterator

from casestudy.capture import find_browser
from casestudy.importing.capturing import capture_pages
from casestudy.opening import new_study
from casestudy.pages.capture_folder import read_capture
from casestudy.pages.capture_settings import CaptureSettings

HOST = "bench.example"
WORDS = "price order motor delivery review question answer stock seal drawing list chat".split()  # noqa: SIM905
AFTER = 10


def made_site(n_pages: int) -> dict[str, tuple[str, bytes]]:
    """Media type and bytes by path."""
    chance = random.Random(1)  # noqa: S311 (made-up pages)
    site: dict[str, tuple[str, bytes]] = {"/robots.txt": ("text/plain", b"User-agent: *\n")}
    for n in range(n_pages):
        blocks = "".join(f"<p>{' '.join(chance.choices(WORDS, k=5))}</p>" for _ in range(120))
        site[f"/{n}"] = (
            "text/html; charset=utf-8",
            f"<!doctype html><html lang=en><head><title>SYNTHETIC {n}</title><link rel=stylesheet "
            f"href=/{n}.css></head><body><h1>Page {n}</h1>{blocks}<img src=/{n}a.bmp>"
            f"<img src=/{n}b.bmp><script src=/{n}.js></script></body></html>".encode(),
        )
        site[f"/{n}.css"] = ("text/css", f"p {{ margin: {n % 7}px }}".encode())
        script = f"document.body.append('added by script {n}')"
        site[f"/{n}.js"] = ("text/javascript", script.encode())
        for letter in "ab":
            site[f"/{n}{letter}.bmp"] = ("image/bmp", chance.randbytes(20_000))
    return site


class Handler(BaseHTTPRequestHandler):
    """Serves the site and remembers which host was asked."""

    protocol_version = "HTTP/1.1"
    site: dict[str, tuple[str, bytes]]
    hosts: set[str]

    def do_GET(self) -> None:
        """Answer with a file of the site."""
        self.hosts.add(self.headers["Host"].partition(":")[0])
        media_type, body = self.site.get(self.path, ("text/plain", b"not here"))
        is_packed = self.path.strip("/").isdigit() and int(self.path.strip("/")) % 10 == 0
        sent = gzip.compress(body) if is_packed else body
        self.send_response(200 if self.path in self.site else 404)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(sent)))
        if is_packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def most_memory() -> float:
    """MiB that this process held at most until now."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def bare_visits(place: str, addresses: list[str]) -> float:
    """Seconds a page for a visit that keeps nothing."""
    async with async_playwright() as playwright:
        rules = f"--host-resolver-rules=MAP {HOST} {place}"
        browser = await playwright.chromium.launch(
            executable_path=str(find_browser()), args=["--no-sandbox", "--disable-gpu", rules]
        )
        begun = time.perf_counter()
        for address in addresses:
            context = await browser.new_context(viewport={"width": 1366, "height": 900})
            page = await context.new_page()
            await page.goto(address, wait_until="load")
            await page.content()
            await page.screenshot(full_page=True)
            await context.close()
        seconds = (time.perf_counter() - begun) / len(addresses)
        await browser.close()
    return seconds


def checked(folder: Path, site: dict[str, tuple[str, bytes]]) -> tuple[int, int, int]:
    """Answers with the status 200, and how many each of two programs reads back whole."""
    n, theirs, others = 0, 0, 0
    with (folder / "response.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            if record.rec_type == "response" and record.http_headers.get_statuscode() == "200":
                path = record.rec_headers.get_header("WARC-Target-URI").partition(HOST)[2]
                n += 1
                theirs += record.content_stream().read() == site[path][1]
    with (folder / "response.warc.gz").open("rb") as file:
        for found in Fast(file, record_types=WarcRecordType.response, parse_http=True):
            path = found.headers["WARC-Target-URI"].partition(HOST)[2]
            if found.http_headers.status_code == 200:
                others += found.reader.read() == site[path][1]
    return n, theirs, others


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=50)
    n_pages = parser.parse_args().pages
    Handler.site, Handler.hosts = made_site(n_pages), set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    place = f"127.0.0.1:{server.server_port}"
    addresses = [f"http://{HOST}/{n}" for n in range(n_pages)]
    memory: list[float] = []
    with tempfile.TemporaryDirectory() as room:
        study = new_study(Path(room) / "study")
        begun = time.perf_counter()
        report = capture_pages(
            study.folder,
            addresses,
            settings=CaptureSettings(resolve={HOST: place}, delay=0.0),
            on_progress=lambda _: memory.append(most_memory()),
        )
        seconds = (time.perf_counter() - begun) / n_pages
        counts = [0, 0, 0]
        hosts: set[str] = set()
        n_complete = 0
        for one in report.captured:
            folder = study.sources.folder(one.source.id)
            counts = [a + b for a, b in zip(counts, checked(folder, Handler.site), strict=True)]
            lines = (folder / "requests.jsonl").read_text("utf-8").splitlines()
            hosts |= {json.loads(line)["host"] for line in lines}
            record = read_capture(folder)
            n_complete += record is not None and record.complete
    bare = asyncio.run(bare_visits(place, addresses))
    server.shutdown()
    print(f"captured {len(report.captured)} of {n_pages} pages, {n_complete} without a limit hit")
    print(f"answers {counts[0]}, byte-identical: warcio {counts[1]}, fastwarc {counts[2]}")
    print(f"hosts asked: by the server's log {sorted(Handler.hosts)}, by ours {sorted(hosts)}")
    print(f"{seconds:.2f} s a page, {seconds / bare:.2f} times a bare visit ({bare:.2f} s)")
    print(f"memory at most {memory[AFTER - 1]:.0f} MiB after {AFTER}, {memory[-1]:.0f} at the end")


if __name__ == "__main__":
    main()
