"""Programs that read pages, timed on a folder of them; run by `websites.py` in a Python of its own.

It imports nothing of casestudy, so that the Python that holds the peers need not hold it. Run:
python benchmarks/website_peers.py FOLDER_OF_HTML ROUNDS > JSON
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path


def peers() -> Iterator[tuple[str, Callable[[str], str | None]]]:
    """Each peer that is installed: its name with version, and how it gives the words of a page."""
    version = importlib.metadata.version
    try:
        import html_text

        yield f"html-text {version('html-text')}", html_text.extract_text
    except ImportError:
        pass
    try:
        from resiliparse.extract.html2text import extract_plain_text

        name = f"resiliparse {version('resiliparse')}"
        yield f"{name}, all text", lambda page: extract_plain_text(page, main_content=False)
        yield f"{name}, main content", lambda page: extract_plain_text(page, main_content=True)
    except ImportError:
        pass
    try:
        import trafilatura

        yield f"trafilatura {version('trafilatura')}", trafilatura.extract
    except ImportError:
        pass


def best(run: Callable[[], object], rounds: int) -> float:
    """The shortest time of several, in seconds: what others do on the machine only lengthens it."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return min(times)


def main(folder: str, rounds: str) -> None:
    """Time each peer on each page and tell what it kept."""
    pages = {path.name: path.read_text("utf-8") for path in sorted(Path(folder).glob("*.html"))}
    found = {}
    for name, read in peers():
        texts = {page: read(html) or "" for page, html in pages.items()}
        times = {page: best(partial(read, html), int(rounds)) for page, html in pages.items()}
        found[name] = {"seconds": times, "texts": texts}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
