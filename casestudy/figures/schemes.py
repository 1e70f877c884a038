"""Schemes drawn along the years of their works, with how many of their codes speak to a theme."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from casestudy.figures.grids import HATCHED, legend_below, row_labels, rows_height, write_cells
from casestudy.figures.marks import mark_provenance
from casestudy.figures.redrawing import drawn
from casestudy.figures.style import ACCENT, HAIRLINE, INK, fit_height, house_style, new_axes
from casestudy.qualitative import SchemeOverview


def schemes_by_year(result: SchemeOverview, *, ax: Axes | None = None) -> Axes:
    """Draw when each scheme's work appeared, and how many of its codes speak to a theme.

    Parameters
    ----------
    result : SchemeOverview
        Schemes become rows, the oldest work on top; rows of one year keep their order.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        Left a point for the year of each scheme's work, right a bar of its codes: full for codes
        linked to a theme, hatched for codes that no theme is supported for.
    """
    with house_style():
        ax = ax or new_axes()
        frame = result.to_frame()
        frame["year"] = pd.to_numeric(frame["year"], errors="coerce").astype("float64")
        frame = frame.sort_values("year", kind="stable", na_position="last", ignore_index=True)
        row_labels(ax, [str(title) for title in frame["title"]], share=0.58)
        _year_axis(ax, frame)
        legend_below(ax, _timeline_legend())
        mark_provenance(ax, result.provenance)
        fit_height(ax, rows_height(ax))
        _year_points(ax, frame["year"])
        _code_bars(ax, frame)
    return drawn(ax, schemes_by_year, result)


def _years_drawn(years: pd.Series) -> tuple[int, int]:
    """First and last year of the scale: whole fives around all known years."""
    known = years.dropna()
    if known.empty:
        return 0, 5
    first, last = int(known.min()), int(known.max())
    return first - first % 5, max(last + -last % 5, first - first % 5 + 5)


def _year_axis(ax: Axes, frame: pd.DataFrame) -> None:
    """The left half: a scale of years from x = 0 to x = 1, on top and below."""
    start, end = _years_drawn(frame["year"])
    ticks = list(range(start, end + 1, 5 if end - start <= 20 else 10))
    places = [(year - start) / (end - start) for year in ticks]
    ax.set_xticks(places, [str(year) for year in ticks])
    ax.tick_params(axis="x", top=True, labeltop=True, bottom=False, labelbottom=False, length=2.5)
    ax.set_xlim(-0.04, 2.2)
    ax.set_ylim(len(frame) - 0.4, -0.6)
    for x in places:
        ax.axvline(x, color=HAIRLINE, linewidth=0.6, zorder=0)
    for y in range(len(frame)):
        ax.axhline(y, color=HAIRLINE, linewidth=0.4, zorder=0)
    for spine in ax.spines.values():
        spine.set_visible(False)


def _year_points(ax: Axes, years: pd.Series) -> None:
    """A point for each year, with the year beside it."""
    start, end = _years_drawn(years)
    for y, year in enumerate(years):
        if np.isnan(year):
            write_cells(ax, [(0.5, y, "year unknown")])
            continue
        x = (year - start) / (end - start)
        ax.plot([x], [y], "o", color=ACCENT, markersize=4, zorder=3)
        write_cells(ax, [(x + 0.04, y, f"{year:.0f}")], colour=INK, ha="left")


def _code_bars(ax: Axes, frame: pd.DataFrame) -> None:
    """The right half: codes linked to a theme and codes without one, from x = 1.36."""
    most = max(int(frame["n_codes"].max()) if len(frame) else 1, 1)
    scale, left, rows = 0.56 / most, 1.36, np.arange(len(frame))
    linked, none = (frame[name].to_numpy(dtype=float) * scale for name in ("n_linked", "n_none"))
    ax.barh(rows, linked, left=left, height=0.6, color=ACCENT, zorder=2)
    ax.barh(rows, none, left=left + linked, height=0.6, zorder=2, **HATCHED)
    ends = left + linked + none + 0.03
    words = [f"{a} of {n}" for a, n in zip(frame["n_linked"], frame["n_codes"], strict=True)]
    write_cells(ax, zip(ends, rows, words, strict=True), colour=INK, ha="left")


def _timeline_legend() -> list[Any]:
    point = Line2D([], [], linestyle="", marker="o", color=ACCENT, markersize=4)
    point.set_label("year of the work")
    return [
        point,
        Patch(color=ACCENT, label="codes linked to a theme"),
        Patch(**HATCHED, label="codes with no theme"),
    ]
