"""What is drawn of a survey: words, numbers, order, places; and that all of it can be read."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb

from casestudy import figures
from casestudy.figures import illegible
from casestudy.figures.ratings import colours, whole_percents
from casestudy.survey import TestLedger, association, counted_table

from .surveyed import results

FACES = {
    "likert": figures.ratings, "likert_by": figures.ratings, "nps": figures.box_scores,
    "top": figures.box_scores, "ordinal": figures.regression, "linear": figures.regression,
    "ledger": figures.effects, "worths": figures.worths, "association": figures.residual_map,
    "ipa": figures.importance_performance, "map": figures.correspondence_map,
    "many": figures.correspondence_map, "combinations": figures.tick_combinations,
    "weighted": figures.response_shares, "asked": figures.response_shares,
}  # fmt: skip


def words(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def rows(ax: Axes) -> list[str]:
    return [" ".join(label.get_text().split()) for label in ax.get_yticklabels()]


@pytest.mark.parametrize("width_mm", [85, 174])
@pytest.mark.parametrize("name", FACES)
def test_every_text_can_be_read_and_made_up_data_is_marked(name: str, width_mm: float) -> None:
    ax = FACES[name](results()[name], ax=figures.new_axes(width_mm=width_mm))
    assert illegible(ax.figure) == []
    assert "SYNTHETIC" in words(ax)
    assert "SYNTHETIC" in ax.figure.get_supxlabel()


@pytest.mark.parametrize("neutral", ["apart", "centred", "stacked"])
def test_ratings_are_in_their_places(neutral: str) -> None:
    found = results()["likert"]
    ax = figures.ratings(found, neutral=neutral)
    by_net = np.argsort(-found.net, kind="stable")
    assert rows(ax) == [found.texts[n] for n in by_net]
    first = by_net[0]
    bars = [bar for bar in ax.patches if abs(bar.get_y() + bar.get_height() / 2) < 0.01]
    assert [bar.get_width() for bar in bars] == pytest.approx(100 * found.shares[first])
    assert [to_hex(bar.get_facecolor()) for bar in bars] == colours(found)
    starts = [bar.get_x() for bar in bars]
    low, neutral_share = 100 * found.low[first], 100 * found.neutral[first]
    if neutral == "stacked":
        assert starts[0] == 0
    elif neutral == "centred":
        assert starts[2] == pytest.approx(-neutral_share / 2)
        assert starts[0] == pytest.approx(-low - neutral_share / 2)
    else:
        assert starts[0] == pytest.approx(-low)
        assert starts[3] == pytest.approx(0)
        assert starts[2] > 100 * found.high[first]
        assert f"{round(low)}%" in words(ax) or f"{round(low) + 1}%" in words(ax)
    assert str(int(found.n[first])) in words(ax)
    assert str(int(found.missing["dont_know"][first])) in words(ax)


def test_ratings_by_group_stand_under_their_item() -> None:
    found = results()["likert_by"]
    ax = figures.ratings(found, order="given")
    assert rows(ax) == [
        found.texts[0], "OEM", "End user", "Dealer", found.texts[3], "OEM", "End user", "Dealer",
    ]  # fmt: skip
    weights = [label.get_fontweight() for label in ax.get_yticklabels()]
    assert weights[0] == weights[4] == "bold"
    with pytest.raises(ValueError, match="neutral 'left' with order 'net' is not known"):
        figures.ratings(found, neutral="left")


def test_colours_are_darker_the_further_from_the_middle() -> None:
    shades = [sum(to_rgb(colour)) for colour in colours(results()["likert"])]
    assert shades[0] < shades[1] < shades[2] > shades[3] > shades[4]


def test_whole_percents_add_up() -> None:
    rng = np.random.default_rng(1)
    for _ in range(50):
        shares = rng.dirichlet(np.ones(5))
        found = whole_percents(shares)
        assert sum(found) == 100
        assert np.abs(np.array(found) - 100 * shares).max() < 1


def test_worths_from_the_greatest_with_their_limits() -> None:
    found = results()["worths"]
    ax = figures.worths(found)
    order = np.argsort(-found.log_worths)
    assert rows(ax) == [found.labels[n] for n in order]
    assert words(ax)[1] == f"{100 * found.worths[order[0]]:.0f}%"
    segments = np.array(ax.collections[0].get_segments()[0])
    interval = found.intervals[order[0]]
    assert segments[:, 0] == pytest.approx([interval.low, interval.high])


def test_effects_show_overall_tests_of_one_kind() -> None:
    found = results()["ledger"]
    ax = figures.effects(found)
    assert rows(ax) == ["q0 by segment", "q1 by segment", "q2 by segment"]
    assert ax.get_xlabel().startswith("epsilon squared")
    with TestLedger("mixed") as ledger:
        ledger.note(results()["rank_test"])
        association([[3, 4], [5, 9]], test="chi_squared")
    with pytest.raises(
        ValueError, match="the effects epsilon squared, Cramér's V; draw tests with"
    ):
        figures.effects(ledger.summary())
    with pytest.raises(ValueError, match="the effects none"):
        figures.effects(TestLedger("empty").summary())


def test_odds_ratios_stand_beside_one_and_what_has_no_end_is_an_arrow() -> None:
    found = results()["ordinal"]
    for width in (85, 114, 174):
        ax = figures.regression(found, ax=figures.new_axes(width_mm=width))
        marks = [label.get_text() for label in ax.get_xticklabels()]
        assert "1" in marks
        assert len(marks) >= 3
    endless = dataclasses.replace(
        found,
        estimates=np.array([np.inf, -np.inf, 0.1]),
        low=np.array([0.5, -np.inf, -0.1]), high=np.array([np.inf, -0.5, 0.3]),
    )  # fmt: skip
    ax = figures.regression(endless, ax=figures.new_axes(width_mm=174))
    assert [line.get_marker() for line in ax.lines if len(line.get_xdata()) == 1] == [">", "<", "o"]
    assert {"∞ [1.65, ∞]", "0.00 [0.00, 0.61]"} <= set(words(ax))
    assert illegible(ax.figure) == []


def test_residuals_are_outlined_beyond_chance() -> None:
    found = association(counted_table([[60, 10], [12, 50]], rows=["yes", "no"], columns=["a", "b"]))
    ax = figures.residual_map(found)
    outlined = [patch for patch in ax.patches if patch.get_linewidth() > 1]
    assert len(outlined) == 4
    assert f"{found.residuals[0, 0]:+.1f}  (60)" in words(ax)
    weak = association(counted_table([[20, 21], [21, 20]]))
    assert not [patch for patch in figures.residual_map(weak).patches if patch.get_linewidth() > 1]


def test_quadrants_meet_at_the_cuts() -> None:
    found = results()["ipa"]
    ax = figures.importance_performance(found)
    assert ax.lines[0].get_xdata()[0] == found.cut_performance
    assert ax.lines[1].get_ydata()[0] == found.cut_importance
    assert set(found.attributes) <= set(words(ax))
    hollow = [line.get_markerfacecolor() for line in ax.lines[2:]]
    assert [face == "white" for face in hollow] == [not clear for clear in found.is_clear]


def test_a_map_has_equal_units_and_says_what_it_explains() -> None:
    found = results()["map"]
    ax = figures.correspondence_map(found)
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    box = ax.get_window_extent()
    assert (right - left) / box.width == pytest.approx((high - low) / box.height, rel=0.02)
    assert ax.get_xlabel() == f"axis 1: {100 * found.explained[0]:.1f}% of the inertia"
    assert set(found.points) <= set(words(ax))


def test_combinations_are_columns_over_dots() -> None:
    found = results()["combinations"]
    ax = figures.tick_combinations(found)
    counts = [str(n) for n in found.counts.tolist()]
    assert [word for word in words(ax) if word.isdigit()] == counts
    assert rows(ax)[0] == f"{found.labels[0]} ({found.choice_counts[0]})"
    assert f"of the {found.base} who answered" in " ".join(ax.get_xlabel().split())


def test_the_base_is_named() -> None:
    weighted = figures.response_shares(results()["weighted"]).get_xlabel()
    assert weighted.startswith("weighted share of the 160 who answered")
    asked = figures.response_shares(results()["asked"]).get_xlabel()
    assert asked.startswith("share of the 160 who were asked")


def test_a_figure_is_drawn_again_for_another_width(tmp_path) -> None:
    found = results()["likert"]
    saved = figures.save_figure(
        figures.ratings(found, neutral="centred"), tmp_path / "ratings", width_mm=85, title="R",
        alt="Bars.", data=found.to_frame(), provenance=found.provenance,
    )  # fmt: skip
    assert saved.width_mm == 85
    assert saved.is_synthetic
