"""What was said beside what was answered, drawn: themes by segments, both strands in a cell."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from casestudy.figures.grids import labelled_grid, sign
from casestudy.figures.redrawing import drawn
from casestudy.figures.style import (
    ACCENT,
    GREY,
    INK,
    PALE_ACCENT,
    RULE,
    SMALL_PT,
    TEXT_PT,
    house_style,
)
from casestudy.joint import JointDisplay, JointRule
from casestudy.joint.display import JointCell
from casestudy.joint.rule import AGREEMENT, OPEN, PARTIAL, SURVEY_ONLY, TENSION, VOICES_ONLY

SIGNS = {
    AGREEMENT: "=", PARTIAL: "≈", TENSION: "≠", VOICES_ONLY: "v", SURVEY_ONLY: "s", OPEN: "?",
}  # fmt: skip
"""One sign a verdict, so that it can be told without colour."""
TENSION_RED = "#b00020"
PALE_RED = "#fbe3e6"
LEFT, RIGHT = -0.18, 0.30
"""Where in a cell the shares 0 and 1 lie."""
WORDS_X, SIGN_X = -0.36, 0.42
DISC = 0.20
"""Height of the bar of a share, in rows."""


def joint_display(result: JointDisplay, *, ax: Axes | None = None) -> Axes:
    """Draw how many voices raise a theme, what share prefers it, and what the two say together.

    Parameters
    ----------
    result : JointDisplay
        Themes become rows, segments columns.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        In each cell the number of voices, a bar from 0 to 100 % with its interval and the rule's
        thresholds (or the word of a work), and the sign of the verdict; tension stands on red.
    """
    with house_style():
        handles = _legend(result)
        ax, _ = labelled_grid(
            ax, rows=result.theme_names, columns=result.segment_names, handles=handles,
            provenance=result.provenance, share=0.3,
        )  # fmt: skip
        for cell in result.cells:
            place = (result.segments.index(cell.segment), result.themes.index(cell.theme))
            _cell(ax, cell, place, result.rule)
    return drawn(ax, joint_display, result)


def _legend(result: JointDisplay) -> list[Any]:
    """What is to be explained, of what is shown."""
    handles: list[Any] = [sign("3", "voices")]
    if any(cell.preference and cell.preference.share is not None for cell in result.cells):
        handles += [
            Line2D([], [], color=ACCENT, linewidth=5, label="share who prefer it"),
            Line2D([], [], color=INK, linewidth=0.9, label="95% interval"),
            Line2D([], [], color=GREY, linewidth=0.7, linestyle=":", label="thresholds"),
        ]
    shown = {cell.verdict for cell in result.cells}
    handles += [sign(mark, verdict) for verdict, mark in SIGNS.items() if verdict in shown]
    if any(cell.is_near for cell in result.cells):
        handles.append(sign("*", "threshold within the interval"))
    return handles


def _cell(ax: Axes, cell: JointCell, place: tuple[int, int], rule: JointRule) -> None:
    x, y = place
    if cell.verdict in (TENSION, AGREEMENT):
        colour = PALE_RED if cell.verdict == TENSION else PALE_ACCENT
        ax.add_patch(Rectangle((x - 0.47, y - 0.44), 0.94, 0.88, color=colour, zorder=0.5, lw=0))
    words = str(cell.n_voices) if cell.n_voices else "–"
    style: dict[str, Any] = {"ha": "center", "va": "center_baseline", "parse_math": False}
    ax.text(x + WORDS_X, y, words, color=INK if cell.n_voices else GREY, fontsize=TEXT_PT, **style)
    mark = SIGNS[cell.verdict] + ("*" if cell.is_near else "")
    red = cell.verdict == TENSION
    ax.text(x + SIGN_X, y, mark, color=TENSION_RED if red else INK, fontsize=TEXT_PT, **style)
    one = cell.preference
    if one is None:
        ax.text(x + (LEFT + RIGHT) / 2, y, "not asked", color=GREY, fontsize=SMALL_PT, **style)
    elif one.share is None or one.low is None or one.high is None:
        said = f"said to be {one.stance}" if one.stance else "nobody answered"
        ax.text(x + (LEFT + RIGHT) / 2, y, said, color=INK, fontsize=SMALL_PT, **style)
    else:
        _bar(ax, x, y, (one.share, one.low, one.high), rule)


def _bar(ax: Axes, x: int, y: int, share: tuple[float, float, float], rule: JointRule) -> None:
    """A share with its interval on a scale from 0 to 1 and the thresholds."""
    middle, low, high = (x + LEFT + value * (RIGHT - LEFT) for value in share)
    start, end = x + LEFT, x + RIGHT
    ax.plot([start, end], [y, y], color=RULE, linewidth=0.8, zorder=1, solid_capstyle="butt")
    ax.barh(y, middle - start, left=start, height=2 * DISC, color=ACCENT, zorder=2, linewidth=0)
    ax.plot([low, high], [y, y], color=INK, linewidth=0.9, zorder=3.2)
    ax.plot([low, high], [y, y], color="white", linewidth=2.2, zorder=3.1)
    for threshold in (rule.low, rule.high):
        at = start + threshold * (end - start)
        ax.plot([at, at], [y - 0.34, y + 0.34], color="white", linewidth=1.3, zorder=2.9)
        ax.plot([at, at], [y - 0.34, y + 0.34], color=GREY, linewidth=0.7, linestyle=":", zorder=3)
