"""Which choices were ticked together, drawn as columns over a grid of dots."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from casestudy.figures.grids import LINE_PT, row_labels, write_cells
from casestudy.figures.marks import mark_provenance
from casestudy.figures.redrawing import drawn
from casestudy.figures.style import (
    ACCENT,
    GREY,
    HAIRLINE,
    INK,
    SMALL_PT,
    axes_size,
    fit_height,
    house_style,
    new_axes,
    text_width,
    wrapped,
)
from casestudy.survey import TickCombinations

BARS_PT, ROW_PT = 78.0, 15.0
"""Height of the columns, and of a row of dots."""


def tick_combinations(result: TickCombinations, *, ax: Axes | None = None) -> Axes:
    """Draw how many ticked exactly each combination of choices (an UpSet plot).

    Parameters
    ----------
    result : TickCombinations
        Combinations become columns, the most frequent first; choices become rows, the most ticked
        on top, with how many ticked each.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        Columns with their counts over dots that say which choices they are of.
    """
    order = np.argsort(-result.choice_counts, kind="stable")
    n_rows, n_columns = len(order), len(result.counts)
    with house_style():
        ax = ax or new_axes()
        labels = [f"{result.labels[n]} ({result.choice_counts[n]})" for n in order.tolist()]
        row_labels(ax, labels)
        high = BARS_PT / ROW_PT
        ax.set_ylim(n_rows - 0.4, -1.3 - high)
        ax.set_xlim(-0.7, max(n_columns, 1) - 0.3)
        ax.set_xticks([])
        for spine in ax.spines.values():
            spine.set_visible(False)
        ax.set_xlabel(wrapped(_base(result), width=axes_size(ax)[0]), loc="left", parse_math=False)
        mark_provenance(ax, result.provenance)
        lines = max(label.get_text().count("\n") + 1 for label in ax.get_yticklabels())
        fit_height(ax, BARS_PT + max(ROW_PT, LINE_PT * lines) * (n_rows + 0.9))
        _dots(ax, result, order)
        _columns(ax, result, high)
    return drawn(ax, tick_combinations, result)


def _base(result: TickCombinations) -> str:
    listed = len(result.counts)
    text = f"respondents with exactly this combination, of the {result.base} who answered"
    if result.n_in_others:
        text += (
            f"; the {listed} most frequent of {result.n_sets_in_all} combinations, the others have "
            f"{result.n_in_others} respondents"
        )
    return text


def _dots(ax: Axes, result: TickCombinations, order: np.ndarray) -> None:
    """Filled where the choice is of the combination; joined by a line."""
    for y in range(len(order)):
        if y % 2 == 0:
            ax.axhspan(y - 0.5, y + 0.5, color="#f4f6f8", linewidth=0, zorder=0)
    for x, row in enumerate(result.sets[:, order]):
        inside = np.flatnonzero(row)
        outside = np.flatnonzero(~row)
        ax.scatter(np.full(len(outside), x), outside, s=20, color=HAIRLINE, linewidths=0, zorder=2)
        ax.scatter(np.full(len(inside), x), inside, s=26, color=INK, linewidths=0, zorder=3)
        if len(inside) > 1:
            ax.vlines(x, inside[0], inside[-1], color=INK, linewidth=1.2, zorder=2)


def _columns(ax: Axes, result: TickCombinations, high: float) -> None:
    if not len(result.counts):
        write_cells(ax, [(0.0, -1.0 - high / 2, "nobody answered")])
        return
    tallest = float(result.counts.max()) or 1.0
    floor = -1.0
    heights = high * 0.86 * result.counts / tallest
    ax.bar(np.arange(len(heights)), -heights, bottom=floor, width=0.62, color=ACCENT, zorder=2)
    ax.hlines(floor, -0.5, len(heights) - 0.5, color=GREY, linewidth=0.6)
    room = axes_size(ax)[0] / len(heights)
    size = SMALL_PT if text_width("999", size=SMALL_PT) < room else SMALL_PT - 1
    for x, (height, n) in enumerate(zip(heights, result.counts, strict=True)):
        ax.text(x, floor - height - 0.12, str(int(n)), ha="center", va="bottom", color=INK,
                fontsize=size, parse_math=False)  # fmt: skip
