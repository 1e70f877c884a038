"""The command that compares coders."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from casestudy.cli.arguments import Json, StudyFolder
from casestudy.cli.output import put, put_json, put_rows, say

if TYPE_CHECKING:
    from casestudy.agreement import Agreements, Inference
    from casestudy.comparing import Compared
    from casestudy.study import Study


NOT_TOLD = ("value", "codes")
"""Settings that the rows themselves tell."""


def agreement(  # noqa: PLR0913, PLR0917 (every choice that changes the number is an option)
    unit: Annotated[
        str,
        typer.Option(
            help="What is compared: turn, sentence, paragraph, block, window, source; match (the "
            "segments as coders chose them); region (the same on pictures); character or word (the "
            "continuum)."
        ),
    ],
    coefficient: Annotated[
        str,
        typer.Option(
            help="alpha, cohen, light, conger, fleiss, scott, ac1, brennan-prediger, percent, "
            "holsti, all; of sets alpha-jaccard, alpha-masi; on the continuum u-alpha, pooled, "
            "gamma, boundary, windowdiff, atoms, u-alpha-1995."
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
    from casestudy.opening import open_study

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
            {**row, **row["said"], "characters": _place(row),
             "words": words_of(study, row["source"], row["start"], row["end"])}
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


def words_of(study: Study, source: str, start: int, end: int) -> str:
    """The words of a passage on one line; empty where it is no text."""
    if start < 0 or source not in study.sources:
        return ""
    return " ".join(study.sources[source].text[start:end].split())


def _place(passage: dict[str, Any]) -> str:
    """Characters of a passage; its unit where it is no text."""
    if passage["start"] < 0:
        return str(passage["unit"])
    return f"{passage['start']}-{passage['end']}"
