"""Answers as numbers: every missing one keeps its kind, and what cannot be is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.answers import Answers
from casestudy.item_answers import (
    MISSING_CODES,
    BestWorstAnswers,
    ChosenAnswers,
    NumberAnswers,
    RankedAnswers,
    TickedAnswers,
    missing_counts,
)
from casestudy.sampling import sample_design

CHOICES = ("a", "b", "c")


def chosen(*codes: int, item: str = "q", scores: tuple[float, ...] = ()) -> ChosenAnswers:
    return ChosenAnswers(
        item=item, codes=np.array(codes), choices=CHOICES, labels=("A", "B", "C"), scores=scores
    )


def ticked(*rows: tuple[int, int, int], item: str = "m") -> TickedAnswers:
    return TickedAnswers(item=item, codes=np.array(rows), choices=CHOICES, labels=CHOICES)


def test_kinds_of_one_answer_each() -> None:
    one = chosen(0, 2, -1, -2, -3, -4)
    assert one.kinds.tolist() == [0, 0, -1, -2, -3, -4]
    assert dict(missing_counts(one)) == dict.fromkeys(MISSING_CODES, 1)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ((0, 0, 0), 0), ((0, -2, -2), 0), ((1, -3, 0), 0), ((0, -3, 0), -3), ((-4, 0, -2), -4),
        ((-1, -1, -2), -1), ((-2, -2, -2), -2), ((-3, -4, 0), -3), ((-5, -5, -5), -5),
    ],
)  # fmt: skip
def test_a_tick_outweighs_dont_know_which_outweighs_not_ticked(row, kind) -> None:
    assert ticked(row).kinds.tolist() == [kind]


def test_kinds_of_ranks_and_of_best_and_worst() -> None:
    ranked = RankedAnswers(
        item="r", choices=CHOICES, labels=CHOICES,
        codes=np.array([[1, 2, 3], [1, 0, 0], [0, 0, 0], [-1, -1, -1], [-3, -3, -3]]),
    )  # fmt: skip
    assert ranked.kinds.tolist() == [0, 0, -2, -1, -3]
    tasks = BestWorstAnswers(
        item="b", choices=CHOICES, labels=CHOICES, shown=np.ones((3, 2, 3), dtype=bool),
        best=np.array([[0, 1], [0, -2], [-1, -1]]), worst=np.array([[1, 2], [-2, -2], [-1, -1]]),
    )  # fmt: skip
    assert tasks.codes.tolist() == [[0, 1], [-2, -2], [-1, -1]]
    assert tasks.kinds.tolist() == [0, -2, -2]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: chosen(0, 3), "item 'q', respondent 2: the code 3 is not known; allowed are 0 to"),
        (lambda: chosen(-9), r"the code -9 is not known; .* -4 \(refused\)"),
        (lambda: ticked((0, 1, 2)), "item 'm', respondent 1: the code 2 is not known"),
        (lambda: chosen(0, scores=(1.0,)), "has 3 choices and 1 scores; give one each, or none"),
        (
            lambda: ChosenAnswers(
                item="q", codes=np.array([0]), choices=("a", "a"), labels=("A", "B")
            ),
            "choice 'a' is listed twice",
        ),
        (
            lambda: ChosenAnswers(item="q", codes=np.array([0]), choices=("a",), labels=()),
            "1 choices and 0 labels",
        ),
        (
            lambda: TickedAnswers(
                item="q", codes=np.array([0, 1]), choices=("a",), labels=("A",)
            ),
            "the codes have the shape",
        ),
        (
            lambda: NumberAnswers(item="q", values=np.array([1.0, 2.0]), kinds=np.array([0, -1])),
            "respondent 2: the number 2.0 does not go with the kind -1",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(make, message) -> None:
    with pytest.raises((ValueError, IndexError), match=message):
        make()


def test_items_belong_to_the_same_respondents() -> None:
    with pytest.raises(ValueError, match="an entry for each respondent; found q: 2, p: 1"):
        Answers(items=(chosen(0, 1), chosen(0, item="p")))
    with pytest.raises(ValueError, match="item 'q' is given twice"):
        Answers(items=(chosen(0), chosen(1)))
    with pytest.raises(LookupError, match="item 'qq' is not among the answers; did you mean 'q'"):
        Answers(items=(chosen(0),))["qq"]


def test_an_item_of_another_kind_is_refused_in_words() -> None:
    answers = Answers(items=(chosen(0), ticked((0, 1, 1))))
    with pytest.raises(ValueError, match=r"item 'm' holds any number .* needs one of its choices"):
        answers.chosen("m")
    with pytest.raises(ValueError, match=r"item 'q' holds one of its choices .* with a score"):
        answers.numbers("q")
    for wanted in (answers.ranked, answers.best_worst, answers.ticked):
        with pytest.raises(ValueError, match="name another item"):
            wanted("q")


def test_scores_become_numbers() -> None:
    answers = Answers(items=(chosen(2, -3, 0, scores=(10.0, 20.0, 30.0)),))
    found = answers.numbers("q")
    assert found.values.tolist() == [30.0, pytest.approx(np.nan, nan_ok=True), 10.0]
    assert found.kinds.tolist() == [0, -3, 0]


def test_a_part_without_a_design_is_taken_and_with_one_is_marked() -> None:
    items = (
        chosen(0, 1, 2), ticked((1, 0, 0), (0, 1, 0), (0, 0, 1)),
        NumberAnswers(item="n", values=np.array([1.0, 2.0, np.nan]), kinds=np.array([0, 0, -2])),
        RankedAnswers(item="r", choices=CHOICES, labels=CHOICES, codes=np.eye(3, dtype=int)),
        BestWorstAnswers(
            item="b", choices=CHOICES, labels=CHOICES, shown=np.ones((3, 1, 3), dtype=bool),
            best=np.zeros((3, 1), dtype=int), worst=np.ones((3, 1), dtype=int),
        ),
    )  # fmt: skip
    mask = np.array([True, False, True])
    plain = Answers(items=items, respondents=("x", "y", "z"))
    part = plain.where(mask)
    assert part.respondents == ("x", "z")
    assert (part.n_respondents, part.chosen("q").codes.tolist()) == (2, [0, 2])
    marked = plain.with_design(sample_design(3, weights=[1, 2, 3])).where(mask)
    assert marked.n_respondents == 2
    assert marked.chosen("q").codes.tolist() == [0, -5, 2]
    for one in marked:
        assert one.kinds[1] == -5
        assert sum(missing_counts(one).values()) + (one.kinds == 0).sum() == 2


def test_items_are_added_or_replaced() -> None:
    answers = Answers(items=(chosen(0, 1),)).with_items(chosen(1, 1), chosen(2, 2, item="p"))
    assert [one.item for one in answers] == ["q", "p"]
    assert answers.chosen("q").codes.tolist() == [1, 1]
    assert len(answers) == 2


# --- designs -------------------------------------------------------------------------------------


@pytest.mark.parametrize("weight", [0.0, -0.5, np.nan, np.inf])
def test_a_weight_is_above_zero(weight: float) -> None:
    with pytest.raises(ValueError, match=r"respondent 2 has the weight .*; allowed are numbers ab"):
        sample_design(3, weights=[1, weight, 2])


def test_designs_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="there are 3 respondents and 2 weights"):
        sample_design(3, weights=[1, 2])
    with pytest.raises(ValueError, match="clusters has 2 entries for 3 weights"):
        sample_design(3, clusters=["a", "b"])
    with pytest.raises(ValueError, match="cluster of respondent 1 lies in several strata"):
        sample_design(2, clusters=["a", "a"], strata=["x", "y"])
    with pytest.raises(ValueError, match="stratum of respondent 1 has 3 units in the sample and 2"):
        sample_design(3, population=[2, 2, 2])


@given(st.lists(st.sampled_from(["x", "y", "z"]), min_size=1, max_size=20))
def test_group_codes_keep_the_groups(labels: list[str]) -> None:
    codes = sample_design(len(labels), strata=labels).strata
    assert codes is not None
    for a, first in zip(codes, labels, strict=True):
        for b, second in zip(codes, labels, strict=True):
            assert (a == b) == (first == second)
