"""Bringing files into a study: read by `ingest`, kept by `store`, each refusal with its reason.

One bad file never stops the others: what was read is imported, what was refused is listed. A file
that comes again with corrections is an edit of its source, not a second source. An import that is
interrupted leaves whole sources, and goes on when it is started again.
"""

from __future__ import annotations

import hashlib
import re
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from casestudy.editing import SAME_TEXT, put_corrected, share_kept
from casestudy.errors import nearest
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
from casestudy.imports import ImportSettings, source_id
from casestudy.ingest import MAX_FILE_BYTES, Reading
from casestudy.languages import language_named
from casestudy.new_source import new_source
from casestudy.progress import progress
from casestudy.reading_ahead import readings
from casestudy.sources import Source
from casestudy.store import (
    EditHistory,
    EditWords,
    SourceShelf,
    add_case,
    check_new,
    read_study_record,
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
    new_case = settings.case if _is_new_case(study, settings.case) else ""
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
    try:
        known = _known(shelf, files)
        new = readings([path for path in files if path not in known], settings)
        for path in files:
            reading = None if path in known else next(new)
            with _uninterrupted():
                outcomes.append(
                    KnownFile(file=path, id=known[path])
                    if reading is None
                    else _outcome(shelf, path, reading, settings)
                )
            on_progress(path.name)
    except KeyboardInterrupt:
        n_left = len(files) - len(outcomes)
        raise ImportInterrupted(ImportReport(outcomes=tuple(outcomes), n_left=n_left)) from None
    return ImportReport(outcomes=tuple(outcomes))


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Holds an interruption back until what is inside is done."""
    before = signal.getsignal(signal.SIGINT)
    if before is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    caught: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: caught.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if caught:
        raise KeyboardInterrupt


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


def _known(shelf: _Shelf, files: Iterable[Path]) -> dict[Path, str]:
    """The files that the study has already; they need not be read."""
    if not shelf.by_original:
        return {}
    digests = ((path, _digest(path)) for path in files)
    return {p: shelf.by_original[digest] for p, digest in digests if digest in shelf.by_original}


def _digest(path: Path) -> str:
    """The hash of a file's bytes; empty if it cannot be opened or is too large to be read."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


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
        earlier = "" if settings.id else shelf.earlier.get((path.name, settings.case), "")
        old = shelf.sources[earlier] if earlier else None
        if old and share_kept(old.text, reading.text) >= SAME_TEXT:
            return _updated(shelf, path, reading, original, old)
        return _imported(shelf, path, reading, original, settings)
    except (ValueError, OSError) as error:
        return Refusal(file=path, reason=str(error))


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
    shelf: _Shelf, path: Path, reading: Reading, original: bytes, settings: ImportSettings
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
    write_source(shelf.study, source, original)
    shelf.ids.add(source.id)
    shelf.by_original[source.original_sha256] = source.id
    return ImportedSource(
        summary=SourceSummary.of(source, path, reading.losses),
        n_memos=len(extras.memos),
        n_codings=len(extras.codings),
        shelf=shelf.sources,
    )


def _is_new_case(study: Path, case: str) -> bool:
    """Whether a case is new to the study; one that looks like a misspelling is refused."""
    known = read_study_record(study).cases
    if not case or case in known:
        return False
    near = nearest(case, known)
    # "case_2" after "case_1" is no misspelling: names that are numbered differ in their digits
    if near and re.findall(r"\d+", near) == re.findall(r"\d+", case):
        raise LookupError(
            f"case {case!r} is not in study.toml; did you mean {near!r}? "
            "Write it as there, or add it to study.toml if it is another case"
        )
    return True
