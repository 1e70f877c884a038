"""What was coded, in tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from casestudy.crosswalk import NONE
from casestudy.qualitative import (
    CodeFrequencies,
    CrosswalkMatrix,
    QuotationList,
    SchemeOverview,
    ThemeMatrix,
)
from casestudy.ratings import Rating, told
from casestudy.results import Result
from casestudy.tables.style import Column, Table

UNKNOWN = "?"


def theme_matrix(result: ThemeMatrix, *, title: str = "Themes by case") -> Table:
    """Where each theme was observed, only suggested, or unknown.

    Parameters
    ----------
    result : ThemeMatrix
        Themes become rows in codebook order, cases columns.
    title : str
        What the table is called.

    Returns
    -------
    Table
        A number where a theme was observed, "(2)" where machines alone suggest it twice, "?" where
        nothing is known.
    """
    names = [name or case for name, case in zip(result.case_names, result.cases, strict=True)]
    rows = [
        (name, *(_state(int(seen), int(hinted)) for seen, hinted in zip(a, b, strict=True)))
        for name, a, b in zip(result.theme_names, result.observed, result.suggested, strict=True)
    ]
    said = ["Numbers count what was observed.", "? means unknown, not: no."]
    if (result.suggested > 0).any():
        said.insert(1, "Numbers in brackets count what a machine suggests.")
    columns = (Column(name="Theme"), *(Column(name=name, align="centre") for name in names))
    return _table(result, title, columns, rows, said=(" ".join(said),))


def code_frequencies(result: CodeFrequencies, *, title: str = "Codes by group") -> Table:
    """How often each code was put in each group.

    Parameters
    ----------
    result : CodeFrequencies
        Codes become rows in codebook order, groups columns.
    title : str
        What the table is called.
    """
    groups = [group or f"no {result.by} known" for group in result.groups]
    rows = [
        (name, *(str(int(n)) for n in counts))
        for name, counts in zip(result.code_names, result.counts, strict=True)
    ]
    head = "Theme" if result.level == "theme" else "Code"
    columns = (Column(name=head), *(Column(name=group, align="right") for group in groups))
    said = f"Codings by {result.by}, {result.n_codings} in all."
    return _table(result, title, columns, rows, said=(said,))


def quotations(result: QuotationList, *, title: str = "Quotations") -> Table:
    """The coded words with their place and what stands around them.

    Parameters
    ----------
    result : QuotationList
        One row a coding, in its order; a weight or stance stands behind the code.
    title : str
        What the table is called.
    """
    names = ("Code", "Quotation", "Source", "Speaker", "Place", "Coder", "Memo")
    frame = result.to_frame()
    fields = ["before", "quote", "after", "region"]
    passages = [_passage(*parts) for parts in frame[fields].itertuples(index=False)]
    others = ["source", "speaker", "locator", "coder", "memo"]
    cells = frame[others].astype("str").itertuples(index=False)
    weights = frame["weight"].astype(object).where(frame["weight"].notna(), None)
    rated = [
        told(Rating(weight=weight, stance=stance))
        for weight, stance in zip(weights, frame["stance"], strict=True)
    ]
    names_of_codes = [
        f"{code} ({words})" if words else str(code)
        for code, words in zip(frame["code_name"], rated, strict=True)
    ]
    rows = [
        (code, passage, *(str(cell) for cell in more))
        for code, passage, more in zip(names_of_codes, passages, cells, strict=True)
    ]
    table = _table(result, title, tuple(Column(name=name) for name in names), rows)
    # when something was coded is no part of a quotation, and would make each run's files differ
    return replace(table, data=table.data.drop(columns="created"))


def crosswalk_matrix(result: CrosswalkMatrix, *, title: str = "Schemes and themes") -> Table:
    """How many codes of each companion scheme speak to each theme.

    Parameters
    ----------
    result : CrosswalkMatrix
        Schemes become rows, themes columns; the last column counts codes without a theme.
    title : str
        What the table is called.
    """
    pairs = zip(result.themes, result.theme_names, strict=True)
    names = ["no theme" if theme == NONE else name for theme, name in pairs]
    rows = [
        (name, *(str(int(n)) for n in counts))
        for name, counts in zip(result.scheme_titles, result.counts, strict=True)
    ]
    columns = (Column(name="Scheme"), *(Column(name=name, align="right") for name in names))
    return _table(result, title, columns, rows)


def scheme_overview(result: SchemeOverview, *, title: str = "Companion schemes") -> Table:
    """What each scheme is, and for how many of its codes the sources support a theme.

    Parameters
    ----------
    result : SchemeOverview
        Schemes become rows, in their order.
    title : str
        What the table is called.
    """
    frame = result.to_frame()
    columns = (
        Column(name="Scheme"),
        Column(name="Work"),
        Column(name="Year", align="right"),
        Column(name="Page"),
        Column(name="Codes", align="right"),
        Column(name="Linked", align="right"),
        Column(name="No theme", align="right"),
    )
    fields = ["title", "work", "year", "page", "n_codes", "n_linked", "n_none"]
    known = frame[fields].astype("object").where(frame[fields].notna(), UNKNOWN)
    rows = [tuple(str(cell) for cell in row) for row in known.itertuples(index=False)]
    return _table(result, title, columns, rows)


def _state(seen: int, hinted: int) -> str:
    """A cell of the theme matrix."""
    if seen:
        return f"{seen} ({hinted})" if hinted else str(seen)
    return f"({hinted})" if hinted else UNKNOWN


def _passage(before: str, quote: str, after: str, region: str) -> str:
    """A quotation amid its context; a whole source and a region have no words to quote."""
    if not quote:
        return f"region {region}" if region else "the whole source"
    return f"{before} “{quote}” {after}".strip()


def _table(
    result: Result,
    title: str,
    columns: tuple[Column, ...],
    rows: Iterable[tuple[str, ...]],
    *,
    said: tuple[str, ...] = (),
) -> Table:
    """A table of a result: its notes, its provenance and its unrounded frame come along."""
    return Table(
        title=title,
        columns=columns,
        rows=tuple(rows),
        notes=(*said, *result.notes),
        provenance=result.provenance,
        data=result.to_frame(),
    )
