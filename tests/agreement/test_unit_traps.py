"""The numbers of the page on comparing coders, computed anew from the made-up coders."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from casestudy import agreement
from casestudy.agreement import ReliabilityData
from casestudy.codebook import Codebook
from casestudy.codings import Coding, Codings, codings_frame
from casestudy.ingest import read_file
from casestudy.sources import Source
from casestudy.store import read_codebook

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "comparing_coders.md").read_text("utf-8")
FILES = ("interview_procurement.txt", "interview_technician.vtt", "interview_reseller.docx")
masi = partial(agreement.set_alpha, distance="masi")


@pytest.fixture(scope="module")
def sources() -> dict[str, Source]:
    found = {}
    for name in FILES:
        reading, id = read_file(ROOT / "synthetic" / name), name.partition(".")[0]
        found[id] = Source(id=id, kind="interview", text=reading.text, parts=reading.parts)
    return found


@pytest.fixture(scope="module")
def codings() -> Codings:
    book: Codebook = read_codebook(ROOT / "coding_scheme" / "customer_intimacy.toml")
    rows = pd.read_csv(ROOT / "synthetic" / "coders.csv", comment="#").to_dict("records")
    made = [
        Coding(id=str(row["coding"]), source=row["source"], code=row["code"], coder=row["coder"],
               start=row["start"], end=row["end"]) for row in rows
    ]  # fmt: skip
    return Codings(frame=codings_frame(made), codebook=book)


def seen(sources: dict[str, Source]) -> dict[str, tuple[str, ...]]:
    ids = tuple(sources)
    return {"synthetic-anna": ids, "synthetic-ben": ids, "synthetic-eve": ids[:2]}


def bridged(
    codings: Codings, sources: dict[str, Source], unit: str, uncoded: str = "in", **more: object
) -> ReliabilityData:
    size = 200 if unit == "window" else None
    chosen = {"touching": "any", "seen": seen(sources), **more}
    return agreement.reliability_data(
        codings, units=agreement.units(sources, unit=unit, size=size), value="set", level="theme",
        uncoded=uncoded, **chosen,  # type: ignore[arg-type]
    )  # fmt: skip


def told(row: str) -> list[float]:
    """The numbers of a row of the page."""
    [line] = [line for line in PAGE.splitlines() if line.startswith(f"| {row}")]
    return [float(number) for number in re.findall(r"0\.\d{3}", line)]


@pytest.mark.parametrize("row", ["sentence", "turn", "window of 200", "source"])
def test_units_and_what_uncoded_text_means(
    codings: Codings, sources: dict[str, Source], row: str
) -> None:
    unit = row.partition(" ")[0]
    found = [
        masi(bridged(codings, sources, unit, choice)).value for choice in ("in", "out", "missing")
    ]
    assert told(f"{row} |") == pytest.approx(found, abs=5e-4)


def test_traps(codings: Codings, sources: dict[str, Source]) -> None:
    everybody = dict.fromkeys(seen(sources), tuple(sources))
    found = [masi(bridged(codings, sources, "turn", **more)).value
             for more in ({"seen": everybody}, {})]  # fmt: skip
    assert told("a coder who saw two") == pytest.approx(found, abs=5e-4)
    found = [masi(bridged(codings, sources, "sentence", touching=touching)).value
             for touching in ("any", "majority", "whole")]  # fmt: skip
    assert told("partly coded sentences") == pytest.approx(found, abs=5e-4)
    matched = partial(agreement.matched_segments, codings, sources=tuple(sources), value="set",
                      level="theme", uncoded="in", seen=seen(sources))  # fmt: skip
    found = [masi(matched(threshold=share)).value for share in (0.5, 0.9, 1.0)]
    assert told("segments matched") == pytest.approx(found, abs=5e-4)
    found = [
        agreement.pooled_unitizing_alpha(
            agreement.continuum(codings, sources=sources, atom=atom, level="theme",
                                seen=seen(sources))
        ).rows[0].value
        for atom in ("word", "character")
    ]  # fmt: skip
    assert told("words, or characters") == pytest.approx(found, abs=5e-4)


def test_five_programs() -> None:
    rows = [("a", "s", "x", 100, 250), ("b", "s", "x", 200, 300)]
    data = agreement.typed_continuum(rows, lengths={"s": 1000}, atom="character")
    by_atom = {row.coefficient: row.value for row in agreement.atom_agreement(data, "x")}
    found = [
        by_atom["Cohen's kappa"], by_atom["QualCoder's coefficient (not Cohen's kappa)"],
        by_atom["Krippendorff's alpha (nominal)"],
        agreement.unitizing_alpha(data)["u-alpha"].value, by_atom["Gwet's AC1"],
    ]  # fmt: skip
    assert told("five programs") == pytest.approx(found, abs=5e-4)
