"""How often 95 % intervals on the continuum hold the true value, in made-up studies.

    python benchmarks/agreement_continuum_coverage.py [--studies 1000] [--resamples 1000] [--seed 9]

SYNTHETIC data. 4,000 sources of 160 words, each with a difficulty of its own; three coders mark
eight places of a source, miss some, shift borders, and mistake codes. The truth is the coefficient
of all 4,000; a study draws 10, 20 or 40 of them. A cell is the share of studies whose interval
holds the truth, in per cent.
"""

from __future__ import annotations

import argparse

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy import agreement
from casestudy.agreement import Agreements, Continuum, Inference

N_SOURCES, N_CODERS, N_PLACES, LENGTH = 4000, 3, 8, 160
CODES = ("price", "speed", "trust")
STEP = LENGTH // N_PLACES


def population(rng: np.random.Generator) -> Continuum:
    """What three coders marked on all sources."""
    shape = (N_SOURCES, N_PLACES)
    source, place = np.meshgrid(np.arange(N_SOURCES), np.arange(N_PLACES), indexing="ij")
    start = STEP * place + rng.integers(0, STEP // 3, (N_SOURCES, 1))
    code = rng.integers(0, len(CODES), shape)
    hard = rng.uniform(0.05, 0.45, (N_SOURCES, 1))
    parts = []
    for coder in range(N_CODERS):
        found = rng.random(shape) >= hard / 2
        mine = np.where(rng.random(shape) < hard, rng.integers(0, len(CODES), shape), code)
        first = start + rng.integers(0, 4, shape)
        columns = {
            "coder": f"c{coder}",
            "source": np.char.add("s", source[found].astype(str)),
            "value": np.array(CODES)[mine[found]],
            "start": first[found],
            "end": (first + rng.integers(STEP // 4, STEP // 2, shape))[found],
        }
        parts.append(pd.DataFrame(columns))
    lengths = {f"s{number}": LENGTH for number in range(N_SOURCES)}
    rows = pd.concat(parts, ignore_index=True)
    seen = {f"c{coder}": tuple(lengths) for coder in range(N_CODERS)}
    return agreement.typed_continuum(rows, lengths=lengths, atom="word", seen=seen)


def drawn(data: Continuum, n: int, rng: np.random.Generator) -> Continuum:
    """So many sources of the population."""
    names = [data.sources[number] for number in rng.choice(N_SOURCES, n, replace=False)]
    return data.only(sources=names)


def family(name: str, data: Continuum, how: Inference | None) -> Agreements:
    """The coefficients whose intervals are looked at."""
    if name == "family":
        return agreement.unitizing_alpha(data, inference=how)
    if name == "pooled":
        return agreement.pooled_unitizing_alpha(data, inference=how)
    return agreement.boundary_agreement(data, near=3, inference=how)


def coverage(
    data: Continuum, name: str, n: int, studies: int, resamples: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Share of studies whose interval holds the truth, by coefficient and kind of interval."""
    truth = [row.value for row in family(name, data, None)]
    held: dict[tuple[str, str], list[bool]] = {}
    for _ in range(studies):
        sample = drawn(data, n, rng)
        for kind, how in (
            ("linearised", None),
            ("jackknife", agreement.jackknife()),
            ("bootstrap", agreement.bootstrap(rng, n_resamples=resamples)),
        ):
            for row, true in zip(family(name, sample, how), truth, strict=True):
                inside = row.interval.low <= true <= row.interval.high
                held.setdefault((f"{row.coefficient} {row.about}".strip(), kind), []).append(inside)
    shares: dict[tuple[str, str], npt.ArrayLike] = {k: np.mean(v) for k, v in held.items()}
    table = pd.Series(shares).unstack(sort=False) * 100
    table.insert(0, "sources", n)
    return table.round(1)


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--studies", type=int, default=1000)
    parser.add_argument("--resamples", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=9)
    given = parser.parse_args()
    rng = np.random.default_rng(given.seed)
    data = population(rng)
    for name in ("family", "pooled", "boundary"):
        tables = [
            coverage(data, name, n, given.studies, given.resamples, rng) for n in (10, 20, 40)
        ]
        print(pd.concat(tables).to_string(), flush=True)


if __name__ == "__main__":
    main()
