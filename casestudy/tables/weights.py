"""Weights and stances by case, in tables."""

from __future__ import annotations

from casestudy.qualitative import StanceMatrix, WeightMatrix
from casestudy.tables.style import Column, Table

NONE_GIVEN = "?"


def weight_matrix(result: WeightMatrix, *, title: str = "Weights by case") -> Table:
    """How strongly each code was said to hold in each case.

    Parameters
    ----------
    result : WeightMatrix
        Codes become rows in codebook order, cases columns.
    title : str
        What the table is called.

    Returns
    -------
    Table
        "72; 80 (3 of 5)": mean, median, and on how many weights of how many codings they stand;
        "?" where there is no weight.
    """
    cells = zip(result.means, result.medians, result.n_weights, result.n_codings, strict=True)
    rows = [
        (name, f"{low} to {high}", *(_weights(*cell) for cell in zip(*row, strict=True)))
        for name, low, high, row in zip(
            result.code_names, result.lows, result.highs, cells, strict=True
        )
    ]
    head = "Theme" if result.level == "theme" else "Code"
    said = (
        "Mean; median (weights of codings). ? means that no weight was given, not 0. A median "
        "does not depend on how wide the steps of the scale are, a mean does."
    )
    return _table(result, title, (head, "Scale"), rows, said)


def stance_matrix(result: StanceMatrix, *, title: str = "Stances by case") -> Table:
    """How many codings of each code take each stance in each case.

    Parameters
    ----------
    result : StanceMatrix
        Each code with each of its stances becomes a row, cases columns.
    title : str
        What the table is called.

    Returns
    -------
    Table
        "2 of 3": two of the three codings that have a stance; "?" where none has one.
    """
    cells = zip(result.counts, result.n_stances, strict=True)
    rows = [
        (name, stance, *(f"{n} of {base}" if base else NONE_GIVEN for n, base in zip(*row)))  # noqa: B905
        for name, stance, row in zip(result.code_names, result.stance_names, cells, strict=True)
    ]
    head = "Theme" if result.level == "theme" else "Code"
    said = "Codings with the stance, of those with any. ? means that no stance was given."
    return _table(result, title, (head, "Stance"), rows, said)


def _weights(mean: float, median: float, n: int, n_codings: int) -> str:
    return f"{mean:.4g}; {median:.4g} ({n} of {n_codings})" if n else NONE_GIVEN


def _table(
    result: WeightMatrix | StanceMatrix,
    title: str,
    heads: tuple[str, ...],
    rows: list[tuple[str, ...]],
    said: str,
) -> Table:
    cases = (Column(name=name, align="right") for name in result.case_names)
    return Table(
        title=title,
        columns=(*(Column(name=head) for head in heads), *cases),
        rows=tuple(rows),
        notes=(said, *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )
