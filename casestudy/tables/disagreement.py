"""Where coders disagree and what became of it, in tables."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from casestudy.agreement.adjudication import Questions
from casestudy.agreement.before_after import BeforeAfter
from casestudy.agreement.confusion import ConfusionMatrix
from casestudy.agreement.disagreement import Disagreements
from casestudy.agreement.drift import Drift
from casestudy.agreement.leaving_out import LeftOut
from casestudy.results import Result
from casestudy.sources import Source
from casestudy.tables.style import Column, Table

UNDEFINED = "undefined"
MOST_CHARACTERS = 120
"""A passage is quoted up to so many characters."""


def disagreements(
    result: Disagreements,
    *,
    sources: Mapping[str, Source] | None = None,
    title: str = "Where coders disagree",
) -> Table:
    """The passages on which coders differ, with what each coder said.

    Parameters
    ----------
    result : Disagreements
        One row a passage, in its order.
    sources : mapping of str to Source, optional
        The texts, to quote the passages; without them only their places are named.
    title : str
        What the table is called.
    """
    columns = [
        Column(name="Source"),
        Column(name="Characters"),
        *([Column(name="Passage")] if sources else []),
    ]
    columns += [Column(name=coder) for coder in result.coders]
    columns += [Column(name="Pairs that differ", align="right")]
    rows = []
    for at in range(len(result)):
        source, start, end = str(result.source[at]), int(result.starts[at]), int(result.ends[at])
        place = f"{start}–{end}" if start >= 0 else str(result.unit[at])
        quoted = [_quoted(sources[source].text, start, end)] if sources else []
        said = [str(word) for word in result.said[at]]
        rows.append((source, place, *quoted, *said, f"{result.share[at]:.0%}"))
    told = (
        f"Coders differ on {len(result)} of {result.n_compared} passages that two of them judged."
    )
    return _table(result, title, columns, rows, said=(told,))


def confused_codes(result: ConfusionMatrix, *, title: str = "Codes taken for each other") -> Table:
    """Pairs of codes that coders put on the same text, most often first.

    Parameters
    ----------
    result : ConfusionMatrix
        Only its cells off the diagonal.
    title : str
        What the table is called.
    """
    columns = (
        Column(name="Code"),
        Column(name="taken for"),
        Column(name=result.counted.capitalize(), align="right"),
        Column(name="Share of all differences", align="right"),
    )
    rows = [
        (str(one), str(other), f"{amount:,.0f}", f"{share:.0%}")
        for one, other, amount, share in result.pairs().itertuples(index=False)
    ]
    return _table(result, title, columns, rows)


def left_out(result: LeftOut, *, title: str = "") -> Table:
    """A coefficient without each coder, or each source, and how it changes.

    Parameters
    ----------
    result : LeftOut
        One row a coder or source.
    title : str
        What the table is called; it names the coefficient if none is given.
    """
    whole = result.whole
    columns = (
        Column(name=f"Without the {result.what}"),
        Column(name=whole.coefficient, align="right"),
        Column(name="Change", align="right"),
        Column(name="Units", align="right"),
    )
    frame = result.to_frame()
    fields = [result.what, "without", "change", "n_units"]
    rows = [
        (
            "nobody" if result.what == "coder" else "none",
            _number(whole.value),
            "",
            str(whole.n_units),
        )
    ]
    rows += [
        (str(name), _number(value), _signed(change), str(n))
        for name, value, change, n in frame[fields].itertuples(index=False)
    ]
    told = f"A positive change: without this {result.what} the others agree better."
    named = title or f"{whole.coefficient} without each {result.what}"
    return _table(result, named, columns, rows, said=(told,))


def before_and_after(
    result: BeforeAfter, *, title: str = "Agreement before and after adjudication"
) -> Table:
    """Coefficients before and after coders talked.

    Parameters
    ----------
    result : BeforeAfter
        One row a coefficient.
    title : str
        What the table is called.
    """
    columns = (
        Column(name="Code"),
        Column(name="Coefficient"),
        *(Column(name=name, align="right") for name in ("Before", "After", "Change")),
    )
    rows = [
        (str(row.about) or "all", str(row.coefficient), _number(row.before), _number(row.after),
         _signed(row.change))
        for row in result.to_frame().itertuples(index=False)
    ]  # fmt: skip
    return _table(result, title, columns, rows)


def agreement_over_time(
    result: Drift, *, title: str = "Agreement over the time of coding"
) -> Table:
    """A coefficient in each part of the time of coding.

    Parameters
    ----------
    result : Drift
        One row a part.
    title : str
        What the table is called.
    """
    name = result.parts[0].coefficient
    columns = (
        Column(name="From"),
        Column(name="To"),
        *(Column(name=word, align="right") for word in (name, "Interval", "Units")),
    )
    rows = [
        (
            _day(row.first),
            _day(row.last),
            _number(row.value),
            _span(row.low, row.high),
            str(row.n_units),
        )
        for row in result.to_frame().itertuples(index=False)
    ]
    return _table(result, title, columns, rows)


def adjudication(result: Questions, *, title: str = "Decisions of the coders") -> Table:
    """What coders had to decide, who put the code, and what was decided why.

    Parameters
    ----------
    result : Questions
        One row a question.
    title : str
        What the table is called.
    """
    names = (
        "Source",
        "Characters",
        "Code",
        "Put by",
        "Not put by",
        "Also there",
        "Outcome",
        "Reason",
    )
    rows = [
        (row.source, _place(row.widest, row.regions), row.code, ", ".join(row.coders),
         ", ".join(row.silent), ", ".join(row.rivals), row.outcome, row.reason)
        for row in result.rows
    ]  # fmt: skip
    counts = ", ".join(f"{n} {name}" for name, n in result.counts.items())
    told = f"{len(result)} questions: {counts}."
    table = _table(result, title, [Column(name=name) for name in names], rows, said=(told,))
    # ids differ from run to run, and say nothing to a reader
    return replace(table, data=table.data.drop(columns="question"))


def _quoted(text: str, start: int, end: int) -> str:
    """The words of a passage, shortened in its middle if it is long."""
    if start < 0:
        return ""
    words = " ".join(text[start:end].split())
    if len(words) <= MOST_CHARACTERS:
        return words
    half = MOST_CHARACTERS // 2
    return f"{words[:half].rstrip()} … {words[-half:].lstrip()}"


def _place(span: tuple[int, int], regions: tuple[str, ...]) -> str:
    if regions:
        return ", ".join(regions)
    return f"{span[0]}–{span[1]}" if span[0] >= 0 else "the whole source"


def _number(value: Any) -> str:
    return UNDEFINED if math.isnan(value) else f"{value:.3f}"


def _signed(value: Any) -> str:
    return "" if math.isnan(value) else f"{value:+.3f}"


def _span(low: Any, high: Any) -> str:
    return "" if math.isnan(low) else f"{low:.3f} to {high:.3f}"


def _day(when: Any) -> str:
    return f"{when:%Y-%m-%d}"


def _table(
    result: Result,
    title: str,
    columns: Iterable[Column],
    rows: Iterable[tuple[str, ...]],
    *,
    said: tuple[str, ...] = (),
) -> Table:
    """A table of a result: its notes, its provenance and its unrounded frame come along."""
    return Table(
        title=title,
        columns=tuple(columns),
        rows=tuple(rows),
        notes=(*said, *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )
