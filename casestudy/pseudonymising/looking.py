"""The look for leaks over files: everything that is to be published, and how its files are called.

Of a study without further word, what others would get is looked at: texts, memos, what stands in
the logs, notebooks with their outputs, figures, tables. What holds names on purpose (originals,
texts from before edits, the history of the logs, the key) is not, and this is said. A file or
folder that is named is looked at in every byte.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from casestudy.language import LANGUAGES
from casestudy.provenance import merged
from casestudy.pseudonym_key import PseudonymKey
from casestudy.pseudonymising.many_sources import of_each
from casestudy.pseudonymising.passages import pieces_of
from casestudy.pseudonymising.pieces import Closed, Piece, Words
from casestudy.pseudonyms import LeakReport, Unread, leak_report
from casestudy.pseudonyms.leaks import Leak, leak_finder
from casestudy.store import SourceShelf, read_log
from casestudy.store.edit_plan import EDITS, PENDING
from casestudy.store.event_checks import Event
from casestudy.store.fold import orphaned, standing
from casestudy.store.index import log_files
from casestudy.store.layout import CODINGS, DERIVED, SOURCES
from casestudy.store.source_files import provenance_of

LARGEST = 200 * 2**20
"""Bytes of a file that is looked at."""

FILES_OF_A_SOURCE = 6
"""Files that are as much work as a source: its own, and the logs on it."""

OF_A_SOURCE = ("text.txt", "parts.jsonl", "source.toml")
"""What others get of a source: not its original, nor a page as it was captured."""

OURS = ("pseudonyms.", ".pseudonyms.")
"""How the files begin that hold names on purpose: the key, the list to tick, what files said."""

NOT_PUBLISHED = (
    "Not looked at, since they hold names on purpose and are not for others: originals, captured "
    "pages, texts from before edits, the history of the logs, the key. Name a file or folder to "
    "look at every byte."
)
NO_HISTORY = "git's history was not looked at: an old commit may hold names; hand on a new one"
HIDDEN = "a folder that programs make for themselves; look at it by itself if it is handed on"

Progress = Callable[[str], None]
Row = tuple[str, int, Leak]


def study_leaks(
    study: Path,
    key: PseudonymKey,
    *,
    languages: Sequence[str] = LANGUAGES,
    on_progress: Progress = lambda _: None,
) -> LeakReport:
    """Where names on a key still stand in what others would get of a study.

    Parameters
    ----------
    study : path
        The study folder.
    key : PseudonymKey
        Which label stands for whom.
    languages : sequence of {"english", "finnish"}
        Whose endings may hang on a name.
    on_progress : function of str
        Called with the name of each file when it was looked at.
    """
    unread: list[Unread] = []
    shelf = SourceShelf(study)
    files = [
        _File(path, path.relative_to(study).as_posix())
        for path in _files_below(study, unread)
        if _is_for_others(path.relative_to(study))
    ]
    files += [_File(log.path, log.shown, is_log=True) for log in log_files(study)]
    rows = _rows(files, _Order(key, tuple(languages)), unread, on_progress)
    origins = merged(provenance_of(shelf.record(id)) for id in shelf)
    return leak_report(
        rows, n_texts=len(files), unread=unread, notes=(NOT_PUBLISHED,), provenance=origins
    )


def n_looked_at(study: Path) -> int:
    """How many files a look over a study looks at."""
    below = (path.relative_to(study) for path in _files_below(study, []))
    return sum(map(_is_for_others, below)) + sum(1 for _ in log_files(study))


def look_for_leaks(
    paths: Iterable[Path],
    key: PseudonymKey,
    *,
    languages: Sequence[str] = LANGUAGES,
    shown_from: Path | None = None,
    on_progress: Progress = lambda _: None,
) -> LeakReport:
    """Where names on a key still stand in files and in the files of folders, in every byte.

    Parameters
    ----------
    paths : iterable of path
        Files and folders.
    key : PseudonymKey
        Which label stands for whom.
    languages : sequence of {"english", "finnish"}
        Whose endings may hang on a name.
    shown_from : path, optional
        The folder from which names are told and looked at; else the folder that holds each path.
    on_progress : function of str
        Called with the name of each file when it was looked at.

    Raises
    ------
    FileNotFoundError
        If a path does not exist.
    """
    unread: list[Unread] = []
    looked_at: list[_File] = []
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(f"{path} does not exist; name a file or a folder")
        root = shown_from or path.resolve().parent
        files = _files_below(path, unread) if path.is_dir() else [path]
        looked_at += [_File(file, Path(os.path.relpath(file, root)).as_posix()) for file in files]
    rows = _rows(looked_at, _Order(key, tuple(languages)), unread, on_progress)
    return leak_report(rows, n_texts=len(looked_at), unread=unread)


@dataclass(frozen=True, slots=True)
class _Order:
    """What is looked for."""

    key: PseudonymKey
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _File:
    """A file to look at, as it is told, and whether only what stands in a log is meant."""

    path: Path
    shown: str
    is_log: bool = False


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was seen in a file."""

    rows: list[Row]
    unread: list[Unread]


def _rows(
    files: Sequence[_File], order: _Order, unread: list[Unread], on_progress: Progress
) -> list[Row]:
    """What the files give away; what of them could not be read is added to the rest."""
    rows: list[Row] = []
    with closing(of_each(_seen, order, files, at_once=FILES_OF_A_SOURCE)) as each:
        for file, seen in each:
            rows += seen.rows
            unread += seen.unread
            on_progress(file.shown)
    return rows


def _seen(order: _Order, file: _File) -> _Seen:
    """Look at a file: at its name, and at all that can be read in it."""
    size = file.path.stat().st_size
    if file.is_log:
        pieces: Iterable[Piece] = [Words("", _standing_words(file.path, file.shown))]
    elif size > LARGEST:
        pieces = [Closed("", f"it has {size:,} bytes; split it")]
    else:
        pieces = pieces_of(file.path, file.path.read_bytes())
    look = leak_finder(order.key, order.languages)
    met: dict[tuple[str, int, str, str, str], Row] = {}
    unread = []
    for leak in look.in_name(file.shown):
        _add(met, (file.shown, 0, leak))
    for piece in pieces:
        where = f"{file.shown} > {piece.inner}" if piece.inner else file.shown
        if isinstance(piece, Closed):
            unread.append(Unread(where=where, why=piece.why))
        elif isinstance(piece, Words) and piece.text:
            for line, leak in look.in_text(piece.text, near=piece.near):
                _add(met, (where, line, leak))
    return _Seen([*met.values()], unread)


def _add(met: dict[tuple[str, int, str, str, str], Row], row: Row) -> None:
    """One place once, though several readings of a file show it; twice on a line is once."""
    where, line, leak = row
    met.setdefault((where, line, leak.found, leak.label, leak.match), row)


def _files_below(folder: Path, unread: list[Unread]) -> Iterator[Path]:
    """The files below a folder that a person would hand on, in order of name."""
    for path in sorted(folder.iterdir()):
        if path.is_symlink():
            unread.append(Unread(where=path.name, why="a link; look at what it leads to"))
        elif path.name == ".git":
            unread.append(Unread(where=path.name, why=NO_HISTORY))
        elif path.is_dir() and _is_made_again(path):
            unread.append(Unread(where=path.name, why=HIDDEN))
        elif path.is_dir() and not path.name.startswith(OURS):
            yield from _files_below(path, unread)
        elif path.is_file() and not path.name.startswith(OURS):
            yield path


def _is_made_again(folder: Path) -> bool:
    """Whether a folder holds what programs make for themselves."""
    name = folder.name
    hidden = name.startswith(".") and name != ".github"
    return hidden or name in (DERIVED, "__pycache__", "node_modules")


def _is_for_others(path: Path) -> bool:
    """Whether others would get a file of a study; logs are looked at in another way."""
    parts = path.parts
    if parts[0] == CODINGS:
        return False
    if parts[0] != SOURCES or len(parts) < 4:
        return True
    return not (
        parts[3] == EDITS or parts[3].startswith((PENDING, ".")) or parts[3] not in OF_A_SOURCE
    )


def _standing_words(path: Path, shown: str) -> str:
    """What the standing and the orphaned codings of a log say, each on the line of its event."""
    reading = read_log(path, shown=shown)
    told: dict[str, str] = {}
    for coding in [*standing(reading.events), *orphaned(reading.events)]:
        told[coding["id"]] = _words_of(coding)
    for event in reading.events:
        if event["op"] == "reject":
            told[event["id"]] = str(event.get("reason", ""))
    lines = [""] * (max(reading.lines, default=0) + 1)
    for event, line in zip(reading.events, reading.lines, strict=True):
        lines[line] = told.pop(event["id"], "")
    return "\n".join(lines[1:])


def _words_of(coding: Event) -> str:
    context = [str(coding.get(name, "")) for name in ("prefix", "quote", "suffix")]
    beside = [str(coding.get(name, "")) for name in ("memo", "reason", "code", "stance")]
    words = " | ".join(["".join(context), *beside])
    return " ".join(words.split())
