"""Weights and stances by case: numbers by hand, missing is never 0, and every base is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy import figures, tables
from casestudy.codebook import Code, Codebook
from casestudy.codings import Coding, Codings, codings_frame
from casestudy.errors import Problem
from casestudy.provenance import Provenance
from casestudy.qualitative import stance_matrix, weight_matrix
from casestudy.ratings import WeightScale, stances
from casestudy.sources import Case

SCALE, SIDES = WeightScale(low=0, high=100), stances(["for", {"id": "con", "name": "against"}])
BOOK = Codebook(
    id="demo",
    codes=(
        Code(id="trust", name="trust", weight=SCALE, stances=SIDES),
        Code(id="price", name="fair price", parent="trust"),
        Code(id="speed", name="speed", weight=WeightScale(low=1, high=5)),
        Code(id="plain", name="plain"),
    ),
)
CASES = [Case(id="one", name="One"), Case(id="two")]
Row = tuple[str, str, int | None, str]
ROWS: tuple[Row, ...] = (
    ("trust", "one", 0, "for"), ("trust", "one", 100, "con"), ("trust", "one", 20, ""),
    ("trust", "one", None, "for"), ("trust", "two", None, ""), ("price", "one", 50, "for"),
    ("speed", "two", 4, ""), ("trust", "far", 70, "con"), ("plain", "one", None, ""),
)  # fmt: skip


def codings_of(rows: Sequence[Row], book: Codebook = BOOK) -> Codings:
    made = [
        Coding(id=f"c{n}", source=case, code=code, coder="anna", weight=weight, stance=stance)
        for n, (code, case, weight, stance) in enumerate(rows)
    ]
    frame = codings_frame(made, cases={case: case for _, case, _, _ in rows})
    return Codings(frame=frame, codebook=book)


def test_means_and_medians_stand_on_the_weights_given() -> None:
    found = weight_matrix(codings_of(ROWS), cases=CASES, level="code")
    assert found.codes == ("trust", "price", "speed")
    np.testing.assert_equal(found.means, [[40, np.nan], [50, np.nan], [np.nan, 4]])
    np.testing.assert_equal(found.medians, [[20, np.nan], [50, np.nan], [np.nan, 4]])
    assert found.n_weights.tolist() == [[3, 0], [1, 0], [0, 1]]
    assert found.n_codings.tolist() == [[4, 1], [1, 0], [0, 1]]
    assert (found.lows, found.highs) == ((0, 0, 1), (100, 100, 5))
    assert found.notes == (
        "Codings without a weight, which is missing and not 0: 2 of 7.",
        "Not counted, because they belong to none of the cases shown: 1 of 6 weights.",
    )
    frame = found.to_frame()
    assert frame["mean"].isna().tolist() == (frame["n_weights"] == 0).tolist()
    assert frame.columns.tolist() == [
        "code", "name", "case", "mean", "median", "n_weights", "n_codings", "low", "high",
        "provenance",
    ]  # fmt: skip


def test_stances_are_counted_with_their_base() -> None:
    found = stance_matrix(codings_of(ROWS), cases=CASES, level="code")
    assert list(zip(found.codes, found.stances, strict=True)) == [
        ("trust", "for"), ("trust", "con"), ("price", "for"), ("price", "con"),
    ]  # fmt: skip
    assert found.counts.tolist() == [[2, 0], [1, 0], [1, 0], [0, 0]]
    assert found.n_stances.tolist() == [[3, 0], [3, 0], [1, 0], [1, 0]]
    assert found.n_codings.tolist() == [[4, 1], [4, 1], [1, 0], [1, 0]]
    assert found.to_frame()["n"].sum() == 4


def test_codes_of_one_scale_count_to_their_theme() -> None:
    found = weight_matrix(codings_of(ROWS), cases=CASES, level="theme")
    assert found.codes == ("trust", "speed")
    assert found.means[0, 0] == (0 + 100 + 20 + 50) / 4
    both = stance_matrix(codings_of(ROWS), cases=CASES, level="theme")
    assert both.counts.tolist() == [[3, 0], [1, 0]]
    other = replace(BOOK.codes[1], weight=WeightScale(low=1, high=3))
    book = replace(BOOK, codes=(BOOK.codes[0], other, *BOOK.codes[2:]))
    with pytest.raises(ValueError, match="'trust' and 'price' of the theme 'trust' have differ"):
        weight_matrix(codings_of(ROWS, book), cases=CASES, level="theme")


def test_what_cannot_be_counted_is_refused() -> None:
    bare = Codebook(id="bare", codes=(Code(id="trust", name="trust"),))
    none = codings_of([], bare)
    with pytest.raises(ValueError, match="no code of the codebook 'bare' declares weight"):
        weight_matrix(none, cases=CASES, level="code")
    with pytest.raises(ValueError, match="no code of the codebook 'bare' declares stances"):
        stance_matrix(none, cases=CASES, level="code")
    with pytest.raises(ValueError, match="level 'them' is not known; did you mean 'theme'"):
        weight_matrix(none, cases=CASES, level="them")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="case 'one' is listed twice"):
        weight_matrix(codings_of(ROWS), cases=[CASES[0], CASES[0]], level="code")


def test_values_that_do_not_count_are_told() -> None:
    wrong = Problem(file="f", message="'trust': weight 900 is not …. It is kept and not counted")
    codings = replace(codings_of(ROWS), problems=(wrong,))
    notes = weight_matrix(codings, cases=CASES, level="code").notes
    assert "Not counted, because their code does not allow them: 1 weights." in notes
    assert "not allow" not in str(stance_matrix(codings, cases=CASES, level="code").notes)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["trust", "price"]), st.sampled_from(["one", "two"]),
            st.none() | st.integers(0, 100), st.sampled_from(["", "for", "con"]),
        ),
        max_size=20,
    ),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_order_is_nothing_and_nothing_is_lost(rows: list[Row], chance: object) -> None:
    found = weight_matrix(codings_of(rows), cases=CASES, level="code")
    sides = stance_matrix(codings_of(rows), cases=CASES, level="code")
    assert found.n_codings.sum() == len(rows)
    assert found.n_weights.sum() == sum(weight is not None for _, _, weight, _ in rows)
    assert sides.counts.sum() == sum(stance != "" for *_, stance in rows)
    given_there = found.n_weights > 0
    assert (~np.isnan(found.means) == given_there).all()
    total = np.nansum(found.means * found.n_weights)
    assert total == pytest.approx(sum(weight or 0 for _, _, weight, _ in rows))
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    again = weight_matrix(codings_of(shuffled), cases=CASES, level="code")
    np.testing.assert_allclose(again.means, found.means)
    np.testing.assert_allclose(again.medians, found.medians)


MADE = (Provenance(kind="synthetic", generator="tests/qualitative/test_ratings.py"),)


def test_the_tables_say_what_each_number_stands_on() -> None:
    weights = weight_matrix(codings_of(ROWS), cases=CASES, level="code")
    table = tables.weight_matrix(replace(weights, provenance=MADE))
    assert [column.name for column in table.columns] == ["Code", "Scale", "One", "two"]
    assert table.rows == (
        ("trust", "0 to 100", "40; 20 (3 of 4)", "?"),
        ("fair price", "0 to 100", "50; 50 (1 of 1)", "?"),
        ("speed", "1 to 5", "?", "4; 4 (1 of 1)"),
    )
    assert "no weight was given, not 0" in table.notes[0]
    sides = tables.stance_matrix(stance_matrix(codings_of(ROWS), cases=CASES, level="theme"))
    assert sides.rows == (("trust", "for", "3 of 4", "?"), ("trust", "against", "1 of 4", "?"))
    assert sides.columns[0].name == "Theme"


def test_the_figures_draw_bars_on_the_scale_and_say_the_base() -> None:
    weights = replace(weight_matrix(codings_of(ROWS), cases=CASES, level="code"), provenance=MADE)
    ax = figures.weight_matrix(weights)
    said = [text.get_text() for text in ax.texts]
    assert [word for word in said if word != "SYNTHETIC"] == [
        "40 (3)", "50 (1)", "?", "?", "?", "4 (1)",
    ]  # fmt: skip
    assert "SYNTHETIC" in said
    widths = [patch.get_width() for patch in ax.patches]
    np.testing.assert_allclose(np.array(widths) / 0.5, [0.4, 0.5, 0, 0, 0, 0.75])
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "trust (0 to 100)", "fair price (0 to 100)", "speed (1 to 5)",
    ]  # fmt: skip
    sides = stance_matrix(codings_of(ROWS), cases=CASES, level="code")
    ax = figures.stance_matrix(sides)
    assert [text.get_text() for text in ax.texts] == [
        "2 of 3", "1 of 3", "1 of 1", "0 of 1", "?", "?", "?", "?",
    ]  # fmt: skip
    assert {patch.get_facecolor() for patch in ax.patches[:2]} == {
        ax.patches[0].get_facecolor()
    }  # one code, one colour
