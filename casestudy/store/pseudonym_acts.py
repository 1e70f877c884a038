"""What was done about names over a whole study, and what its files said before.

```
pseudonyms.private/
    acts/<id>/act.json      what was to be done, by whom, when, and whether it is done
    acts/<id>/files/…       the files as they were, those of sources aside: sources keep their own
    copies/<id>.json        what a copy for others was made from: ids, and seals of what it lacks
```

An act is written down before its first step, so that one that was broken off is known. Each step
puts one file in its place, whole or not at all, and keeps the old one first.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from casestudy.store.durable import write_durably
from casestudy.store.json_lines import json_line, json_value
from casestudy.store.layout import DERIVED, PRIVATE
from casestudy.store.log import new_id
from casestudy.store.private_files import keep_out_of_git, write_privately

BEGUN, DONE, TAKEN_BACK = "begun", "done", "taken back"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFile:
    """One file of a study, its path from the study, and hashes of what it said and says."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One replacing of names over a study.

    Parameters
    ----------
    id : str
        Sorts by time.
    at, by : str
        When it began, and who did it.
    state : {"begun", "done", "taken back"}
        How far it came.
    files : tuple of ChangedFile
        Files that are not sources.
    sources : tuple of str
        Ids of the sources that it was to change.
    """

    id: str
    at: str
    by: str = ""
    state: str = BEGUN
    files: tuple[ChangedFile, ...] = ()
    sources: tuple[str, ...] = ()


def begin_act(study: Path, *, by: str, files: Iterable[ChangedFile], sources: Iterable[str]) -> Act:
    """Write down what is to be done."""
    keep_out_of_git(study / PRIVATE)
    at = datetime.now(UTC).isoformat()
    act = Act(id=new_id(), at=at, by=by, files=tuple(files), sources=tuple(sources))
    _write(study, act)
    return act


def change_file(study: Path, act: Act, path: str, content: bytes) -> None:
    """Keep a file as it is, and put its new content in its place."""
    write_privately(_folder(study, act) / "files" / path, (study / path).read_bytes())
    write_durably(study / path, content)


def close_act(study: Path, act: Act, state: str) -> Act:
    """Write down that an act is done, or was taken back."""
    closed = replace(act, state=state)
    _write(study, closed)
    return closed


def drop_act(study: Path, act: Act) -> None:
    """Forget an act that came to nothing."""
    shutil.rmtree(_folder(study, act))


def acts_of(study: Path) -> list[Act]:
    """All acts of a study, oldest first."""
    paths = sorted((study / PRIVATE / "acts").glob("*/act.json"))
    return [_act(json_value(path.read_bytes())) for path in paths]


def kept_file(study: Path, act: Act, path: str) -> bytes | None:
    """What a file said before an act; nothing if the act did not come to it."""
    kept = _folder(study, act) / "files" / path
    return kept.read_bytes() if kept.exists() else None


def hash_of(content: bytes) -> str:
    """The hash by which a file's content is known again."""
    return hashlib.sha256(content).hexdigest()


def write_copy_record(study: Path, record: Mapping[str, Any]) -> Path:
    """Keep, with the private study, what a copy for others was made from."""
    keep_out_of_git(study / PRIVATE)
    path = study / PRIVATE / "copies" / f"{record['id']}.json"
    write_privately(path, json_line(dict(record)))
    return path


def acts_lock(study: Path) -> Path:
    """The lock that whoever replaces names over a study holds."""
    path = study / DERIVED / "locks" / "pseudonyms.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _folder(study: Path, act: Act) -> Path:
    return study / PRIVATE / "acts" / act.id


def _write(study: Path, act: Act) -> None:
    write_privately(_folder(study, act) / "act.json", json_line(asdict(act)))


def _act(plain: dict[str, Any]) -> Act:
    files = tuple(ChangedFile(**file) for file in plain["files"])
    return Act(**plain | {"files": files, "sources": tuple(plain["sources"])})
