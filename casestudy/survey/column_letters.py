"""Letters under a cross-table: which groups' shares are greater than which others'."""

from __future__ import annotations

import string
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text
from casestudy.survey.adjustments import adjusted
from casestudy.survey.cross_tables import CrossTable, counted_table
from casestudy.survey.ledger import TestRecord, noted

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ColumnLetters:
    """Comparisons of the groups' shares, two and two, row by row.

    Parameters
    ----------
    table : CrossTable
        What was compared.
    names : tuple of str
        The letter of each column.
    letters : tuple of tuple of str
        For each row and column the letters of the columns whose share is smaller.
    pairs : array of int, shape (n_pairs, 2)
        Positions of the columns compared.
    z, p, p_adjusted : array of float, shape (n_rows, n_pairs)
        Two-sided tests of the first column's share less the second's; NaN where a share is 0 or 1
        or a group is empty.
    alpha : float
        Adjusted p-values below it make a letter.
    adjustment : str
        How p-values are adjusted within each row.
    """

    table: CrossTable
    names: tuple[str, ...]
    letters: tuple[tuple[str, ...], ...]
    pairs: Places
    z: Floats
    p: Floats
    p_adjusted: Floats
    alpha: float
    adjustment: str
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def tests(self) -> tuple[TestRecord, ...]:
        """Each comparison, for a ledger."""
        table, shares = self.table, self.table.column_shares
        return tuple(
            TestRecord(
                question=table.row_item,
                segment=table.column_item,
                contrast=f"{label}: {table.column_labels[a]} - {table.column_labels[b]}",
                test="z of two shares",
                statistic=float(self.z[row, place]),
                p=float(self.p[row, place]),
                n=int(table.bases[a] + table.bases[b]),
                effect_name="difference of shares",
                effect=float(shares[row, a] - shares[row, b]),
                is_post_hoc=True,
                provenance=self.provenance,
            )
            for row, label in enumerate(table.row_labels)
            for place, (a, b) in enumerate(self.pairs.tolist())
        )

    def to_frame(self) -> pd.DataFrame:
        """One row a cell: row, column, letter, n, base, column_share, above, provenance."""
        frame = self.table.to_frame()[["row", "column", "n", "base", "column_share"]]
        frame.insert(2, "letter", np.tile(np.array(self.names, dtype=object), len(self.letters)))
        frame["above"] = [letters for row in self.letters for letters in row]
        frame["provenance"] = kinds(self.provenance)
        return frame.astype(dict.fromkeys(["letter", "above", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def column_letters(
    table: CrossTable | npt.ArrayLike, *, alpha: float = 0.05, adjustment: str = "bonferroni"
) -> ColumnLetters:
    """Which groups' shares of each answer are greater than which others', as letters.

    Parameters
    ----------
    table : CrossTable or array of int, shape (n_rows, n_columns)
        The answers may be several a respondent. Groups have to be of different people.
    alpha : float
        Adjusted p-values below it make a letter, between 0 and 1.
    adjustment : {"bonferroni", "holm", "benjamini_hochberg", "none"}
        For the pairs of one row.

    Returns
    -------
    ColumnLetters
        Registered in the ledger that is open, if any, as post hoc tests.

    Notes
    -----
    z = (p₁ - p₂)/√(p(1 - p)(1/n₁ + 1/n₂)) with the pooled share p, as SPSS prints it; a share of 0
    or 1 is not compared. With a design n is each group's effective size (Kish), so weights count
    and clusters do not.

    References
    ----------
    IBM SPSS Statistics algorithms, CTABLES, column proportions tests.

    Examples
    --------
    >>> found = column_letters([[40, 20, 22], [60, 80, 78]])
    >>> found.letters
    (('B C', '', ''), ('', 'A', 'A'))
    """
    if not 0 < alpha < 1:
        raise ValueError(f"alpha {alpha} is not allowed: it lies between 0 and 1, such as 0.05")
    given = table if isinstance(table, CrossTable) else counted_table(table)
    pairs = np.array(np.triu_indices(given.counts.shape[1], 1)).T
    z = share_z(given.column_shares[np.newaxis], effective_bases(given)[np.newaxis], pairs)[0]
    p = 2 * special.ndtr(-np.abs(z))
    p_adjusted = np.array([adjusted(row, adjustment) for row in p]).reshape(p.shape)
    names = column_names(given.counts.shape[1])
    return noted(
        ColumnLetters(
            table=given, names=names, letters=_letters(names, pairs, z, p_adjusted < alpha),
            pairs=pairs, z=z, p=p, p_adjusted=p_adjusted, alpha=alpha, adjustment=adjustment,
            notes=(*_notes(given), *given.notes), provenance=given.provenance,
        )
    )  # fmt: skip


def share_z(shares: Floats, bases: Floats, pairs: Places) -> Floats:
    """Tests of pairs of groups' shares, for a stack of tables at once.

    Parameters
    ----------
    shares : array of float, shape (n_tables, n_rows, n_columns)
    bases : array of float, shape (n_tables, n_columns)
    pairs : array of int, shape (n_pairs, 2)

    Returns
    -------
    array of float, shape (n_tables, n_rows, n_pairs)
        NaN where a share is 0 or 1.
    """
    first, second = pairs[:, 0], pairs[:, 1]
    p, q = shares[:, :, first], shares[:, :, second]
    n, m = bases[:, np.newaxis, first], bases[:, np.newaxis, second]
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (n * p + m * q) / (n + m)
        z = (p - q) / np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    is_open = (p > 0) & (p < 1) & (q > 0) & (q < 1)
    return np.where(is_open, z, np.nan)


def effective_bases(table: CrossTable) -> Floats:
    """Respondents of each group; with weights, as many equal ones as would tell as much (Kish)."""
    return table.effective_bases if len(table.effective_bases) else table.bases.astype(float)


def column_names(n: int) -> tuple[str, ...]:
    """Letters for columns: A to Z, then AA, AB and so on.

    Examples
    --------
    >>> column_names(28)[-3:]
    ('Z', 'AA', 'AB')
    """
    letters = string.ascii_uppercase
    return tuple(
        (letters[place // 26 - 1] if place >= 26 else "") + letters[place % 26]
        for place in range(n)
    )


def _letters(
    names: tuple[str, ...], pairs: Places, z: Floats, is_clear: npt.NDArray[np.bool_]
) -> tuple[tuple[str, ...], ...]:
    rows = []
    for row in range(len(z)):
        smaller: list[list[int]] = [[] for _ in names]
        for place in np.flatnonzero(is_clear[row]):
            first, second = pairs[place].tolist()
            above, below = (first, second) if z[row, place] > 0 else (second, first)
            smaller[above].append(below)
        rows.append(tuple(" ".join(names[one] for one in sorted(some)) for some in smaller))
    return tuple(rows)


def _notes(table: CrossTable) -> list[str]:
    shares = table.column_shares
    n_edge = int(((shares <= 0) | (shares >= 1)).sum())
    notes = [f"Not compared, because the share is 0 or 1: {n_edge} cells."] if n_edge else []
    if table.estimate is not None:
        notes.append("Groups are compared at their effective sizes; clusters are not counted.")
    return notes
