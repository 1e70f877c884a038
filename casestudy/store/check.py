"""A whole study folder, looked over: every fault with its file and line, nothing changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from casestudy.codebook import Codebook
from casestudy.crosswalk import problems_of
from casestudy.errors import BadFile, Problem, did_you_mean
from casestudy.pages.capture_folder import all_capture_faults
from casestudy.pages.site_features import problems_of as feature_problems
from casestudy.sources import Source
from casestudy.store import layout
from casestudy.store.allowed_codes import known_codes, known_ratings
from casestudy.store.check_papers import paper_problems, problem_of, shown_in
from casestudy.store.feature_file import (
    feature_line,
    read_site_features,
    site_feature_faults,
)
from casestudy.store.fold import read_log, standing
from casestudy.store.index import LogFile, log_files
from casestudy.store.pseudonym_acts import BEGUN, acts_of
from casestudy.store.rating_problems import rating_problems
from casestudy.store.schemes import crosswalk_line, read_codebook, read_crosswalk, scheme_faults
from casestudy.store.source_files import source_faults
from casestudy.store.source_shelf import SourceShelf
from casestudy.store.study_file import StudyRecord, read_study_record

Progress = Callable[[str], None]


def study_problems(study: Path, *, on_progress: Progress = lambda _: None) -> list[Problem]:
    """Everything found wrong in a study folder.

    Parameters
    ----------
    study : path
        The folder that holds `study.toml`.
    on_progress : function of str
        Called with the name of each file before it is looked at.

    Returns
    -------
    list of Problem
        Each with its file (relative to the study), line where it has one, and what to do.
    """
    try:
        record = read_study_record(study)
    except BadFile as fault:
        return [problem_of(study, fault)]
    schemes: dict[str, Codebook] = {}
    problems = list(_scheme_problems(study, record, schemes))
    problems.extend(_crosswalk_problems(study, record, schemes))
    problems.extend(_feature_problems(study, record, schemes))
    shelf = SourceShelf(study)
    problems.extend(_folder_problems(study, shelf))
    problems.extend(_source_problems(study, record, shelf, on_progress))
    problems.extend(_log_problems(study, record, schemes, shelf, on_progress))
    problems.extend(paper_problems(study, record))
    problems.extend(_act_problems(study))
    return problems


def _scheme_problems(
    study: Path, record: StudyRecord, schemes: dict[str, Codebook]
) -> Iterator[Problem]:
    for path in layout.scheme_paths(study):
        faults = scheme_faults(path)
        yield from (problem_of(study, fault) for fault in faults)
        if faults:
            continue
        scheme = schemes[path.stem] = read_codebook(path)
        for code in scheme:
            if code.source and record.works and code.source.work not in record.works:
                hint = did_you_mean(code.source.work, record.works)
                yield Problem(
                    file=shown_in(study, path),
                    id=code.id,
                    message=f"code {code.id!r} cites the work {code.source.work!r}, "
                    f"which study.toml does not list{hint}",
                )
    if record.codebook and not (study / layout.SCHEMES / f"{record.codebook}.toml").exists():
        yield Problem(
            file=layout.STUDY_FILE,
            message=f"the codebook {record.codebook!r} is not in {layout.SCHEMES}/",
        )


def _crosswalk_problems(
    study: Path, record: StudyRecord, schemes: dict[str, Codebook]
) -> Iterator[Problem]:
    path = study / layout.SCHEMES / layout.CROSSWALK
    if not path.exists():
        return
    try:
        crosswalk = read_crosswalk(path)
    except BadFile as fault:
        yield problem_of(study, fault)
        return
    if not _all_read(study, record, schemes):
        return
    for number, sentence in problems_of(crosswalk, schemes=schemes, main=record.codebook):
        line = crosswalk_line(path, number)
        yield Problem(file=shown_in(study, path), line=line, message=sentence)


def _feature_problems(
    study: Path, record: StudyRecord, schemes: Mapping[str, Codebook]
) -> Iterator[Problem]:
    """The features that site audits look for, and whether their codes are in the main scheme."""
    path = study / layout.SCHEMES / layout.SITE_FEATURES
    if not path.exists():
        return
    faults = site_feature_faults(path)
    yield from (problem_of(study, fault) for fault in faults)
    if faults or not _all_read(study, record, schemes):
        return
    main = schemes.get(record.codebook) or next(iter(schemes.values()), None)
    if main is None:
        return
    for number, sentence in feature_problems(read_site_features(study), codebook=main):
        line = feature_line(path, number)
        yield Problem(file=shown_in(study, path), line=line, message=sentence)


def _all_read(study: Path, record: StudyRecord, schemes: Mapping[str, Codebook]) -> bool:
    """Whether every scheme could be read: if not, no code can be said to be unknown."""
    needed = {path.stem for path in layout.scheme_paths(study)} | {record.codebook}
    return needed - {""} <= schemes.keys()


def _folder_problems(study: Path, shelf: SourceShelf) -> Iterator[Problem]:
    """Folders among the sources that no source can be read from."""
    for name in layout.FOLDER_OF_KIND.values():
        for folder in sorted((study / layout.SOURCES / name).glob("[!.]*/")):
            if not (folder / "source.toml").exists():
                message = "source.toml is missing, so the source is not read; restore it"
                yield Problem(file=shown_in(study, folder), id=folder.name, message=message)
            elif shelf.folder(folder.name) != folder:
                yield Problem(
                    file=shown_in(study, folder),
                    id=folder.name,
                    message=f"the id {folder.name!r} is that of another source, "
                    f"{shown_in(study, shelf.folder(folder.name))}, which hides this one; ids are "
                    "unique: import it under another id",
                )


def _source_problems(
    study: Path, record: StudyRecord, shelf: SourceShelf, on_progress: Progress
) -> Iterator[Problem]:
    for id in shelf:
        folder = shelf.folder(id)
        on_progress(shown_in(study, folder))
        faults = source_faults(folder) or all_capture_faults(folder)
        yield from (problem_of(study, fault) for fault in faults)
        case = "" if faults else shelf.record(id).get("case", "")
        if case and case not in record.cases:
            yield Problem(
                file=shown_in(study, folder / "source.toml"),
                id=id,
                message=f"case {case!r} is not in study.toml{did_you_mean(case, record.cases)}",
            )


def _log_problems(
    study: Path,
    record: StudyRecord,
    schemes: Mapping[str, Codebook],
    shelf: SourceShelf,
    on_progress: Progress,
) -> Iterator[Problem]:
    codes = known_codes(record, schemes)
    all_read = _all_read(study, record, schemes)
    is_known = codes.__contains__ if all_read else lambda _: True
    ratings = known_ratings(record, schemes)
    for log in log_files(study):
        on_progress(log.shown)
        reading = read_log(log.path, shown=log.shown)
        yield from reading.problems
        if log.source not in shelf:
            yield Problem(
                file=log.shown,
                message=f"source {log.source!r} is not in the study"
                f"{did_you_mean(log.source, shelf)}; import it, or rename the log",
            )
            continue
        for event, line in zip(reading.events, reading.lines, strict=True):
            if "code" in event and not is_known(event["code"]):
                yield Problem(
                    file=log.shown,
                    line=line,
                    id=event["id"],
                    message=f"code {event['code']!r} is not in the codebook"
                    f"{did_you_mean(event['code'], codes)}; correct the line or add the code to "
                    f"{layout.SCHEMES}/{record.codebook or '<scheme>'}.toml",
                )
        if all_read:
            yield from rating_problems(reading, shown=log.shown, ratings=ratings)
        yield from _quote_problems(log, shelf, dict(zip(_ids(reading.events), reading.lines)))  # noqa: B905


def _quote_problems(log: LogFile, shelf: SourceShelf, line_of: dict[str, int]) -> Iterator[Problem]:
    """Standing codings whose quotation the text does not have at their position."""
    try:
        source: Source = shelf[log.source]
    except (BadFile, RuntimeError, ValueError):
        return  # already reported with the source
    for event in standing(read_log(log.path, shown=log.shown).events):
        start, end = event.get("start"), event.get("end")
        if start is None or end is None:
            continue
        if source.text[start:end] != event.get("quote", ""):
            yield Problem(
                file=log.shown,
                line=line_of.get(event["id"], 0),
                id=event["id"],
                message=f"the text at {start} to {end} is not the quotation "
                f"{event.get('quote', '')[:40]!r}; the source and the coding do not fit",
            )


def _act_problems(study: Path) -> Iterator[Problem]:
    """That names were being replaced over the study, and it was broken off."""
    for act in acts_of(study):
        if act.state == BEGUN:
            yield Problem(
                file=layout.PRIVATE,
                id=act.id,
                message="names were being replaced by labels, and it was broken off: some files "
                "have labels and some have names; run `casestudy pseudonymise apply` again",
            )


def _ids(events: list[dict[str, object]]) -> list[str]:
    return [str(event["id"]) for event in events]
