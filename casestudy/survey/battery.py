"""All cross-tables of a questionnaire at once: every item by every other, or by some segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.answers import Answers
from casestudy.item_answers import ChosenAnswers
from casestudy.provenance import Provenance, kinds
from casestudy.questionnaire import Survey
from casestudy.results import as_html, as_text
from casestudy.survey.adjustments import benjamini_hochberg, holm
from casestudy.survey.association import LEAST_COUNT, SHARE_SMALL, SMALL_COUNT
from casestudy.survey.coded import coded_answers
from casestudy.survey.counting import cross_counts, pair_tables, weighted_cross_counts
from casestudy.survey.ledger import TestRecord, noted
from casestudy.survey.table_statistics import TableStatistics, table_statistics, v_limits

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CrosstabBattery:
    """Tests and strengths of the associations of many pairs of items.

    Parameters
    ----------
    items : tuple of str
        Ids of all items.
    pairs : array of int, shape (n_pairs, 2)
        Positions of the two items of each pair.
    tables : array of float, shape (n_pairs, n_rows, n_columns)
        Counts, or weighted counts scaled to the respondents; padded with 0.
    statistics : TableStatistics
        χ², G, df, V and its correction, expected counts and adjusted residuals of each pair.
    p, p_holm, p_bh : array of float, shape (n_pairs,)
        P-values of χ² as they are, after Holm, and after Benjamini and Hochberg, over all pairs.
    is_sparse : array of bool, shape (n_pairs,)
        Where chi-squared is rough: more than a fifth of the expected counts below 5, or one
        below 1.
    design_effects : array of float, shape (n_pairs,)
        By how much χ² was divided for the weights; 1 without a design.
    """

    items: tuple[str, ...]
    pairs: Places
    tables: Floats
    statistics: TableStatistics
    p: Floats
    p_holm: Floats
    p_bh: Floats
    is_sparse: npt.NDArray[np.bool_]
    design_effects: Floats
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def tests(self) -> tuple[TestRecord, ...]:
        """One test a pair, for a ledger."""
        found = self.statistics
        return tuple(
            TestRecord(
                question=self.items[row],
                segment=self.items[column],
                test="Pearson chi-squared",
                statistic=float(found.chi_squared[place]),
                df=(float(found.df[place]),),
                p=float(self.p[place]),
                n=round(float(found.n[place])),
                effect_name="Cramér's V",
                effect=float(found.v[place]),
                provenance=self.provenance,
            )
            for place, (row, column) in enumerate(self.pairs.tolist())
        )

    def v_intervals(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """Limits of each pair's V in the population, shape (n_pairs,) each."""
        effective = replace(self.statistics, n=self.statistics.n / self.design_effects)
        return v_limits(effective, level)

    def to_frame(self) -> pd.DataFrame:
        """One row a pair: rows, columns, n, chi_squared, df, p, p_holm, p_bh, v, v_corrected,
        is_sparse, greatest_residual, provenance.
        """  # noqa: D205
        found, ids = self.statistics, np.array(self.items, dtype=object)
        sizes = np.nan_to_num(np.abs(found.residuals)).max(axis=(1, 2), initial=0.0)
        frame = pd.DataFrame(
            {
                "rows": ids[self.pairs[:, 0]],
                "columns": ids[self.pairs[:, 1]],
                "n": np.round(found.n).astype(np.int64),
                "chi_squared": found.chi_squared,
                "df": found.df,
                "p": self.p,
                "p_holm": self.p_holm,
                "p_bh": self.p_bh,
                "v": found.v,
                "v_corrected": found.v_corrected,
                "is_sparse": self.is_sparse,
                "greatest_residual": sizes,
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["rows", "columns", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def crosstab_battery(
    answers: Answers | Survey,
    *,
    items: Sequence[str] | None = None,
    by: Sequence[str] | None = None,
) -> CrosstabBattery:
    """Chi-squared, Cramér's V and adjusted residuals of all pairs of items, counted in one pass.

    Parameters
    ----------
    answers : Answers or Survey
        With weights, χ² is of the weighted shares at the number of respondents, divided by the
        mean generalised design effect (Rao and Scott, first order).
    items : sequence of str, optional
        Items with one answer each; all of them if not given.
    by : sequence of str, optional
        Segments: each item is crossed with each of these only. All pairs of items if not given.

    Returns
    -------
    CrosstabBattery
        Each pair with its own base: who answered both. Registered in the ledger that is open.

    Raises
    ------
    LookupError
        If an item is not among the answers.
    ValueError
        If an item is of another kind, there are fewer than two, or the design has strata or
        clusters (use `association` for each pair then).

    Notes
    -----
    The p-values are chi-squared's throughout; where `is_sparse`, follow up with `association`,
    which takes the exact test. See there for the formulas.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> items = [ChosenAnswers(item=f"q{i}", codes=rng.integers(-1, 3, 200),
    ...                        choices=("a", "b", "c"), labels=("A", "B", "C")) for i in range(4)]
    >>> found = crosstab_battery(Answers(items=tuple(items)))
    >>> len(found.p), found.statistics.df.tolist()
    (6, [4, 4, 4, 4, 4, 4])
    """
    coded = coded_answers(answers) if isinstance(answers, Survey) else answers
    ids = _ids(coded, items, by)
    chosen = [coded.chosen(item) for item in ids]
    pairs = _pairs(ids, by or ())
    n_levels = [len(one.choices) for one in chosen]
    codes = np.column_stack([one.codes for one in chosen])
    tables, effects = _tables(coded, codes, n_levels, pairs)
    found = table_statistics(tables)
    if coded.design is not None:
        found = _deflated(found, effects)
    return noted(
        CrosstabBattery(
            items=ids, pairs=pairs, tables=tables, statistics=found, p=found.p,
            p_holm=holm(found.p), p_bh=benjamini_hochberg(found.p), is_sparse=_sparse(found),
            design_effects=effects, notes=(*_notes(found), *coded.notes),
            provenance=coded.provenance,
        )
    )  # fmt: skip


def _ids(coded: Answers, items: Sequence[str] | None, by: Sequence[str] | None) -> tuple[str, ...]:
    named = items if items is not None else [
        one.item for one in coded if isinstance(one, ChosenAnswers)
    ]  # fmt: skip
    ids = tuple(dict.fromkeys([*named, *(by or ())]))
    if len(ids) < 2:
        raise ValueError("a battery needs at least two items with one answer each")
    return ids


def _pairs(ids: tuple[str, ...], by: Sequence[str]) -> Places:
    if not by:
        return np.array(np.triu_indices(len(ids), 1)).T
    place = {item: n for n, item in enumerate(ids)}
    rows = [item for item in ids if item not in by]
    return np.array([(place[row], place[column]) for row in rows for column in by], dtype=np.intp)


def _tables(
    coded: Answers, codes: npt.NDArray[np.integer], n_levels: list[int], pairs: Places
) -> tuple[Floats, Floats]:
    """The cross-tables, and the mean design effect of each."""
    if coded.design is None:
        return pair_tables(cross_counts(codes, n_levels), n_levels, pairs), np.ones(len(pairs))
    if coded.design.strata is not None or coded.design.clusters is not None:
        raise ValueError(
            "a battery takes weights, not strata or clusters; test each pair with association, "
            "or give answers with weights only"
        )
    weights = coded.design.weights
    weighted = pair_tables(weighted_cross_counts(codes, n_levels, weights), n_levels, pairs)
    squares = pair_tables(weighted_cross_counts(codes, n_levels, weights**2), n_levels, pairs)
    n = pair_tables(cross_counts(codes, n_levels), n_levels, pairs).sum(axis=(1, 2))
    total = weighted.sum(axis=(1, 2))
    total = np.where(total > 0, total, 1.0)  # a table of nobody stays one
    scaled = weighted * (n / total)[:, np.newaxis, np.newaxis]
    return scaled, _mean_effects(weighted / total[:, np.newaxis, np.newaxis], squares, total, n)


def _mean_effects(shares: Floats, squares: Floats, total: Floats, n: Floats) -> Floats:
    """Mean design effect of the interaction, from the sums of squared weights in the cells.

    Notes
    -----
    The mean generalised design effect of Rao and Scott at independence: n/df Σ over cells of
    s (1 - r)(1 - c)/(rc), with row share r, column share c, and s the cell's sum of squared weights
    over the square of all weights.
    """
    cell = squares / (total**2)[:, np.newaxis, np.newaxis]
    rows, columns = shares.sum(axis=2), shares.sum(axis=1)
    expected = rows[:, :, np.newaxis] * columns[:, np.newaxis, :]
    n_rows, n_columns = (rows > 0).sum(axis=1), (columns > 0).sum(axis=1)
    df = np.maximum((n_rows - 1) * (n_columns - 1), 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        row_left = (1 - rows)[:, :, np.newaxis] / rows[:, :, np.newaxis]
        column_left = (1 - columns)[:, np.newaxis, :] / columns[:, np.newaxis, :]
        parts = np.where(expected > 0, row_left * column_left * cell, 0.0)
    return np.asarray(n * parts.sum(axis=(1, 2)) / df)


def _deflated(found: TableStatistics, effects: Floats) -> TableStatistics:
    """The statistics with χ² and G divided by the design effects; strengths stay."""
    return replace(found, chi_squared=found.chi_squared / effects, g=found.g / effects)


def _sparse(found: TableStatistics) -> npt.NDArray[np.bool_]:
    """Cochran's rule, for each table."""
    is_there = found.expected > 0
    small = ((found.expected < SMALL_COUNT) & is_there).sum(axis=(1, 2))
    least = np.where(is_there, found.expected, np.inf).min(axis=(1, 2))
    n_cells = np.maximum(is_there.sum(axis=(1, 2)), 1)
    return np.asarray((small / n_cells > SHARE_SMALL) | (least < LEAST_COUNT))


def _notes(found: TableStatistics) -> list[str]:
    n_sparse, n_single = int((_sparse(found) & (found.df > 0)).sum()), int((found.df == 0).sum())
    notes = []
    if n_sparse:
        notes.append(
            f"Chi-squared is rough in {n_sparse} of {len(found.df)} tables, whose expected counts "
            "are small: test those with association."
        )
    if n_single:
        notes.append(
            f"Without a test, because a single row or column or nobody is left: {n_single} tables."
        )
    return notes
