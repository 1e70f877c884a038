"""A scheme drawn as a map: boxes for its codes, arrows for its relations.

Whole lines are what a work says, dashed lines are inference; the head of an arrow tells its kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from matplotlib.axes import Axes
from matplotlib.legend_handler import HandlerPatch
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from casestudy.figures import boxes as rectangles
from casestudy.figures.boxes import Point
from casestudy.figures.grids import legend_below
from casestudy.figures.marks import mark_provenance
from casestudy.figures.plans import TITLE, Plan, kind_words, label_spots, plan_of, with_title
from casestudy.figures.redrawing import drawn
from casestudy.figures.style import (
    ACCENT,
    GREY,
    INK,
    PALE_ACCENT,
    RULE,
    SMALL_PT,
    fit_height,
    house_style,
    new_axes,
)
from casestudy.qualitative import ConceptMap

LEVELS = ((ACCENT, ACCENT, "white"), (PALE_ACCENT, ACCENT, INK), ("white", GREY, INK))
"""Face, border and text of boxes, from the hub outwards."""
ARROWS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"affects": ("-|>", INK), "leads_to": ("->", INK), "part_of": ("-|>", "white")}
)
"""Shape and filling of the head, which tell the kinds apart without colour."""


def concept_map(result: ConceptMap, *, ax: Axes | None = None) -> Axes:
    """Draw the codes of a scheme as boxes and its relations as arrows.

    Parameters
    ----------
    result : ConceptMap
        Nodes, arrows and the shape they have.
    ax : Axes, optional
        To draw on; a figure of 174 mm, as high as the map needs, is made if none is given.

    Returns
    -------
    Axes
        Whole arrows are what the work says; dashed arrows are inference. The shape of the head
        tells what an arrow means. A scheme without relations is drawn around its title.
    """
    with house_style():
        ax = ax or new_axes()
        ax.set_axis_off()
        shown = with_title(result)
        if shown.edges:
            legend_below(ax, _legend(shown), handler_map={FancyArrowPatch: _arrow_in_legend()})
        mark_provenance(ax, shown.provenance)
        plan = plan_of(ax, shown)
        fit_height(ax, plan.area[1])
        ax.set_xlim(0, plan.area[0])
        ax.set_ylim(0, plan.area[1])
        _draw_edges(ax, shown, plan)
        _draw_nodes(ax, shown, plan)
    return drawn(ax, concept_map, result)


def _draw_nodes(ax: Axes, result: ConceptMap, plan: Plan) -> None:
    steps = result.layout in ("sequence", "cycle")
    for node, level in zip(result.nodes, result.levels, strict=True):
        box = plan.boxes[node]
        look: dict[str, Any] = {"ha": "center", "va": "center", "parse_math": False, "zorder": 4}
        look |= {"fontsize": plan.size, "linespacing": 1.15, "gid": f"node:{node}"}
        if node == TITLE:
            ax.text(box.x, box.y, plan.labels[node], fontweight="bold", **look)
            _draw_spokes(ax, plan)
            continue
        face, border, ink = LEVELS[1 if steps else min(level, 2)]
        corner = (box.x - box.width / 2, box.y - box.height / 2)
        frame = FancyBboxPatch(
            corner, box.width, box.height, boxstyle="round,pad=0,rounding_size=3",
            facecolor=face, edgecolor=border, linewidth=0.8, zorder=3, gid=f"node:{node}",
            clip_on=False,
        )  # fmt: skip
        ax.add_patch(frame)
        ax.text(box.x, box.y, plan.labels[node], color=ink, **look)


def _draw_spokes(ax: Axes, plan: Plan) -> None:
    """Thin lines without heads that tie codes to the title of their scheme, and claim nothing."""
    for node, box in plan.boxes.items():
        if node != TITLE:
            start, end = rectangles.ends(plan.boxes[TITLE], box)
            ax.plot([start[0], end[0]], [start[1], end[1]], color=RULE, linewidth=0.8, zorder=1)


def _draw_edges(ax: Axes, result: ConceptMap, plan: Plan) -> None:
    boxes = plan.boxes
    sideways = plan.layout == "tree"
    spots = label_spots(result, boxes, sideways=sideways)
    for number, (origin, target, kind, status) in enumerate(result.edges):
        start, end = rectangles.ends(boxes[origin], boxes[target], sideways=sideways)
        arrow = _arrow(start, end, kind=kind, status=status)
        arrow.set_gid(f"edge:{origin}>{target}")
        ax.add_patch(arrow)
        if spot := spots.get(number):
            ax.text(
                spot.x, spot.y, kind_words(kind), ha="center", va="center", fontsize=SMALL_PT,
                color=INK, zorder=2.5, gid="edge-label",
                bbox={"boxstyle": "square,pad=0.15", "facecolor": "white", "edgecolor": "none"},
            )  # fmt: skip


def _arrow(start: Point, end: Point, *, kind: str, status: str) -> FancyArrowPatch:
    shape, filling = ARROWS[kind]
    dashes: Any = (0, (3.5, 2.2)) if status == "inference" else "solid"
    return FancyArrowPatch(
        start, end, arrowstyle=shape, mutation_scale=8, shrinkA=0, shrinkB=0.8,
        facecolor=filling, edgecolor=INK, linewidth=0.8, linestyle=dashes, zorder=2,
    )  # fmt: skip


def _legend(result: ConceptMap) -> list[FancyArrowPatch]:
    """One entry for each kind and status that is drawn."""
    seen = dict.fromkeys((kind, status == "inference") for _, _, kind, status in result.edges)
    handles: list[FancyArrowPatch] = []
    for kind, is_inference in sorted(seen):
        handle = _arrow((0, 0), (1, 0), kind=kind, status="inference" if is_inference else "")
        handle.set_label(kind_words(kind) + (" (dashed: inference)" if is_inference else ""))
        handles.append(handle)
    return handles


def _arrow_in_legend() -> HandlerPatch:
    """How a legend shows an arrow: as on the map, lying."""

    def patch(
        *, orig_handle: FancyArrowPatch, width: float, height: float, **_: Any
    ) -> FancyArrowPatch:
        return FancyArrowPatch(
            (0, height / 2), (width * 1.1, height / 2), arrowstyle=orig_handle.get_arrowstyle(),
            mutation_scale=8, shrinkA=0, shrinkB=0,
        )  # fmt: skip

    return HandlerPatch(patch_func=patch)
