"""Made-up audits, changes and pictures, for figures and tables of websites."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import numpy as np
import pandas as pd
from PIL import Image

from casestudy.assist import SiteAudit
from casestudy.assist.audit_results import HIT_COLUMNS, PAGE_COLUMNS
from casestudy.codebook import Code, Codebook
from casestudy.codings import Coding, Codings, codings_frame
from casestudy.pages.site_features import Signal, SiteFeature
from casestudy.provenance import Provenance
from casestudy.qualitative import (
    CodedPicture,
    Mark,
    PageChanges,
    PageState,
    coded_picture,
    page_changes,
)
from casestudy.regions import Region
from casestudy.sources import Part, Source

SYNTHETIC = Provenance(kind="synthetic", generator="tests/figures/made_sites.py")
BOOK = Codebook(
    id="demo",
    codes=(
        Code(id="talk", name="Communication & talk"),
        Code(id="talk.chat", name="chat <live>", parent="talk"),
        Code(id="trust", name="Trust", colour="#832db6"),
    ),
)
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def feature(id: str, theme: str) -> SiteFeature:
    signal = Signal(kind="host", hosts=("chat.example",))
    return SiteFeature(
        id=id, name=f"a {id}", theme=theme, code=theme, precision=0.9, signals=(signal,)
    )


def audit() -> SiteAudit:
    """Two themes, three features, three sites, each state at least once."""
    states = [
        ["observed", "present", "unknown"],
        ["observed", "unknown", "not observed"],
        ["unknown", "present", "not observed"],
    ]
    return SiteAudit(
        sites=("a", "b", "c"),
        site_names=("Alpha", "Beta", "Gamma & Co"),
        features=(feature("chat", "talk"), feature("form", "talk"), feature("seal", "trust")),
        codebook=BOOK,
        states=np.array(states, dtype=object),
        n_pages=np.array([[2, 0, 0], [1, 0, 0], [0, 0, 0]]),
        pages=pd.DataFrame(columns=list(PAGE_COLUMNS)),
        hits=pd.DataFrame(columns=list(HIT_COLUMNS)),
        notes=("Hits are suggestions.",),
        provenance=(SYNTHETIC,),
    )


def page(*lines: str) -> Source:
    """A page with a block of 20 pixels a line, one below the other."""
    text, parts, at = "\n".join(lines), [], 0
    for number, line in enumerate(lines):
        box = (10.0, 20.0 * number, 200.0, 20.0)
        place = f"/html[1]/body[1]/p[{number + 1}]"
        parts.append(
            Part(kind="block", start=at, end=at + len(line), box=box, locator=place, view="main")
        )
        at += len(line) + 1
    return Source(
        id="p", kind="website", title="A shop", text=text, parts=tuple(parts), provenance=SYNTHETIC
    )


def changes() -> PageChanges:
    old, new = page("We answer in five days.", "gone"), page("We answer in two days.", "Chat <now>")
    return page_changes(
        PageState(source=old, marks=(Mark(0, 5, "trust"),), when="2025"),
        PageState(source=new, marks=(Mark(23, 27, "talk.chat", by_person=False),), when="2026"),
        codebook=BOOK,
        receipts=(("moved", 1), ("orphaned", 0)),
    )


def png(width: int = 240, height: int = 400) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "#eef").save(out, "PNG")
    return out.getvalue()


def coding(id: str, code: str, **more: object) -> Coding:
    return Coding(id=id, source="p", code=code, created=NOW, **more)  # type: ignore[arg-type]


def picture(content: bytes | None = None) -> CodedPicture:
    """A region by two people, words by one, and a suggestion."""
    source = page("Chat with us", "We are a company", "Terms", "hidden")
    region = Region(picture="screenshot.png", x=5, y=100, width=100, height=30)
    codings = [
        coding("1", "talk.chat", coder="ann", start=0, end=12, quote="Chat with us"),
        coding("2", "trust", coder="ann", region=region),
        coding("3", "trust", coder="ben", region=region),
        coding(
            "4", "trust", coder="rule-site-audit", origin="rule:site-audit",
            start=30, end=35, quote="Terms",
        ),
        coding("5", "talk", coder="ann"),
    ]  # fmt: skip
    frame = codings_frame(codings, provenance={"p": "synthetic"})
    return coded_picture(
        source,
        codings=Codings(frame=frame, codebook=BOOK, origins={"p": SYNTHETIC}),
        picture="screenshot.png",
        content=content if content is not None else png(),
    )
