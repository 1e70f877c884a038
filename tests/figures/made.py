"""Results typed by hand, for the faces to draw; everything here is made up."""

from __future__ import annotations

import numpy as np
import pandas as pd

from casestudy.intervals import wilson
from casestudy.provenance import Provenance
from casestudy.qualitative import (
    CodeFrequencies,
    ConceptMap,
    CrosswalkMatrix,
    QuotationList,
    SchemeOverview,
    ThemeMatrix,
)
from casestudy.survey import ChannelTable, NumericSummary, ResponseShares

PUBLISHED = Provenance(kind="published", work="lakso2021", page="40")
SYNTHETIC = Provenance(kind="synthetic", generator="made.py", seed="7")

THEMES = ("trust", "price", "product recommendations", "ease of use and effortless service")
CASES = ("Shop A", "Marketplace of B", "C", "D", "E", "F")


def matrix(*provenance: Provenance, n_cases: int = 3) -> ThemeMatrix:
    """Observed, suggested, both and unknown, each at a known place."""
    observed = np.zeros((4, n_cases), dtype=np.int64)
    suggested = np.zeros((4, n_cases), dtype=np.int64)
    observed[0, 0], observed[1, 1] = 12, 3
    suggested[1, 1], suggested[2, 2] = 2, 5
    return ThemeMatrix(
        themes=("trust", "price", "recommendations", "ease"),
        theme_names=THEMES,
        colours=("#3f90da", "", "", ""),
        cases=tuple("abcdef"[:n_cases]),
        case_names=CASES[:n_cases],
        observed=observed,
        suggested=suggested,
        notes=("An empty cell is unknown, never a no.",),
        provenance=provenance or (PUBLISHED,),
    )


def frequencies(*provenance: Provenance) -> CodeFrequencies:
    """Two codes by three speakers, one of them not known."""
    return CodeFrequencies(
        codes=("trust", "price"),
        code_names=("trust", "price"),
        colours=("", "#bd1f01"),
        groups=("Anna", "Ben", ""),
        by="speaker",
        counts=np.array([[4, 0, 1], [2, 3, 0]]),
        n_codings=10,
        provenance=provenance or (PUBLISHED,),
    )


def quotation_list() -> QuotationList:
    """One quotation with risky signs, a source coded as a whole, and a region of a picture."""
    columns = [
        "theme", "code", "code_name", "case", "source", "speaker", "locator",
        "before", "quote", "after", "region", "coder", "created", "memo", "provenance",
    ]  # fmt: skip
    rows = [
        ["trust", "trust", "trust", "a", "talk", "Anna", "turn 1", "We",
         "<b>trust</b> & 100% of_it", "them.", "", "ann", "2026-01-01", "=SUM(1)", "synthetic"],
        ["price", "price", "price", "b", "page", "", "", "", "", "", "", "ann", "2026-01-01", "",
         "synthetic"],
        ["price", "price", "price", "b", "page", "", "", "", "", "",
         "screenshot.png#xywh=1,2,3,4", "ann", "2026-01-01", "", "synthetic"],
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns)
    frame.insert(13, "weight", pd.array([0, None, None], dtype="Int64"))
    frame.insert(14, "stance", ["for", "", ""])
    return QuotationList(frame=frame, provenance=(SYNTHETIC,))


def overview(n: int = 3, *provenance: Provenance) -> SchemeOverview:
    """Schemes whose years are not in order; the last has none."""
    years = [2010 - 3 * (i % 7) for i in range(n - 1)]
    frame = pd.DataFrame(
        {
            "scheme": [f"s{i}" for i in range(n)],
            "title": [
                f"Scheme {i} of customer relationship management in electronic commerce, part {i}"
                if i % 5 == 4
                else f"Scheme number {i}"
                for i in range(n)
            ],
            "work": [f"w{i}" for i in range(n)],
            "year": pd.array([*years, pd.NA], dtype="Int64"),
            "page": ["27"] * n,
            "n_codes": [4 + i % 9 for i in range(n)],
            "n_linked": [3 for i in range(n)],
            "n_none": [1 + i % 9 for i in range(n)],
            "provenance": ["published"] * n,
        }
    )
    return SchemeOverview(frame=frame, provenance=provenance or (PUBLISHED,))


def crosswalk() -> CrosswalkMatrix:
    """Two schemes by two themes and none."""
    return CrosswalkMatrix(
        schemes=("s0", "s1"),
        scheme_titles=("Scheme A", "Scheme B"),
        themes=("trust", "price", "none"),
        theme_names=("trust", "price", "none"),
        counts=np.array([[2, 0, 1], [0, 4, 0]]),
        provenance=(PUBLISHED,),
    )


def channels() -> ChannelTable:
    """Two stages by three channels."""
    return ChannelTable(
        stages=("searching", "buying"),
        channels=("online search", "punchout", "email"),
        mention=np.array([[1, 2, 0], [0, 1, 0]]),
        pages=("65-69", "65-69"),
        notes=("A blank is not a zero.",),
        provenance=(PUBLISHED,),
    )


def shares(*provenance: Provenance) -> ResponseShares:
    """Three answers of 40 who answered."""
    counts = np.array([30, 0, 10])
    return ResponseShares(
        item="q1",
        text="Which of these do you use when you look for a product?",
        choices=("1", "2", "3"),
        labels=("online search", "fax", "a call to somebody whom one has known for years"),
        counts=counts,
        base=40,
        shares=counts / 40,
        intervals=tuple(wilson(int(n), 40) for n in counts),
        missing={"not_asked": 5, "left_blank": 2, "dont_know": 0},
        n_respondents=47,
        provenance=provenance or (SYNTHETIC,),
    )


def numbers() -> NumericSummary:
    """One group with numbers and one that is too small."""
    one, gap = wilson(3, 10), float("nan")
    none = type(one)(low=gap, high=gap, level=0.95, method=one.method)
    return NumericSummary(
        item="q2",
        text="How many platforms do you use?",
        by="segment",
        groups=("oem", "user"),
        labels=("OEM", "end user"),
        n=np.array([10, 1]),
        mean=np.array([2.345678, 4.0]),
        median=np.array([2.0, 4.0]),
        mode=np.array([1.0, 4.0]),
        sd=np.array([1.5, gap]),
        intervals=(one, none),
        missing={},
        n_respondents=11,
        provenance=(SYNTHETIC,),
    )


def steps() -> ConceptMap:
    """Four steps in a row."""
    names = ("preliminary task or problem", "familiarize and specify", "collect and analyse data",
             "development proposals")  # fmt: skip
    edges = tuple((f"n{i}", f"n{i + 1}", "leads_to", "inference") for i in range(3))
    return ConceptMap(
        title="Steps", nodes=("n0", "n1", "n2", "n3"), names=names, levels=(0, 1, 2, 3),
        edges=edges, layout="sequence", provenance=(PUBLISHED,),
    )  # fmt: skip


def ring() -> ConceptMap:
    """Four phases in a ring."""
    edges = tuple((f"n{i}", f"n{(i + 1) % 4}", "leads_to", "published") for i in range(4))
    return ConceptMap(
        title="Ring", nodes=("n0", "n1", "n2", "n3"),
        names=("spring", "summer", "autumn", "winter"), levels=(0, 1, 2, 3),
        edges=edges, layout="cycle", provenance=(PUBLISHED,),
    )  # fmt: skip


def hub(n_factors: int = 8, *, n_parts: int = 0, layout: str = "radial") -> ConceptMap:
    """A hub with factors, and parts of the factors; some arrows are inference."""
    factors = [f"f{i}" for i in range(n_factors)]
    parts = [f"{factor}p{j}" for i, factor in enumerate(factors) for j in range(n_parts + i % 2)]
    parts = parts if n_parts else []
    status = ("published", "inference")
    edges = [(f, "hub", "affects", status[i % 2]) for i, f in enumerate(factors)]
    edges += [(p, p.partition("p")[0], "part_of", "published") for p in parts]
    names = [f"factor number {i} of the whole" for i in range(n_factors)]
    names += [f"part {p} of a factor" for p in parts]
    return ConceptMap(
        title="A hub", nodes=("hub", *factors, *parts), names=("customer intimacy", *names),
        levels=(0, *[1] * n_factors, *[2] * len(parts)), edges=tuple(edges), layout=layout,
        provenance=(PUBLISHED,),
    )  # fmt: skip


def mixed() -> ConceptMap:
    """A graph of three kinds of arrow that is neither ring nor row."""
    edges = (
        ("raw", "store", "leads_to", "published"),
        ("store", "know", "leads_to", "published"),
        ("many", "join", "affects", "inference"),
        ("store", "system", "part_of", "inference"),
        ("join", "system", "part_of", "inference"),
    )
    nodes = ("raw", "store", "know", "many", "join", "system")
    names = (
        "raw data",
        "storing",
        "knowledge",
        "many channels",
        "integration of sources",
        "system",
    )
    return ConceptMap(
        title="Mixed", nodes=nodes, names=names, levels=(0, 1, 2, 0, 1, 2), edges=edges,
        layout="tree", provenance=(PUBLISHED,),
    )  # fmt: skip


def loose() -> ConceptMap:
    """Codes without any arrow."""
    return ConceptMap(
        title="Five kinds of contact", nodes=tuple("abcde"),
        names=("email", "chat", "telephone", "a visit", "a letter by post"), levels=(0,) * 5,
        edges=(), layout="radial", provenance=(PUBLISHED,),
    )  # fmt: skip
