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
    source: Annotated[str, typer.Argument(help="Id of the source.")] = "",
    code: Annotated[str, typer.Argument(help="Id of the code.")] = "",
    coder: CoderName = "me",
    quote: Annotated[str | None, typer.Option(help="The words to code; they occur once.")] = None,
    start: Annotated[int | None, typer.Option(help="First character, from 0.", min=0)] = None,
    end: Annotated[int | None, typer.Option(help="Character after the last.", min=1)] = None,
    region: Annotated[
        str | None, typer.Option(help="A rectangle: screenshot.png#xywh=x,y,width,height.")
    ] = None,
    memo: Annotated[str, typer.Option(help="A note on this coding.")] = "",
    weight: Annotated[
        int | None, typer.Option(help="How strongly, on the scale that the code declares.")
    ] = None,
    stance: Annotated[str, typer.Option(help="One of the stances that the code declares.")] = "",
    study_folder: StudyFolder = None,
    as_json: Json = False,
) -> None:
    """Put a code on a passage, given by its words or positions, or on a region of a picture.

    Without any of these the whole source is coded. Without a source, the coding desk opens.

    Example: casestudy code interview_1 timeliness --quote "stock levels are live" --coder anna
    """
    from casestudy.opening import open_study
    from casestudy.regions import Region

    if not source and not any((quote, start, end, region, memo, weight, stance)):
        desk("", coder, study_folder=study_folder, as_json=as_json)
        return
    if not code:
        raise ValueError(
            "give a source and a code to put on it, or neither of them to open the coding desk"
        )
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
            weight=weight,
            stance=stance,
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
        "weight": made.weight,
        "stance": made.stance,
        "created": made.created.isoformat(),
    }
    if as_json:
        put_json(row)
    else:
        put(made.id)
        say(f"saved: {made.code} on {made.quote or str(made.region or 'the whole source')!r}")


def rate(  # noqa: PLR0917 (as for `code`)
    source: Annotated[str, typer.Argument(help="Id of the source.")],
    coding: Annotated[str, typer.Argument(help="Id of the coding.")],
    weight: Annotated[
        str, typer.Option(help="A whole number on the code's scale, or - to take it away.")
    ] = "",
    stance: Annotated[
        str, typer.Option(help="One of the code's stances, or - to take it away.")
    ] = "",
    coder: CoderName = "me",
    study_folder: StudyFolder = None,
    as_json: Json = False,
) -> None:
    """Give a coding of one's own a weight or a stance, change it, or take it away.

    Example: casestudy rate interview_1 01KYCE5Y7ZB5ZC1H3ZDNX1Z0SA --weight 80 --stance for
    """
    from casestudy.opening import open_study
    from casestudy.ratings import Rating

    given = Rating()
    if weight:
        given["weight"] = _whole(weight)
    if stance:
        given["stance"] = "" if stance == NOTHING else stance
    if not given:
        raise ValueError("say what the coding is rated with: --weight NUMBER or --stance WORD")
    open_study(study_folder).coder(coder).rate(source, coding, **given)
    if as_json:
        put_json({"coding": coding, "source": source, "coder": coder, **given})
    else:
        put(coding)
        say(
            "saved: "
            + ", ".join(
                f"{name} {NOTHING if value in (None, '') else value}"
                for name, value in given.items()
            )
        )


NOTHING = "-"
"""What takes a rating away on the command line."""


def _whole(text: str) -> int | None:
    if text == NOTHING:
        return None
    try:
        return int(text)
    except ValueError:
        raise ValueError(
            f"--weight {text!r} is not a whole number; give one, or {NOTHING} to take it away"
        ) from None


class App(StrEnum):
    """A program that shows notebooks."""

    lab = "lab"
    notebook = "notebook"


def desk(
    source: Annotated[str, typer.Argument(help="Id of the source to begin with.")] = "",
    coder: CoderName = "me",
    app: Annotated[App, typer.Option(help="JupyterLab, or Notebook 7 if installed.")] = App.lab,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open a browser, or only say where.")
    ] = True,
    study_folder: StudyFolder = None,
    as_json: Json = False,
) -> None:
    """Open the coding desk: read, select, press a key. Ctrl C ends it.

    Jupyter runs on this computer only, for as long as the command does; what is coded is in the
    study's logs.
    """
    import webbrowser

    from casestudy.desk.in_jupyter import desk_in_jupyter
    from casestudy.opening import open_study

    study = open_study(study_folder)
    if source:
        study.sources.folder(source)
    running = desk_in_jupyter(
        study.folder, coder=coder, source=source, app=app.value, on_progress=say
    )
    try:
        if as_json:
            put_json({"address": running.address, "notebook": str(running.notebook)})
        else:
            put(running.address)
        if browser:
            webbrowser.open(running.address)
        say("the desk is open; Ctrl C ends it")
        running.wait()
    except KeyboardInterrupt:
        say("ended; what the desk called saved is in the logs")
    finally:
        running.end()


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
