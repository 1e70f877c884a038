"""What the matrix figures share: labelled rows and columns, words in cells, a legend below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, SupportsFloat

from matplotlib.axes import Axes
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from casestudy.figures.marks import mark_provenance
from casestudy.figures.style import (
    GREY,
    HAIRLINE,
    PT_PER_INCH,
    SMALL_PT,
    TEXT_PT,
    axes_size,
    figure_of,
    fit_height,
    new_axes,
    text_width,
    wrapped,
)
from casestudy.provenance import Provenance

ROW_PT = 17.0
"""Height of a row: a mark of 13 points with air around it."""
LONG_ROW_PT = 13.5
"""Height of a row of a long list, so that forty rows still fit on a page."""
LONG_LIST = 25
MARK_PT = 13.0
LINE_PT = 9.8
"""Height of a line of text."""
HATCHED: dict[str, Any] = {
    "facecolor": "white", "edgecolor": GREY, "hatch": "//////", "linewidth": 0.8,
}  # fmt: skip
HALO: dict[str, Any] = {"boxstyle": "square,pad=0.12", "facecolor": "white", "edgecolor": "none"}
"""White behind a number that stands on hatching."""
UNKNOWN = "?"
UNKNOWN_LABEL = "unknown (not: no)"


def labelled_grid(
    ax: Axes | None,
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    handles: Sequence[Any],
    provenance: Iterable[Provenance],
    share: float = 0.38,
) -> tuple[Axes, float]:
    """Make axes a grid with row labels at the left, column labels on top and a legend below.

    Row i lies at y = i, the first on top; column j at x = j.

    Parameters
    ----------
    ax : Axes, optional
        To draw on; made if none is given.
    rows, columns : sequence of str
        Labels; broken into lines, and columns turned where they are too narrow for a word.
    handles : sequence of Artist
        Entries of the legend; none for no legend.
    provenance : iterable of Provenance
        Where the numbers came from.
    share : float
        Greatest share of the figure's width that row labels may take.

    Returns
    -------
    ax : Axes
        The grid, as high as its rows need where nobody fixed the height.
    mark : float
        Side in points of the largest mark that fits into a cell.
    """
    ax = ax or new_axes()
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    row_labels(ax, rows, share=share)
    _column_labels(ax, columns)
    _hairlines(ax, len(rows))
    if handles:
        legend_below(ax, handles)
    mark_provenance(ax, provenance)
    fit_height(ax, rows_height(ax))
    width, height = axes_size(ax)
    cell = min(width / max(len(columns), 1), height / max(len(rows), 1))
    return ax, max(min(MARK_PT, cell - 2.5), 4.0)


def row_labels(ax: Axes, rows: Sequence[str], *, share: float = 0.38) -> None:
    """Write the labels of rows, none wider than a share of the figure."""
    width = figure_of(ax).get_figwidth() * PT_PER_INCH * share
    labels = [wrapped(row, width=width) for row in rows]
    ax.set_yticks(range(len(rows)), labels, parse_math=False, fontsize=TEXT_PT, linespacing=1.1)
    ax.tick_params(axis="y", length=0, pad=4)


def rows_height(ax: Axes) -> float:
    """How high axes must be, in points, for no row label to touch the next."""
    labels = [label.get_text() for label in ax.get_yticklabels()]
    lines = [label.count("\n") + 1 for label in labels]
    row = LONG_ROW_PT if len(labels) > LONG_LIST else ROW_PT
    touching = [(one + other) / 2 * LINE_PT + 2.5 for one, other in pairwise(lines)]
    return max(len(labels), 1) * max(row, *touching, max(lines, default=1) * LINE_PT / 1.3)


def write_cells(
    ax: Axes,
    cells: Iterable[tuple[SupportsFloat, SupportsFloat, str]],
    *,
    colour: str = GREY,
    **text: Any,
) -> None:
    """Write words into cells.

    Parameters
    ----------
    ax : Axes
        A grid.
    cells : iterable of (x, y, word)
        Column, row and what stands there.
    colour : str
        Colour of the words.
    **text
        Further properties of the text.
    """
    style = {"ha": "center", "va": "center_baseline", "fontsize": SMALL_PT, **text}
    for x, y, word in cells:
        ax.text(float(x), float(y), word, color=colour, parse_math=False, **style)


def legend_below(ax: Axes, handles: Sequence[Any], **more: Any) -> Legend:
    """Put a legend under the axes, in as many columns as fit on the figure.

    Parameters
    ----------
    ax : Axes
        To be explained.
    handles : sequence of Artist
        Marks with labels.
    **more
        Further settings of the legend.
    """
    widths = [text_width(handle.get_label()) + 36 for handle in handles]
    own = axes_size(ax)[0]
    scale = PT_PER_INCH / figure_of(ax).dpi
    room = max(own, float(ax.get_window_extent().x1) * scale - 8)
    columns = next(n for n in range(len(widths), 0, -1) if n == 1 or _legend(widths, n) <= room)
    within = _legend(widths, columns) <= own
    side, x = ("left", 0.0) if within else ("right", 1.0)
    place: Any = f"upper {side}"
    return ax.legend(
        handles=handles, loc=place, bbox_to_anchor=(x, 0.0), ncols=columns,
        handlelength=1.6, handletextpad=0.5, columnspacing=1.6, borderaxespad=0.5,
        fontsize=TEXT_PT, frameon=False, **more,
    )  # fmt: skip


def sign(word: str, label: str) -> Line2D:
    """A legend entry whose mark is a word, drawn as in the cells."""
    path = TextPath((0, 0), word, size=SMALL_PT)
    box = path.get_extents()
    centre = Affine2D().translate(-(box.x0 + box.x1) / 2, -(box.y0 + box.y1) / 2)
    mark = Path(centre.transform(path.vertices), path.codes)
    size = max(box.width, box.height, 1.8)
    return Line2D(
        [], [], linestyle="", marker=mark, color=GREY, markersize=size, markeredgewidth=0,
        label=label,
    )  # fmt: skip


def _legend(widths: Sequence[float], columns: int) -> float:
    """How wide a legend of so many columns becomes: entries fill the columns from the left."""
    least, longer = divmod(len(widths), columns)
    sizes = [least + 1] * longer + [least] * (columns - longer)
    starts = [sum(sizes[:number]) for number in range(columns)]
    parts = zip(starts, sizes, strict=True)
    return sum(max(widths[start : start + size]) for start, size in parts)


def _column_labels(ax: Axes, columns: Sequence[str]) -> None:
    """Labels on top: in lines where each word fits into its column, else slanted."""
    ax.xaxis.tick_top()
    ax.set_xticks(range(len(columns)), [""] * len(columns))
    ax.tick_params(axis="x", length=0, pad=4)
    room = axes_size(ax)[0] / max(len(columns), 1) - 5
    labels = [wrapped(column, width=room) for column in columns]
    widest = max((text_width(line) for label in labels for line in label.split("\n")), default=0)
    style: dict[str, Any] = {"va": "baseline"}
    if widest > room:
        labels = [" ".join(column.split()) for column in columns]
        style = {"rotation": 45, "rotation_mode": "anchor", "ha": "left", "va": "baseline"}
    ax.set_xticklabels(labels, parse_math=False, fontsize=TEXT_PT, linespacing=1.1, **style)


def _hairlines(ax: Axes, n_rows: int) -> None:
    for spine in ax.spines.values():
        spine.set_visible(False)
    for edge in range(n_rows + 1):
        ax.axhline(edge - 0.5, color=HAIRLINE, linewidth=0.6, zorder=0)
