"""What was asked, drawn: channels by purchasing stage, shares of answers."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from casestudy.figures.grids import (
    UNKNOWN,
    labelled_grid,
    row_labels,
    rows_height,
    sign,
    write_cells,
)  # fmt: skip
from casestudy.figures.marks import FOOTER_X, mark_provenance
from casestudy.figures.redrawing import drawn
from casestudy.figures.style import (
    ACCENT,
    HAIRLINE,
    INK,
    PALE_ACCENT,
    PT_PER_INCH,
    TEXT_PT,
    axes_size,
    figure_of,
    fit_height,
    house_style,
    new_axes,
    text_width,
    wrapped,
)
from casestudy.survey import ChannelTable, ResponseShares

MISSING = {
    "not_asked": "not asked", "left_blank": "left blank", "dont_know": "don't know",
    "refused": "refused",
}  # fmt: skip
BASES = {"answered": "who answered", "asked": "who were asked", "ticked_any": "who ticked any"}
TICK_PT = 30.0
"""Room that "100%" needs below the axis."""


def channels_by_stage(result: ChannelTable, *, ax: Axes | None = None) -> Axes:
    """Draw in which order a work names the channels for each purchasing stage.

    Parameters
    ----------
    result : ChannelTable
        Stages become rows, channels columns.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        A disc with the order of mention where a channel is named, "?" where it is not: that it
        is not named says nothing about its use.
    """
    with house_style():
        disc = Line2D([], [], linestyle="", marker="o", color=ACCENT, markersize=7)
        disc.set_label("named, with order of mention (not a rank)")
        handles = [disc, sign(UNKNOWN, "not named: unknown (not: no)")]
        ax, side = labelled_grid(
            ax, rows=result.stages, columns=result.channels, handles=handles,
            provenance=result.provenance,
        )  # fmt: skip
        named, unknown = np.argwhere(result.mention > 0), np.argwhere(result.mention == 0)
        ax.scatter(named[:, 1], named[:, 0], s=side**2, color=ACCENT, linewidths=0, zorder=3)
        orders = [(float(x), float(y), str(result.mention[y, x])) for y, x in named]
        write_cells(ax, orders, colour="white", zorder=4)
        write_cells(ax, [(float(x), float(y), UNKNOWN) for y, x in unknown], fontsize=TEXT_PT)
    return drawn(ax, channels_by_stage, result)


def response_shares(result: ResponseShares, *, ax: Axes | None = None) -> Axes:
    """Draw how many of those who answered chose each answer, with the interval and the base.

    Parameters
    ----------
    result : ResponseShares
        Answers become bars, in questionnaire order.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        Bars of per cent from 0 to 100, each with its interval, its count and the base.
    """
    with house_style():
        ax = ax or new_axes()
        row_labels(ax, result.labels)
        ax.set_ylim(len(result.labels) - 0.4, -0.6)
        _percent_axis(ax, result)
        _say_base(ax, result)
        if result.base:
            _bars(ax, result)
        else:
            middle = (len(result.labels) - 1) / 2
            write_cells(ax, [(50.0, middle, "nobody answered")], fontsize=TEXT_PT)
        mark_provenance(ax, result.provenance)
        fit_height(ax, rows_height(ax))
    return drawn(ax, response_shares, result)


def _percent_axis(ax: Axes, result: ResponseShares) -> None:
    """A scale from 0 to 100 per cent, with room at the right for the longest words."""
    room = axes_size(ax)[0]
    ends = [100 * interval.high for interval in result.intervals] or [100.0]
    words = [text_width(word) + 8 for word in _words(result)] or [0.0]
    right = max(end * room / max(room - word, 20) for end, word in zip(ends, words, strict=False))
    ax.set_xlim(0, max(right, 102))
    step = next(s for s in (20, 50, 100) if s == 100 or s / ax.get_xlim()[1] * room > TICK_PT)
    ax.set_xticks(range(0, 101, step), [f"{share}%" for share in range(0, 101, step)])
    ax.tick_params(axis="x", length=2.5)
    for share in range(step, 101, step):
        ax.axvline(share, color=HAIRLINE, linewidth=0.6, zorder=0)
    for side, spine in ax.spines.items():
        spine.set_visible(side == "left")


def _say_base(ax: Axes, result: ResponseShares) -> None:
    """The question above; whom the shares are of, and who is left out, below."""
    figure, bold = figure_of(ax), 1.13  # bold type is that much wider
    style: dict[str, Any] = {"fontsize": TEXT_PT, "fontweight": "bold", "parse_math": False}
    if len(figure.axes) == 1:
        width = figure.get_figwidth() * PT_PER_INCH * (1 - 2 * FOOTER_X)
        figure.suptitle(wrapped(result.text, width=width / bold), x=FOOTER_X, ha="left", **style)
    else:
        ax.set_title(wrapped(result.text, width=axes_size(ax)[0] / bold), loc="left", **style)
    base = "\n".join(wrapped(line, width=axes_size(ax)[0]) for line in _base(result))
    ax.set_xlabel(base, loc="left", parse_math=False)


def _base(result: ResponseShares) -> list[str]:
    """Whom the shares are of and who is left out; what the dark lines are."""
    outside = {"answered": tuple(result.missing), "asked": ("not_asked",)}.get(result.base_of, ())
    left_out = [f"; {MISSING.get(kind, kind)} {result.missing[kind]}" for kind in outside
                if result.missing.get(kind)]  # fmt: skip
    weighted = "weighted share" if len(result.standard_errors) else "share"
    lines = [f"{weighted} of the {result.base} {BASES[result.base_of]}"]
    lines[0] += f" (of {result.n_respondents}{''.join(left_out)})" if left_out else ""
    if result.base and result.intervals:
        interval = result.intervals[0]
        lines.append(f"dark lines: {interval.level:.0%} interval ({interval.method})")
    return lines


def _words(result: ResponseShares) -> list[str]:
    """What stands at the end of each bar."""
    pairs = zip(result.shares, result.counts, strict=True)
    return [f"{share:.0%} ({n} of {result.base})" for share, n in pairs]


def _bars(ax: Axes, result: ResponseShares) -> None:
    shares, rows = 100 * np.asarray(result.shares), np.arange(len(result.labels))
    ax.barh(rows, shares, height=0.56, color=PALE_ACCENT, edgecolor=ACCENT, linewidth=0.6)
    low = 100 * np.array([interval.low for interval in result.intervals])
    high = 100 * np.array([interval.high for interval in result.intervals])
    ax.hlines(rows, low, high, color=INK, linewidth=1.1, zorder=3)
    for ends in (low, high):
        ax.vlines(ends, rows - 0.13, rows + 0.13, color=INK, linewidth=1.1, zorder=3)
    offset = 4 * ax.get_xlim()[1] / axes_size(ax)[0]
    cells = zip(np.maximum(high, shares) + offset, rows, _words(result), strict=True)
    write_cells(ax, cells, colour=INK, ha="left", fontsize=TEXT_PT)
