"""The bridge from answers to cross-tables."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from casestudy.answers import Answers
from casestudy.item_answers import (
    OUTSIDE,
    ChosenAnswers,
    Codes,
    ItemAnswers,
    NumberAnswers,
    TickedAnswers,
    missing_counts,
)
from casestudy.questionnaire import Survey
from casestudy.survey.coded import as_answers
from casestudy.survey.cross_tables import CrossTable
from casestudy.survey.linearised import Estimate, design_means

Mask = npt.NDArray[np.bool_]


def cross_table(answers: Answers | Survey, *, rows: str, columns: str) -> CrossTable:
    """The answers to one item by the groups that another makes.

    Parameters
    ----------
    answers : Answers or Survey
        With a design, shares are weighted.
    rows : str
        Id of an item with one answer each, several answers each, or numbers (each number that was
        given is a row).
    columns : str
        Id of an item with one answer each; its choices make the groups.

    Returns
    -------
    CrossTable
        Only respondents who answered both items are counted; notes say how many did not.

    Raises
    ------
    LookupError
        If an item is not among the answers.
    ValueError
        If an item is of another kind.

    Examples
    --------
    >>> role = ChosenAnswers(item="role", codes=np.array([0, 1, 1, 0, -1]),
    ...                      choices=("oem", "user"), labels=("OEM", "End user"))
    >>> again = ChosenAnswers(item="again", codes=np.array([0, 1, 0, 0, 1]),
    ...                       choices=("yes", "no"), labels=("Yes", "No"))
    >>> table = cross_table(Answers(items=(role, again)), rows="again", columns="role")
    >>> table.counts.tolist(), table.bases.tolist(), table.notes
    ([[2, 1], [0, 1]], [2, 2], ('In no cell, because they lack one of the two answers: 1 of 5.',))
    """
    coded = as_answers(answers, rows, columns)
    group = coded.chosen(columns)
    found = coded[rows]
    cells, labels, scores = _row_cells(found)
    both = (found.kinds == 0) & (group.codes >= 0)
    weights = coded.design.weights if coded.design else np.ones(len(both))
    places, n_groups = np.where(both, group.codes, 0), len(group.choices)
    inside = [both & (places == place) for place in range(n_groups)]
    weighted = np.column_stack([weights[part] @ cells[part] for part in inside])
    return CrossTable(
        row_item=rows, column_item=columns, row_text=found.text, column_text=group.text,
        row_choices=getattr(found, "choices", labels), row_labels=labels,
        column_choices=group.choices, column_labels=group.labels,
        counts=np.column_stack([cells[part].sum(axis=0) for part in inside]).astype(np.int64),
        weighted=weighted,
        bases=np.array([part.sum() for part in inside], dtype=np.int64),
        weighted_bases=np.array([weights[part].sum() for part in inside]),
        effective_bases=_effective(coded, inside),
        row_scores=scores,
        is_multiple=isinstance(found, TickedAnswers),
        estimate=_cell_estimate(coded, cells, inside),
        missing_rows=missing_counts(found),
        missing_columns=missing_counts(group),
        n_respondents=coded.n_respondents,
        notes=(*_notes(found, group, both), *coded.notes),
        provenance=coded.provenance,
    )  # fmt: skip


def _row_cells(
    found: ItemAnswers,
) -> tuple[npt.NDArray[np.bool_], tuple[str, ...], tuple[float, ...]]:
    """Which rows each respondent is in, the rows' labels and their scores."""
    if isinstance(found, ChosenAnswers):
        cells = found.codes[:, np.newaxis] == np.arange(len(found.choices))
        return cells, found.labels, found.scores
    if isinstance(found, TickedAnswers):
        return found.codes == 1, found.labels, ()
    if isinstance(found, NumberAnswers):
        levels = np.unique(found.values[found.kinds == 0])
        cells = found.values[:, np.newaxis] == levels
        return cells, tuple(f"{level:g}" for level in levels), tuple(levels.tolist())
    raise ValueError(
        f"item {found.item!r} cannot make rows; give an item with one answer, "
        "several answers or a number each"
    )


def _effective(coded: Answers, inside: list[Mask]) -> npt.NDArray[np.float64]:
    """Kish's effective size of each group; nothing without a design."""
    if coded.design is None:
        return np.empty(0)
    weights = [coded.design.weights[part] for part in inside]
    return np.array([w.sum() ** 2 / (w @ w) if len(w) else 0.0 for w in weights])


def _cell_estimate(
    coded: Answers, cells: npt.NDArray[np.bool_], inside: list[npt.NDArray[np.bool_]]
) -> Estimate | None:
    if coded.design is None:
        return None
    both = np.any(inside, axis=0)
    by_cell = np.stack([cells & part[:, np.newaxis] for part in inside], axis=2)
    flat = by_cell.reshape(len(both), -1).astype(float)
    return design_means(flat, design=coded.design, inside=both)


def _notes(found: ItemAnswers, group: ChosenAnswers, both: Codes) -> list[str]:
    looked_at = found.kinds != OUTSIDE
    n_lost, n = int((looked_at & ~both).sum()), int(looked_at.sum())
    notes = [f"Asked only if: {found.asked_if}."] if found.asked_if else []
    if n_lost:
        notes.append(f"In no cell, because they lack one of the two answers: {n_lost} of {n}.")
    empty = [
        label
        for place, label in enumerate(group.labels)
        if not (both & (group.codes == place)).any()
    ]
    if empty:
        notes.append(f"Groups of nobody: {', '.join(empty)}.")
    return notes
