"""Names beside points on a plane, each where it touches nothing."""

from __future__ import annotations

from itertools import product

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from casestudy.figures.legibility import overlap, renderer_of
from casestudy.figures.style import GREY, INK, SMALL_PT, figure_of

Floats = npt.NDArray[np.float64]

DISTANCES = (0, 4, 9, 15, 23, 33, 45, 60, 78)
"""Points from a sign at which its label is tried."""
LINE_FROM_PT = 18.0
"""A label further away is joined to its sign by a line."""
DIRECTIONS = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
"""Where the label of a point may stand: the first that touches nothing is taken."""


def label_points(
    ax: Axes, x: Floats, y: Floats, names: list[str], *, radii: Floats | None = None
) -> None:
    """Names beside the points, each where it touches no other name or point and stays inside."""
    figure = figure_of(ax)
    figure.draw_without_rendering()
    renderer, frame = renderer_of(figure), ax.get_window_extent()
    sizes = np.full(len(x), 3.0) if radii is None else radii
    signs = _signs(ax, x, y, sizes * figure.dpi / 72)
    taken = [text.get_window_extent(renderer) for text in ax.texts if text.get_rotation() == 0]
    for n in np.argsort(-y, kind="stable").tolist():
        others = [*taken, *signs[:n], *signs[n + 1 :]]
        for further, (across, upward) in product(DISTANCES, DIRECTIONS):
            away = 2.0 + float(sizes[n]) + further
            text = _label(ax, (x[n], y[n]), names[n], away, across, upward)
            box = text.get_window_extent(renderer)
            if _contains(frame, box) and not any(overlap(box, other) for other in others):
                break
            text.remove()
        else:
            text = _label(ax, (x[n], y[n]), names[n], 5.0, 1, 0)
            box, away = text.get_window_extent(renderer), 0.0
        if away > LINE_FROM_PT:
            line = {"arrowstyle": "-", "color": GREY, "linewidth": 0.5, "shrinkA": 0, "shrinkB": 2}
            ax.annotate("", (x[n], y[n]), xytext=text.xyann, textcoords="offset points",
                        arrowprops=line, zorder=2)  # fmt: skip
        taken.append(box)


def _signs(ax: Axes, x: Floats, y: Floats, radii: Floats) -> list[Bbox]:
    """The boxes of the points' signs, in pixels."""
    places = ax.transData.transform(np.column_stack([x, y]))
    return [
        Bbox.from_extents(*(place - radius), *(place + radius))
        for place, radius in zip(places, radii, strict=True)
    ]


def _label(
    ax: Axes, point: tuple[float, float], name: str, distance: float, across: int, upward: int
) -> Annotation:
    sides = {1: "left", 0: "center", -1: "right"}
    heights = {1: "bottom", 0: "center", -1: "top"}
    return ax.annotate(
        name, point, xytext=(distance * across, distance * upward), textcoords="offset points",
        fontsize=SMALL_PT, color=INK, zorder=6, ha=sides[across], va=heights[upward],
        parse_math=False,
    )  # fmt: skip


def _contains(frame: Bbox, box: Bbox) -> bool:
    inside = frame.x0 <= box.x0 and box.x1 <= frame.x1
    return bool(inside and frame.y0 <= box.y0 and box.y1 <= frame.y1)
