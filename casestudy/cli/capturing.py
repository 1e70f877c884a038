"""The command that captures pages of the web."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from casestudy.cli.arguments import Json, StudyFolder
from casestudy.cli.output import COULD_NOT, FOUND_WRONG, put_json, put_rows, say

if TYPE_CHECKING:
    from casestudy.pages.capture_reports import CaptureReport


def capture(  # noqa: PLR0913, PLR0917 (a command line has as many options as people need)
    addresses: Annotated[
        list[str] | None, typer.Argument(help="Addresses of pages, with http:// or https://.")
    ] = None,
    case: Annotated[str, typer.Option(help="Case that owns the pages; a new one is added.")] = "",
    list_file: Annotated[
        Path | None, typer.Option("--list", help="Text file with an address a line.")
    ] = None,
    sitemap: Annotated[str, typer.Option(help="Address of a sitemap: all pages it lists.")] = "",
    id: Annotated[str, typer.Option(help="Id of the source, for one page.")] = "",
    consent: Annotated[
        str, typer.Option(help="CSS selector to click in a consent banner; else none is answered.")
    ] = "",
    viewport: Annotated[str, typer.Option(help="Window, WIDTHxHEIGHT.")] = "1366x900",
    language: Annotated[str, typer.Option(help="Language to ask for, such as fi.")] = "en",
    user_agent: Annotated[
        str, typer.Option(help="What to say of ourselves; else the browser's words and casestudy.")
    ] = "",
    delay: Annotated[float, typer.Option(help="Seconds between pages of one host.", min=0.0)] = 2.0,
    max_pages: Annotated[int, typer.Option(help="Pages of one run.", min=1)] = 200,
    max_seconds: Annotated[float, typer.Option(help="Seconds for loading a page.", min=1)] = 60.0,
    max_megabytes: Annotated[int, typer.Option(help="Megabytes of one page.", min=1)] = 100,
    permission: Annotated[
        str, typer.Option(help="Who allowed what robots.txt refuses; kept in the record.")
    ] = "",
    resolve: Annotated[
        list[str] | None,
        typer.Option(help="HOST=ADDRESS:PORT, for a local copy of a site; may be repeated."),
    ] = None,
    provenance: Annotated[
        str, typer.Option(help="published, collected or synthetic; else collected.")
    ] = "",
    afresh: Annotated[
        bool, typer.Option("--afresh", help="Do not take up an interrupted run of these pages.")
    ] = False,
    study_folder: StudyFolder = None,
    as_json: Json = False,
) -> None:
    """Capture pages of the web as evidence: what was sent, shown, asked for, and when.

    A page that is in the study already is captured again: its codings get receipts, the earlier
    capture is kept. An interrupted run is taken up by the same command.

    Example: casestudy capture https://shop.example/motors --case Shop
    """
    from casestudy.importing.capturing import capture_pages, pages_of_site
    from casestudy.opening import open_study
    from casestudy.pages.capture_reports import CaptureInterrupted
    from casestudy.pages.capture_settings import MEGABYTE, CaptureSettings
    from casestudy.provenance import Provenance

    study = open_study(study_folder)
    settings = CaptureSettings(
        viewport=_viewport(viewport),
        language=language,
        user_agent=user_agent,
        consent=consent,
        permission=permission,
        afresh=afresh,
        resolve=dict(map(_place, resolve or [])),
        delay=delay,
        max_pages=max_pages,
        max_seconds=max_seconds,
        max_page_bytes=max_megabytes * MEGABYTE,
    )
    wanted = [*(addresses or []), *_listed(list_file)]
    notes: tuple[str, ...] = ()
    if sitemap:
        site = pages_of_site(sitemap, settings=settings)
        wanted += site.addresses
        notes = site.notes
    try:
        report = capture_pages(
            study.folder,
            wanted,
            case=case,
            id=id,
            settings=settings,
            provenance=Provenance(kind=provenance, method="capture") if provenance else None,
        )
    except CaptureInterrupted as stop:
        _tell(stop.report, notes, as_json=as_json)
        say(str(stop))
        raise typer.Exit(COULD_NOT) from None
    _tell(report, notes, as_json=as_json)
    if report.failed:
        raise typer.Exit(FOUND_WRONG)


def _tell(report: CaptureReport, notes: tuple[str, ...], *, as_json: bool) -> None:
    """Print what came of a run."""
    record = report.to_record()
    record["notes"] = [*notes, *record["notes"]]
    if as_json:
        put_json(record)
    else:
        put_rows(record["captured"], ("source", "status", "words", "captured", "url"))
    for page in record["captured"]:
        if not page["is_new"]:
            counts = ", ".join(f"{n} {outcome}" for outcome, n in page["codings"].items())
            say(f"captured again: {page['source']}: codings {counts}")
        for sentence in page["limits_hit"]:
            say(f"{page['source']}: {sentence}")
    for note in record["notes"]:
        say(note)
    for page in record["failed"]:
        say(f"not captured: {page['address']}: {page['reason']}")


def _viewport(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,5})x(\d{1,5})", text.strip().lower())
    if not found:
        raise ValueError(f"--viewport is {text!r}; write it as WIDTHxHEIGHT, such as 1366x900")
    return int(found.group(1)), int(found.group(2))


def _place(text: str) -> tuple[str, str]:
    host, equals, place = text.partition("=")
    if not (host and equals and place):
        raise ValueError(f"--resolve is {text!r}; write it as HOST=ADDRESS:PORT")
    return host, place


def _listed(path: Path | None) -> list[str]:
    """The addresses of a text file; empty lines and lines that begin with # are left out."""
    if path is None:
        return []
    lines = [line.strip() for line in path.read_text("utf-8-sig").splitlines()]
    return [line for line in lines if line and not line.startswith("#")]
