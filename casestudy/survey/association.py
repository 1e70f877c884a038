"""Whether the answers to one item go with another, how strongly, and in which cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.intervals import Interval
from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text
from casestudy.survey.adjustments import holm
from casestudy.survey.cross_tables import CrossTable, counted_table
from casestudy.survey.exact import ExactP, exact_p, fisher_statistic, without_empty
from casestudy.survey.ledger import TestRecord, noted
from casestudy.survey.odds import odds_ratio
from casestudy.survey.proportions import checked_level
from casestudy.survey.rao_scott import DesignTest, table_design_test
from casestudy.survey.table_statistics import (
    TableStatistics,
    chi_squared_p,
    noncentralities,
    table_statistics,
    v_limits,
)

Floats = npt.NDArray[np.float64]

TESTS = ("by_expected_counts", "chi_squared", "exact")
"""How the p-value of an association may be found."""

SMALL_COUNT, SHARE_SMALL, LEAST_COUNT = 5.0, 0.2, 1.0
"""Cochran's rule (1954): chi-squared will do if at most a fifth of the expected counts are below 5
and none is below 1."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Association:
    """Tests and strength of the association in a cross-table.

    Parameters
    ----------
    table : CrossTable
        What was tested.
    test : str
        Name of the test that `statistic`, `df` and `p` are of.
    statistic, p : float
    df : tuple of float
        One number; two for an F test; none for an exact test.
    chi_squared, p_chi_squared, g, p_g : float
        Pearson's and the likelihood ratio's, with the df of the table; NaN for a single row.
    table_df : int
        (rows - 1)(columns - 1), empty ones not counted.
    exact : ExactP or None
        Fisher, Freeman and Halton's, if it was asked for or called for.
    v, v_corrected : float
        Cramér's V and Bergsma's correction of its bias.
    v_interval : Interval
        For V in the population.
    odds_ratio : float
        Of a table of two by two; else NaN.
    odds_ratio_interval : Interval
    expected, residuals, residual_p : array of float, shape (n_rows, n_columns)
        Counts under independence; adjusted residuals; their two-sided p-values after Holm.
    """

    table: CrossTable
    test: str
    statistic: float
    df: tuple[float, ...]
    p: float
    chi_squared: float
    p_chi_squared: float
    g: float
    p_g: float
    table_df: int
    exact: ExactP | None
    v: float
    v_corrected: float
    v_interval: Interval
    odds_ratio: float
    odds_ratio_interval: Interval
    expected: Floats
    residuals: Floats
    residual_p: Floats
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def tests(self) -> tuple[TestRecord, ...]:
        """The test, for a ledger."""
        return (
            TestRecord(
                question=self.table.row_item,
                segment=self.table.column_item,
                test=self.test,
                statistic=self.statistic,
                df=self.df,
                p=self.p,
                n=self.table.n,
                effect_name="Cramér's V",
                effect=self.v,
                low=self.v_interval.low,
                high=self.v_interval.high,
                provenance=self.provenance,
            ),
        )

    def to_frame(self) -> pd.DataFrame:
        """One row a cell: row, column, n, expected, residual, residual_p, provenance."""
        frame = self.table.to_frame()[["row", "column", "n"]]
        frame["expected"] = self.expected.ravel()
        frame["residual"] = self.residuals.ravel()
        frame["residual_p"] = self.residual_p.ravel()
        frame["provenance"] = kinds(self.provenance)
        return frame.astype({"provenance": "str"})

    _repr_html_ = as_html
    __repr__ = as_text


def association(
    table: CrossTable | npt.ArrayLike,
    *,
    test: str = "by_expected_counts",
    level: float = 0.95,
    rng: int | np.random.Generator = 0,
) -> Association:
    """Whether rows and columns of a cross-table go together, how strongly, and in which cells.

    Parameters
    ----------
    table : CrossTable or array of int, shape (n_rows, n_columns)
        Each respondent in one cell. With a design the test is Rao and Scott's.
    test : {"by_expected_counts", "chi_squared", "exact"}
        How the p-value is found. By default chi-squared, or the exact test of Fisher, Freeman and
        Halton where more than a fifth of the expected counts are below 5 or one is below 1
        (Cochran); a note says which and why.
    level : float
        Confidence level of the intervals, between 0 and 1.
    rng : int or Generator
        Seed or generator for an exact test of a table with too many rearrangements to walk
        through; 9,999 are drawn then.

    Returns
    -------
    Association
        Registered in the ledger that is open, if any.

    Raises
    ------
    ValueError
        If a respondent may be in several rows, or `test` or `level` are not known.

    Notes
    -----
    An association is no cause. The adjusted residuals say in which cells it lies: beyond about 2
    in size more or fewer than chance would put there, after Holm as `residual_p` says.

    References
    ----------
    Agresti, A. (2002). Categorical data analysis (2nd ed.). Wiley, 78-82, 97-98.
    Cochran, W. G. (1954). Some methods for strengthening the common χ² tests. Biometrics 10,
    417-451.

    Examples
    --------
    >>> found = association([[762, 327, 468], [484, 239, 477]])  # Agresti (2002), table 3.11
    >>> round(found.chi_squared, 1), found.table_df, found.residuals.round(2).tolist()[0]
    (30.1, 2, [4.5, 0.7, -5.32])
    """
    if test not in TESTS:
        raise ValueError(f"test {test!r} is not known; allowed are {', '.join(TESTS)}")
    checked_level(level)
    given = table if isinstance(table, CrossTable) else counted_table(table)
    _check_rows(given)
    statistics = table_statistics(given.counts[np.newaxis].astype(float))
    designed = table_design_test(given)
    wants_exact = test == "exact" or (test == TESTS[0] and _is_sparse(statistics))
    exact = _exact(given, rng) if wants_exact and designed is None and statistics.df[0] else None
    return noted(_found(given, statistics, designed, exact, level))


def _found(
    table: CrossTable,
    plain: TableStatistics,
    designed: DesignTest | None,
    exact: ExactP | None,
    level: float,
) -> Association:
    shown = table_statistics(_scaled(table)[np.newaxis])
    name, statistic, df, p = _verdict(plain, designed, exact)
    ratio, ratio_interval = odds_ratio(table, is_exact=exact is not None, level=level)
    residuals = plain.residuals[0] if designed is None else designed.residuals
    return Association(
        table=table, test=name, statistic=statistic, df=df, p=p,
        chi_squared=float(plain.chi_squared[0]), p_chi_squared=float(plain.p[0]),
        g=float(plain.g[0]), p_g=float(chi_squared_p(plain.g, plain.df)[0]),
        table_df=int(plain.df[0]), exact=exact,
        v=float(shown.v[0]), v_corrected=float(shown.v_corrected[0]),
        v_interval=_v_interval(shown, designed, level),
        odds_ratio=ratio, odds_ratio_interval=ratio_interval,
        expected=shown.expected[0], residuals=residuals, residual_p=residual_p(residuals),
        notes=(*_notes(plain, designed, exact), *table.notes), provenance=table.provenance,
    )  # fmt: skip


def residual_p(residuals: Floats) -> Floats:
    """Two-sided p-values of normal residuals, adjusted by Holm over the table."""
    from scipy import special

    return holm(2 * special.ndtr(-np.abs(residuals)))


def _check_rows(table: CrossTable) -> None:
    if table.is_multiple:
        raise ValueError(
            f"item {table.row_item!r} lets a respondent give several answers, and this test needs "
            "each respondent in one row; use multiple_response_test"
        )


def _scaled(table: CrossTable) -> Floats:
    """The table's weighted counts, scaled to the number of respondents."""
    total = table.weighted.sum()
    return np.asarray(table.weighted * (table.n / total)) if total else table.weighted


def _is_sparse(statistics: TableStatistics) -> bool:
    cells = statistics.expected[0][statistics.expected[0] > 0]
    small = (cells < SMALL_COUNT).mean() if len(cells) else 0.0
    return bool(small > SHARE_SMALL or (cells < LEAST_COUNT).any())


def _exact(table: CrossTable, rng: int | np.random.Generator) -> ExactP:
    kept = without_empty(table.counts)
    if kept.shape[0] < kept.shape[1]:
        kept = kept.T
    return exact_p(kept, fisher_statistic, rng=rng)


def _verdict(
    plain: TableStatistics, designed: DesignTest | None, exact: ExactP | None
) -> tuple[str, float, tuple[float, ...], float]:
    """Which test is reported: its name, statistic, degrees of freedom and p-value."""
    if designed is not None:
        return "Rao-Scott F, design-based", designed.f, designed.df, designed.p
    chi_squared, df = float(plain.chi_squared[0]), (float(plain.df[0]),)
    if exact is not None:
        name = f"Fisher-Freeman-Halton exact ({exact.method})"
        return name, chi_squared, (), exact.p
    return "Pearson chi-squared", chi_squared, df, float(plain.p[0])


def _v_interval(shown: TableStatistics, designed: DesignTest | None, level: float) -> Interval:
    """The interval of V, from the noncentrality of chi-squared, deflated under a design."""
    if designed is None:
        low, high = v_limits(shown, level)
        name = "noncentral chi-squared"
    else:
        deflated = shown.chi_squared / designed.mean_effect
        limits = noncentralities(deflated, shown.df.astype(float), level)
        size = shown.n * shown.v_rank / designed.mean_effect
        low, high = (np.minimum(np.sqrt(limit / size), 1.0) for limit in limits)
        name = "noncentral chi-squared, design-based"
    return Interval(low=float(low[0]), high=float(high[0]), level=level, method=name)


def _notes(plain: TableStatistics, designed: DesignTest | None, exact: ExactP | None) -> list[str]:
    if not plain.n[0]:
        return ["Nobody is in the table, so there is no test."]
    if not plain.df[0]:
        return ["A single row or column is left: there is nothing to compare, and no test."]
    cells = plain.expected[0][plain.expected[0] > 0]
    few = (
        f"Expected counts below 5 in {int((cells < SMALL_COUNT).sum())} of {len(cells)} cells, "
        f"the least {cells.min():.2g}"
    )
    notes = []
    if designed is not None:
        notes.append(
            "The design inflates chi-squared by "
            f"{designed.mean_effect:.3g} on average; residuals are differences over their standard "
            "errors."
        )
        notes += designed.notes
        if _is_sparse(plain):
            notes.append(f"{few}: the design-based test is rough.")
    elif exact is not None:
        notes.append(f"{few}: exact test." if _is_sparse(plain) else "Exact test, as asked for.")
        if exact.n_tables:
            notes.append(
                f"Of {exact.n_tables} tables drawn; standard error of p {exact.standard_error:.2g}."
            )
    elif _is_sparse(plain):
        notes.append(f"{few}: chi-squared is rough; the exact test says more.")
    return notes
