"""Where a reading goes in a study: a new source, an edit of one that is there, or nowhere.

A file that comes again with corrections is an edit of its source. It is known by its name, its case
and, for answers to an open question, by their column.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from casestudy.editing import SAME_TEXT, put_corrected, share_kept
from casestudy.errors import nearest
from casestudy.import_extras import extras_of, keep_extras
from casestudy.import_reports import (
    ImportedSource,
    KnownFile,
    Outcome,
    Refusal,
    SourceSummary,
    UpdatedSource,
)
from casestudy.imports import ImportSettings, source_id
from casestudy.ingest import MAX_FILE_BYTES, Reading
from casestudy.new_source import new_source
from casestudy.sources import Source
from casestudy.store import (
    EditHistory,
    EditWords,
    SourceShelf,
    add_case,
    check_new,
    read_study_record,
    write_source,
)


@dataclass(slots=True, kw_only=True)
class Shelf:
    """What the study has: ids, ids by hash of the original, and by the name of the file.

    `earlier` holds only what was there before this import: two files of one name that come
    together, from two folders, are two sources. Columns tell the questions of one survey apart.
    """

    study: Path
    sources: SourceShelf
    new_case: str
    ids: set[str] = field(default_factory=set)
    by_original: dict[tuple[str, str], str] = field(default_factory=dict)
    earlier: dict[tuple[str, str, str], str] = field(default_factory=dict)


def shelf_of(study: Path, case: str) -> Shelf:
    """What a study has, for an import into a case.

    Raises
    ------
    LookupError
        If the case is unknown and looks like a misspelling of a known one.
    """
    new_case = case if _is_new_case(study, case) else ""
    shelf = SourceShelf(study)
    found = Shelf(study=study, sources=shelf, new_case=new_case)
    for id in shelf:
        record = shelf.record(id)
        found.ids.add(id)
        column = record.get("choices", {}).get("column", "")
        found.by_original[record["original_sha256"], column] = id
        if record.get("file"):
            found.earlier[record["file"], record.get("case", ""), column] = id
    return found


def known_files(shelf: Shelf, files: Iterable[Path]) -> dict[Path, str]:
    """The files that the study has already, each with its source; they need not be read."""
    if not shelf.by_original:
        return {}
    ids = {digest: id for (digest, _), id in shelf.by_original.items()}
    digests = ((path, _digest(path)) for path in files)
    return {path: ids[digest] for path, digest in digests if digest in ids}


def _digest(path: Path) -> str:
    """The hash of a file's bytes; empty if it cannot be opened or is too large to be read."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def filed(shelf: Shelf, path: Path, reading: Reading | str, settings: ImportSettings) -> Outcome:
    """Put what was read from a file where it belongs, and say what came of it."""
    if isinstance(reading, str):
        return Refusal(file=path, reason=reading)
    try:
        original = path.read_bytes()
    except OSError as error:
        return Refusal(file=path, reason=f"the file cannot be opened: {error.strerror or error}")
    column = settings.choices.get("column", "")
    known = shelf.by_original.get((hashlib.sha256(original).hexdigest(), column))
    if known:
        return KnownFile(file=path, id=known)
    try:
        earlier = "" if settings.id else shelf.earlier.get((path.name, settings.case, column), "")
        old = shelf.sources[earlier] if earlier else None
        if old and share_kept(old.text, reading.text) >= SAME_TEXT:
            return _updated(shelf, path, reading, original, old)
        return _imported(shelf, path, reading, original, settings)
    except (ValueError, OSError) as error:
        return Refusal(file=path, reason=str(error))


def _updated(
    shelf: Shelf, path: Path, reading: Reading, original: bytes, old: Source
) -> UpdatedSource:
    """A file of a name that the study knows, with the same text by and large: corrections."""
    words = EditWords(kind="update", why=f"{path.name} was imported again")
    new, report = put_corrected(shelf.study, old, reading, path, original, words)
    shelf.by_original[new.original_sha256, new.choices.get("column", "")] = new.id
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
    shelf: Shelf, path: Path, reading: Reading, original: bytes, settings: ImportSettings
) -> ImportedSource:
    column = settings.choices.get("column", "")
    stem = path.with_stem(f"{path.stem}_{column}") if column else path
    id = settings.id or source_id(stem, shelf.ids)
    source = new_source(path, reading, settings, original, id=id)
    namesake = shelf.earlier.get((path.name, settings.case, column))
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
    shelf.by_original[source.original_sha256, column] = source.id
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
