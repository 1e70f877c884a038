"""Texts of every kind of character, and edits whose truth is tracked character by character."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from hypothesis import strategies as st

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "anchoring.py"

FRESH = st.characters(min_codepoint=0xE000, max_codepoint=0xE0FF)
"""Characters for private use: words that no old text holds."""
JOINING = "e\u0301\u0308👩\u200d💻🏽🇫🇮🇸\r\n \u0b95\u0bbf\u1112\u1161\u11ab\ufe0f\ud83d\ude00\udc00x"
"""Combining marks, joiners, flags, jamo, line ends, and surrogates without their partner."""
ANY_TEXT = st.one_of(
    st.text(st.characters(), max_size=80),
    st.text(st.sampled_from(JOINING), max_size=80),
    st.text(st.characters(min_codepoint=0x10000), max_size=40),
)


@dataclass(frozen=True)
class Tracked:
    """A text before and after an edit; `origin` tells for each new character which old it was."""

    old: str
    new: str
    origin: tuple[int, ...]

    def truth(self, start: int, end: int) -> tuple[int, int] | None:
        """The new place of a span none of whose characters was touched or torn from the next."""
        if start not in self.origin:
            return None
        at = self.origin.index(start)
        found = self.origin[at : at + end - start]
        return (at, at + end - start) if found == tuple(range(start, end)) else None

    def is_gone(self, start: int, end: int) -> bool:
        """Whether not one character of a span is left."""
        return not set(range(start, end)) & set(self.origin)


@st.composite
def tracked(
    draw: st.DrawFn, texts: st.SearchStrategy[str], fresh: st.SearchStrategy[str]
) -> Tracked:
    """A text with up to five edits: insert, delete, move, replace."""
    old = draw(texts)
    signs = list(enumerate(old))
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(signs)))
        end = draw(st.integers(start, min(len(signs), start + 60)))
        act = draw(st.sampled_from(("insert", "delete", "move", "replace")))
        taken = [] if act == "insert" else signs[start:end]
        signs[start : start + len(taken)] = []
        put = [] if act == "delete" else [(-1, sign) for sign in draw(fresh)]
        to = start
        if act == "move":
            put, to = taken, draw(st.integers(0, len(signs)))
        signs[to:to] = put
    new = "".join(sign for _, sign in signs)
    return Tracked(old, new, tuple(origin for origin, _ in signs))


def benchmark() -> ModuleType:
    """The module `benchmarks/anchoring.py`."""
    spec = importlib.util.spec_from_file_location("anchoring_benchmark", BENCHMARK)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(BENCHMARK)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
