"""A little coded study, made up: two interviews, three coders, codes on two levels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from casestudy.codebook import Code, Codebook
from casestudy.codings import Coding, Codings, codings_frame
from casestudy.provenance import Provenance
from casestudy.regions import Region
from casestudy.sources import Part, Source

SYNTHETIC = Provenance(kind="synthetic", generator="tests/agreement/made_codings.py")
BOOK = Codebook(
    id="demo",
    codes=(
        Code(id="trust", name="trust", colour="#3f90da"),
        Code(id="trust_open", name="openness", parent="trust"),
        Code(id="trust_kept", name="promises kept", parent="trust"),
        Code(id="price", name="price"),
        Code(id="speed", name="speed"),
    ),
)
TURNS = (
    ("Ann", "Tell me about them."),
    ("Bob", "We trust them. They say what things cost."),
    ("Ann", "And how fast?"),
    ("Bob", "Fast enough. The price is fair, and they keep promises."),
)


def talk(id: str, turns: Sequence[tuple[str, str]] = TURNS) -> Source:
    """A transcript with labels that are no part of any turn."""
    text, parts = "", []
    for speaker, said in turns:
        start = len(text) + len(speaker) + 2
        text += f"{speaker}: {said}\n"
        parts.append(Part(kind="turn", start=start, end=start + len(said), speaker=speaker))
    return Source(id=id, kind="interview", text=text, parts=tuple(parts), provenance=SYNTHETIC)


SOURCES = {name: talk(name) for name in ("one", "two")}


def coding(
    coder: str, source: str, code: str, words: str = "", *, region: str = "", day: int = 0
) -> Coding:
    """A coding of some words; of the whole source without words or region."""
    start = SOURCES[source].text.index(words) if words else -1
    return Coding(
        id=f"{coder}-{source}-{code}-{words[:9]}{region[-9:]}",
        source=source,
        code=code,
        coder=coder,
        start=start,
        end=start + len(words) if words else -1,
        quote=words,
        region=Region.parsed(region) if region else None,
        created=datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=day),
    )


def codings(*rows: Coding) -> Codings:
    """The codings as one value."""
    frame = codings_frame(rows, provenance=dict.fromkeys(SOURCES, "synthetic"))
    return Codings(frame=frame, codebook=BOOK, origins=dict.fromkeys(SOURCES, SYNTHETIC))
