"""Effects with their intervals: tests of a ledger, worths of ranked objects, scores of boxes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from matplotlib.axes import Axes

from casestudy.figures.grids import row_labels, rows_height, write_cells
from casestudy.figures.marks import mark_provenance
from casestudy.figures.redrawing import drawn
from casestudy.figures.style import (
    ACCENT,
    GREY,
    HAIRLINE,
    INK,
    SMALL_PT,
    TEXT_PT,
    axes_size,
    fit_height,
    house_style,
    new_axes,
    text_width,
    wrapped,
)
from casestudy.provenance import Provenance
from casestudy.survey import BoxScores, LedgerSummary, PlackettLuce, RegressionTable

MINUS = "\N{MINUS SIGN}"
TICK_PT = 32.0
"""Room that a number below the axis needs."""
WORDS_SHARE = 0.42
"""Share of the axes that the numbers at the right may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One estimate with its limits, and what stands at its right: in full, or in short."""

    label: str
    value: float
    low: float
    high: float
    word: str
    short: str = ""


def effects(result: LedgerSummary, *, ax: Axes | None = None) -> Axes:
    """Draw the effect size of each overall test of a ledger, with its interval.

    Parameters
    ----------
    result : LedgerSummary
        Tests with an effect become rows; post hoc tests are left out.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        Points and lines, with the p-value after Holm at the right. A test without an interval has a
        point alone.

    Raises
    ------
    ValueError
        If the tests have different kinds of effects, which cannot stand on one axis, or none.
    """
    shown = [
        (record, p)
        for record, p in zip(result.records, result.holm, strict=True)
        if not record.is_post_hoc and not math.isnan(record.effect)
    ]
    names = list(dict.fromkeys(record.effect_name for record, _ in shown))
    if len(names) != 1:
        told = ", ".join(names) or "none"
        raise ValueError(
            f"the overall tests of the ledger have the effects {told}; draw tests with one kind of "
            "effect, such as a ledger of their own"
        )
    rows = [
        _Row(
            label=" by ".join(one for one in (record.question, record.segment) if one),
            value=record.effect, low=record.low, high=record.high, word=_p(p),
        )
        for record, p in shown
    ]  # fmt: skip
    return _forest(ax, rows, zero=0.0, axis=f"{names[0]}; at the right p after Holm",
                   provenance=result.provenance, face=(effects, result))  # fmt: skip


def worths(result: PlackettLuce, *, ax: Axes | None = None) -> Axes:
    """Draw the log worths of ranked objects, with intervals by which any two can be compared.

    Parameters
    ----------
    result : PlackettLuce
        Objects become rows, the one that is worth most on top.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        Points with the limits of the quasi standard errors, and the chance to be first of all.
    """
    order = np.argsort(-result.log_worths, kind="stable")
    rows = [
        _Row(
            label=result.labels[n], value=float(result.log_worths[n]),
            low=result.intervals[n].low, high=result.intervals[n].high,
            word=f"{100 * result.worths[n]:.0f}%",
        )
        for n in order.tolist()
    ]  # fmt: skip
    level = result.intervals[0].level
    reference = result.labels[result.objects.index(result.reference)]
    axis = (
        f"log worth ({reference} = 0), {result.n} rankings; lines: {level:.0%} intervals from "
        "quasi standard errors, for comparing two objects; at the right the chance to be first of "
        "all"
    )
    return _forest(
        ax, rows, zero=0.0, axis=axis, provenance=result.provenance, face=(worths, result)
    )


def box_scores(result: BoxScores, *, ax: Axes | None = None) -> Axes:
    """Draw a score of boxes for each group, with its interval.

    Parameters
    ----------
    result : BoxScores
        Groups become rows, in their order.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        Points from -100 to 100 for a net score, with the shares that make it at the right.
    """
    is_net = bool(np.nan_to_num(result.negative).any())
    rows = [
        _Row(
            label=group, value=100 * float(result.score[n]), low=100 * result.intervals[n].low,
            high=100 * result.intervals[n].high,
            word=_shares(result, n, is_net=is_net), short=_whole(100 * float(result.score[n])),
        )
        for n, group in enumerate(result.groups)
    ]  # fmt: skip
    unit = f"from {MINUS}100 to 100" if is_net else "per cent"
    axis = f"{result.name}, {unit}; lines: {result.intervals[0].level:.0%} intervals"
    return _forest(
        ax, rows, zero=0.0, axis=axis, provenance=result.provenance, face=(box_scores, result)
    )


def regression(result: RegressionTable, *, ax: Axes | None = None) -> Axes:
    """Draw the odds ratios, or the differences, of a regression with their intervals.

    Parameters
    ----------
    result : RegressionTable
        Terms become rows, in their order. Odds ratios stand on a logarithmic scale.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        Points and lines, with the numbers at the right.
    """
    is_linear = result.kind == "linear"
    values = result.estimates if is_linear else result.odds_ratios
    low, high = (result.low, result.high) if is_linear else result.odds_ratio_limits
    rows = [
        _Row(
            label=str(term), value=float(values[n]), low=float(low[n]), high=float(high[n]),
            word="{} [{}, {}]".format(*(_number(float(side[n])) for side in (values, low, high))),
            short=_number(float(values[n])),
        )
        for n, term in enumerate(result.terms)
    ]  # fmt: skip
    what = "difference" if is_linear else "odds ratio"
    axis = f"{what} of {result.outcome}, n = {result.n}; lines: {result.level:.0%} intervals"
    return _forest(
        ax, rows, zero=0.0 if is_linear else 1.0, axis=axis, is_log=not is_linear,
        provenance=result.provenance, face=(regression, result),
    )  # fmt: skip


def _forest(
    ax: Axes | None, rows: Sequence[_Row], *, zero: float, axis: str,
    provenance: Sequence[Provenance], face: tuple[object, object], is_log: bool = False,
) -> Axes:  # fmt: skip
    """Points with lines, words at the right, a line where there is no effect."""
    with house_style():
        ax = ax or new_axes()
        row_labels(ax, [row.label for row in rows])
        ax.set_ylim(len(rows) - 0.4, -0.6)
        if is_log:
            ax.set_xscale("log")
        ax.set_xlabel(wrapped(axis, width=axes_size(ax)[0]), loc="left", parse_math=False)
        mark_provenance(ax, provenance)
        fit_height(ax, rows_height(ax))
        rows = _fitting(rows, room=axes_size(ax)[0])
        _scale(ax, rows, zero=zero, is_log=is_log)
        for y, row in enumerate(rows):
            _point(ax, y, row)
    draw, result = face
    return drawn(ax, draw, result)  # type: ignore[arg-type]


def _fitting(rows: Sequence[_Row], *, room: float) -> list[_Row]:
    """The rows with their words in short where the long ones would take too much of the room."""
    widest = max(map(text_width, (row.word for row in rows)), default=0.0)
    if widest <= WORDS_SHARE * room:
        return list(rows)
    return [replace(row, word=row.short or row.word) for row in rows]


def _scale(ax: Axes, rows: Sequence[_Row], *, zero: float, is_log: bool) -> None:
    """From the lowest to the highest limit, with room at the right for the words."""
    ends = [end for row in rows for end in (row.value, row.low, row.high) if np.isfinite(end)]
    ends = [end for end in [*ends, zero] if not is_log or end > 0]
    low, high = (math.log(one) if is_log else one for one in (min(ends), max(ends)))
    pad = 0.06 * max(high - low, 1e-6)
    room = axes_size(ax)[0]
    need = min(
        max(map(text_width, (row.word for row in rows)), default=0.0) + 8, WORDS_SHARE * room
    )
    low, high = low - pad, high + pad
    right = low + (high - low) * room / (room - need)
    ax.set_xlim(*((math.exp(low), math.exp(right)) if is_log else (low, right)))
    _ticks(ax, low, high, right, room, is_log=is_log)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.axvline(zero, color=GREY, linewidth=0.8, zorder=1)


def _ticks(ax: Axes, low: float, high: float, right: float, room: float, *, is_log: bool) -> None:
    """Round numbers below the part that holds the points."""
    per_point = (right - low) / room
    if is_log:
        nice = [base * 10.0**power for power in range(-4, 5)
                for base in (1, 1.5, 2, 3, 5, 7)]  # fmt: skip
        marks = [one for one in nice if low <= math.log(one) <= high]
        places = [math.log(one) for one in marks]
    else:
        steps = [base * 10.0**power for power in range(-4, 5) for base in (1, 2, 2.5, 5)]
        step = next((one for one in sorted(steps) if one / per_point > TICK_PT), steps[-1])
        first = math.ceil(low / step - 1e-9)
        marks = [n * step for n in range(first, math.floor(high / step + 1e-9) + 1)]
        places = marks
    kept = [n for n in range(len(marks)) if n == 0 or places[n] - places[n - 1] > 20 * per_point]
    shown = [marks[n] for n in kept]
    ax.set_xticks(shown, [f"{one:g}".replace("-", MINUS) for one in shown], fontsize=TEXT_PT)
    ax.set_xticks([], minor=True)
    ax.tick_params(axis="x", length=2.5)
    for one in shown:
        ax.axvline(one, color=HAIRLINE, linewidth=0.6, zorder=0)


def _point(ax: Axes, y: int, row: _Row) -> None:
    left, right = ax.get_xlim()
    if math.isnan(row.value):
        write_cells(ax, [(0.5, y, "not defined")], transform=ax.get_yaxis_transform())
        return
    if not math.isnan(row.low):
        low, high = max(row.low, left), min(row.high, right)
        ax.hlines(y, low, high, color=ACCENT, linewidth=1.4, zorder=2)
    ax.plot([row.value], [y], marker="o", markersize=5, color=ACCENT, markeredgecolor="white",
            markeredgewidth=0.6, zorder=3)  # fmt: skip
    write_cells(ax, [(1.0, y, row.word)], colour=INK, ha="right", fontsize=SMALL_PT + 0.5,
                transform=ax.get_yaxis_transform())  # fmt: skip


def _shares(result: BoxScores, n: int, *, is_net: bool) -> str:
    score = _whole(100 * float(result.score[n]))
    up, down = (f"{100 * side[n]:.0f}%" for side in (result.positive, result.negative))
    return (
        f"{score} ({up} {MINUS} {down}, n = {result.n[n]})"
        if is_net
        else f"{up} (n = {result.n[n]})"
    )


def _whole(value: float) -> str:
    return f"{value:.0f}".replace("-", MINUS)


def _p(p: float) -> str:
    if math.isnan(p):
        return "no p"
    return "p < .001" if p < 0.001 else f"p = {p:.3f}".replace("0.", ".", 1)


def _number(value: float) -> str:
    return f"{value:.2f}".replace("-", MINUS) if np.isfinite(value) else "∞"
