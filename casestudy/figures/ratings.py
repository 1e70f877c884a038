"""Ratings side by side, drawn: what lies below the middle to the left, above it to the right.

Three conventions: the neutral answers apart in a panel of their own, centred on the zero line, or
all in one bar from 0 to 100 per cent. Who gave no answer is never inside the 100 per cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import Patch

from casestudy.figures.grids import legend_below, row_labels, rows_height, write_cells
from casestudy.figures.marks import mark_provenance
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

LOW = ("#a6500b", "#f0c294")
HIGH = ("#274c77", "#a9c6e2")
NEUTRAL = "#d3d8de"
"""From strong to pale: darker the further from the middle, apart for colour-blind readers."""

SUM_PT = 25.0
"""Room for the sum at the end of a bar."""
TICK_PT = 27.0
"""Room that a number on the axis needs."""
NARROW_PT = 230.0
"""Room below which the sums are left out and the numbers at the right stand together."""
BAR = 0.68
"""Height of a bar as a share of its row."""
HEAD_Y = -0.95
"""Where the headings of the numbers stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """Where everything stands along the axis, in per cent, and points for a per cent.

    `left` and `right` are how far the bars reach, `panel` where the neutral answers begin, `end`
    where they end, `n` and `lost` where the numbers at the right end.
    """

    layout: str
    left: float
    right: float
    panel: float
    end: float
    n: float
    lost: float
    points: float
    is_narrow: bool

    @property
    def has_panel(self) -> bool:
        return self.end > self.right + 1e-9


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
    rows = _ordered(result, order)
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
        plan = _plan(result, neutral, room=axes_size(ax)[0])
        _axis(ax, plan, len(rows))
        fit_height(ax, rows_height(ax) + 18)
        for y, (_, row) in enumerate(rows):
            if row >= 0:
                _bar(ax, y, result, row, plan)
        _numbers(ax, result, rows, plan)
    return drawn(ax, partial(ratings, neutral=neutral, order=order), result)


def colours(result: LikertSummary) -> list[str]:
    """A colour for each choice, from the lowest to the highest."""
    k = len(result.choices)
    n_low = result.middle if result.middle >= 0 else k // 2
    n_high = k - n_low - (1 if result.middle >= 0 else 0)
    low = _between(LOW, n_low)
    high = _between(HIGH, n_high)[::-1]
    return [*low, *([NEUTRAL] if result.middle >= 0 else []), *high]


def whole_percents(shares: Floats) -> list[int]:
    """Shares as whole per cent that add up to 100, by the largest remainder.

    Examples
    --------
    >>> whole_percents(np.array([1 / 3, 1 / 3, 1 / 3]))
    [34, 33, 33]
    """
    if not np.isfinite(shares).all():
        return [0] * len(shares)
    scaled = 100 * np.asarray(shares)
    found = np.floor(scaled).astype(int)
    left = round(float(scaled.sum())) - int(found.sum())
    for place in np.argsort(-(scaled - found), kind="stable")[:left]:
        found[place] += 1
    return [int(one) for one in found]


def _between(ends: tuple[str, str], n: int) -> list[str]:
    first, last = (np.array(to_rgb(end)) for end in ends)
    steps = np.linspace(0, 1, n) if n > 1 else np.array([0.25])
    return [to_hex(first + (last - first) * step) for step in steps]


def _ordered(result: LikertSummary, order: str) -> list[tuple[str, int]]:
    """Labels and rows, the first on top; a heading has the row -1."""
    items = list(dict.fromkeys(result.items))
    places = {item: [n for n, one in enumerate(result.items) if one == item] for item in items}
    if order == "net":
        net = np.nan_to_num(result.net, nan=-9.0)
        items.sort(key=lambda item: -float(np.mean(net[places[item]])))
    texts = dict(zip(result.items, result.texts, strict=True))
    rows: list[tuple[str, int]] = []
    for item in items:
        if result.by:
            rows.append((texts[item] or item, -1))
            rows += [(f"  {result.groups[n]}", n) for n in places[item]]
        else:
            rows.append((texts[item] or item, places[item][0]))
    return rows


def _plan(result: LikertSummary, layout: str, *, room: float) -> _Plan:
    """Fit bars, panel and numbers into the room, in points."""
    low, high = 100 * np.nan_to_num(result.low), 100 * np.nan_to_num(result.high)
    neutral = 100 * np.nan_to_num(result.neutral)
    if layout == "centred":
        low, high = low + neutral / 2, high + neutral / 2
    left, right = (_to_ten(side) for side in (low, high))
    if layout == "stacked":
        left, right = 0.0, 100.0
    width = _to_ten(neutral) if layout == "apart" and neutral.any() else 0.0
    is_narrow = room < NARROW_PT
    side = 4.0 if layout == "stacked" or is_narrow else SUM_PT
    gap = (6.0 if is_narrow else 10.0) if width else 0.0
    at_n = text_width("999 (99)" if is_narrow else "9999") + 4
    at_lost = 0.0 if is_narrow else text_width("answer") + 8
    points = max(room - 2 * side - gap - at_n - at_lost, room / 4) / (left + right + width)
    panel = right + (side + (gap if is_narrow else 0)) / points
    end = panel + width if width else right
    n = (end if width else panel) + (gap + at_n) / points
    return _Plan(
        layout=layout, left=left + side / points, right=right, panel=panel, end=end, n=n,
        lost=n + at_lost / points, points=points, is_narrow=is_narrow,
    )  # fmt: skip


def _to_ten(side: Floats) -> float:
    """The greatest per cent, up to a full ten."""
    return float(np.ceil(max(side.max(initial=0), 10) / 10 - 1e-9) * 10)


def _axis(ax: Axes, plan: _Plan, n_rows: int) -> None:
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


def _bar(ax: Axes, y: int, result: LikertSummary, row: int, plan: _Plan) -> None:
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


def _starts(shares: Floats, result: LikertSummary, plan: _Plan) -> Floats:
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
    ends: tuple[float, float], plan: _Plan,
) -> None:  # fmt: skip
    """Both sides in per cent at the ends of the bar."""
    middle, k = result.middle, len(percents)
    n_low = middle if middle >= 0 else k // 2
    low, high = sum(percents[:n_low]), sum(percents[n_low + (1 if middle >= 0 else 0) :])
    gap = 3 / plan.points
    for x, word, side in ((ends[0] - gap, f"{low}%", "right"), (ends[1] + gap, f"{high}%", "left")):
        write_cells(ax, [(x, y, word)], colour=INK, ha=side, fontsize=SMALL_PT, fontweight="bold")


def _numbers(ax: Axes, result: LikertSummary, rows: list[tuple[str, int]], plan: _Plan) -> None:
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
