"""Whether the same people rank some things higher than others, or tick some more often."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import special

from casestudy.answers import Answers
from casestudy.intervals import Interval
from casestudy.questionnaire import Survey
from casestudy.survey.coded import as_answers
from casestudy.survey.complete import Matrix, item_matrix, refuse_design, tick_matrix
from casestudy.survey.exact import ExactP
from casestudy.survey.ledger import noted
from casestudy.survey.notes import untested
from casestudy.survey.paired_result import PairedTest
from casestudy.survey.proportions import checked_level

Floats = npt.NDArray[np.float64]

RESAMPLES = 1_000
"""Resamples of respondents behind the interval of Kendall's W."""

DRAWN = 9_999
"""Rearrangements within respondents that are drawn where a permutation p-value is asked for."""

ALONE = "test with the plain answers, and say that they are not weighted"


def friedman(
    answers: Answers | Survey,
    items: Sequence[str],
    *,
    p_value: str = "approximate",
    level: float = 0.95,
    rng: int | np.random.Generator = 0,
) -> PairedTest:
    """Whether the same people give some items higher answers than others, and how much they agree.

    Parameters
    ----------
    answers : Answers or Survey
    items : sequence of str
        Ids of at least two items on one scale. Who lacks an answer to one is left out; a note
        says how many.
    p_value : {"approximate", "permutation"}
        From the chi-squared distribution, or from 9,999 rearrangements within respondents.
    level : float
        Confidence level of the interval, between 0 and 1.
    rng : int or Generator
        Seed or generator for the resamples behind the interval and for rearrangements.

    Returns
    -------
    PairedTest
        `effect` is Kendall's W, from 0 (nobody agrees) to 1 (all order the items alike), with a
        percentile interval from 1,000 resamples. Registered in the ledger that is open, if any.

    Raises
    ------
    LookupError
        If an item is not among the answers.
    ValueError
        If there are fewer than two items, an item has no numbers, or a setting is not known.

    Notes
    -----
    χ² = (k - 1) Σ(Rⱼ - n(k + 1)/2)² / (Σ of squared ranks - nk(k + 1)²/4), which corrects for
    ties; W = χ²/(n(k - 1)).

    References
    ----------
    Conover, W. J. (1999). Practical nonparametric statistics (3rd ed.). Wiley, 369-371.

    Examples
    --------
    >>> from casestudy.item_answers import NumberAnswers
    >>> items = [NumberAnswers(item=name, values=np.array(v, float), kinds=np.zeros(4, int))
    ...          for name, v in (("a", [1, 2, 1, 3]), ("b", [2, 3, 3, 4]), ("c", [3, 4, 5, 5]))]
    >>> found = friedman(Answers(items=tuple(items)), ["a", "b", "c"])
    >>> found.statistic, found.effect
    (8.0, 1.0)
    """
    checked_level(level)
    coded = as_answers(answers, *items)
    refuse_design(coded, what="Friedman's test", instead=ALONE)
    matrix = item_matrix(coded, items)
    return _tested(
        matrix, ", ".join(items), name="Friedman chi-squared", p_value=p_value, level=level, rng=rng
    )


def cochran_q(
    answers: Answers | Survey,
    item: str,
    *,
    p_value: str = "approximate",
    level: float = 0.95,
    rng: int | np.random.Generator = 0,
) -> PairedTest:
    """Whether the same people tick some choices more often than others.

    Parameters
    ----------
    answers : Answers or Survey
    item : str
        Id of a multiple-choice item with at least two choices. The other parameters, the interval
        and the p-values are as in `friedman`.

    Returns
    -------
    PairedTest
        `statistic` is Cochran's Q, `means` the shares; `effect` is Kendall's W of the ticks.

    Raises
    ------
    LookupError
        If the item is not among the answers.
    ValueError
        If it is of another kind, or a setting is not known.

    Notes
    -----
    Q = (k - 1)(k Σ Gⱼ² - (Σ Gⱼ)²)/(k Σ Lᵢ - Σ Lᵢ²), which is Friedman's χ² of zeros and ones. Who
    ticked all or nothing adds nothing to it.

    References
    ----------
    Cochran, W. G. (1950). The comparison of percentages in matched samples. Biometrika 37, 256-266.

    Examples
    --------
    >>> from casestudy.item_answers import TickedAnswers
    >>> use = TickedAnswers(item="use", choices=("a", "b", "c"), labels=("A", "B", "C"),
    ...     codes=np.array([[1, 1, 0], [1, 0, 0], [1, 1, 0], [1, 0, 1], [0, 0, 1]]))
    >>> round(cochran_q(Answers(items=(use,)), "use").statistic, 3)
    1.6
    """
    checked_level(level)
    coded = as_answers(answers, item)
    refuse_design(coded, what="Cochran's Q", instead=ALONE)
    matrix = tick_matrix(coded, item)
    return _tested(matrix, item, name="Cochran Q", p_value=p_value, level=level, rng=rng)


def within_ranks(values: Floats) -> tuple[Floats, Floats]:
    """Ranks within each row with ties shared, and each row's sum of squared ranks."""
    from scipy.stats import rankdata

    ranks = np.asarray(rankdata(values, axis=1), dtype=float).reshape(values.shape)
    return ranks, (ranks**2).sum(axis=1)


def friedman_chi_squared(rank_sums: Floats, squares: Floats, n: float, k: int) -> Floats:
    """χ² from the items' rank sums along the last axis, and the sum of all squared ranks."""
    centre = n * (k + 1) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = ((rank_sums - centre) ** 2).sum(axis=-1)
        left = squares - n * k * (k + 1) ** 2 / 4
        return np.where(left > 1e-9, (k - 1) * spread / left, np.nan)


def _tested(
    matrix: Matrix, question: str, *, name: str, p_value: str, level: float,
    rng: int | np.random.Generator,
) -> PairedTest:  # fmt: skip
    if p_value not in ("approximate", "permutation"):
        raise ValueError(
            f"p_value {p_value!r} is not known; allowed are approximate and permutation"
        )
    n, k = matrix.values.shape
    if k < 2:
        raise ValueError(f"{question!r} is one item, and this compares several; name at least two")
    generator = np.random.default_rng(rng)
    ranks, squares = within_ranks(matrix.values)
    statistic = float(friedman_chi_squared(ranks.sum(axis=0), squares.sum(), n, k))
    approximate = float(special.chdtrc(k - 1, statistic))
    exact = _permuted(ranks, squares, statistic, generator) if p_value == "permutation" else None
    low, high = _w_limits(ranks, squares, level, generator)
    way = f"permutation, {exact.method}" if exact else "approximate"
    return noted(
        PairedTest(
            question=question, items=matrix.items, test=f"{name} ({way})", statistic=statistic,
            df=(float(k - 1),), p=exact.p if exact else approximate, p_approximate=approximate,
            exact=exact, n=n, means=matrix.values.mean(axis=0) if n else np.full(k, np.nan),
            mean_ranks=ranks.mean(axis=0) if n else np.full(k, np.nan), effect_name="Kendall's W",
            effect=statistic / (n * (k - 1)) if n else np.nan,
            interval=Interval(low=low, high=high, level=level,
                              method=f"percentile of {RESAMPLES} resamples"),
            notes=(*_notes(statistic, n), *matrix.notes), provenance=matrix.provenance,
        )
    )  # fmt: skip


def _notes(statistic: float, n: int) -> list[str]:
    notes = untested(statistic, "comparison")
    if n == 1 and not notes:
        notes.append("A single respondent: the p-value is none of a population.")
    return notes


def _permuted(ranks: Floats, squares: Floats, observed: float, rng: np.random.Generator) -> ExactP:
    """The chance of as great a χ² when each respondent's ranks stand in any order."""
    n, k = ranks.shape
    n_extreme = 0
    for _ in range(DRAWN):
        drawn = rng.permuted(ranks, axis=1).sum(axis=0)
        value = friedman_chi_squared(drawn, squares.sum(), n, k)
        n_extreme += bool(value >= observed * (1 - 1e-9))
    p = (n_extreme + 1) / (DRAWN + 1)
    return ExactP(
        p=p,
        method="Monte Carlo",
        n_tables=DRAWN,
        standard_error=float((p * (1 - p) / DRAWN) ** 0.5),
    )


def _w_limits(
    ranks: Floats, squares: Floats, level: float, rng: np.random.Generator
) -> tuple[float, float]:
    """Percentiles of Kendall's W over resamples of respondents with the same ranks drawn as one."""
    n, k = ranks.shape
    if not n:
        return np.nan, np.nan
    patterns, place = np.unique(ranks, axis=0, return_inverse=True)
    shares = np.bincount(place.ravel()) / n
    drawn = rng.multinomial(n, shares, size=RESAMPLES)
    pattern_squares = (patterns**2).sum(axis=1)
    w = friedman_chi_squared(drawn @ patterns, drawn @ pattern_squares, n, k) / (n * (k - 1))
    known = w[np.isfinite(w)]
    if not len(known):
        return np.nan, np.nan
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
