from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.survey import numeric_summary


def test_all_together_by_hand(make_survey):
    # 2, 4, 4, 6: mean 4, sd sqrt(8/3); t(0.975, 3) = 3.182446
    found = numeric_summary(make_survey(sites=["4", "", "2", "6", "4.0", "-77"]), "sites", by=None)
    assert found.groups == ("all",)
    assert found.by == ""
    assert found.n.tolist() == [4]
    assert found.mean.tolist() == [4.0]
    assert found.median.tolist() == [4.0]
    assert found.mode.tolist() == [4.0]
    assert found.sd[0] == pytest.approx((8 / 3) ** 0.5)
    margin = 3.182446 * (8 / 3) ** 0.5 / 2
    assert found.intervals[0].low == pytest.approx(4 - margin, abs=1e-5)
    assert found.intervals[0].high == pytest.approx(4 + margin, abs=1e-5)
    assert dict(found.missing) == {"not_asked": 1, "left_blank": 1, "dont_know": 0, "refused": 0}
    assert found.n_respondents == 6
    assert found.notes == ()


def test_groups_stand_in_questionnaire_order(make_survey):
    survey = make_survey(
        sites=["1", "9", "3", "5", "-88", "7"], role=["user", "oem", "user", "", "oem", "user"]
    )
    found = numeric_summary(survey, "sites", by="role")
    assert found.groups == ("oem", "user")
    assert found.labels == ("Label oem", "Label user")
    assert found.n.tolist() == [1, 3]
    assert found.mean.tolist() == [9.0, pytest.approx(11 / 3)]
    assert np.isnan(found.sd[0])
    assert np.isnan(found.intervals[0].low)
    assert found.notes[0] == "In no group, because they have no answer to 'role': 1 of 5."
    assert found.notes[1] == "Of several modes the least is given: 'user'."
    assert found.mode.tolist() == [9.0, 1.0]


def test_a_group_without_numbers_has_none(make_survey):
    found = numeric_summary(make_survey(sites=["2"], role=["oem"]), "sites", by="role")
    assert found.n.tolist() == [1, 0]
    for values in (found.mean, found.median, found.mode, found.sd):
        assert np.isnan(values[1])


def test_nobody_answered_is_no_mean(make_survey):
    found = numeric_summary(make_survey(sites=["", "-77"]), "sites", by=None)
    assert found.n.tolist() == [0]
    assert np.isnan(found.mean[0])
    assert "Nobody answered" in found.notes[0]


def test_a_rating_is_averaged_with_a_warning(make_survey):
    found = numeric_summary(make_survey(like=["1", "3", "-88"]), "like", by=None)
    assert found.mean.tolist() == [2.0]
    assert found.notes[-1] == "The mean of a rating takes its steps as equal."


def test_frame_names_its_groups(make_survey):
    frame = numeric_summary(make_survey(sites=["2", "4"]), "sites", by=None).to_frame()
    assert frame.columns.tolist() == [
        "item", "group", "label", "n", "mean", "median", "mode", "sd", "low", "high", "provenance",
    ]  # fmt: skip
    assert frame.iloc[0][["item", "group", "n", "mean"]].tolist() == ["sites", "all", 2, 3.0]
    assert frame["sd"].iloc[0] == pytest.approx(2**0.5)
    assert frame["low"].iloc[0] == pytest.approx(3 - 12.70620, abs=1e-4)  # t(0.975, 1)


def test_two_modes_are_noted(make_survey):
    found = numeric_summary(make_survey(sites=["2", "4"]), "sites", by=None)
    assert found.notes == ("Of several modes the least is given: 'all'.",)
    assert found.mode.tolist() == [2.0]


@pytest.mark.parametrize("answer", ["many", "3,5", "inf", "nan", "0x1"])
def test_what_is_no_number_is_refused(make_survey, answer):
    with pytest.raises(
        ValueError, match=f"the answer '{answer}' of row 2 is not a number; write digits"
    ):
        numeric_summary(make_survey(sites=["1", answer]), "sites", by=None)


def test_a_group_that_is_no_choice_is_refused(make_survey):
    with pytest.raises(
        ValueError, match="item 'role', choices: the answer 'boss' in row 1 is not one"
    ):
        numeric_summary(make_survey(sites=["1"], role=["boss"]), "sites", by="role")


@pytest.mark.parametrize(
    ("settings_", "message"),
    [
        ({"item": "role", "by": None}, "item 'role' holds one of its choices .* a score"),
        ({"item": "sites", "by": "use"}, "item 'use' holds any number of its choices"),
        ({"item": "sites", "by": None, "level": 1.0}, "level 1.0 is not allowed"),
        ({"item": "sites", "by": None, "level": 0}, "level 0 is not allowed"),
    ],
)
def test_what_is_not_allowed_is_said(make_survey, settings_, message):
    survey = make_survey(sites=["1"], role=["oem"], use_mail=["1"], use_shop=["0"], use_chat=["0"])
    with pytest.raises(ValueError, match=message):
        numeric_summary(survey, **settings_)


@settings(deadline=None, max_examples=40)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["", "-77", "0", "1", "2.5", "7"]), st.sampled_from(["oem", "user"])
        ),
        min_size=1,
        max_size=15,
    )
)
def test_groups_add_up_to_all(rows, make_survey):
    sites, role = map(list, zip(*rows, strict=True))
    survey = make_survey(sites=sites, role=role)
    before = survey.responses.copy()
    whole = numeric_summary(survey, "sites", by=None)
    parts = numeric_summary(survey, "sites", by="role")
    assert parts.n.sum() == whole.n[0] == whole.n_respondents - sum(whole.missing.values())
    assert np.nansum(parts.n * parts.mean) == pytest.approx(np.nansum(whole.n * whole.mean))
    pd.testing.assert_frame_equal(survey.responses, before)
