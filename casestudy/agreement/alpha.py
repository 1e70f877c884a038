"""Krippendorff's alpha: how far coders disagree, beside how far chance would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy.typing as npt

from casestudy.agreement.disagreements import alpha_measure, ordinal_measure
from casestudy.agreement.inference import Inference
from casestudy.agreement.judgements import judgements
from casestudy.agreement.measures import agreement_of
from casestudy.agreement.metrics import level_distance, set_distance, written_out
from casestudy.agreement.reliability import LEVELS, ReliabilityData
from casestudy.agreement.result import Agreement


def krippendorff_alpha(
    data: ReliabilityData | npt.ArrayLike,
    *,
    level: str | None = None,
    distance: npt.ArrayLike | Callable[[Any, Any], float] | None = None,
    inference: Inference | None = None,
) -> Agreement:
    """Krippendorff's alpha: 1 for no disagreement, 0 for as much as chance would make.

    Parameters
    ----------
    data : ReliabilityData, or array_like of shape (n_coders, n_units)
        In an array, missing judgements are NaN or None. A unit that fewer than two coders judged
        does not count.
    level : str, optional
        Level of measurement: "nominal", "ordinal", "interval", "ratio", "circular" or "bipolar".
        Needed for an array; of data, their own if not given.
    distance : array_like or callable, optional
        A distance of one's own instead of a level: a symmetric matrix in the order of the
        categories, 0 on the diagonal, or a function of two values.
    inference : Inference, optional
        How standard error and interval are made; linearised if not given, by source where there
        are several.

    Returns
    -------
    Agreement
        NaN with a reason where no unit has two judgements or all judgements are the same.

    Raises
    ------
    ValueError
        If there are fewer than two coders, no level is stated, or a value does not fit it.

    Notes
    -----
    Unit u has m_u judgements, n_uc of them of value c. Units with m_u < 2 drop out.

        o_ck = Σ_u n_uc (n_uk - [c = k]) / (m_u - 1),   n_c = Σ_k o_ck,   n = Σ_c n_c
        α = 1 - (n - 1) Σ o_ck δ_ck / Σ n_c n_k δ_ck

    δ is 0 or 1 (nominal), (c - k)² (interval), the squared difference of mid-ranks (ordinal),
    ((c - k) / (c + k))² (ratio), sin²(π (c - k) / U) with U the range plus 1 (circular), or
    (c - k)² / ((c + k - 2 low) (2 high - c - k)) with the ends of the categories (bipolar).
    `observed` and `expected` are 1 minus the disagreement over the greatest distance. Alpha
    corrects for chance by what was judged; where one value is rare, few disagreements weigh much.

    References
    ----------
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability (examples A to D).
    Krippendorff, K. (2019). Content Analysis, 4th edition, chapter 12. doi:10.4135/9781071878781

    Examples
    --------
    >>> ben = [1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1]    # Krippendorff (2011), example B: 0.692
    >>> gerry = [2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4]
    >>> round(krippendorff_alpha([ben, gerry], level="nominal").value, 3)
    0.692
    """
    given = judgements(data, level=level or "nominal")
    if distance is not None:
        own = written_out(distance, given.data.categories)
        return agreement_of(given, alpha_measure(given, own, "own distance"), inference)
    stated = level or (data.level if isinstance(data, ReliabilityData) else "")
    if stated == "ordinal":
        return agreement_of(given, ordinal_measure(given), inference)
    if stated not in LEVELS or stated == "set":
        raise ValueError(_wrong_level(stated))
    made = alpha_measure(given, level_distance(given, stated), stated)
    return agreement_of(given, made, inference)


def set_alpha(
    data: ReliabilityData | npt.ArrayLike,
    *,
    distance: str,
    inference: Inference | None = None,
) -> Agreement:
    """Krippendorff's alpha where each judgement is a set of codes, also an empty one.

    Parameters
    ----------
    data : ReliabilityData of level "set", or array_like of sets, shape (n_coders, n_units)
        An empty set is a judgement: no code applies. None is missing.
    distance : {"jaccard", "masi"}
        1 - J with J = shared codes / codes of either; or 1 - J M (Passonneau 2006), where M is 1
        for equal sets, 2/3 if one holds the other, 1/3 if they share a code, 0 if they share
        none. MASI counts a set within a set as nearer than sets that only meet.
    inference : Inference, optional
        How standard error and interval are made.

    Returns
    -------
    Agreement
        Two empty sets agree wholly; an empty set and any other agree not at all.

    Notes
    -----
    Two definitions of MASI are about. This is Passonneau's of 2006, which NLTK has as well, but
    NLTK stops at two empty sets; DKPro's multiplies distances instead of likenesses.

    References
    ----------
    Passonneau, R. (2006). Measuring agreement on set-valued items (MASI) for semantic and
    pragmatic annotation. LREC 2006, 831-836.

    Examples
    --------
    >>> anna = [set(), {"trust"}, {"trust", "price"}, {"price"}]
    >>> ben = [set(), {"trust"}, {"trust"}, {"price", "speed"}]
    >>> round(set_alpha([anna, ben], distance="jaccard").value, 4)
    0.6693
    """
    given = judgements(data, level="set")
    found = set_distance(given.data.categories, distance)
    name = {"jaccard": "sets, Jaccard", "masi": "sets, MASI"}[distance]
    return agreement_of(given, alpha_measure(given, found, name), inference)


def _wrong_level(level: str) -> str:
    allowed = ", ".join(one for one in LEVELS if one != "set")
    if level == "set":
        return "these judgements are sets of codes; use set_alpha, or per_code_alpha"
    if not level:
        return (
            f"an array does not say its level of measurement; state it: level='nominal' ({allowed})"
        )
    return f"level {level!r} is not known; allowed are {allowed}, or give a distance"
