"""What a model is made of: an outcome, and predictors as columns of numbers with names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from casestudy.answers import Answers
from casestudy.errors import did_you_mean
from casestudy.item_answers import OUTSIDE, ChosenAnswers, NumberAnswers
from casestudy.provenance import Provenance
from casestudy.sampling import SampleDesign

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One column of a model.

    Parameters
    ----------
    item : str
        The predictor.
    level, reference : str
        Labels of the choice that the column stands for and of the one it is compared with; empty
        for a number.
    """

    item: str
    level: str = ""
    reference: str = ""

    def __str__(self) -> str:
        return f"{self.item}: {self.level} (not {self.reference})" if self.level else self.item


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ModelData:
    """The respondents who answered everything that a model needs.

    Parameters
    ----------
    outcome : str
    values : array of float, shape (n,)
        Of the outcome: a number, or the position of the choice in its order.
    levels : tuple of str
        Labels of the outcome's choices in their order; empty for numbers.
    columns : array of float, shape (n, n_terms)
    terms : tuple of Term
    rows : array of bool, shape (n_respondents,)
        Who is in.
    design : SampleDesign or None
        Of all respondents.
    """

    outcome: str
    values: Floats
    levels: tuple[str, ...]
    columns: Floats
    terms: tuple[Term, ...]
    rows: Mask
    design: SampleDesign | None
    n_left_out: int
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def weights(self) -> Floats:
        """Of those who are in; with a mean of 1."""
        if self.design is None:
            return np.ones(len(self.values))
        inside = self.design.weights[self.rows]
        return np.asarray(inside / inside.mean())

    def spread(self, contributions: Floats) -> Floats:
        """Contributions of those who are in as those of all respondents, 0 for the others."""
        table = np.zeros((len(self.rows), contributions.shape[1]))
        table[self.rows] = contributions
        return table


def model_data(
    coded: Answers,
    outcome: str,
    predictors: Sequence[str],
    *,
    as_numbers: Sequence[str] = (),
    reference: Mapping[str, str] | None = None,
) -> ModelData:
    """The columns of a model from answers; who lacks one of the answers is left out and counted."""
    _check_names(outcome, predictors, as_numbers, reference or {})
    found = coded[outcome]
    values, levels, given = _outcome(found)
    for item in predictors:
        given = given & (coded[item].kinds == 0)
    columns, terms, unused = [], [], []
    for item in predictors:
        some, names, lost = _columns(
            coded, item, given, is_number=item in as_numbers, reference=(reference or {}).get(item)
        )
        columns.append(some)
        terms += names
        unused += lost
    looked_at = found.kinds != OUTSIDE
    n_lost = int((looked_at & ~given).sum())
    table = np.hstack(columns)[given] if columns else np.zeros((int(given.sum()), 0))
    note = f"Left out, because they lack one of the answers: {n_lost} of {int(looked_at.sum())}."
    return ModelData(
        outcome=outcome, values=values[given], levels=levels, columns=table, terms=tuple(terms),
        rows=given, design=coded.design, n_left_out=n_lost,
        notes=(*((note,) if n_lost else ()), *_unused(unused), *coded.notes),
        provenance=coded.provenance,
    )  # fmt: skip


def _unused(unused: list[str]) -> list[str]:
    told = f"No term, because nobody who is in the model gave this answer: {', '.join(unused)}."
    return [told] if unused else []


def _check_names(
    outcome: str, predictors: Sequence[str], as_numbers: Sequence[str], reference: Mapping[str, str]
) -> None:
    twice = [item for item in predictors if list(predictors).count(item) > 1]
    if twice or outcome in predictors:
        raise ValueError(
            f"item {twice[0] if twice else outcome!r} is in the model twice; name each item once"
        )
    for item in (*as_numbers, *reference):
        if item not in predictors:
            raise ValueError(
                f"item {item!r} is no predictor of this model{did_you_mean(item, predictors)}; "
                "name predictors only"
            )


def _outcome(found: object) -> tuple[Floats, tuple[str, ...], Mask]:
    if isinstance(found, NumberAnswers):
        return found.values, (), found.kinds == 0
    if isinstance(found, ChosenAnswers):
        order = list(range(len(found.choices)))
        if found.scores:
            order.sort(key=found.scores.__getitem__)
        rank = np.argsort(order)
        values = np.where(found.codes >= 0, rank[np.maximum(found.codes, 0)], -1).astype(float)
        return values, tuple(found.labels[place] for place in order), found.codes >= 0
    raise ValueError(
        f"item {getattr(found, 'item', '')!r} cannot be an outcome; give an item with a number or "
        "one answer each"
    )


def _columns(
    coded: Answers, item: str, given: Mask, *, is_number: bool, reference: str | None
) -> tuple[Floats, list[Term], list[str]]:
    """A predictor's columns, their terms, and choices that only people outside the model gave."""
    found = coded[item]
    if is_number or isinstance(found, NumberAnswers):
        number = coded.numbers(item)
        return np.nan_to_num(number.values)[:, np.newaxis], [Term(item=item)], []
    chosen = coded.chosen(item)
    places = range(len(chosen.choices))
    used = [place for place in places if ((chosen.codes == place) & given).any()]
    lost = [
        f"{item}: {chosen.labels[place]}"
        for place in places
        if place not in used and (chosen.codes == place).any()
    ]
    base = used[0] if reference is None and used else _reference(chosen, reference)
    others = [place for place in used if place != base]
    terms = [
        Term(item=item, level=chosen.labels[place], reference=chosen.labels[base])
        for place in others
    ]
    table = (chosen.codes[:, np.newaxis] == np.array(others, dtype=int)).astype(float)
    return table, terms, lost


def _reference(chosen: ChosenAnswers, reference: str | None) -> int:
    if reference not in chosen.choices:
        raise ValueError(
            f"item {chosen.item!r} has no choice {reference!r} to compare with"
            f"{did_you_mean(reference or '', chosen.choices)}; "
            f"allowed are {', '.join(chosen.choices)}"
        )
    return chosen.choices.index(reference)
