"""Codes by cases, weighed: how strongly each code was said to hold, and on which side.

Each number stands on those codings only that have a weight or a stance; how many these are, of how
many, stands beside it. A coding without one is missing and is never counted as 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.codings import Codings
from casestudy.provenance import Provenance, kinds
from casestudy.qualitative.counts import counts, long_counts
from casestudy.qualitative.rated_rows import (
    Level,
    case_ids,
    laid_out,
    names_of,
    notes_on_ratings,
    rated_rows,
)
from casestudy.results import as_html, as_text
from casestudy.sources import Case

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WeightMatrix:
    """How strongly each code was said to hold in each case.

    Parameters
    ----------
    codes, code_names, colours : tuple of str
        Ids in codebook order, names, and `#rrggbb` (the theme's, where a code has none) or empty.
    lows, highs : tuple of int
        Ends of each code's scale.
    cases, case_names : tuple of str
        Ids and names of the cases, in the order given.
    means, medians : array of float, shape (n_codes, n_cases)
        Of the weights given; NaN where none was.
    n_weights, n_codings : array of int, shape (n_codes, n_cases)
        Weights given, and all codings with the code.
    level : {"code", "theme"}
        Whether codes stand as they are or count to their themes.
    """

    codes: tuple[str, ...]
    code_names: tuple[str, ...]
    colours: tuple[str, ...]
    lows: tuple[int, ...]
    highs: tuple[int, ...]
    cases: tuple[str, ...]
    case_names: tuple[str, ...]
    means: Floats
    medians: Floats
    n_weights: Integers
    n_codings: Integers
    level: str
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a code and case: code, name, case, mean, median, n_weights, n_codings, low, high.

        `mean` and `median` are missing where no weight was given.
        """
        code, case, n_weights = long_counts(self.n_weights, rows=self.codes, columns=self.cases)
        wide = len(self.cases)
        frame = pd.DataFrame(
            {
                "code": code,
                "name": np.repeat(np.array(self.code_names, dtype=object), wide),
                "case": case,
                "mean": self.means.ravel(),
                "median": self.medians.ravel(),
                "n_weights": n_weights,
                "n_codings": self.n_codings.ravel(),
                "low": np.repeat(np.array(self.lows, dtype=np.int64), wide),
                "high": np.repeat(np.array(self.highs, dtype=np.int64), wide),
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["code", "name", "case", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StanceMatrix:
    """How many codings of each code take each stance in each case.

    Parameters
    ----------
    codes, code_names, colours : tuple of str
        One entry a row; a row is a code with one of its stances, so each code stands as often as
        it has stances.
    stances, stance_names : tuple of str
        The stance of each row.
    cases, case_names : tuple of str
        Ids and names of the cases, in the order given.
    counts : array of int, shape (n_rows, n_cases)
        Codings with the stance.
    n_stances, n_codings : array of int, shape (n_rows, n_cases)
        Codings of the code with any stance, and all its codings.
    level : {"code", "theme"}
        Whether codes stand as they are or count to their themes.
    """

    codes: tuple[str, ...]
    code_names: tuple[str, ...]
    colours: tuple[str, ...]
    stances: tuple[str, ...]
    stance_names: tuple[str, ...]
    cases: tuple[str, ...]
    case_names: tuple[str, ...]
    counts: Integers
    n_stances: Integers
    n_codings: Integers
    level: str
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a code, stance and case: code, name, stance, case, n, n_stances, n_codings."""
        wide = len(self.cases)
        code, case, n = long_counts(self.counts, rows=self.codes, columns=self.cases)
        frame = pd.DataFrame(
            {
                "code": code,
                "name": np.repeat(np.array(self.code_names, dtype=object), wide),
                "stance": np.repeat(np.array(self.stances, dtype=object), wide),
                "case": case,
                "n": n,
                "n_stances": self.n_stances.ravel(),
                "n_codings": self.n_codings.ravel(),
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["code", "name", "stance", "case", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def weight_matrix(codings: Codings, *, cases: Sequence[Case], level: Level) -> WeightMatrix:
    """The mean and the median weight of each code's codings in each case.

    Parameters
    ----------
    codings : Codings
        Every coding given counts, by people and machines alike; for evidence only give
        `codings.by_people()`. Codings of no listed case are left out, and a note counts them.
    cases : sequence of Case
        The cases to show, in this order.
    level : {"code", "theme"}
        Codes as they are; or each counted to its theme, which needs one scale throughout. There is
        no default.

    Returns
    -------
    WeightMatrix
        One row for each code that declares or inherits weights, coded or not.

    Raises
    ------
    ValueError
        If no code has weights, codes of one theme have different scales, or a case is listed twice.

    Notes
    -----
    A mean treats the steps of the scale as equally wide; the median does not. Two coders who weigh
    the same words count twice. A mean of few weights says little: read `n_weights` first.

    Examples
    --------
    >>> from casestudy.codebook import Code, Codebook
    >>> from casestudy.codings import Coding, codings_frame
    >>> from casestudy.ratings import WeightScale
    >>> trust = Code(id="trust", name="trust", weight=WeightScale(low=0, high=10))
    >>> made = [Coding(id=f"c{n}", source="s1", code="trust", coder="anna", weight=weight)
    ...         for n, weight in enumerate([2, 10, None])]
    >>> found = weight_matrix(
    ...     Codings(frame=codings_frame(made, cases={"s1": "one"}),
    ...             codebook=Codebook(id="demo", codes=(trust,))),
    ...     cases=[Case(id="one")], level="code")
    >>> found.means.tolist(), found.n_weights.tolist(), found.n_codings.tolist()
    ([[6.0]], [[2]], [[3]])
    """
    scaled = rated_rows(codings, level=level, rating="weight")
    rows, ids = [code.id for code, _ in scaled], case_ids(cases)
    code, case = _codes(codings, level), codings.frame["case"]
    given = codings.frame["weight"].notna()
    shown = code.isin(rows) & case.isin(ids)
    weights = codings.frame.loc[given & shown, "weight"].astype("float64")
    groups = weights.groupby([code[given & shown], case[given & shown]])
    table = partial(counts, row_ids=rows, column_ids=ids)
    lay = partial(laid_out, row_ids=rows, column_ids=ids)
    scales = [scales.weight for _, scales in scaled if scales.weight]
    return WeightMatrix(
        **names_of(codings.codebook, [code for code, _ in scaled], cases),
        lows=tuple(scale.low for scale in scales),
        highs=tuple(scale.high for scale in scales),
        means=lay(groups.mean()),
        medians=lay(groups.median()),
        n_weights=table(code[given], case[given]),
        n_codings=table(code, case),
        level=level,
        notes=notes_on_ratings(codings, shown, given, rating="weight"),
        provenance=codings.provenance,
    )


def stance_matrix(codings: Codings, *, cases: Sequence[Case], level: Level) -> StanceMatrix:
    """How many codings of each code take each of its stances in each case.

    Parameters
    ----------
    codings, cases, level
        As in `weight_matrix`.

    Returns
    -------
    StanceMatrix
        One row for each stance of each code that declares or inherits stances.

    Raises
    ------
    ValueError
        If no code has stances, codes of one theme have different ones, or a case is listed twice.

    Notes
    -----
    A count of stances is a count of codings: it grows with the length of a case's sources and the
    number of coders.

    Examples
    --------
    >>> from casestudy.codebook import Code, Codebook
    >>> from casestudy.codings import Coding, codings_frame
    >>> from casestudy.ratings import Stance
    >>> sides = (Stance(id="for"), Stance(id="against"))
    >>> trust = Code(id="trust", name="trust", stances=sides)
    >>> made = [Coding(id=f"c{n}", source="s1", code="trust", coder="anna", stance=stance)
    ...         for n, stance in enumerate(["for", "for", ""])]
    >>> found = stance_matrix(
    ...     Codings(frame=codings_frame(made, cases={"s1": "one"}),
    ...             codebook=Codebook(id="demo", codes=(trust,))),
    ...     cases=[Case(id="one")], level="code")
    >>> found.stances, found.counts.tolist(), found.n_stances.tolist(), found.n_codings.tolist()
    (('for', 'against'), [[2], [0]], [[2], [2]], [[3], [3]])
    """
    scaled = rated_rows(codings, level=level, rating="stances")
    pairs = [(row, side) for row, scales in scaled for side in scales.stances]
    rows, ids = [code.id for code, _ in scaled], case_ids(cases)
    code, case, stance = _codes(codings, level), codings.frame["case"], codings.frame["stance"]
    given = stance != ""
    table = partial(counts, row_ids=rows, column_ids=ids)
    of_row = np.repeat(np.arange(len(rows)), [len(scales.stances) for _, scales in scaled])
    both = [f"{row.id} {side.id}" for row, side in pairs]
    return StanceMatrix(
        **names_of(codings.codebook, [row for row, _ in pairs], cases),
        stances=tuple(side.id for _, side in pairs),
        stance_names=tuple(side.shown for _, side in pairs),
        counts=counts(code + " " + stance, case, row_ids=both, column_ids=ids),
        n_stances=table(code[given], case[given])[of_row],
        n_codings=table(code, case)[of_row],
        level=level,
        notes=notes_on_ratings(codings, code.isin(rows) & case.isin(ids), given, rating="stance"),
        provenance=codings.provenance,
    )


def _codes(codings: Codings, level: str) -> pd.Series:
    return codings.themes if level == "theme" else codings.frame["code"]
