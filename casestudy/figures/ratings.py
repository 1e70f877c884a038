"""Ratings side by side, drawn: what lies below the middle to the left, above it to the right.

Three conventions: the neutral answers apart in a panel of their own, centred on the zero line, or
all in one bar from 0 to 100 per cent. Who gave no answer is never inside the 100 per cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from casestudy.figures.grids import legend_below, row_labels, rows_height, write_cells
from casestudy.figures.marks import mark_provenance
from casestudy.figures.rating_plan import (
    RatingPlan,
    colours,
    ordered_rows,
    rating_plan,
    whole_percents,
)
from casestudy.figures.redrawing import drawn
from casestudy.figures.style import (
    GREY,
    HAIRLINE,
    INK,
    SMALL_PT,
    TEXT_PT,
    axes_size,
    fit_height,
    house_style,
    new_axes,
    text_on,
    text_width,
)
from casestudy.survey import LikertSummary

Floats = npt.NDArray[np.float64]

LAYOUTS = ("apart", "centred", "stacked")
"""Where the neutral answers stand."""

ORDERS = ("net", "given")
"""Rows by what lies above the middle less what lies below, or as they come."""

TICK_PT = 27.0
"""Room that a number on the axis needs."""
BAR = 0.68
"""Height of a bar as a share of its row."""
HEAD_Y = -0.95
"""Where the headings of the numbers stand."""


def ratings(
    result: LikertSummary,
    *,
    neutral: str = "apart",
    order: str = "net",
    ax: Axes | None = None,
) -> Axes:
    """Draw ratings as bars that part at the middle of the scale.

    Parameters
    ----------
    result : LikertSummary
        Items become rows; with groups, each item is a heading and its groups are the rows.
    neutral : {"apart", "centred", "stacked"}
        The neutral answers in a panel of their own at the right, split over the zero line, or in
        their place of a bar from 0 to 100.
    order : {"net", "given"}
        Items by what lies above the middle less what lies below, or as given.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        Per cent inside each piece that is wide enough, sums of both sides at the ends of the bars,
        and at the right how many answered and how many did not.

    Raises
    ------
    ValueError
        If `neutral` or `order` are not known.
    """
    if neutral not in LAYOUTS or order not in ORDERS:
        raise ValueError(
            f"neutral {neutral!r} with order {order!r} is not known; allowed are "
            f"{', '.join(LAYOUTS)} and {', '.join(ORDERS)}"
        )
    rows = ordered_rows(result, order)
    with house_style():
        ax = ax or new_axes()
        row_labels(ax, [label for label, _ in rows])
        for text, (_, row) in zip(ax.get_yticklabels(), rows, strict=True):
            text.set_fontweight("bold" if row < 0 else "normal")
        ax.set_ylim(len(rows) - 0.4, -1.5)
        handles = [
            Patch(facecolor=colour, edgecolor="white", label=choice)
            for choice, colour in zip(result.choices, colours(result), strict=True)
        ]
        legend_below(ax, handles)
        mark_provenance(ax, result.provenance)
        plan = rating_plan(result, neutral, room=axes_size(ax)[0])
        _axis(ax, plan, len(rows))
        fit_height(ax, rows_height(ax) + 18)
        for y, (_, row) in enumerate(rows):
            if row >= 0:
                _bar(ax, y, result, row, plan)
        _numbers(ax, result, rows, plan)
    return drawn(ax, partial(ratings, neutral=neutral, order=order), result)


def _axis(ax: Axes, plan: RatingPlan, n_rows: int) -> None:
    """Per cent on top, positive to both sides; the zero lines; light lines at each step."""
    ax.set_xlim(-plan.left, plan.lost)
    step = next(s for s in (25, 50, 100) if s == 100 or s * plan.points > TICK_PT)
    lowest = -step * int(plan.left // step)
    marks = [(float(x), f"{abs(x)}%") for x in range(lowest, int(plan.right) + 1, step)]
    if plan.has_panel:
        marks = [(x, word) for x, word in marks if (plan.panel - x) * plan.points > TICK_PT]
        marks += [(plan.panel, "0%")]
        marks += [
            (plan.panel + x, f"{x}%")
            for x in range(step, int(plan.end - plan.panel + 1e-9) + 1, step)
        ]
    ax.xaxis.tick_top()
    ax.set_xticks([x for x, _ in marks], [word for _, word in marks], fontsize=SMALL_PT)
    ax.tick_params(axis="x", length=0, pad=0)
    for x, _ in marks:
        is_zero = x in (0.0, plan.panel)
        ax.vlines(x, -0.5, n_rows - 0.5, color=GREY if is_zero else HAIRLINE,
                  linewidth=0.7 if is_zero else 0.6, zorder=4 if is_zero else 0)  # fmt: skip
    for spine in ax.spines.values():
        spine.set_visible(False)


def _bar(ax: Axes, y: int, result: LikertSummary, row: int, plan: RatingPlan) -> None:
    """The pieces of one row with their numbers."""
    shares = 100 * result.shares[row]
    if not np.isfinite(shares).all():
        write_cells(ax, [(0.0, y, "nobody answered")], fontsize=TEXT_PT)
        return
    percents = whole_percents(result.shares[row])
    starts = _starts(shares, result, plan)
    pieces = zip(shares, starts, percents, colours(result), strict=True)
    for share, start, percent, colour in pieces:
        ax.barh(y, share, left=start, height=BAR, color=colour, edgecolor="white", linewidth=0.5,
                zorder=2)  # fmt: skip
        if share * plan.points > text_width(str(percent), size=SMALL_PT) + 4:
            write_cells(ax, [(start + share / 2, y, str(percent))], colour=text_on(colour),
                        zorder=5)  # fmt: skip
    if plan.layout != "stacked" and not plan.is_narrow:
        _sums(ax, y, result, percents, ends=(starts[0], starts[-1] + shares[-1]), plan=plan)


def _starts(shares: Floats, result: LikertSummary, plan: RatingPlan) -> Floats:
    """Where each piece begins."""
    left = np.concatenate([[0.0], np.cumsum(shares)[:-1]])
    if plan.layout == "stacked":
        return left
    middle = result.middle
    n_low = middle if middle >= 0 else len(shares) // 2
    low = float(shares[:n_low].sum())
    half = float(shares[middle]) / 2 if middle >= 0 and plan.layout == "centred" else 0.0
    starts = left - low - half
    if middle >= 0 and plan.layout == "apart":
        starts[middle] = plan.panel
        starts[middle + 1 :] -= shares[middle]
    return np.asarray(starts)


def _sums(
    ax: Axes, y: int, result: LikertSummary, percents: Sequence[int], *,
    ends: tuple[float, float], plan: RatingPlan,
) -> None:  # fmt: skip
    """Both sides in per cent at the ends of the bar."""
    middle, k = result.middle, len(percents)
    n_low = middle if middle >= 0 else k // 2
    low, high = sum(percents[:n_low]), sum(percents[n_low + (1 if middle >= 0 else 0) :])
    gap = 3 / plan.points
    for x, word, side in ((ends[0] - gap, f"{low}%", "right"), (ends[1] + gap, f"{high}%", "left")):
        write_cells(ax, [(x, y, word)], colour=INK, ha=side, fontsize=SMALL_PT, fontweight="bold")


def _numbers(
    ax: Axes, result: LikertSummary, rows: list[tuple[str, int]], plan: RatingPlan
) -> None:
    """How many answered, and how many did not, at the right; their headings on top."""
    if plan.is_narrow:
        heads = [(plan.n, HEAD_Y, "n (no\nanswer)")]
    else:
        heads = [(plan.n, HEAD_Y, "n"), (plan.lost, HEAD_Y, "no\nanswer")]
    write_cells(ax, heads, fontsize=SMALL_PT, ha="right", linespacing=1.0)
    if plan.has_panel:
        word = result.choices[result.middle]
        side = "center" if plan.is_narrow else "left"
        write_cells(ax, [(plan.panel, HEAD_Y, word)], fontsize=SMALL_PT, ha=side)
    lost = np.sum(list(result.missing.values()), axis=0) if result.missing else None
    for y, (_, row) in enumerate(rows):
        if row < 0:
            continue
        n, none = str(int(result.n[row])), "" if lost is None else str(int(lost[row]))
        together = f"{n} ({none})" if plan.is_narrow and none else n
        write_cells(ax, [(plan.n, y, together)], colour=INK, fontsize=SMALL_PT, ha="right")
        if not plan.is_narrow:
            write_cells(ax, [(plan.lost, y, none)], fontsize=SMALL_PT, ha="right")
