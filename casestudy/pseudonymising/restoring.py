"""Names in place of labels again: what was kept comes back, and corrections made since stay.

A source that nobody edited since comes back letter by letter, with every coding at its old place.
In one that was edited since, each label that stands becomes what stood in its very place; a label
that somebody wrote since becomes the first form of its name.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from filelock import FileLock

from casestudy.anchors import offset_map
from casestudy.carrying import carried_parts, carried_spans, taking_back
from casestudy.edits import OUTCOMES, EditReport, Replacement, replaced
from casestudy.language import LANGUAGES
from casestudy.provenance import Provenance, kinds, merged
from casestudy.pseudonym_key import PseudonymKey
from casestudy.pseudonymising.applying import KIND
from casestudy.pseudonymising.copy_words import ABOUT
from casestudy.pseudonymising.file_words import files_for_copy
from casestudy.pseudonymising.many_sources import of_each
from casestudy.pseudonymising.reports import RESTORED_COLUMNS, RestoredStudy, frame_of
from casestudy.pseudonymising.source_words import labelled_source
from casestudy.pseudonyms import Relabelling, first_forms, label_spans
from casestudy.sources import Source
from casestudy.store import EditWords, SourceShelf, edit_source_by, edits_of, read_source, undo_edit
from casestudy.store.durable import write_durably
from casestudy.store.edit_plan import EDITS
from casestudy.store.edits import last_edit
from casestudy.store.known_edits import KnownEdit
from casestudy.store.pseudonym_acts import (
    TAKEN_BACK,
    Act,
    ChangedFile,
    acts_lock,
    acts_of,
    close_act,
    hash_of,
    kept_file,
)

AS_IT_WAS, EDITED_SINCE = "as it was", "edited since"

FIRST_FORMS = (
    "Labels that were written by hand, or in files that changed since, became the first form of "
    "their name: case, other forms and endings that belonged to it are lost there."
)

Progress = Callable[[str], None]
Span = tuple[int, int]
Row = tuple[object, ...]


@dataclass(slots=True)
class _Work:
    """One putting back of names while it goes on."""

    study: Path
    key: PseudonymKey
    rows: list[Row] = field(default_factory=list)
    origins: set[Provenance] = field(default_factory=set)


def restore(
    study: Path,
    key: PseudonymKey | None = None,
    *,
    by: str = "",
    on_progress: Progress = lambda _: None,
) -> RestoredStudy:
    """Put names back in place of labels over a whole study.

    Parameters
    ----------
    study : path
        The study folder, or a copy that was made of it for others.
    key : PseudonymKey, optional
        Which label stands for whom. Without it only what nobody touched since comes back.
    by : str
        Who does it.
    on_progress : function of str
        Called with the id of each source when it is done.

    Returns
    -------
    RestoredStudy
        One row a file that changed. Codings made since are carried along, with receipts.
    """
    work = _Work(study, key or PseudonymKey())
    with FileLock(acts_lock(study)):
        shelf = SourceShelf(study)
        order = _Order(study, work.key, by)
        with closing(of_each(_restored, order, [shelf.folder(id) for id in shelf])) as each:
            for folder, done in each:
                work.rows += done.rows
                work.origins.update(done.origins)
                on_progress(folder.name)
        acts = [act for act in acts_of(study) if act.state != TAKEN_BACK]
        for act in reversed(acts):
            for file in act.files:
                _restore_file(work, act, file)
            close_act(study, act, TAKEN_BACK)
        if (study / ABOUT).exists():
            _restore_copy(work)
    how = {str(row[2]) for row in work.rows}
    return RestoredStudy(
        frame=frame_of(work.rows, RESTORED_COLUMNS),
        notes=(FIRST_FORMS,) if EDITED_SINCE in how else (),
        provenance=merged(work.origins),
    )


# --- files that are no sources -------------------------------------------------------------------


def _restore_file(work: _Work, act: Act, file: ChangedFile) -> None:
    """A file as it was before an act, or with names where it changed since."""
    path, kept = work.study / file.path, kept_file(work.study, act, file.path)
    if kept is None or not path.exists() or hash_of(path.read_bytes()) == file.before:
        return
    now = path.read_bytes()
    is_untouched = hash_of(now) == file.after
    new = kept if is_untouched else _with_first_forms(path, now, work.key)
    if new != now:
        write_durably(path, new)
        left = 0 if is_untouched else _labels_left(new.decode("utf-8", "replace"), work.key)
        how = AS_IT_WAS if is_untouched else EDITED_SINCE
        work.rows.append((file.path, "file", how, left, 0, *[0] * len(OUTCOMES), ""))


def _restore_copy(work: _Work) -> None:
    """The other files of a copy for others, which is none any more."""
    for file in files_for_copy(work.study):
        now = file.path.read_bytes()
        new = _with_first_forms(file.path, now, work.key)
        if file.path.name != ABOUT and new != now:
            write_durably(file.path, new)
            left = _labels_left(new.decode("utf-8", "replace"), work.key)
            shown = file.path.relative_to(work.study).as_posix()
            work.rows.append((shown, "file", EDITED_SINCE, left, 0, *[0] * len(OUTCOMES), ""))
    (work.study / ABOUT).unlink()


def _with_first_forms(path: Path, content: bytes, key: PseudonymKey) -> bytes:
    """A file with the first form of each label's name; as it is if it could not be read then."""
    try:
        new = first_forms(content.decode("utf-8"), key)
        if path.suffix == ".toml":
            tomllib.loads(new.removeprefix("\ufeff"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return content
    return new.encode("utf-8")


def _labels_left(text: str, key: PseudonymKey) -> int:
    return sum(1 for _ in label_spans(text, key))


# --- sources -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be done to each source."""

    study: Path
    key: PseudonymKey
    by: str


@dataclass(frozen=True, slots=True)
class _Restored:
    """What was done to one source."""

    rows: list[Row] = field(default_factory=list)
    origins: tuple[Provenance, ...] = ()


def _restored(order: _Order, folder: Path) -> _Restored:
    """Undo what can be undone; then put names in place of the labels that still stand."""
    reports: list[EditReport] = []

    def in_words(text: str) -> str:
        return first_forms(text, order.key)

    while (last := last_edit(folder)) is not None and last["kind"] == KIND:
        reports.append(undo_edit(order.study, folder, by=order.by, words=in_words))
    how = AS_IT_WAS
    if read_source(folder).withheld or any(_labellings(folder)):
        words = EditWords(by=order.by, why="labels replaced by names", kind="restore")
        report = edit_source_by(
            order.study, folder, lambda now: _change(now, folder, order.key), words=words
        )
        how = EDITED_SINCE if report is not None else how
        reports += [report] if report is not None else []
    if not reports:
        return _Restored()
    outcomes = [reports[-1].counts[outcome] for outcome in OUTCOMES]
    left = _labels_left(read_source(folder).text, order.key)
    shown = folder.relative_to(order.study).as_posix()
    stated = kinds(reports[-1].provenance)
    row = (shown, "source", how, left, sum(outcomes), *outcomes, stated)
    return _Restored([row], tuple(reports[-1].provenance))


def _change(now: Source, folder: Path, key: PseudonymKey) -> tuple[Source, KnownEdit]:
    """A source with names in place of the labels that stand in it, and the edit."""

    def words(text: str) -> str:
        return first_forms(text, key)

    stood = _forms_by_place(now.text, folder, key)
    first = {entry.label: entry.originals[0] for entry in key}
    replacements = [
        Replacement(start=start, end=end, new=stood.get((start, end)) or first[label])
        for start, end, label in label_spans(now.text, key)
    ]
    speakers = _speakers_before(folder, key)
    parts = [
        replace(part, speaker=speakers.get(part.speaker) or words(part.speaker),
                locator=words(part.locator), heading=words(part.heading))
        for part in carried_parts(now.parts, replacements)
    ]  # fmt: skip
    new = replace(
        now,
        text=replaced(now.text, replacements),
        parts=tuple(parts),
        title=words(now.title),
        file=words(now.file),
        roles={speakers.get(label) or words(label): role for label, role in now.roles.items()},
        warnings=tuple(map(words, now.warnings)),
    )
    return new, KnownEdit(replacements=replacements, words=words)


def _forms_by_place(text: str, folder: Path, key: PseudonymKey) -> Mapping[Span, str]:
    """What stood where labels stand now, for each that an edit put there and nobody touched."""
    stood: dict[Span, str] = {}
    for before, made in _labellings(folder):
        after = replaced(before.text, made)
        back = [*taking_back(before.text, made), *_there_before(before.text, made, key)]
        places = offset_map(after, text).spans([b.start for b in back], [b.end for b in back])
        for one, start, end in zip(back, places.start.tolist(), places.end.tolist(), strict=True):
            if text[start:end] == after[one.start : one.end]:
                stood.setdefault((start, end), one.new)
    return stood


def _there_before(
    text: str, made: Sequence[Replacement], key: PseudonymKey
) -> Iterator[Replacement]:
    """Labels that a text had before any were put in: they stay."""
    spans = list(label_spans(text, key))
    starts, ends = carried_spans([s for s, _, _ in spans], [e for _, e, _ in spans], made)
    for start, end, (_, _, label) in zip(starts.tolist(), ends.tolist(), spans, strict=True):
        yield Replacement(start=start, end=end, new=label)


def _labellings(folder: Path) -> Iterator[tuple[Source, list[Replacement]]]:
    """Each edit of a source that put labels in and was not undone: the state before, and what."""
    records = edits_of(folder)
    undone = {record["undoes"] for record in records}
    for record in records:
        if record["kind"] == KIND and record["id"] not in undone:
            made = [Replacement(start=a, end=b, new=new) for a, b, new in record["replaced"]]
            yield read_source(folder / EDITS / record["id"], id=folder.name), made


def _speakers_before(folder: Path, key: PseudonymKey) -> dict[str, str]:
    """For each label of a speaker the spelling that most turns had before."""
    labels = Relabelling(key, languages=LANGUAGES)
    counts: dict[str, Counter[str]] = {}
    for before, _ in _labellings(folder):
        after = labelled_source(before, labels).source
        for old, new in zip(before.parts, after.parts, strict=True):
            if old.speaker != new.speaker:
                counts.setdefault(new.speaker, Counter())[old.speaker] += 1
    return {label: spelt.most_common(1)[0][0] for label, spelt in counts.items()}
