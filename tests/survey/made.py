"""Made-up answers for tests."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from casestudy.answers import Answers
from casestudy.item_answers import ChosenAnswers, NumberAnswers, RankedAnswers, TickedAnswers
from casestudy.provenance import Provenance

SYNTHETIC = (Provenance(kind="synthetic", generator="tests"),)


def chosen(
    item: str, codes: Sequence[int], *, n: int = 0, scores: Sequence[float] = ()
) -> ChosenAnswers:
    """An item with one answer each; choices a, b, c …"""
    given = np.asarray(codes)
    choices = tuple("abcdefghijklmnop"[: n or int(given.max()) + 1])
    return ChosenAnswers(
        item=item, codes=given, choices=choices, labels=choices, scores=tuple(scores)
    )


def rating(item: str, codes: Sequence[int], *, n: int = 5) -> ChosenAnswers:
    """A rating from 1 to n."""
    return chosen(item, codes, n=n, scores=range(1, n + 1))


def ticked(item: str, rows: Sequence[Sequence[int]]) -> TickedAnswers:
    """An item with several answers each."""
    codes = np.asarray(rows)
    choices = tuple("abcdefghijklmnop"[: codes.shape[1]])
    return TickedAnswers(item=item, codes=codes, choices=choices, labels=choices)


def numbers(item: str, values: Sequence[float]) -> NumberAnswers:
    """A number each; NaN was left blank."""
    given = np.asarray(values, dtype=float)
    return NumberAnswers(item=item, values=given, kinds=np.where(np.isfinite(given), 0, -2))


def ranked(item: str, rows: Sequence[Sequence[int]]) -> RankedAnswers:
    """Ranks of objects a, b, c …"""
    codes = np.asarray(rows)
    choices = tuple("abcdefghijklmnop"[: codes.shape[1]])
    return RankedAnswers(item=item, codes=codes, choices=choices, labels=choices)


def answers(*items: object) -> Answers:
    """Answers that say that they are made up."""
    return Answers(items=items, provenance=SYNTHETIC)  # type: ignore[arg-type]
