"""How open answers are best stored: one source with a part an answer, or a source an answer.

Data: made up by this script (seed 1): 6,400 answers of 5 to 40 words to one question, with three
attributes, as a CSV file. Run: python benchmarks/open_answers.py [--answers 6400] [--folder FOLDER]

Reported, in the same run: seconds passed and worked, and files written, of importing them as the
package does (one source); the same for a tenth of them as sources of their own, each with a folder,
beside it (multiply by ten); then, for one coder who codes every third answer, the seconds of coding
and of reading all codings.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from casestudy import Study, new_study
from casestudy.anchors import anchor
from casestudy.codings import Coding
from casestudy.sources import Source
from casestudy.store import write_source

VOCABULARY = """
we trust the price when delivery is clear and somebody answers a question quickly shop page stock
level list catalogue order again review honest late refund colour size fit letter phone
"""
WORDS = VOCABULARY.split()
CODES = ("timeliness", "communication", "transparency")
T = TypeVar("T")


def make_table(path: Path, n: int) -> None:
    """Write the table of answers."""
    chance = random.Random(1)  # noqa: S311
    rows = ["id,segment,age,country,why"]
    for number in range(n):
        words = " ".join(chance.choices(WORDS, k=chance.randint(5, 40)))
        rows.append(f"R{number},{number % 5},{20 + number % 50},C{number % 9},{words}")
    path.write_text("\n".join(rows), "utf-8")


def timed(told: str, act: Callable[[], T]) -> T:
    """Do something, and print how long it took."""
    passed, worked = time.perf_counter(), time.process_time()
    result = act()
    passed, worked = time.perf_counter() - passed, time.process_time() - worked
    print(f"  {told}: {passed:.2f} s passed, {worked:.2f} s worked")
    return result


def n_files(study: Study) -> int:
    """Files of sources and codings."""
    return sum(
        path.is_file()
        for name in ("sources", "codings")
        for path in (study.folder / name).rglob("*")
    )


def as_one(folder: Path, table: Path) -> None:
    """One source with a part an answer."""
    study = new_study(folder / "one")
    [one] = timed("import", lambda: study.import_answers(table, "why", respondent="id")).imported
    source = one.source
    coder = study.coder("anna")
    coded = [
        _coding(source, part.start, part.end, number)
        for number, part in enumerate(source.answers)
        if number % 3 == 0
    ]
    timed("coding every third answer", lambda: coder.add(coded))
    timed("reading the codings", lambda: study.codings)
    print(f"  {n_files(study):,} files")


def as_many(folder: Path, table: Path) -> None:
    """A source an answer."""
    study = new_study(folder / "many")
    rows = [line.split(",") for line in table.read_text("utf-8").splitlines()[1:]]
    sources = [
        Source(id=row[0], kind="answer", text=row[4], original="original.txt", original_sha256="0")
        for row in rows
    ]

    def write() -> None:
        for source in sources:
            write_source(study.folder, source, source.text.encode())

    timed("import", write)
    coder = study.coder("anna")
    coded = [_coding(s, 0, len(s.text), n) for n, s in enumerate(sources) if n % 3 == 0]
    timed("coding every third answer", lambda: coder.add(coded))
    timed("reading the codings", lambda: study.codings)
    print(f"  {n_files(study):,} files")


def _coding(source: Source, start: int, end: int, number: int) -> Coding:
    return Coding.at(
        anchor(source.text, start, end),
        id=f"c{number}",
        source=source.id,
        code=CODES[number % 3],
        coder="anna",
        text_sha256=source.text_sha256,
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--answers", type=int, default=6400)
    parser.add_argument("--folder", type=Path, default=None, help="where to put the data")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        folder = Path(name)
        table, tenth = folder / "answers.csv", folder / "tenth.csv"
        make_table(table, arguments.answers)
        make_table(tenth, arguments.answers // 10)
        print(f"{arguments.answers:,} answers as parts of one source")
        as_one(folder, table)
        print(f"{arguments.answers // 10:,} answers as sources of their own")
        as_many(folder, tenth)


if __name__ == "__main__":
    main()
