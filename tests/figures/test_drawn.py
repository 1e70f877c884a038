"""What is drawn: words, numbers, order, legends, marks."""

from __future__ import annotations

import matplotlib
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from casestudy import figures
from casestudy.figures import illegible
from casestudy.figures.marks import footer_line
from casestudy.figures.style import text_on, wrapped
from casestudy.provenance import Provenance, provenance_line

from . import made

FACES = {
    "theme_matrix": (figures.theme_matrix, made.matrix),
    "code_frequencies": (figures.code_frequencies, made.frequencies),
    "schemes_by_year": (figures.schemes_by_year, lambda *p: made.overview(3, *p)),
    "response_shares": (figures.response_shares, lambda *p: made.shares(*p or (made.PUBLISHED,))),
}


def words(ax: Axes) -> list[str]:
    """The words on the axes, the synthetic mark among them."""
    return [text.get_text() for text in ax.texts]


def rows(ax: Axes) -> list[str]:
    return [" ".join(label.get_text().split()) for label in ax.get_yticklabels()]


def columns(ax: Axes) -> list[str]:
    return [" ".join(label.get_text().split()) for label in ax.get_xticklabels()]


def legend(ax: Axes) -> list[str]:
    found = ax.get_legend()
    return [text.get_text() for text in found.get_texts()] if found else []


def at(ax: Axes, x: float, y: float) -> list[str]:
    """The words in a cell."""
    return [t.get_text() for t in ax.texts if np.allclose(t.get_position(), (x, y))]


@pytest.mark.parametrize("name", FACES)
def test_synthetic_mark_exactly_when_due(name: str) -> None:
    face, make = FACES[name]
    for provenance, is_due in (
        ((made.PUBLISHED,), False),
        ((made.SYNTHETIC,), True),
        ((made.PUBLISHED, made.SYNTHETIC), True),
    ):
        ax = face(make(*provenance))  # type: ignore[operator]
        assert words(ax).count("SYNTHETIC") == int(is_due)
        footer = ax.figure.get_supxlabel().replace("\n", " ")
        assert footer == provenance_line(provenance)


@pytest.mark.parametrize("name", FACES)
def test_given_axes_are_drawn_on_and_nothing_global_changes(name: str) -> None:
    face, make = FACES[name]
    before = dict(matplotlib.rcParams)
    ax = figures.new_axes(width_mm=174, height_mm=80)
    assert face(make(), ax=ax) is ax  # type: ignore[operator]
    assert ax.figure.get_figheight() == pytest.approx(80 / 25.4)
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("width_mm", [85, 114, 174])
@pytest.mark.parametrize("name", FACES)
def test_every_text_can_be_read(name: str, width_mm: float) -> None:
    face, make = FACES[name]
    ax = face(make(), ax=figures.new_axes(width_mm=width_mm))  # type: ignore[operator]
    assert illegible(ax.figure) == []


def test_several_panels_each_name_their_data() -> None:
    figure = Figure(figsize=(9, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    figures.theme_matrix(made.matrix(), ax=left)
    figures.response_shares(made.shares(), ax=right)
    footer = figure.get_supxlabel().replace("\n", " ")
    assert provenance_line([made.PUBLISHED]) in footer
    assert provenance_line([made.SYNTHETIC]) in footer


def test_theme_matrix() -> None:
    ax = figures.theme_matrix(made.matrix())
    assert rows(ax) == list(made.THEMES)
    assert columns(ax) == list(made.CASES[:3])
    assert ax.yaxis_inverted()
    assert at(ax, 0, 0) == ["12"]
    assert at(ax, 1, 1) == ["3"]
    assert at(ax, 2, 2) == ["5"]
    assert at(ax, 1, 0) == ["?"]
    assert words(ax).count("?") == 12 - 3
    assert "+2" in words(ax)
    assert legend(ax) == [
        "observed, with count", "suggested by a machine only", "also suggested",
        "unknown (not: no)",
    ]  # fmt: skip


def test_theme_matrix_squares_have_the_themes_colour_or_hatching() -> None:
    ax = figures.theme_matrix(made.matrix())
    filled = {
        tuple(offset): to_hex(squares.get_facecolor()[0])
        for squares in ax.collections
        for offset in np.asarray(squares.get_offsets()).tolist()
        if not squares.get_hatch()
    }
    assert filled == {(0, 0): "#3f90da", (1, 1): figures.THEME_COLOURS[1]}
    hatched = [s for s in ax.collections if s.get_hatch()]
    assert np.asarray(hatched[0].get_offsets()).tolist() == [[2, 2]]


def test_theme_matrix_legend_says_unknown_even_if_nothing_is_known() -> None:
    result = made.matrix()
    result.observed[:], result.suggested[:] = 0, 0
    assert legend(figures.theme_matrix(result)) == ["unknown (not: no)"]


def test_code_frequencies() -> None:
    ax = figures.code_frequencies(made.frequencies())
    assert rows(ax) == ["trust", "price"]
    assert columns(ax) == ["Anna", "Ben", "no speaker known"]
    widths = [patch.get_width() for patch in ax.patches]
    counts = np.array([4, 2, 0, 3, 1, 0])
    np.testing.assert_allclose(np.array(widths) / widths[0], counts / 4)
    assert words(ax) == ["4", "2", "0", "3", "1", "0"]
    assert ax.get_xlabel() == "codings by speaker, 10 in all"


def test_crosswalk_matrix() -> None:
    ax = figures.crosswalk_matrix(made.crosswalk())
    assert rows(ax) == ["Scheme A", "Scheme B"]
    assert columns(ax) == ["trust", "price", "no theme"]
    cells = [at(ax, x, y) for y in range(2) for x in range(3)]
    assert cells == [["2"], ["·"], ["1"], ["·"], ["4"], ["·"]]
    assert legend(ax)[1:] == ["codes with no theme", "no code of the scheme"]


def test_schemes_by_year_are_in_order_and_unknown_years_last() -> None:
    ax = figures.schemes_by_year(made.overview(4))
    assert rows(ax) == [f"Scheme number {i}" for i in (2, 1, 0, 3)]
    assert [w for w in words(ax) if "year" in w or len(w) == 4] == [
        "2004",
        "2007",
        "2010",
        "year unknown",
    ]
    assert [w for w in words(ax) if " of " in w] == ["3 of 6", "3 of 5", "3 of 4", "3 of 7"]
    points = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"]
    assert points == sorted(points)
    assert legend(ax) == ["year of the work", "codes linked to a theme", "codes with no theme"]


def test_forty_schemes_with_long_titles_can_be_read() -> None:
    ax = figures.schemes_by_year(made.overview(40))
    assert illegible(ax.figure) == []
    assert ax.figure.get_figheight() * 25.4 < 297


def test_channels_by_stage() -> None:
    ax = figures.channels_by_stage(made.channels())
    assert rows(ax) == ["searching", "buying"]
    assert columns(ax) == ["online search", "punchout", "email"]
    cells = [at(ax, x, y) for y in range(2) for x in range(3)]
    assert cells == [["1"], ["2"], ["?"], ["?"], ["1"], ["?"]]
    assert legend(ax) == [
        "named, with order of mention (not a rank)",
        "not named: unknown (not: no)",
    ]
    assert illegible(ax.figure) == []


def test_response_shares() -> None:
    ax = figures.response_shares(made.shares())
    assert rows(ax) == list(made.shares().labels)
    assert [bar.get_width() for bar in ax.patches] == [75, 0, 25]
    assert words(ax)[:3] == ["75% (30 of 40)", "0% (0 of 40)", "25% (10 of 40)"]
    assert "share of the 40 who answered (of 47; not asked 5; left blank 2)" in " ".join(
        ax.get_xlabel().split()
    )
    assert "95% interval (Wilson" in " ".join(ax.get_xlabel().split())
    assert ax.figure.get_suptitle().split()[:2] == ["Which", "of"]
    low = made.shares().intervals[0].low * 100
    lines = ax.collections[0].get_segments()
    assert lines[0][0][0] == pytest.approx(low)


def test_response_shares_of_nobody() -> None:
    made_up = made.shares()
    empty = type(made_up)(
        item="q", text="Anything?", choices=("1",), labels=("yes",), counts=np.array([0]), base=0,
        shares=np.array([np.nan]), intervals=(), missing={"left_blank": 3}, n_respondents=3,
        provenance=(made.SYNTHETIC,),
    )  # fmt: skip
    ax = figures.response_shares(empty)
    assert "nobody answered" in words(ax)
    assert not ax.patches


def test_dollar_signs_are_no_formulas() -> None:
    result = made.shares()
    priced = type(result)(
        **{name: getattr(result, name) for name in type(result).__slots__}
        | {"labels": ("under $5", "$5 to $9", "$$ more"), "text": "How many $ or $$?"}
    )
    ax = figures.response_shares(priced)
    assert rows(ax) == ["under $5", "$5 to $9", "$$ more"]
    assert illegible(ax.figure) == []


def test_wrapped() -> None:
    assert wrapped("one two", width=1000) == "one two"
    assert wrapped("interview_with_procurement", width=60).count("\n") >= 1
    assert wrapped("interview_with", width=30).replace("\n", "") == "interview_with"
    assert wrapped("", width=10) == ""


@pytest.mark.parametrize("colour", figures.THEME_COLOURS)
def test_numbers_on_theme_colours_can_be_read(colour: str) -> None:
    def luminance(value: str) -> float:
        parts = matplotlib.colors.to_rgb(value)
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return float(np.dot([0.2126, 0.7152, 0.0722], linear))

    dark, light = sorted((luminance(colour), luminance(text_on(colour))))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_many_works_do_not_outweigh_the_figure() -> None:
    works = [Provenance(kind="published", work=f"author{i:02}", page=str(i)) for i in range(60)]
    line = footer_line([*works, made.SYNTHETIC], width=480)
    assert line.startswith("Data: SYNTHETIC: made.py, seed 7")
    assert "published: author00, p. 0" in line
    n_named = line.count("author")
    assert 5 < n_named < 60
    assert line.endswith(f"; and {60 - n_named} more, named in its record")
    assert wrapped(line, width=480, size=6.5).count("\n") <= 2
