"""A copy of a study for others, in which no name on the key stands in any byte.

What cannot be freed of names is left out: originals, texts from before edits, outputs, the key,
git's history. What is copied is written anew, ids and the names of files included, and then looked
over. A left-out original is named by a sealed hash, which only who made the copy can compare.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from casestudy.errors import BadFile
from casestudy.language import LANGUAGES
from casestudy.provenance import Provenance, merged
from casestudy.pseudonym_key import PseudonymKey
from casestudy.pseudonymising.copy_words import ABOUT, about_the_copy, left_out
from casestudy.pseudonymising.file_words import WordFile, files_for_copy, source_of_memo
from casestudy.pseudonymising.looking import look_for_leaks
from casestudy.pseudonymising.many_sources import of_each
from casestudy.pseudonymising.reports import COPIED_COLUMNS, StudyCopy, frame_of
from casestudy.pseudonymising.source_copies import SourceOrder, copied_source
from casestudy.pseudonyms import Relabelling, relabelled_ids
from casestudy.store import SourceShelf
from casestudy.store.index import log_files
from casestudy.store.layout import ATTRIBUTES, IGNORED
from casestudy.store.log import new_id
from casestudy.store.pseudonym_acts import write_copy_record

Progress = Callable[[str], None]


@dataclass(slots=True)
class _Work:
    """One copying while it goes on: from where, to where, with which labels."""

    study: Path
    folder: Path
    labels: Relabelling
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    rows: list[tuple[object, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    origins: set[Provenance] = field(default_factory=set)
    sources: dict[str, dict[str, str]] = field(default_factory=dict)
    copied: set[Path] = field(default_factory=set)


def copy_for_others(
    study: Path,
    folder: Path,
    key: PseudonymKey,
    *,
    languages: Sequence[str] = LANGUAGES,
    on_progress: Progress = lambda _: None,
) -> StudyCopy:
    """Write a copy of a study in which labels stand in place of names, everywhere.

    Parameters
    ----------
    study : path
        The study folder; nothing in it is changed.
    folder : path
        Where to write the copy; it may exist if it is empty, and lies outside the study.
    key : PseudonymKey
        Which label stands for whom.
    languages : sequence of {"english", "finnish"}
        Whose endings may hang on a name.
    on_progress : function of str
        Called with the id of each source when it is done.

    Returns
    -------
    StudyCopy
        What was copied and left out, and the look for leaks over every file of the copy.

    Raises
    ------
    FileExistsError
        If the folder exists and is not empty.
    ValueError
        If it lies in the study, or the key is empty.
    """
    _check(study, folder, key)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        ids = relabelled_ids(_ids(study, key, languages), key, languages=languages)
        work = _Work(study, beside, Relabelling(key, languages=languages, ids=ids))
        _copy_files(work)
        _copy_sources(work, on_progress)
        missing = left_out(study, work.copied)
        _write(work, ABOUT, about_the_copy(work.labels, missing).encode("utf-8"))
        found = look_for_leaks([beside], key, languages=languages, shown_from=beside)
        beside.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    write_copy_record(study, _record(work, folder))
    return StudyCopy(
        folder=folder,
        frame=frame_of(work.rows, COPIED_COLUMNS),
        leaks=found,
        left_out=tuple(missing),
        notes=(*work.labels.notes, *work.notes, *found.notes),
        provenance=merged(work.origins),
    )


def _check(study: Path, folder: Path, key: PseudonymKey) -> None:
    if not len(key):
        raise ValueError("the key has no names, so there is nothing that a copy would leave out")
    if folder.resolve().is_relative_to(study.resolve()):
        raise ValueError(
            f"{folder} lies in the study, which holds the names; choose a folder outside it"
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(
            f"{folder} exists and is not empty; choose another name, nothing was changed"
        )


def _ids(study: Path, key: PseudonymKey, languages: Sequence[str]) -> set[str]:
    """Every id that something in the study bears or names."""
    labels = Relabelling(key, languages=languages)
    shelf = SourceShelf(study)
    for id in shelf:
        labels.id(id)
        labels.id(shelf.record(id).get("case", ""))
    for log in log_files(study):
        labels.id(log.coder)
    for file in files_for_copy(study):
        for part in file.path.relative_to(study).with_suffix("").parts:
            labels.id(part)
        try:
            file.labelled(labels)
        except BadFile:
            continue  # it is told of when it would be copied
    return labels.met - {""}


# --- files that are no sources -------------------------------------------------------------------


def _copy_files(work: _Work) -> None:
    _write(work, ".gitignore", IGNORED.encode())
    _write(work, ".gitattributes", ATTRIBUTES.encode())
    shelf = SourceShelf(work.study)
    for file in files_for_copy(work.study):
        is_pinned = file.what == "memo" and source_of_memo(file.path) in shelf
        if file.path not in work.copied and file.path.name != ABOUT and not is_pinned:
            _copy_file(work, file)


def _copy_file(work: _Work, file: WordFile) -> None:
    counted = work.labels.places.total()
    old = file.path.relative_to(work.study)
    try:
        content = file.labelled(work.labels)
    except BadFile as fault:
        work.notes.append(f"A file was not copied: {work.labels.words(str(old))} {fault.reason}")
        return
    name = _new_path(work, PurePosixPath(old.as_posix()))
    _write(work, name, content)
    work.copied.add(file.path)
    work.rows.append((name, file.what, work.labels.places.total() - counted, 0, ""))


def _new_path(work: _Work, path: PurePosixPath) -> str:
    """A path as it is called in the copy."""
    folders = [work.labels.id(part) for part in path.parts[:-1]]
    return "/".join([*folders, f"{work.labels.id(path.stem)}{path.suffix}"])


def _write(work: _Work, name: str, content: bytes) -> None:
    path = work.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


# --- sources and the logs on them ----------------------------------------------------------------


def _copy_sources(work: _Work, on_progress: Progress) -> None:
    shelf = SourceShelf(work.study)
    labels = work.labels
    order = SourceOrder(
        study=work.study, folder=work.folder, key=labels.key, languages=labels.languages,
        ids=labels.ids, secret=work.secret,
    )  # fmt: skip
    each = of_each(copied_source, order, [shelf.folder(id) for id in shelf])
    with closing(each):
        for folder, done in each:
            work.labels.add(done.labels)
            work.rows += done.rows
            work.notes += done.notes
            work.sources[folder.name] = done.record
            work.copied.update(done.copied)
            work.origins.add(done.provenance)
            on_progress(folder.name)
    strays = {log.source for log in log_files(work.study)} - set(shelf)
    if strays:
        work.notes.append(f"Logs on sources that the study does not have: {len(strays)}, left out.")


def _record(work: _Work, folder: Path) -> dict[str, Any]:
    """What the private study keeps of a copy."""
    return {
        "id": new_id(),
        "at": datetime.now(UTC).isoformat(),
        "folder": str(folder),
        "secret": work.secret.hex(),
        "ids": dict(work.labels.ids),
        "sources": work.sources,
    }
