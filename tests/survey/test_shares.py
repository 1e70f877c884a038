from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.questionnaire import MissingKind
from casestudy.survey import multiple_response, single_response, top_choices

#         two ticks, one, none ticked, blank, not asked, don't know, half blank
MAIL = ["1", "1", "0", "", "-77", "-88", ""]
SHOP = ["1", "0", "0", "", "-77", "0", "1"]
CHAT = ["0", "0", "0", "", "-77", "-99", ""]


def test_multiple_by_hand(make_survey):
    survey = make_survey(use_mail=MAIL, use_shop=SHOP, use_chat=CHAT)
    found = multiple_response(survey, "use")
    assert found.choices == ("mail", "shop", "chat")
    assert found.labels == ("Label mail", "Label shop", "Label chat")
    assert found.counts.tolist() == [2, 2, 0]
    assert found.base == 4
    assert found.shares.tolist() == [0.5, 0.5, 0.0]
    assert dict(found.missing) == {"not_asked": 1, "left_blank": 1, "dont_know": 1, "refused": 0}
    assert found.n_respondents == 7
    assert found.notes == (
        "Asked only if: buys == 'yes'.",
        "Counted in the base of each choice, though they have no answer to some: 1 respondents.",
        "Chosen equally often (2 times each): 'mail', 'shop'.",
    )
    assert found.provenance[0].is_synthetic


def test_none_ticked_is_an_answer_and_all_blank_is_not(make_survey):
    none = make_survey(use_mail=["0", "1"], use_shop=["0", "0"], use_chat=["0", "0"])
    assert multiple_response(none, "use").base == 2
    blank = make_survey(use_mail=["", "1"], use_shop=["", "0"], use_chat=["", "0"])
    assert multiple_response(blank, "use").base == 1


def test_blank_means_not_ticked_only_beside_a_tick(make_survey):
    kinds = (MissingKind(kind="not_ticked", value=""),)
    survey = make_survey(missing=kinds, use_mail=["1", ""], use_shop=["", ""], use_chat=["", ""])
    found = multiple_response(survey, "use")
    assert (found.base, found.missing["left_blank"]) == (1, 1)
    assert not any("no answer to some" in note for note in found.notes)


def test_a_tick_may_be_stored_as_the_choice(make_survey):
    survey = make_survey(use_mail=["mail", "0"], use_shop=["0", "1"], use_chat=["0", "0"])
    assert multiple_response(survey, "use").counts.tolist() == [1, 1, 0]


def test_an_unknown_cell_is_refused(make_survey):
    survey = make_survey(use_mail=["1"], use_shop=["maybe"], use_chat=["0"])
    with pytest.raises(
        ValueError, match="item 'use', choice 'shop': 'maybe' is not known in row 1; "
    ):
        multiple_response(survey, "use")


def test_a_column_that_is_not_there_is_named(make_survey):
    with pytest.raises(ValueError, match=r"item 'use': .* no column 'use_shop'; did .*'use_chop'"):
        multiple_response(make_survey(use_mail=["1"], use_chop=["1"]), "use")


def test_a_choice_without_a_column_is_named(make_survey):
    survey = make_survey(use_mail=["1"])
    items = (replace(survey.questionnaire["use"], columns={"mail": "use_mail"}),)
    lacking = replace(survey, questionnaire=replace(survey.questionnaire, items=items))
    with pytest.raises(ValueError, match="item 'use': choice 'shop' has no column"):
        multiple_response(lacking, "use")


def test_single_by_hand(make_survey):
    survey = make_survey(role=["oem", "user", "oem", "", "-77", "-88", "-99", "oem"])
    found = single_response(survey, "role")
    assert found.counts.tolist() == [3, 1]
    assert found.shares.tolist() == [0.75, 0.25]
    assert dict(found.missing) == {"not_asked": 1, "left_blank": 1, "dont_know": 2, "refused": 0}
    assert (found.base, found.n_respondents) == (4, 8)
    assert found.notes == ()


def test_ties_are_noted_from_the_most_frequent_and_not_for_nobody(make_survey):
    ones, zeros = ["1", "1", "0"], ["0", "0", "0"]
    survey = make_survey(use_mail=ones, use_shop=zeros, use_chat=zeros)
    assert len(multiple_response(survey, "use").notes) == 1
    found = single_response(make_survey(like=["2", "1", "2", "1", "3"]), "like")
    assert found.notes == ("Chosen equally often (2 times each): '1', '2'.",)


def test_a_rating_leaves_out_the_choice_that_means_missing(make_survey):
    found = single_response(make_survey(like=["3", "-88", "1"]), "like")
    assert found.choices == ("1", "2", "3")
    assert found.counts.tolist() == [1, 0, 1]
    assert found.missing["dont_know"] == 1


def test_not_ticked_means_nothing_for_one_answer(make_survey):
    with pytest.raises(
        ValueError, match="item 'role', choices: the answer '0' in row 1 is not one"
    ):
        single_response(make_survey(role=["0"]), "role")


def test_nobody_answered_is_no_share(make_survey):
    found = single_response(make_survey(role=["", "-77"]), "role")
    assert found.base == 0
    assert np.isnan(found.shares).all()
    assert np.isnan(found.intervals[0].low)
    assert "Nobody answered" in found.notes[0]
    assert np.isnan(found.to_frame()["share"]).all()


@pytest.mark.parametrize(
    ("method", "item", "advice"),
    [
        (multiple_response, "role", "holds one of its choices .* needs any number of its choices"),
        (single_response, "use", "holds any number of its choices .* needs one of its choices"),
        (single_response, "words", "is of the kind 'text'; allowed here are single, rating"),
    ],
)
def test_another_kind_of_item_is_refused_with_advice(make_survey, method, item, advice):
    survey = make_survey(role=["oem"], words=["x"], use_mail=["1"], use_shop=["0"], use_chat=["0"])
    with pytest.raises(ValueError, match=f"item '{item}' .*{advice}"):
        method(survey, item)


def test_an_unknown_item_is_refused(make_survey):
    with pytest.raises(LookupError, match=r"item 'rolle' is not .* did you mean 'role'"):
        single_response(make_survey(role=["oem"]), "rolle")


def test_frame_holds_base_and_interval(make_survey):
    found = single_response(make_survey(role=["oem", "user", "oem"]), "role", level=0.9)
    row = found.to_frame().iloc[0]
    assert row.index.tolist() == [
        "item", "choice", "label", "n", "base", "share", "low", "high", "provenance",
    ]  # fmt: skip
    assert (row["choice"], row["n"], row["base"], row["provenance"]) == ("oem", 2, 3, "synthetic")
    assert row["low"] < row["share"] < row["high"]
    wider = single_response(make_survey(role=["oem", "user", "oem"]), "role").to_frame().iloc[0]
    assert wider["low"] < row["low"]
    assert found.intervals[0].level == 0.9


def test_a_level_that_is_none_is_refused(make_survey):
    with pytest.raises(ValueError, match="level 95 is not allowed"):
        single_response(make_survey(role=["oem"]), "role", level=95)


def test_top_choices_by_share_then_questionnaire_order(make_survey):
    survey = make_survey(use_mail=["1", "0"], use_shop=["1", "1"], use_chat=["1", "0"])
    found = multiple_response(survey, "use")
    assert top_choices(found, 1) == ("shop",)
    assert top_choices(found, 2) == ("shop", "mail")
    assert top_choices(found, 3) == ("shop", "mail", "chat")
    assert found.notes[-1] == "Chosen equally often (1 times each): 'mail', 'chat'."


@pytest.mark.parametrize("n", [0, 4])
def test_more_choices_than_there_are_cannot_be_given(make_survey, n):
    survey = make_survey(use_mail=["1"], use_shop=["1"], use_chat=["1"])
    with pytest.raises(ValueError, match=f"top {n} of item 'use' .* it has 3 answers"):
        top_choices(multiple_response(survey, "use"), n)


cell = st.sampled_from(["1", "0", "", "-77", "-88", "-99"])


@settings(deadline=None, max_examples=40)
@given(
    rows=st.lists(st.tuples(cell, cell, cell), min_size=1, max_size=20), order=st.integers(0, 99)
)
def test_every_respondent_is_answered_for(rows, order, make_survey):
    mail, shop, chat = map(list, zip(*rows, strict=True))
    survey = make_survey(use_mail=mail, use_shop=shop, use_chat=chat)
    before = survey.responses.copy()
    found = multiple_response(survey, "use")
    assert found.base + sum(found.missing.values()) == found.n_respondents == len(rows)
    assert found.counts.tolist() == [column.count("1") for column in (mail, shop, chat)]
    assert found.base >= sum("1" in row for row in rows)
    assert found.base <= sum("1" in row or "0" in row for row in rows)
    pd.testing.assert_frame_equal(survey.responses, before)
    shuffled = replace(survey, responses=survey.responses.sample(frac=1, random_state=order))
    pd.testing.assert_frame_equal(multiple_response(shuffled, "use").to_frame(), found.to_frame())


@settings(deadline=None, max_examples=40)
@given(cells=st.lists(st.sampled_from(["oem", "user", "", "-77", "-99"]), min_size=1, max_size=20))
def test_single_answers_are_counted_like_a_tally(cells, make_survey):
    found = single_response(make_survey(role=cells), "role")
    tally = Counter(cells)
    assert found.counts.tolist() == [tally["oem"], tally["user"]]
    assert found.base == found.counts.sum()
    assert found.base + sum(found.missing.values()) == len(cells)
    if found.base:
        assert found.shares.sum() == pytest.approx(1)
