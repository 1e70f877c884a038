"""Bringing files into a study: read by `ingest`, kept by `store`, each refusal with its reason.

One bad file never stops the others: what was read is imported, what was refused is listed. A file
that comes again with corrections is an edit of its source, not a second source. An import that is
interrupted leaves whole sources, and goes on when it is started again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from casestudy.capture_folder import RECORD
from casestudy.captures import Capture
from casestudy.editing import SAME_TEXT, put_corrected, share_kept
from casestudy.import_extras import extras_of, keep_extras
from casestudy.import_reports import (
    ImportedSource,
    ImportInterrupted,
    ImportReport,
    KnownFile,
    Outcome,
    Refusal,
    SourceSummary,
    UpdatedSource,
)
from casestudy.importing_cases import is_new_case
from casestudy.imports import ImportSettings, source_id
from casestudy.ingest import Reading, is_archive
from casestudy.interruptions import uninterrupted
from casestudy.known_files import known_files
from casestudy.languages import language_named
from casestudy.new_source import new_source
from casestudy.page_imports import (
    archive_outcomes,
    capture_of_file,
    saved_again,
    with_losses,
)
from casestudy.page_sources import KnownPages, known_pages
from casestudy.progress import progress
from casestudy.reading_ahead import readings
from casestudy.sources import Source
from casestudy.store import (
    EditHistory,
    EditWords,
    SourceShelf,
    add_case,
    check_new,
    remove_leftovers,
    write_source,
)

SKIPPED = ("source.toml", "README.md")

Progress = Callable[[str], None]


@dataclass(slots=True, kw_only=True)
class _Shelf:
    """What the study has: ids, ids by hash of the original, and by file name and case.

    `earlier` holds only what was there before this import: two files of one name that come
    together, from two folders, are two sources.
    """

    study: Path
    sources: SourceShelf
    new_case: str
    ids: set[str] = field(default_factory=set)
    by_original: dict[str, str] = field(default_factory=dict)
    earlier: dict[tuple[str, str], str] = field(default_factory=dict)
    pages: KnownPages | None = None


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
    new_case = settings.case if is_new_case(study, settings.case) else ""
    shelf = _shelf(study, new_case)
    if on_progress is not None:
        return _imported_all(shelf, files, settings, on_progress)
    with progress("Importing", len(files)) as shown:
        return _imported_all(shelf, files, settings, shown)


def _imported_all(
    shelf: _Shelf, files: list[Path], settings: ImportSettings, on_progress: Progress
) -> ImportReport:
    """Import file after file; each is finished before an interruption takes effect."""
    outcomes: list[Outcome] = []
    n_left = len(files)
    try:
        known = known_files(shelf.by_original, files)
        archives = {path for path in files if path not in known and is_archive(path)}
        new = readings([path for path in files if path not in {*known, *archives}], settings)
        for path in files:
            if path in archives:
                _take_archive(shelf, path, settings, outcomes)
            else:
                reading = None if path in known else next(new)
                with uninterrupted():
                    outcomes.append(
                        KnownFile(file=path, id=known[path])
                        if reading is None
                        else _outcome(shelf, path, reading, settings)
                    )
            n_left -= 1
            on_progress(path.name)
    except KeyboardInterrupt:
        raise ImportInterrupted(ImportReport(outcomes=tuple(outcomes), n_left=n_left)) from None
    return ImportReport(outcomes=tuple(outcomes))


def _take_archive(
    shelf: _Shelf, path: Path, settings: ImportSettings, outcomes: list[Outcome]
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


def _shelf(study: Path, new_case: str) -> _Shelf:
    shelf = SourceShelf(study)
    found = _Shelf(study=study, sources=shelf, new_case=new_case)
    for id in shelf:
        record = shelf.record(id)
        found.ids.add(id)
        found.by_original[record["original_sha256"]] = id
        if record.get("file"):
            found.earlier[(record["file"], record.get("case", ""))] = id
    return found


def _outcome(
    shelf: _Shelf, path: Path, reading: Reading | str, settings: ImportSettings
) -> Outcome:
    if isinstance(reading, str):
        return Refusal(file=path, reason=reading)
    try:
        original = path.read_bytes()
    except OSError as error:
        return Refusal(file=path, reason=f"the file cannot be opened: {error.strerror or error}")
    known = shelf.by_original.get(hashlib.sha256(original).hexdigest())
    if known:
        return KnownFile(file=path, id=known)
    try:
        capture = None
        if (settings.kind or reading.kind) == "website":
            capture = capture_of_file(path, original, reading)
        if capture is not None:
            reading = with_losses(reading, capture)
            again = _saved_again(shelf, path, original, reading, settings, capture)
            if again is not None:
                return again
        earlier = "" if settings.id else shelf.earlier.get((path.name, settings.case), "")
        old = shelf.sources[earlier] if earlier else None
        if old and share_kept(old.text, reading.text) >= SAME_TEXT:
            return _updated(shelf, path, reading, original, old)
        return _imported(shelf, path, reading, original, settings, capture)
    except (ValueError, OSError) as error:
        return Refusal(file=path, reason=str(error))


def _saved_again(
    shelf: _Shelf,
    path: Path,
    original: bytes,
    reading: Reading,
    settings: ImportSettings,
    capture: Capture,
) -> UpdatedSource | None:
    """A saved page that says which page it is, if the study has that page already."""
    if not capture.url or settings.id:
        return None
    if shelf.pages is None:
        shelf.pages = known_pages(shelf.study, settings.case, "", settings.provenance)
    return saved_again(shelf.pages, path, original, reading, capture)


def _updated(
    shelf: _Shelf, path: Path, reading: Reading, original: bytes, old: Source
) -> UpdatedSource:
    """A file of a name that the study knows, with the same text by and large: corrections."""
    words = EditWords(kind="update", why=f"{path.name} was imported again")
    new, report = put_corrected(shelf.study, old, reading, path, original, words)
    shelf.by_original[new.original_sha256] = new.id
    return UpdatedSource(
        summary=SourceSummary.of(new, path, reading.losses),
        edit=report.edit,
        counts=report.counts,
        memo_counts=report.memo_counts,
        notes=report.notes,
        shelf=shelf.sources,
        reports=EditHistory(shelf.sources.folder(new.id)),
    )


def _imported(
    shelf: _Shelf,
    path: Path,
    reading: Reading,
    original: bytes,
    settings: ImportSettings,
    capture: Capture | None,
) -> ImportedSource:
    id = settings.id or source_id(path, shelf.ids)
    source = new_source(path, reading, settings, original, id=id)
    namesake = shelf.earlier.get((path.name, settings.case))
    if namesake:
        warning = f"the source {namesake!r} came from a file of the same name, but of another text"
        source = replace(source, warnings=(*source.warnings, warning))
    check_new(shelf.study, source)
    if shelf.new_case:
        add_case(shelf.study, shelf.new_case)
        shelf.new_case = ""
    extras = extras_of(shelf.study, source, reading)
    keep_extras(shelf.study, source, extras)
    record = () if capture is None else [(RECORD, capture.to_json())]
    write_source(shelf.study, source, original, record)
    if shelf.pages is not None and capture is not None:
        shelf.pages.by_key |= dict.fromkeys(capture.keys, source.id)
    shelf.ids.add(source.id)
    shelf.by_original[source.original_sha256] = source.id
    return ImportedSource(
        summary=SourceSummary.of(source, path, reading.losses),
        n_memos=len(extras.memos),
        n_codings=len(extras.codings),
        shelf=shelf.sources,
    )
