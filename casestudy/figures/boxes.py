"""Rectangles of a concept map, in points: where arrows meet them and whether any are in the way."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Point = tuple[float, float]
Sizes = Mapping[str, tuple[float, float]]
Places = dict[str, Point]
Floats = npt.NDArray[np.float64]

GAP = 7.0
"""Points that stay free between two boxes."""
SHORTEST_ARROW = 16.0
"""Points of an arrow that must be seen between two boxes."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its centre and its size, in points."""

    x: float
    y: float
    width: float
    height: float

    def touches(self, other: Box, *, gap: float = 0.0) -> bool:
        """Whether less than `gap` lies between the two."""
        return (
            abs(self.x - other.x) < (self.width + other.width) / 2 + gap
            and abs(self.y - other.y) < (self.height + other.height) / 2 + gap
        )

    def edge_towards(self, point: Point) -> Point:
        """Where the line from the centre to a point leaves the rectangle."""
        dx, dy = point[0] - self.x, point[1] - self.y
        if dx == dy == 0:
            return self.x, self.y
        across = self.width / 2 / abs(dx) if dx else math.inf
        along = self.height / 2 / abs(dy) if dy else math.inf
        part = min(across, along)
        return self.x + part * dx, self.y + part * dy


def boxes(places: Places, sizes: Sizes) -> dict[str, Box]:
    """The rectangle of each node."""
    return {node: Box(*places[node], *sizes[node]) for node in places}


def ends(one: Box, other: Box, *, sideways: bool = False) -> tuple[Point, Point]:
    """Where an arrow between two boxes leaves the one and meets the other.

    Parameters
    ----------
    one, other : Box
        From and to.
    sideways : bool
        Whether it runs from side to side, as between columns, and not from centre to centre.
    """
    if sideways and abs(one.x - other.x) > (one.width + other.width) / 2:
        way, rise = (1 if other.x > one.x else -1), other.y - one.y
        # steeper arrows meet the side further from its middle, so that their heads stay apart
        slant = 0.42 * rise / (abs(rise) + abs(other.x - one.x))
        return (
            (one.x + way * one.width / 2, one.y + slant * one.height),
            (other.x - way * other.width / 2, other.y - slant * other.height),
        )
    return one.edge_towards((other.x, other.y)), other.edge_towards((one.x, one.y))


def conflicts(
    placed: Mapping[str, Box], edges: Iterable[tuple[str, str]], *, sideways: bool = False
) -> int:
    """How many pairs of boxes touch, how many arrows are too short or run through a box.

    Parameters
    ----------
    placed : mapping of str to Box
        The boxes by their nodes.
    edges : iterable of (origin, target)
        What arrows link.
    sideways : bool
        As in `ends`.
    """
    number = {node: i for i, node in enumerate(placed)}
    shapes = np.array([(b.x, b.y, b.width, b.height) for b in placed.values()]).reshape(-1, 4)
    pairs = [(number[origin], number[target]) for origin, target in edges]
    lines = np.array(
        [
            (*start, *end)
            for start, end in (
                ends(placed[origin], placed[target], sideways=sideways) for origin, target in edges
            )
        ]
    ).reshape(-1, 4)
    crossed = crossings(lines, shapes)
    for line, pair in enumerate(pairs):
        crossed[line, list(pair)] = False
    lengths = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
    return int(touching(shapes) + crossed.sum() + (lengths < SHORTEST_ARROW).sum())


def touching(shapes: Floats, *, gap: float = GAP / 2) -> int:
    """How many pairs of boxes have less than `gap` between them.

    Parameters
    ----------
    shapes : array of float, shape (n, 4)
        Centre, width and height of each box.
    gap : float
        Points that must stay free.
    """
    apart = [
        np.abs(np.subtract.outer(shapes[:, axis], shapes[:, axis]))
        - np.add.outer(shapes[:, axis + 2], shapes[:, axis + 2]) / 2
        for axis in (0, 1)
    ]
    close = (apart[0] < gap) & (apart[1] < gap)
    return int(np.triu(close, k=1).sum())


def crossings(lines: Floats, shapes: Floats, *, rim: float = 1.0) -> npt.NDArray[np.bool_]:
    """Which lines run through which boxes.

    Parameters
    ----------
    lines : array of float, shape (n_lines, 4)
        Start and end of each straight line.
    shapes : array of float, shape (n_boxes, 4)
        Centre, width and height of each box.
    rim : float
        Points around a box that count as the box.

    Returns
    -------
    array of bool, shape (n_lines, n_boxes)
    """
    low = np.zeros((len(lines), len(shapes)))
    high = np.ones_like(low)
    for axis in (0, 1):
        start, way = lines[:, [axis]], lines[:, [axis + 2]] - lines[:, [axis]]
        still = np.where(way == 0, 1e-9, way)  # a line along the other axis
        centre, half = shapes[:, axis], shapes[:, axis + 2] / 2 + rim
        one, other = (centre - half - start) / still, (centre + half - start) / still
        low = np.maximum(low, np.minimum(one, other))
        high = np.minimum(high, np.maximum(one, other))
    return low < high
