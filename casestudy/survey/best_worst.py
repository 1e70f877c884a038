"""Best-worst scaling: from the best and the worst of small sets to how much each object counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.answers import Answers
from casestudy.item_answers import BestWorstAnswers
from casestudy.provenance import Provenance, kinds
from casestudy.questionnaire import Survey
from casestudy.results import as_html, as_text
from casestudy.survey.best_worst_sets import ChosenSets, paired_sets, sequential_sets
from casestudy.survey.choice_likelihood import choice_scores, fit_choices
from casestudy.survey.coded import as_answers
from casestudy.survey.linearised import plain_design, total_covariance
from casestudy.survey.quasi import quasi_variances

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

MODELS = ("sequential", "paired")
"""Best of the set, then worst of the rest; or the two with the greatest difference."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BestWorst:
    """How often objects were best and worst, and their worths.

    Parameters
    ----------
    item, text : str
    objects, labels : tuple of str
    model : {"sequential", "paired"}
    shown, best, worst : array of int, shape (n_objects,)
        Sets with the object that were answered; where it was the best; the worst.
    scores : array of float, shape (n_objects,)
        (best - worst)/shown, from -1 to 1; NaN where it was never shown.
    reference : str
        Object whose utility is 0.
    utilities, standard_errors, quasi_errors : array of float, shape (n_objects,)
        Less the reference's; its standard error is NaN.
    shares : array of float, shape (n_objects,)
        Chance to be the best of all; adds up to 1.
    n, n_sets : int
        Respondents; sets that they answered.
    log_likelihood : float
    positions : array of int, shape (n_positions, 2)
        How often the best and the worst stood at each place of the set, counted in the order of the
        objects, to see whether places were favoured.
    """

    item: str
    text: str
    objects: tuple[str, ...]
    labels: tuple[str, ...]
    model: str
    shown: Codes
    best: Codes
    worst: Codes
    scores: Floats
    reference: str
    utilities: Floats
    standard_errors: Floats
    quasi_errors: Floats
    shares: Floats
    n: int
    n_sets: int
    log_likelihood: float
    positions: Codes
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row an object: object, label, shown, best, worst, score, utility, standard_error,
        quasi_error, share, provenance.
        """  # noqa: D205
        frame = pd.DataFrame(
            {
                "object": self.objects,
                "label": self.labels,
                "shown": self.shown,
                "best": self.best,
                "worst": self.worst,
                "score": self.scores,
                "utility": self.utilities,
                "standard_error": self.standard_errors,
                "quasi_error": self.quasi_errors,
                "share": self.shares,
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["object", "label", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def best_worst(
    answers: Answers | Survey, item: str, *, model: str, reference: str | None = None
) -> BestWorst:
    """How much each object counts, from the best and the worst of small sets.

    Parameters
    ----------
    answers : Answers or Survey
        With a design, respondents are weighted in the model; the counts are not.
    item : str
        Id of a best-worst item.
    model : {"sequential", "paired"}
        How a person is taken to choose: the best of the set and then the worst of the rest, or the
        pair with the greatest difference. The numbers differ; say which.
    reference : str, optional
        Object (its stored value) whose utility is 0; the last if not given.

    Returns
    -------
    BestWorst

    Raises
    ------
    LookupError
        If the item is not among the answers.
    ValueError
        If nobody answered, the best or the worst was not in its set or both are one, an object was
        never shown, always or never chosen, or a setting is not known.

    Notes
    -----
    A conditional logit model of all respondents together, as if they were alike. Standard errors
    take each respondent's sets as belonging together (clustered).

    References
    ----------
    Louviere, J. J., Flynn, T. N., & Marley, A. A. J. (2015). Best-worst scaling: theory, methods
    and applications. Cambridge University Press.

    Examples
    --------
    >>> shown = np.ones((4, 1, 3), dtype=bool)
    >>> told = BestWorstAnswers(item="b", choices=("x", "y", "z"), labels=("X", "Y", "Z"),
    ...     shown=shown, best=np.array([[0], [0], [1], [2]]), worst=np.array([[2], [1], [2], [0]]))
    >>> best_worst(Answers(items=(told,)), "b", model="sequential").scores.tolist()
    [0.25, 0.0, -0.25]
    """
    if model not in MODELS:
        raise ValueError(f"model {model!r} is not known; allowed are {', '.join(MODELS)}")
    coded = as_answers(answers, item)
    found = coded.best_worst(item)
    if reference is not None and reference not in found.choices:
        raise ValueError(
            f"item {item!r} has no object {reference!r}; allowed are {', '.join(found.choices)}"
        )
    held = found.choices.index(reference) if reference is not None else len(found.choices) - 1
    answered = found.codes >= 0
    _check_sets(found, answered)
    respondents, sets = np.nonzero(answered)
    weights = np.ones(len(sets))
    if coded.design is not None:
        weights = coded.design.weights[respondents] / coded.design.weights[respondents].mean()
    chosen = ChosenSets(
        shown=found.shown[respondents, sets], best=found.best[respondents, sets].astype(np.int64),
        worst=found.worst[respondents, sets].astype(np.int64), weights=weights,
        respondents=respondents,
    )  # fmt: skip
    counts = _counts(chosen.shown, chosen.best, chosen.worst)
    _check_counts(found, counts)
    utilities, covariance, value = _fitted(
        chosen, coded=coded, model=model, held=held, n_respondents=len(answered)
    )
    errors = np.sqrt(np.maximum(np.diagonal(covariance), 0))
    errors[held] = np.nan
    strength = np.exp(utilities - utilities.max())
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = (counts[1] - counts[2]) / counts[0]
    return BestWorst(
        item=item, text=found.text, objects=found.choices, labels=found.labels, model=model,
        shown=counts[0], best=counts[1], worst=counts[2], scores=scores,
        reference=found.choices[held], utilities=utilities, standard_errors=errors,
        quasi_errors=np.sqrt(quasi_variances(covariance)[0]), shares=strength / strength.sum(),
        n=len(np.unique(respondents)), n_sets=len(sets), log_likelihood=value,
        positions=_positions(chosen),
        notes=(*_notes(found, answered), *coded.notes), provenance=coded.provenance,
    )  # fmt: skip


def _check_sets(found: BestWorstAnswers, answered: Mask) -> None:
    rows = np.argwhere(answered)
    if not len(rows):
        raise ValueError(f"nobody answered item {found.item!r}; there are no choices to count")
    for name, chosen in (("best", found.best), ("worst", found.worst)):
        inside = found.shown[rows[:, 0], rows[:, 1], chosen[answered]]
        if not inside.all():
            row, place = rows[~inside][0].tolist()
            raise ValueError(
                f"item {found.item!r}, respondent {row + 1}, set {place + 1}: the {name} is "
                f"{found.labels[int(chosen[row, place])]!r}, which was not in the set"
            )
    same = answered & (found.best == found.worst)
    if same.any():
        row, place = np.argwhere(same)[0].tolist()
        raise ValueError(
            f"item {found.item!r}, respondent {row + 1}, set {place + 1}: best and worst are one "
            f"object, {found.labels[int(found.best[row, place])]!r}; they have to differ"
        )


def _check_counts(found: BestWorstAnswers, counts: tuple[Codes, Codes, Codes]) -> None:
    shown, best, worst = counts
    for place, label in enumerate(found.labels):
        if not shown[place] or shown[place] == best[place] or shown[place] == worst[place]:
            told = "was never shown" if not shown[place] else "was the same in every set"
            raise ValueError(
                f"item {found.item!r}: {label!r} {told}, so it has no finite utility; leave it out"
            )


def _counts(shown: Mask, best: Codes, worst: Codes) -> tuple[Codes, Codes, Codes]:
    k = shown.shape[1]
    return (
        shown.sum(axis=0, dtype=np.int64),
        np.bincount(best, minlength=k),
        np.bincount(worst, minlength=k),
    )


def _fitted(
    chosen: ChosenSets, *, coded: Answers, model: str, held: int, n_respondents: int
) -> tuple[Floats, Floats, float]:
    """Utilities, their covariance by respondents, and the log likelihood."""
    sets = (sequential_sets if model == "sequential" else paired_sets)(chosen, held=held)
    fit = fit_choices(sets)
    each = choice_scores(sets, fit.at, n_respondents=n_respondents)
    spread, _ = total_covariance(each, design=coded.design or plain_design(n_respondents))
    full = np.delete(np.eye(chosen.shown.shape[1]), held, axis=1)
    covariance = full @ fit.covariance @ spread @ fit.covariance @ full.T
    return full @ fit.at, covariance, fit.log_likelihood


def _positions(chosen: ChosenSets) -> Codes:
    """How often best and worst stood at each place of the set, in the order of the objects."""
    place = np.cumsum(chosen.shown, axis=1) - 1
    rows, most = np.arange(len(chosen.best)), int(chosen.shown.sum(axis=1).max())
    best, worst = place[rows, chosen.best], place[rows, chosen.worst]
    return np.column_stack([np.bincount(one, minlength=most) for one in (best, worst)])


def _notes(found: BestWorstAnswers, answered: Mask) -> list[str]:
    half = (found.best >= 0) != (found.worst >= 0)
    n_lost = int(half.sum())
    return [f"Sets with only a best or only a worst, left out: {n_lost}."] if n_lost else []
