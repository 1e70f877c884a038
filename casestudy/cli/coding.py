"""Commands that code: by hand, one passage at a time, and by the codebook's rules."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from casestudy.cli.arguments import CoderName, Json, StudyFolder
from casestudy.cli.output import put, put_json, put_rows, say


class Unit(StrEnum):
    """What a rule puts its code on."""

    sentence = "sentence"
    turn = "turn"
    paragraph = "paragraph"
    match = "match"


def code(  # noqa: PLR0913, PLR0917 (a command line has as many options as people need)
    source: Annotated[str, typer.Argument(help="Id of the source.")],
    code: Annotated[str, typer.Argument(help="Id of the code.")],
    coder: CoderName = "me",
    quote: Annotated[str | None, typer.Option(help="The words to code; they occur once.")] = None,
    start: Annotated[int | None, typer.Option(help="First character, from 0.", min=0)] = None,
    end: Annotated[int | None, typer.Option(help="Character after the last.", min=1)] = None,
    region: Annotated[
        str | None, typer.Option(help="A rectangle: screenshot.png#xywh=x,y,width,height.")
    ] = None,
    memo: Annotated[str, typer.Option(help="A note on this coding.")] = "",
    study_folder: StudyFolder = None,
    as_json: Json = False,
) -> None:
    """Put a code on a passage, given by its words or positions, or on a region of a picture.

    Without any of these the whole source is coded.

    Example: casestudy code interview_1 timeliness --quote "stock levels are live" --coder anna
    """
    from casestudy.opening import open_study
    from casestudy.regions import Region

    if quote == "":
        raise ValueError("--quote is empty; give the words, or leave it out to code the source")
    made = (
        open_study(study_folder)
        .coder(coder)
        .code(
            source,
            code,
            quote=quote or "",
            start=start,
            end=end,
            region=Region.parsed(region) if region else None,
            memo=memo,
        )
    )
    row = {
        "coding": made.id,
        "source": made.source,
        "code": made.code,
        "coder": made.coder,
        "start": made.start,
        "end": made.end,
        "region": str(made.region or ""),
        "quote": made.quote,
        "created": made.created.isoformat(),
    }
    if as_json:
        put_json(row)
    else:
        put(made.id)
        say(f"saved: {made.code} on {made.quote or str(made.region or 'the whole source')!r}")


def code_by_rule(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Ids of sources; all if none is given.")
    ] = None,
    unit: Annotated[Unit, typer.Option(help="What is coded around each hit.")] = Unit.sentence,
    coder: CoderName = "rule-keywords",
    study_folder: StudyFolder = None,
    as_json: Json = False,
) -> None:
    """Suggest codes by the phrases (`rules`) of the codebook.

    The codings are those of a machine coder: suggestions, shown apart from what people coded.
    Running it again adds nothing twice.
    """
    from dataclasses import replace

    from casestudy.assist import rule_codings
    from casestudy.opening import open_study

    study = open_study(study_folder)
    shelf = study.sources
    wanted = [shelf[name] for name in (sources or shelf)]
    found = rule_codings(
        wanted, codebook=study.codebook, unit=unit.value, created=datetime.now(UTC)
    )
    new = study.coder(coder).add(replace(coding, coder=coder) for coding in found)
    counts: dict[str, int] = {}
    for coding in found:
        counts[coding.code] = counts.get(coding.code, 0) + 1
    rows = [{"code": name, "hits": hits} for name, hits in sorted(counts.items())]
    if as_json:
        put_json({"sources": len(wanted), "hits": len(found), "new": new, "codes": rows})
    else:
        put_rows(rows, ("code", "hits"))
        say(f"{len(found)} suggestions in {len(wanted)} sources, {new} of them new")
