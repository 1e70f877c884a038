"""Commands on pages of the web: what they show by theme, and what changed on them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from casestudy.cli.arguments import Json, StudyFolder
from casestudy.cli.output import put, put_json, put_rows, say

SHOWN = {"observed": "yes", "present": "shell", "not observed": "–", "unknown": "?"}
"""Words for the states in a row of a terminal."""


def audit(  # noqa: PLR0917 (a command line has as many options as people need)
    sites: Annotated[
        list[str] | None, typer.Argument(help="Cases or pages to audit; all pages if none.")
    ] = None,
    feature: Annotated[
        list[str] | None, typer.Option(help="Only this feature or theme; may be given again.")
    ] = None,
    hits: Annotated[bool, typer.Option("--hits", help="List each hit with its place.")] = False,
    features: Annotated[
        bool, typer.Option("--features", help="List the features that can be looked for.")
    ] = False,
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Keep the hits as suggestions to be judged.")
    ] = False,
    study_folder: StudyFolder = None,
    as_json: Json = False,
) -> None:
    """Look over websites by theme: what their pages show, by structured data, elements and words.

    "?" is unknown, "–" not observed in complete captures, "shell" present without its content;
    none of them is a no. Hits are suggestions of a machine coder.

    Example: casestudy audit ABB --feature communication --hits
    """
    from casestudy.opening import open_study
    from casestudy.progress import progress
    from casestudy.store import read_site_features
    from casestudy.websites import audit_codings, audit_pages, pages_of

    study = open_study(study_folder)
    if features:
        _list_features(read_site_features(study.folder).to_frame(), as_json=as_json)
        return
    with progress("Auditing", len(pages_of(study.sources, sites or ()))) as step:
        found = audit_pages(study.folder, feature or (), sites=sites or (), on_progress=step)
    codings = audit_codings(study.folder, found) if suggest else []
    new = study.coder("rule-site-audit").add(codings) if suggest else 0
    if as_json:
        put_json(
            {
                "cells": found.to_frame().to_dict("records"),
                "themes": found.theme_frame().to_dict("records"),
                "hits": found.hits.to_dict("records"),
                "notes": list(found.notes),
                "suggested": len(codings),
                "new": new,
            }
        )
        return
    _put_matrix(found)
    if hits:
        put_rows(
            found.hits.to_dict("records"),
            ("site", "source", "feature", "state", "detail", "text", "locator"),
            width=44,
        )
    for note in found.notes:
        say(note)
    if suggest:
        say(f"{len(codings)} suggestions by rule-site-audit, {new} of them new")


def changes(
    source: Annotated[str, typer.Argument(help="Id of the page.")],
    since: Annotated[
        str, typer.Option(help="Id of an edit or a date; else the state before the last capture.")
    ] = "",
    study_folder: StudyFolder = None,
    as_json: Json = False,
) -> None:
    """Show what changed on a page since an earlier capture, by theme: appeared, went, reworded.

    Example: casestudy changes shop.example_product --since 2025-05-01
    """
    from casestudy.opening import open_study

    found = open_study(study_folder).changes(source, since=since)
    themes = found.theme_frame()
    if as_json:
        put_json(
            {
                "source": source,
                "before": found.before,
                "after": found.after,
                "changes": found.to_frame().to_dict("records"),
                "themes": themes.to_dict("records"),
                "features": found.features.to_dict("records"),
                "receipts": dict(found.receipts),
            }
        )
        return
    rows = found.to_frame().to_dict("records")
    columns = ("change", "themes", "suggested", "channel", "old_text", "new_text")
    put_rows(rows, columns, width=38)
    put("")
    told = themes[themes.drop(columns="theme").sum(axis=1) > 0]
    put_rows(told.to_dict("records"), tuple(themes.columns))
    say(
        f"from {found.before} to {found.after}: {len(rows)} changes, {found.n_same} blocks the same"
        + "".join(f", {n} codings {outcome}" for outcome, n in found.receipts if n)
    )


def _list_features(frame: Any, *, as_json: bool) -> None:
    rows = frame.to_dict("records")
    if as_json:
        put_json(rows)
    else:
        put_rows(rows, ("theme", "feature", "name", "signals", "precision", "default"), width=44)


def _put_matrix(found: Any) -> None:
    """Features by sites, a theme after the other."""
    rows = [
        {
            "theme": feature.theme,
            "feature": feature.name,
            **{
                site: SHOWN[state]
                for site, state in zip(found.site_names, found.states[number], strict=True)
            },
        }
        for number, feature in enumerate(found.features)
    ]
    put_rows(rows, ("theme", "feature", *found.site_names), width=46)
