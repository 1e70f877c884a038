"""Kano's kinds of features: what must be there, what pleases, what leaves people cold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from casestudy.answers import Answers
from casestudy.item_answers import ChosenAnswers
from casestudy.provenance import Provenance, kinds
from casestudy.questionnaire import Survey
from casestudy.results import as_html, as_text
from casestudy.survey.coded import as_answers
from casestudy.survey.complete import refuse_design
from casestudy.survey.notes import nobody

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

CATEGORIES = ("must-be", "one-dimensional", "attractive", "indifferent", "reverse", "questionable")
"""Kano's categories: expected; the more the better; a delight; no matter; unwanted; no sense."""

_LETTERS = "MOAIRQ"
_TABLE = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")
"""Rows: how one feels if the feature is there, from "I like it" to "I dislike it"; columns: if it
is not there."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KanoTable:
    """The categories of some features.

    Parameters
    ----------
    features : tuple of str
    counts : array of int, shape (n_features, 6)
        Respondents in each of `CATEGORIES`.
    n : array of int, shape (n_features,)
        Respondents who answered both questions.
    categories : tuple of str
        The most frequent category; of equally frequent ones the first of `CATEGORIES`.
    is_clear : tuple of bool
        Whether it stands out from the second (Fong's test at 10 per cent).
    better, worse : array of float, shape (n_features,)
        (A + O)/(A + O + M + I), and minus (O + M) over the same: by how much having it pleases and
        lacking it displeases.
    better_errors, worse_errors : array of float, shape (n_features,)
        Standard errors, binomial.
    category_strength, total_strength : array of float, shape (n_features,)
        Share of the most frequent category less that of the second; share of M, O and A.
    fong_p : array of float, shape (n_features,)
        Two-sided p-value that the first two categories are equally frequent.
    """

    features: tuple[str, ...]
    counts: Counts
    n: Counts
    categories: tuple[str, ...]
    is_clear: tuple[bool, ...]
    better: Floats
    worse: Floats
    better_errors: Floats
    worse_errors: Floats
    category_strength: Floats
    total_strength: Floats
    fong_p: Floats
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a feature: feature, n, a count for each category, category, is_clear, better,
        worse, category_strength, total_strength, fong_p, provenance.
        """  # noqa: D205
        frame = pd.DataFrame({"feature": self.features, "n": self.n})
        for place, name in enumerate(CATEGORIES):
            frame[name] = self.counts[:, place]
        frame["category"] = self.categories
        frame["is_clear"] = self.is_clear
        for name in ("better", "worse", "category_strength", "total_strength", "fong_p"):
            frame[name] = getattr(self, name)
        frame["provenance"] = kinds(self.provenance)
        return frame.astype(dict.fromkeys(["feature", "category", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def kano_table(answers: Answers | Survey, features: Mapping[str, tuple[str, str]]) -> KanoTable:
    """Which features must be there, which please the more the better, which delight.

    Parameters
    ----------
    answers : Answers or Survey
        Without a design.
    features : mapping of str to tuple of str
        For each feature the ids of two items with five choices each, in the order from "I like it"
        to "I dislike it": how one feels if the feature is there, and if it is not.

    Returns
    -------
    KanoTable

    Raises
    ------
    LookupError
        If an item is not among the answers.
    ValueError
        If an item does not have five choices, or the answers have a design.

    Notes
    -----
    Categories by the table of Kano et al. (1984) as in Berger et al. (1993). Fong's test: the
    difference of the two greatest counts a and b is clear at level α if |a - b| is at least
    z √((a + b)(2n - a - b)/(2n)). A frequent "questionable" means that the questions were not
    understood.

    References
    ----------
    Berger, C., Blauth, R., Boger, D., et al. (1993). Kano's methods for understanding
    customer-defined quality. Center for Quality of Management Journal 2 (4), 3-36.
    Fong, D. (1996). Using the self-stated importance questionnaire to interpret Kano questionnaire
    results. Center for Quality of Management Journal 5 (3), 21-24.

    Examples
    --------
    >>> five = tuple("12345")
    >>> there = ChosenAnswers(item="f", codes=np.array([0, 0, 1, 2]), choices=five, labels=five)
    >>> lacks = ChosenAnswers(item="d", codes=np.array([4, 2, 4, 2]), choices=five, labels=five)
    >>> found = kano_table(Answers(items=(there, lacks)), {"chat": ("f", "d")})
    >>> found.counts.tolist(), found.better.tolist(), found.worse.tolist()
    ([[1, 1, 1, 1, 0, 0]], [0.5], [-0.5])
    """
    coded = as_answers(answers, *(item for pair in features.values() for item in pair))
    refuse_design(coded, what="Kano's table", instead="give the plain answers")
    counts = np.array(
        [_counts(_five(coded, one), _five(coded, other)) for one, other in features.values()],
        dtype=np.int64,
    ).reshape(-1, len(CATEGORIES))
    must, one_way, delight, cold = (counts[:, place].astype(float) for place in range(4))
    base = must + one_way + delight + cold
    n = counts.sum(axis=1)
    ordered = np.sort(counts, axis=1)[:, ::-1].astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        better, worse = (delight + one_way) / base, (one_way + must) / base
        first, second = ordered[:, 0], ordered[:, 1]
        z = (first - second) / np.sqrt((first + second) * (2 * n - first - second) / (2 * n))
        fong = 2 * special.ndtr(-np.abs(z))
        return KanoTable(
            features=tuple(features), counts=counts, n=n,
            categories=tuple(CATEGORIES[place] for place in counts.argmax(axis=1)),
            is_clear=tuple(bool(p < 0.1) for p in fong), better=better, worse=-worse,
            better_errors=np.sqrt(better * (1 - better) / base),
            worse_errors=np.sqrt(worse * (1 - worse) / base),
            category_strength=(first - second) / n,
            total_strength=(must + one_way + delight) / n, fong_p=fong,
            notes=(*_notes(tuple(features), counts, n), *coded.notes),
            provenance=coded.provenance,
        )  # fmt: skip


def _five(coded: Answers, item: str) -> ChosenAnswers:
    found = coded.chosen(item)
    if len(found.choices) != 5:
        raise ValueError(
            f"item {item!r} has {len(found.choices)} choices; Kano's questions have five, from "
            "'I like it' to 'I dislike it'"
        )
    return found


def _counts(there: ChosenAnswers, lacking: ChosenAnswers) -> Counts:
    both = (there.codes >= 0) & (lacking.codes >= 0)
    table = np.array([[_LETTERS.index(letter) for letter in row] for row in _TABLE])
    return np.bincount(table[there.codes[both], lacking.codes[both]], minlength=len(CATEGORIES))


def _notes(features: tuple[str, ...], counts: Counts, n: Counts) -> list[str]:
    notes = nobody([feature for feature, k in zip(features, n.tolist(), strict=True) if not k])
    odd = [f for f, row, k in zip(features, counts, n, strict=True) if k and row[5] > 0.1 * k]
    tied = [
        feature for feature, row in zip(features, counts, strict=True)
        if row.any() and (row == row.max()).sum() > 1
    ]  # fmt: skip
    if odd:
        notes.append(f"More than a tenth of the answers make no sense: {', '.join(odd)}.")
    if tied:
        notes.append(f"Several categories are equally frequent: {', '.join(tied)}.")
    return notes
