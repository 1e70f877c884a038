"""How far coders agree, in tables."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from casestudy.agreement import SCALES, Agreement, Agreements, Prevalence, Verdict, verdict
from casestudy.intervals import Interval
from casestudy.tables.style import Column, Table

UNKNOWN = "?"
MINUS = "\N{MINUS SIGN}"


def reliability(result: Agreement | Agreements, *, scale: str, title: str = "") -> Table:
    """Coefficients as papers print them: value, interval, what they rest on, a benchmark's word.

    Parameters
    ----------
    result : Agreement or Agreements
        Themes by one coefficient, or one theme by several; one row each, in their order.
    scale : str
        The benchmark, one of `agreement.SCALES`, such as "krippendorff" or "landis_koch".
    title : str
        What the table is called; made of what was judged if empty.

    Returns
    -------
    Table
        "Sure of" is the best word that the benchmark gives with 95 % certainty (Gwet). Where a
        coefficient is not defined stands "–", and a note says why.
    """
    rows = result if isinstance(result, Agreements) else Agreements(rows=(result,))
    verdicts = [verdict(row, scale=scale) for row in rows]
    has_about = any(row.about for row in rows)
    has_several = len({row.coefficient for row in rows}) > 1
    names = [*(["Theme"] if has_about else []), *(["Coefficient"] if has_several else [])]
    columns = (
        *(Column(name=name) for name in names or ["Coefficient"]),
        Column(name="Value", align="right"),
        Column(name=_interval_name(rows), align="right"),
        *(Column(name=f"P < {limit:g}", align="right") for limit in rows.thresholds),
        Column(name="Agreement", align="right"),
        Column(name="Units", align="right"),
        Column(name="Sources", align="right"),
        Column(name="Coders", align="right"),
        Column(name="Verdict"),
        Column(name="Sure of"),
    )
    cells = [
        (
            *([row.about or UNKNOWN] if has_about else []),
            *([row.coefficient] if has_several or not has_about else []),
            *_numbers(row, rows.thresholds),
            found.word,
            found.sure_word or "–",
        )
        for row, found in zip(rows, verdicts, strict=True)
    ]
    return Table(
        title=title or _title(rows),
        columns=columns,
        rows=tuple(cells),
        notes=(*_said(rows), _benchmark(scale), *rows.notes),
        provenance=rows.provenance,
        data=rows.to_frame(),
    )


def benchmark(result: Verdict, *, title: str = "") -> Table:
    """How probable each interval of a benchmark is for one coefficient.

    Parameters
    ----------
    result : Verdict
        Intervals become rows, the best first.
    title : str
        What the table is called; names coefficient and benchmark if empty.
    """
    frame = result.to_frame()
    rows = [
        (word, _number(start), _share(p), _share(at_least))
        for word, start, p, at_least in zip(
            frame["word"], frame["from"], frame["probability"], frame["at_least"], strict=True
        )
    ]
    names = ("From", "Probability", "This or better")
    found = result.agreement
    said = (
        f"{found.coefficient} = {_number(found.value)}, standard error "
        f"{_number(found.standard_error, places=3)} ({found.standard_error_method or 'none'})."
    )
    return Table(
        title=title or f"{found.about or found.coefficient} by {result.scale.name}",
        columns=(Column(name="Word"), *(Column(name=name, align="right") for name in names)),
        rows=tuple(rows),
        notes=(said, *result.notes),
        provenance=result.provenance,
        data=frame,
    )


def prevalence(result: Prevalence, *, title: str = "") -> Table:
    """How often each category was named, and how far coders agree on it.

    Parameters
    ----------
    result : Prevalence
        Categories become rows, in their order.
    title : str
        What the table is called.
    """
    rows = [
        (name, _share(float(share)), _number(float(specific)))
        for name, share, specific in zip(
            result.categories, result.shares, result.specific, strict=True
        )
    ]
    numbers = {
        "PABAK": result.pabak,
        "prevalence index": result.prevalence_index,
        "bias index": result.bias_index,
        "greatest kappa that the margins allow": result.greatest_kappa,
    }
    told = "; ".join(f"{name} {_number(x)}" for name, x in numbers.items() if not math.isnan(x))
    return Table(
        title=title or f"How even the categories of {result.about or 'the judgements'} are",
        columns=(
            Column(name="Category"),
            Column(name="Share", align="right"),
            Column(name="Specific agreement", align="right"),
        ),
        rows=tuple(rows),
        notes=(f"Units: {result.n_units:,}. {told}.", *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )


def _title(rows: Agreements) -> str:
    kinds = {row.coefficient for row in rows}
    about = {row.about for row in rows if row.about}
    what = next(iter(kinds)) if len(kinds) == 1 else "Agreement"
    if len(about) == 1:
        return f"{what}: {next(iter(about))}"
    return f"{what} by theme" if about else what


def _numbers(row: Agreement, thresholds: Sequence[float]) -> tuple[str, ...]:
    observed = UNKNOWN if math.isnan(row.observed) else f"{100 * row.observed:.1f}%"
    return (
        _number(row.value),
        _range(row.interval),
        *(_probability(row.below.get(limit, math.nan)) for limit in thresholds),
        observed,
        f"{row.n_units:,}",
        f"{row.n_sources:,}" if row.n_sources else UNKNOWN,
        str(len(row.coders)),
    )


def _said(rows: Agreements) -> Iterable[str]:
    """What the columns mean, and how the intervals were made."""
    methods = dict.fromkeys(row.interval.method for row in rows if row.interval.method)
    units = dict.fromkeys(row.unit for row in rows if row.unit)
    coders = dict.fromkeys(", ".join(row.coders) for row in rows)
    if methods:
        yield f"Interval: {'; '.join(methods)}."
    if units:
        yield f"Unit: {', '.join(units)}."
    if len(coders) == 1 and len(next(iter(coders))) < 80:
        yield f"Coders: {next(iter(coders))}."
    if rows.thresholds:
        yield "P: share of the replicates that lie below."
    yield "Agreement is the observed one, weighted as the coefficient weighs it."


def _benchmark(scale: str) -> str:
    found = SCALES[scale]
    pairs = zip(found.words[1:], found.bounds, strict=True)
    begins = "from" if found.begins_at_bound else "over"
    bounds = [f"{word} {begins} {start:g}" for word, start in pairs]
    return (
        f"Verdict by {found.name}: {found.words[0]}; {'; '.join(bounds)}. "
        "Sure of: reached with 95% certainty (Gwet's cumulative membership)."
    )


def _interval_name(rows: Agreements) -> str:
    levels = {row.interval.level for row in rows if not math.isnan(row.interval.level)}
    return f"{100 * levels.pop():g}% interval" if len(levels) == 1 else "Interval"


def _number(value: float, *, places: int = 2) -> str:
    if math.isnan(value):
        return "–"
    text = f"{abs(value):.{places}f}"
    return f"{MINUS}{text}" if value < 0 and float(text) else text


def _probability(value: float) -> str:
    """In per cent; what never or always came about among the replicates is near 0 or 100."""
    if math.isnan(value):
        return "–"
    return "<1%" if value < 0.005 else ">99%" if value > 0.995 else f"{100 * value:.0f}%"


def _share(value: float) -> str:
    return "–" if math.isnan(value) else f"{100 * value:.1f}%"


def _range(interval: Interval) -> str:
    if math.isnan(interval.low) or math.isnan(interval.high):
        return "–"
    return f"{_number(interval.low)} to {_number(interval.high)}"
