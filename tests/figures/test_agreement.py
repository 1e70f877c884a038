"""What is drawn of agreement: points, lines, limits, numbers."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from casestudy import figures
from casestudy.agreement import Agreement, Agreements
from casestudy.figures import illegible
from casestudy.intervals import Interval
from casestudy.provenance import Provenance

from . import made

METHOD = "expanded BCa bootstrap over sources, 10,000 resamples"


def row(about: str, value: float, low: float = math.nan, high: float = math.nan) -> Agreement:
    return Agreement(
        coefficient="Krippendorff's alpha (nominal)",
        value=value,
        coders=("anna", "ben"),
        n_units=120,
        n_pairable=240,
        interval=Interval(low=low, high=high, level=0.95, method=METHOD),
        n_sources=12,
        about=about,
        unit="turn",
        undefined="nobody judged any unit" if math.isnan(value) else "",
        provenance=(made.PUBLISHED,),
    )


def themes(*provenance: Provenance) -> Agreements:
    rows = (
        row("trust", 0.8123, 0.71, 0.89),
        row("ease of use and effortless service", -0.0512, -0.21, 0.13),
        row("price", 0.5),
        row("never coded", math.nan),
    )
    given = provenance or (made.PUBLISHED,)
    return Agreements(rows=tuple(replace(one, provenance=given) for one in rows))


def points(ax: Axes) -> list[tuple[float, float]]:
    found = [line for line in ax.lines if line.get_marker() == "o"]
    return [(float(line.get_xdata()[0]), float(line.get_ydata()[0])) for line in found]


def spans(ax: Axes) -> list[tuple[float, float]]:
    def is_span(line: Line2D) -> bool:
        x, y = line.get_xdata(), line.get_ydata()
        return line.get_marker() == "None" and len(x) == 2 and y[0] == y[1] and x[0] != x[1]

    return [tuple(np.asarray(line.get_xdata(), dtype=float)) for line in ax.lines if is_span(line)]


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def test_points_lines_and_numbers() -> None:
    ax = figures.agreement_forest(themes(), scale="krippendorff")
    assert points(ax) == [(0.8123, 0.0), (-0.0512, 1.0), (0.5, 2.0)]
    assert spans(ax) == [(0.71, 0.89), (-0.21, 0.13)]
    numbers = ["0.81 [0.71, 0.89]", "−0.05 [−0.21, 0.13]", "0.50"]
    assert [text for text in texts(ax) if text[:1] in "0−" and text] == numbers
    assert "not defined" in texts(ax)
    assert ax.yaxis_inverted()
    assert ax.get_yticklabels()[0].get_text() == "trust"


def test_the_benchmark_is_drawn_and_named() -> None:
    ax = figures.agreement_forest(themes(), scale="krippendorff")
    [shade] = ax.patches
    assert (shade.get_x(), shade.get_x() + shade.get_width()) == pytest.approx((0.8, 1.0))
    dashed = [line for line in ax.lines if line.get_linestyle() == "--"]
    assert [float(line.get_xdata()[0]) for line in dashed] == [0.667]
    below = " ".join(ax.get_xlabel().split())
    assert "shaded: reliable from 0.8" in below
    assert "dashed: tentative conclusions only from 0.667; Krippendorff (2019)" in below
    assert f"lines: 95% interval ({METHOD})" in below
    assert below.startswith("Krippendorff's alpha (nominal); 120 turns")


def test_coefficients_name_the_rows_where_they_differ() -> None:
    both = Agreements(rows=(row("trust", 0.8), replace(row("trust", 0.6), coefficient="AC1")))
    ax = figures.agreement_forest(both, scale="altman")
    labels = [" ".join(label.get_text().split()) for label in ax.get_yticklabels()]
    assert labels == ["Krippendorff's alpha (nominal)", "AC1"]
    assert ax.get_xlabel().startswith("trust; 120 turns")
    alone = figures.agreement_forest(row("trust", 0.8), scale="altman")
    assert len(points(alone)) == 1


def test_an_interval_beyond_the_axis_gets_an_arrow() -> None:
    ax = figures.agreement_forest(row("trust", 0.2, -2.5, 0.9), scale="altman")
    arrows = [line for line in ax.lines if line.get_marker() == "<"]
    assert len(arrows) == 1
    assert ax.get_xlim()[0] >= -1.1


def test_a_scale_that_is_not_known() -> None:
    with pytest.raises(ValueError, match="scale 'gut' is not known; allowed are landis_koch"):
        figures.agreement_forest(themes(), scale="gut")


@pytest.mark.parametrize("width_mm", [85, 114, 174])
@pytest.mark.parametrize("scale", ["krippendorff", "landis_koch"])
def test_every_text_can_be_read(scale: str, width_mm: float) -> None:
    ax = figures.agreement_forest(themes(), scale=scale, ax=figures.new_axes(width_mm=width_mm))
    assert illegible(ax.figure) == []  # type: ignore[arg-type]


def test_made_up_data_is_marked() -> None:
    for provenance, is_due in ((made.PUBLISHED, False), (made.SYNTHETIC, True)):
        ax = figures.agreement_forest(themes(provenance), scale="fleiss")
        assert ("SYNTHETIC" in texts(ax)) == is_due


def test_it_is_drawn_again_for_another_width(tmp_path: object) -> None:
    from casestudy.figures.redrawing import at_size

    ax = figures.agreement_forest(themes(), scale="landis_koch")
    narrow = at_size(ax, width_mm=85, height_mm=None)
    assert narrow is not ax
    assert [text for text in texts(narrow) if text.startswith("0.8")] == ["0.81"]
