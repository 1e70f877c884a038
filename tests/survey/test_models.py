"""Models and maps: independent programs, hand counts, and what must not change."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.miscmodels.ordinal_model import OrderedModel

from casestudy.sampling import sample_design
from casestudy.survey import (
    TestLedger,
    association,
    brant_test,
    correspondence_analysis,
    cross_table,
    linear_regression,
    logistic_regression,
    multiple_correspondence,
    ordinal_regression,
    predicted_shares,
)
from casestudy.survey.cumulative import greatest, likelihood, nominal_cuts, proportional_cuts

from .made import answers, chosen, numbers, rating

RNG = np.random.default_rng(11)
N = 240
G, X = RNG.integers(0, 3, N), RNG.normal(size=N).round(2)
LATENT = 0.8 * (G == 1) - 0.5 * (G == 2) + 0.6 * X + RNG.logistic(size=N)
Y = np.digitize(LATENT, [-1, 0.2, 1.5])
TOLD = answers(rating("y", Y, n=4), chosen("g", G), numbers("x", X),
               chosen("top", (Y > 1).astype(int)))  # fmt: skip
COLUMNS = np.column_stack([G == 1, G == 2, X]).astype(float)


# --- ordinal and logistic ------------------------------------------------------------------------


def test_ordinal_regression_is_statsmodels():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = OrderedModel(Y, COLUMNS, distr="logit").fit(method="bfgs", disp=False, gtol=1e-9)
    found = ordinal_regression(TOLD, "y", ["g", "x"])
    assert found.estimates == pytest.approx(theirs.params[:3], rel=1e-4)
    assert found.standard_errors == pytest.approx(theirs.bse[:3], rel=1e-4)
    assert found.fit["log_likelihood"] == pytest.approx(theirs.llf)
    thresholds = np.concatenate([[theirs.params[3]], np.exp(theirs.params[4:])]).cumsum()
    assert found.thresholds == pytest.approx(thresholds, rel=1e-4)
    assert (
        found.threshold_names == ("1 | 2", "2 | 3", "3 | 4") or found.threshold_names[0] == "a | b"
    )
    assert [str(term) for term in found.terms] == ["g: b (not a)", "g: c (not a)", "x"]


def test_logistic_regression_is_statsmodels():
    theirs = sm.Logit(Y > 1, sm.add_constant(COLUMNS)).fit(disp=False)
    found = logistic_regression(TOLD, "top", ["g", "x"])
    assert [*found.thresholds, *found.estimates] == pytest.approx(theirs.params, rel=1e-6)
    assert [*found.threshold_errors, *found.standard_errors] == pytest.approx(theirs.bse, rel=1e-6)
    assert found.fit["mcfadden"] == pytest.approx(theirs.prsquared)
    assert found.fit["p"] == pytest.approx(theirs.llr_pvalue)
    assert found.p == pytest.approx(theirs.pvalues[1:], rel=1e-5)


def test_profile_limits_lose_as_much_likelihood_as_they_may():
    found = logistic_regression(TOLD, "top", ["g", "x"])
    cuts = proportional_cuts(COLUMNS, (Y > 1).astype(int), np.ones(N), n_levels=2)
    best = greatest(cuts)
    for place in range(3):
        for end in (found.low[place], found.high[place]):
            start = best.at.copy()
            start[place + 1] = end
            held = greatest(cuts, start=start, fixed=place + 1)
            lost = 2 * (best.log_likelihood - held.log_likelihood)
            assert lost == pytest.approx(stats.chi2.ppf(0.95, 1), rel=1e-6)


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 999))
def test_slope_and_curvature_are_those_of_the_likelihood(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(40, 2)), np.concatenate([np.arange(4), rng.integers(0, 4, 36)])
    cuts = nominal_cuts(x, y, rng.random(40) + 0.5, n_levels=4, nominal=[1])
    at = np.concatenate([[-1, 0, 1], rng.normal(size=4) * 0.05])
    _, slope, curve = likelihood(cuts, at)
    for place in range(len(at)):
        step = np.zeros(len(at))
        step[place] = 1e-5
        up, down = likelihood(cuts, at + step), likelihood(cuts, at - step)
        assert slope[place] == pytest.approx((up[0] - down[0]) / 2e-5, abs=1e-4)
        assert curve[place] == pytest.approx((up[1] - down[1]) / 2e-5, abs=1e-3)


def test_turning_the_scale_round_turns_the_odds():
    turned = TOLD.with_items(rating("y", 3 - Y, n=4))
    one, other = (ordinal_regression(some, "y", ["g", "x"]) for some in (TOLD, turned))
    assert other.estimates == pytest.approx(-one.estimates)
    assert other.low == pytest.approx(-one.high)
    assert other.thresholds == pytest.approx(-one.thresholds[::-1])


def test_another_reference_says_the_same():
    one = ordinal_regression(TOLD, "y", ["g"])
    other = ordinal_regression(TOLD, "y", ["g"], reference={"g": "b"})
    assert other.estimates[0] == pytest.approx(-one.estimates[0])
    assert other.fit["log_likelihood"] == pytest.approx(one.fit["log_likelihood"])
    assert str(other.terms[0]) == "g: a (not b)"


def test_whole_weights_are_as_many_people():
    times = RNG.integers(1, 4, N)
    many = answers(rating("y", np.repeat(Y, times), n=4), numbers("x", np.repeat(X, times)))
    weighted = answers(rating("y", Y, n=4), numbers("x", X)).with_design(
        sample_design(N, weights=times)
    )
    plain = ordinal_regression(many, "y", ["x"])
    found = ordinal_regression(weighted, "y", ["x"])
    assert found.estimates == pytest.approx(plain.estimates)
    assert found.thresholds == pytest.approx(plain.thresholds)
    assert found.standard_errors[0] > plain.standard_errors[0]
    assert found.interval_method == "Student t, design-based"


def test_a_clustered_sample_of_twins_knows_half_as_much():
    twins = answers(rating("y", np.repeat(Y, 2), n=4), numbers("x", np.repeat(X, 2)))
    clustered = twins.with_design(sample_design(2 * N, clusters=np.repeat(range(N), 2).tolist()))
    once = answers(rating("y", Y, n=4), numbers("x", X)).with_design(sample_design(N))
    for fit in (ordinal_regression, linear_regression):
        assert fit(clustered, "y", ["x"]).standard_errors == pytest.approx(
            fit(once, "y", ["x"]).standard_errors
        )


def test_separated_answers_are_told():
    made = answers(chosen("y", [0, 0, 0, 1, 1, 1, 1]), chosen("x", [0, 0, 0, 1, 1, 1, 1]))
    found = logistic_regression(made, "y", ["x"])
    assert any("its odds ratio has no end" in note for note in found.notes)
    assert np.isinf(found.high[0])
    assert np.isfinite(found.low[0])


def separated(n_few: int):
    """Two hundred answers, of which the first few have x = 1 and all give the highest answer."""
    draw = np.random.default_rng(1)
    y, z = draw.integers(0, 3, 200), draw.integers(0, 2, 200)
    x = (np.arange(200) < n_few).astype(int)
    y[:n_few] = 2
    return answers(rating("y", y, n=3), chosen("x", x), chosen("z", z)), x == 1


@pytest.mark.parametrize("n_few", [2, 10, 60])
def test_a_predictor_of_few_that_tells_all_apart_has_no_p_value(n_few):
    made, few = separated(n_few)
    found = ordinal_regression(made, "y", ["x", "z"])
    assert found.estimates[0] == found.high[0] == found.odds_ratios[0] == np.inf
    assert np.isnan([found.standard_errors[0], found.statistics[0], found.p[0]]).all()
    assert [note for note in found.notes if "no end" in note and "x: " in note]
    without = ordinal_regression(made.where(~few), "y", ["z"])
    for name in ("estimates", "standard_errors", "p", "low", "high"):  # the few say nothing of z
        assert getattr(found, name)[1] == pytest.approx(getattr(without, name)[0], rel=1e-5)
    assert predicted_shares(found, "x").shares[1] == pytest.approx([0, 0, 1], abs=1e-6)


def test_brant_leaves_out_slopes_without_an_end():
    made, few = separated(10)
    brant = brant_test(ordinal_regression(made, "y", ["x", "z"]))
    assert brant.slopes[:, 0].tolist() == [np.inf, np.inf]
    assert brant.df.tolist() == [1, 0, 1]
    assert np.isnan([brant.chi_squared[1], brant.p[1]]).all()
    without = brant_test(ordinal_regression(made.where(~few), "y", ["z"]))
    assert brant.chi_squared[[0, 2]] == pytest.approx(without.chi_squared[[0, 0]], rel=1e-5)
    assert brant.p[[0, 2]] == pytest.approx(without.p[[0, 0]], rel=1e-5)
    assert sum("this slope is not compared" in note for note in brant.notes) == 2


def test_what_cannot_be_modelled_is_refused():
    for fit, outcome, predictors, message in (
        (ordinal_regression, "top", ["x"], "fewer than three ordered answers"),
        (logistic_regression, "y", ["x"], "has 4 different answers .* and this needs two"),
        (ordinal_regression, "y", ["x", "x"], "item 'x' is in the model twice"),
        (ordinal_regression, "y", ["y"], "item 'y' is in the model twice"),
        (linear_regression, "g", ["x"], "needs a number, or a choice with a score"),
    ):
        with pytest.raises(ValueError, match=message):
            fit(TOLD, outcome, predictors)
    with pytest.raises(ValueError, match="item 'g' has no choice 'z' to compare with; allowed"):
        ordinal_regression(TOLD, "y", ["g"], reference={"g": "z"})
    with pytest.raises(ValueError, match="item 'gg' is no predictor of this model; did you mean"):
        ordinal_regression(TOLD, "y", ["g"], reference={"gg": "a"})
    with pytest.raises(ValueError, match="errors 'huber' is not known"):
        linear_regression(TOLD, "x", ["g"], errors="huber")


def test_answers_that_nobody_gave_are_told():
    made = answers(rating("y", np.where(Y == 1, 2, Y), n=4), numbers("x", X))
    found = ordinal_regression(made, "y", ["x"])
    assert len(found.thresholds) == 2
    assert "Answers that nobody gave: b." in found.notes


def test_a_model_registers_its_tests():
    with TestLedger("t") as ledger:
        ordinal_regression(TOLD, "y", ["g", "x"])
    frame = ledger.summary().to_frame()
    assert frame["is_post_hoc"].tolist() == [False, True, True, True]
    assert frame["effect_name"].tolist()[1] == "odds ratio"


# --- Brant ---------------------------------------------------------------------------------------


def test_brant_by_stacking_the_regressions():
    """The covariance of slopes of different cuts, from the residuals of each respondent."""
    found = ordinal_regression(TOLD, "y", ["x"])
    brant = brant_test(found)
    x = sm.add_constant(X)
    fits = [sm.Logit(cut < Y, x).fit(disp=False) for cut in range(3)]
    slopes = np.array([fit.params[1] for fit in fits])
    shares = [fit.predict() for fit in fits]
    inverse = [np.linalg.inv((x * (p * (1 - p))[:, None]).T @ x) for p in shares]
    spread = np.empty((3, 3))
    for a in range(3):
        for b in range(3):
            low, high = min(a, b), max(a, b)
            weight = shares[high] - shares[low] * shares[high]
            spread[a, b] = (inverse[a] @ (x * weight[:, None]).T @ x @ inverse[b])[1, 1]
    contrast = np.array([[-1, 1, 0], [-1, 0, 1]])
    difference = contrast @ slopes
    by_hand = difference @ np.linalg.inv(contrast @ spread @ contrast.T) @ difference
    assert brant.chi_squared[0] == pytest.approx(by_hand)
    assert brant.names == ("all", "x")
    assert brant.df.tolist() == [2, 2]
    assert brant.slopes[:, 0] == pytest.approx(slopes)
    assert brant.p[0] > 0.01
    assert brant.ratio_p[0] == pytest.approx(brant.p[1], abs=0.1)


def test_brant_finds_odds_that_are_not_proportional():
    rng = np.random.default_rng(12)
    g = rng.integers(0, 2, 600)
    y = np.where(g == 1, rng.choice(4, 600, p=[0.4, 0.1, 0.1, 0.4]), rng.choice(4, 600))
    found = ordinal_regression(answers(rating("y", y, n=4), chosen("g", g)), "y", ["g"])
    assert brant_test(found).p[0] < 1e-6
    assert brant_test(found).ratio_p[0] < 1e-6
    with pytest.raises(ValueError, match="needs an ordinal regression"):
        brant_test(logistic_regression(TOLD, "top", ["g"]))


# --- predicted shares ----------------------------------------------------------------------------


def test_one_predictor_alone_gives_its_own_shares():
    made = answers(chosen("top", (Y > 1).astype(int)), chosen("g", G))
    found = predicted_shares(logistic_regression(made, "top", ["g"]), "g")
    observed = cross_table(made, rows="top", columns="g").column_shares.T
    assert found.shares == pytest.approx(observed)
    n = np.bincount(G)
    assert found.standard_errors[:, 1] == pytest.approx(
        np.sqrt(observed[:, 1] * (1 - observed[:, 1]) / n), rel=1e-4
    )


def test_predicted_shares_add_up_and_follow_the_odds():
    model = ordinal_regression(TOLD, "y", ["g", "x"])
    found = predicted_shares(model, "g")
    assert found.shares.sum(axis=1) == pytest.approx([1, 1, 1])
    assert found.groups == ("a", "b", "c")
    assert np.sign(found.mean[1:] - found.mean[0]).tolist() == np.sign(model.estimates[:2]).tolist()
    assert all(0 <= one.low <= one.high <= 1 for one in found.intervals)
    assert len(found.to_frame()) == 12
    with pytest.raises(
        ValueError, match="ordinal logistic regression has no predicted shares by 'x'"
    ):
        predicted_shares(model, "x")


# --- linear --------------------------------------------------------------------------------------


@pytest.mark.parametrize("errors", ["classical", "robust"])
def test_linear_regression_is_statsmodels(errors):
    made = answers(numbers("z", LATENT), chosen("g", G), numbers("x", X))
    fitted = sm.OLS(LATENT, sm.add_constant(COLUMNS))
    theirs = fitted.fit(cov_type="nonrobust" if errors == "classical" else "HC3", use_t=True)
    found = linear_regression(made, "z", ["g", "x"], errors=errors)
    assert [*found.thresholds, *found.estimates] == pytest.approx(theirs.params)
    assert [*found.threshold_errors, *found.standard_errors] == pytest.approx(theirs.bse)
    assert found.p == pytest.approx(theirs.pvalues[1:])
    assert np.column_stack([found.low, found.high]) == pytest.approx(theirs.conf_int()[1:])
    assert found.fit["r_squared"] == pytest.approx(theirs.rsquared)
    assert found.fit["statistic"] == pytest.approx(theirs.fvalue)
    if errors == "classical":
        assert found.fit["aic"] == pytest.approx(theirs.aic + 2)  # the spread is a parameter, too


def test_a_column_that_follows_from_others_is_named():
    made = answers(numbers("z", LATENT), numbers("x", X), numbers("double", 2 * X))
    with pytest.raises(ValueError, match="the column double follows from those before it"):
        linear_regression(made, "z", ["x", "double"])
    few = answers(numbers("z", [1, 2]), numbers("x", [3, 1]))
    with pytest.raises(ValueError, match="2 respondents answered everything, and the model has 2"):
        linear_regression(few, "z", ["x"])


def test_a_rating_as_an_outcome_is_told():
    found = linear_regression(TOLD, "y", ["x"])
    assert found.notes[0].startswith("The steps of the outcome are taken as equal")


# --- maps ----------------------------------------------------------------------------------------

SMOKING = [[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]]


def test_greenacres_smokers():
    """Greenacre (1984): principal inertias 0.07476, 0.01002, 0.00041 of 0.08519."""
    found = correspondence_analysis(SMOKING, n_axes=3)
    assert found.inertias.round(5).tolist() == [0.07476, 0.01002, 0.00041]
    assert found.total_inertia == pytest.approx(0.08519, abs=5e-6)
    chi_squared = association(SMOKING, test="chi_squared").chi_squared
    assert found.total_inertia * 193 == pytest.approx(chi_squared)
    rows = found.is_row
    assert found.contributions[rows].sum(axis=0) == pytest.approx([1, 1, 1])
    assert found.contributions[~rows].sum(axis=0) == pytest.approx([1, 1, 1])
    assert found.qualities == pytest.approx(np.ones(9))
    inertia = found.masses[:, None] * found.coordinates**2
    assert inertia[rows].sum(axis=0) == pytest.approx(found.inertias)
    assert found.point_inertias[rows].sum() == pytest.approx(1)


def test_a_map_turns_with_its_table():
    one, other = correspondence_analysis(SMOKING), correspondence_analysis(np.transpose(SMOKING))
    assert other.inertias == pytest.approx(one.inertias)
    assert np.abs(other.coordinates[:4]) == pytest.approx(np.abs(one.coordinates[5:]))
    with_empty = correspondence_analysis([*SMOKING, [0, 0, 0, 0]])
    assert with_empty.inertias == pytest.approx(one.inertias)
    assert with_empty.notes == ("Rows and columns of nobody, left out: 1.",)
    with pytest.raises(ValueError, match="fewer than two rows or columns have anybody"):
        correspondence_analysis([[1, 0], [2, 0]])
    with pytest.raises(ValueError, match="rows and columns are independent"):
        correspondence_analysis([[1, 2], [2, 4]])


def test_multiple_correspondence_is_princes():
    """prince 0.23.0, MCA(n_components=4).eigenvalues_ of these ten rows."""
    columns = ("aabbccabca", "pqpqpqqpqp", "uvwuvwuvwu")
    coded = [[sorted(set(column)).index(letter) for letter in column] for column in columns]
    made = answers(*(chosen(f"q{n}", codes) for n, codes in enumerate(coded)))
    found = multiple_correspondence(made, ["q0", "q1", "q2"], n_axes=4)
    theirs = [0.58433657, 0.43996168, 0.32030914, 0.22570174]
    assert found.raw_inertias[:4] == pytest.approx(theirs, abs=1e-7)
    # only axes above 1/3 have an adjusted inertia: (3/2)² (λ - 1/3)²
    assert found.inertias == pytest.approx(
        [2.25 * (value - 1 / 3) ** 2 for value in theirs[:2]], rel=1e-5
    )
    assert found.contributions.sum(axis=0) == pytest.approx([1, 1])


def test_two_items_give_the_map_of_their_table():
    """Of two items the adjusted inertias are those of the simple analysis (Greenacre 1993)."""
    codes = np.repeat([(r, c) for r in range(5) for c in range(4)], np.ravel(SMOKING), axis=0)
    made = answers(chosen("who", codes[:, 0]), chosen("smokes", codes[:, 1]))
    simple = correspondence_analysis(SMOKING, n_axes=3)
    multiple = multiple_correspondence(made, ["who", "smokes"], n_axes=3)
    assert multiple.inertias == pytest.approx(simple.inertias)
    assert np.abs(multiple.coordinates) == pytest.approx(np.abs(simple.coordinates))
    assert multiple.explained.sum() == pytest.approx(1)


def test_weights_and_gaps_in_a_multiple_map():
    codes = np.array([[0, 0], [1, 1], [0, 1], [1, 0], [1, 1], [0, -2]])
    made = answers(chosen("a", codes[:, 0]), chosen("b", codes[:, 1]))
    found = multiple_correspondence(made, ["a", "b"])
    assert found.notes[1] == "Left out, because they lack one of the answers: 1."
    times = [3, 2, 1, 1, 2, 1]
    many = np.repeat(codes, times, axis=0)
    repeated = multiple_correspondence(
        answers(chosen("a", many[:, 0]), chosen("b", many[:, 1])), ["a", "b"]
    )
    weighted = multiple_correspondence(
        made.with_design(sample_design(6, weights=times)), ["a", "b"]
    )
    assert weighted.raw_inertias == pytest.approx(repeated.raw_inertias)
    with pytest.raises(ValueError, match="at least two items, each named once"):
        multiple_correspondence(made, ["a", "a"])


def test_frames_hold_every_row():
    found = ordinal_regression(TOLD, "y", ["g", "x"])
    assert isinstance(found.to_frame(), pd.DataFrame)
    assert found.to_frame()["odds_ratio"].tolist() == pytest.approx(np.exp(found.estimates))
    assert found.thresholds_frame()["name"].tolist() == list(found.threshold_names)
    assert correspondence_analysis(SMOKING).to_frame()["mass"].sum() == pytest.approx(2)
