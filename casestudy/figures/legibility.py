"""Whether a figure can be read: no text cut at an edge, no text upon another.

Sizes come from the renderer, after the layout is done, and not from guesses about fonts.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox, BboxBase

from casestudy.figures.marks import SYNTHETIC_GID

SLACK = 0.01
"""Inches by which boxes of text may overlap: they have a thin empty rim."""


def illegible(figure: Figure) -> list[str]:
    """What cannot be read on a figure, one sentence each; empty if all can.

    Parameters
    ----------
    figure : Figure
        A figure at the size it will be printed.

    Returns
    -------
    list of str
        Texts that reach over the edge, pairs of texts that overlap, and texts that do not fit
        the frame of the same `gid`. Turned texts are not compared with others, since their boxes
        are larger than they are.

    Examples
    --------
    >>> figure = Figure(figsize=(2, 1))
    >>> _ = figure.text(0.5, 0.5, "trust"), figure.text(0.5, 0.5, "price")
    >>> illegible(figure)
    ["'trust' and 'price' overlap"]
    """
    boxes = text_boxes(figure)
    page, slack = figure.bbox, SLACK * figure.dpi
    found = [
        f"{_short(text)} is cut at the edge" for text, box in boxes if not _inside(box, page, slack)
    ]
    upright = [(text, box) for text, box in boxes if text.get_rotation() % 180 == 0]
    for (one, box), (other, other_box) in combinations(upright, 2):
        if overlap(box, other_box, slack=slack):
            found.append(f"{_short(one)} and {_short(other)} overlap")
    frames = {
        patch.get_gid(): patch.get_window_extent()
        for ax in figure.axes for patch in ax.patches if patch.get_gid()
    }  # fmt: skip
    for text, box in boxes:
        if text.get_gid() in frames and not _inside(box, frames[text.get_gid()], slack):
            found.append(f"{_short(text)} is larger than its box")
    return found


def renderer_of(figure: Figure) -> RendererBase:
    """What measures the texts of a figure, at the resolution of the figure."""
    make: Any = RendererAgg
    renderer: RendererBase = make(*(float(side) for side in figure.bbox.size), figure.dpi)
    return renderer


def text_boxes(figure: Figure) -> list[tuple[Text, Bbox]]:
    """Every text that is drawn, with its box in pixels; the synthetic mark is left out."""
    renderer = renderer_of(figure)
    figure.draw_without_rendering()
    hidden = {id(label) for ax in figure.axes for label in _labels_out_of_view(ax)}
    texts = [
        text for text in figure.findobj(Text)
        if isinstance(text, Text) and text.get_visible() and text.get_text().strip()
        and text.get_gid() != SYNTHETIC_GID and id(text) not in hidden
    ]  # fmt: skip
    return [(text, text.get_window_extent(renderer)) for text in texts]


def overlap(one: Bbox, other: Bbox, *, slack: float = 1.0) -> bool:
    """Whether two boxes in pixels share more than a rim of `slack` pixels."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    along = min(one.y1, other.y1) - max(one.y0, other.y0)
    return bool(across > slack and along > slack)


def _labels_out_of_view(ax: Axes) -> list[Text]:
    """Labels that matplotlib keeps but does not draw."""
    found: list[Text] = []
    for axis in (ax.xaxis, ax.yaxis):
        low, high = sorted(axis.get_view_interval())
        for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
            if not ax.axison or not low <= tick.get_loc() <= high:
                found += [tick.label1, tick.label2]
    return found


def _inside(box: BboxBase, page: BboxBase, slack: float) -> bool:
    return bool(
        box.x0 >= page.x0 - slack
        and box.y0 >= page.y0 - slack
        and box.x1 <= page.x1 + slack
        and box.y1 <= page.y1 + slack
    )


def _short(text: Text) -> str:
    words = " ".join(text.get_text().split())
    return repr(words if len(words) <= 40 else words[:39] + "…")
