"""Continua for the tests: made up, small, with the troubles of real ones."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from casestudy.agreement import Continuum, typed_continuum
from casestudy.provenance import Provenance

SYNTHETIC = Provenance(kind="synthetic", generator="tests/agreement/made_continua.py")
CODES = ("price", "speed", "trust")
COLUMNS = ["coder", "source", "value", "start", "end"]


@st.composite
def continua(
    draw: st.DrawFn, *, most_coders: int = 4, n_sources: int = 1, with_gaps: bool = True
) -> Continuum:
    """Continua of two coders or more, in which no segments of one coder overlap."""
    n_coders = draw(st.integers(2, most_coders))
    rows = []
    lengths = {f"s{n}": draw(st.integers(4, 30)) for n in range(n_sources)}
    for coder in range(n_coders):
        for source, length in lengths.items():
            cuts = sorted(draw(st.sets(st.integers(1, length - 1), max_size=6)) | {0, length})
            for start, end in itertools.pairwise(cuts):
                value = draw(st.sampled_from((*CODES, "") if with_gaps else CODES))
                if value:
                    rows.append((f"c{coder}", source, value, start, end))
    seen = {f"c{n}": list(lengths) for n in range(n_coders)}
    return typed_continuum(rows, lengths=lengths, atom="word", seen=seen, values=CODES)


def several(
    n_sources: int, *, n_coders: int = 3, seed: int = 1, n_segments: int = 12, length: int = 400
) -> Continuum:
    """Jittered segments of several coders on several sources."""
    rng = np.random.default_rng(seed)
    rows = []
    for source in range(n_sources):
        step = length // n_segments
        base = step * np.arange(n_segments) + rng.integers(0, step // 3, n_segments)
        codes = rng.integers(0, len(CODES), n_segments)
        # sources differ in how hard they are, so that their sums are not all alike
        hard = rng.uniform(0.05, 0.45)
        for coder in range(n_coders):
            for at, code in zip(base, codes, strict=True):
                if rng.random() < hard / 2:
                    continue
                start = int(at + rng.integers(0, 4))
                mine = CODES[rng.integers(3) if rng.random() < hard else code]
                end = start + int(rng.integers(step // 4, step // 2))
                rows.append((f"c{coder}", f"s{source}", mine, start, end))
    lengths = {f"s{n}": length for n in range(n_sources)}
    seen = {f"c{n}": list(lengths) for n in range(n_coders)}
    return typed_continuum(
        pd.DataFrame(rows, columns=COLUMNS), lengths=lengths, atom="word", seen=seen,
        values=CODES, provenance=(SYNTHETIC,),
    )  # fmt: skip
