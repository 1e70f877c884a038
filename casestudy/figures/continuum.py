"""The continuum drawn: what each coder marked along a text, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from casestudy.agreement.timeline import CoderTimeline
from casestudy.figures.grids import legend_below, row_labels, write_cells
from casestudy.figures.marks import mark_provenance
from casestudy.figures.redrawing import drawn
from casestudy.figures.style import (
    GREY,
    HAIRLINE,
    INK,
    SMALL_PT,
    THEME_COLOURS,
    axes_size,
    fit_height,
    house_style,
    new_axes,
    text_on,
    text_width,
    wrapped,
)  # fmt: skip

LINE_PT = 9.0
LANE_GAP_PT = 10.0
DIFFERS = "coders differ"


def coder_timeline(result: CoderTimeline, *, ax: Axes | None = None) -> Axes:
    """Draw a lane for each coder with what was marked, and where coders differ.

    Parameters
    ----------
    result : CoderTimeline
        Coders become lanes in their order; overlapping segments lie on lines of their own.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        Along the text in per cent of its atoms. Each code has a colour and a number, which stands
        in segments that have room. The lowest lane is filled where coders differ, as high as the
        share of pairs who do.
    """
    with house_style():
        ax = ax or new_axes()
        labels = [*result.coders, DIFFERS]
        row_labels(ax, labels, share=0.25)
        ax.set_ylim(len(labels) - 0.45, -0.6)
        ax.set_xlim(0, max(result.length, 1))
        for spine in ax.spines.values():
            spine.set_visible(False)
        depths = _depths(result)
        colours = _colours(result)
        if result.codes:
            legend_below(ax, _handles(result, colours))
        _text_axis(ax, result)
        mark_provenance(ax, result.provenance)
        fit_height(ax, (max(depths) * LINE_PT + LANE_GAP_PT) * len(labels))
        for lane in range(len(result.coders)):
            ax.axhline(lane + 0.5, color=HAIRLINE, linewidth=0.6, zorder=0)
            _lane(ax, result, lane, max(depths), colours)
        _difference_lane(ax, result)
    return drawn(ax, coder_timeline, result)


def _depths(result: CoderTimeline) -> list[int]:
    """Lines that each coder's lane needs."""
    deepest = result.segments.groupby("coder")["row"].max()
    return [int(deepest.get(coder, 0)) + 1 for coder in result.coders] or [1]


def _colours(result: CoderTimeline) -> dict[str, str]:
    """A colour for each code: its own, or the next of the house's ten."""
    return {
        code: own or THEME_COLOURS[number % len(THEME_COLOURS)]
        for number, (code, own) in enumerate(zip(result.codes, result.colours, strict=True))
    }


def _lane(
    ax: Axes,
    result: CoderTimeline,
    lane: int,
    depth: int,
    colours: dict[str, str],
) -> None:
    """The segments of one coder, each with the number of its code where there is room."""
    own = result.segments[result.segments["coder"] == result.coders[lane]]
    height = 0.8 / depth
    points = axes_size(ax)[0] / max(result.length, 1)
    for code, start, end, row in zip(
        own["code"], own["start"], own["end"], own["row"], strict=True
    ):
        y = lane - 0.4 + (row + 0.5) * height
        ax.barh(
            y, end - start, left=start, height=height * 0.86, color=colours[code],
            edgecolor="white", linewidth=0.3, zorder=3,
        )  # fmt: skip
        number = str(result.codes.index(code) + 1)
        if (end - start) * points > text_width(number, size=SMALL_PT) + 3:
            cell = [((start + end) / 2, y, number)]
            write_cells(ax, cell, colour=text_on(colours[code]), zorder=4, clip_on=True)


def _difference_lane(ax: Axes, result: CoderTimeline) -> None:
    """A strip that is filled where coders differ."""
    floor = len(result.coders) + 0.4
    spans = result.differences
    shares = spans["share"].to_numpy(dtype=float)
    ax.bar(
        spans["start"], -0.8 * shares, width=spans["end"] - spans["start"], bottom=floor,
        align="edge", color=GREY, linewidth=0, zorder=3,
    )  # fmt: skip
    ax.axhline(floor, color=GREY, linewidth=0.6)


def _handles(result: CoderTimeline, colours: dict[str, str]) -> list[Any]:
    named = zip(result.codes, result.code_names, strict=True)
    return [
        Patch(color=colours[code], label=f"{number} {name}")
        for number, (code, name) in enumerate(named, start=1)
    ]


def _text_axis(ax: Axes, result: CoderTimeline) -> None:
    """Marks in per cent on top, and in words below what is drawn."""
    shares: Sequence[float] = np.linspace(0, 1, 5).tolist()
    ax.xaxis.tick_top()
    ax.set_xticks([share * result.length for share in shares], [f"{s:.0%}" for s in shares])
    ax.tick_params(axis="x", length=2.5, labelsize=SMALL_PT, labelcolor=INK)
    differing = result.share_differing
    told = f"{result.source}, {result.length:,} {result.atom}s"
    if np.isfinite(differing):
        told += f"; any two coders differ on {differing:.0%} of them"
    words = wrapped(told, width=axes_size(ax)[0])
    ax.set_title(words, loc="left", color=INK, parse_math=False, pad=16)
