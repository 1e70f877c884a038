"""A small study typed by hand, for the tables of what a study is made of."""

from __future__ import annotations

import pandas as pd

from casestudy.claims import Finding, Ledger, ledger
from casestudy.codebook import Code, Codebook
from casestudy.evidence import Evidence
from casestudy.provenance import Citation, Provenance
from casestudy.sources import Case, Part, Source

PUBLISHED = Provenance(kind="published", work="lakso2021", page="2")
SYNTHETIC = Provenance(kind="synthetic", generator="made.py")
CITED = Citation(work="lakso2021", page="2-3")


def codebook() -> Codebook:
    """Two themes, one with a code below it."""
    return Codebook(
        id="demo",
        title="Demo scheme",
        note="Definitions are ours.",
        provenance=PUBLISHED,
        codes=(
            Code(id="trust", name="trust", definition="Relying on them.", source=CITED),
            Code(
                id="trust.price", name="fair price", parent="trust", definition="As printed.",
                definition_by="work", include=("Use it.",), exclude=("Not for cheap.",),
                source=Citation(work="lakso2021", page="40", status="inference"),
            ),
            Code(id="price", name="price"),
        ),
    )  # fmt: skip


def evidence() -> Evidence:
    """Two statements with a column of their own."""
    frame = pd.DataFrame(
        {
            "id": ["E1", "E2"],
            "statement": ["Sites sell.", "=1+1 <script>alert(1)</script>"],
            "work": ["lakso2021", "lakso2021"],
            "page": ["2", ""],
            "seen_in": ["front text", ""],
            "status": ["published", "inference"],
            "note": ["", "R&D_1 50%"],
            "topic_name": ["selling", "buying"],
            "provenance": ["published", "published"],
        },
        dtype="str",
    )
    return Evidence(name="site_rows", frame=frame)


def claims() -> Ledger:
    """One finding of each verdict."""
    printed = {"source": CITED, "kind": "published_evidence", "computes": "rows"}
    findings = [
        Finding(id="C-N", statement="Six sites.", expected=6, **printed),  # type: ignore[arg-type]
        Finding(id="C-ORDER", statement="In order.", expected=["a", "b"], compare="order",
                notebook="02.ipynb", **printed),  # type: ignore[arg-type]
        Finding(id="C-OPEN", statement="Not computed.", expected="0.81", compare="printed",
                **printed),  # type: ignore[arg-type]
        Finding(id="S-1", statement="A stand-in.", source=CITED, kind="synthetic_stand_in",
                computes="made-up rows", expected=True),
        Finding(id="N 1", statement="Lost <i>finding</i>.", source=CITED, kind="not_recoverable",
                why="The page could not be read."),
    ]  # fmt: skip
    return ledger(findings, {"C-N": 6, "C-ORDER": ["b", "a"], "S-1": True, "stranger": 1})


def sources() -> list[Source]:
    """An interview with two turns, and a page."""
    text = "Anna: Hi there.\nBen: Hello."
    turns = (
        Part(kind="turn", start=6, end=15, speaker="Anna"),
        Part(kind="turn", start=21, end=27, speaker="Ben"),
    )
    return [
        Source(id="talk", kind="interview", text=text, parts=turns, case="shop", title="A talk",
               provenance=SYNTHETIC, warnings=("one label was guessed",)),
        Source(id="page", kind="website", text="Buy now", provenance=PUBLISHED),
    ]  # fmt: skip


def cases() -> list[Case]:
    """Two cases that do not have the same attributes."""
    return [
        Case(id="a", name="Shop A", attributes={"line_of_business": "retail"}, source=CITED,
             provenance=PUBLISHED),
        Case(id="b", attributes={"url": "b.example"}, provenance=PUBLISHED),
    ]  # fmt: skip
