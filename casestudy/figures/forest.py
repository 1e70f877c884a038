"""Estimates with their intervals, one a row, beside a line where there is no effect."""

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

MINUS = "\N{MINUS SIGN}"
TICK_PT = 32.0
"""Room that a number below the axis needs."""
WORDS_SHARE = 0.42
"""Share of the axes that the numbers at the right may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectRow:
    """One estimate with its limits, and what stands at its right: in full, or in short."""

    label: str
    value: float
    low: float
    high: float
    word: str
    short: str = ""


def forest(
    ax: Axes | None, rows: Sequence[EffectRow], *, zero: float, axis: str,
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
        ends = _scale(ax, rows, zero=zero, is_log=is_log)
        for y, row in enumerate(rows):
            _point(ax, y, row, ends)
    draw, result = face
    return drawn(ax, draw, result)  # type: ignore[arg-type]


def _fitting(rows: Sequence[EffectRow], *, room: float) -> list[EffectRow]:
    """The rows with their words in short where the long ones would take too much of the room."""
    widest = max(map(text_width, (row.word for row in rows)), default=0.0)
    if widest <= WORDS_SHARE * room:
        return list(rows)
    return [replace(row, word=row.short or row.word) for row in rows]


def _scale(
    ax: Axes, rows: Sequence[EffectRow], *, zero: float, is_log: bool
) -> tuple[float, float]:
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
    return (math.exp(low), math.exp(high)) if is_log else (low, high)


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
    shown = _apart(marks, places, gap=20 * per_point)
    ax.set_xticks(shown, [f"{one:g}".replace("-", MINUS) for one in shown], fontsize=TEXT_PT)
    ax.set_xticks([], minor=True)
    ax.tick_params(axis="x", length=2.5)
    for one in shown:
        ax.axvline(one, color=HAIRLINE, linewidth=0.6, zorder=0)


def _apart(marks: Sequence[float], places: Sequence[float], *, gap: float) -> list[float]:
    """The marks that have room side by side; 1 and its powers of ten go first."""
    kept: list[int] = []
    for n in sorted(range(len(marks)), key=lambda n: (f"{marks[n]:e}"[:8] != "1.000000", n)):
        if all(abs(places[n] - places[other]) > gap for other in kept):
            kept.append(n)
    return [marks[n] for n in sorted(kept)]


def _point(ax: Axes, y: int, row: EffectRow, ends: tuple[float, float]) -> None:
    """A point on its line; what has no end is an arrow that leaves the part with the points."""
    if math.isnan(row.value):
        write_cells(ax, [(0.5, y, "not defined")], transform=ax.get_yaxis_transform())
        return
    if not math.isnan(row.low):
        low, high = max(row.low, ends[0]), min(row.high, ends[1])
        ax.hlines(y, low, high, color=ACCENT, linewidth=1.4, zorder=2)
    marker = ">" if row.value > ends[1] else "<" if row.value < ends[0] else "o"
    place = min(max(row.value, ends[0]), ends[1])
    ax.plot([place], [y], marker=marker, markersize=5, color=ACCENT, markeredgecolor="white",
            markeredgewidth=0.6, zorder=3)  # fmt: skip
    write_cells(ax, [(1.0, y, row.word)], colour=INK, ha="right", fontsize=SMALL_PT + 0.5,
                transform=ax.get_yaxis_transform())  # fmt: skip
