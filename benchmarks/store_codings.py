"""How fast the log of codings is: opening a million of them, and one durable append.

Data: made up by this script (seed 1): 1,000,000 codings by five coders over 1,000 sources, 5,000
logs. Run: python benchmarks/store_codings.py [--codings 1000000] [--folder FOLDER] [--rated]
With --rated every second coding has a weight and a stance.

Reported: seconds to a frame with no index (cold), with the index (warm), after one log changed;
median milliseconds of a single durable append, beside a bare write and fsync to the same disk in
the same run (the floor), as a ratio that does not depend on the machine.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from casestudy.store.index import coding_frame
from casestudy.store.log import CodingLog, event_line, new_id

SENTENCE = "we trust the price when delivery is clear and somebody answers a question quickly"


def make_logs(
    study: Path, *, codings: int, rated: bool = False, sources: int = 1000, coders: int = 5
) -> int:
    """Write the logs without syncing and return their size in bytes."""
    chance = random.Random(1)  # noqa: S311
    per_log = codings // (sources * coders)
    total = 0
    for coder in range(coders):
        folder = study / "codings" / f"coder{coder}"
        folder.mkdir(parents=True)
        for source in range(sources):
            lines = []
            for number in range(per_log):
                start = chance.randrange(60_000)
                rating = {"weight": number % 101, "stance": "for"} if rated and number % 2 else {}
                quote = " ".join(chance.choices(SENTENCE.split(), k=chance.randint(5, 20)))
                lines.append(event_line({
                    "op": "code", "id": new_id(), "v": 1,
                    "at": f"2026-11-{1 + number % 28:02d}T10:{number % 60:02d}:00.{number:06d}Z",
                    "code": f"theme{chance.randrange(10)}", "start": start,
                    "end": start + len(quote), "quote": quote, "prefix": quote[:32],
                    "suffix": quote[-32:], "text": "0" * 64, "origin": "human",
                    **rating,
                }))  # fmt: skip
            content = b"".join(lines)
            total += len(content)
            (folder / f"source{source:04d}.jsonl").write_bytes(content)
    return total


def seconds(call: Callable[[], object]) -> tuple[float, object]:
    """Wall time of one call, and what it returned."""
    start = time.perf_counter()
    result = call()
    return time.perf_counter() - start, result


def append_times(study: Path, n: int = 200) -> tuple[list[float], list[float]]:
    """Milliseconds of durable appends and of bare synced writes, in turn."""
    log = CodingLog(study, coder="appender", source="source0000")
    event = {"op": "code", "code": "theme1", "start": 0, "end": 5, "quote": "trust"}
    floor = os.open(study / "floor", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    ours, bare = [], []
    for _ in range(n):
        ours.append(1000 * seconds(lambda: log.append([event]))[0])
        bare.append(1000 * seconds(lambda: (os.write(floor, b"x" * 300), os.fsync(floor)))[0])
    os.close(floor)
    return ours, bare


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--codings", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, default=None, help="where to put the data")
    parser.add_argument("--rated", action="store_true", help="with weights and stances")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        study = Path(folder)
        size = make_logs(study, codings=arguments.codings, rated=arguments.rated)
        print(f"{arguments.codings:,} codings, 5,000 logs, {size / 2**20:.0f} MiB")

        def open_frame() -> object:
            return coding_frame(study, record_of=lambda _: ("ABB", "synthetic"))

        cold, (frame, problems) = seconds(open_frame)  # type: ignore[misc]
        print(f"cold (no index): {cold:.2f} s, {len(frame):,} rows, {len(problems)} problems")
        warm = [seconds(open_frame)[0] for _ in range(5)]
        print(f"warm: median {statistics.median(warm):.2f} s of {[round(t, 2) for t in warm]}")
        CodingLog(study, coder="coder0", source="source0001").append(
            [{"op": "code", "code": "theme1", "start": 0, "end": 5, "quote": "trust"}]
        )
        print(f"after one log changed: {seconds(open_frame)[0]:.2f} s")
        ours, bare = append_times(study)
        print(
            f"durable append: median {statistics.median(ours):.2f} ms, "
            f"bare write + fsync {statistics.median(bare):.2f} ms, "
            f"ratio {statistics.median(ours) / statistics.median(bare):.2f}"
        )


if __name__ == "__main__":
    main()
