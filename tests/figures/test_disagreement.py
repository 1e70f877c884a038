"""Disagreement drawn: lanes, amounts, marks, and that everything can be read."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from casestudy import figures
from casestudy.provenance import provenance_line

from . import made
from . import made_agreement as results

FACES: dict[str, tuple[Callable[..., Axes], Callable[..., object]]] = {
    "timeline": (figures.coder_timeline, results.timeline),
    "confusion": (figures.confusion_matrix, results.confusion),
    "drift": (figures.agreement_over_time, results.drift),
}


def words(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("width_mm", [85, 114, 174])
@pytest.mark.parametrize("name", FACES)
def test_everything_can_be_read(name: str, width_mm: float) -> None:
    face, make = FACES[name]
    ax = face(make(made.SYNTHETIC), ax=figures.new_axes(width_mm=width_mm))
    assert figures.illegible(ax.figure) == []


@pytest.mark.parametrize("name", FACES)
def test_provenance_and_the_synthetic_mark(name: str) -> None:
    face, make = FACES[name]
    for provenance, is_due in ((made.PUBLISHED, False), (made.SYNTHETIC, True)):
        ax = face(make(provenance))
        assert words(ax).count("SYNTHETIC") == int(is_due)
        assert ax.figure.get_supxlabel().replace("\n", " ") == provenance_line((provenance,))


def test_the_timeline_has_a_lane_for_each_coder_and_one_for_differences() -> None:
    result = results.timeline(made.PUBLISHED)
    ax = figures.coder_timeline(result)
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == [*result.coders, "coders differ"]
    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    lanes = [round(bar.get_y() + bar.get_height() / 2) for bar in bars]
    for lane, coder in enumerate(result.coders):
        assert lanes.count(lane) == (result.segments["coder"] == coder).sum()
    strip = [bar for bar in bars if bar.get_height() < 0]
    spans = sorted((bar.get_x(), bar.get_x() + bar.get_width()) for bar in strip)
    expected = result.differences[["start", "end"]].to_numpy().tolist()
    np.testing.assert_allclose(spans, expected)
    assert f"differ on {result.share_differing:.0%}" in ax.get_title(loc="left").replace("\n", " ")
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend == [f"{n} {name}" for n, name in enumerate(result.code_names, start=1)]


def test_a_timeline_of_one_coder_has_nothing_to_compare() -> None:
    from casestudy import agreement
    from casestudy.agreement import typed_continuum

    data = typed_continuum([("a", "s", "x", 0, 3)], lengths={"s": 9}, atom="word",
                           provenance=(made.PUBLISHED,))  # fmt: skip
    ax = figures.coder_timeline(agreement.coder_timeline(data, source="s"))
    assert figures.illegible(ax.figure) == []


def test_the_confusion_matrix_shows_each_amount_and_leaves_out_what_nobody_gave() -> None:
    result = results.confusion(made.PUBLISHED)
    ax = figures.confusion_matrix(result)
    rows = [label.get_text() for label in ax.get_yticklabels()]
    assert rows == [*results.CODES, "no code"]
    legend = ax.get_legend().get_title().get_text().replace("\n", " ")
    assert "all pairs of 3 coders, both ways" in legend
    assert "codes that nobody gave: 1" in legend
    cells = {tuple(text.get_position()): text.get_text() for text in ax.texts}
    for y in range(3):
        for x in range(3):
            amount = result.amounts[y, x]
            shown = cells[float(x), float(y)]
            assert shown == "·" if not amount else float(shown) == pytest.approx(amount, abs=0.5)
    two = figures.confusion_matrix(results.confusion(made.PUBLISHED, n_coders=2))
    assert "rows: c0; columns: c1" in two.get_legend().get_title().get_text().replace("\n", " ")


def test_drift_has_a_point_a_part_with_its_dates() -> None:
    ax = figures.agreement_over_time(results.drift(made.PUBLISHED))
    values = ax.lines[0].get_ydata()
    assert list(values) == results.drift().to_frame()["value"].tolist()
    ticks = [label.get_text() for label in ax.get_xticklabels()]
    assert ticks[0].startswith("6 Jan 2026")
    assert ticks[0].endswith("4 units")


def test_an_undefined_part_is_named() -> None:
    ax = figures.agreement_over_time(results.drift(made.PUBLISHED, n_parts=4))
    assert "undefined" in words(ax)
    assert figures.illegible(ax.figure) == []
