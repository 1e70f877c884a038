"""Which of two and two choices the same people tick more often."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy import special

from casestudy.answers import Answers
from casestudy.questionnaire import Survey
from casestudy.survey.adjustments import adjusted
from casestudy.survey.coded import as_answers
from casestudy.survey.complete import refuse_design, tick_matrix
from casestudy.survey.ledger import noted
from casestudy.survey.notes import untested
from casestudy.survey.paired_result import PairedComparisons, pairs_of
from casestudy.survey.proportions import beta_limits, checked_level, intervals
from casestudy.survey.repeated import ALONE

Floats = npt.NDArray[np.float64]


def mcnemar(
    answers: Answers | Survey, item: str, *, adjustment: str = "holm", level: float = 0.95
) -> PairedComparisons:
    """Which of two and two choices the same people tick more often (McNemar's exact test).

    Parameters
    ----------
    answers : Answers or Survey
    item : str
        Id of a multiple-choice item; all pairs of choices are compared.
    adjustment : {"holm", "bonferroni", "benjamini_hochberg", "none"}
        Over the pairs.
    level : float
        Confidence level of the intervals, between 0 and 1.

    Returns
    -------
    PairedComparisons
        `statistics` are how many ticked only the first. Effects are odds ratios: how many times
        more people ticked only the first than only the second. Registered in the ledger that is
        open, if any.

    Raises
    ------
    LookupError
        If the item is not among the answers.
    ValueError
        If it is of another kind or has a single choice, or a setting is not known.

    Notes
    -----
    Who ticked only one of two choices is as likely to tick either: a binomial test. The interval is
    Clopper and Pearson's, of that share.

    References
    ----------
    McNemar, Q. (1947). Note on the sampling error of the difference between correlated proportions.
    Psychometrika 12, 153-157. doi:10.1007/BF02295996

    Examples
    --------
    >>> from casestudy.item_answers import TickedAnswers
    >>> use = TickedAnswers(item="use", choices=("a", "b"), labels=("A", "B"),
    ...                     codes=np.array([[1, 0]] * 3 + [[0, 1]] * 12 + [[1, 1]] * 5))
    >>> mcnemar(Answers(items=(use,)), "use").p.tolist()
    [0.03515625]
    """
    checked_level(level)
    coded = as_answers(answers, item)
    refuse_design(coded, what="McNemar's test", instead=ALONE)
    matrix = tick_matrix(coded, item)
    pairs = pairs_of(matrix.items)
    places = np.array(list(combinations(range(len(matrix.items)), 2)))
    ticks = matrix.values
    only_first = (ticks.T @ (1 - ticks))[places[:, 0], places[:, 1]]
    only_second = (ticks.T @ (1 - ticks))[places[:, 1], places[:, 0]]
    differ = only_first + only_second
    p = _binomial(np.minimum(only_first, only_second), differ)
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = beta_limits(only_first, differ, level)
        ratios, limits = only_first / only_second, [share / (1 - share) for share in (low, high)]
    labels = coded.ticked(item).labels
    named = tuple((labels[a], labels[b]) for a, b in places.tolist())
    return noted(
        PairedComparisons(
            question=item, test="McNemar, exact", effect_name="odds ratio", pairs=named,
            n=np.full(len(pairs), len(ticks)), n_differ=differ.astype(np.int64),
            statistics=only_first, p=p, p_adjusted=adjusted(p, adjustment), effects=ratios,
            intervals=intervals(limits[0], limits[1], level, "Clopper-Pearson"),
            is_post_hoc=len(pairs) > 1, notes=(*untested(p, "pairs"), *matrix.notes),
            provenance=matrix.provenance,
        )
    )  # fmt: skip


def _binomial(fewer: Floats, n: Floats) -> Floats:
    """Two-sided chance of as few of n with an even chance; NaN for none."""
    size = np.maximum(n, 1)
    tail = special.betainc(np.maximum(size - fewer, 1e-300), fewer + 1, 0.5)
    return np.where(n > 0, np.minimum(2 * tail, 1.0), np.nan)
