"""Standard errors and intervals from what each unit, or each source, adds to the sums."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from casestudy.agreement.inference import Inference
from casestudy.agreement.patterns import Floats, Integers
from casestudy.agreement.resampling import Estimate, Groups, left_out_values, replicates
from casestudy.agreement.result import NO_INTERVAL
from casestudy.intervals import Interval

ZERO = 1e-12
"""A standard error below this is rounding."""

NO_SPREAD = (
    "All that was sampled gives the same value, so how far it might vary cannot be told from it: "
    "the interval has no width, and is no certainty."
)

_NAMES = {"bca": "BCa", "percentile": "percentile", "expanded": "expanded BCa"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Uncertainty:
    """Standard error and interval of a coefficient, with what made them."""

    standard_error: float = math.nan
    method: str = ""
    interval: Interval = NO_INTERVAL
    below: tuple[tuple[float, float], ...] = ()
    notes: tuple[str, ...] = ()


def uncertainty(groups: Groups, estimate: Estimate, inference: Inference) -> Uncertainty:
    """Standard error and interval of a coefficient that is a function of sums, by resampling.

    Parameters
    ----------
    groups : Groups
        What each unit or source adds to the sums.
    estimate : callable
        From sums, shape (b, d), to values, shape (b,).
    inference : Inference
        A bootstrap; for any other one unit or source is left out at a time.
    """
    value = float(estimate(groups.total[None, :])[0])
    if math.isnan(value):
        return Uncertainty()
    if groups.n < 2:
        return Uncertainty(notes=(_alone(groups.kind),))
    if inference.method == "bootstrap":
        return _drawn_again(groups, estimate, inference, value)
    error = _jackknife_error(left_out_values(groups, estimate), groups)
    return symmetric(value, error, f"jackknife over {groups.kind}s", groups.n, inference.level)


def linearised_uncertainty(
    value: float,
    residuals: Floats,
    times: Integers,
    *,
    kind: str,
    level: float,
    formula: str,
    is_large_sample: bool,
) -> Uncertainty:
    """Standard error and interval from the influence of each unit or source.

    Parameters
    ----------
    value : float
        The coefficient.
    residuals : array, shape (n_groups,)
        Influence of one unit or source, times their number.
    times : array of int, shape (n_groups,)
        How many there are of each.
    kind : {"unit", "source"}
        What they are.
    level : float
        Confidence level.
    formula : str
        Where the influence comes from.
    is_large_sample : bool
        Whether the formula divides by n² and takes the normal distribution, as old ones do.
    """
    n = int(times.sum())
    if n < 2:
        return Uncertainty(notes=(_alone(kind),))
    squares = float(times @ residuals**2)
    how = f"{formula}, {kind}s sampled"
    if is_large_sample:
        return symmetric(value, math.sqrt(squares) / n, how, None, level)
    return symmetric(value, math.sqrt(squares / (n * (n - 1))), how, n, level)


def _alone(kind: str) -> str:
    return f"One {kind} alone has no spread: no standard error and no interval."


def symmetric(value: float, error: float, how: str, n: int | None, level: float) -> Uncertainty:
    """An interval around the value, at most 1: t with n - 1 degrees of freedom, or normal."""
    from scipy.special import ndtri, stdtrit

    if math.isnan(error):
        said = "Leaving out one unit or source leaves the coefficient undefined: no interval."
        return Uncertainty(notes=(said,))
    upper = 0.5 + level / 2.0
    reach = error * float(ndtri(upper) if n is None else stdtrit(n - 1, upper))
    shape = "normal" if n is None else f"t({n - 1})"
    interval = Interval(
        low=value - reach, high=min(value + reach, 1.0), level=level, method=f"{shape}, {how}"
    )
    notes = () if error > ZERO else (NO_SPREAD,)
    return Uncertainty(standard_error=error, method=how, interval=interval, notes=notes)


def of_replicates(
    values: Floats, how: str, inference: Inference, *, shares: tuple[float, float] | None = None
) -> Uncertainty:
    """Standard error, interval and shares below thresholds from replicates.

    Parameters
    ----------
    values : array, shape (n_resamples,)
        NaN where the coefficient was not defined.
    how : str
        What made them.
    inference : Inference
        Level and thresholds.
    shares : (float, float), optional
        Quantiles that bound the interval; those of the level if not given.
    """
    good = values[~np.isnan(values)]
    if len(good) < len(values) / 2:
        said = f"Defined on {len(good)} of {len(values)} resamples only: no interval."
        return Uncertainty(notes=(said,))
    tail = (1.0 - inference.level) / 2.0
    low, high = np.quantile(good, shares or (tail, 1.0 - tail))
    n_lost = len(values) - len(good)
    lost = f"Not defined on {n_lost} of {len(values)} resamples, which are left out."
    error = float(good.std(ddof=1))
    return Uncertainty(
        standard_error=error,
        method=how,
        interval=Interval(low=float(low), high=float(high), level=inference.level, method=how),
        below=tuple((limit, float((good < limit).mean())) for limit in inference.thresholds),
        notes=(*[lost] * bool(n_lost), *[NO_SPREAD] * (error <= ZERO)),
    )


def _drawn_again(
    groups: Groups, estimate: Estimate, inference: Inference, value: float
) -> Uncertainty:
    """Bootstrap over units or sources."""
    if inference.rng is None:
        raise TypeError("a bootstrap needs an rng; use bootstrap(numpy.random.default_rng(7))")
    n = inference.n_resamples
    values = replicates(groups, estimate, rng=inference.rng, n_resamples=n)
    name = _NAMES[inference.interval]
    how = f"{name} bootstrap over {groups.kind}s, {n:,} resamples"
    if inference.interval == "percentile":
        return of_replicates(values, how, inference)
    left_out = left_out_values(groups, estimate)
    shares = bca_shares(values, value, left_out, groups.times, _reach(groups.n, inference))
    if shares is None:
        found = of_replicates(values, how.replace(name, "percentile"), inference)
        said = "BCa is not defined here; the interval has plain percentiles."
        return replace(found, notes=(*found.notes, said))
    return of_replicates(values, how, inference, shares=shares)


def _reach(n: int, inference: Inference) -> float:
    """The normal quantile of the level; for an expanded interval Student's, widened."""
    from scipy.special import ndtri, stdtrit

    upper = 0.5 + inference.level / 2.0
    if inference.interval == "expanded":
        return math.sqrt(n / (n - 1)) * float(stdtrit(n - 1, upper))
    return float(ndtri(upper))


def bca_shares(
    values: Floats, value: float, left_out: Floats, times: Integers, reach: float
) -> tuple[float, float] | None:
    """Quantiles that bound a bias-corrected and accelerated interval; None where not defined.

    Parameters
    ----------
    values : array
        Replicates.
    value : float
        The coefficient on all data.
    left_out : array, shape (n_groups,)
        The coefficient with one unit of each group left out.
    times : array, shape (n_groups,)
        Units of each group.
    reach : float
        Normal quantile of the level, such as 1.96; greater for an expanded interval.

    Notes
    -----
    z0 is the normal quantile of the share of replicates below the value, ties counted half; the
    acceleration is a = Σ (m - x)³ / (6 (Σ (m - x)²)^1.5) over values x with one unit left out and
    their mean m.
    """
    from scipy.special import ndtr, ndtri

    good = values[~np.isnan(values)]
    share = ((good < value).sum() + 0.5 * (good == value).sum()) / max(len(good), 1)
    apart = np.average(left_out, weights=times) - left_out
    spread = float(times @ apart**2)
    if not 0.0 < share < 1.0 or math.isnan(spread) or spread <= 0.0:
        return None
    acceleration = float(times @ apart**3) / (6.0 * spread**1.5)
    z0 = float(ndtri(share))
    low, high = (
        float(ndtr(z0 + (z0 + end) / (1.0 - acceleration * (z0 + end)))) for end in (-reach, reach)
    )
    return low, high


def _jackknife_error(left_out: Floats, groups: Groups) -> float:
    mean = np.average(left_out, weights=groups.times)
    return math.sqrt((groups.n - 1) / groups.n * float(groups.times @ (left_out - mean) ** 2))
