"""Write ``coders.csv``: three made-up coders who coded the synthetic interviews.

SYNTHETIC: nobody coded these interviews. A seeded generator chooses sentences, gives each a theme,
and lets three coders find it or not, choose their own borders, and mistake some themes for others.
It serves to show how agreement is measured, and says nothing about how people agree on the ten
themes.

What was put in, so that it can be found again:

* `synthetic-anna` and `synthetic-ben` find most places; `synthetic-eve` finds fewer, and mistakes
  themes more often.
* communication and customer experiences are mistaken for each other, timeliness and transparency
  too.
* the coders mistake themes less in what they coded later.
* eve never saw the third interview.

Run it from anywhere: ``python simulate_coders.py``; two runs write the same bytes.
"""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from casestudy.codebook import Codebook
from casestudy.ingest import read_file
from casestudy.language import phrase_pattern
from casestudy.sentences import sentences
from casestudy.store import read_codebook

HERE = Path(__file__).parent
TARGET = HERE / "coders.csv"
SCHEME = HERE.parent / "coding_scheme" / "customer_intimacy.toml"
SEED = 20260115
FIRST_DAY = datetime(2026, 1, 12, 9, tzinfo=UTC)
INTERVIEWS = ("interview_procurement.txt", "interview_technician.vtt", "interview_reseller.docx")
#: Share of places found, share of themes mistaken, and the interviews seen.
CODERS = {
    "synthetic-anna": (0.88, 0.08, INTERVIEWS),
    "synthetic-ben": (0.84, 0.10, INTERVIEWS),
    "synthetic-eve": (0.70, 0.26, INTERVIEWS[:2]),
}
MISTAKEN = {
    "communication": "customer_experiences",
    "customer_experiences": "communication",
    "timeliness": "transparency",
    "transparency": "timeliness",
}
COLUMNS = ("coding", "source", "coder", "code", "start", "end", "created")


def places(name: str, book: Codebook, rng: np.random.Generator) -> list[tuple[str, int, int]]:
    """Sentences of the answers that bear a theme: where a phrase of it stands, and some others."""
    reading = read_file(HERE / name)
    themes = [theme.id for theme in book.themes]
    rules: dict[str, list[str]] = {theme: [] for theme in themes}
    for code in book:
        rules[book.theme_of(code.id).id] += code.rules
    patterns = {theme: phrase_pattern(rules[theme]) for theme in themes if rules[theme]}
    found = []
    for part in reading.parts:
        if part.kind != "turn" or reading.roles.get(part.speaker) == "interviewer":
            continue
        text = reading.text[part.start : part.end]
        for start, end in sentences(text, language="english"):
            hits = [theme for theme, pattern in patterns.items() if pattern.search(text[start:end])]
            if not hits and rng.random() < 0.35:
                hits = [str(rng.choice(themes))]
            found += [(theme, part.start + start, part.start + end) for theme in hits[:2]]
    return found


def coded(
    name: str,
    true: list[tuple[str, int, int]],
    coder: str,
    book: Codebook,
    rng: np.random.Generator,
) -> list[tuple[str, int, int, float]]:
    """What one coder made of the places, each with the share of the interview that was done."""
    finds, mistakes, _ = CODERS[coder]
    text = read_file(HERE / name).text
    themes = [theme.id for theme in book.themes]
    rows = []
    for number, (theme, start, end) in enumerate(true):
        done = number / len(true)
        if rng.random() > finds:
            continue
        if rng.random() < mistakes * (1.6 - 1.2 * done):
            theme = MISTAKEN.get(theme) or str(rng.choice(themes))  # noqa: PLW2901
        rows.append((theme, *borders(text, start, end, rng), done))
    extra = int(rng.poisson(0.06 * len(true)))
    for number in rng.choice(len(true), size=extra, replace=False):
        _, start, end = true[number]
        rows.append((str(rng.choice(themes)), *borders(text, start, end, rng), number / len(true)))
    return sorted(rows, key=lambda row: (row[1], row[2], row[0]))


def borders(text: str, start: int, end: int, rng: np.random.Generator) -> tuple[int, int]:
    """A sentence, or a part of it that begins or ends with a clause."""
    clauses = [at + 2 for at in range(start, end - 2) if text[at : at + 2] in (", ", "; ")]
    if clauses and rng.random() < 0.3:
        start = int(rng.choice(clauses)) if rng.random() < 0.5 else start
    clauses = [at for at in clauses if at > start + 20]
    if clauses and rng.random() < 0.25:
        end = int(rng.choice(clauses)) - 2
    return start, end


def main() -> None:
    """Write the codings of all coders."""
    rng = np.random.default_rng(SEED)
    book = read_codebook(SCHEME)
    rows = []
    for day, name in enumerate(INTERVIEWS):
        true = places(name, book, rng)
        for coder, (_, _, seen) in CODERS.items():
            if name not in seen:
                continue
            begun = FIRST_DAY + timedelta(days=7 * day)
            for theme, start, end, done in coded(name, true, coder, book, rng):
                when = begun + timedelta(days=int(5 * done), minutes=len(rows))
                source = name.partition(".")[0]
                rows.append(
                    (f"made-up-{len(rows):04}", source, coder, theme, start, end, when.isoformat())
                )
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        file.write(f"# SYNTHETIC: made by synthetic/simulate_coders.py, seed {SEED}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    print(f"{len(rows)} made-up codings in {TARGET}")


if __name__ == "__main__":
    main()
