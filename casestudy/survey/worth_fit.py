"""The fit of Plackett and Luce's model: from choices to worths with their uncertainty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from casestudy.sampling import SampleDesign
from casestudy.survey.choice_likelihood import ChoiceFit, ChoiceSet, choice_scores, fit_choices
from casestudy.survey.linearised import total_covariance
from casestudy.survey.quasi import quasi_variances
from casestudy.survey.ranking_stages import Stages, members, subsets

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WorthFit:
    """Worths with their uncertainty; the fields are those of `PlackettLuce`."""

    log_worths: Floats
    standard_errors: Floats
    quasi_errors: Floats
    quasi_error_of: float
    worths: Floats
    log_ties: Floats
    tie_errors: Floats
    covariance: Floats
    log_likelihood: float
    chi_squared: float
    df: float
    has_settled: bool


def fit_worths(
    stages: Stages,
    design: SampleDesign | None,
    *,
    reference: int,
    n_pseudo: float,
    labels: tuple[str, ...],
) -> WorthFit:
    """Worths of the greatest likelihood, the reference's log worth being 0."""
    if not len(stages.chosen):
        raise ValueError("nobody compared two objects; there are no worths to find")
    if not n_pseudo:
        _check_connected(stages, labels)
    k, most = stages.n_objects, stages.most_tied
    weights = np.ones(len(stages.chosen))
    if design is not None:
        inside = design.weights[np.unique(stages.respondents)]
        weights = design.weights[stages.respondents] / inside.mean()
    # with pseudo rankings the object that is not there is one more, and the one that is held
    held = reference if not n_pseudo else k
    sets = _sets(stages, weights, most=most, held=held)
    if n_pseudo:
        sets += _pseudo(k, most, n_pseudo)
    fit = fit_choices(sets)
    covariance = _covariance(fit, sets, design)
    return _worths(fit, covariance, sets, k=k, reference=reference, is_designed=design is not None,
                   has_ghost=n_pseudo > 0)  # fmt: skip


def _sets(stages: Stages, weights: Floats, *, most: int, held: int) -> list[ChoiceSet]:
    """The choices gathered by what was left to choose from."""
    found = []
    for left in np.unique(stages.left):
        mine = np.flatnonzero(stages.left == left)
        options = subsets(int(left), most)
        place = {option: n for n, option in enumerate(options)}
        found.append(
            ChoiceSet(
                options=_features(options, stages.n_objects, most, held),
                chosen=np.array([place[int(one)] for one in stages.chosen[mine]], dtype=np.int64),
                weights=weights[mine],
                respondents=stages.respondents[mine],
            )
        )
    return found


def _features(options: list[int], k: int, most: int, held: int) -> Floats:
    """Columns of the objects but the one that is held, then of ties of two, three …"""  # noqa: D400
    table = members(options, k)
    if held < k:
        table = np.delete(table, held, axis=1)
    sizes = np.array([option.bit_count() for option in options])
    ties = (sizes[:, np.newaxis] == np.arange(2, most + 1)).astype(float)
    return np.hstack([table, ties])


def _pseudo(k: int, most: int, n_pseudo: float) -> list[ChoiceSet]:
    """Wins and losses of each object against one that is not there, whose log worth is 0."""
    found = []
    for place in range(k):
        options = np.zeros((2, k + most - 1))
        options[0, place] = 1.0
        found.append(
            ChoiceSet(
                options=options, chosen=np.array([0, 1]), weights=np.full(2, n_pseudo),
                respondents=np.array([0, 0]),
            )
        )  # fmt: skip
    return found


def _covariance(fit: ChoiceFit, sets: list[ChoiceSet], design: SampleDesign | None) -> Floats:
    if design is None:
        return fit.covariance
    each = choice_scores(sets, fit.at, n_respondents=len(design.weights))
    spread, _ = total_covariance(each, design=design)
    return np.asarray(fit.covariance @ spread @ fit.covariance)


def _worths(
    fit: ChoiceFit, covariance: Floats, sets: list[ChoiceSet], *, k: int, reference: int,
    is_designed: bool, has_ghost: bool,
) -> WorthFit:  # fmt: skip
    """The estimates of all objects, less the reference's."""
    n_ties = len(fit.at) - (k if has_ghost else k - 1)
    place = np.delete(np.arange(k), [] if has_ghost else [reference])
    full = np.zeros((k + n_ties, len(fit.at)))
    full[place, np.arange(len(place))] = 1.0
    full[k:, len(place) :] = np.eye(n_ties)
    full[:k] -= full[reference]
    at, spread = full @ fit.at, full @ covariance @ full.T
    log_worths = at[:k]
    errors = np.sqrt(np.maximum(np.diagonal(spread), 0))
    standard = errors[:k].copy()
    standard[reference] = np.nan
    quasi, error = quasi_variances(spread[:k, :k])
    worths = np.exp(log_worths - log_worths.max())
    if is_designed:
        others = np.delete(np.arange(k), reference)
        chi_squared = float(
            at[others] @ np.linalg.pinv(spread[np.ix_(others, others)]) @ at[others]
        )
    else:
        chi_squared = 2 * (fit.log_likelihood - _equal(sets, n_ties))
    return WorthFit(
        log_worths=log_worths, standard_errors=standard, quasi_errors=np.sqrt(quasi),
        quasi_error_of=error, worths=worths / worths.sum(), log_ties=at[k:],
        tie_errors=errors[k:], covariance=spread, log_likelihood=fit.log_likelihood,
        chi_squared=chi_squared, df=float(k - 1), has_settled=fit.has_settled,
    )  # fmt: skip


def _equal(sets: list[ChoiceSet], n_ties: int) -> float:
    """Log likelihood of equal worths, the tie parameters at their best."""
    only_ties = [
        ChoiceSet(
            options=one.options[:, one.options.shape[1] - n_ties :], chosen=one.chosen,
            weights=one.weights, respondents=one.respondents,
        )
        for one in sets
    ]  # fmt: skip
    return fit_choices(only_ties).log_likelihood


def _check_connected(stages: Stages, labels: tuple[str, ...]) -> None:
    """Refuse rankings in which some objects always stand above others, or are not compared."""
    k = stages.n_objects
    wins = np.zeros((k, k), dtype=bool)
    for left, chosen in {*zip(stages.left.tolist(), stages.chosen.tolist(), strict=True)}:
        best = [n for n in range(k) if chosen >> n & 1]
        wins[np.ix_(best, [n for n in range(k) if left >> n & 1])] = True
        # objects that were tied stand neither above nor below each other, which connects them
    reach = wins | np.eye(k, dtype=bool)
    for middle in range(k):
        reach |= np.outer(reach[:, middle], reach[middle])
    lost = np.argwhere(~reach)
    if len(lost):
        low, high = lost[0].tolist()
        raise ValueError(
            f"{labels[low]!r} never stands above {labels[high]!r}, directly or through others, so "
            "their worths have no finite ratio; give n_pseudo above 0, or leave one of them out"
        )
