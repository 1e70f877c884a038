"""What a notebook may record: plain values and nothing that cannot be compared."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from casestudy.reproduce import ComputedClaim, record_claim
from casestudy.reproduce.recording import MIME, plain_value


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (6, 6), (0.5, 0.5), ("six", "six"), (True, True), (np.int64(6), 6), (np.bool_(True), True),
        (np.float32(0.5), 0.5), (np.str_("a"), "a"), (("a", "b"), ["a", "b"]), ([], []),
        (np.array([1, 2]), [1, 2]), (np.array(3), 3), (pd.Series([1.5, 2.5]), [1.5, 2.5]),
        (pd.Index(["a", "b"]), ["a", "b"]), ((n for n in (1, 2)), [1, 2]),
        ([np.int64(1), np.bool_(False)], [1, False]), (range(3), [0, 1, 2]),
    ],
)  # fmt: skip
def test_values_become_plain(value: object, plain: object) -> None:
    found: Any = plain_value(value)
    assert found == plain
    assert type(found) is type(plain)
    assert json.loads(json.dumps(found)) == plain


@pytest.mark.parametrize(
    "value", [None, {"a": 1}, object(), 1j, b"x", [None], [[1]], np.array([[1]]), [{"a": 1}]]
)
def test_other_values_are_refused(value: object) -> None:
    with pytest.raises(TypeError, match="a claim's value"):
        plain_value(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), np.nan, [1.0, float("-inf")]])
def test_what_cannot_be_compared_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="cannot be compared with a published value"):
        plain_value(value)


def test_a_claim_is_shown_escaped_and_carries_its_value() -> None:
    bundle = ComputedClaim(id="V1", value="<b>")._repr_mimebundle_()
    assert bundle[MIME] == {"id": "V1", "value": "<b>"}
    assert bundle["text/plain"] == "V1 computed: '<b>'"
    assert "&lt;b&gt;" in bundle["text/html"]
    assert "<b>&lt;" not in bundle["text/html"]


def test_recording_displays_the_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Any] = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    record_claim("V1", np.int64(6))
    assert shown == [ComputedClaim(id="V1", value=6)]
