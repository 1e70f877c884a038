"""Exact p-values of cross-tables with fixed margins: every table, or a seeded sample of them.

The tables are walked through column by column. Ways that lead to the same remaining margins with
the same statistic so far are one, and a way is left as soon as it is sure to end on one side of
what was observed; so millions of tables take moments. Works for any statistic that is a sum over
the columns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
ColumnStatistic = Callable[[Counts, int], Floats]
"""What a column adds to the statistic: columns of counts, shape (n, n_rows), and which column."""

MOST_STEPS = 20_000_000
"""Steps of the walk beyond which tables are drawn instead; some seconds' worth."""

MOST_COLUMNS = 1_000_000
"""Different columns of one size beyond which tables are drawn instead."""

DRAWN = 9_999
"""Tables that are drawn where there are too many to walk through."""

CLOSE = 1e-9
"""Relative difference below which two statistics are equal, so that rounding breaks no tie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactP:
    """An exact or drawn p-value.

    Parameters
    ----------
    p : float
        Chance of a table at least as extreme, given the margins.
    method : {"enumeration", "Monte Carlo"}
    n_tables : int
        Tables drawn; 0 where all were walked through.
    standard_error : float
        Of a drawn p-value; 0 where all were walked through.
    """

    p: float
    method: str
    n_tables: int = 0
    standard_error: float = 0.0


def exact_p(
    table: Counts,
    statistic: ColumnStatistic,
    *,
    rng: int | np.random.Generator,
    n_drawn: int = DRAWN,
    most_steps: int = MOST_STEPS,
) -> ExactP:
    """Chance of a statistic at least as great as observed, if rows and columns are independent.

    Parameters
    ----------
    table : array of int, shape (n_rows, n_columns)
        Without rows or columns that are 0 throughout.
    statistic : function
        What each column adds.
    rng : int or Generator
        Seed or generator for the tables that are drawn if there are too many to walk through.
    """
    observed = float(sum(statistic(table[:, [c]].T, c)[0] for c in range(table.shape[1])))
    walk = _walk(table, statistic, most_steps)
    if walk is not None:
        return ExactP(p=min(_share_at_least(walk, observed), 1.0), method="enumeration")
    return _drawn(table, statistic, observed, np.random.default_rng(rng), n_drawn)


def without_empty(table: Counts) -> Counts:
    """The table without rows and columns that are 0 throughout."""
    return np.asarray(table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0])


def fisher_statistic(column: Counts, place: int) -> Floats:
    """Minus the log of a column's part in a table's chance: rarer tables have more of it."""
    return np.asarray(special.gammaln(column + 1.0).sum(axis=1))


def _at_least(values: Floats, observed: float) -> npt.NDArray[np.bool_]:
    return np.asarray(values >= observed - CLOSE * max(abs(observed), 1.0))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Walk:
    """All tables with some margins, column by column.

    `ways` are the contents that each column but the last may have, `stages` what may be left of
    the row margins before each column (the last is the last column), `added` what each way adds
    to the statistic, `least` and `greatest` what the columns to come may add to it.
    """

    rows: Counts
    columns: Counts
    ways: list[Counts]
    stages: list[Counts]
    added: list[Floats]
    least: list[Floats]
    greatest: list[Floats]


def _walk(table: Counts, statistic: ColumnStatistic, most: int) -> _Walk | None:
    """The walk over all tables; None if it would take too many steps."""
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    ways = []
    for size in columns[:-1]:
        found = _columns_of(int(size), rows)
        if found is None:
            return None
        ways.append(found)
    stages = _stages(rows, ways, most)
    if stages is None:
        return None
    added = [statistic(way, place) for place, way in enumerate(ways)]
    least, greatest = _bounds(stages, ways, added, statistic(stages[-1], len(ways)))
    return _Walk(
        rows=rows, columns=columns, ways=ways, stages=stages, added=added, least=least,
        greatest=greatest,
    )  # fmt: skip


def _columns_of(size: int, rows: Counts) -> Counts | None:
    """All columns of some size that fit into the row margins; None if there are too many."""
    found = np.zeros((1, 0), dtype=np.int64)
    left = np.array([size])
    room_after = np.cumsum(rows[::-1])[::-1]
    for place, row in enumerate(rows):
        room = room_after[place + 1] if place + 1 < len(rows) else 0
        most, least = np.minimum(left, row), np.maximum(left - room, 0)
        times = np.maximum(most - least + 1, 0)
        if times.sum() > MOST_COLUMNS:
            return None
        parent = np.repeat(np.arange(len(left)), times)
        step = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        here = least[parent] + step
        found = np.column_stack([found[parent], here])
        left = left[parent] - here
    return found


def _stages(rows: Counts, ways: list[Counts], most: int) -> list[Counts] | None:
    """What can be left of the row margins before each column; None if the walk is too long."""
    stages, steps = [rows[np.newaxis]], 0
    for columns in ways:
        steps += len(stages[-1]) * len(columns)
        if steps > most:
            return None
        left = (stages[-1][:, np.newaxis, :] - columns).reshape(-1, len(rows))
        left = left[(left >= 0).all(axis=1)]
        keys = _keys(left, rows)
        _, first = np.unique(keys, return_index=True)
        stages.append(left[first])
    return stages


def _keys(left: Counts, rows: Counts) -> Counts:
    """One number for each set of remaining margins."""
    digits = np.cumprod(np.concatenate([[1], rows[:-1] + 1]))
    return np.asarray(left @ digits, dtype=np.int64)


def _bounds(
    stages: list[Counts], ways: list[Counts], added: list[Floats], last: Floats
) -> tuple[list[Floats], list[Floats]]:
    """The least and the greatest that the columns still to come can add, for each stage."""
    least, greatest = [last], [last]
    for place in range(len(ways) - 1, -1, -1):
        keys = _keys(stages[place + 1], stages[0][0])
        lows, highs = np.empty(len(stages[place])), np.empty(len(stages[place]))
        for node, left in enumerate(stages[place]):
            fits, to = _next(left, ways[place], keys, stages[0][0])
            lows[node] = (added[place][fits] + least[0][to]).min()
            highs[node] = (added[place][fits] + greatest[0][to]).max()
        least.insert(0, lows)
        greatest.insert(0, highs)
    return least, greatest


def _next(left: Counts, way: Counts, keys: Counts, rows: Counts) -> tuple[Counts, Counts]:
    """Which contents of a column fit into what is left, and the nodes they lead to."""
    rest = left - way
    fits = np.flatnonzero((rest >= 0).all(axis=1))
    return fits, np.searchsorted(keys, _keys(rest[fits], rows))


def _share_at_least(walk: _Walk, observed: float) -> float:
    """Share of all tables, by their chance, whose statistic is at least the observed one."""
    node, so_far, weight = np.zeros(1, dtype=np.int64), np.zeros(1), np.zeros(1)
    total = float(_log_completions(walk.rows[np.newaxis], walk.columns)[0])
    share = 0.0
    for place in range(len(walk.ways)):
        added, nodes = _step(walk, place, node, so_far, weight)
        to, values, weights = nodes
        sure = _at_least(values + walk.least[place + 1][to], observed)
        share += float(np.exp(weights[sure] + added[to[sure]] - total).sum())
        open_ = ~sure & _at_least(values + walk.greatest[place + 1][to], observed)
        node, so_far, weight = _merged(to[open_], values[open_], weights[open_])
    return share


def _step(
    walk: _Walk, place: int, node: Counts, so_far: Floats, weight: Floats
) -> tuple[Floats, tuple[Counts, Floats, Floats]]:
    """All ways on from some nodes: where they lead, the statistic and the log weight there.

    First, for each node that can be reached, the log weight of all that may follow from it.
    """
    way, following = walk.ways[place], walk.stages[place + 1]
    chance, keys = -special.gammaln(way + 1.0).sum(axis=1), _keys(following, walk.rows)
    parts = []
    for one in np.unique(node):
        mine = node == one
        fits, to = _next(walk.stages[place][one], way, keys, walk.rows)
        values = so_far[mine][:, np.newaxis] + walk.added[place][fits]
        weights = weight[mine][:, np.newaxis] + chance[fits]
        parts.append((np.tile(to, len(values)), values.ravel(), weights.ravel()))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    if not columns:
        columns = [np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0)]
    completions = _log_completions(following, walk.columns[place + 1 :])
    return completions, (columns[0], columns[1], columns[2])


def _merged(node: Counts, values: Floats, weights: Floats) -> tuple[Counts, Floats, Floats]:
    """Ways that lead to the same place with the same statistic, as one."""
    if not len(node):
        return node, values, weights
    order = np.lexsort((values, node))
    node, values, weights = node[order], values[order], weights[order]
    is_new = (np.diff(node) != 0) | (np.diff(values) > CLOSE)
    first = np.concatenate([[0], np.flatnonzero(is_new) + 1])
    together = np.logaddexp.reduceat(weights, first)
    return node[first], values[first], together


def _log_completions(left: Counts, columns: Counts) -> Floats:
    """Log of the sum, over all ways to fill the columns, of one over the cells' factorials."""
    n = left.sum(axis=1) + 1.0
    parts = special.gammaln(left + 1.0).sum(axis=1) + special.gammaln(columns + 1.0).sum()
    return np.asarray(special.gammaln(n) - parts)


def _drawn(
    table: Counts,
    statistic: ColumnStatistic,
    observed: float,
    rng: np.random.Generator,
    n_drawn: int,
) -> ExactP:
    drawn = drawn_tables(table, rng=rng, n_drawn=n_drawn)
    values = sum(statistic(drawn[:, :, c], c) for c in range(table.shape[1]))
    n_extreme = int(_at_least(np.asarray(values), observed).sum())
    p = (n_extreme + 1) / (n_drawn + 1)
    return ExactP(
        p=p,
        method="Monte Carlo",
        n_tables=n_drawn,
        standard_error=float(np.sqrt(p * (1 - p) / n_drawn)),
    )


def drawn_tables(table: Counts, *, rng: np.random.Generator, n_drawn: int) -> Counts:
    """Random tables with the margins of the one given, shape (n_drawn, n_rows, n_columns)."""
    from scipy.stats import random_table

    rows, columns = table.sum(axis=1), table.sum(axis=0)
    return np.asarray(
        random_table.rvs(rows, columns, size=n_drawn, random_state=rng), dtype=np.int64
    )
