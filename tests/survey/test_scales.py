"""Scales: independent programs, formulas by hand, and what must not change."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.multivariate.factor import Factor

from casestudy.questionnaire import Scale
from casestudy.sampling import sample_design
from casestudy.survey import (
    factor_analysis,
    parallel_analysis,
    polychoric_correlation,
    polychoric_correlations,
    scale_reliability,
    scale_scores,
)
from casestudy.survey.binormal import binormal_cdf, cell_chances
from casestudy.survey.factor_fit import fit_factors
from casestudy.survey.reliability_bootstrap import drawn_alphas, one_factor_omegas
from casestudy.survey.reliability_measures import (
    alpha,
    guttman_lambda6,
    odd_even,
    omega_total,
    split_halves,
)
from casestudy.survey.rotation import rotated
from casestudy.survey.scale_items import pair_correlation, pair_covariance

from .made import answers, chosen, numbers, rating

EIGHT = np.array(
    [[1, 2, 3, 4, 5, 3, 2, 4], [2, 2, 3, 5, 4, 3, 1, 4], [1, 3, 3, 4, 5, 2, 2, 5],
     [2, 1, 4, 4, 4, 3, 3, 3]]
).T  # fmt: skip
NAMES = ["a", "b", "c", "d"]


def told(values, names=NAMES):
    return answers(*(rating(name, values[:, place] - 1) for place, name in enumerate(names)))


def test_alpha_is_pingouins():
    """pingouin 0.7.0: cronbach_alpha of these four items gives 0.9078014184397164."""
    found = scale_reliability(told(EIGHT), NAMES, missing="listwise", n_resamples=200)
    assert found.alpha == pytest.approx(0.9078014184397164, rel=1e-12)
    assert round(found.alpha_feldt.low, 3) == 0.726
    assert round(found.alpha_feldt.high, 3) == 0.979
    assert found.alpha_bootstrap.low < found.alpha < found.alpha_bootstrap.high


def test_item_numbers_by_hand():
    found = scale_reliability(told(EIGHT), NAMES, missing="listwise", n_resamples=10)
    for place, name in enumerate(NAMES):
        rest = np.delete(EIGHT, place, axis=1)
        assert found.item_rest[place] == pytest.approx(
            np.corrcoef(EIGHT[:, place], rest.sum(axis=1))[0, 1]
        )
        others = [other for other in NAMES if other != name]
        without = scale_reliability(told(EIGHT), others, missing="listwise", n_resamples=10)
        assert found.alpha_dropped[place] == pytest.approx(without.alpha)
    assert found.item_means == pytest.approx(EIGHT.mean(axis=0))
    assert found.item_sds == pytest.approx(EIGHT.std(axis=0, ddof=1))
    r = np.corrcoef(EIGHT.T)
    assert found.mean_correlation == pytest.approx((r.sum() - 4) / 12)
    assert found.alpha_standardised == pytest.approx(
        4 * found.mean_correlation / (1 + 3 * found.mean_correlation)
    )


def test_lambda6_by_regression():
    r = np.corrcoef(EIGHT.T)
    errors = []
    for place in range(4):
        others = [n for n in range(4) if n != place]
        explained = r[place, others] @ np.linalg.solve(r[np.ix_(others, others)], r[others, place])
        errors.append(1 - explained)
    assert guttman_lambda6(r) == pytest.approx(1 - sum(errors) / r.sum())


def test_split_halves_by_hand():
    covariance = np.cov(EIGHT.T)
    splits, is_every = split_halves(covariance, rng=np.random.default_rng(0))
    assert is_every
    by_hand = []
    for half in ((0, 1), (0, 2), (0, 3)):
        other = [n for n in range(4) if n not in half]
        a, b = EIGHT[:, half].sum(axis=1), EIGHT[:, other].sum(axis=1)
        by_hand.append(4 * np.cov(a, b)[0, 1] / np.var(a + b, ddof=1))
    assert np.sort(splits) == pytest.approx(np.sort(by_hand))
    assert np.mean(splits) == pytest.approx(alpha(covariance))  # Cronbach (1951): of equal halves
    a, b = EIGHT[:, [0, 2]].sum(axis=1), EIGHT[:, [1, 3]].sum(axis=1)
    r = np.corrcoef(a, b)[0, 1]
    assert odd_even(covariance) == pytest.approx(2 * r / (1 + r))
    many, is_every = split_halves(np.eye(20) + 0.5, rng=np.random.default_rng(0))
    assert (len(many), is_every) == (5000, False)
    assert len(split_halves(np.eye(5), rng=np.random.default_rng(0))[0]) == 10


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 999), st.permutations(range(4)))
def test_order_of_items_and_people_does_not_matter(seed, order):
    rng = np.random.default_rng(seed)
    values = np.clip(rng.integers(1, 5, (30, 1)) + rng.integers(-1, 2, (30, 4)), 1, 5)
    one = scale_reliability(told(values), NAMES, missing="listwise", n_resamples=5)
    mixed = rng.permutation(values)
    other = scale_reliability(
        told(mixed), [NAMES[n] for n in order], missing="listwise", n_resamples=5
    )
    for name in ("alpha", "omega", "lambda6", "split_half_greatest", "split_half_mean"):
        assert getattr(other, name) == pytest.approx(getattr(one, name), nan_ok=True, rel=1e-5)
    assert other.item_rest == pytest.approx(one.item_rest[list(order)])


def test_a_reversed_item_is_turned_round_and_an_unturned_one_is_suspected():
    turned = EIGHT.copy()
    turned[:, 1] = 6 - turned[:, 1]
    suspect = scale_reliability(told(turned), NAMES, missing="listwise", n_resamples=5)
    assert suspect.against == ("b",)
    assert "may be worded the other way round: b." in suspect.notes[1]
    right = scale_reliability(
        told(turned), NAMES, reversed=["b"], missing="listwise", n_resamples=5
    )
    plain = scale_reliability(told(EIGHT), NAMES, missing="listwise", n_resamples=5)
    assert right.alpha == plain.alpha
    assert right.against == ()
    scale = Scale(id="s", name="S", items=tuple(NAMES), low=1, high=5, reversed=("b",))
    assert (
        scale_reliability(told(turned), scale, missing="listwise", n_resamples=5).alpha
        == plain.alpha
    )


def test_missing_answers_by_either_rule():
    codes = EIGHT - 1
    codes[0, 0], codes[3, 2] = -3, -1
    made = answers(*(rating(name, codes[:, place]) for place, name in enumerate(NAMES)))
    whole = scale_reliability(made, NAMES, missing="listwise", n_resamples=20)
    assert (whole.n, whole.n_left_out) == (6, 2)
    assert whole.notes[0] == "Of the 6 respondents who answered all items."
    assert whole.notes[-1] == "Left out, because they lack one of the answers: 2 of 8."
    kept = np.delete(EIGHT, [0, 3], axis=0)
    assert whole.alpha == pytest.approx(alpha(np.cov(kept.T)))
    pairs = scale_reliability(made, NAMES, missing="pairwise", n_resamples=20)
    assert (pairs.n, pairs.item_n.tolist()) == (8, [7, 8, 7, 8])
    values = np.where(codes >= 0, codes + 1.0, np.nan)
    for a, b in itertools.combinations(range(4), 2):
        both = np.isfinite(values[:, [a, b]]).all(axis=1)
        assert pair_covariance(values)[a, b] == pytest.approx(
            np.cov(values[both][:, [a, b]].T)[0, 1]
        )
        assert pair_correlation(values)[a, b] == pytest.approx(
            np.corrcoef(values[both][:, [a, b]].T)[0, 1]
        )
    assert pairs.alpha_bootstrap.low < pairs.alpha


def test_the_bootstrap_of_alpha_is_that_of_respondents():
    drawn = drawn_alphas(EIGHT.astype(float), n_resamples=50, rng=np.random.default_rng(7))
    rng = np.random.default_rng(7)
    for value in drawn:
        rows = EIGHT[rng.integers(0, 8, 8)]
        assert value == pytest.approx(alpha(np.cov(rows.T)))


def test_omegas_of_many_are_each_omega():
    rng = np.random.default_rng(3)
    stack = []
    for _ in range(4):
        cause = rng.normal(size=(120, 1))
        stack.append(np.cov((cause * rng.uniform(0.5, 1.5, 5) + rng.normal(size=(120, 5))).T))
    each = [omega_total(covariance)[0] for covariance in stack]
    assert one_factor_omegas(np.array(stack)) == pytest.approx(each, rel=1e-5)


def test_omega_is_that_of_the_one_factor_that_statsmodels_fits():
    rng = np.random.default_rng(4)
    values = rng.normal(size=(200, 1)) * [1, 0.8, 1.2, 0.6] + rng.normal(size=(200, 4))
    covariance = np.cov(values.T)
    theirs = Factor(corr=np.corrcoef(values.T), n_factor=1, method="ml").fit()
    sd = np.sqrt(np.diagonal(covariance))
    common = abs((sd * theirs.loadings[:, 0]).sum()) ** 2
    errors = (sd**2 * theirs.uniqueness).sum()
    assert omega_total(covariance)[0] == pytest.approx(common / (common + errors), rel=1e-4)
    assert np.isnan(omega_total(covariance[:2, :2])[0])


def test_what_is_no_scale_is_refused():
    made = told(EIGHT)
    for items, message in (
        (["a"], "a scale of 1 item has no reliability and no factors"),
        (["a", "a"], "item 'a' is named twice"),
    ):
        with pytest.raises(ValueError, match=message):
            scale_reliability(made, items, missing="listwise")
    with pytest.raises(ValueError, match="missing 'mean' is not known; allowed are listwise"):
        scale_reliability(made, NAMES, missing="mean")
    with pytest.raises(ValueError, match="item 'z' is to be reversed, but is not of the scale"):
        scale_reliability(made, NAMES, reversed=["z"], missing="listwise")
    bare = answers(numbers("x", [1, 2, 3]), numbers("y", [3, 2, 1]))
    with pytest.raises(ValueError, match="it is not known where its scale ends"):
        scale_reliability(bare, ["x", "y"], reversed=["y"], missing="listwise")
    unordered = answers(chosen("x", [0, 1]), chosen("y", [0, 1]))
    with pytest.raises(ValueError, match="needs a number, or a choice with a score"):
        scale_reliability(unordered, ["x", "y"], missing="listwise")


def test_two_items_have_alpha_and_no_omega():
    found = scale_reliability(told(EIGHT), ["a", "b"], missing="listwise", n_resamples=20)
    assert np.isfinite(found.alpha)
    assert np.isnan(found.omega)
    assert np.isnan(found.omega_bootstrap.low)


def test_weights_are_not_heeded_and_that_is_said():
    made = told(EIGHT).with_design(sample_design(8, weights=range(1, 9)))
    found = scale_reliability(made, NAMES, missing="listwise", n_resamples=5)
    assert "Weights, strata and clusters are not heeded." in found.notes


def test_scores_are_an_item_like_any_other():
    codes = EIGHT - 1
    codes[0, :3] = -2
    made = answers(*(rating(name, codes[:, place]) for place, name in enumerate(NAMES)))
    score = scale_scores(made, NAMES, name="s", least_answered=2)
    assert np.isnan(score.values[0])
    assert score.values[1:] == pytest.approx(EIGHT[1:].mean(axis=1))
    assert made.with_items(score).numbers("s").kinds.tolist() == [-2, 0, 0, 0, 0, 0, 0, 0]
    with pytest.raises(ValueError, match="least_answered is 5; allowed are 1 to 4"):
        scale_scores(made, NAMES, name="s", least_answered=5)


# --- factors -------------------------------------------------------------------------------------


def two_causes(n=400, seed=5):
    rng = np.random.default_rng(seed)
    causes = rng.normal(size=(n, 2)) @ np.linalg.cholesky([[1, 0.3], [0.3, 1]]).T
    return causes[:, [0, 0, 0, 1, 1, 1]] * 0.9 + rng.normal(size=(n, 6)) * 0.7


def test_likelihood_factors_are_statsmodels():
    r = np.corrcoef(two_causes().T)
    theirs = Factor(corr=r, n_factor=2, method="ml").fit()
    ours = fit_factors(r, 2, method="ml")
    assert ours.uniquenesses == pytest.approx(theirs.uniqueness, abs=1e-4)


def test_minimum_residuals_are_minimal():
    r = np.corrcoef(two_causes().T)
    found = fit_factors(r, 2, method="minres")
    off = ~np.eye(6, dtype=bool)

    def residuals(loadings):
        return ((r - loadings @ loadings.T)[off] ** 2).sum()

    least = residuals(found.loadings)
    rng = np.random.default_rng(1)
    for _ in range(50):
        assert residuals(found.loadings + rng.normal(size=(6, 2)) * 0.01) > least


def test_varimax_is_statsmodels_and_oblimin_is_minimal():
    loadings = fit_factors(np.corrcoef(two_causes().T), 2, method="minres").loadings
    ours, phi = rotated(loadings, "varimax")
    assert ours @ ours.T == pytest.approx(loadings @ loadings.T)
    assert phi.tolist() == [[1, 0], [0, 1]]
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True))

    def spread(some):
        return (((some / length) ** 2).var(axis=0)).sum()

    for angle in np.linspace(0, np.pi, 60):
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        assert spread(loadings @ turn) <= spread(ours) + 1e-9
    oblique, phi = rotated(loadings, "oblimin")
    assert oblique @ phi @ oblique.T == pytest.approx(loadings @ loadings.T)
    assert np.diagonal(phi) == pytest.approx([1, 1])
    assert abs(phi[0, 1]) == pytest.approx(0.3, abs=0.1)
    assert np.sort(np.abs(oblique), axis=1)[:, 0].max() < 0.12


def test_the_structure_that_was_put_in_comes_out():
    values = two_causes()
    names = [f"q{n}" for n in range(6)]
    made = answers(*(numbers(name, values[:, n]) for n, name in enumerate(names)))
    assert parallel_analysis(made, names, n_resamples=40).n_factors == 2
    found = factor_analysis(made, names, n_factors=2, missing="listwise", method="ml")
    assert (np.abs(found.loadings) > 0.4).sum(axis=0).tolist() == [3, 3]
    assert found.p > 0.01
    assert found.df == 4
    assert 0 <= found.rmsea_interval.low <= found.rmsea <= found.rmsea_interval.high
    assert found.communalities == pytest.approx(1 - found.uniquenesses)
    assert found.explained.sum() == pytest.approx(found.communalities.mean())
    assert len(found.to_frame()) == 6
    with pytest.raises(ValueError, match="4 factors cannot be found in 6 items"):
        factor_analysis(made, names, n_factors=4, missing="listwise")
    with pytest.raises(ValueError, match="method 'pca' with rotation 'oblimin' is not known"):
        factor_analysis(made, names, n_factors=1, missing="listwise", method="pca")
    flat = made.with_items(numbers("q0", np.ones(400)))
    with pytest.raises(ValueError, match="item 'q0' has no correlation with another"):
        factor_analysis(flat, names, n_factors=1, missing="listwise")


def test_answers_without_structure_have_no_factors():
    rng = np.random.default_rng(6)
    made = answers(*(numbers(f"q{n}", rng.normal(size=300)) for n in range(5)))
    found = parallel_analysis(made, [f"q{n}" for n in range(5)], n_resamples=60, rng=1)
    assert found.n_components <= 1
    again = parallel_analysis(made, [f"q{n}" for n in range(5)], n_resamples=60, rng=1)
    assert found.chance.tolist() == again.chance.tolist()


# --- polychoric ----------------------------------------------------------------------------------


@pytest.mark.parametrize("rho", [-0.95, -0.3, 0.0, 0.5, 0.9])
def test_the_binormal_distribution_is_scipys(rho):
    points = np.array([-1.5, 0.0, 0.7, 2.0])
    theirs = stats.multivariate_normal([0, 0], [[1, rho], [rho, 1]])
    for x, y in itertools.product(points, points):
        ours = float(binormal_cdf(np.array(x), np.array(y), rho))
        assert ours == pytest.approx(theirs.cdf([x, y]), abs=1e-6)
    cells = cell_chances(points, points, rho)
    assert cells.sum() == pytest.approx(1)
    assert (cells > -1e-9).all()


def test_a_fourfold_table_cut_at_the_medians():
    """Sheppard (1899): the share of agreement is 1/2 + arcsin(ρ)/π."""
    for share in (0.6, 0.8, 0.95):
        n = round(1000 * share)
        rho, _ = polychoric_correlation([[n, 1000 - n], [1000 - n, n]])
        assert rho == pytest.approx(np.sin(np.pi * (share - 0.5)), abs=1e-5)


def test_the_correlation_that_was_put_in_comes_out():
    rng = np.random.default_rng(8)
    seen = rng.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], size=4000)
    codes = np.column_stack(
        [np.digitize(seen[:, 0], [-1, 0, 1]), np.digitize(seen[:, 1], [0, 1.2])]
    )
    made = answers(rating("x", codes[:, 0], n=4), rating("y", codes[:, 1], n=3))
    found = polychoric_correlations(made, ["x", "y"], zero_cells="keep")
    assert found.correlations[0, 1] == pytest.approx(0.6, abs=0.04)
    assert found.thresholds[0] == pytest.approx([-1, 0, 1], abs=0.08)
    assert abs(np.corrcoef(codes.T)[0, 1]) < found.correlations[0, 1]
    table = np.zeros((4, 3))
    np.add.at(table, (codes[:, 0], codes[:, 1]), 1)
    full, error = polychoric_correlation(table)
    assert full == pytest.approx(found.correlations[0, 1], abs=0.01)
    assert 0.005 < error < 0.03


def test_empty_cells_are_told_and_the_rule_matters():
    codes = np.repeat([[0, 0], [1, 1], [0, 1]], [20, 20, 5], axis=0)
    made = answers(rating("x", codes[:, 0], n=2), rating("y", codes[:, 1], n=2))
    kept = polychoric_correlations(made, ["x", "y"], zero_cells="keep")
    added = polychoric_correlations(made, ["x", "y"], zero_cells="add_half")
    assert kept.correlations[0, 1] > 0.99 > added.correlations[0, 1]
    assert kept.notes[0] == "Tables with cells of nobody: 1; they stay."
    assert "half a respondent was added" in added.notes[0]
    with pytest.raises(ValueError, match="zero_cells 'drop' is not known"):
        polychoric_correlations(made, ["x", "y"], zero_cells="drop")
    flat = answers(rating("x", [0, 0, 0]), rating("y", [0, 1, 2]))
    with pytest.raises(ValueError, match="item 'x': all who answered gave the same answer"):
        polychoric_correlations(flat, ["x", "y"], zero_cells="keep")
    with pytest.raises(ValueError, match="a table of one row or column has no correlation"):
        polychoric_correlation([[3, 4]])
