"""Concept maps: nothing touches, arrows tell what they are, layouts are those of the data."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.transforms import Bbox

from casestudy import figures
from casestudy.figures import illegible
from casestudy.figures.boxes import Box, crossings, ends, touching
from casestudy.figures.legibility import overlap, renderer_of
from casestudy.qualitative import ConceptMap

from . import made

MAPS = {
    "steps": made.steps(),
    "ring": made.ring(),
    "hub": made.hub(8),
    "hub with parts": made.hub(8, n_parts=3),
    "tree": made.hub(6, n_parts=2, layout="tree"),
    "mixed": made.mixed(),
    "loose": made.loose(),
    "two": made.hub(2),
    "one": made.hub(1),
}


def boxes(ax: Axes) -> dict[str, Bbox]:
    ax.figure.draw_without_rendering()  # type: ignore[union-attr]
    found = [p for p in ax.patches if isinstance(p, FancyBboxPatch)]
    return {str(patch.get_gid()): patch.get_window_extent() for patch in found}


def arrows(ax: Axes) -> list[FancyArrowPatch]:
    return [p for p in ax.patches if isinstance(p, FancyArrowPatch)]


@pytest.mark.parametrize("width_mm", [85, 114, 174])
@pytest.mark.parametrize("name", MAPS)
def test_nothing_touches(name: str, width_mm: float) -> None:
    ax = figures.concept_map(MAPS[name], ax=figures.new_axes(width_mm=width_mm))
    placed = boxes(ax)
    renderer = renderer_of(ax.figure)  # type: ignore[arg-type]
    labels = {
        f"label {number}": text.get_window_extent(renderer)
        for number, text in enumerate(t for t in ax.texts if t.get_gid() == "edge-label")
    }
    for (one, box), (other, other_box) in combinations((placed | labels).items(), 2):
        assert not overlap(box, other_box), f"{one} and {other}"
    assert illegible(ax.figure) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("name", MAPS)
def test_each_node_and_arrow_is_drawn(name: str) -> None:
    result = MAPS[name]
    ax = figures.concept_map(result)
    assert set(boxes(ax)) == {f"node:{node}" for node in result.nodes}
    said = {" ".join(text.get_text().split()) for text in ax.texts}
    assert {" ".join(text.split()) for text in result.names} <= said
    assert [a.get_gid() for a in arrows(ax)] == [f"edge:{o}>{t}" for o, t, _, _ in result.edges]


def test_inferred_arrows_are_dashed_and_said() -> None:
    ax = figures.concept_map(made.hub(4))
    dashed = [arrow.get_linestyle() for arrow in arrows(ax)]
    assert [line in {"-", "solid"} for line in dashed] == [True, False, True, False]
    entries = [text.get_text() for text in ax.get_legend().get_texts()]  # type: ignore[union-attr]
    assert entries == ["affects", "affects (dashed: inference)"]


def test_kinds_have_heads_of_their_own_and_words() -> None:
    ax = figures.concept_map(made.mixed())
    assert [t.get_text() for t in ax.texts if t.get_gid() == "edge-label"] == [
        "leads to", "leads to", "affects", "part of", "part of",
    ]  # fmt: skip
    heads = {(type(a.get_arrowstyle()).__name__, a.get_facecolor()[:3]) for a in arrows(ax)}
    assert len(heads) == 3


def test_arrows_of_one_kind_bear_no_words() -> None:
    ax = figures.concept_map(made.hub(4))
    assert not [t for t in ax.texts if t.get_gid() == "edge-label"]


def centres(ax: Axes, result: ConceptMap) -> list[tuple[float, float]]:
    placed = boxes(ax)
    found = [placed[f"node:{node}"] for node in result.nodes]
    return [((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2) for box in found]


def test_sequence_runs_from_left_to_right() -> None:
    places = centres(figures.concept_map(made.steps()), made.steps())
    assert [x for x, _ in places] == sorted(x for x, _ in places)
    assert max(y for _, y in places) - min(y for _, y in places) < 1


def test_narrow_sequence_breaks_into_rows() -> None:
    ax = figures.concept_map(made.steps(), ax=figures.new_axes(width_mm=85))
    assert len({round(y) for _, y in centres(ax, made.steps())}) == 2


def test_ring_goes_clockwise_from_the_top() -> None:
    top, right, bottom, left = centres(figures.concept_map(made.ring()), made.ring())
    assert top[1] > right[1] > bottom[1]
    assert left[0] < top[0] < right[0]


def test_hub_stands_in_the_middle_and_factors_go_clockwise() -> None:
    hub, *factors = centres(figures.concept_map(made.hub(8)), made.hub(8))
    assert hub[0] == pytest.approx(sum(x for x, _ in factors) / 8, abs=12)
    assert factors[0][1] == max(y for _, y in factors)
    assert factors[2][0] > hub[0] > factors[6][0]


def test_tree_stands_in_columns_in_order() -> None:
    result = made.hub(3, n_parts=2, layout="tree")
    places = dict(zip(result.nodes, centres(figures.concept_map(result), result), strict=True))
    assert places["hub"][0] < places["f0"][0] < places["f0p0"][0]
    in_order = [places[node][1] for node in result.nodes if "p" in node]
    assert in_order == sorted(in_order, reverse=True)


def test_codes_without_arrows_stand_around_their_title() -> None:
    ax = figures.concept_map(made.loose())
    assert ax.get_legend() is None
    assert [t.get_text() for t in ax.texts if t.get_fontweight() == "bold"] == [
        "Five kinds of\ncontact"
    ]
    assert len(ax.lines) == 5


def test_the_same_map_twice_has_the_same_places() -> None:
    one, other = (boxes(figures.concept_map(made.hub(8, n_parts=3))) for _ in range(2))
    assert {k: b.bounds for k, b in one.items()} == {k: b.bounds for k, b in other.items()}


def test_arrow_ends_lie_on_the_borders() -> None:
    one, other = Box(0, 0, 20, 10), Box(100, 0, 20, 10)
    assert ends(one, other) == ((10, 0), (90, 0))
    (_, low), (_, high) = ends(one, Box(100, 50, 20, 10), sideways=True)
    assert 0 < low <= 5
    assert 45 <= high < 50


def test_lines_that_cross_a_box() -> None:
    box = np.array([[50.0, 0.0, 20.0, 10.0]])
    lines = np.array(
        [[0, 0, 100, 0], [0, 20, 100, 20], [0, 0, 30, 0], [0, -50, 0, 50], [50, -50, 50, 50.0]]
    )
    assert crossings(lines, box).ravel().tolist() == [True, False, False, False, True]


def test_boxes_that_touch() -> None:
    shapes = np.array([[0.0, 0, 10, 10], [12, 0, 10, 10], [0, 12, 10, 10], [100, 100, 10, 10]])
    assert touching(shapes, gap=3) == 3
    assert touching(shapes, gap=1) == 0


def test_rings_without_room_become_a_tree() -> None:
    result = made.hub(8, n_parts=3)
    ax = figures.concept_map(result, ax=figures.new_axes(width_mm=85))
    places = dict(zip(result.nodes, centres(ax, result), strict=True))
    assert places["hub"][0] < places["f0"][0] < places["f0p0"][0]
