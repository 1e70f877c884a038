"""Tables and points of a survey on a plane: residuals, quadrants, correspondence."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, Normalize, to_hex
from matplotlib.patches import Patch, Rectangle

from casestudy.figures.grids import labelled_grid, write_cells
from casestudy.figures.marks import mark_provenance
from casestudy.figures.point_labels import label_points
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
    text_on,
    wrapped,
)
from casestudy.survey import Association, CorrespondenceAnalysis, ImportancePerformance

Floats = npt.NDArray[np.float64]

FEWER, MORE = "#a6500b", "#274c77"
ALPHA = 0.05
"""Cells whose residual is beyond chance at this level, after Holm, are outlined."""
SQUARE_SHARE = 0.62
"""Height of a plane of points as a share of its width."""
MINUS = "\N{MINUS SIGN}"


def residual_map(result: Association, *, ax: Axes | None = None) -> Axes:
    """Draw in which cells of a cross-table there are more, or fewer, than chance would put there.

    Parameters
    ----------
    result : Association
        Rows and columns as in its table.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        Cells coloured by their adjusted residual on limits that are the same to both sides, with
        the residual and the count; beyond chance after Holm also outlined.
    """
    residuals = result.residuals
    limit = max(3.0, float(np.nanmax(np.abs(residuals), initial=0.0)))
    shades = LinearSegmentedColormap.from_list("residuals", [FEWER, "#ffffff", MORE])
    tone = Normalize(-limit, limit)
    with house_style():
        handles = [
            Patch(facecolor=MORE, label="more than by chance"),
            Patch(facecolor=FEWER, label="fewer than by chance"),
            Patch(facecolor="white", edgecolor=INK, linewidth=1.6,
                  label="beyond chance (p < .05 after Holm)"),
        ]  # fmt: skip
        ax, _ = labelled_grid(
            ax, rows=[f"{label}" for label in result.table.row_labels],
            columns=result.table.column_labels, handles=handles, provenance=result.provenance,
        )  # fmt: skip
        for y, x in np.ndindex(*residuals.shape):
            value = float(residuals[y, x])
            known = np.isfinite(value)
            colour = to_hex(shades(tone(value))) if known else "#ffffff"
            is_clear = known and result.residual_p[y, x] < ALPHA
            ax.add_patch(
                Rectangle((x - 0.47, y - 0.44), 0.94, 0.88, facecolor=colour, zorder=2 + is_clear,
                          edgecolor=INK if is_clear else HAIRLINE,
                          linewidth=1.6 if is_clear else 0.6)
            )  # fmt: skip
            word = f"{value:+.1f}".replace("-", MINUS) if known else "–"
            count = int(result.table.counts[y, x])
            write_cells(ax, [(x, y, f"{word}  ({count})")], colour=text_on(colour), zorder=5)
    return drawn(ax, residual_map, result)


def importance_performance(result: ImportancePerformance, *, ax: Axes | None = None) -> Axes:
    """Draw attributes by importance and performance, in four quadrants.

    Parameters
    ----------
    result : ImportancePerformance
        Attributes become points; a hollow one is too near a cut to belong to a quadrant for sure.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        Performance across, importance upward, with the limits of both; the quadrants' names in
        their corners, and where they meet below.
    """
    x, y = result.performance, result.importance
    with house_style():
        ax = ax or new_axes()
        _plane(ax, *_limits(result))
        where = "the means" if result.cut == "grand_means" else "the middle of the scales"
        stated = "stated" if result.importance_kind == "stated" else "correlation with the whole"
        text = f"performance; the quadrants meet at {where}; hollow: too near to be sure"
        ax.set_xlabel(wrapped(text, width=axes_size(ax)[0]), loc="left", parse_math=False)
        ax.set_ylabel(f"importance ({stated})", parse_math=False)
        mark_provenance(ax, result.provenance)
        fit_height(ax, SQUARE_SHARE * axes_size(ax)[0])
        ax.axvline(result.cut_performance, color=GREY, linewidth=0.8)
        ax.axhline(result.cut_importance, color=GREY, linewidth=0.8)
        _corners(ax)
        for n, is_clear in enumerate(result.is_clear):
            low, high = result.performance_intervals[n], result.importance_intervals[n]
            ax.hlines(y[n], low.low, low.high, color=HAIRLINE, linewidth=1.2, zorder=1)
            ax.vlines(x[n], high.low, high.high, color=HAIRLINE, linewidth=1.2, zorder=1)
            ax.plot([x[n]], [y[n]], marker="o", markersize=6, color=ACCENT, linestyle="", zorder=3,
                    markerfacecolor=ACCENT if is_clear else "white")  # fmt: skip
        label_points(ax, x, y, list(result.attributes))
    return drawn(ax, importance_performance, result)


def correspondence_map(result: CorrespondenceAnalysis, *, ax: Axes | None = None) -> Axes:
    """Draw the first two axes of a correspondence analysis.

    Parameters
    ----------
    result : CorrespondenceAnalysis
        Points become signs, larger where their mass is; pale where two axes show them badly
        (quality below a half). Rows are discs and columns squares; of many items each its colour.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        Both axes with the share of the inertia that they explain.

    Raises
    ------
    ValueError
        If fewer than two axes were kept.
    """
    if len(result.inertias) < 2:
        raise ValueError("the analysis kept one axis; a map needs two")
    x, y = result.coordinates[:, 0], result.coordinates[:, 1]
    with house_style():
        ax = ax or new_axes()
        _plane(ax, _spread(x), _spread(y))
        for axis, name in ((0, ax.set_xlabel), (1, ax.set_ylabel)):
            name(f"axis {axis + 1}: {100 * result.explained[axis]:.1f}% of the inertia")
        mark_provenance(ax, result.provenance)
        fit_height(ax, SQUARE_SHARE * axes_size(ax)[0])
        ax.axvline(0, color=HAIRLINE, linewidth=0.8, zorder=0)
        ax.axhline(0, color=HAIRLINE, linewidth=0.8, zorder=0)
        _equal_units(ax)
        sizes = 12 + 110 * result.masses / result.masses.max()
        for n in range(len(x)):
            is_square = result.kind == "simple" and not result.is_row[n]
            ax.scatter([x[n]], [y[n]], s=sizes[n], marker="s" if is_square else "o",
                       color=FEWER if is_square else ACCENT, linewidths=0.6, edgecolors="white",
                       zorder=3, alpha=1.0 if result.qualities[n] >= 0.5 else 0.45)  # fmt: skip
        label_points(ax, x, y, _names(result), radii=np.sqrt(sizes) / 2)
    return drawn(ax, correspondence_map, result)


def _names(result: CorrespondenceAnalysis) -> list[str]:
    """The points' labels; of many items with the item."""
    pairs = zip(result.point_items, result.points, strict=True)
    is_multiple = result.kind == "multiple"
    return [f"{item}: {point}" if is_multiple and item else point for item, point in pairs]


def _equal_units(ax: Axes) -> None:
    """Widen one of the axes until a unit is as long on both."""
    width, height = axes_size(ax)
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    unit = max((right - left) / width, (high - low) / height)
    x, y = (left + right) / 2, (low + high) / 2
    ax.set_xlim(x - unit * width / 2, x + unit * width / 2)
    ax.set_ylim(y - unit * height / 2, y + unit * height / 2)


def _limits(result: ImportancePerformance) -> tuple[tuple[float, float], tuple[float, float]]:
    across = [end for one in result.performance_intervals for end in (one.low, one.high)]
    upward = [end for one in result.importance_intervals for end in (one.low, one.high)]
    return (
        _spread(np.array([*across, *result.performance, result.cut_performance])),
        _spread(np.array([*upward, *result.importance, result.cut_importance])),
    )


def _spread(values: Floats) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    low, high = float(known.min()), float(known.max())
    pad = 0.16 * max(high - low, 1e-6)
    return low - pad, high + pad


def _plane(ax: Axes, across: tuple[float, float], upward: tuple[float, float]) -> None:
    ax.set_xlim(*across)
    ax.set_ylim(*upward)
    ax.tick_params(length=2.5, labelsize=SMALL_PT)
    for spine in ax.spines.values():
        spine.set_color(HAIRLINE)


def _corners(ax: Axes) -> None:
    """The quadrants' names where they do not hide a point."""
    for x, y, word, side, height in (
        (0.0, 1.0, "concentrate here", "left", "top"), (1.0, 1.0, "keep up", "right", "top"),
        (0.0, 0.0, "low priority", "left", "bottom"),
        (1.0, 0.0, "possible overkill", "right", "bottom"),
    ):  # fmt: skip
        ax.text(x + 0.012 * (1 - 2 * x), y + 0.02 * (1 - 2 * y), word, transform=ax.transAxes,
                ha=side, va=height, color=GREY, fontsize=TEXT_PT, fontstyle="italic")  # fmt: skip
