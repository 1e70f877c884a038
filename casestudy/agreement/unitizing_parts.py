"""Observed and expected disagreement of Krippendorff's unitizing coefficients, from additive sums.

Every function takes sums with one row a sample (all sources, or a resample of them) and answers
for all rows at once, so that a bootstrap costs one call.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from casestudy.agreement.coincidences import Sums

Floats = npt.NDArray[np.float64]
UNDEFINED_IS_NAN = np.errstate(invalid="ignore", divide="ignore")
"""What is divided by nothing is not defined, which the caller sees by its being NaN."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a coefficient is made of: 1 - observed / expected.

    Parameters
    ----------
    observed, expected : array of float, shape (b,)
        Disagreement, in atoms.
    compared, of : array of float, shape (b,)
        Atoms that are compared, and those they are a share of: coverage is compared / of.
    """

    observed: Floats
    expected: Floats
    compared: Floats
    of: Floats

    @property
    def values(self) -> Floats:
        """The coefficient; NaN where nothing is expected or compared."""
        with np.errstate(invalid="ignore", divide="ignore"):
            found = 1 - self.observed / self.expected
        return np.where(self.expected > 0, found, np.nan)


PartsOf = Callable[[Sums], Parts]


@UNDEFINED_IS_NAN
def everything(sums: Sums) -> Parts:
    """u: what is not alike, values and gap together."""
    total = sums.total
    alike = (sums.given**2 - sums.squares).sum(axis=1)
    expected = total - total * alike / _drawable(sums)
    return Parts(total - sums.alike.sum(axis=1), expected, total, total)


@UNDEFINED_IS_NAN
def relevance(sums: Sums) -> Parts:
    """|u: where one coder marked something and another nothing."""
    total, gap = sums.total, sums.given[:, -1]
    expected = total * gap * (total - gap) / _drawable(sums)
    return Parts(gap - sums.alike[:, -1], expected, total, total)


@UNDEFINED_IS_NAN
def codes_of_units(sums: Sums, *, far: Floats) -> Parts:
    """cu: how far codes are apart where two coders marked something."""
    paired, total, drawable = paired_lengths(sums)
    expected = np.einsum("bc,ck,bk->b", paired, far, paired) / drawable
    return Parts(sums.apart.sum(axis=1), expected, total, sums.total)


@UNDEFINED_IS_NAN
def one_code(sums: Sums, *, far: Floats, number: int) -> Parts:
    """(k)u: how far other codes are from one, where its units meet another coder's unit."""
    paired, total, drawable = paired_lengths(sums)
    own, squares = paired[:, number], sums.pairable_squares[:, number]
    # e*_k. / l*_k., by which the observed part is carried to the scale of the expected one
    scale = (own * total - squares) / drawable / own
    between = own * (paired @ far[:, number]) / drawable
    return Parts(sums.apart[:, number] * scale, between, own, sums.given[:, number])


@UNDEFINED_IS_NAN
def paired_lengths(sums: Sums) -> tuple[Floats, Floats, Floats]:
    """Length of each value that meets another coder's unit, their sum, and the divisor of e*."""
    paired = sums.given[:, :-1] - sums.beside
    total = paired.sum(axis=1)
    return paired, total, total - sums.pairable_squares.sum(axis=1) / total


def over_sources(sums: Sums) -> Sums:
    """The sums over all sources, as one row."""
    added = {field.name: getattr(sums, field.name).sum(axis=0) for field in fields(Sums)}
    return Sums(**{name: np.array([value]) for name, value in added.items()})


def _drawable(sums: Sums) -> Floats:
    """Pairs of atoms that do not come from one unit."""
    return np.asarray(sums.total**2 - sums.squares.sum(axis=1))
