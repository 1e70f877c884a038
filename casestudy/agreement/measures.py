"""A coefficient before its result: where it stands, how it moves with the data.

A measure knows its value, the sums that it is a function of, and the influence of each pattern of
units. From these every kind of inference follows, and `agreement_of` makes the result.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from casestudy.agreement.distances import Columns
from casestudy.agreement.inference import Inference, linearised
from casestudy.agreement.judgements import Judgements
from casestudy.agreement.patterns import Floats, Patterns, ordered_patterns
from casestudy.agreement.resampling import Estimate, Groups
from casestudy.agreement.result import Agreement
from casestudy.agreement.uncertainty import Uncertainty, linearised_uncertainty, uncertainty

Redraw = Callable[[Inference], Uncertainty]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draws:
    """What is drawn: patterns of units, judged or not, and what a unit of each adds to the sums.

    Parameters
    ----------
    patterns : Patterns
        What was judged.
    columns : array or sparse matrix, shape (n_patterns, d)
        What one unit adds to each sum; a source that adds nothing at all is not drawn.
    """

    patterns: Patterns
    columns: Columns


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measure:
    """A coefficient on one set of judgements.

    Parameters
    ----------
    name : str
        As a paper prints it.
    value, observed, expected : float
        NaN where not defined.
    patterns : Patterns
        What it was counted on.
    enters : array of bool, shape (n_patterns,)
        Patterns that are sampled units of this coefficient.
    residuals : array of float, shape (n_patterns,)
        Influence of a unit on the coefficient, times the number of units.
    draws : callable
        Makes what a bootstrap draws and a jackknife leaves out; called only when needed.
    estimate : callable
        From sums to values.
    undefined : str
        Why the value is NaN.
    formula : str
        What the residuals come from.
    is_large_sample : bool
        Whether that formula takes the normal distribution and divides by n².
    redraw : callable, optional
        Krippendorff's bootstrap, where the coefficient has it.
    details, settings, notes
        As in `Agreement`.
    """

    name: str
    value: float
    observed: float
    expected: float
    patterns: Patterns
    enters: npt.NDArray[np.bool_]
    residuals: Floats
    draws: Callable[[], Draws]
    estimate: Estimate
    undefined: str = ""
    formula: str = "linearised"
    is_large_sample: bool = False
    redraw: Redraw | None = None
    details: Mapping[str, float] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def agreement_of(
    judgements: Judgements, measure: Measure, inference: Inference | None = None
) -> Agreement:
    """The result of a measure, with its uncertainty.

    Parameters
    ----------
    judgements : Judgements
        What was measured.
    measure : Measure
        The coefficient.
    inference : Inference, optional
        Linearised if not given: by source where there are several.
    """
    how = inference or linearised()
    found = Uncertainty() if measure.undefined else _uncertainty(judgements, measure, how)
    data, patterns = judgements.data, judgements.unordered
    pairable = patterns.n_judged >= 2
    return Agreement(
        coefficient=measure.name,
        value=measure.value,
        coders=data.coders,
        n_units=int(patterns.times[pairable].sum()),
        n_pairable=int(patterns.times[pairable] @ patterns.n_judged[pairable]),
        observed=measure.observed,
        expected=measure.expected,
        standard_error=found.standard_error,
        standard_error_method=found.method,
        interval=found.interval,
        below=dict(found.below),
        n_sources=_n_sources(judgements, patterns, pairable),
        about=data.about,
        unit=data.unit,
        undefined=measure.undefined,
        details=measure.details,
        settings={**data.settings, **measure.settings},
        notes=(*data.notes, *measure.notes, *found.notes),
        provenance=data.provenance,
    )


def _uncertainty(judgements: Judgements, measure: Measure, how: Inference) -> Uncertainty:
    if how.method == "krippendorff":
        if measure.redraw is None:
            raise ValueError(
                f"Krippendorff's bootstrap is one of alpha, not of {measure.name}; use bootstrap()"
            )
        return measure.redraw(how)
    by = how.by or ("source" if judgements.n_sources > 1 else "unit")
    if by == "source" and not judgements.n_sources:
        raise ValueError("the data do not say which source each unit is from; use by='unit'")
    if how.method == "linearised":
        return _linearised(judgements, measure, by=by, level=how.level)
    draws = measure.draws()
    made = _by_source(judgements, draws) if by == "source" else _by_unit(draws)
    return uncertainty(made, measure.estimate, how)


def _linearised(judgements: Judgements, measure: Measure, *, by: str, level: float) -> Uncertainty:
    """From influences: of units, or added up for each source."""
    patterns = measure.patterns
    times = np.where(measure.enters, patterns.times, 0)
    residuals, formula, is_large = measure.residuals, measure.formula, measure.is_large_sample
    if by == "source":
        source_of = judgements.data.source_of
        each = np.where(measure.enters, residuals, 0.0)[patterns.of]
        n_units = np.bincount(source_of, weights=measure.enters[patterns.of])
        times = (n_units > 0).astype(np.int64)
        residuals = np.bincount(source_of, weights=each) * times.sum() / n_units.sum()
        formula, is_large = "linearised", False
    return linearised_uncertainty(
        measure.value,
        residuals,
        times,
        kind=by,
        level=level,
        formula=formula,
        is_large_sample=is_large,
    )


def _by_unit(draws: Draws) -> Groups:
    return Groups(columns=draws.columns, times=draws.patterns.times, kind="unit")


def _by_source(judgements: Judgements, draws: Draws) -> Groups:
    """Sums per source: sources × units times units × sums."""
    from scipy.sparse import csr_array

    source, of = judgements.data.source_of, draws.patterns.of
    shape = (judgements.n_sources, len(draws.patterns))
    units = csr_array((np.ones(len(of)), (source, of)), shape=shape)
    sums = units @ draws.columns
    kept = np.flatnonzero(np.asarray(abs(sums).sum(axis=1)).ravel())
    return Groups(columns=sums[kept], times=np.ones(len(kept), dtype=np.int64), kind="source")


def _n_sources(judgements: Judgements, patterns: Patterns, pairable: npt.NDArray[np.bool_]) -> int:
    if not judgements.n_sources:
        return 0
    if judgements.n_sources == 1 or pairable.all():
        return len(np.unique(judgements.data.source_of)) if pairable.any() else 0
    return len(np.unique(judgements.data.source_of[pairable[patterns.of]]))


def nothing(name: str, reason: str) -> Measure:
    """A measure of what cannot be measured, with the reason.

    Parameters
    ----------
    name : str
        What the coefficient is called.
    reason : str
        Why it is not defined.
    """

    def no_draws() -> Draws:
        raise ValueError(f"{name} is not defined: {reason}")

    return Measure(
        name=name,
        value=math.nan,
        observed=math.nan,
        expected=math.nan,
        patterns=ordered_patterns(np.empty((2, 0), dtype=np.int8), 0),
        enters=np.empty(0, dtype=bool),
        residuals=np.empty(0),
        draws=no_draws,
        estimate=lambda sums: np.full(len(sums), math.nan),
        undefined=reason,
    )
