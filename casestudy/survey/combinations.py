"""Which choices were ticked together, and by how many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.answers import Answers
from casestudy.provenance import Provenance, kinds
from casestudy.questionnaire import Survey
from casestudy.results import as_html, as_text
from casestudy.survey.coded import as_answers
from casestudy.survey.notes import nobody

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TickCombinations:
    """Exact combinations of choices of a multiple-choice item, the most frequent first.

    Parameters
    ----------
    item, text : str
    choices, labels : tuple of str
    choice_counts : array of int, shape (n_choices,)
        Who ticked each choice, alone or not.
    sets : array of bool, shape (n_sets, n_choices)
        Which choices a combination is of; all others were not ticked.
    counts : array of int, shape (n_sets,)
        Respondents with exactly this combination.
    shares : array of float, shape (n_sets,)
        Of the base; weighted if there is a design.
    base : int
        Who answered.
    n_sets_in_all, n_in_others : int
        Different combinations that occur; respondents with one that is not listed.
    """

    item: str
    text: str
    choices: tuple[str, ...]
    labels: tuple[str, ...]
    choice_counts: Counts
    sets: npt.NDArray[np.bool_]
    counts: Counts
    shares: Floats
    base: int
    n_sets_in_all: int
    n_in_others: int
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a combination: item, combination, n_ticked, n, base, share, provenance."""
        names = [
            " + ".join(label for label, is_in in zip(self.labels, row, strict=True) if is_in)
            or "(none)"
            for row in self.sets
        ]
        frame = pd.DataFrame(
            {
                "item": self.item,
                "combination": names,
                "n_ticked": self.sets.sum(axis=1),
                "n": self.counts,
                "base": self.base,
                "share": self.shares,
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["item", "combination", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def tick_combinations(answers: Answers | Survey, item: str, *, most: int = 15) -> TickCombinations:
    """Which choices were ticked together, exactly so, by how many.

    Parameters
    ----------
    answers : Answers or Survey
        With a design, shares are weighted.
    item : str
        Id of a multiple-choice item. The base is who answered it.
    most : int
        How many combinations are listed, the most frequent first; a note tells of the others.

    Returns
    -------
    TickCombinations

    Raises
    ------
    LookupError
        If the item is not among the answers.
    ValueError
        If the item is of another kind, or `most` is below 1.

    Notes
    -----
    Who has no answer to some of the choices counts as not having ticked these.

    Examples
    --------
    >>> from casestudy.item_answers import TickedAnswers
    >>> use = TickedAnswers(item="use", choices=("a", "b"), labels=("A", "B"),
    ...                     codes=np.array([[1, 1], [1, 0], [1, 1], [0, 0], [-1, -1]]))
    >>> found = tick_combinations(Answers(items=(use,)), "use")
    >>> found.counts.tolist(), found.to_frame()["combination"].tolist()
    ([2, 1, 1], ['A + B', '(none)', 'A'])
    """
    if most < 1:
        raise ValueError(f"most is {most}; list at least one combination")
    coded = as_answers(answers, item)
    found = coded.ticked(item)
    inside = found.kinds == 0
    ticks = found.codes[inside] == 1
    weights = coded.design.weights[inside] if coded.design else np.ones(len(ticks))
    sets, place = np.unique(ticks, axis=0, return_inverse=True)
    counts = np.bincount(place.ravel(), minlength=len(sets))
    weighted = np.bincount(place.ravel(), weights=weights, minlength=len(sets))
    order = np.argsort(-counts, kind="stable")[:most]
    n_others = int(counts.sum() - counts[order].sum())
    note = f"Combinations that are not listed: {len(sets) - len(order)}, of {n_others} respondents."
    return TickCombinations(
        item=item, text=found.text, choices=found.choices, labels=found.labels,
        choice_counts=ticks.sum(axis=0, dtype=np.int64), sets=sets[order], counts=counts[order],
        shares=weighted[order] / max(float(weights.sum()), 1e-300), base=len(ticks),
        n_sets_in_all=len(sets), n_in_others=n_others,
        notes=(
            *nobody([] if len(ticks) else [item]), *((note,) if n_others else ()), *coded.notes,
        ),
        provenance=coded.provenance,
    )  # fmt: skip
