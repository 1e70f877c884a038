"""How every figure looks: widths, text, colours.

Nothing here changes matplotlib's global settings: a figure is drawn inside `house_style()` on a
`Figure` of its own or on the axes it is given. Colour is never the only carrier of a meaning.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

WIDTHS_MM: Mapping[str, float] = MappingProxyType(
    {"single": 85.0, "one_and_half": 114.0, "double": 174.0}
)
"""Widths that journals print: one column, one and a half, two."""

MM_PER_INCH = 25.4
PT_PER_INCH = 72.0

DPI = 300
"""Of pictures in dots; fine enough that letters are as wide as in vector files."""

TEXT_PT = 8.0
SMALL_PT = 7.0
"""For numbers inside marks and words on arrows."""
FOOTER_PT = 6.5
"""For the line of provenance."""

INK = "#1f2933"
GREY = "#5f6b76"
"""Still 4.5 to 1 on white."""
HAIRLINE = "#dfe3e8"
RULE = "#b6bfc9"
ACCENT = "#274c77"
PALE_ACCENT = "#dbe7f3"

THEME_COLOURS = (
    "#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6",
    "#a96b59", "#e76300", "#b9ac70", "#717581", "#92dadd",
)  # fmt: skip
"""Ten colours that stay apart for colour-blind readers (petroff10 of matplotlib)."""

FREE_HEIGHT_GID = "casestudy-free-height"
"""Marks a figure whose height nobody has fixed."""
BREAKS = re.compile(r"(?<=[_\-./])(?=[^_\-./])")
"""Where a word that is too wide may be broken."""

RC: Mapping[str, Any] = MappingProxyType({
    "font.family": ["DejaVu Sans"],
    "font.size": TEXT_PT,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.labelsize": TEXT_PT,
    "axes.titlesize": TEXT_PT,
    "axes.linewidth": 0.6,
    "axes.facecolor": "white",
    "figure.facecolor": "white",
    "hatch.linewidth": 0.7,
    "legend.fontsize": TEXT_PT,
    "legend.frameon": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": TEXT_PT,
    "ytick.labelsize": TEXT_PT,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "svg.hashsalt": "casestudy",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "ps.fonttype": 42,
    "path.simplify": False,
    "savefig.bbox": None,
    "savefig.facecolor": "white",
    "savefig.transparent": False,
})  # fmt: skip
"""Settings a figure is drawn and saved in."""


def house_style() -> AbstractContextManager[None]:
    """A context in which matplotlib draws as the house does; nothing outside it changes.

    Examples
    --------
    >>> import matplotlib
    >>> before = matplotlib.rcParams["font.size"]
    >>> with house_style():
    ...     print(matplotlib.rcParams["font.size"])
    8.0
    >>> matplotlib.rcParams["font.size"] == before
    True
    """
    settings: Any = dict(RC)
    return rc_context(settings)


def new_axes(*, width_mm: float = 174.0, height_mm: float | None = None) -> Axes:
    """Axes on a figure of their own, of the size it will have in print.

    Parameters
    ----------
    width_mm : float
        Outer width of the figure in millimetres; `WIDTHS_MM` has the usual ones.
    height_mm : float, optional
        Outer height; without it the figure becomes as high as what is drawn on it needs.

    Returns
    -------
    Axes
        The only axes of a figure with constrained layout.

    Examples
    --------
    >>> ax = new_axes(width_mm=85, height_mm=60)
    >>> round(float(ax.get_figure(root=True).get_figwidth() * 25.4), 6)
    85.0
    """
    with house_style():
        size = (width_mm / MM_PER_INCH, (height_mm or 90.0) / MM_PER_INCH)
        figure = Figure(figsize=size, dpi=DPI, layout="constrained")
        figure.set_gid(FREE_HEIGHT_GID if height_mm is None else None)
        FigureCanvasAgg(figure)
        return figure.add_subplot()


def figure_of(ax: Axes) -> Figure:
    """The figure that axes stand on, however deeply they are nested.

    Raises
    ------
    ValueError
        If the axes were taken off their figure.
    """
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("these axes stand on no figure any more; draw on axes of a figure")
    return figure


def axes_size(ax: Axes) -> tuple[float, float]:
    """Width and height of the axes in points, once the layout has made room for all labels."""
    figure = figure_of(ax)
    figure.draw_without_rendering()
    box = ax.get_window_extent()
    scale = PT_PER_INCH / figure.dpi
    return float(box.width) * scale, float(box.height) * scale


def fit_height(ax: Axes, points: float) -> None:
    """Let the axes be `points` high, unless somebody fixed the height of their figure."""
    figure = figure_of(ax)
    if figure.get_gid() != FREE_HEIGHT_GID:
        return
    for _ in range(2):
        missing = points - axes_size(ax)[1]
        figure.set_figheight(figure.get_figheight() + missing / PT_PER_INCH)


def text_width(text: str, *, size: float = TEXT_PT) -> float:
    """How wide a line of text is in print, in points.

    Examples
    --------
    >>> text_width("trust") < text_width("trustworthiness")
    True
    """
    font = FontProperties(family="DejaVu Sans", size=size)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, False)
    return float(width)


def wrapped(text: str, *, width: float, size: float = TEXT_PT) -> str:
    r"""A text broken between words so that no line is wider than it must be.

    Parameters
    ----------
    text : str
        Words; line breaks count as blanks. A word that is too wide is broken after `_`, `-`,
        `.` or `/`, if it has one.
    width : float
        Greatest width of a line in points; a single word may still be wider.
    size : float
        Size of the text in points.

    Examples
    --------
    >>> wrapped("customer experiences", width=60)
    'customer\nexperiences'
    """
    lines: list[str] = []
    for word in text.split():
        fits = text_width(word, size=size) <= width
        for number, piece in enumerate([word] if fits else BREAKS.split(word)):
            longer = (lines[-1] + (" " if number == 0 else "") if lines else "") + piece
            if lines and text_width(longer, size=size) <= width:
                lines[-1] = longer
            else:
                lines.append(piece)
    return "\n".join(lines)


def text_on(colour: str) -> str:
    """Black or white: whichever is easier to read on a colour.

    Examples
    --------
    >>> text_on("#ffa90e"), text_on("#832db6")
    ('black', 'white')
    """
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    luminance = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    # the two contrasts of WCAG are equal at this luminance
    return "black" if (luminance + 0.05) ** 2 > 0.05 * 1.05 else "white"
