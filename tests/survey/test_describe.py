"""Descriptions: hand counts, independent programs, and what must not change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from casestudy.item_answers import ChosenAnswers
from casestudy.provenance import Provenance
from casestudy.sampling import sample_design
from casestudy.survey import (
    answers_from_frame,
    box_scores,
    coded_answers,
    goodness_of_fit,
    likert_summary,
    multiple_response,
    multiple_response_table,
    net_promoter_score,
    numeric_summary,
    raked_weights,
    resampled_summaries,
    single_response,
    top_box,
)

from .made import answers, chosen, numbers, rating, ticked

SCALE = tuple(str(n) for n in range(11))


def promoters(codes, **more):
    return ChosenAnswers(
        item="nps", codes=np.array(codes), choices=SCALE, labels=SCALE, scores=tuple(range(11)),
        **more,
    )  # fmt: skip


# --- boxes ---------------------------------------------------------------------------------------


def test_net_promoters_by_hand():
    made = answers(promoters([10] * 50 + [8] * 20 + [3] * 30))
    found = net_promoter_score(made, "nps")
    assert (found.positive[0], found.negative[0]) == (0.5, 0.3)
    assert found.score[0] == pytest.approx(0.2)
    assert found.standard_errors[0] == pytest.approx(np.sqrt((0.8 - 0.04) / 100))
    half = 1.959964 * found.standard_errors[0]
    assert found.intervals[0].low == pytest.approx(0.2 - half)
    assert found.intervals[0].method == "normal"


def test_groups_are_compared_two_and_two():
    codes = [10] * 30 + [3] * 10 + [10] * 10 + [3] * 30
    made = answers(promoters(codes), chosen("g", [0] * 40 + [1] * 40))
    found = net_promoter_score(made, "nps", by="g")
    assert found.score == pytest.approx([0.5, -0.5])
    error = np.hypot(*found.standard_errors)
    assert found.differences[0] == pytest.approx(1.0)
    assert found.z[0] == pytest.approx(1 / error)
    assert found.p[0] == pytest.approx(2 * stats.norm.sf(1 / error))
    assert found.tests[0].low == pytest.approx(1 - 1.959964 * error)


def test_top_boxes_are_shares_with_wilsons_interval():
    made = answers(rating("q", [0, 1, 2, 3, 4, 4, 3, -3]))
    two = top_box(made, "q", 2)
    assert (two.n[0], two.score[0]) == (7, pytest.approx(4 / 7))
    assert two.intervals[0].method == "Wilson score"
    assert two.name == "top 2 boxes"
    same = box_scores(made, "q", positive=["d", "e"])
    assert same.score == pytest.approx(two.score)
    with pytest.raises(ValueError, match="the top 6 boxes of item 'q' cannot be given: it has 5"):
        top_box(made, "q", 6)
    with pytest.raises(ValueError, match="item 'q' has no choice 'x'"):
        box_scores(made, "q", positive=["x"])
    with pytest.raises(ValueError, match="choice 'a' is counted up and down"):
        box_scores(made, "q", positive=["a"], negative=["a"])
    with pytest.raises(ValueError, match="not on the scale from 0 to 10"):
        net_promoter_score(made, "q")


def test_scores_under_a_design():
    rng = np.random.default_rng(1)
    codes, group = rng.integers(0, 11, 300), rng.integers(0, 2, 300)
    made = answers(promoters(codes), chosen("g", group))
    plain = net_promoter_score(made, "nps", by="g")
    equal = net_promoter_score(made.with_design(sample_design(300)), "nps", by="g")
    assert equal.score == pytest.approx(plain.score)
    assert equal.standard_errors == pytest.approx(plain.standard_errors, rel=0.01)
    assert equal.p == pytest.approx(plain.p, abs=0.01)
    # groups within the same clusters covary, so their difference is not as uncertain
    pairs = np.repeat(np.arange(150), 2)
    level = np.repeat(rng.integers(0, 11, 150), 2)
    made = answers(promoters(level), chosen("g", np.tile([0, 1], 150)))
    twins = made.with_design(sample_design(300, clusters=pairs.tolist()))
    found = net_promoter_score(twins, "nps", by="g")
    assert found.difference_errors[0] == pytest.approx(0, abs=1e-9)
    top = top_box(twins, "nps", 2, by="g")
    assert top.intervals[0].method == "Korn-Graubard, design-based"


# --- ratings side by side ------------------------------------------------------------------------


def test_ratings_by_hand():
    made = answers(
        rating("q", [0, 0, 1, 2, 3, 4, -3, -1]), rating("p", [4, 4, 4, 2, 2, 0, 1, -2]),
        chosen("g", [0, 0, 0, 0, 1, 1, 1, 1]),
    )  # fmt: skip
    found = likert_summary(made, ["q", "p"])
    assert found.n.tolist() == [6, 7]
    assert found.low == pytest.approx([3 / 6, 2 / 7])
    assert found.neutral == pytest.approx([1 / 6, 2 / 7])
    assert found.net == pytest.approx([2 / 6 - 3 / 6, 3 / 7 - 2 / 7])
    assert found.mean[0] == pytest.approx(np.mean([1, 1, 2, 3, 4, 5]))
    assert found.sd[0] == pytest.approx(np.std([1, 1, 2, 3, 4, 5], ddof=1))
    assert found.median.tolist() == [2.5, 3.0]
    assert found.missing["dont_know"].tolist() == [1, 0]
    assert found.missing["not_asked"].tolist() == [1, 0]
    assert found.high_intervals[0].method == "Wilson score"
    groups = likert_summary(made, ["q", "p"], by="g")
    assert groups.items == ("q", "q", "p", "p")
    assert groups.groups == ("a", "b", "a", "b")
    assert groups.n.tolist() == [4, 2, 4, 3]
    assert groups.counts[:2].sum(axis=0).tolist() == found.counts[0].tolist()
    assert len(groups.to_frame()) == 4


def test_the_middle_is_what_it_is_said_to_be():
    made = answers(rating("q", [0, 1, 2, 3], n=4))
    assert likert_summary(made, ["q"]).low[0] == 0.5
    assert likert_summary(made, ["q"], middle="c").low[0] == 0.5
    assert likert_summary(made, ["q"], middle="c").neutral[0] == 0.25
    with pytest.raises(ValueError, match="item 'q' has no choice 'z' to be the middle"):
        likert_summary(made, ["q"], middle="z")
    odd = answers(rating("q", [0, 1, 2]), rating("p", [0, 1, 2], n=4))
    with pytest.raises(ValueError, match="item 'q' has 5 choices, and without a middle one an odd"):
        likert_summary(odd, ["q"], middle=None)
    with pytest.raises(ValueError, match="items 'q' and 'p' have different choices"):
        likert_summary(odd, ["q", "p"])
    with pytest.raises(ValueError, match="there are no items to summarise"):
        likert_summary(odd, [])


def test_a_scale_stored_from_high_to_low_is_shown_from_low_to_high():
    turned = ChosenAnswers(
        item="q", codes=np.array([0, 0, 2]), choices=("3", "2", "1"), labels=("Good", "So", "Bad"),
        scores=(3, 2, 1),
    )  # fmt: skip
    found = likert_summary(answers(turned), ["q"])
    assert found.choices == ("Bad", "So", "Good")
    assert found.counts.tolist() == [[1, 0, 2]]
    assert found.high[0] == pytest.approx(2 / 3)


def test_nobody_rated():
    found = likert_summary(answers(rating("q", [-1, -2])), ["q"])
    assert np.isnan(found.mean[0])
    assert np.isnan(found.high[0])
    assert np.isnan(found.median[0])


def test_weights_in_ratings():
    made = answers(rating("q", [0, 4, 4]))
    found = likert_summary(made.with_design(sample_design(3, weights=[2, 1, 1])), ["q"])
    assert found.shares[0].tolist() == [0.5, 0, 0, 0, 0.5]
    assert found.mean[0] == pytest.approx(3.0)
    assert found.counts[0].tolist() == [1, 0, 0, 0, 2]


# --- several answers -----------------------------------------------------------------------------


def test_three_bases_and_the_ticks():
    made = answers(ticked("m", [[1, 1], [1, 0], [0, 0], [-2, -2], [-1, -1], [-3, 0], [-4, 0]]))
    found = multiple_response_table(made, "m")
    assert {name: one.base for name, one in found.by_base.items()} == {
        "answered": 3, "asked": 6, "ticked_any": 2,
    }  # fmt: skip
    assert found.by_base["asked"].shares == pytest.approx([2 / 6, 1 / 6])
    assert found.share_of_responses == pytest.approx([2 / 3, 1 / 3])
    assert found.n_responses == 3
    assert found.mean_ticks == pytest.approx(1.0)
    assert dict(found.missing) == {"not_asked": 1, "left_blank": 1, "dont_know": 1, "refused": 1}
    assert found.to_frame()["base_asked"].tolist() == [6, 6]
    with pytest.raises(ValueError, match="base 'all' is not known; allowed are answered, asked"):
        multiple_response(made, "m", base="all")


@settings(deadline=None, max_examples=25)
@given(st.lists(st.lists(st.integers(-4, 1), min_size=3, max_size=3), min_size=1, max_size=15))
def test_bases_hold_one_another(rows):
    found = multiple_response_table(answers(ticked("m", rows)), "m")
    bases = {name: one.base for name, one in found.by_base.items()}
    assert bases["ticked_any"] <= bases["answered"] <= bases["asked"] <= len(rows)
    assert sum(found.missing.values()) + bases["answered"] == len(rows)
    if found.n_responses:
        assert found.share_of_responses.sum() == pytest.approx(1)


def test_nobody_ticked():
    found = multiple_response_table(answers(ticked("m", [[0, 0], [-1, -1]])), "m")
    assert np.isnan(found.share_of_responses).all()
    assert np.isnan(found.by_base["ticked_any"].shares).all()
    nobody = multiple_response_table(answers(ticked("m", [[-1, -1]])), "m")
    assert np.isnan(nobody.mean_ticks)


# --- goodness of fit -----------------------------------------------------------------------------


def test_goodness_of_fit_is_scipys():
    found = goodness_of_fit([30, 50, 20], expected=[0.4, 0.4, 0.2])
    theirs = stats.chisquare([30, 50, 20], [40, 40, 20])
    assert (found.chi_squared, found.p) == pytest.approx((theirs.statistic, theirs.pvalue))
    assert found.exact is None
    small = goodness_of_fit([3, 7], expected=[1, 3])
    assert small.p == pytest.approx(stats.binomtest(3, 10, 0.25).pvalue)
    assert small.notes[0] == "An expected count is below 5: exact test."
    drawn = goodness_of_fit([4] * 10, expected=[1] * 9 + [3], rng=1)
    assert drawn.exact.method == "Monte Carlo"
    with pytest.raises(ValueError, match="give one share above 0 for each of at least two"):
        goodness_of_fit([1, 2], expected=[1, 0])


def test_goodness_of_fit_of_answers():
    made = answers(chosen("q", [0, 0, 1, 1, 1, -1]))
    found = goodness_of_fit(single_response(made, "q"))
    assert (found.item, found.labels) == ("q", ("a", "b"))
    weighted = single_response(made.with_design(sample_design(6)), "q")
    with pytest.raises(ValueError, match="these shares are weighted"):
        goodness_of_fit(weighted)


# --- resampled tables ----------------------------------------------------------------------------


def test_resampled_limits_are_those_of_the_bootstrap():
    rng = np.random.default_rng(2)
    codes = rng.integers(0, 5, 400)
    made = answers(rating("q", np.append(codes, -1)))
    found = resampled_summaries(made, ["q"], n_resamples=4000)
    theirs = stats.bootstrap(
        (codes + 1.0,), np.mean, n_resamples=4000, method="percentile", rng=np.random.default_rng(3)
    ).confidence_interval
    assert found.mean_limits[0] == pytest.approx([theirs.low, theirs.high], abs=0.015)
    assert found.mean[0] == pytest.approx((codes + 1).mean())
    assert found.top_box[0] == pytest.approx((codes >= 3).mean())
    assert found.shares[0] == pytest.approx(np.bincount(codes) / 400)
    assert (found.share_limits[0][:, 0] < found.shares[0]).all()
    again = resampled_summaries(made, ["q"], n_resamples=4000)
    assert again.mean_limits.tolist() == found.mean_limits.tolist()
    nobody = resampled_summaries(answers(rating("q", [-1, -2])), ["q"])
    assert np.isnan(nobody.mean[0])
    with pytest.raises(ValueError, match="would not heed the weights"):
        resampled_summaries(made.with_design(sample_design(401, weights=np.arange(1, 402))), ["q"])


# --- raking --------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 999))
def test_raked_margins_hold(seed):
    rng = np.random.default_rng(seed)
    sex, age = rng.integers(0, 2, 60), rng.integers(0, 3, 60)
    sex[:2], age[:3] = [0, 1], [0, 1, 2]
    made = answers(chosen("sex", sex), chosen("age", age))
    found = raked_weights(made, {"sex": {"a": 0.45, "b": 0.55}, "age": {"a": 20, "b": 30, "c": 50}})
    weights = found.design.weights
    assert np.bincount(sex, weights=weights) == pytest.approx([45, 55])
    assert np.bincount(age, weights=weights) == pytest.approx([20, 30, 50])
    assert found.effective_n <= 60
    assert found.design_effect == pytest.approx(60 / found.effective_n)
    # weights are a product of one factor for each margin
    table = np.full((2, 3), np.nan)
    table[sex, age] = weights
    logs = np.log(table)
    if not np.isnan(logs).any():
        assert logs[0] - logs[1] == pytest.approx(np.full(3, logs[0, 0] - logs[1, 0]))


def test_raking_keeps_the_design_and_says_what_it_costs():
    made = answers(chosen("sex", [0, 0, 0, 1])).with_design(
        sample_design(4, weights=[2, 2, 2, 2], clusters=["x", "x", "y", "y"])
    )
    found = raked_weights(made, {"sex": {"a": 10, "b": 10}})
    assert found.design.clusters is not None
    assert found.design.base_weights.tolist() == [2, 2, 2, 2]
    assert found.notes[0] == "Weights are 0.67 to 2 times their mean."
    assert found.to_frame()["after"].tolist() == pytest.approx([10, 10])
    capped = raked_weights(made, {"sex": {"a": 10, "b": 10}}, cap=1.5)
    assert any("do not all hold" in note for note in capped.notes)
    shares = single_response(made.with_design(found.design), "sex").shares
    assert shares == pytest.approx([0.5, 0.5])


def test_margins_that_cannot_be_are_refused():
    made = answers(chosen("sex", [0, 1, -2]), chosen("age", [0, 1, 1]))
    for margins, message in (
        ({"sex": {"a": 1, "b": 1}}, "1 respondents have no answer, the first is number 3"),
        ({"age": {"a": 1, "c": 1}}, "item 'age' has no choice 'c'"),
        ({"age": {"a": 5}}, "the population has 0 and the sample 2 respondents"),
        ({}, "raking needs at least one margin"),
    ):
        with pytest.raises(ValueError, match=message):
            raked_weights(made, margins)
    both = answers(chosen("sex", [0, 1, 1]), chosen("age", [0, 1, 1]))
    with pytest.raises(ValueError, match="the margins add up to different sums"):
        raked_weights(both, {"sex": {"a": 5, "b": 5}, "age": {"a": 5, "b": 6}})
    with pytest.raises(ValueError, match="a cap above 1"):
        raked_weights(both, {"sex": {"a": 5, "b": 5}}, cap=1.0)


# --- bridges -------------------------------------------------------------------------------------


def test_a_frame_becomes_answers():
    frame = pd.DataFrame(
        {
            "role": ["oem", "user", None, "oem"], "like": [1, -9, 3, -8],
            "age": [30, 41.5, -9, np.nan], "mail": [1, 0, -7, 1], "shop": [0, 0, -7, None],
            "first": [1, 2, np.nan, 1], "second": [2, 1, np.nan, np.nan],
            "size": pd.Categorical(["s", "l", "s", None], ["s", "l"]),
        }
    )  # fmt: skip
    found = answers_from_frame(
        frame, choices={"like": [1, 2, 3]}, multiple={"use": ["mail", "shop"]},
        ranked={"best": ["first", "second"]},
        missing={-9: "dont_know", -8: "refused", -7: "not_asked"},
        provenance=[Provenance(kind="synthetic", generator="tests")],
    )  # fmt: skip
    assert [one.item for one in found] == ["role", "like", "age", "use", "best", "size"]
    assert found.chosen("role").codes.tolist() == [0, 1, -2, 0]
    assert found.chosen("like").codes.tolist() == [0, -3, 2, -4]
    assert found.chosen("like").scores == (1.0, 2.0, 3.0)
    assert found.numbers("age").kinds.tolist() == [0, 0, -3, -2]
    assert found.ticked("use").codes.tolist() == [[1, 0], [0, 0], [-1, -1], [1, -2]]
    assert found.ranked("best").codes.tolist() == [[1, 2], [2, 1], [-2, -2], [1, 0]]
    assert found.chosen("size").choices == ("s", "l")
    assert found.notes == ("Choices of 'role' are the values that occur, sorted.",)
    assert numeric_summary(found, "age", by="role").n.tolist() == [1, 1]


def test_a_frame_that_cannot_be_is_refused_with_the_row():
    frame = pd.DataFrame({"q": ["agree", "agre"], "m": [1, 2], "n": [1, 0]})
    for more, message in (
        (
            {"choices": {"q": ["agree", "no"]}},
            "item 'q', row 2: 'agre' is not among the choices; did",
        ),
        (
            {"multiple": {"s": ["m"]}},
            "item 's', column 'm', row 2: 2 is not known; allowed are whole",
        ),
        ({"multiple": {"s": ["n"], "t": ["n"]}}, "column 'n' is bound to the items 's' and 't'"),
        ({"multiple": {"s": ["nn"]}}, "the frame has no column 'nn'"),
        ({"choices": {"n": [0, 1]}, "multiple": {"s": ["n"]}}, "bound to 's' and has choices too"),
        ({"missing": {9: "dont_kno"}}, "'dont_kno', which is no kind of missing; did you mean"),
    ):
        with pytest.raises(ValueError, match=message):
            answers_from_frame(frame, **more)
    many = pd.DataFrame({"name": [f"person {n}" for n in range(40)]})
    with pytest.raises(ValueError, match="has 40 different values, which are hardly choices"):
        answers_from_frame(many)


def test_a_survey_becomes_answers(make_survey):
    survey = make_survey(
        use_mail=["1", "0"], use_shop=["0", "-77"], use_chat=["0", ""], role=["oem", "user"],
        like=["1", "-88"], sites=["4", ""], words=["x", "y"], weight=["1.5", "2"],
    )  # fmt: skip
    found = coded_answers(survey, weights="weight")
    assert [one.item for one in found] == ["use", "role", "like", "sites"]
    assert found.design.weights.tolist() == [1.5, 2.0]
    assert found.chosen("like").codes.tolist() == [0, -3]
    assert found.chosen("like").scores == (1.0, 2.0, 3.0)
    assert found.provenance[0].is_synthetic
    with pytest.raises(ValueError, match="the responses have no column 'wieght'; did you mean"):
        coded_answers(survey, weights="wieght")
    bad = replace(survey, responses=survey.responses.assign(weight=["1", "0"]))
    with pytest.raises(
        ValueError, match="respondent 2 has the weight 0; allowed are numbers above"
    ):
        coded_answers(bad, weights="weight")


def test_a_ranking_in_a_survey(make_survey):
    survey = make_survey(use_mail=["1", "2", "-77", ""], use_shop=["2", "", "-77", ""],
                         use_chat=["", "1", "-77", ""])  # fmt: skip
    item = replace(survey.questionnaire["use"], kind="ranking")
    form = replace(survey.questionnaire, items=(item,), missing=survey.questionnaire.missing[1:4])
    found = coded_answers(replace(survey, questionnaire=form)).ranked("use")
    assert found.codes.tolist() == [[1, 2, 0], [2, 0, 1], [-1, -1, -1], [-2, -2, -2]]
    wrong = survey.responses.assign(use_mail="5")
    with pytest.raises(ValueError, match="the rank '5' of row 1 is not known; allowed are 1 to 3"):
        coded_answers(replace(survey, questionnaire=form, responses=wrong))


def test_numbers_keep_their_intervals_with_equal_weights():
    made = answers(numbers("x", [1, 2, 4, 9]), chosen("g", [0, 0, 1, 1]))
    one = numeric_summary(made, "x", by="g")
    other = numeric_summary(made.with_design(sample_design(4)), "x", by="g")
    assert [i.low for i in other.intervals] == pytest.approx([i.low for i in one.intervals])
    clustered = made.with_design(sample_design(4, clusters=["a", "b", "a", "b"]))
    assert numeric_summary(clustered, "x", by=None).intervals[0].method.endswith("design-based")
