"""How well the items of a scale hold together, and which of them do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.answers import Answers
from casestudy.intervals import Interval
from casestudy.item_answers import LEFT_BLANK, NumberAnswers
from casestudy.provenance import Provenance, kinds
from casestudy.questionnaire import Scale, Survey
from casestudy.results import as_html, as_text
from casestudy.survey import reliability_measures as measures
from casestudy.survey.proportions import checked_level
from casestudy.survey.reliability_bootstrap import drawn_alphas, drawn_omegas, drawn_with_gaps
from casestudy.survey.scale_items import ScaleAnswers, scale_answers, spread_notes

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScaleReliability:
    """How well the items of a scale hold together.

    Parameters
    ----------
    items, reversed : tuple of str
        The items, and those that were turned round.
    missing : {"listwise", "pairwise"}
    n, n_left_out : int
        Respondents that the numbers are of; who was left out for a missing answer.
    alpha : float
        Cronbach's.
    alpha_feldt, alpha_bootstrap : Interval
    alpha_standardised, mean_correlation, lambda6 : float
        Alpha of items of equal spread; mean correlation of two items; Guttman's λ₆.
    omega : float
        McDonald's omega of one factor; NaN for two items.
    omega_bootstrap : Interval
    odd_even : float
        Spearman and Brown's, of the items with odd and even numbers.
    split_half_least, split_half_mean, split_half_greatest : float
        Guttman's λ₄ over the splits into halves.
    item_means, item_sds, item_rest, alpha_dropped : array of float, shape (n_items,)
        Mean and spread of each item as scored, its correlation with the sum of the others, and
        alpha without it.
    item_n : array of int, shape (n_items,)
        Who answered each, of those who are in.
    against : tuple of str
        Items whose correlation with the others is negative: worded the other way round?
    """

    items: tuple[str, ...]
    reversed: tuple[str, ...]
    missing: str
    n: int
    n_left_out: int
    alpha: float
    alpha_feldt: Interval
    alpha_bootstrap: Interval
    alpha_standardised: float
    mean_correlation: float
    lambda6: float
    omega: float
    omega_bootstrap: Interval
    odd_even: float
    split_half_least: float
    split_half_mean: float
    split_half_greatest: float
    item_means: Floats
    item_sds: Floats
    item_rest: Floats
    alpha_dropped: Floats
    item_n: npt.NDArray[np.int64]
    against: tuple[str, ...]
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row an item, with the numbers of the scale in each."""
        frame = pd.DataFrame(
            {
                "item": self.items,
                "is_reversed": [item in self.reversed for item in self.items],
                "n": self.item_n,
                "mean": self.item_means,
                "sd": self.item_sds,
                "item_rest": self.item_rest,
                "alpha_dropped": self.alpha_dropped,
                "alpha": self.alpha,
                "omega": self.omega,
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype({"item": "str", "provenance": "str"})

    _repr_html_ = as_html
    __repr__ = as_text


def scale_reliability(
    answers: Answers | Survey,
    items: Sequence[str] | Scale,
    *,
    reversed: Sequence[str] = (),
    missing: str,
    level: float = 0.95,
    n_resamples: int = 1_000,
    rng: int | np.random.Generator = 0,
) -> ScaleReliability:
    """How well the items of a scale hold together: alpha, omega, each item's part.

    Parameters
    ----------
    answers : Answers or Survey
        Weights are not heeded; a note says so.
    items : sequence of str or Scale
        Ids of items with scores, or a scale of the questionnaire with its reversed items.
    reversed : sequence of str
        Items that are worded the other way round; their answers are taken from the lowest and the
        highest score together.
    missing : {"listwise", "pairwise"}
        Only who answered all items, or each two items over who answered both. The n of the
        intervals is who is in: all that were listed, or all that answered any.
    level : float
        Confidence level of the intervals, between 0 and 1.
    n_resamples : int
        Resamples of respondents behind the bootstrap intervals (percentiles).
    rng : int or Generator
        Seed or generator for the resamples.

    Returns
    -------
    ScaleReliability

    Raises
    ------
    LookupError
        If an item is not among the answers.
    ValueError
        If there are fewer than two items, an item has no scores, or a setting is not known.

    Notes
    -----
    Alpha is the reliability of the sum if all items measure the same thing equally well and their
    errors are independent; omega asks only for one common factor. Neither says that there is one
    factor: see `parallel_analysis`. Alpha grows with the number of items.

    References
    ----------
    Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika 16,
    297-334. doi:10.1007/BF02310555
    McDonald, R. P. (1999). Test theory: a unified treatment. Erlbaum, 88-90.

    Examples
    --------
    >>> from casestudy.item_answers import ChosenAnswers
    >>> draw = np.random.default_rng(1)
    >>> level = draw.integers(0, 4, 60)
    >>> told = Answers(items=tuple(ChosenAnswers(item=f"q{i}", choices=tuple("12345"),
    ...     labels=tuple("12345"), scores=(1, 2, 3, 4, 5), codes=level + draw.integers(0, 2, 60))
    ...     for i in range(4)))
    >>> found = scale_reliability(told, ["q0", "q1", "q2", "q3"], missing="listwise")
    >>> found.n, round(found.alpha, 3), found.against
    (60, 0.953, ())
    """
    checked_level(level)
    given = scale_answers(answers, items, reversed=reversed, missing=missing)
    covariance, correlation = given.covariance, given.correlation
    k = len(covariance)
    found = measures.alpha(covariance)
    generator = np.random.default_rng(rng)
    splits, is_every = measures.split_halves(covariance, rng=generator)
    rest = measures.item_rest_correlations(covariance)
    feldt = measures.feldt_limits(found, n=given.n, k=k, level=level)
    against = tuple(item for item, r in zip(given.matrix.items, rest, strict=True) if r < 0)
    alphas, omegas = _drawn(given, n_resamples, generator)
    return ScaleReliability(
        items=given.matrix.items, reversed=given.reversed, missing=missing, n=given.n,
        n_left_out=given.matrix.n_left_out, alpha=found,
        alpha_feldt=Interval(low=feldt[0], high=feldt[1], level=level, method="Feldt"),
        alpha_bootstrap=_percentiles(alphas, level),
        alpha_standardised=measures.standardised_alpha(correlation),
        mean_correlation=measures.mean_correlation(correlation),
        lambda6=measures.guttman_lambda6(correlation) if np.isfinite(correlation).all() else np.nan,
        omega=measures.omega_total(covariance)[0] if np.isfinite(correlation).all() else np.nan,
        omega_bootstrap=_percentiles(omegas, level), odd_even=measures.odd_even(covariance),
        split_half_least=float(splits.min()), split_half_mean=float(splits.mean()),
        split_half_greatest=float(splits.max()), item_means=np.nanmean(given.matrix.values, axis=0),
        item_sds=np.sqrt(np.diagonal(covariance)), item_rest=rest,
        alpha_dropped=measures.alpha_if_dropped(covariance),
        item_n=np.isfinite(given.matrix.values).sum(axis=0), against=against,
        notes=(*_notes(given, against, is_every, answers), *given.matrix.notes),
        provenance=given.matrix.provenance,
    )  # fmt: skip


def scale_scores(
    answers: Answers | Survey,
    items: Sequence[str] | Scale,
    *,
    name: str,
    reversed: Sequence[str] = (),
    least_answered: int,
) -> NumberAnswers:
    """Each respondent's mean over a scale's items, as an item of its own.

    Parameters
    ----------
    answers : Answers or Survey
    items : sequence of str or Scale
        As in `scale_reliability`, also `reversed`.
    name : str
        Id of the new item; add it with `Answers.with_items`.
    least_answered : int
        Who answered fewer items than this has no score and is stored as having left it blank.

    Returns
    -------
    NumberAnswers

    Raises
    ------
    LookupError
        If an item is not among the answers.
    ValueError
        If `least_answered` is not 1 to the number of items, or an item has no scores.

    Notes
    -----
    The mean of those answered is what the sum would be if the others had been answered alike.

    Examples
    --------
    >>> from casestudy.item_answers import ChosenAnswers
    >>> told = Answers(items=tuple(ChosenAnswers(item=f"q{i}", choices=tuple("123"),
    ...     labels=tuple("123"), scores=(1, 2, 3), codes=np.array(codes))
    ...     for i, codes in enumerate([[0, 2, -1], [2, -2, -1]])))
    >>> made = scale_scores(told, ["q0", "q1"], name="s", reversed=["q1"], least_answered=2)
    >>> made.values.tolist()
    [1.0, nan, nan]
    """
    given = scale_answers(answers, items, reversed=reversed, missing="pairwise", needs_spread=False)
    k = len(given.matrix.items)
    if not 1 <= least_answered <= k:
        raise ValueError(f"least_answered is {least_answered}; allowed are 1 to {k}, the items")
    n_answered = np.isfinite(given.matrix.values).sum(axis=1)
    with np.errstate(invalid="ignore"):
        means = np.nansum(given.matrix.values, axis=1) / n_answered
    values = np.full(len(given.matrix.rows), np.nan)
    values[given.matrix.rows] = np.where(n_answered >= least_answered, means, np.nan)
    kinds_of = np.where(np.isfinite(values), 0, LEFT_BLANK)
    return NumberAnswers(item=name, values=values, kinds=kinds_of, text=f"Mean of {k} items")


def _drawn(
    given: ScaleAnswers, n_resamples: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Alpha and omega of resamples; omega of two items is not known."""
    values = given.matrix.values
    if np.isnan(values).any():
        return drawn_with_gaps(values, n_resamples=n_resamples, rng=rng)
    seed = int(rng.integers(2**63))  # the same respondents for both
    alphas = drawn_alphas(values, n_resamples=n_resamples, rng=np.random.default_rng(seed))
    if values.shape[1] < 3:
        return alphas, np.full(n_resamples, np.nan)
    return alphas, drawn_omegas(values, n_resamples=n_resamples, rng=np.random.default_rng(seed))


def _percentiles(drawn: Floats, level: float) -> Interval:
    known = drawn[np.isfinite(drawn)]
    low = high = float("nan")
    if len(known):
        low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2]).tolist()
    return Interval(low=low, high=high, level=level, method=f"percentile of {len(drawn)} resamples")


def _notes(
    given: ScaleAnswers, against: tuple[str, ...], is_every: bool, answers: Answers | Survey
) -> list[str]:
    policy = {
        "listwise": f"Of the {given.n} respondents who answered all items.",
        "pairwise": f"Each two items over who answered both, of {given.n} who answered any.",
    }
    notes = [policy[given.missing], *spread_notes(given)]
    if against:
        notes.append(
            f"These go against the others, and may be worded the other way round: "
            f"{', '.join(against)}. Look at them, and name them as reversed if they are."
        )
    if not is_every:
        notes.append(f"Of {measures.MOST_SPLITS} random splits into halves.")
    if isinstance(answers, Answers) and answers.design is not None:
        notes.append("Weights, strata and clusters are not heeded.")
    return notes
