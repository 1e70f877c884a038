"""Which codes a matrix of weights or stances has for rows, and what has to be said of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.codebook import Code, Codebook
from casestudy.codings import Codings
from casestudy.errors import did_you_mean
from casestudy.qualitative.counts import notes_on
from casestudy.ratings import RatingScales
from casestudy.sources import Case

Level = Literal["code", "theme"]


def rated_rows(codings: Codings, *, level: str, rating: str) -> list[tuple[Code, RatingScales]]:
    """The codes, or themes, whose codings may have a weight or a stance, with their scales.

    Parameters
    ----------
    codings : Codings
        For the codebook, and for which codes are used.
    level : {"code", "theme"}
        Codes as they are, or their themes.
    rating : {"weight", "stances"}
        What is asked for.

    Raises
    ------
    ValueError
        If there is none, or codes that count to one theme have different scales.
    """
    if level not in get_args(Level):
        raise ValueError(
            f"level {level!r} is not known{did_you_mean(level, get_args(Level))}; "
            f"allowed are {', '.join(get_args(Level))}"
        )
    book = codings.codebook
    scaled = [(code, book.ratings_of(code.id)) for code in book]
    scaled = [(code, scales) for code, scales in scaled if getattr(scales, rating)]
    if not scaled:
        what = "weight = { low = …, high = … }" if rating == "weight" else "stances = […]"
        raise ValueError(
            f"no code of the codebook {book.id!r} declares {rating}; write {what} at a code"
        )
    return scaled if level == "code" else _by_theme(book, scaled, rating)


def _by_theme(
    book: Codebook, scaled: Sequence[tuple[Code, RatingScales]], rating: str
) -> list[tuple[Code, RatingScales]]:
    """Each theme once, with the scale that all its codes share."""
    found: dict[str, tuple[Code, RatingScales]] = {}
    for code, scales in scaled:
        theme = book.theme_of(code.id)
        first = found.setdefault(theme.id, (code, scales))
        if getattr(first[1], rating) != getattr(scales, rating):
            raise ValueError(
                f"{first[0].id!r} and {code.id!r} of the theme {theme.id!r} have different "
                f"{rating}, which cannot be put together; use level='code', or one scale"
            )
    return [(book[theme], scales) for theme, (_, scales) in found.items()]


def case_ids(cases: Sequence[Case]) -> tuple[str, ...]:
    """Ids of cases, each listed once."""
    ids = tuple(case.id for case in cases)
    twice = [case for case in ids if ids.count(case) > 1]
    if twice:
        raise ValueError(f"case {twice[0]!r} is listed twice; list each case once")
    return ids


def names_of(book: Codebook, codes: Sequence[Code], cases: Sequence[Case]) -> dict[str, Any]:
    """How rows and columns are called, and the colours of rows."""
    return {
        "codes": tuple(code.id for code in codes),
        "code_names": tuple(code.name for code in codes),
        "colours": tuple(code.colour or book.theme_of(code.id).colour for code in codes),
        "cases": tuple(case.id for case in cases),
        "case_names": tuple(case.name or case.id for case in cases),
    }


def laid_out(
    values: pd.Series, *, row_ids: Sequence[str], column_ids: Sequence[str]
) -> npt.NDArray[np.float64]:
    """Values by row and column as a table, NaN where there is none."""
    wide = values.unstack().reindex(index=list(row_ids), columns=list(column_ids))
    return wide.to_numpy(dtype=np.float64)


def notes_on_ratings(
    codings: Codings, shown: pd.Series, given: pd.Series, *, rating: str
) -> tuple[str, ...]:
    """How many codings of the rows and cases shown have no weight or stance, and what is left out.

    Parameters
    ----------
    codings : Codings
        All of them.
    shown, given : series of bool
        Whether a coding belongs to a row and a case that are shown; whether it is rated.
    rating : {"weight", "stance"}
        What is told of.
    """
    n, without = int(shown.sum()), int((shown & ~given).sum())
    notes = [f"Codings without a {rating}, which is missing and not 0: {without} of {n}."]
    elsewhere = int((given & ~shown).sum())
    if elsewhere:
        notes.append(
            f"Not counted, because they belong to none of the cases shown: {elsewhere} "
            f"of {int(given.sum())} {rating}s."
        )
    wrong = sum(f"{rating} " in one.message and "not counted" in one.message
                for one in codings.problems)  # fmt: skip
    if wrong:
        notes.append(f"Not counted, because their code does not allow them: {wrong} {rating}s.")
    return (*notes, *notes_on(codings))
