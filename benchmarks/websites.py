"""How fast pages are read and audited, and how much of what they say is kept, beside three peers.

Data: the synthetic sites of this repository (files and captures), and with --pages a folder of real
pages (.html, .html.gz, .warc.gz), which the package does not bring along. Run:

    python -m venv /tmp/peers && /tmp/peers/bin/pip install trafilatura resiliparse html-text
    python benchmarks/websites.py --peers /tmp/peers/bin/python [--pages FOLDER] [--no-browser]

The peers live in a Python of their own, since they want other versions of shared libraries; without
--peers the script says so and measures ours alone. Peers keep words, ours words with their XPath,
heading, view and box, labels and structured data; that is more work, told for what it is.

Reported, for the full pages (the real ones, or else the larger half) and for all: the median
milliseconds of reading a page (bar: 250 pages a second) and of auditing it with all features that
are on by default (bar: 50 a second), each the shortest of several rounds. Then, where there is a
browser: the share of each page's words that is kept (bar 0.995), the words being those of all texts
in the tree that Chromium makes with scripts off, cut at the edges of elements that are no phrases;
the mean share of the runs of four words kept of blocks that class or id call reviews,
recommendations and so on (bar 0.99); and on how many pages each XPath leads Chromium to an element
with the words of its block (bar 39 of 40).
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from casestudy.assist.audit_hits import made_ready, page_hits
from casestudy.assist.audited_page import AuditedPage
from casestudy.ingest import Reading, webpage
from casestudy.ingest.original import Original
from casestudy.ingest.wordlists import TIGHT
from casestudy.pages.warc import read_records
from casestudy.sources import Source
from casestudy.store import read_site_features

ROOT = Path(__file__).parents[1]
BLOCKS = {
    "reviews": "review testimonial rating",
    "recommendations": "recommend upsell cross-sell related",
    "questions": "faq question",
    "delivery": "shipping delivery returns",
    "details": "product-info description specification details",
    "options": "option variant swatch",
    "newsletter": "newsletter subscribe",
    "contact": "contact",
}
"""Pieces of class and id by which shops name what extractors of main content lose."""
WORD = re.compile(r"\w+")
SILENT = "script style base link meta title param source track desc"
IN_BROWSER = r"""({silent, tight, blocks, paths}) => {
  const drop = new Set(silent.split(' ')), phrase = new Set(tight.split(' '));
  const button = /^(submit|button|reset)$/;
  const texts = (node, found) => {
    for (const child of node.childNodes) {
      if (child.nodeType === 3) { found.push(child.data); continue; }
      if (child.nodeType !== 1) continue;
      const gap = phrase.has(child.localName) ? '' : ' ';
      found.push(gap);
      if (drop.has(child.localName)) continue;
      if (child.localName === 'input' && button.test(child.type)) found.push(child.value);
      else if (child.localName === 'template') texts(child.content, found);
      else { if (child.shadowRoot) texts(child.shadowRoot, found); texts(child, found); }
      found.push(gap);
    }
    return found;
  };
  const wanted = {tables: ['table']};
  for (const [kind, names] of Object.entries(blocks))
    wanted[kind] = names.split(' ').flatMap(n => [`[class*="${n}" i]`, `[id*="${n}" i]`]);
  const inner = {};
  for (const [kind, selectors] of Object.entries(wanted)) {
    const all = [...document.body?.querySelectorAll(selectors.join(', ')) ?? []]
      .filter(e => !e.closest(silent.split(' ').join(', ')));
    inner[kind] = all.filter(e => !all.some(o => o !== e && o.contains(e)))
      .map(e => texts(e, []).join(''));
  }
  const led = paths.map(path => {
    const at = document.evaluate(path, document, null, XPathResult.FIRST_ORDERED_NODE_TYPE, null);
    const element = at.singleNodeValue;
    return element && texts(element, []).join('');
  });
  return {words: texts(document.documentElement, []).join(''), blocks: inner, led};
}"""


def synthetic_pages() -> Iterator[tuple[str, bytes]]:
    """The files and the captured pages of the invented sites."""
    for folder in ("synthetic/site", "synthetic/websites_study"):
        for path in sorted((ROOT / folder).rglob("*.html")):
            yield "_".join(path.relative_to(ROOT / "synthetic").parts), path.read_bytes()


def real_pages(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Pages in a folder, also within archives, each once."""
    for path in sorted(folder.iterdir()):
        if path.name.endswith((".html", ".htm")):
            yield path.name, path.read_bytes()
        elif path.name.endswith(".html.gz"):
            yield path.name, gzip.decompress(path.read_bytes())
        elif path.name.endswith(".warc.gz"):
            yield from archived_pages(path)


def archived_pages(path: Path) -> Iterator[tuple[str, bytes]]:
    """The pages of an archive."""
    for record in read_records(path):
        if record.kind == "response":
            body = record.block.partition(b"\r\n\r\n")[2]
            if b"<html" in body[:5_000].lower():
                yield re.sub(r"\W+", "_", record.url)[-60:], body


def best(run: Callable[[], Any], rounds: int) -> float:
    """The shortest time of several, in seconds: what others do on the machine only lengthens it."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return min(times)


def read(page: bytes) -> Reading:
    """One page, read as `casestudy import` reads it."""
    return webpage.read(Original(path=Path("page.html"), data=page, kind="website"))


def ours(pages: Mapping[str, bytes], rounds: int) -> dict[str, Any]:
    """Seconds of reading and of auditing each page, and its reading."""
    features = read_site_features(ROOT).chosen(None)
    ready = made_ready(tuple(features))
    found: dict[str, Any] = {"read": {}, "audit": {}, "readings": {}}
    for name, page in pages.items():
        found["readings"][name] = reading = read(page)
        source = Source(
            id="page", kind="website", text=reading.text, parts=reading.parts,
            language=reading.language,
        )  # fmt: skip
        audited = AuditedPage(source=source, html=page)
        found["read"][name] = best(lambda p=page: read(p), rounds)
        found["audit"][name] = best(lambda a=audited: page_hits(a, ready), max(3, rounds // 3))
    return found


def peers_on(pages: Mapping[str, bytes], python: str, rounds: int) -> dict[str, Any]:
    """What each peer kept of each page, and how long it took."""
    with tempfile.TemporaryDirectory() as folder:
        for name, page in pages.items():
            (Path(folder) / f"{name}.html").write_text(page.decode("utf-8", "replace"), "utf-8")
        script = Path(__file__).with_name("website_peers.py")
        told = subprocess.run(
            [python, str(script), folder, str(rounds)], capture_output=True, check=True
        ).stdout
    return dict(json.loads(told))


def in_browser(pages: Mapping[str, bytes], readings: Mapping[str, Reading]) -> dict[str, Any]:
    """The words of each page, of its blocks, and of where our paths lead, as Chromium has them."""
    from playwright.sync_api import sync_playwright

    from casestudy.capture.browser import find_browser

    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_browser()), args=["--no-sandbox"]
        )
        context = browser.new_context(java_script_enabled=False, offline=True)
        context.route("**/*", lambda route: route.abort())
        for name, page in pages.items():
            paths = [part.locator for part in readings[name].parts if part.kind == "block"]
            tab = context.new_page()
            tab.set_content(page.decode("utf-8", "replace"), wait_until="domcontentloaded")
            asked = {
                "silent": SILENT, "tight": " ".join(TIGHT), "blocks": BLOCKS, "paths": paths,
            }  # fmt: skip
            found[name] = tab.evaluate(IN_BROWSER, asked)
            tab.close()
        browser.close()
    return found


def words(text: str) -> list[str]:
    """The words of a text."""
    return WORD.findall(text.lower())


def kept_words(truth: str, text: str) -> float:
    """The share of the words of a page that a text keeps, each as often as it stands there."""
    wanted = Counter(words(truth))
    return (wanted & Counter(words(text))).total() / max(1, wanted.total())


def kept_shingles(truth: Mapping[str, list[str]], text: str) -> Iterator[tuple[str, float]]:
    """For each block of a kind the share of its runs of four words that a text keeps."""
    have = shingles(text)
    for kind, blocks in truth.items():
        for block in blocks:
            wanted = shingles(block)
            if wanted:
                yield kind, len(wanted & have) / len(wanted)


def shingles(text: str) -> set[tuple[str, ...]]:
    """The runs of four words."""
    all_ = words(text)
    return set(zip(all_, all_[1:], all_[2:], all_[3:], strict=False))


def letters(text: str) -> str:
    """Letters without blanks."""
    return "".join(text.split())


def is_led(reading: Reading, led: list[str | None]) -> bool:
    """Whether each path leads to an element that holds the words of its block."""
    blocks = [part for part in reading.parts if part.kind == "block"]
    for part, inside in zip(blocks, led, strict=True):
        if "/template[" in part.locator or "/iframe[" in part.locator:
            continue  # what stands there has a tree of its own
        if inside is None:
            return False
        rest = iter(letters(inside))
        if not all(letter in rest for letter in letters(reading.text[part.start : part.end])):
            return False
    return True


def own_text(reading: Reading) -> str:
    """The words of the page itself, without what stands beside it."""
    return "\n".join(
        reading.text[part.start : part.end] for part in reading.parts if part.kind == "block"
    )


def tell_speed(name: str, seconds: Mapping[str, float], full: list[str]) -> float:
    """A line with the median of the full pages and of all; the first is returned."""
    median = statistics.median([seconds[page] for page in full])
    over_all = statistics.median(seconds.values())
    print(
        f"{name:38} {1e3 * median:7.2f} ms {1 / median:7.0f} pages/s   "
        f"all: {1e3 * over_all:7.2f} ms {1 / over_all:7.0f} pages/s"
    )
    return median


def tell_kept(name: str, texts: Mapping[str, str], truth: Mapping[str, Any]) -> None:
    """A line with the share of words and of shingles that a program keeps."""
    shares = [kept_words(truth[page]["words"], texts[page]) for page in truth]
    by_kind: dict[str, list[float]] = {}
    for page in truth:
        for kind, share in kept_shingles(truth[page]["blocks"], texts[page]):
            by_kind.setdefault(kind, []).append(share)
    told = " ".join(f"{kind} {statistics.mean(all_):.3f}" for kind, all_ in by_kind.items())
    print(f"{name:38} words mean {statistics.mean(shares):.4f} least {min(shares):.4f}   {told}")


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--pages", type=Path, help="folder of real pages")
    parser.add_argument("--peers", default="", help="a Python with trafilatura, resiliparse, …")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--no-browser", action="store_true")
    asked = parser.parse_args()
    given = dict(real_pages(asked.pages)) if asked.pages else {}
    real = {name: page for page, name in {page: name for name, page in given.items()}.items()}
    pages = {**dict(synthetic_pages()), **real}
    by_size = sorted(pages, key=lambda name: len(pages[name]))
    full = list(real) or by_size[len(by_size) // 2 :]
    size = statistics.median([len(pages[name]) for name in full])
    print(f"{len(pages)} pages; {len(full)} full ones, median {size / 1024:.0f} KiB; one core\n")
    found = ours(pages, asked.rounds)
    own = tell_speed("casestudy, reading", found["read"], full)
    tell_speed("casestudy, audit", found["audit"], full)
    peers = peers_on(pages, asked.peers, asked.rounds) if asked.peers else {}
    if not peers:
        print("no peers: name a Python that has them with --peers (see the head of this script)")
    for name, peer in peers.items():
        seconds = {page.removesuffix(".html"): t for page, t in peer["seconds"].items()}
        peer["texts"] = {page.removesuffix(".html"): t for page, t in peer["texts"].items()}
        median = tell_speed(name, seconds, full)
        print(f"{'':38} takes {median / own:.2f} of our time")
    if asked.no_browser:
        return
    truth = in_browser(pages, found["readings"])
    print()
    tell_kept("casestudy", {n: own_text(r) for n, r in found["readings"].items()}, truth)
    for name, peer in peers.items():
        tell_kept(name, peer["texts"], truth)
    right = [n for n in pages if is_led(found["readings"][n], truth[n]["led"])]
    print(f"\nXPaths lead to their words in Chromium on {len(right)} of {len(pages)} pages")
    print("\n".join(f"  not on {name}" for name in pages if name not in right))


if __name__ == "__main__":
    sys.exit(main())
