"""Tests of a survey, in tables: one at a time, two and two, and the whole ledger."""

from __future__ import annotations

from casestudy.survey import (
    Association,
    LedgerSummary,
    MultipleResponseTest,
    PairedComparisons,
    PairedTest,
    PairwiseRanks,
    RankTest,
)
from casestudy.tables.numbers import decimal, freedom, limits, p_equals, p_value, percent, right
from casestudy.tables.style import Column, Table


def association(result: Association, *, title: str = "") -> Table:
    """A cross-table with counts, expected counts and adjusted residuals; the test in the notes.

    Parameters
    ----------
    result : Association
        Answers become rows, groups columns.
    title : str
        What the table is called; made of the two items if empty.
    """
    table = result.table
    rows = [
        (
            label,
            *(
                f"{int(table.counts[r, c])} ({decimal(float(result.residuals[r, c]), 1)}"
                f"{'*' if result.residual_p[r, c] < 0.05 else ''})"
                for c in range(len(table.column_labels))
            ),
        )
        for r, label in enumerate(table.row_labels)
    ]
    df = f"({freedom(result.df)})" if result.df else ""
    said = (
        f"{result.test}{df}: {decimal(result.statistic)}, p {p_equals(result.p)}; Cramér's V "
        f"{decimal(result.v)} ({limits(result.v_interval.low, result.v_interval.high)}), corrected "
        f"{decimal(result.v_corrected)}; n = {table.n}."
    )
    return Table(
        title=title
        or f"{table.row_text or table.row_item} by {table.column_text or table.column_item}",
        columns=(Column(name="Answer"), *right(*table.column_labels)),
        rows=tuple(rows),
        notes=(
            said,
            "Count (adjusted residual); * beyond chance, p < .05 after Holm.",
            *result.notes,
        ),
        provenance=result.provenance,
        data=result.to_frame(),
    )


def rank_test(result: RankTest, *, title: str = "") -> Table:
    """Groups compared by ranks: n, median, mean rank; the test and its effect in the notes.

    Parameters
    ----------
    result : RankTest
        Groups become rows.
    title : str
        What the table is called; made of the two items if empty.
    """
    table = result.table
    rows = [
        (label, str(int(result.sizes[n])), decimal(float(result.medians[n])),
         decimal(float(result.mean_ranks[n])))
        for n, label in enumerate(table.column_labels)
    ]  # fmt: skip
    return Table(
        title=title
        or f"{table.row_text or table.row_item} by {table.column_text or table.column_item}",
        columns=(Column(name="Group"), *right("n", "Median", "Mean rank")),
        rows=tuple(rows),
        notes=(_said(result), *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )


def pairwise_ranks(result: PairwiseRanks, *, title: str = "Two and two groups") -> Table:
    """Two and two groups by ranks, with Cliff's delta and its limits.

    Parameters
    ----------
    result : PairwiseRanks
        Pairs become rows.
    title : str
        What the table is called.
    """
    labels = result.table.column_labels
    rows = [
        (labels[a], labels[b], decimal(float(result.statistics[n])),
         p_value(float(result.p[n])), p_value(float(result.p_adjusted[n])),
         decimal(float(result.deltas[n])), limits(float(result.low[n]), float(result.high[n])))
        for n, (a, b) in enumerate(result.pairs.tolist())
    ]  # fmt: skip
    return Table(
        title=title,
        columns=(
            Column(name="First"), Column(name="Second"),
            *right(result.test, "p", f"p ({result.adjustment})", "Cliff's delta",
                   f"{result.level:.0%} interval"),
        ),
        rows=tuple(rows),
        notes=("The first less the second.", *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )  # fmt: skip


def multiple_response_test(result: MultipleResponseTest, *, title: str = "") -> Table:
    """What groups ticked, with a test of each choice and of all at once.

    Parameters
    ----------
    result : MultipleResponseTest
        Choices become rows, groups columns.
    title : str
        What the table is called; made of the two items if empty.
    """
    table = result.table
    shares = table.column_shares
    heads = [
        f"{label}, n = {int(n)}" for label, n in zip(table.column_labels, table.bases, strict=True)
    ]
    rows = [
        (
            label,
            *(percent(float(share), 0) for share in shares[n]),
            decimal(float(result.choice_chi_squared[n])),
            p_value(float(result.choice_p[n])),
            p_value(float(result.choice_holm[n])),
            decimal(float(result.choice_v[n])),
        )
        for n, label in enumerate(table.row_labels)
    ]
    said = (
        "All choices at once (Bilder-Loughin, Rao-Scott second order): "
        f"{decimal(result.statistic)} on {decimal(result.df)} degrees of freedom, p "
        f"{p_equals(result.p)}."
    )
    return Table(
        title=title
        or f"{table.row_text or table.row_item} by {table.column_text or table.column_item}",
        columns=(Column(name="Answer"), *right(*heads, "Chi-squared", "p", "p (Holm)", "V")),
        rows=tuple(rows),
        notes=("Per cent of the group.", said, *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )


def paired_test(result: PairedTest, *, title: str = "") -> Table:
    """Several answers of the same people: means and mean ranks; the test in the notes.

    Parameters
    ----------
    result : PairedTest
        Items, or choices, become rows.
    title : str
        What the table is called; made of the items if empty.
    """
    rows = [
        (item, decimal(float(result.means[n])), decimal(float(result.mean_ranks[n])))
        for n, item in enumerate(result.items)
    ]
    return Table(
        title=title or result.question,
        columns=(Column(name="Item"), *right("Mean", "Mean rank")),
        rows=tuple(rows),
        notes=(_said(result), *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )


def paired_comparisons(result: PairedComparisons, *, title: str = "") -> Table:
    """Two and two answers of the same people.

    Parameters
    ----------
    result : PairedComparisons
        Pairs become rows.
    title : str
        What the table is called; made of the items if empty.
    """
    rows = [
        (first, second, str(int(result.n[n])), str(int(result.n_differ[n])),
         p_value(float(result.p[n])), p_value(float(result.p_adjusted[n])),
         decimal(float(result.effects[n])),
         limits(result.intervals[n].low, result.intervals[n].high))
        for n, (first, second) in enumerate(result.pairs)
    ]  # fmt: skip
    level = result.intervals[0].level
    return Table(
        title=title or result.question,
        columns=(
            Column(name="First"), Column(name="Second"),
            *right("n", "Differ", "p", "p (adjusted)", result.effect_name, f"{level:.0%} interval"),
        ),
        rows=tuple(rows),
        notes=(f"{result.test}; the first less the second.", *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )  # fmt: skip


def all_tests(result: LedgerSummary, *, title: str = "") -> Table:
    """Every test of a ledger: family, question, statistic, p as it is and adjusted, effect.

    Parameters
    ----------
    result : LedgerSummary
        Tests become rows, in the order in which they were made.
    title : str
        What the table is called; the ledger's name if empty.
    """
    rows = [
        (family, record.question, record.segment, record.contrast, record.test,
         decimal(record.statistic), freedom(record.df) or "–", str(record.n), p_value(record.p),
         p_value(adjusted), "–" if record.is_post_hoc else p_value(rate),
         f"{record.effect_name} {decimal(record.effect)}" if record.effect_name else "–",
         limits(record.low, record.high).replace("?", "–"))
        for record, family, adjusted, rate in zip(
            result.records, result.families, result.holm, result.benjamini_hochberg, strict=True
        )
    ]  # fmt: skip
    heads = (Column(name=name) for name in ("Family", "Question", "Segment", "Contrast", "Test"))
    return Table(
        title=title or f"All tests: {result.name}",
        columns=(
            *heads,
            *right("Statistic", "df", "n", "p", "p (Holm)", "p (BH)"),
            Column(name="Effect"),
            *right("Interval"),
        ),
        rows=tuple(rows),
        notes=result.notes,
        provenance=result.provenance,
        data=result.to_frame(),
    )


def _said(result: RankTest | PairedTest) -> str:
    df = f"({freedom(result.df)})" if result.df else ""
    interval = result.interval
    return (
        f"{result.test}{df}: {decimal(result.statistic)}, p {p_equals(result.p)}; "
        f"{result.effect_name} {decimal(result.effect)}, {interval.level:.0%} interval "
        f"{limits(interval.low, interval.high)} ({interval.method})."
    )
