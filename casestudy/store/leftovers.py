"""What an import left half written when its process was killed.

A source is written beside its place and renamed into it, so such folders are hidden and harmless.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from casestudy.store import layout

STALE_AFTER = 3600.0
"""Seconds after which nobody writes a source any more; it takes some hundredths of one."""


def remove_leftovers(study: Path) -> list[Path]:
    """Remove half-written sources of imports that are over, and say which they were."""
    before = time.time() - STALE_AFTER
    found = (study / layout.SOURCES).glob("*/.*.*/")
    stale = [folder for folder in found if folder.is_dir() and folder.stat().st_mtime < before]
    for folder in stale:
        shutil.rmtree(folder, ignore_errors=True)
    return stale
