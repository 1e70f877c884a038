"""How many factors are more than chance: eigenvalues beside those of shuffled answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.answers import Answers
from casestudy.provenance import Provenance, kinds
from casestudy.questionnaire import Survey
from casestudy.results import as_html, as_text
from casestudy.survey.factors import checked_correlation
from casestudy.survey.scale_items import scale_answers

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ParallelAnalysis:
    """Eigenvalues of some items, and what chance alone brings about.

    Parameters
    ----------
    items : tuple of str
    n, n_left_out : int
        Respondents who answered all items; who was left out.
    eigenvalues, chance : array of float, shape (n_items,)
        Of the correlations, and the percentile of those of shuffled answers.
    reduced, reduced_chance : array of float, shape (n_items,)
        The same with squared multiple correlations on the diagonal.
    n_components, n_factors : int
        How many leading eigenvalues are above chance, of the first and of the second kind.
    percentile : float
        From 0 to 1.
    n_resamples : int
    """

    items: tuple[str, ...]
    n: int
    n_left_out: int
    eigenvalues: Floats
    chance: Floats
    reduced: Floats
    reduced_chance: Floats
    n_components: int
    n_factors: int
    percentile: float
    n_resamples: int
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row an eigenvalue: number, eigenvalue, chance, reduced, reduced_chance."""
        frame = pd.DataFrame(
            {
                "number": np.arange(1, len(self.eigenvalues) + 1),
                "eigenvalue": self.eigenvalues,
                "chance": self.chance,
                "reduced": self.reduced,
                "reduced_chance": self.reduced_chance,
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype({"provenance": "str"})

    _repr_html_ = as_html
    __repr__ = as_text


def parallel_analysis(
    answers: Answers | Survey,
    items: Sequence[str],
    *,
    percentile: float = 0.95,
    n_resamples: int = 200,
    rng: int | np.random.Generator = 0,
) -> ParallelAnalysis:
    """How many factors of some items are more than chance (Horn's parallel analysis).

    Parameters
    ----------
    answers : Answers or Survey
    items : sequence of str
        Ids of items with numbers or scores. Who lacks one answer is left out; a note says how many.
    percentile : float
        Of the eigenvalues of shuffled answers, between 0 and 1.
    n_resamples : int
        How many times the answers are shuffled.
    rng : int or Generator
        Seed or generator.

    Returns
    -------
    ParallelAnalysis
        `n_factors` for a factor analysis, `n_components` for principal components.

    Raises
    ------
    LookupError
        If an item is not among the answers.
    ValueError
        If there are fewer than two items, an item does not vary, or `percentile` is none.

    Notes
    -----
    Each item's answers are shuffled among the respondents, which keeps their spread and takes away
    every correlation. It is a rule of thumb: look at the eigenvalues, too.

    References
    ----------
    Horn, J. L. (1965). A rationale and test for the number of factors in factor analysis.
    Psychometrika 30, 179-185. doi:10.1007/BF02289447
    Buja, A., & Eyuboglu, N. (1992). Remarks on parallel analysis. Multivariate Behavioral Research
    27, 509-540.

    Examples
    --------
    >>> from casestudy.item_answers import NumberAnswers
    >>> draw = np.random.default_rng(1)
    >>> values = draw.normal(size=(200, 1)) + draw.normal(size=(200, 4))
    >>> told = Answers(items=tuple(NumberAnswers(item=f"q{i}", values=values[:, i],
    ...                kinds=np.zeros(200, int)) for i in range(4)))
    >>> parallel_analysis(told, ["q0", "q1", "q2", "q3"]).n_factors
    1
    """
    if not 0 < percentile < 1:
        raise ValueError(f"percentile {percentile} is not allowed: it lies between 0 and 1")
    given = scale_answers(answers, items, missing="listwise")
    r = checked_correlation(given)
    values = given.matrix.values - given.matrix.values.mean(axis=0)
    values = values / np.sqrt((values**2).sum(axis=0))
    generator = np.random.default_rng(rng)
    drawn = np.empty((n_resamples, 2, len(r)))
    for row in range(n_resamples):
        mixed = generator.permuted(values, axis=0)
        drawn[row] = _eigenvalues(mixed.T @ mixed)
    chance, reduced_chance = np.quantile(drawn, percentile, axis=0)
    eigenvalues, reduced = _eigenvalues(r)
    return ParallelAnalysis(
        items=given.matrix.items, n=given.n, n_left_out=given.matrix.n_left_out,
        eigenvalues=eigenvalues, chance=chance, reduced=reduced, reduced_chance=reduced_chance,
        n_components=_leading(eigenvalues, chance), n_factors=_leading(reduced, reduced_chance),
        percentile=percentile, n_resamples=n_resamples, notes=given.matrix.notes,
        provenance=given.matrix.provenance,
    )  # fmt: skip


def _eigenvalues(r: Floats) -> tuple[Floats, Floats]:
    """Eigenvalues of correlations, and with squared multiple correlations on the diagonal."""
    reduced = r.copy()
    np.fill_diagonal(reduced, 1 - 1 / np.diagonal(np.linalg.pinv(r)))
    both = np.linalg.eigvalsh(np.stack([r, reduced]))[:, ::-1]
    return np.asarray(both[0]), np.asarray(both[1])


def _leading(eigenvalues: Floats, chance: Floats) -> int:
    """How many stand above chance before the first that does not."""
    below = np.flatnonzero(eigenvalues <= chance)
    return int(below[0]) if len(below) else len(eigenvalues)
