"""Standard errors and intervals: against published numbers, against one another, against brute force.

The numbers of Hayes and Krippendorff's data were computed with 200,000 draws by an independent
prototype and, where named, with R icr 0.6.6; tolerances allow for the draws.
"""  # noqa: E501

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from casestudy import agreement
from casestudy.agreement import (
    Agreement,
    Inference,
    bootstrap,
    from_array,
    jackknife,
    krippendorff_bootstrap,
    linearised,
)
from casestudy.agreement.resampling import Groups, _Poissonised, replicates
from casestudy.agreement.uncertainty import bca_shares
from tests.agreement.made import judged
from tests.reference.agreement_data import array_of, data_of

Generator = np.random.Generator


@pytest.fixture
def rng() -> Generator:
    return np.random.default_rng(7)


# level; by Krippendorff's bootstrap low, high, SE, P(<.8), P(<.7); the same by units
HAYES = [
    ("nominal", (0.390, 0.563, 0.0443, 1.0, 1.0), (0.335, 0.599, 0.0675, 1.0, 1.0)),
    ("ordinal", (0.715, 0.813, 0.0249, 0.919, 0.006), (0.624, 0.842, 0.0560, 0.827, 0.188)),
    ("interval", (0.712, 0.808, 0.0244, 0.948, 0.009), (0.637, 0.836, 0.0509, 0.849, 0.165)),
    ("ratio", (0.576, 0.763, 0.0480, 0.998, 0.709), (0.464, 0.811, 0.0885, 0.965, 0.693)),
]  # fmt: skip


@pytest.mark.parametrize(("level", "by_pairs", "by_units"), HAYES)
def test_two_bootstraps_of_hayes_and_krippendorff(
    level: str, by_pairs: tuple[float, ...], by_units: tuple[float, ...], rng: Generator
) -> None:
    data = data_of("H")
    pairs = krippendorff_bootstrap(rng, thresholds=(0.8, 0.7))
    units = bootstrap(rng, interval="percentile", n_resamples=20_000, thresholds=(0.8, 0.7))
    for how, expected in ((pairs, by_pairs), (units, by_units)):
        found = agreement.krippendorff_alpha(data, level=level, inference=how)
        bounds = (found.interval.low, found.interval.high, found.standard_error)
        assert bounds == pytest.approx(expected[:3], abs=0.006)
        assert (found.below[0.8], found.below[0.7]) == pytest.approx(expected[3:], abs=0.012)


def test_krippendorffs_bootstrap_is_labelled_and_refused_elsewhere(rng: Generator) -> None:
    found = agreement.krippendorff_alpha(data_of("H"), inference=krippendorff_bootstrap(rng))
    assert found.standard_error_method == "Krippendorff's bootstrap, 20,000 resamples"
    assert any("too narrow" in note for note in found.notes)
    with pytest.raises(ValueError, match="one of alpha, not of Fleiss' kappa"):
        agreement.fleiss_kappa(data_of("H"), inference=krippendorff_bootstrap(rng))


def test_jackknife_with_ranks_held_fixed() -> None:
    """0.05266: the prototype's, which keeps the ordinal distances of the full data."""
    totals = np.bincount(data_of("H").values[data_of("H").values >= 0], minlength=4)
    lone = data_of("H").values[:, data_of("H").judged.sum(axis=0) < 2]
    totals = totals - np.bincount(lone[lone >= 0], minlength=4)
    ranks = np.cumsum(totals) - totals / 2
    fixed = np.subtract.outer(ranks, ranks) ** 2
    found = agreement.krippendorff_alpha(data_of("H"), distance=fixed, inference=jackknife())
    assert found.value == pytest.approx(0.75982919, abs=6e-9)
    assert found.standard_error == pytest.approx(0.05266, abs=6e-6)


def test_unit_bootstrap_of_example_c(rng: Generator) -> None:
    """SE 0.1441, interval 0.417 to 1 (R icr 0.6.6: 0.1435), on 12 units of which one counts."""
    how = bootstrap(rng, interval="percentile", n_resamples=20_000)
    found = agreement.krippendorff_alpha(data_of("C"), inference=how)
    assert found.standard_error == pytest.approx(0.1441, abs=0.003)
    assert (found.interval.low, found.interval.high) == pytest.approx((0.417, 1.0), abs=0.012)


COEFFICIENTS: dict[str, Callable[..., Agreement]] = {
    "alpha": lambda d, inference: agreement.krippendorff_alpha(
        d, level="nominal", inference=inference
    ),
    "alpha ordinal": lambda d, inference: agreement.krippendorff_alpha(
        d, level="ordinal", inference=inference
    ),
    "alpha interval": lambda d, inference: agreement.krippendorff_alpha(
        d, level="interval", inference=inference
    ),
    "alpha ratio": lambda d, inference: agreement.krippendorff_alpha(
        d, level="ratio", inference=inference
    ),
    "percent": agreement.percent_agreement,
    "Holsti": agreement.holsti,
    "S": agreement.brennan_prediger,
    "Fleiss": agreement.fleiss_kappa,
    "Fleiss linear": lambda d, inference: agreement.fleiss_kappa(
        d, weights="linear", inference=inference
    ),
    "Fleiss quadratic": lambda d, inference: agreement.fleiss_kappa(
        d, weights="quadratic", inference=inference
    ),
    "AC1": agreement.gwet_ac1,
    "Conger": agreement.conger_kappa,
    "Light": agreement.light_kappa,
}


@pytest.mark.parametrize("name", COEFFICIENTS)
def test_jackknife_is_leaving_out_one_at_a_time(name: str) -> None:
    """The same as computing the coefficient anew without each unit, or without each source."""
    data, coefficient = judged(3, units=24), COEFFICIENTS[name]
    sources = np.repeat(list("abcdef"), 4)
    whole = from_array(data, level="nominal", source_of=sources, categories=(0, 1, 2, 3))

    def left_out(keep: npt.NDArray[np.bool_]) -> float:
        part = from_array(data[:, keep], level="nominal", categories=(0, 1, 2, 3))
        return coefficient(part, inference=linearised()).value

    by_unit = [left_out(np.arange(24) != i) for i in range(24)]
    found = coefficient(whole, inference=jackknife(by="unit"))
    assert found.standard_error == pytest.approx(_jackknife_error(by_unit))
    assert found.standard_error_method == "jackknife over units"
    by_source = [left_out(sources != source) for source in "abcdef"]
    found = coefficient(whole, inference=jackknife())
    assert found.standard_error == pytest.approx(_jackknife_error(by_source))
    assert found.interval.method == "t(5), jackknife over sources"


def _jackknife_error(values: list[float]) -> float:
    n = len(values)
    return float(np.sqrt((n - 1) / n * ((values - np.mean(values)) ** 2).sum()))


@pytest.mark.parametrize("name", COEFFICIENTS)
def test_linearised_and_resampled_errors_meet_in_large_samples(name: str, rng: Generator) -> None:
    data, coefficient = judged(11, units=3000), COEFFICIENTS[name]
    straight = coefficient(data, inference=linearised())
    left_out = coefficient(data, inference=jackknife())
    drawn = coefficient(data, inference=bootstrap(rng, n_resamples=2000))
    # ordinal ranks, taken as given by linearisation, move with the data
    near = 0.02 if name != "alpha ordinal" else 0.06
    assert left_out.standard_error == pytest.approx(straight.standard_error, rel=near)
    assert drawn.standard_error == pytest.approx(straight.standard_error, rel=0.08)
    assert drawn.value == straight.value


@pytest.mark.parametrize("name", COEFFICIENTS)
def test_sources_of_one_unit_are_units(name: str, rng: Generator) -> None:
    data, coefficient = judged(5, units=30), COEFFICIENTS[name]
    lonely = from_array(data, level="nominal", source_of=[f"s{i}" for i in range(30)])
    plain = coefficient(data, inference=linearised())
    by_source = coefficient(lonely, inference=linearised())
    assert by_source.standard_error == pytest.approx(plain.standard_error)
    assert "sources" in by_source.standard_error_method


@pytest.mark.parametrize("name", COEFFICIENTS)
def test_copies_of_a_source_tell_nothing_new(name: str, rng: Generator) -> None:
    """Every unit of a source four times over: errors by source stay, errors by unit halve."""
    data, coefficient = judged(6, units=40), COEFFICIENTS[name]
    once = from_array(data, level="nominal", source_of=np.repeat(np.arange(10), 4).astype(str))
    often = from_array(
        np.repeat(data, 4, axis=1),
        level="nominal",
        source_of=np.repeat(np.arange(10), 16).astype(str),
    )
    for how in (linearised(), jackknife()):
        few, many = coefficient(once, inference=how), coefficient(often, inference=how)
        assert many.standard_error == pytest.approx(few.standard_error, rel=0.06)
    by_unit = coefficient(often, inference=linearised(by="unit")).standard_error
    few_units = coefficient(once, inference=linearised(by="unit")).standard_error
    assert by_unit == pytest.approx(few_units / 2, rel=0.06)


def test_sources_are_the_default_where_there_are_several(rng: Generator) -> None:
    data = judged(2)
    several = from_array(data, level="nominal", source_of=np.repeat(list("abcd"), 10))
    one = from_array(data, level="nominal", source_of=["a"] * 40)
    for how in (None, jackknife(), bootstrap(rng, n_resamples=200)):
        found = agreement.krippendorff_alpha(several, inference=how)
        assert "sources" in found.standard_error_method
        assert (found.n_sources, found.n_units > 30) == (4, True)
        found = agreement.krippendorff_alpha(one, inference=how)
        assert "units" in found.standard_error_method


def test_a_seed_repeats_a_bootstrap() -> None:
    first, second = (
        agreement.krippendorff_alpha(data_of("H"), inference=bootstrap(np.random.default_rng(1)))
        for _ in range(2)
    )
    assert first.interval == second.interval
    assert first.below == second.below


def test_bca_by_hand(rng: Generator) -> None:
    """Efron's formula on replicates and left-out values that are written out."""
    values = rng.normal(0.5, 0.1, 1001)
    left_out, times = np.array([0.4, 0.5, 0.65]), np.array([1, 2, 1])
    found = bca_shares(values, 0.52, left_out, times, 1.959963984540054)
    from scipy.stats import norm

    each = np.array([0.4, 0.5, 0.5, 0.65])
    apart = each.mean() - each
    a = (apart**3).sum() / (6 * (apart**2).sum() ** 1.5)
    z0 = norm.ppf((values < 0.52).mean())
    expected = [norm.cdf(z0 + (z0 + z) / (1 - a * (z0 + z))) for z in norm.ppf([0.025, 0.975])]
    assert found == pytest.approx(expected)


def test_bca_of_scipy(rng: Generator) -> None:
    """scipy.stats.bootstrap(method="BCa") of percent agreement, which is a mean over units."""
    from scipy.stats import bootstrap as of_scipy

    data = judged(4, coders=2, units=60, missing=0.0)
    same = (data[0] == data[1]).astype(float)
    theirs = of_scipy((same,), np.mean, n_resamples=20_000, method="BCa", rng=rng)
    ours = agreement.percent_agreement(
        data, inference=bootstrap(rng, interval="bca", n_resamples=20_000)
    )
    low, high = theirs.confidence_interval
    assert (ours.interval.low, ours.interval.high) == pytest.approx((low, high), abs=0.02)
    assert ours.standard_error == pytest.approx(theirs.standard_error, rel=0.03)


def test_an_expanded_interval_is_wider_the_fewer_the_sources() -> None:
    """Hesterberg (2015): sqrt(n / (n - 1)) t(n - 1) in the place of z."""

    def width(sources: int, interval: str) -> float:
        data = judged(8, units=600)
        of = np.repeat(np.arange(sources), 600 // sources).astype(str)
        how = bootstrap(np.random.default_rng(3), interval=interval, n_resamples=2000)
        whole = from_array(data, level="nominal", source_of=of)
        found = agreement.krippendorff_alpha(whole, inference=how)
        assert found.standard_error_method.startswith(
            {"expanded": "expanded BCa", "bca": "BCa"}[interval] + " bootstrap over sources"
        )
        return found.interval.high - found.interval.low

    # 8 sources: t(7) sqrt(8 / 7) / z = 1.29; 300 sources: 1.01
    assert width(8, "expanded") / width(8, "bca") == pytest.approx(1.29, abs=0.12)
    assert width(300, "expanded") / width(300, "bca") == pytest.approx(1.01, abs=0.03)


def test_many_draws_are_multinomial(rng: Generator) -> None:
    """Poisson numbers with the rest drawn one by one have the moments of a multinomial."""
    times = np.concatenate([np.arange(1, 90), [400, 3000]])
    drawn = _Poissonised(times, rng)(6000).astype(float)
    n = int(times.sum())
    assert (drawn.sum(axis=0) == n).all()
    mean, spread = drawn.mean(axis=1), drawn.var(axis=1)
    expected = times * (1 - times / n)
    assert np.abs((mean - times) / np.sqrt(expected / 6000)).max() < 4.5
    assert spread == pytest.approx(expected, rel=0.09)
    last = np.corrcoef(drawn[-2:])[0, 1]
    p = times[-2:] / n
    assert last == pytest.approx(-np.sqrt(p[0] * p[1] / ((1 - p[0]) * (1 - p[1]))), abs=0.04)


def test_many_draws_and_few_draws_make_the_same_distribution(rng: Generator) -> None:
    rows = np.random.default_rng(0).normal(size=(200, 2))
    few = Groups(columns=rows, times=np.ones(200, dtype=np.int64), kind="unit")
    many = Groups(columns=rows, times=np.full(200, 25), kind="unit")

    def mean(sums: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.asarray(sums[:, 0])

    of_few = replicates(few, mean, rng=rng, n_resamples=4000)
    of_many = replicates(many, mean, rng=rng, n_resamples=4000)
    assert of_many.std() == pytest.approx(of_few.std() * 5, rel=0.06)
    assert of_many.mean() == pytest.approx(25 * rows[:, 0].sum(), abs=4 * of_many.std() / 60)


def test_resamples_without_a_value_are_counted(rng: Generator) -> None:
    data = from_array([[0, 0, 0, 1], [0, 0, 0, 1]], level="nominal")
    found = agreement.krippendorff_alpha(data, inference=bootstrap(rng, n_resamples=500))
    assert any("Not defined on" in note and "of 500 resamples" in note for note in found.notes)
    assert found.value == 1.0


def test_one_unit_or_source_has_no_spread(rng: Generator) -> None:
    rows = [[1, 2, 2, 1], [1, 2, 1, 1]]
    two = from_array(rows, level="nominal", source_of=["a", "a", "a", "a"])
    for how in (linearised(by="source"), jackknife(by="source"), bootstrap(rng, by="source")):
        found = agreement.krippendorff_alpha(two, inference=how)
        assert np.isnan(found.standard_error)
        assert "One source alone has no spread: no standard error and no interval." in found.notes


@pytest.mark.parametrize(
    ("make", "error", "said"),
    [
        (lambda: bootstrap(7), TypeError, "numpy.random.default_rng"),
        (
            lambda: bootstrap(np.random.default_rng(1), n_resamples=10),
            ValueError,
            "draw at least 100",
        ),
        (
            lambda: bootstrap(np.random.default_rng(1), interval="bc"),
            ValueError,
            "allowed are expanded, bca, percentile",
        ),
        (lambda: linearised(by="coder"), ValueError, "by='unit'"),
        (lambda: linearised(level=95), ValueError, "between 0 and 1"),
        (
            lambda: agreement.krippendorff_alpha(
                array_of("C"), level="nominal", inference=jackknife(by="source")
            ),
            ValueError,
            "do not say which source each unit is from",
        ),
    ],
)
def test_wrong_inference(make: Callable[[], Inference], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        make()
