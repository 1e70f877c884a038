"""Agreement on the continuum: the unitizing family, gamma beside pygamma-agreement, the bridges.

Data: segments jittered around common positions, ten codes, 20 % of the codes changed at random
(seed 1); for the bridges, codings on made-up turns of 600 characters.
Run: python benchmarks/agreement_continuum.py [--peer /path/to/peer/bin/python]

The peer has needs that conflict with ours, so it lives in an environment of its own:

    python -m venv peer && peer/bin/pip install pygamma-agreement==0.5.9

Reported: seconds of processor time, the best of three runs (one for what takes longer than ten
seconds). The peer is started with the same segments, runs its default mode (exact) and its "fast"
mode in one process, one warm-up before, and is left out of a case where it needs more than
`--patience` seconds; ratios are peer / ours. The disorder of the best alignment is compared, which
does not depend on chance; gamma itself does. The peer may take 8 GiB of memory.

The unitizing family is u, |u, cu and (k)u with coverage and the standard errors over sources.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from casestudy import agreement
from casestudy.agreement import Continuum, Dissimilarity
from casestudy.agreement.alignment import best_alignment
from casestudy.agreement.nearness import Units
from casestudy.codebook import Code, Codebook
from casestudy.codings import COLUMNS, Codings

N_CODES = 10
SHARE_MISTAKEN = 0.2
N_CONTINUA = 30
LONG = 10.0
COMPARED = ["coder", "value", "start", "end"]
GAMMA_CASES = ((2, 100), (2, 1000), (2, 10_000), (3, 100), (3, 1000), (4, 300), (5, 100))
UNITIZING_CASES = ((2, 10_000), (5, 100), (5, 1000), (5, 10_000), (5, 100_000), (20, 10_000))

PEER = """
import json, resource, sys, time, warnings
resource.setrlimit(resource.RLIMIT_AS, (8 * 2**30, 8 * 2**30))
warnings.filterwarnings("ignore")
import numpy as np
from pyannote.core import Segment
from pygamma_agreement import (
    CombinedCategoricalDissimilarity, Continuum, ShuffleContinuumSampler)
given = json.loads(sys.stdin.read())
unlike = CombinedCategoricalDissimilarity(alpha=3, beta=1, delta_empty=1)
def continuum(rows):
    made = Continuum()
    for coder, value, start, end in rows:
        made.add(str(coder), Segment(float(start), float(end)), str(value))
    return made
def run(rows, fast):
    made = continuum(rows)
    np.random.seed(1)
    began = time.process_time()
    found = made.compute_gamma(
        unlike, n_samples=given["n"], sampler=ShuffleContinuumSampler(), fast=fast)
    return {"seconds": time.process_time() - began, "gamma": float(found.gamma),
            "disorder": float(found.best_alignment.disorder)}
run(given["small"], given["fast"])
print("RESULT" + json.dumps(run(given["rows"], given["fast"])))
"""


def segments(n_coders: int, n_segments: int, rng: np.random.Generator) -> pd.DataFrame:
    """Segments of each coder around common positions, none of one coder overlapping."""
    base, length = 20 * np.arange(n_segments), rng.integers(5, 12, n_segments)
    code = rng.integers(0, N_CODES, n_segments)
    parts = []
    for coder in range(n_coders):
        start = base + rng.integers(0, 5, n_segments)
        mistaken = rng.random(n_segments) < SHARE_MISTAKEN
        mine = np.where(mistaken, rng.integers(0, N_CODES, n_segments), code)
        end = start + length + rng.integers(-3, 4, n_segments)
        columns = {"coder": f"c{coder}", "source": "text", "value": mine.astype(str)}
        parts.append(pd.DataFrame({**columns, "start": start, "end": end}))
    return pd.concat(parts, ignore_index=True)


def line(rows: pd.DataFrame, n_segments: int) -> Continuum:
    """The segments as a continuum."""
    lengths = {"text": 20 * n_segments + 20}
    return agreement.typed_continuum(rows, lengths=lengths, atom="character")


def seconds(act: Callable[[], object]) -> float:
    """Processor time of the best of three runs, or of one that takes long."""
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        act()
        best = min(best, time.process_time() - began)
        if best > LONG:
            break
    return best


def units_of(data: Continuum) -> Units:
    """The segments as `best_alignment` takes them."""
    order = np.lexsort((data.starts, data.coder))
    return Units(
        coder=data.coder[order], starts=data.starts[order], ends=data.ends[order],
        category=data.value[order], n_coders=len(data.coders),
    )  # fmt: skip


def unitizing(rng: np.random.Generator) -> None:
    """The whole family on more and more segments."""
    print("\nunitizing family: coders x segments each, seconds")
    for n_coders, n_segments in UNITIZING_CASES:
        data = line(segments(n_coders, n_segments, rng), n_segments)
        took = seconds(lambda data=data: agreement.unitizing_alpha(data))
        pooled = seconds(lambda data=data: agreement.pooled_unitizing_alpha(data))
        print(
            f"{n_coders:3} x {n_segments:7,}  family {took:7.3f}  pooled over codes {pooled:7.3f}"
        )


def gamma(rng: np.random.Generator, peer: Path | None, patience: float) -> None:
    """Gamma with thirty random continua, beside the peer."""
    print(f"\ngamma, {N_CONTINUA} random continua, alpha 3, beta 1: seconds")
    small = segments(2, 5, rng)
    for n_coders, n_segments in GAMMA_CASES:
        rows = segments(n_coders, n_segments, rng)
        data = line(rows, n_segments)
        took = seconds(
            lambda data=data: agreement.gamma_agreement(
                data, rng=np.random.default_rng(1), n_continua=N_CONTINUA
            )
        )
        found = agreement.gamma_agreement(data, rng=np.random.default_rng(1), n_continua=N_CONTINUA)
        disorder = best_alignment(units_of(data), Dissimilarity()).disorder
        told = f"{n_coders} x {n_segments:6,}  ours {took:8.3f}  gamma {found['gamma'].value:.4f}"
        for fast in (False, True) if peer else ():
            given = {
                "rows": rows[COMPARED].values.tolist(),
                "small": small[COMPARED].values.tolist(),
                "n": N_CONTINUA,
                "fast": fast,
            }
            told += f"\n{'':14}" + beside(peer, given, patience, took, disorder)
        print(told, flush=True)


def beside(
    peer: Path | None, given: dict[str, object], patience: float, took: float, disorder: float
) -> str:
    """What the peer needs for the same segments, and how its disorder differs."""
    mode = "fast " if given["fast"] else "exact"
    try:
        done = subprocess.run(
            [str(peer), "-c", PEER], input=json.dumps(given), capture_output=True, text=True,
            timeout=patience, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"pygamma {mode}: more than {patience:.0f} s"
    results = [text for text in done.stdout.splitlines() if "RESULT" in text]
    if not results:
        return f"pygamma {mode}: failed ({done.stderr.strip().splitlines()[-1:]})"
    found = json.loads(results[-1].partition("RESULT")[2])
    ratio = found["seconds"] / took
    return (
        f"pygamma {mode} {found['seconds']:8.2f}  ratio {ratio:7.0f}  gamma {found['gamma']:.4f}  "
        f"disorder differs by {abs(found['disorder'] - disorder):.1e} of {disorder:.6f}"
    )


def bridges(rng: np.random.Generator) -> None:
    """From codings to sets of codes on turns, and to the continuum."""
    print("\nbridges: codings, seconds to sets on turns, seconds to per-code alpha")
    book = Codebook(id="b", codes=tuple(Code(id=f"t{n}", name=f"t{n}") for n in range(N_CODES)))
    for n_sources in (10, 100, 1000):
        n_units, size = 200 * n_sources, 600
        units = agreement.Units(
            unit="turn",
            sources=tuple(f"s{n}" for n in range(n_sources)),
            lengths=np.full(n_sources, 200 * size),
            source_of=np.repeat(np.arange(n_sources), 200),
            starts=np.tile(size * np.arange(200), n_sources),
            ends=np.tile(size * np.arange(200) + size - 20, n_sources),
        )
        codings = Codings(frame=made_codings(n_units // 2, n_sources, size, rng), codebook=book)

        def bridge(codings: Codings = codings, units: agreement.Units = units) -> object:
            return agreement.reliability_data(
                codings, units=units, value="set", level="theme", touching="any", uncoded="in"
            )

        took = seconds(bridge)
        data = bridge()
        alpha = seconds(lambda data=data: agreement.per_code_alpha(data))
        print(f"{len(codings):9,} codings, {n_units:8,} turns  {took:7.3f}  {alpha:7.3f}")


def made_codings(n: int, n_sources: int, size: int, rng: np.random.Generator) -> pd.DataFrame:
    """Codings of three coders on the same passages, some codes changed."""
    source, start = rng.integers(0, n_sources, n), rng.integers(0, 199 * size, n)
    code, length = rng.integers(0, N_CODES, n), rng.integers(20, 500, n)
    parts = []
    for coder in range(3):
        mine = np.where(rng.random(n) < SHARE_MISTAKEN, rng.integers(0, N_CODES, n), code)
        values = {
            "coding": [f"{coder}-{i}" for i in range(n)], "source": [f"s{s}" for s in source],
            "code": [f"t{c}" for c in mine], "coder": f"c{coder}", "start": start,
            "end": start + length, "origin": "human", "provenance": "synthetic",
        }  # fmt: skip
        parts.append(pd.DataFrame(values))
    frame = pd.concat(parts, ignore_index=True)
    for name in set(COLUMNS) - set(frame.columns):
        frame[name] = ""
    return frame[list(COLUMNS)]


def main() -> None:
    """Measure everything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peer", type=Path, help="python of the peer's environment")
    parser.add_argument("--patience", type=float, default=240.0)
    given = parser.parse_args()
    rng = np.random.default_rng(1)
    print(f"python {sys.version.split()[0]}, numpy {np.__version__}")
    agreement.unitizing_alpha(line(segments(2, 5, rng), 5))
    unitizing(rng)
    bridges(rng)
    gamma(rng, given.peer, given.patience)


if __name__ == "__main__":
    main()
