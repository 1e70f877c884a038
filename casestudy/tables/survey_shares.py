"""Shares and scores of a survey, in tables: several answers, ratings, boxes, weights."""

from __future__ import annotations

from casestudy.survey import (
    BoxScores,
    ColumnLetters,
    CrossTable,
    LikertSummary,
    MultipleResponseTable,
    RakedWeights,
)
from casestudy.tables.numbers import decimal, limits, percent, right
from casestudy.tables.style import Column, Table


def multiple_response_table(result: MultipleResponseTable, *, title: str = "") -> Table:
    """How often each choice was ticked, as a share of three bases and of all ticks.

    Parameters
    ----------
    result : MultipleResponseTable
        Choices become rows, in questionnaire order.
    title : str
        What the table is called; the wording of the question if empty.
    """
    bases = result.by_base
    names = {"answered": "% of who answered", "asked": "% of who were asked",
             "ticked_any": "% of who ticked any"}  # fmt: skip
    rows = [
        (
            label,
            str(int(result.counts[n])),
            *(percent(float(shares.shares[n])) for shares in bases.values()),
            percent(float(result.share_of_responses[n])),
        )
        for n, label in enumerate(result.labels)
    ]
    told = ", ".join(f"{names[name][2:].strip()}: {shares.base}" for name, shares in bases.items())
    return Table(
        title=title or result.text or result.item,
        columns=(
            Column(name="Answer"),
            *right("n", *(names[name] for name in bases), "% of ticks"),
        ),
        rows=tuple(rows),
        notes=(f"Bases {told}; {result.n_responses} ticks.", *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )


def likert_summary(result: LikertSummary, *, title: str = "Ratings") -> Table:
    """Ratings side by side: the share of each answer, net, mean, median, who did not answer.

    Parameters
    ----------
    result : LikertSummary
        Items, or items by groups, become rows, in the order given.
    title : str
        What the table is called.
    """
    lost = {"not_asked": "not asked", "left_blank": "left blank", "dont_know": "don't know",
            "refused": "refused"}  # fmt: skip
    rows = [
        (
            result.texts[n] or result.items[n],
            *([result.groups[n]] if result.by else []),
            str(int(result.n[n])),
            *(percent(float(share), 0) for share in result.shares[n]),
            percent(float(result.net[n]), 0),
            decimal(float(result.mean[n])),
            decimal(float(result.sd[n])),
            decimal(float(result.median[n]), 1),
            str(sum(int(counts[n]) for counts in result.missing.values())),
        )
        for n in range(len(result.items))
    ]
    kinds = [f"{lost[kind]}: {int(counts.sum())}" for kind, counts in result.missing.items()
             if counts.sum()]  # fmt: skip
    heads = (Column(name="Item"), *([Column(name="Group")] if result.by else []))
    return Table(
        title=title,
        columns=(
            *heads,
            *right(
                "n",
                *(f"{one} %" for one in result.choices),
                "Net",
                "Mean",
                "SD",
                "Median",
                "No answer",
            ),
        ),
        rows=tuple(rows),
        notes=(
            "Per cent of those who answered the item. Net: above the middle less below.",
            *((f"No answer, over all rows: {', '.join(kinds)}.",) if kinds else ()),
            *result.notes,
        ),
        provenance=result.provenance,
        data=result.to_frame(),
    )


def box_scores(result: BoxScores, *, title: str = "") -> Table:
    """A score of boxes for each group, with its interval.

    Parameters
    ----------
    result : BoxScores
        Groups become rows. With several, notes give the differences with p-values after Holm.
    title : str
        What the table is called; the score's name if empty.
    """
    rows = [
        (
            group,
            str(int(result.n[n])),
            percent(float(result.positive[n])),
            percent(float(result.negative[n])),
            percent(float(result.score[n])),
            limits(100 * result.intervals[n].low, 100 * result.intervals[n].high, 1),
        )
        for n, group in enumerate(result.groups)
    ]
    interval = result.intervals[0]
    return Table(
        title=title or f"{result.text or result.item}: {result.name}",
        columns=(
            Column(name="Group"),
            *right("n", "% up", "% down", "Score", f"{interval.level:.0%} interval"),
        ),
        rows=tuple(rows),
        notes=(f"Interval: {interval.method}.", *_differences(result), *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )


def cross_table(result: CrossTable | ColumnLetters, *, title: str = "") -> Table:
    """The answers to one item by groups, in per cent of each group, with letters if they are given.

    Parameters
    ----------
    result : CrossTable or ColumnLetters
        Groups become columns, answers rows.
    title : str
        What the table is called; made of the two items if empty.
    """
    letters = result if isinstance(result, ColumnLetters) else None
    table = result.table if isinstance(result, ColumnLetters) else result
    shares = table.column_shares
    names = letters.names if letters else ("",) * len(table.column_labels)
    heads = [
        f"{label}{f' ({name})' if name else ''}, n = {int(base)}"
        for label, name, base in zip(table.column_labels, names, table.bases, strict=True)
    ]
    rows = [
        (
            label,
            *(
                _cell(float(shares[r, c]), int(table.counts[r, c]), letters, r, c)
                for c in range(len(heads))
            ),
        )
        for r, label in enumerate(table.row_labels)
    ]
    said = "Per cent of the group (count)."
    if letters:
        said += (
            f" Letters name the groups with a smaller share (p < {letters.alpha:g} after "
            f"{letters.adjustment})."
        )
    return Table(
        title=title
        or f"{table.row_text or table.row_item} by {table.column_text or table.column_item}",
        columns=(Column(name="Answer"), *right(*heads)),
        rows=tuple(rows),
        notes=(said, *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )


def raked_weights(result: RakedWeights, *, title: str = "Weights raked to margins") -> Table:
    """What raking did to each margin, and what it costs.

    Parameters
    ----------
    result : RakedWeights
        Groups of each margin become rows.
    title : str
        What the table is called.
    """
    rows = [
        (margin.item, label, str(int(n)), decimal(float(before), 1), decimal(float(target), 1),
         decimal(float(after), 1))
        for margin in result.margins
        for label, n, before, target, after in zip(
            margin.labels, margin.counts, margin.before, margin.target, margin.after, strict=True
        )
    ]  # fmt: skip
    cost = (
        f"Design effect of the weights {result.design_effect:.3f}: "
        f"{result.effective_n:.0f} effective respondents."
    )
    return Table(
        title=title,
        columns=(
            Column(name="Item"),
            Column(name="Answer"),
            *right("n", "Before", "Wanted", "After"),
        ),
        rows=tuple(rows),
        notes=(cost, *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )


def _cell(share: float, count: int, letters: ColumnLetters | None, row: int, column: int) -> str:
    above = f" {letters.letters[row][column]}" if letters and letters.letters[row][column] else ""
    return f"{percent(share, 0)} ({count}){above}"


def _differences(result: BoxScores) -> list[str]:
    told = [
        f"{result.groups[a]} less {result.groups[b]} {percent(float(result.differences[n]))} "
        f"(p = {result.p_holm[n]:.3f})"
        for n, (a, b) in enumerate(result.pairs.tolist())
    ]
    return [f"Differences, p after Holm: {'; '.join(told)}."] if told else []
