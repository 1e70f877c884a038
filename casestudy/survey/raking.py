"""Weights that make a sample agree with known margins of the population."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.answers import Answers
from casestudy.errors import did_you_mean
from casestudy.item_answers import ChosenAnswers
from casestudy.provenance import Provenance, kinds
from casestudy.questionnaire import Survey
from casestudy.results import as_html, as_text
from casestudy.sampling import SampleDesign
from casestudy.survey.coded import as_answers
from casestudy.survey.linearised import plain_design

Floats = npt.NDArray[np.float64]

ROUNDS = 1_000
"""Rounds over the margins after which raking is given up; it settles in about ten."""

NEAR = 1e-10
"""Relative distance of every margin at which raking has settled."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RakedWeights:
    """Weights raked to margins, and what they cost.

    Parameters
    ----------
    design : SampleDesign
        The design with the new weights; give it to `Answers.with_design`.
    margins : tuple of Margin
        Each margin before and after.
    n_rounds : int
        Rounds over the margins that were needed.
    distance : float
        Greatest relative distance of a margin that is left.
    design_effect : float
        Kish's: by how much unequal weights inflate variances.
    effective_n : float
        Respondents over the design effect.
    """

    design: SampleDesign
    margins: tuple[Margin, ...]
    n_rounds: int
    distance: float
    design_effect: float
    effective_n: float
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row an item and choice: item, choice, label, n, before, target, after, factor."""
        frame = pd.DataFrame(
            {
                "item": [one.item for one in self.margins for _ in one.choices],
                "choice": [choice for one in self.margins for choice in one.choices],
                "label": [label for one in self.margins for label in one.labels],
                "n": np.concatenate([one.counts for one in self.margins]),
                "before": np.concatenate([one.before for one in self.margins]),
                "target": np.concatenate([one.target for one in self.margins]),
                "after": np.concatenate([one.after for one in self.margins]),
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["item", "choice", "label", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Margin:
    """The weighted size of each group that an item makes: before, wanted and after raking.

    Parameters
    ----------
    item : str
    choices, labels : tuple of str
    counts : array of int, shape (n_choices,)
        Respondents.
    before, target, after : array of float, shape (n_choices,)
        Sums of weights.
    """

    item: str
    choices: tuple[str, ...]
    labels: tuple[str, ...]
    counts: npt.NDArray[np.int64]
    before: Floats
    target: Floats
    after: Floats


def raked_weights(
    answers: Answers | Survey,
    margins: Mapping[str, Mapping[str, float]],
    *,
    cap: float | None = None,
) -> RakedWeights:
    """Weights with which the sample has the sizes of groups that the population is known to have.

    Parameters
    ----------
    answers : Answers or Survey
        Weights, strata and clusters that they have are where raking begins, and stay.
    margins : mapping of str to mapping of str to float
        For each item with one answer each, the size of each choice's group in the population (by
        stored value): numbers of people, or shares that add up to 1. One item alone is
        post-stratification.
    cap : float, optional
        Greatest weight over the mean weight; none if not given. What is cut off goes to the others
        in the next round.

    Returns
    -------
    RakedWeights
        The weights are in `design`, which also remembers the margins, so that standard errors know
        that these are certain.

    Raises
    ------
    LookupError
        If an item is not among the answers.
    ValueError
        If a respondent lacks an answer to one of the items, a choice has no size or a size has no
        respondent, the sizes of two items add up to different sums, or `cap` is not above 1.

    Notes
    -----
    Each round multiplies the weights of each group by its size over its sum of weights, item after
    item, until every margin holds (iterative proportional fitting).

    References
    ----------
    Deming, W. E., & Stephan, F. F. (1940). On a least squares adjustment of a sampled frequency
    table when the expected marginal totals are known. Annals of Mathematical Statistics 11,
    427-444. Deville, J.-C., & Särndal, C.-E. (1992). Calibration estimators in survey sampling.
    Journal of the American Statistical Association 87, 376-382.

    Examples
    --------
    >>> sex = ChosenAnswers(item="sex", codes=np.array([0, 0, 0, 1]), choices=("f", "m"),
    ...                     labels=("Female", "Male"))
    >>> found = raked_weights(Answers(items=(sex,)), {"sex": {"f": 0.5, "m": 0.5}})
    >>> found.design.weights.round(4).tolist(), round(found.effective_n, 2)
    ([0.6667, 0.6667, 0.6667, 2.0], 3.0)
    """
    coded = as_answers(answers, *margins)
    if not margins or (cap is not None and cap <= 1):
        raise ValueError("raking needs at least one margin, and a cap above 1 if there is one")
    chosen = [coded.chosen(item) for item in margins]
    for one in chosen:
        _check_answered(one)
    base = coded.design or plain_design(len(chosen[0].codes))
    targets = _targets(chosen, margins, float(base.weights.sum()))
    weights, n_rounds, distance = _raked(base.weights, [c.codes for c in chosen], targets, cap)
    effect = len(weights) * float(weights @ weights) / float(weights.sum()) ** 2
    design = replace(
        base, weights=weights, margins=tuple(one.codes for one in chosen), base_weights=base.weights
    )
    pairs = zip(chosen, targets, strict=True)
    return RakedWeights(
        design=design,
        margins=tuple(_margin(one, target, base.weights, weights) for one, target in pairs),
        n_rounds=n_rounds, distance=distance, design_effect=effect,
        effective_n=len(weights) / effect, notes=(*_notes(weights, distance, cap), *coded.notes),
        provenance=coded.provenance,
    )  # fmt: skip


def _check_answered(one: ChosenAnswers) -> None:
    lacking = np.flatnonzero(one.codes < 0)
    if len(lacking):
        raise ValueError(
            f"item {one.item!r}: {len(lacking)} respondents have no answer, the first is number "
            f"{lacking[0] + 1}; raking needs all: leave them out with Answers.where, or make "
            "'unknown' a choice with a size of its own"
        )


def _targets(
    chosen: list[ChosenAnswers], margins: Mapping[str, Mapping[str, float]], total: float
) -> list[Floats]:
    """The size of each choice's group, item by item; shares as shares of the common sum."""
    found = [_sizes(one, margins[one.item]) for one in chosen]
    sums = {one.item: float(some.sum()) for one, some in zip(chosen, found, strict=True)}
    whole = {item: size for item, size in sums.items() if abs(size - 1) > 1e-6}
    if whole and max(whole.values()) - min(whole.values()) > 1e-6 * max(whole.values()):
        told = ", ".join(f"{item}: {size:g}" for item, size in whole.items())
        raise ValueError(f"the margins add up to different sums ({told}); give sizes that agree")
    common = max(whole.values(), default=total)
    return [some / some.sum() * common for some in found]


def _sizes(one: ChosenAnswers, given: Mapping[str, float]) -> Floats:
    for choice in given:
        if choice not in one.choices:
            raise ValueError(
                f"item {one.item!r} has no choice {choice!r}{did_you_mean(choice, one.choices)}; "
                f"allowed are {', '.join(one.choices)}"
            )
    sizes = np.array([float(given.get(choice, 0.0)) for choice in one.choices])
    counts = np.bincount(one.codes, minlength=len(sizes))
    for choice, size, n in zip(one.choices, sizes, counts, strict=True):
        if size < 0 or (size > 0) != (n > 0):
            raise ValueError(
                f"item {one.item!r}, choice {choice!r}: the population has {size:g} and the sample "
                f"{n} respondents; both have to be above 0, or neither: merge choices"
            )
    return sizes


def _raked(
    weights: Floats, codes: list[npt.NDArray[np.integer]], targets: list[Floats],
    cap: float | None,
) -> tuple[Floats, int, float]:  # fmt: skip
    weights, distance = weights.copy(), np.inf
    for n_rounds in range(1, ROUNDS + 1):
        for code, target in zip(codes, targets, strict=True):
            sums = np.bincount(code, weights=weights, minlength=len(target))
            weights *= (target / np.where(sums > 0, sums, 1.0))[code]
        if cap is not None:
            weights = np.minimum(weights, cap * weights.mean())
        distance = max(_distance(weights, c, t) for c, t in zip(codes, targets, strict=True))
        if distance < NEAR:
            return weights, n_rounds, distance
    return weights, ROUNDS, distance


def _distance(weights: Floats, codes: npt.NDArray[np.integer], target: Floats) -> float:
    sums = np.bincount(codes, weights=weights, minlength=len(target))
    return float(np.abs(sums - target)[target > 0].max() / target.sum())


def _margin(one: ChosenAnswers, target: Floats, before: Floats, after: Floats) -> Margin:
    n = len(one.choices)
    return Margin(
        item=one.item, choices=one.choices, labels=one.labels,
        counts=np.bincount(one.codes, minlength=n), target=target,
        before=np.bincount(one.codes, weights=before, minlength=n).astype(float),
        after=np.bincount(one.codes, weights=after, minlength=n).astype(float),
    )  # fmt: skip


def _notes(weights: Floats, distance: float, cap: float | None) -> list[str]:
    spread = weights / weights.mean()
    notes = [f"Weights are {spread.min():.2g} to {spread.max():.2g} times their mean."]
    if distance >= NEAR:
        notes.append(
            f"The margins do not all hold: the greatest distance left is {distance:.2g} of the "
            f"whole after {ROUNDS} rounds."
        )
    if cap is not None:
        n_capped = int((spread > cap * (1 - 1e-9)).sum())
        notes.append(f"Weights at the cap of {cap:g} times the mean: {n_capped}.")
    return notes
