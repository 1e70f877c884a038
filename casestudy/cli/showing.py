"""Commands that show what a study holds."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from casestudy.cli.arguments import Json, StudyFolder
from casestudy.cli.output import put, put_json, put_rows, say

if TYPE_CHECKING:
    from casestudy.sources import Case
    from casestudy.study import Study


def sources(study_folder: StudyFolder = None, as_json: Json = False) -> None:
    """List the sources with their case, words, turns and speakers."""
    from casestudy.opening import open_study

    shelf = open_study(study_folder).sources
    rows = []
    for name in shelf:
        source = shelf[name]
        rows.append(
            {
                "id": source.id,
                "kind": source.kind,
                "case": source.case,
                "title": source.title,
                "language": source.language,
                "words": source.n_words,
                "turns": len(source.turns),
                "speakers": source.speakers,
                "provenance": source.provenance.kind,
                "reader": source.reader,
                "sha256": source.original_sha256,
                "warnings": list(source.warnings),
            }
        )
    if as_json:
        put_json(rows)
        return
    put_rows(rows, ("id", "kind", "case", "language", "words", "turns", "speakers", "provenance"))
    say(f"{len(rows)} sources" if rows else "no sources yet: casestudy import FILE")


def transcript(
    source: Annotated[str, typer.Argument(help="Id of the source.")],
    out: Annotated[Path | None, typer.Option(help="File to write; else report/<id>.html.")] = None,
    with_codings: Annotated[
        bool, typer.Option("--codings/--no-codings", help="With the coded passages, or without.")
    ] = True,
    study_folder: StudyFolder = None,
    as_json: Json = False,
) -> None:
    """Write a source as one page to read: speakers, times, and the coded passages.

    The page needs no program but a browser, runs nothing, and asks no other host.
    """
    from casestudy.opening import open_study
    from casestudy.report import transcript_page, write_page
    from casestudy.websites import pictures_of

    study = open_study(study_folder)
    pictures, boxes_on = pictures_of(study.folder, source)
    page = transcript_page(
        study.sources[source],
        codings=study.codings if with_codings else None,
        pictures=pictures,
        boxes_on=boxes_on,
    )
    path = out or study.folder / "report" / f"{source}.html"
    write_page(path, page)
    if as_json:
        put_json({"source": source, "page": str(path)})
    else:
        put(str(path))


def codings(  # noqa: PLR0913, PLR0917 (a command line has as many options as people need)
    coder: Annotated[str, typer.Option(help="Only this coder.")] = "",
    code: Annotated[str, typer.Option(help="Only this code.")] = "",
    source: Annotated[str, typer.Option(help="Only this source.")] = "",
    theme: Annotated[str, typer.Option(help="Only codes of this theme.")] = "",
    stance: Annotated[str, typer.Option(help="Only this stance.")] = "",
    low: Annotated[int | None, typer.Option(help="Only weights from this one.")] = None,
    high: Annotated[int | None, typer.Option(help="Only weights up to this one.")] = None,
    study_folder: StudyFolder = None,
    as_json: Json = False,
) -> None:
    """List the codings as they stand: who put which code on which passage."""
    from casestudy.opening import open_study

    wanted = {"coder": coder, "code": code, "source": source, "theme": theme, "stance": stance}
    study = open_study(study_folder)
    found = study.codings
    for name in filter(None, (code, theme)):
        found.codebook[name]  # a misspelt name is refused, not found nowhere
    if source and not found.frame["source"].eq(source).any():
        study.sources.folder(source)
    found = found.only(**{column: value for column, value in wanted.items() if value})
    if low is not None or high is not None:
        found = found.weighted(low=low, high=high)
    frame = found.frame.assign(
        created=found.frame["created"].dt.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), theme=found.themes
    )
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    if as_json:
        put_json(rows)
    else:
        rated = [name for name in ("weight", "stance") if {row[name] for row in rows} - {None, ""}]
        put_rows(rows, ("source", "code", "coder", "start", "end", *rated, "quote", "origin"))
        say(f"{len(rows)} codings" if rows else "no codings: casestudy code SOURCE CODE --quote …")
    for problem in found.problems:
        say(str(problem))


class Of(StrEnum):
    """What a matrix counts."""

    codings = "codings"
    weights = "weights"
    stances = "stances"


def matrix(
    published: Annotated[
        bool, typer.Option("--published", help="Of the published observations, not the codings.")
    ] = False,
    of: Annotated[
        Of, typer.Option(help="What is counted: codings, or weights or stances of codes.")
    ] = Of.codings,
    study_folder: StudyFolder = None,
    as_json: Json = False,
) -> None:
    """Show themes by cases: how often a theme was observed in a case, or that it is unknown.

    An empty cell is unknown, never "no". What only a machine suggested is marked with "?".
    With --of weights: mean; median (weights of codings) for each code that has weights.
    """
    from casestudy.opening import open_study
    from casestudy.qualitative import observation_matrix, theme_matrix

    study = open_study(study_folder)
    cases = list(study.cases.values())
    if of is not Of.codings:
        _rated(study, cases, of, as_json=as_json)
        return
    if published:
        found = observation_matrix(
            study.evidence["observations"], codebook=study.codebook, cases=cases
        )
    else:
        found = theme_matrix(study.codings, cases=cases)
    frame = found.to_frame()
    if as_json:
        put_json({"cells": frame.to_dict("records"), "notes": list(found.notes)})
        return
    marks = [
        str(observed) if observed else (f"?{suggested}" if suggested else "·")
        for observed, suggested in zip(frame["n_observed"], frame["n_suggested"], strict=True)
    ]
    wide = frame.assign(mark=marks).pivot_table(
        index="theme", columns="case", values="mark", aggfunc="first", sort=False
    )
    rows = [{"theme": theme, **row} for theme, row in wide.to_dict("index").items()]
    put_rows(rows, ("theme", *wide.columns))
    if not cases:
        say("the study has no cases yet: casestudy import FILE --case NAME")
    for note in found.notes:
        say(note)


def _rated(study: Study, cases: Sequence[Case], of: Of, *, as_json: bool) -> None:
    """The weights or stances of codes by case."""
    from casestudy import tables
    from casestudy.qualitative import stance_matrix, weight_matrix

    if of is Of.weights:
        found = weight_matrix(study.codings, cases=cases, level="code")
        table = tables.weight_matrix(found)
    else:
        sides = stance_matrix(study.codings, cases=cases, level="code")
        table = tables.stance_matrix(sides)
    if as_json:
        frame = table.data.astype(object).where(table.data.notna(), None)
        put_json({"cells": frame.to_dict("records"), "notes": list(table.notes)})
        return
    heads = [column.name for column in table.columns]
    put_rows([dict(zip(heads, row, strict=True)) for row in table.rows], heads)
    for note in table.notes:
        say(note)
