"""Themes by cases: where a theme was observed, where a machine suggests it, where nothing is known.

An empty cell is unknown. No source of the kind read here can say that a theme is absent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.codebook import Codebook
from casestudy.codings import Codings
from casestudy.evidence import Evidence
from casestudy.provenance import Provenance, kinds
from casestudy.qualitative.counts import counts, long_counts, notes_on
from casestudy.results import as_html, as_text
from casestudy.sources import Case

UNKNOWN = "An empty cell is unknown, never 'no': that nothing was found there proves nothing."
"""The note that every matrix carries."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ThemeMatrix:
    """How often each theme was observed, or only suggested, in each case.

    Parameters
    ----------
    themes, theme_names, colours : tuple of str
        Ids of the themes in codebook order, their names, and `#rrggbb` or empty.
    cases, case_names : tuple of str
        Ids and names of the cases, in the order given.
    observed, suggested : array of int, shape (n_themes, n_cases)
        Codings or statements by people and works; codings by machines.
    notes : tuple of str
        Caveats; the first says that an empty cell is unknown.
    provenance : tuple of Provenance
        Where the data came from.
    """

    themes: tuple[str, ...]
    theme_names: tuple[str, ...]
    colours: tuple[str, ...]
    cases: tuple[str, ...]
    case_names: tuple[str, ...]
    observed: npt.NDArray[np.int64]
    suggested: npt.NDArray[np.int64]
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def states(self) -> npt.NDArray[np.object_]:
        """For each theme and case: "observed", else "suggested", else "unknown"; never "no"."""
        suggested = np.where(self.suggested > 0, "suggested", "unknown")
        return np.where(self.observed > 0, "observed", suggested).astype(object)

    def to_frame(self) -> pd.DataFrame:
        """One row a theme and case: theme, case, n_observed, n_suggested, state, provenance."""
        theme, case, observed = long_counts(self.observed, rows=self.themes, columns=self.cases)
        frame = pd.DataFrame(
            {
                "theme": theme,
                "case": case,
                "n_observed": observed,
                "n_suggested": self.suggested.ravel(),
                "state": self.states.ravel(),
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["theme", "case", "state", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def theme_matrix(codings: Codings, *, cases: Sequence[Case]) -> ThemeMatrix:
    """How many codings put each theme on the sources of each case.

    Parameters
    ----------
    codings : Codings
        A code of any level counts to its theme. Codings by people and works are observed, codings
        by machines suggested. A coding without a case, or of a case not listed, is not counted;
        a note says how many there are.
    cases : sequence of Case
        The cases to show, in this order.

    Returns
    -------
    ThemeMatrix
        One row for each theme of the codebook, coded or not.

    Raises
    ------
    ValueError
        If a case is listed twice.

    Notes
    -----
    Two coders who code the same words count twice. A count says how often a theme was coded, not
    how strong it is, and it grows with the length of a case's sources.

    Examples
    --------
    >>> from casestudy.codebook import Code, Codebook
    >>> from casestudy.codings import Coding, codings_frame
    >>> book = Codebook(id="demo", codes=(Code(id="trust", name="trust"),))
    >>> frame = codings_frame([Coding(id="c1", source="s1", code="trust", coder="anna")],
    ...                       cases={"s1": "one"})
    >>> matrix = theme_matrix(Codings(frame=frame, codebook=book),
    ...                       cases=[Case(id="one"), Case(id="two")])
    >>> matrix.states.tolist()
    [['observed', 'unknown']]
    """
    people, machines = codings.by_people(), codings.by_machines()
    return _matrix(
        observed=(people.themes, people.frame["case"]),
        suggested=(machines.themes, machines.frame["case"]),
        codebook=codings.codebook,
        cases=cases,
        notes=(*_notes_on_cases(codings.frame["case"], cases, "codings"), *notes_on(codings)),
        provenance=codings.provenance,
    )


def observation_matrix(
    observations: Evidence, *, codebook: Codebook, cases: Sequence[Case]
) -> ThemeMatrix:
    """How many published statements show each theme in each case.

    Parameters
    ----------
    observations : Evidence
        Rows with the columns `case`, `code` (of any level, or a theme) and `theme_status`. If
        there is a column `observed`, only rows with "yes" count. A row without a code, or of a
        case not listed, is not counted; notes say how many there are.
    codebook : Codebook
        The scheme that the codes belong to.
    cases : sequence of Case
        The cases to show, in this order.

    Returns
    -------
    ThemeMatrix
        `suggested` is zero throughout. A note says how many themes were inferred.

    Raises
    ------
    ValueError
        If a column is missing or a case is listed twice.
    UnknownCode
        If a code is not in the codebook.

    Notes
    -----
    What was published is a selection of what was seen: more statements on a case mean more
    pictures in print, not a better site.

    Examples
    --------
    >>> from casestudy.codebook import Code
    >>> book = Codebook(id="demo", codes=(Code(id="trust", name="trust"),))
    >>> rows = Evidence(name="seen", frame=pd.DataFrame([{
    ...     "id": "O1", "statement": "A seal is shown.", "work": "w", "page": "1", "seen_in": "",
    ...     "status": "published", "note": "", "case": "one", "code": "trust",
    ...     "theme_status": "inference", "provenance": "published"}]))
    >>> found = observation_matrix(rows, codebook=book, cases=[Case(id="one")])
    >>> found.observed.tolist(), found.notes[-1]
    ([[1]], 'Assignments to a theme that are inferences of ours: 1 of 1.')
    """
    given = _observation_rows(observations)
    frame = given[given["code"] != ""]
    themes = {code: codebook.theme_of(code).id for code in frame["code"].unique()}
    theme = frame["code"].map(themes).astype("str")
    shown = frame["case"].isin([case.id for case in cases])
    n_blank = len(given) - len(frame)
    without = f"Not counted, because they name no code: {n_blank} of {len(given)} statements."
    return _matrix(
        observed=(theme, frame["case"]),
        suggested=(theme[:0], frame["case"][:0]),
        codebook=codebook,
        cases=cases,
        notes=(
            *([without] if n_blank else []),
            *_notes_on_cases(frame["case"], cases, "statements"),
            _inference_note(frame.loc[shown, "theme_status"]),
        ),
        provenance=observations.provenance,
    )


def _matrix(
    *,
    observed: tuple[pd.Series, pd.Series],
    suggested: tuple[pd.Series, pd.Series],
    codebook: Codebook,
    cases: Sequence[Case],
    notes: tuple[str, ...],
    provenance: tuple[Provenance, ...],
) -> ThemeMatrix:
    """A matrix from two pairs of columns: theme and case of each coding."""
    ids = tuple(case.id for case in cases)
    twice = [case for case in ids if ids.count(case) > 1]
    if twice:
        raise ValueError(f"case {twice[0]!r} is listed twice; list each case once")
    themes = codebook.themes
    table = partial(counts, row_ids=[theme.id for theme in themes], column_ids=ids)
    return ThemeMatrix(
        themes=tuple(theme.id for theme in themes),
        theme_names=tuple(theme.name for theme in themes),
        colours=tuple(theme.colour for theme in themes),
        cases=ids,
        case_names=tuple(case.name or case.id for case in cases),
        observed=table(*observed),
        suggested=table(*suggested),
        notes=(UNKNOWN, *notes),
        provenance=provenance,
    )


def _observation_rows(observations: Evidence) -> pd.DataFrame:
    """The rows that say that something was seen, with the columns that the matrix needs."""
    frame = observations.frame
    for column in ("case", "code", "theme_status"):
        if column not in frame.columns:
            raise ValueError(
                f"evidence {observations.name!r} has no column {column!r}; a matrix of "
                "observations needs case, code and theme_status: add the column"
            )
    return frame[frame["observed"] == "yes"] if "observed" in frame.columns else frame


def _notes_on_cases(found: pd.Series, cases: Sequence[Case], what: str) -> list[str]:
    """How many rows belong to no case that is shown, and which cases those are."""
    left_out = found[~found.isin([case.id for case in cases])]
    if left_out.empty:
        return []
    names = sorted(repr(name) for name in left_out.unique() if name)
    which = f" (not listed: {', '.join(names)})" if names else ""
    return [
        f"Not counted, because they belong to none of the cases shown{which}: "
        f"{len(left_out)} of {len(found)} {what}."
    ]


def _inference_note(statuses: pd.Series) -> str:
    """How many of the counted themes were inferred rather than published."""
    n_inferred = int((statuses == "inference").sum())
    return f"Assignments to a theme that are inferences of ours: {n_inferred} of {len(statuses)}."
