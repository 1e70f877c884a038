"""Results as a terminal shows them."""

from __future__ import annotations

import numpy as np

from casestudy import agreement
from casestudy.results import MOST_ROWS


def test_a_result_is_shown_with_its_rows_notes_and_provenance() -> None:
    data = agreement.from_array([[1, 2, 3, np.nan], [1, 2, 2, 1]], level="nominal")
    shown = repr(agreement.chance_corrected(data))
    assert shown.splitlines()[0] == "Agreements"
    assert "Gwet's AC1" in shown
    assert shown.splitlines()[-1] == "Data: provenance not stated"
    assert all(len(line) <= 101 for line in shown.splitlines())


def test_columns_without_a_value_are_left_out_and_long_results_cut() -> None:
    one = agreement.krippendorff_alpha([[1, 2, 3], [1, 2, 2]], level="nominal")
    assert "undefined" not in repr(one)
    undefined = agreement.krippendorff_alpha([[1, 1, 1], [1, 1, 1]], level="nominal")
    assert "undefined" in repr(undefined)
    many = agreement.unit_confusion(agreement.from_array([range(20), range(20)], level="nominal"))
    assert f"… and {len(many.to_frame()) - MOST_ROWS} more rows" in repr(many)
    assert len(repr(many).splitlines()) < MOST_ROWS + 5
