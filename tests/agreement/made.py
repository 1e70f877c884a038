"""Made-up judgements for tests."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st


def judged(
    seed: int, *, coders: int = 3, units: int = 40, values: int = 4, missing: float = 0.2
) -> npt.NDArray[np.float64]:
    """Judgements of coders who agree more often than chance, NaN where missing."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, values, units)
    shape = (coders, units)
    said = np.where(rng.random(shape) < 0.6, truth, rng.integers(0, values, shape)).astype(float)
    said[rng.random(shape) < missing] = np.nan
    return said


@st.composite
def small_data(draw: st.DrawFn) -> npt.NDArray[np.float64]:
    """Any small array of judgements, whatever is missing."""
    coders, units = draw(st.integers(2, 4)), draw(st.integers(1, 8))
    one = st.sampled_from([0.0, 1.0, 2.0, 3.0, float("nan")])
    rows = draw(
        st.lists(st.lists(one, min_size=units, max_size=units), min_size=coders, max_size=coders)
    )
    return np.array(rows)
