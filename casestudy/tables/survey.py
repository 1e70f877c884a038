"""What was asked and answered, in tables."""

from __future__ import annotations

import math

from casestudy.intervals import Interval
from casestudy.survey import ChannelTable, NumericSummary, ResponseShares
from casestudy.tables.style import Column, Table

UNKNOWN = "?"
MISSING = {
    "not_asked": "not asked", "left_blank": "left blank", "dont_know": "don't know",
    "refused": "refused",
}  # fmt: skip
BASES = {"answered": "who answered", "asked": "who were asked", "ticked_any": "who ticked any"}


def channels_by_stage(
    result: ChannelTable, *, title: str = "Channels by purchasing stage"
) -> Table:
    """In which order a work names the channels for each purchasing stage.

    Parameters
    ----------
    result : ChannelTable
        Stages become rows, channels columns.
    title : str
        What the table is called.
    """
    rows = [
        (stage, page, *(str(int(order)) if order else UNKNOWN for order in orders))
        for stage, page, orders in zip(result.stages, result.pages, result.mention, strict=True)
    ]
    channels = (Column(name=channel, align="centre") for channel in result.channels)
    said = "Numbers are an order of mention, not a rank. ? means not named: unknown, not: no."
    return Table(
        title=title,
        columns=(Column(name="Stage"), Column(name="Page"), *channels),
        rows=tuple(rows),
        notes=(said, *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )


def response_shares(result: ResponseShares, *, title: str = "") -> Table:
    """How many of those who answered chose each answer, with the interval and the base.

    Parameters
    ----------
    result : ResponseShares
        Answers become rows, in questionnaire order.
    title : str
        What the table is called; the wording of the question if empty.
    """
    parts = zip(result.labels, result.counts, result.shares, result.intervals, strict=True)
    rows = [
        (label, str(int(count)), _percent(float(share)), _range(interval, scale=100.0))
        for label, count, share, interval in parts
    ]
    columns = (
        Column(name="Answer"),
        Column(name="n", align="right"),
        Column(name="% of base", align="right"),
        Column(name=_interval_name(result.intervals), align="right"),
    )
    return Table(
        title=title or result.text,
        columns=columns,
        rows=tuple(rows),
        notes=(_base(result), *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )


def numeric_summary(result: NumericSummary, *, title: str = "") -> Table:
    """Where the numbers that respondents gave lie, by group.

    Parameters
    ----------
    result : NumericSummary
        Groups become rows.
    title : str
        What the table is called; the wording of the question if empty.
    """
    names = ("n", "Mean", _interval_name(result.intervals), "Median", "Mode", "SD")
    rows = [
        (
            label or "all",
            str(int(result.n[i])),
            _number(float(result.mean[i])),
            _range(result.intervals[i]),
            _number(float(result.median[i])),
            _number(float(result.mode[i])),
            _number(float(result.sd[i])),
        )
        for i, label in enumerate(result.labels)
    ]
    return Table(
        title=title or result.text,
        columns=(Column(name="Group"), *(Column(name=name, align="right") for name in names)),
        rows=tuple(rows),
        notes=result.notes,
        provenance=result.provenance,
        data=result.to_frame(),
    )


def _base(result: ResponseShares) -> str:
    """Whom the shares are of, and who is left out."""
    outside = {"answered": tuple(result.missing), "asked": ("not_asked",)}.get(result.base_of, ())
    left_out = [f"{MISSING.get(kind, kind)}: {result.missing[kind]}" for kind in outside
                if result.missing.get(kind)]  # fmt: skip
    text = f"Base: {result.base} {BASES[result.base_of]}, of {result.n_respondents} respondents"
    return f"{text} ({', '.join(left_out)})." if left_out else f"{text}."


def _percent(share: float) -> str:
    return UNKNOWN if math.isnan(share) else f"{100 * share:.1f}"


def _number(value: float) -> str:
    return UNKNOWN if math.isnan(value) else f"{value:.2f}"


def _interval_name(intervals: tuple[Interval, ...]) -> str:
    if not intervals:
        return "Interval"
    return f"{100 * intervals[0].level:g}% interval ({intervals[0].method})"


def _range(interval: Interval, *, scale: float = 1.0) -> str:
    """Both bounds; shares with one decimal, other numbers with two."""
    if math.isnan(interval.low) or math.isnan(interval.high):
        return UNKNOWN
    places = 1 if scale == 100.0 else 2
    return f"{scale * interval.low:.{places}f} to {scale * interval.high:.{places}f}"
