"""How a concept map is laid out: sizes from the renderer, then the lowest layout that is clear.

Height, line breaks and, last, the size of the text give way until nothing touches.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import networkx as nx
from matplotlib.axes import Axes

from casestudy.figures import boxes as rectangles
from casestudy.figures.boxes import Box, Places, Point, Sizes
from casestudy.figures.layouts import ARROW_GAP, LAYOUTS, least_height
from casestudy.figures.legibility import renderer_of
from casestudy.figures.style import (
    FREE_HEIGHT_GID,
    PT_PER_INCH,
    SMALL_PT,
    TEXT_PT,
    axes_size,
    figure_of,
    text_width,
    wrapped,
)  # fmt: skip
from casestudy.qualitative import ConceptMap

TITLE = ""
"""Stands for the title of the scheme among its nodes."""
PADDING: Point = (6.0, 4.0)
"""Points between a label and the border of its box."""
TEXT_SIZES = (TEXT_PT, 7.5, SMALL_PT)
LOWEST = 34.0
"""Least height of a map, in points."""
GROWTH = tuple(1.06**step for step in range(82))
"""How much higher is tried, up to about a hundred times."""
FLATTEST: Mapping[str, float] = MappingProxyType({"radial": 0.045, "cycle": 0.06})
"""Least height of a round map for each of its nodes, as a share of its width …"""
ROUND = 0.4
"""… up to this share."""
MOST_LABELLED = 12
"""With more arrows than this, words on them hide more than they tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A layout that was tried: where boxes stand, on what area, in which size of text."""

    labels: Mapping[str, str]
    sizes: Sizes
    places: Places
    area: Point
    size: float
    layout: str
    faults: int

    @property
    def boxes(self) -> dict[str, Box]:
        """The rectangle of each node."""
        return rectangles.boxes(self.places, self.sizes)


def with_title(result: ConceptMap) -> ConceptMap:
    """A map of codes without any arrow, with its title as one more node for them to stand around.

    Parameters
    ----------
    result : ConceptMap
        Any map; one that has arrows, or another shape, comes back as it is.
    """
    if result.edges or result.layout != "radial":
        return result
    return replace(
        result,
        nodes=(TITLE, *result.nodes),
        names=(result.title, *result.names),
        levels=(0, *(1 for _ in result.nodes)),
    )


def graph_of(result: ConceptMap) -> nx.DiGraph:
    """The map as a graph, its nodes in the order of the map; a title is the hub of its codes.

    Parameters
    ----------
    result : ConceptMap
        Nodes and arrows.
    """
    graph = nx.DiGraph()
    for node, level in zip(result.nodes, result.levels, strict=True):
        graph.add_node(node, level=level)
    graph.add_edges_from((origin, target) for origin, target, _, _ in result.edges)
    if TITLE in graph:
        graph.add_edges_from((node, TITLE) for node in result.nodes if node != TITLE)
    return graph


def plan_of(ax: Axes, result: ConceptMap) -> Plan:
    """The lowest layout without a fault, in the largest text that allows one."""
    width, height = axes_size(ax)
    is_free = figure_of(ax).get_gid() == FREE_HEIGHT_GID
    least = width * min(FLATTEST.get(result.layout, 0.0) * len(result.nodes), ROUND)
    heights = tuple(max(least, LOWEST) * more for more in GROWTH) if is_free else (height,)
    shapes = [result]
    if result.layout == "radial" and max(result.levels, default=0) > 1:
        shapes.append(replace(result, layout="tree"))  # where rings find no room
    found: list[Plan] = []
    for size in TEXT_SIZES:
        for shape in shapes:
            looks = [(width, size, wrap) for wrap in _wraps(shape, width)]
            found += [min(_tries(ax, shape, look, heights), key=_worth) for look in looks]
            if any(plan.faults == 0 for plan in found):
                return min(found, key=_worth)
    return min(found, key=_worth)


def _worth(plan: Plan) -> tuple[int, float]:
    return plan.faults, plan.area[1]


def _tries(
    ax: Axes, result: ConceptMap, look: tuple[float, float, float], heights: tuple[float, ...]
) -> Iterator[Plan]:
    """Layouts of growing height, up to the first without a fault."""
    width, size, wrap = look
    graph = graph_of(result)
    names = zip(result.nodes, result.names, strict=True)
    labels = {node: wrapped(name, width=wrap, size=size) for node, name in names}
    sizes = _measured(ax, labels, size)
    place = LAYOUTS[result.layout]
    needed = least_height(graph, sizes) if result.layout == "tree" else 0.0
    for height in [h for h in heights if h >= needed] or heights[-1:]:
        places = place(graph, sizes, (width, height)) if labels else {}
        boxes = rectangles.boxes(places, sizes)
        sideways = result.layout == "tree"
        faults = rectangles.conflicts(boxes, graph.edges, sideways=sideways)
        faults += _outside(boxes, (width, height))
        faults += sum(
            spot is None
            for spot in label_spots(result, boxes, sideways=result.layout == "tree").values()
        )
        yield Plan(
            layout=result.layout,
            labels=labels, sizes=sizes, places=places, area=(width, height), size=size,
            faults=faults,
        )  # fmt: skip
        if not faults:
            return


def _wraps(result: ConceptMap, width: float) -> tuple[float, ...]:
    """Widths of labels worth trying, the widest first."""
    n_columns = {"sequence": len(result.nodes), "tree": len(set(result.levels)) or 1}
    columns = n_columns.get(result.layout, 5)
    widest = min(max(width / max(columns, 1) - ARROW_GAP - 2 * PADDING[0], 72.0), 150.0)
    return tuple(dict.fromkeys(max(widest * part, 56.0) for part in (1.0, 0.82, 0.66)))


def _measured(ax: Axes, labels: Mapping[str, str], size: float) -> Sizes:
    """Size of each box in points: what the renderer gives its label, and the padding."""
    figure = figure_of(ax)
    renderer = renderer_of(figure)
    scale = PT_PER_INCH / figure.dpi
    probe = ax.text(0, 0, "", fontsize=size, parse_math=False, linespacing=1.15)
    sizes: dict[str, tuple[float, float]] = {}
    for node, label in labels.items():
        probe.set_text(label)
        box = probe.get_window_extent(renderer)
        sizes[node] = (
            box.width * scale + 2 * PADDING[0],
            box.height * scale + 2 * PADDING[1],
        )
    probe.remove()
    return sizes


def _outside(boxes: Mapping[str, Box], area: Point) -> int:
    """How many boxes reach over the edge of the area."""
    return sum(
        box.x < box.width / 2 - 0.5 or box.x > area[0] - box.width / 2 + 0.5
        or box.y < box.height / 2 - 0.5 or box.y > area[1] - box.height / 2 + 0.5
        for box in boxes.values()
    )  # fmt: skip


def label_spots(
    result: ConceptMap, boxes: Mapping[str, Box], *, sideways: bool
) -> dict[int, Box | None]:
    """Where the word of each arrow stands, by its number; None where it finds no free spot.

    Arrows bear words only if there are several kinds, and few enough of them.
    """
    kinds = {kind for _, _, kind, _ in result.edges}
    if len(kinds) < 2 or len(result.edges) > MOST_LABELLED:
        return {}
    spots: dict[int, Box | None] = {}
    for number, (origin, target, kind, _) in enumerate(result.edges):
        start, end = rectangles.ends(boxes[origin], boxes[target], sideways=sideways)
        size = (text_width(kind_words(kind), size=SMALL_PT) + 3, SMALL_PT + 3)
        taken = [*boxes.values(), *(spot for spot in spots.values() if spot)]
        along = (
            Box(start[0] + t * (end[0] - start[0]), start[1] + t * (end[1] - start[1]), *size)
            for t in (0.45, 0.35, 0.55, 0.25, 0.65)
        )
        free = (box for box in along if not any(box.touches(other) for other in taken))
        spots[number] = next(free, None)
    return spots


def kind_words(kind: str) -> str:
    """A kind of relation as it is read."""
    return kind.replace("_", " ")
