"""Whether a coder may write in a study, asked of the system before anything is written."""

from __future__ import annotations

import os
from pathlib import Path

from casestudy.store import layout

READ_ONLY_FOLDER = (
    "the study folder is read-only, so nothing can be coded in it; copy it to a place where you "
    "may write"
)


def barred(study: Path, *, coder: str, source: str) -> str:
    """Why the log of a coder on a source cannot be written now.

    Parameters
    ----------
    study : path
        The study folder.
    coder, source : str
        Name the log.

    Returns
    -------
    str
        A sentence, with what to do; empty if the system says that it can be written.
    """
    for path in (layout.log_path(study, coder, source), layout.lock_path(study, coder, source)):
        place = path
        while not place.exists() and place != place.parent:
            place = place.parent
        if not os.access(place, os.W_OK):
            return _why(place)
    return ""


def _why(place: Path) -> str:
    if _is_on_read_only_disk(place):
        return f"the disk is mounted read-only at {place}, so nothing can be coded; copy the study"
    if place.is_file() and os.access(place.parent, os.W_OK):
        return (
            f"{place} may not be written by you, only by {_owner(place)}; code under a name of "
            "your own, or have the rights of the file changed"
        )
    return READ_ONLY_FOLDER


def _is_on_read_only_disk(place: Path) -> bool:
    return hasattr(os, "statvfs") and bool(os.statvfs(place).f_flag & os.ST_RDONLY)


def _owner(path: Path) -> str:
    try:
        return path.owner()
    except (KeyError, NotImplementedError):
        return f"user {path.stat().st_uid}"
