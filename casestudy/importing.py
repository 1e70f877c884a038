"""Bringing files into a study: read by `ingest`, kept by `store`, each refusal with its reason.

One bad file never stops the others: what was read is imported, what was refused is listed. A file
that comes again with corrections is an edit of its source, not a second source.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from casestudy.editing import SAME_TEXT, corrected, fields_of_file, share_kept
from casestudy.errors import BadFile, nearest
from casestudy.import_extras import keep_codes, keep_comments
from casestudy.imports import (
    ImportedSource,
    ImportReport,
    ImportSettings,
    Outcome,
    Refusal,
    UpdatedSource,
    source_id,
)
from casestudy.ingest import Reading, read_file
from casestudy.provenance import Provenance
from casestudy.sources import Source
from casestudy.store import (
    EditWords,
    SourceShelf,
    add_case,
    edit_source,
    read_study_record,
    write_source,
)

MARK = "SYNTHETIC"
"""A file that says this in its first lines is taken for made-up material."""
MARK_WITHIN = 1000
"""Characters of the text, and bytes of the file, in which the mark is looked for."""
PARALLEL_FILES = 16
"""From this many files on, reading in several processes pays for starting them."""
READ_AHEAD = 32
"""Readings that may wait for being written: with more, a large import would fill the memory."""
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
    ids: set[str] = field(default_factory=set)
    by_original: dict[str, str] = field(default_factory=dict)
    earlier: dict[tuple[str, str], str] = field(default_factory=dict)


def import_files(
    study: Path,
    paths: Iterable[Path],
    *,
    settings: ImportSettings | None = None,
    on_progress: Progress = lambda _: None,
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
    on_progress : function of str
        Called with the name of each file when it is done.

    Returns
    -------
    ImportReport
        New sources, sources updated by a corrected file of the same name and case, refusals.

    Raises
    ------
    LookupError
        If the case is unknown and looks like a misspelling of a known one.
    ValueError
        If an id is given for more than one file.
    """
    settings = settings or ImportSettings()
    files = list(files_of(paths))
    if settings.id and len(files) != 1:
        raise ValueError(
            f"id {settings.id!r} can name one source, but {len(files)} files are given"
        )
    brings_case = is_new_case(study, settings.case)
    shelf = _shelf(study)
    outcomes: list[Outcome] = []
    for path, reading in zip(files, _readings(files, settings), strict=True):
        outcomes.append(_outcome(shelf, path, reading, settings))
        on_progress(path.name)
    report = ImportReport(outcomes=tuple(outcomes))
    if brings_case and report.imported:
        add_case(study, settings.case)
    return report


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


def _shelf(study: Path) -> _Shelf:
    shelf = SourceShelf(study)
    found = _Shelf(study=study, sources=shelf)
    for id in shelf:
        record = shelf.record(id)
        found.ids.add(id)
        found.by_original[record["original_sha256"]] = id
        if record.get("file"):
            found.earlier[(record["file"], record.get("case", ""))] = id
    return found


def _readings(files: Sequence[Path], settings: ImportSettings) -> Iterator[Reading | str]:
    """What each file holds, or why it could not be read."""
    if len(files) < PARALLEL_FILES:
        yield from (_read(path, settings) for path in files)
        return
    ahead: deque[Future[Reading | str]] = deque()
    with ProcessPoolExecutor() as pool:
        for path in files:
            ahead.append(pool.submit(_read, path, settings))
            if len(ahead) >= READ_AHEAD:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def _read(path: Path, settings: ImportSettings) -> Reading | str:
    try:
        return read_file(
            path,
            encoding=settings.encoding or None,
            tracked_changes=settings.tracked_changes,
            kind=settings.kind,
        )
    except BadFile as fault:
        return fault.reason if not fault.line else f"line {fault.line}: {fault.reason}"
    except OSError as error:
        return f"the file cannot be opened: {error.strerror or error}"
    except Exception as error:
        return (
            f"the reader failed on this file ({type(error).__name__}: {error}); "
            "that is a fault of casestudy, please report it"
        )


def _outcome(
    shelf: _Shelf, path: Path, reading: Reading | str, settings: ImportSettings
) -> Outcome:
    if isinstance(reading, str):
        return Refusal(file=path, reason=reading)
    try:
        original = path.read_bytes()
    except OSError as error:
        return Refusal(file=path, reason=f"the file cannot be opened: {error.strerror or error}")
    digest = hashlib.sha256(original).hexdigest()
    known = shelf.by_original.get(digest)
    if known:
        reason = f"already in the study as {known!r}: the file is the same"
        return Refusal(file=path, reason=reason)
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
    new = corrected(old, reading, path, original)
    words = EditWords(kind="update", why=f"{path.name} was imported again")
    report = edit_source(shelf.study, new, original=original, words=words)
    shelf.by_original[new.original_sha256] = new.id
    return UpdatedSource(source=new, file=path, losses=reading.losses, report=report)


def _imported(
    shelf: _Shelf, path: Path, reading: Reading, original: bytes, settings: ImportSettings
) -> ImportedSource:
    source = _source(path, reading, settings, original, settings.id or source_id(path, shelf.ids))
    namesake = shelf.earlier.get((path.name, settings.case))
    if namesake:
        warning = f"the source {namesake!r} came from a file of the same name, but of another text"
        source = replace(source, warnings=(*source.warnings, warning))
    write_source(shelf.study, source, original)
    shelf.ids.add(source.id)
    shelf.by_original[source.original_sha256] = source.id
    return ImportedSource(
        source=source,
        file=path,
        losses=reading.losses,
        n_memos=keep_comments(shelf.study, source, reading.comments),
        n_codings=keep_codes(shelf.study, source, reading.codes),
    )


def _source(
    path: Path, reading: Reading, settings: ImportSettings, original: bytes, id: str
) -> Source:
    provenance, warnings = settings.provenance, list(reading.warnings)
    if provenance is None and says_synthetic(reading.text, original):
        provenance = Provenance(kind="synthetic", generator=path.name)
        warnings.append("the file says that it is synthetic, and is marked so")
    if provenance is None:
        today = datetime.now(UTC).date().isoformat()
        provenance = Provenance(kind="collected", date=today, method="import")
    return Source(
        id=id,
        kind=settings.kind or reading.kind,
        case=settings.case,
        title=reading.title,
        language=reading.language,
        provenance=provenance,
        warnings=tuple(warnings),
        **fields_of_file(reading, path, original),
    )


def says_synthetic(text: str, original: bytes) -> bool:
    """Whether material says of itself, near its beginning, that it was made up."""
    return MARK in text[:MARK_WITHIN] or MARK.encode() in original[:MARK_WITHIN]


def is_new_case(study: Path, case: str) -> bool:
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
