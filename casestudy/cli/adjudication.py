"""The command by which coders decide together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from casestudy.cli.agreement import words_of
from casestudy.cli.arguments import Json, StudyFolder
from casestudy.cli.output import put_json, put_rows, say

if TYPE_CHECKING:
    from casestudy.adjudicating import Adjudicator
    from casestudy.agreement import Question, Questions
    from casestudy.study import Study


def adjudicate(  # noqa: PLR0913, PLR0917 (a command line has as many options as people need)
    question: Annotated[
        str, typer.Argument(help="Id of a question to decide; without it the open ones are listed.")
    ] = "",
    coder: Annotated[
        list[str] | None, typer.Option(help="Whose codings are decided on; else all people.")
    ] = None,
    consensus: Annotated[
        str, typer.Option("--as", help="The coder who bears what is decided.")
    ] = "consensus",
    accept: Annotated[bool, typer.Option("--accept", help="Adopt the code here.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="The code does not hold here.")] = False,
    reason: Annotated[str, typer.Option(help="Why; it is logged.")] = "",
    code: Annotated[str, typer.Option(help="Adopt another code instead.")] = "",
    borders: Annotated[
        str, typer.Option(help="Where borders differ: shared (what all coded) or widest.")
    ] = "",
    start: Annotated[int | None, typer.Option(help="First character adopted.", min=0)] = None,
    end: Annotated[int | None, typer.Option(help="Character after the last.", min=1)] = None,
    weight: Annotated[
        int | None, typer.Option(help="The weight agreed on; without it, the one all gave.")
    ] = None,
    stance: Annotated[
        str, typer.Option(help="The stance agreed on; without it, the one all gave.")
    ] = "",
    rule: Annotated[str, typer.Option(help="Adopt all that is unanimous, or by majority.")] = "",
    threshold: Annotated[
        float, typer.Option(help="Least share of text in common, for --rule; 1: same borders.")
    ] = 1.0,
    ask: Annotated[
        bool, typer.Option("--ask", help="Ask about the open ones, one by one.")
    ] = False,
    all_seen: Annotated[
        bool, typer.Option("--all-seen", help="Every coder read every source.")
    ] = False,
    study_folder: StudyFolder = None,
    as_json: Json = False,
) -> None:
    """Let coders decide together: list what is open, adopt by a rule, or decide one by one.

    Each decision is logged with its reason as soon as it is made; what the coders did stays as it
    was. A later decision on the same codings takes the earlier one back.

    Example: casestudy adjudicate --rule unanimous
    """
    from casestudy.opening import open_study
    from casestudy.progress import progress
    from casestudy.ratings import Rating

    if accept + reject + bool(rule) + ask > 1 or (question and (rule or ask)):
        raise ValueError("give one of: QUESTION with --accept or --reject, --rule, --ask")
    if question and not (accept or reject):
        raise ValueError("say what is decided: --accept or --reject, with --reason")
    if (start is None) != (end is None):
        raise ValueError("give both --start and --end, or neither")
    study = open_study(study_folder)
    panel = _panel(study, coder, consensus, all_seen=all_seen)
    if accept:
        at = None if start is None or end is None else (start, end)
        given = Rating()
        if weight is not None:
            given["weight"] = weight
        if stance:
            given["stance"] = stance
        panel.accept(question, reason=reason, borders=borders, at=at, code=code, **given)
    elif reject:
        panel.reject(question, reason=reason)
    elif rule:
        with progress("Deciding", len(panel.questions().open)) as step:
            panel.accept_by(
                rule, threshold=threshold, borders=borders, reason=reason, on_progress=step
            )
    elif ask:
        _ask(study, panel)
    _show_questions(study, panel.questions(), as_json=as_json)


def _panel(
    study: Study, coders: Sequence[str] | None, consensus: str, *, all_seen: bool
) -> Adjudicator:
    """Who decides: the coders named, or all people but the consensus coder."""
    from casestudy.adjudicating import Adjudicator

    frame = study.codings.by_people().frame
    named = list(coders or sorted(set(frame["coder"]) - {consensus}))
    seen = None
    if all_seen:
        sources = sorted(set(frame["source"]))
        seen = dict.fromkeys(named, sources)
    return Adjudicator(study, coders=named, consensus=consensus, seen=seen)


def _show_questions(study: Study, found: Questions, *, as_json: bool) -> None:
    """What is open, and how far the coders have come."""
    counts = dict(found.counts)
    if as_json:
        put_json({"counts": counts, "questions": found.to_frame().to_dict("records"),
                  "progress": found.progress().to_dict("records")})  # fmt: skip
        return
    rows = [
        {
            "question": row.id, "kind": row.kind, "code": row.code, "source": row.source,
            "put by": ", ".join(row.coders), "not by": ", ".join(row.silent),
            "words": words_of(study, row.source, *row.widest),
        }
        for row in found.open
    ]  # fmt: skip
    put_rows(rows, ("question", "kind", "code", "source", "put by", "not by", "words"), width=40)
    say(", ".join(f"{n} {name}" for name, n in counts.items()))
    for note in found.notes:
        say(note)


def _ask(study: Study, panel: Adjudicator) -> None:
    """Ask about each open question; what was answered is logged before the next one is asked."""
    for row in panel.questions().open:
        say(_told(study, row))
        answer = typer.prompt("adopt [a], adopt widest [w], reject [r], later [l], stop [s]",
                              default="l", err=True).strip().lower()  # fmt: skip
        if answer == "s":
            return
        if answer in ("a", "w", "r"):
            reason = typer.prompt("why", err=True)
            if answer == "r":
                panel.reject(row.id, reason=reason)
            else:
                panel.accept(row.id, reason=reason, borders="shared" if answer == "a" else "widest")


def _told(study: Study, row: Question) -> str:
    """A question in words."""
    from casestudy.ratings import told

    low, high = row.widest
    places = "; ".join(
        f"{who} {a}-{b}" + (f" ({told(row.ratings[who])})" if who in row.ratings else "")
        for who, (a, b) in row.spans.items()
    )
    lines = [
        f"\n{row.code} in {row.source}: {words_of(study, row.source, low, high) or 'whole source'}",
        f"put by {places}" + (f"; not by {', '.join(row.silent)}" if row.silent else ""),
    ]
    return "\n".join([*lines, *([f"also there: {', '.join(row.rivals)}"] if row.rivals else [])])
