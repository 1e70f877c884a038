"""Rankings, best-worst, Kano, importance: independent programs and hand counts."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from statsmodels.discrete.conditional_models import ConditionalLogit

from casestudy.item_answers import BestWorstAnswers, ChosenAnswers
from casestudy.sampling import sample_design
from casestudy.survey import (
    TestLedger,
    best_worst,
    derived_importance,
    importance_performance,
    kano_table,
    plackett_luce,
    plackett_luce_by,
    quasi_variances,
    ranking_summary,
)
from casestudy.survey.ranking_stages import ranking_stages, subsets
from casestudy.survey.rankings import order_ranks

from .made import answers, chosen, numbers, ranked, rating

SEVEN = [(0, 1, 2, 3), (0, 2, 1, 3), (1, 0, 2, 3), (3, 0, 1, 2), (0, 1, 3, 2), (2, 0, 1, 3),
         (0, 3, 1, 2)]  # fmt: skip


def ranks_of(orders):
    """Ranks of objects from orders, the best first."""
    found = np.zeros((len(orders), len(orders[0])), dtype=int)
    for row, order in enumerate(orders):
        found[row, list(order)] = np.arange(1, len(order) + 1)
    return found


# --- worths --------------------------------------------------------------------------------------


def test_worths_are_choixs():
    """choix 0.4.1, ilsr_rankings(4, these) less its first value."""
    found = plackett_luce(answers(ranked("r", ranks_of(SEVEN))), "r", unranked="last")
    theirs = [0.0, -1.2708526171795291, -2.1524723946928153, -2.4525650305011375]
    assert found.log_worths == pytest.approx(theirs, abs=1e-7)
    assert found.worths.sum() == pytest.approx(1)
    assert np.isnan(found.standard_errors[0])


def test_worths_by_another_search_with_ties():
    """The likelihood of Turner et al. (2020), written out and searched by another method."""
    rows = np.array([[1, 1, 2], [1, 2, 2], [2, 1, 3], [1, 2, 3], [3, 1, 2], [1, 1, 2], [2, 3, 1]])
    found = plackett_luce(answers(ranked("r", rows)), "r", unranked="last")

    def loss(at):
        worth, tie = np.exp([0, *at[:2]]), np.exp(at[2])
        total = 0.0
        for row in rows:
            left = {0, 1, 2}
            for rank in sorted(set(row)):
                best = {n for n in left if row[n] == rank}
                if len(left) == 1:
                    continue

                def strength(some):
                    return (tie if len(some) == 2 else 1.0) * np.prod(worth[list(some)]) ** (
                        1 / len(some)
                    )

                every = [set(s) for size in (1, 2) for s in itertools.combinations(left, size)]
                total -= np.log(strength(best) / sum(strength(some) for some in every))
                left -= best
        return total

    other = minimize(
        loss,
        np.zeros(3),
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 5000},
    )
    assert found.log_worths[1:] == pytest.approx(other.x[:2], abs=1e-5)
    assert found.log_ties == pytest.approx(other.x[2:], abs=1e-5)
    assert found.log_likelihood == pytest.approx(-other.fun)
    assert "Rankings that have ties: 3 of 7." in found.notes


def test_the_reference_moves_nothing_but_itself():
    made = answers(ranked("r", ranks_of(SEVEN)))
    one = plackett_luce(made, "r", unranked="last")
    other = plackett_luce(made, "r", unranked="last", reference="c")
    assert other.worths == pytest.approx(one.worths)
    assert other.quasi_errors == pytest.approx(one.quasi_errors)
    assert other.log_worths - other.log_worths[0] == pytest.approx(one.log_worths)
    assert other.p == pytest.approx(one.p)
    with pytest.raises(ValueError, match="item 'r' has no object 'z'; allowed are a, b, c, d"):
        plackett_luce(made, "r", unranked="last", reference="z")


def test_two_objects_are_a_share():
    rows = ranks_of([(0, 1)] * 30 + [(1, 0)] * 10)
    found = plackett_luce(answers(ranked("r", rows)), "r", unranked="last")
    assert found.worths == pytest.approx([0.75, 0.25])
    assert found.standard_errors[1] == pytest.approx(np.sqrt(1 / 30 + 1 / 10))
    assert found.chi_squared == pytest.approx(2 * (30 * np.log(1.5) + 10 * np.log(0.5)))


def test_unranked_objects_by_either_rule():
    rows = ranks_of(SEVEN)
    rows[rows > 2] = 0
    made = answers(ranked("r", rows))
    below = ranking_stages(rows, unranked="last")
    among = ranking_stages(rows, unranked="not_compared")
    assert len(below.chosen) == 14
    assert len(among.chosen) == 7
    last = plackett_luce(made, "r", unranked="last", n_pseudo=0.5)
    apart = plackett_luce(made, "r", unranked="not_compared", n_pseudo=0.5)
    assert last.log_worths[3] != pytest.approx(apart.log_worths[3], abs=0.1)
    assert "Rankings that rank only some of the objects: 7 of 7." in last.notes
    with pytest.raises(ValueError, match="unranked 'drop' is not known; allowed are last"):
        plackett_luce(made, "r", unranked="drop")


def test_worths_without_end_are_refused_and_pseudo_rankings_help():
    made = answers(ranked("r", ranks_of([(0, 1, 2), (0, 2, 1), (0, 1, 2)])))
    with pytest.raises(ValueError, match=r"never stands above 'a', .* n_pseudo above 0"):
        plackett_luce(made, "r", unranked="last")
    found = plackett_luce(made, "r", unranked="last", n_pseudo=0.5)
    assert np.isfinite(found.log_worths).all()
    assert found.worths[0] > 0.5
    nothing = answers(ranked("r", [[1, 0], [-1, -1]]))
    with pytest.raises(ValueError, match="nobody compared two objects"):
        plackett_luce(nothing, "r", unranked="not_compared")


def test_weights_are_as_many_rankings():
    times = [2, 1, 3, 1, 1, 2, 1]
    many = answers(ranked("r", np.repeat(ranks_of(SEVEN), times, axis=0)))
    weighted = answers(ranked("r", ranks_of(SEVEN))).with_design(sample_design(7, weights=times))
    one = plackett_luce(many, "r", unranked="last")
    other = plackett_luce(weighted, "r", unranked="last")
    assert other.log_worths == pytest.approx(one.log_worths)
    twins = answers(ranked("r", np.repeat(ranks_of(SEVEN), 2, axis=0)))
    clustered = twins.with_design(sample_design(14, clusters=np.repeat(range(7), 2).tolist()))
    single = answers(ranked("r", ranks_of(SEVEN))).with_design(sample_design(7))
    assert plackett_luce(clustered, "r", unranked="last").standard_errors[1:] == pytest.approx(
        plackett_luce(single, "r", unranked="last").standard_errors[1:]
    )


def test_groups_that_are_alike_and_groups_that_are_not():
    rows = np.vstack([ranks_of(SEVEN)] * 6)
    half = np.arange(len(rows)) % 2
    with TestLedger("t") as ledger:
        alike = plackett_luce_by(
            answers(ranked("r", rows), chosen("g", half)), "r", by="g", unranked="last"
        )
    assert (alike.df, len(ledger) >= 1) == (3, True)
    assert alike.p > 0.05
    turned = rows.copy()
    turned[half == 1] = 5 - turned[half == 1]
    apart = plackett_luce_by(
        answers(ranked("r", turned), chosen("g", half)), "r", by="g", unranked="last"
    )
    assert apart.p < 1e-6
    assert apart.to_frame()["group"].tolist() == ["a"] * 4 + ["b"] * 4
    assert apart.parts[0].n + apart.parts[1].n == len(rows)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 999))
def test_names_of_objects_do_not_matter(seed):
    rng = np.random.default_rng(seed)
    rows = np.vstack([ranks_of(SEVEN), ranks_of([tuple(rng.permutation(4)) for _ in range(10)])])
    order = rng.permutation(4)
    one = plackett_luce(answers(ranked("r", rows)), "r", unranked="last", n_pseudo=0.1)
    other = plackett_luce(answers(ranked("r", rows[:, order])), "r", unranked="last", n_pseudo=0.1)
    assert other.worths == pytest.approx(one.worths[order])


def test_subsets_are_all_and_only_those():
    for left in range(1, 32):
        for most in (1, 2, 3):
            inside = [s for s in range(1, left + 1) if s & ~left == 0 and s.bit_count() <= most]
            assert sorted(subsets(left, most)) == inside


# --- quasi standard errors -----------------------------------------------------------------------


def test_quasi_variances_of_the_ships():
    """Firth & de Menezes (2004): McCullagh and Nelder's ships, type A to E, in R's qvcalc.

    The covariance is that of the log-linear model of damage incidents by type, year of construction
    and period, dispersion estimated; quasi standard errors 0.201, 0.113, 0.375, 0.324, 0.232.
    """
    import pandas as pd
    import statsmodels.formula.api as smf
    from statsmodels.genmod.families import Poisson

    service = [127, 63, 1095, 1095, 1512, 3353, 0, 2244, 44882, 17176, 28609, 20370, 7064, 13099, 0,
               7117, 1179, 552, 781, 676, 783, 1948, 0, 274, 251, 105, 288, 192, 349, 1208, 0, 2051,
               45, 0, 789, 437, 1157, 2161, 0, 542]  # fmt: skip
    incidents = [0, 0, 3, 4, 6, 18, 0, 11, 39, 29, 58, 53, 12, 44, 0, 18, 1, 1, 0, 1, 6, 2, 0, 1, 0,
                 0, 0, 0, 2, 11, 0, 4, 0, 0, 7, 7, 5, 12, 0, 1]  # fmt: skip
    frame = pd.DataFrame({
        "type": np.repeat(list("ABCDE"), 8), "year": np.tile(np.repeat([60, 65, 70, 75], 2), 5),
        "period": np.tile([60, 75], 20), "service": service, "incidents": incidents,
    }).query("service > 0")  # fmt: skip
    model = smf.glm(
        "incidents ~ C(type) + C(year) + C(period)", frame, family=Poisson(),
        offset=np.log(frame["service"]),
    ).fit(scale="X2")  # fmt: skip
    names = [name for name in model.params.index if "type" in name]
    covariance = np.zeros((5, 5))
    covariance[1:, 1:] = model.cov_params().loc[names, names]
    found, error = quasi_variances(covariance)
    assert np.sqrt(found) == pytest.approx([0.201, 0.113, 0.375, 0.324, 0.232], abs=6e-4)
    assert error < 0.02


def test_quasi_variances_do_not_depend_on_the_reference():
    rng = np.random.default_rng(1)
    full = rng.normal(size=(5, 8))
    covariance = full @ full.T
    found = []
    for held in range(5):
        moved = np.eye(5) - np.eye(5)[held]
        found.append(quasi_variances(moved @ covariance @ moved.T)[0])
    assert np.array(found) == pytest.approx(np.tile(found[0], (5, 1)), rel=1e-5, nan_ok=True)
    halves, error = quasi_variances(np.array([[0.0, 0.0], [0.0, 0.5]]))
    assert (halves.tolist(), error) == ([0.25, 0.25], 0.0)


# --- at a glance ---------------------------------------------------------------------------------


def test_summary_by_hand():
    rows = [[1, 2, 3], [1, 1, 2], [2, 1, 0], [1, 0, 3], [-2, -2, -2]]
    made = answers(ranked("r", rows), chosen("g", [0, 0, 1, 1, 0]))
    last = ranking_summary(made, "r", unranked="last")
    assert last.mean_ranks[0] == pytest.approx([5.5 / 4, (2 + 1.5 + 1 + 3) / 4, 11 / 4])
    assert last.first_shares[0] == pytest.approx([2.5 / 4, 1.5 / 4, 0])
    assert last.n.tolist() == [4]
    assert last.n_ranked.tolist() == [[4, 3, 3]]
    assert last.rank_counts[0].sum(axis=1).tolist() == [4, 4, 4]
    apart = ranking_summary(made, "r", unranked="not_compared")
    assert apart.mean_ranks[0] == pytest.approx([5.5 / 4, 1.5, 8 / 3])
    assert set(last.notes) == {
        "Rankings that rank only some of the objects: 2 of 4.",
        "Rankings that have ties: 1 of 4.",
        "Rankings that have gaps in their ranks; only the order counts: 1 of 4.",
    }
    groups = ranking_summary(made, "r", unranked="last", by="g")
    assert groups.n.tolist() == [2, 2]
    assert groups.n @ groups.mean_ranks / 4 == pytest.approx(last.mean_ranks[0])
    assert len(groups.to_frame()) == 6
    weighted = made.with_design(sample_design(5, weights=[1, 1, 1, 1, 1]))
    same = ranking_summary(weighted, "r", unranked="last")
    assert same.mean_ranks == pytest.approx(last.mean_ranks)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.lists(st.integers(0, 5), min_size=4, max_size=4), min_size=1, max_size=8))
def test_ranks_add_up(rows):
    codes = np.array(rows)
    last = order_ranks(codes, is_last=True)
    assert last.sum(axis=1) == pytest.approx(np.full(len(rows), 10.0))
    apart = order_ranks(codes, is_last=False)
    n = (codes > 0).sum(axis=1)
    assert np.nansum(apart, axis=1) == pytest.approx(n * (n + 1) / 2)


# --- best and worst ------------------------------------------------------------------------------


def tasks(seed=2, n=40, sets=4, k=5, size=3):
    rng = np.random.default_rng(seed)
    utility = np.linspace(1, -1, k)
    shown = np.zeros((n, sets, k), dtype=bool)
    best, worst = np.zeros((2, n, sets), dtype=int)
    for row, place in itertools.product(range(n), range(sets)):
        some = rng.choice(k, size, replace=False)
        shown[row, place, some] = True
        seen = utility[some] + rng.gumbel(size=size)
        best[row, place], worst[row, place] = some[seen.argmax()], some[seen.argmin()]
    return shown, best, worst


def told(shown, best, worst):
    labels = tuple("abcde"[: shown.shape[2]])
    return BestWorstAnswers(
        item="b", shown=shown, best=best, worst=worst, choices=labels, labels=labels
    )


def theirs(shown, best, worst, model):
    """statsmodels' conditional logit of the choices written out row by row."""
    rows, picked, groups = [], [], []
    k = shown.shape[2]
    for row, place in itertools.product(*map(range, best.shape)):
        some = np.flatnonzero(shown[row, place])
        if model == "paired":
            options = [(i, j) for i in some for j in some if i != j]
            stages = [([np.eye(k)[i] - np.eye(k)[j] for i, j in options],
                       options.index((best[row, place], worst[row, place])))]  # fmt: skip
        else:
            rest = [i for i in some if i != best[row, place]]
            stages = [([np.eye(k)[i] for i in some], list(some).index(best[row, place])),
                      ([-np.eye(k)[i] for i in rest], rest.index(worst[row, place]))]  # fmt: skip
        for options, index in stages:
            rows += options
            picked += [int(n == index) for n in range(len(options))]
            groups += [max(groups, default=-1) + 1] * len(options)
    model = ConditionalLogit(np.array(picked), np.array(rows)[:, :-1], groups=np.array(groups))
    return model.fit(disp=False, method="bfgs")


@pytest.mark.parametrize("model", ["sequential", "paired"])
def test_utilities_are_statsmodels(model):
    made = tasks(n=15)
    found = best_worst(answers(told(*made)), "b", model=model)
    fit = theirs(*made, model)
    assert found.utilities[:-1] == pytest.approx(fit.params, abs=1e-3)
    assert found.log_likelihood == pytest.approx(fit.llf, abs=1e-4)
    assert found.utilities[-1] == 0


def test_counts_by_hand():
    shown, best, worst = tasks()
    best[0, 0] = -2
    worst[1, 1] = -2
    found = best_worst(answers(told(shown, best, worst)), "b", model="sequential")
    answered = (best >= 0) & (worst >= 0)
    for place in range(5):
        assert found.shown[place] == shown[answered][:, place].sum()
        assert found.best[place] == (best[answered] == place).sum()
        assert found.worst[place] == (worst[answered] == place).sum()
    assert found.n_sets == 158
    assert found.best.sum() == found.worst.sum() == found.positions[:, 0].sum() == 158
    assert found.notes[0] == "Sets with only a best or only a worst, left out: 2."
    assert (np.diff(found.utilities) < 0).all()
    assert found.shares.sum() == pytest.approx(1)


def test_sets_that_cannot_be_are_refused():
    shown, best, worst = tasks()
    unseen = int(np.flatnonzero(~shown[3, 2])[0])
    for place, message in (
        (unseen, "respondent 4, set 3: the best is"),
        (worst[3, 2], "set 3: best and worst are one object"),
    ):
        wrong = best.copy()
        wrong[3, 2] = place
        with pytest.raises(ValueError, match=message):
            best_worst(answers(told(shown, wrong, worst)), "b", model="paired")
    with pytest.raises(ValueError, match="model 'hb' is not known"):
        best_worst(answers(told(shown, best, worst)), "b", model="hb")
    nobody = np.full_like(best, -1)
    with pytest.raises(ValueError, match="nobody answered item 'b'"):
        best_worst(answers(told(shown, nobody, nobody)), "b", model="paired")
    never = np.concatenate([shown, np.zeros((40, 4, 1), dtype=bool)], axis=2)
    labels = tuple("abcdef")
    extra = BestWorstAnswers(
        item="b", shown=never, best=best, worst=worst, choices=labels, labels=labels
    )
    with pytest.raises(ValueError, match="'f' was never shown, so it has no finite utility"):
        best_worst(answers(extra), "b", model="paired")


# --- Kano and importance -------------------------------------------------------------------------


def five(item, codes):
    labels = ("like", "expect", "neutral", "bear", "dislike")
    return ChosenAnswers(item=item, codes=np.array(codes), choices=labels, labels=labels)


def test_kanos_table_cell_by_cell():
    """Berger et al. (1993): the evaluation table."""
    wanted = {(0, 0): 5, (0, 1): 2, (0, 2): 2, (0, 3): 2, (0, 4): 1, (1, 0): 4, (1, 2): 3,
              (1, 4): 0, (2, 4): 0, (3, 4): 0, (4, 0): 4, (4, 3): 4, (4, 4): 5}  # fmt: skip
    for (there, lacking), place in wanted.items():
        found = kano_table(answers(five("f", [there]), five("d", [lacking])), {"x": ("f", "d")})
        assert found.counts[0].argmax() == place


def test_better_and_worse_by_hand():
    there, lacking = (
        [0] * 10 + [0] * 5 + [2] * 20 + [2] * 5,
        [4] * 10 + [2] * 5 + [4] * 20 + [2] * 5,
    )
    made = answers(five("f", there), five("d", lacking))
    found = kano_table(made, {"x": ("f", "d")})
    assert found.counts.tolist() == [[20, 10, 5, 5, 0, 0]]
    assert found.better[0] == pytest.approx(15 / 40)
    assert found.worse[0] == pytest.approx(-30 / 40)
    assert found.categories == ("must-be",)
    assert found.category_strength[0] == pytest.approx(0.25)
    assert found.total_strength[0] == pytest.approx(35 / 40)
    z = 10 / np.sqrt(30 * (80 - 30) / 80)
    assert found.is_clear == (bool(z > 1.6449),)
    with pytest.raises(ValueError, match="item 'f' has 3 choices; Kano's questions have five"):
        kano_table(answers(chosen("f", [0, 1, 2]), five("d", [0, 1, 2])), {"x": ("f", "d")})
    tied = kano_table(answers(five("f", [0, 2]), five("d", [4, 4])), {"x": ("f", "d")})
    assert tied.notes[0] == "Several categories are equally frequent: x."
    odd = kano_table(answers(five("f", [0]), five("d", [0])), {"x": ("f", "d")})
    assert "make no sense: x." in odd.notes[0]


def test_quadrants_by_hand():
    made = answers(
        rating("i1", [4] * 20), rating("p1", [0, 1] * 10), rating("i2", [0, 1] * 10),
        rating("p2", [4, 3] * 10), rating("i3", [4, 3] * 10), rating("p3", [4] * 20),
    )  # fmt: skip
    pairs = {"price": ("i1", "p1"), "colour": ("i2", "p2"), "help": ("i3", "p3")}
    found = importance_performance(made, pairs, cut="scale_middle")
    assert found.quadrants == ("concentrate here", "possible overkill", "keep up")
    assert (found.cut_importance, found.cut_performance) == (3.0, 3.0)
    assert found.is_clear == (True, True, True)
    means = importance_performance(made, pairs, cut="grand_means")
    assert means.cut_importance == pytest.approx((5 + 1.5 + 4.5) / 3)
    with pytest.raises(ValueError, match="cut 'median' is not known"):
        importance_performance(made, pairs, cut="median")
    with pytest.raises(ValueError, match="there are no attributes"):
        importance_performance(made, {}, cut="grand_means")
    bare = answers(numbers("i", [1, 2]), numbers("p", [1, 2]))
    with pytest.raises(ValueError, match="item 'i' has no scale with a middle"):
        importance_performance(bare, {"x": ("i", "p")}, cut="scale_middle")


def test_derived_importance_is_the_correlation():
    rng = np.random.default_rng(3)
    good, bad = rng.integers(0, 5, 80), rng.integers(0, 5, 80)
    whole = np.clip(good + rng.integers(-1, 2, 80), 0, 4)
    made = answers(rating("good", good), rating("bad", bad), rating("all", whole))
    found = derived_importance(made, {"good": "good", "bad": "bad"}, overall="all")
    assert found.importance[0] == pytest.approx(np.corrcoef(good, whole)[0, 1])
    assert found.importance[0] > found.importance[1]
    assert found.importance_intervals[0].low < found.importance[0]
    assert found.importance_kind == "derived"
