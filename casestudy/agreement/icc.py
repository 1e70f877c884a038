"""Intraclass correlations: how much of the spread of ratings lies between units, not coders."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from casestudy.agreement.judgements import judgements
from casestudy.agreement.patterns import Floats
from casestudy.agreement.reliability import ReliabilityData
from casestudy.agreement.result import NO_INTERVAL, Agreement, Agreements
from casestudy.intervals import Interval

FORMS = {
    "ICC(1,1)": "each unit by other coders; one judgement",
    "ICC(2,1)": "coders are a sample, absolute agreement; one judgement",
    "ICC(3,1)": "these coders, consistency; one judgement",
    "ICC(1,k)": "each unit by other coders; mean of the coders",
    "ICC(2,k)": "coders are a sample, absolute agreement; mean of the coders",
    "ICC(3,k)": "these coders, consistency; mean of the coders",
}
"""Forms after Shrout and Fleiss, and what each takes for granted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Squares:
    """Mean squares of units × coders without gaps."""

    n: int
    k: int
    between: float
    within: float
    coders: float
    error: float


def intraclass_correlations(
    data: ReliabilityData | npt.ArrayLike, *, level: float = 0.95
) -> Agreements:
    """All six intraclass correlations of Shrout and Fleiss, with their F intervals.

    Parameters
    ----------
    data : ReliabilityData, or array_like of shape (n_coders, n_units)
        Numbers; NaN where missing. A unit that a coder did not judge is left out, and a note
        says how many were.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    Agreements
        Six rows, from ICC(1,1) to ICC(3,k). NaN with a reason where all numbers are the same.

    Raises
    ------
    ValueError
        If values are not numbers, or there are fewer than two coders.

    Notes
    -----
    With mean squares BMS (units), WMS (within units), JMS (coders), EMS (rest), n units, k coders:

        ICC(1,1) = (BMS - WMS) / (BMS + (k - 1) WMS)        ICC(1,k) = (BMS - WMS) / BMS
        ICC(2,1) = (BMS - EMS) / (BMS + (k - 1) EMS + k (JMS - EMS) / n)
        ICC(2,k) = (BMS - EMS) / (BMS + (JMS - EMS) / n)
        ICC(3,1) = (BMS - EMS) / (BMS + (k - 1) EMS)        ICC(3,k) = (BMS - EMS) / BMS

    In McGraw and Wong's names ICC(2,1) is ICC(A,1) and ICC(3,1) is ICC(C,1). The mean of the
    coders is what to report only if means are what is used afterwards. Intervals assume normal
    units and errors, and that units are independent.

    References
    ----------
    Shrout, P. E., & Fleiss, J. L. (1979). Intraclass correlations: uses in assessing rater
    reliability. Psychological Bulletin 86, 420-428. doi:10.1037/0033-2909.86.2.420
    McGraw, K. O., & Wong, S. P. (1996). Forming inferences about some intraclass correlation
    coefficients. Psychological Methods 1, 30-46. doi:10.1037/1082-989X.1.1.30

    Examples
    --------
    >>> judges = [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]]
    >>> found = intraclass_correlations(judges)  # Shrout & Fleiss (1979), table 4
    >>> [round(row.value, 2) for row in found]
    [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
    """
    if not 0 < level < 1:
        raise ValueError(f"level {level} is not allowed: it lies between 0 and 1, such as 0.95")
    given = judgements(data, level="interval")
    codes = given.data.values
    whole = np.asarray((codes >= 0).all(axis=0))
    table = given.numbers[codes[:, whole]].T if given.n_categories else np.empty((0, 2))
    n_lost = int((codes >= 0).any(axis=0).sum() - whole.sum())
    lost = f"Left out, because not every coder judged them: {n_lost} of {codes.shape[1]} units."
    squares = _squares(table) if len(table) > 1 else None
    reason = _reason(table, squares)
    found = {} if squares is None or reason else _values(squares, level)
    several = (
        f"Units come from {given.n_sources} sources; the F intervals take them as independent."
    )
    notes = [*([lost] if n_lost else []), *([several] if given.n_sources > 1 else [])]
    nan = (math.nan, NO_INTERVAL)
    return Agreements(
        rows=tuple(
            Agreement(
                coefficient=form,
                value=found.get(form, nan)[0],
                interval=found.get(form, nan)[1],
                coders=given.data.coders,
                n_units=len(table),
                n_pairable=table.size,
                about=given.data.about,
                unit=given.data.unit,
                undefined=reason or _reason_of(found.get(form, nan)[0]),
                settings={**given.data.settings, "form": meaning},
                notes=(*given.data.notes, *notes),
                provenance=given.data.provenance,
            )
            for form, meaning in FORMS.items()
        )
    )


def _reason(table: Floats, squares: _Squares | None) -> str:
    if squares is None:
        return f"{len(table)} units were judged by all coders; two or more are needed"
    if squares.between + squares.within <= 0:
        return "all judgements are the same, so there is no spread to share out"
    return ""


def _reason_of(value: float) -> str:
    return "the means of the units do not differ" if math.isnan(value) else ""


def _squares(table: Floats) -> _Squares:
    """Mean squares of a table of units × coders."""
    n, k = table.shape
    away = table - table.mean()
    units, coders = away.mean(axis=1), away.mean(axis=0)
    total, between = float((away**2).sum()), k * float((units**2).sum())
    by_coder = n * float((coders**2).sum())
    rest = max(total - between - by_coder, 0.0)
    return _Squares(
        n=n,
        k=k,
        between=between / (n - 1),
        within=(rest + by_coder) / (n * (k - 1)),
        coders=by_coder / (k - 1),
        error=rest / ((n - 1) * (k - 1)),
    )


def _values(s: _Squares, level: float) -> dict[str, tuple[float, Interval]]:
    """Each form's value and interval."""
    k, bias = s.k, (s.coders - s.error) / s.n
    singles = {
        "1": _over(s.between - s.within, s.between + (k - 1) * s.within),
        "2": _over(s.between - s.error, s.between + (k - 1) * s.error + k * bias),
        "3": _over(s.between - s.error, s.between + (k - 1) * s.error),
    }
    means = {
        "1": _over(s.between - s.within, s.between),
        "2": _over(s.between - s.error, s.between + bias),
        "3": _over(s.between - s.error, s.between),
    }
    bounds = {
        "1": _ratio_bounds(s.between, s.within, (s.n - 1, s.n * (k - 1)), level, k),
        "2": _absolute_bounds(s, singles["2"], level),
        "3": _ratio_bounds(s.between, s.error, (s.n - 1, (s.n - 1) * (k - 1)), level, k),
    }
    found = {}
    for form, value in singles.items():
        low, high = bounds[form]
        found[f"ICC({form},1)"] = (value, _interval(low, high, level))
        stepped = (_stepped_up(low, k), _stepped_up(high, k))
        found[f"ICC({form},k)"] = (means[form], _interval(*stepped, level))
    return found


def _over(a: float, b: float) -> float:
    return a / b if abs(b) > 1e-14 * abs(a) else math.nan


def _interval(low: float, high: float, level: float) -> Interval:
    return Interval(low=low, high=high, level=level, method="F")


def _stepped_up(value: float, k: int) -> float:
    """Spearman and Brown: the reliability of a mean of k."""
    below = 1.0 + (k - 1) * value
    return k * value / below if below > 0 else -math.inf


def _ratio_bounds(
    between: float, rest: float, freedom: tuple[int, int], level: float, k: int
) -> tuple[float, float]:
    """Bounds of (F - 1) / (F + k - 1) from those of F = between / rest."""
    from scipy.special import fdtri

    if rest <= 0:
        return (1.0, 1.0) if between > 0 else (math.nan, math.nan)
    upper = 0.5 + level / 2.0
    low = between / rest / float(fdtri(*freedom, upper))
    high = between / rest * float(fdtri(freedom[1], freedom[0], upper))
    return (low - 1.0) / (low + k - 1.0), (high - 1.0) / (high + k - 1.0)


def _absolute_bounds(s: _Squares, value: float, level: float) -> tuple[float, float]:
    """Bounds of ICC(2,1) with Satterthwaite's degrees of freedom (McGraw & Wong 1996)."""
    from scipy.special import fdtri

    n, k = s.n, s.k
    if math.isnan(value) or value >= 1.0:
        return value, value
    a = k * value / (n * (1.0 - value))
    b = 1.0 + k * value * (n - 1) / (n * (1.0 - value))
    parts = (a * s.coders, b * s.error)
    spread = parts[0] ** 2 / (k - 1) + parts[1] ** 2 / ((n - 1) * (k - 1))
    freedom = sum(parts) ** 2 / spread if spread > 0 else math.nan
    upper = 0.5 + level / 2.0
    f_low, f_high = float(fdtri(n - 1, freedom, upper)), float(fdtri(freedom, n - 1, upper))
    rest = k * s.coders + (k * n - k - n) * s.error
    low = n * (s.between - f_low * s.error) / (f_low * rest + n * s.between)
    high = n * (f_high * s.between - s.error) / (rest + n * f_high * s.between)
    return low, high
