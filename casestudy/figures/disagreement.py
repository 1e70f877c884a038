"""Where coders disagree, drawn: which codes are confused, and how agreement moves over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.patches import Patch, Rectangle

from casestudy.agreement.confusion import ConfusionMatrix
from casestudy.agreement.drift import Drift
from casestudy.figures.grids import labelled_grid, legend_below, rows_height, write_cells
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
    text_on,
    wrapped,
)  # fmt: skip

NOTHING = "·"
SHADES = LinearSegmentedColormap.from_list("agreement", ["#ffffff", PALE_ACCENT, ACCENT])
"""From nothing to the largest amount; the number in each cell says it, too."""
WIDE = 10_000
DRIFT_PT = 130.0


def confusion_matrix(result: ConfusionMatrix, *, ax: Axes | None = None) -> Axes:
    """Draw which codes coders gave to the same text or units.

    Parameters
    ----------
    result : ConfusionMatrix
        Codes that nobody gave are left out, and the axis says how many.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        An amount in each cell, darker where there is more. Frames mark the cells where coders
        agree. The cell where both put no code is not shaded, since it would outshine all others.
    """
    with house_style():
        used = _used(result)
        amounts = result.amounts[np.ix_(used, used)]
        names = [result.codes[i] for i in used]
        handles = [
            Patch(facecolor="white", edgecolor=INK, linewidth=1.1, label="the same code"),
            Patch(facecolor=to_hex(SHADES(0.55)), label="the darker, the more"),
        ]
        ax, _ = labelled_grid(
            ax, rows=names, columns=names, handles=(), provenance=result.provenance, share=0.3
        )
        told = wrapped(_told(result, len(used)), width=axes_size(ax)[0])
        legend_below(ax, handles, title=told, alignment="left", title_fontsize=TEXT_PT)
        fit_height(ax, rows_height(ax))
        _shade(ax, amounts, names)
    return drawn(ax, confusion_matrix, result)


def agreement_over_time(result: Drift, *, ax: Axes | None = None) -> Axes:
    """Draw a coefficient in each part of the time of coding.

    Parameters
    ----------
    result : Drift
        Parts become points in order of time, with their intervals.
    ax : Axes, optional
        To draw on; a figure of 114 mm is made if none is given.

    Returns
    -------
    Axes
        A point a part, its interval as a line, its dates and units below it. A part whose
        coefficient is not defined has the word "undefined" in its place.
    """
    with house_style():
        ax = ax or new_axes(width_mm=114)
        frame = result.to_frame()
        places = np.arange(len(frame))
        values, low, high = (frame[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
        ax.vlines(places, low, high, color=GREY, linewidth=1.0)
        ax.plot(places, values, color=ACCENT, marker="o", markersize=4.5, linewidth=0.9)
        for place in places[np.isnan(values)]:
            ax.annotate("undefined", (float(place), 0.5), xycoords=("data", "axes fraction"),
                        ha="center", color=GREY, fontsize=TEXT_PT)  # fmt: skip
        _value_axis(ax, np.concatenate([values, low, high]))
        ax.set_xlim(-0.5, len(frame) - 0.5)
        ax.set_xticks(places, _dates(frame, axes_size(ax)[0] / max(len(frame), 1)))
        ax.tick_params(axis="x", length=0)
        told = wrapped(result.parts[0].coefficient, width=axes_size(ax)[0])
        ax.set_title(told, loc="left", color=INK, parse_math=False)
        mark_provenance(ax, result.provenance)
        fit_height(ax, DRIFT_PT)
    return drawn(ax, agreement_over_time, result)


def _used(result: ConfusionMatrix) -> list[int]:
    """Codes that any coder gave; "no code" where it stands against one."""
    given = result.amounts.sum(axis=0) + result.amounts.sum(axis=1)
    return [number for number, amount in enumerate(given) if amount > 0] or [len(given) - 1]


def _shade(ax: Axes, amounts: Any, names: Sequence[str]) -> None:
    """A shaded cell with its amount for each pair; frames on the diagonal."""
    n = len(names)
    shown = amounts.copy()
    if names[-1] == "no code":
        shown[-1, -1] = 0.0
    most = float(shown.max()) or 1.0
    for y, x in np.ndindex(n, n):
        colour = to_hex(SHADES(float(shown[y, x]) / most)) if shown[y, x] else "#ffffff"
        look: dict[str, Any] = {"facecolor": colour, "edgecolor": "white", "linewidth": 0.6}
        if x == y:
            look |= {"edgecolor": INK, "linewidth": 1.1, "zorder": 3}
        ax.add_patch(Rectangle((x - 0.46, y - 0.46), 0.92, 0.92, **look))
        word = _amount(float(amounts[y, x]))
        write_cells(ax, [(x, y, word)], colour=text_on(colour) if shown[y, x] else GREY, zorder=4)


def _amount(amount: float) -> str:
    """An amount short enough for a cell."""
    if not amount:
        return NOTHING
    if amount >= WIDE:
        return f"{amount / 1000:.0f}k"
    return f"{amount:.0f}" if float(amount).is_integer() or amount >= 100 else f"{amount:.1f}"


def _told(result: ConfusionMatrix, n_shown: int) -> str:
    """What rows and columns are, and what is counted."""
    who = (
        f"rows: {result.coders[0]}; columns: {result.coders[1]}"
        if result.is_of_two
        else f"all pairs of {len(result.coders)} coders, both ways"
    )
    left = len(result.codes) - n_shown
    unused = f"; codes that nobody gave: {left}" if left else ""
    return f"{result.counted}; {who}{unused}"


def _value_axis(ax: Axes, numbers: Any) -> None:
    """From the least number, or 0, to 1."""
    known = numbers[np.isfinite(numbers)]
    least = float(known.min()) if len(known) else 0.0
    ax.set_ylim(min(0.0, np.floor(least * 5) / 5) - 0.03, 1.03)
    ax.set_axisbelow(True)
    ax.grid(axis="y", color=HAIRLINE, linewidth=0.6)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)


def _dates(frame: Any, room: float) -> list[str]:
    """Dates and units of each part, in as few words as there is room for."""
    words = []
    for first, last, n in zip(frame["first"], frame["last"], frame["n_units"], strict=True):
        begin, end = (f"{when.day} {when:%b %Y}" for when in (first, last))
        lines = [begin] if begin == end else [f"{begin} –", end]
        words.append("\n".join([*(wrapped(line, width=room - 4) for line in lines), f"{n} units"]))
    return words
