"""Which of two and two items the same people give higher answers, by signed ranks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import special

from casestudy.answers import Answers
from casestudy.questionnaire import Survey
from casestudy.survey.adjustments import adjusted
from casestudy.survey.coded import as_answers
from casestudy.survey.complete import item_matrix, refuse_design
from casestudy.survey.ledger import noted
from casestudy.survey.notes import untested
from casestudy.survey.paired_result import PairedComparisons, pairs_of
from casestudy.survey.proportions import checked_level, intervals
from casestudy.survey.rank_counts import mid_ranks
from casestudy.survey.repeated import ALONE

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

MOST_EXACT = 100
"""Pairs that differ, up to which a signed-rank p-value is found exactly."""

RESAMPLES = 1_000
"""Resamples behind the interval of the matched rank-biserial correlation."""

ZEROS = ("wilcoxon", "pratt")
"""What becomes of equal answers: left out, or ranked and then left out."""


def signed_ranks(
    answers: Answers | Survey,
    items: Sequence[str],
    *,
    zeros: str,
    adjustment: str = "holm",
    level: float = 0.95,
    rng: int | np.random.Generator = 0,
) -> PairedComparisons:
    """Which of two and two items the same people give higher answers (Wilcoxon's signed ranks).

    Parameters
    ----------
    answers : Answers or Survey
    items : sequence of str
        Two or more items on one scale; all pairs are compared, each over those who answered both.
    zeros : {"wilcoxon", "pratt"}
        What becomes of equal answers: left out before the ranking, or after it.
    adjustment : {"holm", "bonferroni", "benjamini_hochberg", "none"}
        Over the pairs.
    level : float
        Confidence level of the intervals, between 0 and 1.
    rng : int or Generator
        Seed or generator for the resamples behind the intervals.

    Returns
    -------
    PairedComparisons
        `statistics` are the sums of the positive ranks. Effects are matched rank-biserial
        correlations, from -1 to 1. Registered in the ledger that is open, if any.

    Raises
    ------
    LookupError
        If an item is not among the answers.
    ValueError
        If there are fewer than two items, an item has no numbers, or a setting is not known.

    Notes
    -----
    Up to 100 pairs that differ the p-value is exact, ties included; beyond that it is normal,
    corrected for ties.

    References
    ----------
    Pratt, J. W. (1959). Remarks on zeros and ties in the Wilcoxon signed rank procedures. Journal
    of the American Statistical Association 54, 655-667. doi:10.1080/01621459.1959.10501526

    Examples
    --------
    >>> from casestudy.item_answers import NumberAnswers
    >>> pre, post = [3, 4, 2, 5, 4, 4, 3, 5, 4, 2], [4, 4, 4, 5, 5, 3, 4, 5, 5, 4]
    >>> told = Answers(items=tuple(NumberAnswers(item=name, values=np.array(v, float),
    ...                kinds=np.zeros(10, int)) for name, v in (("pre", pre), ("post", post))))
    >>> signed_ranks(told, ["pre", "post"], zeros="wilcoxon").p.tolist()
    [0.09375]
    """
    checked_level(level)
    if zeros not in ZEROS:
        raise ValueError(f"zeros {zeros!r} is not known; allowed are {', '.join(ZEROS)}")
    coded = as_answers(answers, *items)
    refuse_design(coded, what="the signed-rank test", instead=ALONE)
    pairs = pairs_of(tuple(items))
    generator = np.random.default_rng(rng)
    rows, differ, n = [], [], []
    for pair in pairs:
        matrix = item_matrix(coded, pair)
        differences = matrix.values[:, 0] - matrix.values[:, 1]
        n.append(len(differences))
        differ.append(int((differences != 0).sum()))
        rows.append(_signed(differences, zeros, level, generator))
    statistics, p, effects, low, high = (np.array(column) for column in zip(*rows, strict=True))
    name = f"percentile of {RESAMPLES} resamples"
    return noted(
        PairedComparisons(
            question=", ".join(items), test=f"Wilcoxon signed ranks ({zeros} zeros)",
            effect_name="matched rank-biserial correlation", pairs=pairs, n=np.array(n),
            n_differ=np.array(differ), statistics=statistics, p=p,
            p_adjusted=adjusted(p, adjustment), effects=effects,
            intervals=intervals(low, high, level, name), is_post_hoc=len(pairs) > 1,
            notes=(*untested(p, "pairs"), *coded.notes), provenance=coded.provenance,
        )
    )  # fmt: skip


def _signed(
    differences: Floats, zeros: str, level: float, rng: np.random.Generator
) -> tuple[float, float, float, float, float]:
    """Sum of positive ranks, p-value, effect and its limits."""
    sizes, counts = _counts(differences)
    n_differ = int(counts[sizes > 0].sum())
    if not n_differ:
        return (np.nan,) * 5
    ranks = _size_ranks(counts[np.newaxis].astype(float), sizes, zeros)[0]
    positive = float(ranks @ counts[:, 1])
    totals = np.where(sizes > 0, counts.sum(axis=1), 0)
    p = (_exact if n_differ <= MOST_EXACT else _normal)(ranks, totals, positive)
    drawn = rng.multinomial(
        len(differences), counts.ravel() / counts.sum(), size=RESAMPLES
    ).reshape(-1, *counts.shape)
    tails = [(1 - level) / 2, (1 + level) / 2]
    low, high = np.nanquantile(_biserial(drawn.astype(float), sizes, zeros), tails)
    effect = float(_biserial(counts[np.newaxis].astype(float), sizes, zeros)[0])
    return positive, p, effect, float(low), float(high)


def _counts(differences: Floats) -> tuple[Floats, Counts]:
    """Sizes of the differences in order, and how many of each are negative and positive."""
    sizes, place = np.unique(np.abs(differences), return_inverse=True)
    counts = np.zeros((len(sizes), 2), dtype=np.int64)
    np.add.at(counts, (place.ravel(), (differences > 0).astype(np.int64)), 1)
    return sizes, counts


def _size_ranks(stack: Floats, sizes: Floats, zeros: str) -> Floats:
    """The rank of each size of difference, for a stack of counts; 0 for no difference."""
    totals = stack.sum(axis=2)
    if zeros == "wilcoxon":
        totals = np.where(sizes > 0, totals, 0.0)
    return np.where(sizes > 0, mid_ranks(totals), 0.0)


def _biserial(stack: Floats, sizes: Floats, zeros: str) -> Floats:
    """Positive less negative ranks over all ranks, for a stack of counts."""
    ranks = _size_ranks(stack, sizes, zeros)
    negative, positive = (np.einsum("bs,bs->b", ranks, stack[:, :, side]) for side in (0, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((positive - negative) / (positive + negative))


def _exact(ranks: Floats, totals: Counts, observed: float) -> float:
    """Chance of a rank sum as far from its mean, when each difference may have either sign."""
    doubled = np.round(2 * ranks).astype(np.int64)
    chances = np.ones(1)
    for rank, total in zip(doubled.tolist(), totals.tolist(), strict=True):
        for _ in range(total):
            longer = np.zeros(len(chances) + rank)
            longer[: len(chances)] += chances / 2
            longer[rank:] += chances / 2
            chances = longer
    sums = np.arange(len(chances))
    centre = (len(chances) - 1) / 2
    far = np.abs(sums - centre) >= abs(2 * observed - centre) - 1e-9
    return float(min(chances[far].sum(), 1.0))


def _normal(ranks: Floats, totals: Counts, observed: float) -> float:
    """The normal p-value, with the variance of the tied ranks."""
    mean, variance = ranks @ totals / 2, (ranks**2 @ totals) / 4
    return float(2 * special.ndtr(-abs(observed - mean) / np.sqrt(variance)))
