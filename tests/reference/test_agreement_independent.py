"""The same values as independent programs, where they are right; and where they are not, why.

`agreement_peers.json` was made by `make_agreement_peers.py`; nltk and statsmodels run here.
"""

from __future__ import annotations

import json
import warnings
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from nltk.metrics import jaccard_distance, masi_distance
from nltk.metrics.agreement import AnnotationTask
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.inter_rater import fleiss_kappa as fleiss_of_statsmodels

from casestudy import agreement
from casestudy.agreement import Agreement
from tests.reference.agreement_data import TABLES, array_of, data_of

SAME = 1e-8
PEERS = json.loads((Path(__file__).parent / "agreement_peers.json").read_text("utf-8"))
DATA = {
    name: np.array([[np.nan if v is None else v for v in row] for row in rows])
    for name, rows in PEERS["data"].items()
}


def test_the_peers_are_all_there() -> None:
    packages = {one["package"] for one in PEERS["values"]}
    assert packages == {"krippendorff", "scikit-learn", "pingouin", "irrCAC"}
    assert len(PEERS["values"]) > 150


@pytest.mark.parametrize("package", ["krippendorff", "scikit-learn", "pingouin", "irrCAC"])
def test_same_value_and_error(package: str) -> None:
    for one in PEERS["values"]:
        if one["package"] == package:
            found = _ours(one, DATA[one["data"]])
            assert found.value == pytest.approx(one["value"], abs=SAME), one
            if "standard_error" in one:
                assert found.standard_error == pytest.approx(one["standard_error"], abs=SAME), one
            if "interval" in one:  # pingouin rounds to two digits
                bounds = (found.interval.low, found.interval.high)
                assert bounds == pytest.approx(one["interval"], abs=5.1e-3), one


def _ours(one: dict[str, Any], data: npt.NDArray[np.float64]) -> Agreement:
    what, how = one["coefficient"], one["how"]
    if one["package"] == "krippendorff":
        return agreement.krippendorff_alpha(data, level=how)
    if what == "icc":
        return agreement.intraclass_correlations(data)[how]
    if what == "cohen" and how == "identity":
        return agreement.cohen_kappa(data)
    if what == "cohen":
        return agreement.weighted_kappa(data, weights=how)
    if what == "alpha":
        return agreement.chance_corrected(data, weights=how).rows[-1]
    if what == "gwet":
        return agreement.gwet_ac2(data, weights=how)
    named = {
        "fleiss": agreement.fleiss_kappa,
        "conger": agreement.conger_kappa,
        "brennan_prediger": agreement.brennan_prediger,
    }
    return named[what](data, weights=how)


# --- nltk ----------------------------------------------------------------------------------------


def _triples(rows: npt.NDArray[Any]) -> list[tuple[str, str, Any]]:
    return [
        (f"c{i}", f"u{j}", value)
        for i, row in enumerate(rows)
        for j, value in enumerate(row)
        if not (isinstance(value, float) and np.isnan(value))
    ]


@pytest.mark.parametrize("name", ["A", "B", "C", "D", "E", "F", "G", "H"])
def test_alpha_of_nltk(name: str) -> None:
    task = AnnotationTask(data=_triples(array_of(name)))
    assert agreement.krippendorff_alpha(data_of(name)).value == pytest.approx(task.alpha())


@pytest.mark.parametrize("name", ["A", "B", "E", "F", "G"])
def test_kappas_of_nltk(name: str) -> None:
    task, data = AnnotationTask(data=_triples(array_of(name))), data_of(name)
    assert agreement.light_kappa(data).value == pytest.approx(task.kappa())
    assert agreement.conger_kappa(data).value == pytest.approx(task.multi_kappa())
    assert agreement.percent_agreement(data).value == pytest.approx(task.avg_Ao())
    if len(data.coders) == 2:
        assert agreement.scott_pi(data).value == pytest.approx(task.pi())
        assert agreement.brennan_prediger(data).value == pytest.approx(task.S())


@pytest.mark.parametrize("kind", ["jaccard", "masi"])
def test_sets_of_nltk(kind: str) -> None:
    rng = np.random.default_rng(5)
    pool = [frozenset(c) for n in (1, 2, 3) for c in combinations("abcd", n)]
    rows = np.empty((3, 60), dtype=object)
    for i, j in np.ndindex(rows.shape):
        rows[i, j] = pool[rng.integers(len(pool))]
    distance = {"jaccard": jaccard_distance, "masi": masi_distance}[kind]
    task = AnnotationTask(data=_triples(rows), distance=distance)
    found = agreement.set_alpha(rows, distance=kind).value
    assert found == pytest.approx(task.alpha(), abs=SAME)


# --- statsmodels ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["T1", "T2", "T3", "T4", "T5", "T6", "T7a", "T7b", "T8"])
def test_cohen_of_statsmodels(name: str) -> None:
    table, data = TABLES[name], data_of(name)
    for weights in (None, "linear", "quadratic"):
        theirs = cohens_kappa(table, wt=weights)
        ours = (
            agreement.weighted_kappa(data, weights=weights)
            if weights
            else agreement.cohen_kappa(data)
        )
        found = (ours.value, ours.standard_error, ours.interval.low)
        assert found == pytest.approx((theirs.kappa, theirs.std_kappa, theirs.kappa_low))
        null = ours.details["standard error if kappa were 0"]
        assert null == pytest.approx(theirs.std_kappa0)


def test_fleiss_of_statsmodels() -> None:
    data = data_of("I")
    counts = np.array([(data.values == c).sum(axis=0) for c in range(5)]).T
    theirs = fleiss_of_statsmodels(counts, method="fleiss")
    assert agreement.fleiss_kappa(data).value == pytest.approx(theirs)
    randolph = fleiss_of_statsmodels(counts, method="randolph")
    assert agreement.brennan_prediger(data).value == pytest.approx(randolph)


# --- where peers are wrong -----------------------------------------------------------------------


def test_irr_inflates_n_for_complete_data() -> None:
    """R irr 0.84.1, `kripp.alpha`: without missing values it divides by 1 instead of m - 1.

    With three or more coders n is then too great, and alpha too small. Krippendorff prints 0.234
    for example E (2018, p. 306).
    """
    wrong = {"E": 0.22344, "I": 0.43088}
    for name, value in wrong.items():
        found = agreement.krippendorff_alpha(data_of(name)).value
        assert found - value > 2e-3
    assert agreement.krippendorff_alpha(data_of("E")).value == pytest.approx(0.234375)


def test_iaa_kit_pools_pairs_and_takes_ordinal_for_interval() -> None:
    """iaa-kit 0.1.2: every pair counts alike and lone judgements count, too.

    Its `ac2` is Cohen's weighted kappa. Krippendorff (2011) prints 0.743, 0.815 and 0.849.
    """
    data = data_of("C")
    found = [
        agreement.krippendorff_alpha(data, level=level).value
        for level in ("nominal", "ordinal", "interval")
    ]
    assert found == pytest.approx([0.74342105, 0.81538750, 0.84910714], abs=6e-9)
    for ours, theirs in zip(found, (0.71958, 0.83190, 0.83190), strict=True):
        assert abs(ours - theirs) > 1e-2
    table = [[20, 5, 1, 0], [4, 15, 6, 1], [0, 5, 18, 4], [0, 1, 3, 12]]
    likert = agreement.from_table(table, level="ordinal")
    assert agreement.gwet_ac2(likert, weights="quadratic").value == pytest.approx(0.84028, abs=6e-6)
    kappa = agreement.weighted_kappa(likert, weights="quadratic").value
    assert kappa == pytest.approx(0.81481, abs=6e-6)


def test_irrcac_on_pandas_3_counts_missing_as_a_category() -> None:
    """irrCAC 0.4.4 with pandas 3: AC1 of data C becomes 0.78553, without a warning."""
    data = data_of("C")
    assert agreement.gwet_ac1(data).value == pytest.approx(0.77544407, abs=6e-9)
    with_category = np.where(data.values < 0, 5, data.values)
    wrong = agreement.gwet_ac1(agreement.from_array(with_category, level="nominal")).value
    assert abs(wrong - 0.77544407) > 5e-3


def test_icr_counts_one_judgement_too_few() -> None:
    """R icr 0.6.6 takes n as the integer part of a sum of thirds and the like, so n may be n - 1.

    Alpha is then 1 - (n - 2) D / E instead of 1 - (n - 1) D / E. Sums here are whole numbers.
    """
    rng = np.random.default_rng(1)
    data = rng.integers(0, 3, (5, 400)).astype(float)
    data[rng.random(data.shape) < 0.2] = np.nan
    found = agreement.krippendorff_alpha(data, level="nominal")
    pairable = data[:, (~np.isnan(data)).sum(axis=0) >= 2]
    assert found.n_pairable == int((~np.isnan(pairable)).sum())


def test_nltk_stops_at_two_empty_sets() -> None:
    """nltk 3.10.4: "no code" twice is division by zero; here it is full agreement."""
    with pytest.raises(ZeroDivisionError):
        masi_distance(set(), set())
    with pytest.raises(ZeroDivisionError):
        jaccard_distance(set(), set())
    rows = [[set(), {"a"}, {"b"}], [set(), {"a"}, {"b"}]]
    assert agreement.set_alpha(rows, distance="masi").value == 1.0


def test_nltk_cannot_take_a_missing_judgement_for_kappa() -> None:
    """nltk 3.10.4, `kappa`, `pi`, `S`: a missing judgement stops it or counts as disagreement."""
    rows = np.array([[1.0, 1, 2, np.nan], [1, 2, 2, 1]])
    task = AnnotationTask(data=_triples(rows))
    with pytest.raises((RuntimeError, StopIteration, KeyError, ValueError)):
        task.kappa()
    complete = agreement.cohen_kappa(rows[:, :3]).value
    assert agreement.cohen_kappa(rows).value == complete


def test_statsmodels_fleiss_of_one_category_is_nan_without_a_reason() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert np.isnan(fleiss_of_statsmodels(np.array([[3, 0], [3, 0]])))
    found = agreement.fleiss_kappa(agreement.from_counts([[3, 0], [3, 0]], level="nominal"))
    assert np.isnan(found.value)
    assert "all judgements are the same" in found.undefined


def test_krippendorff_raises_for_one_value_and_defaults_to_interval() -> None:
    """krippendorff 0.9.0 raises where all judgements are the same; its default level is interval.

    A level is never assumed here, and what is not defined is NaN with a reason.
    """
    rows = np.array([[1.0, 1, 1], [1, 1, np.nan]])
    assert np.isnan(agreement.krippendorff_alpha(rows, level="nominal").value)
    with pytest.raises(ValueError, match="state it: level='nominal'"):
        agreement.krippendorff_alpha(rows)
