"""How many quotations survive an edit, measured on the synthetic interviews, never falls silently.

`floor.json` holds what was measured. If the corpus changes, its digest changes, and the floor is
measured again by `python benchmarks/anchoring.py --floor`. Whatever is written there, the bars
below stand.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from types import ModuleType

import pytest

from .made import benchmark

FLOOR = json.loads((Path(__file__).parent / "floor.json").read_text("utf-8"))
LENGTH = 62_000
BAR = 0.999
"""Share of the quotations still there that must be right after each edit."""
BARS = {"15 % of sentences cut": 0.99, "a tenth cut and pasted": 0.99}
MOST_MISPLACED = 3


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    return benchmark()


@pytest.fixture(scope="module")
def corpus(bench: ModuleType) -> str:
    return str(bench.synthetic_interview(LENGTH))


def test_the_floor_was_measured_on_this_corpus(bench: ModuleType, corpus: str) -> None:
    digest = hashlib.sha256(corpus.encode("utf-8")).hexdigest()
    assert digest == FLOOR["corpus_sha256"], "measure the floor again and say why it changed"
    assert len(bench.quotations(corpus)) == FLOOR["quotations"] == 1000


def test_the_floor_does_not_lie_below_the_bars(bench: ModuleType) -> None:
    assert set(FLOOR["edits"]) == set(bench.EDITS)
    for name, floor in FLOOR["edits"].items():
        assert floor["right"] >= BARS.get(name, BAR)
        assert floor["misplaced"] <= MOST_MISPLACED
    assert FLOOR["edits"]["15 % of sentences cut"]["deleted"] >= 100


@pytest.mark.parametrize("name", FLOOR["edits"])
def test_no_share_falls_below_its_floor(name: str, bench: ModuleType, corpus: str) -> None:
    spans = bench.quotations(corpus)
    found = bench.measured(corpus, spans, bench.EDITS[name](corpus), bench.by_diff)
    floor = FLOOR["edits"][name]
    assert found.share_right >= floor["right"] - 1e-9
    assert found.misplaced <= floor["misplaced"]
    assert found.deleted == floor["deleted"]


def test_the_measure_sees_a_worse_method(bench: ModuleType, corpus: str) -> None:
    spans = bench.quotations(corpus)
    edited = bench.EDITS["5 % typing errors"](corpus)
    found = bench.measured(corpus, spans[:100], edited, bench.naive)
    assert found.share_right < 0.5
    nowhere = bench.measured(corpus, spans[:100], edited, lambda anchors, *_: [None] * len(anchors))
    assert nowhere.share_right == 0.0
