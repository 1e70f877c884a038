"""A picture with what was coded on it, for a paper: numbered frames and a legend."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle
from PIL import Image

from casestudy.figures.grids import legend_below
from casestudy.figures.marks import mark_provenance
from casestudy.figures.redrawing import drawn
from casestudy.figures.style import (
    RULE,
    SMALL_PT,
    TEXT_PT,
    THEME_COLOURS,
    axes_size,
    fit_height,
    house_style,
    new_axes,
    text_on,
    text_width,
)
from casestudy.qualitative import CodedPicture, PictureMark

AROUND = 60
"""Pixels that are shown above the first mark and below the last."""
OUTSIDE = 2
"""Pixels between what was coded and its frame."""
HIGHEST_PT = 560.0
"""Height of a picture at most, so that it fits on a page with its legend."""
WIDE = 0.6
"""Share of the figure's width from which a picture has its legend below, not beside it."""
NUMBER_PT = 10.5
"""Room that the number of a mark takes, either way."""
MOST_PIXELS = 100_000_000


def annotated_picture(result: CodedPicture, *, ax: Axes | None = None) -> Axes:
    """Draw a picture with a numbered frame around each place that was coded.

    Parameters
    ----------
    result : CodedPicture
        What is above the first and below the last mark is cut off.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        Frames in the colour of the theme, dashed where a machine only suggests it; the legend
        tells each number's code and theme. `result.alt` says the same in words.

    Raises
    ------
    ValueError
        If the file is no picture that can be read.
    """
    with house_style():
        pixels, top = _shown(result)
        height, width = pixels.shape[:2]
        ax = ax or new_axes()
        extent = (0, width, top + height, top)
        ax.imshow(pixels, extent=extent, interpolation="antialiased", aspect="auto")
        ax.set_xticks([])
        ax.set_yticks([])
        for spine in ax.spines.values():
            spine.set_color(RULE)
        room = axes_size(ax)[0]
        scale = min(room / width, HIGHEST_PT / height)
        levels = _levels(result.marks, scale)
        for mark, level in zip(result.marks, levels, strict=True):
            _frame(ax, mark, scale=scale, level=level)
        mark_provenance(ax, result.provenance)
        if result.marks and width * scale > WIDE * room:
            legend_below(ax, _legend(result.marks))
        elif result.marks:
            _legend_beside(ax, _legend(result.marks), room - width * scale)
        fit_height(ax, height * scale)
        ax.set_aspect("equal", anchor="NW")
    return drawn(ax, annotated_picture, result)


def _shown(result: CodedPicture) -> tuple[npt.NDArray[np.uint8], int]:
    """The part of the picture with marks on it, and where it begins."""
    try:
        with Image.open(BytesIO(result.content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValueError(f"picture {result.picture!r} has more than 100 million pixels")
            top, bottom = 0, picture.height
            if result.marks:
                top = max(0, min(m.region.y for m in result.marks) - AROUND)
                lowest = max(m.region.y + m.region.height for m in result.marks)
                bottom = min(picture.height, lowest + AROUND)
            cut = picture.crop((0, top, picture.width, max(bottom, top + 1))).convert("RGB")
            return np.asarray(cut), top
    except OSError as error:
        raise ValueError(f"picture {result.picture!r} cannot be read: {error}") from None


def _levels(marks: Sequence[PictureMark], scale: float) -> list[int]:
    """How many numbers each number stands left of its frame, so that none covers another."""
    placed: list[tuple[float, float, int]] = []
    for mark in marks:
        x, y = mark.region.x * scale, mark.region.y * scale
        near = {
            level
            for other_x, other_y, level in placed
            if abs(other_y - y) < NUMBER_PT and abs(other_x - x) < NUMBER_PT
        }
        level = next(level for level in range(len(placed) + 1) if level not in near)
        placed.append((x, y, level))
    return [level for _, _, level in placed]


def _frame(ax: Axes, mark: PictureMark, *, scale: float, level: int) -> None:
    """A frame with a white edge, so that it is seen on any ground, and its number at the corner."""
    region, colour = mark.region, _colour(mark)
    corner, side = (region.x - OUTSIDE, region.y - OUTSIDE), 2 * OUTSIDE
    line = min(1.3, max(0.7, 2.5 * scale))  # a small picture has small words between its frames
    looks: list[dict[str, Any]] = [
        {"edgecolor": "white", "linewidth": line + 0.7},
        {"edgecolor": colour, "linewidth": line, "linestyle": "-" if mark.by_person else "--"},
    ]
    for look in looks:
        sides = (region.width + side, region.height + side)
        ax.add_patch(Rectangle(corner, *sides, fill=False, **look))
    ax.annotate(
        str(mark.number), corner, xytext=(-1 - NUMBER_PT * level, 0), textcoords="offset points",
        ha="right", va="top", fontsize=SMALL_PT, color=text_on(colour), zorder=10,
        parse_math=False,
        bbox={"boxstyle": "round,pad=0.2", "facecolor": colour, "edgecolor": "white"},
    )  # fmt: skip


def _legend_beside(ax: Axes, handles: Sequence[Any], room: float) -> None:
    """A legend to the right of a narrow picture, its lines broken where the figure ends."""
    for handle in handles:
        words = handle.get_label()
        letters = max(16, int(len(words) * (room - 44) / text_width(words)))
        handle.set_label("\n".join(textwrap.wrap(words, letters, subsequent_indent="     ")))
    legend = ax.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(1.0, 1.0), handlelength=1.6,
        handletextpad=0.5, borderaxespad=0.0, fontsize=TEXT_PT, frameon=False,
    )  # fmt: skip
    legend.set_in_layout(False)  # it stands in the room that the picture leaves free


def _legend(marks: tuple[PictureMark, ...]) -> list[Any]:
    """An entry for each code, with the numbers of its marks."""
    by_code: dict[tuple[str, bool], list[PictureMark]] = {}
    for mark in marks:
        by_code.setdefault((mark.code, mark.by_person), []).append(mark)
    handles = []
    for each in by_code.values():
        first, numbers = each[0], ", ".join(str(mark.number) for mark in each)
        theme = "" if first.code == first.theme else f" ({first.theme_name})"
        words = f"{numbers}  {first.code_name}{theme}"
        words += "" if first.by_person else ", only suggested"
        look: dict[str, Any] = {"linestyle": "-" if first.by_person else "--", "linewidth": 1.4}
        handles.append(Patch(facecolor="white", edgecolor=_colour(first), label=words, **look))
    return handles


def _colour(mark: PictureMark) -> str:
    return mark.colour or THEME_COLOURS[mark.theme_number % len(THEME_COLOURS)]
