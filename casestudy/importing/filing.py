"""Where a reading goes in a study: a new source, an edit of one that is there, or nowhere.

A file that comes again with corrections is an edit of its source. It is known by its name, its case
and, for answers to an open question, by their column; a page by its address.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path

from casestudy.editing import SAME_TEXT, put_corrected, share_kept
from casestudy.errors import sentence_of
from casestudy.importing.cases import is_new_case
from casestudy.importing.choices import ImportSettings, source_id
from casestudy.importing.extras import extras_of, keep_extras
from casestudy.importing.new_source import new_source
from casestudy.importing.page_sources import KnownPages, known_pages
from casestudy.importing.pages import capture_of_file, saved_again, with_losses
from casestudy.importing.reports import (
    ImportedSource,
    KnownFile,
    Outcome,
    Refusal,
    SourceSummary,
    UpdatedSource,
)
from casestudy.ingest import Reading
from casestudy.pages.capture_folder import RECORD
from casestudy.pages.captures import Capture
from casestudy.sources import Source
from casestudy.store import EditHistory, EditWords, SourceShelf, add_case, check_new, write_source


@dataclass(slots=True, kw_only=True)
class Shelf:
    """What the study has: ids, ids by hash of the original, and by file name and case.

    Columns tell the questions of one survey's table apart; they are empty for other files.

    `earlier` holds only what was there before this import: two files of one name that come
    together, from two folders, are two sources.
    """

    study: Path
    sources: SourceShelf
    new_case: str
    ids: set[str] = field(default_factory=set)
    by_original: dict[tuple[str, str], str] = field(default_factory=dict)
    earlier: dict[tuple[str, str, str], str] = field(default_factory=dict)
    pages: KnownPages | None = None

    def namesake(self, file: str, settings: ImportSettings) -> str:
        """The source that came from a file of this name before; empty if there is none.

        An import without a case means a source of any case, if only one bears the name.
        """
        found = self.earlier.get((file, settings.case, settings.column), "")
        if found or settings.case:
            return found
        bearers = [
            id for (name, _, column), id in self.earlier.items()
            if (name, column) == (file, settings.column)
        ]  # fmt: skip
        return bearers[0] if len(bearers) == 1 else ""

    @property
    def originals(self) -> dict[str, str]:
        """A source by the hash of its original, whatever was read from it."""
        return {digest: id for (digest, _), id in self.by_original.items()}


def shelf_of(study: Path, case: str) -> Shelf:
    """What a study has, for an import into a case.

    Raises
    ------
    LookupError
        If the case is unknown and looks like a misspelling of a known one.
    """
    new_case = case if is_new_case(study, case) else ""
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


def filed(shelf: Shelf, path: Path, reading: Reading | str, settings: ImportSettings) -> Outcome:
    """Put what was read from a file where it belongs, and say what came of it."""
    if isinstance(reading, str):
        return Refusal(file=path, reason=reading)
    try:
        original = path.read_bytes()
    except OSError as error:
        return Refusal(file=path, reason=f"the file cannot be opened: {error.strerror or error}")
    known = shelf.by_original.get((hashlib.sha256(original).hexdigest(), settings.column))
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
        earlier = "" if settings.id else shelf.namesake(path.name, settings)
        old = shelf.sources[earlier] if earlier else None
        if old and share_kept(old.text, reading.text) >= SAME_TEXT:
            return _updated(shelf, path, reading, original, old)
        return _imported(shelf, path, reading, original, settings, capture)
    except (ValueError, OSError) as error:
        return Refusal(file=path, reason=sentence_of(error))


def _saved_again(
    shelf: Shelf,
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
    shelf: Shelf,
    path: Path,
    reading: Reading,
    original: bytes,
    settings: ImportSettings,
    capture: Capture | None,
) -> ImportedSource:
    stem = path.with_stem(f"{path.stem}_{settings.column}") if settings.column else path
    id = settings.id or source_id(stem, shelf.ids)
    source = new_source(path, reading, settings, original, id=id)
    if namesake := shelf.namesake(path.name, settings):
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
    shelf.by_original[source.original_sha256, settings.column] = source.id
    return ImportedSource(
        summary=SourceSummary.of(source, path, reading.losses),
        n_memos=len(extras.memos),
        n_codings=len(extras.codings),
        shelf=shelf.sources,
    )
