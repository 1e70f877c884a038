"""Memos, evidence, surveys and findings of a study, looked over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from casestudy.errors import BadFile, Problem, did_you_mean
from casestudy.store import layout
from casestudy.store.csv_file import line_of_row
from casestudy.store.evidence_files import evidence_faults, read_evidence
from casestudy.store.findings import finding_faults
from casestudy.store.memos import memo_paths, read_memo
from casestudy.store.source_shelf import SourceShelf
from casestudy.store.study_file import StudyRecord
from casestudy.store.surveys import read_survey


def paper_problems(study: Path, record: StudyRecord) -> Iterator[Problem]:
    """Memos, evidence, surveys and findings."""
    yield from _memo_problems(study)
    for path in sorted((study / layout.EVIDENCE).glob("*.csv")):
        faults = evidence_faults(path)
        yield from (problem_of(study, fault) for fault in faults)
        if not faults:
            yield from _evidence_references(study, path, record)
    for path in sorted((study / layout.SURVEYS).glob("*/questionnaire.toml")):
        yield from _tried(study, lambda path=path: read_survey(path.parent))  # type: ignore[misc]
    yield from (problem_of(study, fault) for fault in finding_faults(study))


def _memo_problems(study: Path) -> Iterator[Problem]:
    """Memos that cannot be read, or are pinned to words that their source does not have there."""
    shelf = SourceShelf(study)
    texts: dict[str, str] = {}
    for path in memo_paths(study):
        try:
            memo = read_memo(path)
        except BadFile as fault:
            yield problem_of(study, fault)
            continue
        source = memo.about.removeprefix("source:")
        if memo.place is None or memo.orphaned or source not in shelf:
            continue
        if source not in texts:
            with suppress(BadFile, RuntimeError, ValueError):  # reported with the source
                texts[source] = shelf[source].text
        if source in texts and not memo.place.holds_in(texts[source]):
            yield Problem(
                file=shown_in(study, path),
                id=memo.id,
                message=f"the text of {source!r} at {memo.place.start} to {memo.place.end} is not "
                f"{memo.place.quote[:40]!r}; correct the head of the memo, or take its place out",
            )


def _evidence_references(study: Path, path: Path, record: StudyRecord) -> Iterator[Problem]:
    frame = read_evidence(path).frame
    for column, known in (("work", record.works), ("case", record.cases)):
        if column not in frame or not known:
            continue
        for row in frame.index[~frame[column].isin([*known, ""])]:
            value = str(frame.at[row, column])
            yield Problem(
                file=shown_in(study, path),
                line=line_of_row(path, int(row)),
                id=str(frame.at[row, "id"]),
                message=f"{column} {value!r} is not in study.toml{did_you_mean(value, known)}",
            )


def _tried(study: Path, read: Callable[[], object]) -> Iterator[Problem]:
    try:
        read()
    except BadFile as fault:
        yield problem_of(study, fault)


def problem_of(study: Path, fault: BadFile) -> Problem:
    """A fault of a file as a problem of the study."""
    return Problem(file=shown_in(study, fault.path), line=fault.line, message=fault.reason)


def shown_in(study: Path, path: Path) -> str:
    """How a file of the study is named: from its folder on."""
    return path.relative_to(study).as_posix() if path.is_relative_to(study) else str(path)
