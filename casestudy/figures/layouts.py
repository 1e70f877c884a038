"""Where the boxes of a concept map stand: plain geometry in points, nothing drawn.

The shape comes from networkx (rings, layers, springs); the sizes of the boxes then spread it until
no box touches another. All steps are deterministic.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

import networkx as nx
import numpy as np

from casestudy.figures.boxes import GAP, Places, Point, Sizes, boxes, conflicts

ARROW_GAP = 26.0
"""Points that an arrow between neighbours needs."""
WIDEST_GAP = 120.0
"""Points between two columns beyond which arrows only get longer."""
FLATNESS = 2.2
"""A ring is at most so much wider than high."""
TURNS = 400
"""Steps in which the way round an ellipse is measured."""


def undirected(graph: nx.Graph) -> nx.Graph:
    """The graph without directions, its neighbours in the order in which the links were added.

    networkx's own view joins neighbours as sets, whose order differs from run to run.
    """
    plain = nx.Graph()
    plain.add_nodes_from(graph.nodes)
    plain.add_edges_from(graph.edges)
    return plain


def radial(graph: nx.Graph, sizes: Sizes, area: Point) -> Places:
    """A hub in the middle and its neighbours on rings around it, those of one spoke together."""
    hub = max(graph, key=lambda node: (nx.degree(graph, node), -list(graph).index(node)))
    rings = [list(ring) for ring in nx.bfs_layers(undirected(graph), hub)]
    stray = [node for node in graph if not any(node in ring for ring in rings)]
    rings = [*rings[:-1], [*rings[-1], *stray]] if stray else rings
    seats = _seats(graph, rings)
    middle = (area[0] / 2, area[1] / 2)
    tries = [
        _on_rings(rings, seats, sizes, middle, turn=turn, even=even)
        for turn in ((0.5,) if len(graph) == 3 else (0.0, 0.5))
        for even in (0.0, 0.34, 0.67, 1.0)
    ]
    return min(tries, key=lambda places: conflicts(boxes(places, sizes), graph.edges))


def tree(graph: nx.Graph, sizes: Sizes, area: Point) -> Places:
    """Layers from left to right; in each layer nodes of one origin stand together."""
    layers = _layers(graph)
    for number, layer in enumerate(layers):
        for node in layer:
            graph.nodes[node]["layer"] = number
    drawn = nx.multipartite_layout(graph, subset_key="layer", align="vertical")
    columns = sorted({float(place[0]) for place in drawn.values()})
    centres = _column_centres(layers, sizes, area[0])
    height = {node: y for layer in layers for node, y in _rows(layer, sizes, area[1]).items()}
    _settle(graph, layers, height, sizes, area[1])
    return {node: (centres[columns.index(float(drawn[node][0]))], height[node]) for node in graph}


def least_height(graph: nx.Graph, sizes: Sizes) -> float:
    """How high a tree must be at least for the boxes of its fullest column, in points."""
    return max(sum(sizes[node][1] + GAP / 2 for node in layer) for layer in _layers(graph))


def sequence(graph: nx.Graph, sizes: Sizes, area: Point) -> Places:
    """Steps in a row; where they do not fit, in rows that run forth and back."""
    nodes = list(graph)
    widest = max(sizes[node][0] for node in nodes)
    fits = int((area[0] + ARROW_GAP) // (widest + ARROW_GAP))
    n_rows = -(-len(nodes) // max(fits, 1))
    per_row = -(-len(nodes) // n_rows)
    step = area[0] / per_row
    places: Places = {}
    for number, node in enumerate(nodes):
        row, column = divmod(number, per_row)
        column = column if row % 2 == 0 else per_row - 1 - column
        places[node] = ((column + 0.5) * step, area[1] * (1 - (row + 0.5) / n_rows))
    return places


def cycle(graph: nx.Graph, sizes: Sizes, area: Point) -> Places:
    """Steps clockwise on a ring, the first on top."""
    nodes = list(graph)
    seats = {node: number / len(nodes) for number, node in enumerate(nodes)}
    return _on_ellipse(nodes, seats, sizes, (area[0] / 2, area[1] / 2), 1.0)


def springs(graph: nx.Graph, sizes: Sizes, area: Point) -> Places:
    """Nodes that are linked near each other (Kamada and Kawai), for graphs of no plain shape."""
    drawn = nx.kamada_kawai_layout(undirected(graph))
    points = np.array([drawn[node] for node in graph], dtype=float)
    low, span = points.min(axis=0), np.ptp(points, axis=0)
    room = np.array([max(size) for size in zip(*sizes.values(), strict=True)])
    scaled = (points - low) / np.where(span == 0, 1, span) * (np.array(area) - room) + room / 2
    return {node: (float(x), float(y)) for node, (x, y) in zip(graph, scaled, strict=True)}


LAYOUTS: Mapping[str, Callable[[nx.Graph, Sizes, Point], Places]] = MappingProxyType(
    {"radial": radial, "tree": tree, "sequence": sequence, "cycle": cycle, "springs": springs}
)


def _seats(graph: nx.Graph, rings: Sequence[Sequence[str]]) -> dict[str, float]:
    """For each node its way round, 0 to 1: outermost nodes evenly, others amid their followers."""
    linked = undirected(graph)
    depth = {node: number for number, ring in enumerate(rings) for node in ring}
    inner = {n: [m for m in linked[n] if depth[m] == depth[n] - 1] for n in depth}
    followers: dict[str, list[str]] = {node: [] for node in depth}
    for node, nearer in inner.items():
        if nearer:
            followers[nearer[0]].append(node)
    order = _depth_first(rings[0][0], followers) + [n for n in depth if not inner[n] and depth[n]]
    last = [node for node in order if not followers[node]]
    seats = {node: number / len(last) for number, node in enumerate(last)}
    for ring in reversed(rings):
        for node in ring:
            if followers[node]:
                seats[node] = float(np.mean([seats[other] for other in followers[node]]))
    return seats


def _depth_first(node: str, followers: Mapping[str, Sequence[str]]) -> list[str]:
    found = [node]
    for other in followers[node]:
        found += _depth_first(other, followers)
    return found


def _on_rings(
    rings: Sequence[Sequence[str]],
    seats: Mapping[str, float],
    sizes: Sizes,
    middle: Point,
    *,
    turn: float,
    even: float,
) -> Places:
    """Rings of one centre; `even` moves nodes from amid their followers to equal distances."""
    places = {rings[0][0]: middle}
    n_ends = max(len({round(seat, 9) for seat in seats.values()}), 1)
    for number, ring in enumerate(rings[1:], start=1):
        share = number / (len(rings) - 1)
        ordered = sorted(ring, key=lambda node: seats[node])
        first = float(np.mean([seats[n] - i / len(ring) for i, n in enumerate(ordered)]))
        blended = {
            node: (1 - even) * seats[node] + even * (first + i / len(ring)) + turn / n_ends
            for i, node in enumerate(ordered)
        }
        places |= _on_ellipse(ordered, blended, sizes, middle, share)
    return places


def _on_ellipse(
    nodes: Sequence[str], seats: Mapping[str, float], sizes: Sizes, middle: Point, share: float
) -> Places:
    """Nodes clockwise on an ellipse, their distances measured in boxes and not in points."""
    width = max(sizes[node][0] for node in nodes)
    height = max(sizes[node][1] for node in nodes)
    flat = max(FLATNESS * middle[1], (width + WIDEST_GAP) / share)
    radius = (min(middle[0] - width / 2, flat) * share, (middle[1] - height / 2) * share)
    angles = np.linspace(0, 2 * np.pi, TURNS + 1)
    x, y = radius[0] * np.sin(angles), radius[1] * np.cos(angles)
    # two equal boxes are clear of each other when they differ by a box in either direction
    steps = np.maximum(np.abs(np.diff(x)) / (width + GAP), np.abs(np.diff(y)) / (height + GAP))
    way = np.concatenate([[0.0], np.cumsum(steps)])
    way /= way[-1] or 1.0
    found = {node: float(np.interp(seats[node] % 1.0, way, angles)) for node in nodes}
    return {
        node: (middle[0] + radius[0] * math.sin(angle), middle[1] + radius[1] * math.cos(angle))
        for node, angle in found.items()
    }


def _layers(graph: nx.Graph) -> list[list[str]]:
    """Nodes by their steps from a root: along the arrows, else by the levels they bear."""
    levels = nx.get_node_attributes(graph, "level")
    found = [[n for n in graph if levels[n] == level] for level in sorted(set(levels.values()))]
    if len(found) < 2 and nx.is_directed_acyclic_graph(graph):
        found = [sorted(one, key=list(graph).index) for one in nx.topological_generations(graph)]
    linked = undirected(graph)
    for before, layer in pairwise(found):
        rank = {node: number for number, node in enumerate(before)}
        layer.sort(key=lambda n: min((rank[m] for m in linked[n] if m in rank), default=-1))
    return found


def _column_centres(layers: Sequence[Sequence[str]], sizes: Sizes, width: float) -> list[float]:
    """Columns as wide as their widest box, what is left over between and beside them."""
    widths = [max(sizes[node][0] for node in layer) for layer in layers]
    gap = min((width - sum(widths)) / max(len(layers) - 1, 1), WIDEST_GAP)
    margin = max((width - sum(widths) - gap * (len(layers) - 1)) / 2, 0.0)
    starts = [margin + sum(widths[:number]) + number * gap for number in range(len(layers))]
    return [start + own / 2 for start, own in zip(starts, widths, strict=True)]


def _rows(layer: Sequence[str], sizes: Sizes, height: float) -> dict[str, float]:
    """Heights of the nodes of a column, each with room in proportion to its box."""
    needs = np.array([sizes[node][1] + GAP for node in layer])
    below = np.cumsum(needs) - needs / 2
    return {
        node: float(height * (1 - y)) for node, y in zip(layer, below / needs.sum(), strict=True)
    }


def _settle(
    graph: nx.Graph,
    layers: Sequence[Sequence[str]],
    height: dict[str, float],
    sizes: Sizes,
    area: float,
) -> None:
    """Move nodes towards what they are linked with, in order and never onto each other."""
    fullest = max(range(len(layers)), key=lambda number: len(layers[number]))
    inwards = [*range(fullest - 1, -1, -1), *range(fullest + 1, len(layers))]
    linked = undirected(graph)
    for number in inwards:
        near = set(layers[number + 1 if number < fullest else number - 1])
        for node in layers[number]:
            around = [height[other] for other in linked[node] if other in near]
            height[node] = float(np.mean(around)) if around else height[node]
        _spread(layers[number], height, sizes, area)


def _spread(ordered: Sequence[str], height: dict[str, float], sizes: Sizes, area: float) -> None:
    """Push the boxes of one column apart: first down, then up from the lower edge."""
    for above, below in pairwise(ordered):
        free = (sizes[above][1] + sizes[below][1]) / 2 + GAP
        height[below] = min(height[below], height[above] - free)
    floor = sizes[ordered[-1]][1] / 2
    height[ordered[-1]] = max(height[ordered[-1]], floor)
    for below, above in pairwise(reversed(ordered)):
        free = (sizes[above][1] + sizes[below][1]) / 2 + GAP
        height[above] = max(height[above], height[below] + free)
