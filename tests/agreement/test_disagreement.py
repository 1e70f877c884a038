"""Disagreement: passages, codes confused, what a coefficient hangs on, drift, before and after."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from casestudy import agreement
from casestudy.agreement import (
    Agreement,
    ReliabilityData,
    from_array,
    krippendorff_alpha,
    typed_continuum,
)

from .made_codings import SOURCES, coding, codings
from .made_continua import several

NOMINAL = partial(krippendorff_alpha, level="nominal")
BOTH = {"anna": ["one", "two"], "ben": ["one", "two"]}


def bridged(*rows: object, value: str = "set") -> ReliabilityData:
    return agreement.reliability_data(
        codings(*rows), units=agreement.units(SOURCES, unit="turn"), value=value, level="theme",
        touching="any", uncoded="in", seen=BOTH,
    )  # fmt: skip


ROWS = (
    coding("anna", "one", "trust", "trust them", day=0),
    coding("anna", "one", "price", "price", day=0),
    coding("ben", "one", "trust", "We trust", day=1),
    coding("ben", "one", "speed", "Fast", day=1),
    coding("anna", "two", "speed", "fast", day=7),
    coding("ben", "two", "speed", "fast", day=9),
)


# --- passages ------------------------------------------------------------------------------------


def test_units_on_which_coders_differ_can_be_opened() -> None:
    found = agreement.unit_disagreements(bridged(*ROWS))
    row = found.to_frame().iloc[0]
    assert len(found) == 1
    assert (row["source"], row["unit"], row["anna"], row["ben"]) == (
        "one",
        "one:4",
        "price",
        "speed",
    )
    assert SOURCES["one"].text[row["start"] : row["end"]].startswith("Fast enough.")
    assert row["share"] == 1.0
    assert found.n_compared == 8
    assert found.provenance[0].is_synthetic


def test_the_share_of_pairs_that_differ_and_who_did_not_see() -> None:
    data = from_array(
        [["x", "x"], ["x", None], ["y", "x"]], level="nominal", coders=("a", "b", "c")
    )
    found = agreement.unit_disagreements(data)
    assert found.share.tolist() == pytest.approx([2 / 3])
    assert found.said[0].tolist() == ["x", "x", "y"]
    none = agreement.unit_disagreements(from_array([["x", None], [None, "y"]], level="nominal"))
    assert len(none) == none.n_compared == 0
    with pytest.raises(ValueError, match="numbers without categories"):
        agreement.unit_disagreements(from_array([[1.5, 2.0], [1.0, 2.0]], level="interval"))


def test_stretches_of_the_continuum_end_where_any_code_changes() -> None:
    rows = [
        ("a", "s", "x", 0, 6),
        ("a", "s", "y", 4, 8),
        ("b", "s", "x", 0, 8),
        ("b", "t", "x", 0, 2),
    ]
    data = typed_continuum(rows, lengths={"s": 10, "t": 5}, atom="word",
                           seen={"a": ["s"], "b": ["s", "t"]})  # fmt: skip
    found = agreement.continuum_disagreements(data)
    assert found.to_frame()[["source", "start", "end", "a", "b"]].values.tolist() == [
        ["s", 4, 6, "x + y", "x"], ["s", 6, 8, "y", "x"],
    ]  # fmt: skip
    line = agreement.continuum(codings(*ROWS), sources=SOURCES, atom="word", level="theme",
                               seen=BOTH)  # fmt: skip
    passages = agreement.continuum_disagreements(line)
    quoted = [SOURCES["one"].text[start:end] for source, start, end
              in zip(passages.source, passages.starts, passages.ends, strict=True)
              if source == "one"]  # fmt: skip
    assert quoted == ["We", "them", "Fast", "price"]


def test_what_differs_on_the_continuum_is_what_coefficients_count() -> None:
    data = several(2)
    found = agreement.continuum_disagreements(data)
    length = (found.ends - found.starts).sum()
    pairs = 1 - agreement.unitizing_alpha(data)["u-alpha"].observed
    weighted = ((found.ends - found.starts) * found.share).sum() / data.lengths.sum()
    assert weighted == pytest.approx(pairs)
    assert length < data.lengths.sum()


# --- confusion -----------------------------------------------------------------------------------


def test_two_coders_are_rows_and_columns() -> None:
    data = from_array([["x", "x", "y"], ["x", "y", None]], level="nominal", coders=("a", "b"))
    found = agreement.unit_confusion(data)
    assert found.codes == ("x", "y", "no code")
    assert found.amounts.tolist() == [[1, 1, 0], [0, 0, 0], [0, 0, 0]]
    assert found.is_of_two
    pairs = found.pairs()
    assert pairs.values.tolist() == [["x", "y", 1.0, 1.0]]


def test_sets_are_compared_code_by_code() -> None:
    found = agreement.unit_confusion(bridged(*ROWS))
    at = {code: number for number, code in enumerate(found.codes)}
    assert found.amounts[at["trust"], at["trust"]] == 1
    assert found.amounts[at["price"], at["speed"]] == 1
    assert found.amounts[at["speed"], at["price"]] == 0
    assert found.amounts[at["no code"], at["no code"]] == 5
    assert found.counted == "turns"
    spread = from_array([[{"a", "b", "c"}], [{"c", "d"}]], level="set")
    pairs = agreement.unit_confusion(spread).pairs()
    assert pairs[["one", "other", "amount"]].values.tolist() == [["a", "d", 1.0], ["b", "d", 1.0]]


def test_the_continuum_confuses_as_much_as_it_coincides() -> None:
    from casestudy.agreement.coincidences import coincidence_matrix

    data = several(2)
    found = agreement.continuum_confusion(data)
    expected = coincidence_matrix(data) * (len(data.coders) - 1) / 2
    np.testing.assert_allclose(found.amounts, expected)
    np.testing.assert_allclose(found.amounts, found.amounts.T)
    assert not found.is_of_two


# --- leaving out ---------------------------------------------------------------------------------


def test_the_coder_who_differs_is_found() -> None:
    rng = np.random.default_rng(1)
    truth = rng.integers(0, 3, 60)
    table = [
        np.where(rng.random(60) < wrong, rng.integers(0, 3, 60), truth) for wrong in (0.1, 0.1, 0.6)
    ]
    data = from_array(np.array(list("xyz"))[np.array(table)].tolist(), level="nominal",
                      coders=("a", "b", "odd"))  # fmt: skip
    found = agreement.without_each_coder(data, NOMINAL)
    frame = found.to_frame().set_index("coder")
    assert frame["change"].idxmax() == "odd"
    assert frame.loc["odd", "without"] == NOMINAL(data.of_coders(["a", "b"])).value
    pairs = agreement.between_pairs(data, NOMINAL)
    assert [row.about for row in pairs] == ["a and b", "a and odd", "b and odd"]
    with pytest.raises(ValueError, match="to leave one out needs at least three"):
        agreement.without_each_coder(data.of_coders(["a", "b"]), NOMINAL)


def test_the_influence_of_each_source() -> None:
    data = several(4)
    found = agreement.without_each_source(data, agreement.unitizing_alpha)
    assert found.names == data.sources
    alone = agreement.unitizing_alpha(data.only(sources=data.sources[1:]))
    assert found.without[0].value == alone["u-alpha"].value
    each = agreement.each_source(data, agreement.unitizing_alpha)
    assert [row.about for row in each] == list(data.sources)
    sets = bridged(*ROWS)
    trust = agreement.against_the_rest(sets, "speed")
    given = agreement.without_each_source(trust, NOMINAL)
    assert given.without[0].n_units == given.without[1].n_units == 4
    assert given.without[0].value == 1.0
    with pytest.raises(ValueError, match="unknown sources"):
        agreement.without_each_source(from_array([[1, 2], [1, 2]], level="nominal"), NOMINAL)


# --- drift ---------------------------------------------------------------------------------------


def test_units_are_timed_by_the_last_coder_who_was_there() -> None:
    from casestudy.agreement.drift import unit_times

    times = unit_times(bridged(*ROWS), codings(*ROWS))
    days = (times - np.datetime64("2026-01-05")) / np.timedelta64(1, "D")
    assert days.tolist() == [1, 1, 1, 1, 9, 9, 9, 9]


def test_drift_shows_where_agreement_rises() -> None:
    trust = agreement.against_the_rest(bridged(*ROWS), "speed")
    found = agreement.agreement_over_time(
        trust, codings=codings(*ROWS), coefficient=NOMINAL, n_parts=2
    )
    frame = found.to_frame()
    assert frame["value"].tolist()[1] == 1.0
    assert frame["value"].tolist()[0] < 0.5
    assert frame["n_units"].tolist() == [4, 4]
    assert str(frame["first"].iloc[1].date()) == "2026-01-14"
    with pytest.raises(ValueError, match="1 parts show no drift"):
        agreement.agreement_over_time(trust, codings=codings(*ROWS), coefficient=NOMINAL, n_parts=1)
    with pytest.raises(ValueError, match="too few for 9 parts"):
        agreement.agreement_over_time(trust, codings=codings(*ROWS), coefficient=NOMINAL, n_parts=9)
    nowhere = from_array([[1, 2], [1, 2]], level="nominal")
    with pytest.raises(ValueError, match="do not say where their units are"):
        agreement.agreement_over_time(
            nowhere, codings=codings(*ROWS), coefficient=NOMINAL, n_parts=2
        )


def test_units_without_a_time_are_told() -> None:
    rows = ROWS[:4]
    found = agreement.agreement_over_time(
        agreement.against_the_rest(bridged(*rows), "trust"), codings=codings(*rows),
        coefficient=NOMINAL, n_parts=2,
    )  # fmt: skip
    assert found.n_untimed == 4
    assert "Units left out, because no coder has a time for them: 4." in found.notes


# --- before and after ----------------------------------------------------------------------------


def test_before_and_after_are_matched_and_warned_of() -> None:
    before = agreement.per_code_alpha(bridged(*ROWS))
    mended = (*ROWS[:3], coding("ben", "one", "price", "price"), *ROWS[4:])
    after = agreement.per_code_alpha(bridged(*mended))
    found = agreement.before_and_after(
        agreement.Agreements(rows=tuple(row for row in before if row.about == "price")), after
    )
    frame = found.to_frame()
    assert frame[["about", "after"]].values.tolist() == [["price", 1.0]]
    assert frame["change"].iloc[0] > 0
    assert "no measure of reliability" in found.notes[0]
    with pytest.raises(LookupError, match="is not among the coefficients after"):
        agreement.before_and_after(before, agreement.Agreements(rows=()))


# --- timeline ------------------------------------------------------------------------------------


def test_a_timeline_lays_overlapping_segments_on_lines() -> None:
    rows = [
        ("a", "s", "x", 0, 6),
        ("a", "s", "y", 4, 8),
        ("a", "s", "x", 7, 9),
        ("b", "s", "x", 0, 8),
    ]
    data = typed_continuum(rows, lengths={"s": 10}, atom="word",
                           seen={"a": ["s"], "b": ["s"], "c": []})  # fmt: skip
    found = agreement.coder_timeline(data, source="s")
    assert found.coders == ("a", "b")
    assert found.segments["row"].tolist() == [0, 1, 0, 0]
    assert found.differences[["start", "end"]].values.tolist() == [[4, 6], [6, 7], [7, 8], [8, 9]]
    assert found.share_differing == 0.5
    only = agreement.coder_timeline(data, source="s", codes=["y"])
    assert only.share_differing == 0.4
    with pytest.raises(LookupError, match="code 'z' is not in these data"):
        agreement.coder_timeline(data, source="s", codes=["z"])
    with pytest.raises(LookupError, match="source 'q' is not in these data"):
        agreement.coder_timeline(data, source="q")


def test_a_result_says_what_it_rests_on() -> None:
    row = agreement.unitizing_alpha(several(2))["u-alpha"]
    assert isinstance(row, Agreement)
    assert row.unit == "word"
    assert row.settings["n_pairable"] == "words times coders"
    assert "pairable length" in row.settings
