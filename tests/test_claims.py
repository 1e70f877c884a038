"""Verdicts: what counts as the published value and what does not."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.claims import COMPARISONS, VERDICTS, Finding, Value, judged, ledger
from casestudy.provenance import Citation

WORK = Citation(work="w2001", page="4")


def finding(expected: Value, compare: str = "equal", **more: object) -> Finding:
    fields: dict[str, object] = {"id": "V1", "kind": "published_evidence", "computes": "rows"}
    return Finding(
        statement="said", source=WORK, expected=expected, compare=compare, **{**fields, **more}  # type: ignore[arg-type]
    )  # fmt: skip


def verdict(expected: Value, computed: Value, compare: str = "equal", **more: object) -> str:
    return judged(finding(expected, compare, **more), computed).verdict


@pytest.mark.parametrize(
    ("printed", "computed", "expected"),
    [
        # 0.815 is rounded to 0.82 by some and to 0.81 (half to even, or cut) by others
        ("0.81", 0.815, "holds"),
        ("0.82", 0.815, "holds"),
        ("0.80", 0.815, "differs"),
        ("0.83", 0.815, "differs"),
        ("0.81", 0.805, "holds"),
        ("0.81", 0.8049, "differs"),
        ("0.82", 0.8251, "differs"),
        ("0.82", 0.825, "holds"),
        ("2.5", 2.45, "holds"),
        ("2.5", 2.5499999, "holds"),
        ("2.5", 2.56, "differs"),
        ("2.50", 2.54, "differs"),
        ("6", 6, "holds"),
        ("6", 6.5, "holds"),
        ("6", 6.51, "differs"),
        ("-0.81", -0.815, "holds"),
        ("-0.81", 0.81, "differs"),
        ("0", 0.0, "holds"),
        ("1e3", 1400, "holds"),
        ("1e3", 1600, "differs"),
        ("0.81", "0.81", "differs"),
        ("1", True, "differs"),
        ("0", False, "differs"),
        ("0.81", math.nan, "differs"),
        ("0.81", math.inf, "differs"),
        ("0.81", None, "differs"),
        ("0.81", [0.81], "differs"),
    ],
)
def test_printed_precision(printed: str, computed: Value, expected: str) -> None:
    assert verdict(printed, computed, "printed") == expected


@given(
    st.decimals(-1000, 1000, places=5, allow_nan=False),
    st.integers(0, 3),
    st.sampled_from([ROUND_HALF_EVEN, ROUND_HALF_UP]),
)
def test_a_number_printed_by_either_habit_holds_and_two_units_away_differs(
    exact: Decimal, places: int, habit: str
) -> None:
    unit = Decimal(1).scaleb(-places)
    printed = exact.quantize(unit, habit)
    assert verdict(str(printed), float(exact), "printed") == "holds"
    assert verdict(str(printed + 2 * unit), float(exact), "printed") == "differs"
    assert verdict(str(printed - 2 * unit), float(exact), "printed") == "differs"


@pytest.mark.parametrize(
    ("expected", "computed", "same"),
    [
        (6, 6, True), (6, 6.0, True), (6, 7, False), (6, "6", False), ("6", 6, False),
        (True, True, True), (True, 1, False), (1, True, False), (False, 0, False),
        (0, False, False), (True, False, False), ("yes", "yes", True), ("yes", "Yes", False),
        (["a", "b"], ["a", "b"], True), (["a", "b"], ["b", "a"], False), (["a"], "a", False),
        ([1, 0], [True, False], False), ([True], [True], True), ([1], [1.0], True), ([], [], True),
    ],
)  # fmt: skip
def test_equal_and_order(expected: Value, computed: Value, *, same: bool) -> None:
    wanted = "holds" if same else "differs"
    assert verdict(expected, computed, "equal") == wanted
    assert verdict(expected, computed, "order") == wanted


@pytest.mark.parametrize(
    ("expected", "computed", "same"),
    [
        (["a", "b"], ["b", "a"], True), (["a", "b"], ["a"], False), (["a"], ["a", "b"], False),
        (["a", "a", "b"], ["a", "b", "b"], False), ([1, 2], [2.0, 1.0], True),
        ([1], ["1"], False), ([1], [True], False), (["True"], [True], False),
        (["a"], "a", False), ([], [], True),
    ],
)  # fmt: skip
def test_set(expected: Value, computed: Value, *, same: bool) -> None:
    assert verdict(expected, computed, "set") == ("holds" if same else "differs")


@pytest.mark.parametrize(
    ("expected", "computed", "same"),
    [
        (6, 7, True), (6, 6, False), (6, 5, False), (6, True, False), (0, True, False),
        ("0.8", 0.81, True), (6, "7", False), (6, None, False), (6, math.nan, False),
    ],
)  # fmt: skip
def test_more_than(expected: Value, computed: Value, *, same: bool) -> None:
    assert verdict(expected, computed, "more_than") == ("holds" if same else "differs")


@pytest.mark.parametrize(
    ("computed", "same"),
    [(10, True), (10.5, True), (9.5, True), (10.51, False), (True, False), ("10", False)],
)
def test_within(computed: Value, *, same: bool) -> None:
    assert verdict(10, computed, "within", tolerance=0.5) == ("holds" if same else "differs")


def test_within_is_exact_at_the_edge() -> None:
    assert verdict(0.1, 0.3, "within", tolerance=0.2) == "holds"


@pytest.mark.parametrize("compare", ["printed", "within", "more_than"])
@pytest.mark.parametrize("expected", ["about 5", "0,81", "81 %", "nan", "inf", "", True, [1]])
def test_a_number_is_needed_to_compare_numbers(compare: str, expected: Value) -> None:
    with pytest.raises(
        ValueError, match=f"is not a number, so it cannot be compared as '{compare}"
    ):
        finding(expected, compare)


@pytest.mark.parametrize("expected", [{"a": 1}, [[1]], [{"a": 1}], b"x"])
def test_a_value_of_another_kind_is_refused(expected: Value) -> None:
    with pytest.raises(ValueError, match="is not a number, a text, a truth value or a list"):
        finding(expected)


def test_a_finding_must_be_complete() -> None:
    with pytest.raises(ValueError, match="kind 'guess' is not known; allowed are published_evid"):
        finding(6, kind="guess")
    with pytest.raises(ValueError, match="comparison 'about' is not known; allowed are equal"):
        finding(6, "about")
    with pytest.raises(ValueError, match="`expected` and `computes` are missing"):
        finding(None)
    with pytest.raises(ValueError, match="`expected` and `computes` are missing"):
        finding(6, computes="")
    with pytest.raises(ValueError, match="is not recoverable: say why"):
        finding(None, kind="not_recoverable")


def test_zero_and_no_are_values_like_others() -> None:
    assert verdict(0, 0) == "holds"
    assert verdict(False, False) == "holds"


def test_a_ledger_has_every_finding_and_names_strangers() -> None:
    lost = finding(None, id="V4", kind="not_recoverable", why="the rows are not published")
    findings = [finding(6), finding(7, id="V2"), finding(8, id="V3"), lost]
    found = ledger(findings, {"V1": 6, "V2": 6, "V4": 1, "V9": 3})
    assert [claim.verdict for claim in found.claims] == [
        "holds", "differs", "not computed", "not recoverable",
    ]  # fmt: skip
    assert dict(found.counts) == dict.fromkeys(VERDICTS, 1)
    assert [claim.finding.id for claim in found.broken] == ["V2", "V3"]
    assert len(found.notes) == 1
    assert "'V9'" in found.notes[0]
    assert found.to_frame()["verdict"].tolist() == [claim.verdict for claim in found.claims]
    assert [str(one) for one in found.provenance] == ["published: w2001"]


def test_a_value_of_none_is_not_the_same_as_not_computed() -> None:
    assert [claim.verdict for claim in ledger([finding(6)], {"V1": None}).claims] == ["differs"]
    assert [claim.verdict for claim in ledger([finding(6)], {}).claims] == ["not computed"]


def test_the_record_has_the_shape_that_programs_read() -> None:
    assert judged(finding("0.81", "printed"), 0.815).to_record() == {
        "id": "V1",
        "kind": "published_evidence",
        "expected": "0.81",
        "computed": 0.815,
        "verdict": "holds",
    }


def test_the_frame_is_shown_escaped() -> None:
    found = ledger([finding("<b>six</b>")], {"V1": "<script>"})
    assert "<script>" not in found._repr_html_()
    assert "&lt;script&gt;" in found._repr_html_()


def test_every_comparison_is_tested_here() -> None:
    assert set(COMPARISONS) == {"equal", "order", "set", "printed", "within", "more_than"}
