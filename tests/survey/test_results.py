from __future__ import annotations

import dataclasses

import pytest

from casestudy import survey
from casestudy.results import as_html

RESULTS = [
    survey.ChannelTable,
    survey.NumericSummary,
    survey.ResponseShares,
]


@pytest.mark.parametrize("result", RESULTS)
def test_each_result_is_frozen_and_carries_notes_and_provenance(result):
    assert result.__dataclass_params__.frozen
    assert "__dict__" not in dir(result)
    names = [field.name for field in dataclasses.fields(result)]
    assert names[-2:] == ["notes", "provenance"]
    assert all(field.kw_only for field in dataclasses.fields(result))
    assert result._repr_html_ is as_html
    assert callable(result.to_frame)


def test_every_public_name_is_there():
    assert all(hasattr(survey, name) for name in survey.__all__)
    assert list(survey.__all__) == sorted(survey.__all__)
