"""Labels in place of names in the study itself: its sources by edits, its other files in place.

Every step can be repeated and leaves nothing half done. What was done is known from the folder
itself, so whoever runs it again after an interruption finishes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock

from casestudy.edits import OUTCOMES, EditReport
from casestudy.errors import BadFile, SourceChanged
from casestudy.language import LANGUAGES
from casestudy.provenance import Provenance, kinds, merged
from casestudy.pseudonym_key import PseudonymKey
from casestudy.pseudonymising.file_words import files_of_study
from casestudy.pseudonymising.many_sources import of_each
from casestudy.pseudonymising.reports import COLUMNS, STILL_HERE, PseudonymisedStudy, frame_of
from casestudy.pseudonymising.source_words import labelled_source
from casestudy.pseudonyms import Relabelling
from casestudy.pseudonyms.relabelling import Counted
from casestudy.sources import Source
from casestudy.store import EditWords, SourceShelf, edit_source_by, read_study_record
from casestudy.store.index import log_files
from casestudy.store.known_edits import KnownEdit
from casestudy.store.pseudonym_acts import (
    BEGUN,
    DONE,
    Act,
    ChangedFile,
    acts_lock,
    acts_of,
    begin_act,
    change_file,
    close_act,
    drop_act,
    hash_of,
)

KIND = "pseudonymise"
"""What an edit that put labels in place of names is called."""

Progress = Callable[[str], None]
Row = tuple[object, ...]
NO_CODINGS = (0,) * (1 + len(OUTCOMES))


@dataclass(slots=True)
class _Work:
    """One replacing of names while it goes on."""

    study: Path
    labels: Relabelling
    words: EditWords
    on_progress: Progress
    dry_run: bool = False
    rows: list[Row] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    origins: set[Provenance] = field(default_factory=set)
    outcomes: Counter[str] = field(default_factory=Counter)

    def shown(self, path: Path) -> str:
        """A path as it is told: from the study."""
        return path.relative_to(self.study).as_posix()


@dataclass(frozen=True, slots=True)
class _NewFile:
    """A file that is no source, as it shall be."""

    path: str
    what: str
    before: bytes
    after: bytes
    places: int


def pseudonymise(
    study: Path,
    key: PseudonymKey,
    *,
    by: str = "",
    languages: Sequence[str] = LANGUAGES,
    dry_run: bool = False,
    on_progress: Progress = lambda _: None,
) -> PseudonymisedStudy:
    """Put labels in place of names over a whole study.

    Parameters
    ----------
    study : path
        The study folder.
    key : PseudonymKey
        Which label stands for whom.
    by : str
        Who does it.
    languages : sequence of {"english", "finnish"}
        Whose endings may hang on a name.
    dry_run : bool
        Whether only to say what would be done.
    on_progress : function of str
        Called with the id of each source when it is done.

    Returns
    -------
    PseudonymisedStudy
        One row a file that changed. Every coding on a changed source has a receipt, which is kept
        with the edit.

    Raises
    ------
    ValueError
        If the key is empty.

    Notes
    -----
    It may be run again at any time: what has labels already is left alone, and what was broken off
    is finished.
    """
    if not len(key):
        raise ValueError(
            "the key has no names; tick some in the list of candidates and run "
            "`casestudy pseudonymise key`"
        )
    words = EditWords(by=by, why="names replaced by labels", kind=KIND)
    work = _Work(study, Relabelling(key, languages=languages), words, on_progress, dry_run)
    if dry_run:
        work.rows += [_row(new) for new in _new_files(work)]
        _do_sources(work)
        return _report(work, act="")
    with FileLock(acts_lock(study)):
        return _carried_out(work)


def _carried_out(work: _Work) -> PseudonymisedStudy:
    """Write down what is to be done, do it, and write down that it is done."""
    broken_off = [act for act in acts_of(work.study) if act.state == BEGUN]
    files = _new_files(work)
    changed = [
        ChangedFile(path=new.path, before=hash_of(new.before), after=hash_of(new.after))
        for new in files
    ]
    act = begin_act(work.study, by=work.words.by, files=changed, sources=SourceShelf(work.study))
    for new in files:
        change_file(work.study, act, new.path, new.after)
        work.rows.append(_row(new))
    _do_sources(work)
    for each in broken_off:
        close_act(work.study, each, DONE)
    return _report(work, act=_closed(work, act))


def _closed(work: _Work, act: Act) -> str:
    """The id of an act that is done; one that did nothing is not kept."""
    if work.rows:
        return close_act(work.study, act, DONE).id
    drop_act(work.study, act)
    return ""


def _new_files(work: _Work) -> list[_NewFile]:
    """The files that are no sources and hold names, as they shall be."""
    found = []
    for file in files_of_study(work.study):
        before = file.path.read_bytes()
        counted = work.labels.places.total()
        try:
            after = file.labelled(work.labels)
        except BadFile as fault:
            work.faults.append(f"{work.shown(file.path)} was left as it is: {fault.reason}")
            continue
        if after != before:
            places = work.labels.places.total() - counted
            found.append(_NewFile(work.shown(file.path), file.what, before, after, places))
    return found


def _row(new: _NewFile) -> Row:
    return (new.path, new.what, new.places, *NO_CODINGS, "", "")


def _do_sources(work: _Work) -> None:
    """Put labels into every source, in the order of their ids."""
    order = _Order(
        work.study, work.labels.key, work.labels.languages, work.words, is_dry_run=work.dry_run
    )
    shelf = SourceShelf(work.study)
    for folder, done in of_each(_labelled, order, [shelf.folder(id) for id in shelf]):
        if done.fault:
            work.faults.append(f"source {folder.name!r} was left as it is: {done.fault}")
            continue
        work.labels.add(done.labels)
        if done.report is not None:
            _add_source(work, folder, done.labels.places.total(), done.report)
        work.on_progress(folder.name)


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be done to each source."""

    study: Path
    key: PseudonymKey
    languages: tuple[str, ...]
    words: EditWords
    is_dry_run: bool


@dataclass(frozen=True, slots=True)
class _Done:
    """What was done to one source, or why nothing could be."""

    labels: Counted
    report: EditReport | None = None
    fault: str = ""


def _labelled(order: _Order, folder: Path) -> _Done:
    """Put labels into one source."""
    labels = Relabelling(order.key, languages=order.languages)
    try:
        report = edit_source_by(
            order.study,
            folder,
            lambda source: _change(source, labels),
            words=order.words,
            dry_run=order.is_dry_run,
        )
    except (BadFile, SourceChanged) as fault:
        return _Done(labels.counted, fault=str(fault))
    return _Done(labels.counted, report)


def _change(source: Source, labels: Relabelling) -> tuple[Source, KnownEdit]:
    """A source with labels, and the edit stretch by stretch."""
    done = labelled_source(source, labels)
    return done.source, KnownEdit(replacements=done.replacements, words=labels.words)


def _add_source(work: _Work, folder: Path, places: int, report: EditReport) -> None:
    outcomes = [report.counts[outcome] for outcome in OUTCOMES]
    stated = kinds(report.provenance)
    row = (work.shown(folder), "source", places, sum(outcomes), *outcomes, report.edit, stated)
    work.rows.append(row)
    work.origins.update(report.provenance)


def _report(work: _Work, *, act: str) -> PseudonymisedStudy:
    return PseudonymisedStudy(
        frame=frame_of(work.rows, COLUMNS),
        act=act,
        labels=dict(work.labels.places),
        is_dry_run=work.dry_run,
        notes=(*work.labels.notes, *work.faults, *_ids_with_names(work), STILL_HERE),
        provenance=merged(work.origins),
    )


def _ids_with_names(work: _Work) -> Iterable[str]:
    """Ids never change in a study; those that hold names are told by how many there are."""
    cases = read_study_record(work.study).cases
    ids = {*SourceShelf(work.study), *cases, *(log.coder for log in log_files(work.study))}
    n = sum(work.labels.holds_name(id) for id in ids)
    if n:
        yield (
            f"Ids of sources, cases or coders that hold names: {n}. Ids never change here; in a "
            "copy made by `casestudy pseudonymise export` they have labels."
        )
