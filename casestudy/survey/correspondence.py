"""Correspondence analysis: a table of two items, or many items at once, as a map of points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.answers import Answers
from casestudy.item_answers import OUTSIDE
from casestudy.provenance import Provenance, kinds
from casestudy.questionnaire import Survey
from casestudy.results import as_html, as_text
from casestudy.survey.coded import as_answers
from casestudy.survey.counting import one_hot
from casestudy.survey.cross_tables import CrossTable, counted_table

Floats = npt.NDArray[np.float64]

NOTHING = 1e-12
"""An inertia below this is rounding."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CorrespondenceAnalysis:
    """Points of a correspondence analysis and what they explain.

    Parameters
    ----------
    kind : {"simple", "multiple"}
    inertias : array of float, shape (n_axes,)
        Principal inertias; after Greenacre's adjustment for a multiple analysis.
    explained : array of float, shape (n_axes,)
        Share of the total inertia; of the adjusted total for a multiple analysis.
    total_inertia : float
        Chi-squared over n for a simple analysis; Greenacre's adjusted total for a multiple one.
    raw_inertias : array of float
        Of the indicator matrix for a multiple analysis; else the same as `inertias`.
    points, point_items : tuple of str
        Labels of the points, and the item that each belongs to.
    is_row : array of bool, shape (n_points,)
    masses, point_inertias, qualities : array of float, shape (n_points,)
        Share of all answers; share of the total inertia; share of the point's inertia on the axes
        that are kept.
    coordinates, contributions, correlations : array of float, shape (n_points, n_axes)
        Principal coordinates; share of each axis that the point makes; share of the point's inertia
        on each axis (squared cosines).
    n : int
        Respondents.
    """

    kind: str
    inertias: Floats
    explained: Floats
    total_inertia: float
    raw_inertias: Floats
    points: tuple[str, ...]
    point_items: tuple[str, ...]
    is_row: npt.NDArray[np.bool_]
    masses: Floats
    point_inertias: Floats
    qualities: Floats
    coordinates: Floats
    contributions: Floats
    correlations: Floats
    n: int
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a point: item, point, mass, inertia, quality, and for each axis coordinate,
        contribution and squared cosine; provenance.
        """  # noqa: D205
        frame = pd.DataFrame(
            {
                "item": self.point_items,
                "point": self.points,
                "mass": self.masses,
                "inertia": self.point_inertias,
                "quality": self.qualities,
            }
        )
        for axis in range(len(self.inertias)):
            frame[f"coordinate {axis + 1}"] = self.coordinates[:, axis]
            frame[f"contribution {axis + 1}"] = self.contributions[:, axis]
            frame[f"squared cosine {axis + 1}"] = self.correlations[:, axis]
        frame["provenance"] = kinds(self.provenance)
        return frame.astype(dict.fromkeys(["item", "point", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def correspondence_analysis(
    table: CrossTable | npt.ArrayLike, *, n_axes: int = 2
) -> CorrespondenceAnalysis:
    """A cross-table as a map: answers that go with the same groups lie near each other.

    Parameters
    ----------
    table : CrossTable or array of int, shape (n_rows, n_columns)
        Weighted counts are used if there are any.
    n_axes : int
        How many axes are kept, fewer if the table has no more.

    Returns
    -------
    CorrespondenceAnalysis
        Rows first, then columns, both in principal coordinates. Rows and columns of nobody are
        left out, and a note counts them.

    Raises
    ------
    ValueError
        If there is no axis.

    Notes
    -----
    Singular values of the standardised residuals (p - rc)/√(rc). Distances between rows, and
    between columns, mean something; a distance between a row and a column does not.

    References
    ----------
    Greenacre, M. (2017). Correspondence analysis in practice (3rd ed.). Chapman & Hall/CRC.

    Examples
    --------
    >>> found = correspondence_analysis([[20, 5, 5], [5, 20, 5], [5, 5, 20]])
    >>> found.inertias.round(4).tolist(), round(found.total_inertia, 4)
    ([0.25, 0.25], 0.5)
    """
    given = table if isinstance(table, CrossTable) else counted_table(table)
    used = [given.weighted.sum(axis=axis) > 0 for axis in (1, 0)]
    rows, columns = _sides(given.weighted[np.ix_(*used)])
    values = rows.raw
    kept = _kept(values, n_axes)
    total = float(values.sum())
    labels = [
        [label for label, is_used in zip(some, part, strict=True) if is_used]
        for some, part in zip((given.row_labels, given.column_labels), used, strict=True)
    ]
    n_rows, n_columns = len(labels[0]), len(labels[1])
    n_empty = sum(int((~part).sum()) for part in used)
    note = f"Rows and columns of nobody, left out: {n_empty}."
    return CorrespondenceAnalysis(
        kind="simple", inertias=values[:kept], explained=values[:kept] / total,
        total_inertia=total, raw_inertias=values, points=(*labels[0], *labels[1]),
        point_items=(given.row_item,) * n_rows + (given.column_item,) * n_columns,
        is_row=np.arange(n_rows + n_columns) < n_rows, n=given.n,
        notes=(*((note,) if n_empty else ()), *given.notes),
        provenance=given.provenance, **_points([rows, columns], kept, values[:kept]),
    )  # fmt: skip


def multiple_correspondence(
    answers: Answers | Survey, items: Sequence[str], *, n_axes: int = 2
) -> CorrespondenceAnalysis:
    """Many items as one map: answers that go together lie near each other.

    Parameters
    ----------
    answers : Answers or Survey
        With a design, respondents are weighted.
    items : sequence of str
        At least two items with one answer each. Who lacks one is left out; a note says how many.
    n_axes : int
        How many axes are kept, fewer if no more have an adjusted inertia.

    Returns
    -------
    CorrespondenceAnalysis
        The answers' points. Answers that nobody gave are left out.

    Raises
    ------
    LookupError
        If an item is not among the answers.
    ValueError
        If there are fewer than two items, an item is of another kind or named twice, or there is no
        axis.

    Notes
    -----
    With Q items, an axis of the indicator matrix with inertia λ > 1/Q has the adjusted inertia
    (Q/(Q - 1))² (λ - 1/Q)², of the total Q/(Q - 1) (Σλ² - (J - Q)/Q²), J being the answers of all
    items. Without this the explained shares look far too small. Squared cosines and contributions
    are those of the indicator matrix.

    References
    ----------
    Greenacre, M. (1993). Correspondence analysis in practice. Academic Press, 145-151.

    Examples
    --------
    >>> from casestudy.item_answers import ChosenAnswers
    >>> codes = np.repeat([[0, 0], [0, 1], [1, 0], [1, 1]], [40, 10, 10, 40], axis=0)
    >>> told = Answers(items=tuple(ChosenAnswers(item=f"q{i}", codes=codes[:, i],
    ...     choices=("n", "y"), labels=("No", "Yes")) for i in (0, 1)))
    >>> found = multiple_correspondence(told, ["q0", "q1"])
    >>> found.raw_inertias.round(3).tolist(), found.inertias.round(3).tolist()
    ([0.8, 0.2], [0.36])
    """
    coded = as_answers(answers, *items)
    if len(items) < 2 or len(set(items)) < len(items):
        raise ValueError("a multiple analysis needs at least two items, each named once")
    chosen = [coded.chosen(item) for item in items]
    codes = np.column_stack([one.codes for one in chosen])
    complete = (codes >= 0).all(axis=1)
    weights = coded.design.weights[complete] if coded.design else np.ones(int(complete.sum()))
    indicator = one_hot(codes[complete], [len(one.choices) for one in chosen])
    used = np.asarray(indicator.sum(axis=0) > 0)
    indicator = indicator[:, used] * np.sqrt(weights)[:, np.newaxis]
    burt, _ = _sides(indicator.T @ indicator)
    raw, q, j = np.sqrt(burt.raw), len(items), int(used.sum())
    adjusted = (q / (q - 1)) ** 2 * np.maximum(raw - 1 / q, 0) ** 2
    total = q / (q - 1) * float((raw**2).sum() - (j - q) / q**2)
    kept = _kept(adjusted, n_axes)
    labels = [(one.item, label) for one in chosen for label in one.labels]
    shown = [pair for pair, is_used in zip(labels, used, strict=True) if is_used]
    looked_at = np.all([one.kinds != OUTSIDE for one in chosen], axis=0)
    return CorrespondenceAnalysis(
        kind="multiple", inertias=adjusted[:kept], explained=adjusted[:kept] / total,
        total_inertia=total, raw_inertias=raw, points=tuple(label for _, label in shown),
        point_items=tuple(item for item, _ in shown), is_row=np.zeros(j, dtype=bool),
        n=int(complete.sum()), provenance=coded.provenance,
        notes=(*_notes(int((looked_at & ~complete).sum())), *coded.notes),
        **_points([replace(burt, raw=raw)], kept, adjusted[:kept]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Side:
    """The rows, or the columns, of a decomposed table.

    `vectors` are orthonormal, one column an axis; `raw` the inertias of all axes.
    """

    masses: Floats
    vectors: Floats
    raw: Floats


def _sides(table: Floats) -> tuple[_Side, _Side]:
    if min(table.shape, default=0) < 2:
        raise ValueError("fewer than two rows or columns have anybody in them; there is no map")
    p = table / table.sum()
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    expected = np.outer(rows, columns)
    u, s, v = np.linalg.svd((p - expected) / np.sqrt(expected), full_matrices=False)
    axes = s**2 > NOTHING
    u, s, v = u[:, axes], s[axes], v[axes]
    sign = np.where(u[np.abs(u).argmax(axis=0), np.arange(len(s))] < 0, -1.0, 1.0)
    return (
        _Side(masses=rows, vectors=u * sign, raw=s**2),
        _Side(masses=columns, vectors=v.T * sign, raw=s**2),
    )


def _kept(inertias: Floats, n_axes: int) -> int:
    kept = min(n_axes, int((inertias > NOTHING).sum()))
    if kept < 1:
        raise ValueError(
            "rows and columns are independent, or no axis is asked for; there is no map"
        )
    return kept


def _points(sides: Sequence[_Side], kept: int, inertias: Floats) -> dict[str, Any]:
    """Masses, inertias, coordinates and the like of the points of some sides."""
    masses = np.concatenate([side.masses for side in sides])
    vectors = np.vstack([side.vectors for side in sides])
    squares = vectors**2 * sides[0].raw  # masses times squared coordinates, on all axes
    whole = squares.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        correlations = squares[:, :kept] / whole[:, np.newaxis]
    return {
        "masses": masses,
        "point_inertias": whole / sides[0].raw.sum(),
        "qualities": correlations.sum(axis=1),
        "coordinates": vectors[:, :kept] / np.sqrt(masses)[:, np.newaxis] * np.sqrt(inertias),
        "contributions": vectors[:, :kept] ** 2,
        "correlations": correlations,
    }


def _notes(n_lost: int) -> list[str]:
    notes = ["Inertias are adjusted (Greenacre)."]
    if n_lost:
        notes.append(f"Left out, because they lack one of the answers: {n_lost}.")
    return notes
