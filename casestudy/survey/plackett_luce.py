"""How much more each ranked object is worth to people: Plackett and Luce's model of rankings."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt
from scipy import special

from casestudy.answers import Answers
from casestudy.questionnaire import Survey
from casestudy.survey.coded import as_answers
from casestudy.survey.ledger import noted
from casestudy.survey.proportions import checked_level, intervals
from casestudy.survey.ranking_stages import ranking_notes, ranking_stages
from casestudy.survey.worth_fit import WorthFit, fit_worths
from casestudy.survey.worths import PlackettLuce, SegmentedWorths

Floats = npt.NDArray[np.float64]


def plackett_luce(
    answers: Answers | Survey,
    item: str,
    *,
    unranked: str,
    reference: str | None = None,
    n_pseudo: float = 0.0,
    level: float = 0.95,
) -> PlackettLuce:
    """How much each object is worth, from rankings that may be partial and tied.

    Parameters
    ----------
    answers : Answers or Survey
        With a design, respondents are weighted, and standard errors are design-based.
    item : str
        Id of a ranking item.
    unranked : {"last", "not_compared"}
        Objects that a respondent did not rank stand below those that were ranked, or nothing is
        known of them. Both are sensible for different questions, and the numbers differ.
    reference : str, optional
        Object (its stored value) whose log worth is 0; the first if not given. Comparisons do not
        depend on it.
    n_pseudo : float
        How many times each object wins and loses against one that is not there, which keeps worths
        finite where an object always wins; draws them together. 0 is maximum likelihood.
    level : float
        Confidence level of the intervals, between 0 and 1.

    Returns
    -------
    PlackettLuce
        Registered in the ledger that is open, if any.

    Raises
    ------
    LookupError
        If the item is not among the answers.
    ValueError
        If nobody compared anything, some objects always stand above others, or a setting is not
        known.

    Notes
    -----
    A ranking is a row of choices: the best of all, the best of the rest, and so on, each with the
    chance worth over the sum of worths left. A tie of objects has the geometric mean of their
    worths times a tie parameter. The model takes the choices of one person as independent given the
    worths, and all people as alike: see `plackett_luce_by` for groups.

    References
    ----------
    Plackett, R. L. (1975). The analysis of permutations. Applied Statistics 24, 193-202.
    Turner, H. L., van Etten, J., Firth, D., & Kosmidis, I. (2020). Modelling rankings in R: the
    PlackettLuce package. Computational Statistics 35, 1027-1057. doi:10.1007/s00180-020-00959-3

    Examples
    --------
    >>> from casestudy.item_answers import RankedAnswers
    >>> told = RankedAnswers(item="r", choices=("a", "b", "c"), labels=("A", "B", "C"),
    ...     codes=np.array([[1, 2, 3], [1, 3, 2], [2, 1, 3], [3, 1, 2], [1, 2, 3], [2, 3, 1]]))
    >>> found = plackett_luce(Answers(items=(told,)), "r", unranked="last")
    >>> found.worths.round(3).tolist()
    [0.494, 0.303, 0.203]
    """
    checked_level(level)
    coded = as_answers(answers, item)
    ranked = coded.ranked(item)
    if reference is not None and reference not in ranked.choices:
        raise ValueError(
            f"item {item!r} has no object {reference!r}; allowed are {', '.join(ranked.choices)}"
        )
    place = ranked.choices.index(reference) if reference is not None else 0
    answered = ranked.kinds == 0
    stages = ranking_stages(np.where(answered[:, np.newaxis], ranked.codes, 0), unranked=unranked)
    fit = fit_worths(stages, coded.design, reference=place, n_pseudo=n_pseudo, labels=ranked.labels)
    half = special.ndtri((1 + level) / 2) * fit.quasi_errors
    return noted(
        PlackettLuce(
            item=item, text=ranked.text, objects=ranked.choices, labels=ranked.labels,
            reference=ranked.choices[place], unranked=unranked, log_worths=fit.log_worths,
            standard_errors=fit.standard_errors, quasi_errors=fit.quasi_errors,
            quasi_error_of=fit.quasi_error_of, worths=fit.worths,
            intervals=intervals(fit.log_worths - half, fit.log_worths + half, level,
                                "normal, quasi standard errors"),
            log_ties=fit.log_ties, tie_errors=fit.tie_errors, covariance=fit.covariance,
            n=int(answered.sum()), log_likelihood=fit.log_likelihood, chi_squared=fit.chi_squared,
            df=fit.df, p=float(special.chdtrc(fit.df, max(fit.chi_squared, 0.0))),
            notes=(*_notes(fit, n_pseudo), *ranking_notes(ranked, answered), *coded.notes),
            provenance=coded.provenance,
        )
    )  # fmt: skip


def plackett_luce_by(
    answers: Answers | Survey,
    item: str,
    *,
    by: str,
    unranked: str,
    reference: str | None = None,
    n_pseudo: float = 0.0,
    level: float = 0.95,
) -> SegmentedWorths:
    """How much each object is worth in each group, and whether the groups differ.

    Parameters
    ----------
    by : str
        Id of an item with one answer each whose choices make the groups. The other parameters, and
        what is raised, are as in `plackett_luce`.

    Returns
    -------
    SegmentedWorths
        Registered in the ledger that is open, if any; without a design only is there a test.

    Notes
    -----
    Twice the gain in likelihood of worths for each group over the same worths for all.
    """
    coded = as_answers(answers, item, by)
    group, ranked = coded.chosen(by), coded.ranked(item)
    answered = ranked.kinds == 0
    used = [n for n in range(len(group.choices)) if (answered & (group.codes == n)).any()]
    worths = partial(
        plackett_luce, item=item, unranked=unranked, reference=reference, n_pseudo=n_pseudo,
        level=level,
    )  # fmt: skip
    parts = tuple(worths(coded.where(group.codes == n)) for n in used)
    whole = worths(coded.where(np.isin(group.codes, used)))
    gain = 2 * (sum(part.log_likelihood for part in parts) - whole.log_likelihood)
    df = float(sum(part.df + len(part.log_ties) for part in parts) - whole.df - len(whole.log_ties))
    is_plain = coded.design is None and not n_pseudo and len(parts) > 1
    n_lost = int((answered & (group.codes < 0)).sum())
    note = f"In no group, because they have no answer to {by!r}: {n_lost}."
    return noted(
        SegmentedWorths(
            by=by, groups=tuple(group.labels[n] for n in used), parts=parts,
            chi_squared=gain if is_plain else np.nan, df=df,
            p=float(special.chdtrc(df, max(gain, 0.0))) if is_plain else np.nan,
            notes=(note,) if n_lost else (), provenance=coded.provenance,
        )
    )  # fmt: skip


def _notes(fit: WorthFit, n_pseudo: float) -> list[str]:
    notes = []
    if not fit.has_settled:
        notes.append("The search for the worths did not settle: trust no number here.")
    if n_pseudo:
        notes.append(
            f"Each object won and lost {n_pseudo:g} times against one that is not there, which "
            "draws the worths together."
        )
    if np.isnan(fit.quasi_errors).all():
        notes.append("Too few rankings for standard errors: trust no comparison here.")
    if fit.quasi_error_of > 0.05:
        notes.append(
            "The quasi standard errors misstate the standard error of a difference by up to "
            f"{fit.quasi_error_of:.0%}."
        )
    return notes
