"""The ledger writes down every test once, and adjusts what it wrote down."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from casestudy.survey import (
    TestLedger,
    association,
    benjamini_hochberg,
    bonferroni,
    column_letters,
    cross_table,
    crosstab_battery,
    holm,
)

from .made import answers, chosen

RNG = np.random.default_rng(1)
MADE = answers(*(chosen(f"q{i}", RNG.integers(0, 3, 90)) for i in range(4)))


def test_adjustments_are_statsmodels():
    p = np.array([0.001, 0.04, 0.03, 0.8, 0.03, 0.2])
    for ours, theirs in (
        (holm, "holm"),
        (benjamini_hochberg, "fdr_bh"),
        (bonferroni, "bonferroni"),
    ):
        assert ours(p) == pytest.approx(multipletests(p, method=theirs)[1])
        with_gap = np.insert(p, 2, np.nan)
        assert np.delete(ours(with_gap), 2) == pytest.approx(ours(p))
        assert np.isnan(ours(with_gap)[2])
        assert ours([]).tolist() == []
        assert ours(p.reshape(2, 3)) == pytest.approx(ours(p).reshape(2, 3))


def test_benjamini_and_hochbergs_own_example():
    """Benjamini & Hochberg (1995): of 15 p-values 4 are rejected at 0.05; by Bonferroni 3."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240,
         0.4262, 0.5719, 0.6528, 0.7590, 1.0]  # fmt: skip
    assert (benjamini_hochberg(p) <= 0.05).sum() == 4
    assert (bonferroni(p) <= 0.05).sum() == 3


def test_every_test_writes_itself_down_while_the_ledger_is_open():
    table = cross_table(MADE, rows="q0", columns="q1")
    before = association(table)
    with TestLedger("paper") as ledger:
        found = association(table)
        column_letters(table)
        crosstab_battery(MADE)
    association(cross_table(MADE, rows="q2", columns="q1"))
    assert len(ledger) == 1 + 9 + 6 - 1
    assert found.p == before.p
    summary = ledger.summary()
    frame = summary.to_frame()
    assert frame["is_post_hoc"].sum() == 9
    assert frame["p_bh"].isna().sum() == 9
    assert summary.provenance[0].is_synthetic
    assert summary.notes[0] == "15 tests in 3 families, 9 of them post hoc."
    assert "p_holm" in ledger._repr_html_()


def test_a_test_that_is_run_twice_is_one_test():
    table = cross_table(MADE, rows="q0", columns="q1")
    ledger = TestLedger("paper")
    for _ in range(3):
        with ledger:
            association(table)
    assert len(ledger) == 1
    ledger.note(association(table))
    assert len(ledger) == 1
    ledger.note(association(cross_table(MADE.where(np.arange(90) < 60), rows="q0", columns="q1")))
    assert len(ledger) == 2


def test_families_are_declared():
    ledger = TestLedger("paper", families={"H1": ["q0", "q1"]})
    with ledger:
        crosstab_battery(MADE, items=["q0", "q1", "q2"], by=["q3"])
    frame = ledger.summary().to_frame()
    assert frame["family"].tolist() == ["H1", "H1", "q2"]
    assert frame["p_holm"][:2].tolist() == pytest.approx(holm(frame["p"][:2]))
    assert frame["p_holm"][2] == frame["p"][2]
    assert frame["p_bh"].tolist() == pytest.approx(benjamini_hochberg(frame["p"]))
    with pytest.raises(ValueError, match="question 'a' is in the families 'H1' and 'H2'"):
        TestLedger("paper", families={"H1": ["a"], "H2": ["a"]})


def test_ledgers_may_lie_in_one_another_and_close_after_an_error():
    def fails(table):
        with TestLedger("inner") as inner:
            association(table)
            raise RuntimeError("stop")
        return inner

    table = cross_table(MADE, rows="q0", columns="q1")
    with TestLedger("outer") as outer:
        with pytest.raises(RuntimeError):
            fails(table)
        association(cross_table(MADE, rows="q2", columns="q1"))
    assert len(outer) == 2
    association(cross_table(MADE, rows="q3", columns="q1"))
    assert len(outer) == 2


def test_an_empty_ledger_has_its_columns():
    frame = TestLedger("paper").summary().to_frame()
    assert len(frame) == 0
    assert "p_holm" in frame.columns
