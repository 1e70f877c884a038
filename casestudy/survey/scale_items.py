"""The answers that a scale is made of: which items, which turned round, and whom they are of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from casestudy.answers import Answers
from casestudy.item_answers import ChosenAnswers
from casestudy.questionnaire import Scale, Survey
from casestudy.survey.coded import as_answers
from casestudy.survey.complete import Matrix, item_matrix

Floats = npt.NDArray[np.float64]

MISSING = ("listwise", "pairwise")
"""What becomes of respondents who lack an answer to some of the items."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScaleAnswers:
    """The answers to a scale's items, those of reversed items turned round.

    Parameters
    ----------
    matrix : Matrix
        Respondents by items; with gaps if `missing` is pairwise.
    reversed : tuple of str
        Items that were turned round.
    missing : {"listwise", "pairwise"}
    covariance : array of float, shape (n_items, n_items)
        Each pair over those who answered both.
    """

    matrix: Matrix
    reversed: tuple[str, ...]
    missing: str
    covariance: Floats

    @property
    def n(self) -> int:
        """Respondents: who answered all, or any."""
        return len(self.matrix.values)

    @property
    def correlation(self) -> Floats:
        """The covariances over the standard deviations of the items."""
        sd = np.sqrt(np.diagonal(self.covariance))
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.covariance / np.outer(sd, sd))

    @property
    def pair_correlation(self) -> Floats:
        """Each correlation with the standard deviations of those who answered both items."""
        return pair_correlation(self.matrix.values)


def scale_answers(
    answers: Answers | Survey,
    items: Sequence[str] | Scale,
    *,
    reversed: Sequence[str] = (),
    missing: str,
    needs_spread: bool = True,
) -> ScaleAnswers:
    """The answers to a scale's items, ready to be scored, or to be held against each other."""
    if missing not in MISSING:
        raise ValueError(
            f"missing {missing!r} is not known; allowed are listwise (only who answered all "
            "items) and pairwise (each two items over who answered both)"
        )
    named = items.items if isinstance(items, Scale) else tuple(items)
    turned = items.reversed if isinstance(items, Scale) else tuple(reversed)
    if len(named) < 2:
        raise ValueError(
            f"a scale of {len(named)} item has no reliability and no factors; name at least two"
        )
    for item in turned:
        if item not in named:
            raise ValueError(f"item {item!r} is to be reversed, but is not of the scale; name it")
    coded = as_answers(answers, *named)
    matrix = item_matrix(coded, named, is_complete=missing == "listwise")
    values = matrix.values.copy()
    for item in turned:
        place = named.index(item)
        values[:, place] = _ends(coded, item) - values[:, place]
    if needs_spread:
        _check_answered(matrix, missing)
    return ScaleAnswers(
        matrix=replace(matrix, values=values), reversed=turned, missing=missing,
        covariance=pair_covariance(values),
    )  # fmt: skip


def _check_answered(matrix: Matrix, missing: str) -> None:
    """Refuse a scale that too few answered to have a covariance."""
    n = np.isfinite(matrix.values).sum(axis=0)
    few = [item for item, count in zip(matrix.items, n.tolist(), strict=True) if count < 2]
    if few and missing == "listwise":
        raise ValueError(
            f"{len(matrix.values)} respondents answered all of {', '.join(matrix.items)}, and how "
            "items go together needs at least two; leave out the item that few answered, or take "
            "missing='pairwise'"
        )
    if few:
        raise ValueError(
            f"fewer than two respondents answered item {few[0]!r}, so nothing is known of how it "
            "goes with the others; leave it out"
        )


def spread_notes(given: ScaleAnswers) -> list[str]:
    """Items to which all gave one answer, and pairs that nobody answered both of."""
    spread = np.diagonal(given.covariance)
    alike = [item for item, v in zip(given.matrix.items, spread.tolist(), strict=True) if v <= 0]
    notes = []
    if alike:
        notes.append(
            f"All gave the same answer, so it goes with nothing: {', '.join(alike)}. Numbers that "
            "need its correlations are not known."
        )
    n_apart = int(np.isnan(given.covariance[np.triu_indices(len(spread), 1)]).sum())
    if n_apart:
        notes.append(f"Fewer than two answered both, so no number is known: {n_apart} pairs.")
    return notes


def pair_covariance(values: Floats) -> Floats:
    """Covariance of each two columns over the rows that have both, divisor n - 1."""
    covariance, _ = _pair_moments(values)
    return covariance


def pair_correlation(values: Floats) -> Floats:
    """Correlation of each two columns over the rows that have both."""
    covariance, variance = _pair_moments(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(covariance / np.sqrt(variance * variance.T))


def _pair_moments(values: Floats) -> tuple[Floats, Floats]:
    """Covariances, and variances of the first of two columns, over the rows that have both."""
    known = np.isfinite(values).astype(float)
    filled = np.where(known > 0, values, 0.0)
    n = known.T @ known
    # sums of each column over the rows that also have the other one
    sums, squares = filled.T @ known, (filled**2).T @ known
    with np.errstate(divide="ignore", invalid="ignore"):
        covariance = (filled.T @ filled - sums * sums.T / n) / (n - 1)
        return np.asarray(covariance), np.asarray((squares - sums**2 / n) / (n - 1))


def _ends(coded: Answers, item: str) -> float:
    """Lowest and highest score together: what a score is taken from to turn it round."""
    found = coded[item]
    if not isinstance(found, ChosenAnswers) or not found.scores:
        raise ValueError(
            f"item {item!r} has no choices with scores, so it is not known where its scale ends; "
            "turn it round before, or give it as a rating"
        )
    return min(found.scores) + max(found.scores)
