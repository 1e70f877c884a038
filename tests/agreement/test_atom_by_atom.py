"""Atom by atom: the same as ordinary coefficients on a row for each atom."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings

from casestudy import agreement
from casestudy.agreement import Continuum, from_array, typed_continuum

from .made_continua import CODES, continua, several


@settings(max_examples=40, deadline=None)
@given(continua())
def test_it_is_what_a_row_for_each_atom_gives(data: Continuum) -> None:
    table = np.full((len(data.coders), int(data.lengths.sum())), "other", dtype=object)
    own = data.value == CODES.index("trust")
    for coder, start, end in zip(data.coder[own], data.starts[own], data.ends[own], strict=True):
        table[coder, start:end] = "trust"
    rows = from_array(table.tolist(), level="nominal", categories=("other", "trust"))
    expected = {row.coefficient: row.value for row in agreement.chance_corrected(rows)}
    if len(data.coders) == 2:
        expected["Cohen's kappa"] = agreement.cohen_kappa(rows).value
    else:
        expected["Light's kappa (mean of pairs)"] = agreement.light_kappa(rows).value
    for row in agreement.atom_agreement(data, "trust"):
        if row.coefficient in expected and not math.isnan(expected[row.coefficient]):
            assert row.value == pytest.approx(expected[row.coefficient]), row.coefficient


def test_intervals_are_over_sources() -> None:
    found = agreement.atom_agreement(several(20), "trust")
    for row in found:
        assert row.interval.low < row.value < row.interval.high
        assert "sources sampled" in row.standard_error_method
    assert any("not independent" in note for note in found.notes)


def test_bad_input_is_refused_and_nothing_marked_is_undefined() -> None:
    with pytest.raises(LookupError, match=r"code 'trsut' is not in .* did you mean 'trust'"):
        agreement.atom_agreement(several(1), "trsut")
    nothing = typed_continuum([], lengths={"s": 9}, atom="word", values=("x",),
                              seen={"a": ["s"], "b": ["s"]})  # fmt: skip
    reasons = {row.coefficient: row.undefined for row in agreement.atom_agreement(nothing, "x")}
    assert reasons["percent agreement"] == ""
    assert "nobody marked anything" in reasons["Cohen's kappa"]
