"""Weights and stances by case, drawn: a bar on the scale, and on how many codings it stands."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from casestudy.figures.grids import UNKNOWN, labelled_grid, sign, write_cells
from casestudy.figures.redrawing import drawn
from casestudy.figures.style import GREY, INK, THEME_COLOURS, house_style
from casestudy.qualitative import StanceMatrix, WeightMatrix

BAR_START = -0.44
BAR_ROOM = 0.5
"""Width of a whole scale, in columns; the rest is for the numbers."""
BAR_HEIGHT = 0.5


def weight_matrix(result: WeightMatrix, *, ax: Axes | None = None) -> Axes:
    """Draw how strongly each code was said to hold in each case.

    Parameters
    ----------
    result : WeightMatrix
        Codes become rows in codebook order, cases columns.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        A bar from the lower end of the code's scale to the mean, a tick at the median, and "72 (3)"
        for a mean of 72 of three weights. "?" where no weight was given, which is not 0.
    """
    with house_style():
        rows = [
            f"{name} ({low} to {high})"
            for name, low, high in zip(result.code_names, result.lows, result.highs, strict=True)
        ]
        handles = [
            Patch(color=GREY, label="mean on the scale, (number of weights)"),
            Line2D([], [], color=INK, linewidth=1.2, label="median"),
            sign(UNKNOWN, "no weight given (not: 0)"),
        ]
        ax = _grid(ax, rows, result, handles)
        low = np.array(result.lows, dtype=float)[:, None]
        span = np.array(result.highs, dtype=float)[:, None] - low
        labels = [
            [_mean(mean, n) for mean, n in zip(*pair, strict=True)]
            for pair in zip(result.means, result.n_weights, strict=True)
        ]
        means, medians = (result.means - low) / span, (result.medians - low) / span
        ends = np.maximum(means, medians)
        _bars(ax, means, labels, _colours(result.colours, result.codes), ends=ends)
        for y, x in np.argwhere(~np.isnan(medians)):
            at = x + BAR_START + BAR_ROOM * medians[y, x]
            half = BAR_HEIGHT / 2
            ax.plot([at, at], [y - half, y + half], color=INK, linewidth=1.2, zorder=4)
    return drawn(ax, weight_matrix, result)


def stance_matrix(result: StanceMatrix, *, ax: Axes | None = None) -> Axes:
    """Draw how many codings of each code take each stance in each case.

    Parameters
    ----------
    result : StanceMatrix
        Each code with each of its stances becomes a row, cases columns.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        A bar for the share of the code's codings with a stance, and "2 of 3" for two of three.
        "?" where no coding of the code has a stance.
    """
    with house_style():
        names = zip(result.code_names, result.stance_names, strict=True)
        rows = [f"{code}: {stance}" for code, stance in names]
        handles = [
            Patch(color=GREY, label="codings with the stance, of those with any"),
            sign(UNKNOWN, "no stance given"),
        ]
        ax = _grid(ax, rows, result, handles)
        base = np.where(result.n_stances > 0, result.n_stances, np.nan)
        labels = [
            [f"{n} of {whole}" if whole else UNKNOWN for n, whole in zip(*pair, strict=True)]
            for pair in zip(result.counts, result.n_stances, strict=True)
        ]
        shares = result.counts / base
        _bars(ax, shares, labels, _colours(result.colours, result.codes), ends=shares)
    return drawn(ax, stance_matrix, result)


def _grid(
    ax: Axes | None, rows: list[str], result: WeightMatrix | StanceMatrix, handles: list[Any]
) -> Axes:
    ax, _ = labelled_grid(
        ax, rows=rows, columns=result.case_names, handles=handles, provenance=result.provenance
    )
    words = [label.get_text() for label in ax.get_xticklabels()]
    starts = [place + BAR_START for place in ax.get_xticks()]
    ax.set_xticks(starts, words, ha="left", parse_math=False)
    return ax


def _bars(ax: Axes, shares: Any, labels: list[list[str]], colours: list[str], *, ends: Any) -> None:
    """A bar in each cell, as long as its share of a whole, and its label where all marks end."""
    rows = np.arange(len(colours))
    for column in range(shares.shape[1]):
        left, lengths = column + BAR_START, BAR_ROOM * np.nan_to_num(shares[:, column])
        ax.barh(rows, lengths, left=left, height=BAR_HEIGHT, color=colours, zorder=2)
        ax.axvline(left, color=GREY, linewidth=0.6, zorder=3)
        behind = left + BAR_ROOM * np.nan_to_num(ends[:, column]) + 0.04
        said = [(behind[y], y, labels[y][column]) for y in rows]
        write_cells(ax, said, colour=INK, ha="left", zorder=5)


def _mean(mean: float, n: int) -> str:
    return f"{mean:.3g} ({n})" if n else UNKNOWN


def _colours(given: tuple[str, ...], codes: tuple[str, ...]) -> list[str]:
    """Each colour given, or the next of the house's ten for each code without one."""
    place = {code: number for number, code in enumerate(dict.fromkeys(codes))}
    pairs = zip(given, codes, strict=True)
    return [colour or THEME_COLOURS[place[code] % len(THEME_COLOURS)] for colour, code in pairs]
