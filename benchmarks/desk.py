"""How fast the coding desk is, in a real JupyterLab in headless Chromium.

Data: made-up interviews (speakers in turns, English words, some emoji) of 66,000 and 300,000
characters, with 5,000 and 20,000 overlapping codings of one coder over the ten themes, seed 1.

Run, from the checkout, with Chromium installed:

    .venv/bin/python benchmarks/desk.py [--json FILE]

What the figures mean, each a median of several runs unless it says otherwise:

* cell to drawn: from pressing Shift Enter on the cell that makes the desk until the frame in which
  the text with its codings is drawn; reading the study's logs in the kernel is part of it.
* own work: the desk's own part of that in the browser, from the source's message to that frame.
* scroll: the 95th percentile and the longest of the times between frames while the whole text is
  scrolled through, 120 pixels a frame.
* key to highlight: from the key press to after the next frame, in which the coding is seen.
* key to saved: from the key press until "saved" is shown; the log is then synced to the disk.
* floor: the same page without a desk: frames of a plain element of the same height that is
  scrolled, and one bare write with fsync, in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Page

from casestudy.anchors import anchor
from casestudy.codings import Coding
from casestudy.opening import new_study
from casestudy.provenance import Provenance
from casestudy.store.log import new_id
from casestudy.study import Study
from tests.annotate.browsing import running_browser
from tests.annotate.jupyter import Lab, running_lab

WORDS = "we they the supplier price trust stock shop order answer phone week always never because"
RUNS, KEYS = 5, 20
CELL = "CodingDesk(study, coder='anna', source={source!r}, height=640)"
DRAWN = """(before) => new Promise((done) => {
    const began = performance.now();
    jupyterapp.commands.execute('notebook:run-cell');
    const look = () => {
        const found = [...document.querySelectorAll('.jp-OutputArea-output *')]
            .find((el) => el.codingDesk && el.codingDesk.view !== before && el.dataset.drawn);
        if (!found) return requestAnimationFrame(look);
        globalThis.host = found;
        done([performance.now() - began, Number(found.dataset.work), found.codingDesk.view]);
    };
    look();
})"""
SCROLL = """(selector) => new Promise((done) => {
    const el = selector ? document.querySelector(selector) : host.codingDesk.scroll;
    el.scrollTop = 0;
    const frames = [];
    let last = 0;
    const step = (now) => {
        if (last) frames.push(now - last);
        last = now;
        const before = el.scrollTop;
        el.scrollTop += 120;
        if (el.scrollTop === before && frames.length > 5) done(frames.slice(2));
        else requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
})"""
ARM = """() => {
    globalThis.measured = new Promise((done) => {
        host.addEventListener('keydown', (event) => {
            const began = event.timeStamp;
            let shown = 0;
            let saved = 0;
            const check = () => shown && saved && done([shown, saved]);
            requestAnimationFrame(() => {
                const after = new MessageChannel();
                after.port1.onmessage = () => { shown = performance.now() - began; check(); };
                after.port2.postMessage(0);
            });
            const watch = new MutationObserver(() => {
                if (host.dataset.waiting !== '0') return;
                watch.disconnect();
                saved = performance.now() - began;
                check();
            });
            watch.observe(host, { attributes: true, attributeFilter: ['data-waiting'] });
        }, { capture: true, once: true });
    });
}"""


def interview(characters: int, chance: random.Random) -> str:
    """Turns of a made-up talk, of about so many characters."""
    turns, n = [], 0
    while n < characters:
        words = [chance.choice(WORDS.split()) for _ in range(chance.randint(20, 110))]
        sentences = [" ".join(words[at : at + 11]).capitalize() for at in range(0, len(words), 11)]
        said = ". ".join(sentences) + chance.choice([".", ".", ". 🙂"])
        turns.append(f"{'Anna' if len(turns) % 2 else 'Ben'}: {said}\n")
        n += len(turns[-1])
    return "".join(turns)


def made_study(folder: Path, sizes: dict[str, tuple[int, int]]) -> Study:
    """A study with an interview for each size: characters and codings."""
    study = new_study(folder / "study", title="Made-up interviews (synthetic)")
    chance = random.Random(1)  # noqa: S311 (nothing secret, the same each time)
    for name, (characters, _) in sizes.items():
        (folder / f"{name}.txt").write_text(interview(characters, chance), "utf-8")
    study.import_files(
        *[folder / f"{name}.txt" for name in sizes],
        case="shop",
        provenance=Provenance(kind="synthetic", generator="benchmarks/desk.py"),
    )
    codes = [code.id for code in study.codebook if not code.parent]
    for name, (_, n) in sizes.items():
        source = study.sources[name]
        made = []
        for _ in range(n):
            start = chance.randrange(len(source.text) - 400)
            span = anchor(source.text, start, start + chance.randint(20, 400))
            made.append(
                Coding.at(
                    span, id=new_id(), source=name, code=chance.choice(codes), coder="anna",
                    text_sha256=source.text_sha256,
                )
            )  # fmt: skip
        study.coder("anna").add(made)
    return study


def measured(page: Page, number: int, view: str) -> tuple[dict[str, Any], str]:
    """All figures of the source that a cell opens, and its desk; `view` is the one before."""
    cell_to_drawn, work = [], []
    for _ in range(RUNS):
        page.evaluate(f"jupyterapp.shell.currentWidget.content.activeCellIndex = {number}")
        total, own, view = page.evaluate(DRAWN, view)
        cell_to_drawn.append(total)
        work.append(own)
        page.wait_for_timeout(700)  # the rest of the text is drawn at leisure
    page.evaluate("host.scrollIntoView({ block: 'center' })")
    frames = page.evaluate(SCROLL, "")
    codings = page.evaluate("host.codingDesk.coded.size")
    page.evaluate("host.codingDesk.scroll.scrollTop = 0")
    page.evaluate("host.codingDesk.sheet.focus()")
    shown, saved = [], []
    for n in range(KEYS):
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(60)
        page.evaluate(ARM)
        page.keyboard.press(str(n % 10))
        one, two = page.evaluate("measured")
        shown.append(one)
        saved.append(two)
        page.wait_for_timeout(120)
    figures = {
        "codings": codings,
        "cell to drawn": ms(cell_to_drawn),
        "own work": ms(work),
        "frames": len(frames),
        "scroll p95": round(percentile(frames, 95), 1),
        "scroll longest": round(max(frames), 1),
        "key to highlight": ms(shown),
        "key to saved": ms(saved),
        "key to saved p95": round(percentile(saved, 95), 1),
    }
    return figures, view


def floor(page: Page, folder: Path) -> dict[str, float]:
    """Frames of a plain page that is scrolled, and a bare durable write."""
    page.evaluate(
        """() => {
            const el = document.createElement('div');
            el.id = 'plain';
            el.style.cssText = 'position:fixed;inset:0;overflow:auto;z-index:9999;background:#fff';
            const tall = document.createElement('div');
            tall.style.height = '40000px';
            el.append(tall);
            document.body.append(el);
        }"""
    )
    frames = page.evaluate(SCROLL, "#plain")
    page.evaluate("document.getElementById('plain').remove()")
    writes = []
    with (folder / "bare").open("ab") as file:
        for _ in range(50):
            began = time.perf_counter()
            file.write(b"x" * 300 + b"\n")
            file.flush()
            os.fsync(file.fileno())
            writes.append(1000 * (time.perf_counter() - began))
    return {"plain scroll p95": round(percentile(frames, 95), 1), "bare fsync": ms(writes)}


def ms(values: list[float]) -> float:
    """The median, as it is shown."""
    return round(statistics.median(values), 1)


def percentile(values: list[float], share: int) -> float:
    """The value below which so many in a hundred lie."""
    return statistics.quantiles(values, n=100)[share - 1]


def opened(lab: Lab, page: Page, sources: list[str]) -> None:
    """A notebook with a cell for each source; its imports are done."""
    first = "from casestudy import CodingDesk, open_study\nstudy = open_study()"
    lab.open(page, "bench.ipynb", [first, *(CELL.format(source=name) for name in sources)])
    page.evaluate("jupyterapp.shell.currentWidget.content.activeCellIndex = 0")
    page.evaluate("jupyterapp.commands.execute('notebook:run-cell')")


def main() -> None:
    """Measure, and put the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--only", choices=("usual", "long"))
    told = parser.parse_args()
    sizes = {"usual": (66_000, 5_000), "long": (300_000, 20_000)}
    if told.only:
        sizes = {told.only: sizes[told.only]}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        study = made_study(folder, sizes)
        with running_browser() as browser, running_lab(study.folder, "--coder", "anna") as lab:
            page = lab.page(browser)
            opened(lab, page, list(sizes))
            found: dict[str, Any] = {}
            view = ""
            for number, size in enumerate(sizes, start=1):
                found[size], view = measured(page, number, view)
            found["floor"] = floor(page, folder)
            page.close()
    shown = json.dumps(found, indent=2)
    print(shown)
    if told.json:
        told.json.write_text(shown, "utf-8")


if __name__ == "__main__":
    main()
