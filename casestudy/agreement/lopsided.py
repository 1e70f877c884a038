"""A caveat for coefficients of judgements that are nearly all the same."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from casestudy.agreement.patterns import Floats

LOPSIDED = 0.8
"""From this share of one value on there is a caveat: chance alone agrees on two units in three."""


def lopsided(categories: Sequence[Hashable], shares: Floats, agreed: float) -> tuple[str, ...]:
    """What to bear in mind where one category takes nearly all judgements; empty elsewhere.

    Parameters
    ----------
    categories : sequence
        In their order.
    shares : array of float, shape (n_categories,)
        Share of each category.
    agreed : float
        Percent agreement.

    Examples
    --------
    >>> lopsided(("no", "yes"), np.array([0.5, 0.5]), 0.9)
    ()
    """
    top = int(np.argmax(shares)) if len(shares) else 0
    if len(shares) < 2 or shares[top] < LOPSIDED:
        return ()
    name = shown(categories[top])
    if shares[top] >= 1.0:
        return (f"Every judgement is {name!r}: that coders would agree on others was not tried.",)
    n = len(shares)
    pabak = (agreed - 1.0 / n) / (1.0 - 1.0 / n)
    return (
        f"{shares[top]:.0%} of the judgements are {name!r}, so chance agrees often and few "
        f"disagreements weigh much: agreement {agreed:.3f}, PABAK {pabak:.3f}.",
    )


def shown(value: object) -> str:
    """A category as it is read."""
    return ", ".join(sorted(value)) or "no code" if isinstance(value, frozenset) else str(value)
