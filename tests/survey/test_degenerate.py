"""Answers from which nothing can be told: a sentence or a note, no number out of nothing."""

from __future__ import annotations

import numpy as np
import pytest

from casestudy import survey
from casestudy.answers import Answers
from casestudy.sampling import sample_design

from .made import answers, chosen, numbers, ranked, rating, ticked

N = 30
ITEMS = ["q0", "q1", "q2", "q3"]
KINDS = [
    "nobody", "alone", "alike", "one alike", "one group", "nobody in a group", "unanswered",
    "one unanswered", "group unknown", "apart", "told apart", "against each other",
]  # fmt: skip


def made(kind: str) -> Answers:
    """Four ratings, a group of three, ticks, a ranking and a number, with something amiss."""
    rng = np.random.default_rng(0)
    n = {"nobody": 0, "alone": 1}.get(kind, N)
    q = [rng.integers(0, 5, n) for _ in ITEMS]
    group, ticks, x = np.arange(n) % 3, rng.integers(0, 2, (n, 3)), rng.normal(size=n)
    ranks = rng.permuted(np.tile([1, 2, 3], (n, 1)), axis=1)
    if kind == "alike":
        q, x[:], ticks[:] = [np.full(n, 2)] * 4, 0.1, 1
    elif kind == "one alike":
        q[0][:], ticks[:, 0] = 2, 0
    elif kind in ("one group", "nobody in a group"):
        group[:] = 0
        group[0] = kind == "nobody in a group"
    elif kind == "unanswered":
        q, ticks[:], ranks[:], x[:] = [np.full(n, -2)] * 4, -2, -2, np.nan
    elif kind == "one unanswered":
        q[0][:], ticks[:] = -3, -1
    elif kind == "group unknown":
        group[:] = -2
    elif kind == "apart":
        q = [np.where(np.arange(n) % 4 == place, one, -2) for place, one in enumerate(q)]
    elif kind == "told apart":
        q[0] = np.array([0, 2, 4])[group]
    elif kind == "against each other":
        q = [q[0], 4 - q[0], q[0], 4 - q[0]]
    items = [rating(item, one) for item, one in zip(ITEMS, q, strict=True)]
    return answers(*items, chosen("g", group, n=3), ticked("t", ticks), ranked("r", ranks),
                   numbers("x", x))  # fmt: skip


def crossed(told: Answers, rows: str = "q0"):
    return survey.cross_table(told, rows=rows, columns="g")


TESTS = {
    "association": lambda a: survey.association(crossed(a)),
    "multiple": lambda a: survey.multiple_response_test(a, "t", by="g"),
    "battery": lambda a: survey.crosstab_battery(a, items=ITEMS, by=["g"]),
    "kruskal": lambda a: survey.kruskal_wallis(crossed(a), p_value="approximate"),
    "pairs": lambda a: survey.pairwise_ranks(crossed(a)),
    "boxes": lambda a: survey.box_scores(a, "q0", positive=["e"], negative=["a"], by="g"),
}
PLAIN = {
    "trend": lambda a: survey.jonckheere(crossed(a)),
    "ranks": lambda a: survey.rank_battery(a, items=ITEMS, by="g"),
    "friedman": lambda a: survey.friedman(a, ITEMS),
    "cochran": lambda a: survey.cochran_q(a, "t"),
    "signed": lambda a: survey.signed_ranks(a, ITEMS, zeros="wilcoxon"),
    "mcnemar": lambda a: survey.mcnemar(a, "t"),
}
OTHERS = {
    "letters": lambda a: survey.column_letters(crossed(a)),
    "likert": lambda a: survey.likert_summary(a, ITEMS, by="g"),
    "combinations": lambda a: survey.tick_combinations(a, "t"),
    "numbers": lambda a: survey.numeric_summary(a, "x", by="g"),
    "ranking": lambda a: survey.ranking_summary(a, "r", unranked="last", by="g"),
    "worths": lambda a: survey.plackett_luce(a, "r", unranked="last", n_pseudo=0.5),
    "listwise": lambda a: survey.scale_reliability(a, ITEMS, missing="listwise", n_resamples=5),
    "pairwise": lambda a: survey.scale_reliability(a, ITEMS, missing="pairwise", n_resamples=5),
    "factors": lambda a: survey.factor_analysis(a, ITEMS, n_factors=1, missing="listwise"),
    "ordinal": lambda a: survey.ordinal_regression(a, "q0", ["g", "x"]),
    "linear": lambda a: survey.linear_regression(a, "x", ["g", "q1"]),
    "importance": lambda a: survey.importance_performance(
        a, {"p": ("q0", "q1"), "r": ("q2", "q3")}, cut="grand_means"
    ),
    "derived": lambda a: survey.derived_importance(a, {"p": "q0", "r": "q1"}, overall="q2"),
    "map": lambda a: survey.correspondence_analysis(crossed(a)),
}


def found_or_refused(method, told):
    """A result that can be shown, or None where a sentence of ours refuses."""
    try:
        found = method(told)
    except (ValueError, LookupError) as error:
        refusal = error
    else:
        found.to_frame()
        return found
    last = refusal.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    assert last is not None
    assert "casestudy" in last.tb_frame.f_code.co_filename
    assert len(str(refusal)) > 30
    return None


@pytest.mark.parametrize("is_weighted", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_what_cannot_be_tested_has_no_p_value_and_a_note(kind, is_weighted):
    told = made(kind)
    if is_weighted and kind != "nobody":
        n = len(told["q0"].codes)
        told = told.with_design(sample_design(n, weights=np.linspace(0.5, 2, n)))
    for name, method in (TESTS if is_weighted else TESTS | PLAIN).items():
        found = found_or_refused(method, told)
        if found is not None and np.isnan(np.asarray(found.p, dtype=float)).any():
            assert [note for note in found.notes if "est" in note or "nothing" in note], name


@pytest.mark.parametrize("kind", KINDS)
def test_what_cannot_be_computed_is_refused_or_unknown(kind):
    for method in OTHERS.values():
        found_or_refused(method, made(kind))


def test_a_battery_of_nobody_has_no_p_value():
    assert np.isnan(survey.crosstab_battery(made("unanswered"), items=ITEMS).p).all()


def test_an_outcome_without_spread_is_refused():
    with pytest.raises(ValueError, match="all 30 in the model have the same 'x'"):
        survey.linear_regression(made("alike"), "x", ["g"])


def test_a_choice_of_people_outside_the_model_is_no_term():
    y, group = np.arange(30) % 4, np.arange(30) % 3
    told = answers(numbers("y", np.where(group == 2, np.nan, y)), chosen("g", group))
    found = survey.linear_regression(told, "y", ["g"])
    assert [str(term) for term in found.terms] == ["g: b (not a)"]
    assert [note for note in found.notes if "No term" in note and "g: c" in note]


def test_a_scale_that_nobody_answered_whole_is_refused():
    with pytest.raises(ValueError, match=r"0 respondents answered all of q0, q1"):
        survey.scale_reliability(made("apart"), ITEMS, missing="listwise")
    with pytest.raises(ValueError, match="fewer than two respondents answered item 'q0'"):
        survey.scale_reliability(made("one unanswered"), ITEMS, missing="pairwise")
    found = survey.scale_reliability(made("one alike"), ITEMS, missing="listwise", n_resamples=5)
    assert [note for note in found.notes if "All gave the same answer" in note and "q0" in note]
    assert np.isnan(found.omega)
    assert np.isfinite(found.alpha)


def test_an_attribute_without_a_place_is_refused():
    with pytest.raises(ValueError, match="item 'q0' has no place along its axis"):
        survey.derived_importance(made("one alike"), {"p": "q0", "r": "q1"}, overall="q2")


def test_groups_on_one_side_have_an_interval_that_says_nothing():
    told = answers(rating("q", [4] * 6 + [0, 4, 2, 4]), chosen("g", [0] * 6 + [1] * 4))
    found = survey.box_scores(told, "q", positive=["e"], negative=["a"], by="g")
    assert [note for note in found.notes if note.endswith("says nothing: a.")]


def test_cells_of_nobody_under_a_design_are_told():
    told = made("told apart").with_design(sample_design(N, weights=np.linspace(0.5, 2, N)))
    found = survey.association(crossed(told))
    assert found.p < 1e-6
    assert [note for note in found.notes if "taken at independence" in note]


def test_too_few_rankings_have_no_standard_errors():
    told = answers(ranked("r", [[1, 2, 3]])).with_design(sample_design(1, weights=[2.0]))
    found = survey.plackett_luce(told, "r", unranked="last", n_pseudo=0.5)
    assert np.isnan(found.quasi_errors).all()
    assert [note for note in found.notes if "trust no comparison" in note]
