"""A small key, some texts around it, and the made-up interviews as sources."""

from __future__ import annotations

from pathlib import Path

from casestudy.ingest import read_file
from casestudy.provenance import Provenance
from casestudy.pseudonyms import PseudonymKey
from casestudy.sources import Source

ROOT = Path(__file__).parents[2]
MADE_UP = Provenance(kind="synthetic", generator="tests/pseudonyms/made.py")


def key() -> PseudonymKey:
    """Two persons, a firm, a place and a telephone number."""
    people = [("Eero Lakso", "Lakso", "Eero"), ("Zoë Virtanen", "Virtanen", "Zoë")]
    made = PseudonymKey().with_names(people)
    made = made.with_names([("Kaltvik Machine Works", "Kaltvik")], kind="organisation")
    made = made.with_names(["Helsinki"], kind="place")
    return made.with_names(["+358 40 123 4567"], kind="phone")


def source(text: str, id: str = "talk", title: str = "") -> Source:
    """One interview without parts."""
    return Source(id=id, kind="interview", text=text, title=title, provenance=MADE_UP)


def interview(name: str) -> Source:
    """One of the made-up interviews, as its reader reads it."""
    reading = read_file(ROOT / "synthetic" / name)
    return Source(
        id=Path(name).stem, kind="interview", text=reading.text, parts=reading.parts,
        provenance=MADE_UP,
    )  # fmt: skip


def long_text(n_words: int) -> str:
    """The made-up interviews one after another, up to so many words."""
    names = ("interview_procurement.txt", "interview_technician.vtt", "interview_reseller.docx")
    once = "\n".join(interview(name).text for name in names)
    words = once.split(" ")
    times = -(-n_words // len(once.split()))
    return " ".join((words * times)[: int(n_words * len(words) / len(once.split()))])
