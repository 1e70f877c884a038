"""The steps of an edit, written down whole before the first is taken.

A plan (`edit.pending.json`) holds everything that is to happen. Each step may be repeated, so an
edit that a power cut left half done is finished when the source is next touched.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from filelock import FileLock

from casestudy.store import layout
from casestudy.store.durable import keep_beside, sync_folder, write_durably, write_together
from casestudy.store.event_checks import Event
from casestudy.store.fold import read_log
from casestudy.store.json_lines import json_line, json_value
from casestudy.store.log import CodingLog
from casestudy.store.memos import memo_path

PENDING = "edit.pending.json"
PENDING_FILES = "edit.pending.files"
EDITS = "edits"
Plan = dict[str, Any]
RECORD = "edit.json"
_KEPT = ("text.txt", "parts.jsonl", "source.toml")
_LEFT_OUT = ("events", "memos", "new_text", "new_parts", "new_record")


def source_lock(study: Path, source: str) -> FileLock:
    """The lock that whoever edits a source holds."""
    path = study / layout.DERIVED / "locks" / "sources" / f"{source}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(path)


def finish_all(study: Path) -> None:
    """Finish every edit of a study that a power cut left half done.

    While another process is in the middle of an edit, this waits until it is done.
    """
    for path in (study / layout.SOURCES).glob(f"*/[!.]*/{PENDING}"):
        with source_lock(study, path.parent.name):
            finish_pending(study, path.parent)


def carry_out(
    study: Path,
    folder: Path,
    plan: Plan,
    original: bytes | None,
    files: Mapping[str, Path] | None = None,
) -> None:
    """Write the plan down, then do it.

    With `files`, everything beside text, parts and record is replaced by them.
    """
    if original is not None:
        write_durably(folder / f"{PENDING}.original", original)
    shutil.rmtree(folder / PENDING_FILES, ignore_errors=True)  # left by a plan never written down
    for name, path in (files or {}).items():
        write_durably(folder / PENDING_FILES / name, path.read_bytes())
    write_durably(folder / PENDING, json_line(plan))
    _finish(study, folder, plan)


def finish_pending(study: Path, folder: Path) -> None:
    """Finish an edit that a power cut left half done."""
    path = folder / PENDING
    if path.exists():
        _finish(study, folder, json_value(path.read_bytes()))


def _finish(study: Path, folder: Path, plan: Plan) -> None:
    kept = folder / EDITS / plan["id"]
    if not (kept / RECORD).exists():
        _keep_old(study, folder, kept, plan)
    for coder, events in plan["events"].items():
        _append_missing(study, coder, folder.name, events)
    for id, content in plan.get("memos", {}).items():
        _put_memo(memo_path(study, id), content)
    if plan["new_original"] and (folder / f"{PENDING}.original").exists():
        content = (folder / f"{PENDING}.original").read_bytes()
        write_durably(folder / plan["new_original"], content)
        for other in folder.glob("original*"):
            if other.name != plan["new_original"]:
                other.unlink()  # a copy of it was kept with the old state
    if plan.get("files") is not None:
        _replace_files(folder, plan["files"])
    new = {
        "text.txt": plan["new_text"].encode("utf-8", "surrogatepass"),
        "parts.jsonl": plan["new_parts"].encode(),
        "source.toml": plan["new_record"].encode(),
    }
    write_together(folder, new)
    (folder / PENDING).unlink(missing_ok=True)
    (folder / f"{PENDING}.original").unlink(missing_ok=True)
    shutil.rmtree(folder / PENDING_FILES, ignore_errors=True)


def files_beside(folder: Path) -> dict[str, Path]:
    """The files of a source beside its text, parts and record, such as those of a capture."""
    return {
        path.name: path
        for path in sorted(folder.iterdir())
        if path.is_file()
        and path.name not in (*_KEPT, RECORD)
        and not path.name.startswith((".", PENDING))
    }


def _replace_files(folder: Path, names: Sequence[str]) -> None:
    """Put new files in their places; those that are there already were put by an earlier try."""
    for name in names:
        new = folder / PENDING_FILES / name
        if new.exists():
            new.replace(folder / name)
    for name, path in files_beside(folder).items():
        if name not in names:
            path.unlink()  # a copy of it was kept with the old state
    sync_folder(folder)


def _put_memo(path: Path, content: str) -> None:
    """Write a memo anew, or take it away if it is to hold nothing; its old state was kept."""
    if content:
        write_durably(path, content.encode())
    else:
        path.unlink(missing_ok=True)


def _keep_old(study: Path, folder: Path, kept: Path, plan: Plan) -> None:
    """The state before the edit, complete, and last of all the edit's record."""
    originals = [path.name for path in folder.glob("original*")] if plan["new_original"] else []
    beside = originals
    if plan.get("files") is not None:
        # pictures stay in the folder, so they need no copy
        beside = [name for name in files_beside(folder) if name not in plan["pictures"]]
    for name in (*_KEPT, *beside):
        keep_beside(folder / name, kept / name)
    for path in (memo_path(study, id) for id in plan.get("memos", {})):
        if path.exists():
            keep_beside(path, kept / layout.MEMOS / path.name)
    record = {key: value for key, value in plan.items() if key not in _LEFT_OUT}
    write_durably(kept / RECORD, json_line(record))


def _append_missing(study: Path, coder: str, source: str, events: list[Event]) -> None:
    log = CodingLog(study, coder=coder, source=source)
    there = read_log(log.path, shown=str(log.path)).events if log.path.exists() else []
    present = {event["id"] for event in there}
    log.append([event for event in events if event["id"] not in present])
