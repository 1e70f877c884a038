"""How fast labels take the place of names over a study of a thousand interviews.

Data: made up by this script (seed 2): 1,000 interviews of an hour, 9,000 words in 150 turns each,
in Word, WebVTT and plain text, with about 220 places of 200 made-up names, and 20 codings each by
three coders. Run:
python benchmarks/pseudonyms.py [--files 1000] [--folder FOLDER] [--profile STAGE]

Each stage runs in a process of its own over the same study, which may start others. Reported: the
seconds of processor time of all of them (bar for apply: 120 s for 1,000), the seconds on the clock
(mostly the disk, which syncs every step), and the most memory that the first process held; beside
apply the floor: reading every text and searching it for the 200 names by one regular expression,
which is what a script of ten lines does.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import reading

from casestudy.anchors import anchor
from casestudy.codings import Coding
from casestudy.opening import new_study, open_study
from casestudy.pseudonyms import PseudonymKey
from casestudy.store.log import new_id

BAR = 120.0
"""Seconds of processor time for a thousand interviews."""
N_NAMES = 200
SYLLABLES = [
    "ka",
    "la",
    "mi",
    "to",
    "ve",
    "ri",
    "so",
    "nu",
    "pe",
    "ha",
    "ju",
    "ta",
    "lo",
    "si",
    "mu",
    "ky",
    "ra",
    "ne",
    "vi",
    "po",
]
ENDINGS = ["nen", "la", "son", ""]


def people(chance: random.Random) -> list[tuple[str, str, str]]:
    """Made-up people: both names together, the first one, the family's."""
    found: list[tuple[str, str, str]] = []
    taken: set[str] = set()
    while len(found) < N_NAMES:
        first, last = (
            "".join(chance.choices(SYLLABLES, k=3)).capitalize() + ending
            for ending in ("", chance.choice(ENDINGS))
        )
        if len({first, last, *taken}) == len(taken) + 2:
            taken |= {first, last}
            found.append((f"{first} {last}", first, last))
    return found


def named(turns: list[list[str]], forms: list[str], chance: random.Random) -> list[list[str]]:
    """Turns in which every fortieth word or so is a name."""
    return [
        [chance.choice(forms) if chance.random() < 0.025 else word for word in words]
        for words in turns
    ]


def make_study(folder: Path, n_files: int) -> None:
    """A study with interviews, three coders' codings, and a key."""
    chance = random.Random(2)  # noqa: S311
    everybody = people(chance)
    forms = [form for person in everybody for form in person]
    files = folder / "files"
    files.mkdir()
    for number in range(n_files):
        ending = list(reading.FORMATS)[number % len(reading.FORMATS)]
        turns = named(reading.interview(chance), forms, chance)
        (files / f"talk_{number:04d}.{ending}").write_bytes(reading.FORMATS[ending](turns))
    study = new_study(folder / "study")
    study.import_files(files)
    shelf = study.sources
    for id in shelf:
        text, sha256 = shelf[id].text, shelf[id].text_sha256
        for coder in ("anna", "ben", "eve"):
            made = []
            for _ in range(20):
                start = chance.randrange(len(text) - 300)
                place = anchor(text, start, start + chance.randrange(20, 300))
                made.append(Coding.at(place, id=new_id(), source=id, code="concerns", coder=coder,
                                      text_sha256=sha256))  # fmt: skip
            study.coder(coder).add(made)
    study.pseudonyms.write_key(PseudonymKey().with_names(everybody))


def floor(folder: Path) -> None:
    """Read every text and search it for the names."""
    names = open_study(folder / "study").pseudonyms.key
    either = "|".join(re.escape(form) for entry in names for form in entry.originals)
    pattern = re.compile(rf"\b(?:{either})\b")
    for path in (folder / "study" / "sources").rglob("text.txt"):
        pattern.sub("X", path.read_text("utf-8"))


def stage_of(folder: Path, name: str) -> Callable[[], object]:
    """What a stage does."""
    names = open_study(folder / "study").pseudonyms
    return {
        "candidates": names.candidates,
        "floor": lambda: floor(folder),
        "dry run": lambda: names.apply(dry_run=True),
        "apply": names.apply,
        "apply again": names.apply,
        "copy": lambda: names.copy(folder / "copy"),
        "leaks": lambda: names.leaks(folder / "copy"),
        "restore": names.restore,
    }[name]


STAGES = ("candidates", "floor", "dry run", "apply", "apply again", "copy", "leaks", "restore")


def most_memory() -> int:
    """Megabytes that this process held at most. `getrusage` would count those of its parent too."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    line = re.search(r"VmHWM:\s*(\d+)", status.read_text("utf-8"))
    return int(line[1]) // 1024 if line else 0


def run_stage(folder: Path, name: str, *, is_profiled: bool) -> None:
    """One stage in this process; what it cost, as JSON."""
    stage = stage_of(folder, name)
    profile = cProfile.Profile()
    clock, processor = time.perf_counter(), reading.worked()
    if is_profiled:
        profile.enable()
    stage()
    profile.disable()
    cost = {
        "processor": reading.worked() - processor,
        "clock": time.perf_counter() - clock,
        "memory": most_memory(),
    }
    print(json.dumps(cost))
    if is_profiled:
        pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(30)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--folder", type=Path, default=None, help="where to put the data")
    parser.add_argument("--profile", default="", help="a stage whose time is to be shown")
    parser.add_argument("--stage", default="", help="run one stage on data that is there")
    arguments = parser.parse_args()
    if arguments.stage:
        is_profiled = arguments.profile == arguments.stage
        run_stage(arguments.folder, arguments.stage, is_profiled=is_profiled)
        return
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        make_study(Path(name), arguments.files)
        print(f"{arguments.files:,} interviews, {N_NAMES} names (bar: apply in {BAR:.0f} s)")
        for stage in STAGES:
            command = [sys.executable, __file__, "--folder", name, "--stage", stage,
                       "--profile", arguments.profile]  # fmt: skip
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            cost = json.loads(done.stdout)
            print(
                f"{stage}: {cost['processor']:.1f} s of processor time, {cost['clock']:.1f} s, "
                f"{cost['memory']} MiB at most"
            )


if __name__ == "__main__":
    main()
