"""The steps of an edit, written down whole before the first is taken.

A plan (`edit.pending.json`) holds everything that is to happen. Each step may be repeated, so an
edit that a power cut left half done is finished when the source is next touched.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from filelock import FileLock

from casestudy.store import layout
from casestudy.store.durable import keep_beside, write_durably, write_together
from casestudy.store.fold import Event, read_log
from casestudy.store.json_lines import json_line, json_value
from casestudy.store.log import CodingLog

PENDING = "edit.pending.json"
EDITS = "edits"
Plan = dict[str, Any]
_KEPT = ("text.txt", "parts.jsonl", "source.toml")
_LEFT_OUT = ("events", "new_text", "new_parts", "new_record")


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


def carry_out(study: Path, folder: Path, plan: Plan, original: bytes | None) -> None:
    """Write the plan down, then do it."""
    if original is not None:
        write_durably(folder / f"{PENDING}.original", original)
    write_durably(folder / PENDING, json_line(plan))
    _finish(study, folder, plan)


def finish_pending(study: Path, folder: Path) -> None:
    """Finish an edit that a power cut left half done."""
    path = folder / PENDING
    if path.exists():
        _finish(study, folder, json_value(path.read_bytes()))


def _finish(study: Path, folder: Path, plan: Plan) -> None:
    kept = folder / EDITS / plan["id"]
    if not (kept / "edit.json").exists():
        _keep_old(folder, kept, plan)
    for coder, events in plan["events"].items():
        _append_missing(study, coder, folder.name, events)
    if plan["new_original"] and (folder / f"{PENDING}.original").exists():
        content = (folder / f"{PENDING}.original").read_bytes()
        write_durably(folder / plan["new_original"], content)
        for other in folder.glob("original*"):
            if other.name != plan["new_original"]:
                other.unlink()  # a copy of it was kept with the old state
    new = {
        "text.txt": plan["new_text"].encode("utf-8", "surrogatepass"),
        "parts.jsonl": plan["new_parts"].encode(),
        "source.toml": plan["new_record"].encode(),
    }
    write_together(folder, new)
    (folder / PENDING).unlink(missing_ok=True)
    (folder / f"{PENDING}.original").unlink(missing_ok=True)


def _keep_old(folder: Path, kept: Path, plan: Plan) -> None:
    """The state before the edit, complete, and last of all the edit's record."""
    originals = [path.name for path in folder.glob("original*")] if plan["new_original"] else []
    for name in (*_KEPT, *originals):
        keep_beside(folder / name, kept / name)
    record = {key: value for key, value in plan.items() if key not in _LEFT_OUT}
    write_durably(kept / "edit.json", json_line(record))


def _append_missing(study: Path, coder: str, source: str, events: list[Event]) -> None:
    log = CodingLog(study, coder=coder, source=source)
    present = {event["id"] for event in read_log(log.path, shown=str(log.path)).events}
    log.append([event for event in events if event["id"] not in present])
