"""How fast the memos of each source are found in a study with many memos.

Data: made up by this script: 1,000 memos of some 400 characters, one about each of 1,000 sources.
Run:
python benchmarks/memos.py [--memos 1000]

Reported: seconds of processor time to ask for the memos of every source, as each edit of a source
does, and those of a peer that reads every memo each time.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from casestudy.memos import Memo
from casestudy.store.memos import memo_content, memos_about, read_memos


def make_memos(study: Path, n_memos: int) -> None:
    """A memo about each source."""
    (study / "memos").mkdir()
    for number in range(n_memos):
        memo = Memo(id=f"m{number:04}", about=f"source:s{number:04}", text="some words " * 35)
        (study / "memos" / f"{memo.id}.md").write_bytes(memo_content(memo))


def reading_all(study: Path, source: str) -> list[Memo]:
    """The peer: every memo is read, and those about the source are taken."""
    return [memo for memo in read_memos(study) if memo.about == f"source:{source}"]


def seconds(find: Callable[[Path, str], list[Memo]], study: Path, sources: range) -> float:
    """Seconds of processor time for so many sources."""
    begun = time.process_time()
    for number in sources:
        if len(find(study, f"s{number:04}")) != 1:
            raise SystemExit(f"source {number} has one memo")
    return time.process_time() - begun


def main() -> None:
    """Measure and print; the peer is asked for one source in fifty, and the time multiplied."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--memos", type=int, default=1000)
    n_memos = parser.parse_args().memos
    with tempfile.TemporaryDirectory() as name:
        study = Path(name)
        make_memos(study, n_memos)
        time.sleep(3)  # files that changed just now are not remembered
        ours = seconds(memos_about, study, range(n_memos))
        peer = seconds(reading_all, study, range(0, n_memos, 50)) * 50
        print(f"{n_memos:,} sources, {n_memos:,} memos: {ours:.1f} s; reading all: {peer:.0f} s")


if __name__ == "__main__":
    main()
