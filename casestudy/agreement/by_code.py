"""One code at a time: each against all the others, from one set of judgements."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from casestudy.agreement.basis import basis_of
from casestudy.agreement.chance import fleiss_measure
from casestudy.agreement.disagreements import alpha_measure
from casestudy.agreement.distances import Distance, Nominal
from casestudy.agreement.inference import Inference
from casestudy.agreement.judgements import Judgements, judgements
from casestudy.agreement.measures import Measure, agreement_of
from casestudy.agreement.reliability import MISSING, ReliabilityData
from casestudy.agreement.result import Agreements


def per_code_alpha(
    data: ReliabilityData | npt.ArrayLike, *, inference: Inference | None = None
) -> Agreements:
    """Nominal alpha of each code against the rest: which codes are used reliably.

    Parameters
    ----------
    data : ReliabilityData of level "nominal" or "set", or array_like of shape (n_coders, n_units)
        Where judgements are sets, a unit has the code or has it not; an empty set is "has none".
        Otherwise each category is held against all others. None or NaN is missing.
    inference : Inference, optional
        How standard error and interval are made.

    Returns
    -------
    Agreements
        One row a code, `about` its name. NaN with a reason for a code that nobody, or everybody,
        always put.

    Notes
    -----
    A good alpha over all codes can hide a code that nobody agrees on, above all a rare one. With
    sets the rows are what ten yes-or-no questions a unit would give.

    Examples
    --------
    >>> anna = [{"trust"}, {"trust", "price"}, set(), {"price"}]
    >>> ben = [{"trust"}, {"price"}, set(), {"price"}]
    >>> [(row.about, round(row.value, 3)) for row in per_code_alpha([anna, ben])]
    [('price', 1.0), ('trust', 0.533)]
    """

    def measure(given: Judgements, distance: Distance) -> Measure:
        return alpha_measure(given, distance, "nominal, one code against the rest")

    return _each(judgements(data, level="nominal"), measure, inference)


def fleiss_kappa_by_category(
    data: ReliabilityData | npt.ArrayLike, *, inference: Inference | None = None
) -> Agreements:
    """Fleiss' kappa of each category against the rest.

    Parameters
    ----------
    data : ReliabilityData of level "nominal" or "set", or array_like of shape (n_coders, n_units)
        None or NaN is missing.
    inference : Inference, optional
        How standard error and interval are made.

    Returns
    -------
    Agreements
        One row a category, `about` its name.

    References
    ----------
    Fleiss, J. L. (1971). Psychological Bulletin 76, 378-382, p. 381. doi:10.1037/h0031619

    Examples
    --------
    >>> from casestudy.agreement import from_counts
    >>> found = fleiss_kappa_by_category(from_counts([[3, 0], [0, 3], [2, 1]], level="nominal"))
    >>> [round(row.value, 4) for row in found]
    [0.55, 0.55]
    """

    def measure(given: Judgements, distance: Distance) -> Measure:
        basis = basis_of(given.unordered, distance)
        return fleiss_measure(given, basis, "Fleiss' kappa (one category against the rest)")

    return _each(judgements(data, level="nominal"), measure, inference)


def one_against_rest(given: Judgements, code: Hashable) -> Judgements:
    """Judgements of one code: there or not.

    Parameters
    ----------
    given : Judgements
        Categories, or sets of codes.
    code : hashable
        A category, or a code of the sets.
    """
    categories = given.data.categories
    has = np.array(
        [code in value if isinstance(value, frozenset) else value == code for value in categories]
    )
    values = np.append(has.astype(np.int8), np.int8(MISSING))[given.data.values]
    data = replace(
        given.data,
        values=values,
        level="nominal",
        categories=(f"not {code}", str(code)),
        about=str(code),
    )
    return Judgements(data=data)


def _each(
    given: Judgements,
    measure: Callable[[Judgements, Distance], Measure],
    inference: Inference | None,
) -> Agreements:
    rows = []
    for code in _codes(given):
        one = one_against_rest(given, code)
        rows.append(agreement_of(one, measure(one, Nominal(n_categories=2)), inference))
    return Agreements(rows=tuple(rows))


def _codes(given: Judgements) -> list[Hashable]:
    categories = given.data.categories
    if not any(isinstance(value, frozenset) for value in categories):
        return list(categories)
    return sorted({code for value in categories for code in value})  # type: ignore[attr-defined]
