"""What was coded, drawn: themes by cases, codes by groups, schemes and their links to themes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from casestudy.crosswalk import NONE
from casestudy.figures.grids import (
    HALO,
    HATCHED,
    UNKNOWN,
    UNKNOWN_LABEL,
    labelled_grid,
    sign,
    write_cells,
)  # fmt: skip
from casestudy.figures.redrawing import drawn
from casestudy.figures.style import (
    ACCENT,
    GREY,
    INK,
    PALE_ACCENT,
    SMALL_PT,
    TEXT_PT,
    THEME_COLOURS,
    axes_size,
    house_style,
    text_on,
)  # fmt: skip
from casestudy.qualitative import CodeFrequencies, CrosswalkMatrix, ThemeMatrix

PALE: dict[str, Any] = {"facecolor": PALE_ACCENT, "edgecolor": ACCENT, "linewidth": 0.6}
NO_LINK = "·"
BAR_START = -0.44
"""Where in a column bars start."""
MORE_PT = 12.0
"""Room that the words for further suggestions take beside a square."""


def theme_matrix(result: ThemeMatrix, *, ax: Axes | None = None) -> Axes:
    """Draw where each theme was observed, only suggested, or unknown.

    Parameters
    ----------
    result : ThemeMatrix
        Themes become rows in codebook order, cases columns.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        A filled square with its count where a theme was observed, a hatched one where a machine
        only suggests it, "?" where nothing is known.
    """
    with house_style():
        names = [name or case for name, case in zip(result.case_names, result.cases, strict=True)]
        ax, side = labelled_grid(
            ax, rows=result.theme_names, columns=names, handles=_matrix_legend(result),
            provenance=result.provenance,
        )  # fmt: skip
        _observed(ax, result, side)
        _suggested(ax, result, side)
        unknown = np.argwhere(result.states == "unknown")
        write_cells(ax, [(float(x), float(y), UNKNOWN) for y, x in unknown], fontsize=TEXT_PT)
    return drawn(ax, theme_matrix, result)


def code_frequencies(result: CodeFrequencies, *, ax: Axes | None = None) -> Axes:
    """Draw how often each code was put in each group: a bar and its number in every cell.

    Parameters
    ----------
    result : CodeFrequencies
        Codes become rows in codebook order, groups columns; all bars have one scale.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        A bar and its number for each code and group; here 0 is a count.
    """
    with house_style():
        groups = [group or f"no {result.by} known" for group in result.groups]
        ax, _ = labelled_grid(
            ax, rows=result.code_names, columns=groups, handles=(), provenance=result.provenance
        )
        _align_left(ax)
        most, colours = max(int(result.counts.max(initial=0)), 1), _colours(result.colours)
        rows = np.arange(len(colours))
        for column in range(len(groups)):
            counts, left = result.counts[:, column], column + BAR_START
            ax.barh(rows, 0.66 * counts / most, left=left, height=0.56, color=colours)
            ends = left + 0.66 * counts / most + 0.03
            cells = [(x, y, str(n)) for x, y, n in zip(ends, rows, counts, strict=True)]
            write_cells(ax, cells, colour=INK, ha="left")
            ax.axvline(left, color=GREY, linewidth=0.6, zorder=3)
        ax.set_xlabel(f"codings by {result.by}, {result.n_codings} in all", loc="left")
    return drawn(ax, code_frequencies, result)


def crosswalk_matrix(result: CrosswalkMatrix, *, ax: Axes | None = None) -> Axes:
    """Draw how many codes of each companion scheme speak to each theme.

    Parameters
    ----------
    result : CrosswalkMatrix
        Schemes become rows, themes columns; the last column counts codes without a theme.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        A box with the number of codes where a scheme speaks to a theme, a dot where it does not.
    """
    with house_style():
        pairs = zip(result.themes, result.theme_names, strict=True)
        columns = ["no theme" if theme == NONE else name for theme, name in pairs]
        handles = [
            Patch(**PALE, label="codes linked to the theme"),
            Patch(**HATCHED, label="codes with no theme"),
            sign(NO_LINK, "no code of the scheme"),
        ]
        ax, side = labelled_grid(
            ax, rows=result.scheme_titles, columns=columns, handles=handles,
            provenance=result.provenance, share=0.58,
        )  # fmt: skip
        for x, theme in enumerate(result.themes):
            _crosswalk_column(ax, x, result.counts[:, x], side=side, is_none=theme == NONE)
    return drawn(ax, crosswalk_matrix, result)


def _colours(given: Sequence[str]) -> list[str]:
    """Each colour given, or the next of the house's ten where none is."""
    return [c or THEME_COLOURS[i % len(THEME_COLOURS)] for i, c in enumerate(given)]


def _align_left(ax: Axes) -> None:
    """Let the labels of columns begin where their bars begin."""
    words = [label.get_text() for label in ax.get_xticklabels()]
    places = [place + BAR_START for place in ax.get_xticks()]
    ax.set_xticks(places, words, ha="left", parse_math=False)


def _squares(ax: Axes, cells: Any, *, side: float, look: dict[str, Any]) -> None:
    """A square of `side` points with the look of a patch at each (row, column)."""
    plural = {"facecolor": "facecolors", "edgecolor": "edgecolors", "linewidth": "linewidths"}
    points: dict[str, Any] = {plural.get(name, name): value for name, value in look.items()}
    ax.scatter(cells[:, 1], cells[:, 0], s=side**2, marker="s", zorder=3, **points)


def _observed(ax: Axes, result: ThemeMatrix, side: float) -> None:
    colours = _colours(result.colours)
    for row, colour in enumerate(colours):
        cells = np.array([(row, x) for x in np.flatnonzero(result.observed[row])]).reshape(-1, 2)
        _squares(ax, cells, side=side, look={"facecolor": colour, "linewidth": 0})
        counts = [(float(x), float(y), str(result.observed[y, x])) for y, x in cells]
        write_cells(ax, counts, colour=text_on(colour), zorder=4)
    has_room = axes_size(ax)[0] / len(result.cases) >= side + 2 * MORE_PT
    for y, x in np.argwhere((result.observed > 0) & (result.suggested > 0)):
        ax.annotate(
            f"+{result.suggested[y, x]}" if has_room else "+", (x, y),
            xytext=(side / 2 + 1.5, 0), textcoords="offset points", ha="left",
            va="center_baseline", fontsize=SMALL_PT, color=GREY,
        )  # fmt: skip


def _suggested(ax: Axes, result: ThemeMatrix, side: float) -> None:
    cells = np.argwhere(result.states == "suggested")
    _squares(ax, cells, side=side, look=HATCHED)
    counts = [(float(x), float(y), str(result.suggested[y, x])) for y, x in cells]
    write_cells(ax, counts, colour=INK, zorder=4, bbox=HALO)


def _matrix_legend(result: ThemeMatrix) -> list[Any]:
    """Entries for the states that occur; that unknown is not a no is said in any case."""
    handles: list[Any] = []
    if np.any(result.observed):
        handles.append(Patch(color=GREY, label="observed, with count"))
    if np.any(result.states == "suggested"):
        handles.append(Patch(**HATCHED, label="suggested by a machine only"))
    if np.any((result.observed > 0) & (result.suggested > 0)):
        handles.append(sign("+", "also suggested"))
    return [*handles, sign(UNKNOWN, UNKNOWN_LABEL)]


def _crosswalk_column(ax: Axes, x: int, counts: Any, *, side: float, is_none: bool) -> None:
    """One column: a box with a number where codes are linked, a dot where none is."""
    linked = np.array([(y, x) for y in np.flatnonzero(counts)]).reshape(-1, 2)
    _squares(ax, linked, side=side, look=HATCHED if is_none else PALE)
    more: dict[str, Any] = {"bbox": HALO} if is_none else {}
    numbers = [(float(x), float(y), str(counts[y])) for y, _ in linked]
    write_cells(ax, numbers, colour=INK, zorder=4, **more)
    write_cells(ax, [(float(x), float(y), NO_LINK) for y, n in enumerate(counts) if not n])
    if is_none:
        ax.axvline(x - 0.5, color=GREY, linewidth=0.6)
