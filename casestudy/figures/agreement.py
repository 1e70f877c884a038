"""How far coders agree, drawn: each theme with its interval, beside the limits of a benchmark."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import numpy as np
from matplotlib.axes import Axes

from casestudy.agreement import SCALES, Agreement, Agreements, Scale
from casestudy.figures.grids import HALO, row_labels, rows_height, write_cells
from casestudy.figures.marks import mark_provenance
from casestudy.figures.redrawing import drawn
from casestudy.figures.style import (
    ACCENT,
    GREY,
    HAIRLINE,
    INK,
    PALE_ACCENT,
    TEXT_PT,
    axes_size,
    fit_height,
    house_style,
    new_axes,
    text_width,
    wrapped,
)

MINUS = "\N{MINUS SIGN}"
TICK_PT = 24.0
"""Room that a number below the axis needs."""
WORD_GAP_PT = 8.0
WORDS_SHARE = 0.4
"""Share of the axes that the numbers may take."""
LOWEST = -1.0
"""Intervals that reach further down are cut with an arrow: below -1 nothing is told apart."""


def agreement_forest(result: Agreement | Agreements, *, scale: str, ax: Axes | None = None) -> Axes:
    """Draw each coefficient with its interval, and where a benchmark has its limits.

    Parameters
    ----------
    result : Agreement or Agreements
        Themes, or coefficients, become rows in their order.
    scale : str
        The benchmark whose limits are drawn, one of `agreement.SCALES`.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        A point and a line for each row, with the numbers at the right; "not defined" where a
        coefficient is not. The highest interval of the benchmark is shaded.

    Raises
    ------
    ValueError
        If the scale is not known.
    """
    if scale not in SCALES:
        raise ValueError(f"scale {scale!r} is not known; allowed are {', '.join(SCALES)}")
    rows = result if isinstance(result, Agreements) else Agreements(rows=(result,))
    with house_style():
        ax = ax or new_axes()
        row_labels(ax, _labels(rows))
        ax.set_ylim(len(rows) - 0.4, -0.6)
        words = _words(rows, room=axes_size(ax)[0])
        _value_axis(ax, rows, words)
        _benchmark(ax, SCALES[scale])
        for y, row in enumerate(rows):
            _row(ax, y, row)
        _say(ax, rows, SCALES[scale])
        mark_provenance(ax, rows.provenance)
        fit_height(ax, rows_height(ax))
        _write_words(ax, words)
    return drawn(ax, partial(agreement_forest, scale=scale), result)


def _labels(rows: Agreements) -> list[str]:
    """Each row by its theme, its coefficient, or both where both differ."""
    about = {row.about for row in rows}
    kinds = {row.coefficient for row in rows}
    if len(about) > 1 and len(kinds) > 1:
        return [f"{row.about}: {row.coefficient}" for row in rows]
    return [row.about if len(about) > 1 else row.coefficient for row in rows]


def _words(rows: Agreements, *, room: float) -> list[str]:
    """What stands at the right of each row; on a narrow figure without the intervals."""
    long, short = [], []
    for row in rows:
        value = "" if row.undefined else _number(row.value)
        low, high = _number(row.interval.low), _number(row.interval.high)
        short.append(value)
        long.append(value if math.isnan(row.interval.low) else f"{value} [{low}, {high}]")
    return long if max(map(text_width, long), default=0.0) <= WORDS_SHARE * room else short


def _number(value: float) -> str:
    text = f"{abs(value):.2f}"
    return f"{MINUS}{text}" if value < 0 and float(text) else text


def _value_axis(ax: Axes, rows: Agreements, words: Sequence[str]) -> None:
    """From the lowest bound, or 0, to 1, with room at the right for the numbers."""
    ends = [end for row in rows for end in (row.value, row.interval.low) if not math.isnan(end)]
    low = max(min([0.0, *ends]), LOWEST)
    low = math.floor(low * 5.0 + 1e-9) / 5.0 if low < 0 else 0.0
    room = axes_size(ax)[0]
    need = max(map(text_width, words), default=0.0) + WORD_GAP_PT
    right = low + (1.0 - low) * room / max(room - need, room / 4)
    pad = 0.015 * (1.0 - low)
    ax.set_xlim(low - pad, right)
    per_point = (right - low) / room
    step = next(s for s in (0.1, 0.2, 0.5, 1.0) if s == 1.0 or s / per_point > TICK_PT)
    marks = np.arange(math.ceil(low / step - 1e-9), round(1.0 / step) + 1) * step
    ax.set_xticks(marks, [_number(mark).removesuffix("0") for mark in marks])
    ax.tick_params(axis="x", length=2.5)
    for spine in ax.spines.values():
        spine.set_visible(False)
    for mark in marks:
        ax.axvline(mark, color=HAIRLINE, linewidth=0.6, zorder=0)
    ax.axvline(0.0, color=GREY, linewidth=0.8, zorder=1)


def _benchmark(ax: Axes, scale: Scale) -> None:
    """The best interval shaded; the other limits as dashed lines."""
    ax.axvspan(scale.bounds[-1], 1.0, color=PALE_ACCENT, linewidth=0, zorder=-1)
    low = ax.get_xlim()[0]
    for bound in scale.bounds[:-1]:
        if bound > max(low, 0.0):
            ax.axvline(bound, color=GREY, linewidth=0.7, linestyle=(0, (4, 3)), zorder=0.5)


def _row(ax: Axes, y: int, row: Agreement) -> None:
    """One point with its line."""
    if row.undefined:
        cell = (0.02, y, "not defined")
        write_cells(ax, [cell], ha="left", fontsize=TEXT_PT, bbox=HALO)
        return
    left = ax.get_xlim()[0]
    low, high = row.interval.low, row.interval.high
    if not math.isnan(low):
        ax.plot([max(low, left), high], [y, y], color=INK, linewidth=1.2, zorder=2)
        ends = [end for end in (low, high) if end >= left]
        ax.plot(ends, [y] * len(ends), "|", color=INK, markersize=5, zorder=2)
        if low < left:
            ax.plot([left], [y], "<", color=INK, markersize=4, zorder=2, clip_on=False)
    ax.plot(
        [row.value], [y], "o", color=ACCENT, markersize=5.5, markeredgecolor="white",
        markeredgewidth=0.6, zorder=3,
    )  # fmt: skip


def _write_words(ax: Axes, words: Sequence[str]) -> None:
    """The numbers, flush with the right edge."""
    right = ax.get_xlim()[1]
    cells = [(right, y, word) for y, word in enumerate(words)]
    write_cells(ax, cells, colour=INK, ha="right", fontsize=TEXT_PT, clip_on=False)


def _say(ax: Axes, rows: Agreements, scale: Scale) -> None:
    """What is drawn, below the axis: coefficient, units, intervals, the benchmark's words."""
    kinds = list(dict.fromkeys(row.coefficient for row in rows))
    about = list(dict.fromkeys(row.about for row in rows if row.about))
    what = (
        kinds[0] if len(kinds) == 1 else (about[0] if len(about) == 1 else "several coefficients")
    )
    units = sorted({row.n_units for row in rows})
    span = f"{units[0]:,}" if len(units) == 1 else f"{units[0]:,} to {units[-1]:,}"
    unit = next((row.unit for row in rows if row.unit), "unit")
    lines = [f"{what}; {span} {unit}s"]
    methods = list(dict.fromkeys(row.interval.method for row in rows if row.interval.method))
    levels = {row.interval.level for row in rows if row.interval.method}
    if methods and len(levels) == 1:
        lines.append(f"lines: {levels.pop():.0%} interval ({'; '.join(methods)})")
    lines.append(_benchmark_told(scale))
    width = axes_size(ax)[0]
    text = "\n".join(wrapped(line, width=width) for line in lines)
    ax.set_xlabel(text, loc="left", parse_math=False)


def _benchmark_told(scale: Scale) -> str:
    begins = "from" if scale.begins_at_bound else "over"
    others = [
        f"{word} {begins} {bound:g}"
        for word, bound in zip(scale.words[1:-1], scale.bounds[:-1], strict=True)
        if bound > 0
    ]
    dashed = f"; dashed: {', '.join(others)}" if others else ""
    return f"shaded: {scale.words[-1]} {begins} {scale.bounds[-1]:g}{dashed}; {scale.name}"
