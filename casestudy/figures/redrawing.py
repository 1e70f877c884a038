"""Drawing a figure again for the size it is printed in.

Labels are broken and marks are sized for one width, so a figure that is merely stretched to
another cannot be read. A figure that a face made itself therefore remembers what it shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from weakref import WeakKeyDictionary

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from casestudy.figures.marks import fit_synthetic_mark
from casestudy.figures.style import FREE_HEIGHT_GID, MM_PER_INCH, figure_of, new_axes

R_contra = TypeVar("R_contra", contravariant=True)


class Face(Protocol[R_contra]):
    """A function that draws one kind of result."""

    def __call__(self, result: R_contra, *, ax: Axes | None = None) -> Axes:
        """Draw the result on the axes, or on new ones."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a figure shows, how it was drawn, and how it looked when it was done."""

    face: Face[Any]
    result: object
    looks: tuple[object, ...]


_RECIPES: WeakKeyDictionary[Figure, Recipe] = WeakKeyDictionary()
"""Forgotten with the figures; nothing else is kept between calls."""


def drawn(ax: Axes, face: Face[R_contra], result: R_contra) -> Axes:
    """The axes, with a memory of how they were drawn if their size is still open.

    Parameters
    ----------
    ax : Axes
        Drawn on just now.
    face : function
        What drew it.
    result : result
        What it shows.
    """
    fit_synthetic_mark(ax)
    figure = figure_of(ax)
    if figure.get_gid() == FREE_HEIGHT_GID:
        _RECIPES[figure] = Recipe(face, result, _looks(ax))
    return ax


def at_size(ax: Axes, *, width_mm: float, height_mm: float | None) -> Axes:
    """The axes at their size in print: drawn again where that is possible, else stretched.

    Parameters
    ----------
    ax : Axes
        Any axes. Those on which something was changed after the face had drawn them are
        stretched, so that nothing that was added is lost.
    width_mm, height_mm : float
        Outer size; without a height, it is the one the figure has or needs.

    Returns
    -------
    Axes
        New axes, or the same.
    """
    figure = figure_of(ax)
    recipe = _RECIPES.get(figure)
    is_same = height_mm is None and abs(figure.get_figwidth() * MM_PER_INCH - width_mm) < 0.01
    if recipe is not None and not is_same and recipe.looks == _looks(ax):
        return recipe.face(recipe.result, ax=new_axes(width_mm=width_mm, height_mm=height_mm))
    high = figure.get_figheight() if height_mm is None else height_mm / MM_PER_INCH
    figure.set_size_inches(width_mm / MM_PER_INCH, high)
    return ax


def _looks(ax: Axes) -> tuple[object, ...]:
    """What a person who adds to a figure would change."""
    ticks = [*ax.get_xticklabels(), *ax.get_yticklabels()] if ax.axison else []
    words = [text.get_text() for text in (*ax.texts, *ticks)]
    heads = [ax.get_title(loc=side) for side in ("left", "center", "right")]
    return (
        len(ax.get_children()),
        len(figure_of(ax).get_children()),
        *words,
        *heads,
        ax.get_xlabel(),
        ax.get_ylabel(),
        *ax.get_xlim(),
        *ax.get_ylim(),
    )
