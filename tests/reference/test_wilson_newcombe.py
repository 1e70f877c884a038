"""Wilson's interval against printed values.

Newcombe, R. G. (1998). Two-sided confidence intervals for the single proportion: comparison of
seven methods. Statistics in Medicine 17, 857-872, table I, score method without continuity
correction. Four decimals are printed.
"""

from __future__ import annotations

import pandas as pd
import pytest

from casestudy.intervals import wilson
from casestudy.questionnaire import Choice, Item, Questionnaire, Survey
from casestudy.survey import multiple_response, single_response

PRINTED = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("count", "n", "low", "high"), PRINTED)
def test_the_interval_is_the_printed_one(count, n, low, high):
    found = wilson(count, n)
    assert found.low == pytest.approx(low, abs=0.00005)
    assert found.high == pytest.approx(high, abs=0.00005)
    assert found.low >= 0


@pytest.mark.parametrize(("count", "n", "low", "high"), PRINTED)
def test_shares_carry_the_printed_interval(count, n, low, high):
    cells = ["1"] * count + ["0"] * (n - count)
    choices = (Choice(value="1", label="yes"), Choice(value="0", label="no"))
    items = (
        Item(id="many", kind="multiple", text="", choices=choices[:1], columns={"1": "many_1"}),
        Item(id="one", kind="single", text="", choices=choices),
    )
    survey = Survey(
        questionnaire=Questionnaire(id="q", title="", items=items),
        responses=pd.DataFrame({"many_1": cells, "one": cells}, dtype="str"),
    )
    for found in (multiple_response(survey, "many"), single_response(survey, "one")):
        assert found.base == n
        assert found.intervals[0].low == pytest.approx(low, abs=0.00005)
        assert found.intervals[0].high == pytest.approx(high, abs=0.00005)
