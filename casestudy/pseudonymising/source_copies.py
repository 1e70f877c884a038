"""One source in a copy for others: its text and record, the logs on it, the memos about it."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from casestudy.provenance import Provenance
from casestudy.pseudonym_key import PseudonymKey
from casestudy.pseudonymising.log_words import Texts, labelled_events
from casestudy.pseudonymising.memo_words import labelled_pinned_memo
from casestudy.pseudonymising.source_words import LabelledSource, labelled_source
from casestudy.pseudonyms import Relabelling
from casestudy.pseudonyms.relabelling import Counted
from casestudy.sources import Source
from casestudy.store import read_log, read_source, write_source
from casestudy.store.index import logs_of_source
from casestudy.store.json_lines import json_line
from casestudy.store.layout import CODINGS, MEMOS
from casestudy.store.memos import memo_content, memo_path, memos_about

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOrder:
    """What is to be done to each source: from where, to where, with which labels.

    Parameters
    ----------
    ids : mapping of str to str
        The ids that change.
    secret : bytes
        What hashes are sealed with.
    """

    study: Path
    folder: Path
    key: PseudonymKey
    languages: tuple[str, ...]
    ids: Mapping[str, str]
    secret: bytes = field(repr=False)

    def seal(self, sha256: str) -> str:
        """A hash that only who knows the secret can compare with another."""
        return hmac.new(self.secret, sha256.encode(), "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class CopiedSource:
    """What was copied of one source."""

    labels: Counted
    rows: list[Row]
    notes: list[str]
    record: dict[str, str]
    copied: list[Path]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class _Work:
    """The copying of one source while it goes on."""

    order: SourceOrder
    labels: Relabelling
    notes: list[str] = field(default_factory=list)
    copied: list[Path] = field(default_factory=list)


def copied_source(order: SourceOrder, folder: Path) -> CopiedSource:
    """Write a source with labels into a copy, with its logs and memos.

    Parameters
    ----------
    order : SourceOrder
        From where, to where, with which labels.
    folder : path
        The folder of the source.
    """
    work = _Work(order, Relabelling(order.key, languages=order.languages, ids=order.ids))
    old = read_source(folder)
    done = labelled_source(old, work.labels)
    new = replace(done.source, withheld=True, original_sha256=order.seal(old.original_sha256))
    written = write_source(order.folder, new, None)
    n_codings = _copy_logs(work, folder)
    memos = _copy_memos(work, old, done)
    shown = written.relative_to(order.folder).as_posix()
    row = (shown, "source", work.labels.places.total(), n_codings, new.provenance.kind)
    return CopiedSource(
        labels=work.labels.counted,
        rows=[*memos, row],
        notes=work.notes,
        record={
            "id": new.id, "original_sha256": old.original_sha256,
            "seal": new.original_sha256, "text_sha256": old.text_sha256,
        },
        copied=work.copied,
        provenance=new.provenance,
    )  # fmt: skip


def _copy_memos(work: _Work, old: Source, done: LabelledSource) -> list[Row]:
    """The memos on a source, pinned to the same words with labels; a row each."""
    rows: list[Row] = []
    for memo in memos_about(work.order.study, old.id):
        new = labelled_pinned_memo(
            memo,
            work.labels,
            old=old.text,
            new=done.source.text,
            made=done.replacements,
            seal=work.order.seal,
        )
        name = f"{MEMOS}/{new.id}.md"
        _write(work.order.folder / name, memo_content(new))
        work.copied.append(memo_path(work.order.study, memo.id))
        rows.append((name, "memo", 0, 0, ""))
    return rows


def _copy_logs(work: _Work, folder: Path) -> int:
    """The logs of all coders on a source; says how many events make a coding."""
    source = folder.name
    texts = Texts(folder, work.labels)
    n_codings = 0
    for log in logs_of_source(work.order.study, source):
        reading = read_log(log.path, shown=log.shown)
        events, strays = labelled_events(reading.events, texts, work.labels, seal=work.order.seal)
        name = f"{CODINGS}/{work.labels.id(log.coder)}/{work.labels.id(source)}.jsonl"
        _write(work.order.folder / name, b"".join(map(json_line, events)))
        n_codings += sum(event["op"] == "code" for event in events)
        where = f"{name}: "
        if strays:
            work.notes.append(
                f"{where}quotations of {strays} events were searched for names by themselves, "
                "since nobody kept the text they were made on."
            )
        if reading.problems:
            work.notes.append(f"{where}broken lines left out: {len(reading.problems)}.")
    return n_codings


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
