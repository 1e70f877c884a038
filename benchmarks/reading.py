"""How fast files come in: a thousand interviews imported into a study, and one interview read.

Data: made up by this script (seed 1): 1,000 interviews of an hour, 9,000 words in 150 turns each, a
third of them Word files, a third WebVTT captions, a third plain text. Run:
python benchmarks/reading.py [--files 1000] [--folder FOLDER] [--profile] [--memory 250 1000 4000]

Reported: for each format the median milliseconds of reading one interview warm (bar: 50 ms); the
seconds of importing all of them through `casestudy.importing.files.import_files` into a new study
(bar: 30 s on two cores), as passed and as worked by all processes together, with the memory that
the importing process held after the first file, a tenth, half and all of them; the seconds of
reading alone; and, as the floor of the disk, those of writing and syncing as many files of the same
sizes and nothing else. With --memory, imports of several sizes, each in a process of its own, so
that their memory can be compared (flat means: about the same).
"""

from __future__ import annotations

import argparse
import cProfile
import io
import os
import pstats
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from casestudy.importing.files import import_files
from casestudy.ingest import read_file
from casestudy.opening import new_study

VOCABULARY = """
we trust the price when delivery is clear and somebody answers a question quickly shop page
stock level list catalogue engineer order again review honest late refund colour size fit
letter phone chat friend told me that it was good so I went back there every second year
"""
WORDS = VOCABULARY.split()
BARS = {"read": 50.0, "import": 30.0}
"""Milliseconds to read one interview, and seconds to import a thousand."""

DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.'
    'openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
)
PARAGRAPH = (
    '<w:p w:rsidR="00A77B3E"><w:pPr><w:spacing w:after="120" w:line="276"/></w:pPr><w:r><w:rPr>'
    "<w:b/></w:rPr><w:t>{}:</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>{}</w:t></w:r></w:p>"
)


def interview(chance: random.Random, n_turns: int = 150, n_words: int = 9000) -> list[list[str]]:
    """Turns of two speakers as words; the first asks shortly, the second tells."""
    turns = []
    for number in range(n_turns):
        length = n_words * 2 // n_turns // 6 * (1 if number % 2 == 0 else 5)
        words = chance.choices(WORDS, k=length)
        turns.append([*words[:-1], words[-1] + ("?" if number % 2 == 0 else ".")])
    return turns


def as_docx(turns: list[list[str]]) -> bytes:
    """A Word document, compressed as Word does."""
    speakers = ("Interviewer", "Anna")
    body = "".join(
        PARAGRAPH.format(speakers[n % 2], " ".join(words)) for n, words in enumerate(turns)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", DOCUMENT.format(body))
    return out.getvalue()


def as_vtt(turns: list[list[str]]) -> bytes:
    """Captions with voices, twelve words a cue."""
    lines, at = ["WEBVTT", ""], 0
    for number, words in enumerate(turns):
        for first in range(0, len(words), 12):
            said = " ".join(words[first : first + 12])
            lines += [f"{clock(at)} --> {clock(at + 4)}", f"<v Speaker {number % 2}>{said}</v>", ""]
            at += 4
    return "\n".join(lines).encode()


def clock(seconds: int) -> str:
    """A caption's time."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.000"


def as_text(turns: list[list[str]]) -> bytes:
    """Plain text with labels."""
    return "\n\n".join(
        f"{'IB'[n % 2]}: {' '.join(words)}" for n, words in enumerate(turns)
    ).encode()


FORMATS: dict[str, Callable[[list[list[str]]], bytes]] = {
    "docx": as_docx,
    "vtt": as_vtt,
    "txt": as_text,
}


def make_files(folder: Path, n_files: int) -> list[Path]:
    """Write the interviews, one format after the other in turn."""
    chance = random.Random(1)  # noqa: S311
    folder.mkdir()
    paths = []
    for number in range(n_files):
        ending = list(FORMATS)[number % len(FORMATS)]
        path = folder / f"interview_{number:04d}.{ending}"
        path.write_bytes(FORMATS[ending](interview(chance)))
        paths.append(path)
    return paths


def read_times(paths: list[Path], n: int = 30) -> Iterator[tuple[str, float]]:
    """Median milliseconds of reading one interview of each format, after one reading unmeasured."""
    for path in paths[: len(FORMATS)]:
        times = []
        read_file(path)
        for _ in range(n):
            start = time.perf_counter()
            read_file(path)
            times.append(1000 * (time.perf_counter() - start))
        yield path.suffix.lstrip("."), statistics.median(times)


def megabytes() -> int:
    """What this process holds in memory now."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(next(re.finditer(r"VmRSS:\s+(\d+)", status))[1]) // 1024


def worked() -> float:
    """Seconds of work of this process and of those it started that are over."""
    own, others = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def import_all(folder: Path, paths: list[Path]) -> str:
    """Import the files into a new study, and say how long it took and what was held."""
    study = new_study(folder / "study").folder
    held: list[int] = []
    start, before = time.perf_counter(), worked()
    report = import_files(study, [paths[0].parent], on_progress=lambda _: held.append(megabytes()))
    seconds, work = time.perf_counter() - start, worked() - before
    if report.refused or len(report.imported) != len(paths):
        raise SystemExit(f"{len(report.refused)} files were refused: {report.refused[:3]}")
    shown = (held[0], held[len(held) // 10], held[len(held) // 2], held[-1])
    return (
        f"import of {len(paths):,}: {seconds:.1f} s passed, {work:.1f} s worked, "
        f"{shown[0]} MiB held after the first file, {shown[1]} after a tenth, {shown[2]} after "
        f"half, {shown[3]} at the end, {max(held)} at most"
    )


def floor_of_the_disk(folder: Path, study: Path) -> float:
    """Seconds to write and sync as many files as the import left, of the same sizes."""
    sizes = [
        path.stat().st_size for path in sorted((study / "sources").rglob("*")) if path.is_file()
    ]
    folder.mkdir()
    start = time.perf_counter()
    for number, size in enumerate(sizes):
        handle = os.open(folder / str(number), os.O_WRONLY | os.O_CREAT)
        os.write(handle, b"x" * size)
        os.fsync(handle)
        os.close(handle)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--folder", type=Path, default=None, help="where to put the data")
    parser.add_argument("--profile", action="store_true", help="show where the import spends time")
    parser.add_argument("--memory", type=int, nargs="+", default=[], help="imports to compare")
    parser.add_argument("--import-only", action="store_true", help="make the files and import them")
    arguments = parser.parse_args()
    for n_files in arguments.memory:
        command = [sys.executable, __file__, "--import-only", "--files", str(n_files)]
        subprocess.run(command, check=True)
    if arguments.memory:
        return
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        folder = Path(name)
        paths = make_files(folder / "files", arguments.files)
        if arguments.import_only:
            print(import_all(folder, paths))
            return
        size = sum(path.stat().st_size for path in paths)
        print(f"{len(paths):,} interviews of 9,000 words, {size / 2**20:.0f} MiB")
        for ending, median in read_times(paths):
            print(f"read one .{ending} warm: median {median:.1f} ms (bar {BARS['read']:.0f} ms)")
        start = time.perf_counter()
        for path in paths:
            read_file(path)
        print(f"reading alone, one process: {time.perf_counter() - start:.1f} s")
        profile = cProfile.Profile()
        if arguments.profile:
            profile.enable()
        told = import_all(folder, paths)
        profile.disable()
        print(f"{told} (bar {BARS['import']:.0f} s for 1,000)")
        floor = floor_of_the_disk(folder / "floor", folder / "study")
        print(f"writing and syncing as many files and no more: {floor:.1f} s")
        if arguments.profile:
            pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
