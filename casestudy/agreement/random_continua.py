"""Continua as chance would make them: each coder's units, shifted along the line and round its end.

Shifting keeps what a coder does (how many units, how long, of which codes, how close together) and
breaks only what two coders have in common: the places.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from casestudy.agreement.nearness import Units

Integers = npt.NDArray[np.int64]
TRIES = 100
"""How often another shift is drawn before two may lie near each other."""


def random_continua(units: Units, *, length: int, rng: np.random.Generator) -> Iterator[Units]:
    """Continua without end, each with as many coders as the given one.

    Parameters
    ----------
    units : Units
        On a line from 0 to `length`.
    length : int
        Length of the line.
    rng : Generator
        Source of chance.

    Notes
    -----
    Each made-up coder takes the units of a coder drawn at random, shifted by a random distance. Two
    shifts differ by at least half the mean length of a unit, as in the authors' software; their
    paper says the whole of it. A unit that would begin beyond the end begins at the start.
    """
    least = float(np.mean(units.ends - units.starts)) / 2
    of_coder = [units.of(coder) for coder in range(units.n_coders)]
    while True:
        shifts = _shifts(units.n_coders, length, least, rng)
        chosen = [of_coder[drawn] for drawn in rng.integers(units.n_coders, size=units.n_coders)]
        rows = np.concatenate(chosen)
        if not len(rows):
            continue
        coder = np.repeat(np.arange(len(chosen)), [len(own) for own in chosen])
        starts = (units.starts[rows] + shifts[coder]) % length
        lengths = units.ends[rows] - units.starts[rows]
        yield Units(
            coder=coder, starts=starts, ends=starts + lengths, category=units.category[rows],
            n_coders=units.n_coders,
        )  # fmt: skip


def _shifts(n: int, length: int, least: float, rng: np.random.Generator) -> Integers:
    """A shift for each coder, no two nearer than `least` where the line has room for that."""
    found: list[int] = []
    while len(found) < n:
        drawn = rng.integers(length, size=TRIES)
        apart = np.abs(drawn[:, None] - np.array(found, dtype=np.int64)[None, :]) >= least
        free = np.flatnonzero(apart.all(axis=1))
        found.append(int(drawn[free[0] if len(free) else 0]))
    return np.array(found, dtype=np.int64)
