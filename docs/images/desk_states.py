"""Draws the pictures of docs/coding_desk.md: the coding desk in its states, on synthetic sources.

Run, from the checkout, with Chromium installed:

    .venv/bin/python docs/images/desk_states.py [FOLDER]

The interviews and pages are those of `synthetic/`: made up for this package, nobody speaks in them.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

# ruff: noqa: E402
from casestudy.annotate.messages import Comparison
from casestudy.annotate.reading_list import reading_list
from casestudy.assist import rule_codings
from casestudy.desk.study_bench import StudyBench
from casestudy.opening import new_study, open_study
from casestudy.provenance import Provenance
from casestudy.qualitative import concordance
from casestudy.ratings import WeightScale, stances
from casestudy.store import write_codebook
from casestudy.study import Study
from tests.annotate.browsing import DeskPage, running_browser

SOURCE = "interview_procurement"
PAGE = "nordmotor.example_privacy"
WIDTH, HEIGHT = 1180, 660
COLOURS = 256
MADE_UP = Provenance(kind="synthetic", generator="written for the casestudy package")


def talks(folder: Path) -> Study:
    """The three made-up interviews, coded in part by Anna and Ben and by the codebook's rules."""
    study = new_study(folder / "study", title="A synthetic demonstration")
    names = ("interview_procurement.txt", "interview_technician.vtt", "interview_reseller.docx")
    study.import_files(*(ROOT / "synthetic" / n for n in names), case="made-up", provenance=MADE_UP)
    text = study.sources[SOURCE].text
    sentences = [
        s.strip() for s in text.replace("\n", " ").split(". ") if 40 < len(s.strip()) < 200
    ]
    usable = [s for s in sentences if text.count(s) == 1][:14]
    codes = [code.id for code in study.codebook if not code.parent]
    anna, ben = study.coder("anna"), study.coder("ben")
    for n, quote in enumerate(usable):
        if n % 4 != 3:
            anna.code(SOURCE, codes[n % 10], quote=quote, memo="ask again" if n == 2 else "")
        if n % 3 == 0:
            anna.code(
                SOURCE, codes[(n + 4) % 10], quote=quote[: len(quote) * 2 // 3].rsplit(" ", 1)[0]
            )
        if n % 4 != 1:
            ben.code(SOURCE, codes[n % 10 if n % 3 else (n + 1) % 10], quote=quote)
    return study


def site(folder: Path) -> Study:
    """One captured page of the made-up site."""
    made = ROOT / "synthetic" / "websites_study"
    place = Path("sources") / "websites" / PAGE
    shutil.copytree(made / "coding_scheme", folder / "site" / "coding_scheme")
    shutil.copy(made / "study.toml", folder / "site")
    shutil.copytree(made / place, folder / "site" / place)
    return open_study(folder / "site")


class Camera:
    """Takes pictures of desks and keeps them small.

    Parameters
    ----------
    page : DeskPage
        The page that the desks are on.
    folder : Path
        Where the pictures go.
    """

    def __init__(self, page: DeskPage, folder: Path) -> None:
        self.page = page
        self.folder = folder

    def desk(self, bench: StudyBench, *keys: str, source: str = SOURCE, dark: bool = False) -> None:
        """A new desk, after some keys."""
        self.page.renew()
        if dark:
            self.page.page.evaluate("document.body.className = 'dark'")
        self.page.mount(bench, source=source, height=HEIGHT - 24)
        self.page.page.locator(".text").focus()
        self.press(*keys)

    def press(self, *keys: str) -> None:
        """Press keys one after the other, each when the desk is at rest."""
        for key in keys:
            self.page.press(key)
            self.page.calm()

    def shoot(self, name: str) -> None:
        """Take a picture and keep it under a name."""
        self.page.calm()
        self.page.page.wait_for_timeout(120)
        taken = Image.open(io.BytesIO(self.page.page.screenshot())).convert("RGB")
        small = taken.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        small.save(self.folder / f"desk_{name}.png", optimize=True)


@contextmanager
def camera(folder: Path) -> Iterator[Camera]:
    """A camera with a browser, for as long as it is needed."""
    with running_browser() as browser:
        page = DeskPage(browser, width=WIDTH, height=HEIGHT)
        yield Camera(page, folder)
        page.close()
        if page.errors:
            raise RuntimeError(f"the page reports {page.errors}")


def coding(one: Camera, study: Study) -> None:
    """Reading and coding alone."""
    anna = StudyBench(study, coder="anna")
    one.desk(anna, *["ArrowDown"] * 14)
    one.shoot("text")
    one.press("t", "r")
    one.shoot("palette")
    one.press("Escape", "Escape", ".", "Shift+D")
    one.shoot("definition")
    one.press("Escape", ".", ".", "Shift+N")
    one.shoot("note")
    one.press("Escape", "?")
    one.shoot("keys")
    one.press("Escape", "Shift+C")
    one.shoot("list")
    one.desk(anna, *["ArrowDown"] * 14, dark=True)
    one.shoot("dark")


def finding(one: Camera, study: Study) -> None:
    """A query as a list to read."""
    anna = StudyBench(study, coder="anna")
    one.desk(anna)
    found = concordance(study.sources.values(), "price*")
    one.page.desks["desk"].read(reading_list(found, title="price* in all interviews"))
    one.page.flush()
    one.press(">")
    one.shoot("reading_list")


def together(one: Camera, study: Study) -> None:
    """Several coders: side by side, blind, and learning."""
    one.desk(StudyBench(study, coder="anna"))
    one.page.desks["desk"].compare(Comparison(coders=("anna", "ben")))
    one.page.flush()
    one.press(">", ">")
    one.shoot("comparison")
    one.desk(StudyBench(study, coder="anna", blind=True), *["ArrowDown"] * 14)
    one.shoot("blind")
    taught = list(study.codings.only(coder="ben").frame.head(5).itertuples())
    mia = study.coder("mia")
    mia.code(SOURCE, taught[0].code, quote=taught[0].quote)
    mia.code(SOURCE, taught[1].code, quote=taught[1].quote[:40].rsplit(" ", 1)[0])
    mia.code(SOURCE, "concerns", quote=taught[2].quote)
    mia.code(SOURCE, taught[4].code, quote=taught[4].quote)
    one.desk(StudyBench(study, coder="mia", teacher="ben"), ".", ".", ".", ".", "Shift+K", ">", ">")
    one.shoot("lesson")


def suggestions(one: Camera, study: Study) -> None:
    """What the codebook's rules suggest."""
    found = rule_codings(
        study.sources.values(), codebook=study.codebook, unit="sentence", created=datetime.now(UTC)
    )
    study.coder("rule-keywords").add(found)
    bench = StudyBench(study, coder="cleo")
    bench.keep_settings({"look": {"suggestions": True}})
    one.desk(bench)
    for coder in ("anna", "ben", "mia"):
        one.page.page.evaluate("(who) => desks.desk.el.codingDesk.hideCoder(who, true)", coder)
    one.press(*["."] * 3)
    one.shoot("suggestions")


def rated(one: Camera, study: Study) -> None:
    """Weights and stances on a made-up scale."""
    book = study.codebook
    scale = WeightScale(low=0, high=100, default=50, means="how strongly", labels={100: "fully"})
    sides = stances(["for", "mixed", {"id": "against", "name": "speaks against it"}])
    codes = tuple(replace(c, weight=scale, stances=sides) if not c.parent else c for c in book)
    path = study.folder / "coding_scheme" / f"{book.id}.toml"
    write_codebook(replace(book, codes=codes), path)
    scaled = open_study(study.folder)
    anna = scaled.coder("anna")
    for n, row in enumerate(scaled.codings.only(coder="anna").frame.itertuples()):
        if n % 3 != 1:
            stance = ("for", "mixed", "against")[n % 3]
            anna.rate(SOURCE, row.coding, weight=n * 17 % 101, stance=stance)
    bench = StudyBench(scaled, coder="anna")
    one.desk(bench, *["ArrowDown"] * 14)
    for coder in ("ben", "mia"):
        one.page.page.evaluate("(who) => desks.desk.el.codingDesk.hideCoder(who, true)", coder)
    one.press(".", "Shift+W", "8", "0")
    one.shoot("rating")


def pictures(one: Camera, study: Study) -> None:
    """A captured page beside its words."""
    one.desk(StudyBench(study, coder="anna"), "Shift+P", *["ArrowDown"] * 11, "7", "8", source=PAGE)
    one.page.page.wait_for_function(
        "desks.desk.el.shadowRoot.querySelector('.band').naturalWidth > 100"
    )
    one.shoot("picture")


def main() -> None:
    """Draw all states."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    with tempfile.TemporaryDirectory() as name, camera(folder) as one:
        study = talks(Path(name))
        states: list[Callable[[Camera, Study], None]] = [
            coding,
            finding,
            together,
            suggestions,
            rated,
        ]
        for state in states:
            state(one, study)
        pictures(one, site(Path(name)))


if __name__ == "__main__":
    main()
