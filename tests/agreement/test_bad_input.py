"""What cannot be measured: a sentence that says why, and what to do instead."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from casestudy import agreement
from casestudy.agreement import ReliabilityData, from_array, from_frame, from_table
from tests.agreement.made import judged

TWO = [[1, 2, 1], [1, 2, 2]]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: agreement.cohen_kappa([[1, 2, 1]]), r"have one coder \(coder 1\); .*two or more"),
        (lambda: agreement.krippendorff_alpha([1, 2, 1], level="nominal"), "1 dimensions"),
        (lambda: agreement.krippendorff_alpha(TWO), "state it: level='nominal'"),
        (lambda: agreement.krippendorff_alpha(TWO, level="rank"), "'rank' is not known; allowed"),
        (
            lambda: agreement.cohen_kappa([*TWO, [1, 1, 1]]),
            r"two coders, and there are 3 \(coder 1, coder 2, coder 3\).*of_coders.*light_kappa",
        ),
        (lambda: agreement.scott_pi([*TWO, [1, 1, 1]]), "Scott's pi is for two coders"),
        (
            lambda: agreement.gwet_ac2(TWO, weights=[[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
            r"shape \(3, 3\), but there are 2 categories \(1, 2\); give 2 × 2",
        ),
        (lambda: agreement.fleiss_kappa(TWO, weights="lineal"), "'lineal' are not known; allowed"),
        (
            lambda: agreement.fleiss_kappa(TWO, weights=[[1, 0.2], [0.3, 1]]),
            "not symmetric; only weighted_kappa",
        ),
        (lambda: agreement.fleiss_kappa(TWO, weights=[[0, 1], [1, 0]]), "1 on the diagonal"),
        (lambda: agreement.weighted_kappa(TWO), "either weights"),
        (
            lambda: agreement.weighted_kappa(TWO, disagreement=[[1, 0], [0, 1]]),
            "0 on the diagonal",
        ),
        (
            lambda: agreement.weighted_kappa(TWO, disagreement=np.zeros((3, 3))),
            r"shape \(3, 3\), but there are 2 categories",
        ),
        (
            lambda: agreement.krippendorff_alpha(TWO, distance=[[0, 1, 2]]),
            r"shape \(1, 3\), but there are 2 categories",
        ),
        (
            lambda: agreement.krippendorff_alpha(TWO, distance=[[0, 1], [2, 0]]),
            "symmetric and not negative",
        ),
        (
            lambda: agreement.krippendorff_alpha(TWO, distance=[[1, 0], [0, 1]]),
            "from itself is 0; give weights as `weights`",
        ),
        (
            lambda: agreement.krippendorff_alpha([["a", "b"], ["a", "a"]], level="interval"),
            "'a' is not a number and the level is 'interval'; give numbers, or state",
        ),
        (
            lambda: agreement.fleiss_kappa([["a", "b"], ["a", "a"]], weights="linear"),
            "'a' is not a number",
        ),
        (
            lambda: agreement.krippendorff_alpha([[1, -2], [1, 3]], level="ratio"),
            "no negative values, but -2 occurs; use the interval level",
        ),
        (
            lambda: agreement.krippendorff_alpha([[1, 2.5], [1, 3]], level="circular"),
            r"2.5 is not whole.*circular_distance\(24\)",
        ),
        (lambda: agreement.krippendorff_alpha([[1, np.inf], [1, 2]], level="interval"), "infinite"),
        (
            lambda: agreement.krippendorff_alpha([[1, "a"], [1, 2]], level="nominal"),
            r"mix numbers \(1\) and others \('a'\)",
        ),
        (
            lambda: agreement.set_alpha([["a"], ["b"]], distance="masi"),
            "'a' is not a set of codes; .*krippendorff_alpha",
        ),
        (
            lambda: agreement.set_alpha([[{"a"}], [{"b"}]], distance="dice"),
            "'dice' is not known; allowed are jaccard, masi",
        ),
        (
            lambda: agreement.krippendorff_alpha(from_array([[{"a"}], [{"b"}]], level="set")),
            "sets of codes; use set_alpha, or per_code_alpha",
        ),
        (
            lambda: agreement.cohen_kappa(agreement.from_counts([[2, 0], [1, 1]], level="nominal")),
            "do not say who judged what.*fleiss_kappa, gwet_ac1 or krippendorff_alpha",
        ),
        (lambda: from_table([[1, 2, 3], [4, 5, 6]], level="nominal"), "2 rows and 3 columns"),
        (lambda: from_table([[1, -2], [4, 5]], level="nominal"), "whole numbers from 0 on"),
        (lambda: from_table([[1, 2], [4, 5]], level="nominal", categories=("a",)), "1 categories"),
        (lambda: from_array(TWO, level="nominal", categories=(1, 3)), "2 is not among the categor"),
        (lambda: from_array(TWO, level="nominal", coders=("anna",)), "do not fit 2 rows"),
        (lambda: from_array(TWO, level="nominal", coders=("anna", "anna")), "a coder of its own"),
        (
            lambda: from_array(TWO, level="nominal", source_of=["a"]),
            "source_of has 1 entries for 3",
        ),
        (lambda: from_array(TWO, level="normal"), "level 'normal' is not known; allowed are"),
        (
            lambda: agreement.cohen_kappa(np.array([["a", "nan"], ["a", "b"]])),
            "the text 'nan' stands in the array; .*give None",
        ),
        (lambda: agreement.units_for_alpha(least=1.2, rarest=0.1), "least 1.2"),
        (lambda: agreement.units_for_alpha(least=0.8, rarest=0.1, n_coders=1), "1 coders"),
        (
            lambda: agreement.units_for_width(agreement.cohen_kappa(TWO), half_width=0),
            "half_width 0",
        ),
        (lambda: agreement.verdict(agreement.cohen_kappa(TWO), scale="gut"), "'gut' is not known"),
        (
            lambda: agreement.verdict(agreement.cohen_kappa(TWO), scale="altman", probability=0.3),
            "between 0.5 and 1",
        ),
        (lambda: agreement.intraclass_correlations(TWO, level=95), "level 95"),
    ],
)
def test_the_sentence_says_what_is_wrong(make: Callable[[], object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make()


def test_a_frame_of_unknown_shape_is_refused() -> None:
    frame = pd.DataFrame(judged(1).T)
    with pytest.raises(TypeError, match=r"from_frame\(…\) one row a judgement"):
        agreement.krippendorff_alpha(frame, level="nominal")


def test_a_judgement_that_is_no_value() -> None:
    rows = np.empty((2, 1), dtype=object)
    rows[:, 0] = [("a", "b"), ("a",)]
    with pytest.raises(ValueError, match=r"judgement \('a', 'b'\) is neither a number"):
        agreement.krippendorff_alpha(rows, level="nominal")


def test_a_frame_says_which_column_or_judgement_is_wrong() -> None:
    rows = [("u1", "anna", 1, "s"), ("u1", "ben", 2, "t"), ("u1", "anna", 2, "s")]
    frame = pd.DataFrame(rows, columns=["unit", "coder", "value", "source"])
    with pytest.raises(ValueError, match="coder 'anna' judged unit 'u1' twice"):
        from_frame(frame, level="nominal")
    with pytest.raises(ValueError, match="no column 'code'; it has unit, coder, value, source"):
        from_frame(frame, level="nominal", value="code")
    with pytest.raises(ValueError, match="unit 'u1' has two sources"):
        from_frame(frame[:2], level="nominal", source="source")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([[np.nan, np.nan], [np.nan, np.nan]], "nobody judged any unit"),
        (
            [[1, np.nan], [np.nan, 2]],
            r"no unit was judged by two coders \(units judged: coder 1: 1, coder 2: 1\)",
        ),
        ([[1, 1], [1, np.nan]], "every judgement is '1', so chance would agree as often"),
        ([[], []], "nobody judged any unit"),
    ],
)
def test_what_is_not_defined_is_nan_with_a_reason(rows: list[list[float]], said: str) -> None:
    import re

    found = agreement.krippendorff_alpha(np.array(rows, dtype=float), level="nominal")
    assert np.isnan(found.value)
    assert re.search(said, found.undefined)
    assert np.isnan(found.standard_error)
    assert np.isnan(found.interval.low)
    assert all(np.isnan(row.value) for row in agreement.chance_corrected(np.array(rows)).rows[1:])


def test_one_value_of_several_that_were_offered() -> None:
    """Alpha is not defined; AC1 is, by its formula, and says that nothing was put to the test."""
    data = from_array([["no", "no"], ["no", "no"]], level="nominal", categories=("no", "yes"))
    assert np.isnan(agreement.krippendorff_alpha(data).value)
    assert np.isnan(agreement.fleiss_kappa(data).value)
    found = agreement.gwet_ac1(data)
    assert any("'no': that coders would agree on others was not tried" in n for n in found.notes)


def test_more_coders_than_units_are_pointed_out() -> None:
    found = agreement.krippendorff_alpha(judged(1).T, level="nominal")
    assert "There are more coders (40) than units (3); rows are coders." in found.notes


def test_a_coder_who_judged_nothing_is_left_out_and_named() -> None:
    data = np.vstack([judged(1), np.full(40, np.nan)])
    for coefficient in (agreement.conger_kappa, agreement.light_kappa, agreement.holsti):
        found = coefficient(data)
        assert found.coders == ("coder 1", "coder 2", "coder 3")
        assert "Left out, because they judged nothing: coder 4." in found.notes
        assert found.value == coefficient(data[:3]).value


def test_data_whose_parts_do_not_fit() -> None:
    codes = np.array([[0, 1], [1, 2]], dtype=np.int8)
    with pytest.raises(ValueError, match="there are 2 categories; allowed are 0 to 1, and -1"):
        ReliabilityData(values=codes, coders=("a", "b"), level="nominal", categories=("x", "y"))
    with pytest.raises(ValueError, match="so `categories` is empty"):
        ReliabilityData(
            values=codes / 2, coders=("a", "b"), level="interval", categories=("x", "y")
        )
    with pytest.raises(ValueError, match="type uint8 are not allowed; give signed integers"):
        ReliabilityData(
            values=codes.astype(np.uint8), coders=("a", "b"), level="nominal", categories=(1, 2, 3)
        )
    made = from_array(TWO, level="nominal", coders=("anna", "ben"))
    with pytest.raises(
        LookupError, match="coder 'eva' is not in these data; allowed are anna, ben"
    ):
        made.of_coders(["anna", "eva"])


def test_missing_beside_texts_is_missing() -> None:
    found = agreement.krippendorff_alpha([["a", "b", np.nan], ["a", "b", "a"]], level="nominal")
    assert (found.value, found.n_units) == (1.0, 2)
