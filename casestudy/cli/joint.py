"""The command that sets what was said beside what was answered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from casestudy.cli.arguments import Json, StudyFolder
from casestudy.cli.output import put_json, put_rows, say

if TYPE_CHECKING:
    from casestudy.answers import Answers
    from casestudy.joint import JointDisplay, JointRule
    from casestudy.study import Study

COLUMNS = ("theme", "segment", "n_voices", "share", "n", "preference", "verdict")


def joint(  # noqa: PLR0913, PLR0917 (a command line has as many options as people need)
    survey: Annotated[str, typer.Argument(help="Name of the survey.")],
    by: Annotated[str, typer.Option(help="Item that tells the segments.")],
    heard: Annotated[int, typer.Option(help="Voices from which a theme counts as heard.")],
    high: Annotated[float, typer.Option(help="Share from which a preference is high, 0 to 1.")],
    low: Annotated[float, typer.Option(help="Share up to which a preference is low, 0 to 1.")],
    fewest: Annotated[int, typer.Option(help="Respondents below whom shares are not compared.")],
    boxes: Annotated[int, typer.Option(help="Highest answers of a rating that prefer it.")] = 2,
    reversed_items: Annotated[
        list[str] | None,
        typer.Option("--reversed", help="Rating worded the other way round; repeatable."),
    ] = None,
    segment: Annotated[
        list[str] | None,
        typer.Option(help="SOURCE=SEGMENT, the segment of who speaks there; repeatable."),
    ] = None,
    coder: Annotated[str, typer.Option(help="Whose codings; else those of all people.")] = "",
    out: Annotated[
        Path | None, typer.Option(help="Folder for the figure and the tables; it may exist.")
    ] = None,
    study_folder: StudyFolder = None,
    as_json: Json = False,
) -> None:
    """Set what was said of each theme beside what was answered, by segment, compared by a rule.

    Respondents who also answered open questions speak for their own segment; for interviews say it
    with --segment, or let the id of the source's case be that of the segment.

    Example: casestudy joint customers --by segment --heard 2 --high 0.6 --low 0.4 --fewest 20
    --segment interview_1=oem --out joint
    """
    from casestudy.joint import JointRule
    from casestudy.opening import open_study
    from casestudy.survey import coded_answers

    study = open_study(study_folder)
    answers = coded_answers(study.surveys[survey])
    rule = JointRule(heard=heard, high=high, low=low, fewest=fewest)
    display = display_of(
        study, answers, rule, by=by, boxes=boxes, coder=coder, turned=reversed_items or [],
        said=pairs(segment or []),
    )  # fmt: skip
    if out is not None:
        save(display, out)
        say(f"figure and tables are in {out}")
    rows = display.to_frame().to_dict("records")
    if as_json:
        put_json({"cells": rows, "rule": str(rule), "notes": list(display.notes)})
        return
    for row in rows:
        row["share"] = "" if row["share"] != row["share"] else f"{row['share']:.0%}"
    put_rows(rows, COLUMNS)
    for note in display.notes:
        say(note)


def pairs(given: list[str]) -> dict[str, str]:
    """SOURCE=SEGMENT as a mapping."""
    found = {}
    for text in given:
        source, sign, segment = text.partition("=")
        if not (sign and source and segment):
            raise ValueError(f"--segment {text!r} is not SOURCE=SEGMENT, such as interview_1=oem")
        found[source.strip()] = segment.strip()
    return found


def display_of(  # noqa: PLR0913 (what the command knows)
    study: Study,
    answers: Answers,
    rule: JointRule,
    *,
    by: str,
    boxes: int,
    coder: str,
    turned: list[str],
    said: dict[str, str],
) -> JointDisplay:
    """The joint display of a study's codings and one of its surveys."""
    from casestudy.errors import did_you_mean
    from casestudy.joint import joint_display, survey_preferences, voices

    groups = answers.chosen(by)
    names = dict(zip(groups.choices, groups.labels, strict=True))
    sources = study.sources
    for source, segment in said.items():
        if source not in sources:
            raise LookupError(f"there is no source {source!r}{did_you_mean(source, sources)}")
        if segment not in names:
            raise LookupError(
                f"item {by!r} has no choice {segment!r}{did_you_mean(segment, names)}; allowed are "
                f"{', '.join(names)}"
            )
    codings = study.codings.only(coder=coder) if coder else study.codings.by_people()
    coded = {id: sources[id] for id in dict.fromkeys(codings.frame["source"])}
    by_case = {id: source.case for id, source in coded.items() if source.case in names}
    own = {
        who: groups.choices[code]
        for who, code in zip(answers.respondents, groups.codes, strict=False)
        if code >= 0
    }
    return joint_display(
        voices(codings, sources=coded, segments={**own, **by_case, **said}),
        survey_preferences(answers, by=by, boxes=boxes, reversed=turned),
        codebook=study.codebook,
        rule=rule,
        segments=names,
    )


def save(display: JointDisplay, folder: Path) -> None:
    """Write the figure, the display and the rule."""
    from casestudy import figures, tables

    folder.mkdir(parents=True, exist_ok=True)
    counts = ", ".join(f"{verdict} {n}" for verdict, n in display.counts().items())
    figures.save_figure(
        figures.joint_display(display),
        folder / "joint_display",
        width_mm=174,
        title="Voices and preferences by theme and segment",
        alt=f"Grid of {len(display.themes)} themes by {len(display.segments)} segments with the "
        f"number of voices, the share who prefer it, and the verdict. Verdicts: {counts}.",
        data=display.to_frame(),
        provenance=display.provenance,
    )
    tables.save_table(tables.joint_display(display), folder / "joint_display_table")
    tables.save_table(tables.joint_rule(display.rule), folder / "joint_rule")
