"""Columns of plain text that stand below one another."""

from __future__ import annotations

from collections.abc import Sequence


def aligned(rows: Sequence[Sequence[str]], *, right: Sequence[bool] = ()) -> list[str]:
    """A line for each row, all columns as wide as their longest cell.

    Parameters
    ----------
    rows : sequence of sequences of str
        Cells; all rows have as many.
    right : sequence of bool, optional
        For each column whether its cells stand at the right; none does if left out.

    Examples
    --------
    >>> aligned([["case", "n"], ["abb", "12"]], right=[False, True])
    ['case   n', 'abb   12']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    sides = right or [False] * len(widths)
    return [
        "  ".join(
            cell.rjust(width) if at_right else cell.ljust(width)
            for cell, width, at_right in zip(row, widths, sides, strict=True)
        ).rstrip()
        for row in rows
    ]
