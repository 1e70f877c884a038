"""Writing so that what is said to be written survives a power cut.

A whole file is written beside its place, synced, and renamed into it: a reader sees the old file
or the new one, never half of either.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

Files = Iterable[tuple[str, Path | bytes]]
"""Names, and the content of each file, or where to take it from."""


def write_durably(path: Path, content: bytes) -> None:
    """Put a file in its place, whole and synced, or leave the old one untouched."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files that only the owner can read; a study is shared by its folder's rules
        Path(beside).chmod(0o666 & ~_umask())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_together(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Put several files of one folder in their places, each whole, and sync the folder once.

    A power cut can leave some of them old and some new; whoever calls this has to know which.
    """
    beside: dict[Path, Path] = {}
    try:
        for name, content in contents.items():
            handle, made = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
            os.close(handle)
            beside[Path(made)] = folder / name
            _write_synced(Path(made), content)
            Path(made).chmod(0o666 & ~_umask())
        for path, place in beside.items():
            path.replace(place)
    finally:
        for path in beside:
            path.unlink(missing_ok=True)
    sync_folder(folder)


def keep_beside(path: Path, place: Path) -> None:
    """Keep a file under a second name, before another takes its first one.

    Where the system allows it nothing is copied: files here are replaced, never written into.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    try:
        place.hardlink_to(path)
    except OSError:
        _write_synced(place, path.read_bytes())


def write_all_synced(contents: Mapping[Path, bytes]) -> None:
    """Write and sync new files, in a folder that nobody reads before it is renamed into place.

    They are synced at the same time: a disk takes several together in about the time of one.
    """
    with ThreadPoolExecutor(len(contents)) as threads:
        for done in [threads.submit(_write_synced, *one) for one in contents.items()]:
            done.result()


def _write_synced(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def copy_synced(folder: Path, files: Files) -> None:
    """Copy files into such a folder under plain names."""
    for name, given in files:
        if Path(name).name != name or "\\" in name:
            raise ValueError(f"{name!r} must be a file name without a path")
        _write_synced(folder / name, given if isinstance(given, bytes) else given.read_bytes())


def sync_folder(folder: Path) -> None:
    """Make names just created in a folder durable, where the system allows it."""
    if os.name == "nt":
        return  # Windows cannot open a folder for syncing; NTFS journals names by itself
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
