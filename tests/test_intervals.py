"""Wilson's interval: bounds, symmetry, and what is refused; the printed example is a doctest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.intervals import wilson


@given(st.integers(1, 400), st.data())
def test_it_covers_the_share_and_stays_between_0_and_1(n: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, n))
    found, mirrored = wilson(count, n), wilson(n - count, n)
    assert -1e-12 <= found.low <= count / n + 1e-12
    assert count / n - 1e-12 <= found.high <= 1 + 1e-12
    assert found.low == pytest.approx(1 - mirrored.high, abs=1e-12)
    assert (found.level, found.method) == (0.95, "Wilson score")


def test_more_certainty_is_a_wider_interval_and_more_answers_a_narrower() -> None:
    narrow, wide = wilson(6, 20, level=0.8), wilson(6, 20, level=0.99)
    assert wide.low < narrow.low < narrow.high < wide.high
    assert wilson(60, 200).high - wilson(60, 200).low < wilson(6, 20).high - wilson(6, 20).low


@pytest.mark.parametrize(("count", "n"), [(1, 0), (-1, 5), (6, 5), (0, -3)])
def test_what_is_no_share_is_refused(count: int, n: int) -> None:
    with pytest.raises(ValueError, match=f"{count} of {n} is not a share"):
        wilson(count, n)


@pytest.mark.parametrize("level", [0, 1, 95, -0.5])
def test_a_level_is_between_0_and_1(level: float) -> None:
    with pytest.raises(ValueError, match=f"level {level} is not allowed"):
        wilson(1, 2, level=level)
