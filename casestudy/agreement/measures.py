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
from casestudy.agreement.patterns import Floats, Patterns
from casestudy.agreement.resampling import Estimate, Groups
from casestudy.agreement.result import Agreement
from casestudy.agreement.uncertainty import Uncertainty, uncertainty

Redraw = Callable[[Inference], Uncertainty]


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
    columns : callable
        Makes what each unit adds to the sums; made only when needed.
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
    columns: Callable[[], Columns]
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
    data, patterns = judgements.data, measure.patterns
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
    made = _by_source(judgements, measure) if by == "source" else _by_unit(measure)
    return uncertainty(made, measure.estimate, how)


def _by_unit(measure: Measure) -> Groups:
    times = np.where(measure.enters, measure.patterns.times, 0)
    kept = np.flatnonzero(times)
    return Groups(
        columns=measure.columns()[kept],
        times=times[kept],
        residuals=measure.residuals[kept],
        kind="unit",
        formula=measure.formula,
        is_large_sample=measure.is_large_sample,
    )


def _by_source(judgements: Judgements, measure: Measure) -> Groups:
    """Sums per source; the influence of a source is that of its units added up."""
    from scipy.sparse import csr_array

    entering = measure.enters & (measure.patterns.times > 0)
    source, of = judgements.data.source_of, measure.patterns.of
    there = entering[of]
    shape = (judgements.n_sources, len(measure.patterns))
    units = csr_array((np.ones(int(there.sum())), (source[there], of[there])), shape=shape)
    n_units = np.asarray(units.sum(axis=1)).ravel()
    kept = np.flatnonzero(n_units)
    columns = (units @ measure.columns())[kept]
    return Groups(
        columns=columns,
        times=np.ones(len(kept), dtype=np.int64),
        residuals=(units @ measure.residuals)[kept] * len(kept) / max(n_units.sum(), 1.0),
        kind="source",
    )


def _n_sources(judgements: Judgements, patterns: Patterns, pairable: npt.NDArray[np.bool_]) -> int:
    if not judgements.n_sources:
        return 0
    if judgements.n_sources == 1 or pairable.all():
        return len(np.unique(judgements.data.source_of)) if pairable.any() else 0
    return len(np.unique(judgements.data.source_of[pairable[patterns.of]]))


def total_of(measure: Measure) -> Floats:
    """The sums over all units that enter; the value is a function of these alone."""
    times = np.where(measure.enters, measure.patterns.times, 0).astype(np.float64)
    return np.asarray(times @ measure.columns())


def nothing(name: str, judgements: Judgements, reason: str, *, ordered: bool = False) -> Measure:
    """A measure of what cannot be measured, with the reason."""
    patterns = judgements.ordered if ordered else judgements.unordered
    n = len(patterns)
    return Measure(
        name=name,
        value=math.nan,
        observed=math.nan,
        expected=math.nan,
        patterns=patterns,
        enters=np.zeros(n, dtype=bool),
        residuals=np.zeros(n),
        columns=lambda: np.zeros((n, 1)),
        estimate=lambda sums: np.full(len(sums), math.nan),
        undefined=reason,
    )
