"""Files that hold names: readable by their owner alone, and never in git."""

from __future__ import annotations

import os
import tempfile
from fnmatch import fnmatchcase
from pathlib import Path

from casestudy.store.durable import sync_folder, write_durably
from casestudy.store.layout import STUDY_FILE

OWNER_ONLY = 0o600
OWNER_ONLY_FOLDER = 0o700


def write_privately(path: Path, content: bytes) -> None:
    """Put a file in its place, whole and synced, at no moment readable by others."""
    make_private_folder(path.parent)
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            Path(beside).chmod(OWNER_ONLY)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for the owner alone."""
    for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        missing.mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)


def keep_out_of_git(path: Path) -> None:
    """Add a file or folder to the ignored ones of its study or repository, if it is in one.

    Windows has no file modes, and a file that git already follows stays followed.
    """
    path = path.resolve()
    roots = (f for f in path.parents if (f / STUDY_FILE).exists() or (f / ".git").exists())
    if (folder := next(roots, None)) is None:
        return
    ignored = folder / ".gitignore"
    text = ignored.read_bytes().decode("utf-8", "surrogateescape") if ignored.exists() else ""
    name = path.relative_to(folder).as_posix()
    if _is_ignored(name, path.name, text):
        return
    gap = "" if not text or text.endswith("\n") else "\n"
    # the second rule is for what a power cut could leave of a file half written
    half = (path.relative_to(folder).parent / f".{path.name}.*").as_posix()
    added = f"# the names behind the pseudonyms\n/{name}\n/{half}\n"
    write_durably(ignored, f"{text}{gap}{added}".encode("utf-8", "surrogateescape"))


def _is_ignored(path: str, name: str, rules: str) -> bool:
    """Whether the last rule that speaks of a path, or of its name, leaves it out."""
    ours = [rule for rule in map(str.strip, rules.splitlines()) if _speaks_of(rule, path, name)]
    return bool(ours) and not ours[-1].startswith("!")


def _speaks_of(rule: str, path: str, name: str) -> bool:
    """Whether a rule is about a path: one with a slash starts at the top, others fit any name."""
    wanted = rule.removeprefix("!").rstrip("/")
    return fnmatchcase(path if "/" in wanted else name, wanted.lstrip("/"))
