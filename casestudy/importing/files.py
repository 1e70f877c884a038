"""Bringing files into a study: read by `ingest`, kept by `store`, each refusal with its reason.

One bad file never stops the others: what was read is imported, what was refused is listed. A file
that comes again with corrections is an edit of its source, not a second source. An import that is
interrupted leaves whole sources, and goes on when it is started again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from casestudy.importing.choices import ImportSettings
from casestudy.importing.filing import Shelf, filed, shelf_of
from casestudy.importing.known_files import known_files
from casestudy.importing.pages import archive_outcomes
from casestudy.importing.reading_ahead import readings
from casestudy.importing.reports import (
    ImportedSource,
    ImportInterrupted,
    ImportReport,
    KnownFile,
    Outcome,
)
from casestudy.ingest import is_archive
from casestudy.interruptions import uninterrupted
from casestudy.languages import language_named
from casestudy.progress import progress
from casestudy.store import remove_leftovers

SKIPPED = ("source.toml", "README.md")

Progress = Callable[[str], None]


def import_files(
    study: Path,
    paths: Iterable[Path],
    *,
    settings: ImportSettings | None = None,
    on_progress: Progress | None = None,
) -> ImportReport:
    """Import files, and the files of folders, as sources of a study.

    Parameters
    ----------
    study : path
        The study folder.
    paths : iterable of path
        Files or folders.
    settings : ImportSettings, optional
        How.
    on_progress : function of str, optional
        Called with the name of each file when it is done. Left out, a bar is shown if the import
        takes a while.

    Returns
    -------
    ImportReport
        New sources, sources updated by a corrected file of the same name and case, files that were
        there already, refusals.

    Raises
    ------
    LookupError
        If the case is unknown and looks like a misspelling of a known one.
    ValueError
        If an id is given for more than one file, or a language is not known.
    ImportInterrupted
        If a person interrupts. It has the report; every file in it is finished.
    """
    settings = settings or ImportSettings()
    files = list(files_of(paths))
    if settings.id and len(files) != 1:
        raise ValueError(
            f"id {settings.id!r} can name one source, but {len(files)} files are given"
        )
    if settings.language:
        language_named(settings.language)  # an unknown one is refused before anything is read
    remove_leftovers(study)
    shelf = shelf_of(study, settings.case)
    if on_progress is not None:
        return _imported_all(shelf, files, settings, on_progress)
    with progress("Importing", len(files)) as shown:
        return _imported_all(shelf, files, settings, shown)


def _imported_all(
    shelf: Shelf, files: list[Path], settings: ImportSettings, on_progress: Progress
) -> ImportReport:
    """Import file after file; each is finished before an interruption takes effect."""
    outcomes: list[Outcome] = []
    n_left = len(files)
    try:
        known = known_files(shelf.originals, files)
        archives = {path for path in files if path not in known and is_archive(path)}
        new = readings([path for path in files if path not in {*known, *archives}], settings)
        for path in files:
            if path in archives:
                _take_archive(shelf, path, settings, outcomes)
                n_left -= 1
            else:
                reading = None if path in known else next(new)
                with uninterrupted():
                    outcomes.append(
                        KnownFile(file=path, id=known[path])
                        if reading is None
                        else filed(shelf, path, reading, settings)
                    )
                    n_left -= 1
            on_progress(path.name)
    except KeyboardInterrupt:
        raise ImportInterrupted(ImportReport(outcomes=tuple(outcomes), n_left=n_left)) from None
    return ImportReport(outcomes=tuple(outcomes))


def _take_archive(
    shelf: Shelf, path: Path, settings: ImportSettings, outcomes: list[Outcome]
) -> None:
    """Import the pages of an archive; each is kept whole before an interruption takes effect."""
    found = archive_outcomes(shelf.study, path, settings)
    while True:
        with uninterrupted():
            outcome = next(found, None)
            if outcome is None:
                break
            outcomes.append(outcome)
            if isinstance(outcome, ImportedSource):
                shelf.ids.add(outcome.id)
                shelf.new_case = ""
    shelf.pages = None  # they have changed


def files_of(paths: Iterable[Path]) -> Iterator[Path]:
    """Files as given, and the files below folders, in order of name; hidden ones are left out."""
    for path in paths:
        if path.is_dir():
            below = (found for found in sorted(path.rglob("*")) if found.is_file())
            yield from (
                found
                for found in below
                if found.name not in SKIPPED
                and not any(part.startswith(".") for part in found.relative_to(path).parts)
            )
        else:
            yield path
