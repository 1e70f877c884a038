"""Bringing files into a study: read by `ingest`, kept by `store`, each refusal with its reason.

One bad file never stops the others: what was read is imported, what was refused is listed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from casestudy.errors import BadFile, LossReport, did_you_mean
from casestudy.ingest import Reading, read_file
from casestudy.provenance import Provenance
from casestudy.sources import Source
from casestudy.store import SourceShelf, add_case, read_study_record, write_source

MARK = "SYNTHETIC"
"""A file that says this in its first lines is taken for made-up material."""
MARK_WITHIN = 1000
"""Characters of the text, and bytes of the file, in which the mark is looked for."""
PARALLEL_FILES = 16
"""From this many files on, reading in several processes pays for starting them."""
LONGEST_ID = 120
"""Bytes of a file's name that go into an id: a folder's name can be 255 bytes on most systems."""
SKIPPED = ("source.toml", "README.md")

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedSource:
    """One source that was imported, the file it came from, and what could not be kept."""

    source: Source
    file: Path
    losses: LossReport

    def to_record(self) -> dict[str, Any]:
        """The stable shape that programs read."""
        return {
            "id": self.source.id,
            "file": str(self.file),
            "kind": self.source.kind,
            "case": self.source.case,
            "words": self.source.n_words,
            "turns": len(self.source.turns),
            "speakers": self.source.speakers,
            "warnings": [*self.source.warnings, *(f"lost: {loss}" for loss in self.losses.losses)],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One file that was not imported, and why."""

    file: Path
    reason: str

    def to_record(self) -> dict[str, str]:
        """The stable shape that programs read."""
        return {"file": str(self.file), "reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import brought in and what it refused."""

    imported: tuple[ImportedSource, ...]
    refused: tuple[Refusal, ...]

    def to_record(self) -> dict[str, Any]:
        """The stable shape that programs read."""
        return {
            "sources": [one.to_record() for one in self.imported],
            "refused": [one.to_record() for one in self.refused],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSettings:
    """How files are to be imported.

    Parameters
    ----------
    case : str
        The case that owns the sources; empty if none.
    kind : str
        Kind of source; empty to let the reader say.
    id : str
        Id of the source, for a single file; empty to make it from the file's name.
    encoding : str
        Encoding of text files; empty to find it out.
    provenance : Provenance, optional
        Where the material comes from; if not given, "collected" today, or "synthetic" where the
        file says so itself.
    """

    case: str = ""
    kind: str = ""
    id: str = ""
    encoding: str = ""
    provenance: Provenance | None = None


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
    is_new_case = _is_new_case(study, settings.case)
    shelf = SourceShelf(study)
    originals = {shelf.record(name)["original_sha256"]: name for name in shelf}
    taken = set(shelf)
    imported: list[ImportedSource] = []
    refused: list[Refusal] = []
    for path, reading in zip(files, _readings(files, settings.encoding), strict=True):
        outcome = _keep(study, path, reading, settings, originals, taken)
        if isinstance(outcome, Refusal):
            refused.append(outcome)
        else:
            imported.append(outcome)
        on_progress(path.name)
    if is_new_case and imported:
        add_case(study, settings.case)
    return ImportReport(imported=tuple(imported), refused=tuple(refused))


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


def source_id(path: Path, taken: Iterable[str]) -> str:
    """An id for a file: its name without ending, made unique by the ending or a number.

    Examples
    --------
    >>> source_id(Path("Interview Äiti 1.docx"), [])
    'Interview_Äiti_1'
    >>> source_id(Path("a.docx"), ["a"]), source_id(Path("a.docx"), ["a", "a_docx"])
    ('a_docx', 'a_docx_2')
    """
    stem = re.sub(r"[^\w-]+", "_", path.stem).encode()[:LONGEST_ID].decode(errors="ignore")
    stem = stem.strip("_-") or "source"
    used = {name.casefold() for name in taken}
    ending = path.suffix.lstrip(".").lower()
    candidates = [stem, f"{stem}_{ending}" if ending else f"{stem}_2"]
    number = 2
    while candidates[0].casefold() in used:
        candidates.pop(0)
        if not candidates:
            candidates = [f"{stem}_{ending}_{number}" if ending else f"{stem}_{number}"]
            number += 1
    return candidates[0]


def _readings(files: Sequence[Path], encoding: str) -> Iterator[Reading | str]:
    """What each file holds, or why it could not be read."""
    if len(files) < PARALLEL_FILES:
        yield from (_read(path, encoding) for path in files)
        return
    with ProcessPoolExecutor() as pool:
        yield from pool.map(_read, files, [encoding] * len(files), chunksize=4)


def _read(path: Path, encoding: str) -> Reading | str:
    try:
        return read_file(path, encoding=encoding or None)
    except BadFile as fault:
        return fault.reason if not fault.line else f"line {fault.line}: {fault.reason}"
    except OSError as error:
        return f"the file cannot be opened: {error.strerror or error}"
    except Exception as error:  # a fault of ours in one file must not lose the others
        return (
            f"the reader failed on this file ({type(error).__name__}: {error}); "
            "that is a fault of casestudy, please report it"
        )


def _keep(
    study: Path,
    path: Path,
    reading: Reading | str,
    settings: ImportSettings,
    originals: dict[str, str],
    taken: set[str],
) -> ImportedSource | Refusal:
    if isinstance(reading, str):
        return Refusal(file=path, reason=reading)
    try:
        original = path.read_bytes()
    except OSError as error:
        return Refusal(file=path, reason=f"the file cannot be opened: {error.strerror or error}")
    digest = hashlib.sha256(original).hexdigest()
    if digest in originals:
        reason = f"already in the study as {originals[digest]!r}: the file is the same"
        return Refusal(file=path, reason=reason)
    try:
        source = _source(path, reading, settings, digest, settings.id or source_id(path, taken))
        write_source(study, source, original)
    except (ValueError, OSError) as error:
        return Refusal(file=path, reason=str(error))
    originals[digest] = source.id
    taken.add(source.id)
    return ImportedSource(source=source, file=path, losses=reading.losses)


def _source(
    path: Path, reading: Reading, settings: ImportSettings, digest: str, name: str
) -> Source:
    with path.open("rb") as file:
        head = file.read(MARK_WITHIN)
    says_synthetic = MARK in reading.text[:MARK_WITHIN] or MARK.encode() in head
    provenance = settings.provenance
    warnings = list(reading.warnings)
    if provenance is None and says_synthetic:
        provenance = Provenance(kind="synthetic", generator=path.name)
        warnings.append("the file says that it is synthetic, and is marked so")
    if provenance is None:
        today = datetime.now(UTC).date().isoformat()
        provenance = Provenance(kind="collected", date=today, method="import")
    return Source(
        id=name,
        kind=settings.kind or reading.kind,
        text=reading.text,
        parts=reading.parts,
        case=settings.case,
        title=reading.title,
        language=reading.language,
        file=path.name,
        original=f"original{path.suffix.lower()}",
        original_sha256=digest,
        reader=reading.reader,
        encoding=reading.encoding,
        provenance=provenance,
        warnings=tuple(warnings),
    )


def _is_new_case(study: Path, case: str) -> bool:
    """Whether a case is new to the study; one that looks like a misspelling is refused."""
    known = read_study_record(study).cases
    if not case or case in known:
        return False
    hint = did_you_mean(case, known)
    if hint:
        raise LookupError(
            f"case {case!r} is not in study.toml{hint}; "
            "write it as there, or add it to study.toml if it is another case"
        )
    return True
