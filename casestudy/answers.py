"""What the respondents of one survey answered, item by item, and how they were drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from casestudy.errors import did_you_mean
from casestudy.item_answers import (
    OUTSIDE,
    BestWorstAnswers,
    ChosenAnswers,
    ItemAnswers,
    Mask,
    NumberAnswers,
    RankedAnswers,
    TickedAnswers,
)
from casestudy.provenance import Provenance
from casestudy.sampling import SampleDesign


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answers:
    """What the same respondents answered to some items, and how the respondents were drawn.

    Parameters
    ----------
    items : tuple of ItemAnswers
        Each with its own id, all for the same respondents in the same order.
    respondents : tuple of str
        Their ids; empty if they have none.
    design : SampleDesign, optional
        Weights, strata, clusters; none if all count the same.

    Examples
    --------
    >>> from casestudy.item_answers import NOT_ASKED, missing_counts
    >>> role = ChosenAnswers(item="role", codes=np.array([0, 1, NOT_ASKED, 0]),
    ...                      choices=("oem", "user"), labels=("OEM", "End user"))
    >>> answers = Answers(items=(role,))
    >>> answers.n_respondents, missing_counts(answers["role"])["not_asked"]
    (4, 1)
    """

    items: tuple[ItemAnswers, ...]
    respondents: tuple[str, ...] = ()
    design: SampleDesign | None = None
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def __post_init__(self) -> None:
        ids = [one.item for one in self.items]
        twice = [item for item in ids if ids.count(item) > 1]
        if twice:
            raise ValueError(f"item {twice[0]!r} is given twice; give each item its own id")
        lengths = {one.item: len(one.codes) for one in self.items}
        if self.respondents:
            lengths["the respondents' ids"] = len(self.respondents)
        if self.design is not None:
            lengths["the weights"] = len(self.design.weights)
        if len(set(lengths.values())) > 1:
            told = ", ".join(f"{name}: {n}" for name, n in lengths.items())
            raise ValueError(f"all items need an entry for each respondent; found {told}")

    def __getitem__(self, item: str) -> ItemAnswers:
        for found in self.items:
            if found.item == item:
                return found
        hint = did_you_mean(item, [one.item for one in self.items])
        raise LookupError(f"item {item!r} is not among the answers{hint}")

    def __iter__(self) -> Iterator[ItemAnswers]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def n_respondents(self) -> int:
        """How many respondents are looked at."""
        if not self.items:
            return len(self.respondents)
        return int(np.count_nonzero(self.items[0].kinds != OUTSIDE))

    def chosen(self, item: str) -> ChosenAnswers:
        """The answers to an item with one answer each; refused if it is of another kind."""
        found = self[item]
        if isinstance(found, ChosenAnswers):
            return found
        raise _of_another_kind(found, "one of its choices")

    def ticked(self, item: str) -> TickedAnswers:
        """The answers to a multiple-choice item; refused if it is of another kind."""
        found = self[item]
        if isinstance(found, TickedAnswers):
            return found
        raise _of_another_kind(found, "any number of its choices")

    def numbers(self, item: str) -> NumberAnswers:
        """The answers to an item as numbers: given as such, or the scores of its choices.

        Raises
        ------
        ValueError
            If the item holds neither numbers nor choices with scores.
        """
        found = self[item]
        if isinstance(found, NumberAnswers):
            return found
        if isinstance(found, ChosenAnswers) and found.scores:
            return _scored(found)
        raise _of_another_kind(found, "a number, or a choice with a score")

    def ranked(self, item: str) -> RankedAnswers:
        """The answers to a ranking item; refused if it is of another kind."""
        found = self[item]
        if isinstance(found, RankedAnswers):
            return found
        raise _of_another_kind(found, "an order of its choices")

    def best_worst(self, item: str) -> BestWorstAnswers:
        """The answers to a best-worst item; refused if it is of another kind."""
        found = self[item]
        if isinstance(found, BestWorstAnswers):
            return found
        raise _of_another_kind(found, "a best and a worst of each set")

    def where(self, inside: Mask) -> Answers:
        """The same answers of some respondents only.

        With a design nobody is taken away: the others are marked as outside, so that standard
        errors still know the whole sample.

        Parameters
        ----------
        inside : array of bool, shape (n_respondents,)
            Whom to look at.
        """
        inside = np.asarray(inside, dtype=bool)
        if self.design is not None:
            return replace(self, items=tuple(_marked(one, ~inside) for one in self.items))
        ids = np.array(self.respondents, dtype=object)[inside] if self.respondents else ()
        return replace(
            self,
            items=tuple(_taken(one, inside) for one in self.items),
            respondents=tuple(str(name) for name in ids),
        )

    def with_items(self, *items: ItemAnswers) -> Answers:
        """The same respondents with some items added, or replaced where the id is known."""
        new = {one.item: one for one in items}
        kept = tuple(new.pop(one.item, one) for one in self.items)
        return replace(self, items=(*kept, *new.values()))

    def with_design(self, design: SampleDesign) -> Answers:
        """The same answers with weights, strata and clusters."""
        return replace(self, design=design)


KIND_NAMES = {
    ChosenAnswers: "one of its choices",
    TickedAnswers: "any number of its choices",
    NumberAnswers: "a number",
    RankedAnswers: "an order of its choices",
    BestWorstAnswers: "a best and a worst of each set",
}


def _of_another_kind(found: ItemAnswers, needed: str) -> ValueError:
    return ValueError(
        f"item {found.item!r} holds {KIND_NAMES[type(found)]} for each respondent, and this needs "
        f"{needed}: name another item"
    )


def _scored(found: ChosenAnswers) -> NumberAnswers:
    values = np.append(np.asarray(found.scores, dtype=float), np.nan)
    return NumberAnswers(
        item=found.item,
        values=values[np.where(found.codes < 0, -1, found.codes)],
        kinds=found.kinds,
        text=found.text,
        theme=found.theme,
        asked_if=found.asked_if,
    )


def _taken(one: ItemAnswers, rows: npt.NDArray[np.bool_]) -> ItemAnswers:
    """The answers of some rows."""
    if isinstance(one, NumberAnswers):
        return replace(one, values=one.values[rows], kinds=one.kinds[rows])
    if isinstance(one, BestWorstAnswers):
        return replace(one, shown=one.shown[rows], best=one.best[rows], worst=one.worst[rows])
    return replace(one, codes=one.codes[rows])


def _marked(one: ItemAnswers, outside: npt.NDArray[np.bool_]) -> ItemAnswers:
    """The same answers, with some rows marked as outside of what is looked at."""
    if isinstance(one, NumberAnswers):
        kinds = np.where(outside, OUTSIDE, one.kinds)
        return replace(one, values=np.where(outside, np.nan, one.values), kinds=kinds)
    if isinstance(one, BestWorstAnswers):
        rows = outside[:, np.newaxis]
        best, worst = np.where(rows, OUTSIDE, one.best), np.where(rows, OUTSIDE, one.worst)
        return replace(one, best=best, worst=worst)
    rows = outside if one.codes.ndim == 1 else outside[:, np.newaxis]
    return replace(one, codes=np.where(rows, OUTSIDE, one.codes))
