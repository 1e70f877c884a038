"""What every figure says of its data: where it came from, and whether it was made up."""

from __future__ import annotations

from collections.abc import Iterable

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from casestudy.figures.style import FOOTER_PT, GREY, PT_PER_INCH, axes_size, figure_of, wrapped
from casestudy.provenance import Provenance, merged, provenance_line

FOOTER_LINES = 3
"""More lines than this would outweigh the figure."""
FOOTER_X = 0.012
"""Where the line of provenance starts, as a share of the figure's width."""
SYNTHETIC_GID = "casestudy-synthetic"
SYNTHETIC_RED = "#b00020"


def mark_provenance(ax: Axes, provenances: Iterable[Provenance]) -> None:
    """Say under the figure where its data came from, and across it if any of them is made up.

    Parameters
    ----------
    ax : Axes
        What the data was drawn on. On a figure of several panels each adds its line once.
    provenances : iterable of Provenance
        Provenance of everything drawn.
    """
    figure, given = figure_of(ax), merged(provenances)
    before = figure.get_supxlabel().replace("\n", " ").split(" | ")
    line = footer_line(given, width=_footer_width(figure))
    lines = [text for text in before if text and text != line]
    _write_footer(figure, " | ".join([*lines, line]))
    if any(p.is_synthetic for p in given):
        _mark_synthetic(ax)


def write_footer(figure: Figure, provenances: Iterable[Provenance]) -> None:
    """Say under a figure where all its data came from, instead of what stands there."""
    _write_footer(figure, footer_line(provenances, width=_footer_width(figure)))


def footer_line(provenances: Iterable[Provenance], *, width: float) -> str:
    """Where data came from, cut to a few lines by naming fewer works of each kind.

    Parameters
    ----------
    provenances : iterable of Provenance
        Every kind is named, whatever is left out.
    width : float
        Points that a line may be long.
    """
    each = merged(provenances)
    ranks = [sum(q.kind == p.kind for q in each[:i]) for i, p in enumerate(each)]
    for most in range(max(ranks, default=0) + 1, 0, -1):
        shown = [p for p, rank in zip(each, ranks, strict=True) if rank < most]
        left = len(each) - len(shown)
        line = provenance_line(shown) + (f"; and {left} more, named in its record" if left else "")
        if wrapped(line, width=width, size=FOOTER_PT).count("\n") < FOOTER_LINES:
            return line
    return line if each else provenance_line(())


def _footer_width(figure: Figure) -> float:
    return float(figure.get_figwidth() * PT_PER_INCH * (1 - 2 * FOOTER_X) - 2)


def _write_footer(figure: Figure, line: str) -> None:
    """Put small print under a figure, broken where the figure ends."""
    figure.supxlabel(
        wrapped(line, width=_footer_width(figure), size=FOOTER_PT), x=FOOTER_X, ha="left",
        fontsize=FOOTER_PT, color=GREY, linespacing=1.25, fontfamily="DejaVu Sans",
        parse_math=False,
    )  # fmt: skip


def is_marked_synthetic(figure: Figure) -> bool:
    """Whether anything on the figure was drawn from made-up data."""
    return any(text.get_gid() == SYNTHETIC_GID for ax in figure.axes for text in ax.texts)


def fit_synthetic_mark(ax: Axes) -> None:
    """Let the word across the axes be as large as they are, once their size is settled."""
    for mark in ax.texts:
        if mark.get_gid() == SYNTHETIC_GID:
            width, height = axes_size(ax)
            mark.set_fontsize(max(min(44.0, width / 7.5, height / 3.0), 10.0))


def _mark_synthetic(ax: Axes) -> None:
    """One pale word across the axes, large but never in the way of the numbers."""
    if any(text.get_gid() == SYNTHETIC_GID for text in ax.texts):
        return
    size = min(44.0, figure_of(ax).get_figwidth() * PT_PER_INCH / 13)
    mark = ax.text(
        0.5, 0.5, "SYNTHETIC", transform=ax.transAxes, ha="center", va="center", rotation=22,
        fontsize=size, fontweight="bold", fontfamily="DejaVu Sans", color=SYNTHETIC_RED,
        alpha=0.14, zorder=9, gid=SYNTHETIC_GID,
    )  # fmt: skip
    mark.set_in_layout(False)
