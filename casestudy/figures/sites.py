"""What websites show, drawn: themes by sites, and features by sites."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.patches import Patch, Rectangle

from casestudy.assist import SiteAudit
from casestudy.figures.grids import (
    HALO,
    HATCHED,
    UNKNOWN,
    UNKNOWN_LABEL,
    labelled_grid,
    sign,
    write_cells,
)
from casestudy.figures.redrawing import drawn
from casestudy.figures.style import (
    ACCENT,
    INK,
    PALE_ACCENT,
    TEXT_PT,
    THEME_COLOURS,
    house_style,
    text_on,
)

SHADES = LinearSegmentedColormap.from_list("casestudy-shades", [PALE_ACCENT, ACCENT])
NOT_OBSERVED = "–"


def site_themes(result: SiteAudit, *, ax: Axes | None = None) -> Axes:
    """Draw how much each site shows of each theme: the heat map of an audit.

    Parameters
    ----------
    result : SiteAudit
        Themes become rows in codebook order, sites columns.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        A cell with "3/12" where three of twelve features were observed, the darker the greater
        the share; hatched where only shells are present; "–" not observed; "?" unknown.
    """
    with house_style():
        n_features = np.array([_n_features(result, theme) for theme in result.themes])
        names = {theme.id: theme.name for theme in result.codebook.themes}
        states = result.theme_states
        shown = Patch(color=ACCENT, label="features observed / looked for; darker: a greater share")
        ax, _ = labelled_grid(
            ax, rows=[names[theme] for theme in result.themes], columns=result.site_names,
            handles=[*([shown] if "observed" in states else []), *_legend(states)],
            provenance=result.provenance,
        )  # fmt: skip
        share = result.n_observed / n_features[:, None]
        for y, x in np.argwhere(states == "observed"):
            colour = to_hex(SHADES(float(share[y, x])))
            _fill(ax, x, y, {"facecolor": colour, "linewidth": 0})
            number = f"{result.n_observed[y, x]}/{n_features[y]}"
            write_cells(ax, [(x, y, number)], colour=text_on(colour), zorder=4)
        _other_states(ax, states)
    return drawn(ax, site_themes, result)


def site_features(result: SiteAudit, *, ax: Axes | None = None) -> Axes:
    """Draw which features each site shows.

    Parameters
    ----------
    result : SiteAudit
        Features become rows, sites columns; audit single themes for a figure that fits on a page.
    ax : Axes, optional
        To draw on; a figure of 174 mm is made if none is given.

    Returns
    -------
    Axes
        A cell in the colour of the theme with the number of pages where a feature was observed;
        hatched where only its shell is present; "–" not observed; "?" unknown.
    """
    with house_style():
        shown = Patch(color=INK, label="observed, with the number of pages; colours are themes")
        ax, _ = labelled_grid(
            ax, rows=[one.name for one in result.features], columns=result.site_names,
            handles=[*([shown] if "observed" in result.states else []), *_legend(result.states)],
            provenance=result.provenance,
        )  # fmt: skip
        colours = {
            theme.id: theme.colour or THEME_COLOURS[number % len(THEME_COLOURS)]
            for number, theme in enumerate(result.codebook.themes)
        }
        for y, x in np.argwhere(result.states == "observed"):
            colour = colours[result.features[y].theme]
            _fill(ax, x, y, {"facecolor": colour, "linewidth": 0})
            number = str(result.n_pages[y, x])
            write_cells(ax, [(x, y, number)], colour=text_on(colour), zorder=4)
        _other_states(ax, result.states)
    return drawn(ax, site_features, result)


def _n_features(result: SiteAudit, theme: str) -> int:
    return sum(one.theme == theme for one in result.features)


def _legend(states: npt.NDArray[np.object_]) -> Sequence[Any]:
    """Entries for the states that occur; what unknown means is said in any case."""
    handles: list[Any] = []
    if "present" in states:
        handles.append(Patch(**HATCHED, label="present, its content was not loaded"))
    if "not observed" in states:
        handles.append(sign(NOT_OBSERVED, "not observed in complete captures (not: no)"))
    return [*handles, sign(UNKNOWN, UNKNOWN_LABEL)]


def _other_states(ax: Axes, states: npt.NDArray[np.object_]) -> None:
    for y, x in np.argwhere(states == "present"):
        _fill(ax, x, y, HATCHED)
        write_cells(ax, [(x, y, "shell")], colour=INK, zorder=4, bbox=HALO)
    for state, word in (("not observed", NOT_OBSERVED), ("unknown", UNKNOWN)):
        cells = [(x, y, word) for y, x in np.argwhere(states == state)]
        write_cells(ax, cells, fontsize=TEXT_PT)


def _fill(ax: Axes, x: int, y: int, look: dict[str, Any]) -> None:
    """A cell, all but a thin edge."""
    ax.add_patch(Rectangle((x - 0.47, y - 0.44), 0.94, 0.88, zorder=3, **look))
