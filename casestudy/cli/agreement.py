"""Commands that compare coders and let them decide together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from casestudy.cli.arguments import Json, StudyFolder
from casestudy.cli.output import put, put_json, put_rows, say

if TYPE_CHECKING:
    from casestudy.adjudicating import Adjudicator
    from casestudy.agreement import Agreements, Inference, Question, Questions
    from casestudy.comparing import Compared
    from casestudy.study import Study


NOT_TOLD = ("value", "codes")
"""Settings that the rows themselves tell."""


def agreement(  # noqa: PLR0913, PLR0917 (every choice that changes the number is an option)
    unit: Annotated[
        str,
        typer.Option(
            help="What is compared: turn, sentence, paragraph, block, window, source; match (the "
            "segments as coders chose them); character or word (the continuum)."
        ),
    ],
    coefficient: Annotated[
        str,
        typer.Option(
            help="alpha, cohen, light, conger, fleiss, scott, ac1, brennan-prediger, percent, "
            "holsti, all; of sets alpha-jaccard, alpha-masi; on the continuum u-alpha, pooled, "
            "gamma, boundary, windowdiff, u-alpha-1995."
        ),
    ],
    value: Annotated[
        str, typer.Option(help="each (each code against the rest), set, one, or main.")
    ] = "each",
    level: Annotated[str, typer.Option(help="theme, code, or steps below the theme.")] = "theme",
    touching: Annotated[
        str,
        typer.Option(help="How a partly coded unit counts: any, majority, whole, inside, most."),
    ] = "any",
    uncoded: Annotated[
        str, typer.Option(help="What text without a code means: in, out, or missing.")
    ] = "in",
    size: Annotated[
        int, typer.Option(help="Characters of a window; for boundary and windowdiff atoms.", min=0)
    ] = 0,
    threshold: Annotated[
        float, typer.Option(help="Least share that matched segments have in common.")
    ] = 0.5,
    coder: Annotated[list[str] | None, typer.Option(help="Only these; else all people.")] = None,
    source: Annotated[list[str] | None, typer.Option(help="Only these; else all coded.")] = None,
    seen: Annotated[
        list[str] | None, typer.Option(help="CODER=SOURCE,SOURCE: what a coder read.")
    ] = None,
    all_seen: Annotated[
        bool, typer.Option("--all-seen", help="Every coder read every source compared.")
    ] = False,
    bootstrap: Annotated[
        int, typer.Option(help="Intervals by so many resamples; else linearised.", min=0)
    ] = 0,
    seed: Annotated[int, typer.Option(help="Of everything that is drawn.")] = 1,
    passages: Annotated[
        bool, typer.Option("--disagreements", help="List the passages on which coders differ.")
    ] = False,
    study_folder: StudyFolder = None,
    as_json: Json = False,
) -> None:
    """Compare coders: how far they agree, with intervals, on a unit that you choose.

    Every choice that shapes the number is told with it. A coder without a coding in a source
    counts as missing there, unless --seen or --all-seen says that the coder read it.

    Example: casestudy agreement --unit turn --coefficient alpha
    """
    from casestudy.comparing import Comparison, compare
    from casestudy.study import open_study

    study = open_study(study_folder)
    wanted = Comparison(
        unit=unit,
        coefficient=coefficient,
        value=value,
        level=level,
        touching=touching,
        uncoded=uncoded,
        size=size,
        threshold=threshold,
        coders=tuple(coder or ()),
        sources=tuple(source or ()),
        seen=_seen(seen),
        everybody_saw_all=all_seen,
        inference=_inference(bootstrap, seed),
        seed=seed,
    )
    compared = compare(study, wanted)
    if as_json:
        put_json(_record(compared, with_passages=passages))
    else:
        _show(study, compared, with_passages=passages)


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
    from casestudy.progress import progress
    from casestudy.study import open_study

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
        panel.accept(question, reason=reason, borders=borders, at=at, code=code)
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


def _seen(stated: Sequence[str] | None) -> Mapping[str, Sequence[str]] | None:
    """What coders read, from CODER=SOURCE,SOURCE."""
    if not stated:
        return None
    found = {}
    for text in stated:
        coder, equals, sources = text.partition("=")
        if not equals or not coder:
            raise ValueError(f"--seen {text!r} is not of the form CODER=SOURCE,SOURCE")
        found[coder] = [name.strip() for name in sources.split(",") if name.strip()]
    return found


def _inference(n_resamples: int, seed: int) -> Inference | None:
    if not n_resamples:
        return None
    import numpy as np

    from casestudy.agreement import bootstrap

    return bootstrap(np.random.default_rng(seed), n_resamples=n_resamples)


def _record(compared: Compared, *, with_passages: bool) -> dict[str, Any]:
    """The result for a program; what is not defined is null."""
    frame = compared.found.to_frame()
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    record: dict[str, Any] = {
        "coefficients": rows,
        "settings": dict(compared.found.rows[0].settings) if rows else {},
        "notes": list(compared.found.notes),
    }
    if with_passages:
        record["disagreements"] = _passages(compared)
    return record


def _passages(compared: Compared) -> list[dict[str, Any]]:
    found = compared.disagreements
    return [
        {
            "source": str(found.source[at]),
            "start": int(found.starts[at]),
            "end": int(found.ends[at]),
            "unit": str(found.unit[at]),
            "share": float(found.share[at]),
            "said": dict(zip(found.coders, map(str, found.said[at]), strict=True)),
        }
        for at in range(len(found))
    ]


def _show(study: Study, compared: Compared, *, with_passages: bool) -> None:
    """The result for a person: rows, passages, and in words every choice."""
    put_rows(
        _rows(compared.found), ("about", "coefficient", "value", "interval", "units", "sources")
    )
    if with_passages:
        put("")
        passages = [
            {**row, **row["said"], "characters": f"{row['start']}-{row['end']}",
             "words": _words(study, row["source"], row["start"], row["end"])}
            for row in _passages(compared)
        ]  # fmt: skip
        columns = ("source", "characters", *compared.disagreements.coders, "words")
        put_rows(passages, columns, width=36)
    settings = compared.found.rows[0].settings if compared.found.rows else {}
    coders = compared.found.rows[0].coders if compared.found.rows else ()
    say(f"coders: {', '.join(coders)}")
    for name, what in settings.items():
        if name not in NOT_TOLD:
            say(f"{name}: {what}")
    for note in compared.found.notes:
        say(note)


def _rows(found: Agreements) -> list[dict[str, str]]:
    return [
        {
            "about": row.about or "–",
            "coefficient": row.coefficient,
            "value": "undefined" if math.isnan(row.value) else f"{row.value:.3f}",
            "interval": ""
            if math.isnan(row.interval.low)
            else f"{row.interval.low:.3f} to {row.interval.high:.3f}",
            "units": str(row.n_units),
            "sources": str(row.n_sources),
        }
        for row in found
    ]


def _words(study: Study, source: str, start: int, end: int) -> str:
    if start < 0 or source not in study.sources:
        return ""
    return " ".join(study.sources[source].text[start:end].split())


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
            "words": _words(study, row.source, *row.widest),
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
    low, high = row.widest
    places = "; ".join(f"{who} {a}-{b}" for who, (a, b) in row.spans.items())
    lines = [
        f"\n{row.code} in {row.source}: {_words(study, row.source, low, high) or 'whole source'}",
        f"put by {places}" + (f"; not by {', '.join(row.silent)}" if row.silent else ""),
    ]
    return "\n".join([*lines, *([f"also there: {', '.join(row.rivals)}"] if row.rivals else [])])
