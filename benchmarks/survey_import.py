"""Time to import a survey's answers from the export of a survey program.

Data: made up, seed 7; 6,400 respondents and 60 columns in the layout of Google Forms: 30 ratings,
10 questions with one answer of five labels, 4 with several in one cell, 9 numbers, a ranking of
four objects in four columns, 2 open answers, the time.

Run: python benchmarks/survey_import.py

Printed: seconds of the clock and of the processor (best of five) for reading the file, binding its
columns, reading every cell and building the responses, and for the same with the files written into
a study; beside pandas' bare `read_csv` of the same file, which binds and checks nothing.
"""

from __future__ import annotations

import csv
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from casestudy.importing.surveys import import_survey, read_survey_export
from casestudy.opening import new_study
from casestudy.store import read_questionnaire

N = 6_400
LEVELS = ["Never", "Rarely", "Sometimes", "Often, weekly", "Always"]


def choices(labels: list[str]) -> str:
    """Choices as the questionnaire writes them."""
    rows = (f'  {{ value = {n}, label = "{label}" }},\n' for n, label in enumerate(labels, 1))
    return "choices = [\n" + "".join(rows) + "]\n"


def made(folder: Path) -> tuple[Path, Path]:
    """The questionnaire and the export."""
    draw = random.Random(7)  # noqa: S311
    items = ['[survey]\nid = "made"\ntitle = "Made"\nprovenance = "synthetic"\ngenerator = "x"\n']
    heads, makers = ["Timestamp"], [lambda: "2026/05/04 9:00:00"]

    def add(kind: str, number: int, more: str, maker: Callable[[], str]) -> None:
        items.append(
            f'[[item]]\nid = "{kind}{number}"\nkind = "{kind}"\ntext = "{kind} {number}?"\n{more}'
        )
        heads.append(f"{kind} {number}?")
        makers.append(maker)

    def several() -> str:
        return ", ".join(label for label in LEVELS if draw.random() < 0.4)

    for n in range(30):
        add("rating", n, choices(LEVELS), lambda: draw.choice([*LEVELS, ""]))
    for n in range(10):
        add("single", n, choices(LEVELS), lambda: draw.choice(LEVELS))
    for n in range(4):
        add("multiple", n, choices(LEVELS), several)
    for n in range(9):
        add("numeric", n, "min = 0\nmax = 1000\n", lambda: str(draw.randrange(1000)))
    for n in range(2):
        add("text", n, "", lambda: f"words {draw.random()}")
    items.append('[[item]]\nid = "rank"\nkind = "ranking"\ntext = "Rank"\n' + choices(LEVELS[:4]))
    heads += [f"Rank [{label}]" for label in LEVELS[:4]]
    form, export = folder / "made.toml", folder / "made.csv"
    form.write_text("\n".join(items), encoding="utf-8")
    with export.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        for _ in range(N):
            writer.writerow([*(make() for make in makers), *draw.sample("1234", 4)])
    return form, export


def best(run: Callable[[], object], times: int = 5) -> str:
    """The shortest of several runs."""
    clock, processor = [], []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        run()
        clock.append(time.perf_counter() - wall)
        processor.append(time.process_time() - cpu)
    return f"{min(clock):.2f} s of the clock, {min(processor):.2f} s of the processor"


def main() -> None:
    """Print what was measured."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        form, export = made(folder)
        heads = pd.read_csv(export, nrows=1).shape[1]
        print(f"{N:,} respondents, {heads} columns, {export.stat().st_size / 1e6:.1f} MB")
        asked = read_questionnaire(form)
        print("read and checked:", best(lambda: read_survey_export(export, asked)))
        study = new_study(folder / "study").folder
        print(
            "imported into a study:",
            best(lambda: import_survey(study, export, form, replace_answers=True)),
        )
        print("pandas.read_csv alone:", best(lambda: pd.read_csv(export, dtype=str)))


if __name__ == "__main__":
    main()
